"""What holds for every output, those of tomorrow included: same bytes, honest exit codes, bounded size."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.reporters import discover

CITED = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("AUDITOR_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(CITED)
    return folder


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as exit_:
        main([str(argument) for argument in arguments])
    assert isinstance(exit_.value.code, int)
    return exit_.value.code


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
def test_what_was_not_checked_never_passes(corpus: Path, tmp_path: Path, name: str, command: str) -> None:
    wanted = ("--output", f"{name}={tmp_path / 'out'}", "--fail-on", "never")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(command, corpus, *wanted) == 0
    assert run(command, tmp_path / "articels", *wanted) == 2
    assert run(command, corpus, "--select", "CIT999", *wanted) == 2
    assert run(command, empty, *wanted) == 4
    assert run(command, empty, "--allow-empty", *wanted) == 0
    (corpus / "broken.txt").write_bytes(b"")
    assert run(command, corpus, *wanted) == 3
    assert run(command, corpus, "--allow-empty", *wanted) == 3


@pytest.mark.parametrize("name", [name for name in discover() if name != "terminal"])
def test_an_input_that_was_not_examined_is_named_in_every_output(corpus: Path, tmp_path: Path, name: str) -> None:
    (corpus / "broken.txt").write_bytes(b"")
    assert run("gate", corpus, "--output", f"{name}={tmp_path / 'out'}") == 3
    target = tmp_path / "out"
    text = "".join(data.decode() for data in (files(target).values() if target.is_dir() else [target.read_bytes()]))
    assert "broken" in text
    assert "empty file" in text


def test_the_job_summary_is_appended_to_the_file_that_is_named(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("audit", corpus, "--output", "github") == 0
    assert capsys.readouterr().out.startswith("::error file=articles/bridge.txt,line=3,")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("gate", corpus, "--output", f"github={tmp_path / 'commands'}") == 1
    text = summary.read_text()
    assert text.startswith("before\n## Audit of articles\n\nchecked 1 article")
    assert "failed: 1 error" in text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    assert run("audit", corpus, "--output", "github") == 3


@pytest.mark.parametrize(("given", "code"), [("1700000000", 0), ("", 0), ("tomorrow", 2), ("-1", 2), ("9" * 20, 2)])
def test_the_time_in_reports_is_that_of_the_source(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, code: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert run("audit", corpus, "--output", f"junit={tmp_path / 'junit.xml'}") == code
    if not code:
        time = "2023-11-14T22:13:20" if given else "1970-01-01T00:00:00"
        assert f'timestamp="{time}"' in (tmp_path / "junit.xml").read_text()
