"""The words of a story as flat arrays: what every comparison of stories reads.

A word is folded (NFKC, case, straight apostrophes, no possessive 's, "U.S." as "US", "1,000" as
"1000") and hashed to 64 bits. A term is the hash of the word's stem. Scripts that do not put
spaces between words are read as overlapping pairs of characters.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.dissection import Dissection, content
from auditor.model import Block, Span, Story
from auditor.text import normalise, sentences
from auditor.tokens.scan import Flags, Hashes, Offsets, Words, fold, scan
from auditor.tokens.stems import stem

# A quotation ends at its closing mark; one that goes on in the next paragraph has none. British
# papers quote in single marks; a speaker in capitals before a colon is how transcripts quote.
_QUOTATION = re.compile(
    r"""[“„«][^“”„«»\n]{2,}
    | "[^"\n]{2,}(?:"|$)
    | (?:^|(?<=\s))['‘][A-Z][^\n]{20,500}?[.,!?…]['’](?=\s|$)
    | (?:^|(?<=[.!?]\s))[A-Z][A-Z.'’-]{2,30}(?:\s[A-Z.'’-]{2,30}){0,3}:\s[^\n]+""",
    re.MULTILINE | re.VERBOSE,
)
# Headlines that a site puts behind a name: "Ann Smith Ann SmithCourt hears Smith case MORE said".
_INSERTED = re.compile(
    r"\b(?P<name>[A-Z][\w'’-]{1,30})(?P<inserted>\s(?:[\w.()'’-]{1,30}\s){0,5}?(?P=name)(?=[A-Z])[^\n]{10,900}?\sMORE)\b"
)
# An embedded post names its author's handle: its paragraph is a quotation.
_POST = re.compile(r"\(@\w{1,15}\)")

# A text too short to tell its language is read as English: two versions of it must have one stem.
_READ_AS = {"": "en", "und": "en"}

# A space or a blank line; where sentences are further apart, a line that is not the story may be between.
_NEXT = 2

# Stems are cached by word hash: each word of a language is stemmed once in a process.
_MOST_CACHED = 1 << 20
_stems: dict[tuple[str, int], int] = {}


@dataclass(frozen=True, eq=False)
class StoryTokens:
    """A story's words as arrays of one length, n, and its sentences as arrays of another, k.

    `words` and `terms` are 64-bit hashes; `starts` and `ends` are code-point offsets into the
    article's text. `numeric`, `capitalised` and `quoted` say whether a word begins with a digit or
    with a capital, or stands between quotation marks. Sentence s is the words
    `bounds[s]` to `bounds[s + 1]` and the code points `sentence_starts[s]` to
    `sentence_ends[s]`. `digest` is equal for stories of equal normalised text, and empty for
    a story without words.
    """

    id: str
    language: str
    outlet: str
    digest: str
    words: Hashes
    terms: Hashes
    starts: Offsets
    ends: Offsets
    numeric: Flags
    capitalised: Flags
    quoted: Flags
    bounds: Offsets
    sentence_starts: Offsets
    sentence_ends: Offsets

    def __len__(self) -> int:
        return len(self.words)

    @property
    def sentence_of(self) -> Offsets:
        """The sentence each word stands in."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    def without(self, dropped: Flags) -> "StoryTokens":
        """The story without the words marked, and without the sentences that lose all of theirs."""
        if not dropped.any():
            return self
        left = np.add.reduceat((~dropped).astype(np.int64), self.bounds[:-1])
        arrays = ("words", "terms", "starts", "ends", "numeric", "capitalised", "quoted")
        return replace(
            self,
            **{name: getattr(self, name)[~dropped] for name in arrays},
            bounds=np.concatenate([[0], np.cumsum(left[left > 0])]).astype(np.int64),
            sentence_starts=self.sentence_starts[left > 0],
            sentence_ends=self.sentence_ends[left > 0],
        )

    def sentence(self, index: int) -> Span:
        """Where a sentence stands in the article's text."""
        return Span(int(self.sentence_starts[index]), int(self.sentence_ends[index]))

    def stretches(self, chosen: Flags) -> tuple[Span, ...]:
        """Where the sentences marked stand, those in one span that have nothing but white space between them."""
        found: list[Span] = []
        for at in np.flatnonzero(chosen).tolist():
            span = self.sentence(at)
            if found and span.start - found[-1].end <= _NEXT:
                found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
            else:
                found.append(span)
        return tuple(found)


def tokenise(dissection: Dissection, story: Story) -> StoryTokens:
    """The words of a story's content: body and subheads, without what is noise."""
    text, blocks = dissection.article.text, list(content(story))
    language = _READ_AS.get(dissection.language, dissection.language)
    base = min((block.span.start for block in blocks), default=0)
    until = max((block.span.end for block in blocks), default=0)
    outside = np.ones(until - base, dtype=np.bool_)
    for block in blocks:
        outside[block.span.start - base : block.span.end - base] = False
        for match in _INSERTED.finditer(text, block.span.start, block.span.end):
            outside[match.start("inserted") - base : match.end("inserted") - base] = True
    found = scan(text[base:until], outside)
    starts, ends = found.starts + base, found.ends + base
    spans = list(_sentences(text, blocks, language))
    bounds, spans = _bounds(starts, spans)
    normal = normalise("\n".join(dissection.quote(block.span) for block in blocks))
    return StoryTokens(
        id=dissection.story_id(story),
        language=language,
        outlet=dissection.article.outlet,
        digest=hashlib.sha256(normal.encode(errors="surrogatepass")).hexdigest() if len(starts) else "",
        words=found.hashes,
        terms=_terms(text, base, found, language),
        starts=starts,
        ends=ends,
        numeric=found.numeric,
        capitalised=found.capitalised,
        quoted=_quoted(text, blocks, starts),
        bounds=bounds,
        sentence_starts=np.array([span.start for span in spans], dtype=np.int64),
        sentence_ends=np.array([span.end for span in spans], dtype=np.int64),
    )


def told(dissection: Dissection, story: Story) -> tuple[str, list[Span]]:
    """The text of a story's content as it is compared, and where its parts stand in the article.

    The parts stand in the text one after the other, with one code point between two.
    """
    parts = [block.span for block in content(story)]
    return "\n".join(compared(dissection.quote(part)) for part in parts), parts


def compared(text: str) -> str:
    """A text of the same length without what a site puts into its sentences."""
    if " MORE" not in text:
        return text
    return _INSERTED.sub(lambda found: found["name"] + " " * (len(found[0]) - len(found["name"])), text)


def terms_of(lines: Sequence[str], language: str) -> tuple[Hashes, Offsets]:
    """The terms of many short strings, and the index of the string each comes from."""
    text = "\n".join(lines)
    found = scan(text)
    ends = np.cumsum([len(line) + 1 for line in lines])
    return _terms(text, 0, found, language), np.searchsorted(ends, found.starts, side="right")


def _sentences(text: str, blocks: Sequence[Block], language: str) -> Iterator[Span]:
    for block in blocks:
        yield from sentences(text, block.span, language)


def _bounds(starts: Offsets, spans: list[Span]) -> tuple[Offsets, list[Span]]:
    """The first word of each sentence that has words, closed by the number of words."""
    if not len(starts):
        return np.zeros(1, dtype=np.int64), []
    first = np.searchsorted(starts, [span.start for span in spans])
    last = np.append(first[1:], len(starts))
    kept = np.flatnonzero(last > first)
    bounds = np.append(first[kept], len(starts)).astype(np.int64)
    bounds[0] = 0
    return bounds, [spans[index] for index in kept.tolist()]


def _terms(text: str, base: int, found: Words, language: str) -> Hashes:
    unique, first, inverse = np.unique(found.hashes, return_index=True, return_inverse=True)
    terms = np.empty(len(unique), dtype=np.uint64)
    places = zip(unique.tolist(), found.starts[first].tolist(), found.ends[first].tolist(), strict=True)
    for at, (word, start, end) in enumerate(places):
        known = _stems.get((language, word))
        if known is None:
            known = _term(text[base + start : base + end], language)
            if len(_stems) >= _MOST_CACHED:
                _stems.clear()
            _stems[language, word] = known
        terms[at] = known
    return terms[inverse]


def _term(word: str, language: str) -> int:
    letters = "".join(filter(str.isalnum, fold(word)))
    digest = hashlib.blake2b(stem(letters, language).encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _quoted(text: str, blocks: Sequence[Block], starts: Offsets) -> NDArray[np.bool_]:
    change = np.zeros(len(starts) + 1, dtype=np.int64)
    edges = [edge for block in blocks for edge in _quotations(text, block.span)]
    if edges:
        opened, closed = np.searchsorted(starts, np.array(edges)).T
        np.add.at(change, opened, 1)
        np.add.at(change, closed, -1)
    return np.cumsum(change[:-1]) > 0


def _quotations(text: str, span: Span) -> Iterator[tuple[int, int]]:
    for match in _QUOTATION.finditer(text, span.start, span.end):
        yield match.span()
    reached = span.start
    for match in _POST.finditer(text, span.start, span.end):
        if match.start() >= reached:
            begin, end = text.rfind("\n", reached, match.start()), text.find("\n", match.end(), span.end)
            reached = end if end >= 0 else span.end
            yield max(begin, span.start), reached
