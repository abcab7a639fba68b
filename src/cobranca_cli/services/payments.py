"""Money that comes in: registered once, allocated by the law, taken back as a fact of its own."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Movement
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.money import MAX_CENTS
from cobranca_cli.domain.posting import net_of
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.suspension import AGREED, BROKEN
from cobranca_cli.domain.text import clean_text
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.posting import would_post
from cobranca_cli.ledger.queries.accounts import entries_of_movement, movement_by_id
from cobranca_cli.ledger.queries.agreement_marks import marked_on
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.items import Item
from cobranca_cli.ledger.queries.payments import PaymentRow, payment_by_id, payment_by_key, same_payment
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.accounts import (
    Draft,
    clean_reason,
    find_invoices,
    one_customer,
    open_account,
    refuse_future,
    write,
)
from cobranca_cli.services.movement_reversals import reverse_in
from cobranca_cli.services.payment_lines import Line, lines_of, paid_by, remarks

MAX_KEY = 200
ONLY_ID = 0
"""The id of a movement that has no row yet."""


class Order(NamedTuple):
    """A payment as somebody tells it; `day` None is today. Invoices or a customer, as typed."""

    amount: int
    day: date | None = None
    invoices: tuple[str, ...] = ()
    customer: str | None = None
    mode: str = "legal"
    form: str | None = None
    key: str | None = None


class Registered(NamedTuple):
    """A payment that stands in the ledger; `known` when it stood there before."""

    id: int
    day: date
    amount: int
    customer: Customer
    lines: tuple[Line, ...]
    credit: int
    notices: tuple[str, ...]
    known: bool = False
    again: int = 0

    @property
    def allocated(self) -> int:
        """Cents that are on invoices."""
        return sum(line.paid.total for line in self.lines)


def register(ledger: Path, settings: Settings, moment: Moment, order: Order) -> Registered:
    """Register a payment. The same key again changes nothing; with other values it is E-CONFLITO."""
    with writing(ledger) as transaction:
        found = register_in(transaction, settings, moment, order)
        if found.known:
            transaction.abandon()
        return found


def register_in(
    transaction: Transaction,
    settings: Settings,
    moment: Moment,
    order: Order,
) -> Registered:
    """The same inside an open transaction."""
    day = order.day or moment.today
    refuse_future(day, moment, "do pagamento")
    if not 0 < order.amount <= MAX_CENTS * 100:
        raise DataError("o valor do pagamento deve ser maior que zero", code="E-VALOR-ZERO")
    order = order._replace(key=_clean_key(order.key))
    if order.key and (row := payment_by_key(transaction.connection, order.key)):
        return _known(transaction, settings, moment, order, row)
    customer, items = _who(transaction, order, day)
    targets = tuple(item.id for item in items)
    twin = (
        None if order.key else same_payment(transaction.connection, customer.id, day, order.amount, targets)
    )
    opened = open_account(transaction, settings, moment, customer, targets)
    movement = Movement(ONLY_ID, "pagamento", day, order.amount, order.mode, targets)
    draft = Draft(movement, order.form, order.key)
    offers = {title: opened.mine.offer(title, day) for title in targets}
    identity, posted = write(transaction, opened.mine, draft, moment)
    lines = lines_of(opened.mine, posted.entries, day, targets, identity)
    transaction.notices.extend(_in_agreements(transaction, items, day))
    credit = order.amount - sum(line.paid.total for line in lines)
    transaction.record(
        "pagamento_registrado",
        {"pagamento": identity, "cliente": customer.id, "em": day.isoformat(), "valor": order.amount,
         "credito": credit, "refeitos": len(posted.again)},
        moment.instant,
    )  # fmt: skip
    notices = [*transaction.notices, *remarks(order.amount, lines, credit, day, items, offers)]
    if twin:
        notices.append(
            f"já havia um pagamento igual neste dia, o de número {twin}; se é repetição, desfaça com"
            f" 'cobranca pagamento estornar {identity} --motivo \"em dobro\"'"
        )
    return Registered(
        identity, day, order.amount, customer, lines, credit, tuple(notices), again=len(posted.again)
    )


def use_credit(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    amount: int | None,
    invoices: Sequence[str],
    day: date | None,
) -> Registered:
    """Pay invoices with what a customer has to his credit; without invoices, by the order of the law."""
    on = day or moment.today
    refuse_future(on, moment, "do uso do crédito")
    with writing(ledger) as transaction:
        customer = one_customer(transaction, typed)
        targets: tuple[int, ...] = ()
        if invoices:
            owner, items = find_invoices(transaction, invoices, on)
            if owner.id != customer.id:
                raise DataError(f"a fatura {items[0].name} não é de {customer.name}", code="E-CLIENTES")
            targets = tuple(item.id for item in items)
        mine = open_account(transaction, settings, moment, customer, targets).mine
        available = mine.credit(on)
        if available <= 0 or (amount or 0) > available:
            raise _too_little(customer.name, amount, available, on)
        movement = Movement(ONLY_ID, "credito", on, amount or available, "legal", targets)
        # "All there is" means what can be used: a later posting must not take more than the receipt says.
        used = paid_by(would_post(mine, movement))
        if not used:
            raise DataError(
                f"{customer.name} não tem fatura vencida para receber o crédito",
                code="E-SEM-DIVIDA",
                hint="para pagar uma que ainda vai vencer, diga qual com --fatura",
            )
        identity, posted = write(transaction, mine, Draft(movement._replace(amount=used)), moment)
        lines = lines_of(mine, posted.entries, on, targets, identity)
        transaction.record(
            "credito_usado",
            {"movimento": identity, "cliente": customer.id, "em": on.isoformat(), "valor": used},
            moment.instant,
        )
        return Registered(identity, on, used, customer, lines, 0, tuple(transaction.notices))


def _who(transaction: Transaction, order: Order, day: date | None) -> tuple[Customer, list[Item]]:
    if order.invoices:
        return find_invoices(transaction, order.invoices, day)
    return one_customer(transaction, order.customer or ""), []


def _clean_key(key: str | None) -> str | None:
    if key is None:
        return None
    text = clean_text(key, MAX_KEY)
    if isinstance(text, Problem) or not text:
        why = text.reason if isinstance(text, Problem) else "está vazia"
        raise DataError(f"a chave {why}", code="E-CHAVE", hint="use o identificador do Pix, por exemplo")
    return text


def _too_little(name: str, asked: int | None, available: int, on: date) -> DataError:
    day = date_br(on.isoformat())
    if available <= 0:
        return DataError(f"{name} não tem crédito em {day}", code="E-CREDITO")
    there_is = currency_br(available)
    return DataError(
        f"não dá para usar {currency_br(asked or 0)}: o crédito de {name} em {day} é de {there_is}",
        code="E-CREDITO",
        hint="use até esse valor, ou deixe --valor de fora para usar tudo",
    )


class Reversed(NamedTuple):
    """What was taken back, and how many other movements were allocated anew because of it."""

    row: PaymentRow
    day: date
    again: int
    notices: tuple[str, ...]


def reverse(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    identity: int,
    reason: str,
    day: date | None,
    *,
    mistaken: bool = False,
) -> Reversed:
    """Take a payment, or any other movement, back from a day on; what came after it is allocated again.

    One that was `mistaken` is taken back from its own day on, and so has never counted.
    """
    text = clean_reason(reason)
    on = day or moment.today
    refuse_future(on, moment, "do estorno")
    with writing(ledger) as transaction:
        connection = transaction.connection
        movement, row = movement_by_id(connection, identity), payment_by_id(connection, identity)
        if movement is None or row is None:
            raise DataError(
                f"não há pagamento de número {identity}",
                code="E-NAO-ENCONTRADO",
                hint="veja os números com 'cobranca pagamento listar'",
            )
        if mistaken:
            on = movement.day
        refuse_reversal(movement, on)
        again = reverse_in(transaction, settings, moment, identity, text, on)
        record_reversal(transaction, identity, on, again, moment)
        return Reversed(row, on, again, tuple(transaction.notices))


_BY_OTHER_COMMANDS = {
    AGREED: "um acordo se desfaz com 'cobranca acordo cancelar' ou 'cobranca acordo romper'",
    BROKEN: "um rompimento se desfaz com 'cobranca acordo retomar'",
}


def record_reversal(transaction: Transaction, identity: int, on: date, again: int, moment: Moment) -> None:
    """Append to the event chain that a movement was taken back."""
    data = {"movimento": identity, "em": on.isoformat(), "refeitos": again}
    transaction.record("movimento_estornado", data, moment.instant)


def refuse_reversal(movement: Movement, on: date) -> None:
    """Raise DataError for a movement that other commands take back, that is reversed, or later than a day."""
    if movement.kind in _BY_OTHER_COMMANDS:
        raise DataError(
            f"o lançamento {movement.id} é de um acordo",
            code="E-ACORDO",
            hint=_BY_OTHER_COMMANDS[movement.kind],
        )
    if movement.reversed_on:
        raise DataError(
            f"o lançamento {movement.id} já foi estornado em {date_br(movement.reversed_on.isoformat())}",
            code="E-ESTORNADO",
        )
    if on < movement.day:
        raise DataError(
            f"o lançamento {movement.id} é de {date_br(movement.day.isoformat())};"
            " o estorno não pode ser antes",
            code="E-DATA-ORDEM",
        )


def _in_agreements(transaction: Transaction, items: Sequence[Item], day: date) -> list[str]:
    """What is worth saying of money for invoices that an agreement has suspended, or a breach has closed."""
    said = []
    for item in items:
        for mark in marked_on(transaction.connection, day, item.id):
            if mark.instalment:
                why = f"é uma parcela do {mark.number}, que foi rompido, e está encerrada"
                whose = f"a fatura de origem ('cobranca acordo ver {mark.number}' diz qual é)"
            else:
                why, whose = f"está suspensa pelo {mark.number}", f"a parcela: --fatura {mark.number}/N"
            said.append(f"a fatura {item.name} {why}: não recebe pagamento; da próxima vez, indique {whose}")
    return said


def _known(
    transaction: Transaction, settings: Settings, moment: Moment, order: Order, row: PaymentRow
) -> Registered:
    """A payment whose key is in the ledger already: the same one, or a conflict."""
    connection = transaction.connection
    customer = customer_by_id(connection, row.customer_id)
    differences = []
    if row.amount != order.amount:
        differences.append(f"{currency_br(row.amount)} no livro, {currency_br(order.amount)} agora")
    if order.day and order.day.isoformat() != row.day:
        differences.append(f"{date_br(row.day)} no livro, {date_br(order.day.isoformat())} agora")
    movement = movement_by_id(connection, row.id)
    assert movement is not None
    owner, items = _who(transaction, order, None)
    if owner.id != customer.id:
        differences.append("outro cliente")
    elif movement.targets != tuple(item.id for item in items):
        differences.append("outras faturas")
    if movement.mode != order.mode:
        differences.append(f"imputação {movement.mode} no livro, {order.mode} agora")
    if differences:
        raise DataError(
            f"a chave '{order.key}' já é do pagamento {row.id}, com outros dados: {'; '.join(differences)}",
            code="E-CONFLITO",
            hint="se é outro pagamento, use outra chave; se aquele está errado, estorne-o e registre de novo",
        )
    mine = open_account(transaction, settings, moment, customer).mine
    day = date.fromisoformat(row.day)
    targets = movement.targets
    lines = lines_of(mine, net_of(entries_of_movement(connection, row.id)), day, targets, row.id)
    notices = [f"o pagamento {row.id}, com esta chave, já estava registrado; nada mudou"]
    if row.reversed_on:
        notices.append(f"ele foi estornado em {date_br(row.reversed_on)}")
    credit = 0 if row.reversed_on else row.amount - sum(line.paid.total for line in lines)
    return Registered(row.id, day, row.amount, customer, lines, credit, tuple(notices), known=True)
