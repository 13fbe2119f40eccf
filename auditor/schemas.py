"""JSON Schemas (2020-12) of the files this project reads and writes, made from the models."""

import inspect
from collections.abc import Callable
from typing import Any

import msgspec

from auditor import settings
from auditor.errors import UsageError
from auditor.model import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def names() -> tuple[str, ...]:
    """The names of the schemas, sorted."""
    return tuple(sorted(_SCHEMAS))


def get(name: str) -> dict[str, Any]:
    """A schema by name. Raises UsageError for an unknown one."""
    if name not in _SCHEMAS:
        raise UsageError(f"there is no schema {name!r}; the schemas are: {', '.join(names())}")
    return _SCHEMAS[name]()


def _report() -> dict[str, Any]:
    components: dict[str, Any]
    _, components = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    for component in components.values():
        component["description"] = inspect.cleandoc(component.get("description", ""))
        if "properties" in component:
            # A default is for who builds the model: what is written holds every field.
            component["required"] = list(component["properties"])
            for field in component["properties"].values():
                field.pop("default", None)
    top = components.pop("Report")
    return {
        "$schema": DIALECT,
        "$id": "urn:auditor:schema:report",
        **top,
        "title": "Report of auditor",
        "$defs": dict(sorted(components.items())),
    }


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {"report": _report, "settings": settings.schema}
