"""Which files changed: those that findings are wanted about, while all are examined."""

import subprocess
import sys
from pathlib import Path

from auditor.errors import UsageError
from auditor.text import visible

STANDARD_INPUT = "-"


def files(since: str | None, listed: str | None) -> frozenset[Path] | None:
    """The files changed since a commit, or listed in a file; None when neither is asked for.

    Raises UsageError for an unknown commit, outside of a git repository, for a list that cannot
    be read, and when both are asked for.
    """
    if since is not None and listed is not None:
        raise UsageError("--changed-since and --files-from both say what changed; give one of them")
    if since is not None:
        return _changed_since(since)
    return _listed(listed) if listed is not None else None


def _changed_since(ref: str) -> frozenset[Path]:
    """Files that differ from a commit, and files that git does not track yet and does not ignore."""
    top = Path(_git("rev-parse", "--show-toplevel").removesuffix("\n"))
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", ref=ref).strip()
    differing = _git("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", commit, "--", ref=ref)
    untracked = _git("-C", str(top), "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(top / name for name in (differing + untracked).split("\0") if name)


def _git(*arguments: str, ref: str = "") -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise UsageError("--changed-since needs git, and there is none; list the files with --files-from") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        why = f"git knows no commit {visible(ref)!r}" if ref and not said else visible(said.removeprefix("fatal: "))
        raise UsageError(f"--changed-since: {why}")
    return done.stdout.decode(errors="surrogateescape")


def _listed(name: str) -> frozenset[Path]:
    try:
        text = sys.stdin.read() if name == STANDARD_INPUT else Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--files-from: {visible(name)} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--files-from: {visible(name)} is no list of paths in UTF-8") from error
    # As git prints them with -z, or a path a line.
    return frozenset(Path(path) for path in text.split("\0" if "\0" in text else "\n") if path.strip())
