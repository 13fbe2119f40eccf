"""Formats whose library is installed only where it is asked for."""

from auditor.errors import UnreadableError


def missing(library: str, extra: str) -> UnreadableError:
    """What is said when a library is not there: which extra brings it."""
    return UnreadableError(f"{library} is not installed, which reads it: pip install 'article-auditor[{extra}]'")
