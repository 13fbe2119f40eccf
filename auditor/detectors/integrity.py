"""Damage and tricks in the characters of a text. One finding a rule and article, with a count."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from auditor.detector import ArticleDetector, Count, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Severity, Span
from auditor.text import visible

_REPLACED = "\ufffd"
_LEADING = re.compile(r"[\u00c2-\u00f4\u0100-\u045f][^\x00-\x7f]|[ÃÂ] ")


@dataclass(frozen=True, kw_only=True)
class Mojibake(ArticleDetector):
    """Characters were decoded with the wrong encoding, or lost.

    ## What it finds
    Sequences such as "Ã©" and "â€™", by the heuristics of ftfy (Speer 2019), and only where reading
    them back gives better text; and replacement characters (U+FFFD). The text is never repaired.
    One finding an article, at the first place, with the number of places.

    ## Why it matters
    Names, amounts and quotations are damaged, comparison with other texts suffers, and the article
    passed through a careless chain of systems.

    ## What to do
    Take the text from its origin again, decoded with the right encoding.

    ## When it is wrong
    In an article about encodings.
    """

    rule: ClassVar[Rule] = Rule("INT001", "mojibake", Severity.WARNING, Precision.VERY_HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("curly quotes read as Windows-1252", "The mayor said it wasnâ€™t decided.\n", 1),
        flagged("accents read as Latin-1", "A quiet town\n\nThe cafÃ© in the old station closes on Sunday.\n", 3),
        flagged("characters lost", "The caf\ufffd in the old station closes on Sunday.\n", 1),
        clean("French", "« Où est passée l’année ? » demande la maire, naïve à souhait : 12 000 €.\n"),
        clean("Portuguese and Polish", "São João não é só coração e pão.\n\nZażółć gęślą jaźń, mówi Łukasz Šulc.\n"),
        clean("Vietnamese and Turkish", "Thủ tướng nói về việc này ở Hà Nội.\n\nİstanbul’da ağır yağış bekleniyor.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding when anything is damaged."""
        text = dissection.article.text
        places = sorted([*_misread(text), *(Span(at, at + 1) for at in _indices(text, _REPLACED))])
        if places:
            yield self.finding(
                dissection,
                places[0],
                f"Characters decoded with the wrong encoding, or lost: {len(places):,} × in the text.",
                evidence={"places": len(places)},
                content=("mojibake", dissection.quote(places[0])),
            )


def _misread(text: str) -> Iterator[Span]:
    """Sequences that look misread and turn into better text when read back."""
    # What UTF-8 misread by any single-byte encoding always has; spares most texts the slow pattern.
    if not _LEADING.search(text):
        return
    from ftfy.badness import BADNESS_RE, is_bad
    from ftfy.fixes import decode_inconsistent_utf8

    end = 0
    for found in BADNESS_RE.finditer(text):
        if found.start() < end:
            continue
        # The pattern names the first bad character or two; the sequence ends within a few more.
        start, end = max(0, found.start() - 1), found.end() + 4
        around = text[start:end]
        if (read_back := decode_inconsistent_utf8(around)) != around and not is_bad(read_back):
            yield Span(found.start(), found.end())


def _indices(text: str, character: str) -> Iterator[int]:
    at = text.find(character)
    while at >= 0:
        yield at
        at = text.find(character, at + 1)


_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Between the letters of a word of an alphabet that has no use for it.
_ALPHABET = "A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f"
_SPLIT_WORD = re.compile(rf"(?<=[{_ALPHABET}])[\u200b-\u200d\u2060-\u2064\ufeff\u180e]+(?=[{_ALPHABET}])")
_SUSPECT = re.compile(
    r"[\u200b-\u200d\u2060-\u2064\ufeff\u180e\u202b\u202d\u202e\u2067\u0370-\u052f\U000e0020-\U000e01ef]"
)
_OVERRIDE = re.compile(r"[\u202d\u202e]")
# Those that go from left to right do nothing there: many systems wrap names in them.
_EMBEDDING = re.compile(r"[\u202b\u2067]")
# Tag characters spell hidden text; after a black flag they spell a region's emoji.
_TAGS = re.compile(
    r"(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+|(?<=[\x00-\u2e7f])[\U000e0100-\U000e01ef]{2,}"
)

# Letters that look alike in the usual fonts. Source: Unicode confusables (UTS 39), letters of
# Cyrillic and Greek whose skeleton is one Latin letter.
_LOOKALIKES = "аеорсухіјѕԁһԛԝӏАВЕЅІЈКМНОРСТХҮԌԚԜ" + "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ"
_LATIN = "A-Za-z\u00c0-\u024f"
_MIXED = re.compile(f"[{_LATIN}][{_LOOKALIKES}]|[{_LOOKALIKES}][{_LATIN}]")
_OTHER = re.compile(r"[\u0370-\u052f]")
_OTHER_WORD = re.compile(r"[\u0370-\u052f]{3}")
_LETTERS = re.compile(r"[^\W\d_]*")


@dataclass(frozen=True, kw_only=True)
class HiddenCharacters(ArticleDetector):
    """Invisible or look-alike characters change what machines read.

    ## What it finds
    Zero-width characters inside words of Latin, Greek or Cyrillic; overrides of the writing
    direction, and right-to-left embeddings of text that is not right-to-left; tag characters that spell
    hidden text; Latin words with Cyrillic or Greek letters among them that look the same.
    One finding an article, at the first place, with the numbers of each kind.

    ## Why it matters
    Such characters hide copied text from comparison, slip words past filters, and can carry
    instructions to a language model that no reader sees.

    ## What to do
    Compare the marked word with how it is usually written; take the text from its origin.

    ## When it is wrong
    Where a system breaks long words with zero-width spaces, and in brand names set in mixed
    alphabets. Joiners in emoji, Arabic and Indic text, soft hyphens, direction marks and
    right-to-left text are not reported.
    """

    rule: ClassVar[Rule] = Rule("INT002", "hidden or look-alike characters", Severity.WARNING, Precision.VERY_HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("a zero-width space inside a word", "The coun\u200bcil met on Monday.\n", 1),
        flagged("a Cyrillic letter in an English word", "A quiet day\n\nThe b\u0430nk opened again on Monday.\n", 3),
        flagged("text turned around", "The file is called \u202etxt.exe and was sent on Monday.\n", 1),
        flagged(
            "hidden text in tag characters",
            "All is well.\U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065\n",
            1,
        ),
        clean(
            "emoji, flags and soft hyphens",
            "The family 👨\u200d👩\u200d👧 moved to Wales "
            "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f, a pro\u00adgramme said.\n",
        ),
        clean("Persian and Hindi", "او می\u200cرود و می\u200cآید.\n\nक्\u200dष is written with a joiner.\n"),
        clean("right-to-left names", "The paper \u2067الأهرام\u2069 reported it on Monday.\n"),
        clean("science", "The TGFβ pathway and 5 µm filters, α-particles, and the Москва river.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding when anything is hidden."""
        text = dissection.article.text
        if text.isascii() or not _SUSPECT.search(text):
            return
        found = sorted((span, kind) for kind, spans in _hidden(text) for span in spans)
        if found:
            counts = Counter(kind for _, kind in found)
            listed = ", ".join(f"{count:,} × {kind}" for kind, count in sorted(counts.items()))
            shown = ", ".join(sorted({_points(text[span.start : span.end]) for span, _ in found[:20]})[:5])
            yield self.finding(
                dissection,
                found[0][0],
                f"Characters that readers do not see or cannot tell apart: {listed} ({shown}).",
                evidence=dict(sorted(counts.items())),
                content=("hidden", visible(dissection.quote(found[0][0]))),
            )


def _hidden(text: str) -> Iterator[tuple[str, Iterator[Span]]]:
    yield "zero-width character inside a word", (Span(*one.span()) for one in _SPLIT_WORD.finditer(text))
    yield "direction override", (Span(*one.span()) for one in _OVERRIDE.finditer(text))
    yield "direction embedding", _embeddings(text)
    yield "hidden tag sequence", (Span(*one.span()) for one in _TAGS.finditer(text))
    yield "word of mixed alphabets", _mixed_words(text)


def _embeddings(text: str) -> Iterator[Span]:
    for found in _EMBEDDING.finditer(text):
        # What an embedding is for stands right after it.
        if not _RIGHT_TO_LEFT.search(text, found.end(), found.end() + 80):
            yield Span(*found.span())


def _mixed_words(text: str) -> Iterator[Span]:
    """Words of Latin letters with look-alikes among them."""
    end = 0
    for found in _MIXED.finditer(text):
        if found.start() < end:
            continue
        start = found.start()
        while start > end and text[start - 1].isalpha():
            start -= 1
        word = _LETTERS.match(text, start)
        end = word.end() if word else found.end()
        if _disguised(text[start:end], text[max(0, start - 200) : start] + " " + text[end : end + 200]):
            yield Span(start, end)


def _disguised(word: str, around: str) -> bool:
    """Whether a word that reads as Latin has letters of another alphabet among its own."""
    foreign = _OTHER.findall(word)
    latin = len(word) - len(foreign)
    if len(word) < 3 or not foreign or latin < len(foreign) or not set(foreign) <= set(_LOOKALIKES):
        return False
    # In a text of that alphabet, a Latin name with its ending ("iPhoneа") is a declined name.
    return bool(_OTHER.search(word[:latin])) or not _OTHER_WORD.search(around)


def _points(text: str) -> str:
    shown = [f"U+{ord(character):04X}" for character in text if not character.isascii()]
    return " ".join(dict.fromkeys(shown[:4]))


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")


@dataclass(frozen=True, kw_only=True)
class ControlCharacters(ArticleDetector):
    """NUL bytes or other control characters stand in the text.

    ## What it finds
    C0 and C1 control characters other than tab, line ends and form feeds. One finding an article,
    at the first place, with their number.

    ## Why it matters
    They come from damaged files and broken exports, cut texts short in some programs, and can
    steer a terminal.

    ## What to do
    Take the text from its origin again.

    ## When it is wrong
    Never known to be; a harmless stray byte is still a sign of a careless export.
    """

    rule: ClassVar[Rule] = Rule("INT003", "control characters", Severity.WARNING, Precision.VERY_HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("a NUL byte", "The council met on Monday.\n\nIt will meet\x00 again in May.\n", 3),
        flagged("an escape sequence for terminals", "The council met \x1b[31mon Monday\x1b[0m.\n", 1),
        clean("tabs and form feeds", "The council\tmet on Monday.\n\x0cIt will meet again in May.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding when there is any."""
        runs = [Span(*found.span()) for found in _CONTROL.finditer(dissection.article.text)]
        if runs:
            total = sum(map(len, runs))
            first = dissection.quote(runs[0])[0]
            yield self.finding(
                dissection,
                runs[0],
                f"Control characters in the text: {total:,}, the first of them U+{ord(first):04X}.",
                evidence={"characters": total, "places": len(runs)},
                content=("control", first),
            )


_LINE_END = re.compile(r"\r\n|\n|\r")
_END_NAMES = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


@dataclass(frozen=True, kw_only=True)
class MixedNewlines(ArticleDetector):
    """The lines of the article end in different ways.

    ## What it finds
    More than one of CRLF, LF and CR as line ends in one article. One finding, at the first line
    that ends in the rarer way, with the number of each.

    ## Why it matters
    The text was put together from pieces of different origin, or went through systems that
    disagree; tools that count lines will disagree about it, too.

    ## What to do
    Look at where the line ends change: it may be where another text begins.

    ## When it is wrong
    After an edit on another operating system.
    """

    rule: ClassVar[Rule] = Rule("INT004", "mixed newlines", Severity.WARNING, Precision.VERY_HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("one line of another origin", "A first line.\r\nA second one.\nA third one.\r\n", 2),
        clean("Windows", "A first line.\r\nA second one.\r\n"),
        clean("Unix", "A first line.\nA second one.\n"),
    )

    min_lines: Count = field(default=1, metadata={"help": "How many lines must end in the rarer way."})

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding when they differ."""
        text = dissection.article.text
        if "\r" not in text:
            return
        counts = Counter(_LINE_END.findall(text))
        rarest = min(sorted(counts), key=lambda end: counts[end])
        if len(counts) < 2 or counts[rarest] < self.min_lines:
            return
        first = next(found for found in _LINE_END.finditer(text) if found.group() == rarest)
        line, _ = dissection.lines.position(first.start())
        start = next(span for number, span in enumerate(dissection.lines.spans(), 1) if number == line)
        named = {_END_NAMES[end]: count for end, count in sorted(counts.items())}
        yield self.finding(
            dissection,
            start if len(start) else Span(start.start, first.end()),
            f"Lines end in different ways: {', '.join(f'{count:,} in {name}' for name, count in named.items())}.",
            evidence=named,
            content=("newlines", *named),
        )
