"""What the site does beyond MkDocs: pages nobody listed are listed, and links out of docs/ become text.

The pages are read in the repository, too, where a link to a file beside docs/ leads somewhere.
"""

import posixpath
import re
from pathlib import PurePosixPath
from typing import Any

MORE = "More"
# Kinds of pages of which there are many: their own index lists them.
_INDEXED = ("rules", "examples", "samples")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?!\w+:|#)[^)\s]+)\)")


def on_files(files: Any, config: Any) -> Any:
    """Append what the navigation does not name."""
    named = set(_leaves(config.nav))
    pages = [page.src_uri for page in files.documentation_pages()]
    rest = sorted(page for page in pages if page not in named and PurePosixPath(page).parts[0] not in _INDEXED)
    if rest:
        config.nav = [*config.nav, {MORE: rest}]
    return files


def on_page_markdown(markdown: str, page: Any, files: Any, **_: Any) -> str:
    """Leave of a link to what is not on the site the text alone, and read Markdown inside what unfolds."""

    def kept(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), link[2].partition("#")[0]))
        leaves = target.startswith("../") or not PurePosixPath(target).suffix
        return link[1] if leaves and files.get_file_from_path(target) is None else link[0]

    return _LINK.sub(kept, markdown).replace("<details>", '<details markdown="1">')


def _leaves(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    inner = nav.values() if isinstance(nav, dict) else nav
    return [leaf for one in inner for leaf in _leaves(one)]
