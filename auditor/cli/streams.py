"""Where the command runs: its folder, standard output and standard error, whatever those are connected to."""

import codecs
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import typer

from auditor.errors import AuditorError, UsageError
from auditor.text import safe_log

# What a shell reports for a program that writes into a closed pipe: 128 + SIGPIPE.
CLOSED_PIPE = 141
# A log or a file has no width of its own.
_LOG_WIDTH = 100
# The end of the year 9999, after which a date has another form.
_LAST_SECOND = 253_402_300_799
# Typographic marks where an encoding has none: one letter for one, so that carets stay under what they mark.
_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("–—−", "-"), "…": "~", "\u00a0": " "}
)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(letter if letter.isascii() else "?" for letter in lost), error.end


codecs.register_error("auditor.plainly", _plainly)


def write(chunks: Iterable[str], encoding: str | None = None) -> None:
    """Write to standard output, in its own encoding or in the one a format demands.

    Ends the command quietly when whoever read the output has gone. Raises AuditorError when
    there is no standard output or it cannot take more.
    """
    if sys.stdout is None:
        raise AuditorError("there is no standard output to write to")
    encoding = encoding or sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk.encode(encoding, errors="auditor.plainly"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
        raise typer.Exit(CLOSED_PIPE) from None
    except OSError as error:
        _discard(sys.stdout)
        raise AuditorError(f"standard output cannot be written: {error.strerror}") from error


def say(line: str) -> None:
    """One line on standard error. Nothing in it is obeyed by a terminal or a build log."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(safe_log(line) + "\n")
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    # What is still buffered would fail again, loudly, when the interpreter closes the stream.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def look() -> dict[str, Any]:
    """What standard output can show: `width`, `color` and `encoding`, as the terminal reporter takes them."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    dumb = os.environ.get("TERM") == "dumb"
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    return {
        "width": shutil.get_terminal_size((_LOG_WIDTH, 24)).columns,
        "color": not os.environ.get("NO_COLOR") and (forced or (terminal and not dumb)),
        "encoding": (sys.stdout and sys.stdout.encoding) or "utf-8",
    }


def working_folder() -> Path:
    """The folder the command was started in. Raises UsageError when it was removed since."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the working folder is gone; change to one that exists") from error


def source_date() -> int:
    """The time reports may print, in seconds since 1970: SOURCE_DATE_EPOCH, or 0.

    See https://reproducible-builds.org/specs/source-date-epoch/. Raises UsageError.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip() or "0"
    if not (given.isascii() and given.isdecimal()) or int(given) > _LAST_SECOND:
        raise UsageError(f"SOURCE_DATE_EPOCH must be the seconds since 1970 as a whole number, got {given!r}")
    return int(given)
