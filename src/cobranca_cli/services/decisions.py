"""What waits for the owner's word: decisions of the ladder, approved or refused, each once."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings, ladder_settings
from cobranca_cli.domain.ladder import DECIDE
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.dunning import record_decision
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.items import items_by_id
from cobranca_cli.ledger.queries.ladder import Waiting, waiting_on
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.services.charges_in_step import note_charges
from cobranca_cli.services.collecting import Collecting
from cobranca_cli.services.duties import listing_words
from cobranca_cli.services.free_text import MAX_AUTHOR, MAX_REASON, clean
from cobranca_cli.services.letter_data import Asked, last_day_given
from cobranca_cli.services.letters import LetterWriter, Order, Written, engine_beside, refuse_incomplete
from cobranca_cli.services.overdue import Owed, Reckoning
from cobranca_cli.services.plan import Planning
from cobranca_cli.services.reading import Reader

APPROVED, REFUSED = "aprovada", "recusada"
_ANNOUNCES_LISTING = "negativacao"


class Decided(NamedTuple):
    """A decision that stands in the ledger, the letter that it set free, and what may follow it and when."""

    action: Waiting
    customer: Customer
    verdict: str
    letter: Written | None
    notices: tuple[str, ...]
    then: str | None = None


def decide(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    action: int,
    verdict: str,
    reason: str | None = None,
    author: str | None = None,
) -> Decided:
    """Approve or refuse an action that waits.

    An approved one with a template gets its letter, for the titles that are still open and that nothing
    holds today. Raises NotFoundError when no such decision waits, DataError when nothing may be collected,
    when the last contact is too near, or the letter would say what the policy or the facts do not hold.
    """
    said, who = clean(reason, MAX_REASON, "o motivo"), clean(author, MAX_AUTHOR, "o autor")
    ladder = ladder_settings(settings)
    with writing(ledger) as transaction:
        waiting = _find(transaction, action, moment.today)
        customer = customer_by_id(transaction.connection, waiting.customer)
        transaction.notices.extend(note_charges(transaction, settings, moment))
        record_decision(transaction, action, verdict, said, who, moment)
        letter = None
        if verdict == APPROVED and waiting.template:
            refuse_incomplete(settings)
            with engine_beside(ledger) as engine:
                letter = _letter(transaction, settings, ladder, moment, (waiting, customer), engine)
        announced = letter is not None and waiting.template == _ANNOUNCES_LISTING
        then = _listing(settings, ladder, moment.today, customer) if announced else None
        return Decided(waiting, customer, verdict, letter, tuple(transaction.notices), then)


def _find(transaction: Transaction, action: int, today: date) -> Waiting:
    for waiting in waiting_on(transaction.connection, today):
        if waiting.id == action and waiting.kind == DECIDE:
            return waiting
    raise NotFoundError(
        f"não há uma decisão de número {action} à espera",
        hint="veja os números com 'cobranca regua pendentes'",
    )


def _letter(
    transaction: Transaction,
    settings: Settings,
    ladder: LadderSettings,
    moment: Moment,
    about: tuple[Waiting, Customer],
    engine: Engine,
) -> Written:
    waiting, customer = about
    connection = transaction.connection
    reckoning = Reckoning(Reader(connection, ()), settings, moment.today)
    items = [item for item in items_by_id(connection, waiting.titles, moment.today) if item.open]
    titles = [owed for owed in reckoning.owed(items) if not owed.prescribed]
    if not titles:
        raise DataError(
            f"as faturas dessa decisão não estão mais em aberto em {date_br(moment.today.isoformat())}",
            hint="recuse-a: cobranca regua recusar",
            code="E-SEM-DIVIDA",
        )
    collecting = Collecting(connection, settings, ladder, customer, moment.today)
    titles = collecting.titles(titles, named=False)
    collecting.refuse_day(settings.calendar)
    step = next((step for step in ladder.policy.ladder.steps if step.label == waiting.step), None)
    planning = Planning(Reader(connection, ()), settings, ladder, moment.today)
    planning.lines()
    if step:
        titles = collecting.through_gates(step, titles, planning.debts.get(customer.id, ()))
    _refuse_covered(planning, customer, titles)
    channel = collecting.reaching(step.channels if step else ())
    tone = step.tone if step else ""
    asked = Asked(waiting.template or "", titles, (), (), waiting.step, tone, channel)
    writer = LetterWriter(transaction, settings, ladder, moment.today, engine)
    (written,) = writer.write([Order(customer, asked, "regua", waiting.id)], moment)
    return written


def _listing(settings: Settings, ladder: LadderSettings, today: date, customer: Customer) -> str:
    """When the listing may be asked for, and from when a bureau makes it."""
    last = last_day_given(settings, ladder, today)
    return listing_words(last, settings.calendar.add_business_days(last, 1), customer.state)


def _refuse_covered(planning: Planning, customer: Customer, titles: Sequence[Owed]) -> None:
    """Raise DataError when what the customer has to his credit covers what the letter would ask for."""
    debtor, total = planning.people.get(customer.id), sum(owed.open.total for owed in titles)
    if debtor and debtor.credit >= total:
        raise DataError(
            f"{customer.name} tem {currency_br(debtor.credit)} de crédito, que cobre {currency_br(total)}",
            code="E-CREDITO",
            hint="use-o: cobranca pagamento usar-credito",
        )
