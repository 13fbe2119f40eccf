"""The sourcing of one story: what rules judge, found once."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from auditor.dissection import Dissection
from auditor.model import Role, Span, Story
from auditor.outlets import Credit, Outlets, credits  # noqa: A004
from auditor.sourcing.cues import Cue, Finder, Quotations, Sentence, sentences_of
from auditor.sourcing.lexicon import lexicon
from auditor.sourcing.quotations import quotations
from auditor.text import count_words, sentences

# A quotation of fewer words is a term, a title or an irony, and states nothing.
QUOTED_WORDS = 4
# Stories whose facts are kept: several rules ask for one story in a row, and pair rules for
# the members of a family.
_KEPT = 64


@dataclass(frozen=True)
class Quote:
    """A direct quotation, marks included, and who says it.

    `cue` is the nearest in the sentences of the quotation or in a neighbouring one; `near` is
    whether it stands in a sentence of the quotation itself. `alone` is whether there is none,
    and no person stands there or in the sentence before, by full name, noun or pronoun.
    """

    span: Span
    words: int
    cue: Cue | None
    near: bool
    alone: bool

    @property
    def speaker(self) -> Span | None:
        """The name or noun of who says it."""
        return self.cue.speaker if self.cue else None


@dataclass(frozen=True)
class Sourcing:
    """The sourcing of one story.

    `words`, `numerals` (words that begin with a digit), `first_person` (words such as "I" and "our"
    outside quotations), `sentences`, `cues`, `anonymous` (sources without names), `agentless`
    (statements by nobody) and `quotes` are those of its body, `unpaired` the quotation marks there
    that pair with nothing; `credits` are those of the whole story, captions and credit lines
    included; `cites` is whether it has citations, whatever they are worth. `known` is false for a
    language without a lexicon: then there are no cues, and their absence says nothing.
    """

    known: bool
    words: int
    numerals: int
    first_person: int
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    cues: tuple[Cue, ...]
    anonymous: tuple[Span, ...]
    agentless: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    unpaired: tuple[Span, ...]
    credits: tuple[Credit, ...]
    cites: bool

    @property
    def cue_rate(self) -> float:
        """Cues per 100 words."""
        return 100 * len(self.cues) / self.words if self.words else 0.0

    @property
    def agencies(self) -> tuple[Credit, ...]:
        """The credits of news agencies."""
        return tuple(credit for credit in self.credits if credit.kind == "agency")


def facts(dissection: Dissection, story: Story) -> Sourcing:
    """The sourcing of a story: O(its length) for the first who asks in a process."""
    return _facts(dissection.article.text, dissection.language, dissection.outlets, story)


@lru_cache(maxsize=_KEPT)
def _facts(text: str, language: str, table: Outlets, story: Story) -> Sourcing:
    paragraphs = tuple(block.span for block in story.blocks if block.role is Role.BODY)
    marks = quotations(text, paragraphs)
    spans = tuple(chain.from_iterable(sentences(text, paragraph, language) for paragraph in paragraphs))
    quoted = Quotations(marks.quotations)
    read = sentences_of(text, spans, quoted)
    words = lexicon(language)
    finder = Finder(text, words, quoted) if words else None
    cues = tuple(chain.from_iterable(map(finder.cues, read))) if finder else ()
    return Sourcing(
        known=finder is not None,
        words=count_words("\n".join(text[span.start : span.end] for span in paragraphs)),
        numerals=sum(word[0].isdigit() for one in read for word in one.words),
        first_person=sum(map(finder.first_person, read)) if finder else 0,
        paragraphs=paragraphs,
        sentences=spans,
        cues=cues,
        anonymous=tuple(chain.from_iterable(map(finder.anonymous, read))) if finder else (),
        agentless=tuple(chain.from_iterable(map(finder.agentless, read))) if finder else (),
        quotes=_quotes(text, marks.quotations, read, cues, finder),
        unpaired=marks.unpaired,
        credits=credits(text, story.span, table) if story.blocks else (),
        cites=any(block.role is Role.CITATION for block in story.blocks),
    )


def _quotes(
    text: str, found: tuple[Span, ...], read: list[Sentence], cues: tuple[Cue, ...], finder: Finder | None
) -> tuple[Quote, ...]:
    """The quotations that state something, with their speakers."""
    starts = [one.span.start for one in read]
    cue_starts = [cue.span.start for cue in cues]
    peopled = cache(lambda number: finder is None or finder.someone(read[number]))
    quotes = []
    for span in found:
        words = count_words(text[span.start : span.end])
        if words < QUOTED_WORDS:
            continue
        first, last = (max(0, bisect_right(starts, offset) - 1) for offset in (span.start, span.end - 1))
        before, after = max(0, first - 1), min(last + 1, len(read) - 1)
        own = _nearest(span, cues, cue_starts, Span(starts[first], read[last].span.end))
        cue = own or _nearest(span, cues, cue_starts, Span(starts[before], read[after].span.end))
        alone = cue is None and not any(map(peopled, range(before, last + 1)))
        quotes.append(Quote(span, words, cue, near=own is not None, alone=alone))
    return tuple(quotes)


def _nearest(span: Span, cues: tuple[Cue, ...], starts: list[int], within: Span) -> Cue | None:
    """The cue of a stretch of text that is nearest to a quotation; of two equally near the one behind it."""
    behind, ahead = bisect_left(starts, span.end), bisect_left(starts, span.start) - 1
    near = [cues[at] for at in (behind, ahead) if 0 <= at < len(cues)]
    return min(
        (cue for cue in near if within.start <= cue.span.start < within.end),
        key=lambda cue: max(span.start - cue.span.end, cue.span.start - span.end),
        default=None,
    )
