"""The files that platforms read: valid by their schemas, and their shell steps do what they say."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

Official = Callable[[str], Path]
ROOT = Path(__file__).parents[1]
PROGRAM = f'#!/bin/sh\nexec "{sys.executable}" -m auditor "$@"\n'


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "schema"),
    [("action.yml", "github-action.schema.json"), (".pre-commit-hooks.yaml", "pre-commit-hooks.schema.json")],
)
def test_definitions_are_valid_by_their_schemas(name: str, schema: str, official: Official) -> None:
    Draft7Validator(json.loads(official(schema).read_text(encoding="utf-8"))).validate(loaded(name))


def test_the_hook_sees_all_files_at_once() -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")
    assert hook["pass_filenames"] is False
    assert hook["require_serial"] is True


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PROGRAM)
    path.chmod(0o755)
    return path


def environment(**more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR_")}
    return {**own, "PYTHONPATH": str(ROOT), **more}


def gate_step(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """The action's step as the runner runs it, with the runner's variables; and the outputs it set."""
    step = loaded("action.yml")["runs"]["steps"][1]
    program(folder / "temp" / "auditor" / "bin" / "auditor")
    variables = {"FAIL_ON": "error", "SARIF": "out.sarif", "ARGUMENTS": "", **inputs}
    assert variables.keys() == step["env"].keys()
    output = folder / "github-output"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=environment(
            **variables,
            RUNNER_TEMP=str(folder / "temp"),
            GITHUB_OUTPUT=str(output),
            GITHUB_STEP_SUMMARY=str(folder / "summary.md"),
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    return done, output.read_text()


def test_the_action_gates_annotates_and_sums_up(corpus: Path, tmp_path: Path) -> None:
    done, outputs = gate_step(tmp_path, PATHS="articles\n")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=articles/bridge.txt,line=3,")
    assert outputs == "sarif=out.sarif\nexit-code=1\n"
    assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]
    assert "failed: 1 error" in (tmp_path / "summary.md").read_text()
    passed, outputs = gate_step(tmp_path, PATHS="articles", ARGUMENTS="--ignore\nCIT\n")
    assert passed.returncode == 0, passed.stderr
    assert outputs.endswith("exit-code=0\n")


def test_inputs_of_the_action_are_no_commands(corpus: Path, tmp_path: Path) -> None:
    done, outputs = gate_step(tmp_path, PATHS="$(touch owned)\n`touch owned`; touch owned\n--help")
    assert done.returncode == 2
    assert not (tmp_path / "owned").exists()
    assert outputs.endswith("exit-code=2\n")
    for step in loaded("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"]
        subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


def test_the_gitlab_job_writes_the_reports_it_announces(corpus: Path, tmp_path: Path) -> None:
    job = loaded("integrations/gitlab-ci.yml")["article-audit"]
    program(tmp_path / "bin" / "auditor")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    (script,) = job["script"]
    env = environment(**{**job["variables"], "PATH": path, "AUDITOR_PATHS": "articles"})
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    for report in job["artifacts"]["reports"].values():
        assert (tmp_path / report).stat().st_size
    assert job["artifacts"]["when"] == "always"


def test_the_make_target_fails_as_the_gate_does(corpus: Path, tmp_path: Path) -> None:
    command = ["make", "-f", str(ROOT / "integrations" / "gate.mk"), f"AUDITOR={program(tmp_path / 'bin' / 'auditor')}"]
    done = subprocess.run([*command, "gate"], cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert done.returncode == 2
    assert b"failed: 1 error" in done.stderr
    assert (tmp_path / "audit-report" / "index.md").exists()
    (tmp_path / "articles" / "bridge.txt").write_text("The ferry was late on Monday, the harbour master said.\n")
    subprocess.run([*command, "gate"], cwd=tmp_path, env=environment(), capture_output=True, check=True)
