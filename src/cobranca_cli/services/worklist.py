"""The morning's work: for each customer what is to be done today; what has a legal term that ends comes
first, then the most valuable.

Put together from the plan of the day, what the ladder left to a person, what contacts left to be done,
promises that fall due or were broken, letters that lie ready, and what the law asks of the creditor about
listings and protests. Linear in what is open and in those.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.ladder import CALL, DECIDE, SEND, SKIP
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.plan import Line
from cobranca_cli.domain.promises import holds_until
from cobranca_cli.ledger.queries.contacts import next_actions_on
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.letters import unsent_letters
from cobranca_cli.ledger.queries.promises import promises_on
from cobranca_cli.services.agreement_tasks import agreement_tasks
from cobranca_cli.services.duties import Urgency, duties_on, urgent_among
from cobranca_cli.services.freeze import frozen_notice
from cobranca_cli.services.known_models import checked_ladder
from cobranca_cli.services.plan import Planning, off_notice
from cobranca_cli.services.promise_list import judge_all
from cobranca_cli.services.reading import reading
from cobranca_cli.services.stops import TO_MEND
from cobranca_cli.services.waiting import tasks_on

LETTER, RETURN, PROMISE, COMPLETE = "carta", "retornar", "promessa", "cadastro"
DUTY, AGREEMENT = "dever", "acordo"
_TO_COMPLETE = ("canal", "dados")
_UNSENT_DAYS = timedelta(days=7)
_AWAITED = ("anuencia", "termo", "quitacao-acordo")
"""Letters that ask for nothing, and that the customer waits for."""
_CHANNELS = {"email": "e-mail", "whatsapp": "WhatsApp", "sms": "SMS", "carta": "correio"}


class Task(NamedTuple):
    """One thing to do: a kind for programs, words for people."""

    kind: str
    words: str


class Work(NamedTuple):
    """What is to be done with one customer.

    Attributes:
        overdue: cents, with charges, of what is late within the ladder's reach; `late` the most days.
        why: why he stands where he stands in the list.
        urgent: the earliest last day of a duty that cannot wait beyond the day of the list.
    """

    customer: Customer
    tasks: tuple[Task, ...]
    overdue: int
    late: int
    why: str
    urgent: date | None = None


class Worklist(NamedTuple):
    """The work of a day, and how many customers the ladder leaves alone today."""

    as_of: date
    work: tuple[Work, ...]
    skipped: int
    notices: tuple[str, ...]


def worklist(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> Worklist:
    """Everything that is to be done on a day, by what was known then."""
    ladder = checked_ladder(ledger, settings)
    with reading(ledger, settings, moment, charges=True) as reader:
        connection = reader.connection
        planning = Planning(reader, settings, ladder, as_of)
        lines = planning.lines()
        duties = duties_on(reader, settings, as_of)
        tasks: dict[int, list[Task]] = {}
        for customer, task in (
            *((told.customer, Task(DUTY, told.words)) for told in duties),
            *(
                (who, Task(AGREEMENT, words))
                for who, words in agreement_tasks(connection, planning.owed, as_of)
            ),
            *_planned(lines),
            *_waiting(connection, planning, lines, as_of),
            *_ready(connection, planning, as_of),
            *_returns(connection, as_of),
            *_promises(connection, planning, settings, as_of),
        ):
            mine = tasks.setdefault(customer, [])
            if task not in mine:
                mine.append(task)
        late, urgent = _late(planning, as_of), urgent_among(duties, as_of)
        work = [
            _work(customer_by_id(connection, customer), mine, late, urgent)
            for customer, mine in tasks.items()
        ]
        work.sort(key=place)
        held = {line.debtor.id for line in lines if line.action == SKIP} - tasks.keys()
        notices = (*reader.notices, *frozen_notice(connection), *planning.warnings, *off_notice(ladder))
        return Worklist(as_of, tuple(work), len(held), notices)


def place(work: Work) -> tuple[date, int, int, str, int]:
    """What cannot wait, the longest overdue first; then the most valuable."""
    return work.urgent or date.max, -work.overdue, -work.late, work.customer.name, work.customer.id


def _planned(lines: Iterable[Line]) -> Iterator[tuple[int, Task]]:
    for line in lines:
        channel = _CHANNELS.get(line.channel, line.channel)
        if line.action == SEND:
            words = f"enviar {_named(line.step.template)} por {channel} ({line.label})"
            yield line.debtor.id, Task(SEND, words)
        elif line.action == CALL:
            yield line.debtor.id, Task(CALL, f"ligar ({line.label})")
        elif line.action == DECIDE:
            yield line.debtor.id, Task(DECIDE, f"decidir: {_named(line.step.template)} ({line.label})")
        elif line.kind in _TO_COMPLETE:
            yield line.debtor.id, Task(COMPLETE, f"completar o cadastro: {line.reason} ({line.label})")
        elif line.kind == TO_MEND.kind:
            names = ", ".join(each.name for each in line.titles)
            yield line.debtor.id, Task(COMPLETE, f"{names}: {line.reason}")


_MODELS = {
    "lembrete-curto": "lembrete", "vencimento": "aviso de vencimento", "verificacao": "pergunta se pagou",
    "amigavel": "cobrança amigável", "firme": "cobrança firme", "notificacao": "notificação extrajudicial",
    "negativacao": "intenção de negativação", "protesto": "intenção de protesto",
    "proposta": "proposta de acordo",
}  # fmt: skip


def _named(template: str | None) -> str:
    return _MODELS.get(template, template) if template else "o próximo passo"


def _waiting(
    connection: sqlite3.Connection, planning: Planning, lines: Iterable[Line], as_of: date
) -> Iterator[tuple[int, Task]]:
    """What was left to a person and may be done today: one call a customer, none beside a new contact."""
    busy = {line.debtor.id for line in lines if line.action in (SEND, CALL)}
    for task in tasks_on(connection, planning, as_of):
        customer, action = task.customer.id, task.action
        if task.held:
            continue
        since = f"{action.step}, desde {date_br(action.day)}"
        if action.kind == DECIDE:
            yield customer, Task(DECIDE, f"decidir nº {action.id}: {_named(action.template)} ({since})")
        elif customer not in busy:
            busy.add(customer)
            yield customer, Task(CALL, f"ligar ({since})")


def _ready(connection: sqlite3.Connection, planning: Planning, as_of: date) -> Iterator[tuple[int, Task]]:
    """Letters of the last days that nobody has said were sent: this program sends nothing by itself.

    One that would ask for what is held since is not to be sent any more; one about paid titles is forgotten,
    but for one that asks for nothing and that the customer waits for.
    """
    for letter in unsent_letters(connection, as_of - _UNSENT_DAYS, as_of):
        debtor = planning.people.get(letter.customer)
        mine = [debt for debt in planning.debts.get(letter.customer, ()) if debt.id in letter.titles]
        stop = debtor.stop if debtor else None
        held = [debt.stop for debt in mine if debt.stop is not None]
        number = f"{letter.id:06}"
        when = "" if letter.day == as_of.isoformat() else f" de {date_br(letter.day)}"
        channel = _CHANNELS.get(letter.channel, letter.channel)
        if letter.template in _AWAITED:
            yield letter.customer, Task(LETTER, f"carta {number}{when} pronta: enviar por {channel}")
        elif not mine:
            continue
        elif stop or held:
            why = (stop or held[0]).words
            yield letter.customer, Task(LETTER, f"não envie a carta {number}{when}: {why}")
        elif debtor and letter.channel in debtor.refused:
            words = f"não envie a carta {number}{when}: o cliente não quer contato por {letter.channel}"
            yield letter.customer, Task(LETTER, words)
        else:
            yield letter.customer, Task(LETTER, f"carta {number}{when} pronta: enviar por {channel}")


def _returns(connection: sqlite3.Connection, as_of: date) -> Iterator[tuple[int, Task]]:
    for contact in next_actions_on(connection, as_of):
        when = f" (marcado para {_br(contact.next_on)})" if contact.next_on else ""
        yield contact.customer, Task(RETURN, f"{contact.next_action or 'voltar a falar'}{when}")


def _promises(
    connection: sqlite3.Connection, planning: Planning, settings: Settings, as_of: date
) -> Iterator[tuple[int, Task]]:
    """Promises that fall due today, and broken ones until somebody has reached the customer since."""
    calendar = settings.calendar
    judged = judge_all(connection, as_of, calendar)
    for promise in promises_on(connection, as_of):
        kept, last = judged[promise.id], holds_until(promise, calendar)
        missing = currency_br(promise.amount - kept.paid)
        if kept.state == "ativa" and promise.day <= as_of:
            words = f"prometeu {currency_br(promise.amount)} para {_br(promise.day)}: falta {missing}"
            yield promise.customer, Task(PROMISE, words)
        elif kept.state in ("quebrada", "em parte") and _unheard(planning, promise.customer, last):
            words = f"não cumpriu a promessa de {_br(promise.day)}: faltou {missing}"
            yield promise.customer, Task(PROMISE, words)


def _unheard(planning: Planning, customer: int, since: date) -> bool:
    """Whether a customer who still owes has not been reached since a day."""
    debtor = planning.people.get(customer)
    if debtor is None or debtor.stop:
        return False
    return debtor.touch.last is None or debtor.touch.last <= since


def _late(planning: Planning, as_of: date) -> dict[int, tuple[int, int]]:
    """Cents overdue and most days late, by customer; prescribed titles do not count."""
    found: dict[int, tuple[int, int]] = {}
    for owed in planning.owed.values():
        days = (as_of - date.fromisoformat(owed.item.due_effective)).days
        if days > 0 and not owed.prescribed:
            total, most = found.get(owed.item.customer_id, (0, 0))
            found[owed.item.customer_id] = total + owed.open.total, max(most, days)
    return found


def _work(
    customer: Customer,
    tasks: list[Task],
    late: Mapping[int, tuple[int, int]],
    urgent: Mapping[int, Urgency],
) -> Work:
    overdue, days = late.get(customer.id, (0, 0))
    why = []
    if customer.id in urgent:
        why.append(urgent[customer.id].why)
    if overdue:
        why.append(f"{currency_br(overdue)} em atraso, há até {days} dia{'s' * (days > 1)}")
    if not why:
        duty = any(task.kind == DUTY for task in tasks)
        why.append(f"nada em atraso: é {'um dever com prazo' if duty else 'prevenção'}")
    last = urgent[customer.id].last if customer.id in urgent else None
    return Work(customer, tuple(tasks), overdue, days, "; ".join(why), last)


def _br(day: date) -> str:
    return date_br(day.isoformat())
