"""Citations in every form they take, and as many texts that only look like it.

Each case is an article of its own, dated 1 June 2024; what it must give is the rules of the family
CIT, in the order of their codes, with "" for a trap.
"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor
from auditor.anatomy.links import links
from auditor.model import Article

P = (
    "The council approved the second bridge over the river on Tuesday after a debate of three hours in a full hall. "
    "Its cost is put at nine million, a third more than in the plan of two years ago. "
)
Q = "Building begins in autumn, and the old bridge stays open to buses until the new one carries its first cars. "
LINK = "https://www.bbc.co.uk/news/uk-england-68400001"

FLAGGED = [
    # Markers at a paragraph's end.
    ("cited", P + "Cited: Reuters", "CIT001"),
    ("cited without a full stop before it", P.rstrip(". ") + " Cited: AP News", "CIT001"),
    ("cited from", P + "Cited from: Al Jazeera", "CIT001"),
    ("source", P + "Source: The Guardian", "CIT001"),
    ("sources", P + "Sources: Reuters, CNN and the BBC", "CIT001"),
    ("source or sources", P + "Source(s): Le Monde", "CIT001"),
    ("via", P + "Via: TechCrunch", "CIT001"),
    ("ref", P + "Ref: Deutsche Welle", "CIT001"),
    ("reference", P + "Reference: Haaretz", "CIT001"),
    ("references", P + "References: El País, Haaretz", "CIT001"),
    ("credit for a statement", P + Q + "Credit: BBC News", "CIT001"),
    ("citation", P + "Citation: The Hindu", "CIT001"),
    ("news source", P + "News source: NPR", "CIT001"),
    # Elsewhere.
    ("on a line of its own", P + "\n\nSource: Reuters\n\n" + Q, "CIT001"),
    ("on the line below", P + "\nSource: Yonhap", "CIT001"),
    ("in round brackets", P + "(Source: The Guardian)", "CIT001"),
    ("in square brackets", P + "[Source: Al Jazeera]", "CIT001"),
    ("in curly brackets", P + "{Source: Kyodo News}", "CIT001"),
    ("in bold", P + "**Source:** Bloomberg", "CIT001"),
    ("in italics and brackets", P + "*(Via: Axios)*", "CIT001"),
    ("behind a dash", P + "— Source: Politico", "CIT001"),
    ("with a dash", P + "Source – Financial Times", "CIT001"),
    ("a list with bullets", P + "\n\nSources:\n\n- Reuters\n- BBC News\n", "CIT001 CIT001"),
    ("a numbered list", P + "\n\nReferences\n\n1. Reuters, 3 March 2024\n2. The Guardian\n", "CIT001 CIT001"),
    ("a heading in Markdown", P + "\n\n## Sources\n\n* CNN\n", "CIT001"),
    # Too little.
    ("an outlet and a date", P + "Source: Reuters, 3 March 2024", "CIT001"),
    ("an outlet and a title", P + "Source: BBC News, “Bridge vote passes”", "CIT001"),
    ("a home page", P + "Source: https://www.reuters.com", "CIT001"),
    # Nobody.
    ("a class of documents", P + "Cited: UK Government Briefing", "CIT001 CIT002"),
    ("a class of media", P + "Source: media reports", "CIT001 CIT002"),
    ("a class of people", P + "(Source: U.S. intelligence officials)", "CIT001 CIT002"),
    ("two classes", P + "Source: local news outlets and social media", "CIT001 CIT002"),
    # Placeholders.
    ("an error page", P + f"Source: BBC News, “Page not found”, 4 May 2024, {LINK}", "CIT006"),
    ("no title in a link", P + f"Source: [Untitled]({LINK}), BBC News, 4 May 2024", "CIT006"),
    ("an account", P + f"Source: Admin, “Bridge vote passes”, BBC News, 4 May 2024, {LINK}", "CIT006"),
    ("a title about Facebook", P + "Source: BBC News, “Untitled”, “Facebook’s photos”, 4 May 2024, " + LINK, "CIT006"),
    ("by nobody", P + f"Source: BBC News, “Bridge vote passes”, by Staff, 4 May 2024, {LINK}", "CIT006"),
    (
        "a robot's page in a list",
        P + f"\n\nReferences\n\n1. “Are you a robot?”, Bloomberg, 4 May 2024, {LINK}\n",
        "CIT006 CIT008",
    ),
    # Links.
    ("no target", P + "Source: [BBC News]()", "CIT001 CIT007"),
    ("an anchor for a target", P + "It was [a close vote](#).", "CIT007"),
    ("a target without scheme", P + "It was [a close vote](www.bbc.co.uk/news/uk-england-68400001).", "CIT007"),
    ("a mistyped scheme", P + "See htps://www.bbc.co.uk/news/uk-england-68400001 for it.", "CIT007"),
    ("a scheme without its colon", P + "See https//www.bbc.co.uk/news/uk-england-68400001 for it.", "CIT007"),
    ("one slash", P + "See https:/www.bbc.co.uk/news/uk-england-68400001 for it.", "CIT007"),
    ("no slashes", P + "See https:news.bbc.co.uk for it.", "CIT007"),
    ("a link that leads nowhere is none", P + "Source: https://www.bbc.newz/68400001", "CIT001 CIT007"),
    ("white space", P + "It was [a close vote](https://www.bbc.co.uk/news/uk england 68400001).", "CIT007"),
    ("white space in a host", P + "See https://www.bbc. com/news/uk-england-68400001 for it.", "CIT007"),
    ("an example's host", P + 'It was <a href="https://news.example.com/vote">a close vote</a>.', "CIT007"),
    ("a local host", P + "See http://localhost:8080/drafts/17 for it.", "CIT007"),
    ("a local address", P + "See http://192.168.0.12/drafts/17 for it.", "CIT007"),
    ("no public suffix", P + "Source: BBC News, “Vote passes”, 4 May 2024, https://www.bbc.newz/68400001", "CIT007"),
    ("a script", P + 'It was <a href="javascript:void(0)">a close vote</a>.', "CIT007"),
    # Whose domain.
    ("an imitation", P + "Source: BBC News, “Vote passes”, 4 May 2024, https://bbc-news-live.co/68400001", "CIT008"),
    ("another outlet's page", P + "Source: [The Guardian](https://www.nytimes.com/2024/05/04/vote.html)", "CIT008"),
    ("an HTML link", P + 'Source: <a href="https://www.cnn-world.info/vote/1">CNN</a>', "CIT008"),
    ("a link in the text", P + "[Reuters](https://www.rueters.com/world/vote) has more.", "CIT008"),
    (
        "a copy of another site",
        P + "Source: BBC News, “Vote”, 4 May 2024, https://web.archive.org/web/2024/https://bbcnews.top/68400001",
        "CIT008",
    ),
    # When.
    ("after the article", P + "Source: BBC News, “Bridge vote passes”, 4 July 2024", "CIT009"),
    ("a month later", P + "Source: Der Spiegel, “Brücke genehmigt”, August 2024", "CIT009"),
    ("in figures", P + "Source: El País, “Aprueban el puente”, 14/09/2024", "CIT009"),
    ("a year in brackets", P + "Ref: Smith J. et al. (2026), Nature 571(3), 23-27", "CIT009"),
    ("no such day", P + "Source: BBC News, “Bridge vote passes”, 30 February 2024", "CIT009"),
]

TRAPS = [
    # Credits of pictures, charts and wire copy.
    ("wire copy", P + "\n\nWith inputs from agencies", ""),
    ("wire copy in brackets", P + "\n\n(With inputs from PTI)", ""),
    ("a picture", "The bridge at dawn in spring (Reuters)\n\n" + P, ""),
    ("a picture's credit", P + "\n\nCredit: Getty Images\n\n" + Q, ""),
    ("a photographer", "The old bridge in spring. Credit: Jane Doe\n\n" + P, ""),
    ("a chart", P + "\n\nSource: Eurostat\n\n" + Q, ""),
    ("a chart with its number", "Figure 3. Bridges built a year, in thousands. Source: Eurostat\n\n" + P, ""),
    ("the source of a graphic", P + "\n\nSOURCE: U.S. Census Bureau; graphic by the staff\n\n" + Q, ""),
    # Attribution in running text.
    ("figures an agency reviewed", P + "It costs more, according to figures Reuters reviewed.", ""),
    ("cited as the first", P + "She cited Reuters as the first to report it.", ""),
    ("told", P + "A source told Reuters that the bridge would open early.", ""),
    ("a report's words", P + "“Sources: none,” the report says on its first page.", ""),
    # Ordinary words.
    ("a kind of energy", "Energy source: coal\n\n" + P, ""),
    ("cited by the police", P + "He was cited: police said he ran a red light on Monday.", ""),
    ("reasons", P + "They cited: noise, dust and delay.", ""),
    ("a reference number", P + "\n\nReference number: 12345\n\n" + Q, ""),
    ("credit to the team", P + "\n\nCredit: where it is due, the team played well.\n\n" + Q, ""),
    ("a street", P + "Via Roma: turn left at the church.", ""),
    ("software", "Open source: a short history of free software\n\n" + P, ""),
    ("sources in prose", P + "Sources: The officials who spoke said they were not told about it until Monday.", ""),
    ("a settings file", P + "\n\nsource: ./data/input.txt\n\n" + Q, ""),
    (
        "a bracket in the middle",
        "The bridge (source: the council) will open in May, and the old one will close.\n\n" + Q,
        "",
    ),
    # Enough given.
    ("outlet, title and date", P + "Source: BBC News, “Bridge vote passes”, 3 March 2024", ""),
    ("title without quotation marks", P + "Source: AFP – Council approves second bridge – March 3, 2024", ""),
    ("a link", P + f"Source: {LINK}", ""),
    ("a link in Markdown", P + f"Source: [BBC News]({LINK})", ""),
    ("a link in HTML", P + f'Source: <a href="{LINK}">BBC News</a>', ""),
    ("a DOI", P + "Source: Smith, Bridges of the north, doi:10.1000/182", ""),
    ("a DOI as an address", P + "Source: Smith, Bridges of the north, https://doi.org/10.1000/182", ""),
    ("a journal", P + "Ref: Smith J. et al. (2019), Nature 571(3), 23-27", ""),
    (
        "a class with a link",
        P + "Source: Government statement, “Bridges”, 3 March 2024, https://www.gov.uk/bridges/17",
        "",
    ),
    (
        "a list that is complete",
        P + f"\n\nReferences\n\n1. BBC News, “Bridge vote passes”, 3 March 2024\n2. {LINK}\n",
        "",
    ),
    # No placeholders.
    ("an agency's staff", P + "Source: Reuters Staff, “Bridge vote passes”, Reuters, 3 March 2024", ""),
    ("a title that begins so", P + "Source: BBC News, “Untitled painting sells for a million”, 3 March 2024", ""),
    ("an office", P + "Source: Home Office, “Bridges in numbers”, 3 March 2024", ""),
    ("a paper", P + "Source: Editor & Publisher, “Papers on bridges”, 3 March 2024", ""),
    # Links that may lead somewhere.
    ("within the site", P + "See [the plan](/plan) and [the vote](#vote).", ""),
    ("to a file beside it", P + "See [the plan](plan.md).", ""),
    ("a mail address", P + 'Write to <a href="mailto:desk@bbc.co.uk">us</a>.', ""),
    ("cut off", P + "She wrote: “We did it! https://t…”", ""),
    ("bare", P + "See www.bbc.co.uk/news or bbc.co.uk for it.", ""),
    ("brackets in it", P + "See (https://en.wikipedia.org/wiki/Bridge_(music)).", ""),
    ("in another script", P + "See https://münchen.de/brücke and https://xn--mnchen-3ya.de/.", ""),
    ("a public address", P + "See http://8.8.8.8/status for it.", ""),
    ("with a title", P + f'It was [a close vote]({LINK} "The vote").', ""),
    # The outlet's own domains, and those of nobody in particular.
    ("a subdomain", P + "Source: BBC News, “Vote”, 4 May 2024, https://news.bbc.co.uk/1/hi/68400001.stm", ""),
    ("an archived copy", P + f"Source: BBC News, https://web.archive.org/web/2024/{LINK}", ""),
    ("a platform", P + "Source: BBC News, “Vote”, 4 May 2024, https://www.youtube.com/watch?v=x1y2z3", ""),
    ("a short address", P + "Source: Reuters, “Vote”, 4 May 2024, https://reut.rs/3Xy9Z", ""),
    ("two outlets, one link", P + f"Source: Reuters and BBC, “Vote”, 4 May 2024, {LINK}", ""),
    ("an unknown outlet", P + "Source: The Tarn Courier, “Vote”, 4 May 2024, https://courier.dev/vote/17", ""),
    ("an ordinary word as a link", P + "It took some [time](https://www.bbc.co.uk/news/uk-england-68400001).", ""),
    # Possible dates.
    ("the day after, elsewhere", P + "Source: BBC News, “Bridge vote passes”, 2 June 2024", ""),
    ("a date in the title", P + "Source: BBC News, “What changes on 1 January 2030”, 4 May 2024", ""),
    ("looked at later", P + f"Source: BBC News, “Vote”, 4 May 2024, {LINK}, accessed 5 July 2024", ""),
    ("day and month in either order", P + "Source: El País, “Aprueban el puente”, 01/06/2024", ""),
    ("a season", P + "Source: The Guardian, “Season 2024-25 in numbers”, 4 May 2024", ""),
    ("a later date in the text", P + "The bridge opens on 4 July 2026.", ""),
]


@pytest.mark.parametrize(("text", "rules"), [pytest.param(*case[1:], id=case[0]) for case in FLAGGED + TRAPS])
def test_a_case(text: str, rules: str) -> None:
    article = Article.of("a.md", f"Second bridge over the river\n\n{text}\n", date="2024-06-01T12:00:00Z")
    report = auditor.audit([article], settings=auditor.Settings(select=("CIT",)))
    assert " ".join(sorted(finding.rule for finding in report.findings)) == rules, [f.message for f in report.findings]


def test_half_of_the_cases_are_traps() -> None:
    assert len(FLAGGED) + len(TRAPS) >= 60
    assert len(TRAPS) >= 0.45 * len(FLAGGED + TRAPS)
    assert all(rules for *_, rules in FLAGGED)
    assert not any(rules for *_, rules in TRAPS)


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "[x](",
        "(",
        "<a href=",
        "<a ",
        "https://",
        "http:",
        "www.a.",
        ")",
        "10.1000/",
        "[x](a \t",
        "h" * 7,
        "Source: ",
        "[x](y",
    ],
)
def test_hostile_texts_are_read_in_a_line(part: str) -> None:
    text = part * (400_000 // len(part))
    for link in links(f"see {text} https://www.bbc.co.uk/{text} <a href='{text}'>"):
        assert isinstance(link.fault, str)


@given(st.text(alphabet=st.sampled_from("[]()<>\"' \n\\ahref=tps:/w.10bc#?…é@"), max_size=200))
def test_links_stay_in_place_and_apart(text: str) -> None:
    found = links(text)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(0 <= link.span.start < link.span.end <= len(text) for link in found)
    assert all(isinstance(link.fault, str) for link in found)
