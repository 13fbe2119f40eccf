"""`auditor config`: the settings in force, and a file to begin with."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from auditor import settings
from auditor.cli import streams
from auditor.errors import UsageError
from auditor.text import safe_log

config = typer.Typer(help="Show the settings in force, or write a file of settings.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(config, name="config")


@config.command()
def show(
    file: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Read this file instead of the nearest one.")
    ] = None,
) -> None:
    """Print every setting with its value and where that came from."""
    loaded = settings.load(streams.working_folder(), config=file, environ=os.environ)
    streams.write(f"{safe_log(line)}\n" for line in settings.in_force(loaded).splitlines())


@config.command()
def init() -> None:
    """Write auditor.toml with every setting, its default and its help, into the working folder.

    Beside it goes its JSON Schema, which editors read for hints while you type.
    """
    from auditor.cli import outputs

    path = Path("auditor.toml")
    if os.path.lexists(path):
        raise UsageError(f"{path} exists already; it was not changed")
    outputs.write_file(Path(settings.SCHEMA_FILE), [json.dumps(settings.schema(), indent=2, ensure_ascii=False), "\n"])
    outputs.write_file(path, [settings.template()])
    streams.say(
        f"wrote {path}, in which every setting is commented out and shows the default, and {settings.SCHEMA_FILE}"
    )
