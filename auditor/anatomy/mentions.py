"""Names in running text: where they are introduced in full, and where a short form refers back.

News introduces a person once by the whole name ("Maria Oduya") and says "Ms Oduya" or "Oduya"
from then on; a body is spelt out once, with its acronym in brackets. A short form leans on its
introduction and ties the paragraphs between; a name introduced again shows a writer who did not
know of the first introduction.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_WORD = r"[A-ZÀ-Þ][\w’'\-]{0,40}\.?"
_RUN = re.compile(
    r"(?<![\w.])(?:\((?P<acronym>[A-Z][A-Z.&]{1,9})\)"
    rf"|{_WORD}(?: (?:(?:de|von|van|der|al|el|bin|da|di|la|le) )?{_WORD}){{0,5}})"
)
_TITLE_WORDS = (
    "mr mrs ms miss dr sir lord lady prof professor sen senator rep gov governor president chancellor minister premier "
    "mayor judge justice gen general col colonel capt captain sgt lt lieutenant officer detective king queen prince "
    "princess pope rev father secretary sheriff chief"
)
_TITLES = frozenset(_TITLE_WORDS.split())
# How many paragraphs a beginning story takes to introduce whom it tells of.
_SOON = 6
_OPENING = 3


class Ties(NamedTuple):
    """Counts for a cut before each of n paragraphs, arrays of length n.

    `back`: names whose next mention is a short form that leans on an introduction before the cut;
    `back_soon`: those within six paragraphs; `again`: names known before the cut that the next six
    introduce anew; `introduced`: full names never seen before, in the next three.
    """

    back: npt.NDArray[np.float64]
    back_soon: npt.NDArray[np.float64]
    again: npt.NDArray[np.float64]
    introduced: npt.NDArray[np.float64]


def ties(paragraphs: Sequence[str], common: frozenset[str]) -> Ties:
    """How names tie each paragraph to those before it; `common` are words that are no names. O(length)."""
    mentions: dict[str, list[tuple[int, bool]]] = {}
    for index, paragraph in enumerate(paragraphs):
        for name, full in _mentions(paragraph, common):
            seen = mentions.setdefault(name, [])
            if not seen or seen[-1][0] != index:
                seen.append((index, full))
    changes = np.zeros((len(Ties._fields), len(paragraphs) + 1))
    for seen in mentions.values():
        _count(seen, changes)
    return Ties(*np.cumsum(changes, axis=1)[:, :-1])


def full_names(text: str) -> int:
    """How many runs of capitalised words a text has, acronyms in brackets included."""
    return sum(" " in run for run, _ in _runs(text))


def _mentions(paragraph: str, common: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Each name of a paragraph by its last word, and whether it stands there in full."""
    for run, acronym in _runs(paragraph):
        if acronym:
            yield acronym.replace(".", "").casefold(), True
        elif name := _name(run, common):
            yield name


# The paragraphs of an article or two, of which both names and style are asked.
@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[tuple[str, str | None], ...]:
    """The runs of capitalised words of a text, and their acronym where that is all they are."""
    return tuple((match[0], match["acronym"]) for match in _RUN.finditer(text))


@lru_cache(maxsize=1 << 15)
def _name(run: str, common: frozenset[str]) -> tuple[str, bool] | None:
    """The name that a run of capitalised words holds, by its last word, and whether it is in full; None for none."""
    words = [word.rstrip(".").replace("’", "'").removesuffix("'s").casefold() for word in run.split()]
    given = next((at for at, word in enumerate(words) if word not in common and word not in _TITLES), len(words))
    return (words[-1], len(words) - given > 1) if given < len(words) and len(words[-1]) > 1 else None


def _count(seen: Sequence[tuple[int, bool]], changes: npt.NDArray[np.float64]) -> None:
    """Add the mentions of one name: each counts for the cuts since the mention before it."""
    shortened = any(not full for _, full in seen)
    introduced, before = False, -1
    for index, full in seen:
        soon = max(before + 1, index - _SOON + 1)
        if full and before < 0:
            _add(changes[3], max(0, index - _OPENING + 1), index)
        elif full and shortened:
            _add(changes[2], soon, index)
        elif introduced and not full:
            _add(changes[0], before + 1, index)
            _add(changes[1], soon, index)
        introduced |= full
        before = index


def _add(changes: npt.NDArray[np.float64], first: int, last: int) -> None:
    changes[first] += 1
    changes[last + 1] -= 1
