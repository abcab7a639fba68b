"""What to look at again in a customer's credit: raise, cut, consult anew, a limit that expires.

Domain rule 7 (market practice): raise after some cycles without delay, cut after a long one; a consultation
of a bureau stands for some days. Proposals only: a limit is changed by a person.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br

from .credit_limits import Limit, Manual
from .money import Rounding, round_cents
from .scorecard import Grade

CUT, RAISE, CONSULT, EXPIRY = "cortar", "aumentar", "consultar", "vence"
ADVICE = (CUT, RAISE, CONSULT, EXPIRY)
"""What can be proposed, the most urgent first."""


class ReviewRule(NamedTuple):
    """The owner's rule.

    Attributes:
        good_cycles: so many cycles without delay propose to raise the limit by `raise_by` percent.
        cut_days: a delay of more days proposes to cut it by `cut_by` percent.
        consult_days: so many days after it a consultation is to be made again.
        notice_days: a limit is told of so many days before it expires, and after.
    """

    good_cycles: int
    raise_by: Decimal
    cut_days: int
    cut_by: Decimal
    consult_days: int
    notice_days: int


class Reviewed(NamedTuple):
    """What is looked at.

    Attributes:
        limit: the total limit in force.
        cycles: good cycles since that limit was set, from `good_cycles`.
        worst: days of the longest delay, standing or paid in twelve months, that has become too long since
            that limit was set.
        consulted: the day of the last consultation; None never.
        manual: the last total limit set by hand, expired or not.
    """

    grade: Grade
    limit: Limit
    cycles: int = 0
    worst: int = 0
    consulted: date | None = None
    manual: Manual | None = None


class Advice(NamedTuple):
    """One of ADVICE with its words; cents of the limit proposed, where one is."""

    kind: str
    words: str
    amount: int | None = None


class Settled(NamedTuple):
    """An invoice: effective due date, and the day it was paid, None while it is not."""

    due: date
    paid_on: date | None


def good_cycles(invoices: Iterable[Settled], since: date | None, as_of: date) -> int:
    """How many months in a row, back from the day, had something due and all of it paid on time.

    Counted are months whose invoices came due after `since` and that are over by the day; a month without
    invoices is neither good nor bad. A delay in the running month ends the row as well.
    """
    months: dict[tuple[int, int], bool] = {}
    for due, paid_on in invoices:
        if (since is None or due > since) and due < as_of:
            month = (due.year, due.month)
            months[month] = months.get(month, True) and paid_on is not None and paid_on <= due
    running = (as_of.year, as_of.month)
    found = 0
    for month in sorted(months, reverse=True):
        if not months[month]:
            break
        found += month != running
    return found


def review(case: Reviewed, rule: ReviewRule, as_of: date) -> tuple[Advice, ...]:
    """What is to be looked at on a day, the most urgent first; nothing when all is well."""
    found = (
        _cut(case, rule) or _raised(case, rule),
        _consult(case, rule, as_of),
        _expiry(case, rule, as_of),
    )
    return tuple(each for each in found if each)


def _cut(case: Reviewed, rule: ReviewRule) -> Advice | None:
    if not case.limit.amount or case.worst <= rule.cut_days:
        return None
    amount = _by_percent(case.limit.amount, -rule.cut_by)
    late = f"atrasou {counted(case.worst, 'dia', 'dias')}, mais de {rule.cut_days}"
    return Advice(
        CUT, f"{late}: reduzir de {currency_br(case.limit.amount)} para {currency_br(amount)}", amount
    )


def _raised(case: Reviewed, rule: ReviewRule) -> Advice | None:
    """Not for a class that buys on conditions or not at all."""
    if not case.limit.amount or case.cycles < rule.good_cycles or case.grade.entry or not case.grade.factor:
        return None
    amount = _by_percent(case.limit.amount, rule.raise_by)
    good = f"{counted(case.cycles, 'mês seguido', 'meses seguidos')} sem atraso"
    return Advice(
        RAISE, f"{good}: aumentar de {currency_br(case.limit.amount)} para {currency_br(amount)}", amount
    )


def _consult(case: Reviewed, rule: ReviewRule, as_of: date) -> Advice | None:
    if case.consulted is None or as_of <= case.consulted + timedelta(days=rule.consult_days):
        return None
    days = counted(rule.consult_days, "dia", "dias")
    return Advice(CONSULT, f"a consulta de {_br(case.consulted)} passou de {days}: consultar de novo")


def _expiry(case: Reviewed, rule: ReviewRule, as_of: date) -> Advice | None:
    manual = case.manual
    if manual is None or manual.amount is None or manual.expires is None:
        return None
    if abs((manual.expires - as_of).days) > rule.notice_days:
        return None
    verb = "vence" if manual.expires >= as_of else "venceu"
    words = (
        f"o limite de {currency_br(manual.amount)} {verb} em {_br(manual.expires)}: renovar ou deixar cair"
    )
    return Advice(EXPIRY, words)


def _by_percent(cents: int, percent: Decimal) -> int:
    return round_cents(cents * (100 + percent) / Decimal(100), Rounding.HALF_UP)


def _br(day: date) -> str:
    return date_br(day.isoformat())
