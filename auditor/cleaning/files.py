"""Cleaned articles as files: texts stay texts, everything else becomes JSON Lines; beside them the provenance."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from auditor.cleaning.story import Cleaned, Cleaning, Removal
from auditor.model import Article, Skip

# Hidden, so that whoever audits the cleaned folder does not take it for an article.
PROVENANCE = ".auditor-provenance.jsonl"
# What stays a file of its own; what holds records, or more than text, becomes records.
_TEXTS = (".txt", ".md", ".markdown")
_RECORDS = ".jsonl"

# A relative path, and the text in chunks.
File = tuple[str, Iterable[str]]


class Written(Struct, frozen=True, kw_only=True):
    """A cleaned story: the file it went to, its id there, and the digest of its text in UTF-8.

    `story` is 1 for the lead of its article; `cues` say why another one was split off.
    """

    path: str
    id: str
    story: int
    sha256: str
    characters: int
    cues: tuple[str, ...]


class Provenance(Struct, frozen=True, kw_only=True):
    """A line of the provenance file: what became of an article.

    `sha256` is that of the file or record before; offsets and lines of what was removed are those
    of the text as read.
    """

    id: str
    path: str
    sha256: str
    characters: int
    stories: tuple[Written, ...]
    removed: tuple[Removal, ...]


@dataclass
class Tally:
    """Counts of a cleaning, filled while its files are written."""

    articles: int = 0
    stories: int = 0
    removed: int = 0
    characters: int = 0
    skipped: list[Skip] = field(default_factory=list)


def files(cleanings: Iterable[Cleaning | Skip], tally: Tally) -> Iterator[File]:
    """The files of cleaned articles, and at last the provenance.

    `cleanings` come file by file: those of one path one after the other.
    """
    lines: list[str] = []
    taken: set[str] = set()

    def articles() -> Iterator[Cleaning]:
        for one in cleanings:
            if isinstance(one, Skip):
                tally.skipped.append(one)
            else:
                yield one

    for path, group in groupby(articles(), key=lambda one: one.article.path):
        name = unquote(path, errors="surrogateescape")
        if PurePosixPath(name).suffix.lower() in _TEXTS:
            yield from _texts(name, next(group), taken, lines, tally)
        else:
            name = _free(name if name.lower().endswith(_RECORDS) else name + _RECORDS, taken)
            yield name, _records(name, group, lines, tally)
    yield PROVENANCE, lines


def _texts(name: str, cleaning: Cleaning, taken: set[str], lines: list[str], tally: Tally) -> Iterator[File]:
    """A file for each story: `report.txt`, `report.2.txt`."""
    path = PurePosixPath(name)
    written = []
    for number, story in enumerate(cleaning.stories, 1):
        own = name if number == 1 else str(path.with_name(f"{path.stem}.{number}{path.suffix}"))
        own = _free(own, taken)
        text = story.text + "\n"
        written.append(_written(own, own, number, story, text))
        yield own, [text]
    _note(cleaning, written, lines, tally)


def _records(name: str, group: Iterable[Cleaning], lines: list[str], tally: Tally) -> Iterator[str]:
    """A line for each story of the articles of a file."""
    for cleaning in group:
        written = []
        own = unquote(cleaning.article.id.partition("#")[2])
        for number, story in enumerate(cleaning.stories, 1):
            identity = own if number == 1 else "-".join(filter(None, (own, str(number))))
            written.append(_written(name, identity, number, story, story.text))
            yield msgspec.json.encode(_record(cleaning.article, story, identity, lead=number == 1)).decode() + "\n"
        _note(cleaning, written, lines, tally)


def _record(article: Article, story: Cleaned, identity: str, *, lead: bool) -> dict[str, str]:
    """What is known of a story: of one that was split off only what its text says."""
    known = {
        "id": identity,
        "title": article.title if lead else "",
        "byline": article.byline if lead else "",
        "date": article.date if lead else "",
        "outlet": article.outlet,
        "url": article.url if lead else "",
        "language": article.language,
        "text": story.text,
    }
    return {key: value for key, value in known.items() if value}


def _written(path: str, identity: str, number: int, story: Cleaned, text: str) -> Written:
    return Written(
        path=path,
        id=identity,
        story=number,
        sha256=hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest(),
        characters=len(text),
        cues=story.cues,
    )


def _note(cleaning: Cleaning, written: list[Written], lines: list[str], tally: Tally) -> None:
    article = cleaning.article
    tally.articles += 1
    tally.stories += len(written)
    tally.removed += len(cleaning.removed)
    tally.characters += sum(one.end - one.start for one in cleaning.removed)
    line = Provenance(
        id=article.id,
        path=article.path,
        sha256=article.sha256,
        characters=len(article.text),
        stories=tuple(written),
        removed=cleaning.removed,
    )
    lines.append(msgspec.json.encode(line).decode() + "\n")


def _free(name: str, taken: set[str]) -> str:
    """A name that no file has yet: that of a story must not hide an article."""
    path = PurePosixPath(name)
    while name in taken:
        path = path.with_name(f"{path.stem}_{path.suffix}")
        name = str(path)
    taken.add(name)
    return name
