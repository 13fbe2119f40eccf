"""Which of two stories is upstream of the other: a ledger of evidence, and often no answer."""

from auditor.dissection import Dissection, content
from auditor.model import Alignment, Relation, Story
from auditor.text import words

UNDETERMINED = "undetermined"

# Words that language models use many times as often as people did before them, from the studies
# of excess vocabulary (Liang et al., 2024; Kobak et al., 2025); those at home in news are left out.
_FAVOURED = frozenset(
    """
    additionally boasts comprehensive consequently crucial delve delved delves delving embark embarked emphasize
    emphasized emphasizing encompass encompasses encompassing endeavor endeavors enhance enhanced enhances enhancing
    ensure ensures ensuring esteemed exceptional facilitate facilitates foster fostering fosters furthermore garnered
    highlighted highlighting highlights intricate landscape leverage leveraging moreover navigate navigating notably
    noteworthy pivotal realm remarkable remarkably renowned robust seamless seamlessly showcase showcased showcases
    showcasing subsequently tapestry testament underscore underscored underscores underscoring utilize utilizes
    utilizing vibrant
    """.split()  # noqa: SIM905
)
# Both must hold: more of these words, at twice the rate, and longer words by so many letters on
# average. Either alone flips by genre; together they are right (benchmarks/reuse.py).
_MORE_WORDS, _TWICE, _LONGER = 2, 2.0, 0.3


def upstream(pair: Alignment, a: Dissection, b: Dissection) -> tuple[str, tuple[str, ...]]:
    """Which story is upstream of the other ("a", "b" or "undetermined"), and the evidence.

    An explicit credit of the other's outlet decides; without one, that one of the two is an agency's
    report, by its publisher, byline or dateline, and the other is not; without that, the diction of
    a language model in one of two stories that tell the same throughout. Dates are listed and decide
    nothing: they order a quarter of real pairs, and both may follow a third text.
    """
    of_a, of_b = _story(pair.link.a, a), _story(pair.link.b, b)
    named, evidence = attested(pair, a, b)
    silent = not (_credits(a, b) or _credits(b, a) or (of_a.lead and a.agencies))
    if named == UNDETERMINED and pair.link.relation is Relation.REWRITE and silent:
        named, told = _diction(of_a, a, of_b, b)
        return named, (*evidence, *told)
    return named, evidence


def attested(pair: Alignment, a: Dissection, b: Dissection) -> tuple[str, tuple[str, ...]]:
    """Which story is upstream of the other by credits and signatures alone, as `upstream` says, and the evidence."""
    of_a, of_b = _story(pair.link.a, a), _story(pair.link.b, b)
    credits_b, credits_a = _credits(a, b), _credits(b, a)
    evidence = [
        f"{one.article.id} credits {other.article.outlet}, the outlet of {other.article.id}"
        for one, other, found in ((a, b, credits_b), (b, a, credits_a))
        if found
    ]
    if a.article.date and b.article.date and a.article.date != b.article.date:
        evidence.append(f"dated {a.article.date} and {b.article.date}")
    if not pair.link.relation.is_reuse:
        return UNDETERMINED, tuple(evidence)
    if credits_a != credits_b:
        return ("b" if credits_b else "a"), tuple(evidence)
    agencies_a, agencies_b = (one.agencies if story.lead else frozenset() for one, story in ((a, of_a), (b, of_b)))
    if bool(agencies_a) != bool(agencies_b):
        one, names, found = (a, agencies_a, "a") if agencies_a else (b, agencies_b, "b")
        return found, (*evidence, f"{one.article.id} is a report of {', '.join(sorted(names))}")
    return UNDETERMINED, tuple(evidence)


def _credits(one: Dissection, other: Dissection) -> bool:
    outlet = other.outlet
    if outlet is None:
        return False
    return any(credit.name == outlet.name and credit.form != "photo" for credit in one.credits())


def _story(story_id: str, dissection: Dissection) -> Story:
    return next((one for one in dissection.stories if dissection.story_id(one) == story_id), dissection.stories[0])


def _diction(story_a: Story, a: Dissection, story_b: Story, b: Dissection) -> tuple[str, tuple[str, ...]]:
    """The story that a language model seems not to have reworded, when the other reads as if one had."""
    plain, worked = (_Diction(a, story_a), "a"), (_Diction(b, story_b), "b")
    if plain[0].favoured > worked[0].favoured:
        plain, worked = worked, plain
    one, other = plain[0], worked[0]
    if (
        other.favoured - one.favoured < _MORE_WORDS
        or other.favoured * one.words < _TWICE * one.favoured * other.words
        or other.length - one.length < _LONGER
    ):
        return UNDETERMINED, ()
    told = (
        f"{other.id} has the diction of a language model: {other.favoured} words that such models favour against "
        f"{one.favoured}, and words of {other.length:.1f} letters on average against {one.length:.1f}"
    )
    return plain[1], (told,)


class _Diction:
    """What of a story's words tells who chose them."""

    def __init__(self, dissection: Dissection, story: Story) -> None:
        found = [word.casefold() for block in content(story) for word in words(dissection.quote(block.span))]
        self.id = dissection.story_id(story)
        self.words = len(found)
        self.favoured = sum(word in _FAVOURED for word in found)
        self.length = sum(map(len, found)) / max(len(found), 1)
