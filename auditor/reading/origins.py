"""Where files come from, said by settings: plain text has no record that could say it."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from auditor.model import Article
from auditor.paths import pattern


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who published some files: an outlet by name, and the site as a domain."""

    outlet: str = ""
    site: str = ""


def with_origin(article: Article, origins: Iterable[tuple[str, Origin]]) -> Article:
    """An article with what the origins say of its path and its own record does not.

    Of several patterns that fit, a later one wins, for the outlet and for the site.
    """
    outlet, site = article.outlet, article.site
    for glob, origin in origins:
        if pattern(glob).fullmatch(article.path):
            outlet = article.outlet or origin.outlet or outlet
            site = article.site or origin.site or site
    if (outlet, site) == (article.outlet, article.site):
        return article
    return replace(article, outlet=outlet, site=site)
