"""The measure of the PAN text-alignment tasks (Potthast et al., COLING 2010).

A case, and a detection, is a span of characters in each of two texts. The recall of a case is the
share of its characters, both sides together, that is covered by detections which overlap it on
both sides; the precision of a detection is the same with the roles exchanged. Both are averaged
over cases and over detections, whatever their length. Granularity is the average number of
detections of a case that has any.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Span = tuple[int, int]
Case = tuple[Span, Span]


class Figures(NamedTuple):
    """Plagdet and its parts: F1 of precision and recall over log2(1 + granularity)."""

    plagdet: float
    precision: float
    recall: float
    granularity: float


def measure(pairs: Iterable[tuple[Sequence[Case], Sequence[Case]]]) -> Figures:
    """The figures over the cases and the detections of many pairs of texts; 0 where there are none."""
    recalls, precisions, counts = [], [], []
    for cases, detections in pairs:
        for case in cases:
            touching = [one for one in detections if _touch(case, one)]
            recalls.append(_covered(case, touching))
            counts += [len(touching)] if touching else []
        precisions += [_covered(one, [case for case in cases if _touch(case, one)]) for one in detections]
    precision, recall = _mean(precisions), _mean(recalls)
    granularity = _mean(counts) or 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Figures(f1 / math.log2(1 + granularity), precision, recall, granularity)


def _touch(one: Case, other: Case) -> bool:
    return all(left[0] < right[1] and right[0] < left[1] for left, right in zip(one, other, strict=True))


def _covered(case: Case, others: Sequence[Case]) -> float:
    """The share of a case's characters, both sides together, that the others cover."""
    covered = sum(_overlap(case[side], [other[side] for other in others]) for side in (0, 1))
    return covered / sum(end - start for start, end in case)


def _overlap(span: Span, others: Iterable[Span]) -> int:
    """How many characters of a span others cover, each counted once."""
    reached, total = span[0], 0
    for other in sorted(others):
        start, end = max(other[0], reached), min(other[1], span[1])
        if end > start:
            total, reached = total + end - start, end
    return total


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
