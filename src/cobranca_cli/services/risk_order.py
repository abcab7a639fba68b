"""The reports of every day in another order: by expected loss. Only who asks for it pays for it."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.services.overdue import Overdue, Reckoning
from cobranca_cli.services.reading import reading
from cobranca_cli.services.risk_scores import Expected, Scoring, Source
from cobranca_cli.services.worklist import Worklist, place, worklist


class OverdueByLoss(NamedTuple):
    """What is overdue, the greatest expected loss first; `expected` stands beside the items, one for each.

    It is None of an invoice that owes charges only.
    """

    overdue: Overdue
    expected: tuple[Expected | None, ...]
    source: Source


class WorkByLoss(NamedTuple):
    """The work of a day, the greatest expected loss first; `losses` in cents, beside the work."""

    worklist: Worklist
    losses: tuple[int, ...]
    source: Source


def overdue_by_loss(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> OverdueByLoss:
    """The same as `overdue`, in the order of what is expected to be lost."""
    with reading(ledger, settings, moment, charges=True) as reader:
        reckoning = Reckoning(reader, settings, as_of)
        items = list(reckoning.all())
        scoring = Scoring(reader.connection, settings.calendar, as_of)
        expected = {each.item.id: each for each in scoring.of_all()}
        # Equal ones stay in the order of the report.
        items.sort(key=lambda owed: -_loss(expected.get(owed.item.id)))
        notices = (*reader.notices, *reckoning.warnings)
        beside = tuple(expected.get(owed.item.id) for owed in items)
        return OverdueByLoss(Overdue(as_of, tuple(items), notices), beside, scoring.source)


def _loss(expected: Expected | None) -> int:
    return expected.loss if expected else 0


def worklist_by_loss(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> WorkByLoss:
    """The same as `worklist`; what cannot wait stays in front, then comes what is expected to be lost."""
    found = worklist(ledger, settings, moment, as_of)
    with reading(ledger, settings, moment) as reader:
        scoring = Scoring(reader.connection, settings.calendar, as_of)
        losses: dict[int, int] = {}
        for each in scoring.of_all():
            losses[each.item.customer_id] = losses.get(each.item.customer_id, 0) + each.loss
    work = sorted(
        found.work,
        key=lambda one: (one.urgent or date.max, -losses.get(one.customer.id, 0), place(one)),
    )
    said = tuple(
        one._replace(why=f"{one.why}; perda esperada de {currency_br(losses.get(one.customer.id, 0))}")
        for one in work
    )
    return WorkByLoss(
        found._replace(work=said), tuple(losses.get(one.customer.id, 0) for one in work), scoring.source
    )
