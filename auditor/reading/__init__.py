"""From paths to articles: which files are examined, and what each of them holds.

A format is a module of `auditor.reading.formats` with `EXTENSIONS` and `articles(file)`, which
yields the articles of a file and skips for the records of it that cannot be read. With
`lines(head, extension)` it says which files hold a record a line and can be read in parts.
Formats are found by looking; adding one is adding a file.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading import formats
from auditor.reading.discovery import Collection, discover
from auditor.reading.file import File
from auditor.reading.origins import Origin, with_origin
from auditor.reading.records import FieldName, schema
from auditor.reading.source import Options, Source, extension, fault
from auditor.reading.standard_input import NAME as STANDARD_INPUT
from auditor.reading.standard_input import spooled

__all__ = [
    "STANDARD_INPUT",
    "Collection",
    "FieldName",
    "Options",
    "Origin",
    "Source",
    "collect",
    "extension",
    "read",
    "readers",
    "schema",
    "split",
    "spooled",
    "with_origin",
]

_BLOCK = 1 << 20


@cache
def readers() -> Mapping[str, ModuleType]:
    """The supported file extensions, lower case with their dot, and the modules that read them."""
    found: dict[str, ModuleType] = {}
    for module in iter_modules(formats.__path__):
        reader = import_module(f"{formats.__name__}.{module.name}")
        found |= dict.fromkeys(reader.EXTENSIONS, reader)
    return dict(sorted(found.items()))


def collect(paths: Sequence[Path], root: Path | None = None, exclude: Sequence[str] = ()) -> Collection:
    """The files to examine under these paths, sorted by id, the same for every order of paths.

    Ids are relative to `root` (default: the git top level of the working folder when all paths
    lie inside it, else the common parent of the paths). What is in a folder and fits one of the
    globs in `exclude`, which are relative to `root` too, is passed over. Raises UsageError for a path that does
    not exist, lies outside `root`, or is a file of an unsupported type.
    """
    return discover(paths, root, tuple(readers()), exclude)


def read(
    source: Source, options: Options | None = None, only: frozenset[int] | None = None
) -> Iterator[Article | Skip]:
    """The articles of one file or part of one, and a skip for what could not be read, with the reason.

    With `only`, records of other numbers may be left out, where that saves time.
    """
    file = File(source, options or Options(), only)
    try:
        yield from readers()[file.extension].articles(file)
    except UnreadableError as error:
        yield Skip(source.id, str(error))
    except OSError as error:
        yield Skip(source.id, fault(error, source.path))


def split(source: Source, size: int) -> Iterator[Source]:
    """The source in parts of about `size` bytes, cut between records, when its format allows that.

    What the parts hold, and how it is named, is what the whole holds. A part is not cut again.
    """
    reader = readers()[extension(source.path)]
    if not source.whole or source.compressed or source.size <= size or not hasattr(reader, "lines"):
        yield source
        return
    try:
        if not reader.lines(File(source, Options()).head(), extension(source.path)):
            yield source
            return
        parts = list(_parts(source, size))
    except (OSError, UnreadableError):
        # Whoever reads it says what is wrong with it.
        parts = [source]
    yield from parts


def _parts(source: Source, size: int) -> Iterator[Source]:
    """Parts that end after the first line end at or behind `size` bytes. Reads the file once."""
    start, line, at, counted = 0, 1, 0, 0
    with source.path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            done = 0
            while (wanted := start + size - at) < len(block):
                end = block.find(b"\n", max(done, wanted)) + 1
                if not end:
                    break
                counted += block.count(b"\n", done, end)
                yield Source(source.id, source.path, at + end - start, start, line, whole=False)
                start, line, counted, done = at + end, line + counted, 0, end
            counted += block.count(b"\n", done)
            at += len(block)
    if at > start:
        yield Source(source.id, source.path, at - start, start, line, whole=False)
