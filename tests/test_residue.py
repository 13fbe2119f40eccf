"""Chatbot residue and unfilled placeholders; years that a headline promises; articles of no provenance."""

import pytest

import auditor
from auditor import Settings
from auditor.anatomy import years
from auditor.model import Article, Finding

FIRST = "The library will lend tools as well as books from May, the town council decided on Tuesday night."
SECOND = "Drills and ladders were given by a hardware shop that closed in winter, the librarian said."


def judge(text: str, rule: str, **record: str) -> list[Finding]:
    report = auditor.audit([Article.of("a.txt", text, **record)], settings=Settings(select=(rule,)))
    return list(report.findings)


@pytest.mark.parametrize(
    "line",
    [
        "Sure! Here’s a rewritten version of the article:",
        "**Certainly! Here is the article you asked for:**",
        "As of my last knowledge update in September 2021, the library was shut.",
        "I'm sorry, but I cannot fulfill this request.",
        "Nobody knows. As a large language model, I have no opinion on ladders.",
        "I hope this helps!",
        "Regenerate response",
        "The council said so. :contentReference[oaicite:3]{index=3}",
        "“We are proud,” said [Insert name here], who runs the library.",
        "Contact: [Your Name], [Your Company]",
        "Dear %FIRST_NAME%, the library lends tools.",
        "[CTA_MODULE]",
        "En tant que modèle de langage, je n’ai pas d’avis.",
        "Als KI-Sprachmodell kann ich keine Bohrmaschine ausleihen.",
        "Como um modelo de linguagem, não posso emprestar escadas.",
    ],
)
def test_what_a_program_left_is_reported_at_its_line(line: str) -> None:
    (found,) = judge(f"{FIRST}\n\n{line}\n\n{SECOND}\n", "BLP006")
    assert found.start_line == 3


@pytest.mark.parametrize(
    "line",
    [
        "The reply began “As an AI language model, I cannot climb a ladder,” the librarian said.",
        "It said: “Nobody knows. As a large language model, I have no opinion,” and went on.",
        "Pupils who begin with the words as an AI language model are soon found out.",
        "“[Your] ladder is [sic] too short,” he said. [Laughter]",
        "[The full list](https://library.example/list) is on the library's page.",
        "Certainly the library has changed. Here is where the ladders are.",
        "The form says `[Insert name]` where the borrower signs.",
        "Fewer than 5% of <b>borrowers</b> are late.",
    ],
)
def test_what_somebody_quotes_or_says_is_not_residue(line: str) -> None:
    assert judge(f"{FIRST}\n\n{line}\n\n{SECOND}\n", "BLP006") == []


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Strikes at the Docks in 2024–25", [(2024, 2025)]),
        ("Strikes at the docks, 1998/99: a review", [(1998, 1999)]),
        ("The docks from 1999 to 2003", [(1999, 2003)]),
        ("At the turn of the century, 1999-01", []),
        ("The 2024-25 season at the docks", []),
        ("Strikes at the docks in 2024", []),
        ("Docks 2024-12", []),
        ("Between 2010 and 2012 and after", [(2010, 2012)]),
        ("Flight 2024-2025 budget approved", []),
        ("Part number 12024-25", []),
    ],
)
def test_spans_of_years(headline: str, expected: list[tuple[int, int]]) -> None:
    assert [found[:2] for found in years.spans(headline)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2019 and again in May 2021.", {2019, 2021}),
        ("the 1990s", set(range(1990, 2000))),
        ("the class of ’24", {1924, 2024}),
        ("from 2003 to 2005", {2003, 2004, 2005}),
        ("$2000, 2,015 people, 2019.5 tons, a 1998% rise", set()),
    ],
)
def test_years_a_text_names(text: str, expected: set[int]) -> None:
    assert years.named(text) == expected


def test_the_date_of_the_record_names_a_year() -> None:
    text = f"A Library Changes, 2023-24\n\n{FIRST}\n\n{SECOND}\n"
    (found,) = judge(text, "TMP001")
    assert found.start_line == 1
    assert judge(text, "TMP001", date="2024-03-01") == []
    assert len(judge(text, "TMP001", date="2019-03-01")) == 1


def test_any_of_three_is_provenance() -> None:
    text = f"A Library Changes\n\n{FIRST}\n\n{SECOND}\n" + f"\n{FIRST} {SECOND}\n" * 3
    assert [found.severity for found in judge(text, "MET003")] == ["note"]
    assert judge(text, "MET003", byline="Maria Oduya") == []
    assert judge(text, "MET003", date="2024-03-01") == []
    assert judge(text, "MET003", outlet="The Harbour Gazette") == []
    assert judge(f"{text}\n© 2024 The Harbour Gazette\n", "MET003") == []
