"""What the other articles of a corpus say of a citation."""

import pytest

import auditor
from auditor.model import Article, Finding

STRIKE = (
    "Drivers of the night trains return to work on Monday after eleven days of strike in four regions. "
    "Their union accepted a rise of four per cent, half of it from October, a spokesman for the railway said. "
    "Two hundred trains were cancelled, and the southern line will not run again before Wednesday morning. "
    "The railway puts its loss at nine million euros, most of it in freight."
)
RETOLD = (
    "After eleven days of strike in four regions, drivers of the night trains return to work on Monday. "
    "A rise of four per cent, half of it from October, was accepted by their union. "
    "The southern line will not run again before Wednesday morning, and two hundred trains were cancelled. "
    "Most of the railway's loss, which it puts at nine million euros, is in freight."
)
MUSEUM = (
    "The museum of the valley has bought the mill in which the composer was born, and will open it in May. "
    "Three rooms are furnished as they were a hundred years ago, and the wheel turns again on Sundays. "
    "Visitors from the town pay half, and children nothing, the director said when she showed the rooms."
)


def audit(*articles: Article, rules: tuple[str, ...] = ("CIT",)) -> list[Finding]:
    return list(auditor.audit(articles, settings=auditor.Settings(select=rules)).findings)


def told(found: list[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.article, finding.rule, finding.severity.value) for finding in found}


def by(name: str, text: str, outlet: str = "", **record: str) -> Article:
    return Article.of(name, text, outlet=outlet, **record)


def test_the_outlets_article_bears_the_paragraph_out() -> None:
    found = audit(by("a", f"{RETOLD} Cited: Reuters"), by("b", STRIKE, "Reuters"), by("c", MUSEUM, "Reuters"))
    assert told(found) == set()


def test_the_outlets_articles_tell_of_something_else() -> None:
    found = audit(by("a", f"{RETOLD} Cited: Reuters"), by("b", MUSEUM, "Thomson Reuters"), by("c", STRIKE, "CNN"))
    assert told(found) == {("a", "CIT001", "error"), ("a", "CIT005", "note")}
    (finding,) = (one for one in found if one.rule == "CIT005")
    assert finding.evidence == {"outlet": "Reuters", "articles": 1}
    assert [place.article for place in finding.related] == ["b"]


def test_the_named_article_counts_alone() -> None:
    cited = by("a", f"{RETOLD} Source: BBC News, “Mill becomes a museum”, 4 May 2022")
    mill = by("b", MUSEUM, "BBC", title="Mill becomes a museum")
    assert told(audit(cited, mill, by("c", STRIKE, "BBC"))) == {("a", "CIT005", "warning")}
    true = by("a", f"{MUSEUM.replace('has bought', 'bought')} Source: BBC News, “Mill becomes a museum”")
    # Outlet and title would be C2; the text is in the corpus.
    assert told(audit(true, mill)) == set()


def test_each_paragraph_is_held_against_the_article_and_a_list_against_the_whole_story() -> None:
    wire = by("b", STRIKE, "Reuters")
    each = by("a", f"{RETOLD} Cited: Reuters\n\n{MUSEUM} Cited: Reuters\n")
    assert [(one.rule, one.start_line) for one in audit(each, wire, rules=("CIT005",))] == [("CIT005", 3)]
    listed = by("a", f"{RETOLD}\n\n{MUSEUM}\n\nReferences:\n\n1. Reuters, “Strike ends”, 4 May 2022\n")
    assert audit(listed, wire, rules=("CIT005",)) == []


def test_an_outlet_that_the_table_does_not_know_and_an_article_that_names_itself() -> None:
    cited = f"{RETOLD} Source: Tarn Courier, “Mill opens”, 4 May 2022"
    assert told(audit(by("a", cited), by("b", MUSEUM, "The Tarn Courier"))) == {("a", "CIT005", "note")}
    assert told(audit(by("a", cited, "Tarn Courier"), by("b", MUSEUM, "The Tarn Courier"))) == set()


def test_two_that_cite_each_other() -> None:
    one, other = by("a", f"{STRIKE} Cited: CNN", "Reuters"), by("b", f"{RETOLD} Cited: Reuters", "CNN")
    found = audit(one, other, rules=("CIT010",))
    assert [(each.article, [place.article for place in each.related]) for each in found] == [("a", ["b"]), ("b", ["a"])]
    assert all("direction undetermined" in each.message for each in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Reuters", ""), ("CNN", "Cited: Reuters")),
        (("Reuters", "Cited: BBC News"), ("CNN", "Cited: Reuters")),
        (("", "Cited: CNN"), ("CNN", "Cited: Reuters")),
        (("Reuters", "Cited: Reuters"), ("CNN", "Cited: CNN")),
        (("Reuters", "It rained, CNN reported."), ("CNN", "Cited: Reuters")),
    ],
)
def test_what_is_no_circle(one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = by("a", f"{STRIKE} {one[1]}", one[0]), by("b", f"{RETOLD} {other[1]}", other[0])
    assert audit(a, b, rules=("CIT010",)) == []


def test_two_that_cite_each_other_on_different_subjects() -> None:
    assert audit(by("a", f"{STRIKE} Cited: CNN", "Reuters"), by("b", f"{MUSEUM} Cited: Reuters", "CNN")) != []
    assert not audit(
        by("a", f"{STRIKE} Cited: CNN", "Reuters"), by("b", f"{MUSEUM} Cited: Reuters", "CNN"), rules=("CIT010",)
    )


def test_many_copies_make_one_finding_each() -> None:
    copies = [by(f"{n}", f"{STRIKE} Cited: CNN", "Reuters") for n in range(6)]
    told_again = [by(f"{n + 6}", f"{RETOLD} Cited: Reuters", "CNN") for n in range(4)]
    found = audit(*copies, *told_again, rules=("CIT010",))
    assert [each.article for each in found] == sorted(str(n) for n in range(10))
