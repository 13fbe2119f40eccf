"""The evaluation table: what was asked, our figure, a plain baseline's, and the figure to beat.

    python benchmarks/quality.py --data FOLDER [--only NAME]...

The folder (or AUDITOR_EVAL_DATA) holds the evaluation data; there is no default. Each module named
in `PARTS` has a function `rows(data: Path) -> Iterator[Row]`, and prints its lines as they come.
"""

import argparse
import os
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from row import Row

PARTS = ("lines", "recurrence", "pan13", "reuse", "lanes", "appended")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--only", action="append", choices=PARTS, metavar="NAME", help=", ".join(PARTS))
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("give the evaluation data by --data or AUDITOR_EVAL_DATA")
    print("| question | metric | ours | baseline | to beat |")
    print("|---|---|---|---|---|")
    for name in arguments.only or PARTS:
        began = time.process_time()
        for row in rows(name, Path(arguments.data)):
            print(line(row), flush=True)
        print(f"| {name} | CPU s | {time.process_time() - began:.0f} | | |", flush=True)


def rows(name: str, data: Path) -> Iterator[Row]:
    """The lines of one part."""
    yield from import_module(name).rows(data)


def line(row: Row) -> str:
    """A row of a Markdown table."""
    figures = ("" if value is None else f"{value:.3f}" for value in row[2:])
    return f"| {row.question} | {row.metric} | {' | '.join(figures)} |"


if __name__ == "__main__":
    main()
