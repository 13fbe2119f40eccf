"""Whether a citation is right about itself: its title and author, its link, its outlet."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

from auditor.anatomy.citations import MARKER_LANGUAGES, cited
from auditor.anatomy.links import Link, links, registrable
from auditor.detector import ArticleDetector, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Role, Severity, Span
from auditor.outlets import Outlet
from auditor.text import normalise, visible

_FURNITURE = (Role.CHROME, Role.WIDGET, Role.TEASER)
_TUNNEL = "Tunnel opens late\n\nThe tunnel under the harbour opened on Friday, a year behind its schedule. "


@cache
def _table(name: str) -> Mapping[str, frozenset[str]]:
    file = files("auditor").joinpath("data", "citations", f"{name}.toml")
    return {key: frozenset(listed) for key, listed in tomllib.loads(file.read_text(encoding="utf-8")).items()}


@dataclass(frozen=True, kw_only=True)
class PlaceholderCitation(ArticleDetector):
    """A citation's title or author is what a content system gives when nobody gave one.

    ## What it finds
    A citation of which one piece, title or author, is a placeholder as a whole: "untitled", "page
    not found", "are you a robot", "admin", "staff", "contributor" and the like. The finding stands
    at the citation.

    ## Why it matters
    Whoever wrote the citation did not look at the page: it was made by a machine that met an error
    page, or from nothing.

    ## What to do
    Open what is cited, and name its title and author, or take the citation out.

    ## When it is wrong
    When a piece is really called so ("Untitled" is the title of many works of art).
    """

    rule: ClassVar[Rule] = Rule("CIT006", "placeholder title or author", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "the title of an error page",
            f"{_TUNNEL}Source: BBC News, “Page not found”, 4 May 2022, https://www.bbc.co.uk/news/uk-england-61300001\n",
            3,
        ),
        flagged(
            "the account that posted it", f"{_TUNNEL}Source: admin, “Tunnel opens”, Harbour Times, 4 May 2022\n", 3
        ),
        clean(
            "an agency that signs as its staff",
            f"{_TUNNEL}Source: Reuters Staff, “Untitled works sell for a record sum”, Reuters, 4 May 2022\n",
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The citations with a placeholder."""
        for block, citation in cited(dissection):
            for part in citation.parts:
                if kind := _placeholder(part):
                    message = f"The citation gives “{visible(part)}” as its {kind}, which is a placeholder."
                    yield self.finding(dissection, block.span, message, evidence={kind: visible(part)})
                    break


def _placeholder(part: str) -> str:
    """Whether a piece of a citation stands for a title or an author that nobody gave."""
    known = _table("placeholders")
    key = normalise(part).strip(" .!?:;-\"'…")
    if key in known["titles"]:
        return "title"
    first, _, rest = key.partition(" ")
    return "author" if key in known["authors"] or (first in known["by"] and rest in known["authors"]) else ""


@dataclass(frozen=True, kw_only=True)
class MalformedLink(ArticleDetector):
    """A link is written so that it can lead nowhere.

    ## What it finds
    A link in Markdown or HTML, or an address in the text or in a citation: without a target, with a
    missing or mistyped scheme ("htp://", "http:/"), with white space inside, with a host that is
    reserved for examples or local use (example.com, localhost, 192.168.1.2) or ends in no public
    suffix. Nothing is looked up on the network. Links within a site ("/news"), addresses that were
    cut off ("https://t…") and bare ones without a scheme are left alone. The finding stands at the
    link.

    ## Why it matters
    A source that cannot be opened cannot be checked; addresses of this kind come from language
    models, from templates that nobody filled in, and from careless copying.

    ## What to do
    Look for the page by its title, and link that.

    ## When it is wrong
    Where an article is about such addresses, or white space was put in by what extracted the text.
    """

    rule: ClassVar[Rule] = Rule("CIT007", "malformed link", Severity.WARNING, Precision.VERY_HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("an empty target", f"{_TUNNEL}Source: [BBC News]()\n", 3),
        flagged("a mistyped scheme", f"{_TUNNEL}See htp://www.bbc.co.uk/news/uk-england-61300001 for more.\n", 3),
        flagged("a host for examples", f'{_TUNNEL}<a href="https://www.example.com/tunnel">Read it here</a>.\n', 3),
        flagged("no public suffix", f"{_TUNNEL}Source: BBC News, https://www.bbc.cmo/news/uk-england-61300001\n", 3),
        flagged("white space", f"{_TUNNEL}It cost a [third more](https://www.bbc.co.uk/news/the tunnel).\n", 3),
        clean(
            "links that may lead somewhere",
            f"{_TUNNEL}See [the plan](/plan), <https://www.bbc.co.uk/news/1>, www.bbc.co.uk or "
            '<a href="mailto:desk@bbc.co.uk">us</a>, and doi:10.1000/182.\n',
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The links that lead nowhere."""
        for link in _links(dissection):
            if fault := link.fault:
                named = (
                    f"The link “{visible(link.target)}”" if link.target else f"The link behind “{visible(link.text)}”"
                )
                yield self.finding(
                    dissection,
                    link.span,
                    f"{named} leads nowhere: {fault}.",
                    evidence={"target": visible(link.target)},
                )


def _links(dissection: Dissection) -> Iterator[Link]:
    for block in dissection.blocks():
        if block.role not in _FURNITURE:
            yield from links(dissection.article.text, block.span)


@dataclass(frozen=True, kw_only=True)
class ForeignDomain(ArticleDetector):
    """A citation names an outlet, and its link leads to a site the outlet does not own.

    ## What it finds
    A citation, or a link whose words are the name of an outlet, where the table of outlets knows
    the outlet's domains and none of the outlets named owns the link's registrable domain.
    Archived copies count as what they are copies of; short addresses, platforms and services that
    carry pieces of others are left out. An agency's report on the site of another known outlet is
    a note: it may be printed there. The finding stands at the citation.

    ## Why it matters
    A name that readers trust above an address that is somebody else's: a copy, an imitation of
    the site, or a citation that nobody looked up.

    ## What to do
    Open the link, and name who published it, or link what was meant.

    ## When it is wrong
    When the outlet has a domain that the table does not know: add it in `[outlets]` of the settings.
    """

    rule: ClassVar[Rule] = Rule("CIT008", "outlet does not own the domain", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "an imitation",
            f"{_TUNNEL}Source: BBC News, “Tunnel opens”, 4 May 2022, https://www.bbc-news-today.co/tunnel-opens\n",
            3,
        ),
        flagged("a link under an outlet's name", f"{_TUNNEL}[Reuters](https://www.rueters.com/tunnel) has more.\n", 3),
        clean(
            "a subdomain, an archive and a platform",
            f"{_TUNNEL}Source: BBC News, https://news.bbc.co.uk/2/hi/1.stm\n\n"
            "Its cost rose by a third while the work stood still in the spring of that year. Source: BBC News, "
            "https://web.archive.org/web/2022/https://www.bbc.com/news/1\n\n"
            "The mayor apologised for it before the council in the evening. Source: BBC News, https://youtu.be/x1y2z3\n",
        ),
        clean(
            "a domain that settings add",
            f"{_TUNNEL}Source: BBC News, https://bbc.example.dev/tunnel\n",
            outlets={"BBC News": {"domains": ["example.dev"]}},
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The citations and links under a foreign name."""
        seen: set[Span] = set()
        for block, citation in cited(dissection):
            seen.add(block.span)
            yield from self._found(dissection, block.span, citation.outlets(dissection.outlets), citation.links)
        for link in _links(dissection):
            if link.text and not any(span.start <= link.span.start < span.end for span in seen):
                yield from self._found(dissection, link.span, _named(dissection, link.text), (link,))

    def _found(
        self, dissection: Dissection, span: Span, named: tuple[Outlet, ...], given: tuple[Link, ...]
    ) -> Iterator[Finding]:
        known = [outlet for outlet in named if outlet.domains]
        if not known or len(known) < len(named):
            return
        for link in given:
            host = _published_under(link)
            if not host or any(_owns(outlet, host) for outlet in known):
                continue
            owner = dissection.outlets.of_domain(host)
            printed = owner is not None and any(outlet.kind == "agency" for outlet in known)
            of = f", which is {owner.name}'s" if owner else ""
            yield self.finding(
                dissection,
                span,
                f"names {' and '.join(outlet.name for outlet in known)} and links {visible(host)}{of}; "
                f"known domains: {', '.join(domain for outlet in known for domain in outlet.domains)}.",
                evidence={"outlet": known[0].name, "domain": visible(registrable(host))},
                severity=Severity.NOTE if printed else None,
            )
            return


def _named(dissection: Dissection, text: str) -> tuple[Outlet, ...]:
    """The outlet that the words of a link are the name of."""
    plain = text.strip(" *_“”\"'")
    mentions = dissection.outlets.mentions(plain, 0, len(plain))
    return tuple(outlet for found, outlet in mentions if found.span() == (0, len(plain)))


def _published_under(link: Link) -> str:
    """The host that published what a link leads to; "" when that cannot be told from the address."""
    hosts = _table("hosts")
    host = link.host
    if link.fault or not (domain := registrable(host)):
        return ""
    if domain in hosts["archives"] or host in hosts["archives"]:
        inner = re.search(r"https?:/{1,2}(?P<host>[^\s/:?#]+)", link.target[len("https://") :], re.IGNORECASE)
        return inner["host"].casefold() if inner else ""
    passing = hosts["shorteners"] | hosts["platforms"]
    return "" if host in passing or domain in passing else host


def _owns(outlet: Outlet, host: str) -> bool:
    return any(
        host == domain or host.endswith(f".{domain}") or registrable(host) == (registrable(domain) or domain)
        for domain in outlet.domains
    )
