"""CIT: whether a citation could be checked, whether it is right about itself, and what the corpus says of it."""

from auditor.detectors.citations.claims import (
    ForeignDomain,
    MalformedLink,
    PlaceholderCitation,
)
from auditor.detectors.citations.corpus import CircularCitation, UnsupportedCitation
from auditor.detectors.citations.dating import ImpossibleDate
from auditor.detectors.citations.grades import DecorativeCitations, UnidentifiableSource, UnverifiableCitation

__all__ = [
    "CircularCitation",
    "DecorativeCitations",
    "ForeignDomain",
    "ImpossibleDate",
    "MalformedLink",
    "PlaceholderCitation",
    "UnidentifiableSource",
    "UnsupportedCitation",
    "UnverifiableCitation",
]
