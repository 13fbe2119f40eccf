"""Who did or suffered what: names in the place of a predicate that both stories use."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.drift.lexicon import Lexicon
from auditor.drift.words import Word, edits
from auditor.model import Span

# Words of a compound with hyphens at most.
_PARTS = 4
# Edits by which two spellings of one name may differ.
_SPELLING = 2
_AUXILIARIES = frozenset({"is", "are", "was", "were", "been", "being", "be"})


@dataclass(frozen=True)
class Role:
    """A name, and the predicate of a verb and its complement that is said of it."""

    predicate: tuple[str, str]
    name: str
    span: Span


def roles(words: Sequence[Word], lexicon: Lexicon) -> tuple[Role, ...]:
    """The names that stand before or inside a predicate: "caught X off-guard", "X was caught off-guard"."""
    return tuple(role for first, end in _runs(words, lexicon) for role in _roles(words, first, end, lexicon))


def _runs(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(words):
        end = index
        while end < len(words) and words[end].capital and words[end].key not in lexicon.function:
            if end > index and words[end].before != " ":
                break
            end += 1
        if end > index:
            yield index, end
        index = max(end, index + 1)


def _roles(words: Sequence[Word], first: int, end: int, lexicon: Lexicon) -> Iterator[Role]:
    span = Span(words[first].span.start, words[end - 1].span.end)
    name = words[end - 1].key.removesuffix("'s")
    passive = end < len(words) and words[end].key in _AUXILIARIES and words[end].joined
    verb = end + 1 if passive else first - 1
    behind = end + 2 if passive else end
    if verb < 0 or behind >= len(words) or not all(words[at].before == " " for at in (max(verb + 1, first), behind)):
        return
    complement = _compound(words, behind, lexicon)
    told = words[verb].text.endswith("ed") or words[verb].text in lexicon.participles
    if name in lexicon.empty or not (passive or "-" in complement or words[behind].key in lexicon.complements):
        return
    if told and words[verb].text.islower() and complement:
        yield Role((words[verb].stem, complement), name, span)


def _compound(words: Sequence[Word], index: int, lexicon: Lexicon) -> str:
    """The stem of a word, or those of a compound with hyphens; empty for what says nothing."""
    end = index + 1
    while end < len(words) and words[end].before == "-" and end - index < _PARTS:
        end += 1
    parts = words[index:end]
    told = len(parts) > 1 or _tells(parts[0], lexicon)
    return "-".join(word.stem for word in parts) if told and all(word.text.islower() for word in parts) else ""


def beside(words: Sequence[Word]) -> frozenset[tuple[str, str]]:
    """The names that stand side by side, and so are parts of one name."""
    return frozenset((left.key, right.key) for left, right in pairwise(words) if left.capital and right.capital)


def pairs(a: Sequence[Role], b: Sequence[Role], parts: frozenset[tuple[str, str]]) -> Iterator[tuple[Role, Role]]:
    """The predicates that stand once in each story, with another name; `parts` are those of one name."""
    of_a, of_b = _once(a), _once(b)
    for predicate, role in of_a.items():
        other = of_b.get(predicate)
        if other is None or edits(role.name, other.name) <= _SPELLING:
            continue
        if (role.name, other.name) not in parts and (other.name, role.name) not in parts:
            yield role, other


def _once(roles: Sequence[Role]) -> dict[tuple[str, str], Role]:
    times = Counter(role.predicate for role in roles)
    return {role.predicate: role for role in roles if times[role.predicate] == 1}


def _tells(word: Word, lexicon: Lexicon) -> bool:
    return word.key.isalpha() and word.key not in lexicon.function
