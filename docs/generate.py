"""Bring the generated pages up to date: docs/rules, and the rule table and outputs of README.md.

python docs/generate.py
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from auditor import handbook

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

# What a reader of the README sees is what the command prints, word for word.
_SHOWN = re.compile(r"(```console\n\$ auditor )([^\n]+)\n.*?(?=```)", re.DOTALL)


def with_outputs(readme: str) -> str:
    """The README with the output of every command it shows behind a `$`, as on a terminal of 88 columns."""
    return _SHOWN.sub(lambda found: f"{found[1]}{found[2]}\n{_output(found[2])}", readme)


def _output(arguments: str) -> str:
    environment = {**os.environ, "COLUMNS": "88", "NO_COLOR": "1"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *shlex.split(arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout + done.stderr


if __name__ == "__main__":
    handbook.write(ROOT)
    README.write_text(with_outputs(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
