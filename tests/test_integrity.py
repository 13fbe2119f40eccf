"""Damage and tricks in the characters of a text, and the honest text they must not be seen in."""

import pytest

from auditor.detector import ArticleDetector
from auditor.detectors.integrity import ControlCharacters, HiddenCharacters, MixedNewlines, Mojibake
from auditor.dissection import Dissection
from auditor.model import Article, Block, Finding, Role, Span, Story
from auditor.text import Lines

HONEST = [
    "« Où est passée l’année ? » demande la maire, naïve à souhait : 12 000 €. Noël, œuvre, cœur.",
    "São João não é só coração e pão; às vezes há manhãs à beira-mar. ÁGUA, AÇÃO, ÓRGÃOS.",
    "Zażółć gęślą jaźń, mówi Łukasz Šulc. Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Die Größe der Bürger: Äpfel, Öl, Übermut – „straße“ und ‚so‘.",
    "Árvíztűrő tükörfúrógép. İstanbul’da ağır yağış. Đà Nẵng, Thủ tướng, Việt Nam.",
    "Правительство сообщило: iPhone’ы и iPhoneа подорожали. Ελλάδα και Κύπρος.",
    "الحكومة أعلنت ذلك \u200fاليوم\u200e، \u2067النص\u2069 هنا. او می\u200cرود.",
    "הממשלה הודיעה על כך \u202bהיום\u202c.",
    "क्\u200dष और द्\u200dय, বাংলা, தமிழ்.",
    (
        "👩\u200d🚀 flew; 👨\u200d👩\u200d👧\u200d👦 watched; "
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f waved. ❤️"
    ),
    "政府は月曜日に発表した。정부는 월요일에 발표했다. 葛\U000e0100飾区",
    "A pro\u00adgramme, a non\u2011breaking hyphen, 5\u00a0km, 5 µm, TGFβ and α-synuclein, ΔT, Ωmega.",
    "\u2068Jane Doe\u2069 wrote \u202aC:\\news\u202c to us.",
    "Price: £5 or €6 — “about” 10¢… naïve café, El Niño, Å and Ø.",
]


def judge(detector: ArticleDetector, text: str) -> list[Finding]:
    article = Article(id="a.txt", path="a.txt", text=text, sha256="")
    body = Story(index=1, title="", blocks=(Block(Role.BODY, Span(0, len(text))),))
    return list(detector.judge(Dissection(article, "en", Lines(text), (body,))))


@pytest.mark.parametrize("text", HONEST)
@pytest.mark.parametrize("detector", [Mojibake(), HiddenCharacters(), ControlCharacters(), MixedNewlines()])
def test_honest_text_is_clean(detector: ArticleDetector, text: str) -> None:
    assert judge(detector, text) == []


@pytest.mark.parametrize("honest", HONEST[:5])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_read_with_the_wrong_encoding_is_reported_once(honest: str, encoding: str) -> None:
    misread = honest.encode().decode(encoding, errors="replace")
    (found,) = judge(Mojibake(), f"A clean line.\n{misread}\n{misread}\n")
    assert found.start_line == 2
    assert int(found.evidence["places"]) > 1


def test_lost_characters_are_reported() -> None:
    (found,) = judge(Mojibake(), "The caf\ufffd is open.\n")
    assert (found.start_line, found.start_column) == (1, 8)


@pytest.mark.parametrize(
    ("text", "column", "kind"),
    [
        ("The coun\u200bcil met.", 9, "zero-width character inside a word"),
        ("The coun\u200dcil met.", 9, "zero-width character inside a word"),
        ("Прави\u200bтельство", 6, "zero-width character inside a word"),
        ("See \u202etxt.exe", 5, "direction override"),
        ("See \u2067this file\u2069 here", 5, "direction embedding"),
        ("All is well.\U000e0069\U000e0067\U000e006e", 13, "hidden tag sequence"),
        ("The b\u0430nk opened.", 5, "word of mixed alphabets"),
        ("The Kremlin\u0430 said.", 5, "word of mixed alphabets"),
        ("The \u0415uro rose.", 5, "word of mixed alphabets"),
        ("The pr\u03bfgram began.", 5, "word of mixed alphabets"),
    ],
)
def test_a_trick_is_reported_where_it_is(text: str, column: int, kind: str) -> None:
    (found,) = judge(HiddenCharacters(), f"A clean line.\n{text}\n")
    assert (found.start_line, found.start_column) == (2, column)
    assert found.evidence == {kind: 1}


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x08", "\x7f", "\x97"])
def test_control_characters_are_counted(character: str) -> None:
    (found,) = judge(ControlCharacters(), f"A clean line.\nIt met{character} and{character * 2} went.\n")
    assert (found.start_line, found.evidence["characters"], found.evidence["places"]) == (2, 3, 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\r\nb\nc\r\n", 2), ("a\nb\r\nc\n", 2), ("a\nb\rc\n", 2), ("a\r\n\nb\r\n", 2), ("a\n\r\nb\n", 2)],
)
def test_mixed_newlines_stand_where_the_rarer_kind_begins(text: str, line: int) -> None:
    (found,) = judge(MixedNewlines(), text)
    assert found.start_line == line
