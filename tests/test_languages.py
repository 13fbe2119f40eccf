"""What is told of a text's language, and what works in any: every text here was written for this test."""

import pytest

from auditor.anatomy.language import detect
from auditor.text import count_words, words

# Two sentences of each language, as short as a brief in a ticker.
BRIEFS = {
    "en": ("The strike at the ferry company ended after nine days.", "Farmers want help because their wells are dry."),
    "es": ("La huelga en la naviera terminó después de nueve días.", "Los agricultores piden ayuda por la sequía."),
    "fr": ("La grève des ferries a pris fin au bout de neuf jours.", "Les agriculteurs demandent une aide de l’État."),
    "de": (
        "Der Streik bei der Fährlinie endete nach neun Tagen.",
        "Die Bauern fordern Hilfe, weil ihre Brunnen leer sind.",
    ),
    "pt": (
        "A greve na empresa de barcos acabou ao fim de nove dias.",
        "Os agricultores pedem ajuda por causa da seca.",
    ),
    "it": ("Lo sciopero dei traghetti è finito dopo nove giorni.", "Gli agricoltori chiedono aiuto per la siccità."),
    "nl": (
        "De staking bij de veerdienst is na negen dagen voorbij.",
        "Boeren willen hulp omdat hun putten droog staan.",
    ),
    "ar": ("انتهى إضراب عمال العبارات بعد تسعة أيام.", "طالب المزارعون بالمساعدة بسبب الجفاف في البلاد."),
    "ru": ("Забастовка на паромах закончилась через девять дней.", "Фермеры просят о помощи из-за засухи."),
    "zh": ("渡轮公司的罢工在九天后结束。", "农民因干旱要求政府提供帮助。"),
    "ja": ("フェリー会社のストライキは九日で終わった。", "農家は干ばつのため支援を求めている。"),
    "tr": ("Feribot şirketindeki grev dokuz gün sonra bitti.", "Çiftçiler kuraklık için yardım istiyor."),
    "ko": ("여객선 회사의 파업이 아흐레 만에 끝났다.", "농민들은 가뭄 때문에 지원을 요구했다."),
    "el": ("Η απεργία στα πλοία έληξε μετά από εννέα ημέρες.", "Οι αγρότες ζητούν βοήθεια για την ξηρασία."),
    "he": ("השביתה בחברת המעבורות הסתיימה אחרי תשעה ימים.", "החקלאים מבקשים עזרה בגלל הבצורת."),
    "th": ("การประท้วงของบริษัทเรือข้ามฟากสิ้นสุดลงหลังเก้าวัน", "เกษตรกรขอความช่วยเหลือเพราะภัยแล้ง"),
    "uk": (
        "Страйк на поромах закінчився через дев’ять днів.",
        "Фермери просять про допомогу через посуху, яка триває.",
    ),
    "fa": ("اعتصاب کارگران کشتی پس از نه روز پایان یافت.", "کشاورزان برای خشکسالی کمک می خواهند که دولت بدهد."),
    "pl": ("Strajk na promach zakończył się po dziewięciu dniach.", "Rolnicy proszą o pomoc, bo ich studnie są suche."),
    "sv": ("Strejken på färjorna är över efter nio dagar.", "Bönderna vill ha hjälp för att det är torrt."),
    "ca": ("La vaga dels vaixells s’ha acabat després de nou dies.", "Els pagesos demanen ajuda per la sequera."),
}


@pytest.mark.parametrize("language", BRIEFS)
def test_two_sentences_tell_a_language(language: str) -> None:
    assert detect(" ".join(BRIEFS[language])) == language


def test_one_sentence_nearly_always_tells_a_language() -> None:
    told = [(language, detect(text)) for language, both in BRIEFS.items() for text in both]
    assert sum(said == language for language, said in told) >= 0.9 * len(told)


@pytest.mark.parametrize(
    "text",
    ["", "1234 5678", "Lorem ipsum dolor sit amet consectetur.", "Ke polisi ba re ha ho motho ya tswileng kotsi."],
)
def test_a_language_that_is_not_known_is_not_guessed(text: str) -> None:
    assert detect(text) == "und"


def test_what_a_record_says_is_believed_where_the_text_does_not_tell() -> None:
    assert detect("Dywedodd yr heddlu fod pawb yn ddiogel.", "cy-GB") == "cy"
    assert detect("42", "pt_BR") == "pt"
    assert detect("", "not a tag") == "und"
    # Page templates say "en" of anything.
    assert detect(BRIEFS["fr"][0], "en-US") == "fr"


def test_words_keep_their_marks() -> None:
    assert words("cafe\u0301 noir") == ["cafe\u0301", "noir"]
    assert words("हिन्दी में") == ["हिन्दी", "में"]
    assert words("قُرْآن") == ["قُرْآن"]


def test_words_are_counted_without_spaces_between_them() -> None:
    assert count_words("渡轮公司的罢工") == 4
    assert count_words("well-known — words") == 2
    assert count_words("การประท้วงของบริษัท") == 5
