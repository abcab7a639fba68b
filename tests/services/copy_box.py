"""A ledger to copy and restore, and the words in which the tests speak of it."""

from datetime import date
from pathlib import Path

from tests.ledger.ledger_box import ledger_in

from cobranca_cli.config import load_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.backup import Made, Wanted, make_backup

DAY = date(2026, 11, 21)
NOW = "2026-11-21T12:15:00.000Z"
MOMENT = Moment(DAY, NOW)


def told_ledger(folder: Path, events: int = 3) -> Path:
    """A ledger with some customers and events."""
    folder.mkdir(exist_ok=True)
    path = ledger_in(folder, customers=40)
    for number in range(events):
        record(path, number)
    return path


def record(ledger: Path, number: int) -> None:
    with writing(ledger) as transaction:
        transaction.record("teste", {"numero": number}, NOW)


def backup(
    ledger: Path, target: Path | None = None, *, overwrite: bool = False, day: date = DAY, time: str = "0915"
) -> Made:
    wanted = Wanted(target, overwrite)
    return make_backup(ledger, load_settings(ledger), Moment(day, NOW), time, wanted)


def names(folder: Path) -> list[str]:
    """What lies in a folder, but for an anchor, which every write leaves beside its ledger."""
    return sorted(each.name for each in folder.iterdir() if each.suffix != ".ancora")
