"""The language of a text, from its function words."""

from collections import Counter

from auditor.text import words

UNDETERMINED = "und"

# Words that are frequent in one of the languages and rare or absent in the others.
_FUNCTION_WORDS = {
    "en": "the and of that is was for with this which have from are has were been their they it not by at would will",
    "es": "el los las del que y por con para una su al lo como más pero sus este ha está según también fue son",
    "fr": "le les des du et est dans que qui une pour sur au pas avec ce il sont par plus cette ont été aux elle",
    "de": "der die das und ist nicht ein eine mit dem den von zu auf für des sich auch im wird werden hat als nach",
    "pt": "o os as do da dos das e que não uma um com para em no na por mais foi ao ele pela são também seu",
}
_LANGUAGES_OF = {
    word: tuple(code for code, known in _FUNCTION_WORDS.items() if word in known.split())
    for known in _FUNCTION_WORDS.values()
    for word in known.split()
}
# Enough to tell languages apart, and a bound on what a huge file costs.
_SAMPLE = 20_000
# In running prose a third to a half of all words are function words; these lists hold the
# commonest of them, and reach 20-30 % in news. Below a tenth the text is in another language.
_LEAST_SHARE = 0.1


def detect(text: str) -> str:
    """The ISO 639-1 code of the text's language: en, es, fr, de, pt, or "und"."""
    found = words(text[:_SAMPLE].casefold())
    votes = Counter(code for word in found for code in _LANGUAGES_OF.get(word, ()))
    if not votes:
        return UNDETERMINED
    best, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return best if count >= _LEAST_SHARE * len(found) else UNDETERMINED
