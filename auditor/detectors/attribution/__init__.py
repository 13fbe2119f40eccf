"""ATT: whether an article says where its statements come from, and whether a peer says more."""

from auditor.detectors.attribution.articles import AgentlessAttribution, BareAttribution, BuriedCredit
from auditor.detectors.attribution.families import MissingAttribution, OwnDateline, UncreditedAnonymousSources

__all__ = [
    "AgentlessAttribution",
    "BareAttribution",
    "BuriedCredit",
    "MissingAttribution",
    "OwnDateline",
    "UncreditedAnonymousSources",
]
