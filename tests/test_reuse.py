"""Pairs are found, aligned, judged and made into families: on small texts of our own."""

import pickle
from itertools import combinations

import pytest

import auditor
from auditor import align, candidates, families, weights
from auditor.anatomy import dissect
from auditor.dissection import Dissection
from auditor.families.wording import Wording
from auditor.model import Alignment, Family, Link, Relation, Story
from auditor.tokens import StoryTokens, tokenise

BRIDGE = (
    "The council of Marlow Bay voted on Tuesday night to close the harbour bridge for nine months from April. "
    "Engineers had found deep cracks in two of the four main bearings during an inspection in January. "
    "Lorries will be sent along the coastal road, and a ferry is to carry pedestrians every twenty minutes. "
    "Shop owners on the quay said the closure would cost them half of their summer trade. "
    "The repairs are expected to cost 4.2 million pounds, most of it paid by the county."
)
BRIDGE_REWRITTEN = (
    "Marlow Bay's council has decided to shut the harbour bridge for a period of nine months beginning in April. "
    "An inspection carried out in January by engineers revealed deep cracks in two of its four main bearings. "
    "Pedestrians will be carried by a ferry every twenty minutes, while lorries are sent along the coastal road. "
    "According to shop owners on the quay, half of their summer trade would be lost through the closure. "
    "Repairs will cost an expected 4.2 million pounds, with the county paying most of it."
)
HERON = (
    "A sculptor from Leeds has won the national prize for public art with a steel heron nine metres tall. "
    "The jury praised the balance of the figure and the way in which it catches the evening light. "
    "It will stand beside the canal from September, when the new footpath is opened by the mayor. "
    "Visitors can see the drafts in the city museum until the end of October."
)
SPEECH = (
    "“We will rebuild every school that the flood has taken, and we will not wait for the insurers, because "
    "children cannot wait for the end of a lawsuit before they learn to read,” the governor said."
)


def examined(texts: dict[str, str]) -> tuple[list[Dissection], list[StoryTokens]]:
    dissections = [dissect(auditor.Article.of(name, text), raw=True) for name, text in sorted(texts.items())]
    empty = (Story(index=1, title="", blocks=()),)
    return dissections, [tokenise(one, story) for one in dissections for story in one.stories or empty]


def aligned(texts: dict[str, str]) -> list[Alignment]:
    _, stories = examined(texts)
    table = weights.blend(weights.count(stories), stories)
    pairs = [(one, other, ("all",)) for one, other in combinations(stories, 2)]
    return align.align_pairs(pairs, table)


def link(one: str, other: str) -> Link:
    return aligned({"a": one, "b": other})[0].link


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (BRIDGE, BRIDGE.upper(), Relation.EXACT),
        (BRIDGE + " " + HERON, BRIDGE + " " + HERON.replace("evening", "morning"), Relation.NEAR_DUPLICATE),
        (BRIDGE, BRIDGE_REWRITTEN, Relation.REWRITE),
        (BRIDGE, HERON, Relation.UNRELATED),
        (BRIDGE, "", Relation.UNRELATED),
        ("", "", Relation.UNRELATED),
    ],
)
def test_relations(one: str, other: str, relation: Relation) -> None:
    assert link(one, other).relation is relation


def test_an_excerpt_is_partial_reuse_with_the_passage_at_its_place() -> None:
    taken = " ".join(BRIDGE.split(". ")[1:3])
    host = f"{HERON}\n\nElsewhere in the county, crossings are being looked at. {taken}"
    found = link(host, f"{BRIDGE} " + " ".join(f"The {word} ward has {word} benches." for word in "abcdefghijklmnop"))
    assert found.relation is Relation.PARTIAL_REUSE
    passage = max(found.passages, key=lambda passage: len(passage.a))
    assert "deep cracks" in host[passage.a.start : passage.a.end]
    assert passage.kind in {"verbatim", "edited"}


def test_what_was_said_to_all_is_a_shared_quotation() -> None:
    one = f"Rain fell again over the delta on Monday, and two roads stayed shut. {SPEECH}"
    other = f"The budget debate opened with a surprise for teachers' unions in the capital. {SPEECH}"
    assert (found := link(one, other)).relation is Relation.PARTIAL_REUSE
    assert found.kind == "shared-quotation"
    assert not families.ties(aligned({"a": one, "b": other})[0])


def test_a_form_with_other_figures_is_a_template() -> None:
    form = (
        "The county of {} will sell {} million dollars of general obligation bonds on {} at {} percent, with "
        "maturities from {} to {} and interest paid twice a year, the treasurer's office said in its notice. "
        "Bids are taken until noon, and the bonds are rated by the two usual agencies as in the years before."
    )
    one = form.format("Alder", 14, "May 3", 2.1, 1999, 2011)
    other = form.format("Bexley", 87, "June 12", 3.4, 2003, 2024)
    assert link(one, other).kind == "template"


def test_passages_begin_and_end_with_their_sentences() -> None:
    found = link(BRIDGE, BRIDGE_REWRITTEN)
    assert found.passages[0].a.start == 0
    assert found.passages[-1].a.end == len(BRIDGE)
    assert found.coverage_a == found.coverage_b == 1.0
    assert found.order
    assert found.order > 0.7


def test_an_alignment_does_not_depend_on_its_batch_or_on_a_trip_through_a_pickle() -> None:
    _, stories = examined({"a": BRIDGE, "b": BRIDGE_REWRITTEN, "c": HERON, "d": BRIDGE + HERON})
    table = weights.blend(weights.count(stories), stories)
    pairs = [(one, other, ("all",)) for one, other in combinations(stories, 2)]
    together = align.align_pairs(pairs, table)
    assert [one for pair in pairs for one in align.align_pairs([pair], table)] == together
    pairs, table = pickle.loads(pickle.dumps((pairs, table)))
    assert align.align_pairs(pairs, table) == together


def test_an_unrelated_article_moves_scores_hardly_at_all() -> None:
    before = aligned({"a": BRIDGE, "b": BRIDGE_REWRITTEN})[0].link
    after = next(
        one.link
        for one in aligned({"a": BRIDGE, "b": BRIDGE_REWRITTEN, "z": HERON})
        if (one.link.a, one.link.b) == ("a", "b")
    )
    assert before.relation is after.relation
    assert abs(before.score - after.score) < 0.01
    assert abs(before.coverage_a - after.coverage_a) < 0.01


@pytest.mark.parametrize(
    "text",
    [
        "新华社北京三月一日电，中国科学家在南海发现一种新的深海珊瑚，并将其命名为海星珊瑚。",
        "שלום לכולם " * 20,
        "🌍🌍🌍",
        "word",
    ],
    ids=["chinese", "hebrew", "emoji", "one word"],
)
def test_any_script_can_be_compared(text: str) -> None:
    assert link(text, HERON).relation in {Relation.UNRELATED, Relation.SAME_TOPIC}
    assert link(text, text + "\n").score in {0.0, 1.0} or link(text, text + "\n").relation is not Relation.REWRITE


def filler(number: int) -> str:
    """A text of its own: forty made-up words that no other number has."""
    return " ".join(f"W{number}x{at} is known to q{number}y{at}." for at in range(10))


def test_all_pairs_of_a_small_folder_are_looked_at() -> None:
    _, stories = examined({f"{number:02}": filler(number) for number in range(10)})
    found = candidates.find(stories, weights.blend(weights.count(stories), stories))
    assert len(found.pairs) == 45


def test_lanes_find_copies_excerpts_and_paraphrases_among_many() -> None:
    texts = {f"f{number:03}": filler(number) for number in range(60)}
    texts |= {"a1": BRIDGE, "a2": BRIDGE_REWRITTEN, "b1": HERON, "b2": HERON.replace("evening", "morning")}
    texts |= {"c1": filler(7) + " " + HERON}
    _, stories = examined(texts)
    names = [story.id for story in stories]
    found = candidates.find(stories, weights.blend(weights.count(stories), stories))
    lanes = {(names[pair.i], names[pair.j]): pair.lanes for pair in found.pairs}
    assert "terms" in lanes["a1", "a2"]
    assert "bands" in lanes["b1", "b2"]
    assert "shingles" in lanes["b1", "c1"]
    assert ("a1", "b1") not in lanes
    assert found.counts["bands"] >= 1


def test_equal_stories_cost_one_pair_each_and_crowds_are_told() -> None:
    texts = {f"copy{number:03}": BRIDGE for number in range(40)}
    texts |= {f"near{number:03}": f"{HERON} Kiosk {number} has it." for number in range(40)}
    _, stories = examined(texts)
    found = candidates.find(stories, weights.blend(weights.count(stories), stories))
    assert found.counts["exact"] == 39
    assert len(found.pairs) < 40 * 39 / 2
    assert any("more than" in note for note in found.notes)


def test_furniture_is_learnt_and_left_out() -> None:
    line = "If you enjoyed this article, we have a proposition for you: join our club of loyal readers today."
    texts = {f"f{number:03}": f"{filler(number)} {line} {filler(number + 100)}" for number in range(12)}
    _, stories = examined(texts)
    table = weights.blend(weights.count(stories), stories)
    found = candidates.find(stories, table)
    assert len(found.furniture)
    assert not found.pairs
    pair = (stories[0], stories[1], ("all",))
    assert align.align_pairs([pair], table, found.furniture)[0].link.jaccard == 0.0
    assert align.align_pairs([pair], table)[0].link.jaccard > 0.0


def grouped(texts: dict[str, str]) -> tuple[Family, ...]:
    dissections, stories = examined(texts)
    wording = Wording(
        {story.id: story for story in stories}, weights.blend(weights.count(stories), stories), align.NO_FURNITURE
    )
    return families.group(aligned(texts), {one.article.id: one for one in dissections}, wording)


def test_copies_are_one_family_with_spanning_edges() -> None:
    (family,) = grouped({"a": BRIDGE, "b": BRIDGE, "c": BRIDGE_REWRITTEN, "d": HERON})
    assert family.members == ("a", "b", "c")
    assert len(family.edges) == 2
    assert families.independent_sources((family,), ["a", "b", "c", "d"]) == 2


def test_a_digest_of_two_stories_does_not_make_them_one() -> None:
    other = HERON.replace("heron", "otter")
    digest = " ".join(BRIDGE.split(". ")[1:3]) + ".\n\n" + " ".join(HERON.split(". ")[1:3])
    long = " ".join(filler(number) for number in range(4))
    found = grouped({"a1": BRIDGE + long, "a2": BRIDGE + long, "b1": HERON, "b2": other, "z": f"{digest} {filler(9)}"})
    assert not any({"a1", "b1"} <= set(family.members) for family in found)


def test_a_weak_tie_to_a_weak_tie_makes_no_family_of_three() -> None:
    first, second = (" ".join(text.split(". ")[1:3]) + "." for text in (BRIDGE, HERON))
    texts = {
        "a": f"{filler(1)} {filler(2)} {first} {filler(3)} {filler(4)}",
        "b": f"{filler(5)} {filler(6)} {first} {filler(7)} {second} {filler(8)} {filler(9)}",
        "c": f"{filler(10)} {filler(11)} {second} {filler(12)} {filler(13)}",
    }
    assert {len(family.members) for family in grouped(texts)} == {2}
    copies = {"a2": texts["a"] + " One kiosk has it.", **texts}
    (family,) = grouped(copies)
    assert family.members == ("a", "a2", "b")


AT = {"a": 10, "b": 20, "c": 30}


def test_a_shared_passage_makes_a_family_and_not_one_source() -> None:
    passage = " ".join(BRIDGE.split(". ")[1:3]) + "."
    (family,) = grouped(
        {name: f"{filler(at)} {filler(at + 1)} {passage} {filler(at + 2)} {filler(at + 3)}" for name, at in AT.items()}
    )
    assert family.members == ("a", "b", "c")
    assert family.independent_sources == 3
    assert families.independent_sources((family,), "abcd") == 4
    assert {claim.independent_sources for claim in family.claims.listed} == {1}


def test_what_each_member_adds_and_lacks_is_counted() -> None:
    rest = BRIDGE_REWRITTEN.split(". ", maxsplit=1)[0] + "."
    (family,) = grouped(
        {"a": BRIDGE, "b": BRIDGE_REWRITTEN, "c": f"{BRIDGE.replace(BRIDGE.split('. ', maxsplit=1)[0], rest)} {HERON}"}
    )
    a, b, c = family.shares
    assert a.reused == b.reused == 1.0
    assert a.own.spans == ()
    assert a.claims == family.claims.total == 5
    assert (c.own.statements, len(c.own.spans)) == (4, 1)
    assert c.reused == 1 - c.own.share < 0.7
    assert {claim.stories for claim in family.claims.listed} == {3}


def test_a_link_says_what_only_one_of_the_two_has() -> None:
    found = link(f"{HERON.split('. ', maxsplit=1)[0]}. {BRIDGE}", f"{BRIDGE_REWRITTEN} {HERON.split('. ')[2]}.")
    assert found.only_a is not None
    assert found.only_b is not None
    assert [span.start for span in found.only_a.spans] == [0]
    assert [span.start for span in found.only_b.spans] == [len(BRIDGE_REWRITTEN) + 1]
    assert 0 < found.only_a.share < 0.3


def test_a_claim_of_two_reporters_has_two_sources_and_a_copied_one_has_one() -> None:
    told = "The council of Marlow Bay voted on Tuesday night to close the harbour bridge for nine months from April."
    again = "For nine months from April the bridge over the harbour is shut, Marlow Bay's council voted on Tuesday."
    copied = "It is the third crossing that the town has lost since the flood, and the first without a detour nearby."
    texts = {
        "a": f"{told} {filler(1)} {filler(2)} {copied} {filler(3)}",
        "b": f"{filler(4)} {filler(5)} {copied} {filler(6)} {again}",
    }
    report = auditor.audit([auditor.Article.of(name, text) for name, text in texts.items()])
    assert not report.families
    assert [(claim.made.span.start, claim.independent_sources) for claim in report.claims.listed] == [
        (0, 2),
        (texts["a"].index(copied), 1),
    ]


def test_of_two_prints_of_an_agency_s_report_neither_is_called_upstream() -> None:
    signed = f"MARLOW BAY (Reuters) - {BRIDGE}"
    told = BRIDGE_REWRITTEN.replace("According to shop owners", "Shop owners told Reuters that")
    (family,) = grouped({"a": signed, "c": told})
    assert (family.upstream.story, family.upstream.direction) == ("a", "a is upstream")
    (family,) = grouped({"a": signed, "b": signed.replace("deep cracks", "cracks"), "c": told})
    assert family.upstream.known
    assert family.upstream.in_corpus
    assert (family.upstream.story, family.upstream.direction) == (None, "undetermined")


def test_the_credited_agency_is_named_and_nothing_is_said_about_direction() -> None:
    credited = BRIDGE.replace("Shop owners on the quay said", "Shop owners on the quay told Reuters")
    (family,) = grouped({"a": BRIDGE_REWRITTEN, "b": credited})
    assert family.upstream.credited == "Reuters"
    assert not family.upstream.in_corpus
    assert family.upstream.direction == "undetermined"
