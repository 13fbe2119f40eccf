"""What a chatbot or an unfilled template left in a published text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor import lexicons
from auditor.anatomy import residue
from auditor.detector import ArticleDetector, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Role, Severity

_ORCHARD = "The cider press in the old orchard will run again from October, the parish council said on Monday."
_APPLES = "Growers may bring their apples on Saturdays, and the first hundred litres are pressed free of charge."


@dataclass(frozen=True, kw_only=True)
class ChatbotResidue(ArticleDetector):
    """A chatbot's phrase or an unfilled placeholder was published with the text.

    ## What it finds
    Phrases with which assistants begin or end an answer ("As an AI language model", "Certainly! Here
    is ..."), instructions and fields nobody filled in ("[Insert name]", "{{first_name}}"), filler
    text, and tokens that only programs write. One finding for each kind in a paragraph, at its
    first occurrence. What stands
    between quotation marks, or in a paragraph announced by a colon, is a quotation and no residue.

    ## Why it matters
    The text was published as a machine gave it, and nobody read it. Names, numbers and quotes in it
    may be made up.

    ## What to do
    Do not count the article as a source. Ask who is responsible for it.

    ## When it is wrong
    In an article that prints a chatbot's answer without quotation marks, or documents a template.
    """

    rule: ClassVar[Rule] = Rule("BLP006", "chatbot residue", Severity.ERROR, Precision.VERY_HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("residue")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("an assistant's opening", f"Certainly! Here is a 300-word article:\n\n{_ORCHARD}\n\n{_APPLES}\n", 1),
        flagged(
            "a refusal in the text",
            f"{_ORCHARD}\n\n{_APPLES} As an AI language model, I do not have access to real-time opening hours.\n",
            3,
        ),
        flagged("a placeholder", f"{_ORCHARD}\n“We have waited ten years,” said [Insert name of grower].\n", 2),
        flagged("a template's field, CRLF", f"Dear {{{{ first_name }}}},\r\n{_ORCHARD}\r\n{_APPLES}\r\n", 1),
        flagged("filler", f"{_ORCHARD}\n\nLorem ipsum dolor sit amet, consectetur adipiscing elit.\n", 3),
        flagged(
            "in Spanish", "¡Claro! Aquí tienes el artículo:\n\nLa prensa de sidra vuelve a funcionar en octubre.\n", 1
        ),
        clean(
            "an article about chatbots",
            f"{_ORCHARD}\nAsked for the price of cider, it wrote: “As an AI language model, I cannot taste.”\n",
        ),
        clean("an answer printed below a colon", "The chatbot’s whole reply was this:\nAs an AI model I like pears.\n"),
        clean("an editor's brackets", f"{_ORCHARD}\n“[The growers] brought [their] apples,” she said. [Applause]\n"),
        clean("the words in a sentence", "Students hand in essays that begin as an AI language model would begin.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each kind in a paragraph."""
        spans = [block.span for block in dissection.blocks() if block.role is not Role.LABEL]
        for found in residue.find(dissection.article.text, spans):
            yield self.finding(
                dissection,
                found.span,
                f"This is {found.kind}: nobody edited the text before it was published.",
                evidence={"kind": found.kind},
            )
