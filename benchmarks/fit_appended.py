"""Fits the weights by which appended stories are found, and prints the cross-validated figures.

    python benchmarks/fit_appended.py --data FOLDER [--write] [--hosts N]

Development data only: the `appended` set, and texts composed from four fifths of `news`. Every
number a model is trained on comes from models that have not seen its document: the documents are
halved, each half is scored by what the other half taught, and an appended story counts as seen
with its host. `--write` keeps the weights in `auditor/data/models/appended.json`.
"""

import argparse
import json
import os
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from appended import FOLDS, HELD_OUT, Document, composed, fold, given, paragraphs, read
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import auditor
from auditor.anatomy import shapes
from auditor.anatomy.dissect import prepared
from auditor.anatomy.drafts import Draft
from auditor.anatomy.openings import ABOVE, Told, candidates, may_head, measure
from auditor.anatomy.style import headline_features, paragraph_features
from auditor.anatomy.trained import Forest, Linear, finalists, place_rows, text_row
from auditor.model import Article, Span

TARGET = Path(auditor.__file__).parent / "data" / "models" / "appended.json"
Matrix = npt.NDArray[np.float64]
# Log odds from which a text is cut: 4 in 1,000 articles of the fifth of `news` that is left out, as they
# are, and 1 in 100 in cross-validation, where models know half as much.
_THRESHOLD = 1.94
_NEGATIVES = 0.3
# Articles of `news` that teach how paragraphs open and close articles.
_STYLES = 3_500


@dataclass
class Measured:
    """A document with its candidates' numbers: the lines they would begin at, and which are right."""

    document: Document
    name: str
    half: int
    lines: list[int]
    rows: Matrix

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """At which candidates a story was appended in fact."""
        return np.array([line in self.document.bounds for line in self.lines], bool)


def half(name: str) -> int:
    return fold(name, 4) % 2


@dataclass
class Shown:
    """What one article shows of style: paragraphs (features, first, last) and lines (features, headline)."""

    name: str
    told: list[tuple[dict[str, float], bool, bool]]
    lines: list[tuple[dict[str, float], bool]]


def shown(document: Document) -> Shown:
    """An article's first, last and some middle paragraphs, and lines of it that look like headlines and are none."""
    rng = random.Random(document.id)
    told = []
    texts = [line for line in document.lines if shapes.is_prose(line, len(line.split()))]
    if len(texts) >= 4:
        last = len(texts) - 1
        middle = rng.sample(range(1, last), min(6, last - 1))
        told = [(paragraph_features(texts[at]), at == 0, at == last) for at in (0, *middle, last)]
    drafts = [Draft(Span(0, len(line)), line) for line in document.lines[2:-1]]
    subheads = [draft.plain for draft in drafts if may_head(draft)]
    lines = [(headline_features(line), False) for line in rng.sample(subheads, min(4, len(subheads)))]
    return Shown(document.id, told, lines)


def styles(some: Sequence[Shown]) -> dict[str, Any]:
    """Weights for first and last paragraphs, and for headlines against subheads."""
    told = [paragraph for one in some for paragraph in one.told]
    lines = [line for one in some for line in one.lines]
    return {
        "lead": _linear([one[0] for one in told], [one[1] for one in told], 0.08, 30),
        "close": _linear([one[0] for one in told], [one[2] for one in told], 0.08, 30),
        "headline": _linear([one[0] for one in lines], [one[1] for one in lines], 0.3, 10),
    }


def _linear(
    features: Sequence[Mapping[str, float]], labels: Sequence[bool], strength: float, least: int
) -> dict[str, Any]:
    vectoriser = DictVectorizer(dtype=np.float64)
    matrix = vectoriser.fit_transform(features)
    kept = np.asarray((matrix != 0).sum(axis=0)).ravel() >= least
    model = LogisticRegression(penalty="l1", C=strength, solver="liblinear", random_state=0)
    model.fit(matrix[:, kept], labels)
    names = np.array(vectoriser.get_feature_names_out())[kept]
    weights = {
        str(name): round(float(one), 3) for name, one in zip(names, model.coef_[0], strict=True) if round(one, 3)
    }
    return {"bias": round(float(model.intercept_[0]), 3), "weights": dict(sorted(weights.items()))}


def loaded(stored: Mapping[str, Any]) -> dict[str, Linear]:
    return {name: Linear(one["weights"], one["bias"]) for name, one in stored.items()}


def measured(document: Document, name: str, weights: Mapping[str, Linear]) -> tuple[Measured, list[str]] | None:
    found = prepared(Article(id="", path="", text="\n".join(document.lines), sha256=""))
    told = Told.of(found.drafts, found.language, weights)
    at = candidates(told)
    if not at:
        return None
    rows, columns = measure(told, at)
    lines = []
    for one in at:
        index = told.index[one]
        while index and found.drafts[index - 1].role in ABOVE:
            index -= 1
        lines.append(found.lines.position(found.drafts[index].span.start)[0] - 1)
    return Measured(document, name, half(document.id), lines, rows), columns


def fit_screen(some: Sequence[Measured]) -> Matrix:
    rng = np.random.default_rng(0)
    rows = np.concatenate([one.rows for one in some])
    right = np.concatenate([one.right for one in some])
    kept = right | (rng.random(len(right)) < _NEGATIVES)
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.3, max_iter=400).fit(scaler.transform(rows[kept]), right[kept])
    weights = model.coef_[0] / scaler.scale_
    return np.append(weights, model.intercept_[0] - float(weights @ scaler.mean_)).round(5)


def screened(one: Measured, weights: Matrix) -> Matrix:
    sums: Matrix = one.rows @ weights[:-1] + weights[-1]
    return sums


def fit_place(some: Sequence[Measured], screens: Mapping[int, Matrix]) -> dict[str, Any]:
    rows, right = [], []
    for one in some:
        values = screens[id(one)]
        likely = finalists(values)
        rows.append(place_rows(one.rows, values, likely))
        right.append(one.right[likely])
    return _forest(np.concatenate(rows), np.concatenate(right), trees=150)


def fit_text(some: Sequence[Measured], screens: Mapping[int, Matrix], places: Mapping[int, Matrix]) -> dict[str, Any]:
    rows = [text_row(one.rows, screens[id(one)], finalists(screens[id(one)]), places[id(one)]) for one in some]
    return _forest(np.concatenate(rows), np.array([bool(one.document.bounds) for one in some]), trees=80)


def _forest(rows: Matrix, right: npt.NDArray[np.bool_], trees: int) -> dict[str, Any]:
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.08,
        max_leaf_nodes=8,
        min_samples_leaf=30,
        l2_regularization=10,
        early_stopping=False,
        max_bins=64,
        random_state=0,
    ).fit(rows, right)
    return {
        "bias": float(model._baseline_prediction.ravel()[0]),
        "trees": [_tree(one[0].nodes) for one in model._predictors],
    }


def _tree(nodes: npt.NDArray[Any]) -> list[list[float]]:
    return [
        [round(float(node["value"]), 5)]
        if node["is_leaf"]
        else [int(node["feature_idx"]), float(f"{node['num_threshold']:.6g}"), int(node["left"]), int(node["right"])]
        for node in nodes
    ]


def seen(one: Measured, other: int) -> bool:
    """Whether a document, or the story appended to it, belongs to the half to be tested."""
    return one.half == other or (bool(one.document.appended) and half(one.document.appended) == other)


def cross_fitted(some: Sequence[Measured]) -> tuple[dict[int, Matrix], dict[int, Matrix], dict[int, float]]:
    """For every document what models say that have not seen it."""
    screens: dict[int, Matrix] = {}
    places: dict[int, Matrix] = {}
    texts: dict[int, float] = {}
    for test in (0, 1):
        weights = fit_screen([one for one in some if not seen(one, test)])
        screens |= {id(one): screened(one, weights) for one in some if one.half == test}
    for test in (0, 1):
        forest = Forest.of(fit_place([one for one in some if not seen(one, test)], screens))
        for one in (one for one in some if one.half == test):
            values = screens[id(one)]
            places[id(one)] = forest.score(place_rows(one.rows, values, finalists(values)))
    for test in (0, 1):
        forest = Forest.of(fit_text([one for one in some if not seen(one, test)], screens, places))
        for one in (one for one in some if one.half == test):
            row = text_row(one.rows, screens[id(one)], finalists(screens[id(one)]), places[id(one)])
            texts[id(one)] = float(forest.score(row)[0])
    return screens, places, texts


def show(
    some: Sequence[Measured],
    screens: Mapping[int, Matrix],
    places: Mapping[int, Matrix],
    texts: Mapping[int, float],
    threshold: float,
) -> None:
    groups: dict[tuple[str, str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for one in some:
        best = finalists(screens[id(one)])[int(np.argmax(places[id(one)]))]
        hit = texts[id(one)] >= threshold
        groups[one.name, one.document.kind, one.document.mode].append((hit, hit and bool(one.right[best])))
    print(f"cross-validated by document, log odds >= {threshold}")
    for key, hits in sorted(groups.items()):
        detected, exact = np.array(hits, float).mean(axis=0)
        print(f"{' '.join(key):32} n={len(hits):5} detected {detected:.3f} exact {exact:.3f}")


def gathered(data: Path, hosts: int) -> tuple[list[Measured], list[str], dict[str, Any]]:
    """Every document measured with the styles that the other half taught; the columns; the styles of both."""
    folds = [number for number in range(FOLDS) if number != HELD_OUT]
    news = [row for row in read(data / "news" / "dev.jsonl.gz") if fold(row["id"]) in folds][:_STYLES]
    old = given(data)
    seen_in = [shown(Document(row["id"], "clean", "clean", paragraphs(row["text"]))) for row in news]
    seen_in += [shown(one) for one in old if one.kind == "clean"]
    titles = [(row["id"], row["title"].split(" | ")[0]) for row in news]
    titles += [(one.appended, one.lines[one.bounds[0]]) for one in old if one.mode == "head"]
    seen_in += [Shown(name, [], [(headline_features(title), True)]) for name, title in titles if _shaped(title)]
    taught = {test: loaded(styles([one for one in seen_in if half(one.name) != test])) for test in (0, 1)}
    documents = [("2008", one) for one in old if one.mode != "aawsat"]
    documents += [("news", one) for one in composed(data, folds, hosts, 2 * hosts)]
    with ProcessPoolExecutor(2) as pool:
        weights = [taught[half(one.id)] for _, one in documents]
        names, texts = zip(*documents, strict=True)
        kept = [one for one in pool.map(measured, texts, names, weights, chunksize=100) if one is not None]
    return [one for one, _ in kept], kept[0][1], styles(seen_in)


def _shaped(title: str) -> bool:
    return shapes.is_headline(title, len(title.split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--hosts", type=int, default=800, help="texts composed from each fifth of the news")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not options.data:
        parser.error("give the evaluation data by --data or AUDITOR_EVAL_DATA")
    some, columns, weights = gathered(Path(options.data), options.hosts)
    screens, places, texts = cross_fitted(some)
    for value in (_THRESHOLD, _THRESHOLD - 0.5, _THRESHOLD + 0.5):
        show(some, screens, places, texts, value)
    if options.write:
        stored = {
            "fitted": "by benchmarks/fit_appended.py on the development split of appended and four fifths of news",
            "threshold": _THRESHOLD,
            "columns": columns,
            "styles": weights,
            "screen": fit_screen(some).tolist(),
            "place": fit_place(some, screens),
            "text": fit_text(some, screens, places),
        }
        TARGET.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
