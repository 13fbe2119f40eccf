"""What a chatbot or an unfilled template leaves in a text: assistant's phrases, placeholders, tokens.

The phrases stand in `auditor/data/residue`. What somebody quotes is no residue: a phrase between
quotation marks, or in a paragraph that the one before announces with a colon, is passed over.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from auditor import lexicons
from auditor.model import Span
from auditor.text import straighten

ASSISTANT, PLACEHOLDER, TOKEN = "an assistant's phrase", "an unfilled placeholder", "a token of a chatbot or template"

# Filling a slot takes up to six words.
_SLOT = r"\S{1,40}(?: \S{1,40}){0,5}?"
_SENTENCE_START = r"(?:(?<=[.!?…] )|(?<=[.!?]\" )|(?<![^\n])[ \t#>*_-]{0,8})"
_LINE_START = r"(?<![^\n])[ \t#>*_-]{0,8}"
_LINE_END = r"[ \t.!?:*_]{0,8}(?![^\n])"
# Between double brackets a template's field, between single ones an instruction; Markdown links
# have an address behind them, and editors put words into quotations with lower case.
_FIELD = (
    r"\{\{ ?[\w.|: -]{1,60} ?\}\}|\[[A-Z]{2,20}(?:_[A-Z0-9]{1,20})+\]|<[A-Z]{2,20}(?:_[A-Z0-9]{1,20})+>"
    r"|%[A-Z]{2,20}_[A-Z]{2,20}%"
)
_BRACKETS = ("[", "{{", "<", "%")
_QUOTATION = re.compile(r"[“„«][^“”„«»\n]{2,}[”»“]?|\"[^\"\n]{2,}(?:\"|$)|`[^`\n]{2,}`", re.MULTILINE)


@dataclass(frozen=True)
class Residue:
    """Where residue stands, as a span into the text, and what kind it is."""

    span: Span
    kind: str


@dataclass(frozen=True)
class _Patterns:
    """Each kind's pattern over text with plain quotation marks, and what a text must hold to be looked at."""

    assistant: re.Pattern[str]
    placeholder: re.Pattern[str]
    token: re.Pattern[str]
    hints: tuple[str, ...]


def find(text: str, spans: Iterable[Span]) -> tuple[Residue, ...]:
    """The residue in these paragraphs of a text, in order. O(length)."""
    known = _patterns()
    folded = text.casefold()
    hints = [hint for hint in known.hints if hint in folded]
    brackets = [bracket for bracket in _BRACKETS if bracket in text]
    if not hints and not brackets:
        return ()
    found: list[Residue] = []
    before = ""
    for span in spans:
        said = text[span.start : span.end]
        introduced = before.rstrip("\"'”’*_ ").endswith(":")
        found += _in_paragraph(
            said,
            span.start,
            [
                *([(ASSISTANT, known.assistant)] if hints and not introduced else []),
                *([(PLACEHOLDER, known.placeholder)] if any(bracket in said for bracket in brackets) else []),
                *([(TOKEN, known.token)] if hints else []),
            ],
        )
        before = said[-20:]
    return tuple(found)


def _in_paragraph(said: str, base: int, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Residue]:
    """The first residue of each kind in a paragraph."""
    if not patterns:
        return
    plain = straighten(said).replace("\u00a0", " ")
    quoted = [match.span() for match in _QUOTATION.finditer(said)]
    opened = [start for start, _ in quoted]
    for kind, pattern in patterns:
        matches = (match.span(match.lastgroup or 0) for match in pattern.finditer(plain))
        before = ((bisect_right(opened, start), start, end) for start, end in matches)
        free = ((start, end) for at, start, end in before if not at or quoted[at - 1][1] <= start)
        for start, end in islice(free, 1):
            yield Residue(Span(base + start, base + end), kind)


@cache
def _patterns() -> _Patterns:
    documents = lexicons.read_all("residue")
    openings, opened, lines, tokens, fields = (
        sorted({phrase for document in documents for phrase in document[name]})
        for name in ("openings", "sentences", "lines", "anywhere", "placeholders")
    )
    assistant = (
        rf"{_LINE_START}(?P<one>{_any(openings)})(?!\w)"
        rf"|{_SENTENCE_START}(?P<two>{_any(opened)})(?!\w)"
        rf"|{_LINE_START}(?P<three>{_any(lines)}){_LINE_END}"
    )
    flags = re.IGNORECASE
    return _Patterns(
        assistant=re.compile(assistant, flags),
        placeholder=re.compile(rf"\[(?=[A-Z])(?i:{_any(fields)})\](?!\()|{_FIELD}"),
        token=re.compile(_any(tokens), flags),
        hints=tuple(sorted({_hint(phrase) for phrase in (*openings, *opened, *lines, *tokens)})),
    )


def _any(phrases: Iterable[str]) -> str:
    return (
        "(?:"
        + "|".join(
            " ".join(_SLOT if part == "*" else re.escape(part) for part in straighten(phrase).split(" "))
            for phrase in phrases
        )
        + ")"
    )


def _hint(phrase: str) -> str:
    """The longest stretch of a phrase that is spelled one way only: what a text with it must hold, casefolded."""
    return max(re.split(r" ?\* ?|['\u2019-]", phrase.casefold()), key=len)
