"""Reused passages and their spans: the text-alignment task of PAN 2013.

`pan13/pairs.jsonl.gz` and `pan13/texts.jsonl.gz` hold pairs of texts and the spans that were
reused, verbatim, shuffled at random, translated there and back, or summed up. The baseline is
the plain method that does well on it: rare stemmed word 4-grams, merged when they lie close.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from plagdet import Case, measure
from row import Row

import auditor
from auditor.anatomy import dissect
from auditor.model import Article
from auditor.tokens import StoryTokens, tokenise

# The best published figures, by different systems (PAN 2013 and 2014, test corpus).
_KINDS = {
    "no-obfuscation": ("verbatim", 0.934),
    "random-obfuscation": ("random", 0.884),
    "translation-obfuscation": ("translation", 0.887),
    "summary-obfuscation": ("summary", 0.610),
}
_NONE = "no-plagiarism"
_BEST = 0.878
_GRAM, _GAP, _SEEDS = 4, 600, 3


class Pair(NamedTuple):
    """Two texts by name, what kind of reuse they show, and the reused spans."""

    kind: str
    one: str
    other: str
    cases: list[Case]


def rows(data: Path) -> Iterator[Row]:
    """Plagdet over all pairs and for each kind of reuse, and the share of false alarms."""
    pairs, texts = read(data / "pan13")
    ours = [(pair.kind, pair.cases, passages(texts[pair.one], texts[pair.other])) for pair in pairs]
    tokens = {name: _tokens(name, text) for name, text in texts.items()}
    plain = [(pair.kind, pair.cases, merged_grams(tokens[pair.one], tokens[pair.other])) for pair in pairs]
    figures, baseline = (measure((cases, found) for _, cases, found in results) for results in (ours, plain))
    yield Row("reused passages, all", "plagdet", figures.plagdet, baseline.plagdet, _BEST)
    yield Row("reused passages, all", "precision", figures.precision, baseline.precision, None)
    yield Row("reused passages, all", "recall", figures.recall, baseline.recall, None)
    yield Row("reused passages, all", "granularity", figures.granularity, baseline.granularity, 1.0)
    for kind, (name, best) in _KINDS.items():
        good, fair = (
            measure((cases, found) for of, cases, found in results if of == kind) for results in (ours, plain)
        )
        yield Row(f"reused passages, {name}", "plagdet", good.plagdet, fair.plagdet, best)
    false, falser = ([bool(found) for of, _, found in results if of == _NONE] for results in (ours, plain))
    yield Row("reused passages, none", "pairs accused", sum(false) / len(false), sum(falser) / len(falser), 0.01)


def read(folder: Path) -> tuple[list[Pair], dict[str, str]]:
    """The pairs, and the texts by name."""
    pairs = [
        Pair(one["kind"], one["susp"], one["src"], [(_span(case["susp"]), _span(case["src"])) for case in one["cases"]])
        for one in _records(folder / "pairs.jsonl.gz")
    ]
    return pairs, {one["id"]: one["text"] for one in _records(folder / "texts.jsonl.gz")}


def passages(one: str, other: str) -> list[Case]:
    """The passages that `auditor.compare` finds."""
    found = auditor.compare(one, other, raw=True).passages
    return [((each.a.start, each.a.end), (each.b.start, each.b.end)) for each in found]


def merged_grams(one: StoryTokens, other: StoryTokens) -> list[Case]:
    """The baseline: stemmed 4-grams that both have once, three or more no further than 600 characters apart."""
    of_one, of_other = _grams(one), _grams(other)
    shared = [(of_one[gram], of_other[gram]) for gram in of_one if gram in of_other]
    if not shared:
        return []
    starts = np.array([(one.starts[i], other.starts[j]) for i, j in shared])
    ends = np.array([(one.ends[i + _GRAM - 1], other.ends[j + _GRAM - 1]) for i, j in shared])
    found = []
    for group in _groups(starts):
        if len(group) >= _SEEDS:
            (a, b), (a_end, b_end) = starts[group].min(axis=0), ends[group].max(axis=0)
            found.append(((int(a), int(a_end)), (int(b), int(b_end))))
    return found


def _groups(starts: np.ndarray[Any, Any]) -> Iterator[np.ndarray[Any, Any]]:
    """Indices of the rows that lie close together in both columns."""
    waiting = [np.arange(len(starts))]
    while waiting:
        group = waiting.pop()
        for column in (0, 1):
            order = group[np.argsort(starts[group, column], kind="stable")]
            parts = np.split(order, np.flatnonzero(np.diff(starts[order, column]) > _GAP) + 1)
            if len(parts) > 1:
                waiting += parts
                break
        else:
            yield group


def _grams(story: StoryTokens) -> dict[bytes, int]:
    """The stemmed 4-grams that stand once in a story, and where."""
    grams = [story.terms[at : at + _GRAM].tobytes() for at in range(len(story) - _GRAM + 1)]
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}


def _tokens(name: str, text: str) -> StoryTokens:
    dissection = dissect(Article.of(name, text), raw=True)
    return tokenise(dissection, dissection.stories[0])


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _span(given: list[int]) -> tuple[int, int]:
    return given[0], given[1]
