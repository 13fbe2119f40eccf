"""Which of the words two stories share are their writers' own.

Most text that two honest stories share word for word is nobody's reuse: what was said to all,
with or without quotation marks, and what sites print around stories.
"""

from functools import cache

import numpy as np

from auditor.align.passages import REWORDED, Found
from auditor.align.prepared import Prepared
from auditor.model import Passage, Span
from auditor.tokens import StoryTokens
from auditor.tokens.scan import Flags, Hashes, word_hash

# A speaker's words: news is not written in the first person. Left out are those that are other
# words without their apostrophe or their stops: us, we're, I'll.
_FIRST_PERSON = ("i", "im", "ive", "me", "my", "we", "weve", "our", "ours")
# Nor does it speak to its reader: what does is a newsletter box, a call for tips or a form, up to the
# length of such things.
_SECOND_PERSON = ("you", "your", "yours", "yourself", "youre", "youve", "youll")
# Stories with less in common are on different subjects; what they share near the same edge is a
# bio, a disclaimer or a box of links, up to this length, and up to a longer one at the very edge.
_UNLIKE = 0.25
_SURROUNDING_WORDS = 75
_NEAR_EDGE = 60
_SURROUNDING_WORDS_AT_EDGE = 200
_AT_EDGE = 5
# "Ann Smith is ...": as many words of a name may stand before the verb.
_NAME_WORDS = 4


def own_words(a: Prepared, b: Prepared, found: Found, cosine: float) -> tuple[int, bool]:
    """The most words in one shared passage that are the writers' own, and whether others surround stories.

    Counted are words in shared runs outside quotations, sentences in the first person, and
    passages that only surround the stories or speak to the reader; `cosine` is that of the two stories.
    """
    told_a, told_b = found.same_a & ~said(a.story), found.same_b & ~said(b.story)
    to_reader = told_a & _in_person(a.story, _SECOND_PERSON)
    most, surrounding = 0, False
    for passage in found.passages:
        if passage.kind == REWORDED:
            continue
        (start_a, end_a), (start_b, end_b) = _words(a.story, passage.a), _words(b.story, passage.b)
        words = int(min(told_a[start_a:end_a].sum(), told_b[start_b:end_b].sum()))
        addressed = 2 * int(to_reader[start_a:end_a].sum()) > words and words < _SURROUNDING_WORDS
        if addressed or (cosine < _UNLIKE and _surrounds(a.story, b.story, passage, words)):
            surrounding = True
        else:
            most = max(most, words)
    return most, surrounding


def said(story: StoryTokens) -> Flags:
    """The words between quotation marks or in a sentence in the first person."""
    return story.quoted | _in_person(story, _FIRST_PERSON)


def _in_person(story: StoryTokens, pronouns: tuple[str, ...]) -> Flags:
    """The words of the sentences that hold one of these pronouns."""
    if not len(story):
        return story.quoted
    found = np.logical_or.reduceat(np.isin(story.words, _hashed(pronouns)), story.bounds[:-1])
    words: Flags = found[story.sentence_of]
    return words


@cache
def _hashed(words: tuple[str, ...]) -> Hashes:
    return np.array([word_hash(word) for word in words], dtype=np.uint64)


def _words(story: StoryTokens, span: Span) -> tuple[int, int]:
    return int(np.searchsorted(story.starts, span.start)), int(np.searchsorted(story.starts, span.end))


def _surrounds(a: StoryTokens, b: StoryTokens, passage: Passage, words: int) -> bool:
    """Whether a passage begins or ends both stories, or introduces a person in both."""
    (start_a, end_a), (start_b, end_b) = _words(a, passage.a), _words(b, passage.b)
    edge = min(max(start_a, start_b), max(len(a) - end_a, len(b) - end_b))
    if words >= _SURROUNDING_WORDS:
        return words < _SURROUNDING_WORDS_AT_EDGE and edge <= _AT_EDGE
    return edge <= _NEAR_EDGE or (_introduces(a, start_a) and _introduces(b, start_b))


def _introduces(story: StoryTokens, start: int) -> bool:
    """Whether a name and "is" stand at the beginning of these words."""
    verb = np.flatnonzero(story.words[start + 1 : start + 1 + _NAME_WORDS] == np.uint64(word_hash("is")))
    return bool(len(verb)) and bool(story.capitalised[start : start + 1 + int(verb[0])].all())
