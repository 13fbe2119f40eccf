"""Records: what a line of JSON, a row or an object says about one article, whatever it calls it.

The names are those of schema.org's NewsArticle, JSON Feed, news APIs and the data sets people
exchange. `schemas/record.schema.json` is made from the types below, which decode records.
"""

import datetime as dt
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from msgspec import Struct, field

from auditor.errors import UnreadableError

FieldName = Literal["text", "title", "byline", "date", "outlet", "url", "language", "id"]
NAMES: tuple[FieldName, ...] = get_args(FieldName)

# What a field may be called in a record, best first.
ALIASES: Mapping[FieldName, tuple[str, ...]] = {
    "text": (
        "text", "articleBody", "article_body", "body", "body_text", "content", "content_text", "maintext", "main_text",
        "full_text", "fulltext", "article", "article_text", "document", "raw_text", "plain_text", "cleaned_text",
    ),
    "title": ("title", "headline", "heading"),
    "byline": ("byline", "author", "authors", "creator", "by"),
    "date": (
        "date", "datePublished", "date_published", "date_publish", "published", "published_at", "publishedAt",
        "publish_date", "publication_date", "pubDate", "pub_date", "pubdate", "dateCreated", "created_at", "created",
        "timestamp",
    ),
    "outlet": (
        "outlet", "publisher", "publication", "source", "source_name", "sourceName", "provider", "newspaper",
        "site_name", "sitename", "site", "source_domain", "domain", "hostname",
    ),
    "url": (
        "url", "canonical_url", "canonicalUrl", "link", "permalink", "source_url", "web_url", "webUrl",
        "mainEntityOfPage",
    ),
    "language": ("language", "lang", "inLanguage"),
    "id": ("id", "_id", "@id", "identifier", "guid", "uuid", "article_id", "articleId", "doc_id", "docid", "uri"),
}  # fmt: skip


class Thing(Struct, frozen=True):
    """An object where a name could stand, such as schema.org's Person. The first text in it is read."""

    name: Any = None
    title: Any = None
    value: Any = field(default=None, name="@value")
    oid: Any = field(default=None, name="$oid")
    date: Any = field(default=None, name="$date")
    at_id: Any = field(default=None, name="@id")
    url: Any = None
    uri: Any = None
    id: Any = None


class Passage(Struct, frozen=True):
    """An object where the text could stand. The first text in it is read."""

    text: Any = None
    body: Any = None
    content: Any = None
    value: Any = field(default=None, name="@value")


_ABOUT = (
    "A line of JSONL, a row, or an object of a JSON file. One of the names of the text holds a text. Of the names of "
    "a field, the first one that says something counts; what has no name here is passed over."
)
Named = str | int | float | Thing | list[str | int | float | Thing | None] | None
_TYPES: Mapping[FieldName, Any] = {
    "text": str | Passage | list[str | None] | None,
    "title": str | int | float | list[str | None] | None,
    "byline": Named,
    "date": str | int | float | Thing | None,
    "outlet": Named,
    "url": Named,
    "language": Named,
    "id": str | int | float | Thing | None,
}


class Fields(Struct, frozen=True):
    """What a record says of one article, all as text."""

    text: str
    title: str = ""
    byline: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    id: str = ""


class View(NamedTuple):
    """The members that some records have, of those that are fields: how they are decoded, and become fields."""

    kind: type[Struct]
    decoder: "msgspec.json.Decoder[Any]"
    members: Mapping[FieldName, tuple[str, ...]]

    def fields(self, record: Any) -> Fields | None:
        """The fields of a decoded record; None when no text is in it."""
        found: dict[str, str] = {}
        for name, members in self.members.items():
            render = _RENDER[name]
            for member in members:
                value = getattr(record, member)
                if value is not None and (text := render(value)):
                    found[name] = text
                    break
            else:
                if name == "text":
                    return None
        return Fields(**found)


class Mapper:
    """How records become fields.

    `aliases` holds what each field may be called, best first; a dot leads into an object.
    """

    def __init__(self, own: Mapping[str, tuple[str, ...]]) -> None:
        """`own` names the members of some fields, in place of the built-in names."""
        self.aliases: Mapping[FieldName, tuple[str, ...]] = {
            name: tuple(own.get(name, ALIASES[name])) for name in NAMES
        }
        spelled = {name: _spelled(aliases) for name, aliases in self.aliases.items()}
        every = [(alias, _TYPES[name]) for name in NAMES for alias in spelled[name]]
        types: dict[str, Any] = {}
        for alias, kind in every:
            # Of two fields that are called the same, the first one has the say about the type.
            types.setdefault(alias, kind)
        self._types = types
        self._spelled = spelled
        self.whole = self._view(types)
        # A dot leads into an object, which the typed decoding does not follow.
        self.nested = any("." in alias for aliases in own.values() for alias in aliases)
        self._folded = {_fold(alias): alias for alias in reversed(types)}
        # Longer than any name is no name; a backslash may stand for any character.
        longest = max(map(len, map(str.encode, types)), default=0)
        characters = re.escape("".join(sorted({*"".join(types), "\\"})).encode())
        self._keys = re.compile(rb'"([' + characters + rb']{1,%d})"\s*:' % (6 * longest))
        self._known = {alias.encode(): alias for alias in types}
        self._views = {frozenset(self._known): self.whole}

    def _view(self, types: Iterable[str]) -> View:
        attributes = {alias: f"member{number}" for number, alias in enumerate(types)}
        kind = msgspec.defstruct(
            "Record",
            [(attribute, self._types[alias], None) for alias, attribute in attributes.items()],
            rename={attribute: alias for alias, attribute in attributes.items()},
            frozen=True,
            gc=False,
        )
        members = {
            name: tuple(attributes[alias] for alias in self._spelled[name] if alias in attributes) for name in NAMES
        }
        return View(kind, msgspec.json.Decoder(kind), members)

    def seen(self, data: bytes) -> Mapping[bytes, int]:
        """The names in JSON that may be those of members, and how often each stands there."""
        return Counter(self._keys.findall(data))

    def most(self, seen: Mapping[bytes, int]) -> int:
        """How often a member that is one of the fields stands there, at most."""
        return max((count for key, count in seen.items() if key in self._known), default=0)

    def view(self, seen: Mapping[bytes, int]) -> View:
        """What is read of records with members of these names: those of them that are fields."""
        if any(b"\\" in key for key in seen):
            return self.whole
        known = frozenset(self._known.keys() & seen.keys())
        if known not in self._views:
            self._views[known] = self._view([alias for key, alias in self._known.items() if key in known])
        return self._views[known]

    def knows(self, key: str, name: FieldName | None = None) -> bool:
        """Whether a member of this name can be one of the fields, or that field."""
        aliases = self.aliases[name] if name else self._folded.values()
        folded = _fold(key)
        return any(_fold(alias.partition(".")[0]) == folded for alias in aliases)

    def of_mapping(self, record: Mapping[str, Any]) -> Fields:
        """The fields of a record that is a mapping.

        Names that are none of them exactly are compared without case and separators. Raises
        UnreadableError for a record without text, or with a value of the wrong type.
        """
        folded = dict(self._followed(record))
        for key, value in record.items():
            if key not in self._types and value and (alias := self._folded.get(_fold(key))) is not None:
                folded.setdefault(alias, value)
        fields = self.whole.fields(self._convert(folded))
        if fields is None:
            raise UnreadableError(_without_text(record, self.aliases["text"]))
        return fields

    def _followed(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self.nested:
            return record
        found = dict(record)
        for alias in self._folded.values():
            if "." in alias and alias not in found:
                value: Any = record
                for part in alias.split("."):
                    value = value.get(part) if isinstance(value, Mapping) else None
                found[alias] = value
        return found

    def _convert(self, record: Mapping[str, Any]) -> Any:
        try:
            return msgspec.convert(record, self.whole.kind)
        except msgspec.ValidationError as error:
            raise UnreadableError(str(error)) from error


@cache
def _mapper(own: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapper:
    return Mapper(dict(own))


def mapper(own: Mapping[str, tuple[str, ...]]) -> Mapper:
    """How records become fields, with these names of members in place of the built-in ones."""
    return _mapper(tuple(sorted((name, tuple(aliases)) for name, aliases in own.items())))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, with the built-in names."""
    kinds, objects = msgspec.json.schema_components([_TYPES[name] for name in NAMES], ref_template="#/$defs/{name}")
    for one in objects.values():
        one["properties"] = {key: {} for key in one["properties"]}
        one["description"] = inspect.cleandoc(one["description"])
    seen = {"type": "string", "pattern": r"\S"}
    inside = [{"properties": {key: seen}, "required": [key]} for key in objects["Passage"]["properties"]]
    text = [seen, {"type": "array", "contains": seen}, {"type": "object", "anyOf": inside}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:auditor:schema:record",
        "title": "A record of an article",
        "description": _ABOUT,
        "type": "object",
        "properties": {alias: {"$ref": f"#/$defs/{name}"} for name in NAMES for alias in ALIASES[name]},
        "anyOf": [
            {"required": [alias], "properties": {alias: {"$ref": "#/$defs/some-text"}}} for alias in ALIASES["text"]
        ],
        "$defs": {
            **{name: {"description": f"The {name}.", **kind} for name, kind in zip(NAMES, kinds, strict=True)},
            "some-text": {"description": "A text in which something can be seen.", "anyOf": text},
            **dict(sorted(objects.items())),
        },
    }


def _without_text(record: Mapping[str, Any], wanted: Sequence[str]) -> str:
    held = ", ".join(sorted(map(str, record))[:8]) or "nothing"
    return f"no text in it: it has {held}; a text is looked for in {', '.join(wanted[:4])}..."


def _spelled(aliases: Sequence[str]) -> tuple[str, ...]:
    """Names as they are, then with a capital, then in capitals: as tables and exports write them."""
    capital = [alias[:1].upper() + alias[1:] for alias in aliases]
    return tuple(dict.fromkeys([*aliases, *capital, *(alias.upper() for alias in aliases)]))


def _fold(key: str) -> str:
    return re.sub(r"[\s_-]", "", key).casefold()


def _text(value: str | Passage | list[str | None]) -> str:
    """The text, exactly; empty when nothing in it is visible."""
    if isinstance(value, Passage):
        value = next((part for part in (value.text, value.body, value.content, value.value) if _says(part)), "")
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if part)
    return value if value and not value.isspace() else ""


def _says(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _name(value: Any) -> str:
    """A name, or names in a row."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    if isinstance(value, Thing):
        said = (getattr(value, part) for part in value.__struct_fields__)
        return next((_name(part) for part in said if isinstance(part, str | int | float) and part != ""), "")
    if isinstance(value, bool) or value is None:
        return ""
    return " ".join(str(value).split())


def _title(value: Any) -> str:
    return " ".join(filter(None, map(_name, value))) if isinstance(value, list) else _name(value)


# Seconds and milliseconds since 1970, and days written as a number: what lies between is none of them.
_SECONDS, _MILLISECONDS = range(10**8, 10**10), range(10**11, 10**13)
_DAY = re.compile(r"(1[89]\d\d|2[01]\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def _date(value: Any) -> str:
    """A date as it is written; what counts seconds is written as ISO 8601."""
    said = _name(value)
    number = int(value) if isinstance(value, int | float) and value == value // 1 else None
    if number is None:
        return said
    if found := _DAY.fullmatch(str(number)):
        return "-".join(found.groups())
    if number in _MILLISECONDS:
        number //= 1_000
    if number in _SECONDS:
        return dt.datetime.fromtimestamp(number, dt.UTC).isoformat().replace("+00:00", "Z")
    return said


_RENDER: Mapping[FieldName, Callable[[Any], str]] = {
    "text": _text,
    "title": _title,
    "byline": _name,
    "date": _date,
    "outlet": _name,
    "url": _name,
    "language": _name,
    "id": _name,
}
