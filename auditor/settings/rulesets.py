"""Rulesets: which rules there were at a time, and their defaults, so that an upgrade turns no gate red.

`auditor/data/rulesets/YYYY.N.json` holds a ruleset. The newest describes the rules of this version
and is made from them; the others are never changed.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.detectors import discover
from auditor.errors import SettingsError
from auditor.settings.declaration import plain, rule_options
from auditor.settings.schema import suggestion

# The ruleset that the rules of this version belong to. A release that adds a rule or changes a
# default begins a new one.
CURRENT = "2026.1"

# For each rule the default of each of its settings, severity included.
Ruleset = Mapping[str, Mapping[str, Any]]


def current() -> Ruleset:
    """The rules of this version with their defaults."""
    return {
        detector.rule.code: {option.key: plain(option.default) for option in rule_options(detector)}
        for detector in discover()
    }


def dump(ruleset: Ruleset) -> str:
    """A ruleset as its file holds it."""
    return json.dumps(ruleset, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@cache
def names() -> tuple[str, ...]:
    """The rulesets there are, oldest first."""
    found = (file.name for file in files("auditor").joinpath("data", "rulesets").iterdir())
    return tuple(sorted((name.removesuffix(".json") for name in found if name.endswith(".json")), key=_order))


def _order(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(".")))


@cache
def load(name: str) -> Ruleset:
    """A ruleset by name. Raises SettingsError for one that this version does not know."""
    if name not in names():
        raise SettingsError(
            f'settings: there is no ruleset "{name}"{suggestion(name, list(names()))}; '
            f"this version knows {', '.join(names())}"
        )
    found: Ruleset = json.loads(files("auditor").joinpath("data", "rulesets", f"{name}.json").read_text("utf-8"))
    return found
