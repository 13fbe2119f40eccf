"""The command line: commands, exit codes, streams, and what untrusted input may not do to them."""

import gzip
import json
import os
import re
import select
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE
from jsonschema import Draft202012Validator

from auditor import __version__, schemas

SEEDS = str(Path("seeds").absolute())


def process(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "auditor", *map(str, arguments)], stdin=subprocess.DEVNULL, **options
    )


def test_audit_informs_and_gate_decides(run: Any, corpus: Path) -> None:
    audit, gate = run("audit", corpus), run("gate", corpus)
    assert (audit.code, gate.code) == (0, 1)
    assert "CIT001 unverifiable citation" in audit.out
    assert audit.out == gate.out
    assert re.fullmatch(r"checked 1 article \(1 story\), 0 skipped, \d+ rules; found: 1 error\n", audit.err)
    assert gate.err.endswith("; failed: 1 error; 1 at or above error\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("gate", "--fail-on", "never"), 0),
        (("gate", "--ignore", "cit"), 0),
        (("gate", "--select", "DUP,CIT001"), 1),
        (("gate", "--select", "DUP", "--select", "CIT001"), 1),
        (("audit", "--fail-on", "error"), 1),
        (("audit", "--fail-on", "fatal"), 2),
        (("audit", "--select", "CIT01"), 2),
        (("audit", "--jobs", "-1"), 2),
        (("audit", "--jobs", "many"), 2),
        (("audit", "--frobnicate"), 2),
        (("audit", "--config", "missing.toml"), 2),
        (("audit", "--output", "jsn"), 2),
        (("audit", "--output", "json="), 2),
        (("audit", "--output", "json", "--output", "terminal"), 2),
        (("audit", "--output", "markdown"), 2),
        (("audit", "--against", "library"), 2),
        (("audit", "--engine", "spark"), 2),
    ],
)
def test_exit_codes(run: Any, corpus: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments, corpus)
    assert done.code == code, done
    assert done.err.count("\n") == 1
    assert done.err.startswith("auditor: ") is (code == 2)


@pytest.mark.parametrize("command", ["audit", "gate"])
def test_nothing_to_check_is_a_failure_unless_that_is_allowed(run: Any, tmp_path: Path, command: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(command, empty).code == 4
    assert run(command, empty, "--allow-empty").code == 0
    assert run(command, tmp_path / "missing").code == 2


def test_an_incomplete_audit_reports_the_rest_and_never_passes(run: Any, corpus: Path) -> None:
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (corpus / "empty.txt").write_bytes(b"")
    done = run("gate", corpus, "--fail-on", "never")
    assert done.code == 3
    assert "CIT001" in done.out
    assert re.search(r"Skipped: 2 inputs\n  \S*binary.txt: .+\n  \S*empty.txt: .+", done.out)
    assert "2 skipped" in done.err


def test_suggestions(run: Any, corpus: Path) -> None:
    assert 'did you mean "CIT001"?' in run("audit", corpus, "--select", "CIT01").err
    assert "did you mean json?" in run("audit", corpus, "--output", "jsn").err
    assert "did you mean DUP001?" in run("explain", "DUP01").err
    assert run("explain", "DUP01").code == run("schema", "nothing").code == 2


def test_json_is_valid_against_its_schema_and_nothing_else_is_printed(run: Any) -> None:
    done = run("audit", SEEDS, "--output", "json")
    report = json.loads(done.out, parse_constant=pytest.fail)
    Draft202012Validator(schemas.get("report")).validate(report)
    assert done.out.endswith("}\n")
    assert [len(article["stories"]) for article in report["articles"]] == [1, 1, 4, 1, 1]
    assert "body" not in {block["role"] for article in report["articles"] for block in article["blocks"]}
    full = json.loads(run("audit", SEEDS, "--output", "json", "--full").out)
    assert "body" in {block["role"] for article in full["articles"] for block in article["blocks"]}


def test_bytes_do_not_depend_on_workers_order_or_environment(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(Path(SEEDS).iterdir())
    first = run("audit", *files, "--root", Path(SEEDS).parent, "--output", "json")
    monkeypatch.setenv("AUDITOR_JOBS", "2")
    second = run("audit", *reversed(files), "--root", Path(SEEDS).parent, "--output", "json")
    assert first.out == second.out


def test_quiet_leaves_the_closing_line_and_what_was_asked_for(run: Any, corpus: Path) -> None:
    done = run("audit", corpus, "--quiet")
    assert done.out == ""
    assert done.err.startswith("checked 1 article")
    assert json.loads(run("audit", corpus, "--quiet", "--output", "json").out)["findings"]


def test_verbose_says_where_settings_come_from(run: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_PREVIEW", "1")
    done = run("audit", corpus, "--verbose", "--jobs", "2")
    assert "setting preview: from AUDITOR_PREVIEW\n" in done.err
    assert "setting jobs: from --jobs\n" in done.err


def test_settings_are_those_of_the_working_folder_and_not_of_what_is_audited(run: Any, corpus: Path) -> None:
    (corpus / "auditor.toml").write_text('ignore = ["CIT"]\n')
    assert run("gate", corpus).code == 1
    (corpus.parent / "auditor.toml").write_text('ignore = ["CIT"]\n')
    assert run("gate", corpus).code == 0
    assert run("gate", corpus, "--ignore", "DUP").code == 1


def test_what_untrusted_text_holds_is_not_obeyed(run: Any, corpus: Path) -> None:
    (corpus / "bridge.txt").write_text(
        "\x1b[31mBridge [/x] ##[error]x\n\n::error::The council ##vso[task]said [bold]so[/bold]. Cited: Reuters\n"
    )
    (corpus / "a\n::error::\x1b[2J.txt").write_text(ARTICLE)
    (corpus / "b\n::error::b.txt").write_bytes(b"")
    for done in (run("audit", corpus), run("audit", corpus, corpus / "\x1b[2J\n::error::x")):
        printed = done.out + done.err
        assert not re.search(r"(?m)^\s*::|##\[|##vso\[|\x1b", printed)
    printed = run("audit", corpus, "--output", "json").out
    assert not re.search(r"(?m)^\s*::|##\[|##vso\[|[\x1b\x9b]", printed)
    assert "##[error]x" in json.dumps(json.loads(printed))


def test_explain_rules_and_schema(run: Any) -> None:
    assert "DUP001" in run("explain", "dup001").out
    assert "DUP001" in run("explain").out
    listed = json.loads(run("rules", "--format", "json").out)
    assert [rule["code"] for rule in listed] == sorted(rule["code"] for rule in listed)
    assert run("rules").out.count("\n") >= len(listed)
    for name in schemas.names():
        schema = json.loads(run("schema", name).out)
        assert schema == schemas.get(name)
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", schemas.names())
def test_committed_schemas_are_not_stale(name: str) -> None:
    path = Path("schemas") / f"{name}.schema.json"
    expected = json.dumps(schemas.get(name), indent=2, ensure_ascii=False) + "\n"
    assert path.read_text(encoding="utf-8") == expected, "run `make generate`"


def test_config_init_writes_once_and_config_show_reads_it(run: Any, tmp_path: Path) -> None:
    assert run("config", "init").code == 0
    path = tmp_path / "auditor.toml"
    path.write_text(path.read_text().replace("#jobs = 0", "jobs = 3"))
    again = run("config", "init")
    assert again.code == 2
    assert "was not changed" in again.err
    shown = run("config", "show")
    assert re.search(rf"(?m)^jobs = 3 +# {re.escape(str(path))}$", shown.out)
    assert re.search(r"(?m)^raw = false +# default$", shown.out)


def test_help_and_version(run: Any) -> None:
    assert run("--version").out == f"auditor {__version__}\n"
    for arguments in ((), ("audit",), ("gate",), ("compare",), ("config", "show")):
        done = run(*arguments, "--help")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Usage: auditor")
    assert run().code == 2


def test_compare_shows_two_articles_side_by_side(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    one, other = sorted(Path(SEEDS).iterdir())[1:4:2]
    done = run("compare", one, other)
    assert done.code == 0
    assert re.search(r"relation +rewrite", done.out)
    assert re.search(r"direction +undetermined", done.out)
    assert re.search(r"\[[^]]+\]", done.out)
    assert max(map(len, done.out.splitlines())) <= 80
    assert not re.search(r"(?m)^\w", done.out[done.out.index("┌") :])


def test_compare_of_what_is_no_article(run: Any, corpus: Path) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    assert run("compare", corpus, corpus / "bridge.txt").code == 2
    assert run("compare", corpus / "missing.txt", corpus / "bridge.txt").code == 2
    done = run("compare", corpus / "empty.txt", corpus / "bridge.txt")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("auditor: ")


def test_colour_follows_the_conventions(run: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run("audit", corpus).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror" in run("audit", corpus).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("audit", corpus).out


@pytest.mark.parametrize("width", [24, 40, 60, 80, 200])
def test_everything_fits_the_terminal(run: Any, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    audited = run("audit", SEEDS, "--root", SEEDS, "--select", "BIO,SRC")
    compared = run("compare", *sorted(Path(SEEDS).iterdir())[3:])
    for shown in (audited.out, compared.out):
        assert max(map(len, shown.splitlines())) <= width
    # Counts are not cut, whatever the width.
    assert re.search(r"2,580 +- +- +-|no findings", audited.out)
    assert "…" not in audited.out[audited.out.index("grade") :]


def test_an_output_that_cannot_show_a_letter_is_no_error(corpus: Path) -> None:
    (corpus / "bridge.txt").write_text("Μια γέφυρα — “closed”\n\nIt was closed on Monday… Cited: Ρόιτερς\n")
    done = process("audit", corpus, stdout=-1, stderr=-1, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, err = done.communicate()
    assert done.returncode == 0, err
    assert out.isascii()
    assert b"It was closed on Monday~ Cited: ???????" in out


def test_a_closed_pipe_ends_quietly(corpus: Path) -> None:
    for number in range(60):
        (corpus / f"{number:03}.txt").write_text(ARTICLE.replace("Monday", f"day {number}") + 10 * ARTICLE)
    done = process("audit", corpus, "--select", "CIT", stdout=-1, stderr=-1)
    assert done.stdout
    assert done.stderr
    done.stdout.read(10)
    done.stdout.close()
    err = done.stderr.read()
    done.stderr.close()
    assert (done.wait(), err) == (141, b"")


@pytest.mark.parametrize("arguments", [("--help",), ("explain",), ("schema", "report")])
def test_a_pipe_closed_before_anything_is_written(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = process(*arguments, stdout=writing, stderr=-1)
    os.close(writing)
    _, err = done.communicate()
    assert (done.returncode, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_a_clear_line(corpus: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process("audit", corpus, stdout=full, stderr=-1)
        _, err = done.communicate()
    assert done.returncode == 3
    assert err.decode().startswith("auditor: standard output cannot be written: ")


def test_an_interrupt_is_one_line_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    queue = tmp_path / "queue"
    os.mkfifo(queue)
    # Opened first and without waiting, so that a command that fails early cannot leave this test waiting.
    reader = os.open(queue, os.O_RDONLY | os.O_NONBLOCK)
    command = ("audit", SEEDS, "--output", f"json={queue}", "--report", tmp_path / "report")
    # A job in the background of a script inherits that it is to pass over interrupts.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    done = process(*command, stdout=-1, stderr=-1, preexec_fn=heed)
    assert select.select([reader], [], [], 60)[0]
    # The report is longer than a pipe holds: from the first byte on, the command waits in the middle of it.
    assert os.read(reader, 1) == b"{"
    done.send_signal(signal.SIGINT)
    out, err = done.communicate()
    os.close(reader)
    assert (done.returncode, out) == (130, b"")
    assert err == b"auditor: interrupted; nothing was left half-written\n"
    assert [path.name for path in tmp_path.iterdir()] == ["queue"]


def test_progress_is_shown_on_a_terminal_and_goes_away(corpus: Path) -> None:
    master, slave = os.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"TERM": "xterm"}
    done = process("audit", corpus, stdout=-1, stderr=slave, env=environment)
    done.communicate()
    os.close(slave)
    shown = os.read(master, 10_000)
    os.close(master)
    assert shown.startswith(b"\r\x1b[Kread: 1")
    assert b"\r\x1b[Kchecked 1 article" in shown


def test_no_progress_in_ci(corpus: Path) -> None:
    master, slave = os.openpty()
    done = process("audit", corpus, "-q", stderr=slave, env={**os.environ, "TERM": "xterm", "CI": "true"})
    os.close(slave)
    assert done.wait() == 0
    assert os.read(master, 10_000).startswith(b"checked 1 article")
    os.close(master)


def test_a_bug_is_called_a_bug(run: Any, corpus: Path) -> None:
    impossible = ("audit", corpus, "--output", "json=\0")
    done = run(*impossible)
    assert done.code == 3
    assert re.fullmatch(r"auditor: this is a bug in auditor: ValueError: .+ --verbose shows where\n", done.err)
    assert "Traceback" in run(*impossible, "--verbose").err


def test_a_working_folder_that_is_gone(run: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = corpus.parent / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = run("audit", corpus)
    assert (done.code, done.err) == (2, "auditor: the working folder is gone; change to one that exists\n")


def test_standard_input_is_json_lines(tmp_path: Path) -> None:
    lines = b'{"id": "a", "text": "The council met on Monday."}\nno json\n{"text": "It agreed on a new bridge."}\n'
    for data in (lines, gzip.compress(lines)):
        done = subprocess.run(
            [sys.executable, "-m", "auditor", "audit", "-", "--output", "json"],
            input=data,
            capture_output=True,
            check=False,
        )
        report = json.loads(done.stdout)
        assert [article["id"] for article in report["articles"]] == ["-#3", "-#a"]
        assert [(skip["path"], skip["line"]) for skip in report["skipped"]] == [("-", 2)]
        assert done.returncode == 3
