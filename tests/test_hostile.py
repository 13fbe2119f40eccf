"""Articles that hold every trick, through every output: nothing is obeyed, nothing breaks, and the words stay.

The outputs are those that discovery finds, so that a new one is tested before anybody thinks of it.
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from msgspec.structs import replace

from auditor import api
from auditor.cli import main
from auditor.gate import Policy
from auditor.model import Article, Severity
from auditor.reporters import Context, discover
from auditor.stages import Audit

# One word no code of ours writes, inside of a citation that a rule quotes and next to every trick.
WORD = "Quibbleford"
TRICKS = {
    "github commands": "::error file=x::a ##[error]b ##[group]c ::stop-commands::d",
    "azure commands": "##vso[task.complete result=Failed]a ##VSO[task.logissue]b",
    "terminal": "\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b]8;;http://evil.example\x1b\\link\x1b[2J \x9b31mred \x90q\x9c",
    "controls": "a\x00b\x01c\x08d\x0be\x0cf\x7fg\x85h\x9fi",
    "direction": "\u202eevil\u202c \u2066isolated\u2069 \u200e\u200f\u061c \u200bzero\ufeff",
    "markdown": "![a](http://evil.example/a.png) [b](http://evil.example) `c` **d** |e| <http://evil.example> @me #12",
    "markdown blocks": "# a ``` > b - c 1. d [x]: http://evil.example $e$ {{ f }} ~~g~~ :smile: GH-1 www.evil.example",
    "sarif links": r"[a](1) \[b](http://evil.example) [c](file:///etc/passwd)",
    "formulas": '=HYPERLINK("http://evil.example") +1 -1 @SUM(1) |cmd ;,\t\'"',
    "xml": "<failure/> ]]> <![CDATA[a]]> &amp; &#0; <!ENTITY a SYSTEM 'http://evil.example'> \ufffe\uffff",
    "html": '<script>alert(1)</script><img src="http://evil.example/a.png" onerror=alert(1)></td></table>" \' <!--',
    "rich markup": "[bold]a[/bold] [/x] [link=http://evil.example]b[/link] [red",
    "json": '", "x": ["\\u0000 } ]',
    "percent": "100%25 %0A::error::a %0D %3A%2C",
    "long word": "w" * 20_000,
    "templates": "${{ secrets.TOKEN }} $(id) `id` %s %(a)s {0} {a!r}",
    "separators": "a\u2028b\u2029c",
}
HALVES = " \ud800\udfff half"
NAMES = [
    "=1+1 ##[error] ::error::[x](y) @me #1 'a\" & b.txt",
    "a\x1b[31m\n::error::b.txt",
    "<b>\u202ec|`d`.txt",
    "b\udcff.txt",
]

_RUNNER = re.compile(r"^\s*::|##\[|##vso\[", re.IGNORECASE | re.MULTILINE)
_OWN_COMMAND = re.compile(r"^::(?:error|warning|notice) [^\n:]*::[^\n]*$", re.MULTILINE)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def article(trick: str) -> str:
    """A text whose headline, statements and citations carry a trick, each rule's findings with it."""
    return (
        f"{trick} Council closes bridge\n\n{trick}\n\n"
        f"The council of {WORD} voted on Monday to close the bridge, {trick} said. “{trick} it is, the mayor said.\n\n"
        f"Cited: {WORD} {trick}\n\n{trick}. Cited: {WORD} Gazette\n\nSource: {WORD} {trick}\n"
    )


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("AUDITOR_") or name in ("FORCE_COLOR", "NO_COLOR")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step-summary.md"))


def obeyed_by_nobody(text: str, name: str) -> None:
    """Nothing a terminal, a build log or an editor would obey."""
    found = _UNSEEN.search(text)
    assert not found, (name, found)
    assert not _RUNNER.search(_OWN_COMMAND.sub("", text) if name == "github" else text), name


def read_json(text: str) -> None:
    json.loads(text, parse_constant=pytest.fail)


def read_sarif(text: str) -> None:
    (run,) = json.loads(text, parse_constant=pytest.fail)["runs"]
    for result in run["results"]:
        message = result["message"]["text"]
        assert all(target.isdecimal() for target in re.findall(r"(?<!\\)\]\(([^)]*)\)", message)), message
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+", uri, re.ASCII), uri


def read_csv(text: str) -> None:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert rows
    for row in rows:
        assert len(row) == len(header)
        assert not any(re.match(r"\s*[=+\-@]", cell) for cell in row), row
    assert len(text.splitlines()) == len(rows) + 1


def read_junit(text: str) -> None:
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    known = {"testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped"}
    assert {element.tag for element in root.iter()} <= known | {"system-out", "system-err"}


def read_markdown(text: str) -> None:
    for token in MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).parse(text):
        assert token.type != "html_block", token.content
        for child in token.children or ():
            assert child.type != "html_inline", child
            assert child.type != "image" or re.fullmatch(r"pictures/[a-z]+\.svg", str(child.attrs["src"])), child
            assert "evil.example" not in str(child.attrs), child
        seen = "".join(child.content for child in token.children or () if child.type == "text")
        assert not re.search(r"(?:^|\s)(?:@\w|#\d)|https?://", seen), seen


def read_html(text: str) -> None:
    for element in html.document_fromstring(text).iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), value
            assert not (name in ("src", "href", "action", "data", "style") and "evil.example" in value), value
        if element.tag == "script":
            if element.get("type") == "application/json":  # never run: it must only not end before its time
                json.loads(element.text or "", parse_constant=pytest.fail)
                assert not set("<>&") & set(element.text or "")
            else:
                assert "alert(1)" not in (element.text or "")


def read_svg(text: str) -> None:
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    tags = {str(element.tag).removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert tags <= {"svg", "style", "title", "g", "rect", "path", "text"}
    assert not any(name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib)


def read_github(text: str) -> None:
    lines = text.splitlines()
    assert lines
    assert all(_OWN_COMMAND.fullmatch(line) for line in lines)


READERS: dict[str, Callable[[str], None]] = {
    "json": read_json, "sarif": read_sarif, "csv": read_csv, "junit": read_junit, "gitlab": read_json,
    "github": read_github, ".md": read_markdown, ".json": read_json, ".html": read_html,
    "html": read_html, ".svg": read_svg,
}  # fmt: skip


def read(format: str, files: dict[str, bytes]) -> None:  # noqa: A002
    """Every file of an output, as its readers would."""
    for name, data in files.items():
        text = data.decode("utf-8")
        obeyed_by_nobody(text, format)
        reader = READERS.get(Path(name).suffix) or READERS.get(format)
        if reader:
            reader(text)
    shown = "".join(data.decode() for data in files.values())
    assert WORD in shown, format


def written(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as exit_:
        main([str(argument) for argument in arguments])
    assert isinstance(exit_.value.code, int)
    return exit_.value.code


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A file for each trick, files with tricks for a name, and one that cannot be read."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, trick in enumerate(TRICKS.values()):
        (folder / f"{number:02}.txt").write_text(article(trick), encoding="utf-8", newline="")
    for name in NAMES:
        (folder / name).write_text(article(name.encode("utf-8", "replace").decode()), encoding="utf-8", newline="")
        (folder / f"z{name}").write_bytes(b"")
    return folder


@pytest.mark.parametrize("name", discover())
@pytest.mark.parametrize("quotes", [True, False])
def test_every_trick_through_every_output(
    corpus: Path, tmp_path: Path, name: str, quotes: bool, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / "out" / name
    options = ["--verbose", *([] if quotes else ["--no-quotes"])]
    assert run("gate", corpus, *options, "-q", "--output", f"{name}={target}") == 3
    captured = capsysbinary.readouterr()
    files = written(target)
    summary = tmp_path / "step-summary.md"
    assert summary.exists() is (name == "github")
    obeyed_by_nobody(captured.err.decode(), "stderr")
    assert not captured.out
    if quotes:
        read(name, files)
        if summary.exists():
            read("markdown", {"summary.md": summary.read_bytes()})
    if not discover()[name].FOLDER:
        assert run("gate", corpus, *options, "-q", "--output", name) == 3
        printed = capsysbinary.readouterr().out
        obeyed_by_nobody(printed.decode(), name)
        assert name == "terminal" or printed == files[""]


@cache
def audited(trick: str) -> Audit:
    """Two articles that share a trick, audited."""
    return api.run([Article.of("a.txt", article(trick)), Article.of("b.txt", article(trick) + "More.\n")])


@pytest.mark.parametrize("name", discover())
@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_in_every_field_of_the_report(name: str, trick: str) -> None:
    """What no reader of files lets through today: a message, a name, an id or a note may hold anything."""
    text = TRICKS[trick] + HALVES
    audit = audited(text)
    said = f"{WORD} {text}" if trick == "long word" else f"{text} {WORD}"
    findings = tuple(
        replace(finding, message=said, quote=said, name=f"x {said}"[:200], evidence={"a": said, **finding.evidence})
        for finding in audit.report.findings
    )
    assert findings
    hostile = replace(
        audit.report,
        findings=findings,
        summary=replace(audit.report.summary, notes=(said,)),
        articles=tuple(replace(entry, title=said, language=text[:20]) for entry in audit.report.articles),
        families=tuple(
            replace(family, upstream=replace(family.upstream, credited=said, evidence=(said,)))
            for family in audit.report.families
        ),
    )
    context = Context(fails=Policy(fail_on=Severity.NOTE).fails, exit_code=1, reason=said, originals=audit.texts)
    files = {
        path: "".join(chunks).encode("utf-8", errors="replace")
        for path, chunks in discover()[name].render(hostile, audit.texts, context=context)
    }
    read(name, {path.replace("$GITHUB_STEP_SUMMARY", "summary.md"): data for path, data in files.items()})


def test_the_excerpt_is_recognisable_word_by_word() -> None:
    """Marks are broken by a space or escaped; the letters stay."""
    text = "The council ##[error] voted ::warning:: to close [the] bridge. Cited: Quibbleford Gazette\n"
    audit = api.run([Article.of("a.txt", text)])
    whole = replace(
        audit.report, findings=tuple(replace(one, quote=text, message=text) for one in audit.report.findings)
    )
    for name, reporter in discover().items():
        for path, chunks in reporter.render(whole, audit.texts, context=Context(originals=audit.texts)):
            if path.endswith(".svg"):
                continue
            shown = "".join(chunks)
            for word in ("council", "error", "warning", "bridge", "Quibbleford"):
                assert word in shown, (name, word)
