"""XML of news: feeds, NewsML and NITF. The root element decides, not the name of the file.

A kind is a module of this package with `ROOTS`, local names of root elements, and
`articles(root, file)`. Nothing outside of the document is ever read, and no entity expanded.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.file import File

EXTENSIONS = (".xml", ".rss", ".atom", ".nitf", ".newsml")


def articles(file: File) -> Iterator[Article | Skip]:
    """The articles of a document."""
    root = _parsed(file.data())
    name = root.tag.rpartition("}")[2]
    if name not in _kinds():
        known = ", ".join(f"<{one}>" for one in _kinds())
        raise UnreadableError(f"no XML of news: its root is <{name}>, read are {known}")
    yield from _kinds()[name].articles(root, file)


@cache
def _kinds() -> Mapping[str, ModuleType]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return dict(sorted((root, module) for module in modules for root in getattr(module, "ROOTS", ())))


def _parsed(data: bytes) -> Any:
    from lxml import etree

    # Even an entity that is never used is no part of news, and a way to make small files large.
    if b"<!ENTITY" in data or b"<!ENTITY" in data.replace(b"\x00", b""):
        raise UnreadableError("it declares entities, which news does not need and which are never expanded")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"broken XML: {error.msg or 'it holds no element'}") from error
    except ValueError as error:
        raise UnreadableError(f"broken XML: {error}") from error
