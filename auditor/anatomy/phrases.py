"""The phrase lists of `auditor/data/phrases`: furniture, labels, announcements, corrections."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from auditor import lexicons
from auditor.text import normalise

# A slot takes one to twelve words, or an address: a newsletter's name, not a sentence.
_SLOT = r"\S{1,200}(?: \S{1,40}){0,11}?"
_EDGES = " \t.,:;!?…-|»«›‹<>→←▸►•*_#()[]{}\"'+"
# No phrase is longer than this, slots filled.
LONGEST = 240
_SHORT_LABEL = 30
_IN_BRACKETS = re.compile(r"\s?\([^()]*\)[\s*_]*\Z")


@dataclass(frozen=True)
class Furniture:
    """Whole lines known to be furniture: exact phrases, and templates with slots."""

    exact: Mapping[str, str]
    templates: tuple[tuple[re.Pattern[str], str], ...]

    @cached_property
    def _any_template(self) -> re.Pattern[str]:
        """What matches when any template does: most lines match none, and are asked once."""
        return re.compile("|".join(template.pattern for template, _ in self.templates) or r"(?!)")

    def find(self, line: str) -> str | None:
        """The kind of furniture a line is ("navigation", "share"...), if it is any."""
        return self.find_key(line_key(line)) if len(line) <= LONGEST else None

    def find_key(self, key: str) -> str | None:
        """The same of a line as `line_key` spells it."""
        if kind := self.exact.get(key):
            return kind
        if not self._any_template.fullmatch(key):
            return None
        return next((kind for template, kind in self.templates if template.fullmatch(key)), None)


@dataclass(frozen=True)
class Phrases:
    """Everything the phrase files say, of all languages together."""

    chrome: Furniture
    announcements: Furniture
    prefixes: frozenset[str]
    labels_anywhere: frozenset[str]
    labels_at_edges: frozenset[str]
    title_labels: frozenset[str]
    corrections: frozenset[str]
    correction_openings: tuple[str, ...]


def line_key(line: str) -> str:
    """A line as the phrase lists spell it: normalised, without punctuation at its edges."""
    return bare(normalise(line))


def bare(normalised: str) -> str:
    """A normalised line without punctuation at its edges."""
    return normalised.strip(_EDGES)


def label_of(line: str) -> tuple[str, str]:
    """The label in front of a line's first colon and the value after it, both may be empty.

    What stands in brackets after a label is left out: "Word Count (approx): 500".
    """
    head, colon, value = line[:LONGEST].partition(":")
    if not colon or len(head) > _SHORT_LABEL:
        return "", ""
    return line_key(_IN_BRACKETS.sub("", head)), (value + line[LONGEST:]).strip(" *_\t")


@cache
def phrases() -> Phrases:
    """The phrase lists of every language, read once."""
    documents = lexicons.read_all("phrases")
    return Phrases(
        chrome=_furniture(
            (kind, phrase) for document in documents for kind, listed in document["chrome"].items() for phrase in listed
        ),
        announcements=_furniture(
            ("announcement", phrase) for document in documents for phrase in document["announcements"]["lines"]
        ),
        prefixes=_keys(documents, "announcements", "prefixes"),
        labels_anywhere=_keys(documents, "labels", "anywhere"),
        labels_at_edges=_keys(documents, "labels", "edges"),
        title_labels=_keys(documents, "labels", "titles"),
        corrections=_keys(documents, "corrections", "prefixes"),
        correction_openings=tuple(sorted(_keys(documents, "corrections", "openings"))),
    )


def _keys(documents: Iterable[Mapping[str, Mapping[str, list[str]]]], table: str, name: str) -> frozenset[str]:
    return frozenset(line_key(phrase) for document in documents for phrase in document[table][name])


def _furniture(phrases: Iterable[tuple[str, str]]) -> Furniture:
    exact: dict[str, str] = {}
    templates: list[tuple[re.Pattern[str], str]] = []
    for kind, phrase in phrases:
        if "*" in phrase:
            spelled = (_SLOT if part == "*" else re.escape(part) for part in normalise(phrase).split())
            templates.append((re.compile(" ".join(spelled)), kind))
        else:
            exact[line_key(phrase)] = kind
    return Furniture(exact, tuple(templates))
