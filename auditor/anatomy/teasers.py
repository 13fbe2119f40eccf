"""Teasers: headlines of other stories, next to furniture that announces them or in the tail."""

import re
from collections.abc import Sequence

from auditor.anatomy import shapes
from auditor.anatomy.drafts import Draft
from auditor.anatomy.phrases import label_of, phrases
from auditor.model import Role, Strength

# Announcements of one story each; the others head a list.
_SINGULAR = ("article", "post", "story", "next", "previous")
_LONGEST_LIST = 12
# In the tail, where nothing announces it, a headline has to be a whole one.
_LEAST_WORDS = 5
_LEAST_SHARE = 0.6
# The body's own sentences, left without their full stop.
_CLAUSE = re.compile(
    r"(?:And|But|So|Then|To|He|She|They|We|I|It|There|This is|That)\b|.{0,60}\b(?:is|are|was|were) (?:a|an|the)\b"
)


def mark_announced(drafts: Sequence[Draft]) -> None:
    """Settle the headlines that furniture announces, on its own line or above them."""
    for index, draft in enumerate(drafts):
        if draft.role is None and _announces_itself(draft):
            draft.mark(Role.TEASER, Strength.KNOWN, "announces another story on its own line")
        elif draft.role is Role.CHROME and phrases().announcements.find(draft.plain):
            _mark_after(drafts, index)


def _announces_itself(draft: Draft) -> bool:
    label, value = label_of(draft.plain)
    return label in phrases().prefixes and shapes.is_headline(value, len(value.split()))


def _mark_after(drafts: Sequence[Draft], index: int) -> None:
    room = 1 if drafts[index].key.endswith(_SINGULAR) else _LONGEST_LIST
    for draft in drafts[index + 1 : index + 1 + room]:
        if draft.role is not None or not shapes.is_headline(draft.plain, draft.words):
            return
        draft.mark(Role.TEASER, Strength.KNOWN, f'the headline of another story after "{drafts[index].plain}"')


def mark_tail(drafts: Sequence[Draft]) -> None:
    """Settle the headline-shaped lines after the last paragraph of a story.

    Nothing is settled where that paragraph announces a list, or where the article is a list of links.
    """
    prose = [
        index for index, draft in enumerate(drafts) if draft.role is None and shapes.is_prose(draft.plain, draft.words)
    ]
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
