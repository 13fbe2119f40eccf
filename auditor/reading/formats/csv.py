"""CSV and TSV: a row is a record, and the first row says what its cells are called."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.decoding import decode, legacy
from auditor.reading.file import File
from auditor.reading.source import too_large

EXTENSIONS = (".csv", ".tsv", ".tab")

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 20


def articles(file: File) -> Iterator[Article | Skip]:
    """The articles of a table, named by their id or the number of their row."""
    encoding, note = _encoding(file)
    notes = (note,) if note else ()
    csv.field_size_limit(max(csv.field_size_limit(), file.options.max_article_bytes))
    with file.open() as stream:
        lines = _Lines(stream, encoding, file)
        first = next(lines, "")
        delimiter = "\t" if file.extension != ".csv" else max(_DELIMITERS, key=first.count)
        header = next(csv.reader([first], delimiter=delimiter), [])
        if not any(name.strip() for name in header):
            raise UnreadableError("empty file" if not first else "no names of columns in the first row")
        if not any(file.mapper.knows(name, "text") for name in header):
            raise UnreadableError(f"no column of texts: the columns are {', '.join(header[:8])}")
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        yield from _rows([name.strip() for name in header], rows, lines, file, notes)


def _rows(
    header: list[str], rows: Iterator[list[str]], lines: "_Lines", file: File, notes: tuple[str, ...]
) -> Iterator[Article | Skip]:
    number = 0
    cells: list[str] | None = header
    while cells is not None:
        number, line, error = number + 1, lines.line + 1, ""
        try:
            cells = next(rows, None)
        except csv.Error as found:
            error = f"the row cannot be read: {found}"
        for skip in lines.skipped():
            yield skip
            line += skip.line == line
        if error:
            yield file.skip(error, line)
        elif cells:
            yield _row(header, cells, number, line, file, notes)
    if number == 1:
        raise UnreadableError("no rows under the header")


def _row(
    header: list[str], cells: list[str], number: int, line: int, file: File, notes: tuple[str, ...]
) -> Article | Skip:
    if any(cell.strip() for cell in cells[len(header) :]):
        return file.skip(f"a row of {len(cells)} cells under a header of {len(header)}", line)
    # Of two columns of one name the last one is read, as of two keys in JSON.
    record = dict(zip(header, cells, strict=False))
    if len(cells) < len(header):
        notes = (*notes, f"a row of {len(cells)} cells under a header of {len(header)}; the others are empty")
    return file.row(record, number, line, notes)


class _Lines:
    """The lines of a stream as text; one above the limit is passed over and told of."""

    def __init__(self, stream: BinaryIO, encoding: str, file: File) -> None:
        self._stream = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
        self._file = file
        self._skips: list[Skip] = []
        self.line = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        limit = self._file.options.max_article_bytes
        while line := self._stream.readline(limit + 1):
            self.line += 1
            if len(line) <= limit:
                return line
            size = len(line)
            while line and not line.endswith(("\n", "\r")):
                line = self._stream.readline(limit)
                size += len(line)
            self._skips.append(self._file.skip(str(too_large(size, limit, "max-article-bytes")), self.line))
        raise StopIteration

    def skipped(self) -> list[Skip]:
        """What was passed over since the last time."""
        skips, self._skips = self._skips, []
        return skips


def _encoding(file: File) -> tuple[str, str]:
    """The encoding of a file, and a note when it was guessed. Reads the file once."""
    with file.open() as stream:
        sample = stream.read(_SAMPLE)
        for mark, name in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if sample.startswith(mark):
                return name, ""
        decoder = codecs.getincrementaldecoder("utf-8")()
        block = sample
        try:
            while block:
                decoder.decode(block)
                block = stream.read(_SAMPLE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            # Where the fault is decides what is looked at.
            return legacy(block)
    if sample:
        decode(sample[: sample.rfind(b"\n") + 1] or sample)
    return "utf-8", ""
