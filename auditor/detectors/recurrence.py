"""What recurs over the articles of a site: lines of its template."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from auditor.detector import Corpus, CorpusDetector, Count, Example, Rule, Share
from auditor.dissection import Dissection
from auditor.model import Block, Finding, Place, Precision, Role, Severity, Story
from auditor.text import count_words, normalise

_NUMBER = re.compile(r"\d+")
# So many long lines in a row that recur are a text that was reprinted, not a template.
_LONG_RUN = 3
# Findings name so many of the other places, and say of how many.
_MOST_RELATED = 5

_BAKERY = (
    "The last bakery on Mill Street closed on Saturday after the oven, built in 1924, cracked from top to bottom. Its "
    "owner had baked rye bread in it for thirty years and sold it from the kitchen window during the strike. The "
    "guild is looking for somebody who can lay firebricks, and so far has found a retired potter in the next valley. "
    "A new oven would cost more than the house, said the owner, and the bread would not be the same."
)
_COMET = (
    "A comet that nobody had foreseen crossed the southern sky for four nights in a row, and amateurs with small "
    "telescopes saw it first. The observatory had been shut for repairs of its dome since autumn. By the time the "
    "mirror was uncovered the tail had faded, but photographs from three farms were good enough to compute an orbit. "
    "It will return in about two thousand years, the astronomers reckon."
)
_CHESS = (
    "Two schoolgirls from the harbour district drew against the national champion in a simultaneous exhibition over "
    "forty boards. He lost to nobody that evening, and spent the longest time on their game. The club, which meets "
    "above a laundry, has bought four clocks since and expects a dozen new members. Its chairman is a bus driver who "
    "learnt the rules from his passengers."
)
_STAYS = "Our reporters answer letters every Thursday evening."


@dataclass(frozen=True)
class _Line:
    """One occurrence of a line, in one story of one article."""

    dissection: Dissection
    story: Story
    block: Block


def _site(dissection: Dissection) -> str:
    """What an article's lines are counted by: its outlet or site, "" where neither is known."""
    return dissection.article.outlet or dissection.article.site


def _key(text: str) -> str:
    return _NUMBER.sub("0", normalise(text))


@dataclass(frozen=True, kw_only=True)
class TemplateLine(CorpusDetector):
    """The same short line stands in many articles of a site.

    ## What it finds
    A line of at most `max-words` words, numbers aside, in at least `min-articles` articles and in
    `min-share` of the articles of its site (of all articles whose site is not known) that are
    otherwise unlike one another. It is the same table of recurring lines by which comparisons leave
    furniture out, so what is reported here makes no two articles alike. Copies and rewrites of one
    text count once, and lines within a long run of recurring ones are a reprint and are left to the
    rules on duplication. The finding stands at each occurrence.

    ## Why it matters
    The line belongs to the page and not to the article. It distorts word counts, and search
    results, and teaches models to repeat it.

    ## What to do
    Delete the line everywhere, and mend the extractor that let it through.

    ## When it is wrong
    In a column with a fixed formula that its author wants to be read.
    """

    rule: ClassVar[Rule] = Rule("BLP005", "template line", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one line in three articles that have nothing else in common",
            {
                "a.txt": f"{_BAKERY}\n\n{_STAYS}\n",
                "b.txt": f"{_COMET}\n\n{_STAYS}\n",
                "c.txt": f"{_CHESS}\n\n{_STAYS}\n",
            },
            {"a.txt": (3,), "b.txt": (3,), "c.txt": (3,)},
        ),
        Example(
            "in two articles",
            {"a.txt": f"{_BAKERY}\n\n{_STAYS}\n", "b.txt": f"{_COMET}\n\n{_STAYS}\n", "c.txt": _CHESS},
        ),
        Example(
            "three copies of one article",
            dict.fromkeys(("a.txt", "b.txt", "c.txt"), f"{_BAKERY}\n\n{_STAYS}\n"),
        ),
    )

    min_articles: Count = field(default=3, metadata={"help": "Articles of a site from which a line is reported."})
    min_share: Share = field(default=0.3, metadata={"help": "Share of the site's articles the line must stand in."})
    max_words: Count = field(default=30, metadata={"help": "Longer lines are paragraphs, and left to other rules."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding an occurrence."""
        sizes = Counter(map(_site, corpus.dissections.values()))
        family = {member: family.id for family in corpus.families for member in family.members}
        found: dict[tuple[str, str], list[_Line]] = defaultdict(list)
        for dissection in corpus.dissections.values():
            for story in dissection.stories:
                for block in self._candidates(corpus, dissection, story):
                    found[_site(dissection), _key(dissection.quote(block.span))].append(_Line(dissection, story, block))
        for (site, _), lines in found.items():
            articles = {line.dissection.article.id for line in lines}
            texts = {family.get(line.dissection.story_id(line.story), line.dissection.article.id) for line in lines}
            if min(len(articles), len(texts)) >= self.min_articles and len(articles) >= self.min_share * sizes[site]:
                yield from self._report(lines, len(articles), sizes[site], site)

    def _candidates(self, corpus: Corpus, dissection: Dissection, story: Story) -> Iterator[Block]:
        """The short lines of a story that recur outside a long run of recurring ones."""
        story_id = dissection.story_id(story)
        for recurs, run in groupby(story.blocks, lambda block: _recurs(corpus, story_id, block)):
            blocks = list(run)
            words = [count_words(dissection.quote(block.span)) for block in blocks] if recurs else []
            if sum(1 for count in words if count > self.max_words) < _LONG_RUN:
                yield from (block for block, count in zip(blocks, words, strict=False) if count <= self.max_words)

    def _report(self, lines: Sequence[_Line], articles: int, of: int, site: str) -> Iterator[Finding]:
        whose = f" of {site}" if site else ""
        places = _first_places(lines)
        for line in lines:
            others = [place for name, place in places.items() if name != line.dissection.article.id]
            yield self.finding(
                line.dissection,
                line.block.span,
                f"This line stands in {articles:,} of {of:,} articles{whose} that are otherwise unlike.",
                related=others[:_MOST_RELATED],
                evidence={"articles": articles, "of": of, "share": round(articles / of, 4)},
            )


def _recurs(corpus: Corpus, story_id: str, block: Block) -> bool:
    """Whether a line of the text, or a headline, recurs; what has another role is reported for that."""
    if block.role is Role.HEADLINE:
        return True
    return block.role in (Role.BODY, Role.SUBHEAD) and corpus.wording.is_furniture(story_id, block.span)


def _first_places(lines: Sequence[_Line]) -> Mapping[str, Place]:
    """Where a line stands first in each article."""
    places: dict[str, Place] = {}
    for line in lines:
        places.setdefault(line.dissection.article.id, line.dissection.place(line.block.span))
    return places
