"""The grade: a sum of signals that stand in one table, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor import handbook, reliability
from auditor.anatomy import dissect
from auditor.cli import main
from auditor.detector import ArticleDetector, Detector
from auditor.detectors import discover
from auditor.model import Article, Reliability, Report
from auditor.reliability import GRADES, MEASURES, Measure

SEEDS = sorted(Path("seeds").iterdir())
FERRIES = sorted(Path("tests/corpora/ferries").iterdir())

WIRE = (
    "The harbour authority of Port Elding closed its container terminal on Monday after divers found a crack in "
    "the outer sea wall, a port official told Reuters.\n\n"
    "The crack is forty metres long and runs below the waterline of the northern berth, Reuters reported, citing "
    "two engineers with knowledge of the inspection.\n\n"
    "Seventeen ships were waiting in the bay by evening, and three of them carry fruit that will not keep.\n\n"
    "The authority expects to reopen the southern berth by Friday, but the northern one may stay closed until spring.\n"
)
REWRITE = (
    "Port Elding's harbour authority has shut its container terminal since divers discovered a crack in the outer "
    "sea wall on Monday.\n\n"
    "Running below the waterline of the northern berth, the crack is forty metres long.\n\n"
    "By evening seventeen ships were waiting in the bay, three of them carrying fruit that will not keep.\n\n"
    "The southern berth is expected to reopen by Friday, while the northern one may stay closed until spring.\n"
)
BRIEF = (
    "Library opens on Sundays\n\n"
    "The town library of Easton opens on Sundays from March on, between ten and four. The café stays closed. "
    "Books can be returned at any hour through the hatch beside the door, which was repaired last autumn.\n"
)
THOUGHTS = (
    "The square has been dug up again, and it is hard to see what for. Every spring brings another plan, every autumn "
    "another fence, and the lime trees are fewer after each. A town that cannot leave a square alone has lost faith "
    "in squares. There was a time when people sat there in the evening and said nothing in particular. Perhaps that "
    "is what the planners cannot bear. "
)
MINE = "I walk across it every day, and my dog knows each of its holes; I do not want another fountain. "
GERMAN = (
    "Der Hafen von Norderau bleibt bis zum Frühjahr geschlossen, weil Taucher einen Riss in der Mauer fanden. "
    "Die Behörde teilte mit, dass siebzehn Schiffe in der Bucht warten und drei davon Obst geladen haben. "
) * 4


def graded(*articles: Article) -> dict[str, Reliability]:
    return by_id(auditor.audit(articles))


def by_id(report: Report) -> dict[str, Reliability]:
    return {entry.id: entry.reliability for entry in report.articles if entry.reliability}


def alone(text: str, **fields: str) -> Reliability:
    return graded(Article.of("a.txt", text, **fields))["a.txt"]


def marks(reliabilities: dict[str, Reliability]) -> dict[str, tuple[str, int]]:
    return {name: (each.grade, each.points) for name, each in reliabilities.items()}


def points(found: Reliability) -> dict[str, int]:
    return {signal.name: signal.points for signal in found.signals}


@pytest.fixture(scope="module")
def seeds() -> dict[str, Reliability]:
    return {Path(name).name[:3]: each for name, each in by_id(auditor.audit(SEEDS)).items()}


def test_the_seeds_are_in_a_sensible_order(seeds: dict[str, Reliability]) -> None:
    total = {name: each.points for name, each in seeds.items()}
    assert total["002"] > total["004"] > max(total["001"], total["003"])
    assert seeds["002"].grade < seeds["004"].grade < min(seeds["001"].grade, seeds["003"].grade)
    assert seeds["000"].grade in {"D", "E", "F"}
    assert points(seeds["000"])["unverifiable citations"] + points(seeds["000"])["decorative citations"] <= -6


def test_every_signal_is_worth_what_the_table_says(seeds: dict[str, Reliability]) -> None:
    table = {measure.name: measure for measure in MEASURES}
    for found in seeds.values():
        assert found.points == sum(signal.points for signal in found.signals)
        assert found.grade == next((letter for letter, least in GRADES if found.points >= least), "F")
        names = [signal.name for signal in found.signals]
        assert names == [measure.name for measure in MEASURES if measure.name in names]
        for signal in found.signals:
            assert signal.points == table[signal.name].points(signal.value)
            assert signal.why


@given(st.sampled_from(MEASURES), st.floats(0, 1000), st.floats(0, 1000))
def test_more_of_a_thing_is_worth_more_of_the_same(measure: Measure, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert abs(measure.points(less)) <= abs(measure.points(more))
    assert {points > 0 for _, points in measure.bands} == {measure.bands[0][1] > 0}


@pytest.mark.parametrize(
    ("measure", "rule"),
    [
        pytest.param(measure, rule, id=rule.rule.code)
        for measure in MEASURES
        for rule in measure.rules
        if not measure.shared
    ],
)
def test_what_a_rule_finds_counts_against_the_article(measure: Measure, rule: type[Detector]) -> None:
    worst = []
    for example in (each for each in rule.examples if each.flagged):
        found = graded(*(Article.of(name, text) for name, text in example.articles.items()))
        assert any(measure.name in points(each) for each in found.values()), example.title
        worst.append(min(points(each).get(measure.name, 0) for each in found.values()))
    assert measure.bands[0][0] > 1 or max(worst) < 0


def test_unrelated_articles_change_no_grade_and_no_points() -> None:
    articles = [Article.of(path.name, path.read_text(encoding="utf-8")) for path in SEEDS]
    unrelated = [Article.of(f"x/{path.name}", path.read_text(encoding="utf-8")) for path in FERRIES]
    examples = [
        Article.of(f"y/{detector.rule.code}-{number}.txt", text)
        for detector in discover()
        if issubclass(detector, ArticleDetector)
        for number, example in enumerate(detector.examples)
        for text in example.articles.values()
    ]
    before = marks(graded(*articles))
    for others in (unrelated[:1], unrelated, [*unrelated, *examples]):
        after = marks(graded(*articles, *others))
        assert {name: after[name] for name in before} == before


def test_neither_names_nor_their_order_matter() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    forward = graded(*(Article.of(f"{number}.txt", text) for number, text in enumerate(texts)))
    backward = graded(*(Article.of(f"z{9 - number}/page.txt", text) for number, text in enumerate(texts)))
    assert list(marks(forward).values()) == list(marks(backward).values())[::-1]


def test_the_rules_that_are_selected_do_not_matter() -> None:
    some = auditor.audit(SEEDS, settings=auditor.Settings(select=("MET002",)))
    assert by_id(some) == by_id(auditor.audit(SEEDS))


def test_nothing_known_is_nothing_against() -> None:
    assert reliability.grade(()) == Reliability(grade="B", points=0, signals=())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BRIEF, id="brief"),
        pytest.param(BRIEF + "\nShare this article\n", id="brief with a line of furniture"),
        pytest.param("Rain", id="one word"),
        pytest.param(THOUGHTS * 4 + MINE, id="column"),
        pytest.param("The square\n\n" + THOUGHTS * 6, id="essay"),
        pytest.param(GERMAN, id="German"),
    ],
)
def test_nobody_is_graded_for_what_they_cannot_have(text: str) -> None:
    assert alone(text).grade in {"A", "B"}


def test_a_long_report_without_any_source_is_judged_when_others_tell_it() -> None:
    text = "The Square\n\n" + THOUGHTS * 6
    assert alone(text).grade == "B"
    found = graded(Article.of("a.txt", text), Article.of("b.txt", text))
    assert points(found["a.txt"])["bare attribution"] == points(found["b.txt"])["bare attribution"] < 0


def test_a_brief_that_says_who_says_so_is_an_a() -> None:
    told = "“We will open on Sundays from March on, and the hatch stays,” the librarian, Ann Howe, said on Monday.\n"
    assert alone(f"Library opens on Sundays\n\n{told}").grade == "A"


def test_citations_count_for_what_they_give() -> None:
    said = "The council found two leaks at the plant in the same week of the year. "
    outlet = alone(f"Leaks\n\n{said}Cited: Reuters\n")
    piece = alone(f"Leaks\n\n{said}Cited: Reuters, “Two leaks found at Easton plant”, 4 May 2022\n")
    assert points(outlet)["unverifiable citations"] < 0 < points(piece)["verifiable citations"]


def test_furniture_counts_by_its_share() -> None:
    furniture = "Share this article\n\nSubscribe to our newsletter\n\nLeave a comment\n\nRead more\n\nAdvertisement\n\n"
    assert points(alone(BRIEF + "\n" + furniture * 6))["noise"] < 0


def test_uncredited_reuse_counts_and_credited_does_not() -> None:
    found = graded(Article.of("a.txt", WIRE), Article.of("b.txt", REWRITE))
    assert "uncredited reuse" not in points(found["a.txt"])
    assert points(found["b.txt"])["uncredited reuse"] <= -4
    credited = REWRITE.replace("on Monday.", "on Monday, Reuters reported.")
    found = graded(Article.of("a.txt", WIRE), Article.of("b.txt", credited))
    assert not {"uncredited reuse", "uncredited upstream"} & {*points(found["a.txt"]), *points(found["b.txt"])}


def test_without_evidence_nobody_was_first() -> None:
    plain = WIRE.replace(", a port official told Reuters", "").replace(", Reuters reported, citing two engineers", "")
    texts = {"a.txt": plain, "b.txt": REWRITE}
    found = graded(*(Article.of(name, text) for name, text in texts.items()))
    assert all("uncredited reuse" not in points(each) for each in found.values())
    dated = {"a.txt": "2024-03-06", "b.txt": "2024-03-05T10:00:00Z"}
    found = graded(*(Article.of(name, text, date=dated[name]) for name, text in texts.items()))
    assert points(found["a.txt"])["uncredited reuse"] < 0
    assert "uncredited reuse" not in points(found["b.txt"])
    undated = graded(*(Article.of(name, text, date="last Monday") for name, text in texts.items()))
    assert all("uncredited reuse" not in points(each) for each in undated.values())


def test_an_outlet_may_print_its_own_report_again() -> None:
    outlet = {"outlet": "The Bay Mercury"}
    first, again = (
        Article.of("a.txt", WIRE, date="2024-03-05", **outlet),
        Article.of("b.txt", REWRITE, date="2024-03-06", **outlet),
    )
    assert all("uncredited reuse" not in points(each) for each in graded(first, again).values())


def test_who_is_named_in_the_text_is_credited_and_an_author_may_reprint() -> None:
    study = Article.of("a.txt", REWRITE, outlet="Elding Sea Survey", date="2024-03-05")
    report = Article.of("b.txt", WIRE + "\nThe study is by the Elding Sea Survey.\n", outlet="The Bay Mercury")
    assert "uncredited reuse" not in points(graded(study, report)["a.txt"])
    named = {"byline": "Ann Howe"}
    first = Article.of("a.txt", WIRE, outlet="The Bay Mercury", **named)
    again = Article.of("b.txt", REWRITE, outlet="Elding Post", **named)
    assert "uncredited reuse" not in points(graded(first, again)["b.txt"])


def test_the_page_holds_the_whole_table() -> None:
    for text in (handbook.page("reliability"), handbook.page("Reliability", format="markdown")):
        for measure in MEASURES:
            assert measure.name in text
            assert all(f"{value:+} from {least:g}" in text for least, value in measure.bands)
            assert all(rule.rule.code in text for rule in measure.rules)


def test_the_command_line_explains_the_grade(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["explain", "reliability"])
    assert "uncredited reuse" in capsys.readouterr().out


def test_the_page_is_generated() -> None:
    assert handbook.generated(Path())[Path("docs/rules/reliability.md")] == handbook.page(
        "reliability", format="markdown"
    )


def test_every_article_has_a_signal_list_even_without_text() -> None:
    assert reliability.own(dissect(Article.of("a.txt", "...\n\n***\n"))) == ()
