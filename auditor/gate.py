"""What a report means for a pipeline: pass or fail, file by file, and the sentence that says why."""

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from auditor.model import ArticleEntry, Finding, Grade, Report, Severity, State
from auditor.text import counted

PASSED = 0
FAILED = 1
INCOMPLETE = 3
EMPTY = 4


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When a report fails.

    `fail_on` is the lowest severity that fails, None for none. `max_findings` is how many
    findings of that severity or above are borne with. `budgets` holds for rules, or families of
    rules, how many findings are borne with whatever their severity; one more fails. `min_grade`
    is the worst grade an article may have. `quarantine_on` is the lowest severity for which a
    file that passes is set apart. `no_stale` fails when a baseline holds entries that met no
    finding. `allow_empty` lets a run pass that had nothing to check, `exit_zero` one that
    failed, and no other.
    """

    fail_on: Severity | None = None
    max_findings: int = 0
    budgets: Mapping[str, int] = field(default_factory=dict)
    min_grade: Grade = "F"
    quarantine_on: Severity = Severity.WARNING
    no_stale: bool = False
    allow_empty: bool = False
    exit_zero: bool = False

    def fails(self, finding: Finding) -> bool:
        """Whether a finding counts against its file: open, severe enough, and without a budget of its own."""
        return (
            finding.state is State.OPEN
            and self.fail_on is not None
            and finding.severity.rank >= self.fail_on.rank
            and self.budget(finding.rule) is None
        )

    def budget(self, rule: str) -> str | None:
        """The key of the budget a rule falls under: its own code before its family."""
        return next((key for key in (rule, rule.rstrip("0123456789")) if key in self.budgets), None)

    def too_low(self, article: ArticleEntry) -> bool:
        """Whether an article's grade is worse than allowed; one that was not graded has the worst."""
        return _grade(article) > self.min_grade


class Decision(enum.StrEnum):
    """What becomes of a file: it may come in, somebody should look at it, or it stays out."""

    ACCEPT = "accept"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class Judged(Struct, frozen=True, kw_only=True):
    """A line of the manifest: an article, the decision about it, and the rules and reasons behind that.

    `sha256` is empty for what could not be read.
    """

    id: str
    path: str
    sha256: str
    verdict: Decision
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


class Verdict(Struct, frozen=True, kw_only=True):
    """The decision about a report.

    `checked` states what was examined, `reason` why the verdict is what it is; `counts` are the
    open findings by severity and `failing` how many of them are at or above the level of the gate.
    """

    exit_code: int
    checked: str
    reason: str
    counts: dict[Severity, int]
    failing: int


def judge(report: Report, policy: Policy, stale: int = 0) -> Verdict:
    """Decide. An incomplete scan (3) outweighs an empty one (4), and that outweighs findings (1).

    `stale` is how many entries of the baseline met no finding.
    """
    counts = dict.fromkeys(reversed(Severity), 0)
    for finding in report.findings:
        counts[finding.severity] += finding.state is State.OPEN
    failing = sum(map(policy.fails, report.findings))
    exit_code, reason = _decide(report, counts, policy, list(_failures(report, policy, failing, stale)))
    if exit_code == FAILED and policy.exit_zero:
        exit_code, reason = PASSED, f"{reason} (passed by --exit-zero)"
    return Verdict(exit_code=exit_code, checked=checked(report), reason=reason, counts=counts, failing=failing)


def checked(report: Report) -> str:
    """One line that states what was done, whatever came of it."""
    summary = report.summary
    known = f", {counted(summary.library, 'related article')} in the library" if summary.library else ""
    return (
        f"checked {counted(summary.articles, 'article')} ({counted(summary.stories, 'story', 'stories')}), "
        f"{summary.skipped} skipped, {counted(summary.rules, 'rule')}{known}"
    )


def own(report: Report) -> Iterator[ArticleEntry]:
    """The articles that were audited, without the members of a library they were held against."""
    return (article for article in report.articles if not article.library)


def manifest(report: Report, policy: Policy) -> Iterator[Judged]:
    """Every article and every input that was skipped, in the order of ids, with the decision about it.

    Rejected: an open finding that fails, or a grade that is too low. Set apart: an open finding
    from `quarantine_on` on, or a text that could not be read.
    """
    of_article: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.state is State.OPEN:
            of_article.setdefault(finding.article, []).append(finding)
    borne = sum(map(policy.fails, report.findings)) <= policy.max_findings
    blown = {key for key, _, _ in _blown(report, policy)}

    def rejects(finding: Finding) -> bool:
        return (policy.fails(finding) and not borne) or policy.budget(finding.rule) in blown

    judged = [_judged(article, of_article.get(article.id, []), policy, rejects) for article in own(report)]
    judged += (
        Judged(id=skip.path, path=skip.path, sha256="", verdict=Decision.QUARANTINE, rules=(), reasons=(skip.reason,))
        for skip in report.skipped
    )
    return iter(sorted(judged, key=lambda one: one.id))


def _judged(
    article: ArticleEntry, findings: Iterable[Finding], policy: Policy, rejects: Callable[[Finding], bool]
) -> Judged:
    against = list(filter(rejects, findings))
    verdict = Decision.REJECT if against or policy.too_low(article) else Decision.ACCEPT
    if verdict is Decision.ACCEPT:
        against = [finding for finding in findings if finding.severity.rank >= policy.quarantine_on.rank]
        verdict = Decision.QUARANTINE if against else verdict
    return Judged(
        id=article.id,
        path=article.path,
        sha256=article.sha256,
        verdict=verdict,
        rules=tuple(sorted({finding.rule for finding in against})),
        reasons=(f"grade {_grade(article)}, worse than {policy.min_grade}",) if policy.too_low(article) else (),
    )


def _grade(article: ArticleEntry) -> Grade:
    return article.reliability.grade if article.reliability else "F"


def _blown(report: Report, policy: Policy) -> Iterator[tuple[str, int, int]]:
    """The budgets that were not enough: key, findings, budget."""
    spent = Counter(policy.budget(finding.rule) for finding in report.findings if finding.state is State.OPEN)
    return ((key, spent[key], budget) for key, budget in sorted(policy.budgets.items()) if spent[key] > budget)


def _failures(report: Report, policy: Policy, failing: int, stale: int) -> Iterator[str]:
    """Each way in which a report breaks the policy, in words."""
    if failing > policy.max_findings:
        borne = f", {policy.max_findings:,} are borne with" if policy.max_findings else ""
        yield f"{failing:,} at or above {policy.fail_on}{borne}"
    for key, spent, budget in _blown(report, policy):
        yield f"{spent:,} of {key}, whose budget is {budget:,}"
    if low := sum(map(policy.too_low, own(report))):
        yield f"{counted(low, 'article')} graded worse than {policy.min_grade}"
    if stale and policy.no_stale:
        yield f"the baseline holds {counted(stale, 'stale entry', 'stale entries')}"


def _decide(report: Report, counts: Mapping[Severity, int], policy: Policy, failures: list[str]) -> tuple[int, str]:
    found = ", ".join(counted(n, severity.value) for severity, n in counts.items() if n) or "no findings"
    if report.skipped:
        skipped = counted(len(report.skipped), "input")
        return INCOMPLETE, f"incomplete: {skipped} could not be examined, and an incomplete audit never passes; {found}"
    if not report.summary.articles:
        if policy.allow_empty:
            return PASSED, "passed: there was nothing to check, and --allow-empty is given"
        return EMPTY, "nothing to check: no article was found (--allow-empty lets this pass)"
    if failures:
        return FAILED, f"failed: {found}; {'; '.join(failures)}"
    if policy.fail_on:
        return PASSED, f"passed: {found}; none at or above {policy.fail_on}"
    return PASSED, f"found: {found}" if any(counts.values()) else "found nothing"
