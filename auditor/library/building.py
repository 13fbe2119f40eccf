"""How articles get into a library: taken apart once, weighed, and indexed."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import structs

from auditor import stages, weights
from auditor.candidates.furniture import furniture
from auditor.errors import AuditorError, UsageError
from auditor.library import indexing, store
from auditor.library.rows import dictionary, rows
from auditor.library.texts import Packing, Row, origins, restored, whole
from auditor.model import Article, Skip
from auditor.stages import Engine, Examined, Inputs, Item, Plan, Progress
from auditor.tokens import StoryTokens, tokenise
from auditor.tokens.hashing import Hashes
from auditor.weights import Weights

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORED, REFERENCED = "stored", "referenced"

# What is committed at once while a library is built, in batches of the engine.
_BATCHES = 8
_PARTIAL = ".partial"


@dataclass(frozen=True)
class Kept:
    """What came of adding articles: how many are new, were there already, or took the place of others."""

    added: int
    unchanged: int
    replaced: int
    skipped: tuple[Skip, ...]


def settings(plan: Plan) -> Mapping[str, Any]:
    """The settings that decide how articles are taken apart: a library has them for good."""
    return {key: plan.settings[key] for key in ("raw", "outlets")}


def build(
    path: Path, inputs: Inputs, plan: Plan, engine: Engine, *, texts: str = STORED, progress: Progress | None = None
) -> Kept:
    """Make a library of articles. What an interrupted build did is gone on with.

    `texts` says whether the library holds the texts, "stored", or knows where they are and what
    their digests were, "referenced". Raises UsageError when something is at `path` already, and
    AuditorError when the library cannot be written.
    """
    told = progress or (lambda *_: None)
    if path.exists():
        raise UsageError(f"{path} exists already; `auditor library add` adds articles to it")
    if texts == REFERENCED and any(isinstance(source, Article) for source in inputs.sources):
        raise UsageError("articles in memory have no file to refer to; store their texts")
    unfinished = path.with_name(path.name + _PARTIAL)
    plan = replace(plan, detectors=())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with store.created(unfinished, settings(plan), texts) as connection:
            kept = _take(connection, unfinished, inputs, plan, engine, told)
            told("index", 0, 1)
            with store.transaction(connection, unfinished):
                _weigh(connection, path.parent, plan, engine)
                connection.execute("DROP TABLE sources")
        unfinished.replace(path)
    except OSError as error:
        raise AuditorError(f"{path} cannot be written: {error.strerror or error}") from error
    with suppress(FileNotFoundError):
        Path(f"{unfinished}.wal").unlink()
    return kept


def add(path: Path, inputs: Inputs, plan: Plan, engine: Engine, progress: Progress | None = None) -> Kept:
    """Add articles to a library, with the weights it has: all of them, or none when anything fails.

    An article whose id the library has takes the place of the one before, unless it is the same.
    Raises UsageError when there is no library at `path` or it is not one for this plan.
    """
    told = progress or (lambda *_: None)
    plan = replace(plan, detectors=())
    with store.writing(path, settings(plan)) as connection:
        examined, skipped = stages.examine_all(inputs, partial(stages.examine, plan, None), engine, told)
        known = {
            name: bytes(digest) for name, digest in connection.execute("SELECT id, sha256 FROM articles").fetchall()
        }
        new = [one for one in examined if known.get(_id(one)) != bytes.fromhex(one.dissection.article.sha256)]
        replaced = [_id(one) for one in new if _id(one) in known]
        forget(connection, replaced)
        table, left_out = frozen(connection, (story for one in new for story in one.stories))
        first = _insert(connection, path.parent, new, inputs)
        told("index", 0, len(new))
        tokens = [(first + at, one.stories) for at, one in enumerate(new)]
        _index(connection, tokens, table, left_out)
    return Kept(len(new) - len(replaced), len(examined) - len(new), len(replaced), tuple(skipped))


def forget(connection: "DuckDBPyConnection", ids: Sequence[str]) -> int:
    """Take articles out of all tables; how many there were."""
    with store.given(connection, "gone", {"id": store.objects([*ids, ""])}):
        connection.execute("CREATE TEMP TABLE going AS SELECT article FROM articles SEMI JOIN gone USING (id)")
    for table in ("bands", "shingles", "terms"):
        connection.execute(
            f"DELETE FROM {table} WHERE story IN (SELECT story FROM stories SEMI JOIN going USING (article))"  # noqa: S608
        )
    for table in ("stories", "articles"):
        connection.execute(f"DELETE FROM {table} WHERE article IN (SELECT article FROM going)")  # noqa: S608
    count = int(store.value(connection, "SELECT count(*) FROM going"))
    connection.execute("DROP TABLE going")
    return count


def frozen(connection: "DuckDBPyConnection", stories: Iterable[StoryTokens]) -> tuple[Weights, Hashes]:
    """The weights and the furniture of the day the library was built.

    Languages it had nothing of are weighed by their background alone.
    """
    table = store.columns(connection, "SELECT term, weight FROM weights ORDER BY term")
    unknown = float(store.fact(connection, "unknown"))
    values = Weights(table["term"].astype(np.uint64), table["weight"].astype(np.float64), unknown)
    known = set(store.fact(connection, "languages").split())
    others = sorted({story.language for story in stories} - known)
    left_out = store.columns(connection, "SELECT key FROM furniture ORDER BY key")["key"].astype(np.uint64)
    return weights.widened(values, others, int(store.fact(connection, "weighed"))), left_out


def _take(
    connection: "DuckDBPyConnection", path: Path, inputs: Inputs, plan: Plan, engine: Engine, told: Progress
) -> Kept:
    """Take apart what was not yet, a part at a time, each committed."""
    items = list(chain.from_iterable(stages.parts(source, engine.batch_bytes) for source in inputs.sources))
    done = {key for (key,) in connection.execute("SELECT key FROM sources").fetchall()}
    taken = {name for (name,) in connection.execute("SELECT id FROM articles").fetchall()}
    before, skipped = len(taken), list(inputs.skipped)
    left = [item for item in items if _key(item) not in done]
    reached = len(items) - len(left)
    for some in stages.in_batches(left, stages.size_of, _BATCHES * engine.batch_bytes):
        task = partial(stages.examine, plan, None)
        examined, skips = stages.examine_all(Inputs(tuple(some)), task, engine, lambda *_: None)
        examined = [_told_apart(one, taken) for one in examined]
        unread = {skip.path for skip in skips}
        finished = [_key(item) for item in some if item.id not in unread]
        with store.transaction(connection, path):
            _insert(connection, path.parent, examined, inputs)
            if finished:
                store.insert(connection, "sources", {"key": store.objects(finished)})
        skipped += skips
        reached += len(some)
        told("read", reached, len(items))
    return Kept(len(taken) - before, before, 0, tuple(sorted(skipped, key=lambda skip: skip.sort_key)))


def _told_apart(one: Examined, taken: set[str]) -> Examined:
    """Under an id that no other article has; it is taken then."""
    article = one.dissection.article
    if article.id in taken:
        article = structs.replace(article, id=f"{article.id}#{article.number}")
    taken.add(article.id)
    return replace(one, dissection=replace(one.dissection, article=article))


def _key(item: Item) -> str:
    """What an item is known by when a build is gone on with: its place, and what changes with its content."""
    if isinstance(item, Article):
        return f"{item.id} {item.sha256}"
    try:
        changed = item.path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return f"{item.id} {item.start} {item.size} {changed}"


def _id(one: Examined) -> str:
    return whole(one.dissection.article.id)


def _packing(connection: "DuckDBPyConnection", examined: Sequence[Examined]) -> Packing:
    if learnt := dictionary(connection):
        return Packing(learnt)
    packing = Packing.learn([one.dissection.article.text for one in examined])
    connection.execute("INSERT INTO dictionary VALUES (?)", [packing.dictionary])
    return packing


def _insert(connection: "DuckDBPyConnection", folder: Path, examined: Sequence[Examined], inputs: Inputs) -> int:
    """Add rows for articles; the number of the first of them."""
    first = int(store.value(connection, "SELECT coalesce(max(article) + 1, 0) FROM articles"))
    if not examined:
        return first
    packing = _packing(connection, examined)
    stored = store.fact(connection, "texts") == STORED
    files = {} if stored else origins(inputs.sources)
    found = [one.dissection.article for one in examined]
    fields = ("title", "byline", "date", "outlet", "site", "url", "language")
    store.insert(
        connection,
        "articles",
        {
            "article": np.arange(first, first + len(found), dtype=np.uint32),
            "id": store.objects([whole(one.id) for one in found]),
            "path": store.objects([whole(one.path) for one in found]),
            "file": store.objects([_relative(files, one, folder) for one in found]),
            "number": np.array([one.number for one in found], dtype=np.uint32),
            "line": np.array([one.line for one in found], dtype=np.uint32),
            **{name: store.objects([whole(getattr(one, name)) for one in found]) for name in fields},
            "sha256": store.objects([bytes.fromhex(one.sha256) for one in found]),
            "anatomy": store.objects([packing.pack_anatomy(one.dissection) for one in examined]),
            "text": store.objects([packing.pack_text(one) if stored else None for one in found]),
        },
    )
    return first


def _relative(files: Mapping[str, Path], article: Article, folder: Path) -> str:
    """The file of an article as seen from the library's folder: both may be moved together."""
    file = files.get(article.path)
    return whole(os.path.relpath(file.resolve(), folder.resolve())) if file else ""


def _weigh(connection: "DuckDBPyConnection", folder: Path, plan: Plan, engine: Engine) -> None:
    """Index everything that was taken, by what its terms weigh in it."""
    packing = Packing(dictionary(connection))
    task = partial(_tokens, packing=packing, plan=plan)
    every = list(stages.in_batches(rows(connection, folder), _size, engine.batch_bytes))
    tokens = list(chain.from_iterable(engine.map(task, every)))
    stories = [story for _, some in tokens for story in some]
    table = weights.blend(weights.count(stories), stories)
    left_out = furniture(stories, table)
    store.insert(connection, "weights", {"term": table.terms, "weight": table.values.astype(np.float32)})
    if len(left_out):
        store.insert(connection, "furniture", {"key": left_out})
    facts = {
        "weighed": str(len(stories)),
        "unknown": repr(table.unknown),
        "languages": " ".join(sorted({story.language for story in stories})),
    }
    connection.executemany("INSERT INTO library VALUES (?, ?)", list(facts.items()))
    _index(connection, tokens, table, left_out)


def _size(row: tuple[int, Row]) -> int:
    # Prose shrinks to two fifths.
    return len(row[1].text or b"") * 5 // 2 or 6000


def _tokens(some: Sequence[tuple[int, Row]], packing: Packing, plan: Plan) -> list[tuple[int, tuple[StoryTokens, ...]]]:
    found = []
    for number, row in some:
        dissection = restored(row, packing, plan.outlets, plan.options)
        found.append((number, tuple(tokenise(dissection, story) for story in dissection.stories)))
    return found


def _index(
    connection: "DuckDBPyConnection",
    articles: Sequence[tuple[int, tuple[StoryTokens, ...]]],
    table: Weights,
    left_out: Hashes,
) -> None:
    """Add the stories of articles, and what they are found by."""
    stories = [story for _, some in articles for story in some]
    if not stories:
        return
    first = int(store.value(connection, "SELECT coalesce(max(story) + 1, 0) FROM stories"))
    parts = list(_keys(stories, table, left_out, first))
    signatures = [signature.tobytes() for part in parts for signature in part.signatures]
    store.insert(
        connection,
        "stories",
        {
            "story": np.arange(first, first + len(stories), dtype=np.uint32),
            "article": np.array([number for number, some in articles for _ in some], dtype=np.uint32),
            "number": np.array([at for _, some in articles for at in range(1, len(some) + 1)], dtype=np.uint16),
            "words": np.array([len(story) for story in stories], dtype=np.uint32),
            "signature": store.objects(signatures),
        },
    )
    for name in ("bands", "shingles", "terms"):
        lanes = [getattr(part, name) for part in parts]
        merged = {column: np.concatenate([lane[column] for lane in lanes]) for column in lanes[0]}
        if len(merged["key"]):
            store.insert(connection, name, merged, "key, story")


def _keys(stories: Sequence[StoryTokens], table: Weights, left_out: Hashes, first: int) -> Iterator[indexing.Keys]:
    """In parts: all shingles of a hundred thousand stories need not be there at once."""
    for start in range(0, len(stories), indexing.STORIES_AT_ONCE):
        yield indexing.keys(stories[start : start + indexing.STORIES_AT_ONCE], table, left_out, first + start)
