"""The five real articles of `seeds/`: what an audit of them must say, and nothing worse."""

from collections import Counter
from functools import cache
from itertools import combinations

import pytest

import auditor
from auditor.model import Relation, Report

SEEDS = "seeds"
IDS = {
    "000": "seeds/000_fec53f3bae39aabf.txt",
    "001": "seeds/001_81776c66b3622fbd.txt",
    "002": "seeds/002_b934dccf86021d29.txt",
    "003": "seeds/003_5b9d6f0388dd71e9.txt",
    "004": "seeds/004_d60b9a8d81e52c19.txt",
}
SHORT = {full: short for short, full in IDS.items()}


@cache
def report() -> Report:
    return auditor.audit(SEEDS)


def fired(rule: str) -> list[tuple[str, int]]:
    return [(SHORT[f.article], f.start_line) for f in report().findings if f.rule == rule]


def pairs(rule: str) -> set[frozenset[str]]:
    return {
        frozenset({SHORT[f.article], SHORT[place.article]})
        for f in report().findings
        if f.rule == rule
        for place in f.related
    }


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ("BLP001", [("000", 17), ("000", 21), ("000", 25), ("000", 27)]),
        ("BLP002", [("002", 5), ("002", 118), ("002", 134), ("002", 168)]),
        ("BLP004", [("000", 19), ("000", 23)]),
        ("BIO001", [("001", 11), ("003", 11)]),
        ("BIO002", []),
        ("APP001", [("002", 114), ("002", 130), ("002", 164)]),
        ("CIT001", [("000", line) for line in (3, 5, 7, 9, 11, 13, 15)]),
        ("CIT002", [("000", 7)]),
        ("MET001", [("003", 2)]),
        ("MET002", [("001", 1), ("003", 1), ("003", 2)]),
        ("DUP001", []),
        ("DUP002", []),
        ("ATT002", [("001", 2)]),
        ("ATT003", [("004", 1)]),
        ("ATT004", [("004", 1)]),
        ("ATT006", [("000", 3)]),
        ("ATT007", []),
        ("QTE001", []),
        ("QTE002", []),
        ("QTE003", []),
        ("QTE005", [("002", 110)]),
        *((f"INT00{n}", []) for n in (1, 2, 3, 4)),
    ],
)
def test_a_rule_fires_at_its_lines_and_nowhere_else(rule: str, places: list[tuple[str, int]]) -> None:
    assert fired(rule) == places


def test_repeated_headlines_and_captions_are_found_in_002_only() -> None:
    assert {article for article, _ in fired("BLP003")} == {"002"}
    # Four heads: a headline and a caption each.
    assert len(fired("BLP003")) == 8


def test_decorative_citations_are_reported_once() -> None:
    assert [article for article, _ in fired("CIT003")] == ["000"]


def test_rewrites_without_the_credit_of_their_peer_are_found() -> None:
    assert [article for article, _ in fired("ATT001")] == ["001", "003"]
    assert pairs("ATT001") == {frozenset({"001", "002"}), frozenset({"002", "003"})}


def test_rewrites_are_found_and_independent_coverage_is_not_accused() -> None:
    required = {frozenset(pair) for pair in (("001", "003"), ("002", "003"), ("001", "002"))}
    allowed = {frozenset(pair) for pair in combinations(("001", "002", "003", "004"), 2)}
    assert required <= pairs("DUP003") <= allowed
    assert pairs("DUP004") <= allowed


def test_common_upstreams_are_named() -> None:
    required = {frozenset(pair) for pair in (("001", "003"), ("003", "004"))}
    allowed = {frozenset(pair) for pair in combinations(("001", "002", "003", "004"), 2)}
    assert required <= pairs("DUP005") <= allowed


def test_four_articles_and_one_source() -> None:
    assert len(fired("SRC001")) == 1
    [family] = report().families
    assert [SHORT[member] for member in family.members] == ["001", "002", "003", "004"]
    assert not family.upstream.in_corpus
    assert family.upstream.credited == "Reuters"
    assert family.upstream.direction == "undetermined"
    assert family.independent_sources == 1
    assert report().summary.independent_sources == 2


def test_links_are_as_a_reader_would_judge_them() -> None:
    links = {
        frozenset({SHORT.get(link.a, link.a), SHORT.get(link.b, link.b)}): link.relation for link in report().links
    }
    reuse, loose = Relation.PARTIAL_REUSE, {Relation.PARTIAL_REUSE, Relation.SAME_TOPIC}
    assert links.pop(frozenset({"001", "003"})) is Relation.REWRITE
    assert links.pop(frozenset({"002", "003"})) in {Relation.REWRITE, reuse}
    assert links.pop(frozenset({"001", "002"})) in {Relation.REWRITE, reuse}
    assert links.pop(frozenset({"003", "004"})) is reuse
    assert links.pop(frozenset({"002", "004"})) in loose
    assert links.pop(frozenset({"001", "004"})) in loose
    for other in ("001", "002", "003", "004"):
        assert links.pop(frozenset({"000", other})) is Relation.SAME_TOPIC
    assert set(links.values()) == {Relation.UNRELATED}
    assert all(any("@" in story for story in pair) for pair in links)


def test_five_lead_stories_and_three_appended() -> None:
    stories = {SHORT[article.id]: len(article.stories) for article in report().articles}
    assert stories == {"000": 1, "001": 1, "002": 4, "003": 1, "004": 1}
    assert report().summary.stories == 8


def test_the_stated_word_count_is_held_against_every_sensible_count() -> None:
    [finding] = [f for f in report().findings if f.rule == "MET001"]
    assert finding.evidence["stated"] == 398
    counts = {value for name, value in finding.evidence.items() if name != "stated"}
    assert len(counts) >= 3
    assert all(isinstance(count, int) and 415 <= count <= 450 for count in counts)
    assert all(str(count) in finding.message for count in counts)


def test_nothing_else_of_consequence_fires() -> None:
    expected = {
        "000": {"BLP001", "BLP004", "CIT001", "CIT002", "CIT003", "TMP001"},
        "001": {"ATT001", "ATT002", "BIO001", "DRF002", "DRF004", "DUP003", "DUP004", "MET002", "SRC001"},
        "002": {"APP001", "BLP002", "BLP003", "DUP003", "SRC001", "DUP004", "DRF002"},
        "003": {"ATT001", "BIO001", "DRF002", "DRF004", "DUP003", "DUP004", "MET001", "MET002", "SRC001"},
        "004": {"ATT003", "ATT004", "DRF004", "DUP003", "DUP004", "SRC001"},
    }
    loud = Counter((SHORT[f.article], f.rule) for f in report().findings if f.severity != "note")
    assert {(article, rule) for article, rule in loud if rule not in expected[article]} == set()


def test_quotes_stand_where_findings_point() -> None:
    from pathlib import Path

    from auditor.text import clip

    for finding in report().findings:
        text = Path(finding.article).read_bytes().decode()
        assert clip(text[finding.span.start : finding.span.end]) == finding.quote
