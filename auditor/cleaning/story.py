"""What is left of an article when what is not the article is taken out.

Appended stories become articles of their own. A text is taken apart again and again until that
changes nothing, so that cleaning what was cleaned changes nothing either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from auditor.anatomy import dissect
from auditor.errors import UnreadableError
from auditor.model import Article, Block, Role, Span, Story, Strength
from auditor.outlets import Outlets
from auditor.text import Lines, clip, front_matter_span, normalise, trim

# What tells the story, and what says where it comes from. The rest is furniture, or leaned on nothing.
KEPT = (
    Role.HEADLINE,
    Role.BODY,
    Role.SUBHEAD,
    Role.DATELINE,
    Role.BYLINE,
    Role.CREDIT,
    Role.CORRECTION,
)

_SPACE = re.compile(r"\s+")

# Each round takes something out that the round before it did not know for noise; real articles need three.
_MOST_ROUNDS = 40


class Removal(Struct, frozen=True, kw_only=True):
    """A part of an article that was taken out: where it stood, what it was, and how that was known.

    Offsets and lines are those of the text as read. `quote` is clipped.
    """

    start: int
    end: int
    start_line: int
    end_line: int
    role: Role
    strength: Strength | None
    reason: str
    quote: str


class Cleaned(Struct, frozen=True, kw_only=True):
    """A story without noise: the first of an article is its lead, the others were appended.

    `kept` are the spans of the text as read that `text` is made of, in order; `cues` say why a
    story was split off.
    """

    text: str
    kept: tuple[Span, ...]
    cues: tuple[str, ...] = ()


class Cleaning(Struct, frozen=True, kw_only=True):
    """What became of an article. An article of nothing but noise leaves no story."""

    article: Article
    stories: tuple[Cleaned, ...]
    removed: tuple[Removal, ...]


@dataclass(frozen=True)
class _Part:
    """A text on its way to being clean, and where each of its code points stood in the original."""

    text: str
    origins: npt.NDArray[np.int64]
    lead: bool
    cues: tuple[str, ...] = ()

    def originals(self, span: Span) -> Iterator[Span]:
        """The spans of the original that a span of the text is made of."""
        origins = self.origins[span.start : span.end]
        for run in np.split(origins, np.flatnonzero(np.diff(origins) != 1) + 1):
            yield Span(int(run[0]), int(run[-1]) + 1)

    @cached_property
    def matter(self) -> int:
        """Where the front matter ends, which belongs to the file and stays."""
        span = front_matter_span(self.text) if self.lead else None
        return span.end if span else 0


def clean(article: Article, keep: Sequence[Role] = KEPT, table: Outlets | None = None) -> Cleaning:
    """An article's stories without the blocks whose role is not in `keep`.

    `table` holds the outlets that are known by name, by default the built-in ones. White space
    between what is kept stays as it was. Raises UnreadableError for a text in which every round
    finds more to take out.
    """
    settled: list[_Part] = []
    removed: list[tuple[Span, Block]] = []
    unsettled = [_Part(article.text, np.arange(len(article.text)), lead=True)]
    for _ in range(_MOST_ROUNDS):
        rounds = [(part, *_round(article, part, keep, table)) for part in unsettled]
        settled += (part for part, stories, _ in rounds if [story.text for story in stories] == [part.text])
        removed += (
            (span, block) for part, _, taken in rounds for block in taken for span in part.originals(block.span)
        )
        unsettled = [
            story for part, stories, _ in rounds if [one.text for one in stories] != [part.text] for story in stories
        ]
    if unsettled:
        raise UnreadableError(f"cannot be cleaned: after {_MOST_ROUNDS} rounds there is still more to take out")
    settled.sort(key=lambda part: int(part.origins[0]))
    lines = Lines(article.text)
    return Cleaning(
        article=article,
        stories=tuple(_cleaned(part) for part in settled),
        removed=tuple(_removal(article.text, lines, *one) for one in sorted(removed, key=lambda one: one[0])),
    )


def _round(
    article: Article, part: _Part, keep: Sequence[Role], table: Outlets | None
) -> tuple[list[_Part], list[Block]]:
    """The stories a part falls into, and the blocks that were taken out of it."""
    title = article.title if part.lead else ""
    dissection = dissect(replace(article, text=part.text, title=title), table=table)
    stories: list[_Part] = []
    taken: list[Block] = []
    for story in dissection.stories:
        kept = list(_kept(part, story, keep))
        if any(any(map(str.isalnum, dissection.quote(span))) for span in kept):
            stories.append(_joined(part, story, kept))
        else:
            kept = []
        starts = {span.end: span.start for span in kept}
        for block in story.blocks:
            out = trim(part.text, Span(block.span.start, starts.get(block.span.end, block.span.end)))
            if len(out):
                taken.append(replace(block, span=out))
    return stories, taken


def _kept(part: _Part, story: Story, keep: Sequence[Role]) -> Iterator[Span]:
    """The spans of a story that stay. Of a headline printed twice one stays, of a label the title it holds."""
    headlines: set[str] = set()
    for block in story.blocks:
        span = block.span if block.role in keep or block.span.end <= part.matter else None
        heads = block.role is Role.HEADLINE
        if span is None and Role.HEADLINE in keep and not headlines and (title := _labelled_title(part, story, block)):
            span, heads = title, True
        if heads and span:
            headline = normalise(part.text[span.start : span.end])
            span = None if headline in headlines else span
            headlines.add(headline)
        if span:
            yield span


def _labelled_title(part: _Part, story: Story, block: Block) -> Span | None:
    """The story's title in a block such as "Title: Iran's leader meets Hamas head"."""
    start = block.span.end - len(story.title)
    if block.role is Role.LABEL and story.title and part.text.startswith(story.title, start):
        return Span(start, block.span.end)
    return None


def _joined(part: _Part, story: Story, kept: Sequence[Span]) -> _Part:
    """What is kept of a story as one text. Where paragraphs went out between two, one gap of them stays."""
    spans = [kept[0]]
    for before, span in pairwise(kept):
        gaps = [Span(*gap.span()) for gap in _SPACE.finditer(part.text, before.end, span.start)]
        if gaps:
            spans.append(max(gaps, key=lambda gap: (part.text.count("\n", gap.start, gap.end), gap.start)))
        spans.append(span)
    return _Part(
        "".join(part.text[span.start : span.end] for span in spans),
        np.concatenate([part.origins[span.start : span.end] for span in spans]),
        lead=part.lead and story.lead,
        cues=part.cues or story.cues,
    )


def _cleaned(part: _Part) -> Cleaned:
    return Cleaned(
        text=part.text,
        kept=tuple(part.originals(Span(0, len(part.text)))),
        cues=part.cues,
    )


def _removal(text: str, lines: Lines, span: Span, block: Block) -> Removal:
    return Removal(
        start=span.start,
        end=span.end,
        start_line=lines.position(span.start)[0],
        end_line=lines.position(span.end)[0],
        role=block.role,
        strength=block.strength,
        reason=block.reason,
        quote=clip(text[span.start : span.end]),
    )
