"""Which terms of charge hold for a title on a day: versions of the ledger's, the customer's, the title's own.

A version holds from its day on, until one recorded later takes its place; the first of the ledger also holds
for all days before it. What is settled nearer to the title wins key by key: title, customer, consumers in
general, everyone.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from cobranca_cli.domain.account import Conditions
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.charge_keys import BUSINESS, CONSUMER, INDEXES, LEGAL_RATE
from cobranca_cli.domain.holds import joined
from cobranca_cli.domain.rates import Rates
from cobranca_cli.domain.terms import Terms, read_terms
from cobranca_cli.ledger.queries.holds import Frozen, frozen_days
from cobranca_cli.ledger.queries.indices import rates
from cobranca_cli.ledger.queries.names import TITLE

Layer = Mapping[str, object]

_KNOWN = 100_000


class Version(NamedTuple):
    """One dated version; `content` holds the keys of `[encargos]` that it settles."""

    id: int
    since: str
    content: Layer
    owner: str = "livro"
    """`livro`, `cliente` or `fatura`."""
    always: bool = False
    """It holds for the days before `since` too, being the first of the ledger."""


class TermsBook:
    """The terms of every title of a ledger; cheap to make, for versions are few."""

    def __init__(self, connection: sqlite3.Connection, calendar: BusinessCalendar, fallback: Layer) -> None:
        """`fallback` are the charges of a ledger that has no version yet."""
        self._connection = connection
        self._calendar = calendar
        self._ledger = ledger_versions(connection) or [Version(0, "", fallback)]
        self._customers = _by_owner(connection, "customer_id")
        self._titles = _by_owner(connection, "receivable_id")
        self._rates: Rates | None = None
        self._disputes: Frozen | None = None
        # Titles by the thousand share a handful of terms.
        self._read = lru_cache(maxsize=None)(self._read_once)
        self._known = lru_cache(maxsize=_KNOWN)(self._terms)

    def changed_on(self, as_of: date) -> str:
        """The last day up to `as_of` on which the ledger's terms changed, as ISO text; empty if none did."""
        days = [version.since for version in self._ledger if version.since <= as_of.isoformat()]
        return max(days, default="") if len(self._ledger) > 1 else ""

    def ledger_version(self, day: date) -> Version:
        """The version of the ledger's terms on a day."""
        return _on(self._ledger, day) or _first(self._ledger)

    def versions(self, customer: int, title: int, day: date) -> tuple[Version, ...]:
        """The versions from which the terms of a title on a day come, the nearest to the title last."""
        own = (_on(self._customers.get(customer, ()), day), _on(self._titles.get(title, ()), day))
        return (self.ledger_version(day), *(version for version in own if version))

    def own_terms(self, customer: int, title: int) -> bool:
        """Whether the customer or the title has terms of its own."""
        return customer in self._customers or title in self._titles

    def own_titles(self) -> set[int]:
        """The titles that have terms of their own or whose customer has; linear in them.

        Those on which a dispute has frozen charges are among them.
        """
        found = {*self._titles, *self._frozen.titles}
        for customer in {*self._customers, *self._frozen.customers}:
            rows = self._connection.execute(
                "SELECT id FROM receivable WHERE customer_id = ? AND settled < amount"
                " UNION SELECT id FROM receivable WHERE customer_id = ? AND charges_left > 0"
                " UNION SELECT e.receivable_id FROM movement m JOIN entry e ON e.movement_id = m.id"
                " WHERE m.customer_id = ?",
                (customer, customer, customer),
            )
            found.update(identity for (identity,) in rows)
        return found

    def terms(self, customer: int, document: str | None, title: int, day: date) -> Terms:
        """The terms of a title on a day; `relation` is told by the document when nobody said it."""
        own = (customer, title) if self.own_terms(customer, title) else (0, 0)
        return self._known(*own, len(document or ""), day)

    def conditions(self, customer: int, document: str | None) -> Callable[[int], Conditions]:
        """The conditions of each title of a customer, by its id."""

        def of(title: int) -> Conditions:
            def terms_on(day: date) -> Terms:
                return self.terms(customer, document, title, day)

            owners = (self._ledger, self._customers.get(customer, ()), self._titles.get(title, ()))
            days = {version.since for versions in owners for version in versions if version.since}
            changes = tuple(date.fromisoformat(day) for day in sorted(days))
            frozen = (*self._frozen.customers.get(customer, ()), *self._frozen.titles.get(title, ()))
            return Conditions(terms_on, self._calendar, self.rates, changes, joined(frozen))

        return of

    @property
    def _frozen(self) -> Frozen:
        """The days that disputes freeze; read once, and only if somebody reckons."""
        if self._disputes is None:
            self._disputes = frozen_days(self._connection)
        return self._disputes

    @property
    def rates(self) -> Rates:
        """The indices that any version names; read once, and only if one does."""
        if self._rates is None:
            self._rates = rates(self._connection, _series(v.content for v in self._all()))
        return self._rates

    def _all(self) -> Iterable[Version]:
        yield from self._ledger
        for versions in (*self._customers.values(), *self._titles.values()):
            yield from versions

    def _terms(self, customer: int, title: int, digits: int, day: date) -> Terms:
        first, *own = (version.id for version in self.versions(customer, title, day))
        return self._read(first, tuple(own), digits)

    def _read_once(self, ledger: int, own: tuple[int, ...], digits: int) -> Terms:
        by_id = {version.id: version.content for version in self._all()}
        everyone = dict(by_id[ledger])
        consumers = everyone.pop("consumo", {})
        layers = [by_id[each] for each in own]
        said = read_terms(everyone, *layers).relation
        relation = said or {11: CONSUMER, 14: BUSINESS}.get(digits)
        between = [consumers] if relation == CONSUMER and isinstance(consumers, Mapping) else []
        return read_terms(everyone, *between, *layers)._replace(relation=relation)


def ledger_versions(connection: sqlite3.Connection) -> list[Version]:
    """The versions of the whole ledger's terms, in the order in which they hold."""
    found = _versions(
        connection.execute(
            "SELECT id, since, content FROM charge_terms WHERE customer_id IS NULL AND receivable_id IS NULL"
            " ORDER BY since, id"
        )
    )
    return [version._replace(always=version.since == found[0].since) for version in found]


def all_versions(connection: sqlite3.Connection, as_of: date) -> Iterator[tuple[Version, str, str | None]]:
    """Every version that began up to a day, with the name of whose it is and the reason given."""
    rows = connection.execute(
        "SELECT t.id, t.since, t.content, c.name,"
        f" {TITLE}, t.reason"
        " FROM charge_terms t LEFT JOIN customer c ON c.id = t.customer_id"
        " LEFT JOIN receivable r ON r.id = t.receivable_id WHERE t.since <= ?"
        " ORDER BY c.name_key, r.number, r.instalment, t.since, t.id",
        (as_of.isoformat(),),
    )
    first = {version.id for version in ledger_versions(connection) if version.always}
    for identity, since, content, customer, invoice, reason in rows:
        owner = "cliente" if customer else "fatura" if invoice else "livro"
        version = Version(identity, since, json.loads(content), owner, identity in first)
        yield version, customer or invoice or "", reason


def _by_owner(connection: sqlite3.Connection, column: str) -> dict[int, list[Version]]:
    found: dict[int, list[Version]] = {}
    for owner, *row in connection.execute(
        f"SELECT {column}, id, since, content FROM charge_terms WHERE {column} IS NOT NULL ORDER BY since, id"
    ):
        (version,) = _versions([(row[0], row[1], row[2])])
        found.setdefault(owner, []).append(version._replace(owner=_OWNERS[column]))
    return found


_OWNERS = {"customer_id": "cliente", "receivable_id": "fatura"}


def _versions(rows: Iterable[tuple[int, str, str]]) -> list[Version]:
    return [Version(identity, since, json.loads(content)) for identity, since, content in rows]


def _on(versions: Iterable[Version], day: date) -> Version | None:
    iso = day.isoformat()
    return max((version for version in versions if version.since <= iso), key=_recorded, default=None)


def _recorded(version: Version) -> int:
    return version.id


def _first(versions: list[Version]) -> Version:
    """The version of the first day; of several made that day the last, which corrected the others."""
    return [version for version in versions if version.since == versions[0].since][-1]


def _series(contents: Iterable[Layer]) -> set[str]:
    found: set[str] = set()
    for content in contents:
        nested = content.get("consumo")
        for layer in (content, nested if isinstance(nested, Mapping) else {}):
            found |= {str(layer.get("correcao"))} & set(INDEXES)
            if layer.get("juros_metodo") == "E_taxa_legal":
                found.add(LEGAL_RATE)
    return found
