"""Everything that the ledger holds about one customer, table by table, as it stands.

A table is in `PERSON_TABLES` or in `NOT_OF_A_PERSON`; a test walks the schema.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class PersonTable(NamedTuple):
    """A table that says something about customers.

    Attributes:
        record: the key of its class (`domain.retention.CLASSES`).
        kind: what one row is, ASCII Portuguese, a promise.
        where: the rows `t` of the customer `:customer`.
        order: of the rows.
        key: columns that name a row.
    """

    record: str
    kind: str
    where: str = "t.customer_id = :customer"
    order: str = "t.id"
    key: tuple[str, ...] = ("id",)


class Held(NamedTuple):
    """One row about a customer.

    Attributes:
        table: where it stands; `record` and `kind` as of its `PersonTable`.
        key: what names the row among those of its kind.
        values: its columns.
    """

    table: str
    record: str
    kind: str
    key: str
    values: Mapping[str, object]


def _by(table: str, column: str) -> str:
    return f"t.{column} IN (SELECT id FROM {table} WHERE customer_id = :customer)"


_BY_TITLE = _by("receivable", "receivable_id")


def _part(record: str, kind: str, parent: str, *key: str) -> PersonTable:
    """The rows of a table that has no numbers of its own; the first of its key is the parent's."""
    order = ", ".join(f"t.{column}" for column in key)
    return PersonTable(record, kind, _by(parent, key[0]), order, key)


PERSON_TABLES: Mapping[str, PersonTable] = {
    "customer": PersonTable("cadastro", "cliente", "t.id = :customer"),
    "erasure": PersonTable("cadastro", "anonimizacao"),
    "receivable": PersonTable("faturas", "fatura"),
    "cancellation": PersonTable("faturas", "cancelamento", _BY_TITLE),
    "movement": PersonTable("pagamentos", "lancamento"),
    "movement_target": _part("pagamentos", "fatura_do_lancamento", "movement", "movement_id", "position"),
    "movement_reversal": PersonTable("pagamentos", "estorno", _by("movement", "movement_id")),
    "entry": PersonTable("pagamentos", "efeito", _BY_TITLE),
    "charge_terms": PersonTable("encargos", "encargos", f"(t.customer_id = :customer OR {_BY_TITLE})"),
    "agreement": PersonTable("acordos", "acordo"),
    "agreement_title": _part("acordos", "fatura_do_acordo", "agreement", "agreement_id", "position"),
    "agreement_instalment": _part("acordos", "parcela_do_acordo", "agreement", "agreement_id", "position"),
    "agreement_breach": PersonTable("acordos", "rompimento", _by("agreement", "agreement_id")),
    "payment_slip": PersonTable("boletos", "boleto", _BY_TITLE),
    "legal_fact": PersonTable("juridico", "fato", _BY_TITLE),
    "dunning_action": PersonTable("regua", "acao"),
    "dunning_claim": _part("regua", "degrau", "receivable", "receivable_id", "step"),
    "dunning_decision": PersonTable("regua", "decisao_da_regua", _by("dunning_action", "action_id")),
    "letter": PersonTable("cartas", "carta"),
    "letter_target": _part("cartas", "fatura_da_carta", "letter", "letter_id", "receivable_id"),
    "contact": PersonTable("contatos", "contato"),
    "contact_target": _part("contatos", "fatura_do_contato", "contact", "contact_id", "receivable_id"),
    "promise": PersonTable("contatos", "promessa"),
    "promise_target": _part("contatos", "fatura_da_promessa", "promise", "promise_id", "receivable_id"),
    "promise_withdrawal": PersonTable("contatos", "promessa_retirada", _by("promise", "promise_id")),
    "hold": PersonTable("pausas", "pausa"),
    "hold_end": PersonTable("pausas", "fim_da_pausa", _by("hold", "hold_id")),
    "customer_fact": PersonTable("credito", "informacao"),
    "guarantee": PersonTable("credito", "garantia"),
    "guarantee_end": PersonTable("credito", "fim_da_garantia", _by("guarantee", "guarantee_id")),
    "bureau_report": PersonTable("credito", "consulta"),
    "credit_limit": PersonTable("credito", "limite"),
    "credit_decision": PersonTable("credito", "decisao_de_credito"),
    "import_batch": PersonTable(
        "importacoes",
        "arquivo",
        "t.id IN (SELECT import_id FROM receivable WHERE customer_id = :customer"
        " UNION SELECT import_id FROM movement WHERE customer_id = :customer"
        " UNION SELECT import_id FROM customer_fact WHERE customer_id = :customer"
        " UNION SELECT s.import_id FROM payment_slip s JOIN receivable r ON r.id = s.receivable_id"
        " WHERE r.customer_id = :customer)",
    ),
}
"""Table → what it says of a customer."""

NOT_OF_A_PERSON: Mapping[str, str] = {
    "event": "says by numbers, days and counts that something was written, never about whom in words",
    "meta": "is what the program remembers of itself",
    "policy": "is the owner's policy at a time",
    "dunning_run": "is a run of the ladder as a whole",
    "dunning_withdrawal": "takes back a run of the ladder as a whole",
    "import_withdrawal": "takes back the import of a file as a whole; the invoices say which",
    "index_value": "is a published index",
    "risk_model": "holds weights learned from all customers together",
    "sealed": "says how far the seals go",
    "person_salt": "is random, and says nothing of the person",
    "erased_text": "is what cannot be turned back into words any more",
}
"""The tables that an export leaves out, and why."""


def held_about(connection: sqlite3.Connection, customer: int) -> Iterator[Held]:
    """Every row about a customer, in the order of `PERSON_TABLES`; linear in them."""
    for table, each in PERSON_TABLES.items():
        cursor = connection.execute(
            f"SELECT t.* FROM {table} t WHERE {each.where} ORDER BY {each.order}", {"customer": customer}
        )
        names = [column[0] for column in cursor.description]
        for row in cursor:
            values = dict(zip(names, row, strict=True))
            key = "-".join(str(values[column]) for column in each.key)
            yield Held(table, each.record, each.kind, key, values)


def erased_on(connection: sqlite3.Connection, customer: int) -> str | None:
    """The ISO day on which a customer was erased."""
    row = connection.execute(
        "SELECT max(erased_on) FROM erasure WHERE customer_id = ?", (customer,)
    ).fetchone()
    return str(row[0]) if row[0] else None


_DAYS = (
    "SELECT customer_id AS who, due AS day FROM receivable WHERE starts_on <= :as_of",
    "SELECT r.customer_id, x.cancelled_on FROM cancellation x JOIN receivable r ON r.id = x.receivable_id",
    "SELECT customer_id, day FROM movement",
    "SELECT m.customer_id, x.reversed_on FROM movement_reversal x JOIN movement m ON m.id = x.movement_id",
    "SELECT r.customer_id, f.day FROM legal_fact f JOIN receivable r ON r.id = f.receivable_id",
    "SELECT customer_id, signed_on FROM agreement",
    "SELECT customer_id, day FROM letter",
    "SELECT customer_id, day FROM contact",
    "SELECT customer_id, day FROM promise",
    "SELECT customer_id, since FROM hold",
    "SELECT h.customer_id, e.ended_on FROM hold_end e JOIN hold h ON h.id = e.hold_id",
    "SELECT customer_id, day FROM bureau_report",
    "SELECT customer_id, since FROM guarantee",
    "SELECT customer_id, since FROM credit_limit",
    "SELECT customer_id, day FROM credit_decision",
)


class LastDay(NamedTuple):
    """A customer and the ISO day of the last thing that happened with him; of his registration if nothing."""

    customer: int
    day: str


def last_days(connection: sqlite3.Connection, as_of: str) -> list[LastDay]:
    """Everybody who was registered by a day and was not erased by it; linear in the ledger."""
    rows = connection.execute(
        "SELECT c.id, coalesce(max(d.day), c.created_on) FROM customer c LEFT JOIN"
        f" ({' UNION ALL '.join(_DAYS)}) d ON d.who = c.id AND d.day <= :as_of"
        " WHERE c.created_on <= :as_of"
        " AND c.id NOT IN (SELECT customer_id FROM erasure WHERE erased_on <= :as_of)"
        " GROUP BY c.id ORDER BY c.name_key, c.id",
        {"as_of": as_of},
    )
    return [LastDay(*row) for row in rows]


def last_day_of(connection: sqlite3.Connection, customer: int, as_of: str) -> str:
    """The same of one customer."""
    (day,) = connection.execute(
        f"SELECT coalesce(max(day), (SELECT created_on FROM customer WHERE id = :customer))"
        f" FROM ({' UNION ALL '.join(_DAYS)}) WHERE who = :customer AND day <= :as_of",
        {"customer": customer, "as_of": as_of},
    ).fetchone()
    return str(day)
