"""`auditor compare`: two articles side by side."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from auditor import settings
from auditor.cli import streams
from auditor.collation import Runs, differing, rows
from auditor.errors import UnreadableError, UsageError
from auditor.model import Article, Drift, Passage, Skip, Span
from auditor.text import Lines, clip, counted, safe_log

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from auditor.api import Comparison

# A passage may be a whole article; two columns are for looking at, not for reading books in.
_WORDS = 300
# Differing facts shown, and characters of each.
_FACTS, _FACT = 30, 100
# Stretches without a counterpart shown of each text.
_STRETCHES = 10
_DIFFERENT = "bold yellow"
# Columns narrower than half of this hold a few words a line: passages then stand above one another.
_TWO_COLUMNS = 60


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(compare)


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="An article.", show_default=False, readable=False)],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another article.", show_default=False, readable=False)],
    raw: Annotated[
        bool, typer.Option("--raw", help="Compare the whole texts, noise and appended stories too.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read settings from this file, not from the nearest one.")
    ] = None,
) -> None:
    """Show two articles side by side.

    How they relate, in numbers, the passages they share, and the facts that differ. Words in
    which the passages differ are coloured, or stand in [brackets] where there is no colour.
    """
    from auditor import api
    from auditor.reporters.terminal.screen import console, printed

    chosen = settings.load(
        streams.working_folder(), config=config, environ=os.environ, overrides={"raw": raw or None}
    ).settings
    first, second = _read(a, chosen), _read(b, chosen)
    comparison = api.compare(first, second, settings=chosen)
    screen = console(**streams.look())
    streams.write(printed(screen, item) for item in _view(comparison, first, second, screen))


def _read(path: Path, chosen: settings.Settings) -> Article:
    from auditor import reading

    if path.is_dir():
        raise UsageError(f"{path} is a folder; compare takes two articles")
    found = reading.collect([path], path.absolute().parent)
    articles = [one for source in found.sources for one in reading.read(source, chosen.reading)]
    match articles:
        case [Article() as article]:
            return replace(article, path=str(path))
        case [Skip(reason=reason), *_]:
            raise UnreadableError(f"{path} cannot be read: {reason}")
    raise UsageError(f"{path} holds {len(articles)} articles; compare takes two files of one article")


def _view(comparison: "Comparison", a: Article, b: Article, screen: "Console") -> Iterator["RenderableType"]:
    from rich.text import Text

    yield _numbers(comparison, a, b)
    yield Text()
    if comparison.passages:
        yield _passages(comparison.passages, a.text, b.text, screen)
    else:
        yield Text("The two share no passages.")
    if comparison.only_a and comparison.only_b:
        yield Text()
        yield _without_counterpart(comparison, a.text, b.text)
    if comparison.drift:
        yield Text()
        yield _facts(comparison.drift, a.text, b.text)
    for note in comparison.notes:
        yield Text(f"Note: {note}.")


def _numbers(comparison: "Comparison", a: Article, b: Article) -> "Table":
    from rich.table import Table
    from rich.text import Text

    upstream = {"a": "A is upstream of B", "b": "B is upstream of A"}.get(comparison.direction, "undetermined")
    evidence = "; ".join(comparison.direction_evidence)
    rows = {
        "A": a.path,
        "B": b.path,
        "relation": f"{comparison.relation} ({comparison.kind}), score {comparison.score:.2f}",
        "coverage": f"{comparison.coverage_a:.0%} of A's content words stand in aligned passages, "
        f"{comparison.coverage_b:.0%} of B's",
        "statements": f"{comparison.statements} aligned: {comparison.aligned_a:.0%} of A's sentences, "
        f"{comparison.aligned_b:.0%} of B's, order kept {comparison.order:.2f}",
        "wording": f"Jaccard {comparison.jaccard:.3f} over runs of five words",
        "direction": f"{upstream}: {evidence}" if evidence else upstream,
    }
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, value in rows.items():
        table.add_row(Text(name, style="bold"), Text(safe_log(value), overflow="fold"))
    return table


def _passages(passages: Sequence[Passage], a: str, b: str, screen: "Console") -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    wide, colour = screen.width >= _TWO_COLUMNS, screen.is_terminal
    table = Table("A", "B", box=box.SQUARE, expand=True) if wide else Table("", "A and B", box=box.SQUARE, expand=True)
    lines_a, lines_b = Lines(a), Lines(b)
    for number, passage in enumerate(sorted(passages, key=lambda passage: passage.a), 1):
        table.add_section()
        how = Text(f"passage {number}, {passage.kind} {passage.score:.2f}", style="dim")
        table.add_row(how if wide else "", how)
        for span_a, span_b in rows(a, b, passage):
            runs_a, runs_b = differing(_part(a, span_a), _part(b, span_b))
            cells = _cell(lines_a, span_a, runs_a, colour=colour), _cell(lines_b, span_b, runs_b, colour=colour)
            if wide:
                table.add_row(*cells)
            else:
                for name, cell in zip("AB", cells, strict=True):
                    if cell:
                        table.add_row(name, cell)
    return table


def _without_counterpart(comparison: "Comparison", a: str, b: str) -> "Table":
    """What one of the two says and the other does not, a line for each stretch of it."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    only_in = {"a": ("dropped from A", "added in B"), "b": ("added in A", "dropped from B")}
    words = only_in.get(comparison.direction, ("only in A", "only in B"))
    table = Table(box=box.SQUARE, show_header=False)
    for name, text, only in zip(words, (a, b), (comparison.only_a, comparison.only_b), strict=True):
        if only is None:
            continue
        table.add_section()
        table.add_row(
            Text(name), Text(f"{counted(only.statements, 'statement')}, {only.share:.0%} of its content words")
        )
        lines = Lines(text)
        for span in only.spans[:_STRETCHES]:
            table.add_row("", _fact(lines, span, text[span.start : span.end]))
        if len(only.spans) > _STRETCHES:
            table.add_row(
                "", Text(f"{counted(len(only.spans) - _STRETCHES, 'stretch', 'stretches')} more", style="dim")
            )
    return table


def _facts(drift: Sequence[Drift], a: str, b: str) -> "Table":
    """What aligned statements put differently, a line each."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    lines_a, lines_b = Lines(a), Lines(b)
    table = Table("differs", "A", "B", box=box.SQUARE)
    for each in drift[:_FACTS]:
        table.add_row(Text(each.kind), _fact(lines_a, each.a, each.said_a), _fact(lines_b, each.b, each.said_b))
    if len(drift) > _FACTS:
        table.add_row(Text(f"{len(drift) - _FACTS:,} more", style="dim"))
    return table


def _fact(lines: Lines, span: Span, said: str) -> "Text":
    from rich.text import Text

    fact = Text(f"{lines.position(span.start)[0]}: ", style="dim", overflow="fold")
    return fact.append(safe_log(clip(said, _FACT)) or "—", style="not dim")


def _part(text: str, span: Span | None) -> list[str]:
    words = safe_log(text[span.start : span.end]).split() if span else []
    return words if len(words) <= _WORDS else [*words[:_WORDS], "…", f"({len(words) - _WORDS:,}", "more", "words)"]


def _cell(lines: Lines, span: Span | None, runs: Runs, *, colour: bool) -> "Text":
    from rich.text import Text

    cell = Text(overflow="fold")
    if span:
        cell.append(f"{lines.position(span.start)[0]}: ", style="dim").append_text(_marked(runs, colour=colour))
    return cell


def _marked(runs: Runs, *, colour: bool) -> "Text":
    from rich.text import Text

    text = Text(style="not dim")
    for number, (words, equal) in enumerate(runs):
        text.append(" " if number else "")
        if equal:
            text.append(words)
        else:
            text.append(words if colour else f"[{words}]", style=_DIFFERENT)
    return text
