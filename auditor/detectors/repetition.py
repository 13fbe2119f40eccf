"""DUP: paragraphs that an article says twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from auditor.detector import ArticleDetector, Count, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Block, Finding, Precision, Role, Severity
from auditor.text import normalise, unspaced_words, words

_BRIDGE = (
    "The bridge over the river Tarn will be closed for nine months from April, the council decided on Tuesday night. "
    "Cracks were found in two of its bearings in January, and lorries must take the coastal road until then."
)
_LORRIES = (
    "Nobody on the quay believes in nine months, said the owner of the chandlery, who has lived through three repairs "
    "of the bridge and has learnt to double every date that an engineer gives."
)
_HERON = (
    "A steel heron nine metres tall will stand beside the canal from September, when the footpath is opened. "
    "Its sculptor won the national prize for public art with it in the spring."
)
_FERRY = (
    "A ferry is to carry pedestrians and bicycles every twenty minutes from six in the morning until midnight, "
    "free of charge for those who live on the island."
)


@dataclass(frozen=True, kw_only=True)
class SelfRepetition(ArticleDetector):
    """A paragraph stands twice in one story.

    ## What it finds
    A paragraph of at least `min-words` words whose text, without regard to case, quotation marks
    and white space, has stood in the same story before. Headlines, captions, labels and other
    lines that are not the article are left out: BLP003 reports those. The finding stands at the
    repetition, with the first occurrence as related place; a passage of several repeated
    paragraphs is one finding.

    ## Why it matters
    A paragraph pasted twice is an editing or extraction error, and it doubles the weight of what
    it says in a count of words, a search index or a training set.

    ## What to do
    Take the repetition out.

    ## When it is wrong
    A refrain, a form of words repeated on purpose, or a statement quoted a second time in full.
    """

    rule: ClassVar[Rule] = Rule("DUP006", "self-repetition", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("a paragraph pasted twice", f"{_BRIDGE}\n\n{_HERON}\n\n{_BRIDGE}", 5),
        flagged(
            "curly and straight quotation marks, other line ends",
            f'{_HERON}\r\n\r\n“{_LORRIES}”\r\n\r\n{_BRIDGE}\r\n\r\n"{_LORRIES}"\r\n',
            7,
        ),
        flagged("two repeated paragraphs in a row", f"{_HERON}\n\n{_BRIDGE}\n\n{_HERON}\n\n{_BRIDGE}", 5),
        clean("every paragraph once", f"{_BRIDGE}\n\n{_FERRY}\n\n{_HERON}"),
        clean("a short refrain", f"And so it goes.\n\n{_BRIDGE}\n\nAnd so it goes.\n\n{_HERON}"),
    )

    min_words: Count = field(default=15, metadata={"help": "Words of a paragraph from which a repetition is reported."})

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding a run of repeated paragraphs."""
        for story in dissection.stories:
            first: dict[str, Block] = {}
            running = False
            for block in story.blocks:
                text = normalise(dissection.quote(block.span)) if block.role is Role.BODY else ""
                length = len(words(text)) + unspaced_words(text)
                if length < self.min_words:
                    continue
                before = first.setdefault(text, block)
                if story.blocks[:2] == (before, block):
                    continue  # a photo's caption and its alternative text, at the head
                if before is not block and not running:
                    yield self.finding(
                        dissection,
                        block.span,
                        f"repeats a paragraph of {length:,} words of the same story",
                        related=(dissection.place(before.span),),
                        evidence={"words": length},
                    )
                running = before is not block
