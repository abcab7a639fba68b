"""One letter on demand: of any model, about the titles asked for, or those the model is usually about."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import CALL_SCRIPT, SPOKEN, ladder_settings
from cobranca_cli.domain.account import NOTHING
from cobranca_cli.domain.holds import DISPUTE, result_of
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import lost_among
from cobranca_cli.ledger.queries.agreement_marks import marked_on
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.holds import holds_on, listed_holds
from cobranca_cli.ledger.queries.items import Filters, Item, find_item, listed
from cobranca_cli.ledger.queries.letters import last_payment
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.charges_in_step import note_charges
from cobranca_cli.services.collecting import WRITTEN, Collecting
from cobranca_cli.services.letter_data import Asked, Extras
from cobranca_cli.services.letters import LetterWriter, Order, Written, engine_beside, refuse_incomplete
from cobranca_cli.services.overdue import Owed, Reckoning
from cobranca_cli.services.reading import Reader

PAID_MODELS = ("anuencia", "baixa", "agradecimento", "fidelidade")
"""Models about titles that are paid; the others are about what is open."""

THANKS_MODELS = ("agradecimento", "fidelidade")
UPCOMING_MODELS = ("lembrete", "lembrete-curto", "vencimento")
ANSWER = "contestacao"
"""The model that answers a dispute, which no dispute stops."""

_CHANNEL_ORDER = ("email", "whatsapp", "carta", "telefone")


class Wanted(NamedTuple):
    """A letter as somebody asks for it; `extras` as in `letter_data.Asked`."""

    customer: str
    model: str
    invoices: tuple[str, ...] = ()
    channel: str | None = None
    extras: Extras = MappingProxyType({})


class Made(NamedTuple):
    """A letter that was written; `kept` is False of a rehearsal and of the script of a call."""

    written: Written
    customer: Customer
    titles: tuple[Owed, ...]
    kept: bool
    notices: tuple[str, ...]


def write_letter(
    ledger: Path, settings: Settings, moment: Moment, wanted: Wanted, *, rehearse: bool = False
) -> Made:
    """Write a letter to a customer and keep it as proof.

    Raises DataError when there is nothing to write about, or when the law or the customer's state forbids
    collecting: prescribed titles, disputes, deceased (the answer to a dispute is always possible).
    """
    refuse_incomplete(settings)
    ladder, today = ladder_settings(settings), moment.today
    with engine_beside(ledger) as engine, writing(ledger) as transaction:
        engine.model(wanted.model)
        connection = transaction.connection
        transaction.notices.extend(note_charges(transaction, settings, moment))
        customer = find_customer(connection, wanted.customer)
        collecting = Collecting(connection, settings, ladder, customer, today)
        titles = _titles(connection, settings, customer, wanted, today, collecting)
        steps = [step for step in ladder.policy.ladder.steps if step.template == wanted.model]
        channel = collecting.channel(wanted.channel, steps[0].channels if steps else WRITTEN)
        if (wanted.model == CALL_SCRIPT) != (channel in SPOKEN):
            raise DataError(
                f"a carta '{wanted.model}' não vai por {channel}",
                code="E-CANAL",
                hint="por telefone e em pessoa vai só o roteiro; escolha com --canal",
            )
        transaction.notices.extend(filter(None, [collecting.too_soon()]))
        payment = _payment(connection, titles, wanted.model, today)
        dispute = _dispute(connection, customer, titles, today)
        asked = Asked(wanted.model, titles, channel=channel, extras=(payment, dispute, wanted.extras))
        writer = LetterWriter(transaction, settings, ladder, today, engine)
        # A script is for whoever makes the call: it is nobody's letter.
        keep = not rehearse and wanted.model != CALL_SCRIPT
        origin = "agradecimento" if wanted.model in THANKS_MODELS else "avulsa"
        (written,) = writer.write([Order(customer, asked, origin)], moment, keep=keep)
        if not keep:
            transaction.abandon()
        return Made(written, customer, tuple(titles), keep, tuple(transaction.notices))


def _titles(
    connection: sqlite3.Connection,
    settings: Settings,
    customer: Customer,
    wanted: Wanted,
    today: date,
    collecting: Collecting,
) -> Sequence[Owed]:
    paid = wanted.model in PAID_MODELS
    items = _named(connection, customer, wanted, today) or _usual(connection, customer, wanted.model, today)
    reckoning = Reckoning(Reader(connection, ()), settings, today)
    if paid:
        _refuse_open(list(reckoning.owed(items)), wanted.model)
        _refuse_unpaid(connection, items, wanted.model, today)
        if wanted.model in THANKS_MODELS:
            _refuse_late(connection, items, wanted.model, today)
        return [Owed(item, NOTHING) for item in items]
    titles = [owed for owed in reckoning.owed(items) if owed.open.total]
    if wanted.model != ANSWER:
        titles = collecting.titles(titles, named=bool(wanted.invoices))
        _refuse_untimely(titles, wanted.model, today)
    if not titles:
        raise _nothing(customer, wanted.model)
    return titles


def _named(connection: sqlite3.Connection, customer: Customer, wanted: Wanted, today: date) -> list[Item]:
    items = [find_item(connection, typed, today) for typed in dict.fromkeys(wanted.invoices)]
    for item in items:
        if item.customer_id != customer.id:
            raise DataError(
                f"a fatura {item.name} é de {item.customer}, não de {customer.name}", code="E-DADOS"
            )
        if item.cancelled_on:
            raise DataError(
                f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)}", code="E-CANCELADA"
            )
    return items


def _usual(connection: sqlite3.Connection, customer: Customer, model: str, today: date) -> list[Item]:
    """The titles a model is about when nobody names them."""
    if model in PAID_MODELS:
        raise DataError(
            f"diga de que fatura paga é a carta '{model}'",
            hint="--fatura NUMERO (pode repetir)",
            code="E-USO",
        )
    situation = "a-vencer" if model in UPCOMING_MODELS else "vencidas"
    if model == ANSWER:
        return _disputed(connection, customer, today)
    return list(listed(connection, today, Filters(situation, customer.id)))


def _disputed(connection: sqlite3.Connection, customer: Customer, today: date) -> list[Item]:
    """The open titles that a dispute in force is about: all of them when it is about the customer."""
    about = {
        hold.receivable
        for hold in holds_on(connection, today)
        if hold.customer == customer.id and hold.kind == DISPUTE
    }
    found = list(listed(connection, today, Filters("abertas", customer.id)))
    disputed = [item for item in found if None in about or item.id in about]
    if not disputed:
        raise DataError(
            f"{customer.name} não tem contestação em andamento",
            hint="diga de que fatura é a resposta: --fatura NUMERO (pode repetir)",
        )
    return disputed


def _refuse_open(titles: Sequence[Owed], model: str) -> None:
    """Raise DataError for a title of which anything is owed, charges too."""
    for owed in titles:
        if owed.open.total:
            what = "" if owed.open.principal else " de encargos"
            raise DataError(
                f"a fatura {owed.item.name} tem {currency_br(owed.open.total)}{what} em aberto: a carta"
                f" '{model}' é de fatura paga",
                code="E-CARTA-FATO",
                hint="registre o pagamento (cobranca pagamento registrar) ou o abono (faturas abonar)",
            )


def _refuse_unpaid(connection: sqlite3.Connection, items: Sequence[Item], model: str, today: date) -> None:
    """Raise DataError for a title of which nothing is asked although nobody has paid it."""
    held = {each.receivable: each.number for each in marked_on(connection, today)}
    lost = lost_among(connection, [item.id for item in items], today)
    for item in items:
        why = f"está no {held[item.id]}" if item.id in held else ""
        why = why or ("foi baixada por perda" if item.id in lost else "")
        if why:
            raise DataError(
                f"a fatura {item.name} {why}: a carta '{model}' é de fatura paga", code="E-CARTA-FATO"
            )


def _refuse_late(connection: sqlite3.Connection, items: Sequence[Item], model: str, today: date) -> None:
    for item in items:
        paid = last_payment(connection, [item.id], today)
        if paid is None or paid.day > item.due_effective:
            when = f"foi paga em {date_br(paid.day)}, depois do vencimento" if paid else "não foi paga"
            raise DataError(
                f"a fatura {item.name} {when}: a carta '{model}' é de quem pagou em dia", code="E-CARTA-FATO"
            )


def _refuse_untimely(titles: Sequence[Owed], model: str, today: date) -> None:
    """Raise DataError when a reminder is for what is late, or a letter of collection for what is not yet."""
    for owed in titles:
        late = owed.item.due_effective < today.isoformat()
        if late and model in UPCOMING_MODELS:
            what, hint = "já venceu", "use verificacao ou amigavel"
        elif not late and model not in UPCOMING_MODELS:
            what, hint = f"só vence em {date_br(owed.item.due_effective)}", "use lembrete"
        else:
            continue
        raise DataError(
            f"a fatura {owed.item.name} {what}: a carta '{model}' não serve", code="E-CARTA-FATO", hint=hint
        )


def _dispute(
    connection: sqlite3.Connection, customer: Customer, titles: Sequence[Owed], today: date
) -> Extras:
    """The last dispute about these titles, or about the customer, as the ledger knows it."""
    about = {owed.item.id for owed in titles} | {None}
    disputes = [
        listed
        for listed in listed_holds(connection, today, customer.id, past=True)
        if listed.hold.kind == DISPUTE and listed.hold.receivable in about
    ]
    if not disputes:
        return {}
    last = max(disputes, key=lambda listed: listed.hold.since)
    result = result_of(last.end_reason) if last.end_reason else "em análise"
    received = date_br(last.hold.since.isoformat())
    return {"contestacao": {"resultado": result or "", "recebida_em": received}}


def _nothing(customer: Customer, model: str) -> DataError:
    what = "a vencer" if model in UPCOMING_MODELS else "vencido que se possa cobrar"
    return DataError(f"{customer.name} não tem nada {what}", code="E-SEM-DIVIDA")


def _payment(connection: sqlite3.Connection, titles: Sequence[Owed], model: str, today: date) -> Extras:
    """The last payment of the titles, for the letters about paid ones."""
    if model not in PAID_MODELS:
        return {}
    found = last_payment(connection, [owed.item.id for owed in titles], today)
    if found is None:
        return {}
    came = currency_br(found.received)
    return {"pagamento": {"valor": came, "data": date_br(found.day), "forma": found.form or ""}}
