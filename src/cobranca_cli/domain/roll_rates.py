"""Roll rates between the bands of delay, the loss rates that follow, and what they make expect to lose.

Domain rules 5.2. A monthly rate is the balance of a band at the end of a month, over that of the band before
it at the end of the month before. What passes the last band counts as lost. All of it is a management
estimate, not the accounting provision.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from .aging import BANDS
from .indicators import quotient

LOST_AFTER = 90
"""Days late, exclusive, after which an amount counts as lost here."""

ROLLING = tuple(band for band in BANDS if band.first_day <= LOST_AFTER)
"""The bands that roll; beyond the last one is the loss."""

MATRIX: Mapping[str, Decimal] = {
    "a_vencer": Decimal("0.5"),
    "d1_30": Decimal(3),
    "d31_60": Decimal(10),
    "d61_90": Decimal(25),
    "d91_180": Decimal(50),
    "d181_360": Decimal(80),
    "d361_mais": Decimal(100),
}
"""Percent of loss by band: a proposal for small businesses (rules 5.2), not a measure of this portfolio."""


class Balances(NamedTuple):
    """What was open at the end of a month, in cents.

    Attributes:
        bands: by the bands of ROLLING, in their order.
        lost: what passed the last band since the month before.
    """

    bands: tuple[int, ...]
    lost: int


def balances(opened: Mapping[date, int], day: date, before: date | None = None) -> Balances:
    """The balances of a day from what is open by effective due date; `before` is the closing before it."""
    sums, lost = dict.fromkeys(ROLLING, 0), 0
    for due, cents in opened.items():
        late = (day - due).days
        band = next((each for each in ROLLING if late <= (each.last_day or 0)), None)
        if band:
            sums[band] += cents
        elif before and (before - due).days <= LOST_AFTER:
            lost += cents
    return Balances(tuple(sums.values()), lost)


def monthly_rates(months: Sequence[Balances]) -> list[list[Decimal | None]]:
    """One list a month after the first: the rate out of each band, 1 being all; None out of an empty band."""
    return [
        [
            None if not held else Decimal(rolled) / held
            for held, rolled in zip(before.bands, (*after.bands[1:], after.lost), strict=True)
        ]
        for before, after in pairwise(months)
    ]


def mean_rates(rates: Iterable[Sequence[Decimal | None]]) -> list[Decimal | None]:
    """The plain mean of the monthly rates of each band, over the months that have one; not rounded."""
    known = [[rate for rate in column if rate is not None] for column in zip(*rates, strict=True)]
    return [sum(column, Decimal(0)) / len(column) if column else None for column in known]


def loss_rates(means: Sequence[Decimal | None]) -> list[Decimal | None]:
    """For each band the product of the rates from it to the loss, at most 1; not rounded.

    None where a rate on the way is not known.
    """
    found: list[Decimal | None] = []
    rest: Decimal | None = Decimal(1)
    for mean in reversed(means):
        rest = None if mean is None or rest is None else mean * rest
        found.append(None if rest is None else min(rest, Decimal(1)))
    return found[::-1]


def provision(amount: int, rate: Decimal | None) -> int | None:
    """Cents expected to be lost of an amount, half up; nothing of nothing, None without a rate."""
    if not amount:
        return 0
    if rate is None:
        return None
    return int((amount * rate).quantize(Decimal(1), ROUND_HALF_UP))


def whole_of(parts: Iterable[int | None]) -> int | None:
    """The sum; None if a part is not known."""
    known = list(parts)
    return None if None in known else sum(part for part in known if part is not None)


def matrix_provision(amounts: Mapping[str, int], rates: Mapping[str, Decimal] = MATRIX) -> int:
    """Cents by a matrix of percentages, rounded band by band; every band of `amounts` has its rate."""
    parts = (provision(cents, rates[band] / 100) for band, cents in amounts.items())
    return sum(part for part in parts if part is not None)


def rate_percent(rate: Decimal | None) -> Decimal | None:
    """A rate in percent points with two decimals."""
    return None if rate is None else quotient(100 * rate, 1)
