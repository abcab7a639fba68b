"""The day in a few figures: what is overdue, what came due today, what comes due this week."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.day import DueSum, due_between
from cobranca_cli.services.freeze import frozen_notice
from cobranca_cli.services.reading import reading


class Day(NamedTuple):
    """Sums of open principal by effective due date, as of today."""

    overdue: DueSum
    due_today: DueSum
    due_soon: DueSum
    notices: tuple[str, ...]


SOON_DAYS = 7


def day(ledger: Path, settings: Settings, moment: Moment) -> Day:
    """Today's figures; three look-ups on the index of open items by due date."""
    today = moment.today
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        return Day(
            overdue=due_between(connection, today, None, today - timedelta(days=1)),
            due_today=due_between(connection, today, today, today),
            due_soon=due_between(
                connection, today, today + timedelta(days=1), today + timedelta(days=SOON_DAYS)
            ),
            notices=(*reader.notices, *frozen_notice(connection)),
        )
