"""Pictures of a report as SVG, for pages and as files: families, compositions, similarity.

A picture says how many it leaves out; everything it shows stands in report.json.
"""

from collections.abc import Iterator

from auditor.overview import Overview
from auditor.pictures import composition, family, matrix
from auditor.pictures.naming import Names


def drawings(overview: Overview) -> Iterator[tuple[str, str]]:
    """The pictures as files: name and SVG; none of articles where there are none, nor of reuse."""
    names = Names(overview)
    if overview.report.articles:
        yield "composition.svg", composition.drawing(overview, names)
    if overview.report.families:
        yield "families.svg", family.drawing(overview, names)
        yield "similarity.svg", matrix.drawing(overview, names)
