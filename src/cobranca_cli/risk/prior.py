"""The customer's past rate, drawn toward the portfolio's: a beta prior whose strength the data choose.

With a prior of mean m that weighs as k invoices, a customer of whose n invoices l were late has the rate
(l + k m) / (n + k): one without history has the portfolio's, one with a long history nearly his own. How
much k is, and how fast the past fades, is what would have predicted the invoices of the ledger best, each
from what was known on its own day.
"""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from .logistic import logit
from .sweep import HALF_LIVES, Look

STRENGTHS = (0.5, 1, 2, 3, 5, 8, 12, 20, 35, 60, 120)
"""The strengths tried; many mean customers who are all alike."""

NO_HISTORY_RATE = 0.1
"""The portfolio's rate where nothing at all is known."""

_WORTH = 3.0
"""How much likelier, in natural logarithms, the labels must be for a past that fades to be believed."""

_LEAST = 0.002
"""A portfolio's rate is at least this, and at most one less this."""


class Prior(NamedTuple):
    """`rate` is the portfolio's; `strength` invoices of it; `memory` the place in HALF_LIVES, -1 for all."""

    rate: float
    strength: float
    memory: int

    def of(self, look: Look) -> float:
        """The customer's rate."""
        count, late = counts(look, self.memory)
        return (late + self.strength * self.rate) / (count + self.strength)

    def base(self, look: Look) -> float:
        """The same as a logit."""
        return logit(min(max(self.of(look), 1e-4), 1 - 1e-4))


def counts(look: Look, memory: int) -> tuple[float, float]:
    """How many of a customer's invoices were resolved and how many were late, as a memory keeps them."""
    return (look.resolved, look.late) if memory < 0 else look.fading[memory]


def bounded(rate: float) -> float:
    """A rate that a prior may have."""
    return min(max(rate, _LEAST), 1 - _LEAST)


def choose(looks: Sequence[Look], labels: Sequence[int]) -> Prior:
    """The prior under which the labels were most likely, each from its own look; ties to the simpler."""
    rate = bounded(sum(labels) / len(labels))
    best, found = None, Prior(rate, STRENGTHS[0], -1)
    for memory in (-1, *reversed(range(len(HALF_LIVES)))):
        worth = _WORTH if memory >= 0 and found.memory < 0 else 1e-9
        known = [(*counts(look, memory), label) for look, label in zip(looks, labels, strict=True)]
        for strength in STRENGTHS:
            pull = strength * rate
            loss = -sum(
                log((late + pull if label else count - late + strength - pull) / (count + strength))
                for count, late, label in known
            )
            if best is None or loss < best - worth:
                best, found = loss, Prior(rate, strength, memory)
    return found


def naive(look: Look, portfolio: float) -> float:
    """The baseline to beat: the customer's past rate as it is, the portfolio's of one without history."""
    return look.late / look.resolved if look.resolved else portfolio
