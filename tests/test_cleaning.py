"""Cleaning: what stays, what goes and is accounted for, and that cleaning again changes nothing."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from auditor import schemas
from auditor.cleaning import KEPT, clean
from auditor.model import Article, Role

LEAD = "The council voted on Monday to close the old bridge to cars for the winter, its clerk said."
SECOND = "Cyclists may still cross it, and the bus takes the road through the valley until spring."
NOISY = f"""Title: Council closes bridge
Word Count: 31

PARIS (AFP) - {LEAD} Cited: Reuters

{SECOND}

Share this article

Leave a Comment

“Travel aficionado. Incurable bacon specialist. Tv evangelist. Wannabe internet fanatic.”
"""
CLEAN = f"Council closes bridge\n\nPARIS (AFP) - {LEAD}\n\n{SECOND}"


def stories(text: str, **options: Any) -> list[str]:
    return [story.text for story in clean(Article.of("a.txt", text), **options).stories]


def test_what_is_not_the_article_goes_and_the_title_stays() -> None:
    assert stories(NOISY) == [CLEAN]


def test_a_clean_text_stays_as_it_is() -> None:
    assert stories(CLEAN) == [CLEAN]
    assert clean(Article.of("a.txt", CLEAN)).removed == ()


def test_line_ends_and_gaps_stay_as_they_were() -> None:
    assert stories(NOISY.replace("\n", "\r\n")) == [CLEAN.replace("\n", "\r\n")]
    spaced = CLEAN.replace("\n\n", "\n \n\n")
    assert stories(spaced) == [spaced]


@pytest.mark.parametrize(
    ("role", "line"), [(Role.CITATION, "Cited: Reuters"), (Role.CHROME, "Share this article"), (Role.BIO, "“Travel")]
)
def test_roles_may_be_kept(role: Role, line: str) -> None:
    assert line not in stories(NOISY)[0]
    assert line in stories(NOISY, keep=(*KEPT, role))[0]


def test_roles_may_be_dropped() -> None:
    kept = [role for role in KEPT if role is not Role.DATELINE]
    assert stories(NOISY, keep=kept) == [CLEAN.replace("PARIS (AFP) - ", "")]


@pytest.mark.parametrize("name", sorted(path.name for path in Path("seeds").iterdir()))
def test_every_code_point_is_kept_or_accounted_for(name: str) -> None:
    text = (Path("seeds") / name).read_text(encoding="utf-8")
    done = clean(Article.of(name, text))
    left = list(text)
    for story in done.stories:
        assert "".join(text[span.start : span.end] for span in story.kept) == story.text
        for span in story.kept:
            left[span.start : span.end] = " " * len(span)
    for one in done.removed:
        assert one.reason
        left[one.start : one.end] = " " * (one.end - one.start)
    assert not "".join(left).strip()


def test_appended_stories_become_articles() -> None:
    text = (Path("seeds") / "002_b934dccf86021d29.txt").read_text(encoding="utf-8")
    done = clean(Article.of("a.txt", text))
    titles = [story.text.splitlines()[0] for story in done.stories]
    assert [title[:9] for title in titles] == ["Iran Supr", "Fire Brea", "Pakistan ", "Türkiye P"]
    assert not done.stories[0].cues
    assert all(story.cues for story in done.stories[1:])


def test_front_matter_stays_with_its_file() -> None:
    text = f"---\ntitle: Council closes bridge\nauthor: Ann Lee\n---\n\n{LEAD}\n\n{SECOND}\n\nLeave a Comment"
    assert stories(text) == [text.removesuffix("\n\nLeave a Comment")]


def test_nothing_but_noise_leaves_no_story() -> None:
    done = clean(Article.of("a.txt", "Share this article\n\nLeave a Comment\n"), keep=(Role.SUBHEAD,))
    assert done.stories == ()
    assert len(done.removed) == 2


PIECES = (*NOISY.split("\n\n"), "TT", "Previous Article", "Advertisement", "Read more: Ferry sails again", SECOND, LEAD)


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["\n", "\n\n", "\r\n\r\n"]))
def test_cleaning_what_was_cleaned_changes_nothing(pieces: list[str], gap: str) -> None:
    for text in stories(gap.join(pieces)):
        assert stories(text + "\n") == [text]


@pytest.fixture
def folder(corpus: Path) -> Path:
    (corpus / "noisy.txt").write_text(NOISY)
    records = [{"id": "x", "title": "Council closes bridge", "text": NOISY}, {"id": "y", "text": ARTICLE}]
    (corpus / "feed.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return corpus


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("[!.]*") if path.is_file()}


def test_a_folder_is_cleaned_into_another_and_the_second_time_nothing_changes(run: Any, folder: Path) -> None:
    before = files(folder)
    done = run("clean", folder, "--output", "out")
    assert done.code == 0
    assert files(folder) == before
    made = files(Path("out"))
    assert sorted(made) == ["bridge.txt", "feed.jsonl", "noisy.txt"]
    assert made["noisy.txt"] == CLEAN + "\n"
    assert [json.loads(line)["id"] for line in made["feed.jsonl"].splitlines()] == ["x", "y"]
    assert run("clean", "out", "--output", "again").code == 0
    assert files(Path("again")) == made


def test_the_provenance_says_what_was_taken_out_where_and_why(run: Any, folder: Path) -> None:
    run("clean", folder, "--output", "out")
    lines = [json.loads(line) for line in Path("out/.auditor-provenance.jsonl").read_text().splitlines()]
    validator = Draft202012Validator(schemas.get("provenance"))
    for line in lines:
        validator.validate(line)
    noisy = next(line for line in lines if line["path"] == "noisy.txt")
    data = (folder / "noisy.txt").read_bytes()
    assert noisy["sha256"] == hashlib.sha256(data).hexdigest()
    for one in noisy["removed"]:
        assert NOISY[one["start"] : one["end"]].startswith(one["quote"].removesuffix(" …"))
    (story,) = noisy["stories"]
    assert story["sha256"] == hashlib.sha256(Path("out/noisy.txt").read_bytes()).hexdigest()


def test_a_story_never_hides_an_article(run: Any, tmp_path: Path) -> None:
    articles = tmp_path / "in"
    articles.mkdir()
    seed = (Path(__file__).parents[1] / "seeds" / "002_b934dccf86021d29.txt").read_text(encoding="utf-8")
    (articles / "a.txt").write_text(seed)
    (articles / "a.2.txt").write_text(CLEAN)
    assert run("clean", articles, "--output", "out").code == 0
    made = files(tmp_path / "out")
    assert len(made) == 5
    assert CLEAN + "\n" in made.values()


@pytest.mark.parametrize(
    ("output", "said"), [("articles/out", "in one another"), ("articles", "in one another"), (".", "in one another")]
)
def test_articles_are_never_touched(run: Any, corpus: Path, output: str, said: str) -> None:
    done = run("clean", corpus, "--output", output)
    assert done.code == 2
    assert said in done.err
    assert files(corpus) == {"bridge.txt": ARTICLE}


def test_files_of_others_are_never_replaced(run: Any, corpus: Path) -> None:
    Path("out").mkdir()
    Path("out/bridge.txt").write_text("mine")
    assert run("clean", corpus, "--output", "out").code == 2
    assert Path("out/bridge.txt").read_text() == "mine"


def test_exit_codes_of_clean(run: Any, corpus: Path) -> None:
    assert run("clean", "nowhere", "--output", "out").code == 2
    assert run("clean", corpus, "--output", "out", "--keep", "adverts").code == 2
    Path("none").mkdir()
    assert run("clean", "none", "--output", "out").code == 4
    assert run("clean", "none", "--output", "out", "--allow-empty").code == 0
    (corpus / "empty.txt").write_text("")
    done = run("clean", corpus, "--output", "out")
    assert done.code == 3
    assert "empty.txt" in done.err
    assert Path("out/bridge.txt").exists()
