"""Bring generated pages up to date: docs/rules, docs/samples, the newest ruleset, the README's table, shown outputs.

python docs/generate.py
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from auditor import handbook
from auditor.settings import rulesets

# One small audit in every format of one file: what a program that reads them has to expect.
SAMPLES = {
    "audit.sarif": "sarif", "junit.xml": "junit", "gl-code-quality-report.json": "gitlab", "annotations.txt": "github",
    "audit.csv": "csv", "report.json": "json",
}  # fmt: skip
_SUMMARY = "job-summary.md"

ROOT = Path(__file__).parents[1]
# Pages that show what commands print.
SHOWING = tuple(ROOT / page for page in ("README.md", "docs/gate.md", "docs/relations.md", "docs/tutorial.md"))

# What a reader of such a page sees is what the command prints, word for word.
_SHOWN = re.compile(r"(```console\n\$ )((?:auditor|bash examples/)[^\n]+)\n.*?(?=```)", re.DOTALL)


def with_outputs(page: str) -> str:
    """A page with the output of every command it shows behind a `$`, as on a terminal of 88 columns."""
    return _SHOWN.sub(lambda found: f"{found[1]}{found[2]}\n{_output(found[2])}", page)


def _output(command: str) -> str:
    program, *arguments = shlex.split(command)
    itself = [sys.executable, "-m", "auditor"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR_")}
    environment |= {"COLUMNS": "88", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "AUDITOR": shlex.join(itself)}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        [*(itself if program == "auditor" else [program]), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout + done.stderr


def write_samples(folder: Path) -> None:
    """Audit docs/samples/articles into every format of one file, below a folder that exists."""
    outputs = [part for name, format_ in SAMPLES.items() for part in ("--output", f"{format_}={folder / name}")]
    summary = folder / _SUMMARY
    summary.unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR_")}
    environment |= {"GITHUB_STEP_SUMMARY": str(summary), "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-m", "auditor", "gate", "articles", "--root", ".", "--select", "CIT001,INT004,DUP002"]
    done = subprocess.run(
        [*command, "--quiet", *outputs],
        cwd=ROOT / "docs" / "samples",
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 1:
        raise RuntimeError(f"the gate on the samples should fail by its findings: {done.stderr}")


if __name__ == "__main__":
    handbook.write(ROOT)
    pinned = ROOT / "auditor" / "data" / "rulesets" / f"{rulesets.CURRENT}.json"
    pinned.write_text(rulesets.dump(rulesets.current()), encoding="utf-8", newline="\n")
    for page in SHOWING:
        page.write_text(with_outputs(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    write_samples(ROOT / "docs" / "samples")
