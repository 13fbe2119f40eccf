"""Articles that are kept, new ones held against them, and what happens when something goes wrong meanwhile."""

import json
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

import auditor
from auditor import api, library
from auditor.engines.local import LocalEngine
from auditor.errors import AuditorError, UsageError
from auditor.model import Report

TOPICS = ("bridge", "harvest", "election", "hospital", "railway", "museum", "fishery", "theatre", "glacier", "airport")


def story(topic: str, seed: int = 0, sentences: int = 14) -> str:
    """A text of invented words, alike in nothing but its subject with those of other seeds."""
    chance = random.Random(f"{topic} {seed}")
    letters = "bcdfghklmnprstvw"
    words = ["".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(3)) for _ in range(90)]
    lines = (
        f"The {topic} {' '.join(chance.choices(words, k=12))} in {chance.choice(words).title()}."
        for _ in range(sentences)
    )
    return f"News of the {topic} {seed}\n\n" + "\n\n".join(lines) + "\n"


def write(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def keep(path: Path, folder: Path, texts: str | None = None, **settings: Any) -> library.Kept:
    return api.keep(path, folder, root=folder, texts=texts, settings=auditor.Settings(**settings))


def against(path: Path, folder: Path) -> Report:
    return api.run(folder, root=folder, library=path).report


@pytest.fixture
def known(tmp_path: Path) -> Path:
    archive = write(tmp_path / "archive", {f"{topic}.txt": story(topic) for topic in TOPICS})
    keep(tmp_path / "known.duckdb", archive, "stored")
    return tmp_path / "known.duckdb"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    copy = story("bridge").replace("News of the bridge 0", "A copy of the news")
    return write(tmp_path / "incoming", {"copy.txt": copy, "own.txt": story("volcano")})


def links(report: Report) -> list[tuple[str, str, str, float]]:
    return [(link.a, link.b, str(link.relation), link.score) for link in report.links]


def test_a_new_article_is_held_against_the_library(known: Path, incoming: Path) -> None:
    report = against(known, incoming)
    found = [finding for finding in report.findings if finding.rule.startswith("DUP")]
    assert [(one.article, [place.article for place in one.related]) for one in found] == [
        ("copy.txt", ["library:bridge.txt"])
    ]
    assert {entry.id: entry.library for entry in report.articles} == {
        "library:bridge.txt": True,
        "copy.txt": False,
        "own.txt": False,
    }
    assert (report.summary.articles, report.summary.library) == (2, 1)
    assert report.families[0].members == ("copy.txt", "library:bridge.txt")


def test_every_output_and_the_gate_know_members_from_new_articles(run: Any, known: Path, incoming: Path) -> None:
    formats = ("json", "sarif", "junit", "gitlab", "csv", "github")
    outputs = [f"--output={name}={incoming.parent / name}" for name in formats]
    manifest = incoming.parent / "manifest"
    done = run(
        "gate",
        incoming,
        "--root",
        incoming,
        "--against",
        known,
        *outputs,
        f"--report={incoming.parent / 'report'}",
        "--manifest",
        manifest,
    )
    assert done.code == 1
    assert "checked 2 articles (2 stories), 0 skipped" in done.err
    assert "1 related article in the library" in done.err
    assert [json.loads(line)["id"] for line in manifest.read_text().splitlines()] == ["copy.txt", "own.txt"]
    assert "library:bridge.txt" in (incoming.parent / "sarif").read_text()


@pytest.mark.parametrize("texts", ["stored", "referenced"])
def test_an_article_is_not_held_against_itself(tmp_path: Path, texts: str) -> None:
    archive = write(tmp_path / "archive" / "today", {f"{topic}.txt": story(topic) for topic in TOPICS})
    api.keep(tmp_path / "known.duckdb", archive, root=archive, texts=texts)
    for root in (archive, archive.parent):
        report = api.run(archive, root=root, library=tmp_path / "known.duckdb").report
        assert report.summary.library == 0
        assert not any("library:" in link.a + link.b for link in report.links)


def test_unrelated_articles_change_no_verdict(tmp_path: Path, known: Path, incoming: Path) -> None:
    rewritten = story("railway").replace(" in ", " near ").replace("The railway", "A railway")
    write(incoming, {"rewrite.txt": rewritten})
    before = links(against(known, incoming))
    assert any(a == "library:railway.txt" for a, *_ in before)
    others = write(tmp_path / "others", {f"{topic}{n}.txt": story(topic, n) for topic in TOPICS for n in range(1, 6)})
    kept = keep(known, others)
    assert kept.added == 50
    related = {row[:2] for row in before}
    assert [row for row in links(against(known, incoming)) if row[:2] in related] == before


def test_the_same_library_however_many_workers_made_it(tmp_path: Path) -> None:
    archive = write(tmp_path / "archive", {f"{topic}.txt": story(topic) for topic in TOPICS})
    incoming = write(tmp_path / "new", {"copy.txt": story("glacier") + "\n\nMore of it.\n"})
    reports = []
    for jobs in (1, 2):
        path = tmp_path / f"{jobs}.duckdb"
        keep(path, archive, "stored", jobs=jobs)
        reports.append(against(path, incoming))
    assert reports[0] == reports[1]


def test_a_file_of_many_records_is_taken_in_parts_and_each_record_once(tmp_path: Path) -> None:
    records = [{"id": topic, "text": story(topic)} for topic in TOPICS]
    file = tmp_path / "archive.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    path = tmp_path / "known.duckdb"
    given, plan = api.inputs(file, tmp_path), api.plan_of(auditor.Settings())
    kept = library.build(path, given, plan, LocalEngine(1, batch_bytes=3000))
    assert (kept.added, library.info(path).articles) == (len(TOPICS), len(TOPICS))


def test_signatures_are_those_of_datasketch(known: Path) -> None:
    from datasketch import MinHash

    with duckdb.connect(str(known), read_only=True) as connection:
        rows = connection.execute("SELECT signature FROM stories ORDER BY story").fetchall()
    a, b = (MinHash(128, hashfunc=int, scheme="affine32", hashvalues=np.frombuffer(row, "<u4")) for (row,) in rows[:2])
    assert a.jaccard(a) == 1.0
    assert a.jaccard(b) < 0.2


def test_what_is_added_removed_replaced(run: Any, tmp_path: Path, known: Path) -> None:
    more = write(
        tmp_path / "more",
        {"bridge.txt": story("bridge", 9), "opera.txt": story("opera"), "museum.txt": story("museum")},
    )
    assert "1 article added, 1 replaced, 1 there already" in run("library", "add", known, more, "--root", more).err
    assert run("library", "remove", known, "opera.txt", "nothing.txt").code == 2
    assert library.info(known).articles == len(TOPICS) + 1
    assert run("library", "remove", known, "opera.txt").code == 0
    assert run("library", "verify", known).code == 0
    assert f"articles:  {len(TOPICS)}" in run("library", "info", known).out
    copy = write(
        tmp_path / "new", {"copy.txt": story("opera"), "old.txt": story("bridge"), "new.txt": story("bridge", 9)}
    )
    report = against(known, copy)
    assert [one.id for one in report.articles if one.library] == ["library:bridge.txt"]


def test_referenced_texts_that_changed_are_told(run: Any, tmp_path: Path, incoming: Path) -> None:
    archive = write(tmp_path / "archive", {f"{topic}.txt": story(topic) for topic in TOPICS})
    path = tmp_path / "known.duckdb"
    assert run("library", "build", path, archive, "--texts", "referenced", "--root", archive).code == 0
    assert against(path, incoming).summary.library == 1
    (archive / "bridge.txt").write_text("Something else\n\nAltogether.\n")
    done = run("audit", incoming, "--against", path)
    assert done.code == 3
    assert "incomplete: 1 input could not be examined" in done.err
    assert run("library", "verify", path).code == 3


def test_other_settings_and_versions_are_refused(run: Any, known: Path, incoming: Path) -> None:
    done = run("audit", incoming, "--against", known, "--raw")
    assert (done.code, "other settings (raw)" in done.err) == (2, True)
    with duckdb.connect(str(known)) as connection:
        connection.execute("UPDATE library SET value = '0.0.1' WHERE key = 'version'")
    done = run("gate", incoming, "--against", known)
    assert (done.code, "built by auditor 0.0.1" in done.err) == (2, True)


def test_what_is_no_library_is_refused(run: Any, tmp_path: Path, known: Path, incoming: Path) -> None:
    whole = known.read_bytes()
    cut, text, other = tmp_path / "cut.duckdb", tmp_path / "text.duckdb", tmp_path / "other.duckdb"
    text.write_text("This is not a database.\n" * 1000)
    duckdb.connect(str(other)).close()
    for size in (0, 100, 4096, len(whole) // 2, len(whole) - 4096):
        cut.write_bytes(whole[:size])
        assert run("audit", incoming, "--against", cut).code == 2, size
    for path in (text, other, tmp_path / "missing.duckdb"):
        done = run("library", "add", path, incoming)
        assert (done.code, str(path) in done.err) == (2, True)
    assert run("library", "build", known, incoming).code == 2
    assert known.read_bytes() == whole


# A process of its own does something with a library, and stops itself in the middle of it.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from auditor import api, library
from auditor.engines.local import LocalEngine
from auditor.settings import Settings

def progress(stage, done, total):
    if stage == {stage!r} and done >= {done}:
        {action}

path, folder = Path(sys.argv[1]), Path(sys.argv[2])
settings = Settings()
call = library.build if {build} else library.add
call(path, api.inputs(folder, folder), api.plan_of(settings), LocalEngine(1, batch_bytes=500), progress=progress)
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
WAIT = "print('here', flush=True); sys.stdin.read()"


def script(stage: str, done: int, action: str, *, build: bool = False) -> list[str]:
    return [sys.executable, "-c", SCRIPT.format(stage=stage, done=done, action=action, build=build)]


def killed(command: Sequence[str], path: Path, folder: Path) -> None:
    assert subprocess.run([*command, str(path), str(folder)], check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize(("stage", "done"), [("read", 2), ("index", 0)])
def test_a_killed_add_leaves_the_library_as_it_was(tmp_path: Path, known: Path, stage: str, done: int) -> None:
    more = write(tmp_path / "more", {"bridge.txt": story("bridge", 9), "opera.txt": story("opera")})
    before = library.info(known)
    killed(script(stage, done, KILL), known, more)
    assert library.info(known) == before
    assert library.verify(known) == ()
    assert keep(known, more).added == 1


@pytest.mark.parametrize(("stage", "done"), [("read", 5), ("index", 0)])
def test_a_killed_build_is_gone_on_with(tmp_path: Path, known: Path, incoming: Path, stage: str, done: int) -> None:
    path, archive = tmp_path / "again.duckdb", tmp_path / "archive"
    killed(script(stage, done, KILL, build=True), path, archive)
    assert not path.exists()
    assert path.with_name("again.duckdb.partial").exists()
    kept = keep(path, archive, "stored")
    assert kept.unchanged > 0
    assert kept.added + kept.unchanged == len(TOPICS)
    assert against(path, incoming) == against(known, incoming)
    assert sorted(tmp_path.glob("again*")) == [path]


def test_a_second_writer_is_told_who_writes(run: Any, tmp_path: Path, known: Path, incoming: Path) -> None:
    command = [*script("index", 0, WAIT), str(known), str(incoming)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "here\n"
        done = run("library", "add", known, incoming)
        assert (done.code, f"process {first.pid}" in done.err) == (3, True)
        assert run("audit", incoming, "--against", known).code == 3
        first.communicate()
    assert library.info(known).articles == len(TOPICS) + 2


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_on_a_full_disk_nothing_is_half_written(tmp_path: Path, known: Path) -> None:
    archive, path = tmp_path / "archive", tmp_path / "new.duckdb"
    command = [sys.executable, "-m", "auditor", "library"]
    done = subprocess.run(
        [*command, "build", str(path), str(archive)],
        preexec_fn=limited(100_000),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "cannot be written" in done.stderr) == (3, True)
    assert not path.exists()
    before = library.info(known)
    more = write(tmp_path / "more", {f"opera{n}.txt": story("opera", n, 400) for n in range(40)})
    done = subprocess.run(
        [*command, "add", str(known), str(more)],
        preexec_fn=limited(20_000),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "cannot be written" in done.stderr) == (3, True)
    assert library.info(known).articles == before.articles
    assert library.verify(known) == ()


def test_errors_are_of_the_house(tmp_path: Path, known: Path) -> None:
    with pytest.raises(UsageError):
        auditor.audit(tmp_path / "archive", library=tmp_path / "nothing.duckdb")
    with pytest.raises(UsageError):
        api.keep(known, tmp_path / "archive", texts="stored")
    with pytest.raises(AuditorError):
        api.keep(tmp_path / "archive" / "bridge.txt" / "x.duckdb", tmp_path / "archive", texts="stored")
