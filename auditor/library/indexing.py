"""What stories are found by in a library, and the stories that are found by it.

The lanes are those of candidates: bands of signatures, sampled shingles, rare weighted terms.
Keys are cut to as many bits as tell the keys of ten million stories apart, because candidates
are verified by alignment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auditor import candidates, sketch
from auditor.library.store import Column, columns, given, value
from auditor.text import counted
from auditor.tokens import StoryTokens, recurring
from auditor.tokens.hashing import Hashes
from auditor.weights import Weights

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BAND_SHIFT, _SHINGLE_SHIFT = np.uint64(32), np.uint64(24)
# Cosines are sums of products of whole numbers: the same for every order of summing.
_UNIT = 65_535

# Stories whose keys are made at once.
STORIES_AT_ONCE = 5000
# Stories of the library that one key brings, the first ones: of a hundred prints of one report these say enough.
MOST_OF_A_KEY = 24


@dataclass(frozen=True, eq=False)
class Keys:
    """The keys of stories in each lane, each with the position of its story."""

    signatures: sketch.Signatures
    bands: Mapping[str, Column]
    shingles: Mapping[str, Column]
    terms: Mapping[str, Column]
    short: NDArray[np.bool_]


def keys(stories: Sequence[StoryTokens], weights: Weights, furniture: Hashes, first: int = 0) -> Keys:
    """The keys of stories whose numbers begin at `first`. Furniture has none."""
    stories = [recurring.without(story, furniture) for story in stories]
    shingles = sketch.shingle(stories)
    signatures = sketch.signatures(shingles)
    filled = np.flatnonzero(np.diff(shingles.bounds))
    bands = sketch.bands(signatures[filled]) >> _BAND_SHIFT
    short = np.diff(shingles.bounds) < candidates.SHORT
    chosen = (shingles.hashes % np.uint64(sketch.SAMPLED) == 0) | short[shingles.owners]
    rows, terms, values = candidates.key_terms(stories, weights)
    norms = np.sqrt(np.bincount(rows, values**2, len(stories)))
    return Keys(
        signatures,
        {"key": bands.ravel().astype(np.uint32), "story": _numbers(np.repeat(filled, sketch.BANDS), first)},
        {"key": shingles.hashes[chosen] >> _SHINGLE_SHIFT, "story": _numbers(shingles.owners[chosen], first)},
        {
            "key": terms,
            "story": _numbers(rows, first),
            "value": np.rint(values / np.maximum(norms[rows], 1e-9) * _UNIT).astype(np.uint16),
        },
        short,
    )


def _numbers(rows: NDArray[np.int64], first: int) -> Column:
    return (rows + first).astype(np.uint32)


@dataclass(frozen=True, eq=False)
class Found:
    """Pairs of a new story's position and the number of one in the library, by lane; and what was left out."""

    pairs: Mapping[str, tuple[tuple[int, int], ...]]
    notes: tuple[str, ...]


def lookup(connection: "DuckDBPyConnection", wanted: Keys) -> Found:
    """The stories of a library that may be related to new ones."""
    pairs = {
        candidates.BANDS: _held(connection, "bands", wanted.bands, np.ones(len(wanted.short), dtype=np.uint8)),
        # Of a short story the library may hold one sampled shingle only.
        candidates.SHINGLES: _held(
            connection, "shingles", wanted.shingles, np.where(wanted.short, 1, candidates.SHARED_SHINGLES)
        ),
        candidates.TERMS: _near(connection, wanted.terms),
    }
    return Found(pairs, tuple(_notes(connection, wanted)))


def _held(
    connection: "DuckDBPyConnection", table: str, wanted: Mapping[str, Column], least: NDArray[np.integer]
) -> tuple[tuple[int, int], ...]:
    """The stories that share at least so many keys with a new one."""
    with given(connection, "wanted", wanted), given(connection, "least", {"least": least.astype(np.uint8)}):
        found = columns(
            connection,
            f"""
            WITH held AS (
                SELECT wanted.story AS new, {table}.story AS known
                FROM {table} JOIN wanted ON {table}.key = wanted.key
                QUALIFY row_number() OVER (PARTITION BY wanted.key, wanted.story ORDER BY {table}.story) <= ?
            )
            SELECT new, known, count(*) AS shared FROM held GROUP BY new, known ORDER BY new, known
            """,  # noqa: S608  (one of two names)
            MOST_OF_A_KEY,
        )
    enough = found["shared"] >= least[found["new"]]
    return tuple(zip(found["new"][enough].tolist(), found["known"][enough].tolist(), strict=True))


def _near(connection: "DuckDBPyConnection", wanted: Mapping[str, Column]) -> tuple[tuple[int, int], ...]:
    """The nearest stories by the cosine of their rare terms."""
    with given(connection, "wanted", wanted):
        found = columns(
            connection,
            """
            WITH held AS MATERIALIZED (
                SELECT terms.key AS key, terms.story AS story, terms.value AS value
                FROM terms SEMI JOIN wanted ON terms.key = wanted.key
            ), telling AS (
                SELECT key FROM held GROUP BY key HAVING count(*) <= ?
            ), near AS (
                SELECT wanted.story AS new, held.story AS known,
                    sum(wanted.value::BIGINT * held.value::BIGINT)::BIGINT AS cosine
                FROM held JOIN telling ON held.key = telling.key JOIN wanted ON held.key = wanted.key
                GROUP BY new, known
            )
            SELECT new, known FROM near WHERE cosine >= ?
            QUALIFY row_number() OVER (PARTITION BY new ORDER BY cosine DESC, known) <= ?
            ORDER BY new, known
            """,
            candidates.COMMON_TERM,
            int(candidates.LEAST_COSINE * _UNIT * _UNIT),
            candidates.NEIGHBOURS,
        )
    return tuple(zip(found["new"].tolist(), found["known"].tolist(), strict=True))


def _notes(connection: "DuckDBPyConnection", wanted: Keys) -> Iterator[str]:
    crowded = 0
    for table, rows in (("bands", wanted.bands), ("shingles", wanted.shingles)):
        with given(connection, "wanted", {"key": np.unique(rows["key"])}):
            crowded += value(
                connection,
                f"""
                SELECT count(*) FROM (
                    SELECT 1 FROM {table} SEMI JOIN wanted ON {table}.key = wanted.key
                    GROUP BY {table}.key HAVING count(*) > ?
                )
                """,  # noqa: S608  (one of two names)
                MOST_OF_A_KEY,
            )
    if crowded:
        yield (
            f"{counted(crowded, 'text key is', 'text keys are')} shared by more than {MOST_OF_A_KEY} stories "
            f"of the library: of each, the first {MOST_OF_A_KEY} were looked at"
        )
