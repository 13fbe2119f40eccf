"""How the reliability grade falls on ordinary, honest journalism.

    python benchmarks/grades.py --data EVAL [--articles 2000] [--worst 20]

Audits articles of the `news` evaluation set together, as one folder. Prints how many articles
have each grade, how often each signal counts, and the quantiles from which the bands of
`auditor/reliability.py` are taken; `--worst` prints the signals of the articles with the fewest
points, for reading by hand. The verdicts of such a reading stand in `readings/grades.csv`.
"""

import argparse
import os
from collections import Counter
from pathlib import Path

from fire_rate import news

import auditor
from auditor.model import Report
from auditor.reliability import GRADES, MEASURES, WORST

QUANTILES = (0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99)


def show(report: Report) -> None:
    """Grades, points, and each signal: in how many articles it counts, and its quantiles where measured."""
    graded = [entry.reliability for entry in report.articles if entry.reliability]
    articles = len(graded)
    grades = Counter(one.grade for one in graded)
    for letter in (*(letter for letter, _ in GRADES), WORST):
        print(f"{letter}  {grades[letter]:6}  {grades[letter] / articles:.2%}")
    print("points:", _quantiles([one.points for one in graded]))
    print(f"\n{'signal':24} {'measured':>8}   articles with points   quantiles {QUANTILES}")
    for measure in MEASURES:
        found = [signal for one in graded for signal in one.signals if signal.name == measure.name]
        points = Counter(signal.points for signal in found if signal.points)
        listed = ", ".join(f"{value:+}: {count / articles:.1%}" for value, count in sorted(points.items()))
        print(f"{measure.name:24} {len(found):8}   {listed}   {_quantiles([signal.value for signal in found])}")


def read_aloud(report: Report, count: int) -> None:
    """The articles with the fewest points, with what gave or took them."""
    graded = [(entry.reliability, entry) for entry in report.articles if entry.reliability]
    for given, entry in sorted(graded, key=lambda one: (one[0].points, one[1].id))[:count]:
        print(f"\n{entry.id}  {given.grade} {given.points:+}  {entry.title}")
        for signal in given.signals:
            if signal.points:
                print(f"    {signal.points:+}  {signal.name}: {signal.why}")


def _quantiles(values: list[float]) -> str:
    if not values:
        return ""
    ordered = sorted(values)
    return " ".join(f"{ordered[min(len(ordered) - 1, int(at * len(ordered)))]:.3g}" for at in QUANTILES)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    if not options.data:
        parser.error("say where the evaluation data is: --data FOLDER or AUDITOR_EVAL_DATA=FOLDER")
    articles = news(Path(options.data), options.articles)
    report = auditor.audit(articles, settings=auditor.Settings(jobs=options.jobs))
    show(report)
    read_aloud(report, options.worst)


if __name__ == "__main__":
    main()
