"""The lexicons of `auditor/data`: for each kind a folder with one TOML file for each language.

A file is named by its language's ISO 639-1 code; the head of `en.toml` says what its lists mean.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def languages(kind: str) -> tuple[str, ...]:
    """The codes of the languages that a kind of lexicon ("phrases", "sourcing"...) speaks, sorted."""
    names = (file.name for file in files("auditor").joinpath("data", kind).iterdir())
    codes = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return tuple(sorted(code for code in codes if 2 <= len(code) <= 3))


def speaks(kind: str, language: str) -> bool:
    """Whether there is a lexicon of a kind for a language."""
    return language in languages(kind)


def read(kind: str, language: str) -> Mapping[str, Any]:
    """The lexicon of a kind in one of its languages."""
    file = files("auditor").joinpath("data", kind, f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_all(kind: str) -> tuple[Mapping[str, Any], ...]:
    """The lexicons of a kind in all its languages, in the order of their codes."""
    return tuple(read(kind, language) for language in languages(kind))
