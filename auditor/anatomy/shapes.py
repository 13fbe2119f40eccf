"""What a single line looks like: running text, a headline, a list item, a section mark."""

import re

_CLOSERS = "\"'”’»)]}*_ 」』）】"
# Of Latin, Greek and Cyrillic, then of East Asia, Arabic, Urdu, the languages of India, and Burmese.
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।", "။")
_QUESTION_MARKS = ("?", "？", "؟")
_PAUSES = (":", ",", ";", "：", "，", "；", "、", "،", "؛")
_NO_HEADLINE_ENDS = (".", "…", "-", "—", "。", "۔", "।", "။", *_PAUSES)

_ADDRESS = re.compile(r"https?:|www\.|\w@\w|(?:^|[\s(])[@#]\w|\bt\.co/|\.com\b")
_BULLETS = ("•", "-", "–", "—", "* ", "·", "▪", "■", "~", "+ ", "→", "►")
_NUMBERED = re.compile(r"\(?(?:#?\d{1,3}|[a-z])[.)]\s?\D|\d{1,4} [-–—] ")

NAME = r"[A-ZÀ-Þ][\w.'’\-]{0,20}(?: (?:[A-ZÀ-Þ][\w.'’\-]{0,20}|de|van|von|der|al|el|bin|da|di|la|le)){0,4}"
NAMES = rf"{NAME}(?:(?:, | and | & |, and |; ){NAME}){{0,5}}"
_SIGNATURE = re.compile(rf"{NAMES}(?:, [\w.&'’ ]{{2,50}}){{1,3}}|[—–\-~] ?{NAMES}|{NAME} \([^()]{{1,40}}\)")
_QUOTED_FROM = re.compile(r"[\"”’]\)? ?[—–-]{1,2} ?[A-ZÀ-Þ][^.!?\"“”]{1,80}\Z")
_SECTION = re.compile(r"(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])[.):]?")

# A shorter line that ends in a full stop is an exclamation or a fragment.
_LEAST_SENTENCE = 5
_LONGEST_QUESTION = 16
# Headlines and subheads of news are shorter.
_LONGEST_LINE = 30
_HEADLINE_WORDS = range(3, 25)
_HEADLINE_LENGTH = 180


def ends_sentence(plain: str) -> bool:
    """Whether a text ends as a sentence does, closing quotes and brackets left aside."""
    return plain.rstrip(_CLOSERS).endswith(_ENDS)


def is_prose(plain: str, words: int) -> bool:
    """Whether a line reads as running text: a sentence of some length, or too long for a line.

    A short question is not prose: headlines and subheads ask, too.
    """
    if words > _LONGEST_LINE or is_attributed_quote(plain):
        return True
    if words < _LEAST_SENTENCE or (words <= _LONGEST_QUESTION and plain.rstrip(_CLOSERS).endswith(_QUESTION_MARKS)):
        return False
    return ends_sentence(plain) or plain.endswith(_PAUSES)


def is_headline(plain: str, words: int) -> bool:
    """Whether a line is shaped like a headline: 3 to 24 words, a capital first, no full stop last."""
    if words not in _HEADLINE_WORDS or len(plain) > _HEADLINE_LENGTH or is_list_item(plain) or has_address(plain):
        return False
    if is_attributed_quote(plain):
        return False
    first = next((character for character in plain if character.isalnum()), "")
    return not first.islower() and not plain.rstrip(_CLOSERS).endswith(_NO_HEADLINE_ENDS)


def is_attributed_quote(plain: str) -> bool:
    """Whether a line is a quotation with its speaker after a dash: “We sail at dawn.” — Maria Oduya, captain."""
    return plain.startswith(('"', "“", "‘")) and bool(_QUOTED_FROM.search(plain))


def has_address(plain: str) -> bool:
    """Whether a line holds a web address, a mail address, a handle or a hashtag."""
    return bool(_ADDRESS.search(plain))


def is_list_item(plain: str) -> bool:
    """Whether a line begins with a bullet or a number that counts it."""
    return plain.startswith(_BULLETS) or bool(_NUMBERED.match(plain))


def is_name_with_post(plain: str) -> bool:
    """Whether a line is a name and what its bearer is: "Jane Roe, The Daily Bugle", a signature."""
    return bool(_SIGNATURE.fullmatch(plain))


def is_section_mark(plain: str) -> bool:
    """Whether a line is a numeral or letter that counts something."""
    return len(plain) <= 8 and bool(_SECTION.fullmatch(plain))
