"""Asking for pages: politely, with time-outs, never inside of a network, and nothing more than needed.

One request at a time goes to a host; addresses that lead to a machine of this network are not
asked for, wherever a redirection points.
"""

import datetime as dt
import ipaddress
import socket
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from auditor import __version__
from auditor.online.page import Page, State

if TYPE_CHECKING:
    import httpx

ARCHIVE = "https://archive.org/wayback/available"
# Seconds a server has to answer, and how many hosts are asked at once.
_TIMEOUT = 10.0
_HOSTS = 8
_MOST_REDIRECTIONS = 5
# Titles and dates stand in the head of a page.
_MOST_BYTES = 1_000_000
_GONE = frozenset({404, 410})


def is_public(host: str) -> bool:
    """Whether a host name leads to public addresses only; false when it leads nowhere."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return all(ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global for *_, address in found)


class Visitor:
    """Asks for pages with one client. `allowed` decides which hosts may be asked."""

    def __init__(self, *, allowed: Callable[[str], bool] = is_public, archive: str = ARCHIVE) -> None:
        """`archive` is the address of an availability service as the Internet Archive's."""
        import httpx

        self._allowed = allowed
        self._archive = archive
        agent = f"auditor/{__version__} (checks citations; one request a page)"
        self._client = httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": agent}, trust_env=True)

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def page(self, url: str) -> Page:
        """A page, whatever comes of asking for it."""
        found = self._found(url)
        if found.state in (State.OK, State.BROKEN):
            found = replace(found, archived=self._copy(url))
        return found

    def _found(self, url: str) -> Page:
        import httpx

        at = url
        try:
            for _ in range(_MOST_REDIRECTIONS + 1):
                if fault := self._fault(at):
                    state = State.SKIPPED if at == url else State.UNKNOWN
                    return Page(url=url, state=state, reason=fault)
                with self._client.stream("GET", at) as answer:
                    if answer.next_request is None:
                        return _read(url, answer)
                    at = str(answer.next_request.url)
        except httpx.TimeoutException:
            return Page(url=url, state=State.UNKNOWN, reason=f"no answer within {_TIMEOUT:.0f} seconds")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return Page(url=url, state=State.UNKNOWN, reason=f"no answer: {type(error).__name__}")
        return Page(url=url, state=State.UNKNOWN, reason=f"more than {_MOST_REDIRECTIONS} redirections")

    def _fault(self, url: str) -> str:
        """Why an address is not asked for."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return "not an address"
        if parts.scheme not in ("http", "https") or not host:
            return "not an address of the web"
        return "" if self._allowed(host) else "the host is unknown, or not public"

    def _copy(self, url: str) -> str | None:
        import httpx

        try:
            answer = self._client.get(self._archive, params={"url": url})
            answer.raise_for_status()
            closest: Any = answer.json().get("archived_snapshots", {}).get("closest", {})
            return str(closest.get("url", "")) if closest.get("available", True) else ""
        except (httpx.HTTPError, ValueError, AttributeError):
            return None


def _read(url: str, answer: "httpx.Response") -> Page:
    """A page from the answer of its server."""
    status = answer.status_code
    if status in _GONE:
        return Page(url=url, state=State.BROKEN, reason=f"the server says {status}: there is no such page")
    if not answer.is_success:
        return Page(url=url, state=State.UNKNOWN, reason=f"the server says {status}")
    body = b""
    if "html" in answer.headers.get("content-type", ""):
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) >= _MOST_BYTES:
                break
    title, date = _head(body)
    return Page(url=url, state=State.OK, reason=f"the server says {status}", title=title, date=date)


def _head(body: bytes) -> tuple[str, dt.date | None]:
    """The title and day that a page gives of itself."""
    if not body.strip():
        return "", None
    from lxml.etree import LxmlError
    from trafilatura import extract_metadata

    try:
        told = extract_metadata(body)
        date = dt.date.fromisoformat(told.date) if told and told.date else None
    except (LxmlError, ValueError, AttributeError):
        return "", None
    return (told.title or "") if told else "", date


def visit(urls: Iterable[str], known: Mapping[str, Page], visitor: Visitor, today: dt.date) -> dict[str, Page]:
    """The pages at these addresses, those that are known without asking; one host is asked once at a time."""
    pages = {url: known[url] for url in urls if url in known}
    hosts: dict[str, list[str]] = {}
    for url in sorted({url for url in urls if url not in known}):
        hosts.setdefault(url.partition("//")[2].partition("/")[0], []).append(url)
    with ThreadPoolExecutor(_HOSTS) as pool:
        for found in pool.map(lambda of_host: [visitor.page(url) for url in of_host], hosts.values()):
            pages |= {page.url: replace(page, visited=today) for page in found}
    return dict(sorted(pages.items()))
