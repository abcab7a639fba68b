"""An internal error is the program's in a sound ledger, and the ledger's where others have written in it."""

from datetime import date
from pathlib import Path

import pytest
from tests.importing.bench import import_bytes, new_ledger, table
from tests.services.verified import NOW, damage

from cobranca_cli.cli.failures import report
from cobranca_cli.cli.invocation import Invocation
from cobranca_cli.cli.run import Run
from cobranca_cli.domain.moment import Moment
from cobranca_cli.services import damage as judged

DAY = date(2026, 11, 28)
DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made = new_ledger(tmp_path)
    import_bytes(made, table("1;Ana;01/12/2026;1,00"))
    return made


def told(ledger: Path) -> int:
    """The exit code of a command that met an internal error on this ledger."""
    return report(ValueError("Maria"), Invocation(["hoje"], run=Run(DAY, DAY, ledger_typed=str(ledger))))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO charge_terms (since, content, recorded_at)"
        f" VALUES ('2026-01-01', '{DEEP}', '2026-01-01T00:00:00.000Z')",
        f"UPDATE event SET data = '{DEEP}' WHERE seq = 2",
        "UPDATE customer SET name = CAST(x'50ff61' AS TEXT) WHERE id = 1",
        "UPDATE receivable SET due_effective = '9999-12-31' WHERE id = 1",
        "UPDATE receivable SET amount = 9000000000000000000 WHERE id = 1",
    ],
    ids=["depth", "depth of an event", "text", "day", "amount"],
)
def test_a_value_that_the_program_did_not_write_is_damage(
    ledger: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(ledger, statement)
    assert told(ledger) == 4
    said = capsys.readouterr().err
    assert "erro [E-LIVRO-DANIFICADO]" in said and "verificar" in said and "Maria" not in said


def test_in_a_sound_ledger_it_stays_a_defect(ledger: Path) -> None:
    assert judged.damage(ledger, Moment(DAY, NOW)) is None
    Path(f"{ledger}.ancora").unlink()
    assert told(ledger) == 1


def test_without_a_ledger_it_stays_a_defect(tmp_path: Path) -> None:
    assert told(tmp_path / "livro.db") == 1
