"""Attribution and quotation rules through the audit: whom they flag, where, and what they say."""

import re
from functools import cache
from pathlib import Path

import pytest

import auditor
from auditor.model import Finding

FERRIES = Path(__file__).parent / "corpora" / "ferries"


def audit(**texts: str) -> list[Finding]:
    articles = [auditor.Article.of(f"{name}.txt", text) for name, text in texts.items()]
    return list(auditor.audit(articles, settings=auditor.Settings(select=("ATT", "QTE"), preview=True)).findings)


def codes(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.article.removesuffix(".txt"), finding.rule) for finding in findings}


WIRE = (
    "A fire destroyed the old grain mill in Tarn Bridge early on Sunday, the brigade told Agence France-Presse.\n\n"
    "Sixty firefighters needed nine hours to put out the flames, which were visible from the motorway.\n\n"
    "The mill had been sold in March to an investor who wanted to turn it into flats, AFP reported, citing two people "
    "familiar with the sale.\n\n"
    "“We looked after this house for forty years, and now there is nothing left,” said miller Edda Voss.\n\n"
    "“Somebody must have seen the two men who carried petrol cans to the mill that night,” said detective "
    "Ole Brandt. “We ask everybody to call us.”\n\n"
    "Trains between Tarn Bridge and the coast were stopped until noon because of the smoke."
)
RETOLD = (
    "Early on Sunday the old grain mill in Tarn Bridge was destroyed by a fire.\n\n"
    "It took sixty firefighters nine hours to put out flames that were visible from the motorway.\n\n"
    "In March the mill had been sold to an investor, who wanted to turn it into flats.\n\n"
    "Until noon, trains between Tarn Bridge and the coast were stopped because of the smoke."
)


def test_a_rewrite_without_the_credit_and_the_quotations() -> None:
    found = audit(wire=WIRE, retold=RETOLD)
    assert codes(found) == {("retold", "ATT001"), ("retold", "QTE004")}
    missing = next(finding for finding in found if finding.rule == "ATT001")
    assert "Agence France-Presse" in missing.message
    assert "wire.txt" in missing.message
    assert "direction undetermined" in missing.message
    assert missing.evidence["credits"] == 2
    assert [place.article for place in missing.related] == ["wire.txt"]
    assert "told Agence France-Presse" in missing.related[0].quote


def test_the_finding_stands_in_the_story_that_lacks_the_credit_whatever_its_name() -> None:
    found = audit(b_wire=WIRE, a_retold=RETOLD)
    [missing] = [finding for finding in found if finding.rule == "ATT001"]
    assert missing.article == "a_retold.txt"
    assert missing.quote.startswith("Early on Sunday")
    assert missing.related[0].article == "b_wire.txt"


@pytest.mark.parametrize(
    "credit",
    ["\n\n(With inputs from AFP)", "\n\nReuters contributed to this report.", "\n\nNobody was hurt, AFP reported."],
)
def test_any_credit_is_a_credit(credit: str) -> None:
    assert ("retold", "ATT001") not in codes(audit(wire=WIRE, retold=RETOLD + credit))


def test_two_stories_of_one_outlet_are_versions() -> None:
    articles = [
        auditor.Article.of("a.txt", WIRE, outlet="The Tarn Courier"),
        auditor.Article.of("b.txt", RETOLD, outlet="The Tarn Courier"),
    ]
    report = auditor.audit(articles, settings=auditor.Settings(select=("ATT001",)))
    assert report.links[0].relation.is_reuse
    assert not report.findings


def test_an_agency_needs_no_credit_for_its_own_report() -> None:
    articles = [auditor.Article.of("a.txt", WIRE), auditor.Article.of("b.txt", RETOLD, outlet="AFP")]
    assert not auditor.audit(articles, settings=auditor.Settings(select=("ATT001",))).findings


def test_unrelated_articles_are_not_held_against_each_other() -> None:
    other = "The library lends out seeds from May on. Members may take five bags, and bring back ten in autumn."
    assert not [rule for _, rule in codes(audit(wire=WIRE, other=other)) if rule in {"ATT001", "ATT003", "QTE004"}]


def test_an_own_dateline_above_an_agencys_report() -> None:
    text = "TARN BRIDGE (The Tarn Courier) — " + RETOLD
    text = text.replace(
        "In March the mill had been sold", "According to two people familiar with it, the mill was sold in March"
    )
    found = audit(wire=WIRE, retold=text)
    assert {("retold", "ATT003"), ("retold", "ATT004")} <= codes(found)
    assert ("retold", "ATT001") not in codes(found)
    [dateline] = [finding for finding in found if finding.rule == "ATT004"]
    assert dateline.quote.startswith("TARN BRIDGE (The Tarn Courier)")
    assert "The Tarn Courier" in dateline.message


def test_altered_and_reassigned_quotations() -> None:
    copy = RETOLD + (
        "\n\n“We looked after this house for thirty years, and now there is nothing left,” said miller Edda Voss.\n\n"
        "“Somebody must have seen the two men who carried petrol cans to the mill that night,” said mayor "
        "Ida Kern. “We ask everybody to call us.”"
    )
    found = {finding.rule: finding for finding in audit(wire=WIRE, retold=copy) if finding.article == "wire.txt"}
    assert found["QTE002"].quote.startswith("“We looked after")
    assert "direction undetermined" in found["QTE002"].message
    assert {found["QTE003"].evidence["here"], found["QTE003"].evidence["there"]} == {"Ida Kern", "Ole Brandt"}


@pytest.mark.parametrize(
    "quotation",
    [
        "“We looked after this house for forty years, and now there is nothing left,”",
        "'We looked after this house for forty years, and now there is nothing left,'",
        "“We looked after this house … and now there is nothing left,”",
        "“We looked after this [mill] for forty years, and now there is nothing left,”",
        "“now there is nothing left,”",
        "“We looked after this house for forty years and now, there is nothing left”",
    ],
)
def test_quotations_that_say_the_same(quotation: str) -> None:
    found = codes(audit(wire=WIRE, retold=f"{RETOLD}\n\n{quotation} said miller Edda Voss."))
    assert not {rule for _, rule in found} & {"QTE002", "QTE003", "QTE004"}


def test_a_credit_at_the_end_is_buried() -> None:
    found = audit(retold=RETOLD * 3 + "\n\nWith inputs from AFP")
    assert ("retold", "ATT007") in codes(found)
    assert ("retold", "ATT007") not in codes(audit(retold="AFP reported it first.\n\n" + RETOLD * 3))


def test_messages_accuse_nobody() -> None:
    for finding in audit(wire=WIRE, retold=RETOLD):
        assert "copied" not in finding.message
        assert not re.match(r"[\"“'‘]", finding.message)


@cache
def ferries() -> set[tuple[str, str]]:
    articles = [auditor.Article.of(path.name, path.read_bytes().decode()) for path in sorted(FERRIES.iterdir())]
    report = auditor.audit(articles, settings=auditor.Settings(select=("ATT", "QTE")))
    return {(finding.article, finding.rule) for finding in report.findings}


def test_the_ferries() -> None:
    assert {found for found in ferries() if found[1] in {"ATT001", "ATT003", "ATT004"}} == {
        ("rewrite.txt", "ATT001"),
        ("british.txt", "ATT003"),
        ("british.txt", "ATT004"),
    }
    assert not {found for found in ferries() if found[1] in {"ATT002", "QTE001", "QTE002", "QTE003", "QTE005"}}
