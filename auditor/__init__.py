"""A source-reliability and duplication auditor for news articles.

import auditor

report = auditor.audit("articles/")
comparison = auditor.compare(text_a, text_b)
stories = auditor.segment(text)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.api import Comparison, audit, compare, segment
    from auditor.model import Article
    from auditor.settings import Settings

__version__ = "0.1.0"
__all__ = ["Article", "Comparison", "Settings", "audit", "compare", "segment"]

_HOMES = {
    "Article": "auditor.model",
    "Comparison": "auditor.api",
    "Settings": "auditor.settings",
    "audit": "auditor.api",
    "compare": "auditor.api",
    "segment": "auditor.api",
}


def __getattr__(name: str) -> Any:
    """Load the interface on first use, so that `auditor --help` does not pay for it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
