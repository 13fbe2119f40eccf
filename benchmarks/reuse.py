"""Rewrites against coverage of one event, and direction: rows of the evaluation table.

    python benchmarks/reuse.py --data FOLDER --fit     fits and cross-validates the table in auditor/align/verdict.py
    python benchmarks/quality.py --data FOLDER --only reuse

The folder (or AUDITOR_EVAL_DATA) holds `news/dev.jsonl.gz` and `rewrites/dev.jsonl.gz`; there is
no default. Fitted is on development data only.
"""

import argparse
import gzip
import json
import math
import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from row import Row

import auditor
from auditor import align, weights
from auditor.align.prepared import prepare
from auditor.align.sequence import sequence
from auditor.align.verdict import SHORT_WORDS
from auditor.anatomy import dissect
from auditor.model import Article
from auditor.text import sentences
from auditor.tokens import StoryTokens, recurring, tokenise

Record = dict[str, str]
Texts = tuple[str, str]
Values = NDArray[np.float64]
Keys = NDArray[np.int64]
FOLDS = 5
# Seeds of the draws of lengths to which coverage is cut: figures are means over them.
DRAWS = (7, 1, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("give the evaluation data by --data or AUDITOR_EVAL_DATA")
    if arguments.fit:
        fit(Path(arguments.data))
    else:
        for row in rows(Path(arguments.data)):
            print(*row, sep="\t", flush=True)


def rows(data: Path) -> Iterator[Row]:
    """The rows, as they come."""
    news = sorted(read(data / "news" / "dev.jsonl.gz"), key=lambda record: record["id"])
    originals = list(read(data / "rewrites" / "dev.jsonl.gz"))
    positive = rewrites(originals)
    whole = coverage(news)
    yield from against_coverage(positive, [drawn(whole, positive, seed) for seed in DRAWS])
    yield from directions(positive)


def read(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rewrites(records: list[Record]) -> list[Texts]:
    """Each original with each of its rewrites."""
    original = {record["group"]: record["text"] for record in records if record["kind"] == "original"}
    return [(original[record["group"]], record["text"]) for record in records if record["kind"] == "rewrite"]


def coverage(news: list[Record]) -> list[Texts]:
    """Same-day coverage of one event by two outlets."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform([record["text"] for record in news])
    days: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(news):
        if record["date"]:
            days[record["date"]].append(index)
    found = []
    for _, day in sorted(days.items()):
        cosine = (matrix[day] @ matrix[day].T).toarray()
        for one, other in zip(*np.nonzero(np.triu(cosine, 1) >= 0.2), strict=True):
            a, b = news[day[one]], news[day[other]]
            if a["source"] != b["source"] and contained(a["text"], b["text"]) < 0.1:
                found.append((a["text"], b["text"]))
    return found


def drawn(whole: list[Texts], positive: list[Texts], seed: int) -> list[Texts]:
    """Pairs cut at sentence ends to the lengths of positive pairs drawn for them."""
    draw = random.Random(seed)
    lengths = [[len(text.split()) for text in draw.choice(positive)] for _ in whole]
    return [(shortened(a, n), shortened(b, m)) for (a, b), (n, m) in zip(whole, lengths, strict=True)]


def contained(one: str, other: str) -> float:
    """Containment of word 5-grams in the shorter text."""
    grams = [{tuple(words[at : at + 5]) for at in range(len(words) - 4)} for words in (one.split(), other.split())]
    return len(grams[0] & grams[1]) / max(min(map(len, grams)), 1)


def shortened(text: str, words: int) -> str:
    """A text up to the sentence end at which it has at least so many words."""
    end = counted = 0
    for sentence in sentences(text):
        counted, end = counted + len(text[sentence.start : sentence.end].split()), sentence.end
        if counted >= words:
            break
    return text[:end]


def against_coverage(positive: list[Texts], draws: list[list[Texts]]) -> Iterator[Row]:
    """Recall at 1 % false positives and AUC of the score of a comparison; the baseline is a TF-IDF cosine.

    Each figure is the mean over the draws of negatives; the spread is their standard deviation.
    """
    from sklearn.metrics import roc_auc_score

    of_positive, of_draws = compared(positive), [compared(draw) for draw in draws]
    for name, least, most in (
        (f"rewrites, >= {SHORT_WORDS} words", SHORT_WORDS, np.inf),
        (f"rewrites, < {SHORT_WORDS} words", 0, SHORT_WORDS),
        ("rewrites, all", 0, np.inf),
    ):
        part, others = of_positive.within(least, most), [one.within(least, most) for one in of_draws]
        found = [
            [
                measured(np.r_[mine, theirs], np.arange(len(mine) + len(theirs)) < len(mine))
                for measured in (recall, lambda values, truth: float(roc_auc_score(truth, values)))
            ]
            for other in others
            for mine, theirs in ((part.score, other.score), (part.plain, other.plain))
        ]
        figures = np.array(found).reshape(len(draws), 2, 2)
        ours, baseline = figures.mean(axis=0)
        yield Row(name, "recall at 1 % false positives", ours[0], baseline[0], 0.968)
        yield Row(name, "its spread over draws", figures[:, 0, 0].std(), figures[:, 1, 0].std(), None)
        yield Row(name, "AUC", ours[1], baseline[1], 0.997)
        yield Row(name, "called reuse", float(part.called.mean()), None, None)
        yield Row(name, "coverage called reuse", float(np.mean([one.called.mean() for one in others])), None, 0.01)
    yield from calibration(of_positive, of_draws)


class Compared(NamedTuple):
    """Pairs as they were compared: our score, the baseline's, whether reuse was claimed, words of the shorter."""

    score: Values
    plain: Values
    called: NDArray[np.bool_]
    words: Keys

    def within(self, least: float, most: float) -> "Compared":
        """The pairs of at least and less than so many words."""
        inside = (self.words >= least) & (self.words < most)
        return Compared(self.score[inside], self.plain[inside], self.called[inside], self.words[inside])


def compared(pairs: list[Texts]) -> Compared:
    """Each pair compared on its own."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = [auditor.compare(*pair, raw=True) for pair in pairs]
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform([text for pair in pairs for text in pair])
    return Compared(
        np.array([one.score for one in found]),
        np.asarray(matrix[::2].multiply(matrix[1::2]).sum(axis=1)).ravel(),
        np.array([one.relation.is_reuse and one.kind == "plain" for one in found]),
        np.array([min(len(a.split()), len(b.split())) for a, b in pairs]),
    )


def calibration(positive: Compared, draws: list[Compared]) -> Iterator[Row]:
    """What the score says against what was the case, rewrites and coverage weighing the same."""
    score = np.concatenate([positive.score, *(draw.score for draw in draws)])
    truth = np.arange(len(score)) < len(positive.score)
    weight = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (score >= low) & ((score < low + 0.1) | (low > 0.85))
        if inside.any():
            gap = np.average(score[inside], weights=weight[inside]) - np.average(truth[inside], weights=weight[inside])
            error += abs(gap) * weight[inside].sum() / weight.sum()
    yield Row("score, rewrites or coverage", "expected calibration error, 10 bins", error, None, None)
    yield Row(
        "score, rewrites or coverage",
        "Brier score",
        float(np.average((score - truth) ** 2, weights=weight)),
        None,
        None,
    )


def recall(score: Values, truth: NDArray[np.bool_]) -> float:
    """The share of positives above all but one in a hundred negatives."""
    return float((score[truth] > np.quantile(score[~truth], 0.99)).mean())


def directions(positive: list[Texts]) -> Iterator[Row]:
    """Which of the two texts was the original, asked without metadata and in either order."""
    answers = []
    for number, (original, rewrite) in enumerate(positive):
        pair, right = ((original, rewrite), "a") if number % 2 else ((rewrite, original), "b")
        found = auditor.compare(*pair, raw=True).direction
        if found != "undetermined":
            answers.append(found == right)
    yield Row("direction, rewrites without metadata", "right where answered", float(np.mean(answers)), None, 0.95)
    yield Row("direction, rewrites without metadata", "answered", len(answers) / len(positive), None, None)


def tokens(name: str, text: str, outlet: str = "") -> StoryTokens:
    dissection = dissect(Article(id=name, path=name, text=text, sha256="", outlet=outlet), raw=True)
    return tokenise(dissection, dissection.stories[0])


def fit(data: Path) -> None:
    """Print the regression behind `auditor.align.verdict.resemblance`, and what it does on pairs held out.

    Positives are the rewrites, negatives same-day coverage, whole and cut in each draw; both weigh
    the same. Pairs are weighted by their own words alone, as in a comparison of two texts. Folds
    keep the rewrites of one text together, and pairs that share an article. Left out in turn is
    also each language model and each domain of the rewrites, to see whether the table is theirs.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    news = sorted(read(data / "news" / "dev.jsonl.gz"), key=lambda record: record["id"])
    records = list(read(data / "rewrites" / "dev.jsonl.gz"))
    positive, whole = rewrites(records), coverage(news)
    draws = [drawn(whole, positive, seed) for seed in DRAWS]
    pairs = [*positive, *(pair for draw in draws for pair in draw), *whole]
    values = np.array([measures(*pair) for pair in pairs])
    truth = np.arange(len(pairs)) < len(positive)
    groups = together([*positive, *whole])
    groups = np.concatenate([groups, *[groups[len(positive) :]] * len(draws)])

    def trained(rows: NDArray[np.bool_]) -> Any:
        share = truth[rows].mean()
        balanced = np.where(truth[rows], 0.5 / share, 0.5 / (1 - share))
        return LogisticRegression().fit(values[rows], truth[rows], sample_weight=balanced)

    held_out, everything = np.zeros(len(pairs)), np.arange(len(pairs))
    for train, test in GroupKFold(FOLDS).split(values, truth, groups):
        held_out[test] = trained(np.isin(everything, train)).decision_function(values[test])
    starts = len(positive) + len(whole) * np.arange(len(draws) + 1)
    print("held out: recall at 1 % false positives", per_draw(held_out[truth], held_out, starts))
    rewritten = [record for record in records if record["kind"] == "rewrite"]
    for what in ([record["domain"] for record in rewritten], [record["id"].rpartition("-")[2] for record in rewritten]):
        for name in sorted(set(what)):
            other = np.concatenate([np.array(what) == name, np.zeros(len(pairs) - len(positive), dtype=np.bool_)])
            scores = trained(~other).decision_function(values)
            print(f"without {name}: its recall", per_draw(scores[other], scores, starts))
    model = trained(np.ones(len(pairs), dtype=np.bool_))
    print("intercept; cosine, sequence, root of own facts, in place:", model.intercept_.round(2), model.coef_.round(2))


def per_draw(positive: Values, scores: Values, starts: Keys) -> str:
    """Recall at 1 % false positives in each draw of negatives."""
    found = [(positive > np.quantile(scores[one:end], 0.99)).mean() for one, end in pairwise(starts.tolist())]
    return " ".join(f"{one:.3f}" for one in found)


def measures(one: str, other: str) -> tuple[float, float, float, float]:
    """What the resemblance of two texts is made of."""
    stories = [tokens("a", one), tokens("b", other)]
    table = weights.blend(weights.count(stories), stories)
    a, b = (prepare(recurring.without(story, align.NO_FURNITURE), table) for story in stories)
    found = align.measure(a, b, table).features
    return found.cosine, sequence(a, b), math.sqrt(found.own_facts), found.in_place


def together(pairs: Sequence[Texts]) -> Keys:
    """A number for each pair; the same for pairs that share a text, directly or through others."""
    parent: dict[str, str] = {}

    def root(text: str) -> str:
        while parent.setdefault(text, text) != text:
            text = parent[text]
        return text

    for one, other in pairs:
        parent[root(one)] = root(other)
    _, numbers = np.unique([root(one) for one, _ in pairs], return_inverse=True)
    return numbers.astype(np.int64)


if __name__ == "__main__":
    main()
