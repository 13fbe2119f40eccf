"""What a gate in CI is told and answers: baselines, suppressions, what changed, budgets, the manifest."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ARTICLE, Run
from jsonschema import Draft202012Validator

from auditor import schemas

OTHER = ARTICLE.replace("bridge", "tunnel").replace("Reuters", "BBC News")


def git(folder: Path, *arguments: str) -> None:
    identity = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        env={**os.environ, **identity},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(corpus: Path) -> Path:
    top = corpus.parent
    git(top, "init")
    git(top, "add", ".")
    git(top, "commit", "-m", "one article")
    return top


def found(done: Run) -> list[tuple[str, str, str]]:
    report = json.loads(done.out)
    return [(one["article"], one["rule"], one["state"]) for one in report["findings"] if one["rule"] == "CIT001"]


def test_a_gate_that_fails_is_baselined_and_then_fails_for_new_articles_only(run: Any, corpus: Path) -> None:
    assert run("gate", corpus, "-q").code == 1
    assert run("baseline", "create", corpus).code == 0
    passed = run("gate", corpus, "-q", "--baseline", ".auditor-baseline.jsonl")
    assert passed.code == 0
    assert "baselined, " in passed.err
    # Said once, whether findings are printed or not.
    shown = run("gate", corpus, "--baseline", ".auditor-baseline.jsonl")
    assert (shown.out + shown.err).count("baselined, ") == 1
    (corpus / "tunnel.txt").write_text(OTHER)
    failed = run("gate", corpus, "--baseline", ".auditor-baseline.jsonl", "--output", "json")
    assert failed.code == 1
    assert found(failed) == [("articles/bridge.txt", "CIT001", "baselined"), ("articles/tunnel.txt", "CIT001", "open")]
    shown = run("gate", corpus, "--baseline", ".auditor-baseline.jsonl").out
    assert "tunnel.txt" in shown
    assert "1:1  error  CIT001" not in shown.partition("tunnel.txt")[0]


def test_an_article_that_moved_stays_baselined(run: Any, corpus: Path) -> None:
    run("baseline", "create", corpus)
    (corpus / "2024").mkdir()
    (corpus / "bridge.txt").rename(corpus / "2024" / "old-bridge.txt")
    assert run("gate", corpus, "-q", "--baseline", ".auditor-baseline.jsonl").code == 0


def test_a_baseline_is_never_replaced_and_grows_only_when_asked(run: Any, corpus: Path, tmp_path: Path) -> None:
    run("baseline", "create", corpus)
    before = (tmp_path / ".auditor-baseline.jsonl").read_text()
    (corpus / "tunnel.txt").write_text(OTHER)
    again = run("baseline", "create", corpus)
    assert (again.code, (tmp_path / ".auditor-baseline.jsonl").read_text()) == (2, before)
    assert "--add" in again.err
    differing = run("baseline", "diff", corpus)
    assert differing.code == 1
    assert all(line.startswith("+ articles/tunnel.txt:") for line in differing.out.splitlines())
    assert run("baseline", "create", corpus, "--add").code == 0
    assert set(before.splitlines()) < set((tmp_path / ".auditor-baseline.jsonl").read_text().splitlines())
    assert run("baseline", "diff", corpus).code == 0


def test_stale_entries_are_said_fail_on_demand_and_are_pruned(run: Any, corpus: Path) -> None:
    run("baseline", "create", corpus)
    (corpus / "bridge.txt").write_text("Council closes bridge\n\nThe council of Ayr voted on Monday to close it.\n")
    known = ("--baseline", ".auditor-baseline.jsonl")
    lax, strict = run("gate", corpus, "-q", *known), run("gate", corpus, "-q", *known, "--baseline-strict")
    assert (lax.code, strict.code) == (0, 1)
    assert "stale" in lax.err
    assert run("baseline", "prune", corpus).code == 0
    assert run("gate", corpus, "-q", *known, "--baseline-strict").code == 0


@pytest.mark.parametrize("text", [None, "{}\n", "<<<<<<< ours\n"])
def test_a_baseline_that_is_missing_or_broken_never_passes(run: Any, corpus: Path, text: str | None) -> None:
    if text is not None:
        Path("known.jsonl").write_text(text)
    done = run("gate", corpus, "-q", "--baseline", "known.jsonl")
    assert done.code == 2
    assert "known.jsonl" in done.err


def test_a_suppression_takes_a_reason_and_is_missed_when_it_does_nothing(run: Any, corpus: Path) -> None:
    Path(".auditor-ignore.toml").write_text(
        '[[ignore]]\nrule = "ALL"\npath = "articles/*.txt"\nreason = "a test article"\n'
        '[[ignore]]\nrule = "BIO001"\nreason = "left over"\n'
    )
    done = run("gate", corpus, "--output", "json")
    assert done.code == 0
    assert found(done) == [("articles/bridge.txt", "CIT001", "suppressed")]
    assert "unused suppression: BIO001 in ** (left over)" in done.err
    Path(".auditor-ignore.toml").write_text("[[ignore]]\n")
    assert run("gate", corpus, "-q").code == 2


def test_an_ignore_file_that_was_asked_for_must_be_there(run: Any, corpus: Path) -> None:
    assert run("gate", corpus, "-q", "--ignore-file", "none.toml").code == 2


def test_only_what_changed_since_a_commit_is_reported(run: Any, repository: Path) -> None:
    nothing = run("gate", "articles", "-q", "--changed-since", "HEAD")
    assert nothing.code == 0
    assert "about unchanged articles only left out" in nothing.err
    (repository / "articles" / "tunnel.txt").write_text(OTHER)
    untracked = run("gate", "articles", "--changed-since", "HEAD", "--output", "json")
    assert (untracked.code, found(untracked)) == (1, [("articles/tunnel.txt", "CIT001", "open")])
    git(repository, "add", ".")
    assert run("gate", "articles", "-q", "--changed-since", "HEAD").code == 1


def test_a_copy_in_a_changed_article_is_reported_where_the_unchanged_one_holds_the_finding(
    run: Any, repository: Path
) -> None:
    (repository / "articles" / "a-copy.txt").write_text(ARTICLE)
    done = run("gate", "articles", "--changed-since", "HEAD", "--select", "DUP001", "--output", "json")
    assert [one["rule"] for one in json.loads(done.out)["findings"]] == ["DUP001"]


def test_changed_files_may_be_listed(run: Any, corpus: Path) -> None:
    (corpus / "tunnel.txt").write_text(OTHER)
    Path("changed.txt").write_text("articles/tunnel.txt\n")
    done = run("gate", corpus, "--files-from", "changed.txt", "--output", "json")
    assert found(done) == [("articles/tunnel.txt", "CIT001", "open")]
    Path("changed.txt").write_text("")
    assert run("gate", corpus, "-q", "--files-from", "changed.txt").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--changed-since", "nowhere"),
        ("--changed-since", "--output=x"),
        ("--files-from", "none.txt"),
        ("--changed-since", "HEAD", "--files-from", "-"),
    ],
)
def test_what_changed_must_be_known(run: Any, repository: Path, arguments: tuple[str, ...]) -> None:
    assert run("gate", "articles", "-q", *arguments).code == 2


def test_outside_of_a_repository_nothing_can_have_changed(run: Any, corpus: Path) -> None:
    done = run("gate", corpus, "-q", "--changed-since", "HEAD")
    assert done.code == 2
    assert "git" in done.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--max-findings", "5"), 0),
        (("--max-findings", "0"), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "never", "--min-grade", "F"), 0),
        (("--fail-on", "never", "--min-grade", "A"), 1),
    ],
)
def test_how_much_a_gate_bears_with(run: Any, corpus: Path, arguments: tuple[str, ...], code: int) -> None:
    assert run("gate", corpus, "-q", *arguments).code == code


def test_budgets_come_from_settings(run: Any, corpus: Path) -> None:
    Path("auditor.toml").write_text("[budgets]\nCIT001 = 1\n")
    assert run("gate", corpus, "-q").code == 0
    Path("auditor.toml").write_text("[budgets]\nCIT001 = 0\n")
    assert run("gate", corpus, "-q").code == 1
    Path("auditor.toml").write_text("[budgets]\nCIT999 = 0\n")
    wrong = run("gate", corpus, "-q")
    assert wrong.code == 2
    assert "CIT999" in wrong.err


def test_the_manifest_lists_every_file_with_a_decision(run: Any, corpus: Path) -> None:
    (corpus / "clean.txt").write_text("Ferry sails again\n\nThe ferry to Arran sailed again on Monday, said CalMac.\n")
    (corpus / "empty.txt").write_text("")
    done = run("gate", corpus, "-q", "--manifest", "manifest.jsonl")
    assert done.code == 3
    lines = [msgspec.json.decode(line) for line in Path("manifest.jsonl").read_text().splitlines()]
    assert [(line["path"], line["verdict"]) for line in lines] == [
        ("articles/bridge.txt", "reject"),
        ("articles/clean.txt", "accept"),
        ("articles/empty.txt", "quarantine"),
    ]
    validator = Draft202012Validator(schemas.get("manifest"))
    for line in lines:
        validator.validate(line)


@pytest.mark.parametrize("name", ["baseline", "ignore", "manifest"])
def test_files_of_the_gate_have_schemas(name: str) -> None:
    schema = schemas.get(name)
    Draft202012Validator.check_schema(schema)
    assert schema["title"]


def test_rules_count_differently_in_some_files(run: Any, corpus: Path) -> None:
    (corpus / "wire").mkdir()
    (corpus / "wire" / "tunnel.txt").write_text(OTHER)
    Path("auditor.toml").write_text('[overrides."articles/wire"]\nignore = ["CIT"]\n')
    assert found(run("gate", corpus, "--root", ".", "--output", "json")) == [("articles/bridge.txt", "CIT001", "open")]
    Path("auditor.toml").write_text('[overrides."**"]\nseverity = { CIT001 = "note" }\n')
    assert run("gate", corpus, "-q", "--select", "CIT001").code == 0
    Path("auditor.toml").write_text('[overrides."**"]\nseverity = { CIT991 = "note" }\n')
    assert run("gate", corpus, "-q").code == 2


COPY = (
    "Ferry strike ends\n\nThe crews of the island ferries voted on Monday to end their strike after nine days, "
    "their union told Reuters.\n\nThe first boats sailed before dawn with mail, milk and some two hundred stranded "
    "guests, and the shops of the islands were full by noon.\n"
)


@pytest.mark.parametrize(("licensed", "code"), [("[]", 1), ('["Reuters"]', 0), ('["AFP"]', 1)])
def test_credited_copy_of_a_licensed_agency_is_no_error(run: Any, corpus: Path, licensed: str, code: int) -> None:
    for name in ("a.txt", "b.txt"):
        (corpus / name).write_text(COPY)
    Path("auditor.toml").write_text(f"licensed = {licensed}\n")
    assert run("gate", corpus, "-q", "--select", "DUP").code == code


def test_an_outlet_that_is_licensed_must_be_known(run: Any, corpus: Path) -> None:
    Path("auditor.toml").write_text('licensed = ["Nobody’s Wire"]\n')
    done = run("gate", corpus, "-q")
    assert done.code == 2
    assert "Nobody’s Wire" in done.err


def test_settings_build_on_another_file(run: Any, corpus: Path) -> None:
    Path("shared.toml").write_text('fail-on = "never"\n[rules.CIT001]\nseverity = "note"\n')
    Path("auditor.toml").write_text('extend = "shared.toml"\n')
    assert run("gate", corpus, "-q").code == 0
    Path("auditor.toml").write_text('extend = "shared.toml"\nfail-on = "note"\n')
    assert run("gate", corpus, "-q").code == 1
    assert "shared.toml" in run("config", "show").out
    Path("shared.toml").write_text('extend = "auditor.toml"\n')
    assert run("gate", corpus, "-q").code == 2
    Path("auditor.toml").write_text('extend = "none.toml"\n')
    assert run("gate", corpus, "-q").code == 2


def test_a_ruleset_pins_rules_and_defaults(run: Any, corpus: Path) -> None:
    Path("auditor.toml").write_text('ruleset = "2026.1"\n')
    pinned = json.loads(run("audit", corpus, "--output", "json").out)
    Path("auditor.toml").write_text("")
    assert pinned["settings"]["rules"] == json.loads(run("audit", corpus, "--output", "json").out)["settings"]["rules"]
    Path("auditor.toml").write_text('ruleset = "2031.1"\n')
    done = run("gate", corpus, "-q")
    assert done.code == 2
    assert "2026.1" in done.err


def test_what_is_excluded_is_passed_over(run: Any, corpus: Path) -> None:
    (corpus / "drafts").mkdir()
    (corpus / "drafts" / "tunnel.txt").write_text(OTHER)
    (corpus / "package.json").write_text("[")
    assert run("gate", corpus, "-q").code == 3
    done = run("gate", corpus, "--exclude", "articles/drafts", "--exclude", "**/package.json", "--output", "json")
    assert (done.code, found(done)) == (1, [("articles/bridge.txt", "CIT001", "open")])
    Path("auditor.toml").write_text('exclude = ["**/drafts", "**/*.json"]\n')
    assert found(run("gate", corpus, "--output", "json")) == [("articles/bridge.txt", "CIT001", "open")]
    assert run("gate", corpus / "drafts" / "tunnel.txt", "-q").code == 1
