"""The page of a link of reuse: the numbers, the aligned passages side by side, the facts that differ."""

from collections.abc import Iterator

from auditor.collation import rows
from auditor.escaping.markdown import excerpt, plain
from auditor.model import Link, Only, Span
from auditor.reporters.markdown.differ import CHARACTERS_PER_CELL, side_by_side
from auditor.reporters.markdown.passage import stretches, where
from auditor.reporters.markdown.site import Site, count, number, percent, table
from auditor.text import Lines, clip

# Differing facts listed, and characters of each that are quoted.
FACTS, CHARACTERS_PER_FACT = 200, 160


def render(site: Site, link: Link) -> Iterator[str]:
    """The page, in chunks."""
    relation = link.relation.value.replace("-", " ").capitalize()
    yield f"# {relation}: {_short(site, link.a)} and {_short(site, link.b)}\n\n"
    yield "[All articles](../index.md)\n\n"
    yield from _numbers(site, link)
    texts = [site.texts.get(site.split(story)[0]) for story in (link.a, link.b)]
    if texts[0] is None or texts[1] is None:
        yield "The texts of both articles are needed to show the passages, and were not at hand.\n"
        return
    yield from _passages(site, link, texts[0], texts[1])
    yield from _drift(site, link, texts[0], texts[1])
    yield "## Without a counterpart\n\n"
    yield "Statements that the other story does not make, in these words or in others.\n\n"
    words = _words(site, link)
    yield from _only(site, link.a, texts[0], link.only_a, words[0])
    yield from _only(site, link.b, texts[1], link.only_b, words[1])


def _words(site: Site, link: Link) -> tuple[str, str]:
    """What to call the statements that only one of the two makes: of a source, what was dropped from it."""
    family = site.families.get(link.a)
    source = family.upstream.story if family and family.upstream.in_corpus else None
    if source == link.a:
        return "Dropped from", "Added in"
    if source == link.b:
        return "Added in", "Dropped from"
    return "Only in", "Only in"


def _short(site: Site, story: str) -> str:
    article, index = site.split(story)
    return plain(article.rpartition("/")[2]) + (f" (story {index})" if index > 1 else "")


def _numbers(site: Site, link: Link) -> Iterator[str]:
    a, b = site.story(link.a), site.story(link.b)
    facts = [
        ("Title", *(plain(clip(story.title)) or "no headline" if story else "" for story in (a, b))),
        ("Lines", *(f"{story.start_line}–{story.end_line}" if story else "" for story in (a, b))),
        ("Words", *(f"{story.words:,}" if story else "" for story in (a, b))),
        ("In aligned passages", percent(link.coverage_a), percent(link.coverage_b)),
    ]
    if link.aligned_a is not None and link.aligned_b is not None:
        facts.append(("Sentences the other contains", percent(link.aligned_a), percent(link.aligned_b)))
    if link.only_a and link.only_b:
        facts.append(("In statements only it makes", percent(link.only_a.share), percent(link.only_b.share)))
    yield table(("", site.story_link(link.a, "../"), site.story_link(link.b, "../")), facts) + "\n"
    yield f"- Relation: {link.relation.value} ({plain(link.kind)}), score {number(link.score)}\n"
    if link.statements is None or link.order is None:
        yield "- Sentences were not aligned: only copies were looked for\n"
    else:
        yield f"- Shares {count(link.statements, 'aligned statement')}; "
        yield f"{percent(link.order)} of them in the same order\n"
    yield f"- Jaccard over word 5-grams: {number(link.jaccard)}\n"
    yield f"- Candidate lanes: {plain(', '.join(link.lanes)) or 'none'}\n"
    yield from _direction(site, link)
    yield "\n"


def _direction(site: Site, link: Link) -> Iterator[str]:
    family = site.families.get(link.a)
    if family is None or link.b not in family.members:
        yield "- Direction: undetermined\n"
        return
    source = family.upstream
    if source.in_corpus and source.story:
        where = f"the upstream of the family is {site.story_link(source.story, '../')}"
    elif source.in_corpus:
        where = f"the upstream of the family is in the corpus, credited: {plain(source.credited or '')}"
    else:
        credited = f", credited: {plain(source.credited)}" if source.credited else ""
        where = f"the upstream is {'not in the corpus' if source.known else 'not known'}{credited}"
    yield f"- Direction: {plain(source.direction)}; {where}\n"
    for reason in source.evidence:
        yield f"  - {plain(reason)}\n"


def _passages(site: Site, link: Link, text_a: str, text_b: str) -> Iterator[str]:
    yield "## Aligned passages\n\n"
    if not link.passages:
        yield "None.\n\n"
        return
    yield "In the order of the first story, with line numbers, sentence beside sentence; words in bold are not at this "
    yield "place in the other.\n\n"
    yield table((_short(site, link.a), _short(site, link.b), "Passage"), _rows(link, text_a, text_b)) + "\n"


def _rows(link: Link, text_a: str, text_b: str) -> Iterator[tuple[str, ...]]:
    lines_a, lines_b = Lines(text_a), Lines(text_b)
    for n, passage in enumerate(sorted(link.passages, key=lambda each: (each.a, each.b)), 1):
        about = f"{n}: {plain(passage.kind)}, {number(passage.score)}"
        for a, b in rows(text_a, text_b, passage):
            words = side_by_side(_text(text_a, a), _text(text_b, b)) if a and b else (None, None)
            yield _cell(lines_a, text_a, a, words[0]), _cell(lines_b, text_b, b, words[1]), about
            about = ""


def _drift(site: Site, link: Link, text_a: str, text_b: str) -> Iterator[str]:
    """What both say, and put differently, fact by fact."""
    if not link.drift:
        return
    lines_a, lines_b = Lines(text_a), Lines(text_b)
    yield "## Fact drift\n\n"
    yield "Facts that aligned statements put differently, with line numbers; which of the two is right is not known. "
    yield "A dash: the statement at that line says nothing to it.\n\n"
    facts = (
        (plain(drift.kind), _fact(lines_a, drift.a, drift.said_a), _fact(lines_b, drift.b, drift.said_b))
        for drift in link.drift[:FACTS]
    )
    yield table(("Kind", _short(site, link.a), _short(site, link.b)), facts) + "\n"
    if len(link.drift) > FACTS:
        yield f"And {count(len(link.drift) - FACTS, 'fact')} more.\n\n"


def _fact(lines: Lines, span: Span, said: str) -> str:
    return f"{where(lines, span)}: {excerpt(said, CHARACTERS_PER_FACT) if said else '—'}"


def _text(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _cell(lines: Lines, text: str, span: Span | None, words: str | None) -> str:
    if span is None:
        return "—"
    return f"{where(lines, span)}: {words or excerpt(_text(text, span), CHARACTERS_PER_CELL)}"


def _only(site: Site, story: str, text: str, only: Only | None, word: str) -> Iterator[str]:
    """The statements of a story that the other does not make: how many, and where."""
    if only is None:
        return
    name = _short(site, story)
    if not only.statements:
        yield f"{word} {name}: nothing; every statement has a counterpart.\n\n"
        return
    yield f"{word} {name}: {count(only.statements, 'statement')}, {percent(only.share)} of its content words.\n\n"
    yield from stretches(text, only.spans)
    yield "\n"
