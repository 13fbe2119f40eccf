"""The facts about a story's sources: cues and speakers, sources without names, quotations, credits."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.anatomy import dissect
from auditor.model import Article, Span
from auditor.sourcing import Sourcing, facts


def sourcing(text: str, language: str = "en") -> Sourcing:
    """The sourcing of a text as one story, nothing recognised as noise."""
    dissection = replace(dissect(Article.of("a.txt", text), raw=True), language=language)
    return facts(dissection, dissection.stories[0])


def quoted(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def cues(text: str) -> list[tuple[str, str, str]]:
    found = sourcing(text).cues
    return [
        (
            text[cue.span.start : cue.span.end],
            cue.given,
            text[cue.speaker.start : cue.speaker.end] if cue.speaker else "",
        )
        for cue in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said the bridge would stay shut.", [("said", "class", "mayor")]),
        ("Ada Lunt said on Monday that rents had doubled.", [("said", "name", "Ada Lunt")]),
        ("“It is over,” said Ada Lunt, who runs the bakery.", [("said", "name", "Ada Lunt")]),
        ("“It is over,” she said.", [("said", "pronoun", "she")]),
        ("According to the Harbour Board, trade fell.", [("According to", "name", "Harbour Board")]),
        ("Trade fell, according to shipping records.", [("according to", "class", "records")]),
        (
            "Jo Brook, a geologist at the University of Leith, told the council it was safe.",
            [("told", "name", "Jo Brook")],
        ),
        ("Officials from the Port of Calder announced a strike.", [("announced", "class", "Officials")]),
        ("“We woke to a fire,” said a Navy commander.", [("said", "class", "commander")]),
        ("Munro noted that aluminium tires.", [("noted", "name", "Munro")]),
        ("The rules, as outlined by officials, are strict.", [("outlined", "class", "officials")]),
        ("Here is a report that said nothing was wrong.", [("said", "class", "report")]),
        ("Lunt wouldn't say what it cost.", []),
        ("The talks stressed the unity of Islamic states.", []),
        # Not cues: no speaker, no statement, a noun, a passive, a name that looks like a verb.
        ("He wants to say so.", []),
        ("Munro took note of the smell and added salt.", []),
        ("The United States that we know is large.", []),
        ("It was a report about a ship.", []),
        ("“He said no, and I said yes.”", []),
        ("The fleet is said to be unsafe.", []),
    ],
)
def test_cues_tie_statements_to_speakers(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three senior Iranian officials said the talks had failed.", ["Three senior Iranian officials"]),
        ("The talks failed, according to two people familiar with the matter.", ["two people familiar with"]),
        ("The officer spoke on condition of anonymity.", ["on condition of anonymity"]),
        ("A diplomat, who declined to be named, said no.", ["A diplomat, who declined to be"]),
        ("Police arrested two officials on Friday.", []),
        ("An official named Ada Lunt said the talks had failed.", []),
        ("Two people told the court that they had seen it.", []),
    ],
)
def test_sources_without_names(text: str, expected: list[str]) -> None:
    found = quoted(text, sourcing(text).anonymous)
    assert len(found) == len(expected)
    assert all(said.startswith(begin) for said, begin in zip(found, expected, strict=True))


def test_phrases_without_an_agent() -> None:
    text = "It was noted that rents rise. Observers in the valley have warned of it. Reportedly, they doubled."
    assert quoted(text, sourcing(text).agentless) == [
        "It was noted that",
        "Observers in the valley have warned",
        "Reportedly",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said: "We shall all go home tomorrow."', ['"We shall all go home tomorrow."']),
        ("“We shall all go home tomorrow,” he said.", ["“We shall all go home tomorrow,”"]),
        ('„We shall all go home“ and "we shall all go back".', ["„We shall all go home“", '"we shall all go back"']),
        ("‘We shan’t all go home tomorrow,’ he said.", ["‘We shan’t all go home tomorrow,’"]),
        ("'We shan't all go home tomorrow,' he said.", ["'We shan't all go home tomorrow,'"]),
        ("‘‘We shall all go home tomorrow,’’ he said.", ["‘‘We shall all go home tomorrow,’’"]),
        ("“They told me “no” to my face,” she said.", ["“They told me “no” to my face,”"]),
        ('The so-called "peace plan" failed.', []),
        ("The crews' union and the ship's owners' club met.", []),
    ],
)
def test_quotations_of_every_style(text: str, expected: list[str]) -> None:
    assert quoted(text, tuple(quote.span for quote in sourcing(text).quotes)) == expected
    assert sourcing(text).unpaired == ()


@pytest.mark.parametrize(
    "text",
    [
        "“We shall go home tomorrow.\n\n“Then we shall come back,” he said.",
        '"We shall go home\n\ntomorrow and not today," he said.',
        '"We shall go home\r\n\r\nand never, never\r\n\r\ncome back again," he said.',
        "He is 6'2\" tall, the door 5'11\".",
    ],
)
def test_quotations_over_paragraphs_and_measures_are_balanced(text: str) -> None:
    assert sourcing(text).unpaired == ()


@pytest.mark.parametrize(
    ("text", "at"),
    [('We go home.".', 11), ("“We go home, he said.\n\nNobody came.", 0), ('"We go," he said. No."', 21)],
)
def test_marks_without_a_partner(text: str, at: int) -> None:
    assert [span.start for span in sourcing(text).unpaired] == [at]


def test_speakers_of_quotations() -> None:
    text = (
        "The bakery closed. “The rent was to blame for all of it,” said Ada Lunt.\n\n"
        "Her baker Jo Brook agreed that it was. “We had hoped for ten more years.”\n\n"
        "The shop stands empty.\n\n“Nothing of this had to happen at all.”\n\nThe windows were broken last year."
    )
    first, second, third = sourcing(text).quotes
    assert first.near
    assert first.speaker is not None
    assert text[first.speaker.start : first.speaker.end] == "Ada Lunt"
    assert not second.near
    assert second.speaker is not None
    assert text[second.speaker.start : second.speaker.end] == "Jo Brook"
    assert third.speaker is None
    assert third.alone
    assert not second.alone


def test_counts() -> None:
    found = sourcing("In 1998 we lost 3.5 million. I don't know why; the US does. “I do,” he said, (Reuters)")
    assert found.known
    assert found.numerals == 2
    assert found.first_person == 2
    assert [credit.name for credit in found.agencies] == ["Reuters"]
    assert found.cue_rate == pytest.approx(100 / found.words)


def test_a_language_without_a_lexicon_says_nothing() -> None:
    text = (
        "De burgemeester zei maandag dat de brug door de scheuren nog lang dicht moet blijven, "
        "en dat de stad op hulp van het land hoopt. “Wij hebben daar geen geld meer voor”, zei hij tegen de bewoners."
    )
    found = sourcing(text, "nl")
    assert not found.known
    assert found.cues == ()
    assert len(found.quotes) == 1


@settings(deadline=None)
@given(st.text(alphabet="ab .,\"'“”‘’«»`!?\n0ßİ", max_size=200))
def test_offsets_stay_inside_whatever_the_text(text: str) -> None:
    dissection = dissect(Article.of("a.txt", text), raw=True)
    for story in dissection.stories:
        found = facts(dissection, story)
        spans = [*(quote.span for quote in found.quotes), *found.unpaired, *(cue.span for cue in found.cues)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        marks = [quote.span for quote in found.quotes]
        assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000,
        "“a " * 20_000,
        "'A b c d e f g h i j k " * 5_000,
        "said " * 20_000,
        "a source close to " * 5_000,
        "observers " * 20_000,
        "A " * 20_000 + "said",
    ],
)
def test_hostile_texts_are_read(text: str) -> None:
    assert sourcing(text).sentences
