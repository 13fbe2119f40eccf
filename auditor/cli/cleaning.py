"""`auditor clean`: articles without what is not the article."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from auditor import settings
from auditor.cli import streams
from auditor.cli.progress import Progress
from auditor.errors import UsageError
from auditor.model import Role
from auditor.text import counted

INCOMPLETE, EMPTY = 3, 4


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(clean)


def clean(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", help="Articles, and folders that hold them.", show_default=False, readable=False
        ),
    ],
    output: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder for the cleaned articles.", show_default=False)
    ],
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLES", help="Keep these, too: caption, citation, bio, label, teaser, chrome, widget."),
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(metavar="ROLES", help="Take these out, too: dateline, byline, credit, ...")
    ] = None,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Read settings from this file.")] = None,
    root: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Name files by their path from here.", show_default=False),
    ] = None,
    jobs: Annotated[int | None, typer.Option(metavar="N", help="Worker processes (one a processor).")] = None,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Succeed when there is nothing to clean.")] = False,
) -> int:
    """Write articles without what is not the article.

    Out go page furniture, bios, widgets, captions and citations.
    Stories that were appended become articles of their own. What was taken out, where and why
    stands in .auditor-provenance.jsonl beside them. The articles themselves are never touched.
    """
    from auditor import api, cleaning
    from auditor.cli import outputs

    chosen = settings.load(
        streams.working_folder(), config=config, environ=os.environ, overrides={"jobs": jobs}
    ).settings
    _keep_apart(output, paths)
    roles = _roles(cleaning.KEPT, keep or [], drop or [])
    tally = cleaning.Tally()
    with Progress() as progress:
        done = api.clean(paths, settings=chosen, root=root or _root(paths), keep=roles, progress=progress)
        outputs.write_folder(output, cleaning.files(done, tally))
    for skip in tally.skipped:
        streams.say(f"skipped {skip.place}: {skip.reason}")
    streams.say(
        f"cleaned {counted(tally.articles, 'article')} into {counted(tally.stories, 'story', 'stories')}, "
        f"{len(tally.skipped)} skipped; {counted(tally.removed, 'part')} taken out "
        f"({counted(tally.characters, 'character')}), listed in {output / cleaning.PROVENANCE}"
    )
    if tally.skipped:
        return INCOMPLETE
    return 0 if tally.articles or allow_empty else EMPTY


def _root(paths: Sequence[Path]) -> Path | None:
    """A folder that is given alone is what names are relative to: its copy shall look like it."""
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None


def _keep_apart(output: Path, paths: Sequence[Path]) -> None:
    """Refuse a folder whose files would replace articles, or be cleaned again the next time."""
    place = output.resolve()
    for path in paths:
        given = path.resolve()
        folder = given if path.is_dir() else given.parent
        inside = place.is_relative_to(folder)
        hidden = inside and any(part.startswith(".") for part in place.relative_to(folder).parts)
        if (inside and not hidden and path.is_dir()) or given.is_relative_to(place):
            raise UsageError(f"{output} and {path} lie in one another; choose a folder outside of what is cleaned")


def _roles(kept: Sequence[Role], more: Sequence[str], less: Sequence[str]) -> tuple[Role, ...]:
    added, dropped = set(_named(more)), set(_named(less))
    return tuple(role for role in Role if (role in kept or role in added) and role not in dropped)


def _named(given: Sequence[str]) -> Iterator[Role]:
    known = {role.value: role for role in Role}
    for name in (name.strip().lower() for names in given for name in names.split(",")):
        if name not in known:
            raise UsageError(f"there is no role {name!r}; the roles are: {', '.join(known)}")
        if known[name] is Role.BODY:
            raise UsageError("body text is what stays; it can be neither kept nor dropped by choice")
        yield known[name]
