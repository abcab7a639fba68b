"""One customer's account opened for writing: who, which invoices, by which terms; the rows of a movement."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Entry, Movement
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import clean_text
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.posting import CustomerAccount, Posted, begin_by, write_movement
from cobranca_cli.ledger.queries.accounts import components_text, customer_of, horizon, titles_by_id
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.ledger.queries.items import Item, find_item
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.services.caps import check_caps
from cobranca_cli.services.charges_in_step import note_charges

MAX_REASON = 500


class Draft(NamedTuple):
    """A movement that is about to be recorded; the fields of its row that the rules do not read beside it."""

    movement: Movement
    form: str | None = None
    key: str | None = None
    reason: str | None = None
    author: str | None = None
    import_id: int | None = None
    import_line: int | None = None


class Opened(NamedTuple):
    """A customer's account, and the terms by which it is reckoned."""

    mine: CustomerAccount
    book: TermsBook


def open_account(
    transaction: Transaction,
    settings: Settings,
    moment: Moment,
    customer: Customer,
    titles: Iterable[int] = (),
    book: TermsBook | None = None,
) -> Opened:
    """The account of a customer; `titles` are invoices named by somebody, in whatever state they are.

    `book` is what `terms_book` gave before in this transaction. Raises DataError when the terms of an open
    title break the law.
    """
    connection = transaction.connection
    book = book or terms_book(transaction, settings, moment)
    mine = CustomerAccount(connection, book, customer, moment.today)
    mine.add_titles(titles_by_id(connection, titles, moment.today))
    transaction.notices.extend(
        check_caps(book, [(customer, each) for each in mine.claimed.values()], moment.today)
    )
    return Opened(mine, book)


def terms_book(transaction: Transaction, settings: Settings, moment: Moment) -> TermsBook:
    """The terms of every title; the settings' charges are noted first, if they are news."""
    transaction.notices.extend(note_charges(transaction, settings, moment))
    return TermsBook(transaction.connection, settings.calendar, settings.charges)


def write(
    transaction: Transaction, mine: CustomerAccount, draft: Draft, moment: Moment
) -> tuple[int, Posted]:
    """Record a movement with what it does; returns its number and the entries."""
    from cobranca_cli.ledger.tables import MovementRow, MovementTargetRow

    movement = draft.movement
    session = transaction.session
    row = MovementRow(
        kind=movement.kind,
        customer_id=mine.customer.id,
        day=movement.day.isoformat(),
        amount=movement.amount,
        mode=movement.mode if movement.kind in ("pagamento", "credito") else None,
        components=components_text(movement),
        form=draft.form,
        key=draft.key,
        reason=draft.reason,
        author=draft.author,
        horizon=horizon(transaction.connection),
        import_id=draft.import_id,
        import_line=draft.import_line,
        recorded_at=moment.instant,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    for position, title in enumerate(movement.targets):
        session.add(MovementTargetRow(movement_id=row.id, position=position, receivable_id=title))
    session.flush()
    known = movement._replace(id=row.id, horizon=row.horizon)
    begin_by(transaction.connection, movement.targets, movement.day)
    return row.id, write_movement(transaction, mine, known, moment.instant)


def find_invoices(
    transaction: Transaction, typed: Sequence[str], day: date | None
) -> tuple[Customer, list[Item]]:
    """The invoices a person names and the customer they all belong to; day None asks only who they are.

    Raises DataError when they are of several customers, one is cancelled, or did not exist on the day.
    """
    connection = transaction.connection
    items = list(
        {item.id: item for item in (find_item(connection, each, date.max) for each in typed)}.values()
    )
    owners = {item.id: customer_of(connection, item.id) for item in items}
    if len(set(owners.values())) > 1:
        raise DataError(
            "as faturas são de clientes diferentes: " + ", ".join(f"{i.name} ({i.customer})" for i in items),
            code="E-CLIENTES",
            hint="registre um pagamento para cada cliente",
        )
    if day:
        for item in items:
            _refuse_item(item, day)
    return customer_by_id(connection, owners[items[0].id]), items


def _refuse_item(item: Item, day: date) -> None:
    if item.cancelled_on:
        raise DataError(
            f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)} e não recebe lançamentos",
            code="E-CANCELADA",
            hint="se o dinheiro entrou, registre com --cliente: fica como crédito do cliente",
        )
    if item.issued and day.isoformat() < item.issued:
        issued = date_br(item.issued)
        raise DataError(
            f"a fatura {item.name} foi emitida em {issued}; {date_br(day.isoformat())} é antes",
            code="E-DATA-ORDEM",
            hint="confira --data; dinheiro adiantado se registra com --cliente e fica como crédito",
        )


def one_customer(transaction: Transaction, typed: str) -> Customer:
    """The customer a person means."""
    return find_customer(transaction.connection, typed)


def refuse_future(day: date, moment: Moment, what: str) -> None:
    """Raise DataError when the day has not come yet."""
    if day > moment.today:
        raise DataError(
            f"o dia {what} ({date_br(day.isoformat())}) ainda não chegou",
            code="E-DATA-FUTURA",
            hint="registre quando acontecer; se foi engano, confira --data",
        )


def clean_reason(reason: str) -> str:
    """The reason as it is kept. Raises DataError when it is empty or is no plain text."""
    text = clean_text(reason, MAX_REASON)
    if isinstance(text, Problem) or not text:
        why = text.reason if isinstance(text, Problem) else "está vazio"
        raise DataError(f"o motivo {why}", hint="diga em poucas palavras por quê; fica no histórico")
    return text


def by_title(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """Entries by title, in the order in which titles come."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.title, []).append(entry)
    return found
