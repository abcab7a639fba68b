"""The receipt of a payment: what came in, what it went to, and what is quit by it (CC arts. 319 to 323)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Company, Settings
from cobranca_cli.domain.account import NOTHING, Entry, Parts
from cobranca_cli.domain.charges import standing_on
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import MONEY, net_of
from cobranca_cli.domain.suspension import only_passed_on
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.queries.accounts import Claimed, entries_of_title, movement_by_id, titles_by_id
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.payments import PaymentRow, payment_by_id
from cobranca_cli.ledger.queries.statement import BookedEntry, booked_entries, descriptions
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.accounts import by_title
from cobranca_cli.services.reading import Reader, reading


class Quittance(NamedTuple):
    """What one invoice got, and how the payment left it at that moment of its day. Amounts are cents.

    Attributes:
        let_off: the discount that it brought.
        forgiven: what was missing and let go, by the tolerance or as charges waived with it.
        recovered: what of it went to a loss.
        left: what remained open.
        lost: what remained written off, and owed nevertheless.
    """

    claimed: Claimed
    description: str | None
    paid: Parts
    let_off: int
    forgiven: int
    recovered: int
    left: Parts
    lost: int

    @property
    def charges_left(self) -> int:
        """What remained open beside the principal."""
        return self.left.total - self.left.principal

    @property
    def whole(self) -> bool:
        """Whether nothing of the invoice remained owed."""
        return not self.left.total and not self.lost


class Receipt(NamedTuple):
    """A payment, or a use of credit, as its allocation stands on a day. Amounts are cents.

    Attributes:
        amount: what came in; of a use of credit, what was used.
        on_principal: the creditor took it on account of the principal (CC art. 354).
        credit: what of it went to no invoice.
        replaced_on: the days on which the reversal of another movement changed what it pays and leaves.
        revised: a movement of an earlier day that was recorded after it changed what it pays.
    """

    as_of: date
    row: PaymentRow
    customer: Customer
    company: Company
    amount: int
    on_principal: bool
    lines: tuple[Quittance, ...]
    credit: int
    replaced_on: tuple[date, ...]
    revised: bool
    notices: tuple[str, ...]


def give(ledger: Path, settings: Settings, moment: Moment, as_of: date, identity: int) -> Receipt:
    """The receipt of a payment as known on a day.

    Raises NotFoundError when there is no such movement, DataError when it is no payment, was reversed, or is
    of a later day.
    """
    with reading(ledger, settings, moment, charges=True) as reader:
        row = _payment(reader, identity, as_of, max(as_of, moment.today))
        movement = movement_by_id(reader.connection, identity)
        assert movement
        customer = customer_by_id(reader.connection, row.customer_id)
        book = TermsBook(reader.connection, settings.calendar, settings.charges)
        booked = booked_entries(reader.connection, identity, as_of)
        titles = dict.fromkeys(e.entry.title for e in booked)
        passed = only_passed_on(each.entry for each in booked)
        lines = _quittances(reader, book, customer, row, booked, as_of)
        went = sum(line.paid.total for line in lines)
        if row.kind == "credito" and not went:
            raise DataError(
                f"o uso de crédito {identity} já não paga nenhuma fatura: não há recibo",
                code="E-SEM-RECIBO",
                hint="veja o que houve com 'cobranca extrato CLIENTE'",
            )
        return Receipt(
            as_of=as_of,
            row=row,
            customer=customer,
            company=settings.company,
            amount=went if row.kind == "credito" else row.amount,
            on_principal=movement.mode == "capital",
            lines=lines,
            credit=0 if row.kind == "credito" else row.amount - went,
            replaced_on=_replaced_on(reader, row, [each for each in titles if each not in passed], as_of),
            revised=any(each.later and each.entry.value_on == each.entry.booked_on for each in booked),
            notices=(*reader.notices, *_place_missing(settings.company)),
        )


def _payment(reader: Reader, identity: int, as_of: date, known_on: date) -> PaymentRow:
    """The row of the payment. One that was reversed gives no receipt, not even for a day before."""
    row = payment_by_id(reader.connection, identity)
    if row is None:
        raise NotFoundError(
            f"não há pagamento de número {identity}",
            hint="veja os números com 'cobranca pagamento listar'",
        )
    if row.kind not in MONEY:
        raise DataError(
            f"o lançamento {identity} não é um pagamento: não há recibo",
            code="E-SEM-RECIBO",
            hint="veja os números dos pagamentos com 'cobranca pagamento listar'",
        )
    if row.reversed_on and row.reversed_on <= known_on.isoformat():
        what = "o pagamento" if row.kind == "pagamento" else "o uso de crédito"
        raise DataError(
            f"{what} {identity} foi estornado em {date_br(row.reversed_on)}: não há recibo",
            code="E-ESTORNADO",
            hint="se o dinheiro entrou outra vez, registre-o com 'cobranca pagamento registrar'",
        )
    if row.day > as_of.isoformat():
        raise DataError(
            f"o pagamento {identity} é de {date_br(row.day)}, depois de {date_br(as_of.isoformat())}",
            code="E-DATA-ORDEM",
            hint="confira a data em --em",
        )
    return row


def _quittances(
    reader: Reader,
    book: TermsBook,
    customer: Customer,
    row: PaymentRow,
    booked: Iterable[BookedEntry],
    as_of: date,
) -> tuple[Quittance, ...]:
    """The invoices that the payment went to, the oldest due first."""
    net = net_of(each.entry for each in booked)
    elsewhere = only_passed_on(net)
    mine = by_title(entry for entry in net if entry.title not in elsewhere)
    conditions = book.conditions(customer.id, customer.document)
    claims = titles_by_id(reader.connection, mine, as_of)
    what_for = descriptions(reader.connection, mine)
    lines = []
    for title, claimed in sorted(claims.items(), key=lambda pair: (pair[1].title.due, pair[0])):
        known = net_of(entries_of_title(reader.connection, title, as_of))
        # What was recorded of the same day after it is none of its doing.
        until = [e for e in known if (e.value_on.isoformat(), e.movement) <= (row.day, row.id)]
        standing = standing_on(claimed.title, until, conditions(title), date.fromisoformat(row.day))
        entries = mine[title]
        lines.append(
            Quittance(
                claimed,
                what_for[title],
                _paid(entries),
                sum(entry.parts.total for entry in entries if entry.kind == "desconto"),
                sum(entry.parts.total for entry in entries if entry.kind in ("tolerancia", "abono")),
                -sum(entry.parts.total for entry in entries if entry.kind == "recuperacao"),
                standing.open,
                standing.lost.total,
            )
        )
    return tuple(lines)


def _paid(entries: Iterable[Entry]) -> Parts:
    paid = NOTHING
    for entry in entries:
        if entry.kind in MONEY:
            paid = paid.plus(entry.parts)
    return paid


def _replaced_on(reader: Reader, row: PaymentRow, titles: Iterable[int], as_of: date) -> tuple[date, ...]:
    """The days after that of the payment on which something up to it was corrected on its invoices."""
    paid_on = date.fromisoformat(row.day)
    return tuple(
        sorted(
            {
                entry.booked_on
                for title in titles
                for entry in entries_of_title(reader.connection, title, as_of)
                if (entry.value_on, entry.movement) <= (paid_on, row.id) and entry.booked_on > paid_on
            }
        )
    )


def _place_missing(company: Company) -> list[str]:
    if company.cidade:
        return []
    return [
        "falta a cidade da empresa, e o recibo deve dizer o lugar do pagamento (Código Civil, art. 320);"
        " preencha a seção [empresa] de cobranca.toml"
    ]
