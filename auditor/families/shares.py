"""What each story has in common with its family as a whole, and what it alone has."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from auditor.families.claims import Told
from auditor.families.wording import Wording
from auditor.model import Alignment, Member
from auditor.tokens.scan import Flags


def shares(
    members: Sequence[str], within: Iterable[Alignment], claims: Sequence[Told], wording: Wording
) -> tuple[Member, ...]:
    """What of each member stands in no other, and how many of the family's claims it makes.

    A sentence is the member's own when no alignment with another member gives it a counterpart.
    """
    own = {member: np.ones(len(wording.of(member)), dtype=np.bool_) for member in members}
    for alignment in within:
        for seen in (alignment, alignment.mirrored()):
            own[seen.link.a] &= _own(seen, wording)
    made = Counter(story for claim in claims for story in claim.stories)
    return tuple(_member(member, own[member], made[member], len(claims), wording) for member in members)


def _own(seen: Alignment, wording: Wording) -> Flags:
    """The sentences of the first story that the second does not have."""
    sentences, only = wording.of(seen.link.a), seen.link.only_a
    own = np.zeros(len(sentences), dtype=np.bool_)
    if only is None:
        own[:] = True
        for statement in seen.statements:
            own[sentences.within(statement.a)] = False
    else:
        for span in only.spans:
            own[sentences.within(span)] = True
    return own


def _member(story: str, own: Flags, made: int, total: int, wording: Wording) -> Member:
    only = wording.of(story).only(own)
    return Member(story=story, reused=round(1 - only.share, 4), own=only, claims=made, lacks=total - made)
