"""A hundred thousand findings: every output streams them, or says what it left out, and none holds them twice."""

import json
import re
import tracemalloc
from collections.abc import Iterator, Mapping

import pytest
from msgspec.structs import replace

from auditor import api
from auditor.model import Article, Finding, Report, Severity, Span
from auditor.reporters import Context, discover

ARTICLES = 1_000
LINE = "The council voted on Monday to close the old bridge, said the mayor. Cited: Reuters\n"
MEGABYTE = 1_000_000


def large(count: int) -> tuple[Report, Mapping[str, str]]:
    """A report with so many findings in a thousand articles, a line each, and the texts."""
    audit = api.run([Article.of("a.txt", f"Council closes bridge\n\n{LINE}")])
    model, entry = audit.report.findings[0], audit.report.articles[0]
    severities, each = tuple(Severity), count // ARTICLES

    def findings() -> Iterator[Finding]:
        for article in names:
            for at in range(each):
                start = at * len(LINE)
                yield replace(
                    model,
                    article=article,
                    start_line=at + 1,
                    end_line=at + 1,
                    span=Span(start, start + len(LINE) - 1),
                    severity=severities[at % 3],
                    fingerprint=f"{article}{at}",
                )

    names = [f"folder/{number:04}.txt" for number in range(ARTICLES)]
    articles = tuple(replace(entry, id=name, path=name) for name in names)
    report = replace(audit.report, articles=articles, findings=tuple(findings()))
    return report, dict.fromkeys(names, LINE * each)


# Memory is traced, which makes ten seconds of work a minute.
@pytest.mark.timeout(900)
@pytest.mark.slow
@pytest.mark.parametrize("name", discover())
def test_a_hundred_thousand_findings_through_every_output(name: str) -> None:
    report, texts = large(100_000)
    context = Context(originals=texts, exit_code=1)
    size = 0
    tracemalloc.start()
    try:
        for _, chunks in discover()[name].render(report, texts, context=context):
            size += sum(len(chunk) for chunk in chunks)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 100_000
    assert peak < 64 * MEGABYTE, f"{peak / MEGABYTE:.0f} MB"


def test_what_is_shown_and_what_is_said_to_be_left_out_are_all_there_is() -> None:
    report, texts = large(12_000)
    context = Context(originals=texts)

    def text(name: str) -> str:
        return "".join(
            chunk for _, chunks in discover()[name].render(report, texts, context=context) for chunk in chunks
        )

    def number(pattern: str, where: str) -> int:
        return sum(int(found.replace(",", "")) for found in re.findall(pattern, where))

    terminal = text("terminal")
    assert len(re.findall(r"(?m)^  \d+:\d+  ", terminal)) == 2_000
    assert number(r"… and ([\d,]+) more findings", terminal) == 10_000
    assert " note  CIT001" not in terminal
    (run,) = json.loads(text("sarif"))["runs"]
    said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert len(run["results"]) + number(r"^([\d,]+) results left out", said) == 12_000
    github = text("github")
    assert len(re.findall(r"(?m)^::\w+ file=", github)) == 27
    assert number(r"::([\d,]+) more (?:error|warning|note)s", github) == 12_000 - 27
    rows = len(re.findall(r"(?m)^\| (?:error|warning|note) \|", github))
    assert rows + number(r"(?m)^([\d,]+) more rows", github) == 12_000
    assert text("csv").count("\n") == 12_001
    assert len(json.loads(text("gitlab"))) == len(json.loads(text("json"))["findings"]) == 12_000
