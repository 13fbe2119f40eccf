"""One line of the evaluation table."""

from typing import NamedTuple


class Row(NamedTuple):
    """What was asked, and the figures: ours, a plain baseline's of the same run, and the one to beat."""

    question: str
    metric: str
    ours: float
    baseline: float | None
    to_beat: float | None
