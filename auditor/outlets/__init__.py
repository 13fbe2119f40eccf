"""News agencies and outlets: what they are called, and where a text credits one of them.

The table is `data/outlets.toml`; its head says what the fields mean, and tables of a user's own
can be added to it.
"""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from auditor.errors import SettingsError
from auditor.model import Span
from auditor.outlets import forms
from auditor.outlets.forms import Credit, Form
from auditor.outlets.table import Kind, Outlet, Outlets

__all__ = ["Credit", "Form", "Kind", "Outlet", "Outlets", "credits", "lookup", "outlets"]


@cache
def outlets(*tables: Path) -> Outlets:
    """The built-in table, with the tables in these TOML files added to it.

    Raises SettingsError when a file cannot be read or an entry is malformed.
    """
    builtin = tomllib.loads(files("auditor").joinpath("data", "outlets.toml").read_text(encoding="utf-8"))
    added = []
    for path in tables:
        try:
            added.append(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path}: not a table of outlets: {error}") from error
    return Outlets(builtin, *added)


def credits(  # noqa: A001
    text: str, span: Span | None = None, table: Outlets | None = None
) -> tuple[Credit, ...]:
    """Where a text, or the part of it in `span`, credits an outlet, in order. O(length)."""
    return tuple(forms.credits_in(table or outlets(), text, span or Span(0, len(text))))


def lookup(name: str) -> Outlet | None:
    """The outlet of the built-in table with this name, alias or domain."""
    return outlets().lookup(name)
