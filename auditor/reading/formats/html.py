"""HTML: a page is an article; what is around it is left out, and kept apart to be looked at."""

import hashlib
from collections.abc import Iterator

from auditor.model import Article
from auditor.reading.file import File
from auditor.reading.pages import decoded, extract

EXTENSIONS = (".html", ".htm", ".xhtml")


def articles(file: File) -> Iterator[Article]:
    """The one article of a page, with the fields its metadata gives."""
    data = file.limited()
    html, note = decoded(data)
    page = extract(html, most=file.options.max_page_tags)
    yield file.page(page, hashlib.sha256(data).hexdigest(), notes=(note,) if note else ())
