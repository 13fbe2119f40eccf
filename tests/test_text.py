"""Texts on one line and texts made comparable, against their plain definitions."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.anatomy.cohesion import LEAST_LETTERS, PREFIX, STOPWORDS, common_words, folded, topical
from auditor.text import normalise, straighten, visible

_CONTROLS = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
MIXED = st.text(
    st.sampled_from("aB é`´“”’—·ßŁİſ…\t\n\r\x0b\x1c\x1f\x85\xa0\u2028\u200b\u202e\ufeff\u3000ﬁ¨") | st.characters()
)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(_CONTROLS, "", text)).strip()


@given(MIXED)
def test_a_text_on_one_line_has_no_controls_and_single_spaces(text: str) -> None:
    assert visible(text) == _one_line(text)


@given(MIXED)
def test_normalising_composes_and_folds_whatever_the_alphabet(text: str) -> None:
    assert normalise(text) == _one_line(unicodedata.normalize("NFKC", straighten(text)).casefold())


@settings(deadline=None)  # the first example reads the word lists
@given(
    st.lists(
        st.sampled_from(["The", "council’s", "IRAN", "iran's", "2024", "ab", "Wednesday", "été"]) | st.text(max_size=9)
    )
)
def test_a_word_means_the_same_term_when_it_is_met_again(words: list[str]) -> None:
    common = common_words("en", STOPWORDS)
    for word in [*words, *words]:
        term = folded(word)
        bears = len(term) >= LEAST_LETTERS and not term.isdigit() and term not in common
        assert topical("en", STOPWORDS)[word] == (term[:PREFIX] if bears else "")
