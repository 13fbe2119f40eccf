"""What the cache saves: one folder audited without a cache, with an empty one, again, and with some files changed.

    python benchmarks/remembering.py --data EVAL [--articles 4000] [--changed 0.01]

CPU seconds are user + system of the whole command with its children. Every report is compared with that of a run
without a cache: they must be the same, byte for byte.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--changed", type=float, default=0.01, help="the share of files that change")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        names = written(arguments.data, work / "news", arguments.articles)
        print(f"{len(names):,} articles\n\n| Run | CPU, s | Times faster |\n|---|---:|---:|")
        without, plain = audited(work, ["--no-cache"])
        row("without a cache", without, without)
        for name in ("an empty cache", "nothing changed"):
            seconds, report = audited(work, ["--cache-dir", str(work / "cache")])
            same(report, plain)
            row(name, seconds, without)
        changed = names[:: max(1, round(1 / arguments.changed))]
        for path in changed:
            path.write_text(path.read_text(encoding="utf-8") + "\n\nThe story was corrected.\n", encoding="utf-8")
        seconds, report = audited(work, ["--cache-dir", str(work / "cache")])
        row(f"{len(changed):,} articles changed", seconds, without)
        same(report, audited(work, ["--no-cache"])[1])
        size = sum(path.stat().st_size for path in (work / "cache").iterdir())
        print(f"\nThe cache: {size / len(names) / 1000:.0f} KB an article.")


def written(data: Path, folder: Path, most: int) -> list[Path]:
    """The articles of the news data, a file each."""
    folder.mkdir()
    names = []
    with gzip.open(data / "news" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, most)):
            names.append(folder / f"{number:06}.txt")
            names[-1].write_text(json.loads(line)["text"], encoding="utf-8")
    return names


def audited(work: Path, options: Sequence[str]) -> tuple[float, bytes]:
    """CPU seconds of the command, and its report."""
    output = work / "report.json"
    command = [sys.executable, "-m", "auditor", "audit", "news", "-q", "--output", f"json={output}", *options]
    process = subprocess.Popen(command, cwd=work, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} ended with {code}")
    return usage.ru_utime + usage.ru_stime, output.read_bytes()


def same(report: bytes, plain: bytes) -> None:
    if report != plain:
        sys.exit("the reports differ: the cache changed a result")


def row(name: str, seconds: float, without: float) -> None:
    print(f"| {name} | {seconds:.1f} | {without / seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
