"""Pauses, disputes and exceptions of the ladder: recorded, and ended."""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.holds import (
    CHANNEL,
    DISPUTE,
    FREEZES,
    PASSING,
    STEP,
    Hold,
    ending,
)
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.segments import SEGMENTS
from cobranca_cli.errors import DataError, NotFoundError, UsageError
from cobranca_cli.ledger.queries.accounts import customer_of, last_entry
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.holds import ListedHold, hold_by_id, holds_on
from cobranca_cli.ledger.queries.items import Item, find_item
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.free_text import clean

MAX_REASON = 450
"""Room is left for the result that the end of a dispute is kept with."""

MAX_AUTHOR = 200
FAR = timedelta(days=180)
"""A pause for longer is worth a second look."""


class Wanted(NamedTuple):
    """A hold as somebody tells it: a customer or invoices as typed, and one of the kinds of `domain.holds`.

    `until` is the last day, None for good; `freezes` is of a dispute.
    """

    kind: str
    reason: str
    customer: str | None = None
    invoices: tuple[str, ...] = ()
    until: date | None = None
    value: str | None = None
    author: str | None = None
    freezes: bool = False


class Held(NamedTuple):
    """Holds that stand in the ledger; those that stood there before are `known`."""

    new: tuple[ListedHold, ...]
    known: tuple[ListedHold, ...]
    notices: tuple[str, ...]


def register(ledger: Path, moment: Moment, wanted: Wanted) -> Held:
    """Record a hold from today on, one for each invoice named; the same again changes nothing.

    Raises DataError for a last day that is over, or an invoice that is cancelled.
    """
    wanted = _checked(wanted, moment)
    with writing(ledger) as transaction:
        connection = transaction.connection
        items = _invoices(connection, wanted.invoices)
        holds = [_hold(wanted, moment, customer_of(connection, item.id), item.id) for item in items]
        if wanted.customer is not None:
            holds = [_hold(wanted, moment, find_customer(connection, wanted.customer).id, None)]
        in_force = holds_on(connection, moment.today)
        new, known = [], []
        for hold in holds:
            same = next((each for each in in_force if _same(each, hold)), None)
            if same is None:
                _refuse_decided(connection, hold, moment.today)
                new.append(_record(transaction, moment, hold, wanted.author))
            else:
                known.append(same.id)
        if not new:
            transaction.abandon()
        notices = (*transaction.notices, *_remarks(wanted, items, moment), *_beside(holds, in_force, known))
        return Held(_by_id(connection, new), _by_id(connection, known), notices)


def _checked(wanted: Wanted, moment: Moment) -> Wanted:
    if wanted.until is not None and wanted.until < moment.today:
        raise DataError(
            f"o último dia ({date_br(wanted.until.isoformat())}) já passou",
            code="E-DATA-PASSADA",
            hint="confira --ate: a pausa vale até esse dia, inclusive",
        )
    author = clean(wanted.author, MAX_AUTHOR, "o autor")
    reason = clean(wanted.reason, MAX_REASON, "o motivo")
    if not reason:
        raise DataError("o motivo está vazio", hint="diga em poucas palavras por quê; fica no histórico")
    value = FREEZES if wanted.freezes and wanted.kind == DISPUTE else wanted.value
    return wanted._replace(reason=reason, author=author, value=value)


def _invoices(connection: sqlite3.Connection, typed: Iterable[str]) -> list[Item]:
    found = {item.id: item for item in (find_item(connection, each, date.max) for each in typed)}
    for item in found.values():
        if item.cancelled_on:
            raise DataError(
                f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)}: não há o que pausar",
                code="E-CANCELADA",
            )
    return list(found.values())


def _hold(wanted: Wanted, moment: Moment, customer: int, receivable: int | None) -> Hold:
    """As it will be recorded; it has no number yet."""
    return Hold(0, customer, receivable, wanted.kind, wanted.value, moment.today, wanted.until, wanted.reason)


def _about(hold: Hold) -> tuple[int, int | None, str]:
    return hold.customer, hold.receivable, hold.kind


def _same(one: Hold, other: Hold) -> bool:
    """Whether they are about the same and say the same, whatever the reason."""
    return (_about(one), one.value, one.until) == (_about(other), other.value, other.until)


def _refuse_decided(connection: sqlite3.Connection, hold: Hold, today: date) -> None:
    """Raise DataError when charges were reckoned, as if none were frozen, on a day after the dispute's first.

    Only a command told to run on a past day can meet this.
    """
    if hold.kind != DISPUTE or hold.value != FREEZES:
        return
    last = last_entry(connection, hold.customer, hold.receivable or 0)
    if last is not None and last > today.isoformat():
        raise DataError(
            f"já há lançamentos até {date_br(last)}, com os encargos de antes",
            code="E-DATA-ORDEM",
            hint="registre com a data de hoje, sem --hoje",
        )


def _record(transaction: Transaction, moment: Moment, hold: Hold, author: str | None) -> int:
    from cobranca_cli.ledger.tables import HoldRow

    row = HoldRow(
        customer_id=hold.customer,
        receivable_id=hold.receivable,
        kind=hold.kind,
        value=hold.value,
        since=hold.since.isoformat(),
        until=hold.until.isoformat() if hold.until else None,
        reason=hold.reason,
        author=author,
        recorded_at=moment.instant,
    )
    transaction.session.add(row)
    transaction.session.flush()
    assert row.id is not None
    transaction.record(
        "pausa_registrada",
        {"pausa": row.id, "cliente": hold.customer, "fatura": hold.receivable, "tipo": hold.kind,
         "valor": hold.value, "desde": row.since, "ate": row.until},
        moment.instant,
    )  # fmt: skip
    return row.id


def _by_id(connection: sqlite3.Connection, ids: Iterable[int]) -> tuple[ListedHold, ...]:
    return tuple(found for found in (hold_by_id(connection, each) for each in ids) if found)


def _remarks(wanted: Wanted, items: Iterable[Item], moment: Moment) -> list[str]:
    said = [
        f"a fatura {item.name} não tem principal em aberto: confira se é essa"
        for item in items
        if not item.open
    ]
    if wanted.until and wanted.until - moment.today > FAR:
        said.append("até lá são mais de 180 dias sem cobrar; a prescrição continua a correr")
    return said


def _beside(holds: Iterable[Hold], in_force: Iterable[Hold], known: Iterable[int]) -> list[str]:
    """What else is in force of the same kind, about the same, which the new ones do not end."""
    others = {
        old.id
        for new in holds
        for old in in_force
        if _about(old) == _about(new) and old.kind in PASSING and old.id not in known
    }
    return [
        f"a de número {each} continua a valer; veja com 'cobranca pausa listar'" for each in sorted(others)
    ]


def exception_value(settings: Settings, kind: str, typed: str) -> str:
    """The step or segment that a person means, as the ladder knows it; a channel is taken as it is.

    Raises DataError, listing what there is, for one that the ladder does not have.
    """
    if kind == CHANNEL:
        return typed
    from cobranca_cli.config_ladder import ladder_settings

    steps = ladder_settings(settings).policy.ladder.steps
    if kind == STEP:
        known = [step.label for step in steps]
        what = "a régua não tem o degrau"
    else:
        named = (name for step in steps for name in (*step.segments, *step.except_segments))
        known = [*dict.fromkeys((*SEGMENTS, *sorted(named)))]
        what = "não conheço o segmento"
    for each in known:
        if each.casefold() == typed.strip().casefold():
            return each
    raise DataError(f"{what} '{typed}'", code="E-REGUA", hint=f"os que há são: {', '.join(known)}")


class Ended(NamedTuple):
    """A hold that was ended, and how a dispute was decided."""

    listed: ListedHold
    day: date
    result: str | None
    notices: tuple[str, ...]


def end(ledger: Path, moment: Moment, identity: int, reason: str | None, result: str | None) -> Ended:
    """End a hold today; a dispute may be decided, also after its last day.

    Raises DataError when there is none of this number, it is over, or its kind cannot be decided.
    """
    text = clean(reason, MAX_REASON, "o motivo") or ""
    with writing(ledger) as transaction:
        known = hold_by_id(transaction.connection, identity)
        if known is None:
            raise NotFoundError(
                f"não há pausa de número {identity}", hint="veja os números com 'cobranca pausa listar'"
            )
        _refuse_end(transaction.connection, known, moment.today, result)
        from cobranca_cli.ledger.tables import HoldEndRow

        day = moment.today.isoformat()
        kept = ending(result, text) or "encerrada"
        transaction.session.add(
            HoldEndRow(hold_id=identity, ended_on=day, reason=kept, recorded_at=moment.instant)
        )
        transaction.session.flush()
        transaction.record(
            "pausa_encerrada", {"pausa": identity, "em": day, "resultado": result}, moment.instant
        )
        return Ended(known, moment.today, result, tuple(transaction.notices))


def _refuse_end(connection: sqlite3.Connection, known: ListedHold, today: date, result: str | None) -> None:
    hold = known.hold
    if result and hold.kind != DISPUTE:
        raise UsageError(
            f"a pausa {hold.id} não é uma contestação: não há o que julgar procedente ou improcedente",
            hint="encerre sem essa opção",
        )
    if known.ended_on:
        raise DataError(
            f"a pausa {hold.id} já foi encerrada em {date_br(known.ended_on)}", code="E-ENCERRADA"
        )
    if today < hold.since:
        raise DataError(
            f"a pausa {hold.id} começou em {date_br(hold.since.isoformat())}; não pode acabar antes",
            code="E-DATA-ORDEM",
        )
    if hold.until and hold.until < today and not result:
        raise DataError(
            f"a pausa {hold.id} já terminou sozinha em {date_br(hold.until.isoformat())}",
            code="E-ENCERRADA",
            hint="se a contestação foi decidida depois, diga --procedente ou --improcedente"
            if hold.kind == DISPUTE
            else None,
        )
    _refuse_decided(connection, hold, today)
