"""Anatomy: blocks with roles and exact spans, and the stories they tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.anatomy import dissect
from auditor.anatomy.cohesion import Terms
from auditor.anatomy.phrases import phrases
from auditor.dissection import Dissection, content
from auditor.model import Article, Role, Strength

FIRST = "The orchestra will play in the old gasworks until the concert hall has a new roof."
SECOND = "Tickets that were bought for the hall stay valid, the manager said, and seats cost the same."
THIRD = "Work on the roof began in March and will take two winters, according to the city architect."


def take_apart(text: str, *, raw: bool = False) -> Dissection:
    return dissect(Article(id="a.txt", path="a.txt", text=text, sha256=""), raw=raw)


def roles(text: str) -> list[tuple[str, str]]:
    found = take_apart(text)
    return [(block.role.value, found.quote(block.span)) for block in found.blocks()]


def role_of(line: str) -> str:
    """The role of a line between two paragraphs."""
    return next(role for role, quote in roles(f"{FIRST}\n{SECOND}\n{line}\n{THIRD}\n") if quote == line)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_of_three_ways(newline: str) -> None:
    text = newline.join(["Orchestra Moves Into the Gasworks", "", FIRST, SECOND, ""])
    assert roles(text) == [("headline", "Orchestra Moves Into the Gasworks"), ("body", FIRST), ("body", SECOND)]


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    wrapped = (
        "The orchestra will play in the old gasworks until the concert hall\n"
        "has a new roof, the city said. Tickets that were bought for the hall\n"
        "stay valid, and seats cost the same as before.\n"
    )
    assert [role for role, _ in roles(f"{wrapped}\n{wrapped}")] == ["body", "body"]


def test_lines_of_verse_stay_apart() -> None:
    verse = (
        "The gasworks hum at night,\nThe horns are out of tune,\nA flute begins to climb\nThe scaffold to the moon.\n"
    )
    assert len(roles(verse)) == 4


@pytest.mark.parametrize(
    ("dateline", "sentence"),
    [
        ("LEEDS (The Northern Echo Weekly) —", FIRST),
        ("PARIS, Jan. 3 (AP) -", FIRST),
        ("NEW YORK/LONDON (Reuters) -", FIRST),
        ("WASHINGTON —", FIRST),
        ("Tel Aviv, Israel (CNN) –", FIRST),
    ],
)
def test_a_dateline_is_split_off(dateline: str, sentence: str) -> None:
    assert roles(f"{dateline} {sentence}\n{SECOND}") == [("dateline", dateline), ("body", sentence), ("body", SECOND)]


@pytest.mark.parametrize(
    "sentence",
    [
        "NATO - which has 31 members - will meet in Leeds, the ministry said on Friday",
        "Leeds (and Bradford) - the two cities share an orchestra - will both hear it in May.",
    ],
)
def test_a_dash_does_not_make_a_dateline(sentence: str) -> None:
    assert "dateline" not in dict(roles(f"{sentence}\n{SECOND}"))


def test_a_citation_at_a_paragraph_s_end_is_split_off() -> None:
    assert roles(f"{FIRST} Cited: Reuters\n{SECOND} Cited: BBC News\n") == [
        ("body", FIRST),
        ("citation", "Cited: Reuters"),
        ("body", SECOND),
        ("citation", "Cited: BBC News"),
    ]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("The horn section rehearses among the boilers (Reuters)", "caption"),
        ("Image copyright Getty Images Image caption The gasworks closed in 1987", "caption"),
        ("File photo: the concert hall before the storm", "caption"),
        ("By Jane Doe", "byline"),
        ("Jane Doe, Staff Writer", "byline"),
        ("Additional reporting by John Roe in Leeds", "credit"),
        ("Word Count: 512", "label"),
        ("**Meta description:** An orchestra without a hall", "label"),
        ("Correction: An earlier version named the wrong architect.", "correction"),
        ("Leave a comment", "chrome"),
        ("> ADVERTISEMENT", "chrome"),
        ("- Two winters without a roof", "subhead"),
        ("## Two winters without a roof", "subhead"),
        ("Read more: Leeds to close its last gasworks", "teaser"),
        ("Leeds to close its last gasworks in May Read more", "teaser"),
        ("FILE - In this May 4, 1987, file photo, workers leave the gasworks in Leeds for the last time.", "caption"),
        ("Follow Jane B. Doe on Twitter", "credit"),
        ("Read or share this story: https://www.example.com/story/news/2019/10/08/orchestra-gasworks/3900/", "chrome"),
    ],
)
def test_a_line_between_paragraphs(line: str, role: str) -> None:
    assert role_of(line) == role


@pytest.mark.parametrize(
    "line",
    [
        "“Leave a comment,” the conductor told the angry man in row three, and went home.",
        "He said:",
        "More from the architect’s letter:",
        "“We play where there is a roof.” — Jane Doe, conductor",
        "Title deeds of the gasworks: who has them is not known, the architect told the council.",
        "No.",
    ],
)
def test_ordinary_lines_stay_body(line: str) -> None:
    assert role_of(line) == "body"


def test_a_source_under_a_chart_is_a_credit_and_under_a_paragraph_a_citation() -> None:
    assert ("credit", "Source: Eurostat") in roles(
        f"{FIRST}\n{SECOND}\nGas reserves since 2019\nSource: Eurostat\n{THIRD}"
    )
    assert ("citation", "Source: Reuters") in roles(f"{FIRST}\n{SECOND}\nSource: Reuters\n{THIRD}")


def test_an_outlet_that_names_itself_credits_its_own_picture() -> None:
    text = f"{FIRST}\n{SECOND}\nThe conductor and the architect discuss the roof. (Source: Reuters)\n{THIRD}"
    found = [dissect(Article.of("a", text, outlet=outlet)) for outlet in ("Reuters", "The Guardian")]
    assert [[block.role for block in one.blocks(Role.CREDIT, Role.CITATION)] for one in found] == [
        [Role.CREDIT],
        [Role.CITATION],
    ]


def test_what_stands_below_a_link_to_another_page_is_a_subhead() -> None:
    text = f"{FIRST}\nRead more about the roof\nTwo winters without a hall\n{SECOND}"
    found = {quote: role for role, quote in roles(text)}
    assert found["Two winters without a hall"] == "subhead"
    assert found["Read more about the roof"] == "chrome"


def test_fragments_make_a_bio_only_where_no_paragraph_follows() -> None:
    line = "Steel ladders. Copper pipes. Wooden benches."
    assert role_of(line) == "body"
    assert roles(f"{FIRST}\n{SECOND}\n{line}")[-1] == ("bio", line)


def test_a_title_label_names_the_story() -> None:
    found = take_apart(f"Title: Orchestra Moves Into the Gasworks\nWord Count: 60\n{FIRST}\n{SECOND}")
    assert found.stories[0].title == "Orchestra Moves Into the Gasworks"
    assert [block.role for block in found.blocks()][:2] == [Role.LABEL, Role.LABEL]


def test_known_and_apparent_are_told_apart() -> None:
    found = take_apart(f"{FIRST}\n{SECOND}\nShare this article\nGasworks Orchestra Signs Young Conductor\n")
    strengths = {block.role: block.strength for block in found.blocks()}
    assert strengths[Role.CHROME] is Strength.KNOWN
    assert strengths[Role.TEASER] is Strength.LOOKS_LIKE
    assert all(block.reason for block in found.blocks(Role.CHROME, Role.TEASER))


def template(headline: str, caption: str, body: str) -> str:
    head = f"{headline}\n\n{caption}\n{caption}\n"
    return f"{head}TT\n\n{head}\n{body}\n\n"


def test_a_chain_of_stories_by_a_template() -> None:
    text = (
        template(
            "Orchestra Moves Into the Gasworks", "The hall without its roof (File photo - AFP)", f"{FIRST}\n\n{SECOND}"
        )
        + template(
            "Trams Stop for Marathon", "Runners pass the depot in 2019. AFP/Jane Doe", f"{THIRD}\n\n{THIRD[:40]} so."
        )
        + template("Is the River Clean Enough to Swim in?", "A heron on the weir (Reuters)", f"{SECOND}\n\n{FIRST}")
    )
    found = take_apart(text)
    assert [story.title for story in found.stories] == [
        "Orchestra Moves Into the Gasworks",
        "Trams Stop for Marathon",
        "Is the River Clean Enough to Swim in?",
    ]
    assert [found.lines.position(story.span.start)[0] for story in found.stories] == [1, 16, 31]
    assert len(list(found.blocks(Role.WIDGET))) == 3
    assert all(story.cues and 0 <= story.similarity <= 1 for story in found.stories[1:])


TRAPS = {
    "subheads": f"{FIRST}\n\n- Seats\n\n{SECOND}\n\n- Roof\n\n{THIRD}\n\n- Seats\n\n{SECOND}\n",
    "live blog": "".join(f"10:{minute}\n{FIRST}\nLatest from the hall\n{SECOND}\n" for minute in range(10, 30)),
    "questions": "".join(f"Q: What about the roof, row {n}?\nA: {THIRD}\n" for n in range(9)),
    "verse": "The gasworks hum, the gasworks hum,\nThe horns are out of tune\n" * 12,
    "transcript": f"JANE DOE\n{FIRST}\nJOHN ROE\n{SECOND}\n" * 8,
    "list": f"{FIRST} These are the dates:\n" + "".join(f"{day} May in the old gasworks\n" for day in range(1, 20)),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_forms_that_repeat_are_one_story(trap: str) -> None:
    assert len(take_apart(TRAPS[trap]).stories) == 1


def test_raw_recognises_nothing() -> None:
    found = take_apart(f"Title: Gasworks\n{FIRST}\nLeave a comment\n", raw=True)
    assert [block.role for block in found.blocks()] == [Role.BODY] * 3


def test_the_best_cut_is_where_the_topic_changes() -> None:
    one, two = ["roof", "hall", "horn", "seat"], ["dam", "crack", "valley", "rain"]
    found = Terms.of([one, one[:3], one[1:], two, two[:3], two[1:]]).cuts()
    assert int(found.gain.argmax()) == 3
    assert found.gain[3] > 0
    assert found.cosine[3] == 0
    assert found.links[3] == 0
    assert found.carry[3] == found.carry[1:].min()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("« Skip to content »", "navigation"),
        ("Share this article:", "share"),
        ("SIGN UP FOR THE WEEKLY GASWORKS NEWSLETTER", "subscription"),
        ("Click here to get the Leeds Gazette app", "navigation"),
        ("Share this article with your angry neighbours and tell them to vote", None),
        ("Sign up for the choir", None),
        ("x" * 10_000, None),
    ],
)
def test_furniture_is_compared_as_a_whole_line(line: str, kind: str | None) -> None:
    assert phrases().chrome.find(line) == kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", FIRST),
        ("de", "Das Orchester spielt in der alten Fabrik, und die Karten sind auch für den Saal gültig."),
        ("fr", "L’orchestre joue dans la vieille usine et les billets sont valables pour une autre salle."),
        ("es", "La orquesta toca en la vieja fábrica y las entradas son para una sala con más público."),
        ("pt", "A orquestra não toca mais no teatro, e os bilhetes são para uma sala com mais público."),
        ("pl", "Zespół gra teraz w starej gazowni, bilety pozostają ważne."),
    ],
)
def test_language(language: str, text: str) -> None:
    assert take_apart(text).language == language


LINES = st.sampled_from(
    [
        "",
        "TT",
        "Leave a comment",
        "Read more:",
        "Title: A",
        "Cited: Reuters",
        FIRST,
        SECOND,
        "A Headline of Five Words",
        "—",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(LINES, max_size=30).map("\n".join)))
def test_blocks_are_ordered_trimmed_and_cover_what_is_written(text: str) -> None:
    found = take_apart(text)
    blocks = list(found.blocks())
    covered = 0
    for block in blocks:
        assert not text[covered : block.span.start].strip()
        assert found.quote(block.span) == found.quote(block.span).strip() != ""
        covered = block.span.end
    assert not text[covered:].strip()
    assert not blocks or any(True for story in found.stories for _ in content(story))


def test_two_kinds_of_widget_are_both_found() -> None:
    text = f"Orchestra Moves\nTT\nFB\n\n{FIRST}\n{SECOND}\n\nShare\nTT\nFB\n"
    assert [role for role, _ in roles(text)].count("widget") >= 3
