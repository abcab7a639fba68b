"""Which columns a terminal shows, and how wide: pure arithmetic over widths."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cobranca_cli.views.report import Column

GAP = 2
ELASTIC_FLOOR = 14
ELASTIC_COMFORT = 22
# Below U+0300 every printable character takes one cell.
FIRST_COMBINING = "\u0300"

Measure = Callable[[str], int]


class Layout(NamedTuple):
    """The shown columns, by index, and the width of each."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]


def display_width(text: str) -> int:
    """Cells that `text` takes on a screen: two for wide East Asian characters, none for combining ones."""
    if text.isascii() or max(text) < FIRST_COMBINING:
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def widest(texts: Sequence[str], measure: Measure) -> int:
    """The width of the widest text, 0 without any."""
    return max(map(measure, texts), default=0)


def natural_layout(columns: Sequence[Column], contents: Sequence[int], measure: Measure) -> Layout:
    """Every column as wide as its contents and heading."""
    widths = tuple(
        max(content, measure(column.label)) for column, content in zip(columns, contents, strict=True)
    )
    return Layout(tuple(range(len(columns))), widths)


def fitting_layout(
    columns: Sequence[Column], contents: Sequence[int], measure: Measure, width: int
) -> Layout | None:
    """The columns that fit in `width` cells, or None when those of priority 0 do not.

    Headings and elastic columns give way first (an elastic one down to `ELASTIC_COMFORT`, where names
    still read well); then the column with the highest priority number goes, of equals the last one. Before
    a column of priority 1 goes, elastic ones shrink to `ELASTIC_FLOOR`.
    """
    natural = natural_layout(columns, contents, measure).widths
    shown = list(range(len(columns)))
    for floor, kept in ((ELASTIC_COMFORT, 1), (ELASTIC_FLOOR, 0)):
        least = [_least(*pair, measure, floor) for pair in zip(columns, contents, strict=True)]
        while sum(least[i] for i in shown) + GAP * (len(shown) - 1) > width:
            droppable = [i for i in shown if columns[i].priority > kept]
            if not droppable:
                break
            shown.remove(max(droppable, key=lambda i: (columns[i].priority, i)))
    if sum(least[i] for i in shown) + GAP * (len(shown) - 1) > width:
        return None
    spare = width - GAP * (len(shown) - 1) - sum(least[i] for i in shown)
    widths = _share(spare, shown, columns, least, natural)
    return Layout(tuple(shown), tuple(widths))


def _least(column: Column, content: int, measure: Measure, floor: int) -> int:
    heading = widest(column.label.split(), measure)
    return max(min(content, floor) if column.elastic else content, heading)


def _share(
    spare: int, shown: Sequence[int], columns: Sequence[Column], least: Sequence[int], natural: Sequence[int]
) -> list[int]:
    """Give `spare` cells back: to elastic columns first, the one that lacks most, then to headings."""
    widths = {i: least[i] for i in shown}
    for elastic in (True, False):
        hungry = [i for i in shown if columns[i].elastic is elastic]
        while spare and any(natural[i] > widths[i] for i in hungry):
            widths[max(hungry, key=lambda i: natural[i] - widths[i])] += 1
            spare -= 1
    return [widths[i] for i in shown]


def wrap_words(text: str, width: int, measure: Measure) -> list[str]:
    """`text` in lines of at most `width` cells, broken between words; a longer word is broken inside."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if measure(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _pieces(word, width, measure)
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def _pieces(word: str, width: int, measure: Measure) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and measure(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
