"""Teasers: headlines of other stories, next to furniture that announces them or in the tail."""

import re
from collections.abc import Sequence
from itertools import takewhile

from auditor.anatomy import shapes
from auditor.anatomy.drafts import Draft
from auditor.anatomy.phrases import label_of, line_key, phrases
from auditor.model import Role, Strength

# Announcements of one story each; the others head a list.
_SINGULAR = ("article", "post", "story", "next", "previous")
_LONGEST_LIST = 12
# In the tail, where nothing announces it, a headline has to be a whole one.
_LEAST_WORDS = 5
_LEAST_SHARE = 0.6
# The body's own sentences, left without their full stop.
_CLAUSE = re.compile(
    r"(?:And|But|So|Then|To|He|She|They|We|I|It|There|This is|That)\b"
    r"|.{0,60}\b(?:is|are|was|were) (?:a|an|the)\b|.{0,25}\b(?:has|have|had) (?:a|an|the)\b"
    r"|(?:The|A|An|These|Those|Some|Many|Two|Three|Four|Five|Since|Until)\b.{1,80}?\b(?:is|are|was|were|has|have|had|said|will)\b"
)
# "The ferries that never came Read more", as pages print a link to another story.
_LINKED = re.compile(r"(?P<headline>.{10,180}[^\s.:,;]) [Rr]ead more")


def mark_announced(drafts: Sequence[Draft]) -> None:
    """Settle the headlines that furniture announces, on its own line or above them."""
    for index, draft in enumerate(drafts):
        if draft.role is None and _announces_itself(draft):
            draft.mark(Role.TEASER, Strength.KNOWN, "announces another story on its own line")
        elif draft.role is Role.CHROME and phrases().announcements.find(draft.plain):
            _mark_after(drafts, index)


def _announces_itself(draft: Draft) -> bool:
    label, value = label_of(draft.plain)
    if label in phrases().prefixes and shapes.is_headline(value, len(value.split())):
        return True
    linked = _LINKED.fullmatch(draft.plain)
    return linked is not None and shapes.is_headline(linked["headline"], draft.words - 2)


def _mark_after(drafts: Sequence[Draft], index: int) -> None:
    announcement = drafts[index]
    room = 1 if announcement.key.endswith(_SINGULAR) else _LONGEST_LIST
    listed = list(takewhile(_may_be_listed, drafts[index + 1 : index + 1 + room]))
    following = drafts[index + 1 + len(listed)] if index + 1 + len(listed) < len(drafts) else None
    if len(listed) == 1 and _is_link(announcement) and following and _tells(following):
        # The announcement is the link itself, and what stands below it a subhead.
        return
    for draft in listed:
        draft.mark(Role.TEASER, Strength.KNOWN, f'the headline of another story after "{announcement.plain}"')


def _may_be_listed(draft: Draft) -> bool:
    return draft.role is None and shapes.is_headline(draft.plain, draft.words)


def _is_link(announcement: Draft) -> bool:
    """Whether an announcement says itself what there is to read: "Read more about the frost"."""
    spelled_out = line_key(announcement.plain) in phrases().announcements.exact
    return not spelled_out and not announcement.plain.endswith(":")


def _tells(draft: Draft) -> bool:
    return draft.role is None and shapes.is_prose(draft.plain, draft.words)


def mark_tail(drafts: Sequence[Draft]) -> None:
    """Settle the headline-shaped lines after the last paragraph of a story.

    Nothing is settled where that paragraph announces a list, or where the article is a list of links.
    """
    prose = [index for index, draft in enumerate(drafts) if _tells(draft)]
    if not prose or drafts[prose[-1]].plain.endswith(":"):
        return
    tail = [draft for draft in drafts[prose[-1] + 1 :] if draft.role is None]
    shaped = [draft for draft in tail if _is_foreign_headline(draft)]
    lines = sum(1 for draft in drafts if draft.role is None and _is_foreign_headline(draft))
    if lines > _LONGEST_LIST or len(tail) > len(prose) or len(shaped) < _LEAST_SHARE * len(tail):
        return
    for draft in shaped:
        draft.mark(Role.TEASER, Strength.LOOKS_LIKE, "shaped like a headline, after the last paragraph")


def _is_foreign_headline(draft: Draft) -> bool:
    """Whether a line is a whole headline, and neither a signature nor an essay's last question."""
    return (
        draft.words >= _LEAST_WORDS
        and shapes.is_headline(draft.plain, draft.words)
        and draft.plain[0] not in "(["
        and not shapes.is_name_with_post(draft.plain)
        and not _CLAUSE.match(draft.plain)
        and not draft.plain.rstrip("\"'”’").endswith(("?", "!"))
    )
