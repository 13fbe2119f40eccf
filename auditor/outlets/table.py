"""A table of agencies and outlets: by name, by domain, and where a text names them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auditor.errors import SettingsError

Kind = Literal["agency", "outlet"]

# Names nobody can look up, but a wire credit all the same: "With inputs from agencies".
AGENCIES = "agencies"


@dataclass(frozen=True)
class Outlet:
    """An agency or outlet. `domains` are the registrable domains it publishes under."""

    name: str
    kind: Kind
    domains: tuple[str, ...] = ()
    ambiguous: bool = False
    shared: bool = False


UNNAMED = Outlet(AGENCIES, "agency")


class Outlets:
    """Outlets by name, alias and domain, with one compiled pattern for all their names."""

    def __init__(self, *tables: Mapping[str, Any]) -> None:
        """Later tables win over earlier ones. Raises SettingsError for an entry of a wrong form."""
        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        self._nouns: set[str] = set()
        self._generic: set[str] = set()
        for table in tables:
            self._add(table)
        self._folded = {name.casefold(): outlet for name, outlet in self._by_name.items()}
        self._pattern = _pattern(self._by_name)

    def _add(self, table: Mapping[str, Any]) -> None:
        kinds: tuple[Kind, ...] = ("agency", "outlet")
        for kind in kinds:
            for name, entry in table.get(kind, {}).items():
                try:
                    outlet = Outlet(
                        name=name,
                        kind=kind,
                        domains=tuple(entry.get("domains", ())),
                        ambiguous=bool(entry.get("ambiguous", False)),
                        shared=bool(entry.get("shared", False)),
                    )
                    self._by_name |= {_plain(alias): outlet for alias in (name, *entry.get("aliases", ()))}
                    self._by_domain |= dict.fromkeys(outlet.domains, outlet)
                except (AttributeError, TypeError) as error:
                    raise SettingsError(f"outlet {name!r}: expected {{ aliases = [...], domains = [...] }}") from error
        generic = table.get("generic", {})
        self._nouns |= {*generic.get("nouns", ())}
        self._generic.update(*generic.values())

    def lookup(self, name: str) -> Outlet | None:
        """The outlet of a name, alias or domain, whatever its case and article."""
        key = _plain(name.strip(" \t\r\n.,;:()[]\"'“”‘’")).casefold().removeprefix("the ")
        return self._folded.get(key) or self.of_domain(key)

    def of_domain(self, host: str) -> Outlet | None:
        """The outlet that publishes under a host: "www.bbc.co.uk" -> BBC News."""
        labels = host.casefold().strip(".").split(".")[-6:]
        suffixes = (".".join(labels[first:]) for first in range(len(labels) - 1))
        return next((self._by_domain[suffix] for suffix in suffixes if suffix in self._by_domain), None)

    def generic(self, value: str) -> bool:
        """Whether a value names a class of sources and no source ("media reports")."""
        words = [word.replace(".", "") for word in re.findall(r"[^\W_]+(?:[.'’-][^\W_]+)*", value.casefold())]
        return bool(words) and words[-1] in self._nouns and self._generic.issuperset(words) and not self.lookup(value)

    def mentions(self, text: str, lo: int, hi: int) -> Iterator[tuple[re.Match[str], Outlet]]:
        """Where a part of a text names an outlet, in order; `name` is the group without the article.

        A name that several outlets share means the one whose full name stood before it.
        """
        full: dict[str, Outlet] = {}
        for match in self._pattern.finditer(text, lo, hi):
            name = _plain(match.group("name"))
            if name.casefold() == AGENCIES:
                yield match, UNNAMED
                continue
            outlet = self._by_name.get(name) or self._folded[name.casefold()]
            if " " in name:
                full[name.rpartition(" ")[2]] = outlet
            elif outlet.shared:
                if name in full:
                    yield match, full[name]
                continue
            ordinary = outlet.ambiguous and (" " not in name or name == _plain(outlet.name))
            if not ordinary or match.group("article") or text[max(lo, match.start() - 1)] in "([/":
                yield match, outlet


def _plain(name: str) -> str:
    """A name with straight apostrophes, single spaces, and without its article."""
    return " ".join(name.replace("’", "'").split()).removeprefix("The ")


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all names, as a trie: its cost does not grow with the table."""
    spelled = {AGENCIES, AGENCIES.title(), AGENCIES.upper()}
    for name in names:
        spelled |= {name, name.upper()}
    trie: dict[str, Any] = {}
    for name in sorted(spelled):
        node = trie
        for character in name:
            node = node.setdefault(character, {})
        node[""] = {}
    return re.compile(rf"(?<![\w@#.-])(?P<article>(?:[Tt]he|THE)\s)?(?P<name>{_branch(trie)})(?![\w@]|[.-]\w)")


def _branch(node: Mapping[str, Any]) -> str:
    options = [
        (r"\s" if character == " " else "['’]" if character == "'" else re.escape(character)) + _branch(rest)
        for character, rest in node.items()
        if character
    ]
    if not options:
        return ""
    joined = options[0] if len(options) == 1 and "" not in node else f"(?:{'|'.join(options)})"
    return joined + ("?" if "" in node else "")
