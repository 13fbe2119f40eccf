"""Trained weights as data of the package: sums of weighted features, and small trees.

`benchmarks/fit_appended.py` writes them from development data.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

# A leaf points at itself, so that walking on changes nothing.
_NO_COLUMN = -1


@dataclass(frozen=True)
class Linear:
    """A weighted sum of named features."""

    weights: Mapping[str, float]
    bias: float

    def score(self, features: Mapping[str, float]) -> float:
        """The log odds of what was trained for; features without a weight count nothing."""
        weights = self.weights
        return self.bias + sum([value * weights[name] for name, value in features.items() if name in weights])


@dataclass(frozen=True)
class Forest:
    """Boosted trees in flat arrays: each node's column, threshold, children and value."""

    roots: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    threshold: Matrix
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: Matrix
    depth: int
    bias: float

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Forest":
        """Trees as stored: a list of nodes each, [column, threshold, left, right] or [value]."""
        roots: list[int] = []
        nodes: list[tuple[float, float, float, float, float]] = []
        for tree in stored["trees"]:
            base = len(nodes)
            roots.append(base)
            for at, node in enumerate(tree):
                if len(node) == 1:
                    nodes.append((_NO_COLUMN, 0.0, base + at, base + at, node[0]))
                else:
                    nodes.append((node[0], node[1], base + node[2], base + node[3], 0.0))
        column, threshold, left, right, value = zip(*nodes, strict=True)
        return cls(
            np.array(roots, np.int64),
            np.array(column, np.int64),
            np.array(threshold, float),
            np.array(left, np.int64),
            np.array(right, np.int64),
            np.array(value, float),
            max(map(_depth, stored["trees"])),
            stored["bias"],
        )

    def score(self, rows: Matrix) -> Matrix:
        """The log odds of each row."""
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        row = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            left = rows[row, self.column[at]] <= self.threshold[at]
            at = np.where(left, self.left[at], self.right[at])
        scores: Matrix = self.value[at].sum(axis=1) + self.bias
        return scores


@dataclass(frozen=True)
class Trained:
    """The model of appended stories: styles, a weighted sum that screens, and two forests that judge."""

    styles: Mapping[str, Linear]
    columns: Sequence[str]
    screen: Matrix
    place: Forest
    text: Forest
    threshold: float

    def screened(self, rows: Matrix) -> Matrix:
        """The weighted sum of each candidate, which orders them well and costs little."""
        sums: Matrix = rows @ self.screen[:-1] + self.screen[-1]
        return sums

    def judge(self, rows: Matrix) -> tuple[int, float]:
        """The candidate at which a second story begins most likely, and the log odds that one does."""
        screened = self.screened(rows)
        likely = finalists(screened)
        places = self.place.score(place_rows(rows, screened, likely))
        best = int(np.argmax(places))
        odds = self.text.score(text_row(rows, screened, likely, places))
        return int(likely[best]), float(odds[0])


# How many candidates the trees look at, and which stand too close to count as another place.
_FINALISTS = 6
_SAME_PLACE = 2
_FAR_BELOW = -8.0


def finalists(screened: Matrix) -> npt.NDArray[np.int64]:
    """The candidates with the highest weighted sums, best first."""
    return np.argsort(-screened, kind="stable")[:_FINALISTS]


def place_rows(rows: Matrix, screened: Matrix, likely: npt.NDArray[np.int64]) -> Matrix:
    """What the trees see of the finalists: how they stand out from the other candidates, and their own numbers."""
    outstanding = [screened[one] - _best_elsewhere(screened, np.arange(len(screened)), one) for one in likely.tolist()]
    many = np.ones(len(likely))
    return np.column_stack(
        (
            screened[likely],
            np.arange(len(likely)),
            outstanding,
            screened.mean() * many,
            np.median(screened) * many,
            len(screened) * many,
            rows[likely],
        )
    )


def text_row(rows: Matrix, screened: Matrix, likely: npt.NDArray[np.int64], places: Matrix) -> Matrix:
    """What the trees see of a whole text: its best place, how it stands out, and its own numbers."""
    at = int(np.argmax(places))
    best = int(likely[at])
    head = (
        places[at],
        places[at] - _best_elsewhere(places, likely, best),
        screened[best],
        screened[best] - _best_elsewhere(screened, np.arange(len(screened)), best),
        screened.mean(),
        np.median(screened),
        len(screened),
    )
    return np.concatenate((head, rows[best]))[None, :]


def _best_elsewhere(scores: Matrix, at: npt.NDArray[np.int64], place: int) -> float:
    return float(np.max(scores[np.abs(at - place) > _SAME_PLACE], initial=_FAR_BELOW))


@cache
def trained() -> Trained:
    """The weights shipped with the package, read once."""
    stored = json.loads(files("auditor").joinpath("data", "models", "appended.json").read_text(encoding="utf-8"))
    return from_stored(stored)


def from_stored(stored: Mapping[str, Any]) -> Trained:
    """The model in a document as `fit_appended.py` writes it."""
    return Trained(
        styles={name: Linear(one["weights"], one["bias"]) for name, one in stored["styles"].items()},
        columns=tuple(stored["columns"]),
        screen=np.array(stored["screen"], float),
        place=Forest.of(stored["place"]),
        text=Forest.of(stored["text"]),
        threshold=stored["threshold"],
    )


def _depth(tree: Sequence[Sequence[float]]) -> int:
    """The length of the longest way from a tree's root; children stand behind their parents."""
    depths = [0] * len(tree)
    for at, node in enumerate(tree):
        if len(node) > 1:
            for child in (int(node[2]), int(node[3])):
                depths[child] = depths[at] + 1
    return max(depths)
