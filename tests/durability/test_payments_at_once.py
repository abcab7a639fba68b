"""P4: several processes read, check and write the same account at once, and every sum is exact.

Small: three of them, 15 payments each. Large (`COBRANCA_DEMORADO=1`): four, 60 each.
"""

import sys
import time
from pathlib import Path

import pytest
from tests.durability.harness import LARGE, ROOT, connected, finish, import_file, new_ledger, start
from tests.services.payment_check import OUT_OF_STEP, OVERPAID

WRITERS, PAYMENTS = (4, 60) if LARGE else (3, 15)
CENTS = 100
OWED = WRITERS * PAYMENTS * CENTS * 2 // 3
"""Less than what is paid: who comes last must see that nothing is owed any more."""

PAYING = """
import sys
from datetime import date
from pathlib import Path
from tests.durability.mutant_program import MUTANTS
from cobranca_cli.config import load_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.services.payments import Order, register

ledger, me, count, mutant = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
MUTANTS.get(mutant, lambda: None)()
settings, moment = load_settings(ledger), Moment(date(2026, 11, 21), "2026-11-21T12:00:00.000Z")
for number in range(count):
    register(ledger, settings, moment, Order(CENTS, None, (), "Ana", key=f"{me}-{number}"))
""".replace("CENTS", str(CENTS))


def paid_at_once(folder: Path, mutant: str = "") -> list[str]:
    """What is wrong after all of them have paid."""
    ledger = new_ledger(folder)
    file = folder / "f.csv"
    rows = [f"F{n};Ana;20/11/2026;{OWED // 3 // 100},{OWED // 3 % 100:02d}" for n in range(3)]
    file.write_text("\n".join(["numero;cliente;vencimento;valor", *rows, ""]))
    assert import_file(ledger, file).code == 0
    owed = OWED // 3 * 3
    began, program = time.monotonic(), (sys.executable, "-c", PAYING)
    all_of_them = [
        start(ledger, f"p{number}", PAYMENTS, mutant, program=program, cwd=ROOT) for number in range(WRITERS)
    ]
    ended = [finish(process, began) for process in all_of_them]
    wrong = [each.err[-300:] for each in ended if each.code != 0]
    with connected(ledger) as connection:
        wrong += [str(row) for sql in (OUT_OF_STEP, OVERPAID) for row in connection.execute(sql).fetchall()]
        count, cents = connection.execute("SELECT count(*), sum(amount) FROM movement").fetchone()
        settled = connection.execute("SELECT sum(settled) FROM receivable").fetchone()[0]
    if (count, cents, settled) != (WRITERS * PAYMENTS, WRITERS * PAYMENTS * CENTS, owed):
        wrong.append(f"{count} payments, {cents} cents, {settled} of {owed} settled")
    return wrong


def test_payments_at_once_add_up(tmp_path: Path) -> None:
    assert paid_at_once(tmp_path / "livro") == []


@pytest.mark.parametrize("mutant", ["no_lock"])
def test_the_harness_sees_writers_without_a_lock(mutant: str, tmp_path: Path) -> None:
    assert paid_at_once(tmp_path / "livro", mutant)
