"""What several test modules need: the official schemas of the formats, which are not ours to copy."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

VARIABLE = "AUDITOR_FORMAT_SCHEMAS"


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
