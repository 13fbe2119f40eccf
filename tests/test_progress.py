"""What the command says about how far it is and what it took."""

import re
from typing import Any

import pytest

from auditor.cli.progress import amount


@pytest.mark.parametrize(
    ("done", "total", "seconds", "told"),
    [
        (0, 1_200, 9.0, "1,200"),
        (3, 10, 0.2, "3 of 10"),
        (600, 1_200, 10.0, "600 of 1,200, 60.0 a second, 10 s left"),
        (1, 100, 2.0, "1 of 100, 0.5 a second, 3:18 min left"),
        (1, 10_000, 2.0, "1 of 10,000, 0.5 a second, 5:33 h left"),
        (10, 10, 5.0, "10 of 10, 2.0 a second, 0 s left"),
    ],
)
def test_amount_rate_and_what_is_left(done: int, total: int, seconds: float, told: str) -> None:
    assert amount(done, total, seconds) == told


def test_verbose_says_what_each_stage_took(run: Any, corpus: Any) -> None:
    told = run("audit", corpus, "--verbose").err
    stages = re.findall(r"^stage (\w+): \d+\.\d s(?:, [\d,]+ MB at most until then)?$", told, re.MULTILINE)
    assert stages == ["read", "pair", "align", "group", "judge", "report"]
    assert "stage " not in run("audit", corpus).err
