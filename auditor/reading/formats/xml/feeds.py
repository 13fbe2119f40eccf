"""RSS 0.9-2.0 and Atom: an item is a record."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.file import File
from auditor.reading.pages import lines, plain

ROOTS = ("rss", "RDF", "feed")

_NETSCAPE = "http://my.netscape.com/rdf"
_OWN = ("", "http://purl.org/rss/1.0/", f"{_NETSCAPE}/simple/0.9/", "http://www.w3.org/2005/Atom")
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ENCODED = f"{{{_CONTENT}}}encoded"
_SUMMARY = "only a summary: the feed does not hold the article's text"


def articles(root: Any, file: File) -> Iterator[Article | Skip]:
    """The items of a feed. The title of the feed is their outlet where they name none."""
    channel = next((child for child in root if _name(child) == "channel"), root)
    outlet, language = _said(channel, "title"), _said(channel, "language") or _attribute(root, "lang")
    items = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not items:
        raise UnreadableError("a feed without items")
    for number, item in enumerate(items, 1):
        try:
            record, notes = _record(item)
        except UnreadableError as error:
            yield file.skip(f"record {number}: {error}", item.sourceline or 0)
            continue
        record["outlet"] = record["outlet"] or outlet
        record["language"] = record["language"] or language
        yield file.row(record, number, item.sourceline or 0, notes)


def _record(item: Any) -> tuple[dict[str, str], tuple[str, ...]]:
    text, notes = _text(item)
    source = next((child for child in item if _name(child) == "source"), None)
    # Atom's source is a feed with a title, that of RSS a name.
    outlet = _said(item, f"{{{_DC}}}publisher") if source is None else _said(source, "title")
    record = {
        "text": text,
        "title": _said(item, "title"),
        "byline": ", ".join(_authors(item)),
        "date": _date(_said(item, "pubDate", "published", f"{{{_DC}}}date", f"{{{_TERMS}}}created", "updated")),
        "outlet": outlet or _said(item, "source"),
        "url": _link(item),
        "language": _said(item, f"{{{_DC}}}language") or _attribute(item, "lang"),
        "id": _said(item, "guid", "id") or item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", ""),
    }
    return record, notes


def _text(item: Any) -> tuple[str, tuple[str, ...]]:
    """The text of an item in full, or its summary with a note that says so."""
    whole = item.find(_ENCODED)
    if whole is not None and (text := plain(whole.text or "")):
        return text, ()
    named = {_name(child): child for child in reversed(item) if _name(child)}
    for name, notes in (("content", ()), ("description", (_SUMMARY,)), ("summary", (_SUMMARY,))):
        if name in named and (text := _construct(named[name])):
            return text, notes
    return "", ()


def _construct(element: Any) -> str:
    """Atom's text construct: markup of its own, markup as text, or plain text. RSS holds markup as text."""
    if element.get("type") == "text":
        return (element.text or "").strip()
    return "\n".join(lines(element)) if len(element) else plain(element.text or "")


def _name(element: Any) -> str:
    """The local name of an element of RSS or Atom itself; empty for those of extensions."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    return name if space.removeprefix("{") in _OWN else ""


def _said(element: Any, *names: str) -> str:
    """The text of the first child of these names that has one."""
    for name in names:
        for child in element:
            if (child.tag if name.startswith("{") else _name(child)) == name and (
                text := " ".join(child.itertext())
            ).strip():
                return " ".join(plain(text).split()) if name == "title" else " ".join(text.split())
    return ""


def _authors(item: Any) -> Iterator[str]:
    for child in item:
        if _name(child) == "author":
            yield _said(child, "name") or " ".join((child.text or "").split())
        elif child.tag == f"{{{_DC}}}creator":
            yield " ".join((child.text or "").split())


def _link(item: Any) -> str:
    links = [child for child in item if _name(child) == "link"]
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
    return next((link.text.strip() for link in links if link.text and link.text.strip()), "")


def _attribute(element: Any, name: str) -> str:
    return str(element.get(f"{{http://www.w3.org/XML/1998/namespace}}{name}") or "")


def _date(written: str) -> str:
    """RSS writes dates as mail does; told as ISO 8601 where that can be read."""
    try:
        return parsedate_to_datetime(written).isoformat()
    except (ValueError, IndexError, TypeError):
        return written
