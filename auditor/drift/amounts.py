"""Amounts that two sentences put differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.drift.lexicon import Tags
from auditor.drift.likeness import Likeness, Said
from auditor.drift.quantities import Quantity
from auditor.model import Fact

# How many telling words two amounts have around them, at least and as a share of the fewer.
_AROUND, _AROUND_SHARE = 2, 0.3
# The same for amounts of sentences that are not aligned.
_MUCH_AROUND = 3
# The Dice coefficient of statements in which two numbers may stand anywhere.
_SURE = 0.7


@dataclass(frozen=True)
class Side:
    """A statement, and the amounts of its whole story by unit."""

    said: Said
    story: Mapping[str, Sequence[Quantity]]

    def of(self, unit: str) -> list[Quantity]:
        """The statement's amounts of a unit."""
        return [one for one in self.said.quantities if one.unit == unit]

    def lacks(self, quantity: Quantity) -> bool:
        """Whether neither the story says this amount nor the statement its number."""
        if quantity.value in self.said.values:
            return False
        return not any(_same(quantity, other) for other in self.story.get(quantity.unit, ()))

    def says(self, quantity: Quantity, tags: Tags) -> bool:
        """Whether the story says this number with such a qualifier."""
        return any(one.value == quantity.value and one.tags & tags for one in self.story.get(quantity.unit, ()))


def by_unit(quantities: Sequence[Quantity]) -> dict[str, list[Quantity]]:
    """Amounts by what they count."""
    found: dict[str, list[Quantity]] = {}
    for quantity in quantities:
        found.setdefault(quantity.unit, []).append(quantity)
    return found


def pairs(a: Side, b: Side, alike: Likeness) -> Iterator[tuple[Fact, Quantity, Quantity]]:
    """What two statements say otherwise about an amount: what differs, what a says, what b says.

    Compared is what counts the same thing in like surroundings, or anywhere in statements that
    are close. What the other story says too, anywhere, is no difference, for the statements may
    tell of two things; so they may when each has a name of its own.
    """
    for unit in dict.fromkeys(quantity.unit for quantity in a.said.quantities):
        of_a, of_b = a.of(unit), b.of(unit)
        alone = alike.close and len(of_a) == len(of_b) == 1
        for one, other in _same_values(of_a, of_b):
            stated = a.says(one, other.tags) or b.says(other, one.tags)
            if not one.tags & other.tags and not stated and (alone or _around(one, other)):
                yield Fact.QUALIFIER, one, other
        left_a = [quantity for quantity in of_a if b.lacks(quantity)]
        left_b = [quantity for quantity in of_b if a.lacks(quantity)]
        if len(left_a) != 1 or len(left_b) != 1 or alike.others:
            continue
        one, other = left_a[0], left_b[0]
        vague = sum(quantity.value is None for quantity in (one, other))
        if vague < 2 and _alike(one, other) and (_around(one, other) or (alone and alike.dice >= _SURE)):
            yield (Fact.PRECISION if vague else Fact.NUMBER), one, other


def vague_pairs(
    a: Mapping[str, Sequence[Quantity]], b: Mapping[str, Sequence[Quantity]]
) -> Iterator[tuple[Quantity, Quantity]]:
    """A number of one story and a vague quantifier of the other, each the only one of its kind of thing.

    They need not stand in aligned sentences, for rewriting moves a clause to where it may not be
    recognised: the things must be described by a common word, in surroundings much alike.
    """
    for unit, of_a in a.items():
        of_b = b.get(unit, ())
        if len(of_a) != 1 or len(of_b) != 1 or (of_a[0].value is None) == (of_b[0].value is None):
            continue
        one, other = of_a[0], of_b[0]
        if one.modifiers & other.modifiers and len(one.around & other.around) >= _MUCH_AROUND:
            yield one, other


def _same(one: Quantity, other: Quantity) -> bool:
    if one.value is None or other.value is None:
        return one.value is other.value
    return one.agrees(other)


def _same_values(a: Sequence[Quantity], b: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """The numbers above 1 that stand once in each sentence, of the same thing."""
    for one in a:
        same_a, same_b = ([other for other in side if other.value == one.value] for side in (a, b))
        if one.value and one.value > 1 and len(same_a) == len(same_b) == 1 and _alike(one, same_b[0]):
            yield one, same_b[0]


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one unit may count the same thing: not French and Spanish soldiers."""
    return not one.modifiers or not other.modifiers or bool(one.modifiers & other.modifiers)


def _around(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities stand in like surroundings."""
    shared = len(one.around & other.around)
    return shared >= max(_AROUND, _AROUND_SHARE * min(len(one.around), len(other.around)))
