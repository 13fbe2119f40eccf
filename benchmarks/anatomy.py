"""Measures anatomy: generated bios, and how often its rules fire on real news.

    python benchmarks/anatomy.py --data FOLDER [--articles N] [--read CODE]

FOLDER (or AUDITOR_EVAL_DATA) holds `bios`, `appended` and `news` as gzipped JSON lines. With
`--read` fifty findings of one rule are printed, to be judged by eye.
"""

import argparse
import gzip
import json
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.anatomy import bios, dissect
from auditor.detector import ArticleDetector
from auditor.detectors import discover
from auditor.model import Article, Finding

CODES = ("BLP001", "BLP002", "BLP003", "BLP004", "BIO001", "BIO002", "APP001")

# A bio generator of our own, with no word of the known generator's vocabulary.
HOBBIES = (
    "gardening chess pottery cinema poetry sailing astronomy cheese vinyl history knitting robotics theatre karaoke"
)
ROLES = (
    "savant virtuoso aesthete sleuth monk rebel acolyte maestro zealot nomad alchemist pundit collector tinkerer snob"
)
SUBJECTS = "mystic vegan recluse maverick sommelier dilettante hermit romantic realist bookworm foodie baker insomniac"
MANNERS = "reluctant occasional recovering shameless part-time aspiring relentless semi-retired accidental chronic"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def article(name: str, text: str) -> Article:
    return Article(id=name, path=name, text=text, sha256="")


def disjoint_bio(rng: random.Random) -> str:
    hobby, role, subject, manner = (words.split() for words in (HOBBIES, ROLES, SUBJECTS, MANNERS))
    clauses: dict[str, None] = {}
    length = rng.randint(3, 8)
    while len(clauses) < length:
        plain = f"{rng.choice(hobby)} {rng.choice(role)}" if rng.random() < 0.6 else rng.choice(subject)
        clauses[f"{rng.choice(manner)} {plain}" if rng.random() < 0.3 else plain] = None
    return " ".join(f"{clause.capitalize()}." for clause in clauses)


def measure_bios(data: Path) -> None:
    found = [bios.recognise(row["text"]) for row in rows(data / "bios" / "dev.jsonl.gz")]
    print(f"bios: known grammar {sum(bool(bio and bio.generator) for bio in found)} of {len(found)}")
    rng = random.Random(4)
    hits = sum(bios.recognise(disjoint_bio(rng)) is not None for _ in range(2_000))
    print(f"bios: disjoint vocabulary {hits} of 2000")
    lines = alarms = 0
    for text in clean_texts(data):
        for line in filter(str.strip, text.splitlines()):
            lines += 1
            alarms += bios.recognise(line) is not None
    print(f"bios: {alarms} alarms on {lines} real lines")


def clean_texts(data: Path) -> Iterator[str]:
    for row in rows(data / "appended" / "dev.jsonl.gz"):
        if row["kind"] == "clean":
            yield "\n".join(row["paras"])
    for row in rows(data / "news" / "dev.jsonl.gz"):
        yield row["text"]


def measure_news(data: Path, articles: int, read: str) -> None:
    detectors = [kind() for kind in discover() if kind.rule.code in CODES]
    sample = list(rows(data / "news" / "dev.jsonl.gz"))
    random.Random(5).shuffle(sample)
    fired: dict[str, list[Finding]] = defaultdict(list)
    for row in sample[:articles]:
        found = dissect(article(row["id"], row["text"]))
        for detector in detectors:
            if isinstance(detector, ArticleDetector):
                fired[detector.rule.code].extend(detector.judge(found))
    for code in CODES:
        flagged = len({finding.article for finding in fired[code]})
        share = flagged / articles
        print(f"news: {code} {len(fired[code])} findings in {flagged} of {articles} articles ({share:.2%})")
    chosen = fired[read]
    for finding in random.Random(1).sample(chosen, min(50, len(chosen))):
        print(f"  {finding.article}:{finding.start_line} {finding.message}\n    {finding.quote[:160]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("AUDITOR_EVAL_DATA"), help="folder of the evaluation data")
    parser.add_argument("--articles", type=int, default=2_000, help="how many news articles to read")
    parser.add_argument("--read", default="", metavar="CODE", help="print fifty findings of this rule")
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the evaluation data is: --data FOLDER or AUDITOR_EVAL_DATA")
    data = Path(options.data)
    measure_bios(data)
    measure_news(data, options.articles, options.read)


if __name__ == "__main__":
    main()
