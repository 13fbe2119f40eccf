"""JSON and JSON Lines: records of articles, one, a list, a list inside an object, or one a line."""

import io
import re
from collections.abc import Iterator

import msgspec

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading import jsonlines
from auditor.reading.decoding import decode
from auditor.reading.file import File
from auditor.reading.source import too_large

EXTENSIONS = (".json", ".jsonl", ".ndjson", ".jsonld")

# Where answers of news APIs, feeds and databases keep their articles, looked for in this order.
_CONTAINERS = (
    "articles", "items", "records", "results", "documents", "docs", "entries", "stories", "news", "posts", "data",
    "hits", "response", "@graph", "rows",
)  # fmt: skip
_DEEPEST = 4
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*([{\[])?")


def lines(head: bytes, extension: str) -> bool:
    """Whether a file that begins so holds a record a line, so that it can be cut between any two.

    The content decides, not the name: `.json` is a common name for lines, and the other way round.
    """
    if head.startswith(_MARKS):
        return False
    start = _START.match(head)
    if start is None or start[1] == b"[":
        return False
    first, newline, rest = head[start.start(1) :].partition(b"\n") if start[1] else (b"", b"", b"")
    if not _parses(first):
        # A long first line, an object over several lines, or a damaged one.
        return extension != ".json" and (not newline or not first.rstrip().endswith((b"{", b"[", b",")))
    return extension != ".json" or bool(rest.strip())


def articles(file: File) -> Iterator[Article | Skip]:
    """The articles of a file. One object that is an article is named by its file alone."""
    if not file.source.whole or lines(file.head(), file.extension):
        with file.open() as stream:
            yield from jsonlines.articles(stream, file)
        return
    data = file.data()
    notes: tuple[str, ...] = ()
    if data.startswith(_MARKS):
        data = decode(data)[0].encode(errors="surrogatepass")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        found = _find(data, file)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if _parses(data[: data.find(b"\n") + 1]):
            yield from jsonlines.articles(io.BytesIO(data), file)
            return
        data, notes = jsonlines.mended(data)
        try:
            found = _find(data, file)
        except RecursionError as error:
            raise UnreadableError("not valid JSON for a reader: nested too deep") from error
    if isinstance(found, bytes):
        yield from _alone(found, file, notes)
    else:
        yield from _listed(found, data, file, notes)


def _parses(data: bytes) -> bool:
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


class _List(msgspec.Struct):
    """The elements of a list of records, and the name of the member that holds it."""

    elements: list[msgspec.Raw]
    name: str


def _find(data: bytes, file: File, name: str = "", depth: int = 0) -> bytes | _List:
    """The list of records in a document, or the document when it is a record, or holds no list."""
    start = _START.match(data)
    if start is None or start[1] is None or depth == _DEEPEST:
        raise UnreadableError("no record and no list of records in it")
    if start[1] == b"[":
        return _List(msgspec.json.decode(data, type=list[msgspec.Raw]), name)
    members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    texts = {alias.partition(".")[0] for alias in file.mapper.aliases["text"]}
    if any(_begins(members[key], b'"') for key in texts & members.keys()):
        return data
    for container in _CONTAINERS:
        if container in members and _begins(members[container], b"[{"):
            return _find(bytes(members[container]), file, container, depth + 1)
    return data


def _begins(raw: msgspec.Raw, with_one_of: bytes) -> bool:
    return memoryview(raw)[0] in with_one_of


def _alone(data: bytes, file: File, notes: tuple[str, ...]) -> Iterator[Article]:
    fields, more = jsonlines.record(data, file.mapper)
    if (size := len(fields.text.encode())) > file.options.max_article_bytes:
        raise too_large(size, file.options.max_article_bytes, "max-article-bytes")
    yield file.record(fields, 0, 1, notes + more)


def _listed(found: _List, data: bytes, file: File, notes: tuple[str, ...]) -> Iterator[Article | Skip]:
    limit, at, line = file.options.max_article_bytes, 0, 1
    for number, raw in enumerate(found.elements, 1):
        element = bytes(raw)
        # Elements stand one after the other, so that the next place of its bytes is its own.
        start = data.find(element, at)
        line += data.count(b"\n", at, start)
        at = start
        try:
            if len(element) > limit:
                raise too_large(len(element), limit, "max-article-bytes")
            fields, more = jsonlines.record(element, file.mapper)
            yield file.record(fields, number, line, notes + more)
        except UnreadableError as error:
            # A graph of linked data describes the site and the people, too.
            if found.name != "@graph":
                yield file.skip(str(error), line)
