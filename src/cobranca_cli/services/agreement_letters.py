"""The letters of an agreement: the offer, the term to sign, and what its course has to say."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_agreement import agreement_settings
from cobranca_cli.config_ladder import LadderSettings, ladder_settings
from cobranca_cli.domain.account import NOTHING
from cobranca_cli.domain.agreement import BREACHED, FULFILLED, LATE
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.items import Item, items_by_id
from cobranca_cli.ledger.queries.letters import last_payment, letter_of
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.agreement_data import agreed_texts, offered_texts, plan_texts, working_texts
from cobranca_cli.services.agreement_find import WARNING, Seen, find_agreement, see, terms_book_of
from cobranca_cli.services.agreement_offers import Asked as AskedOffer
from cobranca_cli.services.agreement_offers import offered
from cobranca_cli.services.agreement_scope import scope_of
from cobranca_cli.services.charges_in_step import note_charges
from cobranca_cli.services.collecting import Collecting
from cobranca_cli.services.letter_data import Asked, Extras
from cobranca_cli.services.letters import LetterWriter, Order, Written, engine_beside, refuse_incomplete
from cobranca_cli.services.overdue import Owed, Reckoning
from cobranca_cli.services.reading import Reader

OFFER, TERM, BREACH, QUITTANCE = "oferta", "termo", "quebra", "quitacao-acordo"
BY_STATE = {LATE: WARNING, BREACHED: BREACH, FULFILLED: QUITTANCE}
"""The letter that the state of an agreement asks for."""


class Made(NamedTuple):
    """A letter that stands in the ledger, or, of a rehearsal, only its text.

    Attributes:
        known: it had been written before, and was not written again.
    """

    letter: int
    customer: str
    day: date
    written: Written | None
    known: bool
    notices: tuple[str, ...]


class _Desk:
    """What is needed to write one letter inside an open transaction."""

    def __init__(self, transaction: Transaction, settings: Settings, moment: Moment) -> None:
        self.transaction, self.settings, self.moment = transaction, settings, moment
        self.connection: sqlite3.Connection = transaction.connection
        transaction.notices.extend(note_charges(transaction, settings, moment))
        self.ladder: LadderSettings = ladder_settings(settings)
        self.book = terms_book_of(self.connection, settings)

    def reckoned(self, items: Iterable[Item], as_of: date) -> list[Owed]:
        """What is owed on titles on a day."""
        return list(Reckoning(Reader(self.connection, ()), self.settings, as_of).owed(list(items)))

    def items(self, ids: Sequence[int], as_of: date) -> list[Item]:
        return list(items_by_id(self.connection, ids, as_of))

    def write(self, ledger: Path, customer: Customer, asked: Asked, as_of: date, *, rehearse: bool) -> Made:
        with engine_beside(ledger) as engine:
            writer = LetterWriter(self.transaction, self.settings, self.ladder, as_of, engine)
            order = Order(customer, asked, "avulsa")
            (written,) = writer.write([order], self.moment, keep=not rehearse)
        if rehearse:
            self.transaction.abandon()
        notices = tuple(dict.fromkeys(self.transaction.notices))
        return Made(written.id, customer.name, as_of, written, known=False, notices=notices)


def write_term(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    channel: str | None = None,
    *,
    rehearse: bool = False,
) -> Made:
    """The term of an agreement to sign, dated as the agreement; written once, and then the same again.

    Raises DataError for one that is cancelled, and when the creditor or the debtor cannot be named.
    """
    refuse_incomplete(settings)
    with writing(ledger) as transaction:
        desk = _Desk(transaction, settings, moment)
        signed = find_agreement(desk.connection, typed)
        day = date.fromisoformat(signed.signed_on)
        seen = see(desk.connection, desk.book, signed, day)
        if see(desk.connection, desk.book, signed, moment.today).cancelled_on:
            raise DataError(f"o {signed.number} foi cancelado: não há termo a assinar", code="E-ACORDO")
        members = [each.member for each in seen.members]
        known = letter_of(desk.connection, TERM, day, members[0].receivable)
        if known and not rehearse:
            transaction.abandon()
            return Made(known, signed.customer, day, None, known=True, notices=tuple(transaction.notices))
        customer = customer_by_id(desk.connection, signed.customer_id)
        _name_debtor(desk, customer)
        parts = {each.receivable: each.parts for each in members}
        items = [
            item._replace(settled=item.amount - parts[item.id].principal)
            for item in desk.items([*parts], day)
        ]
        extras = _extras(desk, seen, customer) | {
            "plano": plan_texts(desk.connection, seen, done=False),
            "memoria": working_texts(desk.connection, settings, items, day, before=signed.movement),
        }
        titles = [Owed(item, parts[item.id]) for item in items]
        asked = Asked(TERM, titles, channel=channel or "carta", extras=({"acordo": extras},))
        return desk.write(ledger, customer, asked, day, rehearse=rehearse)


def _extras(desk: _Desk, seen: Seen, customer: Customer) -> dict[str, object]:
    first = seen.instalments[0].row.receivable
    day = date.fromisoformat(seen.signed.signed_on)
    terms = desk.book.terms(customer.id, customer.document, first, day)
    return agreed_texts(seen, customer, terms)


def _name_debtor(desk: _Desk, customer: Customer) -> None:
    """Say what the term lacks of the debtor: a blank is left for it to be written by hand."""
    lacking = [
        what
        for what, value in (("o CPF ou o CNPJ", customer.document), ("o endereço", customer.address))
        if not value
    ]
    if lacking:
        desk.transaction.notices.append(
            f"falta {' e '.join(lacking)} de {customer.name}: o termo sai com o espaço em branco; complete"
            " com 'cobranca clientes editar'"
        )


def write_offer(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    wanted: AskedOffer,
    channel: str | None = None,
    *,
    rehearse: bool = False,
) -> Made:
    """The offer asked for, or the three proposals, as a letter to the customer."""
    refuse_incomplete(settings)
    policy = agreement_settings(settings)
    with writing(ledger) as transaction:
        desk = _Desk(transaction, settings, moment)
        scope = scope_of(desk.connection, settings, wanted.customer, wanted.invoices, moment.today)
        found = offered(scope, policy, moment, wanted)
        collecting = Collecting(desk.connection, settings, desk.ladder, scope.customer, moment.today)
        collecting.refuse_for_good()
        transaction.notices.extend([*found.notices, *filter(None, [collecting.too_soon()])])
        titles = [Owed(item, each.parts) for item, each in zip(scope.items, scope.owing, strict=True)]
        extras: Extras = {"acordo": offered_texts(found, scope.customer)}
        asked = Asked(OFFER, titles, channel=collecting.channel(channel), extras=(extras,))
        return desk.write(ledger, scope.customer, asked, moment.today, rehearse=rehearse)


def write_course(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    channel: str | None = None,
    *,
    rehearse: bool = False,
) -> Made:
    """The letter that the state of an agreement asks for: a warning, that it was broken, the quittance.

    Raises DataError for an agreement that is on time or cancelled, and for what may not be collected.
    """
    refuse_incomplete(settings)
    with writing(ledger) as transaction:
        desk = _Desk(transaction, settings, moment)
        signed = find_agreement(desk.connection, typed)
        seen = see(desk.connection, desk.book, signed, moment.today)
        model = BY_STATE.get(seen.following.state)
        if model is None:
            raise DataError(
                f"o {signed.number} está {seen.following.state}: não há o que avisar",
                code="E-ACORDO",
                hint="o termo para assinar: cobranca acordo termo",
            )
        customer = customer_by_id(desk.connection, signed.customer_id)
        collecting = Collecting(desk.connection, settings, desk.ladder, customer, moment.today)
        titles = _titles(desk, seen, model)
        if model != QUITTANCE:
            titles = collecting.titles(titles, named=True)
            transaction.notices.extend(filter(None, [collecting.too_soon()]))
        extras = _extras(desk, seen, customer)
        if model != WARNING:
            extras["plano"] = plan_texts(desk.connection, seen, done=True)
        if model == BREACH:
            items = [owed.item for owed in titles]
            extras["memoria"] = working_texts(desk.connection, settings, items, moment.today)
            extras["clausula"] = seen.breach.clause if seen.breach else signed.clause
        sections: Extras = {"acordo": extras, "pagamento": _last(desk, seen) if model == QUITTANCE else {}}
        asked = Asked(model, titles, channel=collecting.channel(channel), extras=(sections,))
        return desk.write(ledger, customer, asked, moment.today, rehearse=rehearse)


def _titles(desk: _Desk, seen: Seen, model: str) -> list[Owed]:
    if model == WARNING:
        late = [each.row.receivable for each in seen.late]
        return desk.reckoned(desk.items(late, seen.as_of), seen.as_of)
    items = desk.items([each.member.receivable for each in seen.members], seen.as_of)
    if model == QUITTANCE:
        return [Owed(item, NOTHING) for item in items]
    return [owed for owed in desk.reckoned(items, seen.as_of) if owed.open.total]


def _last(desk: _Desk, seen: Seen) -> dict[str, str]:
    found = last_payment(desk.connection, [each.row.receivable for each in seen.instalments], seen.as_of)
    if found is None:
        return {}
    return {"valor": currency_br(found.received), "data": date_br(found.day), "forma": found.form or ""}
