"""Passages: where they begin and end, what becomes one, and what is no passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.api import Comparison
from auditor.model import Relation

PARK = (
    "The city of Dorne opened its new riverside park on Saturday after three years of work. "
    "Gardeners planted four hundred birches along the old towpath, and a footbridge now joins both banks. "
    "Anglers had fought the plan in court because it closed two of their landing stages. "
    "The park cost 6.8 million crowns, a third of which was given by the regional water board. "
    "Concerts are planned for every second Sunday until the end of October."
)
PARK_REWORDED = (
    "Three years after work began, Dorne has opened a new park beside the river this Saturday. "
    "Along the former towpath four hundred birches were planted by gardeners, and the two banks are joined by a "
    "footbridge. Because two landing stages were closed, anglers had gone to court against the plan. "
    "A third of the 6.8 million crowns that the park cost came from the regional water board. "
    "Every second Sunday there will be concerts until October ends."
)
BAKER = (
    "Mill owners across the valley say flour has never been dearer at this time of the year. "
    "Bakers pass on what they can, yet most of them have stopped making rye loaves altogether. "
    "A trade paper blamed the late frost and the closure of a silo near the border."
)
CHESS = (
    "In the third round the champion lost a rook ending that every beginner is taught to hold. "
    "Her trainer laughed it off and spoke of a cold she had caught on the train from Vienna. "
    "Two more defeats would cost her the first place on the list of the federation."
)
CLOCK = (
    "The clock of the town hall has been silent since a storm bent its longest hand in March. "
    "A watchmaker from the next village offered to mend it for nothing, if somebody lent a ladder. "
    "Until then the children of the primary school ring a handbell whenever the hour is full."
)


def compared(one: str, other: str) -> Comparison:
    found = auditor.compare(one, other, raw=True)
    for passage in found.passages:
        assert 0 <= passage.a.start < passage.a.end <= len(one)
        assert 0 <= passage.b.start < passage.b.end <= len(other)
        assert 0 < passage.score <= 1
    return found


def quotes(one: str, other: str) -> list[tuple[str, str, str]]:
    return [
        (one[passage.a.start : passage.a.end], other[passage.b.start : passage.b.end], passage.kind)
        for passage in compared(one, other).passages
    ]


def test_a_copied_passage_has_its_own_edges() -> None:
    assert quotes(f"{BAKER}\n\n{PARK}\n\n{CHESS}", f"{CLOCK} {PARK}") == [(PARK, PARK, "verbatim")]


def test_a_copy_may_begin_and_end_within_sentences() -> None:
    part = PARK[PARK.index("its new") : PARK.index(" until the end")]
    one, other = f"{BAKER} Readers write that {part}, or so they heard. {CHESS}", f"{CLOCK} {PARK}"
    [(a, b, _)] = quotes(one, other)
    assert a == b == part


def test_a_reworded_passage_is_found_as_a_whole_among_other_text() -> None:
    one, other = f"{BAKER}\n\n{PARK}\n\n{CHESS}", f"{CLOCK}\r\n\r\n{PARK_REWORDED}"
    assert quotes(one, other) == [(PARK, PARK_REWORDED, "reworded")]


def test_two_passages_in_another_order_stay_two() -> None:
    apart = "\n\n".join(f"{word} Street has no lamps." for word in ("Mill", "Quay", "Abbey", "Castle", "Weir"))
    found = quotes(f"{PARK}\n\n{BAKER}\n\n{apart}\n\n{CHESS}", f"{CHESS}\n\n{CLOCK}\n\n{PARK}")
    assert [a for a, _, _ in found] == [PARK, CHESS]


def test_what_was_put_in_between_is_not_covered() -> None:
    at = PARK.index("The park cost")
    found = compared(f"{PARK[:at]}{BAKER} {PARK[at:]}", PARK_REWORDED)
    assert len(found.passages) == 1
    assert found.coverage_a < 0.75
    assert found.coverage_b == 1.0


def test_a_sentence_put_in_between_does_not_part_a_passage() -> None:
    at = PARK.index("Anglers")
    one, other = f"{BAKER} {PARK}", f"{PARK[:at]}Nobody counted the visitors. {PARK[at:]} {CHESS}"
    [(a, b, kind)] = quotes(one, other)
    assert a == PARK
    assert "Nobody counted" in b
    assert kind in {"verbatim", "edited"}


def test_what_is_reworded_beside_a_copy_belongs_to_the_passage() -> None:
    at = PARK.index("The park cost")
    rest = PARK_REWORDED.index("A third")
    assert quotes(PARK, PARK_REWORDED[:rest] + PARK[at:])[0][:2] == (PARK, PARK_REWORDED[:rest] + PARK[at:])


def test_a_summary_is_one_passage_and_covers_only_what_it_tells() -> None:
    facts = [
        f"The {name} bridge near {place} was built by {builder} and carries {load} lorries over the river daily."
        for name, place, builder, load in (
            ("Alder", "Kilmore", "Danish engineers", "ninety"),
            ("Birch", "Ostend", "a family firm", "forty"),
            ("Cedar", "Lublin", "prisoners of war", "seventy"),
            ("Damson", "Turku", "the royal pioneers", "twelve"),
        )
    ]
    asides = [
        f"Visitors of the {word} wing may ask at counter {number} for a leaflet printed in {tongue} this spring. "
        f"Guides there wear {colour} scarves, and a {dish} is served at noon in its {room}."
        for word, number, tongue, colour, dish, room in (
            ("northern", "six", "Welsh", "scarlet", "barley soup", "cloister"),
            ("eastern", "nine", "Basque", "purple", "plum tart", "orangery"),
            ("southern", "two", "Frisian", "yellow", "herring salad", "boathouse"),
        )
    ]
    long = " ".join(x for pair in zip(facts, [*asides, ""], strict=True) for x in pair).strip()
    short = " ".join(fact.replace(" over the river daily", "") for fact in facts)
    other = f"{BAKER} {CHESS} {short} {CLOCK}"
    found = compared(other, long)
    [passage] = found.passages
    assert other[passage.a.start : passage.a.end] == short
    assert long[passage.b.start : passage.b.end] == long
    assert found.coverage_b < 0.6


@pytest.mark.parametrize(("one", "other"), [(PARK, BAKER), (CHESS, CLOCK), (PARK, ""), ("", ""), ("Yes.", "No.")])
def test_no_passages(one: str, other: str) -> None:
    assert compared(one, other).passages == ()


def test_a_common_phrase_is_no_passage() -> None:
    phrase = "a spokesman for the ministry of foreign affairs said on Monday"
    assert quotes(f"{BAKER} Nothing is known, {phrase}. {CHESS}", f"{CLOCK} The talks failed, {phrase}.") == []


@pytest.mark.parametrize("text", ["Yes.", PARK, "北京市政府星期一决定关闭大桥九个月。", f"{PARK}\n" * 300])
def test_identical_texts_are_one_passage(text: str) -> None:
    found = compared(text, text)
    assert found.relation is Relation.EXACT
    assert [passage.kind for passage in found.passages] == ["verbatim"] * min(len(found.passages), 1)
    assert len(text) < 100 or found.coverage_a == found.coverage_b == 1.0


def test_a_verdict_by_statements_shows_them() -> None:
    at = [PARK_REWORDED.index(word) for word in ("Along", "Because", "A third", "Every")]
    parts = [PARK_REWORDED[i:j].strip() for i, j in zip(at, [*at[1:], None], strict=True)]
    found = compared(
        PARK, " ".join(f"{part} {aside}" for part, aside in zip(parts, BAKER.split(". ") * 2, strict=False))
    )
    assert found.relation.is_reuse
    assert found.passages


@given(st.lists(st.sampled_from([*PARK.split(". "), *PARK_REWORDED.split(". "), *BAKER.split(". "), "", "¿Qué?"])))
def test_passages_stay_within_any_text(sentences: list[str]) -> None:
    compared(". ".join(sentences), PARK)
    compared(PARK, "\r\n".join(sentences))
