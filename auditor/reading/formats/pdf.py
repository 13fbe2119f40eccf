"""PDF: a document is an article. Its text is what its pages hold, in the order they hold it."""

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from auditor.errors import UnreadableError
from auditor.model import Article
from auditor.reading.extras import missing
from auditor.reading.file import File
from auditor.reading.records import Fields

EXTENSIONS = (".pdf",)

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def articles(file: File) -> Iterator[Article]:
    """The one article of a document, its pages parted by an empty line."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise missing("pypdf", "pdf") from error
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        # It logs what is not quite PDF; without a handler that goes to standard error.
        logger.addHandler(logging.NullHandler())
    data = file.data()
    try:
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise UnreadableError("the PDF is locked with a password")
        text = "\n\n".join(filter(None, (page.extract_text().strip() for page in document.pages)))
        fields = _fields(text, document.metadata)
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        # A damaged document makes pypdf fail in any of these ways.
        raise UnreadableError(f"the PDF cannot be read: {error or type(error).__name__}") from error
    if not text:
        raise UnreadableError("no text: the pages of the PDF hold none, they may be scans")
    yield replace(file.record(file.fitting(fields), 0), sha256=hashlib.sha256(data).hexdigest())


def _fields(text: str, metadata: Any) -> Fields:
    said = {name: str(metadata.get(f"/{name}") or "").strip() for name in ("Title", "Author")} if metadata else {}
    found = _DATE.match(str(metadata.get("/CreationDate") or "")) if metadata else None
    date = "-".join(filter(None, found.groups())) if found else ""
    return Fields(text=text, title=said.get("Title", ""), byline=said.get("Author", ""), date=date)
