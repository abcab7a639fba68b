"""Seals: every fact of a table bound to the event chain, some hundred rows at a time.

At the end of each write an event of kind `selo` says, for each table with new rows, from which id to which
they go, how many they are, and the SHA-256 over what they say. Words that may tell who a person is are not
hashed themselves: a row counts with a commitment, HMAC-SHA256 under a random salt of that person, and
erasure destroys the salt. Cost is linear in the new rows, some microseconds each.
"""

import hashlib
import hmac
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from .fact_tables import FACT_TABLES, FactTable

KIND = "selo"
VERSION = 1
"""How a row becomes text. A later version seals anew; what an earlier one sealed is read its way."""

CHUNK = 250
"""How many ids a hash covers: as near as a check comes to the row that was changed."""

_KNOWN_SALTS = 4096


class Range(NamedTuple):
    """The rows of a table from one id to another, both included: how many, and the hash over them."""

    first: int
    last: int
    rows: int
    sha256: str


class Sealed(NamedTuple):
    """What one seal covers, and the rows (first and last id) that the program found there and had not
    written, by table.
    """

    ranges: dict[str, list[Range]]
    outside: dict[str, tuple[int, int]]


def facts_of(each: FactTable) -> str:
    """SQL for what a row `t` of a table says but for its words, as `docs/historico.md` tells it.

    A JSON array of its id, its facts, and the rows that belong to it (a text of arrays, one a line, or
    null). Nothing in it depends on what a version of SQLite does with JSON in JSON.
    """
    parts = ["t.id", *(f"t.{name}" for name in each.facts)]
    for child in each.children:
        columns = ", ".join(child.columns)
        parts.append(
            f"(SELECT group_concat(json_array({columns}), char(10)) FROM"
            f" (SELECT {columns} FROM {child.table} WHERE {child.parent} = t.id ORDER BY {columns}))"
        )
    return f"json_array({', '.join(parts)})"


def words_of(table: str, each: FactTable) -> str:
    """SQL for whom the words of a row `t` are about, and the words as JSON; both NULL if there are none."""
    words = ", ".join(f"t.{name}" for name in each.personal)
    some = " OR ".join(f"t.{name} IS NOT NULL" for name in each.personal)
    return ", ".join(
        f"iif({some}, {value}, NULL)"
        for value in (f"coalesce({each.owner}, 0)", f"json_array('{table}', t.id, {words})")
    )


def _kept(table: str, each: FactTable) -> str:
    """SQL for the commitment that was kept of a row whose words are gone."""
    gone = " AND ".join(
        f"t.{name} IS NULL" if rest is None else f"(t.{name} IS NULL OR t.{name} = '{rest}')"
        for name, rest in each.personal.items()
    )
    kept = f"SELECT commitment FROM erased_text WHERE table_name = '{table}' AND row_id = t.id"
    return f"iif({gone}, ({kept}), NULL)"


class Salts:
    """The salts of persons, and the commitments made with them."""

    def __init__(self, connection: sqlite3.Connection, make: bool) -> None:
        """With `make`, a person without a salt gets one; otherwise the commitment is `sem sal`."""
        self._connection = connection
        self._make = make
        self._salt = lru_cache(_KNOWN_SALTS)(self._read)

    def commitment(self, owner: int, words: str) -> str:
        """The commitment to the words of a row, in hexadecimal."""
        salt = self._salt(owner)
        return hmac.digest(salt, words.encode(), "sha256").hex() if salt else "sem sal"

    def _read(self, owner: int) -> bytes | None:
        query = "SELECT salt FROM person_salt WHERE customer_id = ?"
        row = self._connection.execute(query, (owner,)).fetchone()
        if row or not self._make:
            return bytes(row[0]) if row else None
        salt = os.urandom(32)
        self._connection.execute("INSERT INTO person_salt (customer_id, salt) VALUES (?, ?)", (owner, salt))
        return salt


Reader = Callable[[int, int, int], Range | None]


def reader(connection: sqlite3.Connection, table: str, salts: Salts) -> Reader:
    """What reads the rows of a table from one id to another, at most so many; a negative number means all.

    The range that comes back ends at the last id asked for, unless the number was reached before; None means
    that there is no row.
    """
    each = FACT_TABLES[table]
    read = (
        _reader_of_words(connection, table, each, salts)
        if each.personal
        else _reader(connection, table, each)
    )

    def ranged(first: int, last: int, most: int) -> Range | None:
        end, count, said = read(first, last, most)
        if not count:
            return None
        digest = hashlib.sha256(said.encode()).hexdigest()
        return Range(first, end if count == most else last, count, digest)

    return ranged


_Read = Callable[[int, int, int], tuple[int, int, str]]
_WHICH = "WHERE t.id BETWEEN ? AND ? ORDER BY t.id LIMIT ?"


def _reader(connection: sqlite3.Connection, table: str, each: FactTable) -> _Read:
    query = (
        "SELECT max(id), count(*), group_concat(row, char(10)) FROM"
        f" (SELECT t.id, {facts_of(each)} AS row FROM {table} t {_WHICH})"
    )
    return lambda first, last, most: connection.execute(query, (first, last, most)).fetchone()


def _reader_of_words(connection: sqlite3.Connection, table: str, each: FactTable, salts: Salts) -> _Read:
    query = "SELECT 1 FROM erased_text WHERE table_name = ? LIMIT 1"
    erased = connection.execute(query, (table,)).fetchone() is not None
    kept = _kept(table, each) if erased else "NULL"
    query = f"SELECT t.id, {facts_of(each)}, {words_of(table, each)}, {kept} FROM {table} t {_WHICH}"

    def read(first: int, last: int, most: int) -> tuple[int, int, str]:
        rows = connection.execute(query, (first, last, most)).fetchall()
        said = []
        for _, facts, owner, words, known in rows:
            commitment = known or (words and salts.commitment(owner, words))
            said.append(f'{facts[:-1]},"{commitment}"]' if commitment else f"{facts[:-1]},null]")
        return (rows[-1][0] if rows else 0, len(rows), "\n".join(said))

    return read


_NEWEST = " UNION ALL ".join(
    f"SELECT '{table}' AS name, max(id) AS newest FROM {table}" for table in FACT_TABLES
)
_OUT_OF_STEP = f"""
SELECT name, coalesce(last_id, 0) + 1, coalesce(newest, 0) FROM ({_NEWEST})
LEFT JOIN sealed ON table_name = name WHERE coalesce(newest, 0) <> coalesce(last_id, 0)"""


def holds_facts(connection: sqlite3.Connection) -> bool:
    """Whether any table that is sealed has a row."""
    query = f"SELECT 1 FROM ({_NEWEST}) WHERE newest IS NOT NULL LIMIT 1"
    return connection.execute(query).fetchone() is not None


def unsealed(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """The rows that no seal covers yet: by table, the first and the last id."""
    found = connection.execute(_OUT_OF_STEP)
    return {name: (first, last) for name, first, last in found if first <= last}


def written_outside(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """The rows that are there before a write begins although every write seals its own.

    None before the first seal: what an older ledger holds is sealed as it is. `sealed` is no fact and may
    have been changed: where it is not in step with the rows, the seals themselves say how far they go.
    Linear in the events then, and only then.
    """
    if connection.execute(_OUT_OF_STEP).fetchone() is None:
        return {}
    covered = covered_by_seals(connection)
    if covered is None:
        return {}
    connection.execute("DELETE FROM sealed")
    connection.executemany("INSERT INTO sealed (table_name, last_id) VALUES (?, ?)", covered.items())
    return unsealed(connection)


def covered_by_seals(connection: sqlite3.Connection) -> dict[str, int] | None:
    """The last id of each table that the seals of the history cover; None when there is no seal."""
    # From the end: nearly every write seals, and only a ledger without any is read to its beginning.
    one = connection.execute("SELECT 1 FROM event WHERE kind = ? ORDER BY seq DESC LIMIT 1", (KIND,))
    if one.fetchone() is None:
        return None
    covered: dict[str, int] = {}
    for (data,) in connection.execute("SELECT data FROM event WHERE kind = ?", (KIND,)):
        seal_ = read_seal(data)
        for table, ranges in seal_.ranges.items() if seal_ else ():
            covered[table] = max([covered.get(table, 0), *(each.last for each in ranges)])
    return covered


def read_seal(data: str) -> Sealed | None:
    """What a seal says; None of one that this program cannot read."""
    try:
        content = json.loads(data)
        if content["versao"] != VERSION:
            return None
        ranges = {table: [Range(*each) for each in several] for table, several in content["linhas"].items()}
        outside = {table: (first, last) for table, (first, last) in content.get("de_fora", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    numbers = [*(n for several in ranges.values() for each in several for n in each[:2])]
    numbers += (n for pair in outside.values() for n in pair)
    known = {*ranges, *outside} <= FACT_TABLES.keys()
    return Sealed(ranges, outside) if known and all(isinstance(n, int) for n in numbers) else None


def seal(connection: sqlite3.Connection, outside: Mapping[str, tuple[int, int]]) -> dict[str, object] | None:
    """Seal what is new; returns the data of the event to record, None when there is nothing new.

    `outside` are the rows that this write did not write; they are sealed too, and named.
    """
    new = unsealed(connection)
    if not new:
        return None
    salts = Salts(connection, make=True)
    ranges = {table: list(_ranges(reader(connection, table, salts), *ids)) for table, ids in new.items()}
    connection.executemany(
        "INSERT INTO sealed (table_name, last_id) VALUES (?, ?)"
        " ON CONFLICT (table_name) DO UPDATE SET last_id = excluded.last_id",
        [(table, last) for table, (_, last) in new.items()],
    )
    data: dict[str, object] = {"versao": VERSION, "linhas": ranges}
    return {**data, "de_fora": dict(outside)} if outside else data


def _ranges(read: Reader, first: int, last: int) -> Iterator[Range]:
    while found := read(first, last, CHUNK) if first <= last else None:
        yield found
        first = found.last + 1
