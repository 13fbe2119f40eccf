"""Findings the way a good compiler prints them, for people at a terminal and in build logs.

Everything that comes from an article passes through `safe_log`, is printed as `Text` and never
as markup, and never begins a line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.model import Family, Finding, Link, Place, Report, Severity
from auditor.reporters.terminal.excerpt import MARGIN, excerpt
from auditor.reporters.terminal.screen import STYLES, console, printed
from auditor.text import clip, counted, safe_log

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

NAME = "terminal"
FOLDER = False
WIDTH = 80

# Tables and lists on a terminal end somewhere, and say so; the other formats hold everything.
_ROWS = 40
# More findings than anybody scrolls through; the worst are shown, in the order of the report.
FINDINGS = 2_000
_RELATED = 3
# Where the columns of counts leave a name less than this, and it needs more, counts stand below the name.
_NAME = 40
_INDENT = len(MARGIN) - 2


def render(
    report: Report,
    texts: Mapping[str, str],
    *,
    width: int = WIDTH,
    color: bool = False,
    encoding: str = "utf-8",
    **_: object,
) -> Iterator[tuple[str, Iterator[str]]]:
    """One text: findings by article, families, skipped inputs, and a summary at the end, above the prompt."""
    yield "", _sections(report.open_only(), texts, console(width=width, color=color, encoding=encoding))


def _sections(report: Report, texts: Mapping[str, str], screen: "Console") -> Iterator[str]:
    shown, left_out = _shown(report.findings)
    # What to do is said with the first finding of a rule: once is help, a hundred times is noise.
    advice = _advice(shown)
    for article, findings in groupby(shown, key=lambda finding: finding.article):
        yield _article(article, list(findings), texts, screen, advice)
    if left_out:
        yield f"… and {counted(left_out, 'more finding')}, none of them worse: the other formats list them all\n\n"
    links = {(link.a, link.b): link for link in report.links}
    for number, family in enumerate(report.families, 1):
        yield _family(number, family, links, screen)
    if report.skipped:
        yield _skipped(report, screen)
    yield _summary(report, screen)


def _shown(findings: Sequence[Finding]) -> tuple[Sequence[Finding], int]:
    """The findings to print, in the order of the report, and how many were left out."""
    if len(findings) <= FINDINGS:
        return findings, 0
    worst = sorted(range(len(findings)), key=lambda at: findings[at].precedence)[:FINDINGS]
    return [findings[at] for at in sorted(worst)], len(findings) - FINDINGS


def _advice(findings: Sequence[Finding]) -> dict[int, str]:
    """What to do, by the identity of each finding that is the first of its rule."""
    from auditor import handbook
    from auditor.detectors import discover

    first: dict[str, int] = {}
    for finding in findings:
        first.setdefault(finding.rule, id(finding))
    known = {detector.rule.code: detector for detector in discover()}
    return {at: handbook.advice(known[rule]) for rule, at in first.items() if rule in known}


def _article(
    article: str, findings: list[Finding], texts: Mapping[str, str], screen: "Console", advice: Mapping[int, str]
) -> str:
    from rich.text import Text

    counts = Counter(finding.severity for finding in findings)
    heading = Text(safe_log(article), style="bold underline", overflow="fold")
    heading.append(f"  {_by_severity(counts)}", style="not bold not underline")
    text = printed(screen, heading)
    return text + "".join(_finding(one, texts.get(article), screen, advice.get(id(one), "")) for one in findings) + "\n"


def _finding(finding: Finding, text: str | None, screen: "Console", advice: str) -> str:
    from rich.padding import Padding
    from rich.text import Text

    head = Text(f"  {finding.start_line}:{finding.start_column}  ")
    head.append(finding.severity, style=STYLES[finding.severity])
    head.append(f"  {finding.rule} ", style="bold").append(safe_log(finding.name), style="dim")
    message = Padding(Text(safe_log(finding.message), overflow="fold"), (0, 0, 0, _INDENT), expand=False)
    related = [_related(place) for place in finding.related[:_RELATED]]
    if (more := len(finding.related) - _RELATED) > 0:
        related.append(Text(f"and {counted(more, 'more place')}", style="dim"))
    if advice:
        related.append(Text("help: ", style="bold").append(advice, style="not bold"))
    also = [Padding(one, (0, 0, 0, _INDENT), expand=False) for one in related]
    return printed(screen, head, message, *excerpt(finding, text, screen.width), *also)


def _related(place: Place) -> "Text":
    from rich.text import Text

    where = f"see {safe_log(place.article)}:{place.start_line}:{place.start_column}"
    quote = f": “{safe_log(clip(place.quote, 120))}”" if place.quote else ""
    return Text(where + quote, style="dim", overflow="fold")


def _family(number: int, family: Family, links: Mapping[tuple[str, str], Link], screen: "Console") -> str:
    from rich.text import Text
    from rich.tree import Tree

    upstream = family.upstream
    root = Text(f"Family {number}: ", style="bold")
    root.append(f"{counted(len(family.members), 'story', 'stories')}, ", style="not bold")
    root.append(counted(family.independent_sources, "independent source"), style="not bold")
    tree = Tree(root)
    origin = Text("upstream: ")
    elsewhere = "not in this corpus" if upstream.known else "not known"
    origin.append(safe_log(upstream.story or "in the corpus") if upstream.in_corpus else elsewhere, style="bold")
    if upstream.credited:
        origin.append(f", credited: {safe_log(upstream.credited)}")
    origin.append(f"; direction: {safe_log(upstream.direction)}")
    branch = tree.add(origin)
    ties: dict[str, list[Text]] = {member: [] for member in family.members}
    for a, b in family.edges:
        link = links.get((a, b)) or links.get((b, a))
        ties.setdefault(b, []).append(_tie(a, link))
    for member in family.members:
        twig = branch.add(Text(safe_log(member), overflow="fold"))
        for tie in ties[member]:
            twig.add(tie)
    return printed(screen, tree) + "\n"


def _tie(other: str, link: Link | None) -> "Text":
    from rich.text import Text

    text = Text(style="dim", overflow="fold")
    if link is None:
        return text.append(f"tied to {safe_log(other)}")
    shared = f"shares {counted(link.statements, 'aligned statement')} with" if link.statements is not None else "of"
    return text.append(f"{link.relation}: {shared} {safe_log(other)} (score {link.score:.2f})")


def _skipped(report: Report, screen: "Console") -> str:
    from rich.text import Text

    lines = [Text(f"Skipped: {counted(len(report.skipped), 'input')}", style="bold red")]
    for skip in report.skipped:
        line = Text(f"  {safe_log(skip.place)}: ", overflow="fold")
        lines.append(line.append(safe_log(skip.reason)))
    return printed(screen, *lines) + "\n"


def _summary(report: Report, screen: "Console") -> str:
    from rich.text import Text

    summary = report.summary
    counts = Counter(finding.severity for finding in report.findings)
    totals = Text(_by_severity(counts) or "no findings", style="bold")
    totals.append(f" in {counted(summary.articles, 'article')}", style="not bold")
    totals.append(f"; {counted(summary.families, 'family', 'families')} of stories", style="not bold")
    totals.append(f", {counted(summary.independent_sources, 'independent source')}", style="not bold")
    ignored = f"{counted(summary.ignored, 'file')} ignored (hidden, or not a format that is read)"
    lines = [Text(ignored)] if summary.ignored else []
    lines += [Text(f"note: {safe_log(note)}") for note in summary.notes]
    tables = [*_articles(report, screen)] if summary.articles else []
    return printed(screen, *tables, totals, *lines)


def _articles(report: Report, screen: "Console") -> Iterator["RenderableType"]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    counts = Counter((finding.article, finding.severity) for finding in report.findings)
    own = [entry for entry in report.articles if not entry.library]
    entries = own[:_ROWS]
    names = ("stories", "words", "errors", "warnings", "notes")
    room = screen.width - sum(2 + len(name) for name in ("grade", *names))
    if room < min(_NAME, max(len(safe_log(entry.id)) for entry in entries)):
        table = Table("grade", "article", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    else:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 0, 0, 1))
        table.add_column("article", overflow="fold", ratio=1)
        table.add_column("grade", justify="center", no_wrap=True)
        for name in names:
            table.add_column(name, justify="right", no_wrap=True)
    narrow = len(table.columns) == 2
    for entry in entries:
        grade = entry.reliability.grade if entry.reliability else "-"
        shown = Text(safe_log(entry.id), overflow="fold")
        found = {severity: counts[entry.id, severity] for severity in Severity}
        if narrow:
            table.add_row(grade, shown.append(f"\n{_by_severity(found) or 'no findings'}", style="dim"))
            continue
        numbers = [
            Text(str(n) if n else "-", style=STYLES[severity] if n else "dim")
            for severity, n in reversed(found.items())
        ]
        table.add_row(shown, grade, str(len(entry.stories)), f"{entry.words:,}", *numbers)
    yield table
    if (more := len(own) - _ROWS) > 0:
        yield Text(f"… and {counted(more, 'more article')}: the other formats list them all")
    yield Text()


def _by_severity(counts: Mapping[Severity, int]) -> str:
    return ", ".join(counted(counts[severity], severity.value) for severity in reversed(Severity) if counts[severity])
