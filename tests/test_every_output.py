"""What holds for every output, those of tomorrow included: same bytes, honest exit codes, bounded size."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor.reporters import discover


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_runs_give_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    texts = [path.absolute() for path in sorted(Path("seeds").iterdir())]
    made = []
    for number, (paths, jobs) in enumerate([(texts, 1), (texts[::-1], 2)]):
        out = tmp_path / str(number)
        out.mkdir()
        command = [sys.executable, "-m", "auditor", "gate", *map(str, paths), "--jobs", str(jobs)]
        command += ["--root", str(texts[0].parents[1])]
        for name in discover():
            command += ["--output", f"{name}={out / name}"]
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "GITHUB_STEP_SUMMARY": str(out / "summary")}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 1
        made.append(files(out))
    assert {*discover(), "summary"} <= {Path(name).parts[0] for name in made[0]}
    assert made[0] == made[1]


@pytest.mark.parametrize("name", discover())
@pytest.mark.parametrize("command", ["audit", "gate"])
def test_what_was_not_checked_never_passes(run: Any, corpus: Path, tmp_path: Path, name: str, command: str) -> None:
    wanted = ("--output", f"{name}={tmp_path / 'out'}", "--fail-on", "never")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(command, corpus, *wanted).code == 0
    assert run(command, tmp_path / "articels", *wanted).code == 2
    assert run(command, corpus, "--select", "CIT999", *wanted).code == 2
    assert run(command, empty, *wanted).code == 4
    assert run(command, empty, "--allow-empty", *wanted).code == 0
    (corpus / "broken.txt").write_bytes(b"")
    assert run(command, corpus, *wanted).code == 3
    assert run(command, corpus, "--allow-empty", *wanted).code == 3


@pytest.mark.parametrize("name", [name for name in discover() if name != "terminal"])
def test_an_input_that_was_not_examined_is_named_in_every_output(
    run: Any, corpus: Path, tmp_path: Path, name: str
) -> None:
    (corpus / "broken.txt").write_bytes(b"")
    assert run("gate", corpus, "--output", f"{name}={tmp_path / 'out'}").code == 3
    target = tmp_path / "out"
    text = "".join(data.decode() for data in (files(target).values() if target.is_dir() else [target.read_bytes()]))
    assert "broken" in text
    assert "empty file" in text


def test_the_job_summary_is_appended_to_the_file_that_is_named(
    run: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("audit", corpus, "--output", "github").out.startswith("::error file=articles/bridge.txt,line=3,")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("gate", corpus, "--output", f"github={tmp_path / 'commands'}").code == 1
    text = summary.read_text()
    assert text.startswith("before\n## Audit of articles\n\nchecked 1 article")
    assert "failed: 1 error" in text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    assert run("audit", corpus, "--output", "github").code == 3


@pytest.mark.parametrize(("given", "code"), [("1700000000", 0), ("", 0), ("tomorrow", 2), ("-1", 2), ("9" * 20, 2)])
def test_the_time_in_reports_is_that_of_the_source(
    run: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, code: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert run("audit", corpus, "--output", f"junit={tmp_path / 'junit.xml'}").code == code
    if not code:
        time = "2023-11-14T22:13:20" if given else "1970-01-01T00:00:00"
        assert f'timestamp="{time}"' in (tmp_path / "junit.xml").read_text()
