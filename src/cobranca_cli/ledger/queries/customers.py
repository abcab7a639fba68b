"""Customers: by id, by what a person types, as a list."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.contact import mask_typed
from cobranca_cli.domain.taxid import mask_cpf, normalize
from cobranca_cli.domain.text import fold, name_key
from cobranca_cli.errors import AmbiguousError, NotFoundError
from cobranca_cli.ledger.queries.as_of import open_as_of

_SHOWN = 10


class Customer(NamedTuple):
    """A customer as registered."""

    id: int
    name: str
    document: str | None
    code: str | None
    email: str | None
    phone: str | None
    address: str | None
    city: str | None
    state: str | None
    zip: str | None
    category: str | None
    created_on: str


class Standing(NamedTuple):
    """What a customer owes on a day: open invoices, their principal and the overdue part, in cents."""

    customer: Customer
    invoices: int
    open: int
    overdue: int


_COLUMNS = "id, name, document, code, email, phone, address, city, state, zip, category, created_on"


def customer_name(connection: sqlite3.Connection, identity: int) -> str:
    """The name of the customer with this id."""
    return str(connection.execute("SELECT name FROM customer WHERE id = ?", (identity,)).fetchone()[0])


def customer_label(connection: sqlite3.Connection, identity: int) -> str:
    """Name and what tells namesakes apart, without showing the document whole."""
    name, document, code = connection.execute(
        "SELECT name, document, code FROM customer WHERE id = ?", (identity,)
    ).fetchone()
    return f"{name} ({mask_cpf(document) if document else f'código {code}' if code else 'sem documento'})"


def find_customer(connection: sqlite3.Connection, typed: str) -> Customer:
    """The customer a person means: by CPF or CNPJ, by the owner's code, by exact name, by part of the name.

    Case never counts; accents do not count in a part of a name. Raises NotFoundError, or AmbiguousError
    that lists who answers.
    """
    text = " ".join(typed.split())
    if not text:
        raise NotFoundError("não disse qual cliente", hint="diga o nome, o código ou o CPF/CNPJ")
    for condition, value in (
        ("document = ?", normalize(text)),
        ("code = ?", text),
        ("name_key = ?", name_key(text)),
    ):
        found = [Customer(*row) for row in connection.execute(_select(condition), (value,))]
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(typed, found)
    return _by_part_of_name(connection, typed, fold(text))


def _by_part_of_name(connection: sqlite3.Connection, typed: str, part: str) -> Customer:
    found = [
        identity
        for identity, name in connection.execute("SELECT id, name FROM customer ORDER BY name_key, id")
        if part and part in fold(name)
    ]
    if not found:
        raise NotFoundError(
            f"não encontrei o cliente '{mask_typed(typed)}'",
            hint="veja os nomes com 'cobranca clientes listar'",
        )
    customers = [customer_by_id(connection, identity) for identity in found[: _SHOWN + 1]]
    if len(found) == 1:
        return customers[0]
    raise _ambiguous(typed, customers, len(found))


def customer_by_id(connection: sqlite3.Connection, identity: int) -> Customer:
    """The customer with this id."""
    return Customer(*connection.execute(_select("id = ?"), (identity,)).fetchone())


def standings(connection: sqlite3.Connection, as_of: date) -> Iterator[Standing]:
    """Every customer with what is open on a day, by name; linear in customers and open items."""
    sql = (
        f"SELECT {_prefixed(_COLUMNS)}, coalesce(o.invoices, 0), coalesce(o.open, 0), coalesce(o.overdue, 0)"
        " FROM customer c LEFT JOIN ("
        " SELECT customer_id, count(*) AS invoices, sum(open) AS open,"
        " sum(open) FILTER (WHERE due_effective < :as_of) AS overdue"
        f" FROM ({open_as_of(connection, as_of, 'customer_id, due_effective')}) GROUP BY customer_id"
        ") o ON o.customer_id = c.id ORDER BY c.name_key, c.id"
    )
    for row in connection.execute(sql, {"as_of": as_of.isoformat()}):
        yield Standing(Customer(*row[:12]), *row[12:])


def _select(condition: str) -> str:
    return f"SELECT {_COLUMNS} FROM customer WHERE {condition} ORDER BY name_key, id LIMIT {_SHOWN + 1}"


def _prefixed(columns: str) -> str:
    return ", ".join(f"c.{column.strip()}" for column in columns.split(","))


def _ambiguous(typed: str, found: list[Customer], count: int | None = None) -> AmbiguousError:
    lines = "".join(
        f"\n  {customer.name}" + (f" (código {customer.code})" if customer.code else "")
        for customer in found[:_SHOWN]
    )
    total = count or len(found)
    more = f"\n  e mais {total - _SHOWN}" if total > _SHOWN else ""
    return AmbiguousError(
        f"'{mask_typed(typed)}' pode ser mais de um cliente:{lines}{more}", hint="diga o código ou o CPF/CNPJ"
    )
