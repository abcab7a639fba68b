"""What another policy would have decided: credit, the ladder and the discount at sight, beside the present.

Both are put to the same facts, and nothing is written. The charges and the holidays are the present ones on
both sides: the ledger keeps versions of them, and what a title has come to is no decision.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_agreement import agreement_settings
from cobranca_cli.config_credit import credit_settings
from cobranca_cli.config_ladder import LadderSettings, ladder_settings
from cobranca_cli.domain.credit_case import Evaluated, evaluate
from cobranca_cli.domain.ladder import SKIP, Step
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.offer import by_tiers
from cobranca_cli.domain.plan import Debt, Debtor, Line, Touch, plan_day
from cobranca_cli.ledger.queries.contacts import touches_on
from cobranca_cli.ledger.queries.credit import credit_customers, decisions_on
from cobranca_cli.ledger.queries.customers import customer_by_id, customer_name
from cobranca_cli.ledger.queries.ladder import names_in_order
from cobranca_cli.services.agreement_scope import all_owing
from cobranca_cli.services.credit_known import Looking, policy_of
from cobranca_cli.services.credit_record import from_text
from cobranca_cli.services.plan import Planning
from cobranca_cli.services.policy_check import sound
from cobranca_cli.services.reading import Reader, reading

FEW = 10
"""With fewer kept decisions than this, all customers are looked at as of today as well."""


class Outcome(NamedTuple):
    """What a credit policy says: the verdict, the class, and cents of limit, None without a limit."""

    verdict: str
    grade: str
    limit: int | None


class Assessed(NamedTuple):
    """One evaluation under both policies.

    Attributes:
        decision: the number of the kept decision; None of a customer as he stands today.
        order: cents; None of one without an order.
    """

    decision: int | None
    day: date
    customer: str
    order: int | None
    now: Outcome
    other: Outcome

    @property
    def changes(self) -> bool:
        """Whether the other policy says anything else."""
        return self.now != self.other


class Counted(NamedTuple):
    """How often a plan comes to a step with an action; of a skip `kind` says why."""

    step: str
    action: str
    kind: str
    now: int
    other: int


class Discounted(NamedTuple):
    """A customer's overdue debt, and what each policy lets off for cash; cents."""

    customer: str
    debt: int
    now: int
    other: int


class Compared(NamedTuple):
    """Everything that was compared, changed or not.

    Attributes:
        since: the day after which decisions and plans count.
        days: the business days that were planned, the first first.
        looked: there are less than `few` decisions, so that the customers were looked at as of today as well.
        unlike: sections that differ and are not compared.
    """

    as_of: date
    since: date
    months: int
    other: Path
    decisions: tuple[Assessed, ...]
    customers: tuple[Assessed, ...]
    looked: bool
    few: int
    days: tuple[date, ...]
    steps: tuple[Counted, ...]
    discounts: tuple[Discounted, ...]
    unlike: tuple[str, ...]
    notices: tuple[str, ...]


def compare(ledger: Path, settings: Settings, other: Path, moment: Moment, months: int) -> Compared:
    """Put the last months to the present policy and to that of another file.

    Raises ConfigError for a policy, the present or the other, that the program refuses.
    """
    if settings.path.exists():
        sound(ledger, settings.path)
    wanted = sound(ledger, other)
    unlike = _unlike(settings, wanted)
    wanted = wanted._replace(charges=settings.charges, calendar=settings.calendar)
    today, since = moment.today, _months_before(moment.today, months)
    days = tuple(_days(settings, since, today))
    with reading(ledger, settings, moment, charges=True) as reader:
        both = _Both(reader.connection, settings, wanted, today)
        decisions = tuple(both.decisions(since))
        looked = len(decisions) < FEW
        return Compared(
            today,
            since,
            months,
            other,
            decisions,
            tuple(both.customers(since)) if looked else (),
            looked,
            FEW,
            days,
            tuple(both.steps(days)),
            tuple(both.discounts()),
            unlike,
            reader.notices,
        )


def _unlike(settings: Settings, wanted: Settings) -> tuple[str, ...]:
    differ = {
        "encargos": dict(settings.charges) != dict(wanted.charges),
        "calendario": settings.calendar != wanted.calendar,
    }
    return tuple(name for name, unlike in differ.items() if unlike)


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    whole = day.year * 12 + day.month - 1 - months
    first = date(whole // 12, whole % 12 + 1, 1)
    following = date((whole + 1) // 12, (whole + 1) % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


def _days(settings: Settings, since: date, today: date) -> Iterator[date]:
    """The last business day of each month of the period, and the last up to today."""
    found = {settings.calendar.previous_business_day(today)}
    last = today.replace(day=1) - timedelta(days=1)
    while last > since:
        found.add(settings.calendar.previous_business_day(last))
        last = last.replace(day=1) - timedelta(days=1)
    yield from sorted(each for each in found if each > since)


class _Both:
    """Two policies over one ledger, in one read transaction."""

    def __init__(
        self, connection: sqlite3.Connection, settings: Settings, wanted: Settings, today: date
    ) -> None:
        self._connection, self._today = connection, today
        self._settings = (settings, wanted)
        self._ladders = (ladder_settings(settings), ladder_settings(wanted))
        self._policies = tuple(policy_of(credit_settings(each)) for each in self._settings)

    def decisions(self, since: date) -> Iterator[Assessed]:
        """Each kept decision again, on what was known when it was made."""
        for kept in decisions_on(self._connection, self._today):
            if kept.day > since and not kept.erased:
                known, order = from_text(kept.content)
                now, other = (_outcome(evaluate(known, each, order)) for each in self._policies)
                yield Assessed(kept.id, kept.day, kept.customer, order, now, other)

    def customers(self, since: date) -> Iterator[Assessed]:
        """Who bought in the period, owes or has a limit by hand, as he stands today, without an order."""
        looking = [
            Looking(self._connection, self._settings[0].calendar, ladder, self._today)
            for ladder in self._ladders
        ]
        same = _labels(self._ladders[0]) == _labels(self._ladders[1])
        for identity in credit_customers(self._connection, since, self._today):
            customer = customer_by_id(self._connection, identity)
            known = looking[0].at(customer).known
            again = known if same else looking[1].at(customer).known
            now = _outcome(evaluate(known, self._policies[0]))
            other = _outcome(evaluate(again, self._policies[1]))
            yield Assessed(None, self._today, customer.name, None, now, other)

    def steps(self, days: tuple[date, ...]) -> Iterator[Counted]:
        """The lines of the plans of these days, counted by step and action, and skips by their reason."""
        counts: list[Counter[tuple[str, str, str]]] = [Counter(), Counter()]
        for day in days:
            for count, settings, ladder in zip(counts, self._settings, self._ladders, strict=True):
                count.update(
                    (each.step.label, each.action, each.kind) for each in self._plan(settings, ladder, day)
                )
        now, other = counts
        order = {step.label: place for place, step in enumerate(_merged(*self._ladders))}
        for key in sorted({*now, *other}, key=lambda key: (order[key[0]], key[1] == SKIP, key)):
            yield Counted(*key, now[key], other[key])

    def _plan(self, settings: Settings, ladder: LadderSettings, day: date) -> tuple[Line, ...]:
        """A day's plan as if the ladder had not been run on that day yet."""
        planning = Planning(Reader(self._connection, ()), settings, ladder, day)
        planning.lines()
        people = _before(self._connection, planning.people, day)
        order = names_in_order(self._connection, planning.debts)
        cases = ((people[each], [_untaken(debt, day) for debt in planning.debts[each]]) for each in order)
        return tuple(plan_day(cases, ladder.policy, settings.calendar, day))

    def discounts(self) -> Iterator[Discounted]:
        """What each policy lets off of the overdue debts for cash, by customer."""
        tiers = [agreement_settings(each).tiers for each in self._settings]
        owing = all_owing(self._connection, self._settings[0], self._today)
        for identity in names_in_order(self._connection, owing):
            titles = owing[identity]
            now, other = (by_tiers(titles, each).total for each in tiers)
            debt = sum(each.parts.total for each in titles)
            yield Discounted(customer_name(self._connection, identity), debt, now, other)


def _before(connection: sqlite3.Connection, people: Mapping[int, Debtor], day: date) -> dict[int, Debtor]:
    """The customers as they were before the ladder did anything with them on a day."""
    acted = [identity for identity, debtor in people.items() if debtor.acted]
    touches = touches_on(connection, day - timedelta(days=1)) if acted else {}
    found = dict(people)
    for identity in acted:
        told = touches.get(identity)
        touch = Touch(told.last, told.calls, told.phoned) if told else Touch()
        found[identity] = people[identity]._replace(acted="", touch=touch)
    return found


def _untaken(debt: Debt, day: date) -> Debt:
    """A title without the steps that it took on the day itself."""
    return debt._replace(done={label: on for label, on in debt.done.items() if on < day})


def _outcome(evaluated: Evaluated) -> Outcome:
    return Outcome(evaluated.decision.verdict, evaluated.scored.grade, evaluated.limits.total.amount)


def _labels(ladder: LadderSettings) -> set[str]:
    return {step.label for step in ladder.policy.ladder.steps}


def _merged(*ladders: LadderSettings) -> list[Step]:
    """The steps of both, by base and days, each label once."""
    every = {step.label: step for each in ladders for step in each.policy.ladder.steps}
    return sorted(every.values(), key=lambda step: (step.base, step.days))
