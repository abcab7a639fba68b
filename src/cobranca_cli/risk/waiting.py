"""What it says that an invoice is still open, and how many days late it will be.

A timely customer has his habits: one who pays on the fifth day is nearly surely late when ten have passed,
one who always pays on the fifteenth is not. `still_open` is the share of the timely invoices that were open
after so many days, the customer's own drawn toward the portfolio's. By Bayes' rule the odds of being late
grow by one over it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cobranca_cli.domain.turns import LATE_DAYS

from .sweep import GRID, Look

PULLS = (2, 4, 8, 16, 32, 64)
"""The strengths tried: so many invoices of the portfolio's habits stand beside the customer's own."""

_ASSUMED = 4
"""So many invoices of UNKNOWN stand beside the portfolio's timely ones."""

_LEAST = 0.001

HORIZON = 180
"""Days late beyond which none are counted in what is expected."""

KNOTS = (LATE_DAYS, 45, 60, 90, 120, 150, HORIZON)
"""Days late for which it is known what is to be expected of one still open."""


class Habits(NamedTuple):
    """How a portfolio pays.

    Attributes:
        parts: of the timely, the share that was paid up to each day of GRID and after the one before.
        days: the mean days late of each part.
        late: for each of KNOTS, the mean days late of what is late and still open then, HORIZON at most.
        pull: so many invoices of the portfolio's parts stand beside a customer's own.
    """

    parts: tuple[float, ...]
    days: tuple[float, ...]
    late: tuple[float, ...]
    pull: float = 4


UNKNOWN = Habits(
    parts=(0.02, 0.03, 0.05, 0.4, 0.2, 0.1, 0.06, 0.06, 0.04, 0.02, 0.02),
    days=(0, 0, 0, 0, 2, 5, 9, 13, 18, 23, 28),
    late=(70, 85, 100, 125, 145, 165, 180),
)
"""What counts as long as nothing was fitted."""


def still_open(look: Look, habits: Habits) -> float:
    """Which share of the timely invoices of the customer is open when this one is."""
    if look.late_for <= GRID[0]:
        return 1.0
    parts = own_parts(look, habits)
    place = bisect_left(GRID, look.late_for)
    if place >= len(GRID):
        return _LEAST
    begun = (look.late_for - GRID[place - 1]) / (GRID[place] - GRID[place - 1])
    return max(sum(parts[place:]) - begun * parts[place], _LEAST)


def own_parts(look: Look, habits: Habits) -> list[float]:
    """The customer's own parts, drawn toward the portfolio's."""
    count = sum(look.timely) + habits.pull
    return [(own + habits.pull * part) / count for own, part in zip(look.timely, habits.parts, strict=True)]


def expected_days(look: Look, probability: float, habits: Habits) -> float:
    """The mean days late to expect of an invoice that is late with a probability, HORIZON at most.

    One that is later than that already has the days that it has.
    """
    if look.late_for >= HORIZON:
        return float(look.late_for)
    late = _between(max(look.late_for, LATE_DAYS), KNOTS, habits.late)
    return probability * late + (1 - probability) * _timely_days(look, habits)


def _timely_days(look: Look, habits: Habits) -> float:
    """The mean days late if it is timely, of the part of the customer's habits that is left."""
    place = bisect_left(GRID, look.late_for)
    left = own_parts(look, habits)[place:]
    weight = sum(left)
    if not weight:
        return float(LATE_DAYS)
    days = (max(each, float(look.late_for)) for each in habits.days[place:])
    return sum(part * each for part, each in zip(left, days, strict=True)) / weight


def _between(at: float, places: Sequence[int], values: Sequence[float]) -> float:
    right = min(max(bisect_left(places, at), 1), len(places) - 1)
    share = (at - places[right - 1]) / (places[right] - places[right - 1])
    return values[right - 1] + min(max(share, 0.0), 1.0) * (values[right] - values[right - 1])


def habits_of(timely: Sequence[int], late: Iterable[tuple[int, bool]]) -> Habits:
    """The habits of a portfolio, from the days late of the timely, and those of the late with whether paid.

    The late are counted as product-limit does: one that is still open says that it was open until now, and
    nothing of when it will be paid. A few of UNKNOWN stand beside, so that little data say little.
    """
    counts, sums = [_ASSUMED * part for part in UNKNOWN.parts], [0.0] * len(GRID)
    for place, days in enumerate(UNKNOWN.days):
        sums[place] = counts[place] * days
    for days in timely:
        place = bisect_left(GRID, days)
        counts[place] += 1
        sums[place] += max(days, 0)
    total = sum(counts)
    return Habits(
        tuple(count / total for count in counts),
        tuple(each / count for each, count in zip(sums, counts, strict=True)),
        _late_days(late),
    )


def _late_days(late: Iterable[tuple[int, bool]]) -> tuple[float, ...]:
    paid = [0] * (HORIZON + 1)
    left = [0] * (HORIZON + 1)
    for days, was_paid in late:
        day = min(days, HORIZON)
        (paid if was_paid and days < HORIZON else left)[day] += 1
    survival, open_, at = 1.0, sum(paid) + sum(left), [1.0] * (HORIZON + 1)
    for day in range(HORIZON + 1):
        survival *= 1 - paid[day] / open_ if open_ else 1.0
        open_ -= paid[day] + left[day]
        at[day] = survival
    seen = sum(paid) + sum(left)
    found = []
    for knot, assumed in zip(KNOTS, UNKNOWN.late, strict=True):
        own = knot + (sum(at[knot:HORIZON]) / at[knot] if at[knot] else 0.0)
        found.append((seen * own + 20 * assumed) / (seen + 20))
    return tuple(found)
