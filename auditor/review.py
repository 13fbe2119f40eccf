"""What is already decided about findings: a baseline knows them, somebody let them be, or nothing changed there."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from auditor import baseline, suppress
from auditor.model import Finding, Report, Severity, State
from auditor.text import counted


@dataclass(frozen=True, kw_only=True)
class Review:
    """What findings are held against.

    `entries` are those of the baseline, None when there is none. `changed` holds the paths of the articles that
    findings are wanted about, None for all. `as_of` is the day by which entries expire; without
    it none does.
    """

    entries: Collection[baseline.Entry] | None = None
    suppressions: Sequence[suppress.Suppression] = ()
    changed: Collection[str] | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Reviewed:
    """A report whose findings have their states, the baseline's entries that met none of them, and notes on both."""

    report: Report
    stale: tuple[baseline.Entry, ...]
    notes: tuple[str, ...]


def review(report: Report, known: Review) -> Reviewed:
    """Hold the findings of a report against what is known of them; the notes say what came of it.

    Nothing is asked of stale entries when only some articles were looked at.
    """
    suppressed = suppress.apply(report.findings, known.suppressions, known.as_of)
    findings, notes = suppressed.findings, list(suppressed.notes())
    stale: tuple[baseline.Entry, ...] = ()
    if known.entries is not None:
        baselined = baseline.apply(findings, known.entries, known.as_of)
        findings, stale = baselined.findings, baselined.stale
        notes.append(baselined.sentence)
    ends = [one.expires for one in known.entries or ()] + [one.expires for one in known.suppressions]
    if known.as_of is None and any(ends):
        notes.append("entries with an end were taken as good: no --as-of says which day it is")
    if known.changed is not None:
        changed = [finding for finding in findings if _concerns(finding, known.changed)]
        if left := len(findings) - len(changed):
            notes.append(f"{counted(left, 'finding')} about unchanged articles only left out")
        findings = tuple(changed)
    return Reviewed(_with_findings(report, findings, notes), stale, tuple(notes))


def _concerns(finding: Finding, changed: Collection[str]) -> bool:
    places = (finding.article, *(place.article for place in finding.related))
    return any(place.partition("#")[0] in changed for place in places)


def _with_findings(report: Report, findings: tuple[Finding, ...], notes: Sequence[str]) -> Report:
    """A report with these findings; its summary counts the open ones, and the others by state."""
    still = [finding for finding in findings if finding.state is State.OPEN]
    severities, states = Counter(one.severity for one in still), Counter(one.state for one in findings)
    summary = replace(
        report.summary,
        findings={severity.value: severities[severity] for severity in reversed(Severity)},
        by_rule=dict(sorted(Counter(finding.rule for finding in still).items())),
        settled={state.value: states[state] for state in (State.BASELINED, State.SUPPRESSED)},
        notes=(*report.summary.notes, *notes),
    )
    return replace(report, findings=findings, summary=summary)
