"""Standard input, kept in a file while it is read: so it can be read in parts, and by several workers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from auditor.reading.source import COMPRESSED, Source

NAME = "-"
_GZIP = b"\x1f\x8b"


@contextmanager
def spooled(stream: BinaryIO) -> Iterator[Source]:
    """A source of JSON Lines, gzip data or not, that is there until the context ends."""
    first = stream.read(1 << 16)
    suffix = ".jsonl" + (COMPRESSED if first.startswith(_GZIP) else "")
    handle, name = tempfile.mkstemp(suffix, "auditor-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as kept:
            kept.write(first)
            shutil.copyfileobj(stream, kept, 1 << 20)
        yield Source(NAME, path, path.stat().st_size)
    finally:
        path.unlink()
