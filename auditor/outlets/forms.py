"""In what form a text credits an outlet: in a sentence, under a picture, before or after the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.model import Span
from auditor.outlets.table import UNNAMED, Kind, Outlet, Outlets

Form = Literal["attribution", "photo", "dateline", "wire"]


@dataclass(frozen=True)
class Credit:
    """A place where a text credits an outlet; the span is that of the whole phrase.

    Forms: attribution ("told Reuters"), photo ("(AP Photo/...)"), dateline ("PARIS (AFP) -")
    and wire ("With inputs from PTI", "- Reuters" at the end of a line).
    """

    name: str
    kind: Kind
    span: Span
    form: Form


# The languages in which credits are recognised by their words.
CREDIT_LANGUAGES = ("de", "en", "es", "fr", "pt")
# How far around a name its form is looked for, in characters.
_REACH = 100

# "CNN, Reuters and the BBC": the form of the first holds for the others.
_LONGEST_JOIN = 8
_JOIN = re.compile(r"(?:,|/| &| via)?(?: (?:and|or))? ?")

# Up to four words between the cue and the name: "told the state-run news agency".
_DESCRIBED = r"(?:(?!(?:that|and|but|of|on|in|at|for|by|to|with|about|as|he|she|they|it|who)\s)[\w’'-]+,?\s){0,4}"
_CUE = re.compile(
    r"(?:\b(?:according to|as per|per|via|told|informed|t(?:alking|alked) to|sp(?:oke|oken|eaking|eaks) (?:to|with)"
    r"|(?:interview|conversation|call)s? (?:with|by|to|on|for|in)|interviewed by"
    r"|(?:said|says|wrote|writes|writing|saying|appear(?:ing|ed)) (?:to|in|on|for)"
    r"|(?:statement|comment|remark|response|email|e-mail|letter|leak|message)(?:s|ed|ing)? (?:to|in)"
    r"|(?:confirm|reveal|disclos|leak|describ|explain|provid|given?)(?:ed|ing|s|n)? to"
    r"|(?:reported|seen|reviewed|quoted|cited|obtained|published|aired|broadcast|carried|released|compiled|conducted"
    r"|verified|viewed|revealed|commissioned|disclosed|printed|run|posted|analy[sz]ed|collected|tallied)"
    r"(?: (?:first|earlier|later|yesterday|today|\w+day))? (?:by|in|on)"
    r"|(?:report|article|story|investigation|analysis|account|interview|poll|survey|reporting|review|piece|op-ed|column"
    r"|essay|dispatch|figures|data|footage|count|tally)s?(?: \w+)? (?:by|from|in|for|on)"
    r"|cit(?:es?|ed|ing)|quot(?:es?|ed|ing)|says|writes|reports|reported))"
    rf"[,]?\s{_DESCRIBED}$",
    re.IGNORECASE,
)
# The same in Spanish, French, German and Portuguese.
_CUE_ELSEWHERE = re.compile(
    r"\b(?:según|de acuerdo con|citando a"
    r"|(?:dijo|declaró|explicó|afirmó|contó|aseguró|declaraciones|entrevista) (?:a|con)"
    r"|(?:informó|publicó|difundió|reveló|publicado por|difundido por)"
    r"|selon|d['’]après|citant|citée? par|rapporte|rapporté par|publiée? par|révélée? par|révèle"
    r"|(?:dit|déclaré|confié|expliqué|affirmé|indiqué|interview|entretien) (?:à|avec)"
    r"|laut|berichtet(?:e|en)?|meldet(?:e|en)?|zitiert|unter berufung auf"
    r"|nach (?:angaben|informationen) (?:von|der|des)"
    r"|(?:sagte|erklärte|interview|gespräch|gegenüber) (?:mit |der |dem )?"
    r"|segundo|de acordo com|conforme|citando"
    r"|(?:disse|declarou|afirmou|contou|explicou|declarações|entrevista) (?:à|ao|a|com)"
    r"|(?:informou|publicou|noticiou|revelou|avançou|publicado pel[oa]|divulgado pel[oa]))"
    r",?\s(?:(?!(?:que|qui|dass|der|die|y|e|et|und)\s)[\w’'-]+\s){0,3}$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:,? (?:(?:the|a|an) )?(?:[\w'’-]+ ){0,2}?"
    r"(?:agency|newspaper|magazine|channel|television|website|broadcaster|news))?"
    r"(?:,? (?:(?:has|have|had|also|first|later|then|earlier|separately|\w+ly|(?:on|last) \w+) ){0,3})? ?"
    r"(?:report(?:s|ed)|sa(?:id|ys)|quot(?:es|ed)|cit(?:es|ed)|wr(?:ote|ites|itten)|reveal(?:s|ed)|learn(?:ed|t)"
    r"|understands|not(?:es|ed)|add(?:s|ed)|claim(?:s|ed)|disclos(?:es|ed)|publish(?:es|ed)|confirm(?:s|ed)"
    r"|estimate(?:s|d)|calculate(?:s|d)|found|show(?:s|ed)|project(?:s|ed)|call(?:s|ed) it|put the|describ(?:es|ed))\b"
    r"|(?:['’]s?)?(?:/\w+)? (?:\w+ )?(?:report(?:s|ing)?|investigation|analysis|polls?|surveys?|tally|review"
    r"|interview|story"
    r"|article|count|calculations?|witness(?:es)?|exit poll)\b"
)
_CONTRIBUTED = re.compile(r"[^.!?]{0,60}?\bcontributed to (?:this|the) (?:report|story|article)", re.IGNORECASE)
_WIRED = re.compile(
    r"(?:(?:with )?(?:additional )?(?:inputs?|reporting|information|material|files?) (?:from|by)|compiled from"
    r"|source:|edited from|(?:con|com|avec) (?:informaci[oó]n|informaç(?:ão|ões)|agencias|agências)(?: de| da| do)?"
    r"|mit material (?:von|der)|fuentes?:|quellen?:|fontes?:|avec)(?: [\w’'&.-]+,?){0,4}? $",
    re.IGNORECASE,
)
_PICTURED = re.compile(
    r"(?:\b(?:photo(?:graph)?|image|picture|pic|illustration|credits?|courtesy|video|graphic|footage|getty|handout)s?"
    r"(?: by [^/:\n]{2,40})? ?(?:[:/|–—-]|of|courtesy of|via|from)? ?|(?<=[\w.])/|\bvia )$",
    re.IGNORECASE,
)
_FRAMED = re.compile(r"(?:/(?=[A-Z\u00c0-\u024f])| (?:file )?(?:photo|picture|image)s?\b)", re.IGNORECASE)
_OPENED = re.compile(r"[(\[](?:[^()\[\]]{0,60}(?:[-–—/,|:;]|via|by|\bfrom|with|photo|and) ?)?$", re.IGNORECASE)
_CLOSED = re.compile(r"(?:(?:[/,|;–—-]| via| file| photo| inputs| and|/file)[^()\[\]]{0,60})?[)\]]", re.IGNORECASE)
_DATELINE = re.compile(r"\s*[-–—]")
_PLACE = re.compile(r"(?:^|\s)[A-Z][A-Z'’.-]{2,}\b[^()]{0,40}[(\[]$")
# "Washington (CNN) The president left": short, in capitals, and the text goes on behind the bracket.
_CITY = re.compile(r"(?:(?:[A-Z][\w.'’-]{1,20},?\s?){1,4})?")
_POLL = re.compile(r"/[^.!?]{0,40}?\b(?:poll|survey)", re.IGNORECASE)
_SAID = (".", "!", "?", "”", '"')
_RULED = re.compile(r"(?:^|(?<=[.!?”\"]) )(?:[-–—]{1,2}|\|) ?$")


def credits_in(table: Outlets, text: str, span: Span) -> Iterator[Credit]:
    """The credits of a part of a text, in order."""
    last: Credit | None = None
    for match, outlet in table.mentions(text, span.start, span.end):
        credit = last and _joined(text, match, outlet, last)
        if credit := credit or _credit(text, match, outlet, span):
            yield credit
            last = credit


def _joined(text: str, match: re.Match[str], outlet: Outlet, last: Credit) -> Credit | None:
    """A credit that shares the form of the one right before it."""
    gap = text[last.span.end : match.start()]
    if last.form == "dateline" or not 0 < len(gap) <= _LONGEST_JOIN or not _JOIN.fullmatch(gap):
        return None
    return Credit(outlet.name, outlet.kind, Span(match.start("name"), match.end("name")), last.form)


def _credit(text: str, match: re.Match[str], outlet: Outlet, within: Span) -> Credit | None:
    """What form of credit a mention of an outlet is, if any."""
    before = text[max(within.start, match.start() - _REACH) : match.start()].rpartition("\n")[2]
    after = text[match.end() : min(within.end, match.end() + _REACH)].partition("\n")[0].rstrip("\r")
    if "://" in before.rpartition(" ")[2]:
        return None
    readings = [_bracketed, _wired] if outlet is UNNAMED else [_bracketed, _wired, _attributed, _pictured]
    for reading in readings:
        if found := reading(before, match.group("name"), after):
            form, left, right = found
            return Credit(outlet.name, outlet.kind, Span(match.start() - left, match.end() + right), form)
    return None


# A reading takes what stands before a name, the name, and what stands after it on the same line,
# and gives the form with how many characters of both belong to the credit.
Reading = tuple[Form, int, int]


def _bracketed(before: str, name: str, after: str) -> Reading | None:
    opened, closed = _OPENED.search(before), _CLOSED.match(after)
    if not opened or not closed:
        return None
    left, right = len(before) - opened.start(), closed.end()
    said, rest = before[: opened.start()].rstrip(), after[right:]
    if _DATELINE.match(rest) and _PLACE.search(before[: opened.start() + 1]):
        return "dateline", left, right
    inside = before[opened.start() + 1 :] + after[: right - 1]
    if rest.strip(" .*_"):
        if rest.lstrip()[:1].islower():
            return None
        if not inside and _CITY.fullmatch(said) and not _abbreviates(name, said):
            return "dateline", left, right
    if "nput" in inside or (said.endswith(_SAID) and not inside.strip(" ,")):
        return "wire", left, right
    return None if _abbreviates(name, said) else ("photo", left, right)


def _abbreviates(name: str, said: str) -> bool:
    """Whether a bracket only gives the short form: "the British Broadcasting Corporation (BBC)"."""
    words = re.findall(r"[^\W\d_]+", said)[-len(name) :]
    return name.isupper() and "".join(word[0] for word in words).upper().endswith(name)


def _wired(before: str, _name: str, after: str) -> Reading | None:
    if contributed := _CONTRIBUTED.match(after):
        return "wire", 0, contributed.end()
    last = not after.strip(" .)]*_")
    if (wired := _WIRED.search(before)) and (last or after.lstrip()[:1] in {",", "&"}):
        return "wire", len(before) - wired.start(), 0
    if last and (ruled := _RULED.search(before)):
        return "wire", len(before) - ruled.start(), 0
    return None


def _attributed(before: str, _name: str, after: str) -> Reading | None:
    if cue := _CUE.search(before) or _CUE_ELSEWHERE.search(before):
        return "attribution", len(before) - cue.start(), 0
    if verb := _VERB.match(after) or _POLL.match(after):
        return "attribution", 0, verb.end()
    return None


def _pictured(before: str, _name: str, after: str) -> Reading | None:
    if pictured := _PICTURED.search(before):
        return "photo", len(before) - pictured.start(), 0
    if framed := _FRAMED.match(after):
        return "photo", 0, framed.end()
    return None
