"""Every page about rules, from one source: the detector classes and their measured fire-rates.

`auditor explain`, `auditor rules`, the README's table, `docs/rules` and the descriptors in
machine-readable reports all come from here, so that none of them can say anything else.
"""

import dataclasses
import enum
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from auditor import reliability
from auditor.detector import Detector, Example
from auditor.detectors import discover
from auditor.errors import UsageError
from auditor.model import Span
from auditor.text import Lines

Format = Literal["text", "markdown"]

SECTIONS = ("What it finds", "Why it matters", "What to do", "When it is wrong")

RATES = Path(__file__).parent / "data" / "fire_rates.json"
# What the page about grades is asked for by.
GRADE = "reliability"
README_BEGIN, README_END = "<!-- rules:begin -->", "<!-- rules:end -->"

# SARIF readers cut a short description at 1024 characters; a table cell and a terminal far earlier.
SUMMARY_LENGTH = 120
_EXAMPLE_LINES = 30
_EXAMPLE_LENGTH = 700
_WIDTH = 100
_ENDS = {"\r": "\\r", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True)
class FireRates:
    """How many findings each rule gave on a body of ordinary articles, and in how many of them."""

    data: str = ""
    articles: int = 0
    rules: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)

    def per_hundred(self, code: str) -> float | None:
        """Findings per 100 articles, or None when the rule was not measured."""
        return 100 * self.rules[code]["findings"] / self.articles if code in self.rules and self.articles else None

    def sentence(self, code: str) -> str:
        """How often the rule fires, in words."""
        rate = self.per_hundred(code)
        if rate is None:
            return "Not measured yet."
        findings, articles = self.rules[code]["findings"], self.rules[code]["articles"]
        share = f"{articles:,} of {self.articles:,} articles ({articles / self.articles:.2%})"
        return f"{findings:,} finding{'s' * (findings != 1)}, in {share}: {self.data}."


@cache
def fire_rates(path: Path = RATES) -> FireRates:
    """The measured rates, or none when the table was not generated yet."""
    return FireRates(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else FireRates()


def find(code: str) -> type[Detector]:
    """The detector of a rule by code or name. Raises UsageError for an unknown one."""
    known = {key.lower(): detector for detector in discover() for key in (detector.rule.code, detector.rule.name)}
    wanted = code.strip().lower()
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=1, cutoff=0.6)
    family = [detector.rule.code for detector in discover() if wanted and detector.rule.code.lower().startswith(wanted)]
    hint = f"did you mean {known[near[0]].rule.code}?" if near else "`auditor rules` lists them"
    if family:
        hint = f"the rules of that family are {', '.join(family)}"
    raise UsageError(f"there is no rule {code!r}; {hint}")


def summary(detector: type[Detector]) -> str:
    """What is wrong when the rule fires: the first line of its docstring."""
    return _docstring(detector).partition("\n")[0].strip()


def sections(detector: type[Detector]) -> dict[str, str]:
    """The sections of the rule's docstring by title, in order; the text before them is not one."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _docstring(detector).splitlines():
        if line.startswith("## "):
            lines = found[line.removeprefix("## ").strip()] = []
        else:
            lines.append(line)
    return {title: "\n".join(body).strip() for title, body in found.items()}


def advice(detector: type[Detector]) -> str:
    """What to do about a finding, in one line: the first sentence of that section."""
    return re.split(r"(?<=[.;])\s", " ".join(sections(detector).get("What to do", "").split()))[0].rstrip(";.")


def languages(detector: type[Detector]) -> str:
    """The languages that the rule works in, in words."""
    if detector.speaks is None:
        return "Any."
    return f"Only {', '.join(detector.speaks)}: in other languages the rule is not applicable."


def settings(detector: type[Detector]) -> list[dict[str, Any]]:
    """The rule's settings: `name` as it is written in a settings file, `default`, `help`."""
    return [
        {
            "name": field.name.replace("_", "-"),
            "default": _default(detector, field),
            "help": field.metadata.get("help", ""),
        }
        for field in dataclasses.fields(detector)
    ]


def check(detector: type[Detector]) -> list[str]:
    """What the rule's documentation lacks, one sentence each; empty when it is whole."""
    found = sections(detector)
    flagged = [example.flagged for example in getattr(detector, "examples", ())]
    line = summary(detector)
    complaints = [
        *(f"section '## {title}' is missing or empty" for title in SECTIONS if not found.get(title)),
        *(f"section '## {title}' is not one of the four" for title in found if title not in SECTIONS),
        *(f"setting {each['name']} has no help" for each in settings(detector) if not each["help"]),
    ]
    if not line:
        complaints.append("the docstring has no first line")
    if len(line) > SUMMARY_LENGTH:
        complaints.append(f"the first line has {len(line)} characters, at most {SUMMARY_LENGTH} fit in a table")
    if not any(flagged):
        complaints.append("there is no flagged example")
    if all(flagged):
        complaints.append("there is no clean example")
    return [f"{detector.rule.code}: {complaint}" for complaint in complaints]


def rules() -> list[dict[str, Any]]:
    """All rules with everything known about them, ready for JSON, in the order of codes."""
    rates = fire_rates()
    return [
        {
            "code": detector.rule.code,
            "name": detector.rule.name,
            "severity": detector.rule.severity.value,
            "precision": detector.rule.precision.value,
            "preview": detector.rule.preview,
            "online": detector.rule.online,
            "summary": summary(detector),
            "documentation": sections(detector),
            "settings": [{**each, "default": _plain(each["default"])} for each in settings(detector)],
            "languages": None if detector.speaks is None else list(detector.speaks),
            "findings_per_100_articles": rates.per_hundred(detector.rule.code),
        }
        for detector in discover()
    ]


def index(*, format: Format = "text") -> str:  # noqa: A002  (the name of the command's option)
    """All rules in short: one line each for a terminal, or a Markdown page."""
    if format == "markdown":
        return _INDEX.format(table=table(link=""))
    width = max((len(detector.rule.name) for detector in discover()), default=0)
    return "".join(
        f"{rule.code}  {rule.severity:7}  {rule.name:{width}}  {summary(detector)}\n"
        for detector in discover()
        for rule in (detector.rule,)
    )


def table(*, link: str = "docs/rules/") -> str:
    """The rules as a Markdown table. `link` is the way from its page to the folder of rule pages."""
    rates = fire_rates()
    rows = ["| Code | Name | Severity | Precision | What is wrong | Per 100 articles |", "|---|---|---|---|---|---:|"]
    for detector in discover():
        rule, rate = detector.rule, rates.per_hundred(detector.rule.code)
        measured = "not measured yet" if rate is None else f"{rate:.2g}"
        text = summary(detector).replace("|", "\\|")
        rows.append(
            f"| [{rule.code}]({link}{rule.code}.md) | {rule.name} | {rule.severity} | {rule.precision} "
            f"| {text} | {measured} |"
        )
    return "\n".join(rows) + "\n"


def page(code: str, *, format: Format = "text") -> str:  # noqa: A002  (the name of the command's option)
    """The whole documentation of one rule, by code or name, or of the reliability grade.

    Raises UsageError for an unknown one.
    """
    if code.strip().lower() == GRADE:
        return reliability.page(format=format)
    return document(find(code), format=format)


def document(detector: type[Detector], *, format: Format = "text") -> str:  # noqa: A002
    """The whole documentation of one detector."""
    rule = detector.rule
    preview = "; off unless `preview` is set" if rule.preview else ""
    head = f"{rule.code} {rule.name}"
    weight = f"Severity {rule.severity}, precision {rule.precision}{preview}."
    found = sections(detector)
    body = {title: found.get(title, "Not written yet.") for title in SECTIONS}
    body["How often it fires"] = fire_rates().sentence(rule.code)
    body["Languages"] = languages(detector)
    if format == "markdown":
        body["Settings"] = "\n".join(_settings_table(detector))
        body["Examples"] = "\n\n".join(f"{title}\n\n{_fenced(text)}" for title, text in _examples(detector))
        parts = [f"# {head}", summary(detector), weight, *(f"## {title}\n\n{text}" for title, text in body.items())]
    else:
        body["Settings"] = "\n".join(_settings_list(detector))
        body["Examples"] = "\n\n".join(f"{title}\n{text}" for title, text in _examples(detector))
        parts = [head, summary(detector), weight]
        parts += [f"{title}\n{textwrap.indent(text, '  ')}" for title, text in body.items()]
    return "\n\n".join(parts) + "\n"


def generated(root: Path) -> dict[Path, str]:
    """Every file that is made from the rules, with what it must hold.

    Raises ValueError when the README lacks the two comments its table stands between.
    """
    readme = root / "README.md"
    before, begin, rest = readme.read_text(encoding="utf-8").partition(README_BEGIN)
    _, end, after = rest.partition(README_END)
    if not (begin and end):
        raise ValueError(f"README.md has no {README_BEGIN} and {README_END} for the rule table to stand between")
    pages = root / "docs" / "rules"
    return {
        readme: f"{before}{begin}\n{table()}{end}{after}",
        pages / "index.md": index(format="markdown"),
        pages / f"{GRADE}.md": page(GRADE, format="markdown"),
        **{pages / f"{d.rule.code}.md": page(d.rule.code, format="markdown") for d in discover()},
    }


def write(root: Path) -> None:
    """Bring every generated file below the project's root up to date, and remove pages of rules that are gone."""
    files = generated(root)
    pages = root / "docs" / "rules"
    pages.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in sorted(pages.glob("*.md")):
        if path not in files:
            path.unlink()


_INDEX = """# Rules

Severity is how bad a finding is (`note`, `warning`, `error`); precision is how often the rule is
right. The last column counts the findings in 100 ordinary news articles.
`auditor explain CODE` prints the page of a rule. A code is never reused.
How an article gets its grade from A to F: [reliability](reliability.md).

{table}"""


def _docstring(detector: type[Detector]) -> str:
    # Not inspect.getdoc: it would take a missing docstring from the parent class.
    return inspect.cleandoc(detector.__dict__.get("__doc__") or "")


def _default(detector: type[Detector], field: "dataclasses.Field[Any]") -> Any:
    if field.name == "severity":
        return detector.rule.severity
    return field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value


def _toml(value: Any) -> str:
    # JSON writes strings, numbers, booleans and lists as TOML does.
    return "not set" if value is None else json.dumps(_plain(value), ensure_ascii=False)


def _settings_table(detector: type[Detector]) -> Iterator[str]:
    yield f"In `[rules.{detector.rule.code}]` of the settings file:\n"
    yield "| Setting | Default | Meaning |"
    yield "|---|---|---|"
    for each in settings(detector):
        cells = (f"`{each['name']}`", f"`{_toml(each['default'])}`", each["help"])
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _settings_list(detector: type[Detector]) -> Iterator[str]:
    yield f"In [rules.{detector.rule.code}] of the settings file:"
    for each in settings(detector):
        yield f"{each['name']} = {_toml(each['default'])}"
        yield textwrap.fill(each["help"], _WIDTH - 2, initial_indent="    ", subsequent_indent="    ")


def _examples(detector: type[Detector]) -> Iterator[tuple[str, str]]:
    """One flagged and one clean example, the first of each: title and numbered lines."""
    for kind, wanted in (("Flagged", True), ("Clean", False)):
        example = next((each for each in detector.examples if each.flagged is wanted), None)
        if example is not None:
            yield f"{kind}: {example.title.rstrip('.')}.", "\n".join(_excerpt(example))


def _excerpt(example: Example) -> Iterator[str]:
    """The articles of an example with line numbers; `>` marks the lines the rule flags."""
    if example.settings:
        yield f"settings: {json.dumps(example.settings, ensure_ascii=False)}"
    for name, text in example.tables.items():
        yield f"--- {name}"
        yield from text.splitlines()
    for name, text in example.articles.items():
        if len(example.articles) > 1:
            yield f"--- {name}"
        flagged = example.lines.get(name, ())
        left_out = 0
        for number, line in enumerate(_lines(text), 1):
            if number <= _EXAMPLE_LINES or number in flagged:
                head = f"{'>' if number in flagged else ' '} {number:>3}  "
                yield (
                    textwrap.fill(line, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head)) or head.rstrip()
                )
            else:
                left_out += 1
        if left_out:
            yield f"       … and {left_out} more lines"


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, clipped, hidden characters spelled out; their ends, too, where these are not all alike."""
    spans = [span for span in Lines(text).spans() if span.start < len(text)]
    for span, following in zip(spans, [*spans[1:], Span(len(text), len(text))], strict=True):
        line = text[span.start : span.end]
        end = text[span.end : following.start] if "\r" in text else ""
        yield _printable(line[:_EXAMPLE_LENGTH]) + (" …" if len(line) > _EXAMPLE_LENGTH else "") + _printable(end)


def _fenced(text: str) -> str:
    """A code block whose fence nothing inside can close."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _printable(text: str) -> str:
    """Control, zero-width and direction-changing characters spelled out."""
    return "".join(c if c.isprintable() else _ENDS.get(c, f"\\u{ord(c):04x}") for c in text)
