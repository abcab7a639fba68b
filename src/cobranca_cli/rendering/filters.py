"""What a template may do to a text, beside what jinja2 brings: own filters, and the list of those kept."""

import re
from typing import Any

from markupsafe import Markup, escape

from cobranca_cli.domain.letter_prose import is_heading

KEPT = (
    *("abs", "batch", "capitalize", "center", "count", "d", "default", "e", "escape", "first", "float"),
    *("groupby", "indent", "int", "join", "last", "length", "list", "lower", "map", "max", "min", "reject"),
    *("rejectattr", "replace", "reverse", "round", "select", "selectattr", "slice", "sort", "string", "sum"),
    *("title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount"),
)
"""Filters of jinja2 that stay. Gone are those that reach into objects (`attr`), mark text as HTML (`safe`,
`tojson`, `urlize`, `xmlattr`), print Python (`pprint`) or give another result each time (`random`).
"""

KEPT_GLOBALS = ("namespace", "range")

WIDEST = 200
_WIDE = re.compile(r"%(?:\(.*?\))?[-+ #0]*(?:[0-9]{4,}|[0-9]*\.[0-9]{4,}|(?:[0-9]*\.)?\*)")

_TOGETHER = re.compile(r"(R\$|nº|\barts?\.|§§?|\([0-9]{2}\)) (?=\S)")
_BEFORE = ("R$", "nº", "art.", "arts.", "§")


def paragraphs(text: object) -> Markup:
    """`paragrafos`: plain text as HTML, escaped: a blank line ends a paragraph, a line break stays one.

    The heading of a clause becomes one. What belongs together, "R$ 5,00", is not broken over two lines.
    """
    parts = (part.strip("\n") for part in str(text).split("\n\n") if part.strip())
    return Markup("\n").join(map(_paragraph, parts))


def _paragraph(part: str) -> Markup:
    tag = "h2" if is_heading(part) else "p"
    shown = str(escape(_TOGETHER.sub("\\1\u00a0", part))).replace("\n", "<br>\n")
    return Markup(f"<{tag}>{shown}</{tag}>")  # noqa: S704 - escaped above


def wrapped(text: object, width: int = 72, margin: str = "") -> str:
    """`quebra`: each line of plain text in lines of at most `width`, broken at spaces, `margin` before each.

    What follows an item ("- ", "1. ") stands under its text. A word longer than a line stays whole, so that
    a Pix code can be copied; "R$ 5,00", "art. 42" and "(31) 3222-1000" stay whole too.
    """
    lines: list[str] = []
    for line in str(text).split("\n"):
        if len(line) <= width - len(margin):
            lines.append(margin + line if line else "")
        else:
            lines += _broken(line, width, margin)
    return "\n".join(lines)


def _broken(line: str, width: int, margin: str) -> list[str]:
    item = re.match(r"(?:[-•*]|[0-9]{1,2}[.)]) ", line)
    hanging = margin + " " * (item.end() if item else 0)
    lines, before = [], margin
    while len(before) + len(line) > width:
        end = _break(line, width - len(before))
        if end < 0:
            break
        lines.append(before + line[:end].rstrip(" "))
        line, before = line[end + 1 :].lstrip(" "), hanging
    return [*lines, before + line]


def _break(line: str, room: int) -> int:
    """The place of the last space that leaves at most `room` before it, else of the first; -1 for none."""
    end = line.rfind(" ", 1, room + 1) if room > 0 else -1
    while end > 0 and _holds(line, end):
        end = line.rfind(" ", 1, end)
    if end > 0:
        return end
    end = line.find(" ", 1)
    while end > 0 and _holds(line, end):
        end = line.find(" ", end + 1)
    return end


def _holds(line: str, end: int) -> bool:
    """Whether what stands before the place goes together with what stands after it."""
    area_code = line[end - 1] == ")" and line[end - 4 : end - 3] == "("
    return area_code or line.endswith(_BEFORE, 0, end)


def left(value: object, width: int) -> str:
    """`esquerda`: a text with blanks after it up to `width`."""
    return str(value).ljust(min(width, WIDEST))


def right(value: object, width: int) -> str:
    """`direita`: a text with blanks before it up to `width`, as amounts in a column."""
    return str(value).rjust(min(width, WIDEST))


def formatted(value: object, *args: Any, **kwargs: Any) -> str:
    """`format`: `"%-20s"|format(x)`. Raises ValueError for a width of four digits, or taken from the data."""
    return modulo(str(value), kwargs or args)


def modulo(text: str, values: Any) -> str:
    """`text % values`, with the widths of `formatted`."""
    if _WIDE.search(text):
        raise ValueError("too wide")
    done: str = text % values
    return done


OWN = {
    "paragrafos": paragraphs,
    "quebra": wrapped,
    "esquerda": left,
    "direita": right,
    "format": formatted,
}
