"""From paths to articles: which files, by what names, and what each of them says."""

import hashlib
import os
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from auditor import reading
from auditor.errors import UsageError
from auditor.model import Article, Skip
from auditor.text import front_matter_span

TEXT = "A headline\r\n\r\nThe council met on Monday.\n"


def write(path: Path, data: bytes | str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def ids(collection: reading.Collection) -> list[str]:
    return [source.id for source in collection.sources]


def read(path: Path, **limits: Any) -> Article | Skip:
    (source,) = reading.collect([path], path.parent).sources
    (found,) = reading.read(source, reading.Options(**limits))
    return found


def article(path: Path) -> Article:
    found = read(path)
    assert isinstance(found, Article)
    return found


def reason(path: Path, **limits: Any) -> str:
    found = read(path, **limits)
    assert isinstance(found, Skip)
    assert found.path == path.name
    return found.reason


def test_ids_are_relative_sorted_and_the_same_for_any_order(tmp_path: Path) -> None:
    folders = [tmp_path / "b", tmp_path / "a" / "deep", tmp_path / "a"]
    for folder in folders:
        write(folder / "2.txt")
        write(folder / "1.md")
    found = {reading.collect(list(order), tmp_path) for order in permutations([*folders, tmp_path / "a" / "1.md"])}
    assert len(found) == 1
    assert ids(found.pop()) == ["a/1.md", "a/2.txt", "a/deep/1.md", "a/deep/2.txt", "b/1.md", "b/2.txt"]


def test_the_root_is_the_git_top_level_or_the_common_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "project" / "news" / "1.txt")
    (tmp_path / "project" / ".git").mkdir()
    (tmp_path / "project" / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "project" / "docs")
    assert ids(reading.collect([Path("../news")])) == ["news/1.txt"]
    assert ids(reading.collect([Path("../news/1.txt")])) == ["news/1.txt"]
    monkeypatch.chdir(tmp_path)
    assert ids(reading.collect([Path("project/news")])) == ["news/1.txt"]
    assert ids(reading.collect([Path("project/news/1.txt")])) == ["1.txt"]


def test_names_that_would_garble_ids_are_escaped(tmp_path: Path) -> None:
    names = ["a#1.txt", "b@2.txt", "c%3.txt", "d\ne.txt", "f\x1b[0m.txt", os.fsdecode(b"g\xff.txt"), "h é.txt"]
    for name in names:
        write(tmp_path / name)
    found = reading.collect([tmp_path], tmp_path)
    assert ids(found) == ["a%231.txt", "b%402.txt", "c%253.txt", "d%0Ae.txt", "f%1B[0m.txt", "g%FF.txt", "h é.txt"]
    assert all(isinstance(one, Article) for source in found.sources for one in reading.read(source))


def test_hidden_and_unsupported_files_are_counted(tmp_path: Path) -> None:
    for name in ["1.txt", "2.MD", ".3.txt", "4.mp3", "5", ".git/6.txt"]:
        write(tmp_path / name)
    found = reading.collect([tmp_path], tmp_path)
    assert (ids(found), found.ignored, found.skipped) == (["1.txt", "2.MD"], 4, ())


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert reading.collect([tmp_path], tmp_path) == reading.Collection(())


def test_each_real_file_is_read_once_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path / "b" / "1.txt")
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "0.txt").symlink_to(tmp_path / "b" / "1.txt")
    found = reading.collect([tmp_path, tmp_path / "a", tmp_path / "b" / "1.txt"], tmp_path)
    assert ids(found) == ["b/1.txt"]
    assert found.skipped == ()


def test_what_cannot_be_listed_is_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    found = reading.collect([tmp_path], tmp_path)
    assert found.sources == ()
    reasons = {skip.path: skip.reason for skip in found.skipped}
    assert reasons["broken.txt"] == "a broken symbolic link"
    assert "symbolic link" in reasons["self.txt"]
    assert "folder" in reasons["folder.txt"]
    assert reasons["pipe.txt"] == "not a regular file"


def test_a_missing_path_is_a_usage_error_with_a_suggestion(tmp_path: Path) -> None:
    write(tmp_path / "articles" / "1.txt")
    with pytest.raises(UsageError, match="did you mean articles"):
        reading.collect([tmp_path / "artcles"])
    with pytest.raises(UsageError, match="no file or folder"):
        reading.collect([tmp_path / "x" / "y"])


def test_a_file_of_an_unsupported_type_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"supported are .*\.md, .*\.txt"):
        reading.collect([write(tmp_path / "1.xlsx")])


def test_a_path_outside_the_root_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside the root"):
        reading.collect([write(tmp_path / "a" / "1.txt")], tmp_path / "b")


def test_the_text_is_exactly_what_the_file_holds(tmp_path: Path) -> None:
    found = article(write(tmp_path / "1.txt"))
    assert (found.id, found.path, found.text) == ("1.txt", "1.txt", TEXT)
    assert found.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfThe caf\xc3\xa9", "The café"),
        ("\ufeffThe café".encode("utf-16-le"), "The café"),
        ("\ufeffThe café".encode("utf-16-be"), "The café"),
        ("\ufeffThe café".encode("utf-32-le"), "The café"),
        (b"The council\x00 met on Monday.", "The council\x00 met on Monday."),
        (
            "The café in “Zürich” is naïve – déjà vu.\n".encode("cp1252") * 5,
            "The café in “Zürich” is naïve – déjà vu.\n" * 5,
        ),
        (("Правительство сообщило о новых мерах поддержки населения. " * 5).encode("cp1251"), None),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, text: str | None) -> None:
    found = article(write(tmp_path / "1.txt", data))
    assert found.text == (text or "Правительство сообщило о новых мерах поддержки населения. " * 5)
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty file"),
        (b" \r\n\t\n", "only white space"),
        (b"\xef\xbb\xbf\n", "only white space"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04rest of it", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (bytes(range(256)) * 20, "control characters"),
        (b"\x00" * 100, "control characters"),
        ("Le café est déjà fermé à l’été. ".encode() * 5 + b"\xff\xfe caf\xc3", "damaged UTF-8"),
        ("\ufeffText".encode("utf-16-le") + b"x", "undecodable: marked as utf-16-le"),
        (b"\x81\x8d\x8f\x90\x9d" * 40, "undecodable"),
    ],
)
def test_what_is_no_text_is_skipped_with_one_reason(tmp_path: Path, data: bytes, why: str) -> None:
    assert why in reason(write(tmp_path / "1.txt", data))


def test_a_file_above_the_limit_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "1.txt", "word " * 300)
    assert reason(path, max_article_bytes=1_499) == (
        "1,500 bytes, more than the 1,499 that the setting max-article-bytes allows"
    )
    assert isinstance(read(path, max_article_bytes=1_500), Article)


def test_a_file_that_vanished_or_lost_its_permission_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "1.txt")
    (source,) = reading.collect([path]).sources
    path.unlink()
    assert list(reading.read(source)) == [Skip("1.txt", "the file vanished after it was listed")]
    path.mkdir()
    assert list(reading.read(source)) == [Skip("1.txt", "not a regular file")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    path = write(tmp_path / "1.txt")
    path.chmod(0)
    assert reason(path) == "permission denied"


FRONT = """---
title: "Bridge opens: at last"
author:
  - Jane Doe
  - John Roe
date: 2024-03-01  # of publication
publisher: The Northern Ledger
tags: [bridges, money]
---

# Bridge opens

The bridge opened on Monday.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter_gives_the_fields_and_stays_in_the_text(tmp_path: Path, newline: str) -> None:
    text = FRONT.replace("\n", newline)
    found = article(write(tmp_path / "1.md", text))
    assert found.text == text
    assert (found.title, found.byline) == ("Bridge opens: at last", "Jane Doe, John Roe")
    assert (found.date, found.outlet) == ("2024-03-01", "The Northern Ledger")
    span = front_matter_span(text)
    assert span is not None
    assert text[: span.end].endswith("---")
    assert text[span.end :].startswith(newline * 2 + "# Bridge")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened.\n",
        "---\n\nThe bridge opened on Monday.\n\n---\n",
        "---\nThe bridge opened on Monday, and nobody came\n---\n",
        "---\ntitle: never closed\n\nThe bridge opened.\n",
        "----\ntitle: no fence\n----\n",
        "---\n" * 50_000,
        "---\n" + "a: b\n" * 50_000,
        "",
    ],
    ids=range(7 + 1),
)
def test_what_is_no_front_matter(tmp_path: Path, text: str) -> None:
    assert front_matter_span(text) is None
    if text.strip():
        assert article(write(tmp_path / "1.md", text)).title == ""


def test_plain_text_has_no_fields(tmp_path: Path) -> None:
    found = article(write(tmp_path / "1.txt", FRONT))
    assert (found.title, found.text) == ("", FRONT)
