"""How an invoice can be paid beyond our own Pix: the boleto or the Pix code that a bank issued for it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br, document_br
from cobranca_cli.config import Settings
from cobranca_cli.domain import boleto, pix
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.pix_key import shown_key
from cobranca_cli.domain.problem import Problem
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.items import Item, find_item
from cobranca_cli.ledger.queries.slips import BOLETO, PIX, others_with, slip_now
from cobranca_cli.ledger.transaction import Transaction, writing

_Doubts = Callable[[Transaction, Item], Iterator[str]]
"""Looks at what is about to be written: yields what a person should know, raises what stops it."""


class Slip(NamedTuple):
    """A slip of one invoice after a command; `content` None when it has none any more.

    `changed` is False when the ledger had it so before. `doubts` are for a person to look at.
    """

    kind: str
    item: Item
    content: str | None
    changed: bool
    doubts: tuple[str, ...]
    notices: tuple[str, ...]


def register_boleto(
    ledger: Path, moment: Moment, invoice: str, typed: str, *, accept_difference: bool = False
) -> Slip:
    """Record the boleto of an invoice from its line or barcode; the same again changes nothing.

    Raises DataError when a digit is wrong, when the invoice is cancelled, and, unless the difference is
    accepted, when the amount is not the invoice's nominal one or another invoice has the same boleto.
    Another due date is only a doubt: a second copy has one.
    """
    read = boleto.parse(typed, moment.today)
    if isinstance(read, Problem):
        raise _refused(read)

    def doubts(transaction: Transaction, item: Item) -> Iterator[str]:
        yield from _amount_doubts(read, item, accept_difference)
        others = others_with(transaction.connection, item.id, BOLETO, read.line)
        if others and not accept_difference:
            raise DataError(
                f"este boleto já é o da fatura {others[0]}",
                code="E-BOLETO-REPETIDO",
                hint="confira a linha; se um boleto só paga as duas, use --aceitar-diferenca",
            )
        if read.due and read.due.isoformat() not in (item.due, item.due_effective):
            yield (
                f"o boleto vence em {date_br(read.due.isoformat())}, e a fatura {item.name} em"
                f" {date_br(item.due)}"
            )

    return _write(ledger, moment, invoice, BOLETO, read.line, doubts)


def register_pix(ledger: Path, settings: Settings, moment: Moment, invoice: str, typed: str) -> Slip:
    """Record the Pix code that a bank issued for an invoice; the same again changes nothing.

    Raises DataError when the code is wrong or the invoice is cancelled. Another amount is only a doubt in a
    dynamic code, of which the bank decides what it charges; a static one is refused. A static code is paid to
    its key, so whose it is gets asked.
    """
    read = pix.parse(typed)
    if isinstance(read, Problem):
        raise _refused(read)

    def doubts(transaction: Transaction, item: Item) -> Iterator[str]:
        if read.cents is not None and read.cents != item.amount:
            said = (
                f"o código Pix é de {currency_br(read.cents)}, e a fatura {item.name} é de"
                f" {currency_br(item.amount)}"
            )
            if not read.dynamic:
                hint = "não é preciso guardar um código estático: cada carta traz um, do valor exato do dia"
                raise DataError(said, code="E-PIX-VALOR", hint=hint)
            yield said
        if not read.dynamic and read.key.casefold() != settings.company.pix.casefold():
            yield (
                f"este código paga à chave Pix {_masked(read.key)}, que não é a de [empresa]: confira"
                " de quem ela é"
            )
        others = others_with(transaction.connection, item.id, PIX, content)
        if others:
            yield f"este código já é o da fatura {others[0]}: confira se o código é mesmo desta"

    content = pix.tidy(typed)
    return _write(ledger, moment, invoice, PIX, content, doubts)


def remove(ledger: Path, moment: Moment, invoice: str, kind: str) -> Slip:
    """Take the boleto or the Pix code of an invoice away from today on; what was sent stays as it was."""
    return _write(ledger, moment, invoice, kind, None, lambda _transaction, _item: iter(()))


def _amount_doubts(read: boleto.Boleto, item: Item, accept_difference: bool) -> Iterator[str]:
    if read.cents is None:
        yield "o boleto não traz o valor: quem paga escolhe quanto"
    elif read.cents != item.amount:
        said = (
            f"o boleto é de {currency_br(read.cents)}, e a fatura {item.name} é de {currency_br(item.amount)}"
        )
        if not accept_difference:
            raise DataError(
                said,
                code="E-BOLETO-VALOR",
                hint="confira se é o boleto desta fatura; se é, use --aceitar-diferenca",
            )
        yield said


def _write(
    ledger: Path, moment: Moment, invoice: str, kind: str, content: str | None, doubts: _Doubts
) -> Slip:
    with writing(ledger) as transaction:
        item = find_item(transaction.connection, invoice, date.max)
        if item.cancelled_on and content is not None:
            raise DataError(
                f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)}", code="E-CANCELADA"
            )
        said = tuple(doubts(transaction, item))
        changed = slip_now(transaction.connection, item.id, kind) != content
        if changed:
            _insert(transaction, moment, item.id, kind, content)
        else:
            transaction.abandon()
        return Slip(kind, item, content, changed, said, tuple(transaction.notices))


def _insert(
    transaction: Transaction, moment: Moment, receivable: int, kind: str, content: str | None
) -> None:
    from cobranca_cli.ledger.tables import PaymentSlipRow

    day = moment.today.isoformat()
    row = PaymentSlipRow(
        receivable_id=receivable, kind=kind, content=content, booked_on=day, recorded_at=moment.instant
    )
    transaction.session.add(row)
    transaction.session.flush()
    done = f"{kind}_retirado" if content is None else f"{kind}_registrado"
    transaction.record(done, {"registro": row.id, "fatura": receivable, "em": day}, moment.instant)


def _masked(key: str) -> str:
    """A key that may be anybody's."""
    return document_br(key, masked=True) if key.isdigit() else shown_key(key)


def _refused(problem: Problem) -> DataError:
    what, _, remedy = problem.reason.partition("; ")
    return DataError(what, code=problem.code, hint=remedy or None)
