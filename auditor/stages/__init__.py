"""The audit, written once, over batches: it knows what happens, an engine knows where.

    sources -> examine -> weigh and pair -> align -> group -> judge -> report

When the rules ask for copies alone, `copies` goes the same way over leaner facts.
Nothing here depends on how batches were cut or on who ran them: the same input gives the
same bytes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as dataclass_replace
from functools import partial
from itertools import chain, islice
from typing import Any, Protocol, TypeVar

import numpy as np
from msgspec.structs import astuple, replace

from auditor import __version__, align, baseline, candidates, drift, families, reading, reliability, weights
from auditor.anatomy import dissect
from auditor.anatomy.citations import cited
from auditor.anatomy.language import UNDETERMINED
from auditor.cache import Cache
from auditor.detector import ArticleDetector, Corpus, CorpusDetector, Detector
from auditor.dissection import Dissection
from auditor.errors import UsageError
from auditor.families.wording import Wording
from auditor.model import (
    Alignment,
    Article,
    ArticleEntry,
    Claims,
    Finding,
    Relation,
    Report,
    Severity,
    Signal,
    Skip,
    Summary,
    Tool,
)
from auditor.online import Page
from auditor.outlets import Outlets, outlets
from auditor.outlets.ratings import Ratings
from auditor.overrides import Override, overridden
from auditor.stages.listing import listed
from auditor.stages.remembered import Facts, Memory, packed
from auditor.text import counted
from auditor.tokens import StoryTokens, tokenise
from auditor.tokens.hashing import Hashes

Batch = TypeVar("Batch")
Result = TypeVar("Result")

# Called with the stage, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]

# A word and the space after it, for cutting batches of stories as evenly as batches of files.
_BYTES_PER_WORD = 6
# Articles that are looked up in a cache at once.
_LOOKED_UP = 250
# Notes on reading single articles that a summary spells out.
_NOTES = 5


class Engine(Protocol):
    """Where batches run."""

    batch_bytes: int

    def map(self, task: Callable[[Batch], Result], batches: Sequence[Batch]) -> Iterator[Result]:
        """The results of a task, in the order of the batches."""
        ...


# A file to be read, or an article that is in memory already.
Item = reading.Source | Article


@dataclass(frozen=True)
class Inputs:
    """What is audited, in the order of ids, and what was passed over on the way to it."""

    sources: tuple[Item, ...]
    skipped: tuple[Skip, ...] = ()
    ignored: int = 0


@dataclass(frozen=True)
class Plan:
    """What to look for: all that may change a byte of the report, and nothing else.

    `settings` is what the report prints of them. `outlets` is the table by which names of
    outlets are read, `origins` who published the files of a pattern, where no record says it,
    `as_of` the day it is said to be, `ratings` the user's scores of outlets, `overrides` what
    holds for the findings in files of a pattern, `licensed` the outlets whose credited copy may
    be used; `graded` says that something depends on grades.
    """

    detectors: tuple[Detector, ...]
    settings: Mapping[str, Any]
    raw: bool = False
    full: bool = False
    options: reading.Options = field(default_factory=reading.Options)
    outlets: Outlets = field(default_factory=outlets)
    origins: tuple[tuple[str, reading.Origin], ...] = ()
    as_of: dt.date | None = None
    ratings: Ratings | None = None
    overrides: tuple[tuple[str, Override], ...] = ()
    licensed: frozenset[str] = frozenset()
    graded: bool = False

    @property
    def copies_only(self) -> bool:
        """Whether every rule asks for exact and near duplicates and for nothing else."""
        leaner = not self.graded and not self.licensed
        return bool(self.detectors) and leaner and all(one.copies_only for one in self.detectors)


@dataclass(frozen=True)
class Examined:
    """What one article gives before it is held against others; `key` names it in a cache, if there is one."""

    dissection: Dissection
    stories: tuple[StoryTokens, ...]
    findings: tuple[Finding, ...]
    signals: tuple[Signal, ...]
    entry: ArticleEntry
    key: bytes = b""


@dataclass(frozen=True)
class Recalled:
    """What a library knows that may be related to what is audited.

    `examined` are its members, `pairs` those of a member's story and a new one by their ids with
    the lanes that found them. `weights` and `furniture` are those the library was built with.
    """

    examined: tuple[Examined, ...]
    pairs: Mapping[tuple[str, str], tuple[str, ...]]
    weights: weights.Weights
    furniture: Hashes
    notes: tuple[str, ...] = ()
    skipped: tuple[Skip, ...] = ()


class Known(Protocol):
    """Articles that are known already, and are not audited again."""

    def recall(self, examined: Sequence[Examined], plan: Plan, engine: Engine) -> Recalled:
        """Those that may be related to the articles examined."""
        ...


@dataclass(frozen=True)
class Audit:
    """A report, and the texts of its articles by id: reports in pages quote at length.

    `stale` are the entries of a baseline that met no finding, `decided` says what was decided
    about findings before.
    """

    report: Report
    texts: Mapping[str, str]
    stale: tuple[baseline.Entry, ...] = ()
    decided: tuple[str, ...] = ()


# The pages at some addresses.
Lookup = Callable[[Sequence[str]], Mapping[str, Page]]


def run(
    inputs: Inputs,
    plan: Plan,
    engine: Engine,
    progress: Progress | None = None,
    cache: Cache | None = None,
    lookup: Lookup | None = None,
    library: Known | None = None,
) -> Audit:
    """Audit what reading found, and hold it against a library if one is given.

    With a `cache` nothing is found out again that an earlier run found out; the report is the same.
    `lookup` asks for cited pages. Raises AuditorError when the engine cannot finish.
    """
    told = progress or (lambda *_: None)
    if plan.copies_only and library is None:
        from auditor.stages import copies

        return copies.run(inputs, plan, engine, told)
    memory = Memory(cache, plan.detectors, plan.outlets, (plan.raw, plan.full)) if cache else None
    told("read", 0, len(inputs.sources))
    new, skipped = examine_all(inputs, partial(examine, plan, memory), engine, told)
    known = library.recall(new, plan, engine) if library else None
    members = known.examined if known else ()
    _keep_apart(members, new)
    # Members first: what is told of the second of two stories is then told of the new one.
    examined = [*members, *new]
    stories = [story for one in examined for story in one.stories]
    table = known.weights if known else weights.blend(weights.count(stories), stories)
    told("pair", 0, len(stories))
    pairs = _pairs(stories, table, known)
    dissections = {one.dissection.article.id: one.dissection for one in examined}
    names = [one.key + story.id.encode(errors="surrogatepass") for one in examined for story in one.stories]
    told("align", 0, len(pairs.pairs))
    # Members have no key: what is said of pairs with them is not remembered.
    of_pairs = None if known else memory
    aligned = _aligned(names, stories, pairs, table, dissections, engine, told, of_pairs)
    if memory:
        memory.trim()
    if known:
        aligned, dissections = _related(aligned, dissections, new)
    told("group", 0, len(aligned))
    wording = Wording({story.id: story for story in stories}, table, pairs.furniture)
    groups = families.group(aligned, dissections, wording)
    pages = lookup(_addresses(dissections.values())) if lookup else {}
    corpus = Corpus(dissections, aligned, groups, wording, plan.as_of, plan.ratings, pages)
    told("judge", 0, len(examined))
    findings = judge(chain.from_iterable(one.findings for one in examined), corpus, plan)
    related = [one for one in members if one.dissection.article.id in dissections]
    entries = _entries([*new, *related], corpus, plan)
    claims = families.claimed(aligned, groups, wording)
    notes = [*pairs.notes, *(known.notes if known else ()), *_bounded(aligned)]
    if known:
        findings, others = _of_new(findings, new)
        notes += others
        skipped = sorted([*skipped, *known.skipped], key=lambda skip: skip.sort_key)
    report = report_of(inputs, plan, entries, corpus, claims, findings, skipped, pairs.counts, notes)
    return Audit(report, {name: dissection.article.text for name, dissection in dissections.items()})


def _keep_apart(members: Iterable[Examined], new: Iterable[Examined]) -> None:
    known = {one.dissection.article.id for one in members}
    if same := sorted(known.intersection(one.dissection.article.id for one in new)):
        raise UsageError(f"the article id {same[0]!r} is that of a member of the library; name it otherwise")


def _pairs(stories: Sequence[StoryTokens], table: weights.Weights, known: Recalled | None) -> candidates.Candidates:
    if known is None:
        return candidates.find(stories, table)
    at = {story.id: place for place, story in enumerate(stories)}
    recalled = {(at[member], at[new]): lanes for (member, new), lanes in known.pairs.items()}
    members = sum(len(one.stories) for one in known.examined)
    return candidates.joined(candidates.find(stories, table, known.furniture), recalled, members)


def _related(
    aligned: Sequence[Alignment], dissections: Mapping[str, Dissection], new: Sequence[Examined]
) -> tuple[tuple[Alignment, ...], dict[str, Dissection]]:
    """Without the members of a library that turned out to have nothing to do with what is new."""
    fresh = {one.dissection.article.id for one in new}
    kept = set(fresh)
    article_of = {
        dissection.story_id(story): name for name, dissection in dissections.items() for story in dissection.stories
    }
    ends = [(article_of[one.link.a], article_of[one.link.b]) for one in aligned]
    for alignment, (a, b) in zip(aligned, ends, strict=True):
        if alignment.link.relation is not Relation.UNRELATED and b in fresh and a not in fresh:
            kept.add(a)
    left = tuple(one for one, (a, b) in zip(aligned, ends, strict=True) if a in kept and b in kept)
    return left, {name: dissection for name, dissection in dissections.items() if name in kept}


def _of_new(findings: Sequence[Finding], new: Sequence[Examined]) -> tuple[tuple[Finding, ...], list[str]]:
    """The findings in what is new; what is wrong in the library was found when it was audited itself."""
    ids = {one.dissection.article.id for one in new}
    found = tuple(finding for finding in findings if finding.article in ids)
    left = len(findings) - len(found)
    return found, [f"{counted(left, 'finding')} in articles of the library left out"] if left else []


def _addresses(dissections: Iterable[Dissection]) -> list[str]:
    """What citations link to, as far as it can be asked for."""
    found = (link for one in dissections for _, citation in cited(one) for link in citation.links)
    return sorted({link.target for link in found if link.target.startswith(("http://", "https://")) and not link.fault})


def report_of(
    inputs: Inputs,
    plan: Plan,
    entries: Sequence[ArticleEntry],
    corpus: Corpus,
    claims: Claims,
    findings: tuple[Finding, ...],
    skipped: Sequence[Skip],
    compared: Mapping[str, int],
    notes: Iterable[str],
) -> Report:
    """What a run found, with its counts; `compared` are the numbers of candidates."""
    severities = Counter(finding.severity for finding in findings)
    relations = Counter(alignment.link.relation for alignment in corpus.alignments)
    own = [entry for entry in entries if not entry.library]
    return Report(
        tool=Tool("auditor", __version__),
        settings=dict(plan.settings),
        articles=tuple(entries),
        links=tuple(alignment.link for alignment in corpus.alignments),
        families=corpus.families,
        claims=claims,
        findings=findings,
        skipped=tuple(skipped),
        summary=Summary(
            articles=len(own),
            stories=sum(len(entry.stories) for entry in own),
            library=len(entries) - len(own),
            skipped=len(skipped),
            ignored=inputs.ignored,
            rules=len(plan.detectors),
            findings={severity.value: severities[severity] for severity in reversed(Severity)},
            by_rule=dict(sorted(Counter(finding.rule for finding in findings).items())),
            links={relation.value: relations[relation] for relation in Relation},
            families=len(corpus.families),
            independent_sources=families.independent_sources(corpus.families, (entry.id for entry in own)),
            candidates=dict(compared),
            notes=(*notes, *_decisions(entries), *_left_out(corpus, plan), *_unspoken(entries)),
        ),
    )


# What is done with a batch of files or articles.
Task = Callable[[Sequence[Item]], tuple[list[Examined], list[Skip]]]


def examine_all(inputs: Inputs, task: Task, engine: Engine, told: Progress) -> tuple[list[Examined], list[Skip]]:
    """Every article on its own, in the order of ids, and what could not be read."""
    items = list(chain.from_iterable(parts(source, engine.batch_bytes) for source in inputs.sources))
    examined: list[Examined] = []
    skipped = list(inputs.skipped)
    for done, some, skips in _examine_batches(items, task, engine):
        examined += some
        skipped += skips
        told("read", done, len(items))
    examined = _told_apart(examined, task, engine)
    return (
        sorted(examined, key=lambda one: one.dissection.article.id),
        sorted(skipped, key=lambda skip: skip.sort_key),
    )


def _examine_batches(
    items: Sequence[Item], task: Task, engine: Engine
) -> Iterator[tuple[int, list[Examined], list[Skip]]]:
    """What each batch gives, in order, and how many items were examined so far."""
    batches = list(in_batches(items, size_of, engine.batch_bytes))
    done = 0
    for batch, (some, skips) in zip(batches, engine.map(task, batches), strict=True):
        done += len(batch)
        yield done, some, skips


def _told_apart(examined: Sequence[Examined], task: Task, engine: Engine) -> list[Examined]:
    """Each under an id of its own: where records give one again, their number is added to it.

    Only here are all ids of a file known, for its parts may have been read by different workers.
    """
    first: dict[str, Examined] = {}
    again: list[Article] = []
    for one in examined:
        article = one.dissection.article
        if first.setdefault(article.id, one) is not one:
            again.append(replace(article, id=f"{article.id}#{article.number}"))
    renamed = chain.from_iterable(some for _, some, _ in _examine_batches(again, task, engine))
    return [*first.values(), *renamed]


def size_of(source: Item) -> int:
    """About how many bytes of text a file or an article holds."""
    return len(source.text) if isinstance(source, Article) else source.size


def parts(source: Item, size: int) -> Iterator[Item]:
    """A file in parts of about `size` bytes, when its format can be read in parts."""
    if isinstance(source, Article):
        yield source
    else:
        yield from reading.split(source, size)


def articles(source: Item, options: reading.Options, only: frozenset[int] | None = None) -> Iterator[Article | Skip]:
    """The articles of a file, and skips for what of it cannot be read; `only` as in `read`."""
    if isinstance(source, Article):
        yield source
    else:
        yield from reading.read(source, options, only)


def examine(plan: Plan, memory: Memory | None, sources: Sequence[Item]) -> tuple[list[Examined], list[Skip]]:
    """Read, take apart and judge each article of a batch on its own, or remember what came of it."""
    examined: list[Examined] = []
    skips: list[Skip] = []
    read = chain.from_iterable(articles(source, plan.options) for source in sources)
    while some := list(islice(read, _LOOKED_UP)):
        skips += (one for one in some if isinstance(one, Skip))
        given = [reading.with_origin(one, plan.origins) for one in some if isinstance(one, Article)]
        for one in _remembered(given, plan, memory) if memory else (_examined(article, plan) for article in given):
            if isinstance(one, Skip):
                skips.append(one)
            else:
                examined.append(one)
    return examined, skips


def _examined(article: Article, plan: Plan) -> Examined | Skip:
    dissection = dissect(article, raw=plan.raw, table=plan.outlets)
    if not dissection.stories:
        return Skip(article.path, "no text: nothing in it is visible", article.line)
    stories = tuple(tokenise(dissection, story) for story in dissection.stories)
    detectors = (detector for detector in plan.detectors if isinstance(detector, ArticleDetector))
    findings = tuple(chain.from_iterable(detector.judge(dissection) for detector in detectors))
    return Examined(
        dissection, stories, findings, reliability.own(dissection), listed(dissection, None, full=plan.full)
    )


def _remembered(given: Sequence[Article], plan: Plan, memory: Memory) -> Iterator[Examined | Skip]:
    keys = [memory.article_key(article) for article in given]
    known, new = memory.facts(keys), dict[bytes, Facts]()
    for article, key in zip(given, keys, strict=True):
        if facts := known.get(key):
            dissection = facts.dissection(article, plan.outlets)
            yield Examined(dissection, facts.story_tokens(), facts.findings, facts.signals, facts.entry, key)
            continue
        one = _examined(article, plan)
        if isinstance(one, Skip):
            yield one
            continue
        taken = one.dissection
        tokens = tuple(map(packed, one.stories))
        new[key] = Facts(
            taken.language, taken.stories, tokens, one.findings, tuple(map(astuple, one.signals)), one.entry
        )
        yield dataclass_replace(one, key=key)
    memory.keep_facts(new)


def _aligned(
    names: Sequence[bytes],
    stories: Sequence[StoryTokens],
    found: candidates.Candidates,
    table: weights.Weights,
    dissections: Mapping[str, Dissection],
    engine: Engine,
    told: Progress,
    memory: Memory | None,
) -> tuple[Alignment, ...]:
    """The pairs aligned, with their drift; `names` are those of the stories in a cache."""
    if not memory:
        return _with_drift(_align_all(stories, found, found.pairs, table, engine, told), dissections)
    tables = (table.terms, table.values, np.array([table.unknown]), found.furniture)
    keys = memory.pair_keys([(names[pair.i], names[pair.j], pair.lanes) for pair in found.pairs], tables)
    known = memory.alignments(keys)
    missing = [(key, pair) for key, pair in zip(keys, found.pairs, strict=True) if key not in known]
    new = _with_drift(_align_all(stories, found, [pair for _, pair in missing], table, engine, told), dissections)
    added = {key: one for (key, _), one in zip(missing, new, strict=True)}
    memory.keep_alignments(added)
    known |= added
    return tuple(known[key] for key in keys)


def _align_all(
    stories: Sequence[StoryTokens],
    found: candidates.Candidates,
    pairs: Sequence[candidates.Pair],
    table: weights.Weights,
    engine: Engine,
    told: Progress,
) -> tuple[Alignment, ...]:
    def size(pair: align.Pair) -> int:
        return _BYTES_PER_WORD * (len(pair[0]) + len(pair[1]))

    chosen = ((stories[pair.i], stories[pair.j], pair.lanes) for pair in pairs)
    batches = list(in_batches(chosen, size, engine.batch_bytes))
    aligned: list[Alignment] = []
    for some in engine.map(partial(align.align_pairs, weights=table, furniture=found.furniture), batches):
        aligned += some
        told("align", len(aligned), len(pairs))
    return tuple(aligned)


def _with_drift(aligned: Sequence[Alignment], dissections: Mapping[str, Dissection]) -> tuple[Alignment, ...]:
    """The alignments, with the facts that links of reuse put differently."""
    ledger = drift.Ledger(dissections)
    return tuple(
        replace(
            alignment,
            link=replace(alignment.link, drift=ledger.drift(alignment)),
            bounded=(*alignment.bounded, *drift.bounded(alignment)),
        )
        if families.ties(alignment)
        else alignment
        for alignment in aligned
    )


def _bounded(aligned: Sequence[Alignment]) -> Iterator[str]:
    """What was left out of comparisons, and in how many pairs."""
    for note, pairs in sorted(Counter(note for alignment in aligned for note in alignment.bounded).items()):
        yield f"{counted(pairs, 'pair')} of stories: {note}"


def judge(found: Iterable[Finding], corpus: Corpus, plan: Plan) -> tuple[Finding, ...]:
    """All findings, sorted, each with a fingerprint of its own."""
    detectors = [detector for detector in plan.detectors if isinstance(detector, CorpusDetector)]
    found = chain(found, chain.from_iterable(detector.judge(corpus) for detector in detectors))
    found = overridden(list(found), corpus, plan.overrides, plan.licensed)
    seen: Counter[str] = Counter()
    numbered = []
    for finding in sorted(found, key=lambda finding: finding.sort_key):
        seen[finding.fingerprint] += 1
        if (n := seen[finding.fingerprint]) > 1:
            # The same content again: told apart by its number, never by path or line.
            numbered.append(replace(finding, fingerprint=f"{finding.fingerprint}-{n}"))
        else:
            numbered.append(finding)
    return tuple(numbered)


def _left_out(corpus: Corpus, plan: Plan) -> Iterator[str]:
    """What rules say they could not judge."""
    return chain.from_iterable(one.left_out(corpus) for one in plan.detectors if isinstance(one, CorpusDetector))


def _decisions(entries: Iterable[ArticleEntry]) -> Iterator[str]:
    """What reading had to decide: the first few in words, the others by their number."""
    noted = [(entry.id, note) for entry in entries for note in entry.notes]
    yield from (f"{article}: {note}" for article, note in noted[:_NOTES])
    if len(noted) > _NOTES:
        yield f"{counted(len(noted) - _NOTES, 'more note')} on reading in report.json, with the articles"


def _unspoken(entries: Iterable[ArticleEntry]) -> Iterator[str]:
    """How many rules could look for nothing in how many articles, for want of words of their languages."""
    silent = [entry for entry in entries if entry.not_applicable]
    if silent:
        rules = len(set(chain.from_iterable(entry.not_applicable for entry in silent)))
        told = ", ".join(sorted({"unknown" if one.language == UNDETERMINED else one.language for one in silent}))
        yield (
            f"{counted(rules, 'rule')} did not apply to all or some of {counted(len(silent), 'article')} for their "
            f"language ({told}): that they found nothing there says nothing"
        )


def _silent(plan: Plan, language: str) -> tuple[str, ...]:
    """The codes of the rules that do not speak a language, in order."""
    return tuple(sorted(one.rule.code for one in plan.detectors if not one.applies_to(language)))


def _entries(examined: Sequence[Examined], corpus: Corpus, plan: Plan) -> tuple[ArticleEntry, ...]:
    related = reliability.related(corpus)
    silent = {language: _silent(plan, language) for language in {one.entry.language for one in examined}}
    return tuple(
        one.entry
        if one.entry.library
        else replace(
            one.entry,
            reliability=reliability.grade(one.signals + related.get(one.entry.id, ())),
            not_applicable=silent[one.entry.language],
        )
        for one in examined
    )


def in_batches(items: Iterable[Batch], size: Callable[[Batch], int], limit: int) -> Iterator[list[Batch]]:
    """Runs of items that together hold about `limit`, each at least one item."""
    batch: list[Batch] = []
    held = 0
    for item in items:
        if batch and held + size(item) > limit:
            yield batch
            batch, held = [], 0
        batch.append(item)
        held += size(item)
    if batch:
        yield batch
