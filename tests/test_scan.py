"""Words are what their definition says, however many texts are read at once."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.text import count_words
from auditor.tokens import alphabet
from auditor.tokens.alphabet import code_of, fold
from auditor.tokens.scan import scan, scan_all, word_hash

# What words are made of and joined by, in several scripts, with what folds to more or fewer code points.
LETTERS = "aAsSbzé́ßﬁſİıЖжΣς½²Ⅷᄀ각"
MARKS = "019٣'’.,- \n\u00ad\u200b\u00a0漢字ก้ー🙂\ud800"
ANY = st.text(alphabet=st.one_of(st.sampled_from(LETTERS + MARKS), st.characters()))


class Plain:
    """The definition of words, place by place."""

    def __init__(self, text: str) -> None:
        seen = [(at, character, code_of(character)[0]) for at, character in enumerate(text)]
        self.seen = [one for one in seen if one[2] != alphabet.IGNORED]
        self.code = {place: one[2] for place, one in enumerate(self.seen)}

    def unspaced(self, at: int) -> bool:
        return self.code.get(at, 0) in (alphabet.UNSPACED, alphabet.IRREGULAR_UNSPACED)

    def word(self, at: int) -> bool:
        return self.code.get(at, 0) >= alphabet.FIRST_WORD and not self.unspaced(at)

    def digit(self, at: int) -> bool:
        return chr(self.code[at]) in "0123456789" or self.code[at] in (alphabet.DIGIT, alphabet.IRREGULAR_DIGIT)

    def joint(self, at: int) -> bool:
        marks = (alphabet.APOSTROPHE, alphabet.COMMA, alphabet.STOP)
        return self.code.get(at, 0) in marks and self.word(at - 1) and self.word(at + 1)

    def apostrophe(self, at: int) -> bool:
        return self.joint(at) and self.code[at] == alphabet.APOSTROPHE

    def possessive(self, at: int) -> bool:
        goes_on = self.word(at + 2) or self.joint(at + 2)
        return self.apostrophe(at) and self.code[at + 1] == ord("s") and not goes_on

    def number(self, at: int) -> bool:
        return self.joint(at) and not self.apostrophe(at) and self.digit(at - 1) and self.digit(at + 1)

    def initials(self, at: int) -> bool:
        if not self.joint(at) or self.code[at] != alphabet.STOP or self.word(at - 2) or self.word(at + 2):
            return False
        return not self.digit(at - 1) and not self.digit(at + 1)

    def inside(self, at: int) -> bool:
        joins = (self.apostrophe(at) and not self.possessive(at)) or self.number(at) or self.initials(at)
        return joins or (self.word(at) and not self.possessive(at - 1))

    def counts(self, at: int) -> bool:
        return self.word(at) or self.unspaced(at) or (self.number(at) and self.code[at] == alphabet.STOP)

    def ranges(self) -> Iterator[tuple[int, int]]:
        for at in range(len(self.seen)):
            if self.unspaced(at) and (self.unspaced(at + 1) or not self.unspaced(at - 1)):
                yield at, at + 1 + self.unspaced(at + 1)
            if self.inside(at) and not self.inside(at - 1):
                yield at, next(end for end in range(at, len(self.seen) + 1) if not self.inside(end))

    def words(self) -> list[tuple[int, int, int]]:
        """Start, end and hash of each."""
        return [
            (
                self.seen[start][0],
                self.seen[end - 1][0] + 1,
                word_hash(fold("".join(self.seen[at][1] for at in range(start, end) if self.counts(at)))),
            )
            for start, end in self.ranges()
        ]


def read(text: str) -> list[tuple[int, int, int]]:
    found = scan(text)
    return list(zip(found.starts.tolist(), found.ends.tolist(), found.hashes.tolist(), strict=True))


@given(ANY)
@example("it's.x U.S.'s 1,000.5 don't Ankara’s. a.b.c ½,½ é's 's s's")
@example("co\u00adoperate \u200b漢\u200b字 e\u0301 ﬁnal STRASSE straße Ⅷ 1.٣")
@settings(max_examples=500, deadline=None)
def test_words_are_what_their_definition_says(text: str) -> None:
    assert read(text) == Plain(text).words()


@given(st.lists(ANY, max_size=6))
@settings(max_examples=200, deadline=None)
def test_texts_read_at_once_have_the_words_they_have_alone(texts: list[str]) -> None:
    batch = scan_all(texts)
    alone = [scan(text) for text in texts]
    base = np.cumsum([0, *(len(text) + 1 for text in texts)])
    assert batch.hashes.tolist() == [one for found in alone for one in found.hashes.tolist()]
    for name in ("starts", "ends"):
        shifted = [getattr(found, name) + shift for found, shift in zip(alone, base, strict=False)]
        assert getattr(batch, name).tolist() == [one for part in shifted for one in part.tolist()]
    assert batch.capitalised().tolist() == [one for found in alone for one in found.capitalised.tolist()]


@given(st.text(alphabet="aB1é漢 \n\u00a0.,'’-—“”()", max_size=60))
@settings(max_examples=300, deadline=None)
def test_white_space_before_words_counts_words_as_a_word_processor_does(text: str) -> None:
    assert int(scan_all([text]).spaced().sum()) == count_words(text)


def test_white_space_is_found_behind_any_number_of_marks() -> None:
    assert scan_all(["a" + "-" * 50 + "b " + "(" * 50 + "c"]).spaced().tolist() == [True, False, True]


@pytest.mark.parametrize("word", ["a", "eightlet", "ninelette", "sixteen-letters!", "x" * 16, "y" * 17, "z" * 1000])
def test_the_hash_of_a_word_of_any_length_is_its_own(word: str) -> None:
    letters = "".join(filter(str.isalpha, word))
    found = scan(f"before {letters} after").hashes.tolist()
    assert found[1] == word_hash(letters)
    assert len({word_hash(letters[:end]) for end in range(1, len(letters) + 1)}) == len(letters)
