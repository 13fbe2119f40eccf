"""A cache of facts on disk: bytes by key, bounded in size, and never believed without a look.

One SQLite file in a folder, in WAL mode: several processes read and write it at once. What it holds
is data in MessagePack, and nothing of it is executed. Each entry carries a digest over its key and
its content: one that was damaged, cut short or belongs to another key is not found. A cache that
cannot be read or written costs time and nothing else. The digest is no signature: who may write the
folder may decide what is found, so it is refused where others may.
"""

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from auditor.errors import UsageError

FILE = "facts.sqlite"
MEGABYTE = 1_000_000
_DIGEST = 16
# Bound variables of one statement: SQLite's oldest limit is 999.
_AT_ONCE = 500
# What was used is noted once a day, so that a run that finds everything writes next to nothing.
_DAY = 86_400
# How long a process waits for another that is writing, in seconds, before it goes on without.
_PATIENCE = 5.0
# What is kept when there is too much: room for the next runs, too.
_KEPT = 0.8
_SCHEMA = "CREATE TABLE IF NOT EXISTS facts (key BLOB PRIMARY KEY, day INTEGER, size INTEGER, content BLOB)"


@dataclass(frozen=True)
class Cache:
    """The cache in a folder. It pickles as its path: each process opens the file for itself."""

    folder: Path
    megabytes: int

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What is known of these keys."""
        found: dict[bytes, bytes] = {}
        self._use(partial(_find, list(keys), found))
        return found

    def keep(self, facts: Mapping[bytes, bytes]) -> None:
        """Add what was found out, all of it or nothing."""
        if facts:
            self._use(partial(_keep, facts))

    def trim(self) -> None:
        """Forget what was not used for longest when there is more than the limit."""
        self._use(partial(_trim, self.megabytes * MEGABYTE))

    def _use(self, act: Callable[[sqlite3.Connection], None]) -> None:
        """Do something with the file. It stays undone when the file is locked for long, or the disk is full."""
        try:
            with closing(sqlite3.connect(self.folder / FILE, timeout=_PATIENCE)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                # What a power cut loses is found out again.
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(_SCHEMA)
                act(connection)
        except sqlite3.OperationalError:
            return
        except sqlite3.DatabaseError:
            self._remove()

    def _remove(self) -> None:
        """Take away a file that is no database, or a damaged one: it is built again."""
        for suffix in ("-wal", "-shm", ""):
            with suppress(OSError):
                (self.folder / f"{FILE}{suffix}").unlink()


def _find(keys: Sequence[bytes], found: dict[bytes, bytes], connection: sqlite3.Connection) -> None:
    stale = []
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT key, day, content FROM facts WHERE key IN ({marks})", some)  # noqa: S608
        for name, day, content in rows:
            if isinstance(content, bytes) and content[:_DIGEST] == _digest(name, content[_DIGEST:]):
                found[name] = content[_DIGEST:]
                if day != _today():
                    stale.append((_today(), name))
    if stale:
        with connection:
            connection.executemany("UPDATE facts SET day = ? WHERE key = ?", stale)


def _keep(facts: Mapping[bytes, bytes], connection: sqlite3.Connection) -> None:
    rows = ((name, _today(), len(content), _digest(name, content) + content) for name, content in facts.items())
    with connection:
        connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)


def _trim(most: int, connection: sqlite3.Connection) -> None:
    (held,) = connection.execute("SELECT coalesce(sum(size), 0) FROM facts").fetchone()
    if held <= most:
        return
    surplus, gone = held - _KEPT * most, []
    for name, size in connection.execute("SELECT key, size FROM facts ORDER BY day, key"):
        if surplus <= 0:
            break
        gone.append((name,))
        surplus -= size
    with connection:
        connection.executemany("DELETE FROM facts WHERE key = ?", gone)
    connection.execute("VACUUM")


def opened(folder: str, megabytes: int) -> Cache | None:
    """The cache in a folder, by default in the platform's place for caches, where there is none if it cannot be.

    Raises UsageError for a folder that was asked for and cannot be used.
    """
    place = Path(folder) if folder else _default()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        problem = _problem(place)
    except OSError as error:
        problem = error.strerror or str(error)
    if problem and folder:
        raise UsageError(f"the cache folder {folder} cannot be used: {problem}")
    return None if problem else Cache(place, megabytes)


def _default() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("auditor", appauthor=False))


def _problem(place: Path) -> str:
    """Why a folder is no place for facts that are to be believed."""
    if not os.access(place, os.W_OK | os.X_OK):
        return "it cannot be written"
    if not hasattr(os, "getuid"):
        return ""
    status = place.stat()
    if status.st_uid != os.getuid():
        return "it belongs to another user, who could decide what is found"
    if status.st_mode & stat.S_IWOTH:
        return "every user may write it, and decide what is found; chmod o-w"
    return ""


def key(*parts: bytes) -> bytes:
    """A key of so many parts, each with its length: no two lists of parts have one."""
    digest = hashlib.blake2b(digest_size=2 * _DIGEST)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def _digest(name: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST, key=name).digest()


def _today() -> int:
    return int(time.time()) // _DAY
