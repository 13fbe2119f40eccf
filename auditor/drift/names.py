"""Persons: a surname with the given name or title before it, and the subject of a predicate."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.drift.lexicon import Lexicon
from auditor.drift.words import Word, edits
from auditor.model import Span

# A small letter before a capital is two words glued together, but for McKay and its like; the
# first two are letters read in a wrong encoding.
_GLUED = re.compile(r"[ÃÂ]|(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Le)(?<!^La)(?<!^Di)(?<!^Van)(?<!^Fitz)(?<=[a-z])[A-Z]")
# Words of a name at most, attributes before it included.
_LONGEST = 12
# First letters that a given name shares with its short form.
_STEM = 3
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "every", "no"})
# Letters from which one or two edits are a spelling, not another name.
_ONE_EDIT, _TWO_EDITS = 4, 8


@dataclass(frozen=True)
class Name:
    """A name of a person: its words in lower case, accents and attributes taken off, and titles.

    It is doubtful whether the one word before the surname is a given name where it opens a sentence.
    """

    given: tuple[str, ...]
    surname: str
    titles: frozenset[tuple[int, int]]
    span: Span
    doubtful: bool


def names(words: Sequence[Word], lexicon: Lexicon) -> tuple[Name, ...]:
    """The names among some words that have a given name or a title. O(words)."""
    found = []
    index = 0
    while index < len(words):
        end = index
        while end < len(words) and end - index < _LONGEST and _in_name(words, index, end):
            end += 1
        if end > index and (name := _name(words[index:end], lexicon)):
            found.append(name)
        index = max(end, index + 1)
    return tuple(found)


def alone(words: Sequence[Word]) -> frozenset[str]:
    """The names, as `names` writes surnames, that stand somewhere by themselves and without an article."""
    found = set()
    for index, word in enumerate(words):
        before = words[index - 1] if index and not word.opens else None
        after = words[index + 1] if index + 1 < len(words) else None
        single = before is None or not (before.capital or before.key in _ARTICLES)
        if word.capital and single and not (after and after.capital and after.before == " "):
            found.add(_plain(word.key))
    return frozenset(found)


def _in_name(words: Sequence[Word], first: int, index: int) -> bool:
    word = words[index]
    if not word.capital or _GLUED.search(word.text) or not word.key.replace("'", "").replace(".", "").isalpha():
        return False
    return index == first or word.before in {" ", "-"} or (word.before == ". " and len(words[index - 1].text) <= 4)


def _name(run: Sequence[Word], lexicon: Lexicon) -> Name | None:
    rules, titles, start = lexicon.names, set(), 0
    keys = [_plain(word.key) for word in run]
    for index, key in enumerate(keys[:-1]):
        two = f"{key} {keys[index + 1]}"
        if title := rules.titles.get(two) or rules.titles.get(key):
            titles.add(title)
            start = index + 1 + (two in rules.titles)
        elif key in rules.attributes:
            start = index + 1
    given, surname = tuple(key for key in keys[start:-1] if len(key) > 1), keys[-1]
    if start >= len(keys) or not (given or titles) or len(surname) < 3 or surname in rules.not_surnames:
        return None
    if any(key in rules.not_given or key in rules.not_surnames for key in given) or len(given) > 2:
        return None
    if run[-1].text.isupper() or surname in rules.attributes or surname in lexicon.weekdays:
        return None
    doubtful = run[0].opens and start == 0 and len(given) == 1
    return Name(given, surname, frozenset(titles), Span(run[0].span.start, run[-1].span.end), doubtful)


def _plain(key: str) -> str:
    letters = unicodedata.normalize("NFKD", key.removesuffix("'s"))
    return "".join(letter for letter in letters if letter.isalpha())


def pairs(
    a: Sequence[Name],
    b: Sequence[Name],
    story_a: Sequence[Name],
    story_b: Sequence[Name],
    alone: frozenset[str],
    lexicon: Lexicon,
) -> Iterator[tuple[Name, Name]]:
    """Names of one person that differ: given name, title or spelling.

    `alone` holds the surnames that stand somewhere without a given name, which is how a
    person is named again: what never does may be a place or a thing.
    """
    for one in a:
        for other in b:
            if not _differ(one, other, alone, lexicon):
                continue
            known_a = any(_agree(one, each) for each in story_b)
            known_b = any(_agree(other, each) for each in story_a)
            if not known_a and not known_b:
                yield one, other


def _agree(one: Name, other: Name) -> bool:
    """Whether one name may stand for the other as it is."""
    if one.surname != other.surname:
        return False
    if one.given and other.given and not set(one.given) & set(other.given):
        return False
    return not _titles_differ(one, other)


def _differ(one: Name, other: Name, alone: frozenset[str], lexicon: Lexicon) -> bool:
    if one.surname != other.surname:
        if not one.given or one.given != other.given or _inflected(one.surname, other.surname):
            return False
        return _misspelt(one.surname, other.surname)
    if one.surname not in alone and not one.titles and not other.titles:
        return False
    return _titles_differ(one, other) or _given_differ(one, other, lexicon)


def _given_differ(one: Name, other: Name, lexicon: Lexicon) -> bool:
    if not one.given or not other.given:
        return False
    if (one.doubtful or other.doubtful) and not _misspelt(one.given[0], other.given[0]):
        return False
    return not any(_one_given(this, that, lexicon) for this in one.given for that in other.given)


def _one_given(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two given names may be one: equal, an initial, a short form."""
    names = lexicon.names.nicknames
    short, long = sorted((one, other), key=len)
    if len(short) <= 2 or long.startswith(short):
        return short[0] == long[0]
    alike = short[:_STEM] == long[:_STEM] and not _misspelt(short, long)
    return alike or bool(names.get(one, frozenset()) & names.get(other, frozenset()))


def _titles_differ(one: Name, other: Name) -> bool:
    """Whether both have a title of one group, and none of that group in common."""
    groups = {group for group, _ in one.titles} & {group for group, _ in other.titles}
    return bool(groups) and not any(group in groups for group, _ in one.titles & other.titles)


def _misspelt(one: str, other: str) -> bool:
    """Whether two names are one name and a misspelling of it, as far as edits tell."""
    shorter = min(len(one), len(other))
    return edits(one, other) <= (2 if shorter >= _TWO_EDITS else 1 if shorter >= _ONE_EDIT else 0)


def _inflected(one: str, other: str) -> bool:
    return one.rstrip("s") == other.rstrip("s")
