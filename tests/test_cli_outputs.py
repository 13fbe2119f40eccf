"""Where reports go: several outputs of one run, report folders, and what is never overwritten."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import main, outputs
from auditor.errors import AuditorError, UsageError

ARTICLE = "Council closes bridge\n\nThe council voted on Monday to close the old bridge. Cited: Reuters\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(ARTICLE)
    return folder


def audit(*arguments: object) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(["audit", *map(str, arguments)])
    assert isinstance(exit_.value.code, int)
    return exit_.value.code


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_one_analysis_many_outputs(corpus: Path, tmp_path: Path, capsysbinary: Any) -> None:
    assert (
        audit(corpus, "--output", "json=new/deep/report.json", "--output", "markdown=pages/", "--output", "json") == 0
    )
    printed = capsysbinary.readouterr().out
    assert printed == (tmp_path / "new/deep/report.json").read_bytes()
    assert (tmp_path / "pages" / "index.md").exists()
    assert not (tmp_path / "pages" / "report.json").exists()


def test_a_report_folder_holds_pages_data_and_a_manifest_of_them(corpus: Path, tmp_path: Path) -> None:
    assert audit(corpus, "--report", "report", "-q") == 0
    found = held(tmp_path / "report")
    manifest = json.loads(found.pop(outputs.MANIFEST))
    assert manifest == {"files": sorted(found)}
    assert {"index.md", "report.html", "report.json"} <= found.keys()


def test_a_second_run_changes_no_byte_and_deletes_only_its_own(corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    (corpus / "other.txt").write_text(ARTICLE.replace("bridge", "tunnel"))
    audit(corpus, "--report", report, "-q")
    first = held(report)
    audit(corpus, "--report", report, "-q")
    assert held(report) == first
    (report / "notes.txt").write_text("mine")
    (report / "articles" / "mine.md").write_text("mine")
    (corpus / "other.txt").unlink()
    audit(corpus, "--report", report, "-q")
    gone = first.keys() - held(report).keys()
    assert gone
    assert all("other" in name or name.startswith(("families", "pictures")) for name in gone)
    assert (report / "notes.txt").read_text() == (report / "articles" / "mine.md").read_text() == "mine"


def test_a_foreign_file_in_the_way_is_kept(corpus: Path, tmp_path: Path, capsysbinary: Any) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / "index.md").write_text("my own page")
    assert audit(corpus, "--report", report, "-q") == 2
    assert b"was not written by auditor" in capsysbinary.readouterr().err
    assert held(report) == {"index.md": b"my own page"}


def test_a_report_among_the_articles_is_refused(corpus: Path, tmp_path: Path) -> None:
    assert audit(corpus, "--report", corpus / "report") == 2
    assert audit(tmp_path, "--report", "report") == 2
    assert audit(corpus, "--report", corpus / ".report", "-q") == 0
    assert held(corpus).keys() > {"bridge.txt", ".report/index.md"}


def test_an_output_never_replaces_an_article_nor_becomes_one(corpus: Path, tmp_path: Path) -> None:
    article = (corpus / "bridge.txt").read_bytes()
    assert audit(corpus, "--output", f"json={corpus / 'bridge.txt'}") == 2
    assert audit(corpus / "bridge.txt", "--output", f"json={corpus / 'bridge.txt'}") == 2
    assert audit(corpus, "--output", f"json={corpus / 'new.txt'}") == 2
    assert audit(corpus, "--output", f"json={corpus / 'new.json'}") == 2
    assert audit(corpus, "--output", f"json={corpus / 'new.log'}") == 0
    assert audit(corpus, "--output", f"json={tmp_path / 'new.txt'}") == 0
    assert (corpus / "bridge.txt").read_bytes() == article


@pytest.mark.parametrize("name", ["report", "report/deeper"])
def test_a_report_folder_that_cannot_be_made_is_a_clear_line(
    corpus: Path, tmp_path: Path, capsysbinary: Any, name: str
) -> None:
    (tmp_path / "report").write_text("a file")
    code = audit(corpus, "--report", name, "-q")
    assert code == (2 if name == "report" else 3)
    assert capsysbinary.readouterr().err.count(b"\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_a_clear_line(corpus: Path, tmp_path: Path, capsysbinary: Any) -> None:
    (tmp_path / "report").mkdir(mode=0o500)
    assert audit(corpus, "--report", "report", "-q") == 3
    assert b"cannot be written: Permission denied" in capsysbinary.readouterr().err


def test_links_out_of_the_folder_are_not_followed(corpus: Path, tmp_path: Path) -> None:
    report, outside = tmp_path / "report", tmp_path / "outside"
    report.mkdir()
    outside.mkdir()
    (report / "articles").symlink_to(outside)
    assert audit(corpus, "--report", report, "-q") == 3
    assert not held(outside)
    (report / "articles").unlink()
    audit(corpus, "--report", report, "-q")
    target = tmp_path / "target.md"
    target.write_text("mine")
    (report / "index.md").unlink()
    (report / "index.md").symlink_to(target)
    audit(corpus, "--report", report, "-q")
    assert target.read_text() == "mine"
    assert not (report / "index.md").is_symlink()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": ["../x"]}', '{"files": ["/etc/x"]}'])
def test_a_damaged_manifest_deletes_nothing(corpus: Path, tmp_path: Path, text: str) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (tmp_path / "x").write_text("mine")
    (report / outputs.MANIFEST).write_text(text)
    assert audit(corpus, "--report", report, "-q") == 2
    assert held(report) == {outputs.MANIFEST: text.encode()}
    assert (tmp_path / "x").exists()


def test_what_fails_while_rendering_leaves_the_last_report_whole(tmp_path: Path) -> None:
    outputs.write_folder(tmp_path, [("index.md", ["old"]), ("a/b.md", ["old"])])

    def failing() -> Iterator[tuple[str, list[str]]]:
        yield "index.md", ["new"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outputs.write_folder(tmp_path, failing())
    assert held(tmp_path).keys() == {"index.md", "a/b.md", outputs.MANIFEST}
    assert (tmp_path / "index.md").read_text() == "old"
    outputs.write_folder(tmp_path, [("index.md", ["new"])])
    assert sorted(path.name for path in tmp_path.iterdir()) == [outputs.MANIFEST, "index.md"]


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../../x", outputs.MANIFEST])
def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuditorError):
        outputs.write_folder(tmp_path / "report", [(name, ["x"])])
    assert not held(tmp_path)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to(path)

    def failing() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outputs.write_file(path, failing())
    assert held(tmp_path)["report.json"] == b"old"
    outputs.write_file(link, ["new\n"])
    assert link.is_symlink()
    assert path.read_bytes() == b"new\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.json", "report.json"]


def test_two_outputs_to_one_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two outputs"):
        outputs.parse([f"json={tmp_path}/a", f"terminal={tmp_path}/b/../a"], None, quiet=False)
    with pytest.raises(UsageError, match="one file"):
        outputs.parse([f"json={tmp_path}"], None, quiet=False)
