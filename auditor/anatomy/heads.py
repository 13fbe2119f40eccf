"""Repeated heads: the headline and captions that page templates print more than once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.anatomy import shapes
from auditor.anatomy.drafts import Draft
from auditor.model import Role, Strength

# A template repeats its head at once: headline, caption, caption, widget, headline, caption, caption.
_WINDOW = 8
# Shorter lines recur for other reasons: refrains, speakers, table cells.
LEAST_WORDS = 4
_LONGEST_HEADLINE = 24
# In a transcript or a live blog some lines recur among many that do not.
_LEAST_RECURRING = 0.6
# An article's own head stands among its first blocks.
_TOP = 8
# A head has a headline and a few captions, printed for a few screen sizes; more is a picture gallery.
_MOST_REPEATED = 6
_MOST_TIMES = 4


@dataclass(frozen=True)
class Head:
    """A block in which lines recur: drafts `start` to `end`, half-open, and how many lines recur.

    `opens_story` when it is the head of a story: a headline first, and mostly lines that recur.
    """

    start: int
    end: int
    repeated: int
    opens_story: bool


def mark_repeated_heads(drafts: Sequence[Draft]) -> list[Head]:
    """Find the blocks in which headline or caption lines recur, and settle their lines' roles."""
    heads = _merged(drafts)
    for head in heads:
        _mark(drafts, head)
    return heads


def _merged(drafts: Sequence[Draft]) -> list[Head]:
    """The ranges spanned by repetitions, those that touch joined."""
    ranges: list[tuple[int, int]] = []
    for first, again in _repetitions(drafts):
        if ranges and first <= ranges[-1][1] + 1:
            start, end = ranges.pop()
            ranges.append((min(start, first), max(end, again)))
        else:
            ranges.append((first, again))
    heads = [_head(drafts, start, end + 1) for start, end in ranges]
    return [head for head in heads if _has_shape(drafts[head.start : head.end])]


def _has_shape(block: Sequence[Draft]) -> bool:
    """Whether a line that recurs looks like a headline or caption; a paragraph printed twice does not."""
    repeated = _repeated_keys(block)
    return any(_may_head(draft) and draft.key in repeated for draft in block)


def _head(drafts: Sequence[Draft], start: int, end: int) -> Head:
    """The head of a range, begun at its headline even where that is short or printed once."""
    before = drafts[start - 1] if start else None
    if before and before.role is None and before.key:
        again = any(draft.key == before.key for draft in drafts[start:end])
        above_captions = drafts[start].key == drafts[start + 1].key and shapes.is_headline(before.plain, before.words)
        start -= again or above_captions
    block = drafts[start:end]
    repeated = _repeated_keys(block)
    lines = [draft for draft in block if draft.words >= LEAST_WORDS]
    recurring = sum(1 for draft in lines if draft.key in repeated)
    return Head(
        start,
        end,
        repeated=len(repeated),
        opens_story=_is_title(block[0])
        and 1 < len(repeated) <= _MOST_REPEATED
        and sum(1 for draft in drafts if draft.key == block[0].key) <= _MOST_TIMES
        and recurring >= _LEAST_RECURRING * len(lines)
        and _is_furniture(block),
    )


def _is_furniture(block: Sequence[Draft]) -> bool:
    """Whether a headline leads the block or a photo credit stands in it; a post printed twice has neither."""
    credited = any(draft.role is Role.CAPTION for draft in block)
    return credited or not shapes.is_prose(block[0].plain, block[0].words)


def _is_title(draft: Draft) -> bool:
    return draft.role is None and draft.words <= _LONGEST_HEADLINE and not draft.plain[:1].islower()


def _repetitions(drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """Pairs of a line and its next repetition with no running text in between."""
    seen: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        previous = seen.get(draft.key) if draft.key and draft.words >= LEAST_WORDS else None
        if previous is not None and index - previous <= _WINDOW:
            yield previous, index
        elif not _may_head(draft) and shapes.is_prose(draft.plain, draft.words) and draft.words > _LONGEST_HEADLINE:
            seen.clear()
        if draft.key:
            seen[draft.key] = index


def _may_head(draft: Draft) -> bool:
    """Whether a line can be a headline or a caption by its shape."""
    if not draft.key or draft.words < LEAST_WORDS:
        return False
    shaped = not shapes.is_prose(draft.plain, draft.words) and not shapes.is_list_item(draft.plain)
    return draft.role is Role.CAPTION or (draft.role is None and shaped)


def _repeated_keys(drafts: Sequence[Draft]) -> set[str]:
    counts = Counter(draft.key for draft in drafts if draft.key and draft.role in (None, Role.CAPTION))
    return {key for key, count in counts.items() if count > 1}


def _mark(drafts: Sequence[Draft], head: Head) -> None:
    """Settle the lines of a head; running text only where a head is sure to be."""
    block = drafts[head.start : head.end]
    first = block[0]
    repeated = _repeated_keys(block)
    titled = _is_title(first)
    sure = head.opens_story or head.start < _TOP
    for draft in block:
        if draft.role not in (None, Role.CAPTION) or not (sure or _may_head(draft)):
            continue
        if titled and draft.key == first.key:
            reason = "a headline repeated in its story's head" if draft.key in repeated else "a headline above captions"
            draft.mark(Role.HEADLINE, Strength.LOOKS_LIKE, reason)
        elif draft.words >= LEAST_WORDS:
            draft.mark(Role.CAPTION, Strength.LOOKS_LIKE, "stands in a repeated head")
