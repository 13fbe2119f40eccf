"""What the numbers of a pair say: its relation, its kind and its score."""

import math
from dataclasses import dataclass, replace

from auditor.model import Relation

PLAIN, TEMPLATE, QUOTATION, VERSION = "plain", "template", "shared-quotation", "version"

# DUP002.
NEAR_JACCARD = 0.7
NEAR_CONTAINMENT = 0.8
# DUP003: directional share of aligned sentences, aligned pairs, order.
REWRITE_SHARE = 0.30
REWRITE_STATEMENTS = 4
REWRITE_ORDER = 0.7
# DUP004, in words.
PASSAGE_WORDS = 25
PARTIAL_STATEMENTS = 3
PARTIAL_SHARE = 0.15
# Resemblance from which a pair is no longer two reporters on one event: less than one pair in a
# hundred of such coverage lies above (benchmarks/reuse.py). Short texts have less to tell by.
SURE, SURE_IF_SHORT = 0.8, 0.86
SHORT_WORDS = 100
# For reuse of a part the resemblance is discounted by the length of the longer story, in which
# more stands that fits by chance: the slope is that of independent coverage, in log odds.
LIKELY = 0.4
CHANCE_SLOPE, CHANCE_WORDS = 0.8, 150
# The TF-IDF cosine from which two stories are on one subject.
SAME_TOPIC = 0.2
# A pair is a shared quotation when this share of what it shares stands between quotation marks.
QUOTED = 0.6
# A pair is a template when its near-equal passages hold so many numbers and share at most this part.
TEMPLATE_NUMBERS, SAME_NUMBERS = 3, 0.34


# The logistic regression behind `score`; benchmarks/reuse.py fits it on development data.
_WEIGHTS = {"intercept": -8.23, "cosine": 6.25, "contained": 9.47, "bigrams": 10.03}


@dataclass(frozen=True)
class Features:
    """The measured properties of a pair from which everything is judged.

    Those with a default are measured without the quotations both stories print.
    """

    equal: bool
    jaccard: float
    containment: float
    coverage_a: float
    coverage_b: float
    longest: int
    own: int
    words: int
    longer: int
    quoted: float
    numbers: int
    same_numbers: float
    same_outlet: bool
    cosine: float = 0.0
    pairs: float = 0.0
    share_a: float = 0.0
    share_b: float = 0.0
    soft_a: float = 0.0
    soft_b: float = 0.0
    statements: int = 0
    sentences: int = 0
    order: float = 0.0


def relation(found: Features) -> Relation:
    """How two stories relate."""
    share = max(found.share_a, found.share_b)
    if found.equal:
        return Relation.EXACT
    inside = found.containment >= NEAR_CONTAINMENT and found.words >= PASSAGE_WORDS
    if found.jaccard >= NEAR_JACCARD or inside:
        return Relation.NEAR_DUPLICATE
    sure = resemblance(found) >= (SURE if found.words >= SHORT_WORDS else SURE_IF_SHORT)
    likely = resemblance(found, CHANCE_SLOPE * math.log(max(found.longer, CHANCE_WORDS) / CHANCE_WORDS)) >= LIKELY
    needed = min(REWRITE_STATEMENTS, max(found.sentences, 1))
    if sure and share >= REWRITE_SHARE and found.statements >= needed and found.order >= REWRITE_ORDER:
        return Relation.REWRITE
    several = found.statements >= PARTIAL_STATEMENTS and share >= PARTIAL_SHARE and found.order >= REWRITE_ORDER
    if found.longest >= PASSAGE_WORDS or (likely and several):
        return Relation.PARTIAL_REUSE
    if found.statements > 1 or found.cosine >= SAME_TOPIC:
        return Relation.SAME_TOPIC
    return Relation.UNRELATED


_WHOLE = (Relation.EXACT, Relation.NEAR_DUPLICATE, Relation.REWRITE)


def kind(found: Features) -> str:
    """What kind of link it is: template and shared quotation are no reuse of one another."""
    if not relation(found).is_reuse or found.equal:
        return PLAIN
    if found.numbers >= TEMPLATE_NUMBERS and found.same_numbers <= SAME_NUMBERS:
        return TEMPLATE
    only_passage = relation(replace(found, longest=0)) is not Relation.PARTIAL_REUSE and relation(found) not in _WHOLE
    if found.quoted >= QUOTED or (only_passage and found.own < PASSAGE_WORDS):
        return QUOTATION
    if found.same_outlet and relation(found) in (Relation.NEAR_DUPLICATE, Relation.REWRITE):
        return VERSION
    return PLAIN


def resemblance(found: Features, discount: float = 0.0) -> float:
    """How sure it is that one text stands behind both stories as wholes, 0..1.

    A logistic regression over three measures, fitted by `benchmarks/reuse.py` on rewrites by
    language models against coverage of one event by different outlets, both weighing the same:
    0.5 is where one text behind both is as likely as two reporters. `discount` is in log odds.
    """
    value = -discount + _WEIGHTS["intercept"] + sum(_WEIGHTS[name] * value for name, value in _measures(found))
    return 1 / (1 + math.exp(-value))


def score(found: Features) -> float:
    """How sure it is that one text stands behind both, at least in part, 0..1.

    The resemblance of the wholes, or a passage both print outside quotation marks: 25 words
    count as even odds, 50 as certain.
    """
    if found.equal:
        return 1.0
    return round(max(resemblance(found), min(found.own / (2 * PASSAGE_WORDS), 1.0)), 4)


def _measures(found: Features) -> tuple[tuple[str, float], ...]:
    return (("cosine", found.cosine), ("contained", max(found.soft_a, found.soft_b)), ("bigrams", found.pairs))
