"""What changes a debt without money coming in: waiver, abatement, discount, write-off, expense."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.account import ACCRUAL, Movement, Parts
from cobranca_cli.domain.charges import Standing
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.money import round_cents
from cobranca_cli.domain.terms import Terms
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.agreement_marks import agreement_of, in_agreement
from cobranca_cli.ledger.queries.items import Item
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.accounts import (
    Draft,
    clean_reason,
    find_invoices,
    open_account,
    refuse_future,
    write,
)
from cobranca_cli.services.free_text import MAX_AUTHOR, clean

CHARGES = ("expenses", "interest", "fine", "correction")
"""What can be waived; the principal is abated, discounted or written off."""


class Wish(NamedTuple):
    """An adjustment as somebody tells it; `day` None is today.

    `amount` in cents or `percent` of the invoice's amount; for a waiver None is all there is.
    """

    kind: str
    invoice: str
    reason: str
    amount: int | None = None
    percent: Decimal | None = None
    components: tuple[str, ...] = CHARGES
    author: str | None = None
    day: date | None = None


class Adjusted(NamedTuple):
    """An adjustment that stands in the ledger, and what is owed after it."""

    id: int
    kind: str
    invoice: str
    customer: str
    day: date
    parts: Parts
    left: Parts
    notices: tuple[str, ...]


def adjust(ledger: Path, settings: Settings, moment: Moment, wish: Wish) -> Adjusted:
    """Record an adjustment. Raises DataError when there is nothing to adjust or it is more than there is."""
    with writing(ledger) as transaction:
        return adjust_in(transaction, settings, moment, wish)


def adjust_in(transaction: Transaction, settings: Settings, moment: Moment, wish: Wish) -> Adjusted:
    """The same inside an open transaction."""
    reason, day = clean_reason(wish.reason), wish.day or moment.today
    author = clean(wish.author, MAX_AUTHOR, "o autor")
    refuse_future(day, moment, "do lançamento")
    customer, (item,) = find_invoices(transaction, (wish.invoice,), day)
    _refuse_agreed(transaction, wish.kind, item, day)
    opened = open_account(transaction, settings, moment, customer, (item.id,))
    mine = opened.mine
    before = mine.standing(item.id, day)
    terms = opened.book.terms(customer.id, customer.document, item.id, day)
    amount = _amount(wish, before, terms)
    _refuse(wish, item.name, before, amount, day)
    components = wish.components if wish.kind == "abono" else ()
    movement = Movement(0, wish.kind, day, amount, targets=(item.id,), components=components)
    identity, posted = write(transaction, mine, Draft(movement, reason=reason, author=author), moment)
    mine_only = [entry.parts for entry in posted.entries if entry.kind != ACCRUAL]
    parts = Parts(*map(sum, zip(*mine_only, strict=True)))
    transaction.record(
        f"{wish.kind}_registrado",
        {"movimento": identity, "fatura": item.id, "em": day.isoformat(), "valor": parts.total},
        moment.instant,
    )
    left = mine.standing(item.id, day).open
    return Adjusted(
        identity, wish.kind, item.name, customer.name, day, parts, left, tuple(transaction.notices)
    )


def _refuse_agreed(transaction: Transaction, kind: str, item: Item, day: date) -> None:
    """Raise DataError for what cannot be done to an invoice that is suspended, or to an instalment alone."""
    held = in_agreement(transaction.connection, item.id, day)
    made = agreement_of(transaction.connection, item.id)
    if held or (made and kind == "perda"):
        number = held.number if held else made.number if made else ""
        why = f"está suspensa pelo {number}" if held else f"é parcela do {number}"
        raise DataError(
            f"a fatura {item.name} {why}",
            code="E-ACORDO",
            hint="desfaça o acordo antes: cobranca acordo romper, ou cancelar",
        )


def _amount(wish: Wish, before: Standing, terms: Terms) -> int | None:
    if wish.percent is None:
        return wish.amount
    return round_cents(before.title.amount * wish.percent / 100, terms.rounding)


def _refuse(wish: Wish, name: str, before: Standing, amount: int | None, day: date) -> None:
    """Raise DataError when the adjustment has no object or passes it."""
    if wish.kind == "despesa":
        if not before.open.principal:
            raise _nothing(name, "não tem nada em aberto", day)
        return
    what: Callable[[], int] = {
        "abono": lambda: sum(getattr(before.open, each) for each in wish.components),
        "perda": lambda: before.open.total,
    }.get(wish.kind, lambda: before.open.principal)
    there_is = what()
    if not there_is:
        of = "encargos em aberto" if wish.kind == "abono" else "nada em aberto"
        raise _nothing(name, f"não tem {of}", day)
    if amount is not None and amount > there_is:
        raise DataError(
            f"a fatura {name} tem {currency_br(there_is)} de {_OBJECT[wish.kind]} em aberto em"
            f" {date_br(day.isoformat())}; {currency_br(amount)} é mais",
            code="E-VALOR-LIMITE",
            hint="veja a conta com 'cobranca memoria FATURA'",
        )
    if amount is not None and not amount:
        raise DataError("o valor deve ser maior que zero", code="E-VALOR-ZERO")


_OBJECT = {"abono": "encargos", "abatimento": "principal", "desconto": "principal"}


def _nothing(name: str, why: str, day: date) -> DataError:
    return DataError(f"a fatura {name} {why} em {date_br(day.isoformat())}", code="E-SEM-DIVIDA")
