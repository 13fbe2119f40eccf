"""Plain text: a file is an article, and nothing is known about it but its text."""

from collections.abc import Iterator

from auditor.model import Article

EXTENSIONS = (".txt",)


def articles(file: Article) -> Iterator[Article]:
    """The one article of a file."""
    yield file
