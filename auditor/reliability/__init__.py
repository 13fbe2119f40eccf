"""The reliability grade of an article: a sum of named signals, all of them in one table.

A signal is a number measured on the article, the points its band in `MEASURES` is worth, and the
reason. Nothing else enters: no settings, no opinion about outlets. What could not be measured,
or was not found, is not listed and worth nothing.
"""

from auditor.model import Reliability, Signal
from auditor.reliability.alone import own
from auditor.reliability.kin import related
from auditor.reliability.page import page
from auditor.reliability.table import GRADES, MEASURES, WORST, Measure

__all__ = ["GRADES", "MEASURES", "WORST", "Measure", "grade", "own", "page", "related"]

_ORDER = {measure.name: number for number, measure in enumerate(MEASURES)}


def grade(signals: tuple[Signal, ...]) -> Reliability:
    """The grade that these signals make, in the order of the table."""
    points = sum(signal.points for signal in signals)
    letter = next((letter for letter, least in GRADES if points >= least), WORST)
    return Reliability(
        grade=letter, points=points, signals=tuple(sorted(signals, key=lambda signal: _ORDER[signal.name]))
    )
