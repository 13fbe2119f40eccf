"""One module a format, found by looking: `auditor.reading.formats.formats()`."""
