"""Lines that look like furniture: found by words and place, never called a known template."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.anatomy import dissect, leftovers
from auditor.model import Article, Role, Strength

BODY = (
    "The mill at the weir will grind flour again after forty years, its new tenant said on Wednesday.",
    "She bought the millstones from a museum that had used them as a bench for its visitors since 1988.",
    "Farmers of the valley grow too little wheat to keep it busy, so that rye and spelt will be ground as well.",
    "The water authority allowed the weir to be raised by a hand's breadth, but not in the trout's spawning season.",
    "A baker has ordered the first hundred sacks and hopes that they arrive before the fair in September.",
    "Nobody living knows how the sluice was worked, and the drawings that were found show a different mill.",
)
TAIL = ("Join us on Instagram.", "Learn more about our free course.")


def test_furniture_in_the_tail_is_found_with_its_reason() -> None:
    found = leftovers.find([*BODY, *TAIL], "en")
    assert [one.index for one in found] == [6, 7]
    assert "a call to act" in found[0].reason


def test_an_article_holds_none() -> None:
    assert leftovers.find(BODY, "en") == ()


def test_a_guess_is_never_a_known_template_and_is_not_compared() -> None:
    found = dissect(Article.of("a.txt", "\n".join([*BODY, *TAIL])))
    chrome = list(found.blocks(Role.CHROME))
    assert [block.strength for block in chrome] == [Strength.LOOKS_LIKE] * 2


def test_a_language_without_cues_is_left_alone() -> None:
    assert leftovers.find([*BODY, *TAIL], "fi") == ()


def test_rows_of_figures_are_data() -> None:
    table = ["| Idaho | 21.2 |", "| Ohio | 64.9 |", "12/1/2024 +6.3%", "Georgia 40.4"]
    assert all(one.index < len(BODY) for one in leftovers.find([*BODY, *table], "en"))


@given(st.lists(st.text(max_size=60).map(lambda line: line.replace("\n", " ").strip()), max_size=12))
def test_any_lines_can_be_looked_at(lines: list[str]) -> None:
    kept = [line for line in lines if line]
    assert all(0 <= one.index < len(kept) for one in leftovers.find(kept, "en"))
