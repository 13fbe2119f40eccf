"""From paths to articles: which files are examined, and what each of them holds.

A format is a module of this package with `EXTENSIONS` and `articles(file)`, which turns a file
as read into its articles. Formats are found by looking; adding one is adding a file.
"""

import hashlib
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath
from pkgutil import iter_modules

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.decoding import decode
from auditor.reading.discovery import Collection, Source, discover
from auditor.reading.origins import Origin, with_origin

__all__ = ["MAX_ARTICLE_BYTES", "Collection", "Origin", "Source", "collect", "formats", "read", "with_origin"]

# A long read has 60 kB; what is larger than this is a dump, not an article.
MAX_ARTICLE_BYTES = 10_000_000

Format = Callable[[Article], Iterator[Article]]


@cache
def formats() -> Mapping[str, Format]:
    """The supported file extensions, lower case with their dot, and what reads them."""
    found: dict[str, Format] = {}
    for module in iter_modules(__path__):
        reader = import_module(f"{__name__}.{module.name}")
        if hasattr(reader, "EXTENSIONS"):
            found |= dict.fromkeys(reader.EXTENSIONS, reader.articles)
    return dict(sorted(found.items()))


def collect(paths: Sequence[Path], root: Path | None = None) -> Collection:
    """The files to examine under these paths, sorted by id, the same for every order of paths.

    Ids are relative to `root` (default: the git top level of the working folder when all paths
    lie inside it, else the common parent of the paths). Raises UsageError for a path that does
    not exist, lies outside `root`, or is a file of an unsupported type.
    """
    return discover(paths, root, tuple(formats()))


def read(source: Source, max_article_bytes: int = MAX_ARTICLE_BYTES) -> Iterator[Article | Skip]:
    """The articles of one file, or a skip that says why it could not be read."""
    try:
        data = _contents(source.path, max_article_bytes)
        file = Article(id=source.id, path=source.id, text=_text(data), sha256=hashlib.sha256(data).hexdigest())
        yield from formats()[PurePath(source.path).suffix.lower()](file)
    except UnreadableError as error:
        yield Skip(source.id, str(error))


def _contents(path: Path, limit: int) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("not a regular file")
        if status.st_size > limit:
            raise _too_large(status.st_size, limit)
        with path.open("rb") as stream:
            # A file may grow between the look at its size and the reading of it.
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        gone = "a broken symbolic link" if path.is_symlink() else "the file vanished after it was listed"
        raise UnreadableError(gone) from error
    except PermissionError as error:
        raise UnreadableError("permission denied") from error
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error
    if len(data) > limit:
        raise _too_large(len(data), limit)
    return data


def _too_large(size: int, limit: int) -> UnreadableError:
    return UnreadableError(f"{size:,} bytes, more than the {limit:,} that the setting max-article-bytes allows")


def _text(data: bytes) -> str:
    if not data:
        raise UnreadableError("empty file")
    text = decode(data)
    if not text.strip():
        raise UnreadableError("no text: the file holds only white space")
    return text
