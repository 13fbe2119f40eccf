"""Template lines: what recurs over the articles of a site and belongs to none of them."""

import auditor
from auditor import Settings
from auditor.model import Article, Finding

TEXTS = (
    (
        "The town's only cinema will show silent films in winter, with a pianist who learnt the scores from her aunt. "
        "Tickets cost four crowns and the heating is a stove beside the screen, so that the first row fills up first."
    ),
    (
        "Beavers have dammed the drainage canal for the third time since April and the meadows stand in water. "
        "A farmer counted nine lodges along the bank; the ministry pays for the hay that he could not bring in."
    ),
    (
        "A locksmith from the station quarter has opened the safe of the old savings bank, which nobody had a key to. "
        "Inside lay a sandwich in newspaper of the year it was shut, two ledgers, and the spare key to the safe."
    ),
    (
        "Rowers from six countries will meet on the reservoir in June although its water has never been so low. "
        "The course was moved by eighty metres, judges will sit on a raft, and spectators are asked to bring boots."
    ),
)
LINE = "Letters reach us in room 3."


def judge(texts: dict[str, str], **record: str) -> list[Finding]:
    articles = [Article.of(name, text, **record) for name, text in texts.items()]
    return list(auditor.audit(articles, settings=Settings(select=("BLP005",))).findings)


def folder(*with_line: int, line: str = LINE) -> dict[str, str]:
    return {
        f"{index}.txt": f"{text}\n\n{line}\n" if index in with_line else f"{text}\n" for index, text in enumerate(TEXTS)
    }


def test_every_occurrence_is_reported_with_the_others() -> None:
    found = judge(folder(0, 1, 3))
    assert [(one.article, one.start_line) for one in found] == [("0.txt", 3), ("1.txt", 3), ("3.txt", 3)]
    assert [place.article for place in found[0].related] == ["1.txt", "3.txt"]
    assert found[0].evidence == {"articles": 3, "of": 4, "share": 0.75}


def test_numbers_make_no_difference() -> None:
    texts = folder(0, 1, 2)
    texts["2.txt"] = texts["2.txt"].replace("room 3", "room 12")
    assert len(judge(texts)) == 3


def test_two_articles_are_too_few() -> None:
    assert judge(folder(0, 1)) == []


def test_a_small_share_of_a_site_is_no_template() -> None:
    texts = folder(0, 1, 2)
    many = {f"more-{index}.txt": " ".join(f"{word}{index}" for word in TEXTS[3].split()) for index in range(9)}
    assert judge(texts | many) == []


def test_a_site_is_counted_by_itself() -> None:
    site = [Article.of(name, text, outlet="The Reed") for name, text in folder(0, 1, 2).items()]
    others = [
        Article.of(f"more-{index}.txt", " ".join(f"{word}{index}" for word in TEXTS[3].split()), outlet="The Sedge")
        for index in range(9)
    ]
    found = auditor.audit(site + others, settings=Settings(select=("BLP005",))).findings
    assert {one.article for one in found} == {"0.txt", "1.txt", "2.txt"}
    assert "of The Reed" in found[0].message


def test_copies_of_one_article_have_no_template() -> None:
    copy = f"{TEXTS[0]}\n\n{LINE}\n\n{TEXTS[1]}\n"
    assert judge({"a.txt": copy, "b.txt": copy, "c.txt": copy, "d.txt": TEXTS[2]}) == []


def test_a_template_line_makes_no_two_articles_alike() -> None:
    report = auditor.audit([Article.of(name, text) for name, text in folder(0, 1, 2, 3).items()])
    assert {link.relation.value for link in report.links} == {"unrelated"}
