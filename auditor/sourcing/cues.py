"""Who says what is said: reporting verbs with their speakers, sources without names, nobody at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Literal

from auditor.model import Span
from auditor.sourcing.lexicon import Lexicon
from auditor.text import WORD

# How a speaker is given: by name, by class ("officials"), by a pronoun, or not at all (a phrase
# such as "in an interview" whose speaker stands elsewhere).
Given = Literal["name", "class", "pronoun", "phrase"]

Speaker = tuple[Span, Given]

# How many words from its verb a speaker is looked for, on either side.
_REACH = 12
_REACH_AFTER = 8
# From the count to the noun ("three senior Iranian officials"), from the noun to its mark, and
# from either to the verb that makes it a source.
_COUNT_REACH = 5
_MARK_REACH = 4
_CUE_REACH = 8
# A verb "beside" a quotation has at most so many characters between.
_BESIDE = 90


@dataclass(frozen=True)
class Cue:
    """A place where a statement is tied to who made it; `speaker` is the span of the name or noun."""

    span: Span
    speaker: Span | None
    given: Given


class Sentence:
    """A sentence as words: how they read in lower case with straight apostrophes, and where they stand.

    Most sentences are only asked which words they have: where these stand is found when it is asked for.
    """

    __slots__ = ("__dict__", "_quotations", "_text", "span", "words")

    def __init__(self, text: str, span: Span, words: list[str], quotations: "Quotations") -> None:
        self.span = span
        self.words = words
        self._text = text
        self._quotations = quotations

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        return [match.span() for match in WORD.finditer(self._text, self.span.start, self.span.end)]

    @cached_property
    def quoted(self) -> Sequence[bool]:
        """Of each word whether it stands in a quotation."""
        if not self._quotations.meet(self.span):
            return (False,) * len(self.words)
        return [self._quotations.hold(start) for start, _ in self.spans]

    def of(self, first: int, last: int) -> Span:
        """From the beginning of one word to the end of another."""
        return Span(self.spans[first][0], self.spans[last][1])


class Quotations:
    """The quotations of a text, in order, and what stands in them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.starts = [span.start for span in spans]

    def meet(self, span: Span) -> bool:
        """Whether one of them shares text with a span."""
        last = bisect_left(self.starts, span.end) - 1
        return last >= 0 and self.spans[last].end > span.start

    def hold(self, offset: int) -> bool:
        """Whether an offset lies in one of them."""
        last = bisect_right(self.starts, offset) - 1
        return last >= 0 and offset < self.spans[last].end


def sentences_of(text: str, spans: Iterable[Span], quotations: Quotations) -> list[Sentence]:
    """The sentences at these spans, with their words."""
    found = [(span, WORD.findall(text, span.start, span.end)) for span in spans]
    # Folded all at once: a call for each sentence would cost more than the work in it.
    joined = "\n".join(chain.from_iterable(words for _, words in found))
    folded = iter(joined.replace("’", "'").replace("ʼ", "'").lower().split("\n"))
    return [Sentence(text, span, list(islice(folded, len(words))), quotations) for span, words in found]


class Finder:
    """Looks through the sentences of one text with one lexicon."""

    def __init__(self, text: str, lexicon: Lexicon, quotations: Quotations) -> None:
        self._text = text
        self._lexicon = lexicon
        self._quotations = quotations

    def cues(self, sentence: Sentence) -> Iterator[Cue]:
        """The cues of a sentence outside its quotations, in order."""
        lexicon, at = self._lexicon, 0
        for here in lexicon.positions(lexicon.cue_words, sentence.words):
            if here < at or sentence.quoted[here]:
                continue
            if end := lexicon.cue_phrases.end(sentence.words, here):
                at = end
                span = sentence.of(here, end - 1)
                speaker = self._after(sentence, end)
                yield Cue(span, *(speaker or (None, "phrase")))
            elif self._is_verb(sentence, here) and (speaker := self._speaker(sentence, here)):
                yield Cue(sentence.of(here, here), *speaker)

    def anonymous(self, sentence: Sentence) -> Iterator[Span]:
        """The sources without names of a sentence, one span at most: from the first to the last."""
        found = [*self._unnamed(sentence), *self._phrases(sentence)]
        if found:
            yield Span(min(found).start, max(span.end for span in found))

    def agentless(self, sentence: Sentence) -> Iterator[Span]:
        """The phrases of a sentence that report a statement and nobody who made it."""
        lexicon, at = self._lexicon, 0
        for here in lexicon.positions(lexicon.agentless.first_words, sentence.words):
            if here < at or sentence.quoted[here]:
                continue
            if end := lexicon.agentless.end(sentence.words, here):
                at = end
                yield sentence.of(here, end - 1)

    def first_person(self, sentence: Sentence) -> int:
        """How often the author speaks as "I" or "we"; "US" in capitals is a country."""
        if self._lexicon.first_person.isdisjoint(sentence.words):
            return 0
        return sum(
            word in self._lexicon.first_person and not quoted and (len(word) == 1 or not self._text[end - 1].isupper())
            for word, (_, end), quoted in zip(sentence.words, sentence.spans, sentence.quoted, strict=True)
        )

    def someone(self, sentence: Sentence) -> bool:
        """Whether a person stands in a sentence, outside its quotations: by a noun, a pronoun or a full name.

        A single capitalised word is more often a place, a group or a firm.
        """
        return any(
            word not in self._lexicon.things and (given != "name" or self._name_start(sentence, at) < at)
            for at, word in enumerate(sentence.words)
            if not sentence.quoted[at] and (given := self._given(sentence, at))
        )

    def _is_verb(self, sentence: Sentence, at: int) -> bool:
        word = sentence.words[at]
        if word not in self._lexicon.statement and not (word in self._lexicon.clause and self._reports(sentence, at)):
            return False
        return not self._text[sentence.spans[at][0]].isupper()  # "the United States that"

    def _reports(self, sentence: Sentence, at: int) -> bool:
        """Whether a verb of thinking or showing reports a statement here: before "that", or beside a quotation."""
        following = sentence.words[at + 1 : at + 4]
        if any(word in self._lexicon.clauses for word in following):
            return True
        if following and following[0] == self._lexicon.by:
            return True
        verb = sentence.of(at, at)
        following_quotation = bisect_left(self._quotations.starts, verb.end)
        beside = self._quotations.spans[max(0, following_quotation - 1) : following_quotation + 1]
        return any(one.start < verb.end + _BESIDE and one.end > verb.start - _BESIDE for one in beside)

    def _speaker(self, sentence: Sentence, verb: int) -> Speaker | None:
        lexicon, words = self._lexicon, sentence.words
        before = verb - 1
        while before > 0 and words[before] in lexicon.compounds and not sentence.quoted[before]:
            before -= 1
        told_by = verb + 1 < len(words) and words[verb + 1] == lexicon.by
        if before >= 0 and not sentence.quoted[before] and self._no_verb_after(words[before], passive=told_by):
            return None
        if told_by:
            return self._after(sentence, verb + 2)
        if before < 0 or sentence.quoted[before]:
            return self._after(sentence, verb + 1) or self._before(sentence, verb)
        if self._joined(sentence, before):
            return self._before(sentence, verb)
        return self._before(sentence, verb) or self._after(sentence, verb + 1)  # "it rained, said the mayor"

    def _no_verb_after(self, word: str, *, passive: bool) -> bool:
        """Whether a word makes the next one an infinitive, a noun, or a passive that names nobody."""
        lexicon = self._lexicon
        return (
            word in lexicon.negations
            or (word in lexicon.passives and not passive)
            or word.endswith(lexicon.negation_ending)
            or word in lexicon.prepositions
            or word in lexicon.articles
        )

    def _before(self, sentence: Sentence, verb: int) -> Speaker | None:
        """The nearest speaker before a verb who is not only part of what describes one."""
        at = verb - 1
        described: Speaker | None = None
        while at >= max(0, verb - _REACH) and not sentence.quoted[at]:
            found = self._given(sentence, at)
            if found is None:
                at -= 1
                continue
            if found == "pronoun":
                return described or (sentence.of(at, at), found)
            first = self._name_start(sentence, at) if found == "name" else at
            speaker = sentence.of(first, at), found
            if not self._describes(sentence, first):
                return speaker
            described = described or speaker
            at = first - 1
        return described

    def _describes(self, sentence: Sentence, at: int) -> bool:
        """Whether a noun or name follows a preposition: "of Leith", "at the ministry"."""
        before = at - 1
        if before > 0 and sentence.words[before] in self._lexicon.articles:
            before -= 1
        return before >= 0 and sentence.words[before] in self._lexicon.prepositions

    def _after(self, sentence: Sentence, first: int) -> Speaker | None:
        described: Speaker | None = None
        for at in range(first, min(first + _REACH_AFTER, len(sentence.words))):
            if sentence.quoted[at]:
                break
            found = self._given(sentence, at)
            if found == "name":
                last = self._name_end(sentence, at)
                if (
                    last + 1 < len(sentence.words)
                    and self._joined(sentence, last)
                    and self._given(sentence, last + 1) == "class"
                ):
                    continue  # "a Navy commander": the name belongs to the noun
                return sentence.of(at, last), "name"
            if found and not described:
                described = sentence.of(at, at), found
            elif described and sentence.words[at] in self._lexicon.prepositions:
                break
        return described

    def _given(self, sentence: Sentence, at: int) -> Given | None:
        word = sentence.words[at]
        if word in self._lexicon.pronouns:
            return "pronoun"
        if word in self._lexicon.classes or (self._lexicon.elides and word.rpartition("'")[2] in self._lexicon.classes):
            return "class"
        if self._lexicon.capital_nouns and at and sentence.words[at - 1] in self._lexicon.articles:
            return None
        initials = len(word) == 1 or "." in word  # "R-N.C." says for whom a senator sits
        return "name" if self._capital(sentence, at) and not initials else None

    def _capital(self, sentence: Sentence, at: int) -> bool:
        word = sentence.words[at]
        lexicon = self._lexicon
        return (
            self._text[sentence.spans[at][0]].isupper() and word not in lexicon.not_names and word not in lexicon.counts
        )

    def _name_start(self, sentence: Sentence, at: int) -> int:
        while (
            at
            and self._joined(sentence, at - 1)
            and (
                self._capital(sentence, at - 1)
                or (sentence.words[at - 1] in self._lexicon.particles and at > 1 and self._capital(sentence, at - 2))
            )
        ):
            at -= 1
        return at

    def _name_end(self, sentence: Sentence, at: int) -> int:
        last = len(sentence.words) - 1
        while (
            at < last
            and self._joined(sentence, at)
            and (
                self._capital(sentence, at + 1)
                or (
                    sentence.words[at + 1] in self._lexicon.particles
                    and at + 1 < last
                    and self._capital(sentence, at + 2)
                )
            )
        ):
            at += 1
        return at

    def _joined(self, sentence: Sentence, at: int) -> bool:
        """Whether a word and the next one stand side by side, with nothing but a space, hyphen or initial's stop."""
        return self._text[sentence.spans[at][1] : sentence.spans[at + 1][0]] in {" ", "-", ". ", "\xa0"}

    def _phrases(self, sentence: Sentence) -> Iterator[Span]:
        phrases = self._lexicon.anonymous_phrases
        for at in self._lexicon.positions(phrases.first_words, sentence.words):
            if not sentence.quoted[at] and (end := phrases.end(sentence.words, at)):
                yield sentence.of(at, end - 1)

    def _unnamed(self, sentence: Sentence) -> Iterator[Span]:
        lexicon, words = self._lexicon, sentence.words
        for at in lexicon.positions(lexicon.anonymous_nouns, words):
            word = words[at]
            if sentence.quoted[at]:
                continue
            mark = next((end for n in range(at + 1, at + _MARK_REACH) if (end := lexicon.marks.end(words, n))), 0)
            first = self._counted(sentence, at)
            if mark:
                yield sentence.of(at if first is None else first, mark - 1)
            elif first is not None and word not in lexicon.marked_only and self._speaks(sentence, first, at):
                yield sentence.of(first, at)

    def _counted(self, sentence: Sentence, noun: int) -> int | None:
        """The word that counts a noun: "three" in "three senior Iranian officials"."""
        for at in range(noun - 1, max(-1, noun - 1 - _COUNT_REACH), -1):
            if not self._joined(sentence, at):
                return None
            if sentence.words[at] in self._lexicon.counts or sentence.words[at].isdigit():
                return at
            if sentence.words[at] in self._lexicon.prepositions:
                return None
        return None

    def _speaks(self, sentence: Sentence, first: int, noun: int) -> bool:
        """Whether a noun is the subject of a reporting verb, or what "according to" names, and gets no name."""
        lexicon, words = self._lexicon, sentence.words
        last = min(noun + 1 + _CUE_REACH, len(words))
        if any(lexicon.named_by.end(words, at) for at in range(noun + 1, last)):
            return False
        if noun + 1 < len(words) and self._capital(sentence, noun + 1):
            return False
        for at in range(noun + 1, min(noun + 4, len(words))):
            if words[at] in lexicon.statement and self._joined(sentence, at - 1):
                return True
            if words[at] not in lexicon.auxiliaries and not words[at].endswith(lexicon.adverb_ending):
                break
        if first and (words[first - 1] in lexicon.statement or words[first - 1] == lexicon.by):
            return sentence.quoted[first - 2] if first > 1 else False
        return any(lexicon.cue_phrases.end(words, at) == first for at in range(max(0, first - 3), first))
