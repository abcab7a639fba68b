"""The features of the model: what of a look counts, as numbers; more means more of what the name says.

All are known on the day of the look. None is about who a person is: no age, sex, origin, belief or address.
"""

from collections.abc import Callable, Mapping
from math import cos, log1p, pi, sin
from typing import NamedTuple

from .sweep import GRID, Look

_PULL = 3
"""So many invoices of the portfolio's delay stand beside the customer's own."""

_YEAR = 365.25
_NEW_YEAR = 738_156
"""The first of January of 2022."""

_SLOW = GRID.index(7) + 1
"""The first part of `timely` that was paid more than a week late."""


class Usual(NamedTuple):
    """What is usual in the portfolio: mean days late, log of size, share of the slow among the timely."""

    delay: float
    size: float
    slow: float


def _delay(look: Look, usual: Usual) -> float:
    count = look.fading[-1][0]
    mean = (count * look.delay + _PULL * usual.delay) / (count + _PULL)
    return log1p(mean) - log1p(usual.delay)


def _latest(look: Look, usual: Usual) -> float:
    return log1p(look.latest) - log1p(usual.delay) if look.resolved else 0.0


def _slow(look: Look, usual: Usual) -> float:
    late, all_ = sum(look.timely[_SLOW:]), sum(look.timely)
    return (late + 2 * usual.slow) / (all_ + 2) - usual.slow


def _relative(look: Look, _usual: Usual) -> float:
    return min(max((look.size - look.usual) * look.sizes / (look.sizes + 2), -3.0), 3.0)


def _angle(look: Look) -> float:
    return 2 * pi * ((look.due - _NEW_YEAR) % _YEAR) / _YEAR


FEATURES: dict[str, Callable[[Look, Usual], float]] = {
    "delay": _delay,
    "latest": _latest,
    "slow": _slow,
    "history": lambda look, _: log1p(look.resolved),
    "overdue": lambda look, _: log1p(look.overdue),
    "overdue_share": lambda look, _: look.overdue_share,
    "overdue_days": lambda look, _: log1p(min(look.overdue_days, 180)),
    "open": lambda look, _: log1p(look.open),
    "relative_size": _relative,
    "size": lambda look, usual: min(max(look.size - usual.size, -4.0), 4.0),
    "term": lambda look, _: min(look.term, 180) / 30,
    "person": lambda look, _: 1.0 if look.person else 0.0,
    "broken": lambda look, _: log1p(look.broken),
    "agreed": lambda look, _: 1.0 if look.agreed else 0.0,
}
"""Name of a feature → its value."""

SEASON: Mapping[str, Callable[[Look, Usual], float]] = {
    "season_sine": lambda look, _: sin(_angle(look)),
    "season_cosine": lambda look, _: cos(_angle(look)),
}
"""The time of the year of the due date; only where the history has seen one whole year."""


def value(name: str, look: Look, usual: Usual) -> float:
    """The value of one feature."""
    return (FEATURES.get(name) or SEASON[name])(look, usual)
