"""`auditor baseline`: findings that are known already, so that a gate fails for new ones only."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import settings
from auditor.cli import streams
from auditor.cli.progress import Progress
from auditor.errors import AuditorError, UsageError
from auditor.text import counted, safe_log

if TYPE_CHECKING:
    from auditor.baseline import Entry
    from auditor.stages import Audit

app = typer.Typer(help="Keep a list of the findings that are known already.", no_args_is_help=True)

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Articles, and folders that hold them.", show_default=False, readable=False),
]
File = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="The baseline (.auditor-baseline.jsonl, or as set).")
]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Read settings from this file.")]
Root = Annotated[Path | None, typer.Option(metavar="DIR", help="Name articles by their path from here.")]
_SHOWN = 200


def register(parent: typer.Typer) -> None:
    """Add the commands of this module."""
    parent.add_typer(app, name="baseline")


@app.command()
def create(
    paths: Paths,
    baseline: File = None,
    add: Annotated[bool, typer.Option("--add", help="Add what is new to the baseline that there is.")] = False,
    config: Config = None,
    root: Root = None,
) -> None:
    """Write the findings of today into a baseline, each to be reviewed.

    A baseline that exists is not replaced; --add adds what it does not know, and says how much.
    """
    file, known, done = _audit(paths, baseline, config, root, missing=True)
    if file.exists() and not add:
        raise UsageError(f"{file} exists already; --add adds new findings to it, `auditor baseline diff` shows them")
    new = _new(done)
    _write(file, [*known, *new])
    streams.say(f"{counted(len(new), 'finding')} added to {file}; each says todo until you write accepted, and why")


@app.command()
def prune(paths: Paths, baseline: File = None, config: Config = None, root: Root = None) -> None:
    """Remove the entries of a baseline that no finding meets any more."""
    file, known, done = _audit(paths, baseline, config, root)
    stale = {entry.key for entry in done.stale}
    if stale:
        _write(file, [entry for entry in known if entry.key not in stale])
    streams.say(f"{counted(len(stale), 'stale entry', 'stale entries')} removed from {file}")


@app.command()
def diff(paths: Paths, baseline: File = None, config: Config = None, root: Root = None) -> int:
    """Show what is new since the baseline, and what is gone. Exits with 1 when there is any of it."""
    from auditor.model import State

    file, _, done = _audit(paths, baseline, config, root)
    new = [finding for finding in done.report.findings if finding.state is State.OPEN]
    lines = [
        f"+ {finding.article}:{finding.start_line}:{finding.start_column} {finding.rule} {finding.message}"
        for finding in new
    ]
    lines += [f"- {entry.rule} {entry.fingerprint} {entry.reason}".rstrip() for entry in done.stale]
    shown = [safe_log(line) + "\n" for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append(f"… and {len(lines) - _SHOWN:,} more\n")
    streams.write(shown)
    streams.say(f"{counted(len(new), 'finding')} not in {file}, {counted(len(done.stale), 'entry', 'entries')} gone")
    return 1 if lines else 0


def _audit(
    paths: list[Path], given: str | None, config: Path | None, root: Path | None, *, missing: bool = False
) -> tuple[Path, Sequence["Entry"], "Audit"]:
    """The baseline's file, its entries, and an audit that was held against it."""
    from auditor import api
    from auditor import baseline as known

    loaded = settings.load(
        streams.working_folder(), config=config, environ=os.environ, overrides={"baseline": given}
    ).settings
    file = Path(loaded.baseline or known.FILE)
    entries = () if missing and not file.exists() else known.read(file)
    with Progress() as progress:
        done = api.run(paths, settings=loaded, root=root, progress=progress, known=entries)
    if done.report.skipped:
        skip = done.report.skipped[0]
        raise AuditorError(f"{skip.path}: {skip.reason}; a baseline of an incomplete audit would be wrong")
    if not done.report.summary.articles:
        raise UsageError("there is no article under these paths")
    return file, entries, done


def _new(done: "Audit") -> list["Entry"]:
    from auditor.baseline import Entry
    from auditor.model import State

    return [Entry.of(finding) for finding in done.report.findings if finding.state is State.OPEN]


def _write(file: Path, entries: Sequence["Entry"]) -> None:
    from auditor.baseline import dump
    from auditor.cli import outputs

    outputs.write_file(file, [dump(entries)])
