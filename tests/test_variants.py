"""The rules of the seeds on other texts: another topic, other outlets, other templates.

A ferry company stops sailing. `wire.txt` is an agency report on a site that appended another
story, `rewrite.txt` and `british.txt` descend from the same report (the second in British
spelling, under a dateline of its own, with statements the first wire lacks), `independent.txt`
covers the same event with reporting of its own, and `citations.md` is another story in Markdown
with CRLF line ends and decorative sources.
"""

from functools import cache
from pathlib import Path

import pytest

import auditor
from auditor.model import Relation, Report

HERE = Path(__file__).parent / "corpora" / "ferries"


@cache
def report() -> Report:
    articles = [auditor.Article.of(path.name, path.read_bytes().decode()) for path in sorted(HERE.iterdir())]
    return auditor.audit(articles)


def fired(rule: str) -> list[tuple[str, int]]:
    return [(f.article, f.start_line) for f in report().findings if f.rule == rule]


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ("APP001", [("wire.txt", 48)]),
        ("BIO001", [("rewrite.txt", 10)]),
        ("BLP001", [("citations.md", 13), ("citations.md", 17), ("citations.md", 19)]),
        ("BLP002", [("wire.txt", 5), ("wire.txt", 52)]),
        ("BLP004", [("citations.md", 15)]),
        ("CIT001", [("citations.md", line) for line in (3, 5, 7, 9, 11)]),
        ("CIT002", [("citations.md", 7)]),
        ("MET002", [("rewrite.txt", 1), ("rewrite.txt", 2)]),
        ("MET001", [("rewrite.txt", 2)]),
        ("INT004", []),
    ],
)
def test_a_rule_fires_at_its_lines_and_nowhere_else(rule: str, places: list[tuple[str, int]]) -> None:
    assert fired(rule) == places


def test_decorative_citations_are_reported_once() -> None:
    assert [article for article, _ in fired("CIT003")] == ["citations.md"]


def test_the_rewrites_are_linked_and_the_independent_report_is_not() -> None:
    relations = {(link.a, link.b): link.relation for link in report().links}
    assert relations["rewrite.txt", "wire.txt"] in {Relation.REWRITE, Relation.PARTIAL_REUSE}
    assert relations["british.txt", "rewrite.txt"] in {Relation.REWRITE, Relation.PARTIAL_REUSE}
    for (a, b), relation in relations.items():
        if {a, b} & {"independent.txt", "citations.md", "wire.txt@2"}:
            assert not relation.is_reuse, (a, b)


def test_rewrites_and_a_common_upstream_are_reported() -> None:
    pairs = {
        rule: {frozenset((f.article, f.related[0].article)) for f in report().findings if f.rule == rule}
        for rule in ("DUP003", "DUP005")
    }
    assert frozenset(("rewrite.txt", "wire.txt")) in pairs["DUP003"]
    assert pairs["DUP005"] == {frozenset(("british.txt", "rewrite.txt"))}


def test_the_upstream_is_not_in_the_corpus_and_credited_to_the_agency() -> None:
    [family] = report().families
    assert family.members == ("british.txt", "rewrite.txt", "wire.txt")
    assert not family.upstream.in_corpus
    assert family.upstream.credited == "The Associated Press"
    assert report().summary.independent_sources == 3
    assert [finding.rule for finding in report().findings if finding.rule == "SRC001"] == ["SRC001"]
