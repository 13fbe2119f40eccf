"""The descriptors of the rules that ran, from the handbook: a clean log says what was looked for."""

from typing import Any

from auditor import handbook
from auditor.errors import UsageError
from auditor.model import Finding, Precision, Report, Severity
from auditor.text import clip

# GitHub's limit for the two descriptions of a rule.
DESCRIPTION = 1_024

_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def address(documentation: str, code: str) -> str:
    """The address of the page of a rule, or of the `index` of rules."""
    return documentation.replace("{code}", code)


def descriptors(report: Report, documentation: str) -> list[dict[str, Any]]:
    """The rules that ran, in the order of their codes, with the severity this run gave them."""
    ran: dict[str, Any] = report.settings.get("rules", {})
    firsts: dict[str, Finding] = {}
    for finding in report.findings:
        firsts.setdefault(finding.rule, finding)
    return [_descriptor(code, ran.get(code, {}), firsts.get(code), documentation) for code in sorted({*ran, *firsts})]


def _descriptor(code: str, values: dict[str, Any], found: Finding | None, documentation: str) -> dict[str, Any]:
    try:
        detector = handbook.find(code)
    except UsageError:  # a report of another version may name rules that this one does not have
        name = found.name if found else code
        return {"id": code, "name": name, "shortDescription": {"text": name}, "help": {"text": name}}
    rule = detector.rule
    severity = Severity(values.get("severity", rule.severity))
    about = {"helpUri": address(documentation, code)} if documentation else {}
    summary = handbook.summary(detector)
    whole = handbook.sections(detector).get("What it finds", summary)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": clip(summary, DESCRIPTION - 2)},
        "fullDescription": {"text": clip(whole, DESCRIPTION - 2)},
        **about,
        "help": {"text": handbook.document(detector), "markdown": handbook.document(detector, format="markdown")},
        "defaultConfiguration": {"level": severity.value},
        "properties": {
            "tags": ["articles", code.rstrip("0123456789")],
            "precision": "low" if rule.precision is Precision.EXPERIMENTAL else rule.precision.value,
            "problem.severity": _PROBLEM[severity],
        },
    }
