"""Early-payment discount (desconto): the six kinds of the Central Bank's Pix charge with a due date.

Conditional on the day of payment, so it never lowers the base of a fine or of interest: on default the full
price revives (STJ, 3ª Turma). An abatement is something else and is not here.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br

from .calendar import BusinessCalendar
from .interest import business_days
from .money import round_cents
from .rates import rate_br
from .terms import Terms, Tier

_HUNDRED = Decimal(100)
_ONE_DAY = timedelta(days=1)


class _Offer(NamedTuple):
    cents: int
    rule: str = ""
    percent: Decimal = Decimal(0)


def discount(
    nominal: int, terms: Terms, due: date, paid: date, calendar: BusinessCalendar
) -> tuple[int, str, Decimal]:
    """Cents taken off when `nominal` cents due on `due` are paid on `paid`; the rule in words; the rate.

    The best tier reached counts. A tier is reached when paid at least `days_before` calendar days before
    the due date; with zero, up to the effective due date. Rounded once as the terms say, never more than
    the nominal value. The rate is zero for an amount in reais; the rule is empty when nothing is given.

    Args:
        due: the nominal due date.
        calendar: for the effective due date, and for business days of anticipation.
    """
    best = _Offer(0)
    if terms.discount != "nenhum":
        for tier in terms.tiers:
            if _reached(tier, due, paid, calendar):
                best = max(best, _offer(nominal, terms, tier, due, paid, calendar), key=_cents)
    return best.cents, best.rule, best.percent


def _cents(offer: _Offer) -> int:
    return offer.cents


def _reached(tier: Tier, due: date, paid: date, calendar: BusinessCalendar) -> bool:
    if tier.days_before == 0:
        return paid <= calendar.next_business_day(due)
    return (due - paid).days >= tier.days_before


def _offer(
    nominal: int, terms: Terms, tier: Tier, due: date, paid: date, calendar: BusinessCalendar
) -> _Offer:
    percentage = terms.discount.startswith("percentual")
    value = rate_br(tier.value) if percentage else currency_br(int(tier.value))
    if terms.discount.endswith("_ate"):
        days, when = 1, f"até {date_br((due - timedelta(days=tier.days_before)).isoformat())}"
    else:
        days, when = _anticipation(terms, due, paid, calendar)
    amount = tier.value * days
    cents = round_cents(nominal * amount / _HUNDRED if percentage else amount, terms.rounding)
    of = "do valor " if percentage else ""
    rule = f"desconto de {value} {of}{when}"
    return _Offer(min(nominal, cents), rule, tier.value if percentage else Decimal(0))


def _anticipation(terms: Terms, due: date, paid: date, calendar: BusinessCalendar) -> tuple[int, str]:
    """Days from the payment, inclusive, to the due date, exclusive; none or fewer when it was not early."""
    if terms.discount.endswith("_util"):
        days = business_days(paid - _ONE_DAY, due - _ONE_DAY, calendar)
        return days, f"por dia útil de antecipação x {counted(days, 'dia útil', 'dias úteis')}"
    days = (due - paid).days
    return days, f"por dia de antecipação x {counted(days, 'dia', 'dias')}"
