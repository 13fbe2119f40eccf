"""Markdown: a file is an article; YAML front matter says what is known about it.

The front matter stays in the text, so that offsets and lines are those of the file.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from auditor.model import Article
from auditor.reading.file import File
from auditor.text import front_matter_span

EXTENSIONS = (".md", ".markdown")

# The names static site generators and content systems use, best first.
_FIELDS = {
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors", "by"),
    "date": ("date", "published", "publishdate", "pubdate", "published_at", "datepublished", "created"),
    "url": ("canonical_url", "canonical", "canonicalurl", "url", "permalink", "link", "source_url"),
    "language": ("language", "lang", "locale"),
    "outlet": ("outlet", "publisher", "publication", "source", "site", "site_name", "newspaper"),
}
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w .-]*?)\s*:(?:\s+(?P<value>.*))?")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")


def articles(file: File) -> Iterator[Article]:
    """The one article of a file, with the fields its front matter gives."""
    article = file.article()
    span = front_matter_span(article.text)
    if span is None:
        yield article
        return
    given = _front_matter(article.text[span.start : span.end])
    fields = {field: next((given[name] for name in names if given.get(name)), "") for field, names in _FIELDS.items()}
    yield replace(article, **fields)


def _front_matter(block: str) -> Mapping[str, str]:
    """Its scalars and lists of scalars, by lower-case key; deeper structures are passed over."""
    values: dict[str, str] = {}
    key = ""
    for line in block.splitlines()[1:-1]:
        if (item := _ITEM.fullmatch(line)) and key:
            values[key] = ", ".join(filter(None, [values[key], _scalar(item["value"])]))
        elif pair := _PAIR.fullmatch(line):
            key = pair["key"].lower().replace("-", "_")
            values.setdefault(key, _scalar(pair["value"] or ""))
    return values


def _scalar(value: str) -> str:
    """A YAML scalar or list in brackets as text, without quotation marks and comments."""
    value = value.strip()
    if value[:1] in {"[", "{"}:
        return ", ".join(filter(None, map(_scalar, value.strip("[]{}").split(","))))
    if value[:1] in {'"', "'"}:
        quote = value[0]
        end = value.find(quote, 1)
        return value[1:end].strip() if end > 0 else value[1:].strip()
    if value in {"|", ">", "|-", ">-", "null", "~"}:
        return ""
    return re.split(r"\s#", value, maxsplit=1)[0].strip()
