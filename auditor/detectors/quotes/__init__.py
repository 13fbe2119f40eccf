"""QTE: what stands between quotation marks, who says it, and whether a peer quotes the same."""

from auditor.detectors.quotes.articles import OrphanQuote, UnbalancedQuotation
from auditor.detectors.quotes.pairs import AlteredQuote, MissingQuotes, OtherSpeaker

__all__ = ["AlteredQuote", "MissingQuotes", "OrphanQuote", "OtherSpeaker", "UnbalancedQuotation"]
