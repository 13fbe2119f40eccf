"""SARIF: valid by its official schema, shaped as GitHub reads it, within GitHub's limits."""

import gzip
import json
import random
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec.structs import replace

from auditor import api, handbook
from auditor.model import Article, Finding, Place, Precision, Report, Severity, Skip, Span, State
from auditor.reporters import Context, sarif
from auditor.reporters.sarif.linehash import WINDOW, line_hashes
from auditor.stages import Audit

Official = Callable[[str], Path]
CITED = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"


def audited(**texts: str) -> Audit:
    return api.run([Article.of(f"{name}.txt", text) for name, text in texts.items()])


def text_of(report: Report, context: Context | None = None) -> str:
    ((path, chunks),) = sarif.render(report, {}, context=context)
    assert path == ""
    return "".join(chunks)


def run_of(report: Report, context: Context | None = None) -> dict[str, Any]:
    (run,) = json.loads(text_of(report, context), parse_constant=pytest.fail)["runs"]
    assert isinstance(run, dict)
    return run


def validate(text: str, official: Official) -> None:
    schema = json.loads(official("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER).validate(json.loads(text))


@pytest.fixture(scope="module")
def seeds() -> Audit:
    return api.run(["seeds"])


def test_the_seeds_are_valid_sarif(seeds: Audit, official: Official) -> None:
    context = Context(documentation="https://example.org/rules/{code}.md", exit_code=1, originals=seeds.texts)
    validate(text_of(seeds.report, context), official)
    skipped = replace(seeds.report, skipped=(Skip("a b/ü.txt", "empty file [x](http://y)"),), findings=())
    validate(text_of(skipped, Context(exit_code=3)), official)


def test_a_clean_run_says_what_was_looked_for_and_how_it_ended() -> None:
    report = api.audit([Article.of("a.txt", "The council met on Monday, the mayor said.\n")])
    run = run_of(report, Context(exit_code=0, reason="passed"))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(report.settings["rules"])
    assert run["results"] == []
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "exitCode": 0,
            "exitCodeDescription": "passed",
            "toolExecutionNotifications": [],
        }
    ]
    assert not any("helpUri" in rule for rule in rules)


def test_a_rule_is_described_within_the_limits_of_code_scanning() -> None:
    settings: dict[str, Any] = {"rules": {rule["code"]: {} for rule in handbook.rules()}}
    report = replace(api.audit([Article.of("a.txt", CITED)]), settings=settings)
    documented = run_of(report, Context(documentation="https://example.org/{code}.md"))["tool"]["driver"]
    assert documented["informationUri"] == "https://example.org/index.md"
    for rule in documented["rules"]:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}")
        assert rule["helpUri"] == f"https://example.org/{rule['id']}.md"
        assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
        properties = rule["properties"]
        assert len(properties["tags"]) <= 20
        assert properties["precision"] in ("very-high", "high", "medium", "low")
        assert properties["problem.severity"] in ("error", "warning", "recommendation")
        assert "security-severity" not in properties


def test_a_result_is_one_place_with_its_peers(seeds: Audit) -> None:
    run = run_of(seeds.report, Context(originals=seeds.texts))
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["kind"] == "fail"
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        region = place["region"]
        text = seeds.texts[place["artifactLocation"]["uri"]].splitlines()
        if region["startLine"] == region["endLine"]:
            cut = text[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert cut.startswith(region["snippet"]["text"].removesuffix(" …"))
        ids = [peer["id"] for peer in result.get("relatedLocations", ())]
        linked = [int(n) for n in re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])]
        assert linked == ids[:5]
    assert any("relatedLocations" in result for result in run["results"])


def test_one_result_for_each_rule_article_and_line(seeds: Audit) -> None:
    results = run_of(seeds.report)["results"]
    places = [
        (one["ruleId"], where["artifactLocation"]["uri"], where["region"]["startLine"])
        for one in results
        for where in (one["locations"][0]["physicalLocation"],)
    ]
    assert len(set(places)) == len(places)
    text = "Bridge\n\n" + "The council closed it. Cited: Reuters. " * 2 + "\n"
    audit = audited(bridge=text)
    model = next(finding for finding in audit.report.findings if finding.rule == "CIT001")
    twice = (model, replace(model, start_column=40, severity=Severity.NOTE, fingerprint="other"))
    (result,) = run_of(replace(audit.report, findings=twice))["results"]
    assert result["level"] == "error"
    assert "1 more in this line, at column 40." in result["message"]["text"]
    assert [span["fingerprint"] for span in result["properties"]["spans"]] == [model.fingerprint, "other"]


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (
            " a\r\nb\r  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
    ],
)
def test_line_fingerprints_are_those_of_codeql(text: str, hashes: list[str]) -> None:
    assert line_hashes(text) == hashes


def rolled(text: str) -> Iterator[str]:
    """CodeQL's algorithm as it is written there: a ring of 100 units, one unit at a time."""
    data = text.encode("utf-16-le", errors="surrogatepass")
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    window, lines, raw, index = [0] * WINDOW, [False] * WINDOW, 0, 0
    seen: dict[str, int] = {}
    line_start, carriage_return = True, False

    def hashed() -> str:
        value = f"{raw % 2**64:x}"
        seen[value] = seen.get(value, 0) + 1
        return f"{value}:{seen[value]}"

    for current in [*units, 0xFFFF]:
        if current in (0x20, 0x09) or (carriage_return and current == 0x0A):
            carriage_return = False
            continue
        carriage_return = current == 0x0D
        unit = 0x0A if carriage_return else current
        if lines[index]:
            yield hashed()
        lines[index], line_start = line_start, unit == 0x0A
        window[index], raw = unit, raw * 37 + unit - pow(37, WINDOW) * window[index]
        index = (index + 1) % WINDOW
    for _ in range(WINDOW):
        if lines[index]:
            yield hashed()
        lines[index] = False
        window[index], raw = 0, raw * 37 - pow(37, WINDOW) * window[index]
        index = (index + 1) % WINDOW


@given(st.lists(st.sampled_from(["\n", "\r", "\r\n", " ", "\t", "a", "é", "😀", "x" * 60, "\ud800"]), max_size=60))
def test_line_fingerprints_are_those_of_a_rolling_hash(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert line_hashes(text) == list(rolled(text))


def test_fingerprints_of_lines_do_not_move_with_the_line(seeds: Audit) -> None:
    def hashes(text: str) -> list[str]:
        audit = audited(bridge=text)
        results = run_of(audit.report, Context(originals=audit.texts))["results"]
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]

    assert hashes(CITED) == hashes(CITED.replace("\n", "\n\n", 1)) != hashes(CITED.replace("Monday", "Friday"))


def many(count: int, report: Report, **changes: Any) -> Report:
    """A report with many findings, each in a line of its own, and notes among the errors."""
    model = next(finding for finding in report.findings if finding.rule == "CIT001")
    severities, precisions = tuple(Severity), tuple(Precision)

    def one(at: int) -> Finding:
        return replace(
            model,
            start_line=at + 1,
            end_line=at + 1,
            severity=severities[at % 3],
            precision=precisions[at % 4],
            fingerprint=f"{at:x}",
            **changes,
        )

    return replace(report, findings=tuple(one(at) for at in range(count)))


def test_too_many_results_are_trimmed_by_severity_and_precision_and_counted(official: Official) -> None:
    report = many(20_001, audited(bridge=CITED).report)
    text = text_of(report)
    validate(text, official)
    (run,) = json.loads(text)["runs"]
    results = run["results"]
    assert len(results) == 5_000
    assert {result["level"] for result in results} == {"error"}
    precisions = [result["properties"]["precision"] for result in results]
    assert precisions.count("very-high") == precisions.count("high") == 1_667
    assert "experimental" not in precisions
    lines = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
    assert lines == sorted(lines)
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("15,001 results left out")


def test_a_log_fits_into_ten_megabytes_of_gzip() -> None:
    letters = random.Random(1)
    places = tuple(
        Place(
            article=f"{n}.txt",
            span=Span(n, n + 1),
            start_line=n + 1,
            start_column=1,
            end_line=n + 1,
            end_column=2,
            quote="".join(letters.choices(string.printable, k=240)),
        )
        for n in range(150)
    )
    report = many(700, audited(bridge=CITED).report, related=places)
    text = text_of(report)
    (run,) = json.loads(text)["runs"]
    assert 5_000_000 < len(gzip.compress(text.encode())) < 10_000_000
    left_out = f"{700 - len(run['results']):,} results left out"
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith(left_out)
    result = run["results"][0]
    assert len(result["relatedLocations"]) == 100
    assert "and 145 more places, of which 100 are listed" in result["message"]["text"]


def test_what_could_not_be_examined_is_named_and_the_run_has_failed() -> None:
    report = replace(audited(bridge=CITED).report, skipped=tuple(Skip(f"{n}.txt", "empty file") for n in range(1_002)))
    (invocation,) = run_of(report, Context(exit_code=3))["invocations"]
    assert invocation["executionSuccessful"] is False
    notifications = invocation["toolExecutionNotifications"]
    assert notifications[0]["message"]["text"] == "Not examined: empty file"
    assert notifications[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "0.txt"
    assert [one["message"]["text"] for one in notifications[1_000:]] == ["2 more inputs could not be examined."]


def test_paths_are_encoded_and_records_named() -> None:
    audit = audited(bridge=CITED)
    (entry,) = audit.report.articles
    finding = next(finding for finding in audit.report.findings if finding.rule == "CIT001")
    moved = replace(finding, article="x/ü b:%40.jsonl#7")
    report = replace(
        audit.report,
        articles=(replace(entry, id="x/ü b:%40.jsonl#7", path="x/ü b:%40.jsonl"),),
        findings=(moved,),
    )
    (location,) = run_of(report)["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "x/%C3%BC%20b%3A%40.jsonl"
    assert location["logicalLocations"] == [{"fullyQualifiedName": "x/ü b:%40.jsonl#7"}]


def test_text_from_articles_links_nothing() -> None:
    audit = audited(bridge=CITED)
    tricks = r"a [peer](1) \[x](http://y) ##[error] ::error:: " + "\x1b[31m\ud800"
    hostile = replace(audit.report.findings[0], message=tricks)
    text = text_of(replace(audit.report, findings=(hostile,)))
    assert "##[" not in text
    message = json.loads(text)["runs"][0]["results"][0]["message"]["text"]
    assert message.startswith(r"a \[peer\](1) \\\[x\](http://y) # #\[error\] : :error: :")
    assert not re.search(r"(?<!\\)\[", message)


def test_a_report_of_another_version_is_still_written(official: Official) -> None:
    audit = audited(bridge=CITED)
    unknown = replace(audit.report.findings[0], rule="ZZZ999", name="from the future")
    text = text_of(replace(audit.report, findings=(unknown,)))
    validate(text, official)
    assert json.loads(text)["runs"][0]["tool"]["driver"]["rules"][-1]["id"] == "ZZZ999"


def test_what_is_known_or_suppressed_is_marked(official: Official) -> None:
    audit = audited(bridge=CITED)
    model = audit.report.findings[0]
    states = [(State.OPEN, ""), (State.BASELINED, "old"), (State.SUPPRESSED, "satire ##[error]")]
    findings = tuple(
        replace(model, start_line=at, end_line=at, state=state, state_reason=reason, fingerprint=str(at))
        for at, (state, reason) in enumerate(states, 1)
    )
    report = replace(audit.report, findings=findings)
    validate(text_of(report, Context(baseline=True)), official)
    new, known, suppressed = run_of(report, Context(baseline=True))["results"]
    assert [one["baselineState"] for one in (new, known, suppressed)] == ["new", "unchanged", "unchanged"]
    assert suppressed["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "satire # #[error]"}
    ]
    assert not any("suppressions" in one for one in (new, known))
    assert not any("baselineState" in one for one in run_of(report)["results"])
    together = replace(report, findings=tuple(replace(one, start_line=1) for one in findings[::-1]))
    (one,) = run_of(together, Context(baseline=True))["results"]
    assert one["baselineState"] == "new"
    assert "suppressions" not in one
