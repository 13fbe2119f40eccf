"""What a library holds, whether it still does, and how articles leave it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import UnreadableError, UsageError
from auditor.library import store
from auditor.library.building import forget
from auditor.library.rows import dictionary, rows
from auditor.library.texts import Packing, restored
from auditor.outlets import outlets
from auditor.reading import Options

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Info:
    """What a library says of itself. `weighed` counts the stories its weights are from."""

    path: Path
    size: int
    version: str
    texts: str
    articles: int
    stories: int
    words: int
    weighed: int
    languages: tuple[str, ...]
    settings: Mapping[str, Any]


def info(path: Path) -> Info:
    """What is in a library. Raises UsageError when it is none."""
    with store.reading(path) as connection:
        return Info(
            path=path,
            size=path.stat().st_size,
            version=store.fact(connection, "version"),
            texts=store.fact(connection, "texts"),
            articles=store.value(connection, "SELECT count(*) FROM articles"),
            stories=store.value(connection, "SELECT count(*) FROM stories"),
            words=int(store.value(connection, "SELECT coalesce(sum(words), 0) FROM stories")),
            weighed=int(store.fact(connection, "weighed")),
            languages=tuple(store.fact(connection, "languages").split()),
            settings=json.loads(store.fact(connection, "settings")),
        )


def remove(path: Path, ids: Sequence[str]) -> int:
    """Take articles out of a library, and return how many they were.

    An id is that of an article, or of a file: then all records of it go. Raises UsageError when
    it does not have one of them; then nothing is removed.
    """
    with store.writing(path) as connection:
        known = connection.execute("SELECT id, path FROM articles").fetchall()
        wanted = set(ids)
        missing = wanted.difference(chain.from_iterable(known))
        if missing:
            raise UsageError(f"{path} has no article {min(missing)!r}; nothing was removed")
        gone = [name for name, file in known if name in wanted or file in wanted]
        return forget(connection, gone)


def verify(path: Path) -> tuple[str, ...]:
    """What is wrong with a library: texts that are gone or changed, and tables that contradict one another."""
    with store.reading(path) as connection:
        return (*_contradictions(connection), *_changed(connection, path.parent))


def _contradictions(connection: "DuckDBPyConnection") -> Iterator[str]:
    for table in ("bands", "shingles", "terms"):
        lost = store.value(connection, f"SELECT count(*) FROM {table} ANTI JOIN stories USING (story)")  # noqa: S608
        if lost:
            yield f"{lost:,} keys in the table {table} are of stories that are not there"
    if lost := store.value(connection, "SELECT count(*) FROM articles ANTI JOIN stories USING (article)"):
        yield f"{lost:,} articles have no story"
    if doubles := store.value(connection, "SELECT count(*) - count(DISTINCT id) FROM articles"):
        yield f"{doubles:,} articles have the id of another"


def _changed(connection: "DuckDBPyConnection", folder: Path) -> Iterator[str]:
    packing, table = Packing(dictionary(connection)), outlets()
    for _, row in rows(connection, folder):
        try:
            restored(row, packing, table, Options())
        except UnreadableError as error:
            yield f"{row.article.id}: {error}"
