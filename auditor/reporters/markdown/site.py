"""What all pages of a report share: the report by article, the names of pages, the ways between them."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from auditor.escaping.markdown import plain
from auditor.model import Family, Finding, Link, Severity
from auditor.overview import Overview
from auditor.pictures import drawings

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
class Site(Overview):
    """A report and its texts, arranged for pages that link to one another."""

    texts: Mapping[str, str]

    @cached_property
    def drawings(self) -> dict[str, str]:
        """The pictures of the report: name and SVG."""
        return dict(drawings(self))

    @cached_property
    def names(self) -> dict[str, str]:
        """The page name of each article."""
        return page_names(self.articles)

    @cached_property
    def _family_names(self) -> dict[str, str]:
        return page_names(family.id for family in self.report.families)

    def family_name(self, family: Family) -> str:
        """The page name of a family."""
        return self._family_names[family.id]

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
