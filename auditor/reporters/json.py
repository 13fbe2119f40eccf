"""The whole report as JSON, for programs: `schemas/report.schema.json` describes it."""

import re
from collections.abc import Iterator, Mapping
from textwrap import indent
from typing import Any

import msgspec

from auditor.model import Report

NAME = "json"
FOLDER = False

# Struct fields keep the order of the model, which people read; keys of tables are sorted.
_ENCODER = msgspec.json.Encoder(order="deterministic")
# What CI runners obey anywhere in a line, and controls that JSON itself leaves as they are. All of
# it stands inside strings only, where an escape means the same character.
_STEERING = re.compile(r"#(?=#(?:vso)?\[)|[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", re.IGNORECASE)


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
    """A value as indented JSON that neither a build log nor a terminal takes for a command."""
    # Strings hold no line ends here, JSON writes them as \n: indenting lines is safe.
    text = msgspec.json.format(_ENCODER.encode(value), indent=2).decode()
    return indent(_STEERING.sub(_escaped, text), margin).lstrip()


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
