"""Author bios made by a program: a known generator's grammar, and the staccato shape of its kin.

The grammar is that of TwitterBioGenerator (Josh Schultz, 2013, ISC licence); the parser is our
own and the vocabulary stands in `auditor/data/bios`.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from auditor.anatomy.shapes import NAME
from auditor.text import normalise, visible

# The generator cuts at 160 characters; a bio line is not longer than a few of them.
_LONGEST_BIO = 400
_CLAUSE_END = re.compile(r"[.!](?=\s|$|[\"'])")
_QUOTES_AND_MARKS = " \t\"'*_>-"

# Fewer clauses are a pair of nouns that anyone writes.
_LEAST_PARSED = 2
_LEAST_STACCATO = 3
_LONGEST_CLAUSE = 4


@dataclass(frozen=True)
class Grammar:
    """What one generator can say."""

    generator: str
    nouns: frozenset[str]
    roles: tuple[str, ...]
    subjects: frozenset[str]
    adjectives: tuple[str, ...]
    sentences: frozenset[str]

    @cached_property
    def longest(self) -> int:
        """The most words a clause has that parses."""
        subjects = max(map(_words, self.subjects), default=0)
        roles = max(map(_words, self.nouns), default=0) + max(map(_words, self.roles), default=0)
        adjectives = max(map(_words, self.adjectives), default=0)
        return max(adjectives + max(subjects, roles), max(map(_words, self.sentences), default=0))

    def may_parse(self, clauses: list[str]) -> bool:
        """Whether so many clauses are short enough that most of them can parse."""
        short = sum(_words(visible(clause)) <= self.longest for clause in clauses)
        return short >= _LEAST_PARSED and 2 * short > len(clauses)

    def parse(self, clause: str) -> str | None:
        """How a normalised clause was made ("role", "subject", "adjective", "sentence"), if it was."""
        if clause in self.sentences:
            return "sentence"
        if clause in self.subjects:
            return "subject"
        if self._is_role(clause):
            return "role"
        for adjective in self.adjectives:
            rest = clause.removeprefix(adjective + " ")
            if rest != clause and (rest in self.subjects or self._is_role(rest)):
                return "adjective"
        return None

    def _is_role(self, clause: str) -> bool:
        return any(
            clause.endswith(ending) and clause.removesuffix(ending) in self.nouns
            for ending in (role.removeprefix("%") for role in self.roles)
        )


@dataclass(frozen=True)
class Shape:
    """Words that no clause of a generated bio has, whatever program wrote it."""

    statements: frozenset[str]


# How people are introduced below what they wrote: "Jane Roe is a freelance writer in Leeds."
_DESCRIBES = re.compile(
    rf"(?:About the author:? |The (?:author|writer) |{NAME} |(?:He|She|They) )"
    r"(?:is|was|has been|are|writes|reports|covers|edits|teaches|lives|works)\b[^\n]{0,120}?"
    r"\b(?:writer|author|journalist|reporter|editor|columnist|correspondent|contributor|novelist|blogger|critic|producer"
    r"|photographer|professor|fellow|analyst|lecturer|researcher|founder|director|covers|covering|writes|reports on)\b"
)


@dataclass(frozen=True)
class Bio:
    """A line recognised as an author bio. `generator` is named when its grammar was found."""

    generator: str | None
    clauses: int
    parsed: int


@cache
def grammars() -> tuple[Grammar, ...]:
    """The grammars of `auditor/data/bios`."""
    return tuple(
        Grammar(
            generator=document["generator"],
            nouns=frozenset(document["nouns"]),
            roles=tuple(document["roles"]),
            subjects=frozenset(document["subjects"]),
            adjectives=tuple(document["adjectives"]),
            sentences=frozenset(document["sentences"]),
        )
        for document in _documents()
    )


@cache
def shapes() -> Shape:
    """The shape words of `auditor/data/bios`, of all languages together."""
    tables = [document["shape"] for document in _documents()]
    return Shape(
        statements=frozenset(word for table in tables for word in table["statements"]),
    )


@cache
def _documents() -> tuple[dict[str, Any], ...]:
    return tuple(
        tomllib.loads(file.read_text(encoding="utf-8"))
        for file in sorted(files("auditor").joinpath("data", "bios").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    )


def describes_author(line: str) -> bool:
    """Whether a line introduces somebody as people are introduced below what they wrote."""
    return len(line) <= _LONGEST_BIO and bool(_DESCRIBES.match(line.strip(_QUOTES_AND_MARKS)))


def recognise(line: str) -> Bio | None:
    """What is known about a line as an author bio; None when it is none.

    Known: at least two clauses parse, most of all clauses do, and not all that parse are bare
    subjects, which people write too ("Writer. Reader."). Otherwise the staccato shape decides.
    """
    if len(line) > _LONGEST_BIO:
        return None
    clauses = clauses_of(line)
    if len(clauses) < _LEAST_PARSED:
        return None
    for grammar in grammars():
        if not grammar.may_parse(clauses):
            continue
        kinds = [kind for kind in map(grammar.parse, map(normalise, clauses)) if kind]
        if len(kinds) >= _LEAST_PARSED and 2 * len(kinds) > len(clauses) and set(kinds) != {"subject"}:
            return Bio(grammar.generator, len(clauses), len(kinds))
    if _is_staccato(clauses):
        return Bio(None, len(clauses), 0)
    return None


def clauses_of(line: str) -> list[str]:
    """The clauses of a line that is nothing but clauses with full stops; none otherwise."""
    bare = line.strip().strip("“”„«»‘’\"'*_> \t")
    if not bare.endswith((".", "!")):
        return []
    return [clause.strip(_QUOTES_AND_MARKS) for clause in _CLAUSE_END.split(bare) if clause.strip(_QUOTES_AND_MARKS)]


def _words(text: str) -> int:
    return len(text.split())


def _is_staccato(clauses: list[str]) -> bool:
    """Whether clauses have the shape of a generated bio: short, verbless, naming nothing."""
    if len(clauses) < _LEAST_STACCATO:
        return False
    split = [clause.split() for clause in clauses]
    if any(
        len(words) > _LONGEST_CLAUSE or not clause[0].isupper() for words, clause in zip(split, clauses, strict=True)
    ):
        return False
    if any(word[:1].isupper() for words in split for word in words[1:]) or any(map(_shouts, clauses)):
        return False
    shape = shapes()
    if any(word.casefold() in shape.statements for words in split for word in words):
        return False
    # One word each is also how slogans go: "Faster. Stronger. Safer."
    return any(len(words) > 1 for words in split) and len(set(map(normalise, clauses))) == len(clauses)


def _shouts(clause: str) -> bool:
    return not clause.replace(" ", "").replace("-", "").isalpha() or (clause.isupper() and len(clause) > 2)
