"""How fast copies are found, and how many: this tool and others on the same corpus, in turn, in one run.

    python benchmarks/speed.py --data EVAL --cache FOLDER [--sizes 10000,100000] [--peers] [--picture FILE.svg]

CPU seconds are user + system of the whole command with its children: start, reading, comparing, writing. The peak of
memory is the sum over the processes of a command, looked at ten times a second; pages that processes share count once.
`--peers` makes an environment of its own for each other tool in the cache, and installs it there; without it those that
are there are run.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import venv
from collections.abc import Iterable, Sequence
from itertools import chain, combinations
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from speed_corpus import Truth, corpus, jaccard, texts
from speed_peers import TOOLS

from auditor.reading import readers

HERE = Path(__file__).parent
CLASSES = ((0.7, 1.01), (0.5, 0.7), (0.0, 0.5))
OURS = {
    "auditor, copies, raw": ("--select", "DUP001,DUP002", "--raw"),
    "auditor, copies": ("--select", "DUP001,DUP002"),
}


class Run(NamedTuple):
    """What a command took, and the groups it found."""

    tool: str
    size: int
    cpu: float
    wall: float
    megabytes: float
    groups: list[list[str]]


def measured(tool: str, size: int, command: Sequence[str | Path], output: Path) -> Run:
    """Run a command to its end, and read the groups that it wrote."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    peak = _Peak(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    megabytes = max(peak.stop(), usage.ru_maxrss / 1024 if not peak.several else 0.0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(map(str, command))} ended with {code}: {process.stderr and process.stderr.read()!r}")
    return Run(tool, size, usage.ru_utime + usage.ru_stime, wall, megabytes, _groups(output))


class _Peak(threading.Thread):
    """The most memory that the processes of a session held at once, in MB."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session, self._most, self._done = session, 0.0, threading.Event()
        self.several = False
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.1):
            held = [size for pid in _members(self._session) if (size := _proportional(pid))]
            self.several = self.several or len(held) > 1
            self._most = max(self._most, sum(held) / 1024)

    def stop(self) -> float:
        self._done.set()
        self.join()
        return self._most


def _members(session: int) -> Iterable[str]:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                fields = Path(entry.path, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                yield entry.name


def _proportional(pid: str) -> int:
    try:
        lines = Path("/proc", pid, "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _groups(output: Path) -> list[list[str]]:
    found = json.loads(output.read_text(encoding="utf-8"))
    if isinstance(found, list):
        return found
    return [[_name(member) for member in family["members"]] for family in found["families"]]


def _name(story: str) -> str:
    return story.rpartition("/")[2].rpartition("#")[2].removesuffix(".txt")


def _input(path: Path) -> Path:
    """What this tool reads: the corpus as it is, or a folder with a file for each document."""
    if ".jsonl" in readers():
        return path
    folder = path.with_suffix("")
    if not folder.exists():
        for name, text in texts(path):
            place = folder / name[:5] / f"{name}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return folder


def ours(tool: str, path: Path, size: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "report.json")
        where = _input(path)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "auditor",
            "audit",
            where,
            "--root",
            where.parent,
            *OURS[tool],
        ]
        return measured(tool, size, [*command, "--quiet", "--output", f"json={output}"], output)


def peer(tool: str, python: Path, path: Path, size: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "clusters.json")
        return measured(tool, size, [python, HERE / "speed_peers.py", tool, path, output], output)


def environment(cache: Path, tool: str, *, install: bool) -> Path | None:
    """The interpreter of a tool's own environment, made when it is to be installed."""
    python = cache / "peers" / tool / "bin" / "python"
    if not python.exists() and install:
        venv.create(python.parent.parent, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", tool], check=True)
    return python if python.exists() else None


def row(run: Run, truth: Sequence[Truth], base: Run, path: Path) -> str:
    """A line of the table: cost, recall by true similarity, shares of the pairs found that are alike, and were planted.

    Pairs are those of two members of one group. Alike are those with a similarity of 0.7, which is counted again.
    """
    group_of = {name: number for number, group in enumerate(run.groups) for name in group}
    original = {one.copy: one.original for one in truth}
    recalls = []
    for least, most in CLASSES:
        chosen = [one for one in truth if least <= one.jaccard < most]
        hits = sum(group_of.get(one.copy, -1) == group_of.get(one.original, -2) for one in chosen)
        recalls.append(f"{hits / max(len(chosen), 1):.4f}")
    pairs = [pair for group in run.groups for pair in combinations(group[:200], 2)]
    planted = sum(original.get(a, a) == original.get(b, b) for a, b in pairs) / max(len(pairs), 1)
    named = set(chain.from_iterable(pairs))
    text = {name: text for name, text in texts(path) if name in named}
    alike = sum(jaccard(text[a], text[b]) >= CLASSES[0][0] for a, b in pairs) / max(len(pairs), 1)
    cost = f"{run.cpu:.1f} | {run.wall:.1f} | {run.megabytes:.0f} | {run.cpu / base.cpu:.2f}"
    return f"| {run.size:,} | {run.tool} | {cost} | {' | '.join(recalls)} | {alike:.4f} | {planted:.4f} |"


def picture(runs: Sequence[Run]) -> str:
    """CPU seconds against documents, both logarithmic, as SVG."""
    from math import log10

    def x(size: float) -> float:
        return 70 + 170 * (log10(size) - 4)

    def y(cpu: float) -> float:
        return 330 - 75 * (log10(cpu) + 1)

    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 380" font-family="sans-serif" font-size="12">']
    lines.append('<rect width="640" height="380" fill="white"/>')
    for power in range(-1, 4):
        lines.append(f'<path d="M70 {y(10**power):.0f}H420" stroke="#ddd"/>')
        lines.append(f'<text x="62" y="{y(10**power) + 4:.0f}" text-anchor="end">{10**power:g} s</text>')
    lines += [f'<text x="{x(10**n):.0f}" y="352" text-anchor="middle">{10**n:,}</text>' for n in (4, 5, 6)]
    lines.append('<text x="245" y="372" text-anchor="middle">documents of about 400 words; CPU seconds</text>')
    colours = ("#0a58ca", "#6ea8fe", "#b02a37", "#e08d00", "#6f42c1")
    for colour, tool in zip(colours, dict.fromkeys(run.tool for run in runs), strict=False):
        points = sorted((run.size, run.cpu) for run in runs if run.tool == tool)
        path = " ".join(f"{x(size):.0f},{y(cpu):.0f}" for size, cpu in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += [f'<circle cx="{x(s):.0f}" cy="{y(c):.0f}" r="3" fill="{colour}"/>' for s, c in points]
        size, cpu = points[-1]
        lines.append(f'<text x="{x(size) + 8:.0f}" y="{y(cpu) + 4:.0f}" fill="{colour}">{tool}, {cpu:.1f} s</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    parser.add_argument("--cache", type=Path, required=True, help="where corpora and environments are kept")
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--tools", default=";".join([*OURS, *TOOLS]), help="separated by semicolons")
    parser.add_argument("--peers", action="store_true", help="install the other tools")
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    if not options.data:
        sys.exit("--data is not given, nor AUDITOR_EVAL_DATA: there is nothing to compose corpora from")
    chosen = [tool.strip() for tool in options.tools.split(";")]
    runs = []
    recall = " | ".join(f"recall at J {least:g}-{min(most, 1):g}" for least, most in CLASSES)
    print(f"| documents | tool | CPU s | wall s | MB | CPU against the first | {recall} | alike of pairs | planted |")
    print("|---:|---|" + "---:|" * 9)
    for size in map(int, options.sizes.split(",")):
        path, truth = corpus(options.cache, Path(options.data), size)
        base = None
        for tool in (*OURS, *TOOLS):
            if tool not in chosen:
                continue
            python = None if tool in OURS else environment(options.cache, tool, install=options.peers)
            if tool in TOOLS and python is None:
                print(f"{tool} is not installed; --peers installs it", file=sys.stderr)
                continue
            run = ours(tool, path, size) if python is None else peer(tool, python, path, size)
            base = base or run
            runs.append(run)
            print(row(run, truth, base, path), flush=True)
    if options.picture:
        options.picture.write_text(picture(runs), encoding="utf-8")


if __name__ == "__main__":
    main()
