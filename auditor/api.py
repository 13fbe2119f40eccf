"""The Python interface: audit a folder, compare two texts, take one apart."""

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from msgspec import structs

from auditor import align, baseline, cleaning, drift, families, online, reading, stages, suppress, weights
from auditor import cache as caches
from auditor.anatomy import dissect
from auditor.direction import UNDETERMINED, upstream
from auditor.engines.local import LocalEngine
from auditor.errors import SettingsError, UnreadableError, UsageError
from auditor.model import Article, Drift, Only, Passage, Relation, Report, Role, Skip, Story
from auditor.outlets import Outlets, outlets, ratings
from auditor.redaction import redacted
from auditor.review import Review, review
from auditor.settings import IGNORE_FILE, Settings, detectors, effective
from auditor.stages import Audit, Plan, Progress
from auditor.tokens import tokenise

if TYPE_CHECKING:
    from auditor.library import Kept, Library

# Below so many bytes an audit takes little longer than looking its facts up, and leaves nothing behind.
_WORTH_CACHING = 1_000_000

ENGINES = ("local", "ray")
Given = str | Path | Iterable[str | Path] | Iterable[Article]


@dataclass(frozen=True)
class Comparison:
    """How two texts relate: the best-scoring pair of their stories.

    Coverage is content words in aligned passages / content words of that story; `jaccard` is
    over word 5-grams; offsets are code points into the two texts as given. `direction` says
    which text is upstream ("a" or "b"), or "undetermined". For relations of reuse, `only_a`
    and `only_b` hold the statements that have no counterpart in the other text, and `drift` the
    facts that aligned statements put differently. `notes` say what was left out of the comparison.
    """

    relation: Relation
    kind: str = "plain"
    score: float = 0.0
    jaccard: float = 0.0
    coverage_a: float = 0.0
    coverage_b: float = 0.0
    aligned_a: float = 0.0
    aligned_b: float = 0.0
    statements: int = 0
    order: float = 0.0
    direction: str = UNDETERMINED
    direction_evidence: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    only_a: Only | None = None
    only_b: Only | None = None
    drift: tuple[Drift, ...] = ()
    notes: tuple[str, ...] = ()


def audit(
    paths_or_articles: Given,
    *,
    settings: Settings | None = None,
    library: str | Path | None = None,
    engine: str = "local",
) -> Report:
    """Audit files, folders or articles in memory. The path `-` is JSON Lines on standard input.

    The engine "ray" runs on the cluster at RAY_ADDRESS, else on one it starts on this machine.

    With `library`, a file that `auditor library build` made, they are held against its members,
    too, whose ids in the report begin with `library:`.

    Raises UsageError for a path that does not exist, a wrong setting or an unknown engine, and
    AuditorError when the audit could not be completed. Files that could not be read are in
    `report.skipped`. There is no cache unless the settings give a `cache_dir`.
    """
    kept = settings is not None and bool(settings.cache_dir)
    return run(paths_or_articles, settings=settings, engine=engine, cached=kept, library=library).report


def run(
    paths_or_articles: Given,
    *,
    settings: Settings | None = None,
    root: Path | None = None,
    engine: str = "local",
    progress: Progress | None = None,
    changed: Collection[Path] | None = None,
    known: Collection[baseline.Entry] | None = None,
    cached: bool = False,
    ray_address: str = "",
    library: str | Path | None = None,
) -> Audit:
    """Audit, and keep the texts by id for reports that quote at length.

    With `changed` every article is examined, and findings are reported where one of these files
    takes part. `known` is the baseline, by default what the settings name. `cached` lets the run
    use the cache that the settings speak of, which changes the time and never the result; an engine
    for clusters does without. `ray_address` is that of a cluster, by default RAY_ADDRESS.
    With the setting `no_quotes` the report holds nothing that articles say; the texts do.
    """
    settings = settings or Settings()
    if engine not in ENGINES:
        raise UsageError(f"there is no engine {engine!r}; the engines are: {', '.join(ENGINES)}")
    plan = plan_of(settings)
    with ExitStack() as stack:
        found = inputs(
            paths_or_articles, root, lambda: stack.enter_context(reading.spooled(sys.stdin.buffer)), settings.exclude
        )
        decided = _decided(settings, known, _ids(found, changed) if changed is not None else None)
        against = stack.enter_context(_library(library, plan)) if library else None
        cache = _cache(found, settings) if cached and engine == "local" else None
        lookup = partial(_pages, settings) if settings.online else None
        chosen = stack.enter_context(_engine(engine, settings, ray_address))
        done = stages.run(found, plan, chosen, progress, cache, lookup, against)
    reviewed = review(done.report, decided)
    report = redacted(reviewed.report) if settings.no_quotes else reviewed.report
    return replace(done, report=report, stale=reviewed.stale, decided=reviewed.notes)


def keep(
    library: str | Path,
    paths_or_articles: Given,
    *,
    settings: Settings | None = None,
    root: Path | None = None,
    texts: str | None = None,
    progress: Progress | None = None,
) -> "Kept":
    """Build a library of articles, or add them to one.

    `texts`, "stored" or "referenced", says how a new library has them; without it there must be
    a library. Raises UsageError when there is one where none must be, or none, or not one for
    these settings, and AuditorError when it cannot be written.
    """
    from auditor.library import add, build

    settings = settings or Settings()
    plan = plan_of(settings)
    with ExitStack() as stack:
        found = inputs(
            paths_or_articles, root, lambda: stack.enter_context(reading.spooled(sys.stdin.buffer)), settings.exclude
        )
        local = stack.enter_context(LocalEngine(settings.jobs or os.cpu_count() or 1))
        if texts is None:
            return add(Path(library), found, plan, local, progress)
        return build(Path(library), found, plan, local, texts=texts, progress=progress)


def _library(path: str | Path, plan: Plan) -> AbstractContextManager["Library"]:
    # DuckDB is loaded by those who use it.
    from auditor.library import Library

    return Library.open(Path(path), plan)


def plan_of(settings: Settings) -> Plan:
    """What to look for, as the settings say. Raises SettingsError."""
    known_outlets = outlets(tuple(settings.outlets.items()))
    return Plan(
        detectors=detectors(settings),
        settings=effective(settings),
        raw=settings.raw,
        full=settings.full,
        options=settings.reading,
        outlets=known_outlets,
        origins=tuple(settings.files.items()),
        as_of=_day(settings),
        ratings=ratings.read(Path(settings.ratings)) if settings.ratings else None,
        overrides=tuple(settings.overrides.items()),
        licensed=frozenset(map(partial(_named, known_outlets), settings.licensed)),
        graded=settings.min_grade != "F",
    )


def _engine(name: str, settings: Settings, ray_address: str) -> AbstractContextManager[stages.Engine]:
    jobs = settings.jobs or os.cpu_count() or 1
    if name == "local":
        return LocalEngine(jobs)
    from auditor.engines.ray import RayEngine

    return RayEngine(jobs, ray_address)


def _cache(found: stages.Inputs, settings: Settings) -> caches.Cache | None:
    """The cache, where there is enough to audit to make it worth a look, or its folder was named."""
    large = sum(map(stages.size_of, found.sources)) >= _WORTH_CACHING
    worth = settings.cache and settings.cache_megabytes and (settings.cache_dir or large)
    return caches.opened(settings.cache_dir, settings.cache_megabytes) if worth else None


def _day(settings: Settings) -> dt.date | None:
    return dt.date.fromisoformat(settings.as_of) if settings.as_of else None


def _named(known: Outlets, name: str) -> str:
    """The name by which credits of an outlet go. Raises SettingsError for one that is not known."""
    outlet = known.lookup(name)
    if outlet is None:
        raise SettingsError(f'licensed: there is no outlet "{name}" in the table; add it under [outlets]')
    return outlet.name


# How long the user's cache believes in a page.
_A_WEEK = dt.timedelta(days=7)


def _pages(settings: Settings, urls: Sequence[str]) -> Mapping[str, online.Page]:
    """Cited pages: those remembered, and the others asked for and remembered."""
    today = dt.datetime.now(tz=dt.UTC).date()
    file = Path(settings.pages) if settings.pages else Path(platformdirs.user_cache_dir("auditor")) / "pages.jsonl"
    known = online.load(file)
    fresh = {
        url: page for url, page in known.items() if settings.pages or (page.visited and today - page.visited < _A_WEEK)
    }
    if all(url in fresh for url in urls):
        return {url: fresh[url] for url in urls}
    with contextlib.closing(online.Visitor()) as visitor:
        pages = online.visit(urls, fresh, visitor, today)
    online.remember(file, {**known, **pages})
    return pages


def _decided(settings: Settings, known: Collection[baseline.Entry] | None, changed: Collection[str] | None) -> Review:
    """What is already decided about findings, from the files that the settings name."""
    if known is None and settings.baseline:
        known = baseline.read(Path(settings.baseline))
    ignores = Path(settings.ignore_file)
    given = settings.ignore_file != IGNORE_FILE or ignores.exists()
    suppressions = suppress.read(ignores) if settings.ignore_file and given else ()
    return Review(entries=known, suppressions=suppressions, changed=changed, as_of=_day(settings))


def _ids(found: stages.Inputs, files: Collection[Path]) -> frozenset[str]:
    """The paths, as articles have them, of these files."""
    real = {os.path.realpath(file) for file in files}
    sources = (source for source in found.sources if isinstance(source, reading.Source))
    return frozenset(source.id for source in sources if os.path.realpath(source.path) in real)


def inputs(
    given: Given,
    root: Path | None = None,
    standard_input: Callable[[], reading.Source] | None = None,
    exclude: Sequence[str] = (),
) -> stages.Inputs:
    """What to audit: the files under these paths, or these articles, in the order of their ids.

    `standard_input` is called for the source that the path `-` stands for; what is in a folder
    and fits a glob of `exclude` is passed over.
    """
    items: list[str | Path | Article] = [given] if isinstance(given, str | Path) else list(given)
    articles = [item for item in items if isinstance(item, Article)]
    if not articles:
        paths = [Path(item) for item in items if not isinstance(item, Article)]
        files = [path for path in paths if not standard_input or str(path) != reading.STANDARD_INPUT]
        found = reading.collect(files, root, exclude)
        piped = [standard_input()] if standard_input and len(files) < len(paths) else []
        sources = sorted([*found.sources, *piped], key=lambda source: source.id)
        return stages.Inputs(tuple(sources), found.skipped, found.ignored)
    if len(articles) < len(items):
        raise UsageError("audit takes either paths or articles in memory, not both at once")
    articles.sort(key=lambda article: article.id)
    if doubles := [a.id for a, b in pairwise(articles) if a.id == b.id]:
        raise UsageError(f"two articles have the id {doubles[0]!r}; every article needs one of its own")
    if named := [article.id for article in articles if "@" in article.id]:
        raise UsageError(f"the article id {named[0]!r} holds an @, which separates a story's number; write %40")
    return stages.Inputs(tuple(articles))


def clean(
    paths: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    root: Path | None = None,
    keep: Sequence[Role] = cleaning.KEPT,
    progress: Progress | None = None,
) -> Iterator[cleaning.Cleaning | Skip]:
    """Clean the articles under these paths, file by file in the order of their ids.

    `keep` are the roles of the blocks that stay. Raises UsageError for a path that does not exist.
    """
    settings = settings or Settings()
    with ExitStack() as stack:
        found = inputs(paths, root, lambda: stack.enter_context(reading.spooled(sys.stdin.buffer)), settings.exclude)
        yield from found.skipped
        engine = stack.enter_context(LocalEngine(settings.jobs or os.cpu_count() or 1))
        items = list(chain.from_iterable(stages.parts(source, engine.batch_bytes) for source in found.sources))
        batches = list(stages.in_batches(items, stages.size_of, engine.batch_bytes))
        task = partial(_clean, settings, tuple(keep))
        for done, some in enumerate(engine.map(task, batches), 1):
            yield from some
            if progress:
                progress("clean", done, len(batches))


def _clean(settings: Settings, keep: tuple[Role, ...], items: Sequence[stages.Item]) -> list[cleaning.Cleaning | Skip]:
    table, origins = outlets(tuple(settings.outlets.items())), tuple(settings.files.items())
    done: list[cleaning.Cleaning | Skip] = []
    for article in chain.from_iterable(stages.articles(item, settings.reading) for item in items):
        if isinstance(article, Skip):
            done.append(article)
            continue
        try:
            done.append(cleaning.clean(reading.with_origin(article, origins), keep, table))
        except UnreadableError as error:
            done.append(Skip(article.path, str(error), article.line))
    return done


def compare(
    text_a: str | Article, text_b: str | Article, *, raw: bool = False, settings: Settings | None = None
) -> Comparison:
    """Compare two texts, by their best-scoring pair of stories.

    Articles bring what is known of them: outlets and dates enter the kind and the direction.
    `raw` compares the whole texts, without taking noise or appended stories out.
    """
    settings = settings or Settings()
    raw, known = raw or settings.raw, outlets(tuple(settings.outlets.items()))
    given = (
        Article.of(name, text) if isinstance(text, str) else structs.replace(text, id=name)
        for name, text in (("a", text_a), ("b", text_b))
    )
    a, b = (dissect(article, raw=raw, table=known) for article in given)
    of_a, of_b = ([tokenise(one, story) for story in one.stories] for one in (a, b))
    table = weights.blend(weights.count([*of_a, *of_b]), [*of_a, *of_b])
    pairs = [(one, other, ()) for one, other in product(of_a, of_b)]
    if not pairs:
        return Comparison(relation=Relation.UNRELATED)
    best = max(align.align_pairs(pairs, table), key=lambda pair: pair.link.score)
    direction, evidence = upstream(best, a, b)
    link, reused = best.link, families.ties(best)
    return Comparison(
        relation=link.relation,
        kind=link.kind,
        score=link.score,
        jaccard=link.jaccard,
        coverage_a=link.coverage_a,
        coverage_b=link.coverage_b,
        aligned_a=link.aligned_a or 0.0,
        aligned_b=link.aligned_b or 0.0,
        statements=link.statements or 0,
        order=link.order or 0.0,
        direction=direction,
        direction_evidence=evidence,
        passages=link.passages,
        only_a=link.only_a,
        only_b=link.only_b,
        drift=drift.compare(a, b, best) if reused else (),
        notes=(*best.bounded, *(drift.bounded(best) if reused else ())),
    )


def segment(text: str) -> tuple[Story, ...]:
    """The stories of a text, lead first, with the role and span of every block."""
    return dissect(Article.of("text", text)).stories
