"""How paragraphs open and close articles, and how headlines are worded: features for trained weights.

Only words that are common in any news, their place, and shapes are looked at, so that the weights
learn the form of an article and not its topics.
"""

import re
from functools import cache

from auditor.anatomy.mentions import full_names

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.]*|[\"“”]")
_QUOTES = '"“”'
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_MONTH_NAMES = "january february march april may june july august september october november december"
_DAYS, _MONTHS = frozenset(_DAY_NAMES.split()), frozenset(_MONTH_NAMES.split())
_VOCABULARY = 1_200
# What a paragraph says first tells what it is.
_LENGTH = 1_500
_OPENING_WORDS = 60
_SENTENCE = re.compile(r"[.!?][\"”]?\s+[\"“]?[A-Z]")
_FIRST_END = re.compile(r"[.!?][\"”]?\s")
_HEADLINE = 200


def paragraph_features(text: str) -> dict[str, float]:
    """What a paragraph looks like: its words near the front, its first two words, its shape."""
    head = text[:_LENGTH]
    tokens = _TOKEN.findall(head)
    words = [token for token in tokens if token not in _QUOTES]
    lower = _lower(words)
    known, named = _vocabulary(), _named()
    features = {named[word]: 1.0 for word in lower[:_OPENING_WORDS] if word in named}
    if words:
        features |= _openers(words, lower, known)
    size, quotes = min(len(words), 80) / 40, len(tokens) - len(words)
    first = [word[0] for word in words]
    numbers = sum(map(str.isdigit, first))
    capitals = sum(map(str.isupper, first[1:]))
    if not _DAYS.isdisjoint(lower):
        capitals -= sum(letter.isupper() and word in _DAYS for letter, word in zip(first[1:], lower[1:], strict=True))
    return features | {
        '^"': float(head.startswith(tuple(_QUOTES))),
        "length": size,
        "length squared": size * size,
        "short": float(len(words) < 14),
        "long": float(len(words) > 70),
        "quotes": min(quotes, 4) / 2,
        "quoted": float(quotes > 0),
        "numbers": min(numbers, 4) / 2,
        "capitals": 4 * min(capitals / max(1, len(words)), 0.5),
        "full names": min(full_names(head), 4) / 2,
        "sentences": min(len(_SENTENCE.findall(head)), 4) / 2,
        "first sentence": min(len(_FIRST_END.split(head, maxsplit=1)[0].split()), 50) / 25,
    }


def headline_features(text: str) -> dict[str, float]:
    """What a line shaped like a headline looks like: its words and its typography."""
    head = text[:_HEADLINE]
    words = [token for token in _TOKEN.findall(head) if token not in _QUOTES]
    known = _vocabulary()
    lower = _lower(words)
    bare = [word.removesuffix("'s") if word not in known else word for word in lower]
    features = {f"w:{word}": 1.0 for word in bare if word in known and not word[0].isdigit()}
    unknown = sum(word not in known and not word[0].isdigit() for word in bare)
    if lower:
        features[f"^{_kind(lower[0], known)}"] = 1.0
    longer = [word for word in words if len(word) > 3 and word[0].isalpha()]
    size = len(words)
    return features | {
        "number": float(any(word[0].isdigit() for word in lower)),
        "possessive": float(any(word.endswith("'s") for word in lower)),
        "capitals": sum(word[0].isupper() for word in longer) / max(1, len(longer)),
        "all capitals": float(head.isupper()),
        "colon": float(":" in head),
        "comma": float("," in head),
        "bracket": float("(" in head),
        "dash": float(any(dash in head for dash in (" - ", "–", "—"))),
        "quote": float(any(mark in head for mark in '"“‘')),
        "question": float(head.rstrip('"”').endswith("?")),
        "length": min(size, 16) / 8,
        "under 4": float(size < 4),
        "under 5": float(size < 5),
        "over 16": float(size > 16),
        "own words": min(unknown, 6) / 3,
        "share of own words": unknown / max(1, size),
    }


def _lower(words: list[str]) -> list[str]:
    """The words folded, with straight apostrophes; all at once, for a call a word would cost more than its work."""
    return "\n".join(words).casefold().replace("’", "'").split("\n") if words else []


def _openers(words: list[str], lower: list[str], known: frozenset[str]) -> dict[str, float]:
    features = {f"^{_kind(lower[0], known)}": 1.0}
    if len(words) > 1:
        features[f"^2{lower[1] if lower[1] in known else '<other>'}"] = 1.0
        if words[1][0].isupper():
            features["^Name Name"] = 1.0
        elif lower[0] not in known:
            features["^Name"] = 1.0
    return features


def _kind(word: str, known: frozenset[str]) -> str:
    if word in known:
        return word
    return "<number>" if word[0].isdigit() else "<other>"


@cache
def _named() -> dict[str, str]:
    """The features of the words that are common in any news."""
    return {word: "<day>" if word in _DAYS else f"w:{word}" for word in sorted(_vocabulary()) if not word[0].isdigit()}


@cache
def _vocabulary() -> frozenset[str]:
    from wordfreq import top_n_list

    return frozenset(top_n_list("en", _VOCABULARY)) | _DAYS | _MONTHS
