"""The plan of a day from the ledger: who is to be reached, by what, why; and who is not, and why not.

Reads the titles that are overdue or come due within the ladder's reach; linear in them.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings
from cobranca_cli.domain.contact import is_mobile
from cobranca_cli.domain.ladder import ISSUE, Dates, Ladder
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.plan import Debt, Debtor, Line, Stop, Touch, held_back, plan_day
from cobranca_cli.ledger.queries.agreement_marks import marked_on
from cobranca_cli.ledger.queries.contacts import touches_on
from cobranca_cli.ledger.queries.items import items_by_id, items_due_by
from cobranca_cli.ledger.queries.ladder import (
    Reachable,
    acted_on,
    names_in_order,
    reachable,
    steps_taken,
    with_money,
)
from cobranca_cli.ledger.queries.legal_facts import facts_on
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.services.known_models import checked_ladder
from cobranca_cli.services.overdue import Owed, Reckoning
from cobranca_cli.services.reading import Reader, reading
from cobranca_cli.services.stops import PRESCRIBED, Stops, title_stops

_MOST_MOVED = 12
"""Days that holidays and a weekend may move a step back, with room to spare."""

PROOFS = {"entrega", "duplicata"}


class Plan(NamedTuple):
    """The lines of a day by customer, and what is worth saying."""

    as_of: date
    lines: tuple[Line, ...]
    notices: tuple[str, ...]


def plan(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> Plan:
    """What the ladder asks for on a day, by what was known then and by the ladder of today's settings.

    Raises ConfigError for a ladder that is written wrongly, DataError as `overdue` does.
    """
    ladder = checked_ladder(ledger, settings)
    with reading(ledger, settings, moment, charges=True) as reader:
        planning = Planning(reader, settings, ladder, as_of)
        lines = planning.lines()
        return Plan(as_of, lines, (*reader.notices, *planning.warnings, *off_notice(ladder)))


def off_notice(ladder: LadderSettings) -> tuple[str, ...]:
    """What is worth saying of a ladder that is switched off."""
    return () if ladder.on else ("a régua está desligada: ligada = false em [regua] de cobranca.toml",)


class Planning:
    """One day of one ledger, planned inside an open transaction.

    After `lines`, `owed` holds every title within the ladder's reach, `stopped` those of which nothing may
    be said to the customer; `debts` and `people` are what was planned from, by customer.
    """

    def __init__(self, reader: Reader, settings: Settings, ladder: LadderSettings, as_of: date) -> None:
        self._connection: sqlite3.Connection = reader.connection
        self._settings, self._ladder, self._as_of = settings, ladder, as_of
        self._reckoning = Reckoning(reader, settings, as_of)
        self._stops = Stops(reader.connection, settings.calendar, ladder.clearing_days, as_of)
        self.owed: dict[int, Owed] = {}
        self.stopped: set[int] = set()
        self.debts: dict[int, list[Debt]] = {}
        self.people: dict[int, Debtor] = {}

    @property
    def warnings(self) -> Iterable[str]:
        """What the terms of the titles are worth warning of."""
        return self._reckoning.warnings

    def lines(self) -> tuple[Line, ...]:
        """The plan, by customer."""
        if not self._ladder.on:
            return ()
        last = self._as_of + timedelta(days=_reach(self._ladder.policy.ladder))
        items = list(items_due_by(self._connection, self._as_of, last))
        self.owed = {owed.item.id: owed for owed in self._reckoning.owed(items)}
        self.debts = self._debts()
        self.people = self._people(self.debts)
        order = names_in_order(self._connection, self.debts)
        cases = ((self.people[each], self.debts[each]) for each in order)
        calendar = self._settings.calendar
        return tuple(plan_day(cases, self._ladder.policy, calendar, self._as_of))

    def held_back(self, debtor: Debtor, action: str) -> Stop | None:
        """Why something that waits since an earlier day is not to be done today."""
        return held_back(debtor, action, self._ladder.policy, self._settings.calendar, self._as_of)

    def _debts(self) -> dict[int, list[Debt]]:
        taken = steps_taken(self._connection, self.owed, self._as_of)
        facts = facts_on(self._connection, self._as_of)
        stops = title_stops(self._stops, facts, self.owed)
        days: dict[str, date] = {}
        found: dict[int, list[Debt]] = {}
        for identity, (item, parts, prescribed) in self.owed.items():
            due = days.get(item.due_effective)
            if due is None:
                due = days[item.due_effective] = date.fromisoformat(item.due_effective)
            known = facts.get(identity, ())
            stop = PRESCRIBED if prescribed else stops.get(identity)
            if stop:
                self.stopped.add(identity)
            debt = Debt(
                identity,
                item.name,
                Dates(due, date.fromisoformat(item.issued) if item.issued else due),
                item.open,
                parts.total,
                taken.get(identity, {}),
                any(fact.kind in PROOFS for fact in known),
                stop,
            )
            found.setdefault(item.customer_id, []).append(debt)
        for debtor, suspended in self._suspended():
            found.setdefault(debtor, []).append(suspended)
        return found

    def _suspended(self) -> Iterator[tuple[int, Debt]]:
        """What agreements hold: nothing is asked of it, and the plan says why."""
        marks = {m.receivable: m.number for m in marked_on(self._connection, self._as_of) if not m.instalment}
        taken = steps_taken(self._connection, marks, self._as_of)
        for item in items_by_id(self._connection, marks, self._as_of):
            due = date.fromisoformat(item.due_effective)
            dates = Dates(due, date.fromisoformat(item.issued) if item.issued else due)
            stop = Stop("acordo", f"no {marks[item.id]}: a régua cobra as parcelas dele")
            self.stopped.add(item.id)
            done = taken.get(item.id, {})
            yield item.customer_id, Debt(item.id, item.name, dates, 0, item.amount, done, stop=stop)

    def _people(self, debts: dict[int, list[Debt]]) -> dict[int, Debtor]:
        touches = touches_on(self._connection, self._as_of)
        paid = with_money(self._connection)
        acted = acted_on(self._connection, self._as_of)
        segments = self._segments(debts)
        people = {}
        for identity, person in reachable(self._connection, debts).items():
            told = touches.get(identity)
            refused = self._stops.values(identity, "canal")
            by_hand = self._stops.values(identity, "segmento")
            people[identity] = Debtor(
                identity,
                person.name,
                person.document,
                person.state or "",
                channels_of(person) - refused,
                refused,
                "" if person.document else "falta o CPF ou o CNPJ",
                by_hand or segments.get(identity, frozenset()),
                self._stops.values(identity, "degrau"),
                credit_on(self._connection, identity, self._as_of) if identity in paid else 0,
                Touch(told.last, told.calls, told.phoned) if told else Touch(),
                acted.get(identity, ""),
                self._stops.customer(identity, told),
            )
        return people

    def _segments(self, debts: dict[int, list[Debt]]) -> dict[int, frozenset[str]]:
        """The segments of the customers whose titles may come to a step that asks for one."""
        steps = [step for step in self._ladder.policy.ladder.steps if step.segments or step.except_segments]
        if not steps:
            return {}
        if all(step.days < 0 for step in steps):
            asked = [each for each, mine in debts.items() if any(d.dates.due >= self._as_of for d in mine)]
        else:
            asked = list(debts)
        from cobranca_cli.services.segments import segments_on

        return segments_on(
            self._connection, asked, self._ladder.segments, self._as_of, self._settings.calendar
        )


def _reach(ladder: Ladder) -> int:
    """How many days before its due date a title may come to a step; ten years when counted from the issue."""
    if any(step.base == ISSUE for step in ladder.steps):
        return 3650
    first = min((step.days for step in ladder.steps), default=0)
    return -first + _MOST_MOVED if first < 0 else 0


def channels_of(person: Reachable) -> frozenset[str]:
    """How a customer can be reached by what is registered of him."""
    channels = set()
    if person.email:
        channels.add("email")
    if person.phone:
        channels.add("telefone")
        if is_mobile(person.phone):
            channels.update(("whatsapp", "sms"))
    if person.address and person.city:
        channels.update(("carta", "presencial"))
    return frozenset(channels)
