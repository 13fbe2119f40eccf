"""A report as a folder of Markdown pages that read well on GitHub and in a plain editor.

    index.md            what was checked, the verdict, articles, families, findings by rule
    index-2.md ...      more articles, 500 a page
    articles/NAME.md    findings with their evidence, stories, what is not body text
    links/NAME.md       two stories side by side
    pictures/NAME.svg   families, composition of the articles, similarity
    families/NAME.md    what the stories of a family have in common, statement by statement

Limits that keep large reports readable stand as constants at the head of each module; whatever
is left out is said to be, with the number, and is in report.json.
"""

from collections.abc import Iterable, Iterator, Mapping

from auditor.model import Report
from auditor.reporters.markdown import article, family, index, link
from auditor.reporters.markdown.site import Site

NAME = "markdown"
FOLDER = True


def render(report: Report, texts: Mapping[str, str], **_options: object) -> Iterator[tuple[str, Iterable[str]]]:
    """The pages of a report: relative path and chunks of text.

    `texts` maps ids of articles to their texts; what cannot be quoted because a text is
    missing is said on the page. There are no options.
    """
    site = Site(report.open_only(), texts)
    yield index.name(1), index.render(site)
    for name, drawing in site.drawings.items():
        yield f"pictures/{name}", [drawing]
    for page in range(2, index.pages(site) + 1):
        yield index.name(page), index.render_more(site, page)
    for entry in report.articles:
        yield f"articles/{site.names[entry.id]}.md", article.render(site, entry)
    for each in site.links.values():
        yield f"links/{site.link_name(each)}.md", link.render(site, each)
    for one in report.families:
        yield f"families/{site.family_name(one)}.md", family.render(site, one)
