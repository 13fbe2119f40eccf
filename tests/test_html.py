"""The page for browsers: its figures are the report's, its bytes stay, and nothing in it comes from elsewhere."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from lxml import etree, html
from msgspec import to_builtins
from msgspec.structs import replace

from auditor import api, pictures
from auditor.model import Article, Report
from auditor.overview import Overview
from auditor.pictures import composition
from auditor.pictures.naming import short_names
from auditor.redaction import redacted
from auditor.reporters import discover
from auditor.reporters.html import records
from auditor.settings import Settings
from auditor.stages import Audit

TEXT = "The council voted on Monday to close the old bridge over the river, said the mayor. Cited: Reuters\n"


@cache
def seeds() -> Audit:
    return api.run(["seeds"], settings=Settings(jobs=1))


def page(report: Report, texts: Mapping[str, str]) -> str:
    ((path, chunks),) = discover()["html"].render(report, texts)
    assert path == ""
    return "".join(chunks)


def data(text: str, name: str) -> Any:
    (element,) = html.document_fromstring(text).xpath(f"//script[@id='data-{name}']")
    return json.loads(element.text)


def at(report: Any, path: str) -> Any:
    for step in path.split("."):
        report = report.get(step, 0)
    return report


def test_every_marked_figure_is_that_of_the_report() -> None:
    report = to_builtins(seeds().report)
    figures = html.document_fromstring(page(seeds().report, seeds().texts)).xpath("//*[@data-figure]")
    assert len(figures) > 10
    for figure in figures:
        assert figure.text == f"{at(report, figure.get('data-figure')):,}", figure.get("data-figure")


def test_what_the_views_are_built_from_is_the_report() -> None:
    audit = seeds()
    text = page(audit.report, audit.texts)
    articles, links, findings = (data(text, name) for name in ("articles", "links", "findings"))
    for entry, shown in zip(audit.report.articles, articles, strict=True):
        assert entry.reliability
        assert (shown["id"], shown["words"], shown["grade"]) == (entry.id, entry.words, entry.reliability.grade)
        assert [signal[2] for signal in shown["signals"]] == [one.points for one in entry.reliability.signals]
        mine = [one for one in audit.report.findings if one.article == entry.id]
        assert shown["counts"] == [sum(one.severity == each for one in mine) for each in ("error", "warning", "note")]
    reuse = [link for link in audit.report.links if link.relation.is_reuse]
    assert [link["coverage"] for link in links] == [[link.coverage_a, link.coverage_b] for link in reuse]
    assert [len(link["passages"]) for link in links] == [len(link.passages) for link in reuse]
    assert [len(link["drift"]) for link in links] == [len(link.drift) for link in reuse]
    (about,) = data(text, "about")
    shown = [(one[0], one[1], about["phrases"][one[3]]) for one in findings]
    assert shown == [(one.rule, one.severity, one.message) for one in audit.report.findings]


def test_the_top_says_who_tells_the_same_what_is_missing_and_who_is_worst() -> None:
    (top,) = html.document_fromstring(page(seeds().report, seeds().texts)).xpath("//*[@id='view-overview']")
    words = " ".join(top.text_content().split())
    for said in ("4 of 5 articles tell one story, from 1 source", "not in the corpus (credited: Reuters)",
                 "1 article tells an independent story", "Worst, and why F 003", "uncredited reuse"):  # fmt: skip
        assert said in words, said


def test_words_that_differ_stand_where_they_are_said_to_stand() -> None:
    audit = seeds()
    text = page(audit.report, audit.texts)
    texts, links = data(text, "texts"), data(text, "links")
    checked = 0
    for link in links:
        for rows in link["rows"]:
            for row in rows:
                for side, (article, _) in enumerate(link["ends"]):
                    end = row[2 * side]
                    steps = iter(row[4 + side])
                    for gap, length in zip(steps, steps, strict=True):
                        start, end = end + gap, end + gap + length
                        assert end <= row[2 * side + 1]
                        assert texts[article][start:end] == texts[article][start:end].strip() != ""
                        checked += 1
    assert checked > 100


def test_only_the_code_in_the_file_may_run_and_nothing_is_loaded() -> None:
    text = page(seeds().report, seeds().texts)
    document = html.document_fromstring(text)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        for element in document.xpath(f"//{tag}[not(@type)]"):
            digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not document.xpath("//@src | //@style | //iframe | //object | //form/@action")
    assert all(href.startswith(("#", "data:,")) for href in document.xpath("//@href"))


def test_same_input_same_bytes_and_small_without_the_texts() -> None:
    audit = api.run(["seeds"], settings=Settings(jobs=1))
    text = page(audit.report, audit.texts)
    assert text == page(seeds().report, seeds().texts)
    assert len(text.encode()) < 300_000


def test_without_texts_places_and_figures_stay() -> None:
    report = redacted(seeds().report)
    text = page(report, {})
    assert data(text, "texts") == [None] * 5
    assert len(data(text, "findings")) == len(report.findings)
    assert "Haniyeh" not in text
    assert "Supreme Leader" not in text


def test_an_audit_for_copies_alone_has_no_grades_and_still_a_page() -> None:
    report = replace(
        seeds().report,
        articles=tuple(replace(one, reliability=None) for one in seeds().report.articles),
        links=tuple(
            replace(one, statements=None, order=None, aligned_a=None, aligned_b=None) for one in seeds().report.links
        ),
    )
    assert not any("grade" in one for one in data(page(report, seeds().texts), "articles"))


def test_nothing_to_show_is_said() -> None:
    audit = api.run([Article.of("a.txt", TEXT)])
    assert "One article was checked" in page(audit.report, audit.texts)
    nothing = replace(audit.report, articles=(), findings=(), summary=replace(audit.report.summary, articles=0))
    assert "Nothing was checked" in page(nothing, {})


def test_what_limits_leave_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "FINDINGS", 10)
    monkeypatch.setattr(records, "TEXTS", 3_000)
    text = page(seeds().report, seeds().texts)
    shown = data(text, "findings")
    (about,) = data(text, "about")
    assert len(shown) == 10
    assert {one[1] for one in shown} == {"error"}
    assert about["findings"] == len(seeds().report.findings)
    assert sum(1 for one in data(text, "texts") if one) == 1


def test_unseen_characters_are_seen_and_offsets_stay() -> None:
    audit = api.run([Article.of("a.txt", f"Bridge \u202eclosed\r\n\r\n{TEXT}\rEnd \U0001f600 of it \u200b.\n")])
    (shown,) = data(page(audit.report, audit.texts), "texts")
    assert len(shown) == len(audit.texts["a.txt"])
    assert shown.startswith("Bridge \ufffdclosed \n")
    assert "\u202e" not in page(audit.report, audit.texts)


def test_parts_add_up_to_the_words_and_name_where_reused_ones_stand() -> None:
    overview = Overview(seeds().report)
    for article in seeds().report.articles:
        parts = composition.parts(overview, article)
        assert sum(part.words for part in parts) == pytest.approx(article.words)
        (lead, *_) = article.stories
        member = overview.members.get(article.id)
        reused = sum(part.words for part in parts if part.kind == "reused")
        assert reused == pytest.approx(member.reused * lead.words if member else 0)
        for part in parts:
            assert not part.source or overview.pairs[frozenset({article.id, overview.split(part.source)[0]})]


def test_pictures_are_well_formed_and_show_the_missing_upstream() -> None:
    drawn = dict(pictures.drawings(Overview(seeds().report)))
    assert list(drawn) == ["composition.svg", "families.svg", "similarity.svg"]
    for svg in drawn.values():
        etree.fromstring(svg.encode())
    words = " ".join(etree.fromstring(drawn["families.svg"].encode()).itertext())
    assert "Upstream not in the corpus, credited: Reuters" in words
    assert "4 stories, 1 independent source" in words
    assert "1 independent story" in words
    shares = {f"{share:.0%}" for link in seeds().report.links for share in (link.coverage_a, link.coverage_b)}
    assert set(re.findall(r">(\d+%)<", drawn["families.svg"] + drawn["similarity.svg"])) <= shares


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["x/001_ab.txt", "x/002_cd.txt"], ["001", "002"]),
        (["x/a-1.txt", "x/a-2.md"], ["a-1", "a-2"]),
        (["x/same.txt", "y/same.txt"], ["x/same.txt", "y/same.txt"]),
        ([], []),
        (["only.txt"], ["only"]),
        (["all.jsonl#news-7", "all.jsonl#news-8"], ["news-7", "news-8"]),
    ],
)
def test_short_names_tell_articles_apart(ids: list[str], names: list[str]) -> None:
    assert list(short_names(ids).values()) == names
