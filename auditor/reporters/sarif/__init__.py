"""Findings as SARIF 2.1.0, for code scanning: the subset GitHub reads, as GitHub reads it.

Limits, and what was left out by each is said in the log itself: 5,000 results are kept (GitHub
shows no more and refuses 25,000), as many of them as fit into GitHub's 10 MB of compressed file,
the worst and surest first; 100 related places a result; 1,000 inputs that could not be examined.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.escaping.json import Lines, document
from auditor.escaping.paths import uri
from auditor.model import Report, Skip
from auditor.reporters import Context
from auditor.reporters.sarif import results, rules
from auditor.text import counted, safe_log

NAME = "sarif"
FOLDER = False

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Inputs that could not be examined and are named one by one.
NOTIFICATIONS = 1_000
_INCOMPLETE = frozenset({2, 3, 4})
_SOURCE_ROOT = "The folder that paths are relative to, as a rule that of the repository."


def render(
    report: Report,
    texts: Mapping[str, str],  # noqa: ARG001  (quotations are clipped in the report already)
    *,
    context: Context | None = None,
    **_: object,
) -> Iterator[tuple[str, Iterator[str]]]:
    """One log with one run; at most one result for each rule, article and line."""
    yield "", document(_log(report, context or Context()))


def _log(report: Report, context: Context) -> dict[str, Any]:
    descriptors = rules.descriptors(report, context.documentation)
    indexes = {descriptor["id"]: at for at, descriptor in enumerate(descriptors)}
    writer = results.Writer(report, indexes, context)
    kept, left_out = results.select(report, writer)
    run = {
        "tool": {"driver": _driver(report, context, descriptors)},
        "invocations": [_invocation(report, context, left_out)],
        "originalUriBaseIds": {results.ROOT: {"description": {"text": _SOURCE_ROOT}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": Lines(map(writer.result, kept)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": iter([run])}


def _driver(report: Report, context: Context, descriptors: list[dict[str, Any]]) -> dict[str, Any]:
    about = {"informationUri": rules.address(context.documentation, "index")} if context.documentation else {}
    version = report.tool.version
    return {"name": report.tool.name, "version": version, "semanticVersion": version, **about, "rules": descriptors}


def _invocation(report: Report, context: Context, left_out: int) -> dict[str, Any]:
    notifications = [_skipped(skip) for skip in report.skipped[:NOTIFICATIONS]]
    if (more := len(report.skipped) - NOTIFICATIONS) > 0:
        notifications.append(_notification("error", f"{counted(more, 'more input')} could not be examined."))
    if left_out:
        said = (
            f"{counted(left_out, 'result')} left out, the least severe and least precise: code scanning takes no more."
        )
        notifications.append(_notification("warning", said))
    notifications += [_notification("note", note) for note in report.summary.notes]
    done = {"exitCodeDescription": safe_log(context.reason)} if context.reason else {}
    return {
        "executionSuccessful": context.exit_code not in _INCOMPLETE,
        "exitCode": context.exit_code,
        **done,
        "toolExecutionNotifications": notifications,
    }


def _skipped(skip: Skip) -> dict[str, Any]:
    where = {"physicalLocation": {"artifactLocation": {"uri": uri(skip.path), "uriBaseId": results.ROOT}}}
    return {**_notification("error", f"Not examined: {skip.reason}"), "locations": [where]}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": results.plain(text)}}
