"""`auditor audit` informs, `auditor gate` decides: one analysis, two verdicts."""

import inspect
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import msgspec
import typer

from auditor import reading, settings
from auditor.cli import completing, streams
from auditor.cli.progress import Progress
from auditor.settings import FailOn, Loaded

if TYPE_CHECKING:
    from auditor.gate import Judged, Policy


@dataclass(frozen=True)
class Request:
    """What is asked for on the command line. The fields are the parameters of both commands."""

    paths: Annotated[
        list[Path],
        # What cannot be read is a skip, with its reason, and not a wrong command.
        typer.Argument(
            metavar="PATH...",
            help=f"Articles, and folders that hold them: {', '.join(reading.readers())}, and .gz of each. "
            "- reads JSON Lines from standard input.",
            show_default=False,
            readable=False,
        ),
    ]
    against: Annotated[
        Path | None,
        typer.Option(metavar="LIBRARY", help="Hold them also against the articles of a library.", show_default=False),
    ] = None
    report: Annotated[
        str | None, typer.Option(metavar="DIR", help="Write a folder of Markdown pages, report.html and report.json.")
    ] = None
    output: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT[=PATH]",
            help="Write this format, to standard output or PATH. May be repeated.",
            autocompletion=completing.formats,
        ),
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
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Pass over these files and folders, relative to the root. May be repeated."),
    ] = None
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Run these rules: CIT001,DUP or ALL.", autocompletion=completing.codes),
    ] = None
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Do not run these rules.", autocompletion=completing.codes),
    ] = None
    preview: Annotated[bool, typer.Option("--preview", help="Also run experimental rules.")] = False
    online: Annotated[bool, typer.Option("--online", help="Ask the web for cited pages, too (NET001-003).")] = False
    raw: Annotated[
        bool, typer.Option("--raw", help="Take each article as one story without noise: the corpus is clean already.")
    ] = False
    full: Annotated[bool, typer.Option("--full", help="List blocks of body text in the report, too.")] = False
    no_quotes: Annotated[bool, typer.Option("--no-quotes", help="Keep what articles say out of logs and reports.")] = (
        False
    )
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL",
            help="Fail from this severity on: never, note, warning, error (gate's default).",
            autocompletion=completing.levels,
        ),
    ] = None
    max_findings: Annotated[
        int | None, typer.Option(metavar="N", help="Bear with so many findings at or above --fail-on.")
    ] = None
    min_grade: Annotated[
        str | None, typer.Option(metavar="GRADE", help="Fail on articles graded worse than this: A to F.")
    ] = None
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 in place of 1; every other exit code stays.")
    ] = False
    manifest: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the decision about each file: accept, quarantine or reject."),
    ] = None
    baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="Findings in this file are known, and fail nothing.")
    ] = None
    baseline_strict: Annotated[
        bool, typer.Option("--baseline-strict", help="Fail when the baseline holds findings that are gone.")
    ] = False
    ignore_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="Findings to leave alone (.auditor-ignore.toml).")
    ] = None
    changed_since: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Report where a file takes part that changed since this commit."),
    ] = None
    files_from: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Report where a file takes part that is listed here, a path a line; - is standard input.",
        ),
    ] = None
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day the audit takes place, such as 2026-05-01; no clock is read."),
    ] = None
    jobs: Annotated[int | None, typer.Option(metavar="N", help="Worker processes (one a processor).")] = None
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="Where it runs: local, or ray for a cluster (docs/scale-out.md).")
    ] = "local"
    ray_address: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="The cluster's address (RAY_ADDRESS).", show_default=False)
    ] = ""
    cache_dir: Annotated[
        str | None, typer.Option(metavar="DIR", help="Keep what was found out about articles here.")
    ] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Find everything out again, and keep nothing.")] = False
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Pass when there is nothing to check.")] = False
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no findings, only the closing line and what --output asks for.")
    ] = False
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Say where settings come from, what was compared, and what it took."),
    ] = False

    def load(self) -> Loaded:
        """The settings of the run. A file is looked for from the working folder upwards.

        Not from the audited folder: what is audited must not decide how it is audited.
        """
        overrides = {
            "exclude": self.exclude,
            "select": _codes(self.select),
            "ignore": _codes(self.ignore),
            "preview": self.preview or None,
            "online": self.online or None,
            "raw": self.raw or None,
            "full": self.full or None,
            "no-quotes": self.no_quotes or None,
            "fail-on": self.fail_on,
            "max-findings": self.max_findings,
            "min-grade": self.min_grade,
            "baseline": self.baseline,
            "ignore-file": self.ignore_file,
            "as-of": self.as_of,
            "jobs": self.jobs,
            "cache": False if self.no_cache else None,
            "cache-dir": self.cache_dir,
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
    given = (request.fail_on, request.max_findings, request.min_grade, request.baseline_strict or None)
    deciding = any(one is not None for one in given)
    return _run(
        request, loaded, policy(request, loaded.settings if deciding else settings.Settings(fail_on=FailOn.NEVER))
    )


def gate(request: Request) -> int:
    """Audit articles: fail on findings.

    Exits with 1 when there are findings at or above --fail-on that no baseline knows, when a rule
    overdraws its budget, or when an article's grade is too low.
    """
    loaded = request.load()
    return _run(request, loaded, policy(request, loaded.settings))


def policy(request: Request, chosen: settings.Settings) -> "Policy":
    """When a report fails, as the settings and the command line say."""
    from auditor.gate import Policy

    return Policy(
        fail_on=chosen.fail_on.severity,
        max_findings=chosen.max_findings,
        budgets=chosen.budgets,
        min_grade=chosen.min_grade,
        quarantine_on=chosen.quarantine_on,
        allow_empty=request.allow_empty,
        exit_zero=request.exit_zero,
        no_stale=request.baseline_strict,
    )


def _run(request: Request, loaded: Loaded, policy: "Policy") -> int:
    from auditor import api
    from auditor.cli import changes, outputs
    from auditor.gate import judge, manifest
    from auditor.reporters import Context

    wanted = outputs.parse(request.output or [], request.report, quiet=request.quiet)
    outputs.keep_apart(wanted, request.paths)
    changed = changes.files(request.changed_since, request.files_from)
    timestamp = streams.source_date()
    with Progress(quiet=request.quiet) as progress:
        done = api.run(
            request.paths,
            settings=loaded.settings,
            root=request.root,
            progress=progress,
            changed=changed,
            cached=True,
            engine=request.engine,
            ray_address=request.ray_address,
            library=request.against,
        )
    verdict = judge(done.report, policy, stale=len(done.stale))
    context = Context(
        fails=policy.fails,
        exit_code=verdict.exit_code,
        reason=f"{verdict.checked}; {verdict.reason}",
        baseline=bool(loaded.settings.baseline),
        documentation=loaded.settings.documentation,
        timestamp=timestamp,
        originals=done.texts,
    )
    outputs.write(wanted, done.report, {} if loaded.settings.no_quotes else done.texts, context)
    if request.manifest:
        outputs.write_file(request.manifest, _lines(manifest(done.report, policy)))
    if request.verbose:
        for line in (*_details(loaded, done.report.summary.candidates), *progress.cost()):
            streams.say(line)
    if not outputs.on_terminal(wanted):
        for note in done.decided:
            streams.say(note)
    streams.say(context.reason)
    return verdict.exit_code


def _lines(judged: Iterable["Judged"]) -> Iterator[str]:
    """The manifest as JSON Lines, an article a line."""
    for one in judged:
        yield msgspec.json.encode(one).decode() + "\n"


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
