"""Text for pages: characters that cannot be seen made visible, data that stays data, addresses of inline code."""

import hashlib
import re
from base64 import b64encode
from typing import Any

from auditor.escaping.json import line

# Controls, marks of direction, zero-width and other unseen characters, halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_RETURN = re.compile("\r(?!\n)")
# What could end a script element, or begin a comment in it.
_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def legible(text: str) -> str:
    """A text in which every unseen character is U+FFFD, one for one: offsets into it stay true."""
    return _RETURN.sub("\n", _UNSEEN.sub("\ufffd", text)).replace("\r", " ")


def data(value: Any) -> str:
    """A value as JSON on one line that cannot leave the script element it stands in."""
    return line(value).translate(_MARKUP)


def source(code: str) -> str:
    """The source expression of a Content-Security-Policy that allows this inline code and no other."""
    return f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
