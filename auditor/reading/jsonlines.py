"""JSON Lines, as fast as they can be decoded: a block of lines at a time, line by line where that fails."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, BinaryIO

import msgspec

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.decoding import decode
from auditor.reading.file import File
from auditor.reading.records import Fields, Mapper
from auditor.reading.source import too_large

BLOCK = 1 << 20
_MARK = b"\xef\xbb\xbf"


def articles(stream: BinaryIO, file: File) -> Iterator[Article | Skip]:
    """The articles of a stream of lines: one record each, empty lines are passed over."""
    empty = True
    for number, block in _blocks(stream, file):
        empty = False
        if isinstance(block, int):
            error = too_large(block, file.options.max_article_bytes, "max-article-bytes")
            yield file.skip(str(error), number)
        elif file.only is None:
            yield from _articles(block, count(number), file)
        else:
            lines, picked = _picked(block, number, file.only)
            yield from _articles(picked, lines, file)
    if empty:
        raise UnreadableError("empty file")


def _articles(block: bytes, lines: Iterable[int], file: File) -> Iterator[Article | Skip]:
    """The articles of whole lines with these numbers."""
    decoded = _decoded(block, file)
    if decoded is None:
        yield from _one_by_one(block, lines, file)
        return
    for line, fields in zip(lines, decoded, strict=False):
        yield file.record(fields, line, line)


def _picked(block: bytes, number: int, only: frozenset[int]) -> tuple[Sequence[int], bytes]:
    """The lines of a block that are asked for, with their numbers."""
    found = [(line, data) for line, data in enumerate(block.split(b"\n"), number) if line in only]
    return [line for line, _ in found], b"\n".join(data for _, data in found)


def _blocks(stream: BinaryIO, file: File) -> Iterator[tuple[int, bytes | int]]:
    """Whole lines with the number of the first, or the size of a single line above the limit.

    Of a line above the limit no more than the limit and a block is ever held.
    """
    limit, line, held = file.options.max_article_bytes, file.source.line, b""
    left = -1 if file.source.whole else file.source.size
    while block := stream.read(BLOCK if left < 0 else min(BLOCK, left)):
        left -= len(block) if left > 0 else 0
        held += block
        end = held.rfind(b"\n") + 1
        if end:
            yield line, held[:end]
            line += held.count(b"\n", 0, end)
            held = held[end:]
        elif len(held) > limit:
            size, held, left = _passed_over(stream, len(held), left)
            yield line, size
            line += 1
    if held:
        yield line, held


def _passed_over(stream: BinaryIO, size: int, left: int) -> tuple[int, bytes, int]:
    """The size of a line of which `size` bytes were read, what follows it in the last block, and what is left."""
    while block := stream.read(BLOCK if left < 0 else min(BLOCK, left)):
        left -= len(block) if left > 0 else 0
        end = block.find(b"\n")
        if end >= 0:
            return size + end, block[end + 1 :], left
        size += len(block)
    return size, b"", left


def _decoded(block: bytes, file: File) -> list[Fields] | None:
    """The fields of all lines at once; None when a line needs a closer look."""
    mapper = file.mapper
    if mapper.nested or len(block) > file.options.max_article_bytes:
        return None
    seen = mapper.seen(block)
    view = mapper.view(seen)
    try:
        records = view.decoder.decode_lines(block.removeprefix(_MARK))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if len(records) != block.count(b"\n") + (not block.endswith(b"\n")):
        return None
    if mapper.most(seen) > len(records):
        return None
    found = [view.fields(record) for record in records]
    return None if None in found else found  # type: ignore[return-value]  # None was looked for


def _one_by_one(block: bytes, lines: Iterable[int], file: File) -> Iterator[Article | Skip]:
    limit = file.options.max_article_bytes
    for line, data in zip(lines, block.removesuffix(b"\n").split(b"\n"), strict=False):
        if not data.strip():
            continue
        try:
            if len(data) > limit:
                raise too_large(len(data), limit, "max-article-bytes")
            fields, notes = record(data.removeprefix(_MARK), file.mapper)
            yield file.record(fields, line, line, notes)
        except UnreadableError as error:
            yield file.skip(str(error), line)


def record(data: bytes, mapper: Mapper) -> tuple[Fields, tuple[str, ...]]:
    """The fields of one record in JSON, and what is to be noted about it. Raises UnreadableError."""
    try:
        if not mapper.nested:
            found = mapper.whole.fields(mapper.whole.decoder.decode(data))
            if found and mapper.most(mapper.seen(data)) < 2:
                return found, ()
    except msgspec.ValidationError as error:
        raise UnreadableError(_said(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # The patient way below knows why, or reads it.
    return _patiently(data, mapper)


def _patiently(data: bytes, mapper: Mapper) -> tuple[Fields, tuple[str, ...]]:
    found, notes = _loaded(data)
    if not isinstance(found, dict):
        raise UnreadableError(f"not a record: expected an object in braces, got {_kind(found)}")
    return mapper.of_mapping(found), notes


def mended(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A document that is not quite JSON as JSON, and what was done to it. Raises UnreadableError."""
    found, notes = _loaded(data)
    return msgspec.json.encode(found), notes


def _loaded(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """What is not quite JSON: other encodings, NaN, halves of characters, keys given twice."""
    text, note = decode(data)
    seen = _Members()
    try:
        found = json.loads(text, object_pairs_hook=seen.object, parse_constant=seen.constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise UnreadableError(f"not valid JSON: {error.msg} at {where}column {error.colno}") from error
    except RecursionError as error:
        raise UnreadableError("not valid JSON for a reader: nested too deep") from error
    except ValueError as error:
        raise UnreadableError(f"not valid JSON for a reader: {error}") from error
    whole = _whole(found)
    if whole != found:
        seen.notes["halves of characters (lone surrogates) read as U+FFFD"] = None
    return whole, (*([note] if note else []), *seen.notes)


class _Members:
    """What json leaves out in silence: constants that are not JSON, and members that stand twice."""

    def __init__(self) -> None:
        self.notes: dict[str, None] = {}

    def constant(self, name: str) -> None:
        self.notes[f"{name}, which is not JSON, read as null"] = None

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            for key, count in Counter(key for key, _ in pairs).items():
                if count > 1 and any(value != found[key] for one, value in pairs if one == key):
                    self.notes[f'the key "{key}" stands {count} times with different values; the last one is read'] = (
                        None
                    )
        return found


def _whole(value: Any) -> Any:
    """The same without lone surrogates, which no text in UTF-8 can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def _said(error: msgspec.ValidationError) -> str:
    """What does not fit the schema of records, in the words of msgspec."""
    return f"not a record: {str(error)[:1].lower()}{str(error)[1:]}"
