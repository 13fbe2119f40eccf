"""How often each rule fires on ordinary, honest journalism.

    python benchmarks/fire_rate.py --data EVAL [--articles 500] [--write] [--sample 50]

Audits articles of the `news` evaluation set together, as one folder, and counts per rule the
findings and the articles concerned. `--write` keeps the counts in
`auditor/data/fire_rates.json`, from which the handbook quotes them; `--sample` prints up to
that many findings of each rule, for reading by hand.
"""

import argparse
import gzip
import json
import os
from collections import Counter
from pathlib import Path

import auditor
from auditor.model import Report, Severity

TABLE = Path(__file__).parent.parent / "auditor" / "data" / "fire_rates.json"


def news(data: Path, count: int) -> list[auditor.Article]:
    """`count` articles spread evenly over the set, which is in no particular order."""
    with gzip.open(data / "news" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    step = len(records) / count
    chosen = (records[int(n * step)] for n in range(count))
    return [
        auditor.Article.of(one["id"], one["text"], title=one["title"], date=one["date"], outlet=one["source"])
        for one in chosen
    ]


def show(report: Report, articles: int) -> None:
    """A line per rule, and the number the gate's users feel: errors in 100 articles."""
    findings = Counter(finding.rule for finding in report.findings)
    concerned = Counter(rule for rule, _ in {(finding.rule, finding.article) for finding in report.findings})
    severity = {finding.rule: finding.severity for finding in report.findings}
    print(f"{'rule':8} {'severity':8} {'findings':>8} {'articles':>8}   share of {articles} articles")
    for rule in sorted(findings):
        share = concerned[rule] / articles
        print(f"{rule:8} {severity[rule]:8} {findings[rule]:8} {concerned[rule]:8}   {share:.2%}")
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    print(f"error findings per 100 articles: {100 * errors / articles:.2f}")


def read_aloud(report: Report, count: int) -> None:
    """Findings to be read by hand, up to `count` of each rule, in the arbitrary order of fingerprints."""
    taken: Counter[str] = Counter()
    for finding in sorted(report.findings, key=lambda finding: (finding.rule, finding.fingerprint)):
        taken[finding.rule] += 1
        if taken[finding.rule] > count:
            continue
        print(
            f"\n[{taken[finding.rule]}] {finding.rule} {finding.severity} "
            f"{finding.article}:{finding.start_line}  {finding.message}"
        )
        print(f"    > {finding.quote}")
        for place in finding.related:
            print(f"    related {place.article}:{place.start_line} > {place.quote}")


def _table(report: Report, articles: int) -> dict[str, object]:
    """What the handbook quotes; a rule that ran and never fired has its zeros there."""
    findings = Counter(finding.rule for finding in report.findings)
    concerned = Counter(rule for rule, _ in {(finding.rule, finding.article) for finding in report.findings})
    return {
        "data": "ordinary news articles of many outlets (Article-Bias-Prediction, development split)",
        "articles": articles,
        "rules": {rule: {"findings": findings[rule], "articles": concerned[rule]} for rule in report.settings["rules"]},
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the evaluation data is: --data FOLDER or AUDITOR_EVAL_DATA=FOLDER")
    articles = news(Path(options.data), options.articles)
    report = auditor.audit(articles, settings=auditor.Settings(jobs=options.jobs))
    show(report, len(articles))
    if options.sample:
        read_aloud(report, options.sample)
    if options.write:
        TABLE.write_text(json.dumps(_table(report, len(articles)), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
