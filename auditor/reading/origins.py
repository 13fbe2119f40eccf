"""Where files come from, said by settings: plain text has no record that could say it."""

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from auditor.model import Article


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who published some files: an outlet by name, and the site as a domain."""

    outlet: str = ""
    site: str = ""


def with_origin(article: Article, origins: Iterable[tuple[str, Origin]]) -> Article:
    """An article with what the origins say of its path and its own record does not.

    Of several patterns that fit, a later one wins, for the outlet and for the site.
    """
    outlet, site = article.outlet, article.site
    for pattern, origin in origins:
        if _pattern(pattern).fullmatch(article.path):
            outlet = article.outlet or origin.outlet or outlet
            site = article.site or origin.site or site
    if (outlet, site) == (article.outlet, article.site):
        return article
    return replace(article, outlet=outlet, site=site)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """A glob over POSIX paths relative to the root, as an expression.

    `*` and `?` stay within a name, `**` stands for any number of folders, and the path of a
    folder stands for all that is in it.
    """
    parts = [part for part in glob.removesuffix("/").removeprefix("./").split("/") if part]
    spelled = "/".join("**" if part == "**" else _part(part) for part in parts)
    spelled = re.sub(r"(?:\*\*/)+", "(?:[^/]+/)*", spelled)
    return re.compile(f"{spelled.replace('**', '.*')}(?:/.*)?", re.DOTALL)


def _part(part: str) -> str:
    told = (re.escape(character) for character in re.sub(r"\*+", "*", part))
    return "".join({r"\*": "[^/]*", r"\?": "[^/]"}.get(character, character) for character in told)
