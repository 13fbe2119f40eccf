"""`auditor explain`, `auditor rules`, `auditor schema`: what auditor knows about itself."""

import enum
import json
from typing import Annotated

import typer

from auditor.cli import completing, streams


class Listing(enum.StrEnum):
    """How `auditor rules` prints."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (explain, rules, schema):
        app.command()(command)


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            help="A rule, by code or name, or reliability.",
            show_default=False,
            autocompletion=completing.explained,
        ),
    ] = None,
) -> None:
    """Explain a rule, or list them all.

    What the rule finds, why that matters, what to do about it, and when the rule is wrong.
    """
    from auditor import handbook

    text = handbook.page(code) if code else handbook.index()
    streams.write([text.rstrip("\n") + "\n"])


def rules(format: Annotated[Listing, typer.Option(help="How to print.")] = Listing.TEXT) -> None:  # noqa: A002
    """List all rules with their severity and precision."""
    from auditor import handbook

    if format is Listing.JSON:
        streams.write([json.dumps(handbook.rules(), indent=2, ensure_ascii=False), "\n"], "utf-8")
    else:
        streams.write([handbook.index().rstrip("\n") + "\n"])


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="What the schemas are called: baseline, ignore, manifest, provenance, record, report, settings.",
            autocompletion=completing.schemas,
        ),
    ],
) -> None:
    """Print the JSON Schema of a file format."""
    from auditor import schemas

    streams.write([json.dumps(schemas.get(name), indent=2, ensure_ascii=False), "\n"], "utf-8")
