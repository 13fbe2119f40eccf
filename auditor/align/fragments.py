"""Seeds grown into fragments: stretches of units of both stories that tell the same.

Seeds that lie close together on both sides are one fragment, if the two stretches resemble each
other as wholes; if they do not, the gap that may be stepped over shrinks until the parts do
(Sanchez-Perez, Gelbukh and Sidorov, CLEF 2015). A pair in which one story sums the other up is
recognised by its seeds and is one fragment: what lies between them was left out on purpose.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from auditor.align.seeds import Indices, Seeds

# Units that may be stepped over, the cosine two stretches must have as wholes, and the share of
# units on either side that must be seeds.
GAP = 4
RESEMBLANCE = 0.4
DENSITY = 1 / 3
# A summary: most seeds of the pair, and no fewer than so many, are in one stretch of the
# shorter side; the stretch of the longer side has twice its words, and goes on by two units or
# more for each one of the shorter, but never leaps over more than so many. As wholes the two
# resemble each other less.
SUMMARY_SEEDS, SUMMARY_LEAST = 0.8, 3
SUMMARY_RATIO = 2
SUMMARY_STEP = 2
SUMMARY_GAP = 24
SUMMARY_RESEMBLANCE = 0.28


@dataclass(frozen=True)
class Fragment:
    """Units `a` to `a_end` (exclusive) of one story and `b` to `b_end` of the other.

    `seeds` are indices of the seeds it has grown from. `summary` is None, or says which side
    sums the other up: 0 for the first story, 1 for the second.
    """

    a: int
    a_end: int
    b: int
    b_end: int
    score: float
    seeds: Indices
    summary: int | None = None


def find_fragments(seeds: Seeds) -> list[Fragment]:
    """The fragments of a pair, strongest first, no unit in two of them on the same side."""
    if not len(seeds):
        return []
    everything = np.arange(len(seeds))
    summary = _summary(seeds)
    found = list(_grown(seeds, everything, GAP))
    found.sort(key=lambda one: (-one.score * (one.a_end - one.a + one.b_end - one.b), one.a, one.b))
    kept: list[Fragment] = [summary] if summary else []
    for fragment in found:
        if not any(_overlap(fragment, other) for other in kept):
            kept.append(fragment)
    return kept


def regrown(seeds: Seeds, fragment: Fragment, members: Indices) -> list[Fragment]:
    """The fragments that some of a fragment's seeds make on their own; none in a summary."""
    if not len(members) or fragment.summary is not None:
        return []
    return list(_grown(seeds, members, GAP))


def _overlap(one: Fragment, other: Fragment) -> bool:
    on_a, on_b = one.a < other.a_end and other.a < one.a_end, one.b < other.b_end and other.b < one.b_end
    return on_a or on_b


def _grown(seeds: Seeds, members: Indices, gap: int) -> Iterator[Fragment]:
    for cluster in _clusters(seeds, members, gap):
        fragment = _fragment(seeds, cluster)
        if fragment.score > RESEMBLANCE and _dense(seeds, fragment):
            yield fragment
        elif gap:
            yield from _grown(seeds, cluster, gap - 1)


def _dense(seeds: Seeds, fragment: Fragment) -> bool:
    on_a, on_b = len(np.unique(seeds.i[fragment.seeds])), len(np.unique(seeds.j[fragment.seeds]))
    return on_a >= DENSITY * (fragment.a_end - fragment.a) and on_b >= DENSITY * (fragment.b_end - fragment.b)


def _fragment(seeds: Seeds, members: Indices, summary: int | None = None) -> Fragment:
    i, j = seeds.i[members], seeds.j[members]
    a, a_end, b, b_end = int(i.min()), int(i.max()) + 1, int(j.min()), int(j.max()) + 1
    bounds_a, bounds_b = seeds.a.story.units.bounds, seeds.b.story.units.bounds
    score = seeds.similarity(int(bounds_a[a]), int(bounds_a[a_end]), int(bounds_b[b]), int(bounds_b[b_end]))
    return Fragment(a, a_end, b, b_end, score, members, summary)


def _clusters(seeds: Seeds, members: Indices, gap: int) -> list[Indices]:
    """The members parted wherever either side has a gap of more than `gap` units."""
    waiting, done = [members], []
    while waiting:
        cluster = waiting.pop()
        parts = [part for half in _parted(cluster, seeds.i, gap) for part in _parted(half, seeds.j, gap)]
        if len(parts) == 1:
            done.append(cluster)
        else:
            waiting += parts
    return done


def _parted(members: Indices, places: Indices, gap: int) -> list[Indices]:
    if len(members) == 1:
        return [members]
    order = members[np.argsort(places[members], kind="stable")]
    breaks = np.flatnonzero(np.diff(places[order]) > gap + 1) + 1
    return np.split(order, breaks) if len(breaks) else [members]


def _summary(seeds: Seeds) -> Fragment | None:
    """The fragment in which one story sums the other up, if the pair is of this kind."""
    everything = np.arange(len(seeds))
    for side, (short, long) in enumerate(((seeds.i, seeds.j), (seeds.j, seeds.i))):
        members = max(_parted(everything, short, GAP), key=len)
        if len(members) < max(SUMMARY_SEEDS * len(seeds), SUMMARY_LEAST) or not _strides(seeds, members, short, long):
            continue
        found = _fragment(seeds, members, side)
        bounds_a, bounds_b = seeds.a.story.units.bounds, seeds.b.story.units.bounds
        words = (bounds_a[found.a_end] - bounds_a[found.a], bounds_b[found.b_end] - bounds_b[found.b])
        if words[1 - side] >= SUMMARY_RATIO * words[side]:
            return _reaching_out(seeds, found, side)
    return None


def _reaching_out(seeds: Seeds, found: Fragment, side: int) -> Fragment:
    """A summary's longer side up to the first and the last unit that has anything to do with it."""
    spans = [(found.a, found.a_end), (found.b, found.b_end)]
    start, end = spans[1 - side]
    near = (seeds.faint[side] >= spans[side][0]) & (seeds.faint[side] < spans[side][1])
    places = np.unique(np.concatenate([seeds.faint[1 - side][near], np.arange(start, end)]))
    for part in np.split(places, np.flatnonzero(np.diff(places) > SUMMARY_GAP + 1) + 1):
        if part[0] <= start and part[-1] >= end - 1:
            spans[1 - side] = int(part[0]), int(part[-1]) + 1
    (a, a_end), (b, b_end) = spans
    return Fragment(a, a_end, b, b_end, found.score, found.seeds, side)


def _strides(seeds: Seeds, members: Indices, short: Indices, long: Indices) -> bool:
    """Whether the longer side moves on in strides while the shorter goes step by step."""
    places = np.sort(long[members])
    if np.diff(places).max(initial=0) > SUMMARY_GAP:
        return False
    order = members[np.lexsort((long[members], -seeds.cosine[members], short[members]))]
    best = order[np.flatnonzero(np.diff(short[order], prepend=-1))]
    if min(len(best), len(np.unique(places))) < SUMMARY_LEAST:
        return False
    return bool(np.median(np.abs(np.diff(long[best]) / np.diff(short[best]))) >= SUMMARY_STEP)
