"""An article as a report lists it."""

from auditor.dissection import Dissection, content
from auditor.model import ArticleEntry, BlockEntry, Reliability, Role, StoryEntry
from auditor.text import count_words


def listed(dissection: Dissection, graded: Reliability | None, *, full: bool) -> ArticleEntry:
    """The entry of an article; blocks of body text are in it when it is to be `full`."""
    article, lines = dissection.article, dissection.lines
    stories, blocks = [], []
    for story in dissection.stories:
        stories.append(
            StoryEntry(
                index=story.index,
                title=story.title,
                start_line=lines.position(story.span.start)[0],
                end_line=lines.position(story.span.end)[0],
                words=count_words("\n".join(dissection.quote(block.span) for block in content(story))),
                lead=story.lead,
                cues=story.cues,
                similarity=story.similarity,
            )
        )
        blocks += [
            BlockEntry(
                role=block.role,
                story=story.index,
                start=block.span.start,
                end=block.span.end,
                start_line=lines.position(block.span.start)[0],
                end_line=lines.position(block.span.end)[0],
                strength=block.strength,
                reason=block.reason,
            )
            for block in story.blocks
            if full or block.role is not Role.BODY
        ]
    return ArticleEntry(
        id=article.id,
        path=article.path,
        sha256=article.sha256,
        title=article.title or dissection.stories[0].title,
        language=dissection.language,
        words=count_words(article.text),
        stories=tuple(stories),
        blocks=tuple(blocks),
        reliability=graded,
        url=article.url,
        line=article.line,
        notes=article.notes,
        left_out_words=sum(map(count_words, article.left_out)),
        left_out=article.left_out if full else (),
    )
