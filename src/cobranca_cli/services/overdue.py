"""What is overdue on a day, with what each invoice has come to.

Most titles are simple: nothing was ever paid on them and the terms are the ledger's. Those are reckoned in
integers; the others by the rule itself, from their entries. Linear in the overdue titles.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.account import NOTHING, Parts
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.bulk_charges import fast
from cobranca_cli.domain.caps import judge
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.terms import Terms
from cobranca_cli.errors import MissingIndexError
from cobranca_cli.ledger.queries.accounts import customer_of, touched_among
from cobranca_cli.ledger.queries.items import Item, items_by_id, overdue_items, residues
from cobranca_cli.ledger.queries.legal_facts import prescribed_ids
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.caps import refusal
from cobranca_cli.services.reading import Reader, reading
from cobranca_cli.services.standing import owed_on

_CPF = 11


class Owed(NamedTuple):
    """An overdue invoice and what is owed on it; of a prescribed one the principal only."""

    item: Item
    open: Parts
    prescribed: bool = False


class Overdue(NamedTuple):
    """What is overdue on a day, the longest first."""

    as_of: date
    items: tuple[Owed, ...]
    notices: tuple[str, ...]


def overdue(ledger: Path, settings: Settings, moment: Moment, as_of: date) -> Overdue:
    """Every open invoice whose effective due date has passed, with its charges.

    An invoice whose principal is paid stays as long as fixed charges are open. Raises DataError when the
    terms of one break the law, MissingIndexError when an index they name is not known.
    """
    with reading(ledger, settings, moment, charges=True) as reader:
        found = Reckoning(reader, settings, as_of)
        items = tuple(found.all())
        return Overdue(as_of, items, (*reader.notices, *found.warnings))


class _Class(NamedTuple):
    """Titles that the ledger's terms treat alike; `charges` is None where only the rule will do."""

    charges: Callable[[int, int], tuple[int, int]] | None
    grace: int


class Reckoning:
    """The overdue titles of one ledger on one day."""

    def __init__(self, reader: Reader, settings: Settings, as_of: date) -> None:
        self._connection = reader.connection
        self._as_of = as_of
        self._book = TermsBook(reader.connection, settings.calendar, settings.charges)
        self.warnings: dict[str, None] = {}

    def all(self) -> Iterator[Owed]:
        """Every overdue title, by effective due date."""
        items = list(overdue_items(self._connection, self._as_of))
        ids = residues(self._connection, self._as_of)
        late = [item for item in items_by_id(self._connection, ids, self._as_of) if self._days(item)]
        rows = [*self._reckoned(items), *(owed for owed in self._reckoned(late) if owed.open.total)]
        if late:
            rows.sort(key=lambda owed: owed.item.due_effective)
        return iter(rows)

    def owed(self, items: list[Item]) -> Iterator[Owed]:
        """What is owed on these titles, in their order; those not yet due are owed their principal."""
        return self._reckoned(items)

    def _days(self, item: Item) -> int:
        return days_late(self._as_of, date.fromisoformat(item.due_effective))

    def _reckoned(self, items: list[Item]) -> Iterator[Owed]:
        gone = prescribed_ids(self._connection, self._as_of)
        slow = touched_among(self._connection, [item.id for item in items]) | self._book.own_titles()
        changed = self._book.changed_on(self._as_of)
        days: dict[str, int] = {}
        classes: dict[int, _Class] = {}
        # Tens of thousands of rows pass here: tuples made directly cost half of what their classes do.
        new = tuple.__new__
        for item in items:
            due, left, document = item.due_effective, item.amount - item.settled, item.document
            kind = classes.get(len(document) if document else 0)
            if kind is None:
                kind = classes[len(document or "")] = self._class_of(item)
            late = days.get(due)
            if late is None:
                late = days[due] = self._days(item)
            if item.id in gone:
                yield Owed(item, Parts(principal=left), prescribed=True)
            elif not late and item.id not in slow:
                yield Owed(item, Parts(principal=left))
            elif kind.charges is None or late <= kind.grace or item.id in slow or due < changed:
                yield Owed(item, self._by_rule(item))
            else:
                fine, interest = kind.charges(left, late)
                yield new(Owed, (item, new(Parts, (0, interest, fine, 0, left)), False))

    def _class_of(self, item: Item) -> "_Class":
        """The ledger's terms for titles whose customer has such a document, and their fast form."""
        terms = self._book.terms(0, item.document, 0, self._as_of)
        self._judge(terms, item, item.amount)
        simple = not terms.from_original and not terms.fine_cents
        return _Class(fast(terms) if simple else None, terms.grace_days)

    def _by_rule(self, item: Item) -> Parts:
        customer = customer_of(self._connection, item.id)
        if self._book.own_terms(customer, item.id):
            terms = self._book.terms(customer, item.document, item.id, self._as_of)
            self._judge(terms, item, item.amount)
        try:
            return owed_on(self._connection, self._book, item.id, item.document, self._as_of)
        except MissingIndexError as missing:
            raise MissingIndexError(
                f"fatura {item.name}, de {item.customer}: {missing.message}", hint=missing.hint
            ) from missing

    def _judge(self, terms: Terms, item: Item, nominal: int | None) -> None:
        for finding in judge(terms, terms.relation, len(item.document or "") == _CPF, nominal):
            if finding.refused:
                raise refusal(finding.message, f"fatura {item.name}")
            self.warnings[finding.message] = None


def total_of(rows: Iterable[Owed]) -> Parts:
    """The sum by component."""
    total = NOTHING
    for owed in rows:
        total = total.plus(owed.open)
    return total
