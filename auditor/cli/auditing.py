"""`auditor audit` informs, `auditor gate` decides: one analysis, two verdicts."""

import inspect
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from auditor import settings
from auditor.cli import streams
from auditor.settings import FailOn, Loaded


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line. The fields are the parameters of both commands."""

    paths: Annotated[
        list[Path],
        # What cannot be read is a skip, with its reason, and not a wrong command.
        typer.Argument(
            metavar="PATH...", help="Articles, and folders that hold them.", show_default=False, readable=False
        ),
    ]
    report: Annotated[
        str | None, typer.Option(metavar="DIR", help="Write a folder of Markdown pages and report.json.")
    ] = None
    output: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT[=PATH]", help="Write this format, to standard output or PATH. May be repeated."),
    ] = None
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Read settings from this file, not from the nearest auditor.toml or pyproject.toml."
        ),
    ] = None
    root: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Name articles by their path from here.", show_default=False)
    ] = None
    select: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Run these rules: CIT001,DUP or ALL.")] = (
        None
    )
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Do not run these rules.")] = None
    preview: Annotated[bool, typer.Option("--preview", help="Also run experimental rules.")] = False
    raw: Annotated[
        bool, typer.Option("--raw", help="Take each article as one story without noise: the corpus is clean already.")
    ] = False
    full: Annotated[bool, typer.Option("--full", help="List blocks of body text in the report, too.")] = False
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="LEVEL", help="Fail from this severity on: never, note, warning, error (gate's default)."),
    ] = None
    jobs: Annotated[int | None, typer.Option(metavar="N", help="Worker processes (one a processor).")] = None
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Pass when there is nothing to check.")] = False
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no findings, only the closing line and what --output asks for.")
    ] = False
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say where settings come from and what was compared.")
    ] = False

    def load(self) -> Loaded:
        """The settings of the run. A file is looked for from the working folder upwards.

        Not from the audited folder: what is audited must not decide how it is audited.
        """
        overrides = {
            "select": _codes(self.select),
            "ignore": _codes(self.ignore),
            "preview": self.preview or None,
            "raw": self.raw or None,
            "full": self.full or None,
            "fail-on": self.fail_on,
            "jobs": self.jobs,
        }
        return settings.load(streams.working_folder(), config=self.config, environ=os.environ, overrides=overrides)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for judge in (audit, gate):
        app.command(name=judge.__name__)(_command(judge))


def _command(run: Callable[[Request], int]) -> Callable[..., int]:
    """A function with the parameters of a request, for typer to read."""

    def command(**given: Any) -> int:
        return run(Request(**given))

    command.__doc__ = run.__doc__
    command.__annotations__ = get_type_hints(Request, include_extras=True)
    command.__signature__ = inspect.signature(Request)  # type: ignore[attr-defined]
    return command


def audit(request: Request) -> int:
    """Audit articles: print what was found.

    Exits with 0 whatever was found, unless --fail-on is given or the audit could not be completed.
    """
    loaded = request.load()
    return _run(request, loaded, loaded.settings.fail_on if request.fail_on else FailOn.NEVER)


def gate(request: Request) -> int:
    """Audit articles: fail on findings.

    Exits with 1 when there are findings at or above --fail-on.
    """
    loaded = request.load()
    return _run(request, loaded, loaded.settings.fail_on)


def _run(request: Request, loaded: Loaded, fail_on: FailOn) -> int:
    from auditor import api
    from auditor.cli import outputs
    from auditor.gate import judge
    from auditor.reporters import Context

    wanted = outputs.parse(request.output or [], request.report, quiet=request.quiet)
    outputs.keep_apart(wanted, request.paths)
    with streams.Progress(quiet=request.quiet) as progress:
        done = api.run(request.paths, settings=loaded.settings, root=request.root, progress=progress)
    verdict = judge(done.report, fail_on=fail_on.severity, allow_empty=request.allow_empty)
    context = Context(
        fail_on=fail_on.severity,
        exit_code=verdict.exit_code,
        reason=f"{verdict.checked}; {verdict.reason}",
        documentation=loaded.settings.documentation,
        originals=done.texts,
    )
    outputs.write(wanted, done.report, done.texts, context)
    if request.verbose:
        for line in _details(loaded, done.report.summary.candidates):
            streams.say(line)
    streams.say(context.reason)
    return verdict.exit_code


def _details(loaded: Loaded, candidates: dict[str, int]) -> Iterator[str]:
    for key, origin in loaded.origins.items():
        if origin != "default":
            yield f"setting {key}: from {origin}"
    for name, count in candidates.items():
        yield f"pairs of stories: {name}: {count:,}"


def _codes(given: list[str] | None) -> list[str] | None:
    """Codes separated by commas, in options that may be repeated."""
    if given is None:
        return None
    return [code.strip().upper() for codes in given for code in codes.split(",") if code.strip()]
