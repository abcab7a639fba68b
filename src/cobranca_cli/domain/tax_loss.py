"""When the loss of an unpaid credit may be deducted: Lei 9.430/1996 arts. 9 and 11, with art. 9 §7.

It concerns companies taxed by their real profit (lucro real) only. "Overdue for more than" is strict and
counts calendar months from the nominal due date. The limits are on the whole operation with the debtor, its
invoice with all instalments (art. 9 §2), and not on what is open of one of them.
"""

from datetime import date, timedelta
from typing import NamedTuple

from .deadlines import add_months

ADMINISTRATIVE, JUDICIAL = "cobranca_administrativa", "acao"
"""What a case asks for beside the time: collection kept up outside the courts, or in them."""

CHARGES_MONTHS = 2
"""Art. 11: overdue for more than so long, later charges may be left out of the taxed profit."""

_ONE_DAY = timedelta(days=1)
_NEW_LIMITS_FROM = date(2014, 10, 8)
"""Defaults from this day on follow art. 9 §7 (Lei 13.097/2015), earlier ones art. 9 §1."""


class Rule(NamedTuple):
    """One line of the table: up to `most` cents (None: any), overdue for more than `months`."""

    inciso: str
    most: int | None
    months: int
    condition: str | None


_SECURED = (
    Rule("III-a", 50_000_00, 24, None),
    Rule("III-b", None, 24, JUDICIAL),
)
_UNSECURED = (
    Rule("II-a", 15_000_00, 6, None),
    Rule("II-b", 100_000_00, 12, ADMINISTRATIVE),
    Rule("II-c", None, 12, JUDICIAL),
)
_OLD_SECURED = (Rule("III", None, 24, JUDICIAL),)
_OLD_UNSECURED = (
    Rule("II-a", 5_000_00, 6, None),
    Rule("II-b", 30_000_00, 12, ADMINISTRATIVE),
    Rule("II-c", None, 12, JUDICIAL),
)


class Operation(NamedTuple):
    """What decides the case of a credit.

    Attributes:
        cents: the whole operation, all instalments.
        due: the nominal due date of the credit itself.
        secured: with real security.
        lawsuit_on: since when it is claimed in court; None if it is not.
        administrative: collection outside the courts is kept up.
        insolvent_on: the day of a court's declaration of the debtor's insolvency.
    """

    cents: int
    due: date
    secured: bool = False
    lawsuit_on: date | None = None
    administrative: bool = True
    insolvent_on: date | None = None


class Case(NamedTuple):
    """Under which case of art. 9 a loss is deductible, and from which day on.

    Attributes:
        inciso: `I`, `II-a` … `III-b`.
        months: how long it must be overdue; 0 of `I`.
        waits_until: the first day on which it has been overdue long enough.
        condition: what it asks for beside the time; None: nothing.
        deductible_from: the first day on which time and condition are met; None while the condition is not.
        charges_from: the first day of art. 11; None while the lawsuit that it asks for is missing.
    """

    inciso: str
    months: int
    waits_until: date
    condition: str | None
    deductible_from: date | None
    charges_from: date | None

    def reached(self, as_of: date) -> bool:
        """Whether the loss is deductible on a day."""
        return self.deductible_from is not None and self.deductible_from <= as_of


def tax_case(operation: Operation) -> Case:
    """Return the case that makes the loss deductible first: insolvency (I), or time and amount (II, III).

    Only inciso I is known of insolvency: what exceeds an undertaking in a bankruptcy or a judicial recovery
    (IV) is for the accountant to say.
    """
    rule = _rule(operation)
    waits_until = _more_than(operation.due, rule.months)
    met_on = _met_on(operation, rule.condition)
    deductible_from = None if met_on is None else max(waits_until, met_on)
    charges_from = _charges_from(operation, rule)
    declared = operation.insolvent_on
    if declared is not None and (deductible_from is None or declared < deductible_from):
        return Case("I", 0, declared, None, declared, charges_from)
    return Case(rule.inciso, rule.months, waits_until, rule.condition, deductible_from, charges_from)


def _rule(operation: Operation) -> Rule:
    old = operation.due + _ONE_DAY < _NEW_LIMITS_FROM
    secured, unsecured = (_OLD_SECURED, _OLD_UNSECURED) if old else (_SECURED, _UNSECURED)
    table = secured if operation.secured else unsecured
    return next(rule for rule in table if rule.most is None or operation.cents <= rule.most)


def _more_than(due: date, months: int) -> date:
    """The first day on which something has been overdue for more than so many calendar months."""
    return add_months(due, months) + _ONE_DAY


def _met_on(operation: Operation, condition: str | None) -> date | None:
    """Since when the condition of a rule has been met; None if it is not."""
    if condition == JUDICIAL:
        return operation.lawsuit_on
    return operation.due if condition is None or operation.administrative else None


def _charges_from(operation: Operation, rule: Rule) -> date | None:
    begins = _more_than(operation.due, CHARGES_MONTHS)
    if rule.condition != JUDICIAL:
        return begins
    return None if operation.lawsuit_on is None else max(begins, operation.lawsuit_on)
