"""A passage's sentences beside each other, with the words that differ as spans."""

import re
from collections.abc import Iterator

from auditor.collation import Runs, differing
from auditor.collation import rows as sentence_rows
from auditor.model import Passage, Span

_WORD = re.compile(r"\S+")
# A row with more words on a side is not compared word by word.
WORDS = 1_000


def rows(text_a: str, text_b: str, passage: Passage) -> list[list[int | list[int]]]:
    """Each row as [a start, a end, b start, b end, words differing in a, in b]; -1 where a side has nothing.

    Spans of differing words are pairs of distances: from the end of the last (or the row's start)
    to the start, and the length.
    """
    found: list[list[int | list[int]]] = []
    for a, b in sentence_rows(text_a, text_b, passage):
        changed: tuple[list[int], list[int]] = _changed(text_a, a, text_b, b) if a and b else ([], [])
        found.append([*_ends(a), *_ends(b), *changed])
    return found


def _ends(span: Span | None) -> tuple[int, int]:
    return (span.start, span.end) if span else (-1, -1)


def _changed(text_a: str, a: Span, text_b: str, b: Span) -> tuple[list[int], list[int]]:
    words_a, words_b = (list(_WORD.finditer(text, span.start, span.end)) for text, span in ((text_a, a), (text_b, b)))
    if max(len(words_a), len(words_b)) > WORDS:
        return [], []
    runs = differing([word[0] for word in words_a], [word[0] for word in words_b])
    return tuple(  # type: ignore[return-value]  # two in, two out
        list(_distances(run, words, span.start))
        for run, words, span in zip(runs, (words_a, words_b), (a, b), strict=True)
    )


def _distances(runs: Runs, words: list[re.Match[str]], start: int) -> Iterator[int]:
    at, last = 0, start
    for text, equal in runs:
        count = text.count(" ") + 1
        if not equal:
            first, final = words[at].start(), words[at + count - 1].end()
            yield first - last
            yield final - first
            last = final
        at += count
