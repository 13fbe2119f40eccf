"""A file as a reader of its format is given it, and the articles made from it."""

import hashlib
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO

from msgspec.structs import replace

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.decoding import decode
from auditor.reading.naming import escape
from auditor.reading.pages import Page
from auditor.reading.records import Fields, Mapper, mapper
from auditor.reading.source import Options, Source, contents, extension, opened, too_large

# An id longer than this is a text of its own; the number of the record names it as well.
_LONGEST_ID = 200
_HEAD = 1 << 16


_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#:@]+)", re.IGNORECASE)


def site(url: str) -> str:
    """The domain of an address, in lower case without `www.`; empty when it is no address of the web."""
    found = _HOST.match(url)
    return found[1].lower() if found else ""


@dataclass(frozen=True)
class File:
    """A source, and how it is to be read; `only` are the numbers of the records asked for, others may be left out."""

    source: Source
    options: Options
    only: frozenset[int] | None = None

    @property
    def mapper(self) -> Mapper:
        """How records become fields."""
        return mapper(self.options.fields)

    @property
    def extension(self) -> str:
        """What names the format, in lower case with its dot, without `.gz`."""
        return extension(self.source.path)

    def head(self) -> bytes:
        """The first bytes of the content, to tell formats apart."""
        with self.open() as stream:
            return stream.read(_HEAD)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The content, decompressed, from where the source's part begins."""
        return opened(self.source, self.options)

    def data(self) -> bytes:
        """The whole content of a file that holds more than an article. Raises UnreadableError."""
        return contents(self.source, self.options, self.options.max_file_bytes, "max-file-bytes")

    def limited(self) -> bytes:
        """The whole content of a file that is one article. Raises UnreadableError."""
        return contents(self.source, self.options, self.options.max_article_bytes, "max-article-bytes")

    def article(self) -> Article:
        """The file as one article: its text is exactly what the file holds. Raises UnreadableError."""
        data = self.limited()
        text, note = decode(data)
        if not text.strip():
            raise UnreadableError("no text: the file holds only white space")
        return Article(
            id=self.source.id,
            path=self.source.id,
            text=text,
            sha256=hashlib.sha256(data).hexdigest(),
            notes=(note,) if note else (),
        )

    def record(self, fields: Fields, number: int, line: int = 0, notes: tuple[str, ...] = ()) -> Article:
        """A record as an article, named by its id or else by its number; 0 is the only one of its file.

        Its digest is that of its text in UTF-8.
        """
        text = fields.text
        name = f"#{escape(fields.id) if 0 < len(fields.id) <= _LONGEST_ID else number}" if number else ""
        return Article(
            id=self.source.id + name,
            path=self.source.id,
            text=text,
            sha256=hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest(),
            title=fields.title,
            byline=fields.byline,
            date=fields.date,
            outlet=fields.outlet,
            site=site(fields.url),
            url=fields.url,
            language=fields.language,
            line=line,
            number=number,
            notes=notes,
        )

    def row(self, record: Mapping[str, Any], number: int, line: int = 0, notes: tuple[str, ...] = ()) -> Article | Skip:
        """A record by the names of its members, as an article or as a skip with the reason."""
        try:
            return self.record(self.fitting(self.mapper.of_mapping(record)), number, line, notes)
        except UnreadableError as error:
            return self.skip(f"record {number}: {error}" if number and not line else str(error), line)

    def fitting(self, fields: Fields) -> Fields:
        """The same fields. Raises UnreadableError when the text is above the limit for an article."""
        if (size := len(fields.text)) > self.options.max_article_bytes:
            raise too_large(size, self.options.max_article_bytes, "max-article-bytes")
        return fields

    def page(self, page: Page, sha256: str = "", number: int = 0, notes: tuple[str, ...] = ()) -> Article:
        """The article of a web page. `sha256` is that of the file, when the page is one."""
        fields = Fields(
            text=page.text,
            title=page.title,
            byline=page.byline,
            date=page.date,
            outlet=page.outlet,
            url=page.url,
            language=page.language,
        )
        article = self.record(self.fitting(fields), number, notes=notes)
        return replace(article, left_out=page.left_out, sha256=sha256 or article.sha256)

    def skip(self, reason: str, line: int = 0) -> Skip:
        """A record that is not read, and why."""
        return Skip(self.source.id, reason, line)
