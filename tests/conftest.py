"""What several test modules need: a command line to run, and official schemas that are not ours to copy."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from auditor.cli import main

VARIABLE = "AUDITOR_FORMAT_SCHEMAS"


ARTICLE = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs a command line in an empty folder, in this process."""
    for name in [name for name in os.environ if name.startswith("AUDITOR_") or name in ("FORCE_COLOR", "NO_COLOR")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Run:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = capsysbinary.readouterr()
        assert isinstance(exit_.value.code, int)
        return Run(exit_.value.code, captured.out.decode(), captured.err.decode())

    return command


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(ARTICLE)
    return folder


@pytest.fixture(scope="session")
def official() -> Callable[[str], Path]:
    """The path of an official schema by its file name; skips, and says so, where there are none."""

    def find(name: str) -> Path:
        folder = os.environ.get(VARIABLE)
        if not folder:
            pytest.skip(f"NOT VALIDATED: {VARIABLE} does not name the folder with {name}")
        path = Path(folder) / name
        assert path.is_file(), f"{VARIABLE} is {folder}, and {name} is not in it"
        return path

    return find
