"""Rules as test cases in JUnit's XML, for the test reports of CI systems.

A suite for the verdict, and one for each article with a case for each rule, passes too, so that
totals mean something from one run to the next. The elements and attributes are those of the common XSD.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from heapq import merge
from itertools import groupby

from msgspec import Struct

from auditor import handbook
from auditor.escaping.paths import name
from auditor.escaping.xml import text
from auditor.model import ArticleEntry, Finding, Report, Skip, State
from auditor.reporters import Context
from auditor.text import clip, counted

NAME = "junit"
FOLDER = False

# Findings listed in one failure, and in the output of one suite.
LISTED = 200
_FAILED = 1


class _Case(Struct, frozen=True):
    """One rule on one article; `outcome` is its element, empty for a pass."""

    name: str
    kind: str = "passed"
    outcome: str = ""


class _Suite(Struct, frozen=True):
    """One article, or one input that could not be examined."""

    path: str
    cases: tuple[_Case, ...]
    out: tuple[str, ...] = ()


def render(
    report: Report,
    texts: Mapping[str, str],  # noqa: ARG001  (quotations are clipped in the report already)
    *,
    context: Context | None = None,
    **_: object,
) -> Iterator[tuple[str, Iterator[str]]]:
    """One document; what counts against an article is a failure of its rule, all else is output."""
    yield "", _document(report, context or Context())


def _document(report: Report, context: Context) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    time = datetime.fromtimestamp(context.timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for number, suite in enumerate(_suites(report, context)):
        yield from _written(suite, number, time, _properties(report))
    yield "</testsuites>\n"


def _properties(report: Report) -> Iterator[str]:
    yield "    <properties>\n"
    yield f'      <property name="{text(report.tool.name)}" value="{text(report.tool.version)}"/>\n'
    yield "    </properties>\n"


def _suites(report: Report, context: Context) -> Iterator[_Suite]:
    """The verdict, and the suites in the order of paths."""
    yield _Suite(report.tool.name, (_verdict(context),))
    rules = _rules(report)
    found = {article: list(some) for article, some in groupby(report.findings, key=lambda finding: finding.article)}
    own = (entry for entry in report.articles if not entry.library)
    articles = (_article(entry, found.get(entry.id, []), rules, context.fails) for entry in own)
    yield from merge(articles, map(_skipped, report.skipped), key=lambda suite: suite.path)


def _verdict(context: Context) -> _Case:
    """How the run ended: budgets, grades and an empty folder fail it, too, and no finding says so."""
    if not context.exit_code:
        return _Case("verdict")
    kind = "failure" if context.exit_code == _FAILED else "error"
    return _Case("verdict", kind, _element(kind, context.reason, f"exit code {context.exit_code}"))


def _rules(report: Report) -> dict[str, tuple[str, bool]]:
    """By code the title of each rule that exists, and whether it ran."""
    ran = report.settings.get("rules", {})
    titles = {rule["code"]: f"{rule['code']} {rule['name']}" for rule in handbook.rules()}
    titles |= {
        finding.rule: f"{finding.rule} {finding.name}" for finding in report.findings if finding.rule not in titles
    }
    return {code: (title, code in ran) for code, title in sorted(titles.items())}


def _article(
    article: ArticleEntry,
    findings: list[Finding],
    rules: Mapping[str, tuple[str, bool]],
    fails: Callable[[Finding], bool],
) -> _Suite:
    failing: dict[str, list[Finding]] = {}
    below = []
    for finding in findings:
        if fails(finding):
            failing.setdefault(finding.rule, []).append(finding)
        else:
            below.append(finding)
    found = {finding.rule for finding in below}
    cases = []
    for code, (title, ran) in rules.items():
        if code in failing:
            cases.append(_Case(title, "failure", _failure(failing[code])))
        elif code in article.not_applicable and code not in found:
            why = f"the rule does not know the words of the article's language ({article.language})"
            cases.append(_Case(title, "skipped", f'<skipped message="{text(why)}"/>'))
        elif ran or code in found:
            cases.append(_Case(title))
        else:
            cases.append(_Case(title, "skipped", '<skipped message="the rule is off"/>'))
    return _Suite(article.id, tuple(cases), tuple(_listed(below)))


def _skipped(skip: Skip) -> _Suite:
    return _Suite(skip.path, (_Case("examined", "error", _element("error", skip.reason, "not examined")),))


def _failure(findings: list[Finding]) -> str:
    worst = max(findings, key=lambda finding: finding.severity.rank).severity
    more = f" (+{len(findings) - 1:,} more)" if len(findings) > 1 else ""
    return _element("failure", clip(findings[0].message, 1_000) + more, worst, _listed(findings))


def _element(tag: str, message: str, kind: str, lines: Iterable[str] = ()) -> str:
    body = "".join(f"{text(line)}\n" for line in lines)
    return f'<{tag} message="{text(message)}" type="{text(kind)}">{body}</{tag}>'


def _listed(findings: list[Finding]) -> Iterator[str]:
    """A line for each finding: where, what, and the quotation."""
    for finding in findings[:LISTED]:
        where = f"{name(finding.article)}:{finding.start_line}:{finding.start_column}"
        quote = f" “{finding.quote}”" if finding.quote else ""
        settled = "" if finding.state is State.OPEN else f" ({finding.state})"
        yield f"{where}: {finding.severity} {finding.rule}{settled}: {clip(finding.message, 1_000)}{quote}"
    if (more := len(findings) - LISTED) > 0:
        yield f"and {counted(more, 'more finding')}, which are not listed here"


def _written(suite: _Suite, number: int, time: str, properties: Iterable[str]) -> Iterator[str]:
    count = {kind: sum(case.kind == kind for case in suite.cases) for kind in ("failure", "error", "skipped")}
    shown = text(name(suite.path)) or "article"
    yield f'  <testsuite id="{number}" name="{shown}" package="{shown}" timestamp="{time}" hostname="localhost" '
    yield f'tests="{len(suite.cases)}" failures="{count["failure"]}" errors="{count["error"]}" '
    yield f'skipped="{count["skipped"]}" time="0">\n'
    yield from properties
    classname = text(name(suite.path).replace("/", ".")) or "article"
    for case in suite.cases:
        start = f'    <testcase classname="{classname}" name="{text(case.name)}" time="0"'
        yield f"{start}>{case.outcome}</testcase>\n" if case.outcome else f"{start}/>\n"
    yield "    <system-out>"
    yield from (f"{text(line)}\n" for line in suite.out)
    yield "</system-out>\n    <system-err></system-err>\n  </testsuite>\n"
