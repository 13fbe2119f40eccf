# ruff: noqa: E501  (sentences stand whole)
"""What is told of a text's language, and what works in any: every text here was written for this test."""

import pytest

from auditor import Article, audit, lexicons
from auditor.anatomy import dissect
from auditor.anatomy.language import detect
from auditor.detectors import discover
from auditor.model import Report, Role
from auditor.reporters import junit
from auditor.sourcing import facts
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


# A report of six sentences in each language: two cues with a name, one with a class, one by a phrase,
# one source without a name, one statement by nobody.
REPORTS = {
    "es": (
        "El puente viejo de Almera seguirá cerrado hasta la primavera. «No hay otra salida», dijo la alcaldesa Rosa Ferrer. "
        "Los ingenieros explicaron que dos pilares se han movido. Según Pablo Quintero, la obra costará cuatro millones. "
        "Dos funcionarios que pidieron no ser citados dijeron que falta dinero. "
        "Se cree que las lluvias dañaron la base del puente."
    ),
    "fr": (
        "Le vieux pont d’Almère restera fermé jusqu’au printemps. « Il n’y a pas d’autre issue », a déclaré la maire Rose Ferrand. "
        "Les ingénieurs ont expliqué que deux piliers avaient bougé. Selon Paul Quentin, le chantier coûtera quatre millions. "
        "Une source proche du dossier a affirmé que l’argent manque. On estime que les pluies ont abîmé la base du pont."
    ),
    "de": (
        "Die alte Brücke von Almern bleibt bis zum Frühling gesperrt. „Es gibt keinen anderen Weg“, sagte Bürgermeisterin Rosa Ferber. "
        "Die Experten erklärten, dass sich zwei Pfeiler bewegt haben. Laut Paul Quint kostet der Bau vier Millionen. "
        "Zwei Beamte, die anonym bleiben wollten, sagten, es fehle das Geld. "
        "Es wird vermutet, dass der Regen das Fundament der Brücke beschädigt hat."
    ),
    "pt": (
        "A ponte velha de Almeira vai ficar fechada até à primavera. «Não há outra saída», disse a presidente Rosa Ferreira. "
        "Os engenheiros explicaram que dois pilares se moveram. Segundo Paulo Quintela, a obra custará quatro milhões. "
        "Dois funcionários que pediram anonimato disseram que falta dinheiro. "
        "Acredita-se que as chuvas danificaram a base da ponte."
    ),
}


@pytest.mark.parametrize("language", REPORTS)
def test_who_says_what_is_known_in_each_lexicon(language: str) -> None:
    text = REPORTS[language]
    dissection = dissect(Article.of("a.txt", text), raw=True)
    found = facts(dissection, dissection.stories[0])
    assert dissection.language == language
    assert found.known
    assert len(found.cues) >= 4
    speakers = {text[cue.speaker.start : cue.speaker.end] for cue in found.cues if cue.speaker}
    assert any("Ros" in speaker for speaker in speakers)
    assert any("Pa" in speaker for speaker in speakers)
    assert len(found.anonymous) == 1
    assert len(found.agentless) == 1
    assert [quote.speaker is not None for quote in found.quotes] == [True]


FURNITURE = {
    "es": (
        "Compartir en Facebook",
        "Suscríbete a nuestro boletín",
        "Lea también: El puerto cierra dos muelles",
        "Recuento de palabras: 480",
    ),
    "fr": (
        "Partager sur Facebook",
        "Abonnez-vous à notre newsletter",
        "Lire aussi : Le port ferme deux quais",
        "Nombre de mots : 480",
    ),
    "de": (
        "Auf Facebook teilen",
        "Newsletter abonnieren",
        "Lesen Sie auch: Der Hafen schließt zwei Kais",
        "Wortanzahl: 480",
    ),
    "pt": (
        "Compartilhar no Facebook",
        "Assine nossa newsletter",
        "Leia também: O porto fecha dois cais",
        "Contagem de palavras: 480",
    ),
}


@pytest.mark.parametrize("language", FURNITURE)
def test_furniture_is_known_in_each_lexicon(language: str) -> None:
    share, subscribe, teaser, label = FURNITURE[language]
    sentences = REPORTS[language].replace("» ", "»").split(". ")
    body = ".\n\n".join(sentences)
    dissection = dissect(Article.of("a.txt", f"{body}\n\n{share}\n\n{teaser}\n\n{subscribe}\n\n{label}\n"))
    roles = {dissection.quote(block.span): block.role for block in dissection.blocks()}
    assert (roles[share], roles[subscribe], roles[teaser], roles[label]) == (
        Role.CHROME,
        Role.CHROME,
        Role.TEASER,
        Role.LABEL,
    )


def test_bylines_and_dates_of_other_languages() -> None:
    lines = (
        "Por Rosa Ferrer",
        "Par Rose Ferrand",
        "Von Rosa Ferber",
        "Publicado el 12 de mayo de 2024",
        "Publié le 3 juin 2024 à 10h30",
        "Veröffentlicht am 3. Juni 2024 um 10:30 Uhr",
        "12 de março de 2023",
    )
    for line in lines:
        dissection = dissect(Article.of("a.txt", f"{line}\n\n{REPORTS['es']}\n"))
        assert next(iter(dissection.blocks())).role in {Role.BYLINE, Role.DATELINE}, line


# The same six sentences of a report in languages without any lexicon of ours, and in two that have one.
COPIED = {
    "es": REPORTS["es"],
    "de": REPORTS["de"],
    "ar": (
        "سيبقى الجسر القديم في المدينة مغلقا حتى الربيع. قالت رئيسة البلدية إنه لا يوجد مخرج آخر. "
        "وأوضح المهندسون أن عمودين تحركا من مكانهما بعد الفيضان. وستكلف أعمال الترميم أربعة ملايين دينار. "
        "وينتظر التجار في السوق المجاور عودة الزبائن منذ شهرين. وتنقل حافلات البلدية التلاميذ إلى الضفة الأخرى كل صباح."
    ),
    "zh": (
        "城里的老桥将关闭到明年春天。女市长表示没有别的出路。工程师解释说，洪水过后有两根桥墩移动了位置。"
        "修复工程将花费四百万元。附近市场的商贩两个月来一直在等待顾客回来。市政府的公共汽车每天早上把学生送到河对岸。"
        "市议会将在下个月投票决定是否批准这笔款项。"
    ),
}


def report(**texts: str) -> Report:
    return audit([Article.of(name, text) for name, text in texts.items()])


@pytest.mark.parametrize("language", COPIED)
def test_copies_are_found_in_any_language(language: str) -> None:
    text = COPIED[language]
    found = report(one=text, two=text)
    assert "DUP001" in {finding.rule for finding in found.findings}
    assert {entry.language for entry in found.articles} == {language}
    twice = report(one=f"{text}\n\n{' '.join(BRIEFS[language])}\n\n{text}")
    assert "DUP006" in {finding.rule for finding in twice.findings}


@pytest.mark.parametrize("language", COPIED)
def test_near_copies_are_found_in_any_language(language: str) -> None:
    text = COPIED[language]
    end = "。" if language == "zh" else "."
    sentences = [one for one in text.split(end) if one.strip()]
    shorter = end.join(sentences[:-1]) + end
    assert {"DUP001", "DUP002", "DUP003"} & {finding.rule for finding in report(one=text, two=shorter).findings}


@pytest.mark.parametrize("language", COPIED)
def test_widgets_and_hidden_characters_are_found_in_any_language(language: str) -> None:
    text = COPIED[language]
    found = report(one=f"TT\n{text}\nTT\n{text[:40]}\u200b\x00{text[40:80]}\n")
    assert {"BLP002", "INT003"} <= {finding.rule for finding in found.findings}


def unspoken(language: str) -> set[str]:
    return {each.rule.code for each in discover() if not each.applies_to(language)}


@pytest.mark.parametrize("language", ["ar", "zh", "tr", "und"])
def test_rules_without_words_are_not_applicable_and_silent(language: str) -> None:
    text = COPIED.get(language) or (
        "Ke polisi ba re motho tswileng kotsi. " * 9 if language == "und" else " ".join(BRIEFS[language]) * 8
    )
    found = report(one=text, two="\n\n".join(BRIEFS["en"]))
    entry = found.articles[0]
    assert entry.language == language
    assert {"BLP001", "ATT002", "ATT006", "CIT001", "DRF001"} <= set(entry.not_applicable)
    assert not {"DUP001", "INT001", "BLP002", "APP001", "BLP005"} & set(entry.not_applicable)
    assert not unspoken(language) & {finding.rule for finding in found.findings if finding.article == "one"}
    assert not found.articles[1].not_applicable
    assert any("did not apply" in note for note in found.summary.notes)
    assert "does not know the words" in "".join(chunk for _, chunks in junit.render(found, {}) for chunk in chunks)
    assert entry.reliability is not None
    assert any(signal.points == 0 and "not measured" in signal.why for signal in entry.reliability.signals)


def test_every_lexicon_has_what_the_english_one_has() -> None:
    for kind in ("phrases", "sourcing", "residue"):
        english = {
            (name, key)
            for name, table in lexicons.read(kind, "en").items()
            for key in (table if isinstance(table, dict) else ())
        }
        for language in lexicons.languages(kind):
            have = {
                (name, key)
                for name, table in lexicons.read(kind, language).items()
                for key in (table if isinstance(table, dict) else ())
            }
            assert not english - have - {("cues", "negation_ending"), ("cues", "adverb_ending")}, (kind, language)
