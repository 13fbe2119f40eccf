"""Stretches of words that belong together in both stories, whatever showed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.align.prepared import Prepared
from auditor.align.runs import Run
from auditor.align.sentences import Match

# Words between two runs that a chain of them may step over, and sentences between two statements.
_WORD_GAP = 10
_SENTENCE_GAP = 1


@dataclass(frozen=True)
class Piece:
    """Words a to a_end (exclusive) of one story and b to b_end of the other, with a score."""

    a: int
    a_end: int
    b: int
    b_end: int
    score: float

    def overlaps(self, other: "Piece") -> bool:
        """Whether the two share words on both sides."""
        return self.a < other.a_end and other.a < self.a_end and self.b < other.b_end and other.b < self.b_end

    def joined(self, other: "Piece") -> "Piece":
        """The two and what stands between them, with the mean of their scores by length."""
        size, others = self.a_end - self.a, other.a_end - other.a
        return Piece(
            min(self.a, other.a),
            max(self.a_end, other.a_end),
            min(self.b, other.b),
            max(self.b_end, other.b_end),
            (self.score * size + other.score * others) / (size + others),
        )


def chains(runs: Sequence[Run]) -> Iterator[Piece]:
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
    return Piece(first.a, a_end, first.b, b_end, same / max(a_end - first.a, b_end - first.b))


def stretches(a: Prepared, b: Prepared, matches: Sequence[Match]) -> Iterator[Piece]:
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
    return Piece(
        int(a.story.bounds[min(match.a for match in matches)]),
        int(a.story.bounds[max(match.a_end for match in matches)]),
        int(b.story.bounds[min(match.b for match in matches)]),
        int(b.story.bounds[max(match.b_end for match in matches)]),
        sum(match.score for match in matches) / len(matches),
    )
