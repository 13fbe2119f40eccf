"""Findings that are known or were decided to be left: baselines and suppressions."""

import datetime as dt
import random
from pathlib import Path

import pytest
from msgspec.structs import replace

import auditor
from auditor import baseline, suppress
from auditor.baseline import Entry
from auditor.errors import SettingsError
from auditor.model import Article, Finding, State

TEXT = """Council closes bridge

The council voted on Monday to close the old bridge to cars for the winter. Cited: Reuters

The bridge was built ninety years ago and carries two thousand cars a day. Cited: BBC News

The council voted on Monday to spend four million on it. Cited: Reuters
"""
TODAY = dt.date(2026, 5, 1)


def findings(name: str = "bridge.txt", text: str = TEXT) -> tuple[Finding, ...]:
    return auditor.audit([Article.of(name, text)]).findings


def entries(**fields: object) -> list[Entry]:
    return [replace(Entry.of(finding), **fields) for finding in findings()]


def test_a_baseline_of_everything_leaves_nothing_open() -> None:
    done = baseline.apply(findings(), entries(), TODAY)
    assert {finding.state for finding in done.findings} == {State.BASELINED}
    assert (done.known, done.unreviewed, done.expired, done.stale) == (len(findings()),) * 2 + (0, ())


def test_it_survives_a_rename_and_lines_moved_elsewhere() -> None:
    lines = TEXT.splitlines()
    moved = "\n".join([*lines[:2], lines[4], "", lines[2], "", *lines[6:]]) + "\n"
    done = baseline.apply(findings("archive/old-bridge.txt", moved), entries(), None)
    assert {finding.state for finding in done.findings if finding.rule == "CIT001"} == {State.BASELINED}


def test_an_edited_passage_is_open_again_and_its_entry_is_stale() -> None:
    done = baseline.apply(findings(text=TEXT.replace("BBC News", "The Guardian")), entries(), None)
    assert [finding.quote for finding in done.findings if finding.state is State.OPEN and finding.rule == "CIT001"]
    assert [entry.rule for entry in done.stale] == ["CIT001"]
    assert "1 stale entry" in done.sentence


def test_the_same_content_twice_is_two_entries() -> None:
    twice = [entry for entry in entries() if entry.n == 2]
    assert twice
    done = baseline.apply(findings(), [entry for entry in entries() if entry.n == 1], None)
    assert [finding.fingerprint[-2:] for finding in done.findings if finding.state is State.OPEN] == ["-2"] * len(twice)


def test_an_entry_ends_after_its_day_and_never_without_a_date_to_go_by() -> None:
    old = entries(expires=dt.date(2026, 4, 30))
    assert baseline.apply(findings(), old, TODAY).expired == len(old)
    assert baseline.apply(findings(), old, TODAY).known == 0
    assert baseline.apply(findings(), old, None).known == len(old)
    assert baseline.apply(findings(), entries(expires=TODAY), TODAY).known == len(old)


def test_reviewed_entries_are_told_from_others_and_give_their_reason() -> None:
    done = baseline.apply(findings(), entries(status="accepted", reason="agreed with the desk"), None)
    assert done.unreviewed == 0
    assert {finding.state_reason for finding in done.findings} == {"agreed with the desk"}
    assert done.sentence == f"{len(findings())} baselined, 0 never reviewed, 0 expired"


def test_a_file_is_the_same_whatever_order_its_entries_came_in(tmp_path: Path) -> None:
    shuffled = entries()
    random.Random(1).shuffle(shuffled)
    text = baseline.dump(shuffled)
    assert text == baseline.dump(entries())
    (tmp_path / "b.jsonl").write_text(text + text)
    assert baseline.dump(baseline.read(tmp_path / "b.jsonl")) == text
    assert not any(character in text for character in ("bridge.txt", str(dt.date.today().year)))  # noqa: DTZ011


def test_of_two_entries_for_one_finding_the_reviewed_one_counts(tmp_path: Path) -> None:
    one = entries()[0]
    accepted = replace(one, status="accepted", reason="seen")
    (tmp_path / "b.jsonl").write_text(baseline.dump([accepted]) + baseline.dump([one]))
    assert baseline.read(tmp_path / "b.jsonl") == (accepted,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", ":1: not an entry"),
        ('\n{"rule": "CIT001"}', ":2: not an entry"),
        ('{"rule": "CIT001", "fingerprint": "0123456789abcdef", "line": 3}', "line"),
        ("<<<<<<< ours\n", "unresolved merge"),
    ],
)
def test_a_broken_baseline_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "b.jsonl").write_text(text)
    with pytest.raises(SettingsError, match=said):
        baseline.read(tmp_path / "b.jsonl")


def test_a_baseline_that_is_missing_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="auditor baseline create"):
        baseline.read(tmp_path / "none.jsonl")


def sidecar(folder: Path, text: str) -> tuple[suppress.Suppression, ...]:
    (folder / suppress.FILE).write_text(text)
    return suppress.read(folder / suppress.FILE)


@pytest.mark.parametrize(
    ("entry", "name", "covered"),
    [
        ('rule = "CIT001"', "a.txt", True),
        ('rule = "CIT"', "a.txt", True),
        ('rule = "DUP001"', "a.txt", False),
        ('path = "archive/**"', "archive/2019/a.txt", True),
        ('path = "archive"', "archive/2019/a.txt", True),
        ('path = "archive/*.txt"', "archive/2019/a.txt", False),
        ('path = "*.txt"', "archive/a.txt", False),
        ('path = "**/a.txt"', "archive/a.txt", True),
        ('path = "feed.jsonl"', "feed.jsonl#12", True),
        ('rule = "CIT001"\npath = "b/**"', "a.txt", False),
    ],
)
def test_a_suppression_covers_a_rule_in_files(tmp_path: Path, entry: str, name: str, covered: bool) -> None:
    known = sidecar(tmp_path, f'[[ignore]]\nreason = "known"\n{entry}\n')
    done = suppress.apply([one for one in findings(name) if one.rule == "CIT001"], known, None)
    assert {finding.state for finding in done.findings} == {State.SUPPRESSED if covered else State.OPEN}
    assert {finding.state_reason for finding in done.findings} == {"known" if covered else ""}
    assert len(done.unused) == (not covered)
    assert bool(done.notes()) == (not covered)


def test_a_suppression_by_fingerprint_covers_one_finding(tmp_path: Path) -> None:
    first = findings()[0]
    known = sidecar(tmp_path, f'[[ignore]]\nreason = "known"\nfingerprint = "{first.fingerprint}"\n')
    done = suppress.apply(findings(), known, None)
    assert [one.fingerprint for one in done.findings if one.state is State.SUPPRESSED] == [first.fingerprint]


def test_a_suppression_ends_after_its_day(tmp_path: Path) -> None:
    known = sidecar(tmp_path, '[[ignore]]\nreason = "until the audit"\nexpires = 2026-04-30\n')
    assert suppress.apply(findings(), known, TODAY).expired == known
    assert "expired suppression" in suppress.apply(findings(), known, TODAY).notes()[0]
    assert suppress.apply(findings(), known, None).findings[0].state is State.SUPPRESSED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[ignore]]\nrule = "CIT001"', "reason"),
        ('[[ignore]]\nreason = ""', "reason|length"),
        ('[[ignore]]\nreason = "x"\nrule = "CIT01"', 'did you mean "CIT'),
        ('[[ignore]]\nreason = "x"\nrules = "CIT001"', "rules"),
        ("[[ignore]\n", "not a valid TOML file"),
    ],
)
def test_a_broken_sidecar_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        sidecar(tmp_path, text)
