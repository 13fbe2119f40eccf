"""Which pairs are found at all: the three lanes of candidates over real news, and rewrites planted among them."""

import resource
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from reuse import Record, read, tokens
from row import Row

from auditor import candidates, sketch, weights
from auditor.tokens import StoryTokens


def rows(data: Path) -> Iterator[Row]:
    """The rows, as they come."""
    news = sorted(read(data / "news" / "dev.jsonl.gz"), key=lambda record: record["id"])
    yield from candidate_rows(news, list(read(data / "rewrites" / "dev.jsonl.gz")))


def candidate_rows(news: list[Record], originals: list[Record]) -> Iterator[Row]:
    """Candidates apart from everything else: tokens in, pairs out."""
    stories = [tokens(record["id"], record["text"], record.get("source", "")) for record in news]
    table = weights.blend(weights.count(stories), stories)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = candidates.find(stories, table)
    spent = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield Row("candidates, news", "CPU s", spent, None, 15)
    yield Row("candidates, news", "MB above what the stories take", (after - before) / 1024, None, 500)
    pairs = {(pair.i, pair.j) for pair in found.pairs}
    gold = overlapping(stories, [record["source"] for record in news])
    plain = lsh_pairs(stories)
    for least in (0.3, 0.5):
        wanted = {pair for pair, value in gold.items() if value >= least}
        name = f"candidates, containment >= {least} ({len(wanted)} pairs)"
        yield Row(name, "recall", len(wanted & pairs) / len(wanted), len(wanted & plain) / len(wanted), 0.995)
    yield Row("candidates, planted rewrites", "recall", planted(stories, originals), None, 0.99)


def overlapping(stories: Sequence[StoryTokens], sources: Sequence[str]) -> dict[tuple[int, int], float]:
    """Containment of word 5-grams, counted exactly, of the pairs with >= 0.3 once site furniture is taken out.

    Furniture are the 5-grams in four articles of a source. Pairs are looked for by the 5-grams
    that stand in at most 200 articles.
    """
    from scipy.sparse import csr_array

    shingles = sketch.shingle(stories)
    _, codes = np.unique(np.array(sources), return_inverse=True)
    vocabulary, column = np.unique(shingles.hashes, return_inverse=True)
    _, at, times = np.unique(
        column.astype(np.int64) * (codes.max() + 1) + codes[shingles.owners], return_inverse=True, return_counts=True
    )
    own = times[at] < 4
    owners, column = shingles.owners[own], column[own]
    rare = np.bincount(column, minlength=len(vocabulary))[column] <= 200
    ones = np.ones(int(rare.sum()), dtype=np.int32)
    matrix = csr_array((ones, (owners[rare], column[rare])), shape=(len(stories), len(vocabulary)))
    shared = (matrix @ matrix.T).tocoo()
    sizes, bounds = np.bincount(owners, minlength=len(stories)), np.searchsorted(owners, np.arange(len(stories) + 1))
    found = {}
    some = (shared.row < shared.col) & (shared.data >= 3)
    for i, j in zip(shared.row[some].tolist(), shared.col[some].tolist(), strict=True):
        both = np.intersect1d(column[bounds[i] : bounds[i + 1]], column[bounds[j] : bounds[j + 1]])
        if len(both) >= 0.3 * min(sizes[i], sizes[j]):
            found[i, j] = len(both) / min(sizes[i], sizes[j])
    return found


def lsh_pairs(stories: Sequence[StoryTokens]) -> set[tuple[int, int]]:
    """The baseline: datasketch's LSH at a threshold of 0.5 over the same 5-grams."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=sketch.PERMUTATIONS)
    found = set()
    for number, row in enumerate(sketch.signatures(sketch.shingle(stories))):
        signature = MinHash(sketch.PERMUTATIONS, hashfunc=int, hashvalues=row, scheme="affine32")
        found |= {(other, number) for other in index.query(signature)}
        index.insert(number, signature)
    return found


def planted(stories: list[StoryTokens], originals: list[Record]) -> float:
    """The share of rewrites, planted among the news, that are candidates together with their original."""
    everything = [*stories, *(tokens(f"~{record['id']}", record["text"]) for record in originals)]
    found = candidates.find(everything, weights.blend(weights.count(everything), everything))
    pairs = {(pair.i, pair.j) for pair in found.pairs}
    place = {story.id: at for at, story in enumerate(everything)}
    original = {record["group"]: place[f"~{record['id']}"] for record in originals if record["kind"] == "original"}
    rewritten = [(original[one["group"]], place[f"~{one['id']}"]) for one in originals if one["kind"] == "rewrite"]
    return float(np.mean([(min(pair), max(pair)) in pairs for pair in rewritten]))
