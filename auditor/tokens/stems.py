"""Light stemming: the inflections and spellings of a word made one, the meaning left alone.

English takes suffixes off in the manner of Porter (1980) and brings British and American
spellings together. Words of other languages that have letter case or spaces are cut to their
first six letters: prefixes of four to six letters retrieve as well as stemmers over the
languages of Europe (McNamee, Nicholas and Mayfield, 2009).
"""

import re
import unicodedata

_PREFIX = 6
_SHORTEST = 3

# Longest first; each leaves at least _SHORTEST letters. "i" stands for a y that was folded.
_ENDINGS = """
    izational isational ization isation izations isations izing ising ized ised izes ises izer iser izers isers
    ize ise ational ations ation ators ator ating ated ates ate ions ion ings ing edly ed ers er ors or ments
    ment ness nesses fulness fully ful ousness ously ous iveness ively ives ive ically ical ics ic ally al
    ances ance ences ence ancies ancy encies ency ants ant ents ent ables able ibly ible ably ities ity ists ist
    isms ism ships ship hood ian ians ies ied ier iest es est ly s e y i
"""
_SUFFIXES = sorted(_ENDINGS.split(), key=lambda suffix: (-len(suffix), suffix))
_ENGLISH = re.compile("(?:" + "|".join(_SUFFIXES) + ")$")
_KEEP_S = re.compile("(?:ss|us|is)$")
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")
_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|ite|able|er|ful|ist)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{2})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z]{2})ence(?=s?$)"), "ense"),
    (re.compile(r"ys(?=e|ing)"), "yz"),
)


def stem(word: str, language: str) -> str:
    """The stem of a folded word. Numbers and words of three letters or fewer are their own."""
    if len(word) <= _SHORTEST or not word[0].isalpha() or any(map(str.isdigit, word)):
        return word
    plain = _without_accents(word)
    if not language.startswith("en") or not plain.isascii():
        return plain[:_PREFIX]
    for pattern, replacement in _BRITISH:
        plain = pattern.sub(replacement, plain)
    return _strip(_strip(plain))


def _strip(word: str) -> str:
    if len(word) <= _SHORTEST + 1 or _KEEP_S.search(word):
        return word
    found = _ENGLISH.search(word)
    if not found:
        return word
    # A short stem carries no meaning of its own: "nation" is not "n" with a suffix.
    start = max(found.start(), _SHORTEST)
    while start < len(word) and word[start:] not in _SUFFIX_SET:
        start += 1
    return _DOUBLED.sub(r"\1", word[:start]) if start < len(word) else word


_SUFFIX_SET = frozenset(_SUFFIXES)


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
