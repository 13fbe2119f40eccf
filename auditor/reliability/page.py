"""The page about the grade: `auditor explain reliability` and docs/rules/reliability.md."""

import textwrap
from collections.abc import Iterator
from typing import Literal

from auditor.reliability.table import GRADES, MEASURES, WORST, Measure

_WIDTH = 100

_TITLE = "Reliability grade"
_SUMMARY = "How far an article shows where it comes from, and what in it speaks against it: a sum of named signals."
_SECTIONS = {
    "What it says": """
Each signal is a number measured on the article, the points its band in the table is worth, and a
reason. The points are added up, and the sum gives the grade. Nothing else enters: no settings, no
opinion about outlets, no weights but those of the table. The grade is about what can be seen in the text
and its folder; it does not say whether the article is true.
""",
    "What is not held against an article": """
What is absent costs nothing: what could not be measured, or was not found, is worth nothing and is
not listed. An article without any signal has 0 points and the grade B: nothing speaks against it. So
a brief of forty words that quotes nobody is a B, as is a column. Rates are taken per 100 words, and
noise in a short article is measured as if it had 300. One absence counts, and only among stories that
others tell, too, which are therefore news and no essays: that of every cue, quotation, figure and credit.
""",
    "Originality": """
A member of the same family precedes an article when its record is dated earlier, or when it credits
an agency or outlet where the article credits nobody. Reuse of an outlet that the article names is
not counted, nor is another version by the same outlet or author. Where nothing tells which text was
first, nothing is counted. Drift counts numbers, their precision and qualifiers, negations, names and
dates that a preceding member puts otherwise; of several members, the one with most.
""",
    "What changes it": """
Articles that an article has nothing in common with change neither its grade nor its points, nor do
file names or their order, nor which rules are selected: rules that are named in the table are asked
with their default settings.
""",
    "When it is wrong": """
Where the extraction of a page lost its credits, its first paragraphs or its headline, and where
it left the site's furniture in. Cues are known in English, Spanish, French, German and Portuguese; in
other languages sourcing by cues and quotations is not measured, and the grade says so. A good grade is
no proof: invented sources with names are sources with names.
""",
}


def page(*, format: Literal["text", "markdown"] = "text") -> str:  # noqa: A002  (the name of the command's option)
    """The whole documentation of the grade: what it says, grades and signals with their points."""
    prose = {title: text.strip().replace("\n", " ") for title, text in _SECTIONS.items()}
    if format == "markdown":
        tables = {"Grades": "\n".join(_grade_rows()), "Signals": "\n".join(_signal_rows())}
        parts = [f"# {_TITLE}", _SUMMARY, *(f"## {title}\n\n{text}" for title, text in {**tables, **prose}.items())]
    else:
        lists = {"Grades": "\n".join(_grade_lines()), "Signals": "\n".join(_signal_lines())}
        wrapped = {title: textwrap.fill(text, _WIDTH - 2) for title, text in prose.items()}
        parts = [_TITLE, _SUMMARY]
        parts += [f"{title}\n{textwrap.indent(text, '  ')}" for title, text in {**lists, **wrapped}.items()]
    return "\n\n".join(parts) + "\n"


def _grade_lines() -> Iterator[str]:
    for letter, least in GRADES:
        yield f"{letter}  {least:+} points or more" if least else f"{letter}  0 points or more"
    yield f"{WORST}  fewer"


def _grade_rows() -> Iterator[str]:
    yield "| Grade | Points |"
    yield "|---|---|"
    for line in _grade_lines():
        yield f"| {line.replace('  ', ' | ')} |"


def _signal_lines() -> Iterator[str]:
    group = ""
    for measure in MEASURES:
        if measure.group != group:
            group = measure.group
            yield group
        yield f"  {measure.name}: {', '.join(_bands(measure))}"
        yield textwrap.fill(_described(measure), _WIDTH - 2, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _signal_rows() -> Iterator[str]:
    yield "| Part | Signal | Measured | Points |"
    yield "|---|---|---|---|"
    for measure in MEASURES:
        yield f"| {measure.group} | {measure.name} | {_described(measure)} | {', '.join(_bands(measure))} |"


def _bands(measure: Measure) -> Iterator[str]:
    return (f"{points:+} from {least:g}" for least, points in measure.bands)


def _described(measure: Measure) -> str:
    codes = ", ".join(rule.rule.code for rule in measure.rules)
    return f"{measure.what} ({codes})" if codes else measure.what
