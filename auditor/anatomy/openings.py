"""Where a story may begin inside a text, and what speaks for it, as numbers for the trained model.

A candidate is a paragraph, or a line shaped like a headline above one, with enough text on either
side. Its numbers tell how the wording changes there, how the names tie it to what stands above,
how much it reads like the first paragraph of an article, and what stands around it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from auditor.anatomy import shapes
from auditor.anatomy.cohesion import (
    COMMON_WORDS,
    LEAST_LETTERS,
    STOPWORDS,
    Cuts,
    Terms,
    common_words,
    folded,
    topical,
)
from auditor.anatomy.drafts import Draft
from auditor.anatomy.mentions import Ties, ties
from auditor.anatomy.style import headline_features, paragraph_features
from auditor.anatomy.trained import Linear
from auditor.model import Role, Strength
from auditor.text import words

# What stands above a story's first paragraph and belongs to it.
ABOVE = (Role.DATELINE, Role.BYLINE, Role.CAPTION, Role.HEADLINE, Role.LABEL, Role.WIDGET)
_ENDS = (Role.CREDIT, Role.BIO, Role.CORRECTION)
_FURNITURE = (Role.CHROME, Role.TEASER)
# Less text than this is no story: a furniture line or a pull quote.
_LEAST_BEFORE = 35
_LEAST_AFTER = 30
# Before so many words only a line shaped like a headline, or one that was recognised as standing above a
# story, begins one: an article's first paragraphs sum it up, and differ from the rest for that.
_SUMMED_UP = 80
# A headline, a caption and a byline may stand above the first paragraph.
_MOST_ABOVE = 3
# A story introduces its own names in its headline and first paragraphs.
_OPENING = 3
_AROUND = 4
# The opening of the article, of which a second report of the same event says the same again.
_LEAD_TERMS = 25
_NO_HEADLINE = -6.0
_NO_PROSE = -9.0
_MOST_HEADINGS = 10


@dataclass(frozen=True)
class Told:
    """The paragraphs of a text that nothing has settled, and what was counted in them."""

    drafts: Sequence[Draft]
    index: Sequence[int]
    language: str
    styles: Mapping[str, Linear]

    @classmethod
    def of(cls, drafts: Sequence[Draft], language: str, styles: Mapping[str, Linear]) -> "Told":
        """`styles`: the trained scores of leads, closes and headlines."""
        index = [at for at, draft in enumerate(drafts) if draft.role is None]
        return cls(drafts, index, language, styles)

    def __len__(self) -> int:
        return len(self.index)

    def draft(self, at: int) -> Draft:
        """The `at`th paragraph told."""
        return self.drafts[self.index[at]]

    @cached_property
    def prose(self) -> npt.NDArray[np.bool_]:
        """Which are running text."""
        return np.array([is_prose(self.draft(at)) for at in range(len(self))], bool)

    @cached_property
    def heading(self) -> npt.NDArray[np.bool_]:
        """Which are shaped like a headline."""
        return np.array([may_head(self.draft(at)) for at in range(len(self))], bool)

    @cached_property
    def words(self) -> Sequence[Sequence[str]]:
        """The words of each."""
        return [words(self.draft(at).plain) for at in range(len(self))]

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """How many words stand before each, and in all."""
        return np.concatenate(([0], np.cumsum([len(told) for told in self.words], dtype=np.int64)))

    @cached_property
    def paragraphs_before(self) -> npt.NDArray[np.int64]:
        """How much running text stands before each, in paragraphs, and in all."""
        return np.concatenate(([0], np.cumsum(self.prose)))

    @cached_property
    def next_prose(self) -> Sequence[int]:
        """The next running text at or after each, the number of paragraphs where there is none."""
        found = [len(self)] * (len(self) + 1)
        for at in range(len(self) - 1, -1, -1):
            found[at] = at if self.prose[at] else found[at + 1]
        return found

    @cached_property
    def terms(self) -> Sequence[Sequence[str]]:
        """The topic-bearing words of each, folded and cut to a prefix."""
        return self._terms(STOPWORDS)

    def _terms(self, count: int) -> Sequence[Sequence[str]]:
        of = topical(self.language, count)
        return [list(filter(None, map(of.__getitem__, told))) for told in self.words]

    @cached_property
    def first_seen(self) -> Mapping[str, int]:
        """Where each term stands first."""
        first: dict[str, int] = {}
        for at, told in enumerate(self.terms):
            for term in told:
                first.setdefault(term, at)
        return first

    @cached_property
    def rare_terms(self) -> Sequence[Sequence[str]]:
        """Those of them that are not common in any news."""
        return self._terms(COMMON_WORDS)

    @cached_property
    def names(self) -> Sequence[Sequence[str]]:
        """The words written with a capital inside each."""
        common = common_words(self.language, STOPWORDS)
        return [
            [
                word
                for word in map(folded, (word for word in told[1:] if word[0].isupper()))
                if len(word) >= LEAST_LETTERS and word not in common
            ]
            for told in self.words
        ]

    @cached_property
    def ties(self) -> Ties:
        """How names tie each to those above."""
        return ties([self.draft(at).plain for at in range(len(self))], common_words(self.language, STOPWORDS))

    @cached_property
    def leads(self) -> npt.NDArray[np.float64]:
        """How much each reads like the first (column 0) and the last (1) paragraph of an article."""
        scores = np.zeros((len(self) + 1, 2))
        for at in np.flatnonzero(self.prose):
            features = paragraph_features(self.draft(int(at)).plain)
            scores[at] = self.styles["lead"].score(features), self.styles["close"].score(features)
        return scores

    @cached_property
    def headlines(self) -> npt.NDArray[np.float64]:
        """How much each reads like the headline of an article, and not like a subhead."""
        scores = np.full(len(self), _NO_HEADLINE)
        for at in np.flatnonzero(self.heading):
            scores[at] = self.styles["headline"].score(headline_features(self.draft(int(at)).plain))
        return scores


def candidates(told: Told) -> list[int]:
    """Where a story may begin, as indices of what is told."""
    before = told.lengths
    return [
        at
        for at in range(1, len(told))
        if before[at] >= _LEAST_BEFORE
        and before[-1] - before[at] >= _LEAST_AFTER
        and told.paragraphs_before[at]
        and (told.prose[at] or told.heading[at])
        and told.next_prose[at] - at <= _MOST_ABOVE
        and told.next_prose[at] < len(told)
        and _tells(told, told.next_prose[at])
        and not shapes.is_list_item(told.draft(at).plain)
        and (before[at] >= _SUMMED_UP or _is_announced(told, at))
    ]


def _is_announced(told: Told, at: int) -> bool:
    """Whether a line that may head a story is, or stands right above, this paragraph."""
    above = told.index[at] - 1
    return bool(told.heading[at]) or (above >= 0 and told.drafts[above].role in ABOVE)


def _tells(told: Told, at: int) -> bool:
    """Whether a paragraph neither is a list of names, most of its words in capitals, nor announces one."""
    capitals = sum(map(str.isupper, [word[0] for word in told.words[at]]))
    return 2 * capitals < len(told.words[at]) and not told.draft(at).plain.endswith(":")


def measure(told: Told, at: Sequence[int]) -> tuple[npt.NDArray[np.float64], list[str]]:
    """The numbers of the candidates, a row each, and the names of the columns."""
    columns: dict[str, npt.NDArray[np.float64]] = {}
    cuts = np.array(at, np.int64)
    body = np.array([told.next_prose[cut] for cut in at], np.int64)
    for name, terms in (("terms", told.terms), ("rare", told.rare_terms), ("names", told.names)):
        found = _cohesion(Terms.of(terms), cuts, body)
        columns |= {f"{name} {key}": value for key, value in found.items()}
    columns |= _resemblance(told, cuts, body)
    columns |= _style(told, cuts, body)
    columns |= {f"ties {name}": counts[cuts] for name, counts in zip(Ties._fields, told.ties, strict=True)}
    columns["ties back rate"] = 100 * columns["ties back"] / (1 + told.lengths[-1] - told.lengths[cuts])
    columns |= _headline(told, at, body)
    columns |= _surroundings(told, at)
    columns |= _position(told, cuts, body)
    names = list(columns)
    return np.column_stack([columns[name] for name in names]).astype(float), names


def _cohesion(
    terms: Terms, cuts: npt.NDArray[np.int64], body: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    found: Cuts = terms.cuts()
    starts, last = terms.starts, len(terms.starts) - 1
    around = starts[np.minimum(last, cuts + _AROUND)] - starts[np.maximum(0, cuts - _AROUND)]
    opening = terms.between(cuts, body + _OPENING)
    fresh = np.bincount(opening.row, terms.first[opening.at] >= cuts[opening.row], minlength=len(cuts))
    top = terms.between(cuts, body + 2)
    previous, cut = terms.previous[top.at], cuts[top.row]
    local = np.bincount(top.row, (previous >= cut - _AROUND) & (previous < cut), minlength=len(cuts))
    most = float(found.gain.max(initial=0.0))
    return {
        "gain": found.gain[cuts] / max(1, terms.total),
        "gain of best": found.gain[cuts] / most if most > 0 else np.zeros(len(cuts)),
        "cosine": found.cosine[cuts],
        "carry": np.minimum(1.5, found.carry[cuts]),
        "links": found.links[cuts] / np.maximum(1.0, around / 2 + 1),
        "fresh": (fresh + 0.5) / (opening.sizes + 1),
        "local": local / (top.sizes + 1),
    }


def _resemblance(
    told: Told, cuts: npt.NDArray[np.int64], body: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Whether the opening repeats the article's own opening, as a second report of an event does."""
    lead: set[str] = set()
    for at in np.flatnonzero(told.prose).tolist():
        lead.update(told.terms[at])
        if len(lead) > _LEAD_TERMS:
            break
    known = np.concatenate(([0], np.cumsum([sum(term in lead for term in one) for one in told.terms])))
    sizes = np.concatenate(([0], np.cumsum([len(one) for one in told.terms])))
    end = np.minimum(len(told), body + 2)
    share = (known[end] - known[cuts]) / np.maximum(1, sizes[end] - sizes[cuts])
    return {"lead again": share, "lead again, more": share - known[cuts] / np.maximum(1, sizes[cuts])}


def _style(told: Told, cuts: npt.NDArray[np.int64], body: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.float64]]:
    scores = told.leads
    prose = np.flatnonzero(told.prose)
    leads = scores[prose, 0]
    lead = scores[body, 0]
    top = np.sort(np.append(leads, [_NO_PROSE, _NO_PROSE]))[::-1]
    above = prose[np.searchsorted(prose, cuts) - 1]
    second = np.array([told.next_prose[min(len(told), at + 1)] for at in body.tolist()], np.int64)
    return {
        "lead": lead,
        "lead to best": lead - np.where(top[0] > lead, top[0], top[1]),
        "lead to previous": lead - scores[above, 0],
        "lead to mean": lead - leads.mean(),
        "lead of article": np.full(len(cuts), leads[0]),
        "lead mean": np.full(len(cuts), leads.mean()),
        "lead of second": scores[second, 0],
        "close": scores[above, 1],
    }


def _headline(told: Told, at: Sequence[int], body: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.float64]]:
    rows = [_fit(told, cut, first) if told.heading[cut] else (0.0,) * 5 for cut, first in zip(at, body, strict=True)]
    fits = np.array(rows).reshape(len(at), 5).T
    cuts = np.array(at, np.int64)
    like = told.headlines > 0
    heading = told.heading[cuts]
    drafts = [told.draft(cut) for cut in at]
    return {
        "headline": heading.astype(float),
        "headline style": told.headlines[cuts],
        "headline fits": fits[0],
        "headline fits first": fits[1],
        "headline fits above": fits[2],
        "headline fits all above": fits[3],
        "headline own": fits[4],
        "headline fits better": fits[0] - fits[2],
        "headline length": np.array([min(draft.words, 25) for draft in drafts]) * heading,
        "headlines": np.full(len(at), min(int(told.heading.sum()), _MOST_HEADINGS)),
        "other headlines": np.minimum(_MOST_HEADINGS, like.sum() - like[cuts]),
        "headline above": told.headlines[cuts - 1],
        "headline below": np.append(told.heading, [False])[cuts + 1].astype(float),
        "all capitals": np.array([float(draft.plain.isupper()) for draft in drafts]),
        "question": np.array([float(draft.plain.rstrip("\"'”’").endswith("?")) for draft in drafts]),
        "lines above body": body - cuts,
    }


def _fit(told: Told, cut: int, body: int) -> tuple[float, ...]:
    """How many of a headline's words stand below it, right below, right above, anywhere above; how many only below."""
    terms, first = told.terms, told.first_seen
    own = set(terms[cut])
    below = own.intersection([term for one in terms[cut + 1 : body + _OPENING + 1] for term in one])
    near = own.intersection([term for one in terms[max(0, cut - _AROUND) : cut] for term in one])
    above = {term for term in own if first[term] < cut}
    size = max(1, len(own))
    counts = (len(below), len(own.intersection(terms[body])), len(near), len(above))
    return (*(count / size for count in counts), float(len(below - above)))


def _surroundings(told: Told, at: Sequence[int]) -> dict[str, npt.NDArray[np.float64]]:
    rows = []
    for cut in at:
        place = told.index[cut]
        above = place - 1
        while above >= 0 and told.drafts[above].role in ABOVE:
            above -= 1
        around = [*told.drafts[above + 1 : place], *told.drafts[place : told.index[told.next_prose[cut]]]]
        ended = told.drafts[above].role if above >= 0 else None
        rows.append(
            (
                any(draft.role is Role.DATELINE for draft in around),
                any(draft.role is Role.DATELINE and draft.strength is Strength.KNOWN for draft in around),
                any(draft.role is Role.BYLINE for draft in around),
                any(draft.role is Role.CAPTION for draft in around),
                ended in _ENDS,
                ended in _FURNITURE,
                told.heading[cut - 1],
            )
        )
    names = ("dateline", "agency dateline", "byline", "caption", "after credit", "after furniture", "after heading")
    return dict(zip(names, np.array(rows, float).reshape(len(at), len(names)).T, strict=True))


def _position(
    told: Told, cuts: npt.NDArray[np.int64], body: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[np.float64]]:
    size, before = float(told.lengths[-1]), told.lengths[cuts].astype(float)
    paragraphs = told.paragraphs_before
    return {
        "words before": np.log1p(before),
        "words after": np.log1p(size - before),
        "position": before / size,
        "paragraphs before": np.log1p(paragraphs[cuts]),
        "paragraphs after": np.log1p(paragraphs[-1] - paragraphs[cuts]),
        "words of first": np.diff(told.lengths)[body].astype(float),
        "words a paragraph": np.full(len(cuts), size / max(1, paragraphs[-1])),
    }


def may_head(draft: Draft) -> bool:
    """Whether a line can be a headline by its shape."""
    return (
        not is_prose(draft)
        and shapes.is_headline(draft.plain, draft.words)
        and not shapes.is_name_with_post(draft.plain)
    )


def is_prose(draft: Draft) -> bool:
    """Whether a draft is running text."""
    return shapes.is_prose(draft.plain, draft.words)
