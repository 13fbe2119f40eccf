"""Globs over POSIX paths relative to the root, as settings and suppressions write them."""

import re
from functools import cache


@cache
def pattern(glob: str) -> re.Pattern[str]:
    """A glob as an expression.

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
