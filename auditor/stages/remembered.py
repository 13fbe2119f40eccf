"""What an audit found out about articles and pairs of stories, kept for the next one.

The key of an article's facts holds all they depend on: every field of the article as read, the
rules that judge articles with their settings, the outlets, and the program: its own code, the
libraries it reads texts with, and Python. The key of a pair's adds the two articles, the weights of
terms and the furniture: what the whole folder says about a pair. What is found is what would be
found out again, so that a report does not show whether there was a cache.
"""

import dataclasses
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from re import match
from typing import Any, TypeVar

import msgspec
import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from auditor.cache import Cache, key
from auditor.detector import ArticleDetector, Detector
from auditor.dissection import Dissection
from auditor.model import Alignment, Article, ArticleEntry, Finding, Signal, Story
from auditor.outlets import Outlets
from auditor.text import Lines
from auditor.tokens import StoryTokens

Kept = TypeVar("Kept")

_DISTRIBUTION = "article-auditor"


class Facts(Struct, frozen=True, array_like=True):
    """What one article gives by itself, without what is made again at once: its text and its lines."""

    language: str
    stories: tuple[Story, ...]
    tokens: tuple[dict[str, str | tuple[str, int, bytes]], ...]
    findings: tuple[Finding, ...]
    # A value that is a whole number stays one: reports print the two in different ways.
    valued: tuple[tuple[str, int | float, int, str], ...]
    entry: ArticleEntry

    @property
    def signals(self) -> tuple[Signal, ...]:
        """The signals the article gives by itself."""
        return tuple(Signal(name=name, value=value, points=points, why=why) for name, value, points, why in self.valued)

    def dissection(self, article: Article, outlets: Outlets) -> Dissection:
        """The article taken apart."""
        return Dissection(article, self.language, Lines(article.text), self.stories, outlets)

    def story_tokens(self) -> tuple[StoryTokens, ...]:
        """The words of the stories."""
        return tuple(
            StoryTokens(**{name: one if isinstance(one, str) else _array(*one) for name, one in told.items()})  # type: ignore[arg-type]  # by name
            for told in self.tokens
        )


def packed(tokens: StoryTokens) -> dict[str, str | tuple[str, int, bytes]]:
    """The words of a story as texts and bytes, by the names of their fields."""
    values = ((field.name, getattr(tokens, field.name)) for field in dataclasses.fields(tokens))
    return {name: value if isinstance(value, str) else _bytes(value) for name, value in values}


def _bytes(array: NDArray[Any]) -> tuple[str, int, bytes]:
    """An array as its type, its length and its bytes: flags as bits, offsets as what lies between two."""
    if array.dtype == np.bool_:
        return "?", len(array), np.packbits(array).tobytes()
    if array.dtype == np.int64 and len(array):
        gaps = np.diff(array, prepend=0)
        if gaps.min() >= 0 and gaps.max() < 1 << 16:
            return "gaps", len(array), gaps.astype("<u2").tobytes()
    spelled = array.dtype.newbyteorder("<")
    return spelled.str, len(array), array.astype(spelled).tobytes()


def _array(kind: str, length: int, data: bytes) -> NDArray[Any]:
    if kind == "?":
        return np.unpackbits(np.frombuffer(data, dtype=np.uint8), count=length).astype(np.bool_)
    if kind == "gaps":
        return np.cumsum(np.frombuffer(data, dtype="<u2"), dtype=np.int64)
    return np.frombuffer(data, dtype=kind).astype(np.dtype(kind).newbyteorder("="))


class Memory:
    """What is remembered for runs of one kind: those with these rules, settings and this program."""

    def __init__(
        self, kept: Cache, detectors: Sequence[Detector], outlets: Outlets, settings: Sequence[object]
    ) -> None:
        """`settings` are those, besides rules and outlets, that change what an article gives."""
        judging = [(type(one).__qualname__, one) for one in detectors if isinstance(one, ArticleDetector)]
        said = msgspec.json.encode([settings, judging, outlets.own], order="deterministic")
        self._cache, self._run = kept, key(_program(), said)

    def article_key(self, article: Article) -> bytes:
        """The key of an article's facts. JSON tells texts apart that UTF-8 cannot spell."""
        return key(self._run, b"article", json.dumps(structs.astuple(article)).encode())

    def pair_keys(
        self, pairs: Sequence[tuple[bytes, bytes, tuple[str, ...]]], tables: Sequence[NDArray[Any]]
    ) -> list[bytes]:
        """The keys of pairs: those of their stories, the lanes, and the tables that hold for all pairs."""
        shared = key(self._run, b"pair", *(np.ascontiguousarray(table).tobytes() for table in tables))
        return [key(shared, a, b, "\n".join(lanes).encode()) for a, b, lanes in pairs]

    def facts(self, keys: Sequence[bytes]) -> dict[bytes, Facts]:
        """What is known of articles."""
        return self._known(keys, _decode_facts)

    def alignments(self, keys: Sequence[bytes]) -> dict[bytes, Alignment]:
        """What is known of pairs."""
        return self._known(keys, _decode_alignment)

    def _known(self, keys: Sequence[bytes], decode: Callable[[bytes], Kept]) -> dict[bytes, Kept]:
        known: dict[bytes, Kept] = {}
        for name, content in self._cache.find(keys).items():
            try:
                known[name] = decode(content)
            except msgspec.MsgspecError:
                continue
        return known

    def keep_facts(self, found: Mapping[bytes, Facts]) -> None:
        """Keep what was found out about articles."""
        self._keep(found, _decode_facts)

    def keep_alignments(self, found: Mapping[bytes, Alignment]) -> None:
        """Keep what was found out about pairs."""
        self._keep(found, _decode_alignment)

    def _keep(self, found: Mapping[bytes, Kept], decode: Callable[[bytes], Kept]) -> None:
        contents = {}
        for name, one in found.items():
            with suppress(UnicodeEncodeError, msgspec.ValidationError):
                content = msgspec.msgpack.encode(one)
                # What would not come back as it was, such as half of a surrogate pair, is found out each time.
                if msgspec.msgpack.encode(decode(content)) == content:
                    contents[name] = content
        self._cache.keep(contents)

    def trim(self) -> None:
        """Hold the cache to its limit."""
        self._cache.trim()


_decode_facts = msgspec.msgpack.Decoder(Facts).decode
_decode_alignment = msgspec.msgpack.Decoder(Alignment).decode


@cache
def _program() -> bytes:
    """What decides besides the input: code and data of this package, the libraries, Python."""
    digest = hashlib.blake2b(sys.version.encode())
    for name, content in _code(files("auditor"), ""):
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    for library in _libraries():
        digest.update(f"\n{library}".encode())
    return digest.digest()


def _code(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            if one.name != "__pycache__":
                found += _code(one, f"{path}{one.name}/")
        elif not one.name.endswith(".pyc"):
            found.append((path + one.name, one.read_bytes()))
    return found


def _libraries() -> list[str]:
    try:
        named = requires(_DISTRIBUTION) or []
    except PackageNotFoundError:
        # A checkout that was not installed.
        named = []
    found = []
    for requirement in named:
        name = match(r"[\w.-]+", requirement)
        try:
            found.append(f"{name[0]}=={version(name[0])}" if name and "extra" not in requirement else "")
        except PackageNotFoundError:
            continue
    return sorted(found)
