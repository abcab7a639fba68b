"""A ledger and an import for every test: made once a process and copied, so that each costs a millisecond."""

import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.import_result import ImportResult

MOMENT = Moment(date(2026, 11, 21), "2026-11-21T12:00:00.000Z")
CALENDAR = BusinessCalendar()

_ROWS = """
SELECT r.number, r.instalment, c.name, c.document, c.code, c.email, c.phone,
       r.issued, r.due, r.amount, r.description
FROM receivable r JOIN customer c ON c.id = r.customer_id ORDER BY r.import_line, r.id"""


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "livro.db")
        create_ledger(path)
        return path.read_bytes()


def new_ledger(folder: Path, name: str = "livro.db") -> Path:
    """A fresh ledger in the folder."""
    path = folder / name
    path.write_bytes(_template())
    path.chmod(0o600)
    return path


def import_bytes(
    ledger: Path,
    content: bytes,
    wishes: Wishes | None = None,
    name: str = "faturas.csv",
    *,
    simulate: bool = False,
    rejects: RejectsFile | None = None,
) -> ImportResult:
    """Write the bytes beside the ledger and import them; checks what holds for every import."""
    file = ledger.parent / name
    file.write_bytes(content)
    before = ledger.read_bytes()
    owned = count(ledger)
    result = import_invoices(
        ledger, file, wishes or Wishes(), MOMENT, CALENDAR, simulate=simulate, rejects=rejects
    )
    set_aside = sum(result.set_aside.values())
    assert result.read == result.new + result.existing + result.conflicts + result.rejected + set_aside
    assert min(result.new, result.existing, result.conflicts, result.rejected) >= 0
    if result.written:
        assert count(ledger) == (owned[0] + result.new, owned[1] + result.new_cents)
    else:
        assert ledger.read_bytes() == before
    return result


def count(ledger: Path) -> tuple[int, int]:
    """How many invoices the ledger has, and their cents."""
    row = query(ledger, "SELECT count(*), coalesce(sum(amount), 0) FROM receivable")[0]
    return row[0], row[1]


def rows(ledger: Path) -> list[tuple[Any, ...]]:
    """Every invoice with its customer, in the order of the file."""
    return query(ledger, _ROWS)


def query(ledger: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows read with the bare library, so that a test does not trust what it tests."""
    with closing(sqlite3.connect(ledger)) as connection:
        return connection.execute(sql, values).fetchall()


def table(*lines: str, header: str = "numero;cliente;vencimento;valor", end: str = "\n") -> bytes:
    """Lines under a header as UTF-8."""
    return end.join([header, *lines, ""]).encode()


def codes(result: ImportResult) -> list[tuple[str, int | None, int | None]]:
    """Code, line and column of every problem."""
    return [(problem.code, problem.line, problem.column) for problem in result.problems.kept]
