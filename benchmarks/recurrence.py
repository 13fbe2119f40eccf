"""Template lines over the pages of a site: planted into articles of real outlets, then looked for.

Eighteen articles each of fifteen outlets of `news` get lines of invented words, eight a site, each
on 35-100 % of its pages, at the head, in the middle or at the tail. "Other lines" are all that was not
planted; the outlets' own furniture is among them. The baseline is the plain rule: the same line in at
least three articles and 30 % of the site's.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fit_lines import records
from row import Row

import auditor
from auditor import Settings
from auditor.model import Article
from auditor.text import normalise

SITES, PAGES, TEMPLATES = 15, 18, 8
WORDS = (
    "harbour desk letter morning table garden window river market evening signal paper copper silver lantern orchard"
)
FURNITURE = ("BLP001", "BLP002", "BLP003", "BLP004", "BLP005", "BLP007")

Line = tuple[str, int]


def rows(data: Path) -> Iterator[Row]:
    pages, planted = folder(list(records(data / "news" / "dev.jsonl.gz")))
    report = auditor.audit(pages, settings=Settings(jobs=1))
    lines = {(page.id, number) for page in pages for number, _ in enumerate(page.text.split("\n"), 1)}
    plain = recurring(pages)
    for name, codes in (("template lines", ("BLP005",)), ("furniture, all rules", FURNITURE)):
        found = {(finding.article, finding.start_line) for finding in report.findings if finding.rule in codes}
        yield Row(name, "recall", share(found, planted), share(plain, planted), 0.95)
        yield Row("", "other lines flagged", share(found, lines - planted), share(plain, lines - planted), 0.01)


def share(found: set[Line], of: set[Line]) -> float:
    return len(found & of) / len(of)


def folder(news: list[dict[str, Any]]) -> tuple[list[Article], set[Line]]:
    """The articles with planted lines, and where these stand."""
    rng = random.Random(7)
    rng.shuffle(news)
    outlets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in news:
        outlets[str(record["source"])].append(record)
    chosen = [name for name in sorted(outlets) if len(outlets[name]) >= PAGES][:SITES]
    pages, planted = [], set()
    for site in chosen:
        templates = [
            (invented(rng), rng.choice(("head", "middle", "tail")), rng.uniform(0.35, 1)) for _ in range(TEMPLATES)
        ]
        for record in outlets[site][:PAGES]:
            lines = [(line, False) for line in record["text"].split("\n") if line.strip()]
            for line, where, often in templates:
                if rng.random() <= often:
                    at = {"head": 0, "tail": len(lines), "middle": rng.randint(0, len(lines))}[where]
                    lines.insert(at, (line, True))
            planted |= {(record["id"], number) for number, (_, is_planted) in enumerate(lines, 1) if is_planted}
            text = "\n".join(line for line, _ in lines)
            pages.append(Article.of(record["id"], text, outlet=site, title=record["title"], date=record["date"]))
    return pages, planted


def invented(rng: random.Random) -> str:
    words = " ".join(rng.choice(WORDS.split()) for _ in range(rng.randint(2, 14)))
    return words.capitalize() + rng.choice(("", ".", "!", ":"))


def recurring(pages: list[Article]) -> set[Line]:
    """What the plain rule flags."""
    sizes = Counter(page.outlet for page in pages)
    places: dict[tuple[str, str], set[Line]] = defaultdict(set)
    for page in pages:
        for number, line in enumerate(page.text.split("\n"), 1):
            places[page.outlet, normalise(line)].add((page.id, number))
    return {
        line
        for (outlet, _), lines in places.items()
        if len({article for article, _ in lines}) >= max(3, 0.3 * sizes[outlet])
        for line in lines
    }
