"""Layer `sqlite`: the pages and indexes of the file, the references, the schema, dates that do not exist."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.schema import STEPS

from .look import RESTORE, Look

_LAYER = "sqlite"
_DAYS = {
    "day", "due", "due_effective", "issued", "starts_on", "cancelled_on", "reversed_on", "value_on",
    "booked_on", "since", "until", "signed_on", "base_on", "ended_on", "made_on", "withdrawn_on", "next_on",
    "created_on", "imported_on", "told_on", "expires", "fitted_on",
}  # fmt: skip
_INDEX = re.compile(r"(?:row \d+ missing from|wrong # of entries in|non-unique entry in) index (\w+)")
_VALUE = re.compile(r"(?:CHECK constraint failed in|(?:NULL|non-\w+|\w+) value in) (\w+)")

Rows = dict[tuple[str, str], str]


def database_findings(look: Look) -> Iterator[Finding]:
    """What SQLite itself finds, told in sentences; then what it does not look at."""
    yield from _integrity(look.connection)
    yield from _references(look.connection)
    yield from _schema(look)
    yield from _dates(look.connection)


def _integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    told: dict[Finding, None] = {}
    for (line,) in connection.execute("PRAGMA integrity_check(1000)"):
        if line != "ok":
            told.setdefault(_in_words(line), None)
    yield from told


def _in_words(line: str) -> Finding:
    if match := _INDEX.search(line):
        return Finding(
            _LAYER, "V-INDICE", f"índice {match[1]}", "o índice não confere com a tabela dele", RESTORE
        )
    if match := _VALUE.search(line):
        table = match[1].partition(".")[0]
        return Finding(_LAYER, "V-VALOR", f"tabela {table}", "há um valor que o livro não aceita", RESTORE)
    return Finding(
        _LAYER, "V-PAGINA", "",
        "uma parte do arquivo está estragada: o disco, ou outro programa, escreveu nela",
        RESTORE,
    )  # fmt: skip


def _references(connection: sqlite3.Connection) -> Iterator[Finding]:
    told: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        told[table, parent] = told.get((table, parent), 0) + 1
    for (table, parent), count in told.items():
        lines = "uma linha aponta" if count == 1 else f"{count} linhas apontam"
        yield Finding(
            _LAYER,
            "V-REFERENCIA",
            f"tabela {table}",
            f"{lines} para algo que não existe em {parent}",
            RESTORE,
        )


def _schema(look: Look) -> Iterator[Finding]:
    """Tables and indexes against those of a new ledger of the same version; triggers are the history's."""
    wanted, there = _expected(look.version), _described(look.connection)
    for kind, name in sorted({*wanted, *there}):
        if wanted.get((kind, name)) == there.get((kind, name)):
            continue
        what = f"não é como o formato {look.version} manda: foi mudado por fora"
        if (kind, name) not in there:
            what = "falta no livro"
        elif (kind, name) not in wanted:
            what = "não é deste programa: alguém pôs no livro"
        yield Finding(_LAYER, "V-ESQUEMA", f"{_KINDS[kind]} {name}", what, _SCHEMA_REMEDY)


_KINDS = {"table": "tabela", "index": "índice", "view": "visão"}
_SCHEMA_REMEDY = "o livro só se muda pelo programa; " + RESTORE


def _expected(version: int) -> Rows:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for step in STEPS[:version]:
            for statement in step:
                fresh.execute(statement)
        return _described(fresh)


def _described(connection: sqlite3.Connection) -> Rows:
    """Tables, indexes and views by kind and name, with the words that made them.

    What SQLite keeps for itself is left out: the indexes of a UNIQUE, the statistics of ANALYZE.
    """
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' AND type <> 'trigger'"
    )
    return {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}


def _dates(connection: sqlite3.Connection) -> Iterator[Finding]:
    """SQLite takes 31/02 for a date; no rule can reckon with it."""
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
    ).fetchall():
        columns = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))]
        for column in _DAYS.intersection(columns):
            (count,) = connection.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL'
                f""" AND date("{column}", '+0 days') IS NOT "{column}\""""
            ).fetchone()
            if count:
                what = "há uma data que não existe" if count == 1 else f"há {count} datas que não existem"
                yield Finding(_LAYER, "V-DATA", f"tabela {table}", f"{what} ({column})", RESTORE)
