"""What a decision on credit is made from, read from the ledger as of a day."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.config_credit import CreditSettings
from cobranca_cli.config_ladder import LadderSettings
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.credit_case import Known, Policy
from cobranca_cli.domain.credit_facts import Average, Fact, Facts, Share
from cobranca_cli.domain.credit_history import (
    Dealing,
    best_paid_on_time,
    monthly_purchases,
    usual_term,
)
from cobranca_cli.domain.credit_limits import Capacity
from cobranca_cli.domain.deadlines import add_months
from cobranca_cli.domain.ladder import DUE
from cobranca_cli.domain.plan import Stop
from cobranca_cli.domain.promises import kept_rate
from cobranca_cli.domain.scorecard import restriction_that_counts
from cobranca_cli.domain.segments import MONTHS, REST, History
from cobranca_cli.ledger.queries.credit import (
    Told,
    consultations_of,
    facts_of,
    guarantees_of,
    manual_limits_of,
)
from cobranca_cli.ledger.queries.credit_history import (
    Standing,
    agreements_kept,
    dealings_of,
    portfolio_on,
    standing_of,
)
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.history import histories
from cobranca_cli.ledger.queries.ladder import steps_taken
from cobranca_cli.ledger.queries.legal_facts import facts_of as legal_facts_of
from cobranca_cli.ledger.queries.promises import promises_on
from cobranca_cli.services.promise_list import judge_all
from cobranca_cli.services.stops import court, for_good

_LEDGER, _PAID, _KEPT = "livro", "pagamentos de 12 meses", "promessas e acordos de 12 meses"
_CPF = 11


class Seen(NamedTuple):
    """What is known of a customer, and his invoices, which the review looks at too."""

    known: Known
    dealings: tuple[Dealing, ...]
    consulted: date | None


class Looking:
    """Looks at customers as of a day; what is the same for all of them is read once."""

    def __init__(
        self, connection: sqlite3.Connection, calendar: BusinessCalendar, ladder: LadderSettings, as_of: date
    ) -> None:
        self._connection, self._calendar, self.as_of = connection, calendar, as_of
        self._labels = sorted(
            (step.days, step.label)
            for step in ladder.policy.ladder.steps
            if step.base == DUE and step.days > 0
        )
        self._portfolio, self._customers = portfolio_on(connection, as_of)

    def at(self, customer: Customer) -> Seen:
        """One customer; linear in his own invoices."""
        connection, day, who = self._connection, self.as_of, customer.id
        told = facts_of(connection, who, day)
        consultations = consultations_of(connection, who, day)
        dealings = tuple(dealings_of(connection, who, day))
        standing = standing_of(connection, who, day)
        history = histories(connection, [who], day, self._calendar)[who]
        last = consultations[0] if consultations else None
        said = [Fact(each.restrictions, _bureau(each.source, each.model), each.day) for each in consultations]
        facts = _of_history(history, day)._replace(
            promises=self._promises(who),
            restrictions=restriction_that_counts(said, day),
            age=_age(told.get("fundacao"), day),
            person=len(customer.document or "") == _CPF,
        )
        known = Known(
            day,
            facts,
            self._capacity(dealings, told.get("faturamento")),
            tuple(each.title for each in standing),
            tuple(manual_limits_of(connection, who, day)),
            tuple(each.guarantee for each in guarantees_of(connection, who, day)),
            self._steps(standing),
            self._stops(who, standing),
        )
        return Seen(known, dealings, last.day if last else None)

    def _promises(self, customer: int) -> Fact[Share] | None:
        since = add_months(self.as_of, -MONTHS)
        promises = [each for each in promises_on(self._connection, self.as_of, customer) if each.day > since]
        judged = judge_all(self._connection, self.as_of, self._calendar, customer) if promises else {}
        rate = kept_rate(promises, judged, self.as_of, self._calendar)
        kept, broken = agreements_kept(self._connection, customer, since, self.as_of)
        due = rate.due + kept + broken
        return Fact(Share(rate.kept + kept, due), _KEPT, self.as_of) if due else None

    def _capacity(self, dealings: tuple[Dealing, ...], revenue: Told | None) -> Capacity:
        return Capacity(
            self._reckoned(monthly_purchases(dealings, self.as_of)),
            self._reckoned(usual_term(dealings, self.as_of)),
            Fact(int(revenue.value), revenue.source, revenue.day) if revenue else None,
            self._reckoned(best_paid_on_time(dealings)),
            self._reckoned(self._portfolio or None),
            self._customers,
        )

    def _reckoned(self, value: int | None) -> Fact[int] | None:
        return None if value is None else Fact(value, _LEDGER, self.as_of)

    def _steps(self, standing: Iterable[Standing]) -> tuple[str, ...]:
        """The steps that open titles have taken, and those that each has come to by its days late.

        Not of one that is paid but for a rest: late charges, paid out of what was meant for the principal.
        """
        standing = [each for each in standing if 100 * each.title.cents > REST * each.amount]
        taken = steps_taken(self._connection, [each.receivable for each in standing], self.as_of)
        found = {label for steps in taken.values() for label in steps}
        for each in standing:
            late = days_late(self.as_of, each.title.due)
            found.update(label for days, label in self._labels if days <= late)
        return tuple(sorted(found))

    def _stops(self, customer: int, standing: Iterable[Standing]) -> tuple[Stop, ...]:
        found = for_good(self._connection, customer, self.as_of)
        for each in standing:
            stop = court(legal_facts_of(self._connection, each.receivable, self.as_of))
            if stop and stop not in found:
                found.append(stop)
        return tuple(found)


def policy_of(credit: CreditSettings) -> Policy:
    """What the evaluation takes of the settings."""
    return Policy(credit.card, credit.limits, credit.decision)


def _of_history(history: History, as_of: date) -> Facts:
    delay = Fact(Average(history.cent_days, history.amount), _PAID, as_of) if history.amount else None
    late = Fact(history.worst_late, _LEDGER, as_of) if history.paid or history.standing else None
    months = None
    if history.first_on:
        first = history.first_on
        whole = (as_of.year - first.year) * 12 + as_of.month - first.month
        months = Fact(max(0, whole - (add_months(first, whole) > as_of)), _LEDGER, as_of)
    return Facts(delay=delay, worst=late, months=months, paid=history.paid_ever)


def _age(founded: Told | None, as_of: date) -> Fact[int] | None:
    if founded is None:
        return None
    day = date.fromisoformat(founded.value)
    years = as_of.year - day.year - ((as_of.month, as_of.day) < (day.month, day.day))
    return Fact(max(0, years), founded.source, founded.day)


def _bureau(source: str, model: str | None) -> str:
    return f"{source}, {model}" if model else source
