"""NITF, the News Industry Text Format of the IPTC: a document is an article."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model import Article, Skip
from auditor.reading.file import File
from auditor.reading.pages import lines

ROOTS = ("nitf",)


def articles(root: Any, file: File) -> Iterator[Article | Skip]:
    """The one article of a document."""
    yield file.row(record(root), 0, 0)


def record(root: Any) -> Mapping[str, str]:
    """The fields of a `nitf` element."""
    body = root.find(".//{*}body.content")
    date = root.find(".//{*}date.issue")
    story_date = root.find(".//{*}story.date")
    name = root.find(".//{*}doc-id")
    return {
        "text": "\n".join(lines(body)) if body is not None else "",
        "title": _said(root, "hl1") or _said(root, "title"),
        "byline": _said(root, "byline") or _said(root, "byttl"),
        "date": next((found.get("norm", "") for found in (date, story_date) if found is not None), ""),
        "outlet": _said(root, "distributor") or _said(root, "doc.copyright"),
        "id": name.get("id-string", "") if name is not None else "",
        "language": root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
    }


def _said(root: Any, name: str) -> str:
    found = root.find(f".//{{*}}{name}")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
