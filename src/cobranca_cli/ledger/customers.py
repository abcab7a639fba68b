"""Who a customer of a file is in the ledger: by document, else by the owner's code, else by exact name.

Held in memory for one import: four small entries a customer.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .indexes import OPEN_ITEM

CONTACT_COLUMNS = ("email", "phone", "address", "city", "state", "zip", "category")


class Person(NamedTuple):
    """What a row says of a customer; the ledger's view of `importing.drafts.CustomerDraft`."""

    name: str
    name_key: str
    document: str | None
    code: str | None
    contacts: tuple[str | None, ...]
    """In the order of CONTACT_COLUMNS."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a customer cannot be told: `homonym`, `code_of_another` or `document_of_another`."""

    why: str


class CustomerBook:
    """Finds customers of the ledger, and makes those it does not know, inside the open transaction."""

    def __init__(self, connection: sqlite3.Connection, today: str) -> None:
        self.new = 0
        self.completed = 0
        self.updated = 0
        self.other_name = 0
        self.namesakes = 0
        self._connection = connection
        self._today = today
        self._last_before = connection.execute("SELECT coalesce(max(id), 0) FROM customer").fetchone()[0]
        self._by_document: dict[str, int] = {}
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, int | tuple[int, ...]] = {}
        self._bare: set[int] = set()
        for identity, document, code, key in connection.execute(
            "SELECT id, document, code, name_key FROM customer"
        ):
            self._remember(identity, document, code, key)

    def find(self, person: Person) -> int | Doubt | None:
        """The customer's id; None when nobody answers; a Doubt when it cannot be told."""
        by_code = self._by_code.get(person.code.casefold()) if person.code else None
        if person.document:
            found = self._by_document.get(person.document)
            if found is not None:
                return Doubt("code_of_another") if by_code not in (None, found) else found
            if by_code is not None:
                return by_code if by_code in self._bare else Doubt("document_of_another")
            return None
        if by_code is not None:
            return by_code
        if person.code:
            return None
        return self._by_exact_name(person.name_key)

    def register(self, person: Person, invoice: tuple[str, str]) -> tuple[int, bool] | Doubt:
        """Find the customer or make a new one; blanks of a known one are filled, nothing is overwritten.

        Where the row alone does not tell who is meant, the owner of the same `invoice` (number and
        instalment), if the ledger has it already, does. The second value says whether the answer holds
        for every row that says the same of the customer.
        """
        found = self.find(person)
        owner = None
        if isinstance(found, Doubt) or (found is None and person.name_key in self._by_name):
            owner = self._owner(person, invoice)
        if isinstance(found, Doubt):
            if owner is None:
                return found
            if found.why == "homonym":
                self._complete(owner, person)
            # A row that contradicts itself teaches nothing; the ledger has it already as it is.
            return owner, False
        if found is None and owner is None:
            return self.add(person), True
        identity = found if owner is None else owner
        assert identity is not None
        self._complete(identity, person)
        return identity, True

    def forget_without_invoice(self) -> None:
        """Take back the customers made in this import whose rows have all been refused."""
        self.new -= self._connection.execute(
            f"DELETE FROM customer WHERE id > ? AND NOT EXISTS (SELECT 1 FROM receivable"
            f" WHERE customer_id = customer.id AND {OPEN_ITEM})",
            (self._last_before,),
        ).rowcount

    def enrol(self, person: Person) -> int | Doubt | None:
        """Make a customer or bring a known one up to date with what the row says; None if nothing changes.

        A row with a new document may also mean the one customer of exactly this name without document.
        """
        found = self.find(person)
        if found is None and (person.document or person.code):
            named = self._by_exact_name(person.name_key)
            found = named if isinstance(named, int) and named in self._bare else None
        if isinstance(found, Doubt):
            return found
        if found is None:
            return self.add(person)
        given = {"name": person.name, "name_key": person.name_key, **self._given(person)}
        if not update_known(self._connection, found, given):
            return None
        self.updated += 1
        self._remember(found, person.document, person.code, None)
        return found

    def add(self, person: Person) -> int:
        """Make a new customer."""
        if person.name_key in self._by_name:
            self.namesakes += 1
        cursor = self._connection.execute(
            "INSERT INTO customer (name, name_key, document, code, email, phone, address, city, state, zip,"
            " category, created_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (person.name, person.name_key, person.document, person.code, *person.contacts, self._today),
        )
        identity = int(cursor.lastrowid or 0)
        self.new += 1
        self._remember(identity, person.document, person.code, person.name_key)
        return identity

    def _owner(self, person: Person, invoice: tuple[str, str]) -> int | None:
        """Whose the invoice is in the ledger, if that can be the person of the row."""
        row = self._connection.execute(
            "SELECT c.id, c.name_key, c.document FROM receivable r JOIN customer c ON c.id = r.customer_id"
            " WHERE r.number = ? AND r.instalment = ? AND r.void = 0",
            invoice,
        ).fetchone()
        if row is None:
            return None
        identity, key, document = row
        same = document == person.document if document and person.document else key == person.name_key
        return int(identity) if same else None

    def _complete(self, identity: int, person: Person) -> None:
        filled = fill_blanks(self._connection, identity, self._given(person))
        self.completed += filled
        if filled:
            self._remember(identity, person.document, person.code, None)
        if identity not in self._as_ids(self._by_name.get(person.name_key, ())):
            self.other_name += 1

    @staticmethod
    def _given(person: Person) -> dict[str, str | None]:
        contacts = dict(zip(CONTACT_COLUMNS, person.contacts, strict=True))
        return {**contacts, "code": person.code, "document": person.document}

    def _by_exact_name(self, key: str) -> int | Doubt | None:
        ids = self._as_ids(self._by_name.get(key, ()))
        if len(ids) > 1:
            # Of several namesakes, one without document is who a row without document means.
            bare = tuple(identity for identity in ids if identity in self._bare)
            ids = bare if len(bare) == 1 else ids
        if len(ids) > 1:
            return Doubt("homonym")
        return ids[0] if ids else None

    def _remember(self, identity: int, document: str | None, code: str | None, key: str | None) -> None:
        if document:
            self._by_document[document] = identity
            self._bare.discard(identity)
        elif key is not None:
            self._bare.add(identity)
        if code:
            self._by_code[code.casefold()] = identity
        if key is not None:
            known = self._by_name.get(key)
            self._by_name[key] = identity if known is None else (*self._as_ids(known), identity)

    @staticmethod
    def _as_ids(value: int | tuple[int, ...]) -> tuple[int, ...]:
        return (value,) if isinstance(value, int) else value


def fill_blanks(connection: sqlite3.Connection, identity: int, given: Mapping[str, str | None]) -> int:
    """Fill what the ledger does not know of a customer; returns how many columns were filled."""
    return _change(connection, identity, given, only_blanks=True)


def update_known(connection: sqlite3.Connection, identity: int, given: Mapping[str, str | None]) -> int:
    """Bring a customer up to date; None says nothing. Returns how many columns changed."""
    return _change(connection, identity, given, only_blanks=False)


def _change(
    connection: sqlite3.Connection, identity: int, given: Mapping[str, str | None], *, only_blanks: bool
) -> int:
    columns = [name for name, value in given.items() if value is not None]
    if not columns:
        return 0
    row = connection.execute(
        f"SELECT {', '.join(columns)} FROM customer WHERE id = ?", (identity,)
    ).fetchone()
    changed = [
        name
        for name, present in zip(columns, row, strict=True)
        if present is None or (not only_blanks and present != given[name])
    ]
    if changed:
        connection.execute(
            f"UPDATE customer SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?",
            (*(given[name] for name in changed), identity),
        )
    return len(changed)
