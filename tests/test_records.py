"""Records: JSON and JSON Lines, what their members may be called, and what becomes of bad ones."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from auditor import api, reading, schemas
from auditor.errors import UnreadableError
from auditor.model import Article, Skip
from auditor.reading.records import ALIASES, mapper
from auditor.settings import Settings

BODY = "The council met on Monday.\n\nIt agreed on a new bridge."


def write(path: Path, *lines: Any) -> Path:
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return path


def read(path: Path, **options: Any) -> list[Article | Skip]:
    (source,) = reading.collect([path], path.parent).sources
    return list(reading.read(source, reading.Options(**options)))


def articles(path: Path, **options: Any) -> list[Article]:
    found = read(path, **options)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def skips(path: Path, **options: Any) -> dict[int, str]:
    return {one.line: one.reason for one in read(path, **options) if isinstance(one, Skip)}


NEWS_ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": "https://ledger.example/bridge#article",
    "headline": "Bridge agreed",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
    "datePublished": "2024-03-01T08:00:00Z",
    "publisher": {"@type": "Organization", "name": "The Northern Ledger", "logo": {"url": "x"}},
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://ledger.example/bridge"},
    "inLanguage": "en-GB",
    "articleBody": BODY,
}


def test_schema_org(tmp_path: Path) -> None:
    (found,) = articles(write(tmp_path / "1.json", NEWS_ARTICLE))
    assert (found.id, found.path, found.text, found.title) == ("1.json", "1.json", BODY, "Bridge agreed")
    assert (found.byline, found.outlet) == ("Jane Doe, John Roe", "The Northern Ledger")
    assert (found.date, found.language) == ("2024-03-01T08:00:00Z", "en-GB")
    assert (found.url, found.site) == ("https://ledger.example/bridge", "ledger.example")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"text": BODY}, {}),
        ({"content": BODY, "headline": " A\n title "}, {"title": "A title"}),
        ({"body": BODY, "authors": ["Jane Doe", None, "John Roe"]}, {"byline": "Jane Doe, John Roe"}),
        ({"text": BODY, "source": {"id": None, "name": "The Ledger"}}, {"outlet": "The Ledger"}),
        ({"text": BODY, "title": "", "headline": "Second"}, {"title": "Second"}),
        ({"text": BODY, "date": 1700000000}, {"date": "2023-11-14T22:13:20Z"}),
        ({"text": BODY, "timestamp": 1700000000000.0}, {"date": "2023-11-14T22:13:20Z"}),
        ({"text": BODY, "published": 20240301}, {"date": "2024-03-01"}),
        ({"text": BODY, "date": {"$date": "2024-03-01T00:00:00Z"}}, {"date": "2024-03-01T00:00:00Z"}),
        ({"text": None, "articleBody": "", "maintext": BODY}, {}),
        ({"text": ["The council met on Monday.", None, "It agreed on a new bridge."]}, {}),
        ({"article": {"body": BODY}}, {}),
        ({"Full Text": BODY, "PUBLISHED AT": "2024-03-01", "Source-Name": "Ledger"}, {"outlet": "Ledger"}),
        ({"text": BODY, "Title": "Capital", "AUTHOR": "Jane"}, {"title": "Capital", "byline": "Jane"}),
    ],
)  # fmt: skip
def test_what_members_may_be_called(tmp_path: Path, record: Any, expected: dict[str, str]) -> None:
    for name in ("1.json", "1.jsonl"):
        (found,) = articles(write(tmp_path / name, record))
        assert found.text == BODY
        assert {name: getattr(found, name) for name in expected} == expected


def test_names_of_ones_own(tmp_path: Path) -> None:
    path = write(tmp_path / "1.jsonl", {"story": {"full": BODY, "by": "Jane"}, "text": "A summary.", "title": "T"})
    (found,) = articles(path, fields={"text": ("story.full",), "byline": ("story.by", "author")})
    assert (found.text, found.byline, found.title) == (BODY, "Jane", "T")
    (found,) = articles(path)
    assert found.text == "A summary."
    report = api.audit(path, settings=Settings(fields={"text": ("story.full",)}))
    assert report.settings["fields"] == {"text": ["story.full"]}


def test_ids_and_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path / "1.jsonl",
        {"id": 17, "text": BODY},
        b"",
        {"text": BODY},
        {"_id": {"$oid": "6f"}, "text": BODY},
        {"guid": "https://x.example/?a=1#b@c%d", "text": BODY},
        {"id": "x" * 300, "text": BODY},
    )
    found = articles(path)
    assert [one.id for one in found] == [
        "1.jsonl#17", "1.jsonl#3", "1.jsonl#6f", "1.jsonl#https://x.example/?a=1%23b%40c%25d", "1.jsonl#6",
    ]  # fmt: skip
    assert [one.line for one in found] == [1, 3, 4, 5, 6]
    assert {one.path for one in found} == {"1.jsonl"}


def test_records_that_give_the_same_id_are_all_audited(tmp_path: Path) -> None:
    path = write(tmp_path / "1.jsonl", *({"id": 3, "text": f"{BODY} Number {n}."} for n in range(2)), {"text": BODY})
    report = api.audit(path)
    assert [(one.id, one.line) for one in report.articles] == [("1.jsonl#3", 1), ("1.jsonl#3#2", 2), ("1.jsonl#3#3", 3)]
    assert report.skipped == ()


def test_a_bad_record_is_skipped_with_line_and_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "1.jsonl",
        {"text": BODY},
        b'{"text": "never closed',
        {"title": "No text", "topic": 1},
        {"text": 5},
        [BODY],
        {"text": BODY, "title": {"a": 1}},
        {"text": " \n"},
        b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"\x00\x01\x02\x03\x04\x05\x06",
        {"text": BODY},
    )
    assert [one.line for one in read(path) if isinstance(one, Article)] == [1, 10]
    found = skips(path)
    assert sorted(found) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "not valid JSON: Unterminated string" in found[2]
    assert found[3].startswith("no text in it: it has title, topic; a text is looked for in text, articleBody")
    assert "`int`" in found[4]
    assert "`$.text`" in found[4]
    assert "got `array`" in found[5]
    assert "`$.title`" in found[6]
    assert "binary" in found[9]
    report = api.audit(path)
    assert (len(report.articles), [skip.line for skip in report.skipped]) == (2, [2, 3, 4, 5, 6, 7, 8, 9])


@pytest.mark.parametrize(
    ("line", "note", "text"),
    [
        (b'{"text": "one", "text": "two"}', 'the key "text" stands 2 times with different values', "two"),
        (b'{"text": "two", "text": "two"}', None, "two"),
        (b'{"text": "two", "meta": {"text": "one"}}', None, "two"),
        (b'{"text": "two", "author": NaN}', "NaN, which is not JSON, read as null", "two"),
        (b'{"text": "tw\\ud83d"}', "lone surrogates", "tw\ufffd"),
        ('{"text": "Der Bürgermeister möchte die Brücke für Fußgänger öffnen."}'.encode("cp1252"), "cp1252", None),
        (b'\xef\xbb\xbf{"text": "two"}', None, "two"),
        (b'{"text": "two"}\r', None, "two"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["1.jsonl", "1.json"])
def test_what_is_not_quite_json_is_read_and_noted(
    tmp_path: Path, line: bytes, note: str | None, text: str | None, name: str
) -> None:
    (found,) = articles(write(tmp_path / name, line))
    assert found.text == (text or "Der Bürgermeister möchte die Brücke für Fußgänger öffnen.")
    assert [note in said for said in found.notes if note] == ([True] if note else [])
    assert bool(found.notes) is bool(note)
    report = api.audit(tmp_path)
    assert [one.notes for one in report.articles] == [found.notes]
    assert bool(report.summary.notes) is bool(note)


def test_notes_are_counted_when_they_are_many(tmp_path: Path) -> None:
    report = api.audit(write(tmp_path / "1.jsonl", *[b'{"text": "one bridge", "text": "two bridges"}'] * 9))
    assert len(report.summary.notes) == 6
    assert report.summary.notes[-1].startswith("4 more notes")


@pytest.mark.parametrize(
    ("document", "ids"),
    [
        ([{"text": BODY}, {"id": "b", "text": BODY}], ["1.json#1", "1.json#b"]),
        ({"status": "ok", "articles": [{"content": BODY}]}, ["1.json#1"]),
        ({"response": {"docs": [{"_id": "x", "body": BODY}]}}, ["1.json#x"]),
        ({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": BODY}]}, ["1.json#1"]),
        ({"@graph": [{"@type": "WebSite", "name": "Ledger"}, NEWS_ARTICLE]}, ["1.json#https://ledger.example/bridge%23article"]),
    ],
)  # fmt: skip
def test_lists_of_records(tmp_path: Path, document: Any, ids: list[str]) -> None:
    for indent in (None, 2):
        path = tmp_path / "1.json"
        path.write_text(json.dumps(document, indent=indent), encoding="utf-8")
        assert [one.id for one in articles(path)] == ids


def test_a_bad_element_of_a_list_is_skipped_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "1.json"
    path.write_text(json.dumps([{"text": BODY}, {"text": 5}, {"text": BODY}], indent=1), encoding="utf-8")
    assert [(type(one), one.line) for one in read(path)] == [(Article, 2), (Skip, 5), (Article, 8)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty file"),
        (b"[1, 2", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
        (b'"text"', "no record"),
        (b'{"name": "package", "version": "1.0"}', "no text in it"),
        (b"\xff\xfe{\x00\xff", "undecodable"),
        (b'{"text": "' + b"\xc3\xa9" * 50 + b'\xff"}', "damaged UTF-8"),
    ],
)
def test_what_is_no_json_is_skipped(tmp_path: Path, data: bytes, why: str) -> None:
    (found,) = read(write(tmp_path / "1.json", data))
    assert isinstance(found, Skip)
    assert why in found.reason


def test_the_content_decides_between_lines_and_a_document(tmp_path: Path) -> None:
    records = [{"text": BODY}, {"text": BODY}]
    assert [one.id for one in articles(write(tmp_path / "1.json", *records))] == ["1.json#1", "1.json#2"]
    path = tmp_path / "2.jsonl"
    path.write_text(json.dumps(records, indent=2), encoding="utf-8")
    assert [one.id for one in articles(path)] == ["2.jsonl#1", "2.jsonl#2"]
    path = tmp_path / "3.json"
    path.write_text(json.dumps(records[0]) + "\n" + json.dumps({"text": "x " * 70_000}), encoding="utf-8")
    assert [one.id for one in articles(path)] == ["3.json#1", "3.json#2"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_json_in_utf_16(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    for name in ("1.json", "1.jsonl"):
        path = write(tmp_path / name, (mark + json.dumps(NEWS_ARTICLE)).encode(encoding))
        (found,) = articles(path)
        assert found.title == "Bridge agreed"


def corpus() -> Iterator[bytes]:
    for number in range(400):
        if number % 13 == 0:
            yield b""
        elif number % 29 == 0:
            yield b'{"text": "broken'
        else:
            yield json.dumps({"id": number % 350, "text": f"{BODY} Number {number}." * (number % 7 + 1)}).encode()


@pytest.mark.parametrize("size", [1, 100, 1_000, 4_096, 20_000])
@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_parts_hold_what_the_whole_holds(tmp_path: Path, size: int, ending: bytes) -> None:
    path = write(tmp_path / "1.jsonl", b"\xef\xbb\xbf" + b"\n".join(corpus()) + ending)
    (source,) = reading.collect([path], tmp_path).sources
    parts = list(reading.split(source, size))
    assert len(parts) > 3
    assert sum(part.size for part in parts) == path.stat().st_size
    assert [one for part in parts for one in reading.read(part)] == list(reading.read(source))


def test_what_cannot_be_cut_stays_whole(tmp_path: Path) -> None:
    lines = b"\n".join(corpus())
    for name, data in {
        "1.txt": lines,
        "2.jsonl.gz": gzip.compress(lines),
        "3.json": json.dumps([{"text": BODY}] * 9, indent=1).encode(),
        "4.jsonl": ("\ufeff" + lines.decode()).encode("utf-16-le"),
    }.items():
        (source,) = reading.collect([write(tmp_path / name, data)], tmp_path).sources
        assert list(reading.split(source, 100)) == [source]


def test_a_report_is_the_same_for_any_number_of_workers_and_any_cut(tmp_path: Path) -> None:
    write(tmp_path / "1.jsonl", *corpus())
    reports = [
        msgspec.json.encode(api.audit(tmp_path, settings=Settings(jobs=jobs, select=("DUP",)))) for jobs in (1, 2)
    ]
    assert reports[0] == reports[1]


def test_a_record_above_the_limit_is_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    with path.open("wb") as stream:
        stream.write(json.dumps({"text": BODY}).encode() + b"\n")
        stream.write(b'{"text": "')
        stream.seek(200_000_000)  # a hole in the file: NUL bytes that take no room on the disk
        stream.write(b'"}\n' + json.dumps({"text": BODY}).encode())
    found = read(path)
    assert [(type(one), one.line) for one in found] == [(Article, 1), (Skip, 2), (Article, 3)]
    assert "more than the 10,000,000 that the setting max-article-bytes allows" in skips(path)[2]
    (source,) = reading.collect([path], tmp_path).sources
    assert [one for part in reading.split(source, 1_000_000) for one in reading.read(part)] == found


def test_lines_above_a_small_limit_are_skipped_wherever_they_stand(tmp_path: Path) -> None:
    path = write(tmp_path / "1.jsonl", {"text": BODY}, {"text": BODY * 20}, {"text": BODY})
    assert list(skips(path, max_article_bytes=500)) == [2]


@pytest.mark.parametrize("name", ["1.jsonl.gz", "1.json.gz", "1.txt.gz", "1.md.GZ"])
def test_gzip(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, gzip.compress(json.dumps({"text": BODY}).encode()))
    (found,) = articles(path)
    assert BODY[:26] in found.text.replace("\\n", "\n")


def test_a_gzip_file_that_was_cut_off_gives_what_it_holds(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"text": f"{BODY} {n * 7919 % 10007}"}).encode() + b"\n" for n in range(60_000))
    data = gzip.compress(lines)
    found = read(write(tmp_path / "1.jsonl.gz", data[: len(data) // 2]))
    assert len(found) > 10_000
    assert found[-1] == Skip("1.jsonl.gz", "the gzip data ends early: the file was cut off")
    assert all(isinstance(one, Article) for one in found[:-1])
    (found_text,) = read(write(tmp_path / "2.txt.gz", data[: len(data) // 2]))
    assert isinstance(found_text, Skip)
    (damaged,) = read(write(tmp_path / "3.txt.gz", b"\x1f\x8b\x08\x00" + b"x" * 100))
    assert isinstance(damaged, Skip)
    assert "the gzip data is damaged" in damaged.reason
    (plain,) = read(write(tmp_path / "4.txt.gz", b"no gzip data at all"))
    assert isinstance(plain, Skip)
    assert "damaged" in plain.reason


@pytest.mark.parametrize("name", ["1.jsonl.gz", "1.json.gz", "1.txt.gz"])
def test_a_gzip_bomb_is_skipped(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, gzip.compress(b" " * 30_000_000))
    (found,) = read(path, max_article_bytes=1_000_000, max_file_bytes=100_000_000)
    assert isinstance(found, Skip)
    assert "more than" in found.reason
    assert "the setting max-" in found.reason


def test_a_file_that_must_be_read_as_a_whole_has_a_limit(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path / "1.json", [{"text": BODY}] * 100), max_file_bytes=1_000)
    assert isinstance(found, Skip)
    assert "the 1,000 that the setting max-file-bytes allows" in found.reason


def test_the_schema_is_valid_and_not_stale() -> None:
    schema = schemas.get("record")
    Draft202012Validator.check_schema(schema)
    committed = Path("schemas/record.schema.json").read_text(encoding="utf-8")
    assert committed == json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "run `make generate`"


SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(-1e9, 1e9) | st.sampled_from(["", " ", "x"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "text", "body", "@id", "other"]), inner, max_size=3)
    ),
    max_leaves=4,
)
KEYS = st.sampled_from([*ALIASES["text"][:3], *(names[0] for names in ALIASES.values()), "author", "other"])


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_schema_and_reader_agree(record: dict[str, Any]) -> None:
    try:
        mapper({}).of_mapping(record)
        read_it = True
    except UnreadableError:
        read_it = False
    assert Draft202012Validator(schemas.get("record")).is_valid(record) == read_it


def test_the_names_are_documented() -> None:
    page = Path("docs/formats.md").read_text(encoding="utf-8")
    for field, names in ALIASES.items():
        assert f"| {field} | {', '.join(f'`{name}`' for name in names)} |" in page
    for extension in reading.readers():
        assert f"`{extension}`" in page
