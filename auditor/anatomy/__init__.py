"""Recognition: an article's blocks with their roles, and its stories."""

from auditor.anatomy.dissect import dissect

__all__ = ["dissect"]
