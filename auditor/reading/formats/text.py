"""Plain text: a file is an article, and nothing is known about it but its text."""

from collections.abc import Iterator

from auditor.model import Article
from auditor.reading.file import File

EXTENSIONS = (".txt",)


def articles(file: File) -> Iterator[Article]:
    """The one article of a file."""
    yield file.article()
