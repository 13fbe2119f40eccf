"""Paths of articles as the formats want them: as an address, or as the name in the file system.

An article's path has `%` followed by two hexadecimal digits for the characters that would garble
a printed line (see `auditor.reading`).
"""

import re
from urllib.parse import quote, unquote

from auditor.text import safe_log

_ESCAPE = re.compile(r"(%[0-9A-Fa-f]{2})")


def uri(path: str) -> str:
    """A path as a relative URI reference: ASCII only, percent-encoded, `/` between its parts."""
    parts = _ESCAPE.split(path)
    # A colon in the first part would read as a scheme.
    return "".join(
        part if at % 2 else quote(part, safe="/!$&'()*+,;=~@", errors="replace") for at, part in enumerate(parts)
    )


def name(path: str) -> str:
    """The name of the file as it stands in the file system, without what a build log would obey."""
    return safe_log(unquote(path, errors="replace"))
