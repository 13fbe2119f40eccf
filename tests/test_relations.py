"""What a pair is called, what it is not accused of, and which text it takes for the original."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor import align, weights
from auditor.align.sequence import longest_common
from auditor.anatomy import dissect
from auditor.model import Link, Relation
from auditor.tokens import tokenise

MILL = (
    "The old paper mill at Corran will be pulled down before the summer, the district said on Monday. "
    "Its roof fell in during the storms of November, and children have been seen on the walls. "
    "A firm from Oban has been paid 60,000 pounds to clear the site within five weeks. "
    "Nobody has worked there since 1987, when the last two machines were sold to a buyer in Spain. "
    "What will stand in its place is to be decided by a vote of the residents in September."
)
ORCHARD = (
    "Growers in the valley of the Teme have picked the smallest crop of pears for thirty years. "
    "Frost came in the third week of April, when the trees stood in full flower. "
    "Cider makers say that they can hold their prices until spring, but not for much longer. "
    "A fund for young growers has received twice as many applications as the year before."
)
MARKET = (
    "The fish market at Peel opens again in March with twelve stalls, two more than before the fire. "
    "Its new hall was built of larch by a carpenter from Ramsey, and has no heating. "
    "Stallholders drew lots for the places beside the door, where most of the customers stop."
)
LIBRARY = (
    "The town library of Wells lends tools as well as books from this week: drills, ladders and a cement mixer. "
    "Borrowers pay nothing for seven days and a pound for each day after that, and must show a card. "
    "The idea came from a retired joiner who gave his own workshop, and two volunteers check what comes back. "
    "So far the ladder has been asked for most, followed by a machine for sanding floors and a tile cutter."
)
BRIDGES = (
    "Engineers count every rivet of the viaduct at Larne this month, because its drawings were lost in 1941. "
    "Trains cross at walking pace until they are done, which adds four minutes to the journey from Belfast. "
    "The firm that built it still exists and makes lifts, and has offered the use of its archive."
)
STATEMENT = (
    "We have listened to every family that wrote to us, and we know what the last winter has cost them. "
    "Our engineers will be in each of the forty villages before the end of the month, and I will go with them."
)


def link(one: auditor.Article, other: auditor.Article) -> Link:
    # As they are: texts put together from unlike stories would be taken for stories that were appended.
    stories = [tokenise(found, found.stories[0]) for found in (dissect(one, raw=True), dissect(other, raw=True))]
    table = weights.blend(weights.count(stories), stories)
    return align.align_pairs([(stories[0], stories[1], ())], table)[0].link


def article(name: str, text: str, outlet: str = "") -> auditor.Article:
    return auditor.Article.of(name, text, outlet=outlet)


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_the_longest_common_subsequence_is_that_of_the_textbook(a: list[int], b: list[int]) -> None:
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    assert longest_common(a, b) == table[-1][-1]


def test_a_later_version_by_the_same_outlet_is_told_as_such() -> None:
    updated = MILL.replace("60,000", "75,000").replace("said on Monday", "said in an update on Tuesday")
    assert link(article("a", MILL, "Argyll Post"), article("b", updated, "Argyll Post")).kind == "version"
    assert link(article("a", MILL, "Argyll Post"), article("b", updated, "Lorn Gazette")).kind == "plain"


def test_a_statement_without_quotation_marks_is_still_said_by_somebody() -> None:
    found = link(article("a", f"{MILL}\n\n{STATEMENT}"), article("b", f"{STATEMENT}\n\n{ORCHARD}"))
    assert found.kind == "shared-quotation"


def test_what_stands_at_the_end_of_unlike_stories_is_no_reuse() -> None:
    bio = (
        "Ailsa Kerr is the author of two books about the railways of the north and a lecturer at the college in "
        "Perth, where she has taught the history of engineering since 2009 and looks after its small museum."
    )
    found = link(
        article("a", f"{MILL}\n\n{MARKET}\n\n{BRIDGES}\n\n{bio}"), article("b", f"{ORCHARD}\n\n{LIBRARY}\n\n{bio}")
    )
    assert found.kind == "template"


def test_a_box_that_speaks_to_the_reader_is_no_reuse() -> None:
    box = (
        "Do you work for the railways or know somebody who does, and want to tell us what goes on there? "
        "Send your letters to the newsroom, where they are read by nobody but the editor, and say if you may be named."
    )
    found = link(
        article("a", f"{MILL}\n\n{box}\n\n{MARKET}\n\n{BRIDGES}"),
        article("b", f"{ORCHARD}\n\n{LIBRARY}\n\n{box}\n\n{ORCHARD.upper()}"),
    )
    assert found.kind == "template"


def test_the_diction_of_a_language_model_tells_the_original() -> None:
    reworded = (
        "The historic paper mill situated at Corran is scheduled for comprehensive demolition preceding the summer, "
        "the district announced on Monday. Its deteriorating roof collapsed during the devastating November storms, "
        "underscoring concerns because children have been observed climbing the walls. Additionally, an Oban "
        "contracting firm has been paid 60,000 pounds for clearing the site within five weeks, ensuring safety. "
        "Notably, nobody has worked there since 1987, when the last two machines were sold to a buyer in Spain. "
        "What will stand in its place is to be determined through a vote of the residents in September."
    )
    found = auditor.compare(MILL, reworded, raw=True)
    assert found.relation is Relation.REWRITE
    assert found.direction == "a"
    assert any("language model" in line for line in found.direction_evidence)
    assert auditor.compare(reworded, MILL, raw=True).direction == "b"


def test_an_agency_s_report_is_upstream_of_a_story_without_its_signature() -> None:
    reprinted = MILL.replace("pulled down", "taken down")
    for signed in (
        article("x", f"CORRAN, Scotland (Reuters) - {MILL}"),
        article("x", MILL, "Reuters"),
        auditor.Article.of("x", MILL, byline="Associated Press"),
    ):
        found = auditor.compare(reprinted, signed)
        assert found.direction == "b"
        assert any("is a report of" in line for line in found.direction_evidence)
    inputs = article("x", f"{MILL}\n\nWith inputs from Reuters")
    assert auditor.compare(reprinted, inputs).direction == "undetermined"


def test_direction_is_not_guessed_from_nothing() -> None:
    other = MILL.replace("The old paper mill", "The paper mill").replace("pulled down", "taken down")
    assert auditor.compare(MILL, other).direction == "undetermined"


@pytest.mark.parametrize("text", ["", "\x00", "\ud800 lone", "🙂" * 50, "ก" * 200, "中" * 200, "אב " * 50])
def test_any_two_texts_can_be_compared(text: str) -> None:
    assert auditor.compare(text, MILL).relation in {Relation.UNRELATED, Relation.SAME_TOPIC}
    same = auditor.compare(text, text)
    assert same.relation in {Relation.EXACT, Relation.UNRELATED}
    assert 0 <= same.score <= 1


def test_headlines_that_a_site_puts_behind_names_are_not_compared() -> None:
    inserted = "Ann Kerr Ann Elsa KerrCourt hears Kerr case Panel names Kerr chair Who is who MORE said so."
    dissection = dissect(article("a", f"On Monday {inserted} {MILL}"), raw=True)
    story = tokenise(dissection, dissection.stories[0])
    kept = {dissection.article.text[s:e] for s, e in zip(story.starts.tolist(), story.ends.tolist(), strict=True)}
    assert "Panel" not in kept
    assert {"Ann", "Kerr", "said"} <= kept


def test_what_was_bounded_is_said(tmp_path: Path) -> None:
    refrain = "The bells of Corran rang at noon. " * 1000
    (tmp_path / "long.txt").write_text(f"{MILL}\n\n{refrain}", encoding="utf-8")
    (tmp_path / "other.txt").write_text(f"{refrain}\n\n{ORCHARD}", encoding="utf-8")
    notes = auditor.audit(tmp_path).summary.notes
    assert f"1 pair of stories: {align.TERMS_LEFT_OUT}" in notes
    assert f"1 pair of stories: {align.PLACES_LEFT_OUT}" in notes
    assert not auditor.compare(MILL, ORCHARD).notes


def test_statements_that_are_not_compared_fact_by_fact_are_told() -> None:
    endless = " and ".join(MILL.replace(".", ",").replace("60,000", "seventy") for _ in range(6))
    notes = auditor.compare(f"{endless}. {ORCHARD}", f"{endless}. {MARKET}", raw=True).notes
    assert any("2,000 characters were not compared" in note for note in notes)


def test_a_short_rewrite_is_told_from_a_second_report() -> None:
    """Both keep the names; only two reporters each have names and numbers that the other lacks."""
    told = (
        "A barge carrying 300 tonnes of gravel ran aground below the Ferrier bridge on Tuesday night. "
        "Harbour master Ines Pell said that nobody was hurt, and that a tug would try to pull it free at high tide."
    )
    retold = (
        "On Tuesday night a barge with 300 tonnes of gravel aboard became stuck under the Ferrier bridge. "
        "No one was injured, according to harbour master Ines Pell, and a tug will attempt to free it at high tide."
    )
    reported = (
        "Traffic on the river Ouse stopped for 14 hours after the barge Annie May lost power and hit a sandbank. "
        "Captain Tom Adair told the Selby Courier that harbour master Ines Pell had refused a tug near Ferrier bridge."
    )
    rewrite, coverage = auditor.compare(told, retold, raw=True), auditor.compare(told, reported, raw=True)
    assert rewrite.relation is Relation.REWRITE
    assert rewrite.score > 0.9
    assert not coverage.relation.is_reuse
    assert coverage.score < 0.3
