"""Text for XML 1.0: marks escaped, characters the standard does not allow taken out."""

import re
from xml.sax.saxutils import escape

from auditor.text import safe_log

# XML 1.0, production 2; what `safe_log` takes out already is named again, for the reader.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTATION_MARK = {'"': "&quot;"}


def text(line: str) -> str:
    """One line of text for an element or, between double quotation marks, an attribute."""
    return escape(_ILLEGAL.sub("", safe_log(line)), _QUOTATION_MARK)
