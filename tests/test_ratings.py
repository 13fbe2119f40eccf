"""Scores of outlets come from a table of the user's, and nowhere else."""

from pathlib import Path

import pytest

import auditor
from auditor.cli import main
from auditor.errors import SettingsError
from auditor.model import Article
from auditor.outlets.ratings import read
from auditor.settings import effective, load

TEXT = "The night ferry to Havn will stop running in October, the shipping line announced on Monday."


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def scores(table: Path, **record: str) -> list[tuple[str, object]]:
    article = Article.of("a", TEXT, **record)
    report = auditor.audit([article], settings=auditor.Settings(select=("SRC002",), ratings=str(table)))
    return [(str(one.evidence["domain"]), one.evidence["score"]) for one in report.findings]


def test_an_article_is_rated_by_its_site_or_by_the_domains_of_its_outlet(tmp_path: Path) -> None:
    table = write(tmp_path / "t.csv", "domain,score\nbbc.co.uk,0.9\nnews.herald.example,0.4\nherald.example,0.5\n")
    assert scores(table, outlet="BBC") == [("bbc.co.uk", 0.9)]
    assert scores(table, site="www.herald.example") == [("herald.example", 0.5)]
    assert scores(table, site="live.news.herald.example") == [("news.herald.example", 0.4)]
    assert scores(table, site="herald.example", outlet="BBC") == [("herald.example", 0.5)]
    assert scores(table, outlet="Reuters") == scores(table) == []


def test_order_case_other_columns_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes('\ufeffName,Score,Domain\r\n"The BBC, London", 90 ,WWW.BBC.co.uk\r\n\r\n'.encode())
    assert read(table).of("bbc.co.uk") == ("bbc.co.uk", 90.0)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, ["no column domain and no column score", "begin the table with domain,score"]),
        ("bbc.co.uk,0.9\n", 1, ["no column domain"]),
        ("domain,rating\n", 1, ["no column score"]),
        ("domain,score\nbbc.co.uk,good\n", 2, ["'good' is no score", "write a number"]),
        ("domain,score\nbbc.co.uk,nan\n", 2, ["'nan' is no score"]),
        ("domain,score\n\nbbc.co.uk\n", 3, ["1 cells under 2 columns"]),
        ("domain,score\nhttps://bbc.co.uk/,1\n", 2, ["is no domain", "without https://"]),
        ("domain,score\nbbc,1\n", 2, ["'bbc' is no domain"]),
        ("domain,score\na.example,1\nb.example,1\nA.example,2\n", 4, ["a.example has another score above"]),
        ('domain,score\n"a.example,1\n', 2, ["not valid CSV"]),
    ],
)
def test_a_bad_table_is_refused_with_file_line_and_what_to_do(
    tmp_path: Path, text: str, line: int, told: list[str]
) -> None:
    table = write(tmp_path / "t.csv", text)
    with pytest.raises(SettingsError) as error:
        read(table)
    assert str(error.value).startswith(f"{table}:{line}: ")
    assert all(part in str(error.value) for part in told)


def test_bytes_that_are_not_utf_8_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"domain,score\nb\xfccher.de,1\n")
    with pytest.raises(SettingsError, match=r"t\.csv:2: not UTF-8"):
        read(tmp_path / "t.csv")
    with pytest.raises(SettingsError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_a_file_of_settings_names_a_table_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "t.csv", "domain,score\nbbc.co.uk,ninety\n")
    write(tmp_path / "auditor.toml", 'ratings = "t.csv"\nas-of = 2026-05-01\n[files.a]\noutlet = "BBC"\n')
    (tmp_path / "a").mkdir()
    write(tmp_path / "a" / "a.txt", TEXT)
    monkeypatch.chdir(tmp_path / "a")
    loaded = load(tmp_path / "a").settings
    assert (loaded.ratings, loaded.as_of) == (str(tmp_path / "t.csv"), "2026-05-01")
    assert effective(loaded)["ratings"] == "t.csv"
    with pytest.raises(SystemExit) as ended:
        main(["audit", str(tmp_path)])
    assert ended.value.code == 2
    assert "t.csv:2: 'ninety' is no score; write a number" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "20260501"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    write(tmp_path / "auditor.toml", f'as-of = "{day}"\n')
    with pytest.raises(SettingsError, match=rf'as-of: expected something like 2026-05-01, got "{day}"'):
        load(tmp_path)
    with pytest.raises(SettingsError, match="--as-of"):
        load(tmp_path.parent, overrides={"as-of": day})


def test_what_cannot_be_dated_is_said(tmp_path: Path) -> None:
    cited = f"{TEXT} Source: BBC News, “Ferry to stop”, 4 May 2022\n\n{TEXT} Cited: Reuters\n"
    chosen = auditor.Settings(select=("CIT009",))
    report = auditor.audit([Article.of("a", cited)], settings=chosen)
    assert report.summary.notes == (
        "CIT009 compared 1 dated citation with no day: the articles are not dated, and as-of is not given",
    )
    dated = auditor.audit([Article.of("a", cited, date="2022-05-01")], settings=chosen)
    assert (len(dated.findings), dated.summary.notes) == (1, ())
    assert not auditor.audit([Article.of("a", TEXT)], settings=chosen).summary.notes
