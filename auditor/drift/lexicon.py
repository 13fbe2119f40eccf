"""The word lists of `auditor/data/drift`; the head of each file says what the fields mean."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Tags = frozenset[str]
# Phrases by their first word, longest first.
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Numbers:
    """Words and signs of numbers and of what they count."""

    words: Mapping[str, int]
    ordinals: Mapping[str, int]
    magnitudes: Mapping[str, int]
    suffixes: Mapping[str, int]
    percent: Phrases
    points: Phrases
    ages: Phrases
    currencies: Mapping[str, str]
    labels: frozenset[str]
    hours: frozenset[str]
    plurals: Mapping[str, str]
    singulars: frozenset[str]
    between: frozenset[str]
    times: frozenset[str]


@dataclass(frozen=True)
class Names:
    """What stands around names, and what is none of a person."""

    titles: Mapping[str, tuple[int, int]]
    attributes: frozenset[str]
    not_given: frozenset[str]
    not_surnames: frozenset[str]
    nicknames: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Lexicon:
    """The words of one language by which facts are recognised.

    `function` words have no subject of their own; `empty` ones are those, numbers, and dates.
    """

    numbers: Numbers
    vague: Phrases
    vague_except_after: frozenset[str]
    qualifiers: Mapping[tuple[str, ...], Tags]
    qualifiers_after: Mapping[tuple[str, ...], Tags]
    loosely_qualifying: Mapping[str, Tags]
    not_with_times: frozenset[tuple[str, ...]]
    hedges: Phrases
    softeners: frozenset[str]
    negators: frozenset[str]
    implicit_negators: frozenset[str]
    no_negation_before: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    vague_dates: Phrases
    names: Names
    participles: frozenset[str]
    complements: frozenset[str]
    function: frozenset[str]
    empty: frozenset[str]


@cache
def english() -> Lexicon:
    """The English lexicon, read once."""
    data = tomllib.loads(files("auditor").joinpath("data", "drift", "en.toml").read_text(encoding="utf-8"))
    numbers, qualifiers = data["numbers"], data["qualifiers"]
    return Lexicon(
        numbers=Numbers(
            words=numbers["words"],
            ordinals=numbers["ordinals"],
            magnitudes=numbers["magnitudes"],
            suffixes=numbers["suffixes"],
            percent=_phrases(numbers["percent"]),
            points=_phrases(numbers["points"]),
            ages=_phrases(numbers["ages"]),
            currencies=numbers["currencies"],
            labels=frozenset(numbers["labels"]),
            hours=frozenset(numbers["hours"]),
            plurals=numbers["plurals"],
            singulars=frozenset(numbers["singulars"]),
            between=frozenset(numbers["between"]),
            times=frozenset(numbers["times"]),
        ),
        vague=_phrases(data["vague"]["words"]),
        vague_except_after=frozenset(data["vague"]["except_after"]),
        qualifiers={
            tuple(phrase.split()): frozenset(tags.split())
            for tags, phrases in qualifiers.items()
            if tags not in {"not_with_times", "after", "loosely"}
            for phrase in phrases
        },
        loosely_qualifying={word: frozenset(tags.split()) for word, tags in qualifiers["loosely"].items()},
        qualifiers_after={
            tuple(phrase.split()): frozenset(tags.split()) for phrase, tags in qualifiers["after"].items()
        },
        not_with_times=frozenset(tuple(phrase.split()) for phrase in qualifiers["not_with_times"]),
        hedges=_phrases(data["hedges"]["words"]),
        softeners=frozenset(data["hedges"]["softeners"]),
        negators=frozenset(data["negation"]["words"]),
        implicit_negators=frozenset(data["negation"]["implicit"]),
        no_negation_before=frozenset(data["negation"]["except_before"]),
        months=data["dates"]["months"],
        weekdays=data["dates"]["weekdays"],
        vague_dates=_phrases(data["dates"]["vague"]),
        names=_names(data["names"]),
        participles=frozenset(data["subjects"]["participles"]),
        complements=frozenset(data["subjects"]["complements"]),
        function=frozenset(data["function"]["words"]),
        empty=frozenset().union(
            data["function"]["words"],
            *(numbers[field] for field in ("words", "ordinals", "magnitudes")),
            *(data["dates"][field] for field in ("months", "weekdays")),
        ),
    )


def _phrases(listed: Iterable[str]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}


def _names(data: Mapping[str, list[list[list[str]]]]) -> Names:
    nicknames: dict[str, set[int]] = {}
    for number, name in enumerate(data["nicknames"]):
        for form in name:
            nicknames.setdefault(str(form), set()).add(number)
    return Names(
        titles={
            spelling: (group, rank)
            for group, ranks in enumerate(data["titles"])
            for rank, spellings in enumerate(ranks)
            for spelling in spellings
        },
        attributes=frozenset(map(str, data["attributes"])),
        not_given=frozenset(map(str, data["not_given"])),
        not_surnames=frozenset(map(str, data["not_surnames"])),
        nicknames={form: frozenset(numbers) for form, numbers in nicknames.items()},
    )
