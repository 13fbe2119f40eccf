"""From settings to the rules that run, configured."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from auditor.detector import Detector, Rule
from auditor.detectors import discover
from auditor.errors import SettingsError
from auditor.settings import rulesets
from auditor.settings.declaration import Settings, options, plain, rule_options
from auditor.settings.schema import ALL, family, validate

# What a report does not print: it decides where and how a run happens, or what a gate makes of it.
_NOT_OF_THE_REPORT = frozenset(
    {
        "jobs",
        "cache",
        "cache-dir",
        "cache-megabytes",
        "fail-on",
        "max-findings",
        "budgets",
        "min-grade",
        "quarantine-on",
        "baseline",
        "ignore-file",
        "exclude",
        "pages",
        "documentation",
    }
)


def detectors(settings: Settings) -> tuple[Detector, ...]:
    """The selected rules, configured, in the order of their codes.

    Raises SettingsError for an unknown code, key or value, for an experimental rule that is
    selected by its code without `preview`, and when no rule is left.
    """
    if settings != Settings():
        validate(plain(settings), "settings")
    pinned = rulesets.load(settings.ruleset) if settings.ruleset else None
    chosen = tuple(
        _configured(detector, settings)
        for detector in discover()
        if _selected(detector.rule, settings) and (pinned is None or detector.rule.code in pinned)
    )
    if not chosen and (settings.select, settings.ignore) != (Settings().select, Settings().ignore):
        raise SettingsError("settings: no rule is left to run; look at select, ignore and preview")
    return chosen


def effective(settings: Settings) -> dict[str, Any]:
    """The settings as a report prints them: all that may change a byte of it, and nothing else.

    `rules` holds every rule that runs with the value of each of its settings.
    """
    values = plain(settings)
    printed = {option.key: values[option.key] for option in options() if option.key not in _NOT_OF_THE_REPORT}
    # Where the table stands is nobody's business, and changes nothing.
    printed["ratings"] = PurePath(settings.ratings).name
    printed["rules"] = {detector.rule.code: _values(detector) for detector in detectors(settings)}
    return printed


def _values(detector: Detector) -> dict[str, Any]:
    values = {option.key: getattr(detector, option.name) for option in rule_options(type(detector))}
    values["severity"] = detector.severity or detector.rule.severity
    return {key: plain(value) for key, value in values.items()}


def _selected(rule: Rule, settings: Settings) -> bool:
    wanted, unwanted = _nearest(rule, settings.select), _nearest(rule, settings.ignore)
    if wanted <= unwanted:
        return False
    if rule.preview and not settings.preview and rule.code in settings.select:
        raise SettingsError(f"settings: {rule.code} is experimental; `preview = true` or --preview turns it on")
    if rule.online and not settings.online:
        if rule.code in settings.select:
            raise SettingsError(f"settings: {rule.code} asks the web; `online = true` or --online allows that")
        return False
    return settings.preview or not rule.preview


def _nearest(rule: Rule, selectors: tuple[str, ...]) -> int:
    """How closely the selectors name a rule: 0 not at all, then ALL, its family, its code."""
    ladder = (ALL, family(rule.code), rule.code)
    return max((ladder.index(selector) + 1 for selector in selectors if selector in ladder), default=0)


def _configured(detector: type[Detector], settings: Settings) -> Detector:
    table: Mapping[str, Any] = settings.rules.get(detector.rule.code, {})
    if settings.ruleset:
        pinned = rulesets.load(settings.ruleset)[detector.rule.code]
        known = {option.key for option in rule_options(detector)}
        table = {**{key: value for key, value in pinned.items() if key in known and value is not None}, **table}
    given = {
        option.name: msgspec.convert(table[option.key], option.type)
        for option in rule_options(detector)
        if option.key in table
    }
    return detector(**given)
