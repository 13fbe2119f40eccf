"""The tab key: in bash as it is, and what zsh and fish are told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a shell that finds `auditor` on its path and whose home is empty."""
    program = tmp_path / "bin" / "auditor"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditor "$@"\n')
    program.chmod(0o755)
    return {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }


def output(shell: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=shell, capture_output=True, text=True, check=True, cwd=shell["HOME"])
    assert not done.stderr
    return done.stdout


def completed(shell: dict[str, str], line: str) -> list[str]:
    """What bash itself puts in place of the last word, after the printed script was read."""
    script = """
        source <(auditor --show-completion)
        COMP_WORDS=($1); [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        _auditor_completion auditor
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    return output(shell, "bash", "--noprofile", "--norc", "-c", script, "bash", line).split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("auditor ga", ["gate"]),
        ("auditor audit --fai", ["--fail-on"]),
        ("auditor gate --fail-on ", ["never", "note", "warning", "error"]),
        ("auditor audit --select CIT001,SRC00", ["CIT001,SRC001", "CIT001,SRC002"]),
        ("auditor audit incoming --output sa", ["sarif"]),
        ("auditor explain rel", ["reliability"]),
        ("auditor schema ba", ["baseline"]),
        ("auditor baseline pr", ["prune"]),
        ("auditor rules --format j", ["json"]),
    ],
)
def test_bash_completes(shell: dict[str, str], line: str, expected: list[str]) -> None:
    assert completed(shell, line) == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [("zsh", {"_TYPER_COMPLETE_ARGS": "auditor explain SRC"}),
     ("fish", {"_TYPER_COMPLETE_ARGS": "auditor explain SRC", "_TYPER_COMPLETE_FISH_ACTION": "get-args"})],
)  # fmt: skip
def test_zsh_and_fish_are_told_what_a_code_means(shell: dict[str, str], name: str, words: dict[str, str]) -> None:
    told = output({**shell, **words, "_AUDITOR_COMPLETE": f"complete_{name}"}, "auditor")
    assert "SRC001" in told
    assert "one upstream behind many" in told


def test_installing_it_writes_what_the_shell_reads(shell: dict[str, str]) -> None:
    said = output(shell, "bash", "--noprofile", "--norc", "-c", "auditor --install-completion; echo ended with $?")
    assert "ended with 0" in said
    home = Path(shell["HOME"])
    assert ".bash_completions/auditor.sh" in (home / ".bashrc").read_text()
    assert "complete -o default" in (home / ".bash_completions" / "auditor.sh").read_text()
