"""Pure functions on strings: lines, words, sentences with spans, normalising, clipping."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import filterfalse

from auditor.model import Place, Span

# Combining marks: accents written as characters of their own, vowels of Arabic, Hebrew and the scripts
# of India and South-East Asia. `re` takes them for no part of a word.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0abc-\u0acd\u0b82\u0bbe-\u0bcd\u0c3e-\u0c4d"
    "\u0cbe-\u0ccd\u0d3e-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
# Runs of Han and kana, and of Thai, Lao, Myanmar and Khmer: written without spaces between words.
_UNSPACED = re.compile(
    "(?P<east>[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,})"
    "|[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]{2,}"
)
# A word: letters, digits and marks, joined inside by an apostrophe, a full stop between
# letters (U.S.) or a separator between digits (1,000.5). Hyphens separate.
WORD = re.compile(rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*(?:['’ʼ.](?=[^\W_])[^\W_]+|(?<=\d)[,.](?=\d)\d+)*")

_NEWLINE = re.compile(r"\r\n|\n|\r")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_STRAIGHT = dict.fromkeys("‘’‚‛′ʼ´`", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")

_LIKE_ASCII = {"ı": "i", "İ": "i", "ſ": "s", "\u212a": "k"}

# Longer quotations are cut in the middle of the report's line, not in the evidence.
QUOTE_LENGTH = 240


class Lines:
    r"""The lines of a text, ended by \n, \r\n or \r, and where an offset stands in them."""

    def __init__(self, text: str) -> None:
        """Scan the text once: O(n), then O(log lines) an offset."""
        self._text = text
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """1-based line and column, in code points, of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def spans(self) -> Iterator[Span]:
        """The span of each line without its line end."""
        for start, following in zip(self._starts, [*self._starts[1:], None], strict=True):
            yield Span(start, start + len(self._text[start:following].rstrip("\r\n")))


def place(article_id: str, text: str, lines: Lines, span: Span) -> Place:
    """A place with its lines, columns and clipped quotation."""
    start_line, start_column = lines.position(span.start)
    end_line, end_column = lines.position(span.end)
    return Place(
        article=article_id,
        span=span,
        start_line=start_line,
        start_column=start_column,
        end_line=end_line,
        end_column=end_column,
        quote=clip(text[span.start : span.end]),
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same text as spans that do not overlap, in order. O(n log n)."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def begins_within(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span begins in one of others, which are in order and do not overlap."""
    last = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return last >= 0 and span.start < others[last].end


def words(text: str) -> list[str]:
    """The words of a text as they stand."""
    return WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a text has, counted as a word processor counts them.

    Runs of non-space characters that hold a letter or digit: "well-known" is one, "—" none. In
    scripts without spaces between words two characters of East Asia, or four of South-East Asia,
    are taken for one word.
    """
    # Most tokens are nothing but letters; only the others are looked at one by one.
    tokens = text.split()
    others = list(filterfalse(str.isalnum, tokens))
    spaced = (
        len(tokens) - len(others) + sum(1 for token in others if token[0].isalnum() or any(map(str.isalnum, token)))
    )
    return spaced + unspaced_words(text)


def length_in_words(text: str) -> int:
    """How long a text is in words, signs that stand alone included; see `count_words` for scripts without spaces."""
    return len(text.split()) + unspaced_words(text)


def unspaced_words(text: str) -> int:
    """The words that no white space parts from the one before them."""
    if text.isascii():
        return 0
    return sum((len(run[0]) - 1) // (2 if run.lastgroup == "east" else 4) for run in _UNSPACED.finditer(text))


def straighten(text: str) -> str:
    """Curly quotation marks, primes and dashes made plain, one code point for one."""
    # A search for each is thirty times as fast as a look at each code point.
    for mark, plain in _STRAIGHT.items():
        if mark in text:
            text = text.replace(mark, plain)
    return text


def normalise(text: str) -> str:
    """Equal for texts that differ only in case, quotation marks, white space or composition."""
    folded = text.replace("`", "'").lower() if text.isascii() else _folded(text)
    return visible(folded)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", straighten(text)).casefold()


def visible(text: str) -> str:
    """A text on one line, without control, zero-width and direction-changing characters."""
    # What can be printed holds neither these nor any white space but the plain space. Joining
    # what was split is four times as fast as replacing runs of white space one by one.
    return " ".join((text if text.isprintable() else _CONTROLS.sub("", text)).split())


def lower_case(text: str) -> str:
    """A text in lower case, in which any letter that `re.IGNORECASE` takes for one of ASCII is that letter.

    What a pattern spells in ASCII letters and is not in here, the pattern does not find.
    """
    if not text.isascii():
        for letter, plain in _LIKE_ASCII.items():
            text = text.replace(letter, plain)
    return text.lower()


def clip(text: str, length: int = QUOTE_LENGTH) -> str:
    """A text on one line, cut at a word near `length` characters and closed with an ellipsis."""
    line = visible(text[: 4 * length])
    if len(line) <= length and len(text) <= 4 * length:
        return line
    cut = line.rfind(" ", length // 2, length)
    return line[: cut if cut > 0 else length].rstrip() + " …"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 story`, `2,000 stories`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def trim(text: str, span: Span) -> Span:
    """A span without the white space at its edges."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


# sentencex takes quadratic time on long runs of quotation marks; a paragraph is rarely so long.
_PIECE = 8_000
_SENTENCE_END = re.compile(r"[.!?…؟۔।][\"'”’»)\]]?\s|[。！？][”’」』）]?|\n\s*\n")


def sentences(text: str, span: Span | None = None, language: str = "en") -> tuple[Span, ...]:
    """The sentences of a text, or of the part of it in `span`, as trimmed spans into the text.

    Boundaries are sentencex's (rules for 200+ languages); a blank line always ends a sentence.
    Linear: a part of more than 8,000 code points is looked at in pieces cut where a sentence
    seems to end.
    """
    from sentencex import get_sentence_boundaries

    base = span or Span(0, len(text))
    found = []
    for piece in _pieces(text, base):
        # A lone surrogate is no text to a library in another language.
        part = _SURROGATE.sub("\ufffd", text[piece.start : piece.end])
        for boundary in get_sentence_boundaries(language or "en", part):
            start, end = piece.start + boundary["start_index"], piece.start + boundary["end_index"]
            found.append(trim(text, Span(start, end)))
    return tuple(sentence for sentence in found if len(sentence))


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _PIECE:
        middle, limit = start + _PIECE // 2, start + _PIECE
        ends = [match.end() for match in _SENTENCE_END.finditer(text, middle, limit)]
        cut = ends[-1] if ends else text.rfind(" ", middle, limit) + 1 or limit
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


# What a terminal obeys: control sequences, strings for the terminal itself, short escapes.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}+(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]{0,4}[0-~]"
)
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u2065\ufff9-\ufffb\U000e0000-\U000e007f]")
_SPACE = re.compile(r"\s")
_SURROGATE = re.compile("[\ud800-\udfff]")
# GitHub's runner obeys `##[` anywhere in a line and `::` where one begins, Azure's `##vso[`.
_RUNNER = re.compile(r"#(?=#(?:vso)?\[)|:(?=:)", re.IGNORECASE)


def safe_log(text: str) -> str:
    """A text on one line that neither a terminal nor a build log takes for a command.

    Escape sequences and what cannot be seen are taken out, white space becomes spaces, and the
    marks by which build logs are steered are broken by a space, wherever a line may be wrapped.
    """
    plain = _CONTROLS.sub("", _SPACE.sub(" ", _ANSI.sub("", text)))
    return _RUNNER.sub(r"\g<0> ", _SURROGATE.sub("\ufffd", _UNSEEN.sub("", plain)))


# A key, a list item, a continuation line, a comment, or nothing.
_YAML_LINE = re.compile(r"[A-Za-z][\w .-]{0,40}:(?:\s.*)?|\s*-\s.*|\s+\S.*|#.*|\s*")
_FRONT_MATTER_LINES = 100


def front_matter_span(text: str) -> Span | None:
    """The YAML front matter at the very start of a text, from its first fence to its last.

    A rule (`---`) above prose is not front matter: every line inside must read as YAML, the
    first as a key or a comment. None when there is none in the first 100 lines.
    """
    fence, *lines = text.split("\n", _FRONT_MATTER_LINES + 1)[: _FRONT_MATTER_LINES + 1]
    if fence.rstrip() != "---" or not lines or not re.match(r"[#A-Za-z]", lines[0]):
        return None
    end = len(fence) + 1
    for line in lines:
        if line.rstrip() in ("---", "..."):
            return Span(0, end + len(line.rstrip()))
        if not _YAML_LINE.fullmatch(line.rstrip("\r")):
            return None
        end += len(line) + 1
    return None
