"""Findings as annotations and a job summary of GitHub Actions.

GitHub shows ten annotations of a level for each step and drops the others in silence, so nine
are written, the worst and surest first, and a tenth says how many more there are. The summary
stops at 900 KiB, as GitHub refuses one of more than 1 MiB as a whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from auditor.escaping.markdown import excerpt, plain
from auditor.escaping.paths import name
from auditor.model import Finding, Report, Severity, Skip
from auditor.reporters import Context
from auditor.text import clip, counted, safe_log

NAME = "github"
FOLDER = False

SUMMARY = "$GITHUB_STEP_SUMMARY"
SUMMARY_BYTES = 900 * 1024
SHOWN = 9

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_MESSAGE = 1_000
# Room for the sentence that says what the summary leaves out.
_ENDING = 300


def render(
    report: Report,
    texts: Mapping[str, str],  # noqa: ARG001  (quotations are clipped in the report already)
    *,
    context: Context | None = None,
    **_: object,
) -> Iterator[tuple[str, Iterator[str]]]:
    """The annotations, and the summary for the file GitHub names in the environment; both of open findings."""
    still = report.open_only()
    yield "", _annotations(still)
    yield SUMMARY, _limited(_summary(still, context or Context()), SUMMARY_BYTES - _ENDING)


def _annotations(report: Report) -> Iterator[str]:
    paths = {entry.id: entry.path for entry in report.articles}
    findings = sorted(report.findings, key=lambda finding: finding.precedence)
    for severity in reversed(Severity):
        lines = [_unexamined(skip) for skip in report.skipped[: SHOWN + 1]] if severity is Severity.ERROR else []
        total = len(report.skipped) if severity is Severity.ERROR else 0
        for finding in findings:
            if finding.severity is severity:
                total += 1
                if len(lines) < SHOWN:
                    lines.append(_annotation(finding, paths.get(finding.article, finding.article)))
        yield from lines[:SHOWN]
        if total > SHOWN:
            said = f"{counted(total - SHOWN, 'more ' + severity.value)}: see the job summary and the other outputs"
            yield _command(severity, {"title": "auditor"}, said)


def _annotation(finding: Finding, path: str) -> str:
    where: dict[str, str | int] = {"file": name(path), "line": finding.start_line, "endLine": finding.end_line}
    if finding.start_line == finding.end_line:
        where |= {"col": finding.start_column, "endColumn": finding.end_column}
    title = f"{finding.rule} {finding.name}"
    quote = f" “{finding.quote}”" if finding.quote else ""
    return _command(finding.severity, {**where, "title": title}, clip(finding.message, _MESSAGE) + quote)


def _unexamined(skip: Skip) -> str:
    return _command(Severity.ERROR, {"file": name(skip.path), "title": "not examined"}, skip.reason)


def _command(severity: Severity, properties: Mapping[str, str | int], message: str) -> str:
    given = ",".join(f"{key}={_property(safe_log(str(value)))}" for key, value in properties.items())
    return f"::{_LEVELS[severity]} {given}::{_data(safe_log(message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(report: Report, context: Context) -> Iterator[str]:
    """The parts of the summary, the most important first: where it is cut, the tail is missing."""
    yield f"## Audit of articles\n\n{plain(context.reason) or 'Done'}.\n\n"
    yield from (f"{plain(note)}\n\n" for note in report.summary.notes)
    if report.skipped:
        yield "### Not examined\n\n| Input | Reason |\n|---|---|\n"
        yield from (f"| {plain(name(skip.path))} | {plain(skip.reason)} |\n" for skip in report.skipped)
        yield "\n"
    if not report.findings:
        return
    yield "### Rules\n\n| Rule | Findings |\n|---|---:|\n"
    names = {finding.rule: finding.name for finding in report.findings}
    for rule, number in sorted(Counter(finding.rule for finding in report.findings).items()):
        yield f"| {plain(rule)} {plain(names[rule])} | {number:,} |\n"
    yield "\n### Findings\n\n| Severity | Rule | Article | Line | Finding | Quotation |\n|---|---|---|---:|---|---|\n"
    for finding in sorted(report.findings, key=lambda finding: finding.precedence):
        cells = (
            finding.severity.value,
            plain(finding.rule),
            plain(name(finding.article)),
            str(finding.start_line),
            plain(clip(finding.message, _MESSAGE)),
            excerpt(finding.quote, 120),
        )
        yield f"| {' | '.join(cells)} |\n"


def _limited(parts: Iterator[str], limit: int) -> Iterator[str]:
    """The parts that fit into so many bytes; the others are counted."""
    room, left_out = limit, 0
    for part in parts:
        room -= len(part.encode(errors="replace")) if not left_out else 0
        if room < 0:
            left_out += 1
        else:
            yield part
    if left_out:
        yield f"\n{counted(left_out, 'more row')}: GitHub takes no longer summary; the other outputs hold everything.\n"
