"""Lines and openings known by their wording: datelines, bylines, captions, credits."""

import re

from auditor.anatomy.shapes import NAMES
from auditor.model import Role, Strength
from auditor.text import lower_case

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_TIME = r"(?:,? (?:at )?\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?"

# The languages whose bylines and dates are known, and the months of the others than English.
LANGUAGES = ("de", "en", "es", "fr", "pt")
_MONTH_ELSEWHERE = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|januar|jänner|februar|märz|april|juni|juli|august|september|oktober|november|dezember"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro)"
)
_DATE_ELSEWHERE = (
    rf"(?:[\wáéíóúçâêôß-]{{5,13}},? )?(?:le |den |el )?\d{{1,2}}(?:er|\.|º)? (?:de )?{_MONTH_ELSEWHERE}(?: de)? \d{{4}}"
)
_TIME_ELSEWHERE = r"(?:,?(?: [-–|à])?(?: a las| às| um)? ?\d{1,2}(?:[:.]\d{2}| ?h ?(?:\d{2})?) ?(?:uhr|h)?)?"

# A dateline in front of a text: place, date, agency, dash, in a line's first words only. "TEHRAN
# (The Thursday Times) — ", "PARIS, Jan. 3 (AP) - ", "(CNN) — ", and without an agency "WASHINGTON — ".
_PLACE = r"[A-ZÀ-Þ][\w.'’\-/]{1,24}(?: [A-ZÀ-Þ][\w.'’\-/]{1,24}){0,3}"
_CAPITALS = r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’\-/]{2,24}|ST\.?|AL|EL|LA|LE)(?: [A-ZÀ-Þ.'’\-/]{2,24}){0,3}"
_REGION = r"(?:, [A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){0,2})?"
_AGENCY = r"\([A-Z][^()]{1,40}\) ?(?:[—–]|--?)"
_DATELINE = re.compile(
    rf"(?:(?:{_PLACE}{_REGION}(?:, {_DATE})?,? |{_DATE} )?{_AGENCY}"
    rf"|{_CAPITALS}{_REGION}(?:, {_DATE})?,? ?(?:—|–|--| -)(?=\s))\s*"
)
_DATELINE_LENGTH = 110

_DATE_LINE = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated|created|modified"
    r"|publicado|actualizado|publié|mis à jour|veröffentlicht|erstellt|aktualisiert|stand"
    r"|publicada|atualizado|atualizada)"
    r"(?: on| at| el| le| am| em)?:? )?"
    rf"(?:{_DAY},? )?"
    rf"(?:{_DATE}{_TIME}|{_DATE_ELSEWHERE}{_TIME_ELSEWHERE}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}{_TIME}|\d{{1,2}}[:.]\d{{2}} ?[ap]\.?m\.? \w{{2,3}}{_TIME})",
    re.IGNORECASE,
)

_POST = (
    r"(?i:(?:[\w.&'’\-]+ ){0,6}"
    r"(?:writer|reporter|correspondent|editor|columnist|contributor|staff|press|journalist|bureau|analyst))"
)
_BYLINE = re.compile(
    rf"(?i:by|posted by|written by|reported by|words by|story by) {NAMES}"
    rf"(?:,? (?:\|.{{0,60}}|(?:of|for) .{{2,40}}|{_POST}))?"
    rf"|{NAMES}, {_POST}"
    # Names with "Von" in front are many, in other languages, too; a byline has two words at least.
    rf"|(?:Por|POR|Par|PAR|Von|VON):? (?=\S+ \S){NAMES}(?:,? (?:\|.{{0,60}}|\(.{{2,40}}\)))?"
)
_BYLINE_LENGTH = 140

_CAPTION = re.compile(
    r"(?:image|media|video|photo|featured image|photo illustration) ?(?:copyright|caption|credit|source|:)"
    r"|media playback is unsupported|enlarge this image|toggle caption|hide caption"
    r"|(?:file|handout) (?:photo|picture|image)\b|file ?[-–—:] ?(?:in this|this)"
    r"|photo(?:graph)?s?(?: by| courtesy|:)|pictured?: |cover: |graphic ?[-–:]"
    r"|in this (?:\w+ ){0,6}(?:photo|image|picture|frame grab)\b",
    re.IGNORECASE,
)
_PHOTO_CREDIT = re.compile(
    r"REUTERS/[A-Z]|\bAP Photo\b|Getty Images|\bAFP/|\bEPA[/-]|\b[Ff]ile [Pp]hoto\b|Shutterstock"
    r"|\bPhoto(?:graph)?(?: by|:) ?[A-Z]|\bvia (?:AP|AFP|Reuters|REUTERS)\)?$|\bhide caption$"
    r"|\(\s?(?:Photo|Image|Picture|Source|Credit|Illustration)\b[^()]{0,60}\)"
)
# A line without all of these has no such credit: looking for them costs a tenth of the pattern.
_PHOTO_HINTS = (
    *("hoto", "Image", "Picture", "Source", "Credit", "Illustration"),
    *("via ", "REUTERS/", "AFP/", "EPA", "Shutterstock", "hide caption"),
)
# "Hide Caption 3 of 24": the captions of a gallery, joined to one line.
_GALLERY = re.compile(r"\bhide caption \d{1,3} of \d{1,3}\b", re.IGNORECASE)
_GALLERY_HINT = "hide caption"
_CREDIT_AT_END = re.compile(
    r"\((?:[^()]{0,60} ?[-–—/] ?)?"
    r"(?:Reuters|REUTERS|AP|AFP|EPA|Getty|UPI|Xinhua|TASS|dpa|PTI|Anadolu|SPA|AAWSAT)[^()]{0,40}\)$"
)
_CAPTION_WORDS = 80
# Agencies join the captions of several pictures to one.
_FILE_CAPTION = re.compile(r"(?:\d{1,2} of \d{1,2} )?file ?[-–—:] ?(?:in this|in an?|this)\b", re.IGNORECASE)
_FILE_CAPTION_WORDS = 160

_CREDIT = re.compile(
    r"\(?(?:(?:additional|with additional|supplementary) (?:reporting|contributions?|research|writing|material)\b"
    r"|(?:reporting|writing|editing|compiled|edited|reported|translated|produced|copy-edited) by [A-Z]"
    r"|contributing: |with agenc(?:y|ies)(?: inputs)?\b"
    r"|with (?:inputs?|reporting|agency inputs|agencies|files|material|reports?|information) from\b"
    r"|follow [^!?]{2,80} on (?:twitter|x|facebook|instagram)\b[^.!?]{0,40}$"
    r"|(?:follow|write to|email|e-mail|contact|reach|tweet|send tips to) [^!?]{2,160}@"
    r"|(?:©|\(c\)|copyright) ?(?:©|\(c\)|the|\d{4}|by)\b|originally published (?:by|in|at|on)\b"
    r"|this (?:article|story|report|piece) (?:was |is )?(?:originally |first )?"
    r"(?:published|appeared|produced|reprinted|republished|supplied)\b"
    r"|(?:reuters|agencies|associated press|afp|ap|upi|xinhua|dpa|pti|ani|ians)\)?\.?$)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:to this|to the) (?:report|story|article|piece)|\bcontributed (?:reporting|research)\b"
    r"|\. contributing: ",
    re.IGNORECASE,
)
_CREDIT_LENGTH = 400
_CREDIT_WORDS = 45


def dateline_length(text: str) -> int:
    """How many characters at the start of a text are a dateline, white space after it included."""
    head = text[:_DATELINE_LENGTH]
    match = _DATELINE.match(head)
    return match.end() if match and not _FILE_CAPTION.match(head) else 0


def is_credit(plain: str) -> bool:
    """Whether a line credits those who made the article, an agency or a rights holder."""
    if len(plain) > _CREDIT_LENGTH:
        return False
    if _CREDIT.match(plain):
        return True
    named = "contribut" in lower_case(plain) and len(plain.split()) <= _CREDIT_WORDS
    return named and bool(_CONTRIBUTED.search(plain))


def line_role(plain: str, words: int) -> tuple[Role, Strength, str] | None:
    """The role a whole line has by its wording alone, with how surely and why."""
    head = plain[:_CREDIT_LENGTH]
    longest = _FILE_CAPTION_WORDS if _FILE_CAPTION.match(head) else _CAPTION_WORDS
    if words <= longest and (_CAPTION.match(head) or _FILE_CAPTION.match(head)):
        return Role.CAPTION, Strength.KNOWN, "a photo caption by its opening words"
    if _GALLERY_HINT in lower_case(plain) and _GALLERY.search(plain):
        return Role.CAPTION, Strength.KNOWN, "the captions of a gallery"
    if len(plain) <= _CREDIT_LENGTH:
        if is_credit(plain):
            return Role.CREDIT, Strength.KNOWN, "a credit line"
        if (
            words <= _CAPTION_WORDS
            and ((plain.endswith(")") and _CREDIT_AT_END.search(plain)) or _has_photo_credit(plain))
            and not _is_statement(plain)
        ):
            return Role.CAPTION, Strength.LOOKS_LIKE, "ends or stands with a photo credit"
    if len(plain) <= _BYLINE_LENGTH and _BYLINE.fullmatch(plain):
        return Role.BYLINE, Strength.LOOKS_LIKE, "names who wrote it"
    if len(plain) <= _BYLINE_LENGTH and _DATE_LINE.fullmatch(plain):
        return Role.DATELINE, Strength.LOOKS_LIKE, "only a date"
    return None


def _has_photo_credit(plain: str) -> bool:
    return any(hint in plain for hint in _PHOTO_HINTS) and bool(_PHOTO_CREDIT.search(plain))


def _is_statement(plain: str) -> bool:
    """A sentence of speech or reporting, which may mention a photo agency."""
    return plain.startswith(('"', "“")) or " said " in plain or " told " in plain
