"""The page in a real browser: Debian's Chromium, headless. `make test-slow` installs it where it is missing."""

import json
import os
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor import api
from auditor.model import Article
from auditor.reporters import discover
from auditor.settings import Settings
from auditor.stages import Audit

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
VIEWPORT = {"width": 1280, "height": 800}
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=1</script>\'"</span>${1}{{1}}'


def write(path: Path, audit: Audit) -> Path:
    ((_, chunks),) = discover()["html"].render(audit.report, audit.texts)
    path.write_text("".join(chunks), encoding="utf-8")
    return path


@cache
def seeds() -> Audit:
    return api.run(["seeds"], settings=Settings(jobs=1))


BEGINNINGS = ("ba", "cor", "del", "fin", "gra", "hol", "mer", "nor", "pas", "tur")
ENDINGS = ("dal", "gen", "k", "lis", "mon", "n", "rost", "s", "ton", "ver")
WORDS = [first + middle + last for first in BEGINNINGS for middle in "aeiou" for last in ENDINGS]


def story(number: int) -> str:
    """Made-up news of some paragraphs; every fifth has the first paragraphs of the one before it."""

    def paragraph(seed: int) -> str:
        draw = random.Random(seed)
        name, place, *rest = (draw.choice(WORDS) for _ in range(60))
        return (
            f"{name.title()} of {place.title()} said on Monday that {' '.join(rest[:28])}. The {' '.join(rest[28:])}."
        )

    own = [paragraph(number * 100 + at) for at in range(8)]
    if number % 5 == 4:
        own[:4] = [paragraph((number - 1) * 100 + at) for at in range(4)]
    return f"{own[7][:40].title()}\n\n" + "\n\n".join(own) + "\n\nCited: Reuters\n"


@cache
def large() -> Audit:
    return api.run([Article.of(f"news/{number:04}.txt", story(number)) for number in range(2_000)])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        message = "NO BROWSER: the page was not tested; `make test-slow` installs Chromium, or set one up by hand"
        if os.environ.get("AUDITOR_NEEDS_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab that fails the test for a message on its console, an error, or a request that leaves the file."""
    tab = browser.new_page(viewport=VIEWPORT)
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on(
        "request", lambda request: heard.append(request.url) if not request.url.startswith(("file:", "data:")) else None
    )
    yield tab
    tab.close()
    assert not heard


@pytest.fixture
def opened(page: Any, tmp_path: Path) -> Any:
    page.goto(write(tmp_path / "seeds.html", seeds()).as_uri())
    return page


def picture(page: Any, name: str) -> None:
    """A screenshot, where AUDITOR_SCREENSHOTS names a folder to look at afterwards."""
    if folder := os.environ.get("AUDITOR_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def visible(page: Any, text: str) -> bool:
    """Whether a text can be seen without scrolling."""
    box = page.get_by_text(text, exact=False).locator("visible=true").first.bounding_box()
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= VIEWPORT["height"])


def test_the_first_screen_makes_the_case(opened: Any) -> None:
    picture(opened, "seeds-overview")
    for said in ("4 of 5 articles tell one story", "not in the corpus", "1 article tells an independent story",
                 "Upstream not in the corpus, credited: Reuters", "1 independent story"):  # fmt: skip
        assert visible(opened, said), said
    assert opened.locator(".worst li a").first.inner_text().split()[:2] == ["F", "003"]
    assert opened.locator("#families-title ~ .drawn rect.node").count() == 5


def test_filters_show_what_the_report_holds(opened: Any) -> None:
    report = seeds().report
    assert opened.inner_text("#finding-count") == f"{len(report.findings)} of {len(report.findings)} findings"
    for rule, count in report.summary.by_rule.items():
        opened.select_option("#filters [name=rule]", rule)
        assert opened.inner_text("#finding-count").startswith(f"{count} of"), rule
        assert opened.locator("#finding-list > li").count() == min(count, 50)
    opened.click("#filters [type=reset]")
    for severity in ("warning", "note"):
        opened.uncheck(f"#filters [value={severity}]")
    assert opened.inner_text("#finding-count").startswith(f"{report.summary.findings['error']} of")
    opened.fill("#filters [name=article]", "002")
    errors = sum(1 for one in report.findings if one.severity == "error" and "002" in one.article)
    assert opened.inner_text("#finding-count").startswith(f"{errors} of")
    opened.fill("#filters [name=text]", "no such words anywhere")
    assert opened.inner_text("#finding-count").startswith("0 of")


def test_an_article_shows_its_own_text_its_findings_and_its_counterparts(opened: Any) -> None:
    for number, entry in enumerate(seeds().report.articles):
        opened.evaluate(f"location.hash = '#article/{number}'")
        opened.wait_for_selector("#view-article .text")
        shown = opened.evaluate(
            "[...document.querySelectorAll('#view-article .line')].map((line) => {"
            " const copy = line.lastChild.cloneNode(true);"
            " copy.querySelectorAll('.tag').forEach((tag) => tag.remove());"
            " return copy.textContent.trim(); }).join('\\n')"
        )
        read = seeds().texts[entry.id].replace("\r\n", "\n")
        assert shown.split("\n") == [line.strip() for line in read.split("\n")], entry.id
        assert opened.locator("#view-article .signals li").count() == len(
            entry.reliability.signals if entry.reliability else ()
        )
        count = sum(1 for one in seeds().report.findings if one.article == entry.id)
        assert opened.inner_text("#view-article .findings >> xpath=../h2") == f"Findings: {count}"
    opened.evaluate("location.hash = '#article/3'")
    opened.focus("#view-article .seg.warning")
    assert "MET002" in opened.inner_text(".explain")
    picture(opened, "seeds-article")
    opened.locator("#view-article .tag").first.click()
    opened.wait_for_selector("#view-pair .panes")


def test_a_finding_leads_to_its_place(opened: Any) -> None:
    opened.select_option("#filters [name=rule]", "CIT002")
    opened.locator("#finding-list a[href^='#article/']").first.click()
    opened.wait_for_selector("#view-article .seg.on")
    assert "Briefing" in opened.inner_text("#view-article .seg.on")


def test_a_pair_shows_the_figures_of_the_report_and_jumps_between_counterparts(opened: Any) -> None:
    reuse = [link for link in seeds().report.links if link.relation.is_reuse]
    for number, link in enumerate(reuse):
        opened.evaluate(f"location.hash = '#pair/{number}'")
        opened.wait_for_selector(f"#view-pair[data-pair='{number}'] .ribbon")
        said = opened.inner_text("#view-pair")
        assert f"{len(link.passages)} passage" in said
        assert f"share {link.statements} statement" in said
        for share in (link.coverage_a, link.coverage_b):
            assert f"{share * 100:.0f} % of 00" in said
        for side in (0, 1):
            assert opened.locator(f"#pane-{side} .badge").count() == len(link.passages)
        assert opened.locator("#view-pair button.jump").count() == len(link.drift)
    opened.evaluate("location.hash = '#pair/0'")
    opened.wait_for_function("document.querySelectorAll('#pane-0 .badge').length === 6")
    picture(opened, "seeds-pair")
    opened.locator("#pane-0 .badge").last.focus()
    opened.keyboard.press("Enter")
    opened.wait_for_function("document.activeElement.closest('#pane-1') !== null")
    left, right = (opened.locator(f"#pane-{side} .badge").last.bounding_box() for side in (0, 1))
    assert abs(left["y"] - right["y"]) < 60
    assert opened.locator("#pane-0 .changed").count() > 10
    assert opened.locator("#pane-1 .drift").count() > 0


def test_the_keyboard_reaches_everything(opened: Any) -> None:
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "main"
    opened.reload()
    wanted = opened.evaluate(
        "[...document.querySelectorAll('#view-overview a, #view-overview button:not(:disabled), #view-overview input,"
        " #view-overview select')].length"
    )
    reached = set()
    for _ in range(wanted + 60):
        opened.keyboard.press("Tab")
        at = opened.evaluate(
            "(() => { const all = [...document.querySelectorAll('*')]; const at = document.activeElement;"
            " const wanted = at.closest('#view-overview') && at.matches('a, button, input, select');"
            " return wanted ? all.indexOf(at) : -1; })()"
        )
        if at >= 0:
            reached.add(at)
    assert len(reached) == wanted


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["overview", "article/3", "article/2", "pair/0"])
def test_axe_finds_no_serious_violation(opened: Any, scheme: str, view: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened.emulate_media(color_scheme=scheme)
    opened.evaluate(f"location.hash = '#{view}'")
    opened.wait_for_timeout(200)
    picture(opened, f"axe-{view.replace('/', '-')}-{scheme}")
    # The policy of the page lets no test run code in it by a script element, and none is used here.
    found = Axe().run(opened).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]][:5], one["nodes"][0]["failureSummary"][:300])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert not serious, json.dumps(serious, indent=1)


def test_a_hostile_article_stays_text(page: Any, tmp_path: Path) -> None:
    text = f"{HOSTILE} closes\n\nThe council of {HOSTILE} voted to close it. Cited: {HOSTILE}\n\n{story(1)}"
    audit = api.run([Article.of(f"{HOSTILE}{name}.txt", text + name) for name in "ab"])
    assert audit.report.findings
    page.goto(write(tmp_path / "hostile.html", audit).as_uri())
    title = page.title()
    for view in ("overview", "article/0", "article/1", "pair/0"):
        page.evaluate(f"location.hash = '#{view}'")
        page.wait_for_timeout(100)
        assert page.locator("img, iframe, main script:not([type])").count() == 0
        assert page.title() != "1"
    assert title.startswith("Audit:")
    assert "<script>" in page.inner_text("#view-pair")


def test_without_quotations_every_view_opens(page: Any, tmp_path: Path) -> None:
    audit = api.run(["seeds"], settings=Settings(no_quotes=True, jobs=1))
    ((_, chunks),) = discover()["html"].render(audit.report, {})
    path = tmp_path / "silent.html"
    path.write_text("".join(chunks), encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator("#article-table tbody tr").count() == 5
    page.evaluate("location.hash = '#article/0'")
    page.wait_for_selector("#view-article .notice")
    page.evaluate("location.hash = '#pair/0'")
    page.wait_for_selector("#view-pair .notice")


def test_two_thousand_articles_open_and_stay_fluid(page: Any, tmp_path: Path) -> None:
    """The work of the browser is bounded by counting what it builds; how long that takes is measured by hand."""
    audit = large()
    path = write(tmp_path / "large.html", audit)
    texts = sum(len(text.encode()) for text in audit.texts.values())
    assert path.stat().st_size < texts * 1.02 + 3_000_000
    page.goto(path.as_uri())
    picture(page, "large-overview")
    assert page.inner_text("[data-figure='summary.articles']:visible").startswith("2,000")
    assert page.locator("#article-table tbody tr").count() == 50
    assert page.evaluate("document.querySelectorAll('*').length") < 8_000
    page.click("#article-pager button:has-text('Next')")
    assert page.inner_text("#article-pager span") == "Page 2 of 40"
    page.fill("#article-filters [name=text]", "1234")
    assert page.locator("#article-table tbody tr").count() == 1
    page.evaluate("location.hash = '#pair/0'")
    page.wait_for_function("document.querySelectorAll('.ribbon').length > 0")
    picture(page, "large-pair")
    page.evaluate("location.hash = '#article/4'")
    page.wait_for_selector("#view-article .line")
    picture(page, "large-article")


def test_pictures_on_the_markdown_pages_open_by_themselves(page: Any, tmp_path: Path) -> None:
    from auditor.reporters import markdown

    files: Mapping[str, Any] = dict(markdown.render(seeds().report, seeds().texts))
    for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", "".join(files["index.md"])):
        path = tmp_path / Path(name).name
        path.write_text("".join(files[name]), encoding="utf-8")
        page.goto(path.as_uri())
        assert page.locator("text").count() > 10
        picture(page, path.stem)
