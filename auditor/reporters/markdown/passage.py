"""Stretches of a text quoted with their lines."""

from collections.abc import Iterator, Sequence

from auditor.escaping.markdown import excerpt
from auditor.model import Span
from auditor.reporters.markdown.site import count
from auditor.text import Lines, count_words

# Stretches listed, and characters of each that are quoted.
STRETCHES, CHARACTERS = 50, 160


def where(lines: Lines, span: Span) -> str:
    """The line or lines of a span, in italics."""
    start, end = lines.position(span.start)[0], lines.position(max(span.start, span.end - 1))[0]
    return f"_{start}_" if start == end else f"_{start}–{end}_"


def stretches(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """A list of stretches with their lines, their lengths and their beginnings."""
    lines = Lines(text)
    for span in spans[:STRETCHES]:
        quoted = text[span.start : span.end]
        yield f"- {where(lines, span)} ({count(count_words(quoted), 'word')}): {excerpt(quoted, CHARACTERS)}\n"
    if len(spans) > STRETCHES:
        yield f"- and {count(len(spans) - STRETCHES, 'stretch', 'stretches')} more\n"
