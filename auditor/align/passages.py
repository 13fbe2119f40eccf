"""The passages two stories share: what a person reads side by side.

Sentences that resemble each other grow into fragments (`seeds`, `fragments`), whose edges are
drawn word by word (`edges`); long runs of the same words are passages wherever they stand, and so
are the aligned statements of a pair that has little else. What rests on too few shared terms is
dropped, for it may be chance.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.align.edges import COPYING, REWORDING, trimmed
from auditor.align.fragments import RESEMBLANCE, SUMMARY_RESEMBLANCE, Fragment, find_fragments, regrown
from auditor.align.pieces import Piece, chains, stretches
from auditor.align.prepared import Prepared
from auditor.align.runs import Run
from auditor.align.seeds import Indices, Seeds, Side, find_seeds
from auditor.align.sentences import Match
from auditor.model import Passage, Span
from auditor.tokens.scan import Flags

VERBATIM, EDITED, REWORDED = "verbatim", "edited", "reworded"
_VERBATIM_SHARE = 0.9
_EDITED_SHARE = 0.4

# A shared run below this many words is a phrase; a reused passage has 25 (DUP004).
PHRASE_WORDS = 12
PASSAGE_WORDS = 25
# A verbatim run of this length tells of copying; beside it, what is only alike is no passage.
COPY_WORDS = 40
# A run with small edits over this share of the shorter story is the passage, and nothing else is sought.
WHOLE = 0.9
# The distinct terms a passage has to share, a term that stands in every sentence counting nothing
# and one that stands in no other sentence counting one; in short stories, this share of all terms.
EVIDENCE_TERMS = 10
EVIDENCE_SHARE = 0.5
# Sentences in a row, between those that resemble others, that are counted as told with them.
STEPPED_OVER = 2
# Where a verdict rests on statements, those outside of all passages are shown: always in a rewrite,
# and where a part was reused, if most of them are. They bear one another out, and need less evidence.
STATEMENTS_OUTSIDE = 0.5
STATEMENT_TERMS = 4


@dataclass(frozen=True, eq=False)
class Found:
    """The passages of a pair, the words they cover, and the longest run of near-equal words.

    `same` marks words in shared runs, `alike` those of passages that are not reworded. What was
    put in between, or what a summary leaves out, stands in a passage but is not covered.
    """

    passages: tuple[Passage, ...]
    covered_a: Flags
    covered_b: Flags
    same_a: Flags
    same_b: Flags
    alike_a: Flags
    alike_b: Flags
    longest: int
    seeds: Seeds
    pieces: tuple[tuple[Piece, Fragment | None], ...]


def find_passages(a: Prepared, b: Prepared, runs: Sequence[Run]) -> Found:
    """The passages two stories share, in the order of the first, kinds told apart."""
    same_a, same_b = np.zeros(len(a.story), dtype=np.bool_), np.zeros(len(b.story), dtype=np.bool_)
    for run in runs:
        same_a[run.a : run.a + run.length] = True
        same_b[run.b : run.b + run.length] = True
    seeds = find_seeds(a, b)
    long = [piece for piece in chains(runs) if piece.a_end - piece.a >= PHRASE_WORDS]
    pieces = list(_pieces(seeds, long, max((run.length for run in runs), default=0)))
    return _found(seeds, pieces, same_a, same_b, max((piece.a_end - piece.a for piece in long), default=0))


def with_statements(found: Found, matches: Sequence[Match], least: float = 0.0) -> Found:
    """The same passages and the aligned statements outside of them, if these are at least such a share of all."""
    seeds, taken = found.seeds, [piece for piece, _ in found.pieces]
    a, b = seeds.a.story, seeds.b.story
    outside = [match for match in matches if not any(_overlapping(stretches(a, b, [match]), taken))]
    if len(outside) < least * len(matches):
        return found
    evidence = min(STATEMENT_TERMS, _evidence_needed(seeds))
    told = [piece for piece in stretches(a, b, outside) if _evidence(seeds, piece) >= evidence]
    kept = [piece for piece in told if not any(_overlapping([piece], taken))]
    pieces = [*found.pieces, *((piece, None) for piece in kept)]
    return _found(seeds, pieces, found.same_a, found.same_b, found.longest)


def _found(
    seeds: Seeds, pieces: Sequence[tuple[Piece, Fragment | None]], same_a: Flags, same_b: Flags, longest: int
) -> Found:
    covered_a, covered_b = np.zeros_like(same_a), np.zeros_like(same_b)
    alike_a, alike_b = np.zeros_like(same_a), np.zeros_like(same_b)
    passages = []
    for piece, fragment in pieces:
        kind = _kind(piece, same_a, same_b)
        a, b = _span(seeds.a.story, piece.a, piece.a_end), _span(seeds.b.story, piece.b, piece.b_end)
        passages.append(Passage(a, b, round(min(piece.score, 1.0), 4), kind))
        covered_a[piece.a : piece.a_end] |= _told(seeds.a, piece.a, piece.a_end, seeds.i, fragment, summed_up=1)
        covered_b[piece.b : piece.b_end] |= _told(seeds.b, piece.b, piece.b_end, seeds.j, fragment, summed_up=0)
        if kind != REWORDED:
            alike_a[piece.a : piece.a_end] = True
            alike_b[piece.b : piece.b_end] = True
    ordered = tuple(sorted(passages, key=lambda passage: (passage.a, passage.b)))
    return Found(ordered, covered_a, covered_b, same_a, same_b, alike_a, alike_b, longest, seeds, tuple(pieces))


def _pieces(seeds: Seeds, long: Sequence[Piece], longest: int) -> Iterator[tuple[Piece, Fragment | None]]:
    """The passages in words, each with the fragment it comes from, if it comes from one."""
    if not seeds.units:
        return
    least = _evidence_needed(seeds)
    strictness = COPYING if longest >= COPY_WORDS else REWORDING
    words = min(len(seeds.a.story.story), len(seeds.b.story.story))
    taken = [piece for piece in long if piece.a_end - piece.a >= WHOLE * words]
    yield from ((piece, None) for piece in taken)
    for fragment in find_fragments(seeds) if not taken else ():
        piece = trimmed(seeds, fragment, taken, strictness)
        alike = SUMMARY_RESEMBLANCE if fragment.summary is not None else RESEMBLANCE
        if piece.score < alike or _evidence(seeds, piece) < least:
            continue
        for part in regrown(seeds, fragment, _cut_off(seeds, fragment, piece)):
            other = trimmed(seeds, part, [*taken, piece], strictness)
            if _evidence(seeds, other) >= least:
                piece = piece.joined(other)
        taken.append(piece)
        yield piece, fragment
    for piece in long:
        enough = piece.a_end - piece.a >= PASSAGE_WORDS or _evidence(seeds, piece) >= least
        if enough and not any(_overlapping([piece], taken)):
            taken.append(piece)
            yield piece, None


def _cut_off(seeds: Seeds, fragment: Fragment, piece: Piece) -> Indices:
    """The seeds of a fragment that its passage does not hold: what is reworded beside what is copied."""
    start_a, start_b = (side.story.units.bounds[:-1] for side in (seeds.a, seeds.b))
    a, b = start_a[seeds.i[fragment.seeds]], start_b[seeds.j[fragment.seeds]]
    inside = ((a >= piece.a) & (a < piece.a_end)) | ((b >= piece.b) & (b < piece.b_end))
    return fragment.seeds[~inside]


def _overlapping(pieces: Iterable[Piece], others: Sequence[Piece]) -> Iterator[bool]:
    return (piece.overlaps(other) for piece in pieces for other in others)


def _evidence(seeds: Seeds, piece: Piece) -> float:
    """How much the distinct shared terms of a passage tell, counted in terms."""
    present = np.zeros(len(seeds.b.weights) + 1, dtype=np.bool_)
    present[seeds.b.story.columns[piece.b : piece.b_end]] = True
    terms = np.unique(seeds.a.story.columns[piece.a : piece.a_end])
    shared = terms[present[seeds.a.other[terms]]]
    return float(seeds.a.weights[shared].sum()) / math.log(seeds.units + 1)


def _evidence_needed(seeds: Seeds) -> float:
    fewest = min(float(side.weights.sum()) for side in (seeds.a, seeds.b))
    return min(EVIDENCE_TERMS, EVIDENCE_SHARE * fewest / math.log(seeds.units + 1))


def _told(side: Side, start: int, end: int, places: Indices, fragment: Fragment | None, summed_up: int) -> Flags:
    """Of the words of a passage, which are told on the other side too.

    Left out are units in a row that resemble nothing: all of them where the other side, numbered
    `summed_up`, is a summary, and else those beyond `STEPPED_OVER`.
    """
    covered = np.ones(end - start, dtype=np.bool_)
    if fragment:
        steps = 0 if fragment.summary == summed_up else STEPPED_OVER
        bounds = np.clip(side.story.units.bounds - start, 0, end - start)
        told = np.unique(places[fragment.seeds])
        for left, right in zip(told[:-1].tolist(), told[1:].tolist(), strict=True):
            if right - left - 1 > steps:
                covered[bounds[left + 1] : bounds[right]] = False
        covered[: bounds[max(told[0] - steps, 0)]] = False
        covered[bounds[min(told[-1] + 1 + steps, len(bounds) - 1)] :] = False
    return covered


def _kind(piece: Piece, same_a: Flags, same_b: Flags) -> str:
    share_a, share_b = same_a[piece.a : piece.a_end].mean(), same_b[piece.b : piece.b_end].mean()
    if min(share_a, share_b) >= _VERBATIM_SHARE:
        return VERBATIM
    return EDITED if max(share_a, share_b) >= _EDITED_SHARE else REWORDED


def _span(story: Prepared, first: int, end: int) -> Span:
    """The code points of a run of words; whole sentences keep their quotation marks and stops."""
    tokens = story.story
    left, right = np.searchsorted(tokens.bounds, first), np.searchsorted(tokens.bounds, end)
    start = int(tokens.starts[first])
    if tokens.bounds[left] == first:
        start = min(start, int(tokens.sentence_starts[left]))
    until = int(tokens.ends[end - 1])
    if tokens.bounds[right] == end:
        until = max(until, int(tokens.sentence_ends[right - 1]))
    return Span(start, until)
