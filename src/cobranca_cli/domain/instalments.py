"""The instalments of an agreement: days, amounts and interest.

Cents; rates in percent a month; whatever is rounded is rounded half-up. A period is a month of interest,
however many days lie between two due dates; only the first may be another part of one, `first_period`. In
every schedule the amortisations add up to what is put into
instalments, an amount is interest plus amortisation, nothing is negative and nothing is left at the end.

Rules A01 to A04 and A10; `early` has what is settled before its time. The terms of `deadlines` end on
another day (CC art. 132 §3).
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from .allocation import split
from .money import Rounding, round_cents

NO_INTEREST, SIMPLE, PRICE, SAC = "sem-juros", "simples", "price", "sac"
SYSTEMS = (NO_INTEREST, SIMPLE, PRICE, SAC)

PER_PART, ON_TOTAL, EQUIVALENT, GAUSS = "parcela", "montante", "equivalente", "gauss"
SIMPLE_KINDS = (PER_PART, ON_TOTAL, EQUIVALENT, GAUSS)
"""How simple interest is counted (rule A04): on each part until its day; on the debt until the last day, and
the sum divided; equal instalments whose present values are the debt; equal instalments by Gauss."""

VALUE, PERCENT, REST = "valor", "percentual", "resto"
WISH_KINDS = (VALUE, PERCENT, REST)

MOST = 360
"""Instalments of one schedule, at most."""

MONTH_DAYS = 30
"""Days that are a month of interest, where a period is not a whole one."""

_MONTH = Fraction(1)

_WIDE = Context(prec=100)
"""Wide enough that no quotient takes the place of a half of a cent it is not."""


class ScheduleError(ValueError):
    """A schedule that cannot be."""


class TooSmall(ScheduleError):
    """An instalment would be less than one cent."""


class TooMany(ScheduleError):
    """There would be more instalments than MOST."""


class TooLate(ScheduleError):
    """Until the first due date the interest comes to more than an instalment of the Price table."""


class OutOfOrder(ScheduleError):
    """A due date is not after the one before it."""


class TwoRests(ScheduleError):
    """More than one instalment is to be the rest."""


class NotClosed(ScheduleError):
    """The instalments do not add up: `expected` cents, and they come to `got`."""

    def __init__(self, expected: int, got: int) -> None:
        super().__init__(expected, got)
        self.expected = expected
        self.got = got


class Instalment(NamedTuple):
    """One instalment.

    Attributes:
        position: counted from 1; 0 is the entry.
        amount: what is to be paid, interest plus amortisation.
        balance: what is still to be amortised after it.
    """

    position: int
    due: date
    amount: int
    interest: int
    amortisation: int
    balance: int


class Wish(NamedTuple):
    """What an instalment is to be, one of WISH_KINDS: cents, a percentage of the total, or what is left."""

    kind: str
    value: int | Decimal | None = None


class _Part(NamedTuple):
    amortisation: int
    interest: int = 0


def monthly(first: date, count: int, months: int = 1) -> list[date]:
    """`count` days, `months` months apart, on the day of the month of `first`, which is one of them.

    A month that is too short gives its last day and does not change the days after it (rule A10): 31
    January, 28 February, 31 March.
    """
    start = first.year * 12 + first.month - 1
    return [_in_month(start + months * step, first.day) for step in range(count)]


def _in_month(month: int, day: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day, monthrange(year, index + 1)[1]))


def first_period(base: date, first: date) -> Fraction:
    """The months of interest from `base` to the first due date: whole ones, and days / 30 of another.

    From a day to the same day of a later month, or to the last of one that is too short, are whole months.
    """
    if first <= base:
        return Fraction(0)
    months = (first.year - base.year) * 12 + first.month - base.month
    if _in_month(first.year * 12 + first.month - 1 - months, first.day) == base:
        return Fraction(months)
    reached = monthly(base, months + 1)
    whole = months if reached[months] <= first else months - 1
    return whole + Fraction(min((first - reached[whole]).days, MONTH_DAYS), MONTH_DAYS)


def schedule(
    cents: int,
    count: int,
    system: str,
    rate: Decimal,
    dues: Sequence[date],
    simple: str = PER_PART,
    base: date | None = None,
) -> list[Instalment]:
    """`cents` in `count` instalments by one of SYSTEMS, from 1 to MOST of them.

    Without interest, and with a rate of zero, they are as equal as can be, the larger ones first (A03).
    Price (A01): the payment is rounded and the interest of each month too; the last instalment is what is
    left, with its interest. Where that would be more than a cent for each instalment away from the others,
    as in a long table, the payment is found anew every month, and all are within two cents. SAC (A02):
    equal amortisations. `simple` says how simple interest is counted (A04), one of SIMPLE_KINDS. Interest
    counts from `base`; without it, the first period is a month.

    Where rounding would amortise all before the end, one cent is kept for each instalment to come.

    Raises:
        TooSmall: there is not a cent of the debt for every instalment.
        TooMany: more than MOST.
        TooLate: the first due date is too far away for the Price table.
        OutOfOrder: of the dues.
        ValueError: no instalment, not `count` dues, a negative rate, an unknown system.
    """
    if count < 1 or len(dues) != count or rate < 0 or system not in SYSTEMS or simple not in SIMPLE_KINDS:
        raise ValueError(f"{count=}, {len(dues)=}, {rate=}, {system=}, {simple=}")
    if count > MOST:
        raise TooMany
    if cents < count:
        raise TooSmall
    way = NO_INTEREST if not rate else simple if system == SIMPLE else system
    first = Fraction(1) if base is None else first_period(base, dues[0])
    return _rows(_WAYS[way](cents, count, monthly_rate(rate), first), dues)


def price_payment(cents: int, count: int, rate: Decimal) -> int:
    """The payment of the Price table, the rate above zero: of 10.000,00 at 1% in 12 it is 888,49."""
    return _price_payment(cents, count, monthly_rate(rate))


def month_interest(balance: int, rate: Decimal) -> int:
    """The interest of one month on a balance."""
    return rounded(balance * monthly_rate(rate))


def by_amount(
    cents: int, amount: int, dues_from: date, months: int = 1, count: int | None = None
) -> list[Instalment]:
    """Instalments of `amount` without interest, the last one of what is left, `months` months apart.

    Without `count` there are as many as it takes. With it the last may be larger than the others.

    Raises:
        TooSmall: an instalment under one cent; with `count`, the last of them too.
        TooMany: more than MOST.
    """
    if count is not None and count < 1:
        raise ValueError(f"{count=}")
    if amount < 1 or cents < 1:
        raise TooSmall
    number = -(-cents // amount) if count is None else count
    if number > MOST:
        raise TooMany
    last = cents - amount * (number - 1)
    if last < 1:
        raise TooSmall
    return _rows(map(_Part, [amount] * (number - 1) + [last]), monthly(dues_from, number, months))


def custom(cents: int, wanted: Sequence[tuple[date, Wish]]) -> list[Instalment]:
    """Instalments made by hand, without interest. A percentage is of `cents`, and is rounded once.

    Raises:
        NotClosed: they come to another sum; with a rest, the others already come to more.
        TooSmall: an instalment under one cent, the rest among them.
        TooMany, TwoRests, OutOfOrder: as they say.
    """
    dues = [due for due, _ in wanted]
    if len(wanted) > MOST:
        raise TooMany
    amounts = [_wished(cents, wish) for _, wish in wanted]
    got = sum(amount for amount in amounts if amount is not None)
    rests = amounts.count(None)
    if rests > 1:
        raise TwoRests
    if got > cents or (not rests and got < cents):
        raise NotClosed(cents, got)
    found = [cents - got if amount is None else amount for amount in amounts]
    if min(found) < 1:
        raise TooSmall
    return _rows(map(_Part, found), dues)


def _wished(cents: int, wish: Wish) -> int | None:
    """Cents; None for the rest."""
    if wish.kind == REST:
        return None
    if wish.kind not in WISH_KINDS or wish.value is None:
        raise ValueError(wish)
    value = Fraction(wish.value)
    return rounded(cents * value / 100 if wish.kind == PERCENT else value)


def total(plan: Iterable[Instalment]) -> int:
    """All that is to be paid."""
    return sum(each.amount for each in plan)


def _rows(parts: Iterable[_Part], dues: Sequence[date]) -> list[Instalment]:
    if any(later <= earlier for earlier, later in pairwise(dues)):
        raise OutOfOrder
    parts = list(parts)
    balance = sum(part.amortisation for part in parts)
    rows = []
    for position, (part, due) in enumerate(zip(parts, dues, strict=True), 1):
        balance -= part.amortisation
        amount = part.amortisation + part.interest
        rows.append(Instalment(position, due, amount, part.interest, part.amortisation, balance))
    return rows


def monthly_rate(rate: Decimal) -> Fraction:
    """Percent points as a part of one."""
    return Fraction(rate) / 100


def rounded(cents: Fraction) -> int:
    """Whole cents, half-up."""
    quotient = _WIDE.divide(Decimal(cents.numerator), Decimal(cents.denominator))
    return round_cents(quotient, Rounding.HALF_UP)


def _equal(cents: int, count: int) -> list[int]:
    """Parts as equal as can be, the larger ones first."""
    each, extra = divmod(cents, count)
    return [each + 1] * extra + [each] * (count - extra)


def _without_interest(cents: int, count: int, _interest: Fraction, _first: Fraction) -> list[_Part]:
    return [_Part(each) for each in _equal(cents, count)]


def _price_payment(cents: int, count: int, interest: Fraction, first: Fraction = _MONTH) -> int:
    at_first_due = cents * (1 + interest * first) / (1 + interest)
    return rounded(at_first_due * interest / (1 - (1 + interest) ** -count))


def _price(cents: int, count: int, interest: Fraction, first: Fraction) -> list[_Part]:
    payment = _price_payment(cents, count, interest, first)
    if count > 1 and rounded(cents * interest * first) > payment:
        raise TooLate
    parts = _price_table(cents, count, interest, first, lambda _balance, _left: payment)
    last = parts[-1].amortisation + parts[-1].interest
    if abs(last - payment) <= count:
        return parts
    return _price_table(
        cents, count, interest, first,
        lambda balance, left: payment if left == count else _price_payment(balance, left, interest),
    )  # fmt: skip


def _price_table(
    cents: int, count: int, interest: Fraction, first: Fraction, payment_of: Callable[[int, int], int]
) -> list[_Part]:
    """The rows; `payment_of` a balance and how many instalments are left of it."""
    balance, parts = cents, list[_Part]()
    for to_come in reversed(range(count)):
        of_month = rounded(balance * interest * (_MONTH if parts else first))
        payment = payment_of(balance, to_come + 1)
        amortisation = min(payment - of_month, balance - to_come) if to_come else balance
        parts.append(_Part(amortisation, of_month))
        balance -= amortisation
    return parts


def _sac(cents: int, count: int, interest: Fraction, first: Fraction) -> list[_Part]:
    balance, parts = cents, list[_Part]()
    for amortisation in _equal(cents, count):
        parts.append(_Part(amortisation, rounded(balance * interest * (_MONTH if parts else first))))
        balance -= amortisation
    return parts


def _per_part(cents: int, count: int, interest: Fraction, first: Fraction) -> list[_Part]:
    return [
        _Part(each, rounded(each * interest * (first + later)))
        for later, each in enumerate(_equal(cents, count))
    ]


def _on_total(cents: int, count: int, interest: Fraction, first: Fraction) -> list[_Part]:
    amounts = _equal(cents + rounded(cents * interest * (first + count - 1)), count)
    amortisations = _equal(cents, count)
    return [_Part(each, amount - each) for each, amount in zip(amortisations, amounts, strict=True)]


def _equivalent(cents: int, count: int, interest: Fraction, first: Fraction) -> list[_Part]:
    factors = [1 + interest * (first + later) for later in range(count)]
    payment = rounded(cents / sum((1 / factor for factor in factors), Fraction(0)))
    balance, parts = cents, []
    for to_come, factor in zip(reversed(range(count)), factors, strict=True):
        amortisation = min(rounded(payment / factor), balance - to_come) if to_come else balance
        # Only the last can be more than the payment, by what the others lost to rounding.
        parts.append(_Part(amortisation, max(0, payment - amortisation)))
        balance -= amortisation
    return parts


def _gauss(cents: int, count: int, interest: Fraction, first: Fraction) -> list[_Part]:
    months = first + count - 1
    payment = rounded(cents * (1 + interest * months) / (1 + interest * (count - 1) / 2) / count)
    # A rate so small that rounding takes more than the interest leaves none.
    amounts = _equal(max(payment * count, cents), count)
    by_months_to_come = split(sum(amounts) - cents, range(count, 0, -1))
    carried, parts = 0, []
    for amount, of_month in zip(amounts, by_months_to_come, strict=True):
        # Of an instalment of a few cents, the share of the interest may be a cent more than all of it.
        paid = min(amount, of_month + carried)
        carried += of_month - paid
        parts.append(_Part(amount - paid, paid))
    return parts


_WAYS: dict[str, Callable[[int, int, Fraction, Fraction], list[_Part]]] = {
    NO_INTEREST: _without_interest,
    PRICE: _price,
    SAC: _sac,
    PER_PART: _per_part,
    ON_TOTAL: _on_total,
    EQUIVALENT: _equivalent,
    GAUSS: _gauss,
}
