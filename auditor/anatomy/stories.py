"""Where one story ends and another one begins.

Cues, surest first: a headline and captions that a template repeats; else what a trained model
makes of many weak ones together: how the wording changes, whether names are introduced anew or
lean on what stands above, whether a paragraph reads like the first of an article, whether a
headline fits what follows, and what else stands there. No single one of them is enough: wording
changes within honest articles, and subheads are shaped like headlines.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.anatomy.cohesion import STOPWORDS, topical
from auditor.anatomy.drafts import Draft
from auditor.anatomy.heads import Head
from auditor.anatomy.openings import ABOVE, Told, candidates, is_prose, measure
from auditor.anatomy.trained import trained
from auditor.model import Role
from auditor.text import words

# A text that falls into more parts is a round-up, a live blog or a guide: its parts differ because they are meant to.
_MOST_CUTS = 6
# Where one story was appended a second one is far likelier: log odds by which a further cut is easier.
_AFTER_ONE = 1.4

# How a boundary's first cue begins: the sure one, and the one that only looks like one.
REPEATED_HEAD = "repeated head"
LOOKS_LIKE_ANOTHER = "reads like another article"


@dataclass(frozen=True)
class Boundary:
    """An appended story begins at draft `index`, for the reasons named in `cues`."""

    index: int
    cues: tuple[str, ...]


def boundaries(drafts: Sequence[Draft], heads: Sequence[Head], language: str) -> list[Boundary]:
    """The boundaries of appended stories, in the order of the text.

    A template that repeats its heads marks every story; only without one the model decides.
    """
    return _structural(drafts, heads) or _learned(drafts, language)


def _structural(drafts: Sequence[Draft], heads: Sequence[Head]) -> list[Boundary]:
    """The heads that stand between running text and running text."""
    prose = [index for index, draft in enumerate(drafts) if draft.role is None and is_prose(draft)]
    found: list[Boundary] = []
    told = 0
    for head in heads:
        if not head.opens_story:
            continue
        before = bisect_left(prose, head.start)
        if told < before < len(prose):
            found.append(Boundary(head.start, (f"{REPEATED_HEAD}: {head.repeated} of its lines recur",)))
            told = before
    return found


def similarity(lead: Sequence[Draft], story: Sequence[Draft], language: str) -> float:
    """The share of a story's topic-bearing words that the lead has too, 0..1."""
    known = {term for draft in lead for term in _terms(draft.plain, language)}
    own = Counter(term for draft in story for term in _terms(draft.plain, language))
    return sum(count for term, count in own.items() if term in known) / max(1, own.total())


def _terms(text: str, language: str) -> list[str]:
    return [term for term in map(topical(language, STOPWORDS).__getitem__, words(text)) if term]


def _learned(drafts: Sequence[Draft], language: str) -> list[Boundary]:
    """The best place, if it is good enough, and then the best ones above and below it."""
    found: list[Boundary] = []
    parts = [(0, len(drafts))]
    while parts and len(found) <= _MOST_CUTS:
        start, end = parts.pop()
        boundary = _best(drafts[start:end], language, _AFTER_ONE if found else 0.0)
        if boundary is not None:
            at = start + boundary.index
            found.append(Boundary(at, boundary.cues))
            parts += [(start, at), (at, end)]
    return sorted(found, key=lambda one: one.index) if len(found) <= _MOST_CUTS else []


def _best(drafts: Sequence[Draft], language: str, easier: float) -> Boundary | None:
    """Where a part of a text falls into two stories, if it does; `easier` is taken off the threshold."""
    model = trained()
    told = Told.of(drafts, language, model.styles)
    at = candidates(told)
    if not at:
        return None
    rows, columns = measure(told, at)
    best, odds = model.judge(rows)
    if odds < model.threshold - easier or (
        language != _TRAINED_ON and not _announced(dict(zip(columns, rows[best], strict=True)))
    ):
        return None
    index = told.index[at[best]]
    while index and drafts[index - 1].role in ABOVE:
        index -= 1
    return Boundary(index, tuple(_cues(dict(zip(columns, rows[best].tolist(), strict=True)), drafts, index)))


# The styles are learnt from English; elsewhere the form has to show that an article begins.
_TRAINED_ON = "en"


def _announced(numbers: dict[str, float]) -> bool:
    return any(numbers[name] for name in ("headline", "agency dateline", "byline"))


def _cues(numbers: dict[str, float], drafts: Sequence[Draft], index: int) -> Iterator[str]:
    """What spoke for a boundary, in words."""
    yield f"{LOOKS_LIKE_ANOTHER}: {numbers['terms fresh']:.0%} of the words of its first paragraphs are new"
    if numbers["headline"]:
        fits, above = numbers["headline fits"], numbers["headline fits above"]
        yield f"a line shaped like a headline, {fits:.0%} of its words recur right below and {above:.0%} right above"
    if numbers["terms carry"] < _LITTLE_SHARED:
        yield f"the text above and below share {numbers['terms carry']:.0%} of the words that one article would"
    if numbers["ties again"]:
        yield f"names known from above are introduced again: {numbers['ties again']:.0f}"
    captioned = drafts[index].role is Role.CAPTION or numbers["caption"]
    holds = {
        "a dateline with an agency": numbers["agency dateline"],
        "a dateline": numbers["dateline"] and not numbers["agency dateline"],
        "a byline": numbers["byline"],
        "a caption": captioned,
        "its first paragraph is worded like the first of an article": numbers["lead"] > _LIKE_A_LEAD,
        "no name below leans on an introduction above": not numbers["ties back_soon"],
        "the text above ends with a credit or a note on its author": numbers["after credit"],
    }
    yield from (cue for cue, held in holds.items() if held)


# Log odds: one paragraph in seven that scores so much is the first of its article, against one in fourteen of all.
_LIKE_A_LEAD = -1.0
# Half of the words that recur on both sides in a text of one topic do not.
_LITTLE_SHARED = 0.5
