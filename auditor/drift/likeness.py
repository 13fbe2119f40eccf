"""Whether two aligned statements tell of one thing, before their facts are held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.drift.lexicon import Lexicon
from auditor.drift.quantities import Quantity
from auditor.drift.words import Word, telling

# From so many numbers on, two statements of which at most half agree are one form filled in twice.
_FORM, _FORM_SHARE = 3, 0.5
# The Dice coefficient of statements that may tell of one thing, and of those that surely do when
# they share so many words.
_ALIKE, _CLOSE, _ENOUGH = 0.3, 0.5, 5


@dataclass(frozen=True)
class Said:
    """A statement: its words, its amounts, and the values of all its numbers, whatever they count."""

    words: Sequence[Word]
    quantities: Sequence[Quantity]
    values: frozenset[float]


@dataclass(frozen=True)
class Likeness:
    """How alike two statements are.

    `dice` is over telling stems and `shared` how many they share; `names` are the words with a
    capital that both have, `others` how many of their own each has, at least; `form` says
    whether most of their numbers differ.
    """

    dice: float
    shared: int
    names: int
    others: int
    form: bool

    @property
    def same(self) -> bool:
        """Whether both may well tell of one thing."""
        return not self.form and self.dice >= _ALIKE and self.others <= max(1, self.names / 2)

    @property
    def close(self) -> bool:
        """Whether both tell of one thing, and of no other names."""
        return self.same and self.dice >= _CLOSE and self.shared >= _ENOUGH and not self.others


def likeness(a: Said, b: Said, lexicon: Lexicon) -> Likeness:
    """Measure two statements. O(words)."""
    ours, theirs = set(telling(a.words, lexicon)), set(telling(b.words, lexicon))
    named_a, named_b = _named(a.words, lexicon), _named(b.words, lexicon)
    return Likeness(
        dice=2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0,
        shared=len(ours & theirs),
        names=len(named_a & named_b),
        others=min(len(named_a - theirs), len(named_b - ours)),
        form=_form(a.values, b.values) or _form(_amounts(a), _amounts(b)),
    )


def _amounts(said: Said) -> frozenset[float]:
    return frozenset(quantity.value for quantity in said.quantities if quantity.value is not None)


def _form(a: frozenset[float], b: frozenset[float]) -> bool:
    fewer = min(len(a), len(b))
    return fewer >= _FORM and len(a & b) <= _FORM_SHARE * fewer


def _named(words: Sequence[Word], lexicon: Lexicon) -> set[str]:
    return set(telling([word for word in words if word.capital and not word.opens], lexicon))
