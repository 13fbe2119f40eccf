"""Links in a text: Markdown, HTML, bare addresses and DOIs, and what is wrong with how they are written."""

import ipaddress
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from auditor.model import Span

if TYPE_CHECKING:
    from tldextract import TLDExtract

Form = Literal["markdown", "html", "bare", "doi"]
Reading = Callable[[str, int, int], Iterator["Link"]]


@dataclass(frozen=True)
class Link:
    """A link as a text writes it: the span of all of it, what it leads to, and the words that stand for it.

    `host` is the one it names, in lower case, "" when it names none.
    """

    span: Span
    form: Form
    target: str
    text: str = ""

    @property
    def host(self) -> str:
        """The host of an http address, also of one without its scheme."""
        found = _ADDRESS.match(self.target)
        return found["host"].casefold().strip(".[]") if found else ""

    @property
    def fault(self) -> str:
        """What is wrong with the address, "" when nothing is: see `fault_of`."""
        return fault_of(self)


# A scheme that was meant to be http or https: "htp://", "http//", "ttps:/".
_MISTYPED = re.compile(r"(?:h{1,3}[tp]{1,5}|t{1,2}p)s{0,2}(?:[:;]/{1,3}|//)", re.IGNORECASE)
_LEADS_NOWHERE = ("javascript:", "file:", "about:", "chrome:")
# Names that never lead anywhere outside of a network or a manual (RFC 2606, RFC 6761, RFC 6762, RFC 8375, RFC 9476).
_RESERVED = frozenset({"example", "invalid", "localhost", "local", "test", "internal", "alt", "onion", "home.arpa"})
_RESERVED_DOMAINS = frozenset({"example.com", "example.net", "example.org"})

_MARKDOWN = re.compile(
    r"(?<!\\)\[(?P<text>[^\[\]\n]{0,300})\]\((?P<target><[^<>\n]{0,2000}>|[^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?)\)"
)
_MARKDOWN_TITLE = re.compile(r"(?<=\S)\s++(?:\"[^\"]*\"|'[^']*')\s*\Z")
_HTML = re.compile(
    r"<a\s[^<>]{0,500}?\bhref\s{0,3}=\s{0,3}(?:\"(?P<double>[^\"<>\n]{0,2000})\"|'(?P<single>[^'<>\n]{0,2000})'|(?P<plain>[^\s\"'<>]{0,2000}+))"
    r"[^<>]{0,500}+>(?P<text>[^<\n]{0,300})(?:</a\s?>)?",
    re.IGNORECASE,
)
# Also what was meant as an address: "htp://", "https//", "http:/www.", "http:live.", "https :// www.".
_BARE = re.compile(
    r"(?<![\w@/.])(?:(?:https?\s?:\s?//\s?|h{0,2}t{1,3}p{1,2}s{0,2}(?::/{1,3}|//|:(?=www\.)|;//)|https?:(?:/{1,3}|(?=(?:[\w-]{1,63}\.){1,4}[a-z]{2,10}\b)))"
    r"(?=[\w\[])[^\s<>\"“”‘’«»|]{1,2000}(?:(?<=\w\.)\s(?:com|org|net|co\.uk|gov|int)\b[^\s<>\"“”«»|]{0,500})?"
    r"|www\.[\w-]{1,63}\.[^\s<>\"“”«»|]{1,2000})",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b(?:doi:?\s{0,2})?(?P<doi>10\.\d{4,9}/[^\s<>\"“”|]{1,300})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?:/{0,3}|//)?(?:[^\s/@?#]{1,200}@)?(?P<host>\[[0-9a-f:.]{2,50}\]|[^\s/:@?#\[\]()<>,;]{1,253})",
    re.IGNORECASE,
)
_ANY_SCHEME = re.compile(r"[a-z][a-z0-9+-]{0,30}\s?:", re.IGNORECASE)
_TRAILING = ".,;:!?'’”\"*_"


def links(text: str, span: Span | None = None) -> tuple[Link, ...]:
    """The links of a text, or of the part of it in `span`, in order; none overlap. O(length)."""
    lo, hi = (span.start, span.end) if span else (0, len(text))
    found: list[Link] = []
    for hint, reading in _readings(text):
        if hint.search(text, lo, hi):
            taken = sorted(link.span for link in found)
            found += (link for link in reading(text, lo, hi) if not _within(link.span, taken))
    return tuple(sorted(found, key=lambda link: link.span))


def _within(span: Span, taken: list[Span]) -> bool:
    last = bisect_right(taken, span.start, key=lambda one: one.start) - 1
    return (last >= 0 and span.start < taken[last].end) or (last + 1 < len(taken) and taken[last + 1].start < span.end)


def _of_markdown(text: str, lo: int, hi: int) -> Iterator[Link]:
    for found in _MARKDOWN.finditer(text, lo, hi):
        target = found["target"].strip()
        target = target[1:-1] if target.startswith("<") else _MARKDOWN_TITLE.sub("", target)
        yield Link(Span(*found.span()), "markdown", target, found["text"])


def _of_html(text: str, lo: int, hi: int) -> Iterator[Link]:
    for found in _HTML.finditer(text, lo, hi):
        target = next(found[name] for name in ("double", "single", "plain") if found[name] is not None)
        yield Link(Span(*found.span()), "html", target.strip(), found["text"])


def _of_bare(text: str, lo: int, hi: int) -> Iterator[Link]:
    for found in _BARE.finditer(text, lo, hi):
        target = _without_closing(found.group().rstrip(_TRAILING))
        # What was cut ("https://t…") is no address that somebody wrote.
        if "…" not in found.group() and "..." not in found.group() and target:
            yield Link(Span(found.start(), found.start() + len(target)), "bare", target)


def _without_closing(target: str) -> str:
    """An address without the brackets that close what was opened before it."""
    unopened = {close: target.count(close) - target.count(opened) for opened, close in ("()", "[]", "{}")}
    while target and unopened.get(target[-1], 0) > 0:
        unopened[target[-1]] -= 1
        target = target[:-1].rstrip(_TRAILING)
    return target


def _of_doi(text: str, lo: int, hi: int) -> Iterator[Link]:
    for found in _DOI.finditer(text, lo, hi):
        doi = found["doi"].rstrip(_TRAILING)
        yield Link(Span(found.start(), found.start("doi") + len(doi)), "doi", f"https://doi.org/{doi}", doi)


# What a text without such links does not have, and who reads them; a bare address may stand in a written link.
_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile(r"\]\("), _of_markdown),
    (re.compile(r"<a\s", re.IGNORECASE), _of_html),
    (re.compile(r"//|:/|www\.|http", re.IGNORECASE), _of_bare),
    (re.compile(r"10\.\d{4}"), _of_doi),
)


# An article is asked for one paragraph after the other.
@lru_cache(maxsize=4)
def _readings(text: str) -> tuple[tuple[re.Pattern[str], Reading], ...]:
    """Those that a text has anything for."""
    return tuple((hint, reading) for hint, reading in _READINGS if hint.search(text))


def fault_of(link: Link) -> str:
    """What is wrong with how an address is written, in a few words; "" when nothing is.

    Whether it leads anywhere is not looked up. Addresses within a site ("/news", "#top"), and
    those of other kinds than pages ("mailto:"), have no fault; nor have bare ones without scheme.
    """
    target = link.target
    if not target or target == "#":
        return "it has no address"
    if target.startswith(("#", "/", ".", "?")) and not target.startswith("//"):
        return ""
    return _fault_of_form(target) or _fault_of_address(link)


def _fault_of_form(target: str) -> str:
    if target.casefold().startswith(_LEADS_NOWHERE):
        return f"its scheme “{target.partition(':')[0]}” leads to no page"
    if re.match(r"https?://\S*\Z", target, re.IGNORECASE):
        return ""
    if _MISTYPED.match(target) and not re.match(r"https?\s?:", target, re.IGNORECASE):
        return "its scheme is neither http nor https"
    if re.search(r"\s", target) and (_ANY_SCHEME.match(target) or target.startswith("www.")):
        return "there is white space in it"
    return "“//” must follow its scheme" if re.match(r"https?:", target, re.IGNORECASE) else ""


def _fault_of_address(link: Link) -> str:
    target = link.target
    if _ANY_SCHEME.match(target):
        return _fault_of_host(link.host) if re.match("https?:", target, re.IGNORECASE) else ""
    if link.form == "bare" or target.startswith("//"):
        return _fault_of_host(link.host)
    is_address = target.casefold().startswith("www.") or ("/" in target and registrable(link.host))
    return "its scheme (https://) is missing" if is_address else ""


def _fault_of_host(host: str) -> str:
    labels = host.split(".")
    if host in {"", "www"}:
        return "it names no host"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return "" if address.is_global else f"“{host}” is an address of local or reserved use"
    last_two = ".".join(labels[-2:])
    if labels[-1] in _RESERVED or last_two in _RESERVED_DOMAINS or last_two in _RESERVED:
        return f"the host “{host}” is reserved for examples or local use"
    return "" if registrable(host) else f"“{host}” ends in no public suffix"


def registrable(host: str) -> str:
    """The domain somebody registered to have a host: "www.bbc.co.uk" -> "bbc.co.uk"; "" without a public suffix.

    By the public suffix list that tldextract brings along; the network is not asked.
    """
    return _extract()(host).top_domain_under_public_suffix.casefold()


@cache
def _extract() -> "TLDExtract":
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
