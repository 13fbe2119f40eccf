"""What is a citation, what only looks like one, and how much a citation gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.anatomy.citations import find, parse, trailing_citation
from auditor.model import Role

SAID = "The council approved the new bridge on Tuesday after a debate of three hours. "

CITATIONS = [
    # paragraph, outlet, grade
    (SAID + "Cited: Reuters", "Reuters", 1),
    (SAID + "Cited: AP News", "The Associated Press", 1),
    (SAID + "CITED: REUTERS", "Reuters", 1),
    (SAID + "Cited: Reuters.", "Reuters", 1),
    (SAID + "Cited: Reuters\r\n", "Reuters", 1),
    (SAID + "Source: BBC News", "BBC News", 1),
    (SAID + "Sources: Reuters, AP, The New York Times", "Reuters", 1),
    (SAID + "Source(s): Le Monde", "Le Monde", 1),
    (SAID + "Via: TechCrunch", "TechCrunch", 1),
    (SAID + "Ref: Deutsche Welle", "Deutsche Welle", 1),
    (SAID + "References: El País and Haaretz", "El País and Haaretz", 1),
    (SAID + "Citation: The Hindu", "The Hindu", 1),
    (SAID + "(Source: The Guardian)", "The Guardian", 1),
    (SAID + "[Source: Al Jazeera]", "Al Jazeera", 1),
    (SAID.rstrip(". ") + " (source: NPR).", "NPR", 1),
    (SAID + "**Source:** Bloomberg", "Bloomberg", 1),
    (SAID + "**Source**: Bloomberg", "Bloomberg", 1),
    (SAID + "_Cited: Kyodo News_", "Kyodo News", 1),
    (SAID + "*(Via: Axios)*", "Axios", 1),
    (SAID + "— Source: Politico", "Politico", 1),
    (SAID + "Source – Financial Times", "Financial Times", 1),
    ("“We will build it,” she said. “In two years.” Cited: CNN", "CNN", 1),
    (SAID.rstrip(". ") + " Cited: Reuters", "Reuters", 1),
    (SAID + "\nSource: Yonhap", "Yonhap", 1),
    (SAID + "Source: Ministry of Transport", "Ministry of Transport", 1),
    (SAID + "Source: https://www.reuters.com", "Reuters", 1),
    (SAID + "Cited: Reuters, 3 March 2024", "Reuters", 2),
    (SAID + "Cited: Reuters, March 2024", "Reuters", 2),
    (SAID + "Cited: Government statement, 3 March 2024", "Government statement", 2),
    (SAID + "Source: Der Spiegel, 2023-11-05", "Der Spiegel", 2),
    (SAID + "Source: BBC News, “Bridge vote passes”", "BBC News", 2),
    (SAID + "Source: BBC News, Council approves second bridge", "BBC News", 2),
    (SAID + "Source: BBC News, “Bridge vote passes”, 3 March 2024", "BBC News", 3),
    (SAID + "Source: AFP – Council approves second bridge – March 3, 2024", "Agence France-Presse", 3),
    (SAID + "Source: El País, “Aprueban el puente”, 3 de marzo de 2024", "El País", 3),
    (SAID + "Ref: Smith J. et al. (2019), Nature 571(3), 23-27", "Smith J. et al", 3),
    (SAID + "Source: https://www.bbc.co.uk/news/uk-england-68400001", "BBC News", 4),
    (SAID + "Source: [BBC News](https://www.bbc.co.uk/news/uk-england-68400001)", "BBC News", 4),
    (SAID + "Source: Smith, Bridges of the north, doi:10.1000/182", "Smith", 4),
    (SAID + "Source: BBC News, https://www.bbc.co.uk/news/68400001, accessed 5 March 2024", "BBC News", 5),
    (SAID + "Source: AP, https://web.archive.org/web/2024/https://apnews.com/article/1", "The Associated Press", 5),
    ("Cited: Reuters", "Reuters", 1),
    ("Source: Reuters", "Reuters", 1),
]

CLASSES = [
    SAID + "Cited: UK Government Briefing",
    SAID + "Source: media reports",
    SAID + "Sources: official sources",
    SAID + "Source: local news outlets and social media",
    SAID + "Via: internet",
    SAID + "(Source: U.S. intelligence officials)",
    SAID + "Cited: State Media",
    SAID + "Cited: Government sources, 2024",
]

CREDITS = [
    "With inputs from agencies",
    "(With inputs from PTI)",
    SAID + "With inputs from Reuters",
    "Credit: Getty Images",
    "Source: NATO.",
    "SOURCE: U.S. Census Bureau; graphic by the staff",
    "Figure 3. Bridges built a year, in thousands. Source: Eurostat",
    "Chart: Bridges built a year since the war ended. Source: Reuters",
    "The old bridge at dawn (Source: Reuters)",
    "The old bridge in spring. Credit: Jane Doe",
    SAID + "Source: Polls",
]

TRAPS = [
    "Energy source: coal",
    "Energy Source: Solar",
    "Source: coal",
    "Main source: rivers and lakes",
    "He was cited: police said he ran a red light on Monday.",
    "She was cited: the officer saw it.",
    "The reference: a 1990 paper in Nature that changed the field.",
    "Officials called it a reference: nobody else did.",
    "Credit: where it is due, the team played well.",
    SAID + "Via: take the bus to the station.",
    SAID + "Sources: The officials who spoke said they were not told about it until Monday.",
    "According to figures Reuters reviewed, the bridge cost a billion.",
    "She cited Reuters as the first to report it.",
    "They cited: noise, dust and delay.",
    "The minister gave one source: Reuters had reported it, he said, and he believed it.",
    "The bridge (source: the council) will open in May, and the old one will close.",
    "Sources said: nothing of the kind was planned.",
    "sources close to the council: “We will build it.”",
    'config = {"source": "reuters"}',
    "source: ./data/input.txt",
    "Serves four. Via Roma: turn left.",
    "He drove via: nobody knows.",
    "Open source: a short history of free software",
    "Outsource: why firms do it",
    "Resource: The bridge handbook",
    "The credit: 3,000 dollars a month.",
    "Tax credits: what changes in April",
    "Reference number: 12345",
    "A source told Reuters that the bridge would open.",
    "The source of the leak: a loose valve.",
    "His words were a citation: Shakespeare wrote them.",
    "",
    "   ",
    "Source:",
    "Cited: ",
    "References",
]


@pytest.mark.parametrize(("paragraph", "outlet", "grade"), CITATIONS)
def test_a_citation_is_found_and_graded(paragraph: str, outlet: str, grade: int) -> None:
    found = trailing_citation(paragraph)
    assert found is not None
    assert (found.outlet, found.grade, found.role) == (outlet, grade, Role.CITATION)
    assert not found.generic


@pytest.mark.parametrize("paragraph", CLASSES)
def test_a_class_of_sources_names_nobody(paragraph: str) -> None:
    found = trailing_citation(paragraph)
    assert found is not None
    assert (found.generic, found.outlet, found.grade, found.role) == (True, None, 0, Role.CITATION)


@pytest.mark.parametrize("paragraph", CREDITS)
def test_a_credit_stands_for_no_statement(paragraph: str) -> None:
    found = trailing_citation(paragraph)
    assert found is not None
    assert found.role is Role.CREDIT


@pytest.mark.parametrize("paragraph", TRAPS)
def test_an_ordinary_word_is_no_citation(paragraph: str) -> None:
    assert trailing_citation(paragraph) is None


def test_a_citation_is_cut_off_with_its_brackets_and_emphasis() -> None:
    paragraph = SAID + "**(Source: The Hindu)**"
    found = trailing_citation(paragraph)
    assert found is not None
    assert paragraph[found.span.start : found.span.end] == "**(Source: The Hindu)**"
    assert paragraph[found.value_span.start : found.value_span.end] == found.value == "The Hindu"


def test_a_block_that_was_cut_off_is_read_the_same_way() -> None:
    for paragraph, outlet, grade in CITATIONS:
        found = trailing_citation(paragraph)
        assert found is not None
        again = parse(paragraph[found.span.start : found.span.end])
        assert again is not None
        assert (again.outlet, again.grade) == (outlet, grade)


def test_a_list_of_references_is_read_line_by_line() -> None:
    found = find(
        [SAID, "Sources:", "1. BBC News, “Bridge vote passes”, 3 March 2024", "2. Reuters", "[3] media reports"]
    )
    assert [one and (one.grade, one.role) for one in found] == [
        None,
        None,
        (3, Role.CITATION),
        (1, Role.CITATION),
        (0, Role.CITATION),
    ]


def test_a_line_of_its_own_after_prose_is_a_citation_and_under_a_chart_a_credit() -> None:
    found = find([SAID, "Source: Reuters", "Bridges a year", "Source: Reuters", SAID, "Source: Eurostat"])
    assert [one.role for one in found if one] == [Role.CITATION, Role.CREDIT, Role.CREDIT]


def test_lines_after_most_paragraphs_are_citations_whoever_they_name() -> None:
    found = find([SAID, "Source: The Northern Ledger"] * 4)
    assert [one.role for one in found if one] == [Role.CITATION] * 4


@given(st.text(alphabet=st.sampled_from("Cited: Source(s)[]*_.“”\n\r Reuters,—0123/")))
def test_spans_lie_inside_and_end_where_the_text_ends(paragraph: str) -> None:
    found = trailing_citation(paragraph)
    if found is not None:
        assert 0 <= found.span.start <= found.value_span.start < found.value_span.end <= found.span.end
        assert found.span.end == len(paragraph.rstrip())
        assert paragraph[found.value_span.start : found.value_span.end] == found.value


@pytest.mark.parametrize("value", ["Officials familiar with the matter", "people familiar with the matter", "sources"])
def test_a_cited_class_of_sources_is_a_citation_of_nobody(value: str) -> None:
    found = trailing_citation(f"The council will close the bridge for nine months from April. Cited: {value}")
    assert found
    assert (found.generic, found.grade, found.outlet) == (True, 0, None)
