"""The years a text names, and spans of years."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_YEAR = r"(?:1[89]|20)\d\d"
# "2024-25", "2024–2025", "2024/25", "2019 to 2021", "between 2019 and 2021".
_RANGE = re.compile(
    rf"(?<![\w$€£.,/])(?P<first>{_YEAR}) ?(?:[-–—/]|to|until|through) ?(?P<last>{_YEAR}|\d\d)(?![\w%/])"
    rf"|\b(?:between|from) (?P<begin>{_YEAR}) (?:and|to|until) (?P<end>{_YEAR})(?!\w)",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w$€£.,/-]){_YEAR}(?:s|er)?(?![\d%]|,\d|\.\d)|[’'](?P<short>\d\d)(?!\w)")
# A span of years in front of a noun names a thing: "the 2024-25 season", "2014-15 budget".
_NAMES_A_THING = re.compile(
    r"\s+(?!(?:and|or|but|as|in|on|at|for|to|with|from|by|is|are|was|were|shows?)\b)[A-Za-zÀ-ÿ]"
)
_CENTURY = 100
_MONTH = r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = rf"(?:{_MONTH} (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?P<year>{_YEAR})|\b(?P<iso>{_YEAR})-\d\d-\d\d)(?!\d)"
_DATED = re.compile(_DATE)
# A weekday with its date is when what is told took place; a date alone may be history.
_WEEKDAY = re.compile(
    rf"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_DATE}"
)


class Years(NamedTuple):
    """The first and the last year of a span, both included, and where it stands."""

    first: int
    last: int
    start: int
    end: int


def spans(headline: str) -> Iterator[Years]:
    """The spans of years in which a headline says that something went on."""
    for match in _RANGE.finditer(headline):
        if _NAMES_A_THING.match(headline, match.end()):
            continue
        first = int(match["first"] or match["begin"])
        last = match["last"] or match["end"]
        until = int(last) if len(last) > 2 else first - first % _CENTURY + int(last)
        if first < until <= first + _CENTURY:
            yield Years(first, until, match.start(), match.end())


def named(text: str) -> frozenset[int]:
    """Every year a text names, alone, as one end of a span, as a decade or with two digits ("’24")."""
    found: set[int] = set()
    for match in _SINGLE.finditer(text):
        if match["short"]:
            found |= {1900 + int(match["short"]), 2000 + int(match["short"])}
            continue
        year = int(match[0][:4])
        found |= set(range(year, year + 10)) if match[0].endswith(("s", "er")) and year % 10 == 0 else {year}
    for match in _RANGE.finditer(text):
        first, last = match["first"] or match["begin"], match["last"] or match["end"]
        until = int(last) if len(last) > 2 else int(first[:2] + last)
        found |= set(range(int(first), min(until, int(first) + _CENTURY) + 1))
    return frozenset(found)


def dated(line: str) -> frozenset[int]:
    """The years of the dates in a caption, dateline or byline: "February 13, 2026", "2026-02-13"."""
    return frozenset(int(match["year"] or match["iso"]) for match in _DATED.finditer(line))


def dated_by_weekday(text: str) -> frozenset[int]:
    """The years of dates in running text that a weekday is given with: "on Wednesday, March 4, 2026"."""
    return frozenset(int(match["year"] or match["iso"]) for match in _WEEKDAY.finditer(text))
