"""Two passages side by side, the words that differ in bold."""

from auditor.collation import Runs, differing
from auditor.escaping.markdown import plain

# A cell longer than this is cut: a table is no place to read a whole article.
CHARACTERS_PER_CELL = 2000


def side_by_side(a: str, b: str) -> tuple[str, str]:
    """Both texts as Markdown on one line each, words that the other lacks at this place in bold.

    Words are runs between white space. Texts are cut at CHARACTERS_PER_CELL, and say so.
    """
    ours, theirs = differing(_cut(a), _cut(b))
    return _marked(ours) + _rest(a), _marked(theirs) + _rest(b)


def _cut(text: str) -> list[str]:
    words = text[:CHARACTERS_PER_CELL].split()
    return words[:-1] if len(text) > CHARACTERS_PER_CELL and len(words) > 1 else words


def _rest(text: str) -> str:
    left = len(text) - CHARACTERS_PER_CELL
    return f" … (about {left:,} more characters)" if left > 0 else ""


def _marked(runs: Runs) -> str:
    parts = []
    for words, equal in runs:
        text = plain(words)
        parts.append(text if equal or not text else f"**{text}**")
    return " ".join(filter(None, parts))
