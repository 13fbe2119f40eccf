"""Dates as citations write them, in several languages and forms."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH = (
    r"(?:jan(?:uary|vier|uar|eiro)?|feb(?:ruary|ruar)?|f[ée]vrier|fevereiro|febrero|enero|gennaio|febbraio|mar(?:ch|s|zo|ço)?"
    r"|märz|apr(?:il|ile)?|avril|abril|may|mai|mayo|maio|maggio|june?|juin|juni|junio|junho|giugno|july?|juillet|juli"
    r"|julio|julho|luglio|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|setembro|settembre|oct(?:ober|obre|ubre)?"
    r"|oktober|outubro|ottobre|nov(?:ember|embre|iembre|embro)?|dec(?:ember|embre)?|dez(?:ember|embro)?|diciembre"
    r"|dicembre|décembre)"
)
# The letters that tell a month in any of these languages, longest first: "juin" is not "juil".
_NUMBERS = (
    *(
        (1, "jan"),
        (1, "ene"),
        (1, "gen"),
        (2, "feb"),
        (2, "fev"),
        (2, "fév"),
        (3, "mar"),
        (3, "mär"),
        (4, "apr"),
        (4, "avr"),
    ),
    *(
        (4, "abr"),
        (5, "may"),
        (5, "mai"),
        (5, "mag"),
        (6, "jun"),
        (6, "juin"),
        (6, "giu"),
        (7, "jul"),
        (7, "juil"),
        (7, "lug"),
    ),
    *((8, "aug"), (8, "aoû"), (8, "ago"), (9, "sep"), (9, "set"), (10, "oct"), (10, "okt"), (10, "out"), (10, "ott")),
    *((11, "nov"), (12, "dec"), (12, "déc"), (12, "dez"), (12, "dic")),
)
DATE = re.compile(
    rf"\b(?:{_MONTH}\.?,?\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?(?:de\s)?(?:19|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?{_MONTH}\.?,?\s(?:de\s)?(?:19|20)\d\d"
    r"|(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d)\b",
    re.IGNORECASE,
)
# The year alone, as lists of references give it: "Smith, J. (2019)".
_YEAR = re.compile(r"\((?P<year>(?:19|20)\d\d)[a-z]?\)")
_NAMED = re.compile(r"(?P<month>[^\W\d_]{3,})", re.IGNORECASE)
_ACCESS = re.compile(
    r"(?:accessed|retrieved|archived|last (?:visited|checked|viewed)|abgerufen|consult[ée]e?|consultado|acessado)"
    r"[^\d\n]{0,20}\Z",
    re.IGNORECASE,
)
_BEFORE = 40


@dataclass(frozen=True)
class StatedDate:
    """A date as it is written: the first day it may mean, None when the calendar has no such day.

    `accessed` says that it is the day on which somebody looked.
    """

    text: str
    first: dt.date | None
    accessed: bool = False


def dates(text: str) -> Iterator[StatedDate]:
    """The dates of a text, in order; a month or a year means its first day."""
    for found in sorted((*DATE.finditer(text), *_YEAR.finditer(text)), key=lambda found: found.start()):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        read = _read(found.group())
        if read is not _UNREAD:
            yield StatedDate(found.group().strip("()"), read, accessed=bool(_ACCESS.search(before)))


def day(text: str) -> dt.date | None:
    """The day that a record gives, when it is one; "2024-05-01T10:00:00Z" and "1 May 2024" alike."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return next((one.first for one in dates(text)), None)


# What looks like a date and may be something else: a season ("2024-25"), a version ("1.2.34").
_UNREAD = dt.date.min


def _read(text: str) -> dt.date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    year = next((number for number in numbers if number >= 1900), 0)
    if not year:
        return _UNREAD
    others = [number for number in numbers if number != year]
    if named := _NAMED.search(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bde\b", " ", text)):
        month = next(number for number, letters in _NUMBERS if named["month"].casefold().startswith(letters))
        return _day(year, month, others[0] if others else 1)
    if len(others) < 2:
        return dt.date(year, 1, 1)
    if numbers[0] == year:
        return _day(year, *others)
    either = [date for one, other in (others, others[::-1]) if (date := _day(year, other, one))]
    return min(either, default=None)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
