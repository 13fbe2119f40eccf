"""A table of scores for outlets that a user supplies: `domain,score`. None is built in."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import SettingsError

COLUMNS = ("domain", "score")


@dataclass(frozen=True)
class Ratings:
    """Scores by domain, and the name of the file they stand in."""

    name: str
    scores: Mapping[str, float]

    def of(self, host: str) -> tuple[str, float] | None:
        """The most specific domain of the table that a host belongs to, with its score."""
        labels = host.casefold().strip(".").split(".")
        domains = (".".join(labels[first:]) for first in range(len(labels) - 1))
        return next(((domain, self.scores[domain]) for domain in domains if domain in self.scores), None)


def read(path: Path) -> Ratings:
    """The table in a CSV file with a header and the columns `domain` and `score`; others are passed over.

    Raises SettingsError with file, line, what is wrong there and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(
            f"ratings: {path} cannot be read: {error.strerror}; name a CSV file with the columns domain,score"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}:{line}: not UTF-8; save the table in that encoding") from error
    scores: dict[str, float] = {}
    for line, domain, score in _rows(path, text):
        if scores.setdefault(domain, score) != score:
            raise SettingsError(f"{path}:{line}: {domain} has another score above; keep one of the two lines")
    return Ratings(path.name, scores)


def _rows(path: Path, text: str) -> Iterator[tuple[int, str, float]]:
    """Line, domain and score of each row that is not empty."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        missing = [column for column in COLUMNS if column not in header]
        if missing:
            absent = " and no column ".join(missing)
            raise SettingsError(f"{path}:1: the header has no column {absent}; begin the table with domain,score")
        for row in reader:
            if not any(map(str.strip, row)):
                continue
            if len(row) != len(header):
                raise SettingsError(
                    f"{path}:{reader.line_num}: {len(row)} cells under {len(header)} columns; give each row as many"
                )
            cells = dict(zip(header, map(str.strip, row), strict=True))
            where = f"{path}:{reader.line_num}"
            yield reader.line_num, _domain(cells["domain"], where), _score(cells["score"], where)
    except csv.Error as error:
        raise SettingsError(f"{path}:{reader.line_num}: not valid CSV: {error}; close every quotation mark") from error


def _domain(text: str, where: str) -> str:
    domain = text.casefold().removeprefix("www.").strip(".")
    if "." not in domain or any(character.isspace() or character in "/:@?#" for character in domain):
        raise SettingsError(f"{where}: {text!r} is no domain; write it like herald.example, without https://")
    return domain


def _score(text: str, where: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise SettingsError(f"{where}: {text!r} is no score; write a number such as 0.72 or 72")
    return score
