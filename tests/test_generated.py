"""What is generated and committed is what the code makes today."""

import filecmp
import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from auditor.settings import rulesets


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", "docs/generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", [str(page.relative_to(Path.cwd())) for page in generator().SHOWING])
def test_pages_show_what_the_commands_print(page: str) -> None:
    shown = Path(page).read_text(encoding="utf-8")
    assert shown == generator().with_outputs(shown), "run `make generate`"


def test_the_report_on_the_seeds_is_not_stale(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "auditor", "audit", "seeds", "--quiet", "--report", str(tmp_path / "report")]
    subprocess.run(command, check=True, capture_output=True)
    made = {path.relative_to(tmp_path / "report") for path in (tmp_path / "report").rglob("*") if path.is_file()}
    committed = {path.relative_to("reports/seeds") for path in Path("reports/seeds").rglob("*") if path.is_file()}
    assert made == committed, "run `make generate`"
    for path in sorted(made):
        assert filecmp.cmp(tmp_path / "report" / path, Path("reports/seeds") / path, shallow=False), (
            f"{path} is stale; run `make generate`"
        )


def test_the_samples_are_what_the_formats_are_today(tmp_path: Path) -> None:
    generator().write_samples(tmp_path)
    samples = Path("docs/samples")
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in samples.iterdir() if path.is_file()}
    for name in sorted(made):
        assert filecmp.cmp(tmp_path / name, samples / name, shallow=False), f"{name} is stale; run `make generate`"


DIGESTS = {
    "000_fec53f3bae39aabf": "5bcfbc0861b7",
    "001_81776c66b3622fbd": "3c8f6926e5ae",
    "002_b934dccf86021d29": "f01f8503bc8a",
    "003_5b9d6f0388dd71e9": "ee21ea284066",
    "004_d60b9a8d81e52c19": "bca8be46bc91",
}


def test_the_seeds_are_untouched() -> None:
    digests = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in Path("seeds").iterdir()}
    assert digests == DIGESTS


def test_the_newest_ruleset_describes_the_rules_of_this_version() -> None:
    assert rulesets.names()[-1] == rulesets.CURRENT
    assert rulesets.load(rulesets.CURRENT) == json.loads(rulesets.dump(rulesets.current())), "run `make generate`"
