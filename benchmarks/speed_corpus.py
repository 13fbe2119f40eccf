"""Corpora with planted copies: documents composed of sentences of real news, and the truth about them.

A document is made of runs of three to eight sentences of several articles, 300 to 500 words in all. One in ten
is a copy of another one: words changed, sentences dropped, moved, or changed and dropped, 1 to 20 % of them. The
same seed gives the same corpus. What several articles have, as the furniture of a site, and what is no sentence by
its length is left out: one "sentence" of 400 words would make all documents that hold it copies. The pool of
sentences is recycled in large corpora, so that some pairs that were not planted share sentences, and a few are alike.
"""

import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from auditor.text import sentences, words

SEED = 20_260
PLANTED = 0.1
LEAST_WORDS, MOST_WORDS = 300, 500
SENTENCE_WORDS = range(5, 41)
WAYS = ("edit", "drop", "reorder", "edit+drop")


class Truth(NamedTuple):
    """A planted copy: its document, the one it was made from, and their Jaccard similarity."""

    copy: str
    original: str
    way: str
    jaccard: float


def corpus(folder: Path, data: Path, size: int) -> tuple[Path, list[Truth]]:
    """The corpus of so many documents as JSON Lines, made unless it is there already, and its truth."""
    folder.mkdir(parents=True, exist_ok=True)
    path, truth = folder / f"c{size}.jsonl", folder / f"c{size}.truth.tsv"
    if not (path.exists() and truth.exists()):
        _compose(path, truth, pool(data), size)
    with truth.open(encoding="utf-8", newline="") as file:
        return path, [Truth(row[0], row[1], row[2], float(row[3])) for row in csv.reader(file, delimiter="\t")]


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """The ids and texts of a corpus."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record["id"], record["text"]


def pool(data: Path) -> list[list[str]]:
    """The sentences of each article of the news data that has eight or more that no other place has."""
    articles = []
    with gzip.open(data / "news" / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            articles.append([" ".join(text[span.start : span.end].split()) for span in sentences(text)])
    places = Counter(sentence for article in articles for sentence in article)
    own = [[one for one in article if places[one] == 1 and len(one.split()) in SENTENCE_WORDS] for article in articles]
    return [article for article in own if len(article) >= 8]


def _compose(path: Path, truth: Path, articles: list[list[str]], size: int) -> None:
    chance = random.Random(SEED + size)
    originals = size - int(size * PLANTED)
    copied = set(chance.sample(range(originals), size - originals))
    made: list[tuple[str, str]] = []
    with path.open("w", encoding="utf-8") as file, truth.open("w", encoding="utf-8", newline="") as of:
        rows = csv.writer(of, delimiter="\t", lineterminator="\n")
        for number in range(originals):
            document = _document(articles, chance)
            name = f"d{number:07}"
            _write(file, name, document)
            if number in copied:
                copy, way = _copy(document, chance)
                made.append((f"p{number:07}", " ".join(copy)))
                rows.writerow((f"p{number:07}", name, way, f"{jaccard(' '.join(document), ' '.join(copy)):.4f}"))
        for name, text in made:
            _write(file, name, [text])


def _write(file, name: str, document: list[str]) -> None:  # type: ignore[no-untyped-def]  # a text stream
    file.write(json.dumps({"id": name, "text": " ".join(document)}, ensure_ascii=False) + "\n")


def _document(articles: list[list[str]], chance: random.Random) -> list[str]:
    wanted, document, count = chance.randint(LEAST_WORDS, MOST_WORDS), [], 0
    while count < wanted:
        article = chance.choice(articles)
        start = chance.randrange(len(article) - 2)
        for sentence in article[start : start + chance.randint(3, 8)]:
            if count < wanted:
                document.append(sentence)
                count += len(sentence.split())
    return document


def _copy(document: list[str], chance: random.Random) -> tuple[list[str], str]:
    way, share = chance.choice(WAYS), chance.uniform(0.01, 0.2)
    copy = list(document)
    if "drop" in way:
        copy = [sentence for sentence in copy if chance.random() >= share] or copy[:1]
    if way == "reorder":
        for _ in range(max(1, round(share * len(copy)))):
            copy.insert(chance.randrange(len(copy)), copy.pop(chance.randrange(len(copy))))
    if "edit" in way:
        other = chance.choice(document).split()
        copy = [
            " ".join(chance.choice(other) if chance.random() < share else word for word in sentence.split())
            for sentence in copy
        ]
    return copy, way


def jaccard(one: str, other: str) -> float:
    """The Jaccard similarity of two texts over word 5-grams."""
    a, b = (_grams(words(text.casefold())) for text in (one, other))
    return len(a & b) / max(len(a | b), 1)


def _grams(found: list[str]) -> set[tuple[str, ...]]:
    return {tuple(found[at : at + 5]) for at in range(max(len(found) - 4, 1))}
