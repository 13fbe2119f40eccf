"""A text cut into paragraphs and stand-alone lines, before anything is known about their roles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.model import Block, Role, Span, Strength
from auditor.text import Lines, length_in_words, normalise, trim, visible

# Longer than any headline or caption, shorter than what would be slow to normalise.
_KEY_LENGTH = 1_000
# Terminals and mail wrap at 60-80 columns; a line above this was not wrapped by hand.
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 50
# Hard-wrapped prose goes on in lower case after most line ends; lists and verse do not.
_LEAST_CONTINUED = 0.4

_HEADING = re.compile(r"#{1,6}\s")
_MARKUP = re.compile(r"^(?:#{1,6}\s+|(?:>\s?){1,3})")
_MARKS = ("#", ">")
_BULLET = ("* ", "** ")
_EMPHASIS = "*_ \t"


@dataclass(slots=True)
class Draft:
    """A block to be: a span, its text, and the role it was found to have so far.

    `plain` is the text without Markdown's marks, `key` its normalised form for comparison
    (empty when too long to be a headline or caption), `gap` the number of blank lines before it.
    """

    span: Span
    text: str
    gap: int = 0
    heading: bool = field(init=False)
    plain: str = field(init=False)
    key: str = field(init=False)
    words: int = field(init=False)
    role: Role | None = None
    strength: Strength | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        marked = self.text.startswith(_MARKS)
        self.heading = marked and bool(_HEADING.match(self.text))
        unquoted = (_MARKUP.sub("", self.text, count=1) if marked else self.text).rstrip(_EMPHASIS)
        self.plain = visible(unquoted if unquoted.startswith(_BULLET) else unquoted.lstrip(_EMPHASIS))
        self.key = normalise(self.plain) if len(self.plain) <= _KEY_LENGTH else ""
        self.words = length_in_words(self.plain)

    def mark(self, role: Role, strength: Strength | None = None, reason: str = "") -> None:
        """Settle what this draft is."""
        self.role, self.strength, self.reason = role, strength, reason

    def block(self) -> Block:
        """The block this draft has become; what nothing was found about is body."""
        return Block(self.role or Role.BODY, self.span, self.strength, self.reason)


def paragraphs(text: str, lines: Lines) -> list[Draft]:
    """The paragraphs and stand-alone lines of a text, trimmed, in order.

    Lines of a hard-wrapped paragraph are joined; any other line is a draft of its own.
    """
    spans = [trim(text, line) for line in lines.spans()]
    breaks = _soft_breaks(text, spans)
    drafts: list[Draft] = []
    gap = 0
    start: int | None = None
    for index, span in enumerate(spans):
        if not len(span):
            gap += 1
            continue
        start = span.start if start is None else start
        if index in breaks:
            continue
        drafts.append(Draft(Span(start, span.end), text[start : span.end], gap))
        start, gap = None, 0
    return drafts


def split(draft: Draft, *cuts: int) -> list[Draft]:
    """A draft cut at offsets into its text, each part trimmed and without a role."""
    base = draft.span.start
    edges = [0, *cuts, len(draft.text)]
    parts = (trim(draft.text, Span(start, end)) for start, end in pairwise(edges))
    return [
        Draft(Span(base + part.start, base + part.end), draft.text[part.start : part.end], 0 if index else draft.gap)
        for index, part in enumerate(parts)
        if len(part)
    ]


def _soft_breaks(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """The indices of the lines that a hard-wrapped paragraph goes on after.

    A line was wrapped when the first word of the next one would not have fitted into the width.
    """
    widths = sorted(len(span) for span in spans if len(span))
    if not widths or not _NARROWEST_WRAP <= widths[-1] <= _WIDEST_WRAP:
        return frozenset()
    candidates = list(_full_lines(text, spans, widths[-1]))
    adjacent = sum(1 for one, other in pairwise(spans) if len(one) and len(other))
    continued = sum(1 for index in candidates if text[spans[index + 1].start].islower())
    if len(candidates) < 0.5 * adjacent or continued < _LEAST_CONTINUED * len(candidates):
        return frozenset()
    return frozenset(candidates)


def _full_lines(text: str, spans: Sequence[Span], width: int) -> Iterator[int]:
    for index, (line, following) in enumerate(pairwise(spans)):
        if not (len(line) and len(following)):
            continue
        word = text[following.start : following.start + width].split(maxsplit=1)[0]
        if len(line) + 1 + len(word) > width:
            yield index
