"""Whether a customer may buy on credit: looked at, or decided and kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br
from cobranca_cli.config import Settings
from cobranca_cli.config_credit import CreditSettings, credit_settings, policy_from
from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.domain.credit_case import Evaluated, evaluate
from cobranca_cli.domain.credit_decision import APPROVE
from cobranca_cli.domain.credit_release import forbidden, warned
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.plan import Stop
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.credit import record_decision
from cobranca_cli.ledger.dunning import keep_policy
from cobranca_cli.ledger.queries.credit import Decision, decision_by_id, decisions_on, policy_content
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.credit_known import Looking, policy_of
from cobranca_cli.services.credit_record import as_text, from_text
from cobranca_cli.services.free_text import MAX_AUTHOR, MAX_REASON, clean
from cobranca_cli.services.reading import reading


class Release(NamedTuple):
    """Somebody sells on credit although the policy says otherwise: why, and who it is."""

    reason: str
    author: str | None = None


class Answer(NamedTuple):
    """An evaluation, with the decision that was kept of it, if one was.

    Attributes:
        version: of the policy that decided.
        known_before: the same was decided today already, and stands under that number.
    """

    customer: Customer
    as_of: date
    evaluated: Evaluated
    version: str
    decision: Decision | None = None
    known_before: bool = False
    notices: tuple[str, ...] = ()


def look(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str, order: int | None = None
) -> Answer:
    """The evaluation as of a day, which nobody keeps."""
    credit = credit_settings(settings)
    with reading(ledger, settings, moment) as reader:
        customer = find_customer(reader.connection, typed)
        looking = Looking(reader.connection, settings.calendar, ladder_settings(settings), as_of)
        evaluated = evaluate(looking.at(customer).known, policy_of(credit), order)
        return Answer(customer, as_of, evaluated, credit.version, notices=reader.notices)


def decide(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    order: int | None = None,
    release: Release | None = None,
) -> Answer:
    """Evaluate today, and keep the decision with all that it was made from.

    The same decision again, on the same day, facts and policy, is one; a release by another author is
    another. Raises DataError when somebody releases what the policy approves anyway, or what the law forbids.
    """
    released = _cleaned(release) if release else None
    credit = credit_settings(settings)
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, typed)
        looking = Looking(connection, settings.calendar, ladder_settings(settings), moment.today)
        known = looking.at(customer).known
        evaluated = evaluate(known, policy_of(credit), order)
        if released and evaluated.decision.verdict == APPROVE:
            raise DataError(
                f"não há o que liberar: a política aprova {_asked(order)} de {customer.name}",
                code="E-CREDITO",
                hint="avalie sem --liberar",
            )
        if released:
            _refuse_forbidden(customer, known.stops)
            transaction.notices.extend(warned(known.stops))
        content, verdict = as_text(known, order), evaluated.decision.verdict
        same = _same(transaction, customer, moment, (content, credit.content), released)
        if same:
            transaction.abandon()
            found, before = same, True
        else:
            policy = keep_policy(transaction, credit.content, moment)
            number = record_decision(
                transaction, customer.id, policy, verdict, order, content, moment, released
            )
            _tell(transaction, customer, number, verdict, order, released, moment)
            kept = decision_by_id(connection, number)
            assert kept is not None
            found, before = kept, False
        notices = tuple(transaction.notices)
        return Answer(customer, moment.today, evaluated, credit.version, found, before, notices)


def _refuse_forbidden(customer: Customer, stops: Iterable[Stop]) -> None:
    why = forbidden(stops)
    if why:
        raise DataError(
            f"não dá para liberar a prazo para {customer.name}: {why}",
            code="E-CREDITO",
            hint="o espólio compra pelo inventariante, como outro cliente; foi engano? cobranca pausa listar",
        )


def _cleaned(release: Release) -> Release:
    reason = clean(release.reason, MAX_REASON, "o motivo")
    if not reason:
        raise DataError("diga por que se libera", hint='--motivo "…"', code="E-MOTIVO")
    return Release(reason, clean(release.author, MAX_AUTHOR, "o autor"))


def _same(
    transaction: Transaction,
    customer: Customer,
    moment: Moment,
    made_from: tuple[str, str],
    release: Release | None,
) -> Decision | None:
    """The last decision of the day, if it was made from the same facts and policy and said the same."""
    today = [
        each
        for each in decisions_on(transaction.connection, moment.today, customer.id)
        if each.day == moment.today
    ]
    last = today[-1] if today else None
    if last is None or (last.content, policy_content(transaction.connection, last.policy)) != made_from:
        return None
    before = Release(last.reason or "", last.author) if last.released else None
    return last if before == release else None


def _tell(
    transaction: Transaction,
    customer: Customer,
    number: int,
    verdict: str,
    order: int | None,
    release: Release | None,
    moment: Moment,
) -> None:
    data: Mapping[str, object] = {
        "cliente": customer.id, "decisao": number, "resultado": verdict, "pedido": order,
        "liberada": release is not None,
    }  # fmt: skip
    transaction.record("credito_decidido", data, moment.instant)


def _asked(order: int | None) -> str:
    return "o crédito" if order is None else f"o pedido de {currency_br(order)}"


class Explained(NamedTuple):
    """A decision that was kept, made again from what was kept with it.

    Attributes:
        same: the decision comes out as it did, so that nothing of it was changed since.
    """

    decision: Decision
    customer: Customer
    evaluated: Evaluated
    version: str
    same: bool
    notices: tuple[str, ...]


def explain(ledger: Path, settings: Settings, moment: Moment, number: int) -> Explained:
    """Make a decision again from its record and the policy of its time. Raises NotFoundError."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        decision = decision_by_id(connection, number)
        if decision is None:
            raise NotFoundError(
                f"não há decisão de crédito de número {number}",
                hint="veja os números com 'cobranca credito historico'",
            )
        if decision.erased:
            raise NotFoundError(
                f"o conteúdo da decisão de crédito {number} foi apagado: o titular foi anonimizado",
                hint="o resultado dela continua em 'cobranca credito historico'",
            )
        credit: CreditSettings = policy_from(policy_content(connection, decision.policy))
        known, order = from_text(decision.content)
        evaluated = evaluate(known, policy_of(credit), order)
        return Explained(
            decision,
            customer_by_id(connection, decision.customer_id),
            evaluated,
            credit.version,
            evaluated.decision.verdict == decision.verdict and decision.intact,
            reader.notices,
        )


class History(NamedTuple):
    """Decisions up to a day, in the order in which they were made."""

    as_of: date
    rows: tuple[Decision, ...]
    notices: tuple[str, ...]


def history(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str | None = None
) -> History:
    """The decisions of one customer, or of all."""
    with reading(ledger, settings, moment) as reader:
        who = find_customer(reader.connection, typed).id if typed else None
        rows = decisions_on(reader.connection, as_of, who)
        return History(as_of, tuple(rows), reader.notices)
