"""Text from articles made harmless, one module for each language it is written into.

What a terminal or a build log would obey is `auditor.text.safe_log`'s to take out; here is what
a format itself would obey, and how its documents are written in chunks.
"""
