"""The line of an article a finding is about, cut around the span, with carets under it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from auditor.model import Finding, Span
from auditor.reporters.terminal.screen import STYLES
from auditor.text import safe_log

if TYPE_CHECKING:
    from rich.text import Text

MARGIN = "    | "

_LINE_END = re.compile(r"[\r\n]")


class Excerpt(NamedTuple):
    """A line that is safe to print, and the range of it that is marked."""

    line: str
    start: int
    end: int


def excerpt(finding: Finding, text: str | None, width: int) -> Iterator["Text"]:
    """The excerpt and its carets; from the finding's quotation when the text is not at hand."""
    from rich.cells import cell_len
    from rich.text import Text

    quoted, span = (finding.quote, Span(0, len(finding.quote))) if text is None else (text, finding.span)
    line, start, end = cut(quoted, span, width - len(MARGIN))
    if not line:
        return
    style = STYLES[finding.severity]
    shown = Text(MARGIN + line, no_wrap=True, overflow="crop")
    shown.stylize("dim", 0, len(MARGIN))
    shown.stylize(style, len(MARGIN) + start, len(MARGIN) + end)
    yield shown
    below = Text(MARGIN, style="dim", no_wrap=True, overflow="crop")
    below.append(" " * cell_len(line[:start]) + "^" * max(1, cell_len(line[start:end])), style=style)
    if finding.end_line > finding.start_line:
        below.append(f" to line {finding.end_line}")
    yield below


def cut(text: str, span: Span, width: int) -> Excerpt:
    """The line in which a span begins, cut to `width` cells, at least a third of them before the span."""
    from rich.cells import cell_len
    from rich.text import Text

    # A line may hold megabytes: nothing further from the span than this is looked at.
    near = 4 * width
    before = text[max(0, span.start - near) : span.start]
    head = _LINE_END.split(before)[-1].lstrip() if before else ""
    tail = _LINE_END.split(text[span.start : span.start + near], maxsplit=1)[0]
    # Made safe as a whole: the marks that steer build logs must not come together at a seam.
    line = safe_log(head + tail).rstrip()
    start, end = len(safe_log(head)), len(safe_log(head + tail[: len(span)]))
    dropped = _dropped(line, start, width) if cell_len(line) > width else 0
    if dropped:
        line = "…" + line[dropped:]
        dropped -= 1
    shown = Text(line)
    shown.truncate(width, overflow="ellipsis")
    start, end = (min(max(at - dropped, 0), len(shown)) for at in (start, end))
    return Excerpt(shown.plain, start, end)


def _dropped(line: str, start: int, width: int) -> int:
    """How much of a line too long is left out in front, up to a word; in cells, some letters take two."""
    from rich.cells import cell_len

    room = max(width // 3, width - 1 - cell_len(line[start:]))
    dropped = max(0, start - room)
    while cell_len(line[dropped:start]) > room:
        dropped += 1
    return max(dropped, 1 + line.find(" ", dropped, start)) if dropped else 0
