"""Due dates follow the owner's holidays: the next report recomputes them once, with an event."""

from datetime import date
from pathlib import Path

from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.overdue import overdue

MOMENT = Moment(date(2026, 7, 10), "2026-07-10T12:00:00.000Z")
PLAIN, SAO_PAULO = BusinessCalendar(), BusinessCalendar(recurring=frozenset({(7, 9)}))


def _ledger(tmp_path: Path) -> Path:
    ledger = tmp_path / "livro.db"
    create_ledger(ledger)
    with writing(ledger) as transaction:
        record_mark(transaction.connection, PLAIN)
        transaction.record("livro_criado", {}, MOMENT.instant)
    file = tmp_path / "f.csv"
    file.write_text("numero;cliente;vencimento;valor\n1;Ana;09/07/2026;10,00\n2;Ana;08/07/2026;20,00\n")
    assert import_invoices(ledger, file, Wishes(), MOMENT, PLAIN).new == 2
    return ledger


def _overdue(ledger: Path, calendar: BusinessCalendar) -> tuple[list[str], tuple[str, ...]]:
    found = overdue(ledger, Settings(ledger, calendar=calendar), MOMENT, MOMENT.today)
    return [owed.item.number for owed in found.items], found.notices


def _events(ledger: Path) -> list[str]:
    connection = open_for_reading(ledger).connection
    try:
        return [
            kind for (kind,) in connection.execute("SELECT kind FROM event WHERE kind <> 'selo' ORDER BY seq")
        ]
    finally:
        connection.close()


def test_a_new_holiday_moves_the_due_date_and_is_told_once(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    assert _overdue(ledger, PLAIN) == (["2", "1"], ())
    # 9 July is a holiday in São Paulo: what fell due on it may be paid on the 10th.
    numbers, notices = _overdue(ledger, SAO_PAULO)
    assert numbers == ["2"]
    assert notices == ("os feriados mudaram: recalculei o vencimento efetivo de 1 fatura",)
    assert _overdue(ledger, SAO_PAULO) == (["2"], ())
    assert _events(ledger) == ["livro_criado", "faturas_importadas", "encargos_definidos", "feriados_mudaram"]


def test_a_holiday_taken_back_restores_the_due_date(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    _overdue(ledger, SAO_PAULO)
    assert _overdue(ledger, PLAIN)[0] == ["2", "1"]


def test_a_report_goes_on_when_another_process_is_writing(tmp_path: Path) -> None:
    ledger = _ledger(tmp_path)
    with writing(ledger) as transaction:
        numbers, notices = _overdue(ledger, SAO_PAULO)
        transaction.abandon()
    assert numbers == ["2", "1"]
    assert "não consegui atualizar" in notices[0]
