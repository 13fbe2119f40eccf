"""What all pages of a report share: the report by article, the names of pages, the ways between them."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from auditor.escaping.markdown import plain
from auditor.model import ArticleEntry, Family, Finding, Link, Member, Report, Severity, StoryEntry

# Beyond this many stories a family's links are shown along its spanning ties only: k copies of
# one text are k-1 pages, not k squared.
FULLY_LINKED = 10

_SLUG_LENGTH = 60
_NOT_SLUG = re.compile(r"[^a-z0-9_]+")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
_NOT_ANCHOR = re.compile(r"[^\w\- ]")
# Windows reads these as devices, whatever follows a full stop.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


def slug(text: str) -> str:
    """A readable file name of lower-case ASCII letters, digits, `_` and `-`, without extension."""
    ascii_text = unicodedata.normalize("NFKD", _EXTENSION.sub("", text)).encode("ascii", "ignore").decode()
    name = _NOT_SLUG.sub("-", ascii_text.lower())[:_SLUG_LENGTH].strip("-") or "article"
    return f"{name}-page" if _DEVICES.fullmatch(name) else name


def page_names(ids: Iterable[str]) -> dict[str, str]:
    """A page name for each id, no two alike, not even on a file system that ignores case.

    Ids whose names would clash all carry a part of their SHA-256, so that names depend neither
    on the order of the ids nor on chance.
    """
    names = {each: slug(each) for each in ids}
    for size in (8, 16, 64):
        uses = Counter(names.values())
        clashing = [each for each, name in names.items() if uses[name] > 1]
        if not clashing:
            break
        for each in clashing:
            digest = hashlib.sha256(each.encode(errors="surrogatepass")).hexdigest()
            names[each] = f"{slug(each)}-{digest[:size]}"
    return names


def anchor(heading: str) -> str:
    """The fragment under which GitHub shows a heading made of plain words."""
    return _NOT_ANCHOR.sub("", heading.lower()).replace(" ", "-")


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def counts(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity, worst first."""
    found = Counter(finding.severity for finding in findings)
    return ", ".join(count(found[each], each.value) for each in reversed(Severity) if found[each]) or "no findings"


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share:.0%}".replace("%", " %")


def number(value: float | str) -> str:
    """A value of evidence: at most three decimals."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def lines(start: int, end: int) -> str:
    """`line 3` or `lines 3-5`."""
    return f"line {start}" if start == end else f"lines {start}–{end}"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table; a column whose title ends with `:` is aligned right. Cells are escaped already."""
    rule = ("---:" if title.endswith(":") else "---" for title in header)
    titles = (title.removesuffix(":") for title in header)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (tuple(titles), tuple(rule), *rows))


@dataclass(frozen=True)
class Site:
    """A report and its texts, arranged for pages that link to one another."""

    report: Report
    texts: Mapping[str, str]

    @cached_property
    def articles(self) -> dict[str, ArticleEntry]:
        """The articles by id."""
        return {article.id: article for article in self.report.articles}

    @cached_property
    def names(self) -> dict[str, str]:
        """The page name of each article."""
        return page_names(self.articles)

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """The findings of each article, in the order of the report."""
        found: dict[str, list[Finding]] = {article: [] for article in self.articles}
        for finding in self.report.findings:
            found.setdefault(finding.article, []).append(finding)
        return found

    @cached_property
    def families(self) -> dict[str, Family]:
        """The family of each story that has one."""
        return {member: family for family in self.report.families for member in family.members}

    @cached_property
    def members(self) -> dict[str, Member]:
        """What each story in a family has in common with it."""
        return {member.story: member for family in self.report.families for member in family.shares}

    @cached_property
    def _family_names(self) -> dict[str, str]:
        return page_names(family.id for family in self.report.families)

    def family_name(self, family: Family) -> str:
        """The page name of a family."""
        return self._family_names[family.id]

    @cached_property
    def links(self) -> dict[tuple[str, str], Link]:
        """The links of reuse that have a page, by their stories."""
        ties = {frozenset(edge) for family in self.report.families for edge in family.edges}
        return {
            (link.a, link.b): link
            for link in self.report.links
            if link.relation.is_reuse and (frozenset({link.a, link.b}) in ties or not self._crowded(link))
        }

    @cached_property
    def links_of(self) -> dict[str, list[Link]]:
        """The links of reuse that have a page, by article."""
        found: dict[str, list[Link]] = {}
        for link in self.links.values():
            for article in dict.fromkeys((self.split(link.a)[0], self.split(link.b)[0])):
                found.setdefault(article, []).append(link)
        return found

    @cached_property
    def pairs(self) -> dict[frozenset[str], Link]:
        """The strongest link of reuse that has a page, by its two articles."""
        found: dict[frozenset[str], Link] = {}
        for link in sorted(self.links.values(), key=lambda link: -link.score):
            found.setdefault(frozenset({self.split(link.a)[0], self.split(link.b)[0]}), link)
        return found

    def _crowded(self, link: Link) -> bool:
        family = self.families.get(link.a)
        return family is not None and len(family.members) > FULLY_LINKED

    def split(self, story: str) -> tuple[str, int]:
        """The article of a story id and the story's index. An id of an article may hold an `@` itself."""
        if story in self.articles:
            return story, 1
        article, _, index = story.rpartition("@")
        return (article, int(index)) if article in self.articles and index.isdecimal() else (story, 1)

    def story(self, story: str) -> StoryEntry | None:
        """The story behind a story id, if the report lists it."""
        article, index = self.split(story)
        entry = self.articles.get(article)
        return next((each for each in entry.stories if each.index == index), None) if entry else None

    def article_page(self, article: str, base: str) -> str:
        """The address of an article's page, from a page in `base` ("" or "../")."""
        return f"{base}articles/{self.names[article]}.md"

    def article_link(self, article: str, base: str, suffix: str = "") -> str:
        """A link to an article's page, or its id alone when the report does not list it."""
        text = plain(article) + suffix
        return f"[{text}]({self.article_page(article, base)})" if article in self.articles else text

    def story_link(self, story: str, base: str) -> str:
        """A link to the page of a story's article; appended stories are named by their number."""
        article, index = self.split(story)
        return self.article_link(article, base, "" if index == 1 else f" (story {index})")

    def link_name(self, link: Link) -> str:
        """The page name of a link. A full stop and two hyphens occur in no name of an article."""
        ends = (self.split(story) for story in (link.a, link.b))
        return "--".join(self.names.get(article, slug(article)) + f".{index}" * (index > 1) for article, index in ends)
