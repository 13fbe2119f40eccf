"""A table of agencies and outlets: by name, by domain, and where a text names them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from auditor.errors import SettingsError

Kind = Literal["agency", "outlet"]
Name = Annotated[str, Meta(min_length=1)]
Domain = Annotated[
    str,
    Meta(pattern=r"^[^\s/:@?#.]+(\.[^\s/:@?#.]+)+$", examples=["herald.example"]),
]

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


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An outlet of a user's own, or what is added to one of the built-in table.

    The table's head in `data/outlets.toml` says what the fields mean. What is left out of an
    entry for an outlet of the built-in table stays as it is there.
    """

    aliases: tuple[Name, ...] = ()
    domains: tuple[Domain, ...] = ()
    agency: bool | UnsetType = UNSET
    ambiguous: bool | UnsetType = UNSET
    shared: bool | UnsetType = UNSET


Own = tuple[tuple[str, Entry], ...]


class Outlets:
    """Outlets by name, alias and domain, with one compiled pattern for all their names."""

    def __init__(self, builtin: Mapping[str, Any], own: Own, make: Callable[[Own], "Outlets"]) -> None:
        """A built-in table, and entries of a user's that win over it.

        `make` makes this table again from the user's entries: a pickle holds these alone. Raises
        SettingsError for a name or alias without a letter or digit.
        """
        self._own, self._make = own, make
        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        self._nouns = frozenset(builtin["generic"]["nouns"])
        self._generic = frozenset(chain.from_iterable(builtin["generic"].values()))
        kinds: tuple[Kind, ...] = ("agency", "outlet")
        for kind in kinds:
            for name, entry in builtin[kind].items():
                outlet = Outlet(
                    name=name,
                    kind=kind,
                    domains=tuple(entry.get("domains", ())),
                    ambiguous=entry.get("ambiguous", False),
                    shared=entry.get("shared", False),
                )
                self._add(outlet, entry.get("aliases", ()))
        for name, added in own:
            self._extend(name, added)
        self._folded = {name.casefold(): outlet for name, outlet in self._by_name.items()}
        self._pattern = _pattern(self._by_name)

    def __reduce__(self) -> tuple[Callable[[Own], "Outlets"], tuple[Own]]:
        """A few bytes: a table of hundreds of outlets goes along with every article."""
        return self._make, (self._own,)

    @property
    def own(self) -> Own:
        """The user's entries: with the built-in table they are all there is to it."""
        return self._own

    def _add(self, outlet: Outlet, aliases: Iterable[str]) -> None:
        self._by_name |= {_plain(alias): outlet for alias in (outlet.name, *aliases)}
        self._by_domain |= dict.fromkeys(outlet.domains, outlet)

    def _extend(self, name: str, added: Entry) -> None:
        """Add a user's outlet, or what a user says of a known one."""
        for alias in (name, *added.aliases):
            if not any(map(str.isalnum, alias)):
                raise SettingsError(f"outlets: {alias!r} is no name of an outlet: it has neither letters nor digits")
        same = (one for one in self._by_name.values() if _plain(one.name) == _plain(name))
        known = next(same, Outlet(name, "outlet"))
        domains = (domain.casefold().removeprefix("www.") for domain in added.domains)
        outlet = replace(
            known,
            kind=known.kind if added.agency is UNSET else "agency" if added.agency else "outlet",
            domains=tuple(dict.fromkeys([*known.domains, *domains])),
            ambiguous=known.ambiguous if added.ambiguous is UNSET else added.ambiguous,
            shared=known.shared if added.shared is UNSET else added.shared,
        )
        self._by_name |= {alias: outlet for alias, one in self._by_name.items() if one is known}
        self._add(outlet, added.aliases)

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
