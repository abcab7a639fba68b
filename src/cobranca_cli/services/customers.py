"""Customers: list, look at one, correct one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import fold, name_key
from cobranca_cli.errors import DataError
from cobranca_cli.importing.values import CUSTOMER_VALUES
from cobranca_cli.ledger.queries.customers import Customer, Standing, find_customer, standings
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.reading import reading
from cobranca_cli.services.stops import held_in_words

EDITABLE = {
    "nome": ("cliente", "name"),
    "documento": ("documento", "document"),
    "codigo": ("codigo_cliente", "code"),
    "email": ("email", "email"),
    "telefone": ("telefone", "phone"),
    "endereco": ("endereco", "address"),
    "cidade": ("cidade", "city"),
    "uf": ("uf", "state"),
    "cep": ("cep", "zip"),
    "categoria": ("categoria", "category"),
}
"""What a person calls it → (the field whose grammar reads it, the ledger's column)."""


class Listed(NamedTuple):
    """Customers with their standing on a day."""

    as_of: date
    standings: tuple[Standing, ...]
    notices: tuple[str, ...]
    credit: int = 0
    """What the only customer listed has to his credit, in cents."""
    held: str | None = None
    """What holds his collection."""


def list_customers(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    as_of: date,
    *,
    name: str | None = None,
    state: str | None = None,
    owing: bool = False,
    overdue: bool = False,
    without_contact: bool = False,
) -> Listed:
    """The customers that pass every filter given, by name."""
    part = fold(name) if name else ""
    with reading(ledger, settings, moment) as reader:
        found = tuple(
            standing
            for standing in standings(reader.connection, as_of)
            if part in fold(standing.customer.name)
            and (state is None or standing.customer.state == state.upper())
            and (not owing or standing.open)
            and (not overdue or standing.overdue)
            and not (without_contact and (standing.customer.email or standing.customer.phone))
        )
        return Listed(as_of, found, reader.notices)


def see_customer(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str) -> Listed:
    """One customer with his standing."""
    with reading(ledger, settings, moment) as reader:
        customer = find_customer(reader.connection, typed)
        found = tuple(
            standing
            for standing in standings(reader.connection, as_of)
            if standing.customer.id == customer.id
        )
        held = held_in_words(reader.connection, settings.calendar, as_of, customer.id)
        return Listed(as_of, found, reader.notices, credit_on(reader.connection, customer.id, as_of), held)


class Edited(NamedTuple):
    """Which customer was corrected, and in what (as people call it); nothing if it was so already."""

    customer: Customer
    changed: tuple[str, ...]
    notices: tuple[str, ...]


def edit_customer(ledger: Path, moment: Moment, typed: str, changes: Mapping[str, str]) -> Edited:
    """Correct what is registered of one customer; an empty text erases (not the name).

    Raises DataError when a value is not valid or belongs to another customer.
    """
    values = {name: _read(name, raw) for name, raw in changes.items()}
    with writing(ledger) as transaction:
        customer = find_customer(transaction.connection, typed)
        changed = tuple(name for name, value in values.items() if _current(customer, name) != value)
        if not changed:
            transaction.abandon()
        else:
            _refuse_taken(transaction, customer, {name: values[name] for name in changed})
            _store(transaction, customer, {name: values[name] for name in changed})
            transaction.record(
                "cliente_editado", {"cliente": customer.id, "campos": sorted(changed)}, moment.instant
            )
        return Edited(customer, changed, tuple(transaction.notices))


def _read(name: str, raw: str) -> str | None:
    value = CUSTOMER_VALUES[EDITABLE[name][0]](raw)
    if isinstance(value, Problem):
        raise DataError(f"{name}: {value.reason}", code=value.code)
    return value


def _current(customer: Customer, name: str) -> str | None:
    value: str | None = getattr(customer, EDITABLE[name][1])
    return value


def _refuse_taken(transaction: Transaction, customer: Customer, values: Mapping[str, str | None]) -> None:
    for name in ("documento", "codigo"):
        value = values.get(name)
        if value is None:
            continue
        column = EDITABLE[name][1]
        other = transaction.connection.execute(
            f"SELECT name FROM customer WHERE {column} = ? AND id <> ?",  # noqa: S608 (our own column)
            (value, customer.id),
        ).fetchone()
        if other:
            raise DataError(
                f"o {name} já é de outro cliente: {other[0]}",
                code="E-CLIENTE-CONFLITO",
                hint="confira qual dos dois está certo",
            )


def _store(transaction: Transaction, customer: Customer, values: Mapping[str, str | None]) -> None:
    from cobranca_cli.ledger.tables import CustomerRow

    row = transaction.session.get_one(CustomerRow, customer.id)
    for name, value in values.items():
        setattr(row, EDITABLE[name][1], value)
        if name == "nome":
            row.name_key = name_key(value or "")
    transaction.session.add(row)
