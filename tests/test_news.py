"""The rules on ordinary, honest journalism: what they accuse it of must stay rare.

Runs where the evaluation data is laid out (`AUDITOR_EVAL_DATA`), and says so where it is not.
"""

import os
from pathlib import Path

import fire_rate
import pytest

import auditor
from auditor.model import Severity

DATA = os.environ.get("AUDITOR_EVAL_DATA")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA, reason="AUDITOR_EVAL_DATA names no folder: ordinary news is NOT checked"),
]

ARTICLES = 500


def test_errors_are_rare_and_reuse_is_claimed_seldom() -> None:
    report = auditor.audit(fire_rate.news(Path(DATA or ""), ARTICLES))
    errors = sum(finding.severity is Severity.ERROR for finding in report.findings)
    assert errors < 0.05 * ARTICLES
    reuse = {finding.article for finding in report.findings if finding.rule.startswith(("DUP", "SRC", "APP"))}
    assert len(reuse) < 0.02 * ARTICLES
