"""The terminal's report: readable at any width, and nothing in an article is obeyed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

import auditor
from auditor import api
from auditor.model import Article, Finding, Report, Skip, Span
from auditor.reporters import terminal
from auditor.reporters.terminal.excerpt import cut
from auditor.stages import Audit
from auditor.text import safe_log

CITED = "Council closes bridge\n\nThe council voted on Monday to close the old bridge{}. Cited: Reuters\n"
HOSTILE = (
    "Bridge ##[error]closed::error::now [/x] [bold]\x1b[31mred\x1b[0m\x1b]0;title\x07 \u202eevil\u202c\n\n"
    "::error file=x::The council ##vso[task.complete]said on Monday that [/x] the bridge ::warning:: is closed. "
    "Cited: Reuters ::set-output\n\n##[group]x\n"
)
COMMAND = re.compile(r"^\s*::|##\[|##vso\[", re.IGNORECASE | re.MULTILINE)


def audited(**texts: str) -> Audit:
    return api.run([Article.of(f"{name}.txt", text) for name, text in texts.items()])


def rendered(audit: Audit, *, width: int = 80, color: bool = False, encoding: str = "utf-8") -> str:
    (path, chunks), *more = terminal.render(audit.report, audit.texts, width=width, color=color, encoding=encoding)
    assert (path, more) == ("", [])
    return "".join(chunks)


def marked(text: str) -> str:
    """What the carets stand under."""
    lines = text.splitlines()
    at = next(n for n, line in enumerate(lines) if re.search(r"\| +\^+$", line))
    return lines[at - 1][lines[at].index("^") : lines[at].rindex("^") + 1]


def test_a_finding_is_shown_with_its_line_and_carets_under_the_span() -> None:
    text = rendered(audited(bridge=CITED.format("")))
    assert re.search(r"(?m)^bridge\.txt  1 error", text)
    assert re.search(r"(?m)^  3:\d+  error  CIT001 unverifiable citation$", text)
    assert marked(text) == "Cited: Reuters"


@pytest.mark.parametrize("filler", [", " + "and so on " * 40, ", which 市議会は橋を閉鎖すると決めた" * 8])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_long_line_is_cut_around_the_span(filler: str, width: int) -> None:
    text = rendered(audited(bridge=CITED.format(filler)), width=width)
    assert "Cited: Reuters" in text
    assert max(map(cell_len, text.splitlines())) <= width
    before, after = text[text.index("    | …") :].splitlines()[:2]
    assert cell_len(before[: before.index("Cited: Reuters")]) == after.index("^")


def test_the_text_without_its_file_falls_back_to_the_quotation() -> None:
    audit = audited(bridge=CITED.format(""))
    assert marked(rendered(Audit(audit.report, {}))) == "Cited: Reuters"


def test_nothing_in_an_article_is_obeyed_by_a_terminal_or_a_build_log() -> None:
    audit = audited(hostile=HOSTILE)
    assert audit.report.findings
    finding = replace(audit.report.findings[0], message=HOSTILE, name="[/x]", related=())
    skip = Skip("a\n::error::\x1b[2Jb.txt", "::error ##[x]")
    report = replace(audit.report, findings=(finding, *audit.report.findings), skipped=(skip,))
    for width in (40, 57, 80):
        text = rendered(Audit(report, audit.texts), width=width)
        assert not COMMAND.search(text)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[/x]" in text


def test_colour_is_only_what_the_report_sets() -> None:
    text = rendered(audited(hostile=HOSTILE), color=True)
    styles = ("0", "1", "2", "1;4", "1;31", "33", "36", "1;2;31", "2;33", "2;36")
    assert set(re.findall(r"\x1b[^m]*m", text)) <= {f"\x1b[{style}m" for style in styles}
    assert not COMMAND.search(re.sub(r"\x1b\[[\d;]*m", "", text))


def test_an_ascii_terminal_gets_ascii_drawings() -> None:
    story = "The council of the town voted on Monday evening to close the old bridge over the river for a year.\n\n" * 1
    story += "Engineers had found cracks in two of its main bearings and warned against lorries last winter.\n\n"
    story += "A ferry will carry people on foot until the repair is done, the mayor told reporters on Tuesday.\n"
    text = rendered(audited(a=story, b=story + "\n"), encoding="ascii")
    assert "Family 1: 2 stories, 1 independent source" in text
    assert not re.search("[├└─│]", text)


def test_families_are_shown_under_their_upstream() -> None:
    text = rendered(api.run(["seeds"]))
    family = text[text.index("Family 1") :]
    assert "not in this corpus, credited: Reuters" in family
    assert re.search(r"(rewrite|partial-reuse): shares \d+ aligned statements with\s+(│ +)*seeds/00", family)
    assert re.search(r"in 5 articles; 1 family of stories, 2\s+independent\s+sources", family)


def test_a_multi_line_span_shows_its_first_line_and_where_it_ends() -> None:
    audit = audited(bridge=CITED.format(""))
    finding = replace(audit.report.findings[0], span=Span(0, len(CITED) - 5), start_line=1, end_line=3)
    text = rendered(Audit(replace(audit.report, findings=(finding,)), audit.texts))
    assert re.search(r"\| Council closes bridge\n    \| \^{21} to line 3\n", text)


def test_many_articles_are_counted_and_not_dropped_in_silence() -> None:
    entry = auditor.audit([Article.of("a.txt", "A line of text.\n")]).articles[0]
    report: Report = replace(audited(a="A line of text.\n").report, articles=(entry,) * 50)
    assert "and 10 more articles" in rendered(Audit(report, {}))


def test_an_audit_without_findings_says_so() -> None:
    assert "no findings in 1 article" in rendered(audited(a="The council met on Monday, the mayor said.\n"))


@given(st.text(), st.integers(0, 300), st.integers(0, 300), st.integers(20, 120))
def test_any_excerpt_fits_its_width_and_marks_what_it_shows(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    line, first, last = cut(text, Span(start, min(len(text), start + length)), width)
    assert cell_len(line) <= width
    assert 0 <= first <= last <= len(line)
    assert not COMMAND.search(line.lstrip(":"))


@given(st.text(alphabet=st.sampled_from("#[:vsoVSO \n\x1b\x9b]0;m\x07\u202e\u200bab")))
def test_safe_text_holds_no_command_wherever_a_line_is_wrapped(text: str) -> None:
    safe = safe_log(text)
    assert "::" not in safe
    assert not COMMAND.search(safe)
    assert safe.isprintable()


def test_findings_keep_the_order_of_the_report() -> None:
    audit = api.run(["seeds"])
    shown = re.findall(r"(?m)^  (\d+):(\d+)  \w+  ([A-Z]{3}\d{3}) ", rendered(audit))

    def key(finding: Finding) -> tuple[str, str, str]:
        return str(finding.start_line), str(finding.start_column), finding.rule

    assert shown == [key(finding) for finding in audit.report.findings]
