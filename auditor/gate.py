"""What a report means for a pipeline: pass or fail, and the sentence that says why."""

from msgspec import Struct

from auditor.model import Report, Severity
from auditor.text import counted

PASSED = 0
FAILED = 1
INCOMPLETE = 3
EMPTY = 4


class Verdict(Struct, frozen=True, kw_only=True):
    """The decision about a report.

    `checked` states what was examined, `reason` why the verdict is what it is; `counts` are the
    findings by severity and `failing` how many of them are at or above the level of the gate.
    """

    exit_code: int
    checked: str
    reason: str
    counts: dict[Severity, int]
    failing: int


def judge(report: Report, *, fail_on: Severity | None, allow_empty: bool = False) -> Verdict:
    """Decide. An incomplete scan (3) outweighs an empty one (4), and that outweighs findings (1).

    `fail_on` is the lowest severity that fails, None for none; `allow_empty` lets a run pass
    that had nothing to check.
    """
    counts = dict.fromkeys(reversed(Severity), 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    failing = sum(n for severity, n in counts.items() if fail_on and severity.rank >= fail_on.rank)
    exit_code, reason = _decide(report, counts, failing, fail_on, allow_empty=allow_empty)
    return Verdict(exit_code=exit_code, checked=checked(report), reason=reason, counts=counts, failing=failing)


def checked(report: Report) -> str:
    """One line that states what was done, whatever came of it."""
    summary = report.summary
    return (
        f"checked {counted(summary.articles, 'article')} ({counted(summary.stories, 'story', 'stories')}), "
        f"{summary.skipped} skipped, {counted(summary.rules, 'rule')}"
    )


def _decide(
    report: Report, counts: dict[Severity, int], failing: int, fail_on: Severity | None, *, allow_empty: bool
) -> tuple[int, str]:
    found = ", ".join(counted(n, severity.value) for severity, n in counts.items() if n) or "no findings"
    if report.skipped:
        skipped = counted(len(report.skipped), "input")
        return INCOMPLETE, f"incomplete: {skipped} could not be examined, and an incomplete audit never passes; {found}"
    if not report.articles:
        if allow_empty:
            return PASSED, "passed: there was nothing to check, and --allow-empty is given"
        return EMPTY, "nothing to check: no article was found (--allow-empty lets this pass)"
    if failing:
        return FAILED, f"failed: {found}; {failing:,} at or above {fail_on}"
    if fail_on:
        return PASSED, f"passed: {found}; none at or above {fail_on}"
    return PASSED, f"found: {found}" if report.findings else "found nothing"
