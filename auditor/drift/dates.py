"""When something was: explicit dates, weekdays, years, and words that say no date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.drift.lexicon import Lexicon
from auditor.drift.words import Word, phrase_at, surroundings
from auditor.model import Span

_DAY = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)?")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
# Months that are words too are months only beside a day or a year.
_AMBIGUOUS = frozenset({"may", "march", "mar", "sun", "sat", "mon", "wed", "sep", "dec", "jan"})
_BEFORE_YEAR = frozenset(
    {"in", "since", "of", "from", "until", "by", "during", "after", "before", "early", "late", "mid"}
)
# Said around a date, these words make it no date of the thing told.
_RANGE = frozenset({"to", "through", "and", "or", "between", "till"})
_SHIFTS = frozenset({"later", "earlier", "after", "before", "ago"})
_ABSOLUTE = frozenset({"day", "month", "year"})
_DASHES = frozenset("-‐‑‒–—")


@dataclass(frozen=True)
class Date:
    """A date. `unit` is day, month, year, weekday or vague; `value` is its normal form.

    `ranged` says whether it is one end of a range.
    """

    unit: str
    value: tuple[int, ...]
    span: Span
    around: frozenset[str]
    ranged: bool

    def agrees(self, other: "Date") -> bool:
        """Whether both may be one date: a date without its year agrees with any year."""
        shorter = min(len(self.value), len(other.value))
        return self.unit == other.unit and self.value[:shorter] == other.value[:shorter]


def dates(words: Sequence[Word], lexicon: Lexicon) -> tuple[Date, ...]:
    """The dates among some words, in order. O(words)."""
    found = []
    index = 0
    while index < len(words):
        read = _date(words, index, lexicon)
        if read is None:
            index += 1
            continue
        unit, value, end = read
        span = Span(words[index].span.start, words[end - 1].span.end)
        around = surroundings(words, index, end, lexicon)
        found.append(Date(unit, value, span, around, _ranges(words, index, end)))
        index = end
    return tuple(found)


def _date(words: Sequence[Word], index: int, lexicon: Lexicon) -> tuple[str, tuple[int, ...], int] | None:
    word = words[index]
    if word.key in lexicon.vague_dates and (size := phrase_at(words, index, lexicon.vague_dates)):
        return "vague", (), index + size
    if not word.capital and not word.text[0].isdigit():
        return None
    if word.key in lexicon.months and word.capital:
        return _month_first(words, index, lexicon)
    if (day := _DAY.fullmatch(word.key)) and index + 1 < len(words):
        step = 1 + (words[index + 1].key == "of")
        month = words[index + step] if index + step < len(words) else None
        if month and month.key in lexicon.months and month.capital and month.joined and 1 <= int(day[1]) <= 31:
            return _with_year(words, "day", (lexicon.months[month.key], int(day[1])), index + step + 1)
    if word.key in lexicon.weekdays and word.capital and word.key not in _AMBIGUOUS:
        return "weekday", (lexicon.weekdays[word.key],), index + 1
    if _YEAR.fullmatch(word.key) and index and words[index - 1].key in _BEFORE_YEAR:
        return "year", (int(word.key),), index + 1
    return None


def _ranges(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether a date is one end of a range: "March 13-15", "from Monday to Friday"."""
    before, after = words[first - 1] if first else None, words[end] if end < len(words) else None
    dashed = (before and before.text[0].isdigit() and words[first].before.strip() in _DASHES) or (
        after and after.text[0].isdigit() and after.before.strip() in _DASHES
    )
    return bool(dashed) or any(word is not None and word.key in _RANGE for word in (before, after))


def _month_first(words: Sequence[Word], index: int, lexicon: Lexicon) -> tuple[str, tuple[int, ...], int] | None:
    word, month = words[index], lexicon.months[words[index].key]
    after = words[index + 1] if index + 1 < len(words) else None
    if after and (day := _DAY.fullmatch(after.key)) and after.before in {" ", ". "} and 1 <= int(day[1]) <= 31:
        return _with_year(words, "day", (month, int(day[1])), index + 2)
    if after and _YEAR.fullmatch(after.key) and after.before in {" ", ", ", ". "}:
        return "month", (month, int(after.key)), index + 2
    if word.key in _AMBIGUOUS and not (index and words[index - 1].key in {"in", "since", "early", "late", "last"}):
        return None
    return "month", (month,), index + 1


def _with_year(words: Sequence[Word], unit: str, value: tuple[int, int], end: int) -> tuple[str, tuple[int, ...], int]:
    if end < len(words) and _YEAR.fullmatch(words[end].key) and words[end].before in {" ", ", "}:
        return unit, (*value, int(words[end].key)), end + 1
    return unit, value, end


def shifted(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a statement dates one thing by another: "a year later", "two days before"."""
    return any(
        one.key.removesuffix("s") in lexicon.numbers.times and other.key in _SHIFTS for one, other in pairwise(words)
    )


def pairs(
    a: Sequence[Date], b: Sequence[Date], story_a: Sequence[Date], story_b: Sequence[Date]
) -> Iterator[tuple[Date, Date]]:
    """Dates of one unit that exclude each other in like surroundings, and dates that became vague.

    A date the other story has anywhere is no difference.
    """
    for unit in dict.fromkeys(date.unit for date in a if date.unit != "vague"):
        of_a, of_b = ([date for date in side if date.unit == unit] for side in (a, b))
        if len(of_a) == len(of_b) == 1 and _comparable(of_a[0], of_b[0]):
            one, other = of_a[0], of_b[0]
            if not any(one.agrees(each) for each in story_b) and not any(other.agrees(each) for each in story_a):
                yield one, other
    yield from _vague(a, b, story_b)
    yield from ((one, other) for other, one in _vague(b, a, story_a))


def apart(a: Sequence[Date], b: Sequence[Date]) -> bool:
    """Whether two sentences tell of different times: both are dated, and no date of one fits the other's."""
    of_a, of_b = ([date for date in side if date.unit in _ABSOLUTE] for side in (a, b))
    units = {date.unit for date in of_a} & {date.unit for date in of_b}
    return bool(units) and not any(one.agrees(other) for one in of_a for other in of_b)


def _vague(dated: Sequence[Date], undated: Sequence[Date], elsewhere: Sequence[Date]) -> Iterator[tuple[Date, Date]]:
    explicit = [date for date in dated if date.unit in _ABSOLUTE or date.unit == "weekday"]
    if len(explicit) == len(dated) == len(undated) == 1 and undated[0].unit == "vague":
        one, other = explicit[0], undated[0]
        if _comparable(one, other) and not any(one.agrees(each) for each in elsewhere):
            yield one, other


def _comparable(one: Date, other: Date) -> bool:
    if one.ranged or other.ranged:
        return False
    shared = len(one.around & other.around)
    return shared >= 2 and shared >= 0.4 * min(len(one.around), len(other.around))
