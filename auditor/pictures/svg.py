"""Drawing in SVG: shapes and texts with classes, and one style sheet for files and pages alike."""

from importlib.resources import files
from itertools import accumulate
from unicodedata import east_asian_width

from auditor.escaping.xml import text as escaped
from auditor.text import visible

# Estimated width of a character of sans-serif type, as a part of its size; wide ones are square.
_NARROW, _WIDE = 0.56, 1.0


class Drawing(str):
    """Finished markup, which must not be escaped again: Jinja2 asks for `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def style() -> str:
    """The style sheet of the pictures: colours as variables, light and dark."""
    return files(__package__).joinpath("pictures.css").read_text(encoding="utf-8")


def picture(width: float, height: float, title: str, markup: str) -> Drawing:
    """An SVG element for a page that has the style sheet. The title is what a screen reader reads."""
    return Drawing(
        f'<svg class="picture" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'role="group" aria-label="{escaped(title)}">{markup}</svg>'
    )


def file(width: float, height: float, title: str, markup: str) -> str:
    """A whole SVG file with the style sheet in it; it loads nothing and runs nothing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" class="picture">\n<title>{escaped(title)}</title>\n'
        f'<style>\n{style()}</style>\n<rect class="paper" width="100%" height="100%"/>\n{markup}\n</svg>\n'
    )


def box(x: float, y: float, width: float, height: float, classes: str, *, radius: float = 6) -> str:
    """A rectangle."""
    return (
        f'<rect class="{classes}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:.0f}"/>'
    )


def path(shape: str, classes: str) -> str:
    """A path."""
    return f'<path class="{classes}" d="{shape}"/>'


def label(x: float, y: float, line: str, classes: str = "", *, room: float = 0, size: float = 12) -> str:
    """A line of text at its base line, shortened to the room there is, in pixels; 0 is any."""
    shown = fitted(line, room, size) if room else visible(line)
    return f'<text class="{classes}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}">{escaped(shown)}</text>'


def titled(markup: str, title: str) -> str:
    """Shapes with a text that shows when the pointer rests on them."""
    return f"<g><title>{escaped(title)}</title>{markup}</g>"


def linked(markup: str, address: str, title: str) -> str:
    """Shapes that lead somewhere in the page; without an address they only have a title."""
    if not address:
        return titled(markup, title)
    return f'<a href="{escaped(address)}" aria-label="{escaped(title)}"><title>{escaped(title)}</title>{markup}</a>'


def fitted(line: str, room: float, size: float) -> str:
    """A text on one line, cut with an ellipsis where it would be wider than the room in pixels."""
    shown = visible(line[:400])
    widths = list(accumulate(size * (_WIDE if east_asian_width(one) in "WF" else _NARROW) for one in shown))
    if not widths or (widths[-1] <= room and len(line) <= 400):
        return shown
    kept = sum(1 for width in widths if width <= room - size * _WIDE)
    return shown[:kept].rstrip() + "…"
