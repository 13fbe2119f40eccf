"""The language of a text: from its script, then from its small words and its letters.

A script that only one language of news is written in tells it by itself. Among languages that
share a script, the commonest words decide (Ingle, 1976), the scarcer ones for more; letters that
few of them have help in texts of a line or two. The lists stand in `data/languages.toml`.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from auditor.text import words

UNDETERMINED = "und"

# Enough to tell languages apart, and a bound on what a huge file costs.
_SAMPLE = 20_000
# In running prose a third to a half of all words are small words; the lists hold most of them. Below
# this share a text is in a language that has no list.
_LEAST_SHARE = 0.18
# What the small words of a language are worth in one that has them by chance is up to this share:
# with fewer words, a record that names another language is believed instead.
_SURE_SHARE = 0.28
# A text of fewer words than this may have one small word; it tells when no other language comes near.
_SHORT, _LEAST_ALONE, _RIVAL = 20, 0.08, 0.6
# A letter of few languages tells, but less than a word: names bring letters with them.
_LETTER = 0.5
# The scripts of one language, or of languages that news is rarely written in besides.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("lo", re.compile(r"[\u0e81-\u0edf]")),
    ("my", re.compile(r"[\u1000-\u109f]")),
    ("km", re.compile(r"[\u1780-\u17ff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("pa", re.compile(r"[\u0a00-\u0a7f]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
    ("kn", re.compile(r"[\u0c80-\u0cff]")),
    ("ml", re.compile(r"[\u0d00-\u0d7f]")),
    ("si", re.compile(r"[\u0d80-\u0dff]")),
    ("am", re.compile(r"[\u1200-\u137f]")),
)
_ANY_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0530-\u05ff\u0900-\u11ff\u1200-\u137f\u1780-\u17ff"
    r"\u1f00-\u1fff\u3041-\u9fff\uac00-\ud7af]"
)
# So much of a Japanese text is kana; less is a Chinese text that names a Japanese thing.
_KANA = 0.05


@dataclass(frozen=True)
class _Lists:
    """The languages that have a word, and those that have a letter."""

    words: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, tuple[str, ...]]
    any_letter: re.Pattern[str]
    codes: frozenset[str]


def detect(text: str, declared: str = "") -> str:
    """The ISO 639-1 code of the text's language, or "und" when it is too short or of none that is known.

    `declared` is what a record or page says ("pt-BR"): believed where the text does not tell, or
    tells faintly. Pages say "en" of any language, so the text is asked first. O(20,000).
    """
    said = _primary(declared)
    sample = text[:_SAMPLE]
    if script := _by_script(sample):
        return script
    best, share = _by_words(sample)
    if best is None or (said and said not in _lists().codes and share < _SURE_SHARE):
        return said or UNDETERMINED
    return best


def _primary(tag: str) -> str:
    """The language of a tag in the manner of BCP 47, empty when it is none."""
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() and code != UNDETERMINED else ""


def _by_script(text: str) -> str | None:
    """The language of a text more than half of whose letters are of another script than those of the lists."""
    if not _ANY_OTHER_SCRIPT.search(text):
        return None
    letters = sum(map(str.isalpha, text))
    found = Counter({code: len(script.findall(text)) for code, script in _SCRIPTS})
    east = found["ja"] + found["zh"]
    if 2 * east > letters:
        return "ja" if found["ja"] >= _KANA * east else "zh"
    code, count = max(found.items(), key=lambda each: (each[1], each[0]))
    return code if 2 * count > letters else None


def _by_words(text: str) -> tuple[str | None, float]:
    """The language whose small words and letters the text has most of, with the share of them in it."""
    lists = _lists()
    counts = Counter(word for word in map(_folded, words(text)) if not word[0].isdigit())
    total = sum(counts.values())
    hits: Counter[str] = Counter()
    weight: defaultdict[str, float] = defaultdict(float)
    for word, times in counts.items():
        known = lists.words.get(word, ())
        for code in known:
            hits[code] += times
            weight[code] += times * (1 + 1 / len(known))
        lettered = list(_of_letters(word, lists))
        for code in lettered:
            weight[code] += times * _LETTER * (1 + 1 / len(lettered))
            hits[code] += times * (len(lettered) == 1)
    if not weight:
        return None, 0.0
    best = max(weight, key=lambda code: (weight[code], code))
    share = min(weight[best] / 2, 2.0 * hits[best]) / total
    rival = max((each for code, each in weight.items() if code != best), default=0.0)
    alone = total < _SHORT and share >= _LEAST_ALONE and rival <= _RIVAL * weight[best]
    return (best, share) if share >= _LEAST_SHARE or alone else (None, share)


def _of_letters(word: str, lists: _Lists) -> Iterator[str]:
    """The languages that have all telling letters of a word."""
    if word.isascii() or not (found := set(lists.any_letter.findall(word))):
        return iter(())
    first, *others = sorted(found)
    return (code for code in lists.letters[first] if all(code in lists.letters[one] for one in others))


def _folded(word: str) -> str:
    # "İstanbul" and "ISTANBUL" begin otherwise in Turkish; neither is a small word.
    return word.lower().replace("\u2019", "'")


@cache
def _lists() -> _Lists:
    file = files("auditor").joinpath("data", "languages.toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    by_word: dict[str, list[str]] = {}
    by_letter: dict[str, list[str]] = {}
    for code, table in sorted(tables.items()):
        for word in dict.fromkeys(table["words"].split()):
            by_word.setdefault(word, []).append(code)
        for letter in table.get("letters", ""):
            by_letter.setdefault(letter, []).append(code)
    return _Lists(
        {word: tuple(codes) for word, codes in by_word.items()},
        {letter: tuple(codes) for letter, codes in by_letter.items()},
        re.compile("[" + "".join(map(re.escape, sorted(by_letter))) + "]"),
        frozenset(tables),
    )
