"""Same input, same bytes: for any order, worker count, batch size and working folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import auditor
from auditor import api, stages
from auditor.engines.local import LocalEngine
from auditor.model import Report
from auditor.settings import detectors, effective
from auditor.text import visible

SEEDS = sorted(Path("seeds").iterdir())
SMALL = st.text(alphabet=st.sampled_from('ab é\u200d\u00a0“”".,:-\r\n\tW1漢🙂()#*|`<[@'), max_size=400)


def as_json(report: Report) -> bytes:
    return msgspec.json.encode(report)


def run_with(engine: LocalEngine, paths: list[Path]) -> bytes:
    plain = auditor.Settings()
    plan = stages.Plan(detectors=detectors(plain), settings=effective(plain))
    with engine:
        return as_json(stages.run(api.inputs(paths), plan, engine).report)


def test_the_order_of_paths_changes_no_byte() -> None:
    assert as_json(auditor.audit(SEEDS)) == as_json(auditor.audit(SEEDS[::-1])) == as_json(auditor.audit("seeds"))


@pytest.mark.parametrize("batch_bytes", [1, 5_000])
@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_and_batches_change_no_byte(jobs: int, batch_bytes: int) -> None:
    paths = [Path("seeds"), Path("tests/corpora")]
    assert run_with(LocalEngine(jobs, batch_bytes), paths) == run_with(LocalEngine(), paths)


def test_the_working_folder_and_the_hash_seed_change_no_byte(tmp_path: Path) -> None:
    shutil.copytree("seeds", tmp_path / "project" / "seeds")
    outputs = set()
    for seed, folder, argument in [("1", "project", "seeds"), ("2", "project/seeds", "."), ("3", ".", "project/seeds")]:
        command = [sys.executable, "-m", "auditor", "audit", argument, "--root", str(tmp_path / "project")]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [*command, "--output", "json"], cwd=tmp_path / folder, env=environment, capture_output=True, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


@given(st.lists(SMALL, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_texts_give_a_report_whose_offsets_point_at_what_they_quote(texts: list[str]) -> None:
    articles = [auditor.Article.of(f"{n}.txt", text) for n, text in enumerate(texts)]
    audit = api.run(articles)
    assert as_json(audit.report) == as_json(api.run(articles[::-1]).report)
    for finding in audit.report.findings:
        text = audit.texts[finding.article]
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        lines = text[: finding.span.start].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert (finding.start_line, finding.start_column) == (len(lines), len(lines[-1]) + 1)
    fingerprints = [finding.fingerprint for finding in audit.report.findings]
    assert len(set(fingerprints)) == len(fingerprints)


@given(SMALL)
@settings(max_examples=100, deadline=None)
def test_blocks_partition_what_is_written(text: str) -> None:
    blocks = [block for story in auditor.segment(text) for block in story.blocks]
    end = 0
    for block in blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        assert not visible(text[end : block.span.start]), "something visible lies between two blocks"
        end = block.span.end
    assert not visible(text[end:])


def test_findings_survive_a_rename_and_an_edit_elsewhere() -> None:
    text = Path("seeds/003_5b9d6f0388dd71e9.txt").read_text(encoding="utf-8")
    prints = [
        {f.fingerprint for f in auditor.audit([auditor.Article.of(name, body)]).findings}
        for name, body in [("a.txt", text), ("elsewhere/b.txt", text.replace("recent meeting", "meeting of late"))]
    ]
    assert prints[0]
    assert prints[0] == prints[1]
