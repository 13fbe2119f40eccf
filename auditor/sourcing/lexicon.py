"""The words of a language that say where a statement comes from, read from `data/sourcing`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from auditor import lexicons

# How many words a `*` in a phrase stands for.
_ANY = "*"
_MOST_ANY = 4
_END = ""
# An ending that no word has, for languages that have none to tell.
_NEVER = "\0"


class Phrases:
    """Phrases as a trie over words: the cost of a look does not grow with their number."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._trie: dict[str, Any] = {}
        for phrase in phrases:
            node = self._trie
            for word in phrase.split():
                node = node.setdefault(word, {})
            node[_END] = {}
        self.first_words = frozenset(self._trie)

    def end(self, words: Sequence[str], first: int) -> int:
        """The end of the longest phrase that begins at a word, or 0 when none does."""
        return _longest(self._trie, words, first) if first < len(words) and words[first] in self._trie else 0


def _longest(node: dict[str, Any], words: Sequence[str], at: int) -> int:
    found = at if _END in node else 0
    if at < len(words):
        if words[at] in node:
            found = max(found, _longest(node[words[at]], words, at + 1))
        if _ANY in node:
            skips = range(at + 1, min(at + _MOST_ANY, len(words) - 1) + 1)
            found = max(found, *(_longest(node[_ANY], words, skip) for skip in skips), 0)
    return found


@dataclass(frozen=True)
class Lexicon:
    """One language's words and phrases; `data/sourcing/en.toml` says what each list is for."""

    statement: frozenset[str]
    clause: frozenset[str]
    clauses: frozenset[str]
    cue_phrases: Phrases
    negations: frozenset[str]
    negation_ending: str
    passives: frozenset[str]
    by: str
    auxiliaries: frozenset[str]
    adverb_ending: str
    compounds: frozenset[str]
    elides: bool
    capital_nouns: bool
    classes: frozenset[str]
    pronouns: frozenset[str]
    things: frozenset[str]
    first_person: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    prepositions: frozenset[str]
    articles: frozenset[str]
    anonymous_nouns: frozenset[str]
    counts: frozenset[str]
    marked_only: frozenset[str]
    marks: Phrases
    anonymous_phrases: Phrases
    named_by: Phrases
    agentless: Phrases

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """Every word at which a cue can be found."""
        return self.statement | self.clause | self.cue_phrases.first_words

    @staticmethod
    def positions(wanted: frozenset[str], words: Sequence[str]) -> Sequence[int]:
        """Where some of the wanted words stand."""
        if wanted.isdisjoint(words):
            return ()
        return [at for at, word in enumerate(words) if word in wanted]


@cache
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of a language code; None when there is none, so that nothing can be said."""
    if not lexicons.speaks("sourcing", language):
        return None
    table = lexicons.read("sourcing", language)
    cues, speakers, anonymous = table["cues"], table["speakers"], table["anonymous"]
    return Lexicon(
        statement=frozenset(cues["statement"]),
        clause=frozenset(cues["clause"]),
        clauses=frozenset(cues["clauses"]),
        cue_phrases=Phrases(cues["phrases"]),
        negations=frozenset(cues["negations"]),
        negation_ending=cues.get("negation_ending", _NEVER),
        passives=frozenset(cues["passives"]),
        by=cues["by"],
        auxiliaries=frozenset(cues["auxiliaries"]),
        adverb_ending=cues.get("adverb_ending", _NEVER),
        compounds=frozenset(cues.get("compounds", ())),
        elides=bool(speakers.get("elides", False)),
        capital_nouns=bool(speakers.get("capital_nouns", False)),
        classes=frozenset(speakers["classes"]),
        pronouns=frozenset(speakers["pronouns"]),
        things=frozenset(speakers["things"]),
        first_person=frozenset(speakers["first_person"]),
        not_names=frozenset(speakers["not_names"]),
        particles=frozenset(speakers["particles"]),
        prepositions=frozenset(speakers["prepositions"]),
        articles=frozenset(speakers["articles"]),
        anonymous_nouns=frozenset(anonymous["nouns"]),
        counts=frozenset(anonymous["counts"]),
        marked_only=frozenset(anonymous["marked_only"]),
        marks=Phrases(anonymous["marks"]),
        anonymous_phrases=Phrases(anonymous["phrases"]),
        named_by=Phrases(anonymous["named_by"]),
        agentless=Phrases(table["agentless"]["phrases"]),
    )
