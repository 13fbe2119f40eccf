"""How long the command takes to answer: wall clock and CPU seconds, the best of several runs.

    python benchmarks/startup.py [--runs 7] [--check]

`--check` fails when a command needs more than its limit: 0.3 s of wall clock for help and
explanations, 2.5 s of CPU for the five seeds. The best run is taken, not the mean, because
other work on the machine can only add to it. The first run of a fresh checkout also compiles
the modules; it is not counted.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

SEEDS = Path(__file__).parent.parent / "seeds"


class Case(NamedTuple):
    """A command line with its limits in seconds; None is no limit."""

    arguments: tuple[str, ...]
    wall: float | None = None
    cpu: float | None = None


CASES = (
    Case(("--help",), wall=0.3),
    Case(("--version",), wall=0.3),
    Case(("audit", "--help"), wall=0.3),
    Case(("explain", "DUP001"), wall=0.3),
    Case(("explain",), wall=0.3),
    Case(("rules",)),
    Case(("schema", "report")),
    Case(("config", "show")),
    Case(("audit", str(SEEDS)), cpu=2.5),
    Case(("audit", str(SEEDS), "--output", "json"), cpu=2.5),
)


def measure(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Wall clock and CPU seconds (user and system, children included) of one run."""
    start = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"auditor {' '.join(arguments)} ended with {code}")
    return wall, usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    late = []
    print("| Command | Wall clock, s | CPU, s | Limit |\n|---|---:|---:|---|")
    for case in CASES:
        measure(case.arguments)
        walls, cpus = zip(*(measure(case.arguments) for _ in range(options.runs)), strict=True)
        wall, cpu = min(walls), min(cpus)
        limits = {"wall clock": (wall, case.wall), "CPU": (cpu, case.cpu)}
        stated = ", ".join(f"{limit} s {name}" for name, (_, limit) in limits.items() if limit)
        command = " ".join(argument.replace(str(SEEDS), "seeds") for argument in ("auditor", *case.arguments))
        late += [command for seconds, limit in limits.values() if limit and seconds > limit]
        print(f"| `{command}` | {wall:.2f} | {cpu:.2f} | {stated} |")
    if options.check and late:
        sys.exit(f"over the limit: {', '.join(late)}")


if __name__ == "__main__":
    main()
