"""JSON Schemas (2020-12) of the files this project reads and writes, made from the models."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import msgspec
from msgspec import Struct

from auditor import reading, settings
from auditor.baseline import Entry
from auditor.cleaning import Provenance
from auditor.errors import UsageError
from auditor.gate import Judged
from auditor.model import Report
from auditor.suppress import Sidecar

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
    schema = _of(Report, "report", "Report of auditor")
    for component in (schema, *schema["$defs"].values()):
        if "properties" in component:
            # A default is for who builds the model: what is written holds every field.
            component["required"] = list(component["properties"])
            for field in component["properties"].values():
                field.pop("default", None)
    return schema


def _of(kind: type[Struct], name: str, title: str) -> dict[str, Any]:
    """The schema of a type, and of those it is made of."""
    components: dict[str, Any]
    _, components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for component in components.values():
        component["description"] = inspect.cleandoc(component.get("description", ""))
    top = components.pop(kind.__name__)
    schema = {
        "$schema": DIALECT,
        "$id": f"urn:auditor:schema:{name}",
        **top,
        "title": title,
        "$defs": dict(sorted(components.items())),
    }
    # As a file holds it: a default that is a tuple is a list there.
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(schema)))


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "baseline": partial(_of, Entry, "baseline", "An entry of a baseline of auditor: a line of the file"),
    "ignore": partial(_of, Sidecar, "ignore", "Suppressions of auditor (.auditor-ignore.toml)"),
    "manifest": partial(
        _of, Judged, "manifest", "A line of the manifest of auditor's gate: the decision about an article"
    ),
    "record": reading.schema,
    "provenance": partial(_of, Provenance, "provenance", "A line of the provenance: what was taken out of an article"),
    "report": _report,
    "settings": settings.schema,
}
