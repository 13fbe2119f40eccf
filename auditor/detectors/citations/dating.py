"""Whether a citation can be dated as it is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor.anatomy.citations import MARKER_LANGUAGES, cited
from auditor.anatomy.citations.dates import StatedDate, day
from auditor.detector import Corpus, CorpusDetector, Example, Rule, clean, flagged
from auditor.model import Finding, Precision, Severity
from auditor.text import counted, visible

# Where the day is another one, and what goes online after midnight.
_A_DAY = dt.timedelta(days=1)
_TUNNEL = "Tunnel opens late\n\nThe tunnel under the harbour opened on Friday, a year behind its schedule. "


@dataclass(frozen=True, kw_only=True)
class ImpossibleDate(CorpusDetector):
    """A citation is dated after the article that cites it, or on a day that does not exist.

    ## What it finds
    A citation whose dates, other than the day of access, all lie more than a day after that of the
    article's record; any date in it, the day of access too, after the day given as `as-of` (or
    `--as-of`); a day that no calendar has (31 February). Dates within titles and addresses are
    not its own. Without `as-of` nothing is compared with it: nobody looks at the clock, so that
    the same input gives the same report; how many dated citations could be compared with nothing
    at all stands in the report's notes. The finding stands at the citation.

    ## Why it matters
    Nobody can cite what is not published yet: the date was made up, or the article was changed
    afterwards and kept its date.

    ## What to do
    Open what is cited and correct the date; or date the article's change.

    ## When it is wrong
    Where an article's record gives the day of its first version, and the citation came later.
    """

    rule: ClassVar[Rule] = Rule("CIT009", "impossible date", Severity.ERROR, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "after the day it is",
            f"{_TUNNEL}Source: BBC News, “Tunnel opens”, 4 May 2022\n",
            3,
            **{"as-of": "2022-05-01"},
        ),
        flagged("no day of the calendar", f"{_TUNNEL}Source: BBC News, “Tunnel opens”, 31 February 2022\n", 3),
        clean(
            "before the day it is",
            f"{_TUNNEL}Source: BBC News, “Tunnel opens”, 4 May 2022\n",
            **{"as-of": "2022-05-04"},
        ),
        clean(
            "a date in a title",
            f"{_TUNNEL}Source: BBC News, “The plan until 1 May 2030”, 4 May 2022\n",
            **{"as-of": "2022-06-01"},
        ),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The citations dated when they cannot be."""
        for dissection in corpus.dissections.values():
            dated = day(dissection.article.date)
            for block, citation in cited(dissection):
                if reason := _impossible(citation.dates, dated, corpus.as_of):
                    evidence = {"as_of": str(corpus.as_of or ""), "article": str(dated or "")}
                    yield self.finding(dissection, block.span, f"The citation is dated {reason}.", evidence=evidence)

    def left_out(self, corpus: Corpus) -> Iterator[str]:
        """How many dated citations were compared with no date."""
        if corpus.as_of:
            return
        undated = [one for one in corpus.dissections.values() if day(one.article.date) is None]
        number = sum(bool(citation.dates) for one in undated for _, citation in cited(one))
        if number:
            yield (
                f"CIT009 compared {counted(number, 'dated citation')} with no day: the articles are not dated, "
                "and as-of is not given"
            )


def _impossible(dates: tuple[StatedDate, ...], article: dt.date | None, as_of: dt.date | None) -> str:
    """What is impossible about the dates of a citation, "" when nothing is."""
    for date in dates:
        if date.first is None:
            return f"“{visible(date.text)}”, a day that does not exist"
        if as_of and date.first > as_of:
            return f"“{visible(date.text)}”, after {as_of}, the day of the audit"
    own = [date for date in dates if not date.accessed and date.first]
    if article and own and all(date.first and date.first > article + _A_DAY for date in own):
        return f"“{visible(own[0].text)}”, after the article, which is dated {article}"
    return ""
