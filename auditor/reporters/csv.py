"""Findings as a table for spreadsheets and scripts: one row each, nothing in it is a formula."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from auditor.escaping.paths import name
from auditor.model import Finding, Report, Skip
from auditor.text import safe_log

NAME = "csv"
FOLDER = False

COLUMNS = (
    "rule", "name", "severity", "precision", "article", "line", "column", "end_line", "end_column", "message",
    "quote", "related", "fingerprint", "state", "state_reason",
)  # fmt: skip
# Related places in a cell.
RELATED = 100

# What spreadsheets take for the beginning of a formula, wide forms and white space before it too.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|]")


def render(report: Report, texts: Mapping[str, str], **_: object) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """One table with a header. An input that could not be examined is a row without a rule."""
    yield "", _rows(report)


def _rows(report: Report) -> Iterator[str]:
    yield _row(COLUMNS)
    paths = {entry.id: entry.path for entry in report.articles}
    for skip in report.skipped:
        yield _row(_skipped(skip))
    for finding in report.findings:
        yield _row(_cells(finding, paths.get(finding.article, finding.article)))


def _cells(finding: Finding, path: str) -> tuple[str | int, ...]:
    related = [f"{name(place.article)}:{place.start_line}:{place.start_column}" for place in finding.related[:RELATED]]
    if (more := len(finding.related) - RELATED) > 0:
        related.append(f"{more:,} more")
    return (
        finding.rule,
        finding.name,
        finding.severity.value,
        finding.precision.value,
        name(path),
        finding.start_line,
        finding.start_column,
        finding.end_line,
        finding.end_column,
        finding.message,
        finding.quote,
        "; ".join(related),
        finding.fingerprint,
        finding.state.value,
        finding.state_reason,
    )


def _skipped(skip: Skip) -> tuple[str | int, ...]:
    return ("", "not examined", "error", "", name(skip.path), "", "", "", "", skip.reason, "", "", "", "", "")


def _row(cells: tuple[str | int, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(_cell, cells))
    return line.getvalue()


def _cell(value: str | int) -> str:
    plain = safe_log(str(value))
    return f"'{plain}" if _FORMULA.match(plain) else plain
