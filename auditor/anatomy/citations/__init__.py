"""Citations in plain prose: "Cited: Reuters" at a paragraph's end, on a line of its own, in a list.

Also the question whether a marker stands for a statement (a citation) or says whose picture,
chart or wire copy something is (a credit), so that it is answered once.

Grades, by what a reader would need to find the source again:
0 nothing, 1 an outlet, 2 and a title or a date, 3 and both, 4 a deep link or an identifier such
as a DOI, which suffice by themselves, 5 also an archived copy or the day of access.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.anatomy.citations.dates import StatedDate, dates
from auditor.anatomy.citations.values import Value, parts, read, undated
from auditor.anatomy.links import Link, links
from auditor.dissection import Dissection
from auditor.model import Block, Role, Span
from auditor.outlets import Outlet, Outlets, outlets
from auditor.text import lower_case

# The languages whose markers are known.
MARKER_LANGUAGES = ("de", "en", "es", "fr", "pt")
# A citation with title, author, date and link has some 300 characters.
_LONGEST = 600


@dataclass(frozen=True)
class Citation:
    """A citation and what it gives; spans are relative to the text it was found in.

    `marker` is the word that introduces it ("" in a list of references), `outlet` the canonical
    name when the outlet is known and else the name as it stands, None when the value names a
    class of sources only (`generic`). `role` is CITATION, or CREDIT when no statement is meant.
    `alone` says that it is the whole of its paragraph.
    """

    span: Span
    marker: str
    value: str
    value_span: Span
    outlet: str | None
    known: bool
    generic: bool
    grade: int
    reasons: tuple[str, ...]
    role: Role
    alone: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """What the value gives besides addresses, without dress: outlets, authors, titles."""
        return parts(self.value)

    @property
    def dates(self) -> tuple[StatedDate, ...]:
        """The dates the citation gives of itself: those in its titles and addresses are left out."""
        return tuple(dates(undated(self.value)))

    @property
    def links(self) -> tuple[Link, ...]:
        """The addresses and DOIs, spans relative to the value."""
        return links(self.value)

    def outlets(self, table: Outlets) -> tuple[Outlet, ...]:
        """The outlets that the value names in words, in order; an address names none."""
        return tuple(outlet for name in self._pieces() if (outlet := table.lookup(name)))

    def names(self, table: Outlets) -> tuple[str, ...]:
        """What the value may name an outlet by: its name in the table, or the piece as it stands."""
        known = ((piece, table.lookup(piece)) for piece in self._pieces())
        return tuple(outlet.name if outlet else piece for piece, outlet in known)

    def _pieces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(piece for part in self.parts for piece in (part, *_AND.split(part))))

    @classmethod
    def of(cls, value: Value, *, span: Span, marker: str, alone: bool) -> "Citation":
        """A citation that holds a value and, until more is known, stands for a statement."""
        return cls(
            span=span,
            marker=marker,
            value=value.text,
            value_span=value.span,
            outlet=value.outlet,
            known=value.known,
            generic=value.generic,
            grade=value.grade,
            reasons=value.reasons,
            role=Role.CITATION,
            alone=alone,
        )


_DRESS = r"[*_~`\"“”'‘’>#•|–—-]"
_MARKER = re.compile(
    r"(?P<before>\A|\n|(?<=[.!?…\"”’'»)\]*_])\s+|(?<=\w)\s+(?=Cited|CITED)|[ \t]+(?:[-–—|]{1,3}|//)[ \t]+"
    r"|\s*[*_]{0,3}(?P<bracket>[(\[{])\s*)"
    rf"(?:{_DRESS}{{1,3}}\s?){{0,3}}"
    r"(?P<marker>(?i:cited(?:[ ]from|[ ]in)?|(?:news[ ]|original[ ])?sources?|via|ref(?:erence)?s?|credits?|citations?"
    r"|fuentes?|quellen?|fontes?|citado[ ](?:de|por)|zitiert[ ]nach"
    r"|(?P<wire>with[ ](?:additional[ ]|agency[ ])?inputs?[ ]from)))"
    r"(?:\(s\))?[*_~]{0,3}\s{0,2}(?(wire)[:\s]|(?::|：|[-–—](?=\s)))[*_~]{0,3}\s*"
    r"(?P<value>[^\n]+)\Z"
)
# Every marker has one of these; looking for them costs a tenth of the pattern.
_HINTS = (
    *("cited", "source", "via", "ref", "credit", "citation", "input"),
    *("fuente", "quelle", "fonte", "citado", "zitiert"),
)
_AND = re.compile(r"\s(?:and|&)\s")
_HEADING = re.compile(
    rf"(?:{_DRESS}{{1,3}}\s?){{0,3}}(?P<marker>(?i:sources?|references|citations|works cited|bibliography"
    r"|fuentes?|quellen?|fontes?|referencias|bibliografía|références|bibliographie|quellenangaben|literatur|referências|bibliografia))"
    r"(?:\(s\))?[*_~]{0,3}(?P<colon>[:：]?)[*_~]{0,3}"
)
_ITEM = re.compile(r"\s*(?:[-*•–—]|\(?\[?\d{1,3}[\].)]{1,2}|\[\d{1,3}\]|\^)\s+(?=\S)")


_OF_PICTURES = re.compile(
    r"\b(?:photo(?:s|graphs?|graphy)?|images?|pictures?|getty|shutterstock|alamy|istock|unsplash|pixabay|flickr|wikimedia"
    r"|handout|screenshot|screengrab|instagram|facebook|youtube|twitter|courtesy)\b",
    re.IGNORECASE,
)
# What polls, prices and budgets are drawn from stands under charts: "Source: Polls", "Source: company filings".
_OF_CHARTS = re.compile(
    r"(?:[\w.’'-]+\s){0,3}(?:polls?|surveys?|census|calculations?|estimates?|filings?|company (?:data|reports?))\Z",
    re.IGNORECASE,
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_CAPTION = re.compile(
    r"\W*(?:figure|fig\.?|chart|table|graph(?:ic)?|infographic|map|exhibit|photo(?:graph)?s?|image|picture|pictured|file|caption"
    r"|illustration|video|screenshot)\b[^.!?]{0,40}[:.\d—–-]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]*_]{0,3}\s*\Z")

# Markers nobody puts under a picture or a chart.
_SCHOLARLY = ("cited", "citado", "zitiert", "citation", "ref")
# Markers that stand under charts and pictures as well as under statements.
_AMBIGUOUS = ("source", "news source", "original source", "via", "fuente", "quelle", "fonte")
# A picture's caption has some 25 words; a paragraph that closes with "Credit: NASA" and is longer is text.
_CAPTION_WORDS = 40
# Of the words of running text two in ten begin with a capital or a digit; cells of a table mostly do.
_MOST_CELLS = 0.5
# From this grade on a citation gives outlet, title and date.
_REFERENCE = 3
# Fewer words than this before a marker are a label or a legend, not a statement.
_STATEMENT_WORDS = 5


def trailing_citation(paragraph: str, table: Outlets | None = None) -> Citation | None:
    """The citation at the end of a paragraph, or the one that is all of it.

    Looks at the last 600 characters only.
    """
    end = len(paragraph.rstrip())
    start = max(0, end - _LONGEST)
    # A cut window has no beginning: a line may only start there when the paragraph does.
    window = paragraph[start:end] if start == 0 else "\x00" + paragraph[start + 1 : end]
    folded = lower_case(window)
    if not any(hint in folded for hint in _HINTS):
        return None
    found = _MARKER.search(window)
    while found:
        if citation := _accept(paragraph, found, start, table or outlets()):
            return citation
        found = _MARKER.search(window, found.start("marker") + 1)
    return None


def parse(text: str, table: Outlets | None = None) -> Citation | None:
    """The citation that a block of that role holds, with or without a marker."""
    if found := trailing_citation(text, table):
        return found
    item = _ITEM.match(text)
    start, end = item.end() if item else len(text) - len(text.lstrip()), len(text.rstrip())
    if end - start > _LONGEST or start >= end:
        return None
    value = read(text, Span(start, end), table or outlets())
    return Citation.of(value, span=Span(start, end), marker="", alone=True) if value else None


def cited(dissection: Dissection) -> Iterator[tuple[Block, Citation]]:
    """Each citation of an article with its block, at most one a line."""
    last = 0
    for block in dissection.blocks(Role.CITATION):
        line, _ = dissection.lines.position(block.span.start)
        if line != last and (citation := parse(dissection.quote(block.span), dissection.outlets)):
            last = line
            yield block, citation


def find(paragraphs: Sequence[str], outlet: str = "", table: Outlets | None = None) -> tuple[Citation | None, ...]:
    """The citation of each paragraph of an article (no blank ones), its role settled by what stands around.

    `outlet` is that of the article, if known: where it names itself, it credits its own pictures.

    A line of its own ("Source: Reuters") after prose stands for a statement when it names a news
    outlet or a class of sources, or when such lines follow most paragraphs; else it credits a
    chart or a picture. Lines under a heading "Sources:" are a list of references.
    """
    table = table or outlets()
    found = [trailing_citation(paragraph, table) for paragraph in paragraphs]
    told = [_is_prose(paragraph) for paragraph in paragraphs]
    after_prose = [one is not None and one.alone and index > 0 and told[index - 1] for index, one in enumerate(found)]
    habit = sum(after_prose) >= 3 and 2 * sum(after_prose) >= sum(told)
    settled = [
        _settle(one, after_prose=after, habit=habit) if one else None
        for one, after in zip(found, after_prose, strict=True)
    ]
    _add_references(paragraphs, settled, table)
    own = table.lookup(outlet) if outlet else None
    return tuple(replace(one, role=Role.CREDIT) if one and own and one.outlet == own.name else one for one in settled)


def _settle(citation: Citation, *, after_prose: bool, habit: bool) -> Citation:
    if not citation.alone or citation.grade >= _REFERENCE or not citation.marker.lower().startswith(_AMBIGUOUS):
        return citation
    if after_prose and habit:
        return replace(citation, role=Role.CITATION)
    return citation if after_prose else replace(citation, role=Role.CREDIT)


def _add_references(paragraphs: Sequence[str], settled: list[Citation | None], table: Outlets) -> None:
    """Take the lines under a heading such as "Sources:" for what they are."""
    marker = ""
    for index, paragraph in enumerate(paragraphs):
        if heading := _HEADING.fullmatch(paragraph.strip()):
            following = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
            marker = heading["marker"] if heading["colon"] or _ITEM.match(following) else ""
        elif marker:
            entry = parse(paragraph, table)
            if entry is None or (_is_prose(paragraph) and entry.grade < 2):
                marker = ""
            else:
                settled[index] = replace(entry, marker=marker, role=Role.CITATION)


def _accept(paragraph: str, found: re.Match[str], offset: int, table: Outlets) -> Citation | None:
    """The citation behind a marker, None when the marker is an ordinary word."""
    end = found.end("value") + offset
    if bracket := found["bracket"]:
        closing = _CLOSING[bracket]
        inside = paragraph[:end].rstrip("*_. ")
        if not inside.endswith(closing) or found["value"].count(closing) != found["value"].count(bracket) + 1:
            return None
        end = len(inside) - 1
    start = found.start() + offset + len(found["before"]) - len(found["before"].lstrip())
    before = paragraph[:start]
    marker = " ".join(found["marker"].split())
    if marker[0].islower() and before.strip() and not bracket and found["before"] != "\n":
        return None
    value = read(paragraph, Span(found.start("value") + offset, end), table, certain=_scholarly(marker))
    if value is None or (not bracket and not value.known and _goes_on(before)):
        return None
    citation = Citation.of(value, span=Span(start, len(paragraph.rstrip())), marker=marker, alone=not before.strip())
    return replace(
        citation,
        role=_role(citation, before, ended=paragraph[end:].rstrip("*_ ").endswith("."), wire=bool(found["wire"])),
    )


def _goes_on(before: str) -> bool:
    """Whether a line goes on without a sentence's end right up to a marker."""
    line = before.rpartition("\n")[2].rstrip()
    return bool(line) and line[-1].isalnum()


def _role(citation: Citation, before: str, *, ended: bool, wire: bool) -> Role:
    if wire:
        return Role.CREDIT
    if _scholarly(citation.marker):
        return Role.CITATION
    if citation.alone:
        # With a title or a date it is a reference: nobody gives a chart's page a title.
        meant = citation.known or citation.generic or citation.grade >= _REFERENCE
        return Role.CITATION if meant and not citation.marker.lower().startswith("credit") else Role.CREDIT
    words = len(before.split())
    if citation.marker.lower().startswith("credit"):
        return Role.CITATION if words > _CAPTION_WORDS and not _OF_PICTURES.search(citation.value) else Role.CREDIT
    # With a title and a date it is a reference, also when its title is about pictures or Facebook.
    named = citation.grade < _REFERENCE and _OF_PICTURES.search(citation.value)
    pictured = _CAPTION.match(before) or named or _OF_CHARTS.match(citation.value)
    said = ended or _SENTENCE_END.search(before) or words > _CAPTION_WORDS
    if words < _STATEMENT_WORDS or pictured or not said or _is_table(before):
        return Role.CREDIT
    return Role.CITATION


def _is_table(before: str) -> bool:
    """Whether a text in front of a marker is the cells of a table in a row."""
    words = before.split()
    cells = sum(1 for word in words if word[0].isupper() or not word[0].isalpha())
    return len(words) > _CAPTION_WORDS and cells > _MOST_CELLS * len(words)


def _scholarly(marker: str) -> bool:
    return marker.lower().startswith(_SCHOLARLY)


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split(None, 12)) > 8 and bool(_SENTENCE_END.search(paragraph[-8:]))
