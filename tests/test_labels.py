"""Labels that leaked into the text, and the word counts they state."""

import pytest

import auditor
from auditor import Settings
from auditor.model import Article, Finding

BODY = (
    "The last keeper of the lighthouse will leave in October, when its well-kept lamps are steered from the mainland. "
    "The harbour board said the change saves it money in every year from the second one on.\n"
)
WORDS = 36


def judge(text: str, *rules: str) -> list[Finding]:
    report = auditor.audit([Article.of("a.txt", text)], settings=Settings(select=rules))
    return list(report.findings)


@pytest.mark.parametrize("stated", ["36", "37", "31", "41", "36 words", "**36**"])
def test_a_count_that_is_near_enough_is_believed(stated: str) -> None:
    assert judge(f"Title: Lighthouse\nWord Count: {stated}\n{BODY}", "MET001") == []


@pytest.mark.parametrize("stated", ["20", "60", "1,200", "250 words"])
def test_a_count_that_fits_nothing_is_reported_with_every_count(stated: str) -> None:
    (found,) = judge(f"Title: Lighthouse to be automated\nWord Count: {stated}\n{BODY}", "MET001")
    assert found.start_line == 2
    assert found.evidence["body"] == WORDS
    assert found.evidence["body, hyphens apart"] == WORDS + 1
    assert f"{WORDS} (body)" in found.message


def test_the_larger_tolerance_counts() -> None:
    long = BODY * 30
    assert judge(f"Word Count: {30 * WORDS + 20}\n{long}", "MET001") == []
    assert len(judge(f"Word Count: {30 * WORDS + 200}\n{long}", "MET001")) == 1


@pytest.mark.parametrize(
    "label",
    [
        *("Wordcount", "WORDCOUNT", "Words count", "Total word count", "Number of words", "Word Count (approx)"),
        *("**Word Count (approx.)**", "Word count (body)", "word-count"),
    ],
)
def test_a_word_count_is_read_however_its_label_is_written(label: str) -> None:
    found = judge(f"Title: Lighthouse\n{label}: 73\n{BODY}", "MET")
    assert {(one.rule, one.start_line) for one in found} == {("MET001", 2), ("MET002", 1), ("MET002", 2)}
    assert judge(f"Title: Lighthouse\n{label}: 36\n{BODY}", "MET001") == []


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [
        ("Word Count (approx): 1100", False),
        ("Word Count: about 1,100", False),
        ("Wordcount: ~1100", False),
        ("Word Count: 1,100", True),
        ("Word Count: approx. 1200", True),
        ("Word Count (approx): 1113", True),
    ],
)
def test_a_number_called_approximate_may_be_rounded(stated: str, *, wrong: bool) -> None:
    # 30 times the text has 1,080 words, hyphens apart 1,110.
    assert bool(judge(f"{stated}\n{BODY * 29}", "MET001")) is wrong


def test_each_leaked_line_is_reported_once() -> None:
    found = judge(f"Title: Lighthouse\r\nKeywords: sea, lamps\r\n{BODY}", "MET002")
    assert [(one.start_line, one.evidence["label"]) for one in found] == [(1, "Title"), (2, "Keywords")]


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: Lighthouse\nkeywords: sea\n---\n\n{BODY}",
        f"Lighthouse: the last keeper\n\n{BODY}",
        f"{BODY}\nThe title: nobody remembers it.\n",
    ],
)
def test_what_is_no_leaked_label(text: str) -> None:
    assert judge(text, "MET002") == []
