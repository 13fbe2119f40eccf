"""Faults, injected for real: a full disk, a killed command, a killed worker. Nothing is lost or half-written."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

resource: Any = pytest.importorskip("resource", reason="NOT TESTED: there are no limits to set here")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
OUTPUTS = ("--report", "report", "--output", "json=out.json", "--output", "sarif=out.sarif")

# Ends itself without a word when a stage begins, or when so many files of a report are written.
KILLED = """
import os, signal, sys
from auditor.cli import main, outputs, progress
stage, files = sys.argv[1], int(sys.argv[2])

def told(self, name, done, total):
    if name == stage:
        os.kill(os.getpid(), signal.SIGKILL)

def filled(path, chunks, real=outputs._fill):
    global files
    real(path, chunks)
    files -= 1
    if not files:
        os.kill(os.getpid(), signal.SIGKILL)

progress.Progress.__call__ = told
outputs._fill = filled
main(sys.argv[3:])
"""

# A batch whose worker ends itself; two batches, so that there are workers.
WORKERS = """
import os, signal, sys
from auditor import api, stages
from auditor.detectors import discover
from auditor.engines.local import LocalEngine
from auditor.errors import AuditorError

driver, examine = os.getpid(), stages.examine

def dying(plan, memory, sources):
    if os.getpid() != driver and sources[0].id.startswith("seeds/003"):
        os.kill(os.getpid(), signal.SIGKILL)
    return examine(plan, memory, sources)

stages.examine = dying
plan = stages.Plan(detectors=tuple(one() for one in discover()), settings={})
try:
    with LocalEngine(2, batch_bytes=5_000) as engine:
        stages.run(api.inputs([sys.argv[1]]), plan, engine)
except AuditorError as error:
    sys.exit(f"{error.exit_code} {error}")
"""


def ended(folder: Path, *arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR_")}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT)},
        **options,
    )


def files(folder: Path) -> dict[str, bytes]:
    """What a user sees in a folder: hidden ones are nobody's report."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    seen = (path for path in paths if not any(part.startswith(".auditor-") and len(part) == 16 for part in path.parts))
    return {str(path): (folder / path).read_bytes() for path in sorted(seen)}


@pytest.fixture
def earlier(tmp_path: Path) -> dict[str, bytes]:
    """The reports of an earlier run, which nothing may spoil."""
    done = ended(tmp_path, "-m", "auditor", "audit", SEEDS / "000_fec53f3bae39aabf.txt", *OUTPUTS)
    assert done.returncode == 0, done.stderr
    return files(tmp_path)


@pytest.mark.parametrize("limit", [3_000, 30_000])
def test_a_full_disk_leaves_the_earlier_reports(tmp_path: Path, earlier: dict[str, bytes], limit: int) -> None:
    def full() -> None:
        # Writing beyond it fails as a full disk does: in the middle of a file, with an error of the system.
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = ended(tmp_path, "-m", "auditor", "audit", SEEDS, *OUTPUTS, preexec_fn=full)
    assert done.returncode == 3
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    after = files(tmp_path)
    assert {name: after[name] for name in earlier} == earlier
    assert not list(tmp_path.rglob(".auditor-????????"))


@pytest.mark.parametrize("stage", ["read", "align", "judge"])
def test_a_run_killed_in_any_stage_leaves_the_earlier_reports(
    tmp_path: Path, earlier: dict[str, bytes], stage: str
) -> None:
    done = ended(tmp_path, "-c", KILLED, stage, 0, "audit", SEEDS, *OUTPUTS)
    assert done.returncode == -signal.SIGKILL
    assert files(tmp_path) == earlier


@pytest.mark.parametrize("count", [1, 4])
def test_a_run_killed_while_it_writes_leaves_whole_files(tmp_path: Path, earlier: dict[str, bytes], count: int) -> None:
    done = ended(tmp_path, "-c", KILLED, "", count, "audit", SEEDS, *OUTPUTS)
    assert done.returncode == -signal.SIGKILL
    left = files(tmp_path)
    again = ended(tmp_path, "-m", "auditor", "audit", SEEDS, *OUTPUTS)
    assert again.returncode == 0, again.stderr
    whole = files(tmp_path)
    assert all(content in (earlier.get(name), whole.get(name)) for name, content in left.items())
    assert earlier.keys() <= left.keys()


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: workers are not forked here")
def test_a_worker_that_dies_ends_the_audit(tmp_path: Path) -> None:
    done = ended(tmp_path, "-c", WORKERS, SEEDS)
    assert done.returncode == 1
    assert done.stderr.startswith("3 a worker process died")
    assert "the audit is incomplete" in done.stderr
