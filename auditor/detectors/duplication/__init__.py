"""DUP: articles that are, or share text with, other articles.

Direction is never implied: which text came first is said only where there is evidence for it.
"""

from auditor.detectors.duplication.passages import ReusedPassage
from auditor.detectors.duplication.stories import ExactDuplicate, NearDuplicate, RewrittenCopy
from auditor.detectors.duplication.upstream import CommonUpstream

__all__ = ["CommonUpstream", "ExactDuplicate", "NearDuplicate", "ReusedPassage", "RewrittenCopy"]
