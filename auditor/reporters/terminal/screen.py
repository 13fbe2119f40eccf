"""Where things are printed: into a text, by the width and the abilities of what will show it."""

import io
from typing import TYPE_CHECKING

from auditor.model import Severity

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

# Less is no terminal but a mistake; a tree of families still has room for words here.
_NARROWEST = 24


def console(*, width: int, color: bool, encoding: str) -> "Console":
    """A console that prints into a buffer and does not look at the environment.

    `encoding` is that of the stream the text ends up in: trees and tables are drawn in ASCII
    where it cannot show more.
    """
    from rich.console import Console

    return Console(
        file=_Buffer(encoding),
        width=max(width, _NARROWEST),
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def printed(screen: "Console", *items: "RenderableType") -> str:
    """What a console of this module prints, without white space at the ends of plain lines."""
    with screen.capture() as captured:
        for item in items:
            screen.print(item)
    text = captured.get()
    return text if screen.is_terminal else "\n".join(line.rstrip() for line in text.split("\n"))


class _Buffer(io.StringIO):
    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only in StringIO, too
        return self._encoding
