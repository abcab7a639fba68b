"""An agreement that fails: the three readings of what is owed, the breach, and taking it back."""

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Movement
from cobranca_cli.domain.agreed_posting import open_instalments, revived
from cobranca_cli.domain.agreement import FULFILLED
from cobranca_cli.domain.breach import Outcome, outcomes, paid_share
from cobranca_cli.domain.deadlines import ACKNOWLEDGEMENT, Fact
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import Known, net_of
from cobranca_cli.domain.suspension import AGREED, BROKEN
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.posting import CustomerAccount
from cobranca_cli.ledger.queries.agreements import (
    Breach,
    Signed,
    breaches_of,
    broken_by,
    cancelled_on,
    changed_since,
    payments_of,
)
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.legal_facts import same_fact
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.accounts import Draft, clean_reason, open_account, refuse_future, write
from cobranca_cli.services.agreement_find import Seen, find_agreement, see, terms_book_of
from cobranca_cli.services.agreement_sign import acknowledged_in
from cobranca_cli.services.deadlines import insert_fact
from cobranca_cli.services.free_text import MAX_AUTHOR, clean
from cobranca_cli.services.import_remarks import some
from cobranca_cli.services.movement_reversals import reverse_in
from cobranca_cli.services.reading import reading

_HALF = Decimal("0.5")


class Readings(NamedTuple):
    """The three readings of a breach on a day; `chosen` is the clause that the term names.

    Attributes:
        paid: which part of what was agreed has been paid, from 0 to 1, interest apart.
    """

    seen: Seen
    outcomes: dict[str, Outcome]
    chosen: str
    paid: Decimal
    notices: tuple[str, ...]


class Broken(NamedTuple):
    """A breach that stands in the ledger."""

    readings: Readings
    clause: str
    day: date
    notices: tuple[str, ...]


def readings(ledger: Path, settings: Settings, moment: Moment, typed: str) -> Readings:
    """What would be owed if the agreement were broken today; nothing is written."""
    with reading(ledger, settings, moment, charges=True) as reader:
        book = terms_book_of(reader.connection, settings)
        seen = see(reader.connection, book, find_agreement(reader.connection, typed), moment.today)
        _refuse(seen)
        customer = customer_by_id(reader.connection, seen.signed.customer_id)
        mine = CustomerAccount(reader.connection, book, customer, moment.today)
        return _read(mine, seen, moment.today, list(reader.notices))


def _read(mine: CustomerAccount, seen: Seen, day: date, notices: list[str]) -> Readings:
    account, deal = mine.account, seen.deal
    known = Known(account, net_of(mine.entries))
    open_ones = open_instalments(account, known.of, deal, day)
    owed = [revived(account, known.of, title, day).standing.open for title in deal.titles]
    amounts = [account.titles[title].amount for title in deal.titles]
    share = paid_share(deal, open_ones)
    found = outcomes(deal, open_ones, owed, amounts)
    return Readings(seen, found, seen.signed.clause, share, (*notices, *_warnings(seen, share)))


def _warnings(seen: Seen, share: Decimal) -> list[str]:
    said = []
    following, rule = seen.following, seen.policy.rule
    if not following.breakable:
        when = f": a partir de {_br(following.breakable_on)}" if following.breakable_on else ""
        said.append(
            f"a regra do termo ainda não permite romper ({rule.instalments} parcelas vencidas, ou uma há"
            f" {rule.days} dias){when}"
        )
    if seen.late and not seen.warned_on:
        said.append(
            "o termo pede um aviso por escrito antes do rompimento, e não há carta dele: escreva com"
            f" 'cobranca acordo carta {seen.signed.id}'"
        )
    if share > _HALF:
        percent = int(share * 100)
        said.append(
            f"{percent}% do acordo já foi pago: cobrar como se nada fosse é frágil, porque o juiz reduz a"
            " penalidade de quem cumpriu em parte (Código Civil, art. 413; STJ, REsp 1.898.738)"
        )
    return said


def _refuse(seen: Seen, to: str = "romper") -> None:
    """Raise DataError when there is nothing to break, or `to` do something else with."""
    number = seen.signed.number
    if seen.cancelled_on:
        raise DataError(f"o {number} foi cancelado em {date_br(seen.cancelled_on)}", code="E-ACORDO")
    if seen.breach:
        raise DataError(f"o {number} já foi rompido em {date_br(seen.breach.day)}", code="E-ACORDO")
    if seen.following.state == FULFILLED:
        raise DataError(f"o {number} foi cumprido: não há o que {to}", code="E-ACORDO")


def break_agreement(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    reason: str | None = None,
    *,
    clause: str | None = None,
    author: str | None = None,
) -> Broken:
    """Record that an agreement was broken today: its instalments are closed, its titles revive.

    `clause` None is the term's, `reason` None the instalments that are late. Raises DataError when it is
    fulfilled, cancelled or broken already, or there is no reason.
    """
    text, who = reason and clean_reason(reason), clean(author, MAX_AUTHOR, "o autor")
    with writing(ledger) as transaction:
        connection = transaction.connection
        signed = find_agreement(connection, typed)
        customer = customer_by_id(connection, signed.customer_id)
        opened = open_account(transaction, settings, moment, customer)
        seen = see(connection, opened.book, signed, moment.today)
        _refuse(seen)
        text = text or _late(seen)
        found = _read(opened.mine, seen, moment.today, [])
        applied = clause or signed.clause
        notices = [*found.notices]
        if applied != signed.clause:
            notices.append("a cláusula aplicada não é a que o termo escolheu: tenha o acordo do cliente")
        instalments = tuple(seen.deal.instalments.values())
        movement = Movement(0, BROKEN, moment.today, None, targets=instalments, components=(applied,))
        identity, posted = write(transaction, opened.mine, Draft(movement, reason=text, author=who), moment)
        _record(transaction, signed.id, identity, applied, moment)
        transaction.record(
            "acordo_rompido",
            {"acordo": signed.id, "movimento": identity, "em": moment.today.isoformat(),
             "clausula": applied, "refeitos": len(posted.again)},
            moment.instant,
        )  # fmt: skip
        return Broken(found, applied, moment.today, (*transaction.notices, *notices))


def _late(seen: Seen) -> str:
    """The reason that the instalments are. Raises DataError when none is late."""
    following = seen.following
    if not following.late:
        raise DataError(
            f"o {seen.signed.number} está em dia: diga por que romper", code="E-ACORDO", hint="--motivo TEXTO"
        )
    days = counted(following.days, "dia", "dias")
    if following.late == 1:
        return f"parcela vencida há {days}"
    return f"{following.late} parcelas vencidas, a mais antiga há {days}"


def _record(transaction: Transaction, agreement: int, movement: int, clause: str, moment: Moment) -> None:
    from cobranca_cli.ledger.agreement_tables import AgreementBreachRow

    row = AgreementBreachRow(
        agreement_id=agreement,
        movement_id=movement,
        day=moment.today.isoformat(),
        clause=clause,
        recorded_at=moment.instant,
    )
    transaction.session.add(row)
    transaction.session.flush()


class Resumed(NamedTuple):
    """A breach, or an agreement, that does not count from a day on."""

    number: str
    customer: str
    day: date
    again: int
    notices: tuple[str, ...]


def resume(
    ledger: Path, settings: Settings, moment: Moment, typed: str, reason: str, *, mistaken: bool = False
) -> Resumed:
    """Take the breach of an agreement back from today on, or, when it was `mistaken`, from its own day.

    The instalments are owed again, and what was paid since goes where it would have gone. Raises DataError
    when a title of it is in another agreement since, or was changed otherwise: that would be lost.
    """
    text = clean_reason(reason)
    with writing(ledger) as transaction:
        signed = find_agreement(transaction.connection, typed)
        return resume_in(transaction, settings, moment, signed, text, mistaken=mistaken)


def resume_in(
    transaction: Transaction,
    settings: Settings,
    moment: Moment,
    signed: Signed,
    reason: str,
    *,
    mistaken: bool,
) -> Resumed:
    """The same inside an open transaction; `reason` is clean."""
    breach, day = refuse_resume(transaction.connection, signed, moment, mistaken=mistaken)
    again = reverse_in(transaction, settings, moment, breach.movement, reason, day)
    transaction.record(
        "acordo_retomado",
        {"acordo": signed.id, "movimento": breach.movement, "em": day.isoformat(), "refeitos": again},
        moment.instant,
    )
    return Resumed(signed.number, signed.customer, day, again, tuple(transaction.notices))


def refuse_resume(
    connection: sqlite3.Connection, signed: Signed, moment: Moment, *, mistaken: bool
) -> tuple[Breach, date]:
    """The breach that counts, and the day from which taking it back would count. Raises DataError."""
    breach = broken_by(connection, signed.id, moment.today)
    if breach is None or cancelled_on(connection, signed.movement, moment.today):
        raise DataError(f"o {signed.number} não está rompido", code="E-ACORDO")
    day = date.fromisoformat(breach.day) if mistaken else moment.today
    _refuse_changed(connection, signed, breach, day)
    return breach, day


def _refuse_changed(connection: sqlite3.Connection, signed: Signed, breach: Breach, day: date) -> None:
    since = changed_since(connection, signed.id, breach, day)
    if since is None:
        return
    if since.kind == AGREED:
        what, hint = f"entrou no {since.reason}", None
    else:
        what = f"tem o lançamento {since.movement} ({since.kind})"
        hint = f"estorne-o antes: cobranca pagamento estornar {since.movement} --motivo TEXTO"
    raise DataError(
        f"o {signed.number} não se retoma: depois do rompimento, a fatura {since.name} {what}",
        code="E-ACORDO",
        hint=hint,
    )


def cancel(
    ledger: Path, settings: Settings, moment: Moment, typed: str, reason: str, day: date | None = None
) -> Resumed:
    """Undo an agreement that should not have been signed, from a day on; its titles are owed as before.

    Raises DataError when money came in for it: that is a breach, or a payment to be taken back first.
    """
    text, on = clean_reason(reason), day or moment.today
    refuse_future(on, moment, "do cancelamento")
    with writing(ledger) as transaction:
        return cancel_in(
            transaction, settings, moment, find_agreement(transaction.connection, typed), text, on
        )


def cancel_in(
    transaction: Transaction, settings: Settings, moment: Moment, signed: Signed, reason: str, on: date
) -> Resumed:
    """The same inside an open transaction; `reason` is clean."""
    seen = refuse_cancel(transaction.connection, settings, signed, moment, on)
    for each in seen.instalments:
        _cancel_instalment(transaction, each.row.receivable, on, reason, moment)
    _withdraw_acknowledgement(transaction, seen, on, reason, moment)
    again = reverse_in(transaction, settings, moment, signed.movement, reason, on)
    transaction.record(
        "acordo_cancelado",
        {"acordo": signed.id, "movimento": signed.movement, "em": on.isoformat()},
        moment.instant,
    )
    return Resumed(signed.number, signed.customer, on, again, tuple(transaction.notices))


def refuse_cancel(
    connection: sqlite3.Connection, settings: Settings, signed: Signed, moment: Moment, on: date
) -> Seen:
    """The agreement as it stands. Raises DataError for what `cancel` refuses."""
    seen = see(connection, terms_book_of(connection, settings), signed, moment.today)
    _refuse(seen, "cancelar")
    if seen.paid:
        payments = payments_of(connection, signed.id, moment.today)
        raise DataError(
            f"o {signed.number} já recebeu dinheiro, com o lançamento {some([*map(str, payments)], 5)}",
            code="E-PAGA",
            hint=f"desfaça antes o mais novo: cobranca desfazer pagamento {payments[-1]};"
            f" ou rompa o acordo: cobranca acordo romper {signed.number}",
        )
    if on.isoformat() < signed.signed_on:
        raise DataError(
            f"o {signed.number} é de {date_br(signed.signed_on)}; não se cancela antes", code="E-DATA-ORDEM"
        )
    _refuse_before_resumed(connection, signed, on, moment)
    return seen


def _refuse_before_resumed(connection: sqlite3.Connection, signed: Signed, on: date, moment: Moment) -> None:
    """Raise DataError for a day on which a breach counted that was taken back later."""
    for breach in breaches_of(connection, signed.id, moment.today):
        if breach.undone_on and breach.day < breach.undone_on and on.isoformat() < breach.undone_on:
            raise DataError(
                f"o {signed.number} esteve rompido até {date_br(breach.undone_on)}; não se cancela antes",
                code="E-DATA-ORDEM",
            )


def _cancel_instalment(
    transaction: Transaction, receivable: int, day: date, reason: str, moment: Moment
) -> None:
    from cobranca_cli.ledger.tables import CancellationRow, ReceivableRow

    session = transaction.session
    row = session.get_one(ReceivableRow, receivable)
    row.cancelled_on = day.isoformat()
    session.add(row)
    session.add(
        CancellationRow(
            receivable_id=receivable, cancelled_on=day.isoformat(), reason=reason, recorded_at=moment.instant
        )
    )
    session.flush()


def _withdraw_acknowledgement(
    transaction: Transaction, seen: Seen, on: date, reason: str, moment: Moment
) -> None:
    """An agreement that should not have been acknowledged nothing: from `on` the limitation runs as before.

    The days before stay as they were told; what another agreement of the same day acknowledged stays.
    """
    signed = seen.signed
    fact, note = Fact(ACKNOWLEDGEMENT, date.fromisoformat(signed.signed_on)), acknowledged_in(signed.number)
    for each in seen.members:
        title = each.member.receivable
        known = same_fact(transaction.connection, title, fact, note)
        if known is not None:
            insert_fact(transaction, moment, title, Fact(ACKNOWLEDGEMENT, on), reason, reverses=known)


def _br(day: date) -> str:
    return date_br(day.isoformat())
