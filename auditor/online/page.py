"""A page as it was found, and the file in which pages are remembered."""

import datetime as dt
import enum
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from auditor.errors import AuditorError, SettingsError


class State(enum.StrEnum):
    """What is known of a page. Unknown is never broken: a server may refuse, be slow, or be away for a day."""

    OK = "ok"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Page(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A page that was asked for: its state and why, title and date as it gives them, an archived copy.

    `archived` is the address of the copy, "" when the archive has none, and None when nobody knows.
    `date` and `visited` are days.
    """

    url: str
    state: State
    reason: str
    title: str = ""
    date: dt.date | None = None
    archived: str | None = None
    visited: dt.date | None = None


def load(path: Path) -> dict[str, Page]:
    """The pages a file remembers, by address; none when there is no file.

    Raises SettingsError with the line that is not a page.
    """
    try:
        lines = path.read_bytes().splitlines() if path.exists() else []
    except OSError as error:
        raise SettingsError(f"{path}: the pages cannot be read: {error.strerror}") from error
    pages = {}
    for number, line in enumerate(lines, 1):
        try:
            page = msgspec.json.decode(line, type=Page)
        except msgspec.DecodeError as error:
            raise SettingsError(f"{path}:{number}: not a page: {error}; remove the line, or the file") from error
        pages[page.url] = page
    return pages


def remember(path: Path, pages: Mapping[str, Page]) -> None:
    """Write pages that may be used again: what is unknown today is asked for again tomorrow."""
    known = [pages[url] for url in sorted(pages) if pages[url].state in (State.OK, State.BROKEN)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, (msgspec.json.encode(page) + b"\n" for page in known))
    except OSError as error:
        raise AuditorError(f"{path} cannot be written: {error.strerror}") from error


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.writelines(lines)
    os.replace(file.name, path)  # noqa: PTH105
