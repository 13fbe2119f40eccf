"""Suppressions: findings that somebody decided to leave, in a file beside the articles.

An article is evidence, and nobody should have to edit it to silence a rule. The sidecar
`.auditor-ignore.toml` names rule, files or one finding by its fingerprint, always with a reason.
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from auditor.detectors import discover
from auditor.errors import SettingsError
from auditor.model import Finding, State
from auditor.paths import pattern

FILE = ".auditor-ignore.toml"


class Suppression(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is left alone: findings of `rule` in the files of `path`, or the one with a `fingerprint`."""

    reason: Annotated[str, Meta(min_length=1, description="Why. Required: a reviewer will ask.")]
    rule: Annotated[str, Meta(description="A rule code (CIT001), a family of codes (CIT) or ALL.")] = "ALL"
    path: Annotated[str, Meta(description="A glob over paths relative to the root: archive/**, 2019-*.txt.")] = "**"
    fingerprint: Annotated[str, Meta(description="The fingerprint of one finding, from report.json.")] = ""
    expires: Annotated[dt.date | None, Meta(description="The last day on which it counts.")] = None

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of a finding."""
        if self.fingerprint and self.fingerprint != finding.fingerprint:
            return False
        if self.rule not in ("ALL", finding.rule, finding.rule.rstrip("0123456789")):
            return False
        # An id is the path, and a number or name after `#` for a record inside of the file.
        return pattern(self.path).fullmatch(finding.article.partition("#")[0]) is not None

    def described(self) -> str:
        """It in a few words, for the message that nothing needed it."""
        return f"{self.rule} in {self.path}" + (f" with fingerprint {self.fingerprint}" if self.fingerprint else "")


class Sidecar(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: a list of suppressions under `[[ignore]]`."""

    ignore: tuple[Suppression, ...] = ()


@dataclass(frozen=True)
class Suppressed:
    """Findings with their states, and the suppressions that met none or are past their day."""

    findings: tuple[Finding, ...]
    unused: tuple[Suppression, ...]
    expired: tuple[Suppression, ...]

    def notes(self) -> tuple[str, ...]:
        """What a run says about the file: entries that do nothing are clutter, or a typing error."""
        unused = tuple(f"unused suppression: {one.described()} ({one.reason})" for one in self.unused)
        return unused + tuple(f"expired suppression: {one.described()} ({one.reason})" for one in self.expired)


def read(path: Path) -> tuple[Suppression, ...]:
    """The suppressions of a file. Raises SettingsError with the file and what is wrong in it."""
    try:
        document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        found = msgspec.convert(document, Sidecar).ignore
    except OSError as error:
        raise SettingsError(f"{path}: the suppressions cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a valid TOML file: {error}") from error
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}; `auditor schema ignore` says what may stand there") from error
    codes = {detector.rule.code for detector in discover()}
    known = {"ALL", *codes, *(code.rstrip("0123456789") for code in codes)}
    for one in found:
        if one.rule not in known:
            near = get_close_matches(one.rule.upper(), sorted(known), n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            raise SettingsError(f'{path}: there is no rule "{one.rule}"{hint}')
    return found


def apply(findings: Sequence[Finding], suppressions: Sequence[Suppression], as_of: dt.date | None) -> Suppressed:
    """The findings, those that a suppression covers marked with its reason.

    The first that covers a finding counts. Without `as_of` none expires.
    """
    expired = [one for one in suppressions if one.expires and as_of and one.expires < as_of]
    active = [one for one in suppressions if one not in expired]
    used: set[Suppression] = set()
    judged = []
    for finding in findings:
        by = next((one for one in active if one.covers(finding)), None)
        if by:
            used.add(by)
            finding = replace(finding, state=State.SUPPRESSED, state_reason=by.reason)  # noqa: PLW2901
        judged.append(finding)
    return Suppressed(tuple(judged), tuple(one for one in active if one not in used), tuple(expired))
