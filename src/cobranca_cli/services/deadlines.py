"""Dates that cost money: every open title with its terms, and the facts that move them."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.deadlines import (
    CITATION,
    INSOLVENCY,
    LAWSUIT,
    PASSING,
    SECURITY,
    Deadlines,
    Fact,
    Limitation,
    deadlines,
    limitation,
)
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.tax_loss import Case, Operation, tax_case
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.items import Item, find_item, open_items
from cobranca_cli.ledger.queries.legal_facts import (
    Recorded,
    facts_of,
    facts_on,
    operation_cents,
    recorded_fact,
    recorded_facts,
    same_fact,
)
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.free_text import clean
from cobranca_cli.services.reading import reading

MAX_NOTE = 500


class Wanted(NamedTuple):
    """Which titles: a customer as typed, something lapsing within so many days, one of these states."""

    customer: str | None = None
    within_days: int | None = None
    states: frozenset[str] | None = None


ALL = Wanted()


class Dated(NamedTuple):
    """One open title with its dates; `operation` is the whole invoice in cents, `next` what lapses next."""

    item: Item
    operation: int
    terms: Deadlines
    case: Case
    state: str
    next: tuple[str, date] | None


class DatedTitles(NamedTuple):
    """The open titles of a day, what lapses first at the top."""

    as_of: date
    rows: tuple[Dated, ...]
    notices: tuple[str, ...]


def list_deadlines(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, wanted: Wanted = ALL
) -> DatedTitles:
    """Every title with open principal on a day, the prescribed ones too, that is wanted."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        items = list(open_items(connection, as_of))
        if wanted.customer is not None:
            customer = find_customer(connection, wanted.customer)
            items = [item for item in items if _is_of(item, customer)]
        facts = facts_on(connection, as_of)
        operations = operation_cents(connection, (item.id for item in items), as_of)
        notices = reader.notices
    dated = _Dating(as_of, facts)
    rows = [dated(item, operations.get(item.id, item.amount)) for item in items]
    rows = [row for row in rows if _wanted(row, wanted, as_of)]
    rows.sort(key=_by_what_lapses_first)
    return DatedTitles(as_of, tuple(rows), notices)


def _is_of(item: Item, customer: Customer) -> bool:
    # Customers with the same name and neither document nor code are never found one by one.
    return (item.customer, item.document, item.code) == (customer.name, customer.document, customer.code)


def _wanted(row: Dated, wanted: Wanted, as_of: date) -> bool:
    if wanted.states is not None and row.state not in wanted.states:
        return False
    if wanted.within_days is None:
        return True
    return row.next is not None and (row.next[1] - as_of).days <= wanted.within_days


def _by_what_lapses_first(row: Dated) -> tuple[date, date, int, str]:
    lapses = row.next[1] if row.next else date.max
    return lapses, row.terms.limitation.expires, -row.item.open, row.item.name


_Standing = tuple[Deadlines, str, tuple[str, date] | None]
"""Terms, state and what lapses next: what a title has from its dates."""


class _Dating:
    """Dates titles as of a day; those with the same due dates and no facts share what time alone says."""

    def __init__(self, as_of: date, facts: dict[int, list[Fact]]) -> None:
        self._as_of, self._facts = as_of, facts
        self._ordinary: dict[tuple[str, str], _Standing] = {}

    def __call__(self, item: Item, operation: int) -> Dated:
        due, facts = date.fromisoformat(item.due), self._facts.get(item.id, ())
        dates = (item.due, item.due_effective)
        standing = None if facts else self._ordinary.get(dates)
        if standing is None:
            standing = self._standing(item, due, facts)
            if not facts:
                self._ordinary[dates] = standing
        terms, state, following = standing
        return Dated(item, operation, terms, tax_case(_operation(operation, due, facts)), state, following)

    def _standing(self, item: Item, due: date, facts: Sequence[Fact]) -> _Standing:
        terms = deadlines(due, facts)
        state = terms.state(self._as_of, date.fromisoformat(item.due_effective))
        return terms, state, terms.next_one(self._as_of)


def _operation(cents: int, due: date, facts: Sequence[Fact]) -> Operation:
    """What decides the tax case. Collection outside the courts is taken as kept up: the report says so."""
    if not facts:
        return Operation(cents, due)
    return Operation(
        cents,
        due,
        secured=_first(facts, SECURITY) is not None,
        lawsuit_on=_first(facts, LAWSUIT, CITATION),
        insolvent_on=_first(facts, INSOLVENCY),
    )


def _first(facts: Iterable[Fact], *kinds: str) -> date | None:
    return min((day for kind, day in facts if kind in kinds), default=None)


class Change(NamedTuple):
    """A fact, and the limitation of its title before and after; `changed` is False when it was so already."""

    fact: Recorded
    before: Limitation
    after: Limitation
    changed: bool


class Changes(NamedTuple):
    """What a command did to the facts."""

    made: tuple[Change, ...]
    notices: tuple[str, ...]


def record_facts(
    ledger: Path, moment: Moment, typed: Sequence[str], fact: Fact, note: str | None = None
) -> Changes:
    """Record that something happened to one or more titles, in one transaction; the same again is no change.

    Raises DataError when the day is in the future, the note is not valid or an invoice is cancelled.
    """
    text = clean(note, MAX_NOTE, "a nota")
    if fact.day > moment.today:
        raise DataError(
            f"o dia do fato ({date_br(fact.day.isoformat())}) ainda não chegou", code="E-DATA-FUTURA"
        )
    with writing(ledger) as transaction:
        items = {
            item.id: item for item in (find_item(transaction.connection, each, date.max) for each in typed)
        }
        made = tuple(_record(transaction, moment, item, fact, text) for item in items.values())
        if not any(change.changed for change in made):
            transaction.abandon()
        return Changes(made, tuple(transaction.notices))


def _record(transaction: Transaction, moment: Moment, item: Item, fact: Fact, note: str | None) -> Change:
    if item.cancelled_on:
        raise DataError(
            f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)}", code="E-CANCELADA"
        )
    connection = transaction.connection
    before = _limitation_of(transaction, item.id, item.due, moment)
    known = same_fact(connection, item.id, fact)
    identity = insert_fact(transaction, moment, item.id, fact, note) if known is None else known
    recorded = recorded_fact(connection, identity)
    assert recorded is not None
    return Change(recorded, before, _limitation_of(transaction, item.id, item.due, moment), known is None)


def _limitation_of(transaction: Transaction, receivable: int, due: str, moment: Moment) -> Limitation:
    return limitation(date.fromisoformat(due), facts_of(transaction.connection, receivable, moment.today))


def insert_fact(
    transaction: Transaction,
    moment: Moment,
    receivable: int,
    fact: Fact,
    note: str | None,
    reverses: int | None = None,
) -> int:
    """Write one row and its event; the number of the row."""
    from cobranca_cli.ledger.tables import LegalFactRow

    day = fact.day.isoformat()
    row = LegalFactRow(
        receivable_id=receivable,
        kind=fact.kind,
        day=day,
        note=note,
        reverses=reverses,
        recorded_at=moment.instant,
    )
    transaction.session.add(row)
    transaction.session.flush()
    assert row.id is not None
    data: dict[str, object] = {"fato": row.id, "fatura": receivable, "tipo": fact.kind, "em": day}
    if reverses is None:
        transaction.record("fato_registrado", data, moment.instant)
    else:
        transaction.record("fato_retirado", {**data, "retira": reverses}, moment.instant)
    return row.id


def withdraw_fact(
    ledger: Path, moment: Moment, identity: int, ended: date | None = None, reason: str | None = None
) -> Changes:
    """Withdraw a fact: one that was never so, or, with `ended`, one that was so until that day.

    Raises NotFoundError; DataError when it was withdrawn already, or cannot have ended on that day.
    """
    text = clean(reason, MAX_NOTE, "o motivo")
    with writing(ledger) as transaction:
        known = recorded_fact(transaction.connection, identity)
        if known is None:
            raise NotFoundError(
                f"não há um fato de número {identity}", hint="veja os números com 'cobranca faturas fatos'"
            )
        _refuse_withdrawal(known, ended, moment.today)
        before = _limitation_of(transaction, known.receivable, known.due, moment)
        day = ended or date.fromisoformat(known.day)
        insert_fact(transaction, moment, known.receivable, Fact(known.kind, day), text, identity)
        after = _limitation_of(transaction, known.receivable, known.due, moment)
        now = recorded_fact(transaction.connection, identity)
        assert now is not None
        return Changes((Change(now, before, after, changed=True),), tuple(transaction.notices))


def _refuse_withdrawal(known: Recorded, ended: date | None, today: date) -> None:
    if known.withdrawn_from:
        raise DataError(
            f"o fato {known.id} já foi retirado", hint="veja os que valem com 'cobranca faturas fatos'"
        )
    if ended is None:
        return
    if known.kind not in PASSING:
        raise DataError(
            "só ação, garantia, insolvência e negativação acabam em um dia; os outros fatos não se desfazem",
            hint="para retirar o que foi registrado por engano, rode de novo sem --data",
        )
    if ended > today:
        raise DataError(f"o dia {date_br(ended.isoformat())} ainda não chegou", code="E-DATA-FUTURA")
    if ended.isoformat() <= known.day:
        raise DataError(
            f"o fato {known.id} é de {date_br(known.day)}; o fim dele precisa ser depois",
            code="E-DATA-ORDEM",
            hint="para retirar o que foi registrado por engano, rode de novo sem --data",
        )


class ListedFacts(NamedTuple):
    """Facts as they stand in the ledger."""

    as_of: date
    facts: tuple[Recorded, ...]
    notices: tuple[str, ...]


def list_facts(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str | None = None
) -> ListedFacts:
    """The facts up to a day, of one invoice or of all; the withdrawn ones too."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        receivable = None if typed is None else find_item(connection, typed, as_of).id
        return ListedFacts(as_of, tuple(recorded_facts(connection, receivable, as_of)), reader.notices)
