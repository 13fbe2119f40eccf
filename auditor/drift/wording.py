"""How a claim is put: hedged or flat, affirmed or denied."""

from collections.abc import Iterator, Sequence

from auditor.drift.lexicon import Lexicon
from auditor.drift.words import Word, phrase_at, surroundings, telling
from auditor.model import Span

# Words behind a hedge or a negator in which its claim is looked for, and how many of them tell.
_CLAIM, _CLAIM_STEMS = 5, 2
_QUESTIONS = frozenset({"when", "whether", "if", "how", "what", "who", "where"})
_QUOTATION_MARKS = frozenset('"“”„«»?')
# How many telling words around a negator the other statement has in the same order.
_WINDOW = 3
# How many of the words around a hedge the other statement has, at least and as a share.
_AROUND, _AROUND_SHARE = 3, 0.6


def hedged(a: Sequence[Word], b: Sequence[Word], text_b: str, lexicon: Lexicon) -> Iterator[Span]:
    """The hedges of one statement of which the other states the claim as a plain fact.

    The other names the claim (the words behind the hedge) and has no hedge, no modal, no
    reporting verb and no quotation marks of its own.
    """
    if not _QUOTATION_MARKS.isdisjoint(text_b) or any(_softens(b, index, lexicon) for index in range(len(b))):
        return
    stems = {word.stem for word in b}
    for index, word in enumerate(a):
        size = phrase_at(a, index, lexicon.hedges)
        asked = any(each.key in _QUESTIONS for each in a[max(0, index - _CLAIM) : index])
        if not size or asked or (word.key == "may" and word.capital):
            continue
        claim = list(telling(a[index + size : index + size + _CLAIM], lexicon))[:_CLAIM_STEMS]
        end = index + size
        around = surroundings(a, index, end, lexicon)
        shared = len(around & stems)
        if claim and stems.issuperset(claim) and shared >= max(_AROUND, _AROUND_SHARE * len(around)):
            yield Span(word.span.start, a[end - 1].span.end)


def _softens(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    return words[index].key in lexicon.softeners or phrase_at(words, index, lexicon.hedges) > 0


def negated(a: Sequence[Word], b: Sequence[Word], lexicon: Lexicon) -> Span | None:
    """The one negator of a statement that the other says without any, in the same words around it."""
    negators = [index for index in range(len(a)) if _negates(a, index, lexicon)]
    if len(negators) != 1 or any(_denies(b, index, lexicon) for index in range(len(b))):
        return None
    at = negators[0]
    if any(_denies(a, index, lexicon) for index in range(len(a)) if index != at):
        return None
    if at + 1 == len(a) or a[at + 1].key in lexicon.no_negation_before or not a[at + 1].joined:
        return None
    before, after = list(telling(a[:at], lexicon)), list(telling(a[at + 1 :], lexicon))
    said = list(telling(b, lexicon))
    windows = ([*before[-1:], *after[:2]], [*before[-2:], *after[:1]])
    if not after or not any(len(window) == _WINDOW and _has_run(said, window) for window in windows):
        return None
    return a[at].span


def _has_run(stems: Sequence[str], run: Sequence[str]) -> bool:
    return any(list(stems[at : at + len(run)]) == run for at in range(len(stems) - len(run) + 1))


def _negates(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    number = index + 1 < len(words) and words[index + 1].text[0].isdigit()
    return words[index].key.endswith("n't") or (words[index].key in lexicon.negators and not number)


def _denies(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Whether a word may turn a statement into its opposite, by itself or with others."""
    return _negates(words, index, lexicon) or words[index].key in lexicon.implicit_negators
