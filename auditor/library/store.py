"""The file of a library: opened, checked, and changed as a whole or not at all."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from auditor import __version__
from auditor.errors import AuditorError, UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Of the tables; another number is another file format.
FORMAT = "1"

SCHEMA = """
CREATE TABLE library (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
CREATE TABLE dictionary (data BLOB NOT NULL);
CREATE TABLE sources (key VARCHAR NOT NULL);
CREATE TABLE articles (
    article UINTEGER NOT NULL, id VARCHAR NOT NULL, path VARCHAR NOT NULL, file VARCHAR NOT NULL,
    number UINTEGER NOT NULL, line UINTEGER NOT NULL, title VARCHAR NOT NULL, byline VARCHAR NOT NULL,
    date VARCHAR NOT NULL, outlet VARCHAR NOT NULL, site VARCHAR NOT NULL, url VARCHAR NOT NULL,
    language VARCHAR NOT NULL, sha256 BLOB NOT NULL, anatomy BLOB NOT NULL, text BLOB
);
CREATE TABLE stories (
    story UINTEGER NOT NULL, article UINTEGER NOT NULL, number USMALLINT NOT NULL, words UINTEGER NOT NULL,
    signature BLOB NOT NULL
);
CREATE TABLE bands (key UINTEGER NOT NULL, story UINTEGER NOT NULL);
CREATE TABLE shingles (key UBIGINT NOT NULL, story UINTEGER NOT NULL);
CREATE TABLE terms (key UBIGINT NOT NULL, story UINTEGER NOT NULL, value USMALLINT NOT NULL);
CREATE TABLE weights (term UBIGINT NOT NULL, weight FLOAT NOT NULL);
CREATE TABLE furniture (key UBIGINT NOT NULL);
"""

Column = NDArray[Any]

# No extension is looked for, and no other file or address is opened, whatever a library says.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}
_PROCESS = re.compile(r"\(PID (\d+)\)")


@contextmanager
def reading(path: Path, settings: Mapping[str, Any] | None = None) -> Iterator["DuckDBPyConnection"]:
    """A library to be read, by any number of processes at once.

    Raises UsageError when there is none at `path`, when it is damaged or of another version, and
    when `settings` are given and are not those that it was built with.
    """
    import duckdb

    if not path.is_file():
        raise UsageError(f"there is no library at {path}; `auditor library build` makes one")
    with _connected(path, read_only=True) as connection:
        try:
            _check(connection, path, settings)
            yield connection
        except duckdb.Error as error:
            raise _damaged(path, error) from error


@contextmanager
def writing(path: Path, settings: Mapping[str, Any] | None = None) -> Iterator["DuckDBPyConnection"]:
    """A library within one transaction: all that is done to it, or nothing when anything fails.

    Raises what `reading` raises, and AuditorError when it is being written by another process or
    cannot be written.
    """
    import duckdb

    if not path.is_file():
        raise UsageError(f"there is no library at {path}; `auditor library build` makes one")
    with _connected(path, read_only=False) as connection:
        try:
            _check(connection, path, settings)
        except duckdb.Error as error:
            raise _damaged(path, error) from error
        with transaction(connection, path):
            yield connection
        # What is committed stands in the log next to the file; without room to merge them, who writes next does.
        with suppress(duckdb.Error):
            connection.execute("CHECKPOINT")


@contextmanager
def created(path: Path, settings: Mapping[str, Any], texts: str) -> Iterator["DuckDBPyConnection"]:
    """A library in the making, begun or gone on with; `path` is that of the unfinished file.

    Raises UsageError when what is there was begun with other settings or another version.
    """
    import duckdb

    with _connected(path, read_only=False) as connection:
        try:
            if not value(connection, "SELECT count(*) FROM duckdb_tables()"):
                with transaction(connection, path):
                    connection.execute(SCHEMA)
                    facts = {"format": FORMAT, "version": __version__, "texts": texts, "settings": _plain(settings)}
                    connection.executemany("INSERT INTO library VALUES (?, ?)", list(facts.items()))
            _check(connection, path, settings)
            if (begun := fact(connection, "texts")) != texts:
                raise UsageError(f"{path} was begun with texts {begun}; remove it to begin again")
        except duckdb.Error as error:
            raise _damaged(path, error) from error
        yield connection
        try:
            connection.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise AuditorError(f"{path} cannot be written: {_first_line(error)}") from error


@contextmanager
def transaction(connection: "DuckDBPyConnection", path: Path) -> Iterator[None]:
    """Everything in it is done when it ends, or nothing. Raises AuditorError when it cannot be written."""
    import duckdb

    try:
        connection.execute("BEGIN")
        yield
        connection.execute("COMMIT")
    except duckdb.Error as error:
        raise AuditorError(f"{path} cannot be written: {_first_line(error)}; it holds what it held before") from error


def fact(connection: "DuckDBPyConnection", key: str) -> str:
    """What the library says of itself: format, version, texts, settings, or what was weighed; empty if nothing."""
    return str(value(connection, "SELECT value FROM library WHERE key = ?", key) or "")


def value(connection: "DuckDBPyConnection", query: str, *values: Any) -> Any:
    """The one value that a query gives; None when there is none."""
    found = connection.execute(query, list(values)).fetchall()
    return found[0][0] if found else None


def columns(connection: "DuckDBPyConnection", query: str, *values: Any) -> dict[str, Column]:
    """The result of a query, a column an array."""
    return dict(connection.execute(query, list(values)).fetchnumpy())


def insert(connection: "DuckDBPyConnection", table: str, rows: Mapping[str, Column], order: str = "") -> None:
    """Add rows, given by column in the table's order, sorted by `order`: neighbours that are alike take less room."""
    with given(connection, "added", rows):
        sort = f" ORDER BY {order}" if order else ""
        connection.execute(f"INSERT INTO {table} SELECT * FROM added{sort}")  # noqa: S608  (both are ours)


@contextmanager
def given(connection: "DuckDBPyConnection", name: str, rows: Mapping[str, Column]) -> Iterator[None]:
    """A table for queries, made of columns, while the context lasts."""
    connection.register(name, dict(rows))
    try:
        yield
    finally:
        connection.unregister(name)


def objects(values: Sequence[Any]) -> Column:
    """Text or bytes as a column."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


@contextmanager
def _connected(path: Path, *, read_only: bool) -> Iterator["DuckDBPyConnection"]:
    import duckdb

    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            holder = _PROCESS.search(str(error))
            who = f"process {holder.group(1)}" if holder else "another process"
            raise AuditorError(f"{path} is being written by {who}; try again when it has ended") from error
        if "read-only" in str(error).lower() or "permission denied" in str(error).lower():
            raise AuditorError(f"{path} cannot be written: {_first_line(error)}") from error
        raise _damaged(path, error) from error
    try:
        yield connection
    finally:
        connection.close()


def _check(connection: "DuckDBPyConnection", path: Path, settings: Mapping[str, Any] | None) -> None:
    import duckdb

    try:
        found, version = fact(connection, "format"), fact(connection, "version")
    except duckdb.CatalogException as error:
        raise UsageError(f"{path} is a DuckDB file, and not a library of auditor") from error
    if (found, version) != (FORMAT, __version__):
        raise UsageError(
            f"{path} was built by auditor {version or 'of another time'} (format {found or 'unknown'}), "
            f"this is {__version__} (format {FORMAT}); "
            "texts may be taken apart otherwise now: build the library again"
        )
    if settings is None:
        return
    begun = json.loads(fact(connection, "settings"))
    if different := [key for key, value in json.loads(_plain(settings)).items() if begun.get(key) != value]:
        raise UsageError(
            f"{path} was built with other settings ({', '.join(different)}): "
            "use those, or build a library with these; `auditor library info` shows them"
        )


def _plain(settings: Mapping[str, Any]) -> str:
    return json.dumps(settings, sort_keys=True, ensure_ascii=False)


def _damaged(path: Path, error: Exception) -> UsageError:
    return UsageError(f"{path} is no library of auditor, or it is damaged ({_first_line(error)}); build it again")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
