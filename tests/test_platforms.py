"""JUnit, GitLab, GitHub and CSV: valid, complete, and as their consumers read them."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace as with_changes
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from msgspec.structs import replace

from auditor import api, handbook
from auditor.gate import Policy
from auditor.model import Article, Finding, Report, Severity, Skip, State
from auditor.reporters import Context, discover
from auditor.reporters import csv as table
from auditor.stages import Audit

Official = Callable[[str], Path]
CITED = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"
CLEAN = "Ferry runs late\n\nThe harbour master said the ferry was an hour late because of fog on Monday.\n"
SKIPPED = (Skip("broken/a b.txt", "empty file"), Skip("z.txt", "binary: <&> 3%"))
FAIL_ON_ERROR = Context(
    fails=Policy(fail_on=Severity.ERROR).fails, exit_code=1, reason="checked 2 articles; failed: 1 error"
)


def audited(**texts: str) -> Audit:
    return api.run([Article.of(f"{name}.txt", text) for name, text in texts.items()])


def rendered(name: str, report: Report, context: Context | None = None) -> dict[str, str]:
    files = discover()[name].render(report, {}, context=context or Context())
    return {path: "".join(chunks) for path, chunks in files}


@pytest.fixture(scope="module")
def mixed() -> Report:
    """An error in one article, another without findings, and two inputs that could not be read."""
    report = audited(bridge=CITED, ferry=CLEAN).report
    assert [finding.rule for finding in report.findings] == ["CIT001"]
    return replace(report, skipped=SKIPPED)


def with_findings(report: Report, *severities: Severity) -> Report:
    model = report.findings[0]

    def one(at: int, severity: Severity) -> Finding:
        return replace(model, severity=severity, start_line=at + 1, end_line=at + 1, fingerprint=f"{at:016x}")

    return replace(report, findings=tuple(one(at, severity) for at, severity in enumerate(severities)), skipped=())


def suites(report: Report, context: Context) -> Any:
    return etree.fromstring(rendered("junit", report, context)[""].encode())


def test_junit_is_valid_by_the_common_schema(mixed: Report, official: Official) -> None:
    schema = etree.XMLSchema(etree.parse(official("junit.xsd")))
    seeds = api.audit(["seeds"])
    empty = replace(mixed, articles=(), findings=(), skipped=())
    for report in (mixed, seeds, empty):
        for context in (
            FAIL_ON_ERROR,
            Context(exit_code=4, reason="nothing to check"),
            Context(timestamp=1_700_000_000),
        ):
            schema.assertValid(suites(report, context))


def test_junit_has_a_case_for_every_rule_and_article_and_its_counters_match(mixed: Report) -> None:
    document = suites(mixed, FAIL_ON_ERROR)
    assert [suite.get("name") for suite in document] == [
        "auditor",
        "bridge.txt",
        "broken/a b.txt",
        "ferry.txt",
        "z.txt",
    ]
    for suite in document:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for counter, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(counter)) == len(suite.findall(f"testcase/{tag}"))
    _, bridge, _, ferry, broken = document
    assert [case.get("name").split()[0] for case in ferry.findall("testcase")] == [r["code"] for r in handbook.rules()]
    assert (bridge.get("failures"), ferry.get("failures")) == ("1", "0")
    assert int(ferry.get("skipped")) == sum(rule["preview"] or rule["online"] for rule in handbook.rules())
    (error,) = broken.findall("testcase/error")
    assert error.get("message") == "binary: <&> 3%"


def test_the_level_of_the_gate_decides_what_fails_in_junit(mixed: Report) -> None:
    report = with_findings(mixed, Severity.ERROR, Severity.WARNING, Severity.WARNING, Severity.NOTE)

    def failures(level: Severity | None) -> tuple[list[str], str]:
        suite = suites(report, Context(fails=Policy(fail_on=level).fails))[1]
        return [failure.get("message") for failure in suite.iter("failure")], suite.findtext("system-out")

    (one,), below = failures(Severity.ERROR)
    assert "more" not in one
    assert below.count("bridge.txt:") == 3
    (three,), below = failures(Severity.WARNING)
    assert three.endswith(" (+2 more)")
    assert below.count("bridge.txt:") == 1
    assert failures(None)[0] == []
    assert failures(None)[1].count("bridge.txt:") == 4


def test_junit_lists_so_many_findings_and_counts_the_rest(mixed: Report) -> None:
    report = with_findings(mixed, *[Severity.ERROR] * 250)
    _, failure = suites(report, FAIL_ON_ERROR).iter("failure")
    assert failure.text.count("bridge.txt:") == 200
    assert "and 50 more findings" in failure.text


@pytest.mark.parametrize(("code", "tag"), [(0, None), (1, "failure"), (3, "error"), (4, "error")])
def test_junit_fails_when_the_run_does_whatever_the_findings_say(mixed: Report, code: int, tag: str | None) -> None:
    nothing = replace(mixed, articles=(), findings=(), skipped=())
    (suite,) = suites(nothing, Context(exit_code=code, reason="nothing to check"))
    assert [(one.tag, one.get("message")) for one in suite.find("testcase")] == [(tag, "nothing to check")] * bool(tag)


def test_what_is_settled_fails_nothing_and_is_told(mixed: Report) -> None:
    known = replace(mixed.findings[0], state=State.BASELINED, state_reason="old")
    report = replace(mixed, findings=(known,), skipped=())
    suite = suites(report, FAIL_ON_ERROR)[1]
    assert suite.get("failures") == "0"
    assert "error CIT001 (baselined)" in suite.findtext("system-out")
    assert json.loads(rendered("gitlab", report)[""]) == []
    assert rendered("github", report)[""] == ""
    (row,) = rows(report)
    assert (row["state"], row["state_reason"]) == ("baselined", "old")


def test_junit_prints_the_time_it_is_given(mixed: Report) -> None:
    assert suites(mixed, FAIL_ON_ERROR)[0].get("timestamp") == "1970-01-01T00:00:00"
    later = with_changes(FAIL_ON_ERROR, timestamp=1_700_000_000)
    assert suites(mixed, later)[0].get("timestamp") == "2023-11-14T22:13:20"


def test_gitlab_has_an_entry_for_each_finding_with_a_fingerprint_of_its_own(mixed: Report) -> None:
    seeds = api.audit(["seeds"])
    for report in (mixed, seeds, with_findings(mixed)):
        text = rendered("gitlab", report)[""]
        entries = json.loads(text)
        assert not text.startswith("\ufeff")
        assert len(entries) == len(report.findings) + len(report.skipped)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)
        for entry in entries:
            assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
            assert entry["description"]
            assert entry["severity"] in ("info", "minor", "major")
            assert not entry["location"]["path"].startswith(("/", "./"))
            assert entry["location"]["lines"]["begin"] >= 1


def test_gitlab_names_severities_and_files_as_they_are(mixed: Report) -> None:
    levels = json.loads(rendered("gitlab", with_findings(mixed, *Severity))[""])
    assert [entry["severity"] for entry in levels] == ["info", "minor", "major"]
    entry = mixed.articles[0]
    moved = replace(mixed, articles=(replace(entry, id="a%40b.jsonl#3", path="a%40b.jsonl"),), skipped=())
    moved = replace(moved, findings=(replace(mixed.findings[0], article="a%40b.jsonl#3"),))
    assert json.loads(rendered("gitlab", moved)[""])[0]["location"]["path"] == "a@b.jsonl"


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Level, properties and message of every command, as GitHub's runner reads them."""
    found = []
    for line in rendered("github", report)[""].splitlines():
        level, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
        pairs = (pair.split("=", 1) for pair in properties.split(","))
        found.append((level, {key: unescaped(value) for key, value in pairs}, unescaped(message)))
    return found


def unescaped(text: str) -> str:
    for code, mark in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, mark)
    return text


def test_an_annotation_names_its_place(mixed: Report) -> None:
    hostile = replace(mixed.findings[0], message="100% of, these: ones\r\n::error::x", article="b: c,d%25.txt")
    (command,) = commands(replace(mixed, findings=(hostile,), skipped=()))
    level, properties, message = command
    assert level == "error"
    assert properties == {
        "file": "b: c,d%.txt",
        "line": "3",
        "endLine": "3",
        "col": str(hostile.start_column),
        "endColumn": str(hostile.end_column),
        "title": "CIT001 unverifiable citation",
    }
    assert message.startswith("100% of, these: ones : :error: :x")
    (over_lines,) = commands(replace(mixed, findings=(replace(hostile, end_line=5),), skipped=()))
    assert "col" not in over_lines[1]


def test_nine_annotations_of_a_level_and_a_tenth_that_counts(mixed: Report) -> None:
    found = commands(with_findings(mixed, *[Severity.NOTE] * 9, *[Severity.ERROR] * 30, *[Severity.WARNING] * 10))
    levels = [level for level, _, _ in found]
    assert {level: levels.count(level) for level in levels} == {"error": 10, "warning": 10, "notice": 9}
    assert found[9][2].startswith("21 more errors")
    assert found[19][2].startswith("1 more warning:")


def test_what_could_not_be_examined_is_annotated_first(mixed: Report) -> None:
    found = commands(mixed)
    assert [properties["title"] for _, properties, _ in found[:2]] == ["not examined"] * 2
    assert found[1][2] == "binary: <&> 3%"
    many = replace(mixed, skipped=tuple(Skip(f"{n}.txt", "empty file") for n in range(50)))
    assert [message for _, _, message in commands(many)][9:] == [
        "42 more errors: see the job summary and the other outputs"
    ]


def test_the_job_summary_is_a_table_that_stops_in_time(mixed: Report) -> None:
    summary = rendered("github", mixed, FAIL_ON_ERROR)["$GITHUB_STEP_SUMMARY"]
    assert "checked 2 articles; failed: 1 error." in summary
    assert "| error | CIT001 | bridge.txt | 3 |" in summary
    assert "| broken/a b.txt | empty file |" in summary
    assert MarkdownIt("commonmark").enable("table").render(summary).count("<table>") == 3
    much = rendered("github", with_findings(mixed, *[Severity.ERROR] * 20_000), FAIL_ON_ERROR)["$GITHUB_STEP_SUMMARY"]
    assert 800_000 < len(much.encode()) <= 900 * 1024
    shown = much.count("| error | CIT001 |")
    assert f"{20_000 - shown:,} more rows" in much


def rows(report: Report) -> list[dict[str, str]]:
    text = rendered("csv", report)[""]
    assert text.count("\n") == text.count("\r\n") + text.count("\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_for_each_finding_and_for_what_was_not_examined(mixed: Report) -> None:
    first, second, third = rows(mixed)
    assert (first["rule"], first["article"], first["message"]) == ("", "broken/a b.txt", "empty file")
    assert second["name"] == "not examined"
    assert tuple(third) == table.COLUMNS
    finding = mixed.findings[0]
    assert third["quote"] == finding.quote == "Cited: Reuters"
    assert (third["line"], third["end_column"]) == ("3", str(finding.end_column))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "＝", "|", '="'])
def test_no_cell_is_a_formula(mixed: Report, start: str) -> None:
    cell = f"{start}HYPERLINK(1),x"
    hostile = replace(mixed.findings[0], message=cell, quote=cell, article=f"{cell}.txt", name=cell)
    (row,) = rows(replace(mixed, findings=(hostile,), skipped=()))
    for column in ("message", "quote", "article", "name"):
        assert row[column].startswith("'")
        assert "HYPERLINK(1),x" in row[column]
