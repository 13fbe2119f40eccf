"""Where one story ends and another one begins.

Cues, surest first: a headline and captions that a template repeats; else a line at which the text
falls into two *and* an article begins by its form: a headline, a byline, or the dateline of an
agency. Wording alone changes within honest articles, too.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from auditor.anatomy import shapes
from auditor.anatomy.cohesion import Cut, cuts, terms
from auditor.anatomy.drafts import Draft
from auditor.anatomy.heads import Head
from auditor.model import Role, Strength

# Weights and threshold from a random search on news with and without a second story appended.
_NOVELTY_WEIGHT = 0.3
_COSINE_WEIGHT = 0.2
_FITTING_BONUS = 0.1
_LEAST_SCORE = 0.58
# Below this there is too little to count words in.
_LEAST_TERMS = 40
_LEAST_SIDE = 2
# A subhead is shorter, and need not name what it is about.
_LEAST_HEADLINE = 4
_FOLLOWING = 3
_LEAST_SHARED = 2
_MOST_CUTS = 6
# The title, a subhead, and the headline of an appended story.
_MOST_HEADINGS = 3

# How a boundary's first cue begins: the sure one, and the one that only looks like one.
REPEATED_HEAD = "repeated head"
CHANGE_OF_WORDING = "change of wording"

# What stands above a story's first paragraph and belongs to it.
_ABOVE = (Role.DATELINE, Role.BYLINE, Role.CAPTION, Role.HEADLINE, Role.LABEL)


@dataclass(frozen=True)
class Boundary:
    """An appended story begins at draft `index`, for the reasons named in `cues`."""

    index: int
    cues: tuple[str, ...]


def boundaries(drafts: Sequence[Draft], heads: Sequence[Head], language: str) -> list[Boundary]:
    """The boundaries of appended stories, in the order of the text.

    A template that repeats its heads marks every story; only without one the words decide.
    """
    return _structural(drafts, heads) or _lexical(drafts, language)


def _structural(drafts: Sequence[Draft], heads: Sequence[Head]) -> list[Boundary]:
    """The heads that stand between running text and running text."""
    prose = [index for index, draft in enumerate(drafts) if draft.role is None and _is_prose(draft)]
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
    known = {term for draft in lead for term in terms(draft.plain, language)}
    own = Counter(term for draft in story for term in terms(draft.plain, language))
    return sum(count for term, count in own.items() if term in known) / max(1, own.total())


def _lexical(drafts: Sequence[Draft], language: str) -> list[Boundary]:
    """Cuts by cohesion, each in what stands after the one before it.

    A text with headings of its own, or one that falls apart everywhere, is a round-up, a column of
    items, a live blog or a guide: its parts differ in wording because they are meant to.
    """
    told = [index for index, draft in enumerate(drafts) if draft.role is None]
    if sum(1 for index in told if _may_head(drafts[index])) > _MOST_HEADINGS:
        return []
    paragraphs = [terms(drafts[index].plain, language) for index in told]
    found: list[Boundary] = []
    start = 0
    begun = [_begins(drafts, index) for index in told]
    while (cut := _best([drafts[at] for at in told[start:]], paragraphs[start:], begun[start:])) is not None:
        start += cut.index
        found.append(_boundary(drafts, told[start], cut, begun[start]))
    return found if len(found) <= _MOST_CUTS else []


def _begins(drafts: Sequence[Draft], index: int) -> tuple[str, ...]:
    """What stands right above a draft that articles begin with, pictures left aside."""
    above = index - 1
    while above >= 0 and drafts[above].role in (Role.CAPTION, Role.WIDGET):
        above -= 1
    if above < 0:
        return ()
    dated = drafts[above].role is Role.DATELINE and drafts[above].strength is Strength.KNOWN
    signed = drafts[above].role is Role.BYLINE and drafts[above].key.startswith("by ")
    return (f"a {drafts[above].role}",) if dated or signed else ()


def _boundary(drafts: Sequence[Draft], index: int, cut: Cut, begun: tuple[str, ...]) -> Boundary:
    """The boundary at a cut, moved up over what stands above a story's first paragraph."""
    cues = [f"{CHANGE_OF_WORDING}: {cut.gain:.2f} nats a word, {cut.novelty:.0%} of the words after it new", *begun]
    if _may_head(drafts[index]):
        cues.append("a line shaped like a headline")
    while index and drafts[index - 1].role in _ABOVE:
        index -= 1
        cues.append(f"a {drafts[index].role}")
    return Boundary(index, tuple(dict.fromkeys(cues)))


def _best(drafts: Sequence[Draft], paragraphs: Sequence[Sequence[str]], begun: Sequence[tuple[str, ...]]) -> Cut | None:
    """The cut with the highest score, if it reaches the threshold, among those where an article begins by its form."""
    if sum(map(len, paragraphs)) < 2 * _LEAST_TERMS:
        return None
    prose = list(accumulate((int(_is_prose(draft)) for draft in drafts), initial=0))
    size = list(accumulate(map(len, paragraphs), initial=0))
    scored = (
        (_score(cut, fitting=bool(begun[cut.index]) or _fits(drafts, paragraphs, cut.index)), -cut.index, cut)
        for cut in cuts(paragraphs)
        if _may_open(drafts[cut.index])
        and prose[cut.index] >= _LEAST_SIDE <= prose[-1] - prose[cut.index]
        and size[cut.index] >= _LEAST_TERMS <= size[-1] - size[cut.index]
        and (begun[cut.index] or _is_headline(drafts[cut.index]))
    )
    best = max(scored, default=None)
    return best[2] if best and best[0] >= _LEAST_SCORE else None


def _score(cut: Cut, *, fitting: bool) -> float:
    """Higher for a cut where the text falls into two; `fitting` when what stands there belongs to what follows."""
    bonus = _FITTING_BONUS if fitting else 0.0
    return cut.gain + _NOVELTY_WEIGHT * cut.novelty - _COSINE_WEIGHT * cut.cosine + bonus


def _is_headline(draft: Draft) -> bool:
    """Whether a line can be the headline of an appended story.

    Lines in capitals are subheads of a wire, or links to other stories; questions are subheads, too.
    """
    return _may_head(draft) and not draft.plain.endswith("?") and not draft.plain.isupper()


def _fits(drafts: Sequence[Draft], paragraphs: Sequence[Sequence[str]], index: int) -> bool:
    """Whether a whole headline stands at a cut and shares words with what follows it."""
    if not _is_headline(drafts[index]) or drafts[index].words < _LEAST_HEADLINE:
        return False
    following = {term for paragraph in paragraphs[index + 1 : index + 1 + _FOLLOWING] for term in paragraph}
    return sum(1 for term in set(paragraphs[index]) if term in following) >= _LEAST_SHARED


def _may_open(draft: Draft) -> bool:
    """Whether a story can begin with a line: a paragraph or a headline, no list item and no signature."""
    return not shapes.is_list_item(draft.plain) and (_is_prose(draft) or _may_head(draft))


def _may_head(draft: Draft) -> bool:
    return (
        not _is_prose(draft)
        and shapes.is_headline(draft.plain, draft.words)
        and not shapes.is_name_with_post(draft.plain)
    )


def _is_prose(draft: Draft) -> bool:
    return shapes.is_prose(draft.plain, draft.words)
