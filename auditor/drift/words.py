"""The words of a story as facts are read from them: in order, with what stands between them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.dissection import Dissection, content
from auditor.drift.lexicon import Lexicon, Phrases
from auditor.model import Span, Story
from auditor.text import WORD, straighten
from auditor.tokens.stems import stem

# How many words on each side of a fact make its surroundings.
NEIGHBOURS = 6
# How much of what stands between two words is kept, in characters: a sign tells, a gap does not.
_GAP = 6

# Small words but for their capitals.
_COUNTRIES = frozenset({"US"})
_SENTENCE_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its lower-case form and stem, and what stands between it and the word before.

    `before` is a line end where a block begins.
    """

    text: str
    key: str
    stem: str
    span: Span
    before: str

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[0].isupper()

    @property
    def opens(self) -> bool:
        """Whether a sentence seems to begin here: a full stop before a small letter ends an abbreviation."""
        if "\n" in self.before:
            return True
        return not self.text[0].islower() and not _SENTENCE_ENDS.isdisjoint(self.before)

    @property
    def joined(self) -> bool:
        """Whether nothing but a space or a hyphen stands before it."""
        return self.before in {" ", "-", "‐", "‑", "\xa0"}


def words(dissection: Dissection, story: Story) -> tuple[Word, ...]:
    """The words of a story's content, without its noise. O(length)."""
    return tuple(_words(dissection.article.text, [block.span for block in content(story)]))


def _words(text: str, blocks: Sequence[Span]) -> Iterator[Word]:
    for block in blocks:
        end = block.start
        for match in WORD.finditer(text, block.start, block.end):
            between = text[max(end, match.start() - _GAP) : match.start()]
            key, stemmed = _folded(match[0])
            yield Word(
                match[0],
                key,
                stemmed,
                Span(match.start(), match.end()),
                between if end > block.start else "\n" + between,
            )
            end = match.end()


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> tuple[str, str]:
    key = straighten(word).casefold()
    if not key[0].isdigit():
        key = key.replace(".", "")
    return key, stem(key.removesuffix("'s"), "en")


def within(words: Sequence[Word], span: Span) -> range:
    """The numbers of the words that begin in a span. O(log n)."""
    return range(
        bisect_left(words, span.start, key=lambda word: word.span.start),
        bisect_left(words, span.end, key=lambda word: word.span.start),
    )


def phrase_at(words: Sequence[Word], index: int, phrases: Phrases) -> int:
    """The number of words of the longest phrase that begins at a word; 0 for none."""
    for phrase in phrases.get(words[index].key, ()):
        following = words[index : index + len(phrase)]
        if tuple(word.key for word in following) == phrase and all(word.joined for word in following[1:]):
            return len(phrase)
    return 0


def surroundings(words: Sequence[Word], first: int, end: int, lexicon: Lexicon) -> frozenset[str]:
    """The telling stems around some words, in their sentence."""
    start, stop = first, end
    while start and first - start < NEIGHBOURS and not words[start].opens:
        start -= 1
    while stop < len(words) and stop - end < NEIGHBOURS and not words[stop].opens:
        stop += 1
    return frozenset(telling([*words[start:first], *words[end:stop]], lexicon))


def telling(words: Sequence[Word], lexicon: Lexicon) -> Iterator[str]:
    """The stems of the words that carry a subject of their own: no function words, numbers or dates."""
    for word in words:
        country = word.text.replace(".", "") in _COUNTRIES
        if country or (len(word.key) > 1 and word.key not in lexicon.empty and not word.key[0].isdigit()):
            yield word.stem


def edits(one: str, other: str) -> int:
    """The Levenshtein distance of two short words."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]
