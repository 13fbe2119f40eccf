"""Statements and shared runs made into passages: what a person reads side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.align.prepared import Prepared
from auditor.align.runs import Run
from auditor.align.sentences import Match
from auditor.model import Passage, Span
from auditor.tokens.scan import Flags

VERBATIM, EDITED, REWORDED = "verbatim", "edited", "reworded"

# Words between two runs, or sentences between two statements, that a passage may step over.
_WORD_GAP = 10
_SENTENCE_GAP = 1
# A shared run below this many words is a phrase; a reused passage has 25 (DUP004).
PHRASE_WORDS = 12
_VERBATIM_SHARE = 0.9
_EDITED_SHARE = 0.4


@dataclass(frozen=True)
class Piece:
    """Words a to a_end (exclusive) of one story and b to b_end of the other, with a score."""

    a: int
    a_end: int
    b: int
    b_end: int
    score: float


@dataclass(frozen=True)
class Found:
    """The passages of a pair, the words they cover, and the longest run of near-equal words.

    `same` marks words in shared runs, `alike` those of passages that are not reworded;
    `own` is the longest run counted without the words that either story puts in quotation marks.
    """

    passages: tuple[Passage, ...]
    covered_a: Flags
    covered_b: Flags
    same_a: Flags
    same_b: Flags
    alike_a: Flags
    alike_b: Flags
    longest: int
    own: int


def find_passages(a: Prepared, b: Prepared, matches: Sequence[Match], runs: Sequence[Run]) -> Found:
    """The passages two stories share, in the order of the first, kinds told apart."""
    same_a, same_b = np.zeros(len(a.story), dtype=np.bool_), np.zeros(len(b.story), dtype=np.bool_)
    for run in runs:
        same_a[run.a : run.a + run.length] = True
        same_b[run.b : run.b + run.length] = True
    chains = [piece for piece in _chains(runs) if piece.a_end - piece.a >= PHRASE_WORDS]
    pieces = list(_stretches(a, b, matches))
    covered_a, covered_b = np.zeros_like(same_a), np.zeros_like(same_b)
    for piece in pieces:
        _cover(piece, covered_a, covered_b)
    for piece in chains:
        if not (covered_a[piece.a : piece.a_end].all() and covered_b[piece.b : piece.b_end].all()):
            _cover(piece, covered_a, covered_b)
            pieces.append(piece)
    passages = tuple(
        Passage(
            _span(a, piece.a, piece.a_end), _span(b, piece.b, piece.b_end), piece.score, _kind(piece, same_a, same_b)
        )
        for piece in sorted(pieces, key=lambda piece: (piece.a, piece.b, piece.a_end, piece.b_end))
    )
    longest = max((piece.a_end - piece.a for piece in chains), default=0)
    own = max((_unquoted(a, b, piece) for piece in chains), default=0)
    alike_a, alike_b = np.zeros_like(same_a), np.zeros_like(same_b)
    for piece in pieces:
        if _kind(piece, same_a, same_b) != REWORDED:
            _cover(piece, alike_a, alike_b)
    return Found(passages, covered_a, covered_b, same_a, same_b, alike_a, alike_b, longest, own)


def _unquoted(a: Prepared, b: Prepared, piece: Piece) -> int:
    quoted_a, quoted_b = a.story.quoted[piece.a : piece.a_end], b.story.quoted[piece.b : piece.b_end]
    return int(min((~quoted_a).sum(), (~quoted_b).sum()))


def _chains(runs: Sequence[Run]) -> Iterator[Piece]:
    """Runs joined over small edits, as long as most of the words are the same."""
    held: list[Run] = []
    for run in runs:
        if held and not _follows(held[-1], run):
            yield _chain(held)
            held = []
        held.append(run)
    if held:
        yield _chain(held)


def _follows(one: Run, other: Run) -> bool:
    gap_a, gap_b = other.a - one.a - one.length, other.b - one.b - one.length
    return 0 <= gap_b <= _WORD_GAP and gap_a <= _WORD_GAP and max(gap_a, gap_b) <= max(one.length, other.length)


def _chain(runs: Sequence[Run]) -> Piece:
    first, last = runs[0], runs[-1]
    same = sum(run.length for run in runs)
    a_end, b_end = last.a + last.length, last.b + last.length
    return Piece(first.a, a_end, first.b, b_end, round(same / max(a_end - first.a, b_end - first.b), 4))


def _stretches(a: Prepared, b: Prepared, matches: Sequence[Match]) -> Iterator[Piece]:
    """Statements that follow one another in both stories, joined."""
    held: list[Match] = []
    for match in matches:
        if held and not (
            match.a - max(one.a_end for one in held) <= _SENTENCE_GAP
            and match.b - max(one.b_end for one in held) <= _SENTENCE_GAP
            and min(one.b for one in held) - match.b_end <= _SENTENCE_GAP
        ):
            yield _stretch(a, b, held)
            held = []
        held.append(match)
    if held:
        yield _stretch(a, b, held)


def _stretch(a: Prepared, b: Prepared, matches: Sequence[Match]) -> Piece:
    score = sum(match.score for match in matches) / len(matches)
    return Piece(
        int(a.story.bounds[min(match.a for match in matches)]),
        int(a.story.bounds[max(match.a_end for match in matches)]),
        int(b.story.bounds[min(match.b for match in matches)]),
        int(b.story.bounds[max(match.b_end for match in matches)]),
        round(score, 4),
    )


def _cover(piece: Piece, covered_a: Flags, covered_b: Flags) -> None:
    covered_a[piece.a : piece.a_end] = True
    covered_b[piece.b : piece.b_end] = True


def _kind(piece: Piece, same_a: NDArray[np.bool_], same_b: NDArray[np.bool_]) -> str:
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
