"""Which outlets a text credits, in what form, and what they are called."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import SettingsError
from auditor.model import Span
from auditor.outlets import Entry, credits, outlets  # noqa: A004

CREDITED = [
    # text, canonical name, form, the credit itself
    ("According to Reuters, the minister left.", "Reuters", "attribution", "According to Reuters"),
    ("An official told Reuters that he left.", "Reuters", "attribution", "told Reuters"),
    ("Reuters reported, citing three sources.", "Reuters", "attribution", "Reuters reported"),
    ("He left, the AFP said.", "Agence France-Presse", "attribution", "the AFP said"),
    ("A report by Bloomberg says so.", "Bloomberg", "attribution", "report by Bloomberg"),
    ("It was first reported by the Wall Street Journal.", "The Wall Street Journal", "attribution", None),
    ("according to the state-run Xinhua news agency", "Xinhua", "attribution", None),
    ("In an interview with the Guardian she denied it.", "The Guardian", "attribution", None),
    ("A Reuters/Ipsos poll found 40 percent in favour.", "Reuters", "attribution", None),
    ("The Hindu reported on Monday that it rained.", "The Hindu", "attribution", "The Hindu reported"),
    ("Apple told Time magazine it was sorry.", "Time", "attribution", "told Time magazine"),
    ("A woman in the old town (Reuters)", "Reuters", "photo", "(Reuters)"),
    ("Smoke over the harbour (File photo - Reuters)", "Reuters", "photo", "(File photo - Reuters)"),
    ("The president, October 13, 2025. REUTERS/Jane Doe/File Photo", "Reuters", "photo", None),
    ("The president waves. (AP Photo/Jane Doe)", "The Associated Press", "photo", "(AP Photo/Jane Doe)"),
    ("Photo: Getty Images", "Getty Images", "photo", "Photo: Getty Images"),
    ("Jane Doe/AFP", "Agence France-Presse", "photo", None),
    ("PARIS (AP) - The president left.", "The Associated Press", "dateline", "(AP)"),
    ("WASHINGTON, March 3 (Reuters) – The president left.", "Reuters", "dateline", "(Reuters)"),
    ("NEW DELHI (AFP) — The president left.", "Agence France-Presse", "dateline", "(AFP)"),
    ("Washington (CNN) The president left.", "CNN", "dateline", "(CNN)"),
    ("The president left early. (Jane Doe/Reuters)", "Reuters", "photo", "(Jane Doe/Reuters)"),
    ("A CNN/ORC Poll was held in May.", "CNN", "attribution", None),
    ("With inputs from agencies", "agencies", "wire", "With inputs from agencies"),
    ("(With inputs from PTI)", "Press Trust of India", "wire", None),
    ("— Reuters", "Reuters", "wire", "— Reuters"),
    ("He left on Monday. (AFP)", "Agence France-Presse", "wire", "(AFP)"),
    ("The Associated Press contributed to this report.", "The Associated Press", "wire", None),
]

UNCREDITED = [
    "He works at Reuters in London.",
    "The Sun rose, and the sun said nothing.",
    "Time said it all, and Forbes said he would go.",
    "An independent said the times reported were wrong.",
    "The British Broadcasting Corporation (BBC) turned a hundred.",
    "See https://www.reuters.com/world/told/reuters and @Reuters.",
    "APT and WAPO-like names, or REUTERSX reported nothing.",
    "the Times reported it on Monday",
    "TEHRAN (The Thursday Times) — Iran's leader spoke.",
    "The guardian reported him missing.",
    "Our Foreign Affairs reporter said so.",
    "Ten things to know today - Reuters",
    "All agencies were informed.",
]


@pytest.mark.parametrize(("text", "name", "form", "credit"), CREDITED)
def test_a_credit_is_found(text: str, name: str, form: str | None, credit: str | None) -> None:
    (found,) = credits(text)
    assert found.name == name
    assert form is None or found.form == form
    assert credit is None or text[found.span.start : found.span.end] == credit


@pytest.mark.parametrize("text", UNCREDITED)
def test_what_is_no_credit(text: str) -> None:
    assert credits(text) == ()


def test_a_list_of_outlets_shares_its_form() -> None:
    found = credits("She told CNN, Reuters and the BBC that she would stay.")
    assert [(one.name, one.form) for one in found] == [
        ("CNN", "attribution"),
        ("Reuters", "attribution"),
        ("BBC News", "attribution"),
    ]


def test_a_short_name_means_the_outlet_named_in_full_before() -> None:
    found = credits("The New York Times reported it. She stays, the Times said.")
    assert [one.name for one in found] == ["The New York Times"] * 2


def test_only_the_span_is_looked_at() -> None:
    text = "An official told Reuters. According to the AFP, he left."
    found = credits(text, Span(26, len(text)))
    assert [one.name for one in found] == ["Agence France-Presse"]
    assert text[found[0].span.start : found[0].span.end] == "According to the AFP"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("the guardian", "The Guardian"),
        ("The Guardian", "The Guardian"),
        ("AP News", "The Associated Press"),
        ("associated press", "The Associated Press"),
        ("www.bbc.co.uk", "BBC News"),
        ("edition.cnn.com", "CNN"),
        ("“Reuters”.", "Reuters"),
        ("L’Orient Today", "L'Orient-Le Jour"),
        ("nobody's daily", None),
        ("", None),
    ],
)
def test_lookup(name: str, canonical: str | None) -> None:
    found = outlets().lookup(name)
    assert (found.name if found else None) == canonical


@pytest.mark.parametrize(
    "value", ["media reports", "UK Government Briefing", "official sources", "U.S. officials", "the press"]
)
def test_a_class_of_sources_is_generic(value: str) -> None:
    assert outlets().generic(value)


@pytest.mark.parametrize("value", ["Reuters", "Arab News", "NATO", "WHO report", "Ministry of Health", "Smith", ""])
def test_a_name_is_not_generic(value: str) -> None:
    assert not outlets().generic(value)


def test_outlets_of_ones_own_are_added() -> None:
    ledger = Entry(aliases=("Ledger News",), domains=("www.Ledger.example",))
    own = outlets((("The Northern Ledger", ledger),))
    assert [one.name for one in credits("She told Ledger News so.", table=own)] == ["The Northern Ledger"]
    assert own.lookup("news.ledger.example") == own.lookup("northern ledger")
    assert own.lookup("Reuters") == outlets().lookup("Reuters")
    assert outlets().lookup("Ledger News") is None


def test_what_is_said_of_a_known_outlet_is_added_to_it() -> None:
    own = outlets((("Reuters", Entry(aliases=("Rtr",), domains=("rtr.example",))), ("CNN", Entry(agency=True))))
    reuters, cnn = own.lookup("Rtr"), own.lookup("CNN")
    assert reuters == own.lookup("Thomson Reuters") == own.lookup("reuters.com") == own.lookup("rtr.example")
    assert reuters is not None
    assert (reuters.name, reuters.kind) == ("Reuters", "agency")
    assert cnn is not None
    assert cnn.kind == "agency"


def test_a_name_without_letters_is_refused() -> None:
    for entries in ((("--", Entry()),), (("The Daily", Entry(aliases=(" ",))),)):
        with pytest.raises(SettingsError, match="no name of an outlet"):
            outlets(entries)


def test_a_table_is_the_same_in_another_process() -> None:
    own = outlets((("The Northern Ledger", Entry()),))
    pickled = pickle.dumps(own)
    assert pickle.loads(pickled) is own
    assert len(pickled) < 500


@given(st.text(alphabet=st.sampled_from("Reuters AFP told(/)-—.\nthe ")))
def test_spans_are_ordered_and_inside(text: str) -> None:
    found = credits(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert [one.span.end for one in found] == sorted(one.span.end for one in found)
