"""NewsML-G2 of the IPTC, and NewsML 1: a news item is a record. Packages and other items are passed over."""

from collections.abc import Iterator
from typing import Any

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.file import File
from auditor.reading.formats.xml import nitf
from auditor.reading.pages import lines, plain

ROOTS = ("newsItem", "newsMessage", "NewsML")

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def articles(root: Any, file: File) -> Iterator[Article | Skip]:
    """The news items of a document. A document that is one item is named by its file alone."""
    old = _local(root) == "NewsML"
    items = list(root.iter("{*}NewsItem" if old else "{*}newsItem"))
    if not items:
        raise UnreadableError("no news item in it")
    for number, item in enumerate(items, 1):
        alone = item is root or (old and len(items) == 1)
        try:
            found = _of_first(item) if old else _of_second(item)
        except UnreadableError as error:
            yield file.skip(str(error), item.sourceline or 0)
            continue
        yield file.row(found, 0 if alone else number, 0 if alone else item.sourceline or 0)


def _of_second(item: Any) -> dict[str, str]:
    """The fields of an item of NewsML-G2."""
    content = item.find("{*}contentSet")
    found = _content(content) if content is not None else {}
    meta = item.find("{*}contentMeta")
    source = item.find(".//{*}infoSource") if item.find(".//{*}infoSource") is not None else item.find(".//{*}provider")
    own = {
        "title": _said(meta, "headline") or _said(item, "title"),
        "byline": _said(meta, "by") or ", ".join(_names(meta, "creator")),
        "date": _said(item, "firstCreated") or _said(meta, "contentCreated") or _said(item, "versionCreated"),
        "outlet": _said(meta, "creditline") or (_name(source) if source is not None else ""),
        "id": item.get("guid", ""),
        "language": _attribute(meta, "language", "tag") or item.get(_LANG, ""),
    }
    return found | {name: said for name, said in own.items() if said}


def _content(content: Any) -> dict[str, str]:
    """What a content set holds: NITF, markup, or text."""
    document = content.find(".//{*}nitf")
    if document is not None:
        return dict(nitf.record(document))
    for inline in content.iter("{*}inlineXML"):
        if text := "\n".join(line for child in inline for line in lines(child)):
            return {"text": text}
    for inline in content.iter("{*}inlineData"):
        said = inline.text or ""
        text = plain(said) if "html" in inline.get("contenttype", "") else said.strip()
        if text:
            return {"text": text}
    return {}


def _of_first(item: Any) -> dict[str, str]:
    """The fields of an item of NewsML 1."""
    document = item.find(".//{*}nitf")
    if document is not None:
        found = dict(nitf.record(document))
    else:
        data = [part for part in item.iter("{*}DataContent") if "".join(part.itertext()).strip()]
        found = {"text": "\n".join(lines(data[0]) if len(data[0]) else [data[0].text.strip()])} if data else {}
    provider = item.find(".//{*}Provider/{*}Party")
    own = {
        "title": _said(item, "HeadLine"),
        "byline": _said(item, "ByLine"),
        "date": _said(item, "DateId") or _said(item, "FirstCreated"),
        "outlet": provider.get("FormalName", "") if provider is not None else "",
        "id": _said(item, "PublicIdentifier") or _said(item, "NewsItemId"),
        "language": _attribute(item, "Language", "FormalName"),
    }
    return found | {name: said for name, said in own.items() if said}


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _said(element: Any, name: str) -> str:
    found = element.find(f".//{{*}}{name}") if element is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _attribute(element: Any, name: str, attribute: str) -> str:
    found = element.find(f".//{{*}}{name}") if element is not None else None
    return str(found.get(attribute, "")) if found is not None else ""


def _names(element: Any, name: str) -> Iterator[str]:
    for found in element.iter(f"{{*}}{name}") if element is not None else ():
        if said := _name(found):
            yield said


def _name(element: Any) -> str:
    return _said(element, "name") or str(element.get("literal", ""))
