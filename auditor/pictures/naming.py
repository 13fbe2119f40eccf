"""Short names of articles for pictures, in which a path has no room."""

import re
from collections import Counter
from collections.abc import Iterable

from auditor.overview import Overview

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_PIECES = re.compile(r"[^_\-. #]*[_\-. #]*")
LENGTH = 40


class Names(dict[str, str]):
    """The short name of each article by its id: the first parts of its file's name, as far as no two are alike."""

    def __init__(self, overview: Overview) -> None:
        """O(total length of the names)."""
        super().__init__(short_names(overview.articles))
        self._overview = overview

    def story(self, story: str) -> str:
        """The name of a story: that of its article, with the number of an appended one."""
        article, index = self._overview.split(story)
        return self.get(article, article) + (f" (story {index})" if index > 1 else "")


def short_names(ids: Iterable[str]) -> dict[str, str]:
    """`folder/001_8177.txt` and `folder/002_b934.txt` become `001` and `002`; names alike keep their way there.

    What all ids begin with says nothing, such as the file of which all are records.
    """
    known = list(ids)
    cut = _shared(known)
    pieces = {each: _PIECES.findall(_EXTENSION.sub("", each[cut:].rpartition("/")[2]))[:12] for each in known}
    longest = max(map(len, pieces.values()), default=0)
    for size in range(1, longest + 1):
        names = {each: "".join(parts[:size]).rstrip("_-. #") for each, parts in pieces.items()}
        if all(0 < len(name) <= LENGTH for name in names.values()):
            uses = Counter(names.values())
            if uses.total() == len(uses):
                return names
    return {each: each[cut:] for each in known}


def _shared(ids: list[str]) -> int:
    """The length of what all ids begin with, up to the last `/` or `#` in it; only the first and last need a look."""
    if len(ids) < 2:
        return 0
    first, last = min(ids), max(ids)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return max(first.rfind("/", 0, same), first.rfind("#", 0, same)) + 1
