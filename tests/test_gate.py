"""The gate: exit codes by precedence, and a sentence that says why."""

import pytest
from msgspec.structs import replace

import auditor
from auditor.gate import judge
from auditor.model import Article, Report, Severity, Skip

TEXT = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"


def report(*severities: Severity, skipped: int = 0, articles: bool = True) -> Report:
    found = auditor.audit([Article.of("bridge.txt", TEXT)])
    model = next(finding for finding in found.findings if finding.rule == "CIT001")
    return replace(
        found,
        articles=found.articles if articles else (),
        findings=tuple(replace(model, severity=severity) for severity in severities),
        skipped=tuple(Skip(f"{n}.txt", "empty file") for n in range(skipped)),
    )


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@pytest.mark.parametrize(
    ("given", "fail_on", "code"),
    [
        (report(ERROR, NOTE), None, 0),
        (report(ERROR, NOTE), ERROR, 1),
        (report(WARNING, NOTE), ERROR, 0),
        (report(WARNING, NOTE), WARNING, 1),
        (report(NOTE), NOTE, 1),
        (report(), NOTE, 0),
        (report(ERROR, skipped=1), ERROR, 3),
        (report(skipped=1), None, 3),
        (report(articles=False), None, 4),
        (report(articles=False, skipped=1), ERROR, 3),
    ],
)
def test_exit_codes(given: Report, fail_on: Severity | None, code: int) -> None:
    assert judge(given, fail_on=fail_on).exit_code == code


def test_an_empty_run_passes_only_when_that_is_allowed_and_an_incomplete_one_never() -> None:
    assert judge(report(articles=False), fail_on=ERROR, allow_empty=True).exit_code == 0
    assert judge(report(articles=False, skipped=1), fail_on=ERROR, allow_empty=True).exit_code == 3


def test_the_verdict_counts_and_says_why() -> None:
    verdict = judge(report(ERROR, ERROR, WARNING, NOTE), fail_on=WARNING)
    assert verdict.counts == {ERROR: 2, WARNING: 1, NOTE: 1}
    assert verdict.failing == 3
    assert verdict.reason == "failed: 2 errors, 1 warning, 1 note; 3 at or above warning"
    assert verdict.checked.startswith("checked 1 article (1 story), 0 skipped, ")
