"""What the ladder has left to a person, as of a day, with what is owed on it and what holds it back."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.ladder import CALL
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.plan import Debt, Stop
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.ladder import Waiting, waiting_on
from cobranca_cli.services.known_models import checked_ladder
from cobranca_cli.services.plan import Planning
from cobranca_cli.services.reading import reading


class Task(NamedTuple):
    """An action that waits, and with whom.

    Attributes:
        debts: the titles that it is still about and that nothing holds, as of the day.
        held: why it is not to be done today.
    """

    action: Waiting
    customer: Customer
    debts: tuple[Debt, ...]
    held: Stop | None

    @property
    def total(self) -> int:
        """Cents, with charges."""
        return sum(debt.total for debt in self.debts)


class Tasks(NamedTuple):
    """All that waits on a day, the oldest first."""

    as_of: date
    tasks: tuple[Task, ...]
    notices: tuple[str, ...]


def waiting(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> Tasks:
    """Calls to make and decisions to take."""
    with reading(ledger, settings, moment, charges=True) as reader:
        planning = Planning(reader, settings, checked_ladder(ledger, settings), as_of)
        planning.lines()
        return Tasks(as_of, tuple(tasks_on(reader.connection, planning, as_of)), reader.notices)


def tasks_on(connection: sqlite3.Connection, planning: Planning, as_of: date) -> list[Task]:
    """What waits on a planned day. What is paid or held in all its titles does not wait; nor does a call
    that was made.
    """
    found = []
    for action in waiting_on(connection, as_of):
        debtor = planning.people.get(action.customer)
        mine = [debt for debt in planning.debts.get(action.customer, ()) if debt.id in action.titles]
        if debtor is None or not mine:
            continue
        spoken = debtor.touch.phoned
        if action.kind == CALL and spoken and spoken.isoformat() >= action.day:
            continue
        free = tuple(debt for debt in mine if debt.stop is None)
        held = planning.held_back(debtor, action.kind) or (None if free else mine[0].stop)
        customer = customer_by_id(connection, action.customer)
        found.append(Task(action, customer, free or tuple(mine), held))
    return found
