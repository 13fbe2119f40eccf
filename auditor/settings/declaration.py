"""The settings, declared once: files, schema, `config show` and `config init` follow from here."""

import dataclasses
import enum
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any

import msgspec
from msgspec import NODEFAULT, UNSET, Meta, Struct
from msgspec.structs import fields

from auditor.detector import Detector
from auditor.model import Grade, Severity
from auditor.outlets import Entry
from auditor.overrides import Override
from auditor.reading import FieldName, Options, Origin

# The format of a day in the schema: one of the calendar, or nothing.
DAY = "day"

Selectors = tuple[str, ...]

IGNORE_FILE = ".auditor-ignore.toml"


class FailOn(enum.StrEnum):
    """The lowest severity that fails a gate."""

    NEVER = "never"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def severity(self) -> Severity | None:
        """The same as a severity; None for never."""
        return None if self is FailOn.NEVER else Severity(self.value)


class Settings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """What a user may set. Keys are written with hyphens in files: `fail-on`, `max-article-bytes`."""

    select: Annotated[
        Selectors, Meta(description="The rules that run: codes (CIT001), families of codes (CIT) or ALL.")
    ] = ("ALL",)
    ignore: Annotated[
        Selectors, Meta(description="The rules that do not run. Of two that fit a rule, the longer selector decides.")
    ] = ()
    ruleset: Annotated[
        str,
        Meta(
            pattern=r"^([0-9]{4}\.[0-9]+)?$",
            description="Only the rules of this ruleset, with the defaults they had in it, such as 2026.1: "
            "an upgrade of auditor then brings no rule that was not asked for.",
        ),
    ] = ""
    preview: Annotated[bool, Meta(description="Also run the experimental rules that are selected.")] = False
    online: Annotated[
        bool,
        Meta(description="Ask the web for cited pages (rules NET001-003). Nothing else ever goes over the network."),
    ] = False
    pages: Annotated[
        str,
        Meta(description="The file that remembers pages asked for; by default one of the user's cache, for a week."),
    ] = ""
    fail_on: Annotated[FailOn, Meta(description="The lowest severity that fails `auditor gate`.")] = FailOn.ERROR
    max_findings: Annotated[
        int, Meta(ge=0, description="How many findings of that severity or above `auditor gate` bears with.")
    ] = 0
    budgets: Annotated[
        Mapping[str, Annotated[int, Meta(ge=0)]],
        Meta(
            description="For rules or families of rules, how many findings the gate bears with whatever their "
            "severity; one more fails: { CIT001 = 20, DUP = 0 }."
        ),
    ] = {}
    min_grade: Annotated[
        Grade, Meta(description="The worst reliability grade with which an article passes the gate.")
    ] = "F"
    quarantine_on: Annotated[
        Severity, Meta(description="The lowest severity for which the gate's manifest sets a file apart that passes.")
    ] = Severity.WARNING
    baseline: Annotated[
        str, Meta(description="A file of findings that are known already, made by `auditor baseline create`.")
    ] = ""
    ignore_file: Annotated[
        str, Meta(description="A file of findings to leave alone, each with a reason. The default may be missing.")
    ] = IGNORE_FILE
    raw: Annotated[
        bool, Meta(description="Take each article as one story without noise: for corpora that are clean already.")
    ] = False
    full: Annotated[bool, Meta(description="List the blocks of body text in the report, too.")] = False
    no_quotes: Annotated[
        bool, Meta(description="Keep what articles say out of logs and reports: places and counts stay.")
    ] = False
    max_article_bytes: Annotated[
        int, Meta(ge=1, description="Larger articles and records are not read, and listed as skipped.")
    ] = Options().max_article_bytes
    max_file_bytes: Annotated[
        int, Meta(ge=1, description="Larger files are not read when their format can only be read as a whole.")
    ] = Options().max_file_bytes
    max_expansion: Annotated[
        int, Meta(ge=1, description="Compressed files that grow to more than this many times their size are not read.")
    ] = Options().max_expansion
    max_page_tags: Annotated[
        int, Meta(ge=1, description="Web pages of more tags are not read: to find the article in them takes too long.")
    ] = Options().max_page_tags
    exclude: Annotated[
        tuple[str, ...],
        Meta(
            description='Files and folders that are passed over, as globs from the root: "drafts", "**/package.json".'
        ),
    ] = ()
    fields: Annotated[
        Mapping[FieldName, tuple[str, ...]],
        Meta(description="What fields are called in records, best first, in place of the names in docs/formats.md."),
    ] = {}
    jobs: Annotated[
        int, Meta(ge=0, description="Worker processes, 0 for one a processor. They change the time, never the result.")
    ] = 0
    cache: Annotated[
        bool,
        Meta(description="Keep what was found out about articles, so that the next run of the same ones is quick."),
    ] = True
    cache_dir: Annotated[
        str, Meta(description="The folder of the cache, in place of the platform's for this user.")
    ] = ""
    cache_megabytes: Annotated[
        int, Meta(ge=0, description="How large the cache may be; what was not used for longest goes. 0 for no cache.")
    ] = 1000
    documentation: Annotated[
        str,
        Meta(
            pattern=r"^(https?://\S*\{code\}\S*)?$",
            examples=["https://example.org/rules/{code}.html"],
            description="The address of a rule's page, with {code} for its code: reports for platforms link it.",
        ),
    ] = ""
    as_of: Annotated[
        str,
        Meta(
            pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
            examples=["2026-05-01"],
            extra_json_schema={"format": DAY},
            description="The day the audit takes place: no citation is dated later, and decisions expire.",
        ),
    ] = ""
    ratings: Annotated[
        str,
        Meta(
            description="A CSV table of your own, domain,score, relative to the settings file: SRC002 looks outlets up."
        ),
    ] = ""
    outlets: Annotated[
        Mapping[str, Entry],
        Meta(
            description="Outlets of your own by name, each with aliases, domains and whether it is an agency; "
            "what is said of an outlet of the built-in table is added to it."
        ),
    ] = {}
    files: Annotated[
        Mapping[str, Origin],
        Meta(
            description="The outlet and site of the files of a folder or pattern, for those whose record names none; "
            "of two patterns that fit, the later decides."
        ),
    ] = {}
    overrides: Annotated[
        Mapping[str, Override],
        Meta(
            description="For a folder or pattern of files, rules to ignore and severities of others; "
            "of two patterns that fit, the later decides."
        ),
    ] = {}
    licensed: Annotated[
        tuple[str, ...],
        Meta(description="Outlets and agencies whose credited copy may be used: its reuse is a note and no error."),
    ] = ()
    rules: Annotated[
        Mapping[str, Mapping[str, Any]],
        Meta(description="A table for each rule: its severity and settings of its own."),
    ] = {}

    @property
    def reading(self) -> Options:
        """What readers are told of it."""
        return Options(**{name: getattr(self, name) for name in Options.__struct_fields__})


class Option(Struct, frozen=True):
    """One setting: its key as files write it, its type, its default and a sentence of help."""

    name: str
    type: Any
    default: Any
    help: str

    @property
    def key(self) -> str:
        """The name with hyphens."""
        return self.name.replace("_", "-")


def plain(value: Any) -> Any:
    """A value as a file writes it: lists, tables, texts, numbers."""
    return msgspec.json.decode(msgspec.json.encode(value))


def options() -> Iterator[Option]:
    """The settings of the whole run, without the tables of the rules."""
    for field in fields(Settings):
        if field.name != "rules":
            default = field.default if field.default_factory is NODEFAULT else field.default_factory()
            yield Option(field.name, field.type, default, field.type.__metadata__[0].description)


@cache
def rule_options(detector: type[Detector]) -> tuple[Option, ...]:
    """The settings of one rule: the fields of its detector, severity first."""
    hints = typing.get_type_hints(detector, include_extras=True)
    return tuple(
        Option(field.name, _without_none(hints[field.name]), _default(detector, field), field.metadata.get("help", ""))
        for field in dataclasses.fields(detector)
    )


def _default(detector: type[Detector], field: "dataclasses.Field[Any]") -> Any:
    if field.name == "severity":
        return detector.rule.severity
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return UNSET if field.default is dataclasses.MISSING else field.default


def _without_none(hint: Any) -> Any:
    """`X | None` as X: TOML has no null, what is not set is left out."""
    if typing.get_origin(hint) not in (types.UnionType, typing.Union):
        return hint
    return typing.Union[tuple(kind for kind in typing.get_args(hint) if kind is not type(None))]  # noqa: UP007
