"""A baseline: the findings that are known already, so that a gate fails for new ones only.

A file of JSON Lines, an entry a line, sorted: two branches that add to it seldom meet on a
line, and `merge=union` is a right way to merge it. An entry names a finding by its rule and its
content, never by path or line, and so outlives renames. It holds no text of any article.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from auditor.errors import SettingsError
from auditor.model import Finding, State
from auditor.text import counted

FILE = ".auditor-baseline.jsonl"


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A finding that is known: the `n`-th of its rule with this content.

    `status` is todo until somebody looked at it and wrote accepted; `reason` and `by` are for
    people; after the day `expires` the entry counts no more.
    """

    rule: Annotated[str, Meta(pattern="^[A-Z]{3}[0-9]{3}$")]
    fingerprint: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    n: Annotated[int, Meta(ge=1)] = 1
    status: Literal["todo", "accepted"] = "todo"
    reason: str = ""
    by: str = ""
    expires: dt.date | None = None

    @classmethod
    def of(cls, finding: Finding) -> "Entry":
        """The entry for a finding, not yet reviewed."""
        fingerprint, _, n = finding.fingerprint.partition("-")
        return cls(rule=finding.rule, fingerprint=fingerprint, n=int(n or 1))

    @property
    def key(self) -> tuple[str, str, int]:
        """What it is found by: rule, content, number."""
        return self.rule, self.fingerprint, self.n


@dataclass(frozen=True)
class Baselined:
    """Findings with their states, and how the baseline fared.

    `unreviewed` and `expired` count entries that met a finding, `stale` are those that met none.
    """

    findings: tuple[Finding, ...]
    known: int
    unreviewed: int
    expired: int
    stale: tuple[Entry, ...]

    @property
    def sentence(self) -> str:
        """What every run with a baseline says."""
        said = f"{self.known:,} baselined, {self.unreviewed:,} never reviewed, {self.expired:,} expired"
        if self.stale:
            said += (
                f"; {counted(len(self.stale), 'stale entry', 'stale entries')}: `auditor baseline prune` removes them"
            )
        return said


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a file. Raises SettingsError with file, line and what is wrong there."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise SettingsError(
            f"{path}: the baseline cannot be read: {error.strerror}; `auditor baseline create` makes one"
        ) from error
    entries: dict[tuple[str, str, int], Entry] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
            raise SettingsError(f"{path}:{number}: an unresolved merge; keep the lines of both sides")
        try:
            entry = _DECODER.decode(line)
        except msgspec.DecodeError as error:
            raise SettingsError(f"{path}:{number}: not an entry of a baseline: {error}") from error
        # Of two that name one finding, as a union of branches leaves them, the reviewed one counts.
        known = entries.get(entry.key)
        if known is None or known.status == "todo":
            entries[entry.key] = entry
    return tuple(entries[key] for key in sorted(entries))


def dump(entries: Iterable[Entry]) -> str:
    """A file of these entries: the same entries give the same bytes."""
    unique = {entry.key: entry for entry in entries}
    return "".join(f"{_ENCODER.encode(unique[key]).decode()}\n" for key in sorted(unique))


def apply(findings: Sequence[Finding], entries: Iterable[Entry], as_of: dt.date | None) -> Baselined:
    """The findings, those that the baseline knows marked so.

    Without `as_of` no entry expires. Suppressed findings stay what they are.
    """
    known = {entry.key: entry for entry in entries}
    met: Counter[str] = Counter()
    judged = []
    for finding in findings:
        entry = known.pop(Entry.of(finding).key, None)
        if entry is None or finding.state is not State.OPEN:
            judged.append(finding)
        elif entry.expires and as_of and entry.expires < as_of:
            met["expired"] += 1
            judged.append(finding)
        else:
            met["known"] += 1
            met["unreviewed"] += entry.status == "todo"
            judged.append(replace(finding, state=State.BASELINED, state_reason=entry.reason))
    return Baselined(tuple(judged), met["known"], met["unreviewed"], met["expired"], tuple(known.values()))


_DECODER = msgspec.json.Decoder(Entry)
_ENCODER = msgspec.json.Encoder(order="sorted")
