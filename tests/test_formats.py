"""Formats other than text and JSON: pages, tables, feeds, news items, documents, archives; and bad ones of each."""

import gc
import gzip
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pyarrow as pa
import pytest
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from auditor import api, reading
from auditor.model import Article, Skip

SENTENCE = "The council of the town met on Monday and agreed on a new bridge across the river, the mayor said."
BODY = "\n".join(f"{SENTENCE} That was decision number {number}." for number in range(1, 6))


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path, **options: Any) -> list[Article | Skip]:
    (source,) = reading.collect([path], path.parent).sources
    return list(reading.read(source, reading.Options(**options)))


def articles(path: Path, **options: Any) -> list[Article]:
    found = read(path, **options)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def reason(path: Path, **options: Any) -> str:
    (found,) = read(path, **options)
    assert isinstance(found, Skip), found
    return found.reason


HEAD = """<title>Bridge agreed | The Ledger</title><link rel="canonical" href="https://ledger.example/bridge">
<meta property="og:site_name" content="The Ledger"><meta name="author" content="Jane Doe">
<meta property="og:title" content="Bridge agreed">
<meta property="article:published_time" content="2024-03-01T08:00:00Z">"""


def page(body: str = BODY, head: str = HEAD) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in body.splitlines())
    return (
        f'<!doctype html><html lang="en-GB"><head>{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/s">Sport</a></nav>'
        f"<article><h1>Bridge agreed</h1>{paragraphs}</article><script>var x = 'hidden';</script>"
        "<aside>Most read: other stories</aside><footer>Copyright 2024 The Ledger</footer></body></html>"
    )


def test_a_page_gives_its_article_and_says_what_it_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "1.html", page())
    (found,) = articles(path)
    assert found.text.endswith(BODY)
    assert (found.id, found.title, found.byline, found.date) == ("1.html", "Bridge agreed", "Jane Doe", "2024-03-01")
    assert (found.outlet, found.url, found.site) == ("The Ledger", "https://ledger.example/bridge", "ledger.example")
    assert found.language == "en-GB"
    assert found.left_out == ("Home Sport", "Most read: other stories", "Copyright 2024 The Ledger")
    (entry,) = api.audit(path).articles
    assert (entry.left_out_words, entry.url) == (10, "https://ledger.example/bridge")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_page(tmp_path: Path, encoding: str) -> None:
    body = BODY.replace("mayor", "Bürgermeister")
    head = HEAD + ("<meta charset='windows-1252'>" if encoding == "cp1252" else "")
    (found,) = articles(write(tmp_path / "1.html", page(body, head).encode(encoding)))
    assert "Bürgermeister" in found.text
    assert found.notes == ()


def test_an_undeclared_encoding_is_guessed_and_noted(tmp_path: Path) -> None:
    (found,) = articles(write(tmp_path / "1.html", page(BODY.replace("mayor", "Bürgermeister")).encode("cp1252")))
    assert "Bürgermeister" in found.text
    assert "cp1252" in found.notes[0]


@pytest.mark.parametrize("tag", ["div", "span", "b", "table", "ul", "blockquote"])
def test_deeply_nested_pages_neither_crash_nor_hang(tmp_path: Path, tag: str) -> None:
    deep = f"<html><body>{f'<{tag}>' * 100_000}<p>{SENTENCE}</p>{f'</{tag}>' * 100_000}</body></html>"
    path = write(tmp_path / "1.html", deep)
    assert "max-page-tags" in reason(path)
    assert len(read(path, max_page_tags=1_000_000)) == 1


def test_what_stands_in_lists_and_tables_is_not_left_out(tmp_path: Path) -> None:
    extra = "<ul><li>First item of a list</li></ul><table><tr><td>One cell</td><td>Another cell</td></tr></table>"
    (found,) = articles(write(tmp_path / "1.html", page().replace("</article>", extra + "</article>")))
    assert "First item of a list" in found.text
    assert found.left_out == ("Home Sport", "Most read: other stories", "Copyright 2024 The Ledger")


def test_a_page_of_more_tags_than_can_be_read_in_time_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "1.html", page(SENTENCE + "\n" + "word\n" * 100))
    assert reason(path, max_page_tags=200).endswith("more than the 200 that the setting max-page-tags allows")


@pytest.mark.parametrize("data", ["<html></html>", "<p>", "no markup", "<html><body><script>x</script></body></html>"])
def test_a_page_without_an_article_is_skipped(tmp_path: Path, data: str) -> None:
    assert "no article found in the page" in reason(write(tmp_path / "1.html", data))


TABLE = """\ufeffid,Title,Author,published at,text\r
7,"A ""title""\",Jane,2024-03-01,"One line\nand another."\r
\r
,B,,,Text\r
"""


def test_a_table(tmp_path: Path) -> None:
    for name, delimiter in (("1.csv", ","), ("2.tsv", "\t"), ("3.csv", ";"), ("4.csv.gz", "|")):
        data = TABLE.replace(",", delimiter).encode()
        first, second = articles(write(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data))
        assert (first.id, first.title, first.byline, first.line) == (f"{name}#7", 'A "title"', "Jane", 2)
        assert (first.text, first.date) == ("One line\nand another.", "2024-03-01")
        assert (second.id, second.title, second.text, second.line) == (f"{name}#3", "B", "Text", 5)


BAD_ROWS = f"""id,title,text
1,A,one bridge
2,B
3,C,two bridges,and more
4,D,three bridges,,
5,E,{"x" * 5_000}
6,F,"a"b
7,G,
8,H,four bridges
9,I,"open"""


def test_bad_rows_are_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "1.csv", BAD_ROWS)
    found = read(path, max_article_bytes=1_000)
    assert [one.id for one in found if isinstance(one, Article)] == ["1.csv#1", "1.csv#4", "1.csv#8"]
    skips = {one.line: one.reason for one in found if isinstance(one, Skip)}
    assert sorted(skips) == [3, 4, 6, 7, 8, 10]
    assert "no text in it" in skips[3]
    assert "a row of 4 cells under a header of 3" in skips[4]
    assert "max-article-bytes" in skips[6]
    assert "the row cannot be read" in skips[7]
    assert "end of data" in skips[10]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty file"),
        (b"\n\n", "no names of columns"),
        (b"\xff\xfea\x00\x00", "no column of texts"),
        (b"text\n" + "été ".encode() * 40 + b"\xe9\n", "damaged UTF-8"),
        (b"a,b\n\x00\x01\x02\x03\x04\x05\x06\n", "binary"),
    ],
)
def test_what_is_no_table_is_skipped(tmp_path: Path, data: bytes, why: str) -> None:
    assert why in reason(write(tmp_path / "1.csv", data))


def test_the_encoding_of_a_table(tmp_path: Path) -> None:
    table = "text\n" + "Der Bürgermeister möchte die Brücke für Fußgänger öffnen.\n" * 3
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        found = articles(write(tmp_path / "1.csv", table.encode(encoding)))
        assert [one.text for one in found] == ["Der Bürgermeister möchte die Brücke für Fußgänger öffnen."] * 3
        assert [bool(one.notes) for one in found] == [encoding == "cp1252"] * 3


RSS = f"""<?xml version="1.0"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:media="http://search.yahoo.com/mrss/"><channel><title>The Ledger</title>
<language>en-gb</language><item><title>Bridge &amp;amp; river</title><link>https://ledger.example/1</link><guid>g1</guid>
<media:title>No title</media:title><dc:creator>Jane Doe</dc:creator><pubDate>Fri, 01 Mar 2024 08:00:00 GMT</pubDate>
<description>In short.</description>
<content:encoded><![CDATA[<p>One &amp; two.</p><p>{SENTENCE}</p>]]></content:encoded></item>
<item><title>Second</title><description>&lt;b&gt;In&lt;/b&gt; short.</description></item>
<item><title>Third</title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Journal</title>
<entry><title>Le pont</title>
<link rel="self" href="https://x.example/self"/><link href="https://j.example/1"/><id>urn:1</id>
<published>2024-03-01T08:00:00Z</published><author><name>Jeanne</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &amp; two.</p><p>{SENTENCE}</p></div></content>
</entry></feed>"""


def test_rss(tmp_path: Path) -> None:
    first, second, third = read(write(tmp_path / "1.rss", RSS))
    assert isinstance(first, Article)
    assert (first.id, first.title, first.byline) == ("1.rss#g1", "Bridge & river", "Jane Doe")
    assert (first.text, first.date) == (f"One & two.\n{SENTENCE}", "2024-03-01T08:00:00+00:00")
    assert (first.outlet, first.language, first.url) == ("The Ledger", "en-gb", "https://ledger.example/1")
    assert isinstance(second, Article)
    assert (second.id, second.text) == ("1.rss#2", "In short.")
    assert "only a summary" in second.notes[0]
    assert isinstance(third, Skip)


def test_atom(tmp_path: Path) -> None:
    (found,) = articles(write(tmp_path / "1.xml", ATOM))
    assert (found.id, found.title, found.byline, found.outlet) == ("1.xml#urn:1", "Le pont", "Jeanne", "Le Journal")
    assert (found.text, found.url, found.language) == (f"One & two.\n{SENTENCE}", "https://j.example/1", "fr")


NITF = f"""<nitf><head><title>Slug</title><docdata><date.issue norm="20240301T080000Z"/><doc-id id-string="d1"/>
<doc.copyright holder="x"/></docdata></head><body><body.head><hedline><hl1>Bridge agreed</hl1></hedline>
<byline>By <person>Jane Doe</person></byline><distributor>Example Agency</distributor></body.head>
<body.content><p>One &amp; two.</p><p>{SENTENCE}</p></body.content></body></nitf>"""
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:g2" xml:lang="en"><itemMeta>
<provider literal="Example Agency"/><firstCreated>2024-03-01T08:00:00Z</firstCreated></itemMeta><contentMeta>
<headline>Bridge agreed</headline><by>Jane Doe</by><language tag="en-GB"/></contentMeta>
<contentSet>CONTENT</contentSet></newsItem>"""
HTML = f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>No</title></head><body><p>One &amp; two.</p><p>{SENTENCE}</p></body></html></inlineXML>"""
OLD = f"""<NewsML><NewsItem><NewsManagement/><NewsComponent><ContentItem><DataContent>{NITF}</DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>"""


def test_nitf_and_newsml(tmp_path: Path) -> None:
    g2 = G2.replace("CONTENT", HTML)
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{g2}</itemSet></newsMessage>'
    plain = G2.replace("CONTENT", f'<inlineData contenttype="text/plain">One &amp; two.\n{SENTENCE}</inlineData>')
    nested = G2.replace("CONTENT", f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>')
    documents = {"1.xml": NITF, "2.xml": g2, "3.xml": message, "4.newsml": OLD, "5.xml": plain, "6.xml": nested}
    ids = {"3.xml": "3.xml#urn:g2"}
    for name, document in documents.items():
        (found,) = articles(write(tmp_path / name, document))
        assert (found.id, found.title, found.text) == (ids.get(name, name), "Bridge agreed", f"One & two.\n{SENTENCE}")
        assert found.byline.endswith("Jane Doe")
        assert found.date.startswith("2024")
        if name != "4.newsml":
            assert found.outlet == "Example Agency"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefgh", "bcdefghi", strict=True)
) + "]><rss><channel><item><title>&i;</title></item></channel></rss>"  # fmt: skip


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (BOMB, "declares entities"),
        (BOMB.encode("utf-16"), "declares entities"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><item>&f;</item></rss>', "declares entities"),
        ("<rss><channel><item>", "broken XML"),
        ("", "empty file"),
        ("no xml", "broken XML"),
        ("<a>" * 100_000 + "</a>" * 100_000, "broken XML"),
        ("<rss><channel><item><description>&nbsp;</description></item></channel></rss>", "broken XML"),
        ("<urlset/>", "no XML of news: its root is <urlset>"),
        ("<rss><channel/></rss>", "a feed without items"),
        ("<newsMessage/>", "no news item"),
        ("<nitf/>", "no text in it"),
        ('<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd"><nitf/>', "no text in it"),
    ],
)
def test_bad_xml_is_skipped(tmp_path: Path, document: str | bytes, why: str) -> None:
    assert why in reason(write(tmp_path / "1.xml", document))


def test_parquet(tmp_path: Path) -> None:
    import datetime as dt

    table = pa.table(
        {
            "ID": ["a", "b", None],
            "text": [BODY, "", "Text"],
            "date": [dt.date(2024, 3, 1), None, None],
            "author": [["Jane", "John"], None, None],
            "image": [b"x" * 1000] * 3,
        }
    )
    parquet.write_table(table, tmp_path / "1.parquet")
    first, second, third = read(tmp_path / "1.parquet")
    assert isinstance(first, Article)
    assert (first.id, first.text, first.date, first.byline) == ("1.parquet#a", BODY, "2024-03-01", "Jane, John")
    assert isinstance(second, Skip)
    assert second.reason.startswith("record 2: no text in it")
    assert isinstance(third, Article)
    data = (tmp_path / "1.parquet").read_bytes()
    assert len(read(write(tmp_path / "2.parquet.gz", gzip.compress(data)))) == 3
    assert "broken Parquet" in reason(write(tmp_path / "3.parquet", data[:500]))
    assert "broken Parquet" in reason(write(tmp_path / "4.parquet", b"no parquet at all"))
    parquet.write_table(pa.table({"x": [1]}), tmp_path / "5.parquet")
    assert reason(tmp_path / "5.parquet") == "no column of texts: the columns are x"


# The writer of warcio leaves its temporary files to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["1.warc", "1.warc.gz"])
def test_a_web_archive(tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=name.endswith(".gz"))
    for address, kind, body, status in (
        ("https://ledger.example/bridge", "text/html; charset=utf-8", page(), "200 OK"),
        ("https://ledger.example/logo", "image/png", "png", "200 OK"),
        ("https://ledger.example/gone", "text/html", page(), "404 Not Found"),
        ("https://ledger.example/", "text/html", "<html><body></body></html>", "200 OK"),
    ):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        content = io.BytesIO(body.encode())
        writer.write_record(writer.create_warc_record(address, "response", payload=content, http_headers=headers))
    data = out.getvalue()
    first, second = read(write(tmp_path / name, data))
    assert isinstance(first, Article)
    assert (first.id, first.url, first.text.endswith(BODY)) == (f"{name}#1", "https://ledger.example/bridge", True)
    assert second == Skip(name, "record 4 (https://ledger.example/): no article found in the page")
    found = read(write(tmp_path / name, data[: len(data) // 2]))
    assert found
    gc.collect()
    assert "broken" in reason(write(tmp_path / "2.warc", "no archive")) or "no page" in reason(tmp_path / "2.warc")


def pdf(text: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Bridge agreed) /Author (Jane Doe) /CreationDate (D:20240301080000Z) >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + table + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_pdf(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (found,) = articles(write(tmp_path / "1.pdf", pdf("The council met on Monday.")))
    assert (found.id, found.text) == ("1.pdf", "The council met on Monday.")
    assert (found.title, found.byline, found.date) == ("Bridge agreed", "Jane Doe", "2024-03-01")
    assert "no text" in reason(write(tmp_path / "2.pdf", pdf("")))
    for number, data in enumerate((b"%PDF-1.7\n", b"no pdf", pdf("x")[:300], b"%PDF-1.4\n" + b"[" * 100_000)):
        assert "the PDF cannot be read" in reason(write(tmp_path / f"bad{number}.pdf", data))
    assert capfd.readouterr() == ("", "")


def test_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Bridge agreed", "Jane Doe"
    document.add_paragraph("The council met.")
    document.add_table(1, 2).cell(0, 1).text = "In a table."
    document.add_paragraph("It agreed.")
    path = tmp_path / "1.docx"
    document.save(str(path))
    (found,) = articles(path)
    assert (found.title, found.byline) == ("Bridge agreed", "Jane Doe")
    assert found.text == "The council met.\n\nIn a table.\n\nIt agreed."
    data = path.read_bytes()
    assert "cannot be read" in reason(write(tmp_path / "2.docx", data[:2000]))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x>" + b" " * 30_000_000)
    assert "max-expansion" in reason(write(tmp_path / "3.docx", bomb.getvalue()))
    with zipfile.ZipFile(tmp_path / "4.docx", "w") as archive, zipfile.ZipFile(path) as good:
        for part in good.infolist():
            content = good.read(part)
            archive.writestr(part, content.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1))
    assert reason(tmp_path / "4.docx") == "a part of it declares entities"


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [
        ("1.pdf", "pypdf", "pdf"),
        ("1.docx", "docx", "docx"),
        ("1.parquet", "pyarrow", "parquet"),
        ("1.warc", "warcio.archiveiterator", "warc"),
    ],
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert f"pip install 'article-auditor[{extra}]'" in reason(write(tmp_path / name, "x"))


def test_names_of_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    for name in ("a b\nc.csv", "d\udcff.csv", "e#1@2.csv"):
        write(tmp_path / name, "text\nThe council met.\n")
    found = reading.collect([tmp_path], tmp_path)
    ids = [one.id for source in found.sources for one in reading.read(source) if isinstance(one, Article)]
    assert ids == ["a b%0Ac.csv#1", "d%FF.csv#1", "e%231%402.csv#1"]
    assert [skip.path for skip in found.skipped] == ["folder.json"]


def test_the_help_lists_what_is_read(run: Any) -> None:
    shown = " ".join(run("audit", "--help").out.split())
    assert all(extension in shown for extension in reading.readers())
