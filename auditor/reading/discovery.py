"""Which files are examined: found by looking through folders, each once, in the order of ids."""

import os
import stat
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from heapq import heapify, heappop, heappush
from pathlib import Path

from msgspec import Struct

from auditor.errors import UsageError
from auditor.model import Skip
from auditor.paths import pattern
from auditor.reading.naming import escape
from auditor.reading.source import Source, extension
from auditor.text import visible


class Collection(Struct, frozen=True):
    """What was found: sources sorted by id, skips, and how many entries were passed over.

    Passed over are hidden files and folders, files of unsupported types, and what is excluded.
    """

    sources: tuple[Source, ...]
    skipped: tuple[Skip, ...] = ()
    ignored: int = 0


def discover(
    paths: Sequence[Path], root: Path | None, extensions: Sequence[str], exclude: Sequence[str] = ()
) -> Collection:
    """The files under these paths. See `auditor.reading.collect`."""
    given = sorted({_absolute(path) for path in paths})
    for path in given:
        _check(path, extensions)
    base = _absolute(root) if root else _default_root(given)
    for path in given:
        if not path.is_relative_to(base):
            raise UsageError(f"{visible(str(path))} lies outside the root {visible(str(base))}; choose another root")
    return _Walk(base, extensions, exclude).collection(given)


def _absolute(path: Path) -> Path:
    # Not resolve(): ids keep the names that were given, also of symbolic links.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _check(path: Path, extensions: Sequence[str]) -> None:
    if not path.exists() and not path.is_symlink():
        try:
            near = get_close_matches(path.name, sorted(entry.name for entry in path.parent.iterdir()))
        except OSError:
            near = []
        hint = f"; did you mean {' or '.join(map(visible, near))}?" if near else ""
        raise UsageError(f"there is no file or folder {visible(str(path))}{hint}")
    if not path.is_dir() and extension(path) not in extensions:
        raise UsageError(
            f"{visible(str(path))} is not of a supported type; supported are {', '.join(extensions)} and .gz of each"
        )


def _default_root(given: Sequence[Path]) -> Path:
    folder = Path.cwd()
    top = next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)
    if top and all(path.is_relative_to(top) for path in given):
        return top
    return Path(os.path.commonpath([path.parent for path in given])) if given else folder


class _Walk:
    """A walk through folders that sees each real file once.

    What is reached through fewer symbolic links comes first, then what comes first by name: so
    loops end, and the order in which paths were given changes nothing.
    """

    def __init__(self, base: Path, extensions: Sequence[str], exclude: Sequence[str]) -> None:
        self._base = base
        self._extensions = extensions
        self._exclude = [pattern(glob) for glob in exclude]
        self._folders: set[Path] = set()
        self._files: dict[Path, Source] = {}
        self._skipped: set[Skip] = set()
        self._ignored: set[Path] = set()
        self._queue: list[tuple[int, Path]] = []

    def collection(self, given: Iterable[Path]) -> Collection:
        """All that is reached from these paths."""
        self._queue = [(int(path.is_symlink()), path) for path in given]
        heapify(self._queue)
        while self._queue:
            links, path = heappop(self._queue)
            if path.is_dir():
                self._folder(links, path)
            else:
                self._file(path, Path(os.path.realpath(path)))
        sources = tuple(sorted(self._files.values()))
        return Collection(sources, tuple(sorted(self._skipped)), len(self._ignored))

    def _folder(self, links: int, path: Path) -> None:
        real = Path(os.path.realpath(path))
        if real in self._folders:
            return
        self._folders.add(real)
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    self._entry(links, entry, real)
        except OSError as error:
            self._skip(path, f"the folder cannot be listed: {error.strerror or error}")

    def _entry(self, links: int, entry: os.DirEntry[str], parent: Path) -> None:
        path = Path(entry.path)
        supported = extension(path) in self._extensions
        # Not entry.is_dir(): it raises on a link that leads to itself.
        folder = path.is_dir() if entry.is_symlink() else entry.is_dir()
        if entry.name.startswith(".") or not (folder or supported) or self._excluded(path):
            self._ignored.add(parent / entry.name)
        elif folder and supported:
            self._skip(path, "a folder with the name of a file; give it as a path of its own to read what is in it")
        elif folder or entry.is_symlink():
            heappush(self._queue, (links + entry.is_symlink(), path))
        else:
            self._file(path, parent / entry.name)

    def _excluded(self, path: Path) -> bool:
        name = path.relative_to(self._base).as_posix()
        return any(glob.fullmatch(name) for glob in self._exclude)

    def _file(self, path: Path, real: Path) -> None:
        try:
            status = path.stat()
        except FileNotFoundError:
            self._skip(path, "a broken symbolic link" if path.is_symlink() else "the file vanished while it was listed")
        except OSError as error:
            self._skip(path, f"cannot be read: {error.strerror or error}")
        else:
            if stat.S_ISREG(status.st_mode):
                self._files.setdefault(real, Source(self._id(path), path, status.st_size))
            else:
                self._skip(path, "not a regular file")

    def _skip(self, path: Path, reason: str) -> None:
        self._skipped.add(Skip(self._id(path), reason))

    def _id(self, path: Path) -> str:
        return escape(path.relative_to(self._base).as_posix())
