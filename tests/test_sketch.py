"""Signatures are datasketch's, and shingles are what the words are."""

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor import sketch
from auditor.anatomy import dissect
from auditor.tokens import StoryTokens, tokenise

HASHES = st.lists(st.integers(0, 2**64 - 1), max_size=60, unique=True)


def shingles(sets: list[list[int]]) -> sketch.Shingles:
    arrays = [np.unique(np.array(one, dtype=np.uint64)) for one in sets]
    bounds = np.concatenate([[0], np.cumsum([len(one) for one in arrays])]).astype(np.int64)
    return sketch.Shingles(np.concatenate([*arrays, np.zeros(0, dtype=np.uint64)]), bounds)


def story(text: str, name: str = "a") -> StoryTokens:
    dissection = dissect(auditor.Article.of(name, text), raw=True)
    return tokenise(dissection, dissection.stories[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(HASHES, min_size=1, max_size=8))
def test_signatures_are_those_of_datasketch(sets: list[list[int]]) -> None:
    ours = sketch.signatures(shingles(sets))
    for row, hashes in zip(ours, sets, strict=True):
        theirs = MinHash(num_perm=sketch.PERMUTATIONS, hashfunc=int, scheme="affine32")
        theirs.update_batch([value & 0xFFFFFFFF for value in hashes])
        assert (row == theirs.hashvalues).all()


def test_signatures_do_not_depend_on_how_stories_are_chunked() -> None:
    generator = np.random.default_rng(7)
    sets = [generator.integers(0, 2**63, size).tolist() for size in (1, 0, 40_000, 3, 33_000, 0)]
    together = sketch.signatures(shingles(sets))
    alone = np.concatenate([sketch.signatures(shingles([one])) for one in sets])
    assert (together == alone).all()


def test_equal_stories_have_equal_bands_and_others_have_none_in_common() -> None:
    one, same, other = (
        "The harbour master closed the north pier at dawn because two of its oldest piles had begun to lean.",
        "the harbour master closed the north pier at DAWN, because two of its oldest piles had begun to lean",
        "A choir from the valley will sing in the old brewery on Sunday afternoon, and entrance is free for all.",
    )
    keys = sketch.bands(sketch.signatures(sketch.shingle([story(text) for text in (one, same, other)])))
    assert (keys[0] == keys[1]).all()
    assert not (keys[0] == keys[2]).any()


@pytest.mark.parametrize(("words", "expected"), [(0, 0), (1, 1), (4, 1), (5, 1), (6, 2), (20, 16)])
def test_a_shingle_begins_at_each_word_that_has_four_after_it(words: int, expected: int) -> None:
    text = " ".join(f"word{number}" for number in range(words))
    hashes = story(text).words if text else np.zeros(0, dtype=np.uint64)
    assert len(sketch.positional(hashes)) == expected
