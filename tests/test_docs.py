"""The documentation: it builds, its links lead somewhere, its examples are true."""

import doctest
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import auditor

ROOT = Path(__file__).parents[1]


def built(config: Path, site: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_site_builds_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    done = built(ROOT / "mkdocs.yml", tmp_path / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")}
    assert {"index.html", "tutorial.html", "api.html", "rules/CIT001.html"} <= made
    loaded = re.compile(r"""(?:<script[^>]*src|<link[^>]*href|<img[^>]*src)=["'](?:https?:)?//""")
    for page in sorted(made):
        assert not loaded.search((tmp_path / "site" / page).read_text(encoding="utf-8")), page


def test_a_link_that_leads_nowhere_and_a_page_nobody_lists(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("rules", "samples"))
    shutil.copytree(ROOT / "docs" / "rules", tmp_path / "docs" / "rules")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    page = tmp_path / "docs" / "new.md"
    page.write_text("# New\n\n[the licence](../LICENSE), [the tutorial](tutorial.md)\n")
    assert built(tmp_path / "mkdocs.yml", tmp_path / "site").returncode == 0
    shown = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'href="new.html"' in shown
    assert "LICENSE" not in (tmp_path / "site" / "new.html").read_text(encoding="utf-8")
    page.write_text("# New\n\n[gone](tutorials.md)\n")
    failed = built(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert failed.returncode != 0
    assert "tutorials.md" in failed.stdout + failed.stderr


def test_the_examples_of_the_python_page_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 10
    assert outcome.failed == 0


def test_the_python_page_has_everything_public() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^## `(.+)`$", page)
    for name in auditor.__all__:
        public = getattr(auditor, name)
        if inspect.isfunction(public):
            (heading,) = (one for one in headings if one.startswith(f"{name}("))
            taken = re.findall(r"(\w+)(?==|,|\))", heading)
            assert [one for one in taken if one in inspect.signature(public).parameters] == list(
                inspect.signature(public).parameters
            )
        else:
            assert f"`{name}`" in page


def test_the_example_of_a_gate_goes_as_its_page_says() -> None:
    environment = {**os.environ, "AUDITOR": f"{sys.executable} -m auditor", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", str(ROOT / "examples" / "gate.sh")], env=environment, capture_output=True, text=True, check=True
    )
    codes = re.findall(r"\(exit code (\d)\)", done.stdout)
    assert codes == ["1", "0", "0", "1"]
    before, after = done.stdout.split("$ cp incoming/sailings.txt articles/")
    assert "articles/market.txt  1 error" in before
    assert re.findall(r"(?m)^(\S+)  \d+ error", after) == ["articles/sailings.txt"]
    assert not done.stderr
