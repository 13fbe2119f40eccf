"""Words, terms and weights: what the comparison of stories stands on."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor import weights
from auditor.anatomy import dissect
from auditor.text import normalise
from auditor.tokens import StoryTokens, terms_of, tokenise
from auditor.tokens.scan import scan, word_hash


def story(text: str, name: str = "a") -> StoryTokens:
    dissection = dissect(auditor.Article.of(name, text), raw=True)
    return tokenise(dissection, dissection.stories[0])


def cut(text: str) -> list[str]:
    found = scan(text)
    return [text[start:end] for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("1,000", "1000"),
        ("don’t", "don't"),
        ("Ankara’s", "ankara"),
        ("CAFÉ", "cafe\u0301"),
        ("ﬁnal", "final"),
        ("straße", "STRASSE"),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_spellings_of_one_word_have_one_hash(one: str, other: str) -> None:
    assert scan(one).hashes.tolist() == scan(other).hashes.tolist()
    assert len(scan(one).hashes) == 1


@pytest.mark.parametrize(("one", "other"), [("ab", "ba"), ("1.5", "15"), ("it", "its"), ("north", "south")])
def test_different_words_have_different_hashes(one: str, other: str) -> None:
    assert scan(one).hashes.tolist() != scan(other).hashes.tolist()


@pytest.mark.parametrize(
    "words",
    [
        "mobilise mobilised mobilising mobilization mobilisation mobilizes",
        "colour color colours",
        "labour labor",
        "centre center",
        "analyse analyzed",
        "defence defense",
        "support supports supported supporting",
    ],
)
def test_inflections_and_spellings_of_a_word_are_one_term(words: str) -> None:
    terms, _ = terms_of(words.split(), "en")
    assert len(set(terms.tolist())) == 1


def test_words_without_spaces_are_pairs_of_characters() -> None:
    assert cut("新华社北京") == ["新华", "华社", "社北", "北京"]
    assert cut("ก") == ["ก"]
    assert cut("在 Paris 开会") == ["在", "Paris", "开会"]


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read_and_offsets_stay_inside(text: str) -> None:
    found = scan(text)
    assert len(found.hashes) == len(found.starts) == len(found.ends)
    assert (found.starts < found.ends).all()
    assert (np.diff(found.starts) > 0).all()
    assert not len(found.ends) or found.ends.max() <= len(text)


@given(st.from_regex(r"[a-zé]{1,12}", fullmatch=True))
@settings(deadline=None)
def test_the_hash_of_all_words_is_the_hash_of_each(word: str) -> None:
    assert scan(f"before {word} after").hashes[1] == word_hash(word)


def test_sentences_cover_the_words_and_offsets_are_those_of_the_text() -> None:
    text = 'The mill closed.\r\n\r\n"We tried," said Ola Berg. Nobody else did!\r\n'
    tokens = story(text)
    assert [text[s:e] for s, e in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)] == re.findall(
        r"\w+", text
    )
    assert tokens.bounds.tolist()[0] == 0
    assert tokens.bounds.tolist()[-1] == len(tokens)
    quoted = [text[tokens.starts[at] : tokens.ends[at]] for at in np.flatnonzero(tokens.quoted).tolist()]
    assert quoted == ["We", "tried"]


@pytest.mark.parametrize("text", ["", " ", "***", "\n\n", "!?"])
def test_nothing_to_read_is_no_error(text: str) -> None:
    dissection = dissect(auditor.Article.of("a", text), raw=True)
    for part in dissection.stories:
        assert len(tokenise(dissection, part)) == 0


def test_equal_text_has_an_equal_digest_whatever_its_dress() -> None:
    plain, dressed = story("“We’re  done,” she said."), story('"We\'re done,"\r\nSHE SAID.')
    assert plain.digest == dressed.digest
    assert normalise("“We’re  done,” she said.") == normalise('"We\'re done,"\r\nSHE SAID.')


def test_common_words_weigh_little_and_one_more_article_changes_hardly_anything() -> None:
    stories = [story(f"The {name} dredger sank off Skagen on Friday.", name) for name in ("red", "old", "new")]
    terms, _ = terms_of(["the", "friday", "dredger", "skagen"], "en")
    before = weights.blend(weights.count(stories), stories).of(terms)
    more = [*stories, story("A bakery in Turin has won a prize for its almond cake.", "x")]
    after = weights.blend(weights.count(more), more).of(terms)
    assert before[0] < before[1] < before[2]
    assert np.abs(before - after).max() < 0.01


def test_counts_of_batches_add_up() -> None:
    stories = [story(text, str(number)) for number, text in enumerate(("a red barn", "a blue barn", "two red boats"))]
    merged = weights.count(stories[:1]).merge(weights.count(stories[1:]))
    whole = weights.count(stories)
    assert merged.stories == whole.stories
    assert merged.terms.tolist() == whole.terms.tolist()
    assert merged.frequencies.tolist() == whole.frequencies.tolist()
