"""What the value of a citation gives: outlet, title, date, link, archived copy; and its grade."""

import re
from dataclasses import dataclass

from auditor.anatomy.citations.dates import DATE
from auditor.anatomy.links import links
from auditor.model import Span
from auditor.outlets import Outlet, Outlets


@dataclass(frozen=True)
class Value:
    """The value of a citation, and where it stands.

    `outlet` is the canonical name when it is `known` and else the name as it stands; None when
    the value names a class of sources only (`generic`). `reasons` say what is missing.
    """

    text: str
    span: Span
    outlet: str | None
    known: bool
    generic: bool
    grade: int
    reasons: tuple[str, ...]


# A class of sources is named in fewer words than a title.
_CLASS_WORDS = 12
_MOST_WORDS = 60
# In front of title and date, so many words are a name even in lower case ("admin").
_NAME_WORDS = 3

_URL = re.compile(
    r"(?:https?://|www\.)(?P<host>[^\s/()<>\[\]\"“”]{1,253})(?P<path>[^\s()<>\[\]\"“”]{0,2000})", re.IGNORECASE
)
_BARE_URL = re.compile(r"(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[\w%./?=&#~-]{2,1000}", re.IGNORECASE)
_IDENTIFIER = re.compile(
    r"\b(?:doi:?\s{0,2}10\.\d{4,9}/\S|10\.\d{4,9}/\S|arXiv:\s?\d{4}\.\d|PMID:?\s?\d|ISBN[:\s]{1,2}[\d-]{10}|ISSN[:\s]{1,2}\d{4}-"
    r"|(?:S|A)/(?:RES|\d{4})/\d|No\.\s?\d{2}-\d{2,5}|ECLI:)",
    re.IGNORECASE,
)
_ARCHIVED = re.compile(
    r"web\.archive\.org|archive\.(?:ph|is|today|org|md)|perma\.cc|webcitation\.org|ghostarchive\.org"
    r"|\b(?:accessed|retrieved|archived|last (?:visited|checked|viewed))\b.{0,20}\d",
    re.IGNORECASE,
)
_JOURNAL = re.compile(r"\b(?:19|20)\d\d[a-z]?\b.*\b(?:\d{1,4}\s?\(\d{1,3}\)|vol\.?\s?\d|pp?\.?\s?\d+)", re.IGNORECASE)
_QUOTED = re.compile(
    r"[\"“«‘']\s?(?P<title>[^\"“”«»]{6,300}?)[\"”»’'](?!\w)|\[(?P<link>[^\]]{6,300})\]\(|(?<!\w)[*_](?P<set>[^*_]{6,300})[*_]"
)
_TAG = re.compile(r"</?[a-z][^<>\n]{0,2000}>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_SEPARATOR = re.compile(r"[,;|]\s|\s[-–—/]\s|(?<![A-Z])\.\s|:\s|\s\(")
_AND = re.compile(r"\s(?:and|&|with)\s")
_PROSE = re.compile(
    r"\b(?:said|says|was|were|is|are|has|have|had|will|would|could|should|told|took|went|can|do|did|does|been|be"
    r"|we|you|he|she|they|i)\b",
    re.IGNORECASE,
)
_MINOR = frozenset(
    {
        "&",
        "a",
        "an",
        "and",
        "at",
        "by",
        "da",
        "das",
        "de",
        "del",
        "der",
        "des",
        "di",
        "die",
        "do",
        "du",
        "e",
        "et",
        "for",
        "from",
        "in",
        "la",
        "le",
        "of",
        "on",
        "the",
        "to",
        "und",
        "y",
    }
)

# Bodies that are called by several words, so that they are no titles: "Bureau of Labor Statistics".
_BODIES = re.compile(
    r"\b(?:agency|association|authority|board|bureau|cent(?:er|re)|college|commission|committee|council|department|federation"
    r"|foundation|fund|government|group|institute|institution|ministry|office|organi[sz]ation|police|society|states|statistics"
    r"|trust|union|university|staff|websites?)\b",
    re.IGNORECASE,
)


def read(text: str, span: Span, table: Outlets, *, certain: bool = False) -> Value | None:
    """What stands in a part of a text, or None when it does not read as a source at all.

    `certain` says that it must be one, by what introduces it: a few words without a name are
    then a class of sources ("people familiar with the matter").
    """
    start, end = span.start, span.end
    while start < end and text[start] in " \t*_>~":
        start += 1
    while end > start and text[end - 1] in " \t*_.;,":
        end -= 1
    value = text[start:end]
    if not value or len(value.split()) > _MOST_WORDS:
        return None
    first = _first_part(value)
    outlet = table.lookup(first) or _outlet_of_link(value, table)
    gives = _given(value, table)
    generic = outlet is None and (_classes_only(value, table) or (table.generic(first) and not gives))
    if not (outlet or generic or _reads_as_source(value, first, gives, table)):
        if not certain or len(value.split()) > _CLASS_WORDS:
            return None
        generic = True
    name = outlet.name if outlet else None if generic or not first[:1].isalnum() else first
    written = links(value) if "link" in gives else ()
    leads_nowhere = bool(written) and all(one.fault for one in written)
    grade, reasons = _grade(gives - {"link"} if leads_nowhere else gives, named=name is not None)
    return Value(value, Span(start, end), name, outlet is not None, generic, grade, reasons)


def _first_part(value: str) -> str:
    if link := re.match(r"\[([^\]]{1,300})\]\(", value):
        return link[1]
    plain = _TAG.sub(" ", value).lstrip(" \"“”'‘’*_[(")
    return _SEPARATOR.split(plain, maxsplit=1)[0].strip(" \"“”'‘’*_[]()")


def parts(value: str) -> tuple[str, ...]:
    """What a value gives besides addresses, piece by piece and without dress: outlets, authors, titles."""
    plain = _MARKDOWN_LINK.sub(lambda found: f"{found['text']}; ", _TAG.sub("; ", value))
    plain = _BARE_URL.sub(" ", _URL.sub(" ", plain))
    titles = [found["title"] or found["set"] or "" for found in _QUOTED.finditer(plain)]
    pieces = (
        piece.strip(" \t\"“”«»'‘’*_[](){}.,;:!") for piece in (*_SEPARATOR.split(_QUOTED.sub("; ", plain)), *titles)
    )
    return tuple(dict.fromkeys(filter(None, pieces)))


def undated(value: str) -> str:
    """A value without its titles and addresses, which may hold dates that are not its own."""
    return _QUOTED.sub(" ", _BARE_URL.sub(" ", _URL.sub(" ", _TAG.sub(" ", value))))


def _outlet_of_link(value: str, table: Outlets) -> Outlet | None:
    if found := _URL.search(value):
        return table.of_domain(found["host"])
    found = _BARE_URL.search(value)
    return table.of_domain(found.group().partition("/")[0]) if found else None


def _classes_only(value: str, table: Outlets) -> bool:
    parts = [part for part in re.split(r",\s|;\s|\sand\s|\s&\s", value) if part.strip()]
    return bool(parts) and all(map(table.generic, parts))


def _given(value: str, table: Outlets) -> frozenset[str]:
    """Which of title, date, link and archive a value gives."""
    gives = set()
    if _has_title(value, table):
        gives.add("title")
    if DATE.search(value):
        gives.add("date")
    if _JOURNAL.search(value):
        gives |= {"title", "date"}
    link = _URL.search(value)
    if (link and link["path"].strip("/.")) or _BARE_URL.search(value) or _IDENTIFIER.search(value):
        gives.add("link")
    if _ARCHIVED.search(value):
        gives.add("archive")
    return frozenset(gives)


def _has_title(value: str, table: Outlets) -> bool:
    """A title is set off by quotation marks, a link or emphasis, or has three words after a comma."""
    if any(len((found["title"] or found["link"] or found["set"]).split()) >= 2 for found in _QUOTED.finditer(value)):
        return True
    plain = DATE.sub(" ", _BARE_URL.sub(" ", _URL.sub(" ", value)))
    _, *parts = _SEPARATOR.split(plain)
    return any(
        len(part.split()) >= 3
        and (part[0].isupper() or not part[0].isalpha())
        and not (_BODIES.search(part) and _capitalised(part))
        and not any(map(table.lookup, _AND.split(part)))
        for part in map(str.strip, parts)
    )


def _capitalised(name: str) -> bool:
    return all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", name) if word not in _MINOR)


def _reads_as_source(value: str, first: str, gives: frozenset[str], table: Outlets) -> bool:
    """Whether an unknown value has the form of a source: names in capitals, a title, a link."""
    if gives & {"link", "archive"} or (gives and table.generic(first)):
        return True
    if "title" in gives and value[0] in '"“«[':
        return True
    words = re.findall(r"[^\W\d_][\w'’.-]*", first)
    if not words:
        return bool(gives & {"title", "date"})
    telling = [word for word in words if word.lower() not in _MINOR]
    capitals = sum(1 for word in telling if word[0].isupper() or not word[0].islower())
    if gives >= {"title", "date"} and len(words) <= _NAME_WORDS:
        return True
    if not telling or 3 * capitals < 2 * len(telling) or len(words) > 12:
        return False
    unquoted = _QUOTED.sub(" ", value)
    return gives >= {"title", "date"} or not _PROSE.search(unquoted) or len(value.split()) <= 4


def _grade(gives: frozenset[str], *, named: bool) -> tuple[int, tuple[str, ...]]:
    if "link" in gives or ("archive" in gives and named):
        return (5, ()) if "archive" in gives else (4, ("no archived copy or day of access",))
    grade = named + ("title" in gives) + ("date" in gives)
    missing = tuple(f"no {part}" for part in ("title", "date", "link") if part not in gives)
    return grade, missing if named else ("no outlet", *missing)
