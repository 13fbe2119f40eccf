"""Articles out of the tables of a library."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from auditor.library import store
from auditor.library.texts import Row
from auditor.model import Article

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FIELDS = ("id", "path", "number", "line", "title", "byline", "date", "outlet", "site", "url", "language")
_COLUMNS = ", ".join(("article", "file", "sha256", "anatomy", "text", *_FIELDS))
_AT_ONCE = 1000


def dictionary(connection: "DuckDBPyConnection") -> bytes:
    """What texts were compressed with; empty before there is one."""
    return bytes(store.value(connection, "SELECT data FROM dictionary") or b"")


def rows(
    connection: "DuckDBPyConnection", folder: Path, wanted: Sequence[int] | None = None
) -> Iterator[tuple[int, Row]]:
    """The articles of these numbers, or all, in the order of their numbers; `folder` is the library's."""
    if wanted is None:
        end = int(store.value(connection, "SELECT coalesce(max(article) + 1, 0) FROM articles"))
        for first in range(0, end, _AT_ONCE):
            query = f"SELECT {_COLUMNS} FROM articles WHERE article BETWEEN ? AND ? ORDER BY article"  # noqa: S608
            found = connection.execute(query, [first, first + _AT_ONCE - 1]).fetchall()
            yield from (_row(values, folder) for values in found)
        return
    with store.given(connection, "wanted", {"article": np.array(wanted, dtype=np.uint32)}):
        query = f"SELECT {_COLUMNS} FROM articles SEMI JOIN wanted USING (article) ORDER BY article"  # noqa: S608
        found = connection.execute(query).fetchall()
    yield from (_row(values, folder) for values in found)


def _row(values: Sequence[Any], folder: Path) -> tuple[int, Row]:
    number, file, digest, anatomy, text, *fields = values
    article = Article(text="", sha256=digest.hex(), **dict(zip(_FIELDS, fields, strict=True)))
    return number, Row(article, folder / file, anatomy, text)
