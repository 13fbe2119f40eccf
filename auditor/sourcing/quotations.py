"""Where a paragraph quotes: pairs of quotation marks, and marks that pair with nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.model import Span

# Double marks of every style may pair with one another; a primed measure (6'2") is none.
_MEASURE = re.compile(r"\d\s?['’′]\s?\d{1,2}\s?(?:\"|”|″|'')")
_DOUBLE = re.compile(r"[\"“”„‟«»＂]|``|''|‘‘|’’")
_OPENING = frozenset({"“", "„", "‟", "«", "``", "‘‘"})
_CLOSING = frozenset({"”", "»", "’’"})
_BEFORE_OPENING = frozenset("([{/:*_>‘")
_AFTER_OPENING = frozenset("[($£€‘'")
_AFTER_CLOSING = frozenset(".,;:!?)]}…")
# How many paragraphs ahead the end of a quotation is looked for.
_UNMARKED = 4
# White space and Markdown in front of a paragraph.
_INDENT = re.compile(r"[\s>*_#-]*+")
# British papers quote in single marks: from a capital to a mark behind punctuation.
_SINGLE = re.compile(
    r"(?:^|(?<=[\s(—–-]))['‘](?=[A-Z“\"])[^'‘’\n]{2,600}+(?:['’](?=\w)[^'‘’\n]{1,600}+){0,20}+(?<=[.,!?…])['’](?!\w)"
)


@dataclass(frozen=True)
class Marks:
    """The quotations of a text, marks included, and the marks that pair with nothing."""

    quotations: tuple[Span, ...]
    unpaired: tuple[Span, ...]


@dataclass
class _Paragraph:
    """Pairs of marks, the marks left over, and which of these opens a quotation that does not end."""

    span: Span
    pairs: list[Span]
    unpaired: list[Span]
    opened: Span | None = None

    @property
    def closing(self) -> Span | None:
        """The mark that closes what an earlier paragraph opened."""
        first = self.unpaired[0] if self.unpaired else None
        if first is None or first == self.opened or any(pair.start < first.start for pair in self.pairs):
            return None
        return first


def quotations(text: str, paragraphs: Sequence[Span]) -> Marks:
    """The quotations of the paragraphs of a text: O(their length).

    A quotation may go on in the next paragraph, which then begins with a mark of its own, or in
    paragraphs without marks up to the one that holds the closing mark; each paragraph's part is
    a quotation.
    """
    found = [_paragraph(text, span) for span in paragraphs]
    for at, one in enumerate(found):
        following = found[at + 1 : at + 1 + _UNMARKED]
        last = next((n for n, other in enumerate(following) if other.pairs or other.unpaired), None)
        if one.opened is None or last is None:
            continue
        end = following[last]
        if closing := end.closing:
            end.unpaired.remove(closing)
            end.pairs.insert(0, Span(end.span.start, closing.end))
        elif last or not _DOUBLE.match(text, end.span.start + _indent(text, end.span)):
            continue
        for part in following[:last]:
            part.pairs.append(part.span)
        one.unpaired.remove(one.opened)
        one.pairs.append(Span(one.opened.start, one.span.end))
    return Marks(
        tuple(quotation for one in found for quotation in _with_singles(text, one)),
        tuple(mark for one in found for mark in one.unpaired),
    )


def _indent(text: str, span: Span) -> int:
    return len(_INDENT.match(text, span.start, span.end)[0])  # type: ignore[index]


def _paragraph(text: str, span: Span) -> _Paragraph:
    found = _Paragraph(span, [], [])
    open_marks: list[Span] = []
    marks = list(_DOUBLE.finditer(text, span.start, span.end))
    measures = {match.end() for match in _MEASURE.finditer(text, span.start, span.end)} if marks else set()
    for match in marks:
        mark = Span(*match.span())
        side = _side(text, mark, span, match.group(), opened=bool(open_marks))
        if mark.end in measures or side == "inch":
            continue
        if side == "open":
            open_marks.append(mark)
        elif open_marks:
            begin = open_marks.pop().start
            while found.pairs and found.pairs[-1].start > begin:
                found.pairs.pop()  # a quotation within this one
            found.pairs.append(Span(begin, mark.end))
        else:
            found.unpaired.append(mark)
    found.unpaired += open_marks
    found.opened = open_marks[0] if open_marks else None
    return found


def _side(text: str, mark: Span, within: Span, style: str, *, opened: bool) -> Literal["open", "close", "inch"]:
    """Whether a mark opens or closes, by what stands around it, then by its style, then by turns."""
    before = text[mark.start - 1] if mark.start > within.start else " "
    after = text[mark.end] if mark.end < within.end else " "
    if before.isspace() and (after.isalnum() or after in _AFTER_OPENING):
        return "open"
    if (after.isspace() or after in _AFTER_CLOSING) and not before.isspace() and before not in _BEFORE_OPENING:
        return "inch" if before.isdigit() and not opened else "close"
    if style in _OPENING or style in _CLOSING:
        return "open" if style in _OPENING else "close"
    return "close" if opened else "open"


def _with_singles(text: str, paragraph: _Paragraph) -> Iterator[Span]:
    """Quotations in double marks, and those in single marks where no double ones are."""
    start = paragraph.span.start
    for pair in [*paragraph.pairs, Span(paragraph.span.end, paragraph.span.end)]:
        for match in _SINGLE.finditer(text, start, pair.start):
            yield Span(*match.span())
        if len(pair):
            yield pair
        start = pair.end
