"""Measures the detection of reuse on evaluation data: candidates, relations, the score, the cost.

    python benchmarks/reuse.py --data FOLDER [--articles N] [--fit]

The folder (or AUDITOR_EVAL_DATA) holds `news/dev.jsonl.gz` and `rewrites/dev.jsonl.gz`; there is
no default. `--fit` prints the logistic regression behind `auditor.align.verdict.resemblance`.
"""

import argparse
import gzip
import json
import os
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor import align, candidates, families, weights
from auditor.align.prepared import prepare
from auditor.align.verdict import Features, kind, relation, resemblance
from auditor.anatomy import dissect
from auditor.dissection import Dissection
from auditor.model import Article
from auditor.text import sentences
from auditor.tokens import StoryTokens, tokenise

Record = dict[str, str]
Texts = tuple[str, str]
NEGATIVES = 3000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("give the evaluation data by --data or AUDITOR_EVAL_DATA")
    data = Path(arguments.data)
    news = sorted(read(data / "news" / "dev.jsonl.gz"), key=lambda record: record["id"])
    originals = list(read(data / "rewrites" / "dev.jsonl.gz"))
    positive = rewrites(originals)
    negative = coverage(news, positive)
    coverage_against_rewrites(positive, negative, fit=arguments.fit)
    corpus(news[: arguments.articles], originals)


def read(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def examined(name: str, text: str, outlet: str = "") -> tuple[Dissection, StoryTokens]:
    article = Article(id=name, path=name, text=text, sha256="", outlet=outlet)
    dissection = dissect(article, raw=True)
    return dissection, tokenise(dissection, dissection.stories[0])


def rewrites(records: list[Record]) -> list[Texts]:
    """Each original with each of its rewrites."""
    original = {record["group"]: record["text"] for record in records if record["kind"] == "original"}
    return [(original[record["group"]], record["text"]) for record in records if record["kind"] == "rewrite"]


def coverage(news: list[Record], positive: list[Texts]) -> list[Texts]:
    """Same-day coverage by two outlets, cut at sentence ends to the lengths of drawn positives."""
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
    return [(cut(a, n), cut(b, m)) for (a, b), (n, m) in zip(found[:NEGATIVES], lengths, strict=False)]


def contained(one: str, other: str) -> float:
    """Containment of word 5-grams in the shorter text."""
    grams = [{tuple(words[at : at + 5]) for at in range(len(words) - 4)} for words in (one.split(), other.split())]
    return len(grams[0] & grams[1]) / max(min(map(len, grams)), 1)


def cut(text: str, words: int) -> str:
    end = counted = 0
    for sentence in sentences(text):
        counted, end = counted + len(text[sentence.start : sentence.end].split()), sentence.end
        if counted >= words:
            break
    return text[:end]


def coverage_against_rewrites(positive: list[Texts], negative: list[Texts], *, fit: bool) -> None:
    from sklearn.metrics import roc_auc_score

    pairs = [
        (examined(f"{number}a", one)[1], examined(f"{number}b", other)[1])
        for number, (one, other) in enumerate([*positive, *negative])
    ]
    table = weights.blend(weights.count(stories := [story for pair in pairs for story in pair]), stories)
    began = time.process_time()
    found = [align.measure(prepare(a, table), prepare(b, table), table).features for a, b in pairs]
    print(f"{len(pairs):,} pairs measured in {time.process_time() - began:.1f} CPU s")
    truth = np.arange(len(pairs)) < len(positive)
    score = np.array([resemblance(one) for one in found])
    words = np.array([one.words for one in found])
    flagged = np.array([relation(one).is_reuse and kind(one) not in families.NOT_REUSE for one in found])
    for name, part in (("all", words >= 0), (">= 100 words", words >= 100), ("< 100 words", words < 100)):
        positives, negatives = score[part & truth], score[part & ~truth]
        recall = (positives > np.quantile(negatives, 0.99)).mean()
        print(
            f"{name}: {len(positives)} rewrites, {len(negatives)} coverage: "
            f"AUC {roc_auc_score(truth[part], score[part]):.4f}, recall at 1 % false positives {recall:.3f}; "
            f"called reuse: {flagged[part & truth].mean():.3f} of rewrites, "
            f"{flagged[part & ~truth].mean():.4f} of coverage"
        )
    if fit:
        print_fit(found, truth)


def print_fit(found: list[Features], truth: NDArray[np.bool_]) -> None:
    from sklearn.linear_model import LogisticRegression

    measures = np.array([(one.cosine, max(one.soft_a, one.soft_b), one.pairs) for one in found])
    model = LogisticRegression(C=10, class_weight="balanced").fit(measures, truth)
    print("intercept, cosine, contained, bigrams:", model.intercept_.round(2), model.coef_.round(2))


def corpus(news: list[Record], originals: list[Record]) -> None:
    """All stages on the news, with the rewrites planted among them."""
    clock = time.process_time()

    def lap(name: str) -> None:
        nonlocal clock
        now = time.process_time()
        print(f"{name}: {now - clock:.1f} CPU s")
        clock = now

    read_in = [examined(record["id"], record["text"], record["source"]) for record in news]
    read_in += [examined(f"~{record['id']}", record["text"]) for record in originals]
    lap(f"{len(read_in):,} articles cut into words")
    dissections, stories = zip(*read_in, strict=True)
    table = weights.blend(weights.count(stories), stories)
    lap("weights")
    found = candidates.find(stories, table)
    lap(f"candidates {found.counts}, {len(found.pairs):,} pairs")
    print(*found.notes, sep="\n")
    planted(stories, originals, found)
    aligned = align.align_pairs(
        [(stories[pair.i], stories[pair.j], pair.lanes) for pair in found.pairs], table, found.furniture
    )
    lap("alignment")
    grouped = families.group(aligned, dissections)
    lap(f"{len(grouped):,} families")
    source = {record["id"]: record["source"] for record in news}
    between = [one.link for one in aligned if source.get(one.link.a, "") != source.get(one.link.b, "")]
    between = [link for link in between if link.a in source and link.b in source]
    print("pairs of two sources:", dict(Counter(f"{link.relation}/{link.kind}" for link in between)))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def planted(stories: tuple[StoryTokens, ...], originals: list[Record], found: candidates.Candidates) -> None:
    """The share of rewrites that are candidates together with their original."""
    place = {story.id: at for at, story in enumerate(stories)}
    pairs = {(pair.i, pair.j) for pair in found.pairs}
    original = {record["group"]: place[f"~{record['id']}"] for record in originals if record["kind"] == "original"}
    wanted = [
        tuple(sorted((original[record["group"]], place[f"~{record['id']}"])))
        for record in originals
        if record["kind"] == "rewrite"
    ]
    print(f"planted rewrites among the candidates: {np.mean([pair in pairs for pair in wanted]):.4f} of {len(wanted)}")


if __name__ == "__main__":
    main()
