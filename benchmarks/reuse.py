"""Rewrites against coverage of one event, candidates, direction: rows of the evaluation table.

    python benchmarks/reuse.py --data FOLDER --fit     fits and cross-validates the table in auditor/align/verdict.py
    python benchmarks/quality.py --data FOLDER --only reuse

The folder (or AUDITOR_EVAL_DATA) holds `news/dev.jsonl.gz` and `rewrites/dev.jsonl.gz`; there is
no default. Fitted is on development data only.
"""

import argparse
import gzip
import json
import os
import random
import resource
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from row import Row

import auditor
from auditor import align, candidates, sketch, weights
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
    cut, _ = coverage(news, positive)
    yield from against_coverage(positive, cut)
    yield from directions(positive)
    yield from candidate_rows(news, originals)


def read(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rewrites(records: list[Record]) -> list[Texts]:
    """Each original with each of its rewrites."""
    original = {record["group"]: record["text"] for record in records if record["kind"] == "original"}
    return [(original[record["group"]], record["text"]) for record in records if record["kind"] == "rewrite"]


def coverage(news: list[Record], positive: list[Texts]) -> tuple[list[Texts], list[Texts]]:
    """Same-day coverage by two outlets: cut at sentence ends to the lengths of drawn positives, and whole."""
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
    draw = random.Random(7)
    draw.shuffle(found)
    lengths = [tuple(len(text.split()) for text in draw.choice(positive)) for _ in found]
    return [(shortened(a, n), shortened(b, m)) for (a, b), (n, m) in zip(found, lengths, strict=True)], found


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


def against_coverage(positive: list[Texts], negative: list[Texts]) -> Iterator[Row]:
    """Recall at 1 % false positives and AUC of the score of a comparison; the baseline is a TF-IDF cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import roc_auc_score

    pairs = [*positive, *negative]
    truth = np.arange(len(pairs)) < len(positive)
    compared = [auditor.compare(*pair, raw=True) for pair in pairs]
    score = np.array([one.score for one in compared])
    called = np.array([one.relation.is_reuse and one.kind == "plain" for one in compared])
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform([text for pair in pairs for text in pair])
    plain = np.asarray(matrix[::2].multiply(matrix[1::2]).sum(axis=1)).ravel()
    words = np.array([min(len(a.split()), len(b.split())) for a, b in pairs])
    for name, part in (
        (f"rewrites, >= {SHORT_WORDS} words", words >= SHORT_WORDS),
        (f"rewrites, < {SHORT_WORDS} words", words < SHORT_WORDS),
        ("rewrites, all", words >= 0),
    ):
        ours, theirs = (recall(values[part], truth[part]) for values in (score, plain))
        yield Row(name, "recall at 1 % false positives", ours, theirs, 0.968)
        ours, theirs = (float(roc_auc_score(truth[part], values[part])) for values in (score, plain))
        yield Row(name, "AUC", ours, theirs, 0.997)
        yield Row(name, "called reuse", float(called[part & truth].mean()), None, None)
        yield Row(name, "coverage called reuse", float(called[part & ~truth].mean()), None, 0.01)


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


def candidate_rows(news: list[Record], originals: list[Record]) -> Iterator[Row]:
    """Candidates apart from everything else: tokens in, pairs out."""
    stories = [tokens(record["id"], record["text"], record.get("source", "")) for record in news]
    table = weights.blend(weights.count(stories), stories)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = candidates.find(stories, table)
    spent = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield Row("candidates, news", "CPU s", spent, None, 15)
    yield Row("candidates, news", "MB above what the stories take", (after - before) / 1024, None, 500)
    pairs = {(pair.i, pair.j) for pair in found.pairs}
    gold = overlapping(stories, [record["source"] for record in news])
    plain = lsh_pairs(stories)
    for least in (0.3, 0.5):
        wanted = {pair for pair, value in gold.items() if value >= least}
        name = f"candidates, containment >= {least} ({len(wanted)} pairs)"
        yield Row(name, "recall", len(wanted & pairs) / len(wanted), len(wanted & plain) / len(wanted), 0.995)
    yield Row("candidates, planted rewrites", "recall", planted(stories, originals), None, 0.99)


def tokens(name: str, text: str, outlet: str = "") -> StoryTokens:
    dissection = dissect(Article(id=name, path=name, text=text, sha256="", outlet=outlet), raw=True)
    return tokenise(dissection, dissection.stories[0])


def overlapping(stories: Sequence[StoryTokens], sources: Sequence[str]) -> dict[tuple[int, int], float]:
    """Containment of word 5-grams, counted exactly, of the pairs with >= 0.3 once site furniture is taken out.

    Furniture are the 5-grams in four articles of a source. Pairs are looked for by the 5-grams
    that stand in at most 200 articles.
    """
    from scipy.sparse import csr_array

    shingles = sketch.shingle(stories)
    _, codes = np.unique(np.array(sources), return_inverse=True)
    vocabulary, column = np.unique(shingles.hashes, return_inverse=True)
    _, at, times = np.unique(
        column.astype(np.int64) * (codes.max() + 1) + codes[shingles.owners], return_inverse=True, return_counts=True
    )
    own = times[at] < 4
    owners, column = shingles.owners[own], column[own]
    rare = np.bincount(column, minlength=len(vocabulary))[column] <= 200
    ones = np.ones(int(rare.sum()), dtype=np.int32)
    matrix = csr_array((ones, (owners[rare], column[rare])), shape=(len(stories), len(vocabulary)))
    shared = (matrix @ matrix.T).tocoo()
    sizes, bounds = np.bincount(owners, minlength=len(stories)), np.searchsorted(owners, np.arange(len(stories) + 1))
    found = {}
    some = (shared.row < shared.col) & (shared.data >= 3)
    for i, j in zip(shared.row[some].tolist(), shared.col[some].tolist(), strict=True):
        both = np.intersect1d(column[bounds[i] : bounds[i + 1]], column[bounds[j] : bounds[j + 1]])
        if len(both) >= 0.3 * min(sizes[i], sizes[j]):
            found[i, j] = len(both) / min(sizes[i], sizes[j])
    return found


def lsh_pairs(stories: Sequence[StoryTokens]) -> set[tuple[int, int]]:
    """The baseline: datasketch's LSH at a threshold of 0.5 over the same 5-grams."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=sketch.PERMUTATIONS)
    found = set()
    for number, row in enumerate(sketch.signatures(sketch.shingle(stories))):
        signature = MinHash(sketch.PERMUTATIONS, hashfunc=int, hashvalues=row, scheme="affine32")
        found |= {(other, number) for other in index.query(signature)}
        index.insert(number, signature)
    return found


def planted(stories: list[StoryTokens], originals: list[Record]) -> float:
    """The share of rewrites, planted among the news, that are candidates together with their original."""
    everything = [*stories, *(tokens(f"~{record['id']}", record["text"]) for record in originals)]
    found = candidates.find(everything, weights.blend(weights.count(everything), everything))
    pairs = {(pair.i, pair.j) for pair in found.pairs}
    place = {story.id: at for at, story in enumerate(everything)}
    original = {record["group"]: place[f"~{record['id']}"] for record in originals if record["kind"] == "original"}
    rewritten = [(original[one["group"]], place[f"~{one['id']}"]) for one in originals if one["kind"] == "rewrite"]
    return float(np.mean([(min(pair), max(pair)) in pairs for pair in rewritten]))


def fit(data: Path) -> None:
    """Print the regression behind `auditor.align.verdict.resemblance`, and what it does on pairs held out.

    Positives are the rewrites, negatives same-day coverage, cut and whole; both weigh the same.
    Pairs are weighted by their own words alone, as in a comparison of two texts. Folds keep the
    two rewrites of one text together, and pairs that share an article.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    news = sorted(read(data / "news" / "dev.jsonl.gz"), key=lambda record: record["id"])
    positive = rewrites(list(read(data / "rewrites" / "dev.jsonl.gz")))
    cut, whole = coverage(news, positive)
    pairs = [*positive, *cut, *whole]
    measured = np.array([measures(*pair) for pair in pairs])
    truth = np.arange(len(pairs)) < len(positive)
    groups = together([*positive, *whole, *whole])
    balanced = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    held_out = np.zeros(len(pairs))
    for train, test in GroupKFold(FOLDS).split(measured, truth, groups):
        model = LogisticRegression().fit(measured[train], truth[train], sample_weight=balanced[train])
        held_out[test] = model.decision_function(measured[test])
        print("fold:", model.intercept_.round(2), model.coef_.round(2))
    protocol = np.arange(len(pairs)) < len(positive) + len(cut)
    print(f"held out: recall at 1 % false positives {recall(held_out[protocol], truth[protocol]):.3f}")
    model = LogisticRegression().fit(measured, truth, sample_weight=balanced)
    print("intercept; cosine, sequence:", model.intercept_.round(2), model.coef_.round(2))


def measures(one: str, other: str) -> tuple[float, float]:
    """The TF-IDF cosine and the sequence beyond chance of two texts."""
    stories = [tokens("a", one), tokens("b", other)]
    table = weights.blend(weights.count(stories), stories)
    a, b = (prepare(recurring.without(story, align.NO_FURNITURE), table) for story in stories)
    return align.measure(a, b, table).features.cosine, sequence(a, b)


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
