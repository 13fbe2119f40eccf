"""The whole report as JSON, for programs: `schemas/report.schema.json` describes it."""

from collections.abc import Iterator, Mapping
from textwrap import indent
from typing import Any

import msgspec

from auditor.model import Report

NAME = "json"
FOLDER = False

# Struct fields keep the order of the model, which people read; keys of tables are sorted.
_ENCODER = msgspec.json.Encoder(order="deterministic")


def render(report: Report, texts: Mapping[str, str], **_: object) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """One file, indented by two spaces, ended by a line end. A number that is none becomes null."""
    yield "", _chunks(report)


def _chunks(report: Report) -> Iterator[str]:
    before = "{"
    for field in msgspec.structs.fields(report):
        yield f'{before}\n  "{field.encode_name}": '
        yield from _value(getattr(report, field.name))
        before = ","
    yield "\n}\n"


def _value(value: Any) -> Iterator[str]:
    """A field of the report; a list item by item, so that no copy of a large report is held."""
    if not isinstance(value, tuple) or not value:
        yield _formatted(value, "  ")
        return
    before = "["
    for item in value:
        yield f"{before}\n    "
        yield _formatted(item, "    ")
        before = ","
    yield "\n  ]"


def _formatted(value: Any, margin: str) -> str:
    # Strings hold no line ends here, JSON writes them as \n: indenting lines is safe.
    return indent(msgspec.json.format(_ENCODER.encode(value), indent=2).decode(), margin).lstrip()
