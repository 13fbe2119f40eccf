"""What is read: a file or a part of one, how much of it may be read, and its bytes."""

import gzip
import io
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from msgspec import Struct

from auditor.errors import UnreadableError

# A long read has 60 kB; what is larger than this is a dump, not an article.
MAX_ARTICLE_BYTES = 10_000_000
# What has to be held in memory as a whole, several times over while it is taken apart.
MAX_FILE_BYTES = 500_000_000
# Prose shrinks to a third, pages of one template to a fiftieth; gzip's most is a 1,032nd.
MAX_EXPANSION = 200
# Finding the article takes time that grows with the square of the tags: at this many up to four seconds.
MAX_PAGE_TAGS = 40_000

COMPRESSED = ".gz"
_BUFFER = 1 << 20


class Options(Struct, frozen=True, kw_only=True):
    """How files are read: limits in bytes, times and tags, and names of record fields in place of the built-in ones."""

    max_article_bytes: int = MAX_ARTICLE_BYTES
    max_file_bytes: int = MAX_FILE_BYTES
    max_expansion: int = MAX_EXPANSION
    max_page_tags: int = MAX_PAGE_TAGS
    fields: Mapping[str, tuple[str, ...]] = {}


class Source(Struct, frozen=True, order=True):
    """A file to examine, or a part of it: its id, where it is, and its size in bytes when it was listed.

    A part begins at the byte `start`, which begins the line `line` (1-based), and has `size`
    bytes; `whole` says that there is no other part.
    """

    id: str
    path: Path
    size: int
    start: int = 0
    line: int = 1
    whole: bool = True

    @property
    def compressed(self) -> bool:
        """Whether the file holds its content as gzip data."""
        return self.path.suffix.lower() == COMPRESSED


def extension(path: PurePath) -> str:
    """The extension that names a format, in lower case with its dot: `.txt` of `a.TXT` and of `a.txt.gz`."""
    if path.suffix.lower() == COMPRESSED:
        path = path.with_suffix("")
    return path.suffix.lower()


class Readable(Protocol):
    """What `open` gives."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or all."""
        ...


@contextmanager
def opened(source: Source, options: Options) -> Iterator[BinaryIO]:
    """The content of a source, decompressed, from where its part begins.

    Raises UnreadableError for what is not a regular file, and while it is read when it expands
    to more than `max_expansion` times its size.
    """
    status = source.path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("not a regular file")
    with source.path.open("rb") as stream:
        if not source.compressed:
            stream.seek(source.start)
            yield stream
            return
        most = max(options.max_article_bytes, options.max_expansion * status.st_size)
        with io.BufferedReader(_Expanded(stream, most), _BUFFER) as expanded:
            yield expanded


class _Expanded(io.RawIOBase):
    """Decompressed gzip data, up to a limit."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = gzip.GzipFile(fileobj=stream, mode="rb")
        self._most = most
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # as BufferedReader calls it
        try:
            count = self._stream.readinto(buffer)
        except EOFError as error:
            raise UnreadableError("the gzip data ends early: the file was cut off") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableError(f"the gzip data is damaged: {error}") from error
        self._read += count
        if self._read > self._most:
            raise UnreadableError(
                f"expands to more than {self._most:,} bytes, which the setting max-expansion does not allow"
            )
        return count


def contents(source: Source, options: Options, limit: int, setting: str) -> bytes:
    """All bytes of a file, decompressed. Raises UnreadableError above `limit`, which `setting` names."""
    if not source.compressed and (size := source.path.stat().st_size) > limit:
        raise too_large(size, limit, setting)
    with opened(source, options) as stream:
        # A file may grow between the look at its size and the reading of it.
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(len(data), limit, setting, at_least=source.compressed)
    if not data:
        raise UnreadableError("empty file")
    return data


def too_large(size: int, limit: int, setting: str, *, at_least: bool = False) -> UnreadableError:
    """What is said about something above a limit."""
    least = "at least " if at_least else ""
    return UnreadableError(f"{least}{size:,} bytes, more than the {limit:,} that the setting {setting} allows")


def fault(error: OSError, path: Path) -> str:
    """Why the system did not give a file, in words for a person."""
    if isinstance(error, FileNotFoundError):
        return "a broken symbolic link" if path.is_symlink() else "the file vanished after it was listed"
    if isinstance(error, PermissionError):
        return "permission denied"
    return f"cannot be read: {error.strerror or error}"
