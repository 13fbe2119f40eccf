"""Two texts side by side: sentences beside their counterparts, and the words in which they differ."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from auditor.model import Passage, Span
from auditor.text import normalise, sentences, words

# A stretch of each text that stand beside each other; None where one has no counterpart.
Row = tuple[Span | None, Span | None]
# Words in runs, and whether the other text has the same run at this place.
Runs = list[tuple[str, bool]]

# Characters of a side, and sentences of one side times those of the other: a longer passage stays one row.
CHARACTERS = 40_000
CELLS = 100_000
# How many sentences of each side may stand in one row, and what a row must share to be worth it:
# one sentence beside one is preferred, and pairs that share little are left single.
_MOVES = ((1, 1, 0.15), (1, 2, 0.2), (2, 1, 0.2))
_STEM = 6
# A match of one such word between differences is a coincidence, and breaks up what the eye follows.
_SHORT_WORD = 3


def rows(text_a: str, text_b: str, passage: Passage) -> Iterator[Row]:
    """The sentences of both sides in order, side by side where they share words.

    An alignment of the highest total Dice coefficient over words, cut at six letters, in the
    manner of Gale and Church (1993). What has no counterpart at its place stands beside what
    is left on the other side, or beside nothing.
    """
    short = max(len(passage.a), len(passage.b)) <= CHARACTERS
    a, b = (sentences(text_a, passage.a), sentences(text_b, passage.b)) if short else ((), ())
    if len(a) * len(b) > CELLS or not (a and b):
        yield passage.a, passage.b
        return
    i = j = 0
    for next_i, next_j, wide_i, wide_j in _matches([_bag(text_a, s) for s in a], [_bag(text_b, s) for s in b]):
        if next_i > i or next_j > j:
            yield _joined(a[i:next_i]), _joined(b[j:next_j])
        i, j = next_i + wide_i, next_j + wide_j
        yield _joined(a[next_i:i]), _joined(b[next_j:j])
    if i < len(a) or j < len(b):
        yield _joined(a[i:]), _joined(b[j:])


def _bag(text: str, span: Span) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(normalise(text[span.start : span.end])) if len(word) > 3)


def _joined(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _matches(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> list[tuple[int, int, int, int]]:
    """The matched runs as (first of a, first of b, how many of a, how many of b), in order."""
    wide_a, wide_b = ({1: bags, 2: [x | y for x, y in pairwise(bags)]} for bags in (a, b))
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    move = [[(1, 0)] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            best[i][j], move[i][j] = max((best[i + 1][j], (1, 0)), (best[i][j + 1], (0, 1)))
            for wide_i, wide_j, price in _MOVES:
                if i + wide_i <= len(a) and j + wide_j <= len(b):
                    value = _dice(wide_a[wide_i][i], wide_b[wide_j][j]) - price + best[i + wide_i][j + wide_j]
                    if value > best[i][j]:
                        best[i][j], move[i][j] = value, (wide_i, wide_j)
    found = []
    i = j = 0
    while i < len(a) and j < len(b):
        wide_i, wide_j = move[i][j]
        if wide_i and wide_j:
            found.append((i, j, wide_i, wide_j))
        i, j = i + wide_i, j + wide_j
    return found


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def differing(a: Sequence[str], b: Sequence[str]) -> tuple[Runs, Runs]:
    """Two lists of words as runs of equal and of differing ones; case and punctuation do not count."""
    keys_a, keys_b = ([_key(word) for word in words] for words in (a, b))
    same_a, same_b = [False] * len(a), [False] * len(b)
    for start_a, start_b, size in SequenceMatcher(None, keys_a, keys_b, autojunk=False).get_matching_blocks():
        if size > 1 or (size and len(a[start_a]) > _SHORT_WORD):
            same_a[start_a : start_a + size] = same_b[start_b : start_b + size] = [True] * size
    return _runs(a, same_a), _runs(b, same_b)


def _key(word: str) -> str:
    return "".join(filter(str.isalnum, normalise(word))) or word


def _runs(words: Sequence[str], same: Sequence[bool]) -> Runs:
    pairs = zip(words, same, strict=True)
    return [(" ".join(word for word, _ in run), equal) for equal, run in groupby(pairs, key=lambda pair: pair[1])]
