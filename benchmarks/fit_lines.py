"""Fits the model of lines left around articles, and measures it on sites it was not fitted to.

    python benchmarks/fit_lines.py --data FOLDER [--write]

FOLDER (or AUDITOR_EVAL_DATA) holds `lines`, `news` and `appended` of the development split. The
model learns from `lines` and, as articles without furniture, from some of `news` and `appended`.
Each site is scored by a model that saw none of its pages. `--write` fits to everything and keeps
the weights in `auditor/data/leftovers/model.json`.
"""

import argparse
import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from auditor.anatomy.leftovers import CLIPPED, Model, judged, vocabulary
from auditor.anatomy.leftovers.features import features

MODEL = Path(__file__).parent.parent / "auditor" / "data" / "leftovers" / "model.json"
FOLDS = 5
LABELS = {"content": 0, "boiler": 1}
NEWS, CLEAN = 500, 200
REGULARISATION = 0.01
# Good lines flagged in any extractor's text, held out; known phrases take the rest of one percent.
MOST_FALSE = 0.0065


@dataclass(frozen=True)
class Page:
    """The lines of one page as one extractor left them, with labels 0 good, 1 furniture, -1 neither."""

    extractor: str
    site: str
    name: str
    lines: tuple[str, ...]
    labels: NDArray[np.int64]


def records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def pages(data: Path) -> list[Page]:
    """The pages of `lines`, in the order of the file."""
    held: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(data / "lines" / "dev.jsonl.gz"):
        held.setdefault((row["ex"], row["doc"]), []).append(row)
    return [
        Page(
            extractor,
            urlsplit(rows[0]["url"]).netloc or name,
            name,
            tuple(row["text"] for row in rows),
            np.array([LABELS.get(row["label"], -1) for row in rows]),
        )
        for (extractor, name), rows in held.items()
    ]


def articles(data: Path) -> list[Page]:
    """Articles without furniture, or next to none."""
    news = [(row["source"], row["id"], row["text"].split("\n")) for row in records(data / "news" / "dev.jsonl.gz")]
    clean = [
        (row["id"], row["id"], row["paras"])
        for row in records(data / "appended" / "dev.jsonl.gz")
        if row["kind"] == "clean"
    ]
    rng = random.Random(3)
    chosen = [("news", *one) for one in rng.sample(news, NEWS)] + [("clean", *one) for one in rng.sample(clean, CLEAN)]
    return [
        Page(kind, str(site), name, tuple(kept), np.zeros(len(kept), dtype=np.int64))
        for kind, site, name, lines in chosen
        if (kept := [line.strip() for line in lines if line.strip()])
    ]


@dataclass(frozen=True)
class Table:
    """All lines of all pages: features, labels, weights, the page of each and whether it is judged at all."""

    names: tuple[str, ...]
    matrix: NDArray[np.float32]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    page: NDArray[np.int64]
    judged: NDArray[np.bool_]


def table(chosen: list[Page]) -> Table:
    made = [features(page.lines, vocabulary()) for page in chosen]
    names = made[0][1]
    sizes = [len(page.lines) for page in chosen]
    return Table(
        names=names,
        matrix=np.concatenate([matrix for matrix, _ in made]),
        labels=np.concatenate([page.labels for page in chosen]),
        # A long page says more than a short one, but not in proportion.
        weights=np.repeat(1 / np.sqrt(sizes), sizes),
        page=np.repeat(np.arange(len(chosen)), sizes),
        judged=np.concatenate(
            [judged(page.lines, matrix, names) for page, (matrix, _) in zip(chosen, made, strict=True)]
        ),
    )


def fit(lines: Table, chosen: NDArray[np.bool_]) -> Model:
    """A logistic regression on the chosen lines that carry a label."""
    from sklearn.linear_model import LogisticRegression

    used = chosen & (lines.labels >= 0) & lines.judged
    matrix = lines.matrix[used].astype(np.float64)
    means, scales = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
    scaled = np.clip((matrix - means) / scales, -CLIPPED, CLIPPED)
    weights = lines.weights[used] / lines.weights[used].mean()
    fitted = LogisticRegression(C=REGULARISATION, max_iter=300).fit(scaled, lines.labels[used], weights)
    return Model(lines.names, means, scales, fitted.coef_[0], float(fitted.intercept_[0]), 0.0)


def held_out(lines: Table, chosen: list[Page]) -> NDArray[np.float64]:
    """The score of each line by a model that saw no page of its site; -inf for lines that are not judged."""
    sites = sorted({page.site for page in chosen})
    random.Random(0).shuffle(sites)
    fold_of = {site: index % FOLDS for index, site in enumerate(sites)}
    fold = np.array([fold_of[page.site] for page in chosen])[lines.page]
    scores = np.zeros(len(lines.labels))
    for index in range(FOLDS):
        model = fit(lines, fold != index)
        at = fold == index
        scores[at] = model.contributions(lines.matrix[at]).sum(axis=1) + model.intercept
    return np.where(lines.judged, scores, -np.inf)


def threshold_for(scores: NDArray[np.float64], labels: NDArray[np.int64], share: float) -> float:
    """The lowest score above which at most this share of good lines lies."""
    good = np.sort(scores[labels == 0])[::-1]
    return float(np.nextafter(good[int(share * len(good))], np.inf))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--write", action="store_true", help="fit to everything and keep the weights")
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the evaluation data is: --data FOLDER or AUDITOR_EVAL_DATA")
    chosen = pages(Path(options.data)) + articles(Path(options.data))
    lines = table(chosen)
    scores = held_out(lines, chosen)
    extractor = np.array([page.extractor for page in chosen])[lines.page]
    found = sorted({page.extractor for page in chosen} - {"news", "clean"})
    threshold = max(
        threshold_for(scores[extractor == name], lines.labels[extractor == name], MOST_FALSE) for name in found
    )
    print(f"threshold {threshold:.4f}: at most {MOST_FALSE:.2%} of the good lines of each extractor, held out")
    for name in [*found, "news", "clean"]:
        hit, label = scores[extractor == name] >= threshold, lines.labels[extractor == name]
        recall = f"recall {hit[label == 1].mean():.3f}, " if (label == 1).any() else ""
        print(f"{name}: {recall}good lines flagged {hit[label == 0].mean():.4f}")
    if options.write:
        model = fit(lines, np.ones(len(lines.labels), dtype=np.bool_))
        columns = zip(model.names, model.means, model.scales, model.weights, strict=True)
        kept = {
            name: {"mean": round(mean, 6), "scale": round(scale, 6), "weight": round(weight, 6)}
            for name, mean, scale, weight in columns
        }
        document = {
            "about": "Written by benchmarks/fit_lines.py: logistic regression, weights of standardised features",
            "threshold": round(threshold, 4),
            "intercept": round(model.intercept, 6),
            "features": kept,
        }
        MODEL.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
