"""JSON documents in chunks, in which nothing steers a terminal or a build log."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")
# What CI runners obey anywhere in a line, and controls that JSON itself leaves as they are. All of
# it stands inside strings only, where an escape means the same character.
_STEERING = re.compile(r"#(?=#(?:vso)?\[)|[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def document(value: Any) -> Iterator[str]:
    """A value as JSON, indented by two spaces and ended by a line end.

    An iterator becomes a list, item by item, so that no copy of a large report is held; tables
    may hold iterators. Fields of structs keep the order of the model, which people read, and
    keys are sorted in tables that hold no iterator. A number that is none becomes null, half a
    surrogate pair U+FFFD.
    """
    yield from _chunks(value, "")
    yield "\n"


def line(value: Any) -> str:
    """A value as JSON on one line."""
    return _STEERING.sub(_escaped, _encoded(value).decode())


class Lines:
    """A list in a document whose items take one line each, from an iterator."""

    def __init__(self, items: Iterable[Any]) -> None:
        """The items are read once, when the document is written."""
        self.items = items


def _chunks(value: Any, margin: str) -> Iterator[str]:
    match value:
        case Lines():
            yield from _joined("[]", ((line(item),) for item in value.items), margin)
        case Iterator():
            yield from _joined("[]", (_chunks(item, margin + "  ") for item in value), margin)
        case dict() if _streamed(value):
            members = ((f'"{key}": ', item) for key, item in value.items())
            yield from _joined("{}", (chain((key,), _chunks(item, margin + "  ")) for key, item in members), margin)
        case _:
            # Strings hold no line ends here, JSON writes them as \n: indenting lines is safe.
            text = msgspec.json.format(_encoded(value), indent=2).decode()
            yield _STEERING.sub(_escaped, text).replace("\n", "\n" + margin)


def _streamed(value: Any) -> bool:
    return isinstance(value, Iterator | Lines) or (isinstance(value, dict) and any(map(_streamed, value.values())))


def _joined(brackets: str, members: Iterable[Iterable[str]], margin: str) -> Iterator[str]:
    before = brackets[0]
    for member in members:
        yield f"{before}\n{margin}  "
        yield from member
        before = ","
    yield brackets if before == brackets[0] else f"\n{margin}{brackets[1]}"


def _encoded(value: Any) -> bytes:
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(_whole(msgspec.to_builtins(value)))


def _whole(value: Any) -> Any:
    """A value without half surrogate pairs, which are no text in UTF-8."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
