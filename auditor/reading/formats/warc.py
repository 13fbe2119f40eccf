"""WARC: the pages of a web archive, each an article. Other records of the archive are passed over."""

from collections.abc import Iterator

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.extras import missing
from auditor.reading.file import File
from auditor.reading.pages import decoded, extract
from auditor.reading.source import too_large

EXTENSIONS = (".warc", ".arc")

_PAGES = ("text/html", "application/xhtml+xml")
_FOUND = "200"


def articles(file: File) -> Iterator[Article | Skip]:
    """The pages of an archive that were delivered, by the number of their record."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise missing("warcio", "warc") from error
    limit, pages = file.options.max_article_bytes, 0
    with file.open() as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream, arc2warc=True), 1):
                headers = record.http_headers
                kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower() if headers else ""
                if record.rec_type != "response" or kind not in _PAGES or headers.get_statuscode() != _FOUND:
                    continue
                pages += 1
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                try:
                    data = record.content_stream().read(limit + 1)
                    if len(data) > limit:
                        raise too_large(len(data), limit, "max-article-bytes", at_least=True)
                    yield _page(file, data, address, number)
                except UnreadableError as error:
                    yield file.skip(f"record {number} ({address}): {error}")
        except ArchiveLoadFailed as error:
            raise UnreadableError(f"broken WARC: {str(error).strip().splitlines()[0]}") from error
    if not pages:
        raise UnreadableError("no page in it: no record is a response with HTML")


def _page(file: File, data: bytes, address: str, number: int) -> Article:
    html, note = decoded(data)
    return file.page(extract(html, address, file.options.max_page_tags), number=number, notes=(note,) if note else ())
