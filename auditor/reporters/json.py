"""The whole report as JSON, for programs: `schemas/report.schema.json` describes it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auditor.escaping.json import document
from auditor.model import Report

NAME = "json"
FOLDER = False


def render(report: Report, texts: Mapping[str, str], **_: object) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """One file, indented by two spaces, ended by a line end. A number that is none becomes null."""
    fields = {field.encode_name: _value(report, field.name) for field in msgspec.structs.fields(report)}
    yield "", document(fields)


def _value(report: Report, name: str) -> Any:
    value = getattr(report, name)
    return iter(value) if isinstance(value, tuple) else value
