"""A report as one page for a browser: an overview, each article with its findings, pairs side by side.

One file without anything from elsewhere: styles and scripts stand in it, and its
Content-Security-Policy allows these, by their digests, and nothing else. The report stands in it
as data that is never run, and views are built from it when they are asked for. Text from articles
reaches the page through autoescaping templates or as text nodes, never as markup.

Limits are constants at the head of `records` and `pictures`; what they leave out is counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from auditor.model import Report, Severity
from auditor.reporters import Context

NAME = "html"
FOLDER = False

_SCRIPTS = ("dom", "texts", "overview", "findings", "article", "pair", "ribbons", "routes")
# Families drawn on the page; the others are listed.
_DRAWN = 12


def render(
    report: Report, texts: Mapping[str, str], *, context: Context | None = None, **_: object
) -> Iterator[tuple[str, Iterable[str]]]:
    """One file. Without texts the page shows places, figures and messages, and says so."""
    yield "", _page(report, texts, context or Context())


def _page(report: Report, texts: Mapping[str, str], context: Context) -> Iterator[str]:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from auditor.escaping.html import source
    from auditor.reporters.html.records import Page
    from auditor.text import clip, safe_log

    environment = Environment(
        loader=PackageLoader(__name__, "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["said"] = lambda text: safe_log(clip(str(text), 400))
    environment.filters["number"] = lambda value: f"{value:,}"
    page = Page(report, texts)
    script, style = _script(), _style()
    stream = environment.get_template("page.html.j2").stream(
        page=page,
        report=report,
        context=context,
        script=_markup(script),
        style=_markup(style),
        policy=f"default-src 'none'; script-src {source(script)}; style-src {source(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        data=_data(page, context),
        severities=list(reversed(Severity)),
        **_pictures(page),
    )
    stream.enable_buffering(50)
    return iter(stream)


def _script() -> str:
    assets = files(__name__).joinpath("assets")
    parts = (assets.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _style() -> str:
    from auditor.pictures import svg

    return files(__name__).joinpath("assets", "page.css").read_text(encoding="utf-8") + svg.style()


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  (our own files, or data without < and &)


def _pictures(page: Any) -> dict[str, Any]:
    from auditor.pictures import family, matrix, svg
    from auditor.reporters.html import verdict

    def to_story(story: str) -> str:
        article = page.split(story)[0]
        return f"#article/{page.place[article]}" if article in page.place else ""

    def to_pair(link: Any) -> str:
        number = page.shown_links.get((link.a, link.b))
        return "" if number is None else f"#pair/{number}"

    graphs = [(family.graph(page, page.names, one, to_story, to_pair), one) for one in page.largest_families[:_DRAWN]]
    families = [svg.picture(*_sized(graph, family.title(one))) for graph, one in graphs]
    lone = family.alone(page, page.names, to_story)
    similar = matrix.matrix(page, page.names, to_pair)
    return {
        "families": families,
        "lone": svg.picture(*_sized(lone, "Independent stories")) if lone else None,
        "similar": svg.picture(*_sized(similar, "Similarity of the articles")) if similar else None,
        "headline": verdict.headline(page),
        "sentences": verdict.sentences(page),
        "worst": verdict.worst(page),
        "grades": verdict.grades(page),
        "upstreams": [family.upstream(one) for one in page.largest_families],
    }


def _sized(drawn: tuple[float, float, str], title: str) -> tuple[float, float, str, str]:
    width, height, markup = drawn
    return width, height, title, markup


def _data(page: Any, context: Context) -> Iterator[tuple[str, Iterator[Any]]]:
    """The script elements that hold the report: name and lines of JSON. The phrases come last, all met by then."""
    yield "articles", _lines(page.articles_data())
    yield "texts", _lines(page.texts_data())
    yield "findings", _lines(page.findings_data())
    yield "links", _lines(page.links_data())
    yield "about", _lines(iter([_about(page, context)]))


def _lines(items: Iterator[Any]) -> Iterator[Any]:
    from auditor.escaping.html import data

    before = "["
    for item in items:
        yield _markup(before + data(item))
        before = ",\n"
    yield _markup("]" if before != "[" else "[]")


def _about(page: Any, context: Context) -> dict[str, Any]:
    from auditor import handbook
    from auditor.errors import UsageError
    from auditor.pictures import composition

    rules = {}
    for finding in page.report.findings:
        if finding.rule in rules:
            continue
        try:
            said = handbook.summary(handbook.find(finding.rule))
        except UsageError:  # a report of another version may name rules that this one does not have
            said = ""
        address = context.documentation.format(code=finding.rule) if context.documentation else ""
        rules[finding.rule] = [finding.name, said, address, finding.precision]
    return {
        "phrases": list(page.phrases),
        "kinds": composition.KINDS,
        "rules": dict(sorted(rules.items())),
        "findings": len(page.report.findings),
        "links": len(page.links),
        "tied": sum(1 for link in page.report.links if link.relation.is_reuse),
        "texts": len(page.texts),
    }
