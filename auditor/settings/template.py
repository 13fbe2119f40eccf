"""Settings as TOML for people: an `auditor.toml` to begin with, and what is in force."""

from collections.abc import Iterator
from typing import Any

import msgspec

from auditor.detectors import discover
from auditor.settings.declaration import Option, options, plain, rule_options
from auditor.settings.loading import DEFAULT, Loaded
from auditor.settings.selection import effective

# Where `config init` puts the JSON Schema, for editors that read the #:schema line.
SCHEMA_FILE = ".auditor.schema.json"
_HEAD = f"""\
#:schema ./{SCHEMA_FILE}
# Settings of auditor (https://toml.io). Every key may be left out.
# What is commented out shows the default: remove the leading # to set it.
"""


def template() -> str:
    """An `auditor.toml` with every setting commented out, its default and its help."""
    parts = [_HEAD]
    for option in options():
        parts += ["\n", *_default(option)]
    for detector in discover():
        parts.append(f"\n# {detector.rule.name}\n#[rules.{detector.rule.code}]\n")
        for option in rule_options(detector):
            parts += _default(option)
    return "".join(parts)


def in_force(loaded: Loaded) -> str:
    """Every setting with its value, valid as a file, and in a comment where the value came from."""
    values = plain(loaded.settings)
    parts = [_origin(option.key, values[option.key], option.key, loaded) for option in options()]
    for code, table in effective(loaded.settings)["rules"].items():
        parts.append(f"\n[rules.{code}]\n")
        parts += [
            _origin(key, value, f"rules.{code}.{key}", loaded) for key, value in table.items() if value is not None
        ]
    return "".join(parts)


def _origin(key: str, value: Any, name: str, loaded: Loaded) -> str:
    return f"{_assignment(key, value):<40}  # {loaded.origins.get(name, DEFAULT)}\n"


def _default(option: Option) -> Iterator[str]:
    """A comment that explains the setting, and its default, which is a comment, too."""
    if option.default in (None, msgspec.UNSET):
        return
    if option.help:
        yield f"# {option.help}\n"
    yield f"#{_assignment(option.key, option.default)}\n"


def _assignment(key: str, value: Any) -> str:
    import tomlkit

    return f"{key} = {tomlkit.item(_inline(plain(value))).as_string()}"


def _inline(value: Any) -> Any:
    """A table as one that stands on a line, so that what follows it is not taken into it."""
    import tomlkit

    if not isinstance(value, dict):
        return value
    table = tomlkit.inline_table()
    table.update({key: _inline(one) for key, one in value.items()})
    return table
