"""Lines left around an article by extractors: what of them is found, and how many good lines with them.

The model is scored on sites it was not fitted to (`fit_lines.held_out`), at the threshold it ships
with; the known phrases are those of the package. "macro" is the mean recall over pages that hold
furniture. Baselines of the same run: the line rule of C4 (Raffel et al., 2020) and the phrases alone.
"""

from collections.abc import Iterator
from pathlib import Path

import fit_lines
import numpy as np
from numpy.typing import NDArray
from row import Row

from auditor.anatomy import dissect, leftovers
from auditor.model import Article, Role, Strength
from auditor.text import count_words

# Marks that end a line C4 keeps, and words that make it drop one.
_ENDS = (".", "?", "!", '"', "”", "'", "’")
_DROPPED = ("javascript", "cookie", "privacy policy", "terms of use")
_LEAST_WORDS = 3
_NOT_ARTICLE = (Role.CHROME, Role.WIDGET, Role.TEASER)


def rows(data: Path) -> Iterator[Row]:
    pages = fit_lines.pages(data)
    chosen = pages + fit_lines.articles(data)
    table = fit_lines.table(chosen)
    looks = fit_lines.held_out(table, chosen) >= leftovers.fitted().threshold
    known = np.concatenate([_known(page) for page in chosen])
    dropped = np.concatenate([np.array([_dropped_by_c4(line) for line in page.lines]) for page in chosen])
    extractor = np.array([page.extractor for page in chosen])[table.page]
    for name in sorted({page.extractor for page in pages}):
        at = extractor == name
        labels, ours = table.labels[at], (looks | known)[at]
        by_page, c4 = table.page[at], dropped[at]
        yield Row(f"lines left by {name}", "recall", _mean(ours, labels, 1), _mean(known[at], labels, 1), 0.40)
        yield Row("", "recall, macro", _macro(ours, labels, by_page), _macro(known[at], labels, by_page), None)
        yield Row("", "good lines flagged", _mean(ours, labels, 0), _mean(known[at], labels, 0), 0.01)
        yield Row("", "C4's line rule: recall (baseline: good lines)", _mean(c4, labels, 1), _mean(c4, labels, 0), None)
    for name in ("news", "clean"):
        at = extractor == name
        yield Row(f"lines of {name}", "flagged by the model", float(looks[at].mean()), float(known[at].mean()), None)


def _known(page: fit_lines.Page) -> NDArray[np.bool_]:
    """Which lines the package's phrases and neighbourhoods settle as furniture, without the model."""
    text = "\n".join(page.lines)
    starts = np.cumsum([0, *(len(line) + 1 for line in page.lines[:-1])])
    found = dissect(Article.of(page.name, text))
    flagged = np.zeros(len(page.lines), dtype=np.bool_)
    for block in found.blocks(*_NOT_ARTICLE):
        if block.role is not Role.CHROME or block.strength is Strength.KNOWN:
            flagged[np.searchsorted(starts, block.span.start, side="right") - 1] = True
    return flagged


def _dropped_by_c4(line: str) -> bool:
    folded = line.casefold()
    ends = line.rstrip().endswith(_ENDS) and not line.rstrip().endswith("...")
    return not ends or count_words(line) < _LEAST_WORDS or any(phrase in folded for phrase in _DROPPED)


def _mean(flagged: NDArray[np.bool_], labels: NDArray[np.int64], label: int) -> float:
    return float(flagged[labels == label].mean())


def _macro(flagged: NDArray[np.bool_], labels: NDArray[np.int64], page: NDArray[np.int64]) -> float:
    """The mean over pages with furniture of the share of it that is found."""
    noise = labels == 1
    found, held = np.bincount(page[noise], flagged[noise]), np.bincount(page[noise])
    return float((found[held > 0] / held[held > 0]).mean())
