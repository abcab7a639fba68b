"""How late a receivable is, and in which band of the aging report it stands.

Days late are counted from the effective due date: the first business day on or after the due date
(CC art. 132 §1; domain rule 5.1). Bands are data, with inclusive limits in days; their names are those
of the report's columns. `band_limits` says the same in dates, so that SQL compares dates and no more.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Band(NamedTuple):
    """A band of the aging report: from `first_day` to `last_day` days late, both inclusive; None = no end."""

    name: str
    first_day: int
    last_day: int | None


class BandLimits(NamedTuple):
    """A band in dates: the effective due dates from `due_from` to `due_to`, both inclusive."""

    name: str
    due_from: date
    due_to: date


NOT_DUE = "a_vencer"

BANDS = (
    Band(NOT_DUE, 0, 0),
    Band("d1_30", 1, 30),
    Band("d31_60", 31, 60),
    Band("d61_90", 61, 90),
    Band("d91_180", 91, 180),
    Band("d181_360", 181, 360),
    Band("d361_mais", 361, None),
)
BAND_NAMES = tuple(band.name for band in BANDS)


def days_late(as_of: date, effective_due: date) -> int:
    """Return the calendar days from the effective due date to `as_of`; 0 when due on that day or later."""
    return max(0, (as_of - effective_due).days)


def band_of(days: int, bands: Sequence[Band] = BANDS) -> str:
    """Return the name of the band for a number of days late; ValueError when no band holds it."""
    for band in bands:
        if band.first_day <= days and (band.last_day is None or days <= band.last_day):
            return band.name
    raise ValueError(f"no band for {days} days")


def band_limits(as_of: date, bands: Sequence[Band] = BANDS) -> tuple[BandLimits, ...]:
    """Return, in the order of the bands, the effective due dates that each band holds on `as_of`.

    The first band (zero days late) reaches to `date.max`, and a band without end to `date.min`: together
    they hold every date exactly once.
    """
    return tuple(
        BandLimits(
            band.name,
            due_from=date.min if band.last_day is None else _days_before(as_of, band.last_day),
            due_to=date.max if band.first_day == 0 else _days_before(as_of, band.first_day),
        )
        for band in bands
    )


def _days_before(as_of: date, days: int) -> date:
    return as_of - timedelta(days=days)
