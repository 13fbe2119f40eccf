"""The pages about rules: whole, the same everywhere, and not stale."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from auditor import handbook
from auditor.detector import ArticleDetector, Detector, Example, Rule, clean, flagged
from auditor.detectors import discover
from auditor.dissection import Dissection
from auditor.errors import UsageError
from auditor.model import Precision, Severity

ROOT = Path(__file__).parents[1]
MEND = "run `make generate` (or `python docs/generate.py`)"


@dataclass(frozen=True, kw_only=True)
class Whole(ArticleDetector):
    """A line says nothing.

    ## What it finds
    Lines | like this one.

    ## Why it matters
    They waste time.

    ## What to do
    Delete them.

    ## When it is wrong
    Never.
    """

    rule: ClassVar[Rule] = Rule("ZZZ001", "nothing-said", Severity.NOTE, Precision.EXPERIMENTAL)
    examples: ClassVar[tuple[Example, ...]] = (flagged("a fence", "```\nfoo \u202ebar", 2), clean("prose", "foo"))

    least_words: int = field(default=3, metadata={"help": "Shorter lines | are left alone."})

    def judge(self, dissection: Dissection) -> Any:
        return iter(())


@dataclass(frozen=True, kw_only=True)
class Bare(ArticleDetector):
    rule: ClassVar[Rule] = Rule("ZZZ002", "bare", Severity.NOTE, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = ()
    limit: int = 1

    def judge(self, dissection: Dissection) -> Any:
        return iter(())


def test_every_rule_is_documented() -> None:
    assert [complaint for detector in discover() for complaint in handbook.check(detector)] == []


def test_a_whole_page_has_nothing_to_complain_about() -> None:
    assert handbook.check(Whole) == []


def test_what_a_rule_lacks_is_named() -> None:
    complaints = " ".join(handbook.check(Bare))
    for lack in (*handbook.SECTIONS, "setting limit", "flagged example", "clean example"):
        assert lack in complaints


def test_generated_pages_are_not_stale() -> None:
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in handbook.generated(ROOT).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], MEND


def test_no_page_of_a_rule_that_is_gone() -> None:
    expected = {path for path in handbook.generated(ROOT) if path.parent.name == "rules"}
    assert set((ROOT / "docs" / "rules").glob("*.md")) == expected, MEND


def test_writing_replaces_the_table_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"before\n{handbook.README_BEGIN}\nold\n{handbook.README_END}\nafter\n")
    gone = tmp_path / "docs" / "rules" / "OLD001.md"
    gone.parent.mkdir(parents=True)
    gone.write_text("gone")
    handbook.write(tmp_path)
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert readme == f"before\n{handbook.README_BEGIN}\n{handbook.table()}{handbook.README_END}\nafter\n"
    assert not gone.exists()
    assert handbook.generated(tmp_path)[tmp_path / "README.md"] == readme


def test_a_readme_without_markers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# auditor\n")
    with pytest.raises(ValueError, match="rules:begin"):
        handbook.generated(tmp_path)


def test_rates_are_told_or_said_to_be_missing(tmp_path: Path) -> None:
    table = tmp_path / "rates.json"
    measured = {"A": {"findings": 12, "articles": 5}, "B": {"findings": 0, "articles": 0}}
    table.write_text(json.dumps({"data": "ordinary news", "articles": 500, "rules": measured}))
    rates = handbook.fire_rates(table)
    assert rates.sentence("A") == "12 findings, in 5 of 500 articles (1.00%): ordinary news."
    assert rates.per_hundred("B") == 0
    assert rates.sentence("C") == "Not measured yet."
    assert handbook.fire_rates(tmp_path / "none.json").sentence("A") == "Not measured yet."


def test_an_unknown_rule_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="no rule 'NOPE'"):
        handbook.page("NOPE")
    code = discover()[0].rule.code
    with pytest.raises(UsageError, match=f"did you mean {code}"):
        handbook.page(f"{code}0")


@pytest.mark.parametrize("detector", discover(), ids=lambda detector: detector.rule.code)
def test_a_page_says_the_same_in_both_formats(detector: type[Detector]) -> None:
    code = detector.rule.code
    assert handbook.page(detector.rule.name) == handbook.page(code.lower()) == handbook.page(code)
    for page in (handbook.page(code), handbook.page(code, format="markdown")):
        for part in (handbook.summary(detector), *handbook.SECTIONS, "How often it fires", "Settings", "severity"):
            assert part in page
        assert "Not written yet" not in page


def test_rules_are_ready_for_json() -> None:
    listed = json.loads(json.dumps(handbook.rules()))
    assert [rule["code"] for rule in listed] == [detector.rule.code for detector in discover()]
    assert all(rule["code"] in handbook.index() and rule["code"] in handbook.table() for rule in listed)


def test_hidden_characters_and_fences_in_examples_cannot_break_a_page() -> None:
    page = handbook.document(Whole, format="markdown")
    assert "\u202e" not in page
    assert ">   2  foo \\u202ebar" in page
    assert "\n````text\n" in page
    assert "| `least-words` | `3` | Shorter lines \\| are left alone. |" in page
    assert "off unless `preview`" in page
