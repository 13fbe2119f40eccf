"""How a story says where its statements come from: cues, sources without names, quotations, credits.

The words of a language stand in `data/sourcing`; its head says what each list means.
"""

from auditor.sourcing.cues import Cue
from auditor.sourcing.facts import Quote, Sourcing, facts
from auditor.sourcing.pairs import Side, sides

__all__ = ["Cue", "Quote", "Side", "Sourcing", "facts", "sides"]
