"""What spares a line the patterns never hides what the patterns would find in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.anatomy import bios, citations, links, phrases, wording
from auditor.model import Span
from auditor.text import lower_case, normalise

_PIECES = (
    *("Fuente: Reuters", "Quellen: dpa", "FONTE: Lusa", "Citado por: Lusa", "Zitiert nach: dpa"),
    *(
        "Photo by Ann Roe",
        "file photo",
        "(Image: Roe)",
        "(Illustration by Roe)",
        "via AP)",
        "AFP/",
        "EPA-",
        "REUTERS/K",
    ),
    *("hide caption 3 of 24", "HİDE CAPTION 1 of 2", "Getty Images", "Shutterstock", "(Reuters)", "(Roe/AP)"),
    *(
        "Cited: Reuters",
        "CITED: BBC",
        "ſource: Reuters",
        "Refs: AP",
        "(via: CNN)",
        "Credıt: NASA",
        "with inputs from PTI",
    ),
    *(
        "Ann Roe contributed to this report.",
        "Contrıbuted reporting",
        "Source:",
        "References:",
        "said",
        "told",
        "•",
        "\n",
    ),
    *(
        "[the plan](/plan)",
        '<A href="/x">here</a>',
        "http://a.example",
        "WWW.BBC.CO.UK",
        "doi:10.1000/182",
        "htp://b.org",
    ),
    *(
        "Sign up for our newsletter",
        "Read more about the frost",
        "Click here to subscribe",
        "Advertisement",
        "Share this",
    ),
    *(
        "Writer.",
        "Coffee fan.",
        "Proud web nerd!",
        "Evil introvert.",
        "The council met on Monday and voted.",
        "Advocate.",
    ),
    *(" ", ". ", ": ", "é", "K", "ﬁ", "—"),
)
LINES = st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=7).map(" ".join)


@given(
    LINES,
    st.sampled_from(
        [
            "hide caption",
            "contribut",
            "fuente",
            "zitiert",
            "cited",
            "source",
            "via",
            "ref",
            "credit",
            "citation",
            "input",
        ]
    ),
)
def test_lower_case_keeps_every_letter_that_a_pattern_without_case_takes(line: str, hint: str) -> None:
    assert not re.search(hint, line, re.IGNORECASE) or hint in lower_case(line)


@settings(deadline=None)
@given(LINES)
def test_wording_and_citations_are_found_as_without_a_screen(line: str) -> None:
    plain = " ".join(line.split())
    screened = wording.line_role(plain, len(plain.split())), wording.is_credit(plain), citations.trailing_citation(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_PHOTO_HINTS", ("",))
        patch.setattr(wording, "_GALLERY_HINT", "")
        patch.setattr(citations, "_HINTS", ("",))
        plainly = (
            wording.line_role(plain, len(plain.split())),
            wording.is_credit(plain),
            citations.trailing_citation(line),
        )
    assert screened == plainly


@settings(deadline=None)
@given(LINES)
def test_furniture_is_found_as_by_each_template_in_turn(line: str) -> None:
    for furniture in (phrases.phrases().chrome, phrases.phrases().announcements):
        key = phrases.line_key(line)
        matching = [kind for template, kind in furniture.templates if template.fullmatch(key)]
        assert furniture.find_key(key) == (furniture.exact.get(key) or next(iter(matching), None))


@settings(deadline=None)
@given(LINES)
def test_clauses_too_long_for_a_grammar_do_not_parse(line: str) -> None:
    clauses = bios.clauses_of(line)
    for grammar in bios.grammars():
        parsed = sum(grammar.parse(normalise(clause)) is not None for clause in clauses)
        assert grammar.may_parse(clauses) or parsed < 2 or 2 * parsed <= len(clauses)


@given(st.lists(LINES, max_size=3).map("\n".join))
def test_links_of_a_paragraph_are_those_of_the_whole_text_in_it(text: str) -> None:
    paragraphs = [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    for span in paragraphs:
        alone = links.links(text[: span.end], span)
        assert [link.target for link in links.links(text, span)] == [link.target for link in alone]
