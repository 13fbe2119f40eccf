"""How files and records are named in ids."""

import os
import re

# In ids `#` starts a record, `@` a story and `%` an escape; the others would garble a printed line.
_ESCAPED = re.compile(r"[#@%\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escape(name: str) -> str:
    """A name as it stands in an id, with what would be misread there percent-encoded."""
    return _ESCAPED.sub(lambda found: _percent(found.group()), name)


def _percent(character: str) -> str:
    try:
        # A name that is not valid in the file system's encoding comes with its bytes as surrogates.
        data = os.fsencode(character)
    except UnicodeEncodeError:
        data = character.encode(errors="surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)
