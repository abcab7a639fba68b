"""The instalments of an agreement and the interest that is not earned yet, written out by hand.

Rules A01 to A04, A08 and A10, and CDC art. 52 §2. Cents, percent a month; rounded half-up.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

NONE, SIMPLE, PRICE, SAC = "sem-juros", "simples", "price", "sac"


class Row(NamedTuple):
    """One instalment, the entry at position 0: its amount is the part of the debt and the interest."""

    position: int
    due: date
    part: int
    interest: int

    @property
    def amount(self) -> int:
        return self.part + self.interest


class Plan(NamedTuple):
    """A schedule; its interest counts from `base`, to the first instalment `months`."""

    rows: tuple[Row, ...]
    system: str
    rate: Fraction
    base: date
    months: Fraction

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def interest(self) -> int:
        return sum(row.interest for row in self.rows)

    def unearned(self, day: date, *, whole: bool) -> dict[int, int]:
        """What is let off each instalment to come, by position, if all of them are settled, or only some.

        All of them at once: the balance bears the days since the last due date, what comes later bears
        nothing. By itself each is worth its present value. Simple interest is the same in both cases.
        """
        gone = [row for row in self.rows if row.position and row.due <= day]
        place, since = len(gone), gone[-1].due if gone else self.base
        period = Fraction(1) if gone else self.months
        month = min(Fraction(max((day - since).days, 0), 30), period)
        to_come = [row for row in self.rows if row.position > place]
        balance, i, found = sum(row.part for row in to_come), self.rate / 100, {}
        for row in to_come:
            if self.system == SIMPLE:
                off = row.interest - half_up(
                    row.part * i * (month + (self.months + place - 1 if gone else 0))
                )
            elif whole:
                off = row.interest - (half_up(balance * i * month) if row.position == place + 1 else 0)
            else:
                running = (1 + i * period) * (1 + i) ** (row.position - place - 1)
                worth = row.amount * (1 + i * month) / running
                off = row.amount - half_up(worth)
            found[row.position] = max(0, off)
        return found


def half_up(cents: Fraction) -> int:
    return floor(cents + Fraction(1, 2))


def months_on(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(since: date, first: date) -> Fraction:
    """Whole months and days / 30; from a day to the same of another month, or to its last, is whole."""
    if months_on(first, -1) == since or months_on(since, 1) == first:
        return Fraction(1)
    whole = max(n for n in range(100) if not n or months_on(since, n) <= first)
    return whole + Fraction(min((first - months_on(since, whole)).days, 30), 30)


def made(
    cents: int,
    count: int,
    system: str,
    rate: str,
    signed: date,
    first: date,
    entry: int = 0,
    entry_on: date | None = None,
) -> Plan:
    """`cents` in instalments, the entry not among them but before them."""
    i = Fraction(rate) / 100 if system != NONE else Fraction(0)
    since = entry_on or signed
    months = months_between(since, first)
    rows = [Row(0, since, entry, 0)] if entry else []
    for number, (part, interest) in enumerate(_PARTS[system](cents, count, i, months)):
        rows.append(Row(number + 1, months_on(first, number), part, interest))
    if not any(row.interest for row in rows):
        system, i = NONE, Fraction(0)
    return Plan(tuple(rows), system, i * 100, since, months)


def _equal(cents: int, count: int) -> list[int]:
    return [cents // count + (place < cents % count) for place in range(count)]


def _none(cents: int, count: int, _: Fraction, __: Fraction) -> Iterator[tuple[int, int]]:
    return ((part, 0) for part in _equal(cents, count))


def _simple(cents: int, count: int, i: Fraction, months: Fraction) -> Iterator[tuple[int, int]]:
    return ((part, half_up(part * i * (months + after))) for after, part in enumerate(_equal(cents, count)))


def _price(cents: int, count: int, i: Fraction, months: Fraction) -> Iterator[tuple[int, int]]:
    worth = sum(1 / (1 + i * months) / (1 + i) ** after for after in range(count))
    payment = half_up(cents / worth)
    for after in reversed(range(count)):
        interest = half_up(cents * i * (months if after == count - 1 else 1))
        # A cent is kept for each that is to come.
        part = min(payment - interest, cents - after) if after else cents
        yield part, interest
        cents -= part


def _sac(cents: int, count: int, i: Fraction, months: Fraction) -> Iterator[tuple[int, int]]:
    for place, part in enumerate(_equal(cents, count)):
        yield part, half_up(cents * i * (1 if place else months))
        cents -= part


_PARTS = {NONE: _none, SIMPLE: _simple, PRICE: _price, SAC: _sac}
