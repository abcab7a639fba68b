"""Erasing a person at her request, or because she was kept long enough (LGPD arts. 16 and 18, IV and VI)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.retention import kept_until, overdue
from cobranca_cli.errors import CobrancaError, DataError
from cobranca_cli.ledger.compaction import compact
from cobranca_cli.ledger.erasure import erase_person
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.person_affairs import Numbers, numbers_of, residues_of_erasure
from cobranca_cli.ledger.queries.persons import erased_on, held_about, last_day_of
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.person_affairs import Obstacle, affairs_on, obstacles
from cobranca_cli.services.reading import Reader, reading

REQUEST, TERM = "pedido", "prazo"
REASONS = (REQUEST, TERM)
"""Why a person is erased: she asked for it, or the time of keeping is over."""


class Case(NamedTuple):
    """A person who is to be erased, as things stand.

    Attributes:
        rows: how many rows each class of records has about her.
        last: the day of the last thing that happened with her; `until` the last day of keeping it.
        erased: the day on which it was done already; None if something was written about her since.
        files: the imports that she came from, by the names of their files.
        numbers: those of the letters and calls to her.
    """

    customer: Customer
    obstacles: tuple[Obstacle, ...]
    rows: Mapping[str, int]
    last: date
    until: date
    erased: date | None
    files: tuple[str, ...]
    numbers: Numbers
    notices: tuple[str, ...]


class Erased(NamedTuple):
    """What was done to a customer.

    Attributes:
        new: False when another process had done it already.
        rows: how many rows lost their words.
        not_compacted: why the file could not be written anew; empty when it was.
    """

    customer: int
    new: bool = True
    rows: int = 0
    not_compacted: str = ""


def examine(ledger: Path, settings: Settings, moment: Moment, typed: str) -> Case:
    """What stands in the way of erasing a person, what would go, and what is kept elsewhere."""
    with reading(ledger, settings, moment) as reader:
        return _case(reader, settings, find_customer(reader.connection, typed), moment.today)


def _case(reader: Reader, settings: Settings, who: Customer, today: date) -> Case:
    connection = reader.connection
    held = list(held_about(connection, who.id))
    last = date.fromisoformat(last_day_of(connection, who.id, today.isoformat()))
    gone = erased_on(connection, who.id)
    told_since = any(customer == who.id for customer, _ in residues_of_erasure(connection))
    return Case(
        customer=who,
        obstacles=tuple(obstacles(reader, affairs_on(reader, settings, today), who)),
        rows=Counter(each.record for each in held),
        last=last,
        until=kept_until(last, settings.retention_years),
        erased=date.fromisoformat(gone) if gone and not told_since else None,
        files=tuple(str(each.values["file_name"]) for each in held if each.table == "import_batch"),
        numbers=numbers_of(connection, who.id),
        notices=reader.notices,
    )


def refuse(case: Case, settings: Settings, reason: str, today: date) -> None:
    """Raise DataError while something must be closed first, or the time of keeping is not over."""
    if case.obstacles:
        lines = "".join(f"\n  {each.what}; {each.remedy}" for each in case.obstacles)
        raise DataError(
            f"os dados de {case.customer.name} ainda não podem ser apagados; antes precisa terminar:{lines}",
            code="E-TITULAR",
            hint="resolva isso e rode de novo",
        )
    if reason == TERM and not overdue(case.last, settings.retention_years, today):
        raise DataError(
            f"o prazo de guarda de {case.customer.name} vai até {date_br(case.until.isoformat())}",
            code="E-TITULAR-PRAZO",
            hint="se foi o próprio cliente que pediu, use --motivo pedido",
        )


def erase(ledger: Path, settings: Settings, moment: Moment, case: Case, reason: str) -> Erased:
    """Erase the person of `case` in one transaction, then write the file anew.

    What was looked at may have changed while somebody thought about it: it is looked at again with the write
    lock. Raises DataError as `refuse` does.
    """
    with writing(ledger) as transaction:
        reader = Reader(transaction.connection, tuple(transaction.notices))
        now = _case(reader, settings, case.customer, moment.today)
        if now.erased:
            transaction.abandon()
            return Erased(case.customer.id, new=False)
        refuse(now, settings, reason, moment.today)
        done = erase_person(transaction, case.customer.id, moment.today, reason, moment.instant)
    erased = Erased(case.customer.id, rows=sum(done.rows.values()))
    try:
        compact(ledger)
    except CobrancaError as error:
        return erased._replace(not_compacted=error.message)
    return erased
