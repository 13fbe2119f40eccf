"""The first page: what was checked, the verdict, articles, families, findings by rule, skips."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from auditor import handbook
from auditor.errors import UsageError
from auditor.escaping.markdown import plain
from auditor.model import ArticleEntry, Finding, Report, Severity
from auditor.reporters.markdown import article, family, graph
from auditor.reporters.markdown.site import Site, count, counts, table
from auditor.text import clip

# Articles in one table; more are on index-2.md and so on.
ARTICLES = 500
# Findings listed under a rule, and skipped inputs listed; the rest is in report.json.
FINDINGS = 20
SKIPS = 200
TITLE = 100
# Statements of several sources that are listed.
CLAIMS = 20


def pages(site: Site) -> int:
    """On how many pages the articles stand."""
    return max(1, -(-len(site.report.articles) // ARTICLES))


def name(page: int) -> str:
    """The file of a page of articles."""
    return "index.md" if page == 1 else f"index-{page}.md"


def render(site: Site) -> Iterator[str]:
    """The first page, in chunks."""
    report = site.report
    yield "# Audit\n\n"
    yield from _checked(report)
    yield from _verdict(site)
    yield from _picture(site, "families.svg", "Families: who tells the same")
    yield "## Articles\n\n"
    yield from _articles(site, 1)
    yield from _picture(site, "composition.svg", "What each article is made of")
    yield from graph.families(site)
    yield from _picture(site, "similarity.svg", "Which article shares how much with which")
    yield from _claims(site)
    yield from _by_rule(site)
    yield from _skipped(report)
    yield from _settings(report)


def _picture(site: Site, name: str, said: str) -> Iterator[str]:
    if name in site.drawings:
        yield f"![{said}](pictures/{name})\n\n"


def render_more(site: Site, page: int) -> Iterator[str]:
    """A further page of articles."""
    yield f"# Articles, page {page}\n\n[Audit](index.md)\n\n"
    yield from _articles(site, page)


def _checked(report: Report) -> Iterator[str]:
    total = report.summary
    yield f"Checked {count(total.articles, 'article')} ({count(total.stories, 'story', 'stories')}) "
    yield f"by {count(total.rules, 'rule')}; {total.skipped:,} skipped, "
    yield f"{count(total.ignored, 'file')} of other kinds ignored. "
    yield f"{plain(report.tool.name)} {plain(report.tool.version)}.\n\n"
    yield from (f"{plain(note)}\n\n" for note in total.notes)


def _verdict(site: Site) -> Iterator[str]:
    report = site.report
    spotless = sum(1 for findings in site.findings.values() if not findings) - report.summary.library
    yield "## Verdict\n\n"
    yield f"1. {counts(report.findings).capitalize()}; {count(spotless, 'article')} without a finding.\n"
    tied = sum(len(family.members) for family in report.families)
    sources = count(report.summary.independent_sources, "independent source")
    yield f"2. {count(tied, 'story', 'stories')} in {count(len(report.families), 'family', 'families')} of reuse; "
    yield f"{sources} behind the lead stories of {count(report.summary.articles, 'article')}.\n"
    appended = sum(len(each.stories) - 1 for each in report.articles if not each.library)
    yield f"3. {count(appended, 'appended story', 'appended stories')} after the end of an article; "
    yield f"{count(len(report.skipped), 'input')} could not be examined.\n\n"


def _articles(site: Site, page: int) -> Iterator[str]:
    shown = site.report.articles[(page - 1) * ARTICLES : page * ARTICLES]
    if not shown:
        yield "None.\n\n"
        return
    header = ("Article", "Title", "Grade", "Words:", "Stories:", "Errors:", "Warnings:", "Notes:")
    yield table(header, (_row(site, each) for each in shown)) + "\n"
    last = pages(site)
    if last > 1:
        ways = (f"[{n}]({name(n)})" if n != page else str(n) for n in range(1, last + 1))
        yield f"{ARTICLES} articles a page: {' '.join(ways)}\n\n"


def _row(site: Site, each: ArticleEntry) -> tuple[str, ...]:
    found = Counter(finding.severity for finding in site.findings[each.id])
    numbers = (each.words, len(each.stories), *(found[severity] for severity in reversed(Severity)))
    return (
        site.article_link(each.id, ""),
        plain(clip(each.title, TITLE)) or "no headline",
        "known" if each.library else each.reliability.grade if each.reliability else "not graded",
        *(f"{value:,}" for value in numbers),
    )


def _claims(site: Site) -> Iterator[str]:
    yield "## Statements of several sources\n\n"
    yield "Made by stories that no family holds together.\n\n"
    yield from family.claims(site, site.report.claims, "", CLAIMS)


def _by_rule(site: Site) -> Iterator[str]:
    yield "## Findings by rule\n\n"
    rules: dict[str, list[Finding]] = {}
    ways: dict[int, str] = {}
    for findings in site.findings.values():
        for finding, (_, fragment) in zip(findings, article.headings(findings), strict=False):
            ways[id(finding)] = fragment
    for finding in site.report.findings:
        rules.setdefault(finding.rule, []).append(finding)
    if not rules:
        yield "None.\n\n"
    for code, findings in sorted(rules.items()):
        yield f"### {plain(code)} {plain(findings[0].name)}\n\n"
        yield f"{_summary(code)}{counts(findings).capitalize()}.\n\n"
        alike = groupby(findings[:FINDINGS], key=lambda finding: (finding.article, finding.message))
        for (article_id, message), run in alike:
            same = list(run)
            places = ", ".join(_way(site, finding, ways.get(id(finding), "")) for finding in same)
            beside = _beside(site, same[0])
            yield f"- {plain(article_id)}, {places}: {plain(message)}{beside}\n"
        if len(findings) > FINDINGS:
            left = count(len(findings) - FINDINGS, "finding")
            yield f"- {left} more on the pages of the articles and in report.json\n"
        yield "\n"


def _way(site: Site, finding: Finding, fragment: str) -> str:
    text = f"line {finding.start_line}"
    if finding.article not in site.articles:
        return text
    return f"[{text}]({site.article_page(finding.article, '')}{'#' * bool(fragment)}{fragment})"


def _beside(site: Site, finding: Finding) -> str:
    """A link to the page that shows the pair of articles a finding is about."""
    others = {place.article for place in finding.related} - {finding.article}
    link = site.pairs.get(frozenset({finding.article, *others}))
    return f" ([side by side](links/{site.link_name(link)}.md))" if link else ""


def _summary(code: str) -> str:
    try:
        return handbook.summary(handbook.find(code)) + " "
    except UsageError:  # a report of another version may name rules that this one does not have
        return ""


def _skipped(report: Report) -> Iterator[str]:
    yield "## Skipped\n\n"
    if not report.skipped:
        yield "Nothing.\n\n"
        return
    yield (
        table(("Input", "Reason"), ((plain(skip.place), plain(skip.reason)) for skip in report.skipped[:SKIPS])) + "\n"
    )
    if len(report.skipped) > SKIPS:
        yield f"{count(len(report.skipped) - SKIPS, 'input')} more in report.json.\n\n"


def _setting(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(plain(str(each)) for each in value) or "none"
    return plain(str(value).lower() if isinstance(value, bool) else str(value))


def _settings(report: Report) -> Iterator[str]:
    yield "## Settings\n\n"
    for key, value in sorted(report.settings.items()):
        if isinstance(value, dict):
            continue
        yield f"- {plain(key)}: {_setting(value)}\n"
    yield "\nThe settings of each rule are in report.json.\n"
