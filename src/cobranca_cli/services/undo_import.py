"""Taking back an import: its invoices are cancelled, its payments reversed, in one transaction."""

import sqlite3
from datetime import date

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import NotFoundError
from cobranca_cli.ledger.posting import begin_again, post_since
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.undo import (
    Batch,
    Built,
    batch_by_id,
    built_on,
    last_batch,
    movements_of_batch,
)
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.ledger.undoing import cancel_batch, reverse_rows, withdraw_import
from cobranca_cli.services.accounts import open_account, terms_book
from cobranca_cli.services.import_remarks import some
from cobranca_cli.services.movement_reversals import left_out, would_leave_out
from cobranca_cli.services.undo_types import IMPORT, Asked, Found, Obstacle, recorded_today

_NAMED = 5
"""How many invoices a refusal names."""

_FOR_GOOD = {
    "clientes": Obstacle(
        "um arquivo de clientes não se desfaz: o cadastro guarda só o que vale agora, não o que havia antes",
        "E-DESFAZER",
        "corrija o que veio errado com 'cobranca clientes editar'",
    ),
    "indices": Obstacle(
        "um arquivo de índices não se desfaz: contas já feitas podem ter usado os valores dele",
        "E-DESFAZER",
        "importe o arquivo certo: o valor novo de cada mês passa a valer",
    ),
}


def look(connection: sqlite3.Connection, settings: Settings, moment: Moment, asked: Asked) -> Found | None:
    """The import asked for, or the last. Raises NotFoundError for a number that no import has."""
    identity = asked.id or last_batch(connection)
    if identity is None:
        return None
    batch = batch_by_id(connection, identity)
    if batch is None:
        raise NotFoundError(
            f"não há importação de número {identity}",
            hint="veja a última com 'cobranca desfazer', ou a de uma fatura com 'cobranca faturas ver'",
        )
    never = asked.mistaken or (
        batch.imported_on == moment.today.isoformat() and recorded_today(batch.recorded_at, moment)
    )
    obstacle = None if batch.withdrawn_on else _obstacle(connection, batch)
    found = Found(
        IMPORT, batch.id, batch.imported_on, batch.recorded_at, batch, never, batch.withdrawn_on, obstacle
    )
    if found.undone_on or obstacle or not batch.movements:
        return found
    left_out = [
        number
        for customer, days in _days(connection, batch.id, None if never else moment.today).items()
        for number in would_leave_out(connection, settings, moment, customer, days)
    ]
    return found._replace(left_out=tuple(left_out))


def _days(connection: sqlite3.Connection, batch: int, day: date | None) -> dict[int, dict[int, date]]:
    """By customer, the movements of an import that count, and from which day each is taken back."""
    return {
        customer: {identity: day or date.fromisoformat(own) for identity, own in movements}
        for customer, movements in movements_of_batch(connection, batch).items()
    }


def _obstacle(connection: sqlite3.Connection, batch: Batch) -> Obstacle | None:
    if batch.kind in _FOR_GOOD:
        return _FOR_GOOD[batch.kind]
    built = built_on(connection, batch.id)
    if built:
        return _touched(batch, built)
    if batch.invoices or batch.movements:
        return None
    return Obstacle(
        f"da importação {batch.id} não há mais nada a desfazer", "E-DESFAZER", "o que ela trouxe já não conta"
    )


def _touched(batch: Batch, built: list[Built]) -> Obstacle:
    last = max(built, key=lambda each: (each.kind in ("carta", "regua"), each.id))
    names = some(list(dict.fromkeys(each.invoice for each in built)), _NAMED)
    return Obstacle(
        f"a importação {batch.id} não se desfaz enquanto houver {_what(last)} nas faturas dela: {names}",
        "E-USADA",
        _first(last),
    )


def _what(built: Built) -> str:
    if built.kind == "regua":
        return f"degraus da régua (execução {built.owner})"
    if built.kind == "carta":
        return f"cartas (a {built.id}, por exemplo)"
    return f"lançamentos (o {built.id}, {built.kind})"


def _first(built: Built) -> str:
    """What has to be taken back before."""
    if built.kind in ("carta", "regua") and built.owner:
        return f"se nada saiu para o cliente, desfaça antes: cobranca desfazer regua {built.owner}"
    if built.kind == "carta":
        return "uma carta avulsa não se desfaz: cancele as outras faturas com 'cobranca faturas cancelar'"
    if built.kind in ("acordo", "rompimento"):
        return "desfaça antes o acordo: veja o número com 'cobranca acordo listar'"
    if built.owner:
        return f"desfaça antes a importação dele: cobranca desfazer importacao {built.owner}"
    return f"desfaça antes: cobranca desfazer pagamento {built.id}"


def carry_out(
    transaction: Transaction, settings: Settings, moment: Moment, found: Found, reason: str
) -> None:
    """Take the import back. What is built on it was looked for under this lock.

    The invoices are cancelled first: what is allocated anew must not go to them.
    """
    batch = found.facts
    assert isinstance(batch, Batch)
    day = None if found.never else moment.today
    cancel_batch(transaction, batch.id, day, reason, moment.instant)
    _reverse(transaction, settings, moment, batch.id, reason, day)
    withdraw_import(transaction, batch.id, reason, moment)
    transaction.record(
        "importacao_desfeita",
        {"importacao": batch.id, "em": moment.today.isoformat(), "desde_o_inicio": found.never,
         "faturas": batch.invoices, "valor": batch.cents, "lancamentos": batch.movements,
         "valor_lancado": batch.moved},
        moment.instant,
    )  # fmt: skip


def _reverse(
    transaction: Transaction, settings: Settings, moment: Moment, batch: int, reason: str, day: date | None
) -> None:
    """Reverse the movements of an import; each customer's account is posted anew once."""
    connection = transaction.connection
    of_customer = _days(connection, batch, day)
    if not of_customer:
        return
    book = terms_book(transaction, settings, moment)
    for customer, days in of_customer.items():
        dated = {identity: on.isoformat() for identity, on in days.items()}
        reverse_rows(transaction, dated.items(), reason, moment.instant)
        mine = open_account(
            transaction, settings, moment, customer_by_id(connection, customer), book=book
        ).mine
        changes = post_since(transaction, mine, min(days.values()), moment.instant)
        again = {entry.movement for entry in changes}
        transaction.notices += left_out(connection, customer, again, moment.today)
        for identity, on in dated.items():
            transaction.record(
                "movimento_estornado", {"movimento": identity, "em": on, "importacao": batch}, moment.instant
            )
        if day is None:
            begin_again(connection, customer, days)
