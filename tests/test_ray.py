"""The engine for clusters: the same bytes as on this machine, whatever becomes of a worker."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
ABSENT = importlib.util.find_spec("ray") is None

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(ABSENT, reason="NOT TESTED: ray is not installed; the extra [ray] brings it"),
]

# Two batches a stage at least, so that two workers have something to do.
RUN = """
import os, signal, sys
from pathlib import Path
from auditor import stages
from auditor.engines.ray import RayEngine
from auditor.errors import AuditorError
from auditor.api import inputs
from auditor.detectors import discover
from auditor.engines.local import LocalEngine
from auditor.reporters import json as as_json

marker, deaths = Path(sys.argv[2]), int(sys.argv[3])
examine = stages.examine

def dying(plan, memory, sources):
    died = len(list(marker.iterdir()))
    if died < deaths:
        (marker / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return examine(plan, memory, sources)

def rendered(engine):
    plan = stages.Plan(detectors=tuple(one() for one in discover()), settings={})
    report = stages.run(inputs([sys.argv[1]]), plan, engine).report
    return "".join(chunk for _, chunks in as_json.render(report, {}) for chunk in chunks)

here = rendered(LocalEngine())
stages.examine = dying
with RayEngine(2, batch_bytes=20_000) as engine:
    try:
        there = rendered(engine)
    except AuditorError as error:
        outcome = f"FAILED {error}"
    else:
        outcome = "SAME BYTES" if here == there else "OTHER BYTES"
print(outcome)
"""


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDITOR_", "RAY_"))}
    return {**kept, "RAY_AUTH_MODE": "disabled", "PYTHONPATH": str(ROOT)}


def ended(folder: Path, deaths: int) -> str:
    (folder / "deaths").mkdir()
    arguments = [sys.executable, "-c", RUN, str(SEEDS), str(folder / "deaths"), str(deaths)]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True, env=environment(), cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(list((folder / "deaths").iterdir())) >= min(deaths, 4)
    return done.stdout.strip()


def test_two_workers_give_the_same_bytes(tmp_path: Path) -> None:
    assert ended(tmp_path, 0) == "SAME BYTES"


def test_a_batch_whose_worker_is_killed_is_done_by_another(tmp_path: Path) -> None:
    assert ended(tmp_path, 2) == "SAME BYTES"


def test_workers_that_always_die_fail_the_run(tmp_path: Path) -> None:
    said = ended(tmp_path, 1_000)
    assert said.startswith("FAILED")
    assert "the audit is incomplete" in said


def test_the_command_line(tmp_path: Path) -> None:
    def command(*options: str) -> "subprocess.CompletedProcess[str]":
        arguments = [sys.executable, "-m", "auditor", "audit", str(SEEDS), "--jobs", "2", "--output", "json", *options]
        return subprocess.run(arguments, check=False, capture_output=True, text=True, env=environment(), cwd=tmp_path)

    here, there = command(), command("--engine", "ray")
    assert there.returncode == 0, there.stderr
    assert (there.stdout, there.stderr) == (here.stdout, here.stderr)
    gone = command("--engine", "ray", "--ray-address", "127.0.0.1:9")
    assert gone.returncode == 3
    assert "the Ray cluster at 127.0.0.1:9 does not answer" in gone.stderr
