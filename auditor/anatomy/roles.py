"""Roles by wording and by neighbourhood, for the drafts of a whole text."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from auditor.anatomy import bios, citations, leftovers, shapes, wording
from auditor.anatomy.citations import Citation
from auditor.anatomy.drafts import Draft, split
from auditor.anatomy.phrases import LONGEST, bare, label_of, line_key, phrases
from auditor.model import Role, Strength
from auditor.outlets import Outlets

KNOWN, LOOKS_LIKE = Strength.KNOWN, Strength.LOOKS_LIKE

# How many blocks from either end of a text count as its head and its tail.
_EDGE = 6
_WIDGET_LENGTH = 3
_OPENING = 60
_REASONS = {
    Role.CITATION: "names a source after the text it stands for",
    Role.CREDIT: "names the source of a picture, chart or wire text",
}


def divide(drafts: Sequence[Draft], outlet: str = "", table: Outlets | None = None) -> list[Draft]:
    """Drafts with leading datelines and trailing citations cut off as drafts of their own.

    `outlet` is that of the article, "" when it is not known; `table` the outlets by name.
    """
    divided: list[Draft] = []
    found = citations.find([draft.text for draft in drafts], outlet, table)
    for draft, citation in zip(drafts, found, strict=True):
        divided += (part for told in _without_citation(draft, citation) for part in _without_dateline(told))
    return divided


def _without_dateline(draft: Draft) -> list[Draft]:
    length = wording.dateline_length(draft.text)
    if draft.role is None and 0 < length < len(draft.text):
        dateline, *rest = split(draft, length)
        if rest and shapes.is_prose(rest[0].plain, rest[0].words):
            dateline.mark(Role.DATELINE, KNOWN, "place and agency in front of the first sentence")
            return [dateline, *rest]
    return [draft]


def _without_citation(draft: Draft, citation: Citation | None) -> list[Draft]:
    if citation is None or draft.role is not None or wording.is_credit(draft.plain):
        return [draft]
    parts = split(draft, citation.span.start, citation.span.end)
    for part in parts:
        if part.span.start - draft.span.start >= citation.span.start:
            part.mark(citation.role, KNOWN, _REASONS[citation.role])
    return parts


def mark_wording(drafts: Sequence[Draft]) -> None:
    """Settle the drafts whose own words tell what they are."""
    for index, draft in enumerate(drafts):
        if draft.role is None:
            near_edge = index < _EDGE or index >= len(drafts) - _EDGE
            following = drafts[index + 1] if index + 1 < len(drafts) else None
            _mark_by_phrase(draft, following, near_edge=near_edge)
        if draft.role is None and (found := wording.line_role(draft.plain, draft.words)):
            draft.mark(*found)


def _mark_by_phrase(draft: Draft, following: Draft | None, *, near_edge: bool) -> None:
    known = phrases()
    label, value = label_of(draft.plain)
    key = bare(draft.key) if len(draft.plain) <= LONGEST else ""
    if label in known.labels_anywhere or (near_edge and value and label in known.labels_at_edges):
        draft.mark(Role.LABEL, KNOWN, f"a leaked metadata label: {label}")
    elif label in known.corrections or line_key(draft.plain[:_OPENING]).startswith(known.correction_openings):
        draft.mark(Role.CORRECTION, KNOWN, "a correction or editor's note")
    elif kind := key and known.chrome.find_key(key):
        draft.mark(Role.CHROME, KNOWN, f"page furniture: {kind}")
    elif key and known.announcements.find_key(key) and not _leads_in(draft, following):
        draft.mark(Role.CHROME, KNOWN, "page furniture: announces other stories")
    elif bio := bios.recognise(draft.plain):
        if bio.generator:
            reason = f"{bio.parsed} of {bio.clauses} clauses parse under the grammar of {bio.generator}"
            draft.mark(Role.BIO, KNOWN, reason)
        elif following is None or not shapes.is_prose(following.plain, following.words):
            draft.mark(Role.BIO, LOOKS_LIKE, f"{bio.clauses} short clauses without a verb or a name")


def _leads_in(draft: Draft, following: Draft | None) -> bool:
    """Whether a line such as "More from the study:" announces the paragraph below it, and no other story."""
    key = line_key(draft.plain)
    return (
        key.startswith("more ")
        and key not in phrases().announcements.exact
        and draft.plain.endswith(":")
        and following is not None
        and shapes.is_prose(following.plain, following.words)
    )


def mark_widgets(drafts: Sequence[Draft]) -> None:
    """Settle tokens alone on their line that recur and count or name nothing."""
    tokens = [draft for draft in drafts if draft.role is None and _is_token(draft.plain)]
    counts = Counter(draft.plain for draft in tokens)
    recurring = [draft for draft in tokens if counts[draft.plain] >= 2]
    if len({draft.plain for draft in recurring}) > 1:
        # Several tokens in turn, each above what it says, are speakers, teams or answers.
        following = {id(one): other for one, other in pairwise(drafts)}
        recurring = [draft for draft in recurring if not _speaks(following.get(id(draft)))]
        counts = Counter(draft.plain for draft in recurring)
    for draft in recurring:
        draft.mark(Role.WIDGET, LOOKS_LIKE, f'"{draft.plain}" alone on its line, {counts[draft.plain]} times')


def _speaks(following: Draft | None) -> bool:
    return following is not None and shapes.is_prose(following.plain, following.words)


def _is_token(plain: str) -> bool:
    """Letters that are no word and count nothing: "TT", not "Bay" or "II"."""
    return (
        1 <= len(plain) <= _WIDGET_LENGTH
        and plain.isalpha()
        and not (plain.istitle() and len(plain) > 1)
        and not shapes.is_section_mark(plain)
    )


def mark_leftovers(drafts: Sequence[Draft], language: str) -> None:
    """Settle the lines that look like furniture by their words, their shape and where they stand."""
    for found in leftovers.find([draft.plain for draft in drafts], language):
        if drafts[found.index].role in (None, Role.SUBHEAD):
            drafts[found.index].mark(Role.CHROME, LOOKS_LIKE, found.reason)
