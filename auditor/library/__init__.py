"""Articles that are kept, so that new ones can be held against them without reading all of them again.

A library is a DuckDB file. Its tables are described in docs/library.md, and anybody may query
them. What a story is found by is computed once, when it is added; only the articles that may be
related to a new one are read again. The weights of terms and the site furniture are those of the
day the library was built: a verdict does not change because unrelated articles were added.
"""

from auditor.library.building import Kept, add, build
from auditor.library.keeping import Info, info, remove, verify
from auditor.library.recalling import Library

__all__ = ["Info", "Kept", "Library", "add", "build", "info", "remove", "verify"]
