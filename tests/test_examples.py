"""Every rule against the examples in its documentation: the lines they name, and no other."""

from pathlib import Path

import msgspec
import pytest

import auditor
from auditor.detector import Detector, Example
from auditor.detectors import discover

CASES = [
    pytest.param(detector, example, id=f"{detector.rule.code}-{number}")
    for detector in discover()
    for number, example in enumerate(detector.examples, 1)
]


@pytest.mark.parametrize(("detector", "example"), CASES)
def test_a_rule_flags_what_its_example_names(
    detector: type[Detector], example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in example.tables.items():
        Path(name).write_text(text, encoding="utf-8")
    articles = [auditor.Article.of(name, text) for name, text in example.articles.items()]
    chosen = {**example.settings, "select": (detector.rule.code,), "preview": True}
    report = auditor.audit(articles, settings=msgspec.convert(chosen, auditor.Settings))
    assert not report.skipped
    flagged = sorted({(finding.article, finding.start_line) for finding in report.findings})
    named = sorted((name, line) for name, lines in example.lines.items() for line in lines)
    assert flagged == named, f"{example.title}: {[(f.start_line, f.message) for f in report.findings]}"


@pytest.mark.parametrize("detector", discover(), ids=lambda detector: detector.rule.code)
def test_examples_name_lines_that_exist(detector: type[Detector]) -> None:
    from auditor.text import Lines

    titles = [example.title for example in detector.examples]
    assert len(set(titles)) == len(titles)
    for example in detector.examples:
        for name, lines in example.lines.items():
            assert all(1 <= line <= len(Lines(example.articles[name])) for line in lines), example.title
