"""A quotation of one story beside one of the other: how far they are the same words."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise

from auditor.model import Span
from auditor.sourcing import Quote, Side
from auditor.text import WORD, normalise

# Words of a quotation that are compared, and quotations of a statement; more are left out.
_MOST_WORDS = 300
_MOST_QUOTES = 6
# A stretch that editors may change: brackets, ellipses.
_EDITED = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)|\.{3,}|(?:\. ){2,3}\.")
_GAP = "…"
# Where British and American spelling part: organise, colour, centre.
_SPELLED = re.compile(r"is(?=e|ing|ation)|our|tre\Z")
_COMPARED = re.compile(rf"{WORD.pattern}|{_GAP}")


@dataclass(frozen=True)
class Compared:
    """A quotation of one story beside one of the other, in words.

    `shared` counts the words both have in runs, `differing` those between the first and the last
    run that only one has, `shorter` the words of the shorter one.
    """

    one: Quote
    other: Quote
    shared: int
    differing: int
    shorter: int

    @property
    def same(self) -> bool:
        """Whether most of the shorter quotation stands in the other, so that they are one quotation."""
        return 2 * self.shared >= self.shorter

    @property
    def ratio(self) -> float:
        """2 * common / all words (Ratcliff and Obershelp), 0..1."""
        return 2 * self.shared / (2 * self.shared + self.differing) if self.shared else 0.0


def _compared(a: Side, one: Quote, b: Side, other: Quote) -> Compared:
    """What one quotation leaves out before and after is an excerpt; so is what an ellipsis or bracket stands for."""
    words_a, words_b = quoted_words(a, one), quoted_words(b, other)
    matched = SequenceMatcher(None, words_a, words_b, autojunk=False).get_matching_blocks()
    runs = [block for block in matched if block.size > 1]
    differing = 0
    for run, following in pairwise(runs):
        only_a, only_b = words_a[run.a + run.size : following.a], words_b[run.b + run.size : following.b]
        if _GAP not in only_a and _GAP not in only_b and "".join(only_a) != "".join(only_b):
            differing += len(only_a) + len(only_b)
    return Compared(one, other, sum(run.size for run in runs), differing, min(len(words_a), len(words_b)))


def quoted_words(side: Side, quote: Quote) -> list[str]:
    """The words between the marks, without what spelling and punctuation do to them."""
    plain = _EDITED.sub(f" {_GAP} ", normalise(side.dissection.quote(quote.span))).replace("-", "")
    return [_SPELLED.sub(_american, word.replace(".", "")) for word in _COMPARED.findall(plain)][:_MOST_WORDS]


def _american(spelled: re.Match[str]) -> str:
    return {"our": "or", "tre": "ter"}.get(spelled.group(), spelled.group().replace("s", "z"))


def counterparts(a: Side, b: Side) -> Iterator[Compared]:
    """The quotations that stand in one aligned statement, each of a's with the most alike of b's."""
    seen: set[tuple[Span, Span]] = set()
    for span_a, span_b in zip(a.statements, b.statements, strict=True):
        quotes_b = _quotes_in(b, span_b)
        for one in _quotes_in(a, span_a):
            found = [_compared(a, one, b, other) for other in quotes_b]
            best = max(found, key=lambda compared: (compared.shared, compared.ratio), default=None)
            if best is not None and (best.one.span, best.other.span) not in seen:
                seen.add((best.one.span, best.other.span))
                yield best


def _quotes_in(side: Side, span: Span) -> list[Quote]:
    quotes = side.sourcing.quotes
    first = bisect_left(quotes, span.start + 1, key=lambda quote: quote.span.end)
    overlapping = (quote for quote in islice(quotes, first, first + _MOST_QUOTES) if quote.span.start < span.end)
    return list(overlapping)
