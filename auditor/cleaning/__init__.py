"""Cleaning: articles without what is not the article, and a record of what was taken out of them."""

from auditor.cleaning.files import PROVENANCE, Provenance, Tally, files
from auditor.cleaning.story import KEPT, Cleaned, Cleaning, Removal, clean

__all__ = ["KEPT", "PROVENANCE", "Cleaned", "Cleaning", "Provenance", "Removal", "Tally", "clean", "files"]
