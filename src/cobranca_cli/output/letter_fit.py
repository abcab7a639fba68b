"""In which of its sizes a letter may fit on one page: an estimate, so that the layout need not try them all.

The layout (`letter.typ`) has sizes from airy to dense; trying one takes as long as setting the letter. The
figures are millimetres at full size, taken from printed letters; over all that come with the program the
estimate is from 2 % to 18 % too high, never too low.
"""

from collections.abc import Iterable, Mapping
from typing import Any

SIZES = 4
"""How many the layout has."""

# Of the height at full size: at most, and at least, what the letter takes in each size.
AT_MOST = (1.0, 0.96, 0.92, 0.88)
AT_LEAST = (1.0, 0.82, 0.66, 0.56)
TOO_HIGH = 1.18
# What the page has below the first fold, and below the short head of a letter without an address.
BELOW_FOLD, BELOW_HEAD = 190, 224
TEXT, GAP, SMALL = 4.85, 1.3, 3.35
# Characters in a line of the page, of a narrow column, of small print.
LINE, CELL, HINT = 98, 24, 110


def sizes_to_try(page: Mapping[str, Any]) -> tuple[int, int]:
    """The first size in which the page may fit, and the first in which it surely does.

    Equal when nothing is to be tried; the second is `SIZES` when none is sure, the first when none will do.
    """
    height, room = _height(page), BELOW_FOLD if page["window"] else BELOW_HEAD
    sure = _first(height * most <= room for most in AT_MOST)
    return min(sure, _first(height / TOO_HIGH * least <= room for least in AT_LEAST)), sure


def _first(fits: Iterable[bool]) -> int:
    return next((size for size, good in enumerate(fits) if good), SIZES)


def _height(page: Mapping[str, Any]) -> float:
    blocks = [block for part in ("opening", "after", "closing") for block in page[part]]
    text = sum(GAP + sum(_text(line, LINE) for line in block["lines"]) for block in blocks)
    dispute = 11 + _text(page["dispute"]["text"], LINE) if page["dispute"] else 0
    signed = 26 * bool(page["signature"])
    return 11.5 + text + _table(page) + _agreed(page) + _payment(page["payment"]) + dispute + signed


def _text(text: str, line: int) -> float:
    return TEXT * (1 + len(text) // line)


def _table(page: Mapping[str, Any]) -> float:
    if not page["titles"]:
        return 0
    rows = page["titles"]["rows"]
    total = 6 * bool(page["total"] and page["total"]["words"])
    return (
        14
        + total
        + sum(5.3 + SMALL * len(row["details"]) + 4 * (len(row["cells"][0]) // CELL) for row in rows)
    )


def _agreed(page: Mapping[str, Any]) -> float:
    """The schedule of an agreement, and proposals; the annex has pages of its own."""
    schedule, offers = page["schedule"], page["offers"]
    return (24 + 5.6 * len(schedule["rows"]) if schedule else 0) + (62 if offers else 0)


def _payment(payment: Mapping[str, Any] | None) -> float:
    if not payment:
        return 0
    codes = payment["codes"]
    return 9 + (36 * len(codes) if codes else _text(payment["hints"], HINT))
