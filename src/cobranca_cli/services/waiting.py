"""What the ladder has left to a person, as of a day."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.ladder import Waiting, waiting_on
from cobranca_cli.services.reading import reading


class Task(NamedTuple):
    """An action that waits, and with whom."""

    action: Waiting
    customer: Customer


class Tasks(NamedTuple):
    """All that waits on a day, the oldest first."""

    as_of: date
    tasks: tuple[Task, ...]
    notices: tuple[str, ...]


def waiting(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> Tasks:
    """Calls to make and decisions to take."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        tasks = [
            Task(each, customer_by_id(connection, each.customer)) for each in waiting_on(connection, as_of)
        ]
        return Tasks(as_of, tuple(tasks), reader.notices)
