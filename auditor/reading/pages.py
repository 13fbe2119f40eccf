"""Web pages: the article in one, what is known about it, and the text around it that was left out."""

import codecs
import logging
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from auditor.errors import UnreadableError
from auditor.reading.decoding import decode
from auditor.reading.source import MAX_PAGE_TAGS

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"""<html[^>]{0,500}?\slang\s*=\s*["']?\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)""", re.IGNORECASE
)
_HEAD = 4_096
# What no reader of a page sees as text.
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "textarea", "select"}
)
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
        "tt", "u", "var", "wbr",
    }
)  # fmt: skip
# A date is a fact of the page: what day it is read on must not change it.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}


class Page(Struct, frozen=True):
    """The article of a page, the fields the page gives, and the lines of it that are not in the text."""

    text: str
    title: str
    byline: str
    date: str
    outlet: str
    url: str
    language: str
    left_out: tuple[str, ...]


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a page, and a note on its encoding: UTF-8, else what the page declares, else a guess."""
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8"), ""
    except UnicodeDecodeError:
        declared = _CHARSET.search(data, 0, _HEAD)
    if declared:
        try:
            return data.decode(declared[1].decode("ascii")), ""
        except (LookupError, UnicodeDecodeError):
            pass  # What it declares is not what it is written in.
    return decode(data)


def extract(html: str, address: str = "", most: int = MAX_PAGE_TAGS) -> Page:
    """The article of a page, by trafilatura in precision mode.

    `address` is where the page was fetched, for a page that does not name its own; `most` is the
    number of tags above which a page is refused. Raises UnreadableError when no article is found.
    """
    from trafilatura.utils import load_html

    if (tags := html.count("<")) > most:
        raise UnreadableError(f"a page of {tags:,} tags, more than the {most:,} that the setting max-page-tags allows")
    found = _found(html)
    tree = load_html(html)
    if found is None or tree is None or not (found.text or "").strip():
        raise UnreadableError("no article found in the page")
    # trafilatura writes items of lists after a dash and cells of tables between bars.
    parts = (part.strip().removeprefix("- ") for line in found.text.splitlines() for part in (line, *line.split("|")))
    kept = {" ".join(part.split()) for part in (*parts, found.title or "")}
    language = _LANGUAGE.search(html, 0, _HEAD)
    return Page(
        text=found.text,
        title=found.title or "",
        byline=(found.author or "").replace("; ", ", "),
        date=found.date or "",
        outlet=found.sitename or "",
        url=found.url or address,
        language=language[1] if language else "",
        left_out=tuple(line for line in lines(tree) if line not in kept),
    )


def _found(html: str) -> Any:
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "courlan"):
        # They log what they pass over; without a handler that goes to standard error.
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    try:
        return bare_extraction(
            html, favor_precision=True, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except (LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError) as error:
        raise UnreadableError(f"the page cannot be taken apart: {type(error).__name__}") from error


def plain(html: str) -> str:
    """The text of a piece of HTML, a line a block: what a feed or a news item holds."""
    if "<" not in html and "&" not in html:
        return html.strip()
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring

    try:
        return "\n".join(lines(document_fromstring(f"<div>{html}</div>")))
    except (LxmlError, ValueError) as error:
        raise UnreadableError(f"its HTML cannot be taken apart: {error}") from error


def lines(tree: Any) -> Iterator[str]:
    """The text a reader sees in a tree, a line a block, white space collapsed."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        unseen = not tag or tag in _UNSEEN
        if tag not in _INLINE and not unseen and (line := _line(parts)):
            yield line
        if event == "start" and unseen:
            walker.skip_subtree()
        elif event == "start":
            parts.append(element.text or "")
        elif element is not tree:
            parts.append(element.tail or "")
    if line := _line(parts):
        yield line


def _line(parts: list[str]) -> str:
    line = " ".join("".join(parts).split())
    parts.clear()
    return line
