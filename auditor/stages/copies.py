"""The audit when nothing but copies is asked for: the same stages over leaner facts.

    sources -> outline -> pair -> read again and verify -> group -> judge -> report

Of an article an outline keeps its entry in the report and a sketch: some 64 numbers, and no object
for anything in it. Once the pairs are known the texts that stand in one are read again.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from auditor import families, reading
from auditor.align.copies import LANE, Version, verify
from auditor.anatomy import dissect
from auditor.candidates import copies as candidates
from auditor.detector import Corpus
from auditor.dissection import Dissection
from auditor.errors import AuditorError
from auditor.families.wording import Wording
from auditor.model import Alignment, Article, ArticleEntry, Block, Claims, Role, Skip, Span, Story, StoryEntry
from auditor.sketch import Sketches, sketch
from auditor.stages import (
    Audit,
    Engine,
    Inputs,
    Item,
    Plan,
    Progress,
    articles,
    in_batches,
    judge,
    parts,
    report_of,
    size_of,
)
from auditor.stages.listing import listed
from auditor.text import Lines, count_words, trim, unspaced_words
from auditor.tokens import compared, told
from auditor.tokens.hashing import flat
from auditor.tokens.scan import Batch, scan_all
from auditor.weights import Weights

UNDETERMINED = "und"
NOTE = (
    "only exact and near duplicates were looked for, as no rule asks for more: links are of those alone, with coverage "
    "of all words by shared 5-grams; sentences were not aligned, and articles not graded"
)
RAW_NOTE = "the language of the articles was not asked for"
NOTHING = "no text: nothing in it is visible"
# Texts that are laid out as one: what is made of them should stay in the processor's cache.
_LAID_OUT = 300_000
_LINE = 16
_PAIRS_AT_ONCE = 256
_NO_WEIGHTS = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.float64)

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Outline:
    """What a batch gives before any pair is known. It pickles as a few arrays.

    `entries` are the articles' entries in the report; `stories` counts the stories of each
    article, `origins` says from which source of the batch it came, and `numbers` as which record.
    """

    entries: bytes
    stories: Indices
    origins: Indices
    numbers: Indices
    sketches: Sketches
    skips: tuple[Skip, ...]


def run(inputs: Inputs, plan: Plan, engine: Engine, progress: Progress) -> Audit:
    """Audit what reading found, for copies. Raises AuditorError when the engine cannot finish."""
    items = [part for source in inputs.sources for part in parts(source, engine.batch_bytes)]
    batches = list(in_batches(items, size_of, engine.batch_bytes))
    progress("read", 0, len(items))
    outlines = _outlined(batches, plan, engine, progress, len(items))
    sizes = np.array([len(batch) for batch in batches], dtype=np.int64)
    known = _Known(items, inputs.skipped, plan, outlines, (np.cumsum(sizes) - sizes).tolist())
    del outlines
    progress("pair", 0, len(known.sketches))
    found = candidates.find(known.sketches)
    held = known.read(known.articles(found))
    dissections = _Dissections(held, plan)
    aligned = tuple(_verified(found, known, dissections, progress))
    nothing = Wording({}, Weights(*_NO_WEIGHTS, 0.0), _NO_WEIGHTS[0])
    corpus = Corpus(dissections, aligned, families.copied(aligned), nothing, plan.as_of, plan.ratings)
    findings = judge((), corpus, plan)
    counts = {LANE: len(found.equal) + len(found.pairs)}
    notes = (NOTE, *((RAW_NOTE,) if plan.raw else ()), *found.notes)
    report = report_of(inputs, plan, known.entries, corpus, Claims(), findings, known.skipped, counts, notes)
    return Audit(report, _Texts(known, held))


def _outlined(
    batches: Sequence[Sequence[Item]], plan: Plan, engine: Engine, progress: Progress, sources: int
) -> list[Outline]:
    outlines = []
    done = 0
    for batch, one in zip(batches, engine.map(partial(outline, plan), batches), strict=True):
        outlines.append(one)
        done += len(batch)
        progress("read", done, sources)
    return outlines


def outline(plan: Plan, sources: Sequence[Item]) -> Outline:
    """Read the articles of a batch, and sketch their stories."""
    entries: list[ArticleEntry] = []
    sketches: list[Sketches] = []
    skips: list[Skip] = []
    stories: list[int] = []
    origins: list[int] = []
    numbers: list[int] = []
    for part in in_batches(_read(sources, plan, skips), lambda one: len(one[1].text) + _LINE, _LAID_OUT):
        given = [article for _, article in part]
        some, made = _raw(given) if plan.raw and not plan.full else _dissected(given, plan)
        skips += (
            Skip(article.path, NOTHING, article.line)
            for article, entry in zip(given, some, strict=True)
            if entry is None
        )
        kept = [(origin, article, entry) for (origin, article), entry in zip(part, some, strict=True) if entry]
        origins += (origin for origin, _, _ in kept)
        numbers += (article.number for _, article, _ in kept)
        stories += (len(entry.stories) for _, _, entry in kept)
        entries += (entry for _, _, entry in kept)
        sketches.append(made)
    return Outline(
        msgspec.msgpack.encode(entries),
        np.array(stories, dtype=np.int64),
        np.array(origins, dtype=np.int64),
        np.array(numbers, dtype=np.int64),
        Sketches.joined(sketches),
        tuple(skips),
    )


def _read(sources: Sequence[Item], plan: Plan, skips: list[Skip]) -> Iterator[tuple[int, Article]]:
    for origin, source in enumerate(sources):
        for article in _given(source, plan):
            if isinstance(article, Skip):
                skips.append(article)
            else:
                yield origin, article


def _given(source: Item, plan: Plan, only: frozenset[int] | None = None) -> Iterator[Article | Skip]:
    for one in articles(source, plan.options, only):
        yield reading.with_origin(one, plan.origins) if plan.origins and isinstance(one, Article) else one


def _raw(given: Sequence[Article]) -> tuple[list[ArticleEntry | None], Sketches]:
    """The entries and sketches of articles that are one story each, without taking them apart."""
    written = [article for article in given if not article.text.isspace()]
    batch = scan_all([compared(article.text) for article in written])
    bounds = _bounds(batch, [article.text for article in written])
    words = np.diff(np.append(0, np.cumsum(batch.spaced()))[bounds]).tolist()
    entries = iter(
        [
            _raw_entry(article, count + unspaced_words(article.text))
            for article, count in zip(written, words, strict=True)
        ]
    )
    listing = [None if article.text.isspace() else next(entries) for article in given]
    return listing, sketch(batch.hashes, bounds)


def _raw_entry(article: Article, words: int) -> ArticleEntry:
    text = article.text
    body = text.rstrip()
    end_line = 1 + _line_ends(body)
    start_line = 1 + _line_ends(text[: len(text) - len(text.lstrip())])
    story = StoryEntry(index=1, title=article.title, start_line=start_line, end_line=end_line, words=words, lead=True)
    return ArticleEntry(
        id=article.id,
        path=article.path,
        sha256=article.sha256,
        title=article.title,
        language=UNDETERMINED,
        words=words,
        stories=(story,),
        blocks=(),
        reliability=None,
        url=article.url,
        line=article.line,
        notes=article.notes,
        left_out_words=sum(map(count_words, article.left_out)),
    )


def _line_ends(text: str) -> int:
    single = text.count("\r") - text.count("\r\n") if "\r" in text else 0
    return text.count("\n") + single


def _dissected(given: Sequence[Article], plan: Plan) -> tuple[list[ArticleEntry | None], Sketches]:
    """The entries and sketches of articles as anatomy takes them apart."""
    dissections = [dissect(article, raw=plan.raw, table=plan.outlets) for article in given]
    texts = [told(one, story)[0] for one in dissections for story in one.stories]
    batch = scan_all(texts)
    entries = [listed(one, None, full=plan.full) if one.stories else None for one in dissections]
    return entries, sketch(batch.hashes, _bounds(batch, texts))


def _bounds(batch: Batch, texts: Sequence[str]) -> Indices:
    """The first word of each text, closed by the number of words."""
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    return np.searchsorted(batch.starts, starts)


class _Known:
    """What is known of all articles, in the order of their ids, and where their texts are."""

    def __init__(
        self,
        items: Sequence[Item],
        skipped: Sequence[Skip],
        plan: Plan,
        outlines: Sequence[Outline],
        batches: Sequence[int],
    ) -> None:
        decoder = msgspec.msgpack.Decoder(list[ArticleEntry])
        entries = [entry for one in outlines for entry in decoder.decode(one.entries)]
        numbers = _concatenated([one.numbers for one in outlines])
        entries = _told_apart(entries, numbers)
        stories = _concatenated([one.stories for one in outlines])
        origins = _concatenated([one.origins + base for one, base in zip(outlines, batches, strict=True)])
        order = np.array(sorted(range(len(entries)), key=lambda at: entries[at].id), dtype=np.int64)
        firsts = np.cumsum(stories) - stories
        self.entries = [entries[at] for at in order.tolist()]
        self.skipped = sorted(chain(skipped, *(one.skips for one in outlines)), key=lambda skip: skip.sort_key)
        chosen, self._first_story = flat(firsts[order], stories[order])
        self.sketches = Sketches.joined([one.sketches for one in outlines]).taken(chosen)
        self._article_of = np.repeat(np.arange(len(order)), stories[order])
        self._origins, self._numbers = origins[order], numbers[order]
        self._sources, self._plan = items, plan

    def story(self, at: int) -> tuple[int, int]:
        """The article and the index of a story."""
        article = int(self._article_of[at])
        return article, at - int(self._first_story[article]) + 1

    def articles(self, found: candidates.Copies) -> Indices:
        """The positions of the articles that stand in a pair."""
        return np.unique(self._article_of[np.concatenate([found.equal.ravel(), found.pairs.ravel()])])

    def position(self, article_id: str) -> int:
        """The position of an article. Raises KeyError for one that was not audited."""
        at = bisect_left(self.entries, article_id, key=lambda entry: entry.id)
        if at == len(self.entries) or self.entries[at].id != article_id:
            raise KeyError(article_id)
        return at

    def read(self, positions: Indices) -> dict[str, Article]:
        """These articles once more, by id. Raises AuditorError for one that is not what it was."""
        found: dict[str, Article] = {}
        wanted = {(self.entries[at].path, int(self._numbers[at])): self.entries[at] for at in positions.tolist()}
        for source in np.unique(self._origins[positions]).tolist():
            only = frozenset(self._numbers[positions[self._origins[positions] == source]].tolist())
            for article in _given(self._sources[source], self._plan, only):
                entry = wanted.get((article.path, article.number)) if isinstance(article, Article) else None
                if isinstance(article, Article) and entry and entry.sha256 == article.sha256:
                    found[entry.id] = article if article.id == entry.id else replace(article, id=entry.id)
        if missing := {entry.id for entry in wanted.values()} - found.keys():
            raise AuditorError(f"{min(missing)} was changed while it was audited: the audit is incomplete; try again")
        return found


def _told_apart(entries: list[ArticleEntry], numbers: Indices) -> list[ArticleEntry]:
    """Each under an id of its own: where records give one again, their number is added to it."""
    if len({entry.id for entry in entries}) == len(entries):
        return entries
    first: set[str] = set()
    named = []
    for entry, number in zip(entries, numbers.tolist(), strict=True):
        named.append(replace(entry, id=f"{entry.id}#{number}") if entry.id in first else entry)
        first.add(entry.id)
    return named


def _concatenated(parts: Sequence[Indices]) -> Indices:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


class _Dissections(Mapping[str, Dissection]):
    """The articles that stand in a pair, taken apart when they are asked for."""

    def __init__(self, articles: Mapping[str, Article], plan: Plan) -> None:
        self._articles, self._plan = articles, plan
        self._made: dict[str, Dissection] = {}

    def __getitem__(self, article_id: str) -> Dissection:
        if article_id not in self._made:
            article, plan = self._articles[article_id], self._plan
            self._made[article_id] = _whole(article, plan) if plan.raw else dissect(article, table=plan.outlets)
        return self._made[article_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)


def _whole(article: Article, plan: Plan) -> Dissection:
    """A raw article as one block."""
    block = Block(Role.BODY, trim(article.text, Span(0, len(article.text))))
    story = Story(index=1, title=article.title, blocks=(block,))
    return Dissection(article, UNDETERMINED, Lines(article.text), (story,), plan.outlets)


class _Texts(Mapping[str, str]):
    """The texts of all articles by id, read again when they are asked for."""

    def __init__(self, known: _Known, held: Mapping[str, Article]) -> None:
        self._known, self._held = known, held

    def __getitem__(self, article_id: str) -> str:
        if article_id not in self._held:
            self._held = self._known.read(np.array([self._known.position(article_id)]))
        return self._held[article_id].text

    def __iter__(self) -> Iterator[str]:
        return (entry.id for entry in self._known.entries)

    def __len__(self) -> int:
        return len(self._known.entries)


def _verified(
    found: candidates.Copies, known: _Known, dissections: Mapping[str, Dissection], progress: Progress
) -> Iterator[Alignment]:
    """The links of the candidates that are copies, in the order of the stories."""
    pairs = np.concatenate([found.equal, found.pairs])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    for first in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[first : first + _PAIRS_AT_ONCE]
        stories = np.unique(some)
        versions = dict(zip(stories.tolist(), _versions(stories, known, dissections), strict=True))
        for a, b in some.tolist():
            link = verify(versions[a], versions[b])
            if link is not None:
                yield link
        progress("verify", first + len(some), len(pairs))


def _versions(stories: Indices, known: _Known, dissections: Mapping[str, Dissection]) -> Iterator[Version]:
    given = []
    for article, index in map(known.story, stories.tolist()):
        dissection = dissections[known.entries[article].id]
        given.append((dissection, dissection.stories[index - 1]))
    texts = [told(dissection, story) for dissection, story in given]
    batch = scan_all([text for text, _ in texts])
    bounds = _bounds(batch, [text for text, _ in texts])
    base = 0
    for (dissection, story), (text, spans), first, end in zip(given, texts, bounds[:-1], bounds[1:], strict=True):
        begins = np.cumsum([0, *(len(part) + 1 for part in spans[:-1])])
        starts = batch.starts[first:end] - base
        shift = np.array([part.start for part in spans])[np.searchsorted(begins, starts, side="right") - 1]
        shift -= begins[np.searchsorted(begins, starts, side="right") - 1]
        words = batch.hashes[first:end]
        yield Version(
            id=dissection.story_id(story),
            outlet=dissection.article.outlet,
            text=text,
            words=words,
            starts=starts + shift,
            ends=batch.ends[first:end] - base + shift,
            numbers=np.unique(words[batch.numeric[first:end]]),
        )
        base += len(text) + 1
