"""How far the citation rules are right about real outlets, titles, dates and addresses.

    python benchmarks/citations.py --data EVAL [--articles 2000]

Writes citations from the records of the `news` evaluation set, whose outlet the table of outlets
knows: after a paragraph of one article "Source: OUTLET, “TITLE”, DATE, ADDRESS" of another. As
they are, they should give nothing; each fault that is then put in should give its rule. Printed are
the articles that give what they should, per fault.
"""

import argparse
import datetime as dt
import gzip
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import auditor
from auditor.outlets import outlets

Record = dict[str, Any]
_PARAGRAPH_WORDS = 25


def records(data: Path, count: int) -> list[Record]:
    """`count` records with a known outlet and a date, spread evenly over the set."""
    with gzip.open(data / "news" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        known = [one for one in map(json.loads, lines) if _outlet(one) and one["date"] and one["title"]]
    step = max(1.0, len(known) / count)
    return [known[int(n * step)] for n in range(min(count, len(known)))]


def _outlet(record: Record) -> str:
    found = outlets().lookup(record["source"])
    return found.name if found and found.domains else ""


def _day(record: Record, later: int = 0) -> str:
    day = dt.date.fromisoformat(record["date"][:10]) + dt.timedelta(days=later)
    return f"{day:%B} {day.day}, {day.year}"


def _paragraph(text: str) -> str:
    """The first paragraph of some length that ends in a full stop; a sentence where there is none."""
    long = (line.strip() for line in text.splitlines() if len(line.split()) >= _PARAGRAPH_WORDS)
    return next((line for line in long if line.endswith(".")), "The council met on Tuesday for three hours.")


def faults(cited: Record, other: Record) -> Iterator[tuple[str, str, str]]:
    """Each fault with its rule ("" for none) and the citation that has it."""
    outlet, title, url, day = cited["source"], f"“{cited['title']}”", cited["url"], _day(cited)
    yield "as it is", "", f"{outlet}, {title}, {day}, {url}"
    yield "outlet alone", "CIT001", outlet
    yield "title of an error page", "CIT006", f"{outlet}, “Page not found”, {day}, {url}"
    yield "mistyped scheme", "CIT007", f"{outlet}, {title}, {day}, {url.replace('http', 'htp', 1)}"
    yield (
        "no public suffix",
        "CIT007",
        f"{outlet}, {title}, {day}, {url.replace('.com', '.cmo').replace('.org', '.ogr')}",
    )
    if _outlet(other) != _outlet(cited):
        yield "another outlet's address", "CIT008", f"{outlet}, {title}, {day}, {other['url']}"
    yield "dated a year later", "CIT009", f"{outlet}, {title}, {_day(cited, later=366)}, {url}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--show", action="store_true", help="print the findings that no fault explains")
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the evaluation data is: --data FOLDER or AUDITOR_EVAL_DATA=FOLDER")
    report(records(Path(options.data), options.articles), print if options.show else lambda _: None)


def report(chosen: list[Record], show: Callable[[str], object]) -> None:
    """Audit the citations and print a line per fault."""
    articles, meant = [], {}
    for number, cited in enumerate(chosen):
        for fault, rule, value in faults(cited, chosen[number - 1]):
            name = f"{number:05}-{fault}"
            text = f"{_paragraph(chosen[number - 2]['text'])} Source: {value}\n"
            articles.append(auditor.Article.of(name, text, date=cited["date"]))
            meant[name] = (fault, rule)
    found = {name: set[str]() for name in meant}
    for finding in auditor.audit(articles, settings=auditor.Settings(select=("CIT",), ignore=("CIT005",))).findings:
        found[finding.article].add(finding.rule)
        if finding.rule != meant[finding.article][1]:
            show(f"{finding.article} {finding.rule} {finding.message} > {finding.quote}")
    total, right, others = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for name, (fault, rule) in meant.items():
        total[fault] += 1
        right[fault] += rule in found[name] if rule else not found[name]
        others.update((fault, one) for one in found[name] if one != rule)
    for fault, number in total.items():
        beside = ", ".join(f"{one} {n}" for (of, one), n in sorted(others.items()) if of == fault)
        print(f"{fault:26} {number:6}  right {right[fault] / number:.4f}   other rules: {beside or 'none'}")


if __name__ == "__main__":
    main()
