"""What two sentences say otherwise, and what only looks as if they did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor import drift
from auditor.anatomy import dissect
from auditor.model import Alignment, Article, Drift, Fact, Link, Relation, Severity, Span, Statement


def compared(a: str, b: str) -> tuple[Drift, ...]:
    """The drift between two texts that are one aligned statement."""
    one, other = (dissect(Article.of(name, text), raw=True) for name, text in (("a", a), ("b", b)))
    link = Link(
        a="a",
        b="b",
        relation=Relation.REWRITE,
        kind="plain",
        score=1.0,
        jaccard=0.0,
        coverage_a=1.0,
        coverage_b=1.0,
        aligned_a=1.0,
        aligned_b=1.0,
        statements=1,
        order=1.0,
        lanes=(),
        passages=(),
    )
    return drift.compare(one, other, Alignment(link, (Statement(Span(0, len(a)), Span(0, len(b)), 1.0),)))


DIFFERENT = [
    # Numbers: digits, words, magnitudes, separators, percentages, currencies, ages.
    ("number", "The storm left 38 people homeless in the valley.", "The storm left 83 people homeless in the valley."),
    (
        "number",
        "Police arrested four men after the match in Derby.",
        "After the match in Derby police arrested five men.",
    ),
    ("number", "The bridge cost 4.2 million pounds to build.", "The bridge cost £2.4m to build."),
    ("number", "The factory made 12,500 cars last autumn.", "The factory made 15,200 cars last autumn."),
    ("number", "Unemployment in the region fell to 6.4%.", "Unemployment in the region fell to 4.6 per cent."),
    ("number", "The loan was for $30 billion over ten years.", "The loan was for $13bn over ten years."),
    (
        "number",
        "The driver, 34, was taken to hospital in Leeds.",
        "The 43-year-old driver was taken to hospital in Leeds.",
    ),
    ("number", "A 19-year-old student won the chess prize.", "A 91-year-old student won the chess prize."),
    ("number", "The strike lasted twenty-one days at the docks.", "The strike lasted twelve days at the docks."),
    ("number", "Two dozen villages lost their power lines.", "Some thirty-six villages had lost power lines."),
    ("number", "The court heard 17 witnesses in the case.", "In the case the court heard seventy witnesses."),
    ("number", "At least 40 miners were trapped underground.", "At least 400 miners were trapped underground."),
    ("number", "The five-day march ended at the castle gates.", "The nine-day march ended at the castle gates."),
    (
        "number",
        "Turnout rose by two percentage points in the city.",
        "Turnout rose by five percentage points in the city.",
    ),
    (
        "number",
        "The council spent €3 million on the tram stops.",
        "The council spent 8 million euros on the tram stops.",
    ),
    ("number", "Half a million visitors saw the exhibition.", "Five million visitors saw the exhibition."),
    (
        "number",
        "One person died when the roof of the hall fell in.",
        "Three people died when the roof of the hall fell in.",
    ),
    # A number against none.
    ("precision", "At least 40 rockets hit the base overnight.", "Numerous rockets hit the base overnight."),
    ("precision", "The mayor cancelled six road projects.", "The mayor cancelled several road projects."),
    (
        "precision",
        "The ferry had 120 passengers on board when it sank.",
        "The ferry sank with many passengers on board.",
    ),
    ("precision", "Hundreds of protesters blocked the harbour road.", "About 350 protesters blocked the harbour road."),
    (
        "precision",
        "The flood closed fourteen schools in the county.",
        "The flood closed dozens of schools in the county.",
    ),
    ("precision", "Multiple witnesses saw the van at the depot.", "Three witnesses saw the van at the depot."),
    # Qualifiers.
    ("qualifier", "At least 40 miners were trapped underground.", "Forty miners were trapped underground."),
    ("qualifier", "Up to 600 jobs will go at the steel plant.", "At the steel plant 600 jobs will go."),
    ("qualifier", "Nearly 90 homes were flooded in the village.", "More than 90 homes were flooded in the village."),
    ("qualifier", "The repairs will cost about $30 million.", "The repairs will cost $30m."),
    ("qualifier", "Fewer than 200 turtles remain in the bay.", "At least 200 turtles remain in the bay."),
    ("qualifier", "The tower will hold as many as 3,000 workers.", "The tower will hold 3,000 workers."),
    (
        "qualifier",
        "Roughly two-dozen boats left; some 70 boats stayed.",
        "Two dozen boats left; at most 70 boats stayed.",
    ),
    # Hedges.
    ("hedge", "The minister allegedly took bribes from builders.", "The minister took bribes from builders."),
    (
        "hedge",
        "The pilot reportedly ignored two alarms before landing.",
        "The pilot ignored two alarms before landing.",
    ),
    ("hedge", "The alleged forger sold paintings to three museums.", "The forger sold paintings to three museums."),
    ("hedge", "The blaze appears to have started in the kitchen.", "The blaze started in the kitchen."),
    ("hedge", "The vaccine may protect infants against the virus.", "The vaccine protects infants against the virus."),
    # Negation.
    (
        "negation",
        "The rail union will not accept the second offer of the state railway.",
        "The rail union will accept the second offer of the state railway.",
    ),
    (
        "negation",
        "The bank didn’t inform its oldest clients about the theft of their data.",
        "The bank informed its oldest clients about the theft of their data.",
    ),
    (
        "negation",
        "Doctors never warned the older patients of the risk of bleeding.",
        "Doctors warned the older patients of the risk of bleeding.",
    ),
    # Names.
    ("name", "Deputy Mayor Anna Keller opened the museum.", "The museum was opened by deputy mayor Anna Kellar."),
    ("name", "Colonel Peter Aston led the search.", "Major Peter Aston led the search on the island."),
    ("name", "Mr Haddow told the court he was at home.", "Ms Haddow told the court that she was at home."),
    (
        "name",
        "The award went to Stephen Marlowe of Kent.",
        "The award went to Stephan Marlowe of Kent. Marlowe was glad.",
    ),
    # Dates.
    (
        "date",
        "The peace treaty was signed in the old royal palace on 7 October.",
        "The peace treaty was signed in the old royal palace on 8 October.",
    ),
    (
        "date",
        "The library and the chapel of the abbey burned to ashes in March 1987.",
        "The library and the chapel of the abbey burned to ashes in March 1978.",
    ),
    (
        "date",
        "The museum board dismissed its long-serving director on Tuesday.",
        "On Friday the museum board dismissed its long-serving director.",
    ),
    (
        "date",
        "The museum board dismissed its long-serving director on May 3.",
        "The museum board recently dismissed its long-serving director.",
    ),
    (
        "date",
        "The copper mine in the northern hills near Stow closed in 1962.",
        "The copper mine in the northern hills near Stow closed in 1926.",
    ),
    # Subjects and credits.
    ("subject", "The verdict caught Norland off-guard.", "Sudland was caught off-guard by the verdict."),
    ("credit", "The minister will resign, according to Reuters.", "The minister will resign in the coming days."),
]

TRAPS = [
    ("in words and digits", "Five ships left the port at dawn.", "5 ships left the port at dawn."),
    ("a hyphen in a number", "Twenty-one ships left the port.", "21 ships left the port."),
    ("a magnitude", "The dam cost 1.5 billion dollars.", "The dam cost $1.5bn."),
    ("thousands", "The town has 12,500 people.", "The town has 12500 people."),
    ("k for thousand", "The club sold 40k tickets.", "The club sold 40,000 tickets."),
    ("a dozen", "A dozen ships left the port.", "Twelve ships left the port."),
    ("two dozen", "Two dozen ships left the port.", "24 ships left the port."),
    ("per cent", "Prices rose 3 per cent in June.", "Prices rose 3% in June."),
    ("rounded", "Nearly 2 million voters stayed at home.", "Some 1.97 million voters stayed at home."),
    ("rounded without a word for it", "The fund holds $1.97 billion in bonds.", "The fund holds $2 billion in bonds."),
    ("rounded to hundreds", "The plant employs 1,243 workers.", "The plant employs 1,200 workers."),
    ("within a bound", "At least 40 miners were trapped underground.", "47 miners were trapped underground."),
    ("below a bound", "Up to 50 miners were trapped underground.", "44 miners were trapped underground."),
    ("near an estimate", "About 100 guests were in the hotel.", "There were 96 guests in the hotel."),
    ("shares", "Two of three voters reject the tunnel.", "Most voters reject the tunnel."),
    ("other shares", "One in four children is short-sighted.", "Three of ten children are short-sighted."),
    ("ranges", "Between 10 and 15 boats are missing.", "The storm left 12 boats missing."),
    ("a range with a dash", "The trip takes 10-15 minutes by boat.", "The trip takes 12 minutes by boat."),
    ("a range with to", "The trip takes 10 to 15 minutes by boat.", "The trip takes 20 minutes by boat."),
    ("years are no amounts", "The 1987 crash ruined many banks.", "The 1929 crash ruined many banks."),
    ("scores", "United won 3-1 at home on Sunday.", "United won 3-2 at home on Sunday."),
    ("telephone numbers", "Call 020 7946 0018 for tickets.", "Call 020 7946 0812 for tickets."),
    ("clock times", "The parade starts at 10:30 at the gate.", "The parade starts at 11:15 at the gate."),
    ("hours", "The shop opens at 9 am on weekdays.", "The shop opens at 8 am on weekdays."),
    ("percent and points", "Support fell 3 percent in May.", "Support fell 5 percentage points in May."),
    ("currencies", "The ring cost 300 dollars in Paris.", "The ring cost 280 euros in Paris."),
    ("other units", "The tunnel is 10 miles long.", "The tunnel is 16 kilometres long."),
    ("other nouns", "The raid killed 12 soldiers near the border.", "The raid killed three civilians near the border."),
    ("other soldiers", "The raid killed 12 French soldiers.", "The raid killed nine Danish soldiers."),
    ("singular and plural", "A 5-mile march ended at the gate.", "The march of five miles ended at the gate."),
    ("ages in two ways", "Ann Lee, 34, won the race.", "The 34-year-old Ann Lee won the race."),
    ("numbers of things", "Flight 370 left the runway.", "Flight 730 left the runway."),
    ("numbers in names", "The Boeing 737 planes were grounded.", "The Boeing 747 planes were grounded."),
    ("both numbers in both", "Of 12 boats 5 boats sank.", "Five boats of the 12 boats sank."),
    ("the other number elsewhere", "The firm has 90 shops. It closed 12 shops.", "The firm closed 12 of its 90 shops."),
    ("an increase", "The firm will open six more shops in Hull.", "The firm will then have 24 shops in Hull."),
    ("the same bound", "At least 40 miners were trapped.", "No fewer than 40 miners were trapped."),
    ("more than and over", "More than 40 miners were trapped.", "Over forty miners were trapped."),
    ("nearly and almost", "Nearly 40 miners were trapped.", "Almost 40 miners were trapped."),
    ("about and some", "About 40 miners were trapped.", "Some 40 miners were trapped."),
    ("over a time", "He ruled over four decades of peace.", "He ruled for four decades of peace."),
    ("as many", "As many miners came as in spring.", "The 40 miners came as in spring."),
    ("a quantifier of both", "Several roads are closed.", "Numerous roads are closed."),
    ("another hedge", "The clerk allegedly stole the ring.", "The clerk is accused of stealing the ring."),
    ("a modal verb", "The vaccine may protect infants.", "The vaccine could protect infants."),
    ("a reporting verb", "The clerk reportedly stole the ring.", "The clerk stole the ring, police said."),
    ("in quotation marks", "The clerk allegedly stole the ring.", "“The clerk stole the ring,” she cried."),
    ("the month", "In May the vaccine protects infants.", "In June the vaccine protects infants, too."),
    ("another denial", "The bank did not inform its clients.", "The bank failed to inform its clients."),
    ("a contraction", "The union will not accept the offer.", "The union won't accept the offer."),
    ("not only", "The flood hit not only farms but towns.", "The flood hit farms and towns."),
    ("a short form", "Michael Doyle leads the club. Doyle is 40.", "Mike Doyle leads the club. Doyle is 40."),
    ("an initial", "John Q. Harlan sued the state.", "John Harlan sued the state."),
    ("accents", "José Gómez scored twice.", "Jose Gomez scored twice."),
    ("a title more", "Dr Anna Keller left.", "Anna Keller left."),
    ("the possessive", "Anna Keller’s book is out.", "Anna Keller' book is out."),
    ("places", "The talks in North Korea failed.", "The talks in South Korea failed."),
    ("a date in two ways", "It was signed on 7 October 1998.", "It was signed on Oct. 7."),
    ("a date and its day", "The board met on Tuesday in the town.", "The board met on 4 March in the town."),
    (
        "one thing dated by another",
        "In 1985, a year after the town repealed the law on roofs, a fire destroyed twelve wooden homes.",
        "In 1984 the town repealed the law on roofs; a year later a fire destroyed twelve wooden homes.",
    ),
    ("ends of a range", "The fair runs from 3-9 May in the park.", "The fair runs until 9 May in the park."),
    (
        "another year's number",
        "In 2017 there were 120 guns per 100 people.",
        "In 2007 there were 88 guns per 100 people.",
    ),
    (
        "a form filled in twice",
        "Volume was 7.8 million shares; 36 stocks rose and 59 stocks fell.",
        "Volume was 18.5 million shares; 3 stocks rose and 157 stocks fell.",
    ),
]


@pytest.mark.parametrize(("kind", "a", "b"), DIFFERENT)
def test_what_differs_is_told_both_ways(kind: str, a: str, b: str) -> None:
    assert kind in {each.kind for each in compared(a, b)}
    assert sorted(each.kind for each in compared(a, b)) == sorted(each.kind for each in compared(b, a))


@pytest.mark.parametrize(("kind", "a", "b"), DIFFERENT)
def test_a_difference_stands_where_it_says(kind: str, a: str, b: str) -> None:
    for each in compared(a, b):
        assert (a[each.a.start : each.a.end], b[each.b.start : each.b.end]) == (each.said_a, each.said_b)
        assert each.said_a or each.said_b


@pytest.mark.parametrize(("a", "b"), [case[1:] for case in TRAPS], ids=[case[0] for case in TRAPS])
def test_what_may_both_be_true_is_no_drift(a: str, b: str) -> None:
    assert compared(a, b) == ()
    assert compared(b, a) == ()


def test_there_are_as_many_traps_as_cases() -> None:
    assert len(DIFFERENT) + len(TRAPS) >= 80
    assert len(TRAPS) >= len(DIFFERENT)


def test_a_text_has_no_drift_against_itself() -> None:
    for _, a, _ in DIFFERENT:
        assert compared(a, a) == ()


def test_what_the_other_story_says_elsewhere_is_no_difference() -> None:
    a = "The storm left 38 people homeless in the valley."
    b = "The storm left 83 people homeless in the valley. "
    whole = b + "In the valley 38 people are homeless for good."
    one, other = (dissect(Article.of(name, text), raw=True) for name, text in (("a", a), ("b", whole)))
    statement = Statement(Span(0, len(a)), Span(0, len(b)), 1.0)
    facts = [drift.read(each, each.stories[0]) for each in (one, other)]
    assert drift.differences(facts[0], facts[1], (statement,)) == ()


def test_other_languages_give_nothing() -> None:
    german = "Die Brücke über den Fluss kostete nach Angaben der Stadt {} Millionen Euro und wurde im Sommer eröffnet."
    assert compared(german.format(40), german.format(70)) == ()


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(a: str, b: str) -> None:
    words = " The storm left 38 people homeless."
    for each in compared(a + words, b + words):
        assert (a + words)[each.a.start : each.a.end] == each.said_a


@pytest.mark.parametrize(
    "text",
    [
        "40 " * 50_000,
        "at least 40 people and " * 20_000,
        "John Smith " * 20_000,
        "was caught off-guard " * 20_000,
        "1" * 200_000 + " people",
        "1,000" * 40_000,
        "not reportedly 7 October 2001 " * 10_000,
        "a hundred million " * 20_000,
    ],
)
def test_hostile_texts_are_read_in_one_pass(text: str) -> None:
    dissection = dissect(Article.of("a", text), raw=True)
    facts = drift.read(dissection, dissection.stories[0])
    assert drift.differences(facts, facts, (Statement(Span(0, 2_000), Span(1, 1_999), 1.0),)) == ()


FERRY = (
    "The ferry Morning Star ran aground on a sandbank off Port Ellis on Tuesday with {} passengers on board. "
    "Captain Helen Marsh told the harbour office that the engine room had taken in water before the ship struck. "
    "The company had ignored three warnings about the pumps from its own engineers last winter. "
    "Lifeboats from two neighbouring islands brought the passengers ashore within an hour, and nobody was hurt. "
    "Repairs to the hull are expected to cost 4.2 million pounds and to last until the end of the summer."
)


def test_links_of_reuse_carry_their_drift() -> None:
    articles = [auditor.Article.of("a", FERRY.format("at least 40")), auditor.Article.of("b", FERRY.format("several"))]
    (link,) = auditor.audit(articles).links
    assert [(each.kind, each.said_a, each.said_b) for each in link.drift] == [
        (Fact.PRECISION, "at least 40 passengers", "several passengers")
    ]


def test_a_number_gone_vague_is_found_where_sentences_are_not_aligned() -> None:
    a = "Tension grew with at least 40 drone attacks on the fleet of the alliance."
    b = "Since spring the alliance’s fleet has had to face numerous drone and rocket attacks in the north."
    one, other = (dissect(Article.of(name, text), raw=True) for name, text in (("a", a), ("b", b)))
    (found,) = drift.differences(drift.read(one, one.stories[0]), drift.read(other, other.stories[0]), ())
    assert (found.kind, found.said_a) == (Fact.PRECISION, "at least 40 drone attacks")


def test_the_page_of_a_link_shows_the_drift_and_nothing_but_words() -> None:
    from auditor.reporters.markdown import render

    texts = {"a": FERRY.format("at least 40"), "b": FERRY.format("several").replace("Marsh", "Marsch")}
    report = auditor.audit([auditor.Article.of(name, text) for name, text in texts.items()])
    pages = {str(path): "".join(chunks) for path, chunks in render(report, texts)}
    (page,) = (text for path, text in pages.items() if path.startswith("links/"))
    assert "| precision | _1_: “at least 40 passengers” | _1_: “several passengers” |" in page
    assert "| name | _1_: “Captain Helen Marsh” | _1_: “Captain Helen Marsch” |" in page


def test_compare_gives_the_drift() -> None:
    assert auditor.compare(FERRY.format("at least 40"), FERRY.format("43")).drift == ()
    found = auditor.compare(FERRY.format("40"), FERRY.format("ninety"))
    assert [(each.kind, each.said_a, each.said_b) for each in found.drift] == [
        (Fact.NUMBER, "40 passengers", "ninety passengers")
    ]


def test_messages_are_symmetric_and_short() -> None:
    articles = [auditor.Article.of("a", FERRY.format("40")), auditor.Article.of("b", FERRY.format("at least 40"))]
    one, other = auditor.audit(articles, settings=auditor.Settings(select=("DRF",))).findings
    assert one.rule == other.rule == "DRF003"
    assert one.severity is Severity.WARNING
    assert (one.article, [place.article for place in one.related]) == ("a", ["b"])
    assert (other.article, [place.article for place in other.related]) == ("b", ["a"])
    assert one.message.endswith("from b: here “40 passengers”, there “at least 40 passengers”; direction undetermined")
    assert other.message.endswith(
        "from a: here “at least 40 passengers”, there “40 passengers”; direction undetermined"
    )
    assert one.evidence["differences"] == 1
    assert one.fingerprint != other.fingerprint


def test_where_one_is_known_to_be_upstream_the_other_is_told() -> None:
    wire = auditor.Article.of("wire", FERRY.format("at least 40"), outlet="Reuters")
    told = auditor.Article.of("told", FERRY.format("40") + " The captain spoke, Reuters reported.", outlet="The Bay")
    (finding,) = auditor.audit([wire, told], settings=auditor.Settings(select=("DRF003",))).findings
    assert finding.article == "told"
    assert finding.message.endswith("wire is upstream: told credits Reuters, the outlet of wire")
