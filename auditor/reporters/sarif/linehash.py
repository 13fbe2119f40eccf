"""The line fingerprints by which GitHub recognises an alert in the next version of a file.

The algorithm is that of CodeQL's action (`fingerprints.ts`), unit for unit, as GitHub compares
the values with its own.
"""

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

# The units of a line and of what follows it that are hashed, and the base of the polynomial.
WINDOW = 100
_BASE = 37
_END_OF_FILE = 0xFFFF
_LINE_FEED = 0x0A
# Lines hashed at once: a block of windows takes 3 MB.
_LINES = 4096

_NEWLINE = re.compile(r"\r\n?")
_BLANKS = str.maketrans("", "", " \t")

_POWERS = np.array([pow(_BASE, WINDOW - 1 - at, 2**64) for at in range(WINDOW)], dtype=np.uint64)


def line_hashes(text: str) -> list[str]:
    """The fingerprint of each line: 64 bits in hexadecimal, a colon, and which one of its kind it is.

    A polynomial modulo 2^64 over UTF-16 units without spaces and tabs, any line end as a line
    feed, from the line's first unit on; after the end of the file come 0xFFFF and zeros. O(n + 100 lines).
    """
    units = _units(text)
    ends = np.flatnonzero(units[:-WINDOW] == _LINE_FEED)
    starts = np.concatenate(([0], ends + 1))
    offsets = np.arange(WINDOW)
    seen: Counter[int] = Counter()
    found = []
    for first in range(0, len(starts), _LINES):
        windows = units[starts[first : first + _LINES, None] + offsets].astype(np.uint64)
        for value in (windows * _POWERS).sum(axis=1, dtype=np.uint64).tolist():
            seen[value] += 1
            found.append(f"{value:x}:{seen[value]}")
    return found


def _units(text: str) -> NDArray[np.uint16]:
    plain = _NEWLINE.sub("\n", text).translate(_BLANKS)
    units = np.frombuffer(plain.encode("utf-16-le", errors="surrogatepass"), dtype="<u2")
    tail = np.zeros(WINDOW + 1, dtype="<u2")
    tail[0] = _END_OF_FILE
    return np.concatenate((units, tail))
