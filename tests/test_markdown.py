"""The Markdown report: pages that hang together, and text that stays text."""

import re
from itertools import combinations
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from auditor.collation import CHARACTERS, rows
from auditor.escaping.markdown import excerpt, label, plain
from auditor.model import (
    Article,
    ArticleEntry,
    BlockEntry,
    Claim,
    Claims,
    Family,
    Finding,
    Link,
    Made,
    Member,
    Only,
    Passage,
    Precision,
    Relation,
    Reliability,
    Report,
    Role,
    Severity,
    Skip,
    Span,
    StoryEntry,
    Strength,
    Summary,
    Tool,
    Upstream,
    story_id,
)
from auditor.reporters import markdown
from auditor.reporters.markdown import article as article_page
from auditor.reporters.markdown import index as index_page
from auditor.reporters.markdown.differ import side_by_side
from auditor.reporters.markdown.site import page_names
from auditor.text import Lines, place, visible

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# Text that is likely to mean something to some reader of Markdown.
SENTENCES = [
    "The council voted on Monday.",
    "Nobody asked the mayor about it.",
    "Rain fell all night.",
    "Tomorrow brings snow.",
]
MARKS = r"""
| ` ``` <b> <!-- ](x) ![a](b) [x]: [^1] @me a@b.c #1 GH-2 https://x.y www.x.y <https://x> &amp; &#60; \ * ** _ a_b ~~
--- === ::: :smile: 10:20:30 $x$ {{ }} ##[error] end é word "
"""
PIECES = [
    *MARKS.split(),
    *("- ", "+ ", "1. ", "1) ", "# ", "> ", " ", "    ", "\n", "\t", "\u2028"),
    *("\x00", "\x1b[31m", "\u202e", "\u00ad", "\U000e0041", "\ud800"),
]
HOSTILE = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


def shown(markup: str) -> str:
    """What a reader of rendered Markdown sees; fails when anything but text is in it."""
    texts = []
    for token in PARSER.parse(markup):
        for child in token.children or ():
            assert child.type == "text", (child.type, markup)
            texts.append(child.content)
    return "".join(texts)


def told(text: str) -> str:
    """The visible original: hidden characters gone, half characters replaced."""
    hidden = re.sub("[\u00ad\u061c\u180e\u2065\ufff9-\ufffb\U000e0000-\U000e007f]", "", text)
    return visible(re.sub("[\ud800-\udfff]", "\ufffd", hidden))


@settings(max_examples=500, deadline=None)
@given(HOSTILE)
def test_an_excerpt_shows_as_itself_at_the_start_of_a_line(text: str) -> None:
    escaped = plain(text)
    assert "\n" not in escaped
    escaped.encode("utf-8")
    assert visible(shown(escaped)) == told(text)
    assert [token.type for token in PARSER.parse(escaped)] in ([], ["paragraph_open", "inline", "paragraph_close"])


@settings(max_examples=300, deadline=None)
@given(HOSTILE, HOSTILE)
def test_an_excerpt_stays_in_its_cell(one: str, two: str) -> None:
    page = f"| a | b |\n| --- | --- |\n| x{plain(one)} | y{plain(two)} |\n"
    cells = [token for token in PARSER.parse(page) if token.type == "inline"]
    assert len(cells) == 4
    for cell, text in zip(cells[2:], (one, two), strict=True):
        assert {child.type for child in cell.children or ()} == {"text"}
        content = "".join(child.content for child in cell.children or ())
        assert visible(content)[1:].strip() == told(text)


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_nothing_is_linked_of_its_own_accord(text: str) -> None:
    seen = shown(plain(text))
    assert not re.search(r"@\w|#\w|://|www\.|GH-\d|:(?:smile|\+1):", seen, re.IGNORECASE)
    assert "##[" not in plain(text)


@given(HOSTILE)
def test_a_label_cannot_leave_its_quotation_marks(text: str) -> None:
    assert not re.search(r"[\"`<>\[\]{}|\\\n&;]", re.sub(r"#\d+;", "", label(text)))


@given(st.lists(HOSTILE, unique=True, max_size=30))
def test_page_names_are_distinct_and_safe(ids: list[str]) -> None:
    names = page_names(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,140}", name) for name in names.values())
    assert page_names(reversed(ids)) == names


def test_page_names_are_readable() -> None:
    names = page_names(["news/Été 2024.txt", "a.txt", "a.md", "con.txt", "новости.txt"])
    assert names["news/Été 2024.txt"] == "news-ete-2024"
    assert names["a.txt"] != names["a.md"]
    assert names["a.txt"].startswith("a-")
    assert names["con.txt"] == "con-page"
    assert names["новости.txt"] == "article"


def test_words_that_differ_are_bold() -> None:
    a, b = side_by_side(
        "The council voted on Monday to close the pool.", "The council agreed on Monday to close the baths."
    )
    assert a == "The council **voted** on Monday to close the **pool.**"
    assert b == "The council **agreed** on Monday to close the **baths.**"


def test_a_change_of_case_or_quotation_marks_is_no_difference() -> None:
    assert "**" not in "".join(side_by_side("“It’s Over,” he said", '"it\'s over" he said'))


@settings(max_examples=100, deadline=None)
@given(HOSTILE, HOSTILE)
def test_bold_marks_are_the_only_markup_in_a_passage(one: str, two: str) -> None:
    for markup in side_by_side(one, two):
        kinds = {child.type for token in PARSER.parse(f"x {markup}") for child in token.children or ()}
        assert kinds <= {"text", "strong_open", "strong_close"}


@given(st.lists(st.sampled_from(SENTENCES), max_size=8), st.lists(st.sampled_from(SENTENCES), max_size=8))
def test_rows_hold_every_sentence_of_both_sides_in_order(one: list[str], two: list[str]) -> None:
    a, b = " ".join(one), " ".join(two)
    found = list(rows(a, b, Passage(Span(0, len(a)), Span(0, len(b)), 0.5, "reworded")))
    assert " ".join(a[span.start : span.end] for span, _ in found if span) == a
    assert " ".join(b[span.start : span.end] for _, span in found if span) == b


def test_a_very_long_passage_is_one_row() -> None:
    text = "`" * (CHARACTERS + 1)
    whole = Span(0, len(text))
    assert list(rows(text, text, Passage(whole, whole, 1.0, "verbatim"))) == [(whole, whole)]


def test_a_sentence_stands_beside_its_counterpart() -> None:
    a = "The council voted to close the baths. It rained. Swimmers protested loudly outside the hall."
    b = "Swimming clubs wept. To close the baths, the council voted. Swimmers outside the hall protested."
    found = rows(a, b, Passage(Span(0, len(a)), Span(0, len(b)), 0.5, "reworded"))
    pairs = [
        tuple(text[span.start : span.end] if span else "" for text, span in zip((a, b), row, strict=True))
        for row in found
    ]
    assert pairs == [
        ("", "Swimming clubs wept."),
        ("The council voted to close the baths.", "To close the baths, the council voted."),
        ("It rained.", ""),
        ("Swimmers protested loudly outside the hall.", "Swimmers outside the hall protested."),
    ]


TEXTS = {
    "a|b/one.txt": "Pool closes\n\nThe council voted on Monday to close the pool. It cost @mayor #12 more.\n\nShare\n",
    "two.txt": "Baths shut\n\nThe council agreed on Monday to close the baths. `Nobody` was asked.\n",
    "three.txt": "Rain <b>tomorrow</b>\n\nIt will rain.\n\nSnow later\n\nIt will snow.\n",
}


def entry(article: Article) -> ArticleEntry:
    lines = Lines(article.text)
    title, _, _ = article.text.partition("\n")
    blocks = [(Role.HEADLINE, Span(0, len(title)), "first line")]
    if "Share" in article.text:
        start = article.text.index("Share")
        blocks.append((Role.CHROME, Span(start, start + 5), "share | button"))
    return ArticleEntry(
        id=article.id,
        path=article.path,
        sha256=article.sha256,
        title=title,
        language="en",
        words=12,
        stories=(
            StoryEntry(index=1, title=title, start_line=1, end_line=3, words=9, lead=True),
            StoryEntry(
                index=2,
                title="Snow later",
                start_line=5,
                end_line=7,
                words=3,
                lead=False,
                cues=("a new headline",),
                similarity=0.25,
            ),
        )
        if "Snow" in article.text
        else (StoryEntry(index=1, title=title, start_line=1, end_line=len(lines), words=9, lead=True),),
        blocks=tuple(
            BlockEntry(
                role=role,
                story=1,
                start=span.start,
                end=span.end,
                start_line=lines.position(span.start)[0],
                end_line=lines.position(span.end)[0],
                strength=Strength.KNOWN,
                reason=reason,
            )
            for role, span, reason in blocks
        ),
        reliability=Reliability(grade="B", points=0, signals=()),
    )


def finding(article: str, quote: str, rule: str = "XXX001", **changes: object) -> Finding:
    text = TEXTS[article]
    start = text.index(quote)
    where = place(article, text, Lines(text), Span(start, start + len(quote)))
    return replace(
        Finding(
            rule=rule,
            name="example",
            severity=Severity.ERROR,
            precision=Precision.HIGH,
            message=f"something about {quote}",
            article=article,
            span=where.span,
            start_line=where.start_line,
            start_column=where.start_column,
            end_line=where.end_line,
            end_column=where.end_column,
            quote=where.quote,
            evidence={"share_of_words": 0.12345},
        ),
        **changes,
    )


LEFT = Span(TEXTS["a|b/one.txt"].index("It cost"), TEXTS["a|b/one.txt"].index(" more.") + len(" more."))


def link(a: str, b: str, relation: Relation = Relation.REWRITE, *passages: Passage) -> Link:
    return Link(
        a=a,
        b=b,
        relation=relation,
        kind="plain",
        score=0.8,
        jaccard=0.125,
        coverage_a=0.75,
        coverage_b=0.5,
        aligned_a=1.0,
        aligned_b=0.5,
        statements=1,
        order=1.0,
        lanes=("terms",),
        passages=passages,
        only_a=Only(0.2, 1, (LEFT,)) if relation.is_reuse else None,
        only_b=Only(1.0, 3, ()) if relation.is_reuse else None,
    )


def family(*members: str, credited: str | None = "Reuters|x") -> Family:
    upstream = Upstream(
        known=True,
        in_corpus=False,
        story=None,
        credited=credited,
        direction="undetermined",
        evidence=("a credit in [two]",),
    )
    edges = tuple((members[0], other) for other in members[1:])
    made = Made(members[0], LEFT)
    return Family(
        id="F1",
        members=members,
        edges=edges,
        upstream=upstream,
        independent_sources=1,
        sources=(members,),
        shares=tuple(Member(story=name, reused=0.9, own=Only(0.1, 1, (LEFT,)), claims=2, lacks=1) for name in members),
        claims=Claims(3, {"1": 2, "2": 1}, (Claim(made, 4, 1, (Made(members[-1], LEFT),)),), 2),
    )


def report(
    texts: dict[str, str] = TEXTS,
    links: tuple[Link, ...] = (),
    families: tuple[Family, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Report:
    entries = [entry(Article(id=name, path=name, text=text, sha256="ab" * 32)) for name, text in sorted(texts.items())]
    return Report(
        tool=Tool("auditor", "1.0"),
        settings={"select": ["ALL"], "raw": False, "rules": {"XXX001": {}}},
        articles=tuple(entries),
        links=links,
        families=families,
        findings=tuple(sorted(findings, key=lambda each: each.sort_key)),
        skipped=(Skip("bad`.txt", "holds NUL <bytes>"),),
        summary=Summary(
            articles=len(entries),
            stories=sum(len(each.stories) for each in entries),
            skipped=1,
            ignored=2,
            rules=3,
            findings={},
            by_rule={},
            links={},
            families=len(families),
            independent_sources=2,
            candidates={},
            notes=("a note",),
        ),
    )


ONE, TWO, THREE = TEXTS


def whole() -> Report:
    spans = [(TEXTS[name].index("The council"), TEXTS[name].index(". ") + 1) for name in (ONE, TWO)]
    passage = Passage(Span(*spans[0]), Span(*spans[1]), 0.7, "reworded")
    related = place(TWO, TEXTS[TWO], Lines(TEXTS[TWO]), Span(0, 5))
    return report(
        links=(link(ONE, TWO, Relation.REWRITE, passage), link(ONE, THREE, Relation.SAME_TOPIC)),
        families=(family(ONE, TWO),),
        findings=(
            finding(ONE, "@mayor #12", related=(related,)),
            finding(TWO, "`Nobody`"),
            finding(TWO, "Baths", severity=Severity.NOTE),
            finding(TWO, "Baths", severity=Severity.NOTE, message="again"),
        ),
    )


def pages(one: Report, texts: dict[str, str] = TEXTS) -> dict[str, str]:
    return {path: "".join(chunks) for path, chunks in markdown.render(one, texts)}


def test_there_is_a_page_for_the_audit_each_article_and_each_link_of_reuse() -> None:
    assert list(pages(whole())) == [
        "index.md",
        "pictures/composition.svg",
        "pictures/families.svg",
        "pictures/similarity.svg",
        "articles/a-b-one.md",
        "articles/three.md",
        "articles/two.md",
        "links/a-b-one--two.md",
        "families/f1.md",
    ]


def test_every_link_leads_somewhere() -> None:
    written = pages(whole())
    followed = 0
    for path, text in written.items():
        for target in re.findall(r"(?<!\\)\]\(([^)]+)\)", text):
            file, _, fragment = unquote(target).partition("#")
            parts: list[str] = []
            for part in (PurePosixPath(path).parent / file).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            page = written["/".join(parts)]
            if fragment:
                assert fragment in fragments(page)
            followed += 1
    assert followed > 10


def fragments(page: str) -> set[str]:
    """The fragments under which GitHub shows the headings of a page."""
    seen: dict[str, int] = {}
    found = set()
    for heading in re.findall(r"^#+ (.*)$", page, re.MULTILINE):
        base = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        seen[base] = seen.get(base, -1) + 1
        found.add(f"{base}-{seen[base]}" if seen[base] else base)
    return found


def test_pages_hold_no_markup_from_articles() -> None:
    for text in (text for path, text in pages(whole()).items() if path.endswith(".md")):
        for token in PARSER.parse(text):
            assert token.type != "html_block"
            for child in token.children or ():
                assert child.type not in {"html_inline", "code_inline"}
                assert child.type != "image" or str(child.attrs["src"]).startswith("pictures/")


def test_the_index_tells_what_was_found() -> None:
    index = pages(whole())["index.md"]
    for part in (
        "Checked 3 articles (4 stories) by 3 rules; 1 skipped, 2 files of other kinds ignored.",
        "2 errors, 2 notes; 1 article without a finding",
        "2 stories in 1 family of reuse; 2 independent sources behind the lead stories of 3 articles",
        "1 appended story after",
        "not in the corpus, credited: Reuters\\|x",
        '---|"rewrite 75 % · 50 %"|',
        'u1(["Not in the corpus · Reuters#124;x"])',
        "| bad\\`.txt | holds NUL \\<bytes> |",
        "- raw: false",
    ):
        assert part in index


def test_an_article_shows_findings_stories_and_noise() -> None:
    written = pages(whole())
    one = written["articles/a-b-one.md"]
    assert "### Line 3: XXX001 example (error)" in one
    assert "> Line 3, column 56: “@&#8203;mayor #&#8203;12”" in one
    assert "Evidence: share of words 0.123." in one
    assert "- [two.txt](../articles/two.md), line 1 ([side by side](../links/a-b-one--two.md)): “Baths”" in one
    assert "| 5 | chrome | 1 | known template: share \\| button | “Share” |" in one
    assert "Boundary drawn: a new headline" in written["articles/three.md"]


def test_a_link_shows_passages_side_by_side_and_what_is_left() -> None:
    page = pages(whole())["links/a-b-one--two.md"]
    assert "| _3_: The council **voted** on Monday to close the **pool.** | _3_: The council **agreed**" in page
    assert "In aligned passages | 75 % | 50 %" in page
    assert "Direction: undetermined; the upstream is not in the corpus, credited: Reuters\\|x" in page
    assert "(5 words): “It cost @&#8203;mayor #&#8203;12 more.”" in page
    assert "In statements only it makes | 20 % | 100 %" in page
    assert "Only in one.txt: 1 statement, 20 % of its content words." in page


def test_a_family_has_a_page_with_what_its_stories_share() -> None:
    written = pages(whole())
    page = written["families/f1.md"]
    assert "| [a\\|b/one.txt](../articles/a-b-one.md) | 1 | 90 % | 10 % | 1 | 2 | 1 |" in page
    assert "3 statements: 2 have 1 independent source, 1 has 2 independent sources." in page
    assert "_3_: “It cost @&#8203;mayor #&#8203;12 more.” | [two.txt](../articles/two.md) _3–4_; 2 more |" in page
    assert "2 statements more." in page
    assert "Of 3 statements that several members make, it makes 2 and lacks 1." in written["articles/a-b-one.md"]
    assert "[F1](families/f1.md)" in written["index.md"]


def test_a_missing_text_is_said_to_be_missing() -> None:
    written = pages(whole(), {})
    assert "not at hand" in written["articles/two.md"]
    assert "not at hand" in written["links/a-b-one--two.md"]


def test_pages_do_not_depend_on_the_order_of_texts() -> None:
    assert pages(whole(), dict(reversed(TEXTS.items()))) == pages(whole())


def many(number: int) -> dict[str, str]:
    return {f"n{n:05}.txt": f"Title {n}\n\nSome text.\n" for n in range(number)}


def test_many_articles_stand_on_several_pages() -> None:
    texts = many(2 * index_page.ARTICLES + 1)
    written = pages(report(texts), texts)
    assert {path for path in written if path.startswith("index")} == {"index.md", "index-2.md", "index-3.md"}
    listed = [
        path for path in ("index.md", "index-2.md", "index-3.md") for _ in re.findall("articles/n", written[path])
    ]
    assert len(listed) == len(texts)
    assert "[2](index-2.md)" in written["index.md"]


def test_a_large_family_is_a_table_and_its_links_are_not_squared() -> None:
    texts = many(70)
    ids = sorted(texts)
    links = tuple(link(a, b) for a, b in combinations(ids, 2))
    written = pages(report(texts, links, (family(*ids),)), texts)
    assert "```mermaid" not in written["index.md"]
    assert "1 family not drawn" in written["index.md"]
    assert sum(path.startswith("links/") for path in written) == len(ids) - 1


@pytest.mark.parametrize("limit", [article_page.FINDINGS])
def test_what_is_left_out_is_counted(limit: int) -> None:
    findings = tuple(finding(TWO, "Baths", message=f"number {n}") for n in range(limit + 7))
    written = pages(report(findings=findings))
    assert "7 findings more in report.json" in written["articles/two.md"]
    assert f"{limit + 7 - index_page.FINDINGS} findings more" in written["index.md"]


def test_an_appended_story_is_linked_by_its_number() -> None:
    other = story_id(THREE, 2)
    written = pages(report(links=(link(ONE, other),), families=(family(ONE, other),)))
    assert "links/a-b-one--three.2.md" in written
    assert (
        "[three.txt (story 2)](articles/three.md)" in written["index.md"]
        or "three.txt (story 2)" in written["index.md"]
    )


def test_an_empty_report_is_a_page() -> None:
    assert list(pages(report({}), {})) == ["index.md"]


def test_an_excerpt_is_clipped() -> None:
    assert excerpt("word " * 200, 40).endswith("…”")
