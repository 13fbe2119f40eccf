"""The cache: the same bytes with and without it, less work the second time, and nothing believed without a look."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor import align, api, stages
from auditor.anatomy import dissect
from auditor.cache import FILE, MEGABYTE, Cache
from auditor.detectors import discover
from auditor.model import Article
from auditor.outlets import Entry
from auditor.reporters import json as as_json
from auditor.settings import Settings

SEEDS = Path(__file__).parent.parent / "seeds"


def rendered(given: Any, **settings: Any) -> str:
    report = api.audit(given, settings=Settings(jobs=1, **settings))
    return "".join(chunk for _, chunks in as_json.render(report, {}) for chunk in chunks)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The ids of the articles that were taken apart since it was last asked."""
    taken: list[str] = []

    def counting(article: Article, **given: Any) -> Any:
        taken.append(article.id)
        return dissect(article, **given)

    monkeypatch.setattr(stages, "dissect", counting)

    def since() -> list[str]:
        told = list(taken)
        taken.clear()
        return told

    return since


@pytest.fixture
def aligned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pairs each batch aligned. A rule that holds two parts of one article against each other is none."""
    calls: list[int] = []
    real = align.align_pairs

    def counting(pairs: Any, *given: Any, **named: Any) -> Any:
        if len(pairs) > 1:
            calls.append(len(pairs))
        return real(pairs, *given, **named)

    monkeypatch.setattr(align, "align_pairs", counting)
    return calls


def test_the_second_run_takes_nothing_apart_and_writes_the_same_bytes(
    tmp_path: Path, counted: Callable[[], list[str]], aligned: list[int]
) -> None:
    without = rendered(SEEDS)
    assert len(counted()) == 5
    assert sum(aligned) > 0
    assert rendered(SEEDS, cache_dir=str(tmp_path)) == without
    assert len(counted()) == 5
    aligned.clear()
    assert rendered(SEEDS, cache_dir=str(tmp_path)) == without
    assert (counted(), aligned) == ([], [])


def test_every_example_of_every_rule_gives_the_same_bytes(tmp_path: Path) -> None:
    articles = [
        Article.of(f"{detector.rule.code}/{number}/{name}", text)
        for detector in discover()
        for number, example in enumerate(detector.examples)
        for name, text in example.articles.items()
    ]
    without = rendered(articles, preview=True)
    for _ in range(2):
        assert rendered(articles, preview=True, cache_dir=str(tmp_path)) == without


def folder(place: Path, count: int) -> Path:
    place.mkdir()
    for number in range(count):
        lines = (f"The council of town {number} voted for plan {number * 7 + part} on Monday." for part in range(6))
        (place / f"{number:03}.txt").write_text(f"Town {number} votes\n\n" + "\n\n".join(lines) + "\n")
    return place


def test_a_changed_file_is_taken_apart_and_the_others_are_not(tmp_path: Path, counted: Callable[[], list[str]]) -> None:
    news = folder(tmp_path / "news", 12)
    kept = str(tmp_path / "cache")
    rendered(news, cache_dir=kept)
    counted()
    (news / "007.txt").write_text("Town 7 votes again\n\nThe council of town 7 voted twice on Tuesday, a clerk said.\n")
    changed = rendered(news, cache_dir=kept)
    assert counted() == ["news/007.txt"]
    assert changed == rendered(news)


@pytest.mark.parametrize(
    "other",
    [{"raw": True}, {"outlets": {"Zed Courier": Entry()}}, {"rules": {"INT002": {"severity": "note"}}}, {"full": True}],
)
def test_settings_that_change_what_an_article_gives_have_facts_of_their_own(
    tmp_path: Path, counted: Callable[[], list[str]], other: dict[str, Any]
) -> None:
    rendered(SEEDS, cache_dir=str(tmp_path))
    counted()
    assert rendered(SEEDS, cache_dir=str(tmp_path), **other) == rendered(SEEDS, **other)
    assert len(counted()) == 10


def test_settings_that_do_not_change_it_share_them(tmp_path: Path, counted: Callable[[], list[str]]) -> None:
    rendered(SEEDS, cache_dir=str(tmp_path))
    counted()
    rendered(SEEDS, cache_dir=str(tmp_path), as_of="2026-05-01", licensed=("Reuters",))
    assert counted() == []


def test_damaged_and_foreign_entries_are_found_out_again(tmp_path: Path, counted: Callable[[], list[str]]) -> None:
    without = rendered(SEEDS, cache_dir=str(tmp_path))
    with sqlite3.connect(tmp_path / FILE) as connection:
        rows = connection.execute("SELECT key, content FROM facts ORDER BY size DESC").fetchall()
        # One bit; cut short; another's content; of no type that is kept.
        (one, a), (two, b), (three, _), (four, _) = rows[:4]
        flipped = a[:99] + bytes([a[99] ^ 1]) + a[100:]
        changes = [(flipped, one), (b[:50], two), (a, three), ("text", four)]
        connection.executemany("UPDATE facts SET content = ? WHERE key = ?", changes)
    connection.close()
    counted()
    assert rendered(SEEDS, cache_dir=str(tmp_path)) == without
    assert len(counted()) == 4
    assert rendered(SEEDS, cache_dir=str(tmp_path)) == without
    assert counted() == []


def test_data_of_another_shape_is_found_out_again_even_with_a_good_digest(
    tmp_path: Path, counted: Callable[[], list[str]]
) -> None:
    without = rendered(SEEDS, cache_dir=str(tmp_path))
    kept = Cache(tmp_path, 10)
    with sqlite3.connect(tmp_path / FILE) as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM facts")]
    connection.close()
    kept.keep(dict.fromkeys(keys, b"\x92\xa1a\x01"))
    counted()
    assert rendered(SEEDS, cache_dir=str(tmp_path)) == without
    assert len(counted()) == 5


@pytest.mark.parametrize("content", [b"no database at all" * 999, b"SQLite format 3\x00" + bytes(4000)])
def test_a_file_that_is_no_database_is_replaced(
    tmp_path: Path, counted: Callable[[], list[str]], content: bytes
) -> None:
    (tmp_path / FILE).write_bytes(content)
    without = rendered(SEEDS)
    for _ in range(3):
        counted()
        assert rendered(SEEDS, cache_dir=str(tmp_path)) == without
    assert counted() == []


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(tmp_path, 1)
    for day in range(4):
        monkeypatch.setattr(time, "time", lambda day=day: day * 86_400.0)
        kept.keep({bytes([day]): bytes(MEGABYTE // 3)})
        kept.find([bytes([0])])
    kept.trim()
    assert sorted(kept.find(bytes([day]) for day in range(4))) == [bytes([0]), bytes([3])]
    assert (tmp_path / FILE).stat().st_size < MEGABYTE


def fill(folder: Path, who: int) -> None:
    kept = Cache(folder, 10)
    for number in range(60):
        kept.keep({b"%d-%d" % (who, number): b"of %d" % who * 100})
        kept.find([b"%d-%d" % (1 - who, number)])


def test_two_processes_at_once(tmp_path: Path) -> None:
    workers = [multiprocessing.Process(target=fill, args=(tmp_path, who)) for who in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    found = Cache(tmp_path, 10).find(b"%d-%d" % (who, number) for who in range(2) for number in range(60))
    assert len(found) == 120


def test_a_killed_run_leaves_a_cache_that_can_be_used(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from auditor.cache import Cache\n"
        "kept = Cache(Path(sys.argv[1]), 10); kept.keep({b'whole': b'kept'})\n"
        "def dying():\n"
        "    yield b'first', bytes(5_000_000)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "class Dying(dict):\n"
        "    def items(self): return dying()\n"
        "kept.keep(Dying(a=1))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert ended.returncode < 0
    kept = Cache(tmp_path, 10)
    assert kept.find([b"whole", b"first"]) == {b"whole": b"kept"}
    kept.keep({b"next": b"one"})
    assert kept.find([b"next"]) == {b"next": b"one"}


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("NOT TESTED: there is no /dev/full here")
    (tmp_path / FILE).symlink_to(full)
    assert rendered(SEEDS, cache_dir=str(tmp_path)) == rendered(SEEDS)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="NOT TESTED: no owners of files here")
def test_a_folder_that_everybody_may_write_is_refused(tmp_path: Path, run: Any, corpus: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    refused = run("audit", corpus, "--cache-dir", open_to_all)
    assert refused.code == 2
    assert "every user may write it" in refused.err


def test_options_and_settings(tmp_path: Path, run: Any, corpus: Path) -> None:
    assert run("audit", corpus, "--cache-dir", "kept").code == 0
    assert (tmp_path / "kept" / FILE).exists()
    assert run("audit", corpus, "--cache-dir", "other", "--no-cache").code == 0
    assert not (tmp_path / "other").exists()
    (tmp_path / "auditor.toml").write_text('cache-dir = "third"\ncache-megabytes = 0\n')
    assert run("audit", corpus).code == 0
    assert not (tmp_path / "third").exists()


def test_a_small_audit_leaves_nothing_behind(
    tmp_path: Path, run: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert run("audit", corpus).code == 0
    assert not (tmp_path / "home").exists()


def test_what_utf8_cannot_spell_is_found_out_each_time(tmp_path: Path) -> None:
    line = "The council voted on Monday to close the old bridge \ud800, said the mayor. Cited: Reuters"
    articles = [Article.of("a", line), Article.of("b", "plain")]
    for _ in range(2):
        report = api.audit(articles, settings=Settings(jobs=1, cache_dir=str(tmp_path)))
        assert report == api.audit(articles, settings=Settings(jobs=1))
