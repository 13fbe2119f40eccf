"""DOCX: a document is an article; its paragraphs and the cells of its tables, a line each."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from auditor.errors import UnreadableError
from auditor.model import Article
from auditor.reading.extras import missing
from auditor.reading.file import File
from auditor.reading.records import Fields
from auditor.reading.source import too_large

EXTENSIONS = (".docx",)


def articles(file: File) -> Iterator[Article]:
    """The one article of a document, with what its properties say."""
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise missing("python-docx", "docx") from error
    from lxml.etree import LxmlError

    data = file.data()
    try:
        _check(data, file)
        document = Document(io.BytesIO(data))
        fields = _fields(document)
    except (
        OpcError,
        LxmlError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        NotImplementedError,
    ) as error:
        raise UnreadableError(f"the DOCX cannot be read: {error}") from error
    if not fields.text:
        raise UnreadableError("no text: the paragraphs of the document hold none")
    yield replace(file.record(file.fitting(fields), 0), sha256=hashlib.sha256(data).hexdigest())


def _check(data: bytes, file: File) -> None:
    """Refuse an archive that says it grows above the limits, and parts that declare entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
        most = max(file.options.max_article_bytes, file.options.max_expansion * len(data))
        if size > most:
            raise too_large(size, most, "max-expansion")
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(part):
                raise UnreadableError("a part of it declares entities")


def _fields(document: Any) -> Fields:
    known = document.core_properties
    blocks = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            blocks += [" ".join(cell.text.split()) for row in block.rows for cell in row.cells]
        else:
            blocks.append(block.text.strip())
    return Fields(
        text="\n\n".join(filter(None, blocks)),
        title=(known.title or "").strip(),
        byline=(known.author or "").strip(),
        date=known.created.date().isoformat() if known.created else "",
        language=(known.language or "").strip(),
    )
