"""Parquet: a row is a record. Only the columns that are fields of records are read."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.extras import missing
from auditor.reading.file import File
from auditor.reading.source import too_large

EXTENSIONS = (".parquet", ".pq")

_ROWS = 256


def articles(file: File) -> Iterator[Article | Skip]:
    """The articles of a table, a batch of rows at a time."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    try:
        table = parquet.ParquetFile(io.BytesIO(file.data()) if file.source.compressed else file.source.path)
        _check(table, file)
        number = 0
        for batch in table.iter_batches(_ROWS, columns=list(_columns(table, file))):
            for row in batch.to_pylist():
                number += 1
                yield file.row({name: _plain(value) for name, value in row.items()}, number)
    except ArrowException as error:
        raise UnreadableError(f"broken Parquet: {str(error).splitlines()[0]}") from error


def _columns(table: Any, file: File) -> Iterator[str]:
    names = table.schema_arrow.names
    found = [name for name in names if file.mapper.knows(name)]
    if not any(file.mapper.knows(name, "text") for name in found):
        raise UnreadableError(f"no column of texts: the columns are {', '.join(names[:8])}")
    yield from found


def _check(table: Any, file: File) -> None:
    """Refuse groups of rows that say they grow above the limit: each is held in memory as a whole."""
    for group in range(table.metadata.num_row_groups):
        size = table.metadata.row_group(group).total_byte_size
        if size > file.options.max_file_bytes:
            raise too_large(size, file.options.max_file_bytes, "max-file-bytes")


def _plain(value: Any) -> Any:
    """A value as JSON would hold it."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value
