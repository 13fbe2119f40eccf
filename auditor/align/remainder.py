"""What one of two stories has and the other has not: its statements without a counterpart."""

from collections.abc import Iterable

import numpy as np

from auditor.align.prepared import Prepared
from auditor.model import Only
from auditor.tokens.scan import Flags

# A sentence has a counterpart when so much of its content stands in passages, or as an aligned statement.
TOLD = 0.5


def remainder(story: Prepared, covered: Flags, statements: Iterable[tuple[int, int]]) -> Only:
    """The sentences of a story that the other does not tell: O(words).

    `covered` marks its words in passages; `statements` are the half-open ranges of its aligned sentences.
    """
    told = np.zeros(story.sentences, dtype=np.bool_)
    for first, end in statements:
        told[first:end] = True
    if not len(story.story):
        return Only(0.0, 0, ())
    first_words = story.story.bounds[:-1]
    words = np.add.reduceat(story.content.astype(np.int64), first_words)
    inside = np.add.reduceat((story.content & covered).astype(np.int64), first_words)
    left = ~told & (inside < TOLD * words)
    share = round(float(words[left].sum() / words.sum()), 4)
    return Only(share, int(left.sum()), story.story.stretches(left))
