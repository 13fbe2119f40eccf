"""Bytes to text: byte order marks, UTF-8, then the encodings old newspaper systems used.

Newlines are kept as they are and a byte order mark is not part of the text.
"""

import codecs

from auditor.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of what is most often misnamed as text. Source: the `file` program's magic(5).
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF image, sound or video"),
    (b"ID3", "an MP3 recording"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
)

_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r\f\x1b"})

# Text has none; files damaged on the way have a few. Random bytes have 11 %.
_MOST_CONTROLS = 0.05

# Single-byte and Asian encodings in use at newspapers before UTF-8; detectors confuse the rarer ones.
_LEGACY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and what is to be noted when its encoding had to be guessed.

    Raises UnreadableError for binary and for undecodable content.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ""
            except UnicodeDecodeError as error:
                raise UnreadableError(f"undecodable: marked as {encoding} but {_fault(error)}") from error
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        encoding, note = _legacy(data, error)
        return data.decode(encoding), note


def legacy(data: bytes) -> tuple[str, str]:
    """The encoding that data which is not UTF-8 is in, and a note on the guess. Raises UnreadableError."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error)
    return "utf-8", "damaged UTF-8: what does not decode is read as U+FFFD"


def _refuse_binary(data: bytes) -> None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"binary: {kind}, not text")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(3, _MOST_CONTROLS * len(data)):
        raise UnreadableError(f"binary: {controls / len(data):.0%} of the bytes are control characters")


def _legacy(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    if _damaged_utf8(data):
        raise UnreadableError(f"undecodable: damaged UTF-8, {_fault(error)}") from error
    from charset_normalizer import from_bytes

    found = from_bytes(data, cp_isolation=list(_LEGACY))
    if not found:
        raise UnreadableError(f"undecodable: not UTF-8 ({_fault(error)}) and no other encoding fits") from error
    # Western encodings differ in a few letters only, and most short texts fit several of them.
    fits = {encoding for match in found for encoding in match.could_be_from_charset}
    encoding = _LEGACY[0] if _LEGACY[0] in fits else found[0].encoding
    return encoding, f"encoding guessed: read as {encoding}, for it is not UTF-8 ({_fault(error)})"


def _damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8, so that any other reading would be garbage."""
    decoded = data.decode("utf-8", errors="replace")
    faults = decoded.count("�")
    return sum(1 for character in decoded if character > "\x7f") - faults > faults


def _fault(error: UnicodeDecodeError) -> str:
    return f"byte {error.object[error.start]:#04x} at offset {error.start} does not decode"
