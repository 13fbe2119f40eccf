"""The gate: exit codes by precedence, budgets and grades, the manifest, and a sentence that says why."""

import pytest
from msgspec.structs import replace

import auditor
from auditor.gate import Decision, Policy, judge, manifest
from auditor.model import Article, Report, Severity, Skip, State

TEXT = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"


def report(*severities: Severity, skipped: int = 0, articles: bool = True, state: State = State.OPEN) -> Report:
    found = auditor.audit([Article.of("bridge.txt", TEXT)])
    model = next(finding for finding in found.findings if finding.rule == "CIT001")
    return replace(
        found,
        summary=replace(found.summary, articles=len(found.articles) if articles else 0),
        articles=found.articles if articles else (),
        findings=tuple(replace(model, severity=severity, state=state) for severity in severities),
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
    assert judge(given, Policy(fail_on=fail_on)).exit_code == code


def test_an_empty_run_passes_only_when_that_is_allowed_and_an_incomplete_one_never() -> None:
    policy = Policy(fail_on=ERROR, allow_empty=True)
    assert judge(report(articles=False), policy).exit_code == 0
    assert judge(report(articles=False, skipped=1), policy).exit_code == 3


def test_exit_zero_masks_findings_and_nothing_else() -> None:
    policy = Policy(fail_on=ERROR, exit_zero=True)
    assert judge(report(ERROR), policy).exit_code == 0
    assert judge(report(articles=False), policy).exit_code == 4
    assert judge(report(ERROR, skipped=1), policy).exit_code == 3
    assert judge(report(ERROR), policy).reason.startswith("failed: ")


def test_the_verdict_counts_and_says_why() -> None:
    verdict = judge(report(ERROR, ERROR, WARNING, NOTE), Policy(fail_on=WARNING))
    assert verdict.counts == {ERROR: 2, WARNING: 1, NOTE: 1}
    assert verdict.failing == 3
    assert verdict.reason == "failed: 2 errors, 1 warning, 1 note; 3 at or above warning"
    assert verdict.checked.startswith("checked 1 article (1 story), 0 skipped, ")


@pytest.mark.parametrize("state", [State.BASELINED, State.SUPPRESSED])
def test_what_is_known_or_suppressed_does_not_count(state: State) -> None:
    verdict = judge(report(ERROR, state=state), Policy(fail_on=NOTE))
    assert (verdict.exit_code, verdict.failing) == (0, 0)
    assert verdict.counts == {ERROR: 0, WARNING: 0, NOTE: 0}


@pytest.mark.parametrize(("most", "code"), [(1, 1), (2, 0)])
def test_some_findings_may_be_borne_with(most: int, code: int) -> None:
    assert judge(report(ERROR, ERROR, NOTE), Policy(fail_on=ERROR, max_findings=most)).exit_code == code


@pytest.mark.parametrize(
    ("budgets", "code"),
    [({"CIT001": 2}, 0), ({"CIT001": 1}, 1), ({"CIT": 2}, 0), ({"CIT": 0, "CIT001": 2}, 0), ({"DUP": 0}, 1)],
)
def test_a_budget_takes_the_place_of_the_level_for_its_rule(budgets: dict[str, int], code: int) -> None:
    assert judge(report(ERROR, NOTE), Policy(fail_on=ERROR, budgets=budgets)).exit_code == code


def test_a_budget_holds_whatever_the_severity() -> None:
    verdict = judge(report(NOTE, NOTE), Policy(fail_on=ERROR, budgets={"CIT": 1}))
    assert verdict.exit_code == 1
    assert verdict.reason == "failed: 2 notes; 2 of CIT, whose budget is 1"


def test_a_grade_may_be_too_low() -> None:
    (article,) = report().articles
    assert article.reliability
    grade = article.reliability.grade
    better = "A" if grade != "A" else None
    assert judge(report(), Policy(min_grade=grade)).exit_code == 0
    if better:
        assert judge(report(), Policy(min_grade="A")).exit_code == 1


@pytest.mark.parametrize(
    ("given", "policy", "decision"),
    [
        (report(ERROR), Policy(fail_on=ERROR), Decision.REJECT),
        (report(WARNING), Policy(fail_on=ERROR), Decision.QUARANTINE),
        (report(NOTE), Policy(fail_on=ERROR), Decision.ACCEPT),
        (report(WARNING), Policy(fail_on=ERROR, quarantine_on=ERROR), Decision.ACCEPT),
        (report(ERROR), Policy(fail_on=ERROR, max_findings=1), Decision.QUARANTINE),
        (report(NOTE), Policy(budgets={"CIT": 0}), Decision.REJECT),
        (report(ERROR, state=State.BASELINED), Policy(fail_on=NOTE), Decision.ACCEPT),
    ],
)
def test_the_manifest_decides_for_each_file(given: Report, policy: Policy, decision: Decision) -> None:
    (judged,) = manifest(given, policy)
    assert judged.verdict is decision
    assert judged.rules == (() if decision is Decision.ACCEPT else ("CIT001",))
    assert judged.sha256 == given.articles[0].sha256


def test_what_could_not_be_read_is_set_apart() -> None:
    accepted, unread = sorted(manifest(report(skipped=1), Policy()), key=lambda one: one.verdict)
    assert (unread.verdict, unread.path, unread.reasons) == (Decision.QUARANTINE, "0.txt", ("empty file",))
    assert accepted.verdict is Decision.ACCEPT
