"""Which customers' credit is to be looked at again, and why."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_credit import CreditSettings, credit_settings
from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.credit_case import evaluate
from cobranca_cli.domain.credit_history import MONTHS, Dealing
from cobranca_cli.domain.credit_limits import TOTAL
from cobranca_cli.domain.credit_review import Advice, Reviewed, Settled, good_cycles, review
from cobranca_cli.domain.deadlines import add_months
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.credit import credit_customers
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.services.credit_known import Looking, Seen, policy_of
from cobranca_cli.services.reading import reading


class Found(NamedTuple):
    """One thing to look at, with the customer's class and total limit in cents, None without one."""

    customer: Customer
    grade: str
    limit: int | None
    advice: Advice


class Review(NamedTuple):
    """What is to be looked at as of a day, by customer, the most urgent first; `looked` at so many."""

    as_of: date
    rows: tuple[Found, ...]
    looked: int
    notices: tuple[str, ...]


def review_credit(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str | None = None
) -> Review:
    """Look at every customer who buys, owes or has a limit set by hand, or at one.

    Linear in their invoices, and in what is open once.
    """
    credit = credit_settings(settings)
    since = add_months(as_of, -MONTHS)
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        looking = Looking(connection, settings.calendar, ladder_settings(settings), as_of)
        who = [find_customer(connection, typed).id] if typed else credit_customers(connection, since, as_of)
        rows: list[Found] = []
        for identity in who:
            customer = customer_by_id(connection, identity)
            rows += _advised(customer, looking.at(customer), credit)
        return Review(as_of, tuple(rows), len(who), reader.notices)


def _advised(customer: Customer, seen: Seen, credit: CreditSettings) -> list[Found]:
    evaluated = evaluate(seen.known, policy_of(credit))
    manuals = [each for each in seen.known.manuals if each.component == TOTAL]
    limit = evaluated.limits.total
    since = limit.manual.since if limit.manual else None
    as_of = seen.known.as_of
    case = Reviewed(
        evaluated.grade,
        limit,
        good_cycles([Settled(each.due, each.paid_on) for each in seen.dealings], since, as_of),
        _worst(seen.dealings, since, credit.review.cut_days, as_of),
        seen.consulted,
        manuals[-1] if manuals else None,
    )
    found = review(case, credit.review, as_of)
    return [Found(customer, evaluated.scored.grade, limit.amount, advice) for advice in found]


def _worst(dealings: tuple[Dealing, ...], since: date | None, allowed: int, as_of: date) -> int:
    """The longest delay that stands, or was paid in twelve months, and became too long since a day.

    One that had passed it when the limit was set was known to whoever set it, and asks for nothing more.
    """
    first = add_months(as_of, -MONTHS)
    late = (
        days_late(each.paid_on or as_of, each.due)
        for each in dealings
        if (each.paid_on is None or each.due > first)
        and (since is None or each.due + timedelta(days=allowed) >= since)
    )
    return max(late, default=0)
