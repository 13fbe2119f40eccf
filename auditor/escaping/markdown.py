"""Text from articles made harmless: rendered Markdown shows the words, and nothing but words.

What is escaped, and what for: CommonMark and GitHub's extensions to it (tables, strikethrough,
autolinks, mathematics, mentions, issue numbers, emoji names), Liquid's braces, and the command
sequences by which build logs are steered (`##[`). Marks that are read after the backslashes are
gone (mentions, autolinks) are broken by a zero-width space, written as an entity so that it can
be seen in an editor.
"""

import re

from auditor.text import clip, visible

_GAP = "&#8203;"

# Hidden characters that `visible` leaves alone: soft hyphens, marks of direction, tags.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u2065\ufff9-\ufffb\U000e0000-\U000e007f]")
# Half a surrogate pair cannot be written as UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")

# An underscore inside a word is only an underscore.
_MARKUP = re.compile(r"[\\`*~\[\]<|{}$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,40};)")
# What begins a heading, a list, a quotation, a rule or a fence when it begins a line, and what a
# build log obeys there.
_LINE_START = re.compile(r"^(?:(?=[#>=]|::|[+-](?:[ -]|$))|(\d{1,9})(?=[.)](?: |$)))")
# Mentions and mail addresses; issue numbers; web addresses; emoji names.
_AUTOMATIC = re.compile(
    r"@(?=\w)|#(?=\w)|GH-(?=\d)|:(?=//)|www(?=\.)|:(?=(?:[a-z+_-][\w+-]{0,60}|100|1234|8ball):)", re.IGNORECASE
)

# Some versions of Mermaid refuse a label that begins like a list.
_MERMAID_LIST = re.compile(r"^(\d*)([-.)])")
_MERMAID_UNSAFE = re.compile(r"[^\w ,.:/%()·…’'–—-]")


def plain(text: str) -> str:
    """A text on one line as Markdown that renders as that text alone, wherever it stands.

    The rendered text equals `auditor.text.visible(text)` but for hidden characters.
    """
    line = visible(_HIDDEN.sub("", _SURROGATE.sub("\ufffd", text)))
    # The gaps are set first, so that a backslash never stands between a mark and its gap.
    parts = _AUTOMATIC.sub(lambda mark: mark[0] + "\0", line)
    escaped = _MARKUP.sub(r"\\\g<0>", parts)
    return _LINE_START.sub(r"\1\\", escaped).replace("\0", _GAP)


def excerpt(text: str, length: int = 240) -> str:
    """A clipped quotation in quotation marks, ready for any place in Markdown, or a word that there is none."""
    return f"“{plain(clip(text, length))}”" if text else "(not quoted)"


def label(text: str, length: int = 60) -> str:
    """A clipped text as the label of a Mermaid node, to stand between double quotation marks."""
    line = clip(_HIDDEN.sub("", _SURROGATE.sub("\ufffd", text)), length)
    safe = _MERMAID_UNSAFE.sub(lambda character: f"#{ord(character[0])};", line)
    return _MERMAID_LIST.sub(lambda start: f"{start[1]}#{ord(start[2])};", safe)
