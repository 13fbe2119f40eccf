"""Two stories held against each other: what they share, how much, and what that makes them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from msgspec import structs

from auditor.align.own import own_words, said
from auditor.align.passages import COPY_WORDS, STATEMENTS_OUTSIDE, Found, find_passages, with_statements
from auditor.align.prepared import Prepared, prepare
from auditor.align.remainder import remainder
from auditor.align.runs import MOST_PLACES, common, recurring, runs
from auditor.align.sentences import Sentences, align_sentences
from auditor.align.sequence import sequence
from auditor.align.verdict import OUT_OF_ORDER, Features, kind, relation, score
from auditor.align.wholes import cosine, in_place, own_facts
from auditor.model import Alignment, Link, Relation, Span, Statement
from auditor.tokens import StoryTokens
from auditor.tokens.recurring import without
from auditor.tokens.scan import Flags, Hashes
from auditor.weights import Weights

NO_FURNITURE = np.zeros(0, dtype=np.uint64)

# What was bounded in a pair, as a note says it.
TERMS_LEFT_OUT = "the terms that meet most often were left out when sentences were compared"
PLACES_LEFT_OUT = f"a run of words that recurs was looked up in {MOST_PLACES} of its places only"

Pair = tuple[StoryTokens, StoryTokens, tuple[str, ...]]


def align_pairs(pairs: Sequence[Pair], weights: Weights, furniture: Hashes = NO_FURNITURE) -> list[Alignment]:
    """Align each pair: two stories and the lanes that brought them together.

    An alignment depends on its two stories and the weights alone, not on the batch. A batch
    pickles. Time grows with the words of the stories, and with the product of their sentences
    up to a limit beyond which only sentences sharing rare terms are compared.
    """
    prepared: dict[str, Prepared] = {}
    for one, other, _ in pairs:
        for story in (one, other):
            if story.id not in prepared:
                prepared[story.id] = prepare(without(story, furniture), weights)
    return [_align(prepared[one.id], prepared[other.id], weights, lanes) for one, other, lanes in pairs]


@dataclass(frozen=True)
class Measured:
    """What was found out about a pair before it is judged."""

    features: Features
    sentences: Sentences
    passages: Found
    bounded: tuple[str, ...]


def measure(a: Prepared, b: Prepared, weights: Weights) -> Measured:
    """Hold two stories against each other."""
    shared = common(a, b)
    sentences = align_sentences(a, b)
    passages = find_passages(a, b, runs(a, b, shared))
    own_a, own_b = _narration(a, b, weights, passages)
    narrated = sentences if own_a is a and own_b is b else align_sentences(own_a, own_b)
    features = replace(
        _shared(a, b, len(shared), passages, sentences),
        cosine=cosine(own_a, own_b),
        own_facts=own_facts(own_a, own_b),
        in_place=in_place(own_a, own_b),
        sequence=sequence(own_a, own_b) if max(narrated.soft_a, narrated.soft_b) >= OUT_OF_ORDER else 0.0,
        share_a=round(narrated.share_a, 4),
        share_b=round(narrated.share_b, 4),
        soft_a=round(narrated.soft_a, 4),
        soft_b=round(narrated.soft_b, 4),
        statements=len(narrated.matches),
        sentences=min(int(own_a.enough.sum()), int(own_b.enough.sum())),
        order=round(narrated.order, 4),
    )
    told = relation(replace(features, longest=0))
    if told is Relation.REWRITE:
        passages = with_statements(passages, sentences.matches)
    elif told is Relation.PARTIAL_REUSE and features.longest < COPY_WORDS:
        passages = with_statements(passages, sentences.matches, STATEMENTS_OUTSIDE)
    bounded = {TERMS_LEFT_OUT: sentences.bounded or passages.seeds.bounded, PLACES_LEFT_OUT: recurring(b, shared)}
    return Measured(
        _covered(features, a, b, passages), sentences, passages, tuple(note for note, bites in bounded.items() if bites)
    )


def _align(a: Prepared, b: Prepared, weights: Weights, lanes: tuple[str, ...]) -> Alignment:
    measured = measure(a, b, weights)
    found, sentences, passages = measured.features, measured.sentences, measured.passages
    statements = tuple(
        Statement(
            a=_sentences(a, match.a, match.a_end),
            b=_sentences(b, match.b, match.b_end),
            score=match.score,
        )
        for match in sentences.matches
    )
    verdict = relation(found)
    link = Link(
        a=a.story.id,
        b=b.story.id,
        relation=verdict,
        kind=kind(found),
        score=score(found),
        jaccard=found.jaccard,
        coverage_a=found.coverage_a,
        coverage_b=found.coverage_b,
        aligned_a=round(sentences.share_a, 4),
        aligned_b=round(sentences.share_b, 4),
        statements=len(sentences.matches),
        order=round(sentences.order, 4),
        longest=passages.longest,
        lanes=lanes,
        passages=passages.passages,
    )
    if verdict.is_reuse:
        only_a = remainder(a, passages.covered_a, ((match.a, match.a_end) for match in sentences.matches))
        only_b = remainder(b, passages.covered_b, ((match.b, match.b_end) for match in sentences.matches))
        link = structs.replace(link, only_a=only_a, only_b=only_b)
    return Alignment(link, statements, measured.bounded)


def _narration(a: Prepared, b: Prepared, weights: Weights, passages: Found) -> tuple[Prepared, Prepared]:
    """Both stories without the speech they share: anybody may quote what was said to all."""
    said_a, said_b = passages.same_a & said(a.story), passages.same_b & said(b.story)
    own_a = prepare(a.story.without(said_a), weights) if said_a.any() and not said_a.all() else a
    own_b = prepare(b.story.without(said_b), weights) if said_b.any() and not said_b.all() else b
    return own_a, own_b


def _shared(a: Prepared, b: Prepared, shared: int, passages: Found, sentences: Sentences) -> Features:
    numbers, same_numbers = _numbers(a, b, passages, sentences)
    own, surrounding = own_words(a, b, passages, cosine(a, b))
    return Features(
        equal=bool(a.story.digest) and a.story.digest == b.story.digest,
        jaccard=_share(shared, len(a.distinct) + len(b.distinct) - shared),
        containment=_share(shared, min(len(a.distinct), len(b.distinct))),
        coverage_a=0.0,
        coverage_b=0.0,
        quoted=0.0,
        longest=passages.longest,
        own=own,
        surrounding=surrounding,
        words=min(len(a.story), len(b.story)),
        longer=max(len(a.story), len(b.story)),
        numbers=numbers,
        same_numbers=same_numbers,
        same_outlet=bool(a.story.outlet) and a.story.outlet == b.story.outlet,
    )


def _covered(features: Features, a: Prepared, b: Prepared, passages: Found) -> Features:
    """The features with those that depend on the words the passages cover."""
    return replace(
        features,
        coverage_a=_share(int((passages.covered_a & a.content).sum()), int(a.content.sum())),
        coverage_b=_share(int((passages.covered_b & b.content).sum()), int(b.content.sum())),
        quoted=max(_quoted(a, passages.covered_a), _quoted(b, passages.covered_b)),
    )


def _quoted(story: Prepared, covered: Flags) -> float:
    """The share of covered content words that stand between quotation marks."""
    words = covered & story.content
    return _share(int((words & story.story.quoted).sum()), int(words.sum()))


def _numbers(a: Prepared, b: Prepared, passages: Found, sentences: Sentences) -> tuple[int, float]:
    """How many distinct numbers each story gives where the two say the same, and the share both have."""
    told_a, told_b = passages.alike_a.copy(), passages.alike_b.copy()
    for match in sentences.matches:
        told_a[a.story.bounds[match.a] : a.story.bounds[match.a_end]] = True
        told_b[b.story.bounds[match.b] : b.story.bounds[match.b_end]] = True
    of_a = np.unique(a.story.words[told_a & a.story.numeric])
    of_b = np.unique(b.story.words[told_b & b.story.numeric])
    fewer = min(len(of_a), len(of_b))
    return fewer, _share(len(np.intersect1d(of_a, of_b, assume_unique=True)), fewer)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _sentences(story: Prepared, first: int, end: int) -> Span:
    """From the beginning of one sentence to the end of the one before `end`."""
    return Span(story.story.sentence(first).start, story.story.sentence(end - 1).end)
