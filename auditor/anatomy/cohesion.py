"""Lexical cohesion: how well a text falls into two at a given paragraph.

The gain of a cut is that of Utiyama and Isahara, "A Statistical Model for Domain-Independent Text
Segmentation" (ACL 2001): the code length of the whole text minus the code lengths of its two
parts, each coded with its own word frequencies under Laplace's law. Per word, so that a long
article, which drifts, is not cut for its length.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.text import words

# Inflections share their first letters; longer prefixes split "Iran" from "Iranian's" no better.
_PREFIX = 6
_LEAST_LETTERS = 3
# A language's commonest words say nothing about a topic.
_STOPWORDS = 300
# A story introduces its own names in its headline and first two paragraphs.
_OPENING = 3


@dataclass(frozen=True)
class Cut:
    """What speaks for a cut before paragraph `index`, in nats a word and shares.

    `gain` is the code length saved per word, `novelty` the share of the words of the opening
    after the cut that did not occur before it, `cosine` how alike the two sides are.
    """

    index: int
    gain: float
    novelty: float
    cosine: float


def terms(text: str, language: str) -> list[str]:
    """The topic-bearing words of a text, folded and cut to a prefix."""
    common = _common_words(language)
    folded = (word.casefold().replace("’", "'").removesuffix("'s") for word in words(text))
    return [
        word[:_PREFIX] for word in folded if len(word) >= _LEAST_LETTERS and not word.isdigit() and word not in common
    ]


def cuts(paragraphs: Sequence[Sequence[str]]) -> Iterator[Cut]:
    """Every cut between two of the paragraphs, given as terms. O(number of terms)."""
    after = Counter(term for paragraph in paragraphs for term in paragraph)
    before: Counter[str] = Counter()
    vocabulary = len(after)
    total = sum(after.values())
    whole = _code_length(total, vocabulary, sum(map(_self_information, after.values())))
    informed_before, informed_after = 0.0, sum(map(_self_information, after.values()))
    size, dot, norm_before = 0, 0, 0
    norm_after = sum(count * count for count in after.values())
    for index, paragraph in enumerate(paragraphs):
        if size and size < total:
            parts = _code_length(size, vocabulary, informed_before)
            parts += _code_length(total - size, vocabulary, informed_after)
            opening = {term for paragraph in paragraphs[index : index + _OPENING] for term in paragraph}
            yield Cut(
                index=index,
                gain=(whole - parts) / total,
                novelty=sum(1 for term in opening if term not in before) / max(1, len(opening)),
                cosine=dot / math.sqrt(norm_before * norm_after),
            )
        for term in paragraph:
            left, right = before[term], after[term]
            informed_before += _self_information(left + 1) - _self_information(left)
            informed_after += _self_information(right - 1) - _self_information(right)
            norm_before += 2 * left + 1
            norm_after -= 2 * right - 1
            dot += right - left - 1
            before[term], after[term] = left + 1, right - 1
        size += len(paragraph)


def _self_information(count: int) -> float:
    return count * math.log(count + 1)


def _code_length(size: int, vocabulary: int, informed: float) -> float:
    """Nats that code `size` words, each word w with frequency (count(w) + 1) / (size + vocabulary)."""
    return size * math.log(size + vocabulary) - informed


@cache
def _common_words(language: str) -> frozenset[str]:
    from wordfreq import available_languages, top_n_list

    known = language if language in available_languages() else "en"
    return frozenset(top_n_list(known, _STOPWORDS))
