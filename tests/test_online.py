"""Asking the web, which is a server of this test: what is broken, what is never asked, what is remembered."""

import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import SettingsError
from auditor.online import Page, State, Visitor, load, remember, visit
from auditor.online.visiting import is_public

TODAY = dt.date(2026, 5, 1)
HEAD = (
    '<html><head><title>Tunnel opens late</title><meta property="og:title" content="Tunnel opens late">'
    '<meta property="article:published_time" content="2022-05-04T08:00:00Z"></head><body><p>x</p></body></html>'
)


class Site(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path = self.path.partition("?")[0]
        if path == "/archive":
            self._answer(
                200, json.dumps({"archived_snapshots": {"closest": {"url": "https://copy", "available": True}}})
            )
        elif path == "/away":
            self._answer(302, "", location="/page")
        elif path == "/inside":
            self._answer(302, "", location="http://secret.invalid/")
        elif path == "/round":
            self._answer(302, "", location="/round")
        else:
            self._answer({"/page": 200, "/gone": 404, "/never": 410, "/no": 403, "/busy": 503}.get(path, 500), HEAD)

    def _answer(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": "text/html", "content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Site,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visitor(site: tuple[str, list[str]]) -> Iterator[Visitor]:
    made = Visitor(allowed=lambda host: host == "127.0.0.1", archive=f"{site[0]}/archive")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/page", State.OK),
        ("/away", State.OK),
        ("/gone", State.BROKEN),
        ("/never", State.BROKEN),
        ("/no", State.UNKNOWN),
        ("/busy", State.UNKNOWN),
        ("/round", State.UNKNOWN),
        ("/inside", State.UNKNOWN),
    ],
)
def test_only_a_server_that_says_so_makes_a_page_broken(
    site: tuple[str, list[str]], visitor: Visitor, path: str, state: State
) -> None:
    assert visitor.page(site[0] + path).state is state


def test_a_page_gives_title_date_and_copy(site: tuple[str, list[str]], visitor: Visitor) -> None:
    page = visitor.page(f"{site[0]}/page")
    assert (page.title, page.date, page.archived) == ("Tunnel opens late", dt.date(2022, 5, 4), "https://copy")


def test_nobody_at_home_is_unknown(visitor: Visitor) -> None:
    assert visitor.page("http://127.0.0.1:1/").state is State.UNKNOWN


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://127.0.0.1/", "http://10.0.0.1/x", "http://[::1]/", "ftp://x.org/", "http://["]
)
def test_machines_of_this_network_are_never_asked(url: str) -> None:
    visitor = Visitor()
    try:
        assert visitor.page(url).state is State.SKIPPED
    finally:
        visitor.close()


@pytest.mark.parametrize(("host", "public"), [("127.0.0.1", False), ("192.168.1.2", False), ("1.1.1.1", True)])
def test_public_hosts(host: str, public: bool) -> None:
    assert is_public(host) is public


def test_what_is_known_is_not_asked_for_again(site: tuple[str, list[str]], visitor: Visitor, tmp_path: Path) -> None:
    base, asked = site
    urls = [f"{base}/page", f"{base}/gone", f"{base}/busy"]
    first = visit(urls, {}, visitor, TODAY)
    assert [page.visited for page in first.values()] == [TODAY] * 3
    remember(tmp_path / "pages.jsonl", first)
    before = len(asked)
    second = visit(urls, load(tmp_path / "pages.jsonl"), visitor, TODAY)
    assert second == first
    assert [path for path in asked[before:] if not path.startswith("/archive")] == ["/busy"]


def test_a_file_of_pages_that_is_broken_says_where(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text('{"url": "x"}\n')
    with pytest.raises(SettingsError, match=r"pages\.jsonl:1"):
        load(tmp_path / "pages.jsonl")
    assert load(tmp_path / "none.jsonl") == {}


URL = "https://www.bbc.co.uk/news/uk-england-61300001"
ARTICLE = f"Tunnel opens late\n\nThe tunnel opened on Friday. Source: BBC News, “Tunnel opens late”, {URL}\n"


def test_without_online_nothing_is_asked_and_the_rules_do_not_run(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    report = json.loads(run("audit", "a.txt", "--output", "json").out)
    assert not any(code.startswith("NET") for code in report["settings"]["rules"])
    assert run("audit", "a.txt", "--select", "NET001").code == 2


def test_remembered_pages_need_no_network(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    remember(tmp_path / "pages.jsonl", {URL: Page(url=URL, state=State.BROKEN, reason="the server says 404")})
    (tmp_path / "auditor.toml").write_text('online = true\npages = "pages.jsonl"\n')
    report = json.loads(run("audit", "a.txt", "--output", "json").out)
    assert [one["rule"] for one in report["findings"] if one["rule"].startswith("NET")] == ["NET001"]
