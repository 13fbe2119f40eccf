"""The examples of the rules about noise, run as tests."""

import pytest

from auditor.anatomy import dissect
from auditor.detector import ArticleDetector, Example
from auditor.detectors import appended, bios, boilerplate
from auditor.model import Article

DETECTORS: tuple[ArticleDetector, ...] = (
    boilerplate.PageChrome(),
    boilerplate.WidgetToken(),
    boilerplate.RepeatedHead(),
    boilerplate.Teaser(),
    bios.GeneratedBio(),
    bios.StaccatoBio(),
    appended.AppendedStory(),
)
CASES = [(detector, example) for detector in DETECTORS for example in detector.examples]


@pytest.mark.parametrize(("detector", "example"), CASES, ids=[f"{d.rule.code} {e.title}" for d, e in CASES])
def test_a_rule_flags_the_lines_its_examples_name_and_no_others(detector: ArticleDetector, example: Example) -> None:
    for name, text in example.articles.items():
        dissection = dissect(Article(id=name, path=name, text=text, sha256=""))
        found = [finding.start_line for finding in detector.judge(dissection)]
        assert found == list(example.lines.get(name, ()))
