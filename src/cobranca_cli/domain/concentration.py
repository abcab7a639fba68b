"""How much of a portfolio hangs on few customers: HHI, the largest, the classes ABC (domain rules 6)."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from .indicators import percent, quotient

A, B, C = "A", "B", "C"
A_SHARE, B_SHARE = 80, 95
"""Percent of the portfolio up to which, inclusive, a customer is in class A, and in class B."""


class Ranked(NamedTuple):
    """A customer's place: percent of the whole, percent of it and of all larger ones, and class."""

    share: Decimal | None
    cumulative: Decimal | None
    letter: str


def hhi(amounts: Sequence[int]) -> int | None:
    """The Herfindahl-Hirschman index: the sum of the squared shares times 10.000, half up; None of nothing.

    10.000 is a single customer.
    """
    squares, whole = _sums(amounts)
    found = quotient(10_000 * squares, whole * whole, places=0)
    return None if found is None else int(found)


def equivalent_customers(amounts: Sequence[int]) -> Decimal | None:
    """How many customers of equal size would be as concentrated: the inverse of the unrounded index."""
    squares, whole = _sums(amounts)
    return quotient(whole * whole, squares)


def largest_share(amounts: Sequence[int], count: int) -> Decimal | None:
    """What the largest `count` have of the whole, in percent."""
    return percent(sum(sorted(amounts, reverse=True)[:count]), sum(amounts))


def letters(amounts: Sequence[int]) -> list[str]:
    """The classes of amounts that come in falling order; all are positive.

    A class goes by the share of the customer and of all larger ones together, and the largest is always in
    class A.
    """
    whole, cumulative = sum(amounts), accumulate(amounts)
    return [_letter(so_far, whole, place) for place, so_far in enumerate(cumulative)]


def ranked(amounts: Sequence[int]) -> list[Ranked]:
    """The places of amounts that come in falling order; all are positive."""
    whole, cumulative = sum(amounts), accumulate(amounts)
    return [
        Ranked(percent(amount, whole), percent(so_far, whole), letter)
        for amount, so_far, letter in zip(amounts, cumulative, letters(amounts), strict=True)
    ]


def _letter(so_far: int, whole: int, place: int) -> str:
    if place == 0 or 100 * so_far <= A_SHARE * whole:
        return A
    return B if 100 * so_far <= B_SHARE * whole else C


def _sums(amounts: Sequence[int]) -> tuple[int, int]:
    return sum(amount * amount for amount in amounts), sum(amounts)
