"""Statements two stories share that the best attributed of their family does not have."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from auditor.detector import Corpus, Count, Example, PairDetector, Rule
from auditor.detectors.duplication.examples import COUNCIL, COUNCIL_REWRITTEN, OTHER
from auditor.families import UNATTRIBUTED_STATEMENTS, attribution, derived, unattributed
from auditor.model import Finding, Precision, Severity
from auditor.text import counted


@dataclass(frozen=True, kw_only=True)
class CommonUpstream(PairDetector):
    """Two articles share statements that the best attributed of their family does not have.

    ## What it finds
    In a family of stories, the member that credits the family's agency or outlet most often is
    the best attributed. When two others share at least `min-statements` statements that it
    lacks, neither can have them from it: all follow a text that is not among the audited
    articles. Each of the two gets a finding, at its first such statement.

    ## Why it matters
    "A is taken from C" would be false. The source is somewhere else, and the credit tells where
    to look.

    ## What to do
    Find the credited report, add it to the folder or credit it.

    ## When it is wrong
    When two articles have the statements from a second source that the third did not use.
    """

    rule: ClassVar[Rule] = Rule("DUP005", "common upstream", Severity.NOTE, Precision.MEDIUM)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "two articles go beyond the one that credits the agency",
            {
                "a.txt": COUNCIL + "\n\n" + OTHER,
                "b.txt": COUNCIL_REWRITTEN + "\n\n" + OTHER,
                "c.txt": COUNCIL.replace("quay said", "quay told Reuters"),
            },
            {"a.txt": (3,), "b.txt": (3,)},
        ),
        Example(
            "nobody is credited", {"a.txt": COUNCIL + "\n\n" + OTHER, "b.txt": COUNCIL_REWRITTEN, "c.txt": COUNCIL}
        ),
    )

    min_statements: Count = field(
        default=UNATTRIBUTED_STATEMENTS,
        metadata={"help": "Shared statements that the best attributed article must lack."},
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a pair whose shared statements point outside the corpus."""
        for family, within in corpus.ties_within_families():
            found = attribution(family.members, corpus.dissections)
            if found.story is None or family.upstream.in_corpus:
                continue
            for alignment in filter(derived, within):
                missing = unattributed(alignment, found.story, corpus.wording)
                if len(missing) < self.min_statements:
                    continue
                for seen, statements in (
                    (alignment, missing),
                    (alignment.mirrored(), tuple(statement.mirrored() for statement in missing)),
                ):
                    message = (
                        f"shares {counted(len(missing), 'statement')} with {seen.link.a} that {found.story}, which "
                        f"credits {found.credited}, does not have: their common upstream is not in the corpus"
                    )
                    first = min(statements, key=lambda statement: statement.b)
                    evidence: dict[str, int | float | str] = {
                        "statements": len(missing),
                        "credited": str(found.credited),
                    }
                    yield self.pair(corpus, seen, message, evidence, (first.a, first.b))
