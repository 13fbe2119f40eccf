"""Numbers and vague quantifiers: what they are worth, what they count, how exact they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.drift.lexicon import Lexicon, Tags
from auditor.drift.words import Word, phrase_at, surroundings
from auditor.model import Span

# Commas part thousands (or lakhs and crores); a decimal comma is not read.
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)([a-z]{1,2})?")
_YEAR = range(1500, 2101)
_HYPHENS = frozenset("-‐‑")
# A noun phrase behind a number: so many words at most, the head the first plural among them.
_PHRASE = 4
# The longest qualifier in words.
_QUALIFIER = 4
# How many words before a number one may stand that qualifies it loosely.
_FAR = 12
_EXACT: Tags = frozenset({"exact"})
# By how much a number that is "about" something may be off; "at least 40" is not said of 400.
_ABOUT, _BOUND = 0.15, 3.0
_OLDEST = 120
# Whole numbers from here on may be rounded to their last digit that is not 0.
_ROUNDED = 100


@dataclass(frozen=True)
class Quantity:
    """A number, or a vague quantifier, with what it counts.

    `value` is None for a vague quantifier, `step` the size of the number's last stated digit.
    `unit` is "%", a currency, "age" or the head noun's singular; `modifiers` are the stems
    between number and head. `first` and `end` are numbers of words, `span` reaches from the
    qualifier to the head.
    """

    value: float | None
    step: float
    unit: str
    modifiers: frozenset[str]
    tags: Tags
    first: int
    end: int
    span: Span
    around: frozenset[str]

    def agrees(self, other: "Quantity") -> bool:
        """Whether both may be said of one amount: the same one, rounded, or within a bound."""
        if self.value == other.value:
            return True
        if self.tags == other.tags == _EXACT and self.step == other.step:
            return False
        # Two bounds of one kind bound two amounts.
        bounds = self.tags != other.tags
        (low, high), (other_low, other_high) = self._range(bounds=bounds), other._range(bounds=bounds)
        return low < other_high and other_low < high

    def _range(self, *, bounds: bool) -> tuple[float, float]:
        """The least and the greatest value this may stand for."""
        value = self.value or 0.0
        low, high = value - self.step / 2, value + self.step / 2
        if "about" in self.tags:
            low, high = low - _ABOUT * value, high + _ABOUT * value
        if bounds and "lower" in self.tags:
            high = max(high, value * _BOUND)
        if bounds and "upper" in self.tags:
            low = min(low, value / _BOUND)
        return low, high


@dataclass(frozen=True)
class _Number:
    value: float
    step: float
    first: int
    end: int


def quantities(words: Sequence[Word], lexicon: Lexicon, text: str) -> tuple[Quantity, ...]:
    """The numbers and vague quantifiers of which is clear what they count. O(words).

    Left out are years, clock times, scores, ranges, shares ("two of three"), telephone
    numbers and numbers that are part of a name.
    """
    found = []
    index = 0
    while index < len(words):
        number = _number(words, index, lexicon)
        if number is None:
            quantity, index = _vague(words, index, lexicon), index + 1
        else:
            quantity, index = _counted(words, number, lexicon, text), number.end
        if quantity:
            found.append(quantity)
    return tuple(found)


def values(words: Sequence[Word], lexicon: Lexicon) -> frozenset[float]:
    """The value of every number among some words, whatever it is."""
    found = (_number(words, index, lexicon) for index in range(len(words)))
    return frozenset(number.value for number in found if number)


def _number(words: Sequence[Word], index: int, lexicon: Lexicon) -> _Number | None:
    """The number that begins at a word, in digits or words, with its magnitudes."""
    numbers, key = lexicon.numbers, words[index].key
    if match := _DIGITS.fullmatch(key):
        if match[2] and match[2] not in numbers.suffixes:
            return None
        digits = match[1].replace(",", "")
        value, step, end = float(digits), _step(digits), index + 1
        if match[2]:
            value, step = value * numbers.suffixes[match[2]], step * numbers.suffixes[match[2]]
    elif key in numbers.words:
        value, end = float(numbers.words[key]), index + 1
        unit = numbers.words.get(words[end].key, 0) if end < len(words) else 0
        if value >= 20 and 0 < unit < 10 and words[end].joined:
            value, end = value + unit, end + 1
        step = 1.0
    elif key in {"a", "half"} or key in numbers.magnitudes:
        return _magnitude(words, index, lexicon)
    else:
        return None
    while end < len(words) and words[end].joined and words[end].key in numbers.magnitudes:
        value, step = value * numbers.magnitudes[words[end].key], step * numbers.magnitudes[words[end].key]
        end += 1
    return _Number(value, step, index, end)


def _magnitude(words: Sequence[Word], index: int, lexicon: Lexicon) -> _Number | None:
    """A number without digits: "a dozen", "half a million", "a hundred thousand"."""
    end = index + (words[index].key == "half")
    if end < len(words) and words[end].key == "a":
        end += 1
    start, value = end, 0.5 if words[index].key == "half" else 1.0
    while end < len(words) and words[end].joined and words[end].key in lexicon.numbers.magnitudes:
        value *= lexicon.numbers.magnitudes[words[end].key]
        end += 1
    return _Number(value, value / 5, index, end) if start > index and end > start else None


def _step(digits: str) -> float:
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10 ** -len(decimals))
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10**zeros) if int(whole) >= _ROUNDED and zeros > 1 else 1.0


def _counted(words: Sequence[Word], number: _Number, lexicon: Lexicon, text: str) -> Quantity | None:
    """What a number counts, or None when it counts nothing that is clear."""
    if _no_amount(words, number, lexicon):
        return None
    found = _unit(words, number, lexicon, text)
    if found is None:
        return None
    unit, modifiers, end = found
    tags, first = _qualifier(words, number.first, lexicon, times=unit in lexicon.numbers.times)
    if tags is _EXACT:
        tags = _elsewhere(words, number, lexicon)
    return Quantity(
        value=number.value,
        step=number.step,
        unit=unit,
        modifiers=modifiers,
        tags=tags,
        first=number.first,
        end=end,
        span=Span(words[first].span.start, words[end - 1].span.end),
        around=surroundings(words, number.first, end, lexicon) | modifiers,
    )


def _no_amount(words: Sequence[Word], number: _Number, lexicon: Lexicon) -> bool:
    """Whether digits are a year, a time, a score, a range, a share or part of a name."""
    before = words[number.first - 1] if number.first else None
    after = words[number.end] if number.end < len(words) else None
    text, gap = words[number.first].text, words[number.first].before
    whole = number.end == number.first + 1
    if whole and text.isdigit() and (len(text) > 6 or int(text) in _YEAR or text[0] == "0"):
        return True
    if _touches(gap, before) or (
        after and _touches(after.before, after) and after.key not in lexicon.numbers.magnitudes
    ):
        return True
    if after and (
        after.key in lexicon.numbers.hours
        or (after.key in {"of", "out", "in"} and _is_number(words, number.end + 1, lexicon))
    ):
        return True
    if after and after.key in {"to", "or", "and", "of", "in"} and _is_number(words, number.end + 1, lexicon):
        return True
    if before is None:
        return False
    if (
        before.key in {"to", "or", "and", "of", "in", "versus", "v", "vs"}
        and number.first > 1
        and _is_number(words, number.first - 2, lexicon)
    ):
        return True
    if before.key in lexicon.numbers.labels or before.key in lexicon.months or before.text[0].isdigit():
        return before.joined or gap == ". "
    name = before.capital and gap == " " and not before.opens and before.key not in lexicon.function
    return whole and name and before.key not in {"at", "about"}


def _touches(gap: str, word: Word | None) -> bool:
    """Whether a sign ties a number to another one: 3-1, 10:30, 24/7, 555-0142."""
    return bool(word) and gap in {"-", "–", "—", "‑", ":", "/", "."} and word is not None and word.text[0].isdigit()


def _is_number(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    if not 0 <= index < len(words):
        return False
    key = words[index].key
    if key == "the" and index + 1 < len(words):
        key = words[index + 1].key
    return (
        key[0].isdigit()
        or key in lexicon.numbers.words
        or key in lexicon.numbers.magnitudes
        or key in lexicon.numbers.percent
    )


def _unit(
    words: Sequence[Word], number: _Number, lexicon: Lexicon, text: str
) -> tuple[str, frozenset[str], int] | None:
    """The unit of a number, the stems between them, and where the phrase ends."""
    numbers, end, first = lexicon.numbers, number.end, words[number.first]
    if currency := numbers.currencies.get(first.before[-1:]):
        return currency, frozenset(), end
    if text[words[end - 1].span.end : words[end - 1].span.end + 1] == "%":
        points = end < len(words) and words[end].key.startswith("point")
        return ("points" if points else "%"), frozenset(), end
    if end == len(words):
        return None
    for unit, phrases in (("points", numbers.points), ("%", numbers.percent), ("age", numbers.ages)):
        if size := phrase_at(words, end, phrases):
            return unit, frozenset(), end + size
    if _aged(words, number):
        return "age", frozenset(), end
    if words[end].before in _HYPHENS:
        return _hyphenated(words, end, lexicon)
    if words[end].joined and (currency := numbers.currencies.get(words[end].key)):
        return currency, frozenset(), end + 1
    return _head(words, end, lexicon, one=number.value == 1)


def _aged(words: Sequence[Word], number: _Number) -> bool:
    """Whether a number is an age: "aged 34", "Ann Lee, 34, of Leeds"."""
    before = words[number.first - 1] if number.first else None
    if before is None or before.key in {"aged", "age"}:
        return before is not None
    apposed = words[number.first].before == ", " and words[number.end].before.startswith(",")
    return apposed and before.key.isalpha() and number.value <= _OLDEST


def _hyphenated(words: Sequence[Word], index: int, lexicon: Lexicon) -> tuple[str, frozenset[str], int] | None:
    """The noun behind a number and a hyphen: "a five-day strike" is five days."""
    key = words[index].key
    return (_singular(key, lexicon) or key, frozenset(), index + 1) if key.isalpha() else None


def _head(words: Sequence[Word], index: int, lexicon: Lexicon, *, one: bool) -> tuple[str, frozenset[str], int] | None:
    """The head noun of the noun phrase that begins at a word: its first plural."""
    modifiers: list[str] = []
    for place in range(index, min(index + _PHRASE, len(words))):
        word = words[place]
        if not word.joined and not (place > index and word.before == ", "):
            return None
        if one:
            known = word.key in lexicon.numbers.plurals.values() or word.key in lexicon.numbers.times
            return (word.key, frozenset(), place + 1) if known else None
        if (noun := _singular(word.key, lexicon)) is not None:
            ends = place + 1 == len(words) or words[place + 1].before not in _HYPHENS
            return (noun, frozenset(modifiers), place + 1) if ends else None
        if word.key in lexicon.numbers.between or (word.key in {"and", "or"} and place > index):
            continue
        if word.key in lexicon.function or not word.key[0].isalpha():
            return None
        modifiers.append(word.stem)
    return None


def _singular(key: str, lexicon: Lexicon) -> str | None:
    """The singular of a plural noun; None for what does not look like one."""
    numbers = lexicon.numbers
    if key in numbers.plurals:
        return numbers.plurals[key]
    if len(key) < 4 or not key.endswith("s") or key.endswith(("ss", "us", "is", "'s")) or key in numbers.singulars:
        return None
    return f"{key[:-3]}y" if key.endswith("ies") else key[:-1]


def _qualifier(words: Sequence[Word], first: int, lexicon: Lexicon, *, times: bool) -> tuple[Tags, int]:
    """How exact the number that begins at a word is, and where its qualifier begins."""
    end = first
    for size in range(_QUALIFIER, 0, -1):
        phrase = tuple(word.key for word in words[max(0, end - size) : end])
        if len(phrase) == size and phrase in lexicon.qualifiers:
            tags = lexicon.qualifiers[phrase]
            return (tags | _EXACT if times and phrase in lexicon.not_with_times else tags), end - size
    return _EXACT, first


def _elsewhere(words: Sequence[Word], number: _Number, lexicon: Lexicon) -> Tags:
    """How exact a number is by words that stand behind it, or further before it in its sentence."""
    for phrase, tags in lexicon.qualifiers_after.items():
        if tuple(word.key for word in words[number.end : number.end + len(phrase)]) == phrase:
            return tags
    for index in range(number.first - 1, max(-1, number.first - 1 - _FAR), -1):
        if tags := lexicon.loosely_qualifying.get(words[index].key, frozenset()):
            return tags
        if words[index].opens:
            break
    return _EXACT


def _vague(words: Sequence[Word], index: int, lexicon: Lexicon) -> Quantity | None:
    """A vague quantifier with the noun it stands before."""
    size = phrase_at(words, index, lexicon.vague)
    if not size or (index and words[index - 1].key in lexicon.vague_except_after and words[index].joined):
        return None
    end = index + size
    if end < len(words) and words[end].key == "of" and words[index].key != "many":
        end += 1
    found = _head(words, end, lexicon, one=False) if end < len(words) else None
    if found is None:
        return None
    unit, modifiers, end = found
    span = Span(words[index].span.start, words[end - 1].span.end)
    around = surroundings(words, index, end, lexicon) | modifiers
    return Quantity(None, 0.0, unit, modifiers, frozenset({"vague"}), index, end, span, around)
