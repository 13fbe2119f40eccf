"""The JSON Schema of the settings, and errors a person can act on."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from auditor.detectors import discover
from auditor.errors import SettingsError
from auditor.settings.declaration import DAY, Option, Settings, options, plain, rule_options

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

ALL = "ALL"
_REF = "#/$defs/{name}"
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "a text",
}
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "a text that is not empty",
}
# A message lists what is allowed as long as a person would read the list.
_LISTED = 8


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `auditor.toml` and of `[tool.auditor]`. Do not change it in place."""
    selector = {"enum": selectors(), "description": "a rule code, a family of rules or ALL"}
    run, definitions = _properties(options())
    for key in ("select", "ignore"):
        run[key]["items"] = selector
    rule = {"enum": selectors()[1:], "description": "a rule code or a family of rules"}
    run["budgets"]["propertyNames"] = rule
    override = definitions["Override"]["properties"]
    override["ignore"]["items"] = override["severity"]["propertyNames"] = rule
    run["extend"] = {"type": "string", "description": "Another file of settings that this one builds on."}
    rules = {}
    for detector in discover():
        properties, more = _properties(rule_options(detector))
        definitions |= more
        rules[detector.rule.code] = {
            "type": "object",
            "description": detector.rule.name,
            "properties": properties,
            "additionalProperties": False,
        }
    run["rules"] = {
        "type": "object",
        "description": "A table for each rule: its severity and settings of its own.",
        "properties": rules,
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:auditor:schema:settings",
        "title": "Settings of auditor",
        "description": (Settings.__doc__ or "").strip(),
        "type": "object",
        "properties": run,
        "additionalProperties": False,
        "$defs": plain(dict(sorted(definitions.items()))),
    }


def selectors() -> list[str]:
    """What `select` and `ignore` may hold: ALL, the families and the codes."""
    codes = [detector.rule.code for detector in discover()]
    return [ALL, *sorted({family(code) for code in codes}), *codes]


def family(code: str) -> str:
    """The letters a rule code begins with."""
    return re.match(r"[A-Z]*", code)[0]  # type: ignore[index]  # matches always


def _properties(declared: Iterator[Option] | tuple[Option, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of each option by its key, and the definitions they refer to."""
    listed = list(declared)
    found, definitions = msgspec.json.schema_components([option.type for option in listed], ref_template=_REF)
    properties = {}
    for option, one in zip(listed, found, strict=True):
        properties[option.key] = {**one, "description": option.help}
        if option.default is not msgspec.UNSET:
            properties[option.key]["default"] = plain(option.default)
    return properties, definitions


def validate(values: Mapping[str, Any], where: str) -> None:
    """Hold settings, as a file writes them, against the schema.

    Raises SettingsError with `where` they stand, the key, what was expected, and a suggestion.
    An option or a variable that is named like the key says it already.
    """
    if not values:
        return
    problems = sorted(_validator().iter_errors(values), key=lambda error: [str(part) for part in error.absolute_path])
    if problems:
        more = f" ({len(problems)} problems in all)" if len(problems) > 1 else ""
        key, problem = _explain(problems[0])
        said = where.removeprefix("--").removeprefix("AUDITOR_").replace("_", "-").lower() == key
        raise SettingsError(f"{where}: {'' if said or not key else key + ': '}{problem}{more}")


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator, FormatChecker

    known = FormatChecker(formats=())
    known.checks(DAY, raises=ValueError)(_is_day)
    return Draft202012Validator(schema(), format_checker=known)


def _is_day(value: object) -> bool:
    """Whether a text is a day of the calendar, or empty. Raises ValueError when it is none."""
    return value == "" or not isinstance(value, str) or bool(dt.date.fromisoformat(value))


def _explain(error: "ValidationError") -> tuple[str, str]:
    """The key, empty for the whole, and what is wrong with it."""
    key = ".".join(part for part in map(str, error.absolute_path) if not part.isdecimal())
    part: Any = error.schema
    instance: Any = error.instance
    wanted: Any = error.validator_value
    got = f"got {_quoted(instance)}"
    match error.validator:
        case "additionalProperties":
            known = sorted(part["properties"])
            unknown = min(set(instance) - set(known))
            kind = "rule" if key == "rules" else "key"
            where = f" in [{key}]" if key else ""
            return "", f'unknown {kind} "{unknown}"{where}{suggestion(unknown, known)}'
        case "enum":
            allowed = [str(value) for value in wanted]
            listed = "one of " + ", ".join(allowed)
            expected = part.get("description", listed) if len(allowed) > _LISTED else listed
            return key, f"expected {expected}, {got}{suggestion(str(instance), allowed)}"
        case "type":
            return key, f"expected {_TYPES.get(wanted, wanted)}, {got}"
        case "pattern" | "format" if part.get("examples"):
            return key, f"expected something like {part['examples'][0]}, {got}"
        case str(keyword) if keyword in _BOUNDS:
            return key, f"expected {_BOUNDS[keyword].format(wanted)}, {got}"
    return key, error.message


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def suggestion(word: str, known: list[str]) -> str:
    """`; did you mean "...?"`, or nothing when nothing is near."""
    folded = {one.casefold(): one for one in known}
    # Of those that are equally near ("CIT01"), the first.
    near = sorted(get_close_matches(word.casefold(), folded, n=_LISTED, cutoff=0.6))
    best = max(near, key=lambda one: SequenceMatcher(None, one, word.casefold()).ratio(), default=None)
    return f'; did you mean "{folded[best]}"?' if best else ""
