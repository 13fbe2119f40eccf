"""`auditor library`: articles that are kept, to hold new ones against."""

import enum
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import settings
from auditor.cli import streams
from auditor.cli.progress import Progress
from auditor.errors import AuditorError
from auditor.text import counted

if TYPE_CHECKING:
    from auditor.library import Kept

app = typer.Typer(help="Keep articles in a file, to hold new ones against: --against.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="LIBRARY", help="The file of the library.", show_default=False)]
Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Articles, and folders that hold them.", show_default=False, readable=False),
]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Read settings from this file.")]
Root = Annotated[Path | None, typer.Option(metavar="DIR", help="Name articles by their path from here.")]
Raw = Annotated[bool, typer.Option("--raw", help="Take each article as one story without noise.")]
Jobs = Annotated[int | None, typer.Option(metavar="N", help="Worker processes (one a processor).")]


class Texts(enum.StrEnum):
    """How a library has its texts."""

    STORED = "stored"
    REFERENCED = "referenced"


# Skips that are spelled out.
_SHOWN = 20


def register(parent: typer.Typer) -> None:
    """Add the commands of this module."""
    parent.add_typer(app, name="library")


@app.command()
def build(
    library: File,
    paths: Paths,
    texts: Annotated[
        Texts, typer.Option(help="Whether it holds the texts, or knows their files and digests.")
    ] = Texts.STORED,
    config: Config = None,
    root: Root = None,
    raw: Raw = False,
    jobs: Jobs = None,
) -> int:
    """Make a library of articles.

    An interrupted build is gone on with by the same command.
    """
    kept = _keep(library, paths, config, root, texts.value, raw=raw, jobs=jobs)
    return _said(library, kept)


@app.command()
def add(
    library: File, paths: Paths, config: Config = None, root: Root = None, raw: Raw = False, jobs: Jobs = None
) -> int:
    """Add articles to a library: all of them, or none when anything fails.

    An article whose id is there already takes its place.
    """
    return _said(library, _keep(library, paths, config, root, None, raw=raw, jobs=jobs))


@app.command()
def info(library: File) -> None:
    """Show what is in a library, and the settings it was built with."""
    import json

    from auditor.library import info as look

    found = look(library)
    rows = {
        "articles": f"{found.articles:,}",
        "stories": f"{found.stories:,}",
        "words": f"{found.words:,}",
        "size": f"{found.size:,} bytes",
        "texts": found.texts,
        "languages": " ".join(found.languages),
        "weights": f"of {found.weighed:,} stories",
        "built by": f"auditor {found.version}",
        "settings": json.dumps(found.settings, ensure_ascii=False, sort_keys=True),
    }
    streams.write(f"{name + ':':<11}{value}\n" for name, value in rows.items())


@app.command()
def remove(
    library: File,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids or paths of articles.", show_default=False)],
) -> None:
    """Take articles out of a library: all of these, or none when one of them is not there."""
    from auditor.library import remove as take_out

    gone = take_out(library, ids)
    streams.say(f"{counted(gone, 'article')} removed from {library}")


@app.command()
def verify(library: File) -> int:
    """Check that a library is whole: its tables, and every text. Exits with 3 when it is not."""
    from auditor.library import verify as check

    faults = check(library)
    for fault in faults:
        streams.say(fault)
    streams.say(f"{library} has {counted(len(faults), 'fault')}" if faults else f"{library} is whole")
    return AuditorError.exit_code if faults else 0


def _keep(
    library: Path,
    paths: list[Path],
    config: Path | None,
    root: Path | None,
    texts: str | None,
    *,
    raw: bool,
    jobs: int | None,
) -> "Kept":
    from auditor import api

    overrides = {"raw": raw or None, "jobs": jobs}
    loaded = settings.load(streams.working_folder(), config=config, environ=os.environ, overrides=overrides).settings
    with Progress() as progress:
        return api.keep(library, paths, settings=loaded, root=root, texts=texts, progress=progress)


def _said(library: Path, kept: "Kept") -> int:
    """Say what was done. Fails when something could not be read, and when there was nothing."""
    for skip in kept.skipped[:_SHOWN]:
        streams.say(f"{skip.place}: {skip.reason}")
    if (more := len(kept.skipped) - _SHOWN) > 0:
        streams.say(f"… and {more:,} more")
    streams.say(
        f"{library}: {counted(kept.added, 'article')} added, {kept.replaced:,} replaced, "
        f"{kept.unchanged:,} there already, {len(kept.skipped):,} skipped"
    )
    return AuditorError.exit_code if kept.skipped else 0
