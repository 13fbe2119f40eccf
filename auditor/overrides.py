"""What settings say of findings in some files, and of reuse that is licensed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from auditor.detector import Corpus
from auditor.model import Finding, Severity
from auditor.paths import pattern
from auditor.sourcing import facts

# The rules that say that a text stands elsewhere, too: a licence answers them.
_ABOUT_REUSE = ("DUP", "SRC001")


class Override(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What holds for the files of a pattern: rules that do not count there, severities of others."""

    ignore: Annotated[tuple[str, ...], Meta(description="Rules, or families of rules, without findings there.")] = ()
    severity: Annotated[
        Mapping[str, Severity], Meta(description="For rules, or families of rules, the severity of their findings.")
    ] = {}


def overridden(
    findings: Iterable[Finding], corpus: Corpus, overrides: Sequence[tuple[str, Override]], licensed: Collection[str]
) -> Iterator[Finding]:
    """The findings as settings want them.

    `overrides` go by the path of the article a finding stands in; of two that speak of a rule the
    later decides. Reuse in a story that credits one of the outlets in `licensed` is a note.
    """
    for finding in findings:
        if licensed and finding.rule.startswith(_ABOUT_REUSE) and finding.severity is not Severity.NOTE:
            finding = _licensed(finding, corpus, licensed)  # noqa: PLW2901
        path = corpus.dissections[finding.article].article.path
        said = [override for glob, override in overrides if pattern(glob).fullmatch(path)]
        if any(_named(finding.rule, override.ignore) for override in said):
            continue
        for override in said:
            if key := _named(finding.rule, override.severity):
                finding = replace(finding, severity=override.severity[key])  # noqa: PLW2901
        yield finding


def _named(rule: str, keys: Collection[str]) -> str | None:
    """The key that speaks of a rule: its own code before its family."""
    return next((key for key in (rule, rule.rstrip("0123456789")) if key in keys), None)


def _licensed(finding: Finding, corpus: Corpus, licensed: Collection[str]) -> Finding:
    dissection = corpus.dissections[finding.article]
    for story in dissection.stories:
        if story.span.start <= finding.span.start < story.span.end:
            credited = sorted({credit.name for credit in facts(dissection, story).credits}.intersection(licensed))
            if credited:
                evidence = {**finding.evidence, "licensed": ", ".join(credited)}
                return replace(finding, severity=Severity.NOTE, evidence=evidence)
    return finding
