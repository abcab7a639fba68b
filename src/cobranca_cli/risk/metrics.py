"""How good predicted probabilities are: AUC, Brier score, log-loss, and whether they mean what they say."""

from collections.abc import Sequence
from itertools import groupby
from math import log, sqrt
from typing import NamedTuple

_CLIP = 1e-6
"""Log-loss takes a probability to be at least this, and at most one less this."""


def auc(probabilities: Sequence[float], labels: Sequence[int]) -> float | None:
    """The chance that one that was late stands above one that was not, ties half; None without both kinds."""
    events = sum(labels)
    others = len(labels) - events
    if not events or not others:
        return None
    ranks, place = 0.0, 0
    for _, tied in groupby(sorted(zip(probabilities, labels, strict=True)), key=lambda pair: pair[0]):
        group = [label for _, label in tied]
        ranks += sum(group) * (place + (len(group) + 1) / 2)
        place += len(group)
    return (ranks - events * (events + 1) / 2) / (events * others)


def auc_error(area: float, events: int, others: int) -> float:
    """The standard error of an AUC, by Hanley and McNeil (1982)."""
    events_above = area / (2 - area)
    others_below = 2 * area * area / (1 + area)
    spread = area * (1 - area)
    spread += (events - 1) * (events_above - area**2) + (others - 1) * (others_below - area**2)
    return sqrt(max(spread / (events * others), 0.0))


def brier(probabilities: Sequence[float], labels: Sequence[int]) -> float:
    """The mean squared distance from what happened; 0 is best."""
    return sum((p - y) ** 2 for p, y in zip(probabilities, labels, strict=True)) / len(labels)


def log_loss(probabilities: Sequence[float], labels: Sequence[int]) -> float:
    """The mean of minus the logarithm of the probability that was given to what happened."""
    clipped = (min(max(p, _CLIP), 1 - _CLIP) for p in probabilities)
    return -sum(log(p if y else 1 - p) for p, y in zip(clipped, labels, strict=True)) / len(labels)


class Band(NamedTuple):
    """Some of the predictions: how many, the least and the greatest, their mean, and the share late."""

    rows: int
    lowest: float
    highest: float
    predicted: float
    observed: float


def bands(probabilities: Sequence[float], labels: Sequence[int], most: int = 5) -> list[Band]:
    """The predictions from the lowest to the highest in bands of one size; equal ones stay together."""
    pairs = sorted(zip(probabilities, labels, strict=True))
    found: list[Band] = []
    first = 0
    for number in range(1, most + 1):
        last = max(len(pairs) * number // most, first)
        while 0 < last < len(pairs) and pairs[last][0] == pairs[last - 1][0]:
            last += 1
        part = pairs[first:last]
        if part:
            predicted = sum(p for p, _ in part) / len(part)
            found.append(
                Band(len(part), part[0][0], part[-1][0], predicted, sum(y for _, y in part) / len(part))
            )
        first = last
    return found
