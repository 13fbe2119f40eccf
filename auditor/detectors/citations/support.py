"""Whether the corpus holds what a citation cites, and whether that says what the paragraph says."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from auditor.anatomy.citations import Citation
from auditor.detector import Corpus
from auditor.dissection import Dissection
from auditor.model import Block, Role, Span
from auditor.text import normalise


@dataclass(frozen=True)
class Held:
    """The articles of the corpus that a citation may mean: those of the outlet, or the one it names.

    `identified` says that title and outlet name one; `supported` that one of them makes a statement
    of the paragraph that the citation closes.
    """

    outlet: str
    articles: tuple[str, ...]
    identified: bool
    supported: bool


class Support:
    """What a corpus holds of what its citations cite. O(articles + alignments) to build."""

    def __init__(self, corpus: Corpus) -> None:
        """The articles by outlet and title."""
        self._corpus = corpus
        self._of_outlet: dict[str, list[str]] = defaultdict(list)
        self._titled: dict[tuple[str, str], str] = {}
        for article_id, dissection in corpus.dissections.items():
            if outlet := name_key(dissection.publisher):
                self._of_outlet[outlet].append(article_id)
                for title in (dissection.article.title, dissection.stories[0].title):
                    if len(title.split()) > 1:
                        self._titled.setdefault((outlet, _key(title)), article_id)

    def of(self, dissection: Dissection, block: Block, citation: Citation) -> Held | None:
        """What the corpus holds of a citation in a block of an article; None when it holds nothing."""
        own = name_key(dissection.publisher)
        for name in citation.names(dissection.outlets):
            outlet = name_key(name)
            if outlet == own or outlet not in self._of_outlet:
                continue
            named = [self._titled[key] for part in citation.parts if (key := (outlet, _key(part))) in self._titled]
            articles = tuple(named[:1] or self._of_outlet[outlet])
            told = self._telling(dissection, block, citation)
            return Held(name, articles, identified=bool(named), supported=not told.isdisjoint(articles))
        return None

    def _telling(self, dissection: Dissection, block: Block, citation: Citation) -> frozenset[str]:
        """The articles that make a statement of the paragraph, or of the story when the citation is of a list."""
        for story in dissection.stories:
            if block in story.blocks:
                paragraph = _paragraph(story.blocks, block) if citation.marker else None
                within = paragraph or story.span
                told = self._statements.get(dissection.story_id(story), ())
                return frozenset(by for span, by in told if span.start < within.end and within.start < span.end)
        return frozenset()

    @cached_property
    def _statements(self) -> Mapping[str, list[tuple[Span, str]]]:
        """The aligned statements of each story with citations, and which article makes them, too."""
        citing = {
            dissection.story_id(story)
            for dissection in self._corpus.dissections.values()
            for story in dissection.stories
            if any(block.role is Role.CITATION for block in story.blocks)
        }
        found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for alignment in self._corpus.alignments:
            link = alignment.link
            if link.a in citing:
                by = self._corpus.story(link.b)[0].article.id
                found[link.a] += ((statement.a, by) for statement in alignment.statements)
            if link.b in citing:
                by = self._corpus.story(link.a)[0].article.id
                found[link.b] += ((statement.b, by) for statement in alignment.statements)
        return found


def _paragraph(blocks: tuple[Block, ...], block: Block) -> Span | None:
    """The paragraph that a citation closes: the text before it, past other citations of the same."""
    for before in reversed(blocks[: blocks.index(block)]):
        if before.role is not Role.CITATION:
            return before.span if before.role is Role.BODY else None
    return None


def name_key(name: str) -> str:
    """A name as names are compared: whatever its case and article."""
    return normalise(name).removeprefix("the ")


def _key(title: str) -> str:
    return normalise(title).strip(" .!?\"'")
