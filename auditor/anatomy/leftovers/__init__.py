"""Lines that an extractor left around an article, known by how they look and where they stand.

A logistic regression over the features of `features`: its weights are plain data in
`auditor/data/leftovers`, written by `benchmarks/fit_lines.py`, which also measures it on pages it
was not fitted to. What it finds "looks like" furniture and is never called a known template.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.anatomy.leftovers.features import CUE_FIRST, CUES, CUES_A_WORD, Matrix, Vocabulary, features, gram_hash

__all__ = ["Leftover", "Model", "find", "vocabulary"]

# The cues are English; position and shape alone accuse nobody.
LANGUAGES = ("en",)
# Fewer lines have no surroundings to speak of.
_LEAST_LINES = 6
# Figures further from the mean than this say no more than this.
CLIPPED = 4.0
_COMMON_WORDS = 150
# A line of data - a table's row, a list of results - looks like furniture and is not.
_MOST_NUMERIC = 0.5
_BARS = 2


@dataclass(frozen=True)
class Leftover:
    """A line that looks like furniture: its index, its score in nats, and why in words."""

    index: int
    score: float
    reason: str


@dataclass(frozen=True)
class Model:
    """Weights in the order of the features' names; a line is found when its score reaches `threshold`."""

    names: tuple[str, ...]
    means: NDArray[np.float64]
    scales: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float
    threshold: float

    def contributions(self, matrix: Matrix) -> NDArray[np.float64]:
        """What each feature adds to the score of each line, in nats."""
        scaled: NDArray[np.float64] = np.clip((matrix - self.means) / self.scales, -CLIPPED, CLIPPED) * self.weights
        return scaled


def find(lines: Sequence[str], language: str) -> tuple[Leftover, ...]:
    """The lines of an article that look like furniture, in order; none in languages without cues."""
    if language not in LANGUAGES or len(lines) < _LEAST_LINES:
        return ()
    model = fitted()
    matrix, _ = features(lines, vocabulary())
    shares = model.contributions(matrix)
    scores = shares.sum(axis=1) + model.intercept
    found = np.flatnonzero((scores >= model.threshold) & judged(lines, matrix, model.names)).tolist()
    return tuple(
        Leftover(index, round(float(scores[index]), 3), _reason(model, matrix[index], shares[index])) for index in found
    )


def judged(lines: Sequence[str], matrix: Matrix, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which lines may be furniture at all: no rows of figures, no rows of tables."""
    figures = matrix[:, list(names).index("numeric")] >= _MOST_NUMERIC
    return ~figures & np.array([line.count("|") < _BARS for line in lines], dtype=np.bool_)


def _reason(model: Model, values: NDArray[np.float32], shares: NDArray[np.float64]) -> str:
    """The groups of cues that speak most for it, or else its look and place."""
    said: dict[str, float] = {}
    for name, value, share in zip(model.names, values.tolist(), shares.tolist(), strict=True):
        for prefix in (CUES_A_WORD, CUE_FIRST, CUES):
            if value > 0 and name.startswith(prefix):
                group = name.removeprefix(prefix)
                said[group] = said.get(group, 0.0) + share
    named = sorted((group for group, share in said.items() if share > 0), key=lambda group: (-said[group], group))
    return " and ".join(named[:2]) or "a short line unlike the text around it"


@cache
def fitted() -> Model:
    """The model of `auditor/data/leftovers`."""
    data: dict[str, Any] = json.loads(_data("model.json"))
    columns = data["features"]
    return Model(
        names=tuple(columns),
        means=np.array([column["mean"] for column in columns.values()]),
        scales=np.array([column["scale"] for column in columns.values()]),
        weights=np.array([column["weight"] for column in columns.values()]),
        intercept=data["intercept"],
        threshold=data["threshold"],
    )


@cache
def vocabulary() -> Vocabulary:
    """The cues of `auditor/data/leftovers`, and the commonest words."""
    from wordfreq import top_n_list

    groups = tomllib.loads(_data("cues.toml"))["groups"]
    return Vocabulary(
        common=np.unique(np.array([gram_hash(word) for word in top_n_list("en", _COMMON_WORDS)], dtype=np.uint64)),
        groups=tuple(
            (name, np.unique(np.array([gram_hash(gram) for gram in grams], dtype=np.uint64)))
            for name, grams in groups.items()
        ),
    )


def _data(name: str) -> str:
    return files("auditor").joinpath("data", "leftovers", name).read_text(encoding="utf-8")
