"""News agencies and outlets: what they are called, and where a text credits one of them.

The table is `data/outlets.toml`; its head says what the fields mean. A user's settings add
outlets of their own. A table travels with what was read by it (`Dissection.outlets`), never as
state of a module: worker processes make it again from the user's entries.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.model import Span
from auditor.outlets import forms
from auditor.outlets.forms import CREDIT_LANGUAGES, Credit, Form
from auditor.outlets.table import Entry, Kind, Outlet, Outlets

__all__ = ["CREDIT_LANGUAGES", "Credit", "Entry", "Form", "Kind", "Outlet", "Outlets", "credits", "outlets"]


@cache
def outlets(own: tuple[tuple[str, Entry], ...] = ()) -> Outlets:
    """The built-in table, with a user's entries added to it: one table a process for the same entries.

    Raises SettingsError for a name or alias that is not one.
    """
    return Outlets(_builtin(), own, outlets)


@cache
def _builtin() -> Mapping[str, Any]:
    return tomllib.loads(files("auditor").joinpath("data", "outlets.toml").read_text(encoding="utf-8"))


def credits(  # noqa: A001
    text: str, span: Span | None = None, table: Outlets | None = None
) -> tuple[Credit, ...]:
    """Where a text, or the part of it in `span`, credits an outlet, in order. O(length)."""
    return tuple(forms.credits_in(table or outlets(), text, span or Span(0, len(text))))
