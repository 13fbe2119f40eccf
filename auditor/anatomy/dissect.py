"""Taking an article apart: blocks, roles, stories."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.anatomy import shapes
from auditor.anatomy.drafts import Draft, paragraphs
from auditor.anatomy.heads import Head, mark_repeated_heads
from auditor.anatomy.language import detect
from auditor.anatomy.phrases import label_of, phrases
from auditor.anatomy.roles import divide, mark_leftovers, mark_widgets, mark_wording
from auditor.anatomy.stories import Boundary, boundaries, similarity
from auditor.anatomy.teasers import mark_announced, mark_tail
from auditor.dissection import CONTENT, Dissection
from auditor.model import Article, Block, Role, Story, Strength
from auditor.outlets import Outlets, outlets
from auditor.text import Lines, front_matter_span, normalise

_LONGEST_SUBHEAD = 14
FRONT_MATTER = "front matter"


def dissect(article: Article, *, raw: bool = False, table: Outlets | None = None) -> Dissection:
    """An article as blocks with roles, in stories.

    With `raw` nothing is recognised: one story, every paragraph body. `table` holds the outlets
    that are known by name, by default the built-in ones.
    """
    found: list[Boundary] = []
    if raw:
        lines = Lines(article.text)
        language, drafts = detect(article.text, article.language), paragraphs(article.text, lines)
    else:
        drafts, heads, language, lines = prepared(article, table)
        found = boundaries(drafts, heads, language)
        for part in _parts(drafts, found):
            mark_tail(part)
            _mark_headline(part, article.title)
            _mark_subheads(part)
        mark_leftovers(drafts, language)
        _ensure_content(drafts)
    return Dissection(
        article=article,
        language=language,
        lines=lines,
        stories=tuple(_stories(article, drafts, found, language)),
        outlets=table or outlets(),
    )


class Prepared(NamedTuple):
    """An article's drafts with every role that can be told before its stories are."""

    drafts: list[Draft]
    heads: list[Head]
    language: str
    lines: Lines


def prepared(article: Article, table: Outlets | None = None) -> Prepared:
    """What stories are looked for in."""
    lines = Lines(article.text)
    drafts = paragraphs(article.text, lines)
    _mark_front_matter(drafts, article.text)
    drafts = divide(drafts, article.outlet, table)
    mark_wording(drafts)
    mark_widgets(drafts)
    heads = mark_repeated_heads(drafts)
    mark_announced(drafts)
    return Prepared(drafts, heads, detect(article.text, article.language), lines)


def _mark_front_matter(drafts: Sequence[Draft], text: str) -> None:
    """Settle the lines of YAML front matter, which belong to the file and were not leaked into the text."""
    matter = front_matter_span(text)
    for draft in drafts:
        if not matter or draft.span.start >= matter.end:
            return
        draft.mark(Role.LABEL, Strength.KNOWN, FRONT_MATTER)


def _parts(drafts: Sequence[Draft], found: Sequence[Boundary]) -> list[Sequence[Draft]]:
    edges = [0, *(boundary.index for boundary in found), len(drafts)]
    return [drafts[start:end] for start, end in pairwise(edges)]


def _stories(article: Article, drafts: Sequence[Draft], found: Sequence[Boundary], language: str) -> Iterator[Story]:
    lead, *appended = _parts(drafts, found)
    if lead:
        yield Story(index=1, title=_title(lead) or article.title, blocks=_blocks(lead))
    for index, (part, boundary) in enumerate(zip(appended, found, strict=True), 2):
        yield Story(
            index=index,
            title=_title(part),
            blocks=_blocks(part),
            cues=boundary.cues,
            similarity=round(similarity(_told(lead), _told(part), language), 3),
        )


def _blocks(part: Sequence[Draft]) -> tuple[Block, ...]:
    return tuple(draft.block() for draft in part)


def _told(part: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in part if draft.role is None or draft.role in CONTENT]


def _title(part: Sequence[Draft]) -> str:
    for draft in part:
        label, value = label_of(draft.plain)
        if draft.role is Role.LABEL and label in phrases().title_labels:
            return value
        if draft.role is Role.HEADLINE:
            return draft.plain
    return ""


def _mark_headline(part: Sequence[Draft], title: str) -> None:
    """Settle the line in front of a story's first paragraph as its headline."""
    if any(draft.role is Role.HEADLINE for draft in part):
        return
    for draft in part:
        if draft.role is None:
            named = bool(title) and draft.key == normalise(title)
            if named or draft.heading or shapes.is_headline(draft.plain, draft.words):
                reason = "the article's title" if named else "stands at the head, shaped like a headline"
                draft.mark(Role.HEADLINE, Strength.KNOWN if named else Strength.LOOKS_LIKE, reason)
            return


def _mark_subheads(part: Sequence[Draft]) -> None:
    """Settle short lines between paragraphs as subheads."""
    told = False
    for draft, following in pairwise(part):
        if draft.role is not None:
            continue
        if shapes.is_prose(draft.plain, draft.words):
            told = True
        elif told and following.role is None and _is_subhead(draft, following):
            draft.mark(Role.SUBHEAD, Strength.LOOKS_LIKE, "a short line above a paragraph")


def _is_subhead(draft: Draft, following: Draft) -> bool:
    if draft.words > _LONGEST_SUBHEAD or shapes.has_address(draft.plain):
        return False
    above_prose = shapes.is_prose(following.plain, following.words)
    closed = shapes.ends_sentence(draft.plain) or draft.plain.endswith((":", ",", ";"))
    return draft.heading or (above_prose and not closed)


def _ensure_content(drafts: Sequence[Draft]) -> None:
    """Make the most body-like drafts body when nothing else is."""
    told = (draft for draft in drafts if draft.role is None or draft.role in CONTENT)
    if not drafts or any(any(map(str.isalnum, draft.plain)) for draft in told):
        return
    guessed = [draft for draft in drafts if draft.strength is Strength.LOOKS_LIKE] or drafts
    most = max(draft.words for draft in guessed)
    for draft in guessed:
        if 2 * draft.words >= most:
            draft.mark(Role.BODY)
