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
# Of a story of fewer sentences than that so much of its weight is contained in the other.
REWRITE_CONTAINED = 0.45
# DUP004, in words.
PASSAGE_WORDS = 25
PARTIAL_STATEMENTS = 3
PARTIAL_SHARE = 0.15
# Resemblance from which a pair is no longer two reporters on one event: one pair in a hundred of
# such coverage lies above, long or short (benchmarks/reuse.py).
SURE = 0.5
SHORT_WORDS = 100
# Two briefs of one or two sentences on one event cannot differ much, whoever wrote them: of stories
# below this length more is asked.
BRIEF_WORDS, SURE_IF_BRIEF = 30, 0.9
# From here on reuse of a part is likely, when several statements bear it out.
LIKELY = 0.25
# Containment below which the order of the words is not looked at: no rewrite has less.
OUT_OF_ORDER = 0.2
# The TF-IDF cosine from which two stories are on one subject.
SAME_TOPIC = 0.2
# A pair is a shared quotation when this share of what it shares stands between quotation marks.
QUOTED = 0.6
# A pair is a template when its near-equal passages hold so many numbers and share at most this part.
TEMPLATE_NUMBERS, SAME_NUMBERS = 3, 0.34


# The logistic regression behind `score`; benchmarks/reuse.py fits it on development data.
_WEIGHTS = {"intercept": -4.32, "cosine": 4.57, "sequence": 9.68, "own facts": -9.4, "in place": 5.83}


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
    surrounding: bool
    words: int
    longer: int
    quoted: float
    numbers: int
    same_numbers: float
    same_outlet: bool
    cosine: float = 0.0
    own_facts: float = 0.0
    in_place: float = 0.0
    sequence: float = 0.0
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
    sure = resemblance(found) >= (SURE_IF_BRIEF if found.words < BRIEF_WORDS else SURE)
    likely = resemblance(found) >= LIKELY
    few = found.sentences < REWRITE_STATEMENTS and max(found.soft_a, found.soft_b) >= REWRITE_CONTAINED
    # Of a longer story, what is left when shared quotations are taken out may be too little to judge.
    few = few and (found.quoted < QUOTED or found.words < SHORT_WORDS)
    enough = found.statements >= REWRITE_STATEMENTS or few
    if sure and share >= REWRITE_SHARE and enough and found.order >= REWRITE_ORDER:
        return Relation.REWRITE
    several = found.statements >= PARTIAL_STATEMENTS and share >= PARTIAL_SHARE and found.order >= REWRITE_ORDER
    if found.longest >= PASSAGE_WORDS or (likely and several):
        return Relation.PARTIAL_REUSE
    if found.statements > 1 or found.cosine >= SAME_TOPIC:
        return Relation.SAME_TOPIC
    return Relation.UNRELATED


def kind(found: Features) -> str:
    """What kind of link it is: template and shared quotation are no reuse of one another.

    A version is reuse within one outlet: an update, a correction, or background told again.
    """
    verdict = relation(found)
    if not verdict.is_reuse or found.equal:
        return PLAIN
    if found.numbers >= TEMPLATE_NUMBERS and found.same_numbers <= SAME_NUMBERS:
        return TEMPLATE
    partial = verdict is Relation.PARTIAL_REUSE
    if partial and found.own < PASSAGE_WORDS and relation(replace(found, longest=0)) is not verdict:
        return TEMPLATE if found.surrounding else QUOTATION
    if partial and found.quoted >= QUOTED:
        return QUOTATION
    return VERSION if found.same_outlet else PLAIN


def resemblance(found: Features) -> float:
    """How sure it is that one text stands behind both stories as wholes, 0..1.

    A logistic regression over four measures: the TF-IDF cosine, the sequence of words beyond
    chance, the square root of the share of facts that each story has to itself, and the share of
    words that stand in the same place. `benchmarks/reuse.py` fits it on rewrites by language
    models against coverage of one event by different outlets, both weighing the same: 0.5 is
    where one text behind both is as likely as two reporters.
    """
    value = (
        _WEIGHTS["intercept"]
        + _WEIGHTS["cosine"] * found.cosine
        + _WEIGHTS["sequence"] * found.sequence
        + _WEIGHTS["own facts"] * math.sqrt(found.own_facts)
        + _WEIGHTS["in place"] * found.in_place
    )
    return 1 / (1 + math.exp(-value))


def score(found: Features) -> float:
    """How sure it is that one text stands behind both, at least in part, 0..1.

    The resemblance of the wholes, or a passage both print in words of their own: one chance in
    three at 25 words, certainty at 75.
    """
    if found.equal:
        return 1.0
    return round(max(resemblance(found), min(found.own / (3 * PASSAGE_WORDS), 1.0)), 4)
