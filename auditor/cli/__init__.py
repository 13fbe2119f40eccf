"""The command line: the only print, the only exit."""

import sys
from collections.abc import Sequence
from typing import NoReturn

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, by default the process's own, and end the process with its exit code."""
    try:
        # Here, so that Ctrl-C is answered in one line even while modules are loaded.
        from auditor.cli.app import run

        code = run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("auditor: interrupted; nothing was left half-written\n")
    sys.exit(code)
