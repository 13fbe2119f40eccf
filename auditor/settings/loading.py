"""Where settings come from: command line > environment > nearest file > default."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from auditor.errors import SettingsError
from auditor.settings.declaration import Settings, options, plain
from auditor.settings.schema import schema, validate

DEFAULT = "default"
FILE = "auditor.toml"
PROJECT = "pyproject.toml"
PREFIX = "AUDITOR_"
# The key by which a file names another one whose settings it builds on.
EXTEND = "extend"
_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True)
class Loaded:
    """Settings, and for each key where its value came from.

    An origin is "default", the path of a file, an environment variable or an option of the
    command line. Settings of rules have keys of the form `rules.CIT001.severity`.
    """

    settings: Settings
    origins: Mapping[str, str]


def load(
    start: Path,
    *,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Loaded:
    """Settings for a run that is started in the folder `start`.

    `config` names the file instead of looking for it from `start` upwards; `environ` is the
    environment; `overrides` are the keys given on the command line, None for those that were
    not. A list replaces the list of a weaker source. Raises SettingsError.
    """
    values: dict[str, Any] = {}
    origins = {option.key: DEFAULT for option in options()}
    for where, layer in _layers(start, config, environ or {}, overrides or {}):
        validate(layer, where)
        rules = {
            code: {**values.get("rules", {}).get(code, {}), **table} for code, table in layer.get("rules", {}).items()
        }
        values |= {**layer, "rules": {**values.get("rules", {}), **rules}}
        origins |= {key: where for key in layer if key != "rules"}
        for code, table in layer.get("rules", {}).items():
            origins |= {f"rules.{code}.{key}": where for key in table}
    return Loaded(msgspec.convert(values, Settings), origins)


def _layers(
    start: Path, config: Path | None, environ: Mapping[str, str], overrides: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sources that say something, the weakest first."""
    if path := config or find(start):
        yield from _files(path, asked=config is not None)
    for option in options():
        name = PREFIX + option.name.upper()
        if text := environ.get(name, "").strip():
            yield name, {option.key: _parse(text, schema()["properties"][option.key])}
    for key, value in overrides.items():
        if value is not None:
            yield f"--{key}", {key: value}


def _files(path: Path, *, asked: bool, seen: tuple[Path, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """A file, and before it the one that it extends, whose path is relative to it."""
    if path.resolve() in seen:
        raise SettingsError(f"{path}: the file extends itself, by way of {seen[-1]}")
    values = plain(_read(path, asked=asked))
    for key in ("ratings", "pages"):
        if isinstance(named := values.get(key), str) and named:
            # What a file names stands beside it, wherever the command is run.
            values[key] = str(path.parent / named)
    match values.pop(EXTEND, None):
        case None:
            pass
        case str(base):
            yield from _files(path.parent / base, asked=True, seen=(*seen, path.resolve()))
        case other:
            raise SettingsError(f"{path}: {EXTEND}: expected the path of another file, got {other}")
    yield str(path), values


def find(start: Path) -> Path | None:
    """The nearest `auditor.toml`, or `pyproject.toml` with a table `[tool.auditor]`, upwards of a folder."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / FILE).is_file():
            return folder / FILE
        project = folder / PROJECT
        if project.is_file() and _table(_toml(project)) is not None:
            return project
    return None


def _read(path: Path, *, asked: bool) -> dict[str, Any]:
    document = _toml(path)
    if path.name != PROJECT:
        return document
    table = _table(document)
    if not isinstance(table, dict):
        problem = "there is no table [tool.auditor]" if asked and table is None else "[tool.auditor] must be a table"
        raise SettingsError(f"{path}: {problem}")
    return table


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a valid TOML file: {error}") from error


def _table(document: Mapping[str, Any]) -> Any:
    tool = document.get("tool")
    return tool.get("auditor") if isinstance(tool, dict) else None


def _parse(text: str, kind: Mapping[str, Any]) -> Any:
    """A value of the environment by its schema; what does not fit stays text, for validation to refuse."""
    match kind.get("type"):
        case "array":
            return [item.strip() for item in text.split(",") if item.strip()]
        case "boolean":
            return _WORDS.get(text.lower(), text)
        case "integer" if text.isdecimal():
            return int(text)
    return text
