"""An audit for exact and near duplicates alone: the same findings, by a shorter way."""

import random
from pathlib import Path

import msgspec
import numpy as np
import pytest

import auditor
from auditor import api, sketch, stages
from auditor.candidates import copies
from auditor.engines.local import LocalEngine
from auditor.errors import AuditorError
from auditor.model import Article, Relation, Report
from auditor.settings import Settings, detectors, effective
from auditor.tokens.scan import scan_all

CODES = ("DUP001", "DUP002")
LEAN = Settings(select=CODES)
RAW = Settings(select=CODES, raw=True)
VOCABULARY = [f"{one}{other}" for one in ("bar", "mel", "tor", "kin", "sav") for other in "abcdefghijklmnopqrstuvwxyz"]


def prose(seed: int, words: int = 300) -> str:
    """Sentences of invented words, none like another's."""
    chance = random.Random(seed)
    sentences = [" ".join(chance.choices(VOCABULARY, k=12)).capitalize() + "." for _ in range(words // 12)]
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def edited(text: str, share: float, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(word if chance.random() >= share else f"changed{chance.randrange(999)}" for word in text.split(" "))


def corpus() -> list[Article]:
    texts = {f"own{n:02}.txt": prose(n) for n in range(12)}
    texts |= {f"near{n:02}.txt": edited(prose(n), 0.03, n) for n in range(5)}
    texts |= {"same.txt": prose(0).upper().replace("\n\n", "\r\n\r\n"), "twice.txt": prose(0)}
    texts |= {"part.txt": "\n\n".join(prose(7).split("\n\n")[1:6]), "longer.txt": prose(8) + "\n\n" + prose(20, 150)}
    return [Article.of(name, text) for name, text in texts.items()]


def found(report: Report) -> set[tuple[str, str, tuple[str, ...]]]:
    return {
        (one.rule, one.article, tuple(place.article for place in one.related))
        for one in report.findings
        if one.rule in CODES
    }


@pytest.mark.parametrize("raw", [False, True])
def test_the_findings_are_those_of_the_whole_audit(raw: bool) -> None:
    lean = auditor.audit(corpus(), settings=Settings(select=CODES, raw=raw))
    whole = auditor.audit(corpus(), settings=Settings(raw=raw))
    assert found(lean) == found(whole)
    assert len(lean.findings) == 9
    numbers = {(link.a, link.b): link.jaccard for link in whole.links}
    for link in lean.links:
        assert link.jaccard == numbers[link.a, link.b]
    assert [entry.id for entry in lean.articles] == [entry.id for entry in whole.articles]
    assert [entry.words for entry in lean.articles] == [entry.words for entry in whole.articles]
    assert [one.end_line for entry in lean.articles for one in entry.stories] == [
        one.end_line for entry in whole.articles for one in entry.stories
    ]


def test_nothing_is_pretended() -> None:
    report = auditor.audit(corpus(), settings=RAW)
    assert "no rule asks for more" in report.summary.notes[0]
    assert {entry.reliability for entry in report.articles} == {None}
    assert {link.relation for link in report.links} == {Relation.EXACT, Relation.NEAR_DUPLICATE}
    for link in report.links:
        assert (link.statements, link.aligned_a, link.aligned_b, link.order) == (None, None, None, None)
    assert "statements" not in report.findings[0].evidence
    assert not any(family.upstream.known for family in report.families)


def test_passages_stand_where_both_texts_say_the_same() -> None:
    done = api.run(corpus(), settings=LEAN)
    for link in done.report.links:
        end = 0
        for passage in sorted(link.passages, key=lambda passage: passage.b):
            assert end <= passage.b.start
            end = passage.b.end
            if passage.kind == "verbatim":
                words = [
                    done.texts[story][span.start : span.end].casefold().split()
                    for story, span in ((link.a, passage.a), (link.b, passage.b))
                ]
                assert words[0] == words[1]
        assert len(link.passages)


def test_a_grade_that_is_demanded_is_given() -> None:
    report = auditor.audit(corpus()[:3], settings=Settings(select=CODES, min_grade="B"))
    assert all(entry.reliability for entry in report.articles)


@pytest.mark.parametrize("settings", [LEAN, RAW])
def test_files_batches_and_workers_change_no_byte(settings: Settings, tmp_path: Path) -> None:
    for article in corpus():
        (tmp_path / article.id).write_bytes(article.text.encode())
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    plan = stages.Plan(detectors=detectors(settings), settings=effective(settings), raw=settings.raw)
    outputs = set()
    for jobs, batch_bytes in ((1, 1), (1, 10**9), (2, 4_000)):
        with LocalEngine(jobs, batch_bytes) as engine:
            done = stages.run(api.inputs(tmp_path, tmp_path), plan, engine)
        outputs.add(msgspec.json.encode(done.report))
        assert dict(done.texts) == {one.id: one.text for one in corpus()}
    assert len(outputs) == 1
    assert len(done.report.skipped) == 1


def test_an_article_that_changes_while_it_is_audited_stops_the_audit(tmp_path: Path) -> None:
    for article in corpus():
        (tmp_path / article.id).write_bytes(article.text.encode())

    def change(stage: str, done: int, total: int) -> None:
        if stage == "pair":
            (tmp_path / "same.txt").write_text("something else", encoding="utf-8")

    with pytest.raises(AuditorError, match=r"same\.txt was changed while it was audited"):
        api.run(tmp_path, settings=RAW, progress=change)


def test_a_form_with_other_figures_is_no_copy() -> None:
    form = prose(1).split()
    one, other = (
        " ".join(f"{word} {at * factor}" if at % 40 == 0 else word for at, word in enumerate(form))
        for factor in (7, 11)
    )
    report = auditor.audit([Article.of("a", one), Article.of("b", other)], settings=RAW)
    assert [link.kind for link in report.links] == ["template"]
    assert not report.findings


def sketches(texts: list[str]) -> sketch.Sketches:
    batch = scan_all(texts)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    return sketch.sketch(batch.hashes, np.searchsorted(batch.starts, starts))


def test_a_sketch_depends_on_its_text_alone() -> None:
    texts = [prose(1), "", "one two", prose(2, 3_000), "…", "a b c d e", prose(3, 24)]
    together = sketches(texts)
    alone = sketch.Sketches.joined([sketches([text]) for text in texts])
    for name in ("tokens", "bounds", "words", "sequences"):
        assert getattr(together, name).tolist() == getattr(alone, name).tolist()
    order = np.array([3, 0, 6, 2, 1, 5, 4])
    taken = together.taken(order)
    assert taken.words.tolist() == together.words[order].tolist()
    assert taken.tokens[: taken.bounds[1]].tolist() == together.tokens[together.bounds[3] : together.bounds[4]].tolist()
    assert together.words.tolist()[:3] == [300, 0, 2]


@pytest.mark.parametrize("share", [0.0, 0.02, 0.03])
@pytest.mark.parametrize("words", [60, 300, 1_500])
def test_pairs_of_any_length_are_found_however_the_words_are_changed(words: int, share: float) -> None:
    texts = [prose(seed, words) for seed in range(100)]
    texts += [edited(text, share, seed) for seed, text in enumerate(texts)]
    given = copies.find(sketches(texts))
    pairs = {(a, b) for a, b in [*given.pairs.tolist(), *given.equal.tolist()]}
    assert sum((seed, seed + 100) in pairs for seed in range(100)) >= 99
    assert len(pairs) <= 110


@pytest.mark.parametrize("words", [120, 300])
def test_a_story_within_a_longer_one_is_found(words: int) -> None:
    parts = [prose(seed, words) for seed in range(100)]
    texts = [*parts, *(prose(seed + 500, 500) + " " + edited(part, 0.02, seed) for seed, part in enumerate(parts))]
    pairs = copies.find(sketches(texts)).pairs.tolist()
    assert sum([seed, seed + 100] in pairs for seed in range(100)) >= 99


def test_a_text_that_everybody_prints_is_tied_by_a_star_and_a_chain() -> None:
    texts = [edited(prose(1), 0.004, seed) for seed in range(200)]
    given = copies.find(sketches(texts))
    assert len(given.pairs) < 200 * 24
    assert set(range(200)) == set(given.pairs.ravel().tolist()) | set(given.equal.ravel().tolist())
    assert any("not all with all" in note for note in given.notes)
