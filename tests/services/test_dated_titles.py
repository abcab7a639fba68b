"""The dates of open titles over a real ledger: facts by their day, withdrawals, operations, errors."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask, run

from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.deadlines import FACT_KINDS, Fact
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.queries.legal_facts import prescribed_ids
from cobranca_cli.ledger.transaction import commits, writing
from cobranca_cli.services.deadlines import (
    ALL,
    Dated,
    Wanted,
    list_deadlines,
    list_facts,
    record_facts,
    withdraw_fact,
)
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.invoices import cancel_invoice
from cobranca_cli.views.deadlines import deadlines as view
from cobranca_cli.views.deadlines import effect

TODAY = date(2026, 11, 21)
MOMENT = Moment(TODAY, "2026-11-21T12:00:00.000Z")
CALENDAR = BusinessCalendar()
day = date.fromisoformat

FILE = """\
numero;parcela;cliente;emissao;vencimento;valor
L01;;Ana;2021-10-01;2021-11-20;100,00
L02;;Ana;2021-10-01;2021-11-22;200,00
L04;;Bia;2022-01-10;2022-03-10;300,00
P;1;Bia;2025-01-02;2026-05-20;6000,00
P;2;Bia;2025-01-02;2025-11-20;6000,00
P;3;Bia;2025-01-02;2026-12-20;6000,00
P;4;Caio;2025-01-02;2026-05-20;15000,00
BIG;;Caio;2025-01-02;2025-11-20;100000,01
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made = tmp_path / "livro.db"
    create_ledger(made)
    with writing(made) as transaction:
        record_mark(transaction.connection, CALENDAR)
        transaction.record("livro_criado", {}, MOMENT.instant)
    file = tmp_path / "faturas.csv"
    file.write_text(FILE)
    result = import_invoices(made, file, Wishes(), MOMENT, CALENDAR)
    assert result.new == 8, [problem.text() for problem in result.problems.kept]
    return made


def fact(ledger: Path, invoice: str, kind: str, when: str) -> int:
    done = record_facts(ledger, MOMENT, [invoice], Fact(kind, day(when)))
    return done.made[0].fact.id


def rows(ledger: Path, as_of: date = TODAY, wanted: Wanted = ALL) -> dict[str, Dated]:
    found = list_deadlines(ledger, Settings(ledger, calendar=CALENDAR), MOMENT, as_of, wanted)
    return {row.item.name: row for row in found.rows}


def prescribed(ledger: Path, as_of: date = TODAY) -> set[str]:
    """By the query for other reports, which must agree with the list."""
    connection = open_for_reading(ledger).connection
    try:
        names = dict(connection.execute("SELECT id, number FROM receivable").fetchall())
        found = {names[identity] for identity in prescribed_ids(connection, as_of)}
    finally:
        connection.close()
    listed = {name for name, row in rows(ledger, as_of).items() if row.state == "prescrito"}
    assert listed == found & rows(ledger, as_of).keys()
    return found


def test_the_first_interruption_counts_and_a_withdrawn_one_does_not(ledger: Path) -> None:
    first = fact(ledger, "L04", "protesto", "2023-05-02")
    fact(ledger, "L04", "reconhecimento", "2025-01-10")
    assert rows(ledger)["L04"].terms.limitation.expires == day("2028-05-02")
    withdraw_fact(ledger, MOMENT, first)
    limitation = rows(ledger)["L04"].terms.limitation
    assert (limitation.expires, limitation.interrupted_on) == (day("2030-01-10"), day("2025-01-10"))
    # On a day before the acknowledgement nothing had interrupted: a mistake never counted.
    assert rows(ledger, day("2024-01-01"))["L04"].terms.limitation.expires == day("2027-03-10")


def test_a_fact_counts_from_its_own_day(ledger: Path) -> None:
    fact(ledger, "L04", "protesto", "2023-05-02")
    expires = [
        rows(ledger, day(when))["L04"].terms.limitation.expires for when in ("2023-05-01", "2023-05-02")
    ]
    assert expires == [day("2027-03-10"), day("2028-05-02")]


def test_who_is_prescribed_on_which_day(ledger: Path) -> None:
    assert prescribed(ledger) == {"L01"}
    assert prescribed(ledger, day("2026-11-20")) == set()
    assert prescribed(ledger, day("2026-11-23")) == {"L01", "L02"}
    number = fact(ledger, "L01", "reconhecimento", "2026-11-20")
    assert prescribed(ledger) == set()
    withdraw_fact(ledger, MOMENT, number)
    assert prescribed(ledger) == {"L01"}
    fact(ledger, "L01", "protesto", "2026-11-21")  # the term is over
    assert prescribed(ledger) == {"L01"}


def test_prescribed_titles_that_closed_after_the_day_are_still_told(ledger: Path) -> None:
    run(
        ledger,
        "UPDATE receivable SET cancelled_on = '2026-12-01' WHERE number = 'L01'",
        "UPDATE receivable SET settled = amount WHERE number = 'L02'",
        "INSERT INTO movement (id, kind, customer_id, day, amount, horizon, recorded_at)"
        " SELECT 1, 'pagamento', customer_id, '2026-12-05', 20000, 1, '' FROM receivable WHERE id = 2",
        "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses, interest, fine,"
        " correction, principal, recorded_at)"
        " VALUES (1, 2, 'pagamento', '2026-12-05', '2026-12-05', 0, 0, 0, 0, 20000, '')",
    )
    connection = open_for_reading(ledger).connection
    found = {
        as_of: sorted(prescribed_ids(connection, day(as_of)))
        for as_of in ("2026-11-20", "2026-11-30", "2026-12-04", "2026-12-05")
    }
    connection.close()
    # L01 is cancelled on the 1st, L02 is paid on the 5th; they are told as long as they can be open.
    assert found == {"2026-11-20": [], "2026-11-30": [1, 2], "2026-12-04": [2], "2026-12-05": []}


def test_the_operation_is_the_invoice_with_all_its_instalments(ledger: Path) -> None:
    found = rows(ledger)
    assert [found[f"P/{part}"].operation for part in (1, 2, 3, 4)] == [18_000_00] * 3 + [15_000_00]
    reached = {name: row.case.inciso for name, row in found.items() if row.case.reached(TODAY)}
    assert (reached.get("P/1"), reached.get("P/2"), reached.get("P/4")) == (None, "II-b", "II-a")
    cancel_invoice(ledger, MOMENT, "P/3", "devolvida", day("2026-11-10"))
    smaller = rows(ledger)["P/1"]
    assert (smaller.operation, smaller.case.inciso, smaller.case.reached(TODAY)) == (12_000_00, "II-a", True)
    assert rows(ledger, day("2026-11-09"))["P/1"].operation == 18_000_00


def test_a_lawsuit_counts_while_it_lasts(ledger: Path) -> None:
    assert not rows(ledger)["BIG"].case.reached(TODAY)
    number = fact(ledger, "BIG", "acao", "2026-03-01")
    assert rows(ledger)["BIG"].case.reached(TODAY)
    withdraw_fact(ledger, MOMENT, number, ended=TODAY, reason="desistência")
    assert not rows(ledger)["BIG"].case.reached(TODAY)
    assert rows(ledger, day("2026-11-20"))["BIG"].case.charges_from == day("2026-03-01")


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("garantia", "II-c", "III-b"), ("insolvencia", "II-c", "I"), ("citacao", None, "II-c")],
)
def test_facts_choose_the_tax_case(ledger: Path, kind: str, before: str | None, after: str) -> None:
    case = rows(ledger)["BIG"].case
    assert before is None or case.inciso == before
    fact(ledger, "BIG", kind, "2026-06-01")
    case = rows(ledger)["BIG"].case
    assert (case.inciso, case.reached(TODAY)) == (after, kind != "garantia")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (ALL, {"L02", "P/1", "P/4", "P/3", "L04", "BIG", "P/2", "L01"}),
        (Wanted(customer="ana"), {"L02", "L01"}),
        (Wanted(within_days=1), {"L02"}),
        (Wanted(within_days=180), {"L02", "P/1", "P/4", "L04"}),
        (Wanted(states=frozenset({"prescrito"})), {"L01"}),
        (Wanted(customer="caio", states=frozenset({"prescrito"})), set()),
    ],
)
def test_filters_and_order(ledger: Path, wanted: Wanted, names: set[str]) -> None:
    assert rows(ledger, wanted=wanted).keys() == names
    listed = list(rows(ledger, wanted=wanted).values())
    lapses = [row.next[1] if row.next else date.max for row in listed]
    assert lapses == sorted(lapses)


def test_the_same_fact_again_is_no_change(ledger: Path) -> None:
    number = fact(ledger, "L04", "protesto", "2023-05-02")
    events, committed = ask(ledger, "SELECT count(*) FROM event"), commits()
    again = record_facts(ledger, MOMENT, ["l04", "L04"], Fact("protesto", day("2023-05-02")), "outra nota")
    assert [(each.fact.id, each.changed) for each in again.made] == [(number, False)]
    assert (ask(ledger, "SELECT count(*) FROM event"), commits()) == (events, committed)
    withdraw_fact(ledger, MOMENT, number)
    assert fact(ledger, "L04", "protesto", "2023-05-02") != number


def test_several_invoices_are_one_transaction(ledger: Path) -> None:
    protest = Fact("protesto", TODAY)
    with pytest.raises(CobrancaError):
        record_facts(ledger, MOMENT, ["P/1", "P/2", "P/9"], protest)
    assert ask(ledger, "SELECT * FROM legal_fact") == []
    done = record_facts(ledger, MOMENT, ["P/1", "P/2"], protest)
    assert [each.fact.name for each in done.made] == ["P/1", "P/2"]


def test_events_hold_no_note(ledger: Path) -> None:
    number = (
        record_facts(ledger, MOMENT, ["L04"], Fact("acao", day("2023-05-02")), "contra Bia").made[0].fact.id
    )
    withdraw_fact(ledger, MOMENT, number, reason="Bia pagou")
    told = ask(ledger, "SELECT kind, data FROM event WHERE kind LIKE 'fato%' ORDER BY seq")
    assert [(kind, json.loads(str(data))) for kind, data in told] == [
        ("fato_registrado", {"fato": 1, "fatura": 3, "tipo": "acao", "em": "2023-05-02"}),
        ("fato_retirado", {"fato": 2, "fatura": 3, "tipo": "acao", "em": "2023-05-02", "retira": 1}),
    ]
    kept = list_facts(ledger, Settings(ledger, calendar=CALENDAR), MOMENT, TODAY).facts[0]
    assert (kept.note, kept.reason, kept.mistaken) == ("contra Bia", "Bia pagou", True)


@pytest.mark.parametrize(
    ("invoice", "when", "said"),
    [
        ("L04", "2023-05-02", "prescreve em 02/05/2028 (antes, em 10/03/2027)"),
        ("L04", "2022-03-10", "prescreve em 10/03/2027, como antes: até o vencimento"),
        ("L01", "2026-11-21", "prescreve em 20/11/2026, como antes: o prazo já tinha acabado"),
        ("P/2", "2026-06-01", "prescreve em 01/01/2031, como antes: a prescrição só se interrompe uma vez"),
    ],
)
def test_what_a_fact_did_is_said(ledger: Path, invoice: str, when: str, said: str) -> None:
    fact(ledger, "P/2", "protesto", "2026-01-01")
    done = record_facts(ledger, MOMENT, [invoice], Fact("protesto", day(when)))
    assert said in (effect(done.made[0]) or "")


@pytest.mark.parametrize(
    ("invoice", "when", "note", "code"),
    [
        ("L04", "2026-11-22", None, "E-DATA-FUTURA"),
        ("X", "2026-11-20", None, "E-NAO-ENCONTRADO"),
        ("P", "2026-11-20", None, "E-AMBIGUO"),
        ("P/3", "2026-11-20", None, "E-CANCELADA"),
        ("L04", "2026-11-20", "x" * 501, "E-TAMANHO"),
    ],
)
def test_what_cannot_be_recorded(ledger: Path, invoice: str, when: str, note: str | None, code: str) -> None:
    cancel_invoice(ledger, MOMENT, "P/3", "devolvida", day("2026-11-10"))
    with pytest.raises(CobrancaError) as refused:
        record_facts(ledger, MOMENT, [invoice], Fact("protesto", day(when)), note)
    assert (refused.value.code, ask(ledger, "SELECT * FROM legal_fact")) == (code, [])


@pytest.mark.parametrize(
    ("kind", "identity", "ended", "code"),
    [
        ("acao", 9, None, "E-NAO-ENCONTRADO"),
        ("protesto", 1, "2026-11-01", "E-DADOS"),
        ("acao", 1, "2023-05-02", "E-DATA-ORDEM"),
        ("acao", 1, "2026-11-22", "E-DATA-FUTURA"),
    ],
)
def test_what_cannot_be_withdrawn(
    ledger: Path, kind: str, identity: int, ended: str | None, code: str
) -> None:
    assert fact(ledger, "L04", kind, "2023-05-02") == 1
    with pytest.raises(CobrancaError) as refused:
        withdraw_fact(ledger, MOMENT, identity, day(ended) if ended else None)
    assert refused.value.code == code


def test_a_withdrawal_is_final(ledger: Path) -> None:
    number = fact(ledger, "L04", "acao", "2023-05-02")
    withdraw_fact(ledger, MOMENT, number)
    for identity in (number, number + 1):  # the fact, and the row of its withdrawal
        with pytest.raises(CobrancaError):
            withdraw_fact(ledger, MOMENT, identity)


def test_the_command_knows_every_kind_and_state() -> None:
    from cobranca_cli.cli.deadlines import _KINDS, _STATES
    from cobranca_cli.domain.deadlines import STATES
    from cobranca_cli.views.deadlines import FACT_LABELS, STATE_LABELS

    assert set(_KINDS.words) == set(FACT_KINDS) == set(FACT_LABELS)
    assert (
        {state for states in _STATES.values() for state in states or ()} == set(STATES) == set(STATE_LABELS)
    )


def test_the_totals_are_those_of_the_rows(ledger: Path) -> None:
    settings = Settings(ledger, calendar=CALENDAR)
    report = view(list_deadlines(ledger, settings, MOMENT, TODAY))
    figures = {figure.name: figure.value for figure in report.totals}
    assert figures == {
        "faturas": 8,
        "saldo": 600_00 + 18_000_00 + 15_000_00 + 100_000_01,
        "prescrito": 100_00,
        "prescreve_180": 500_00,
        "dedutivel": 600_00 + 6_000_00 + 15_000_00,
    }
    assert all(len(row) == len(report.columns) for row in report.rows)
    assert "Tema 1.264" in report.notes[0]
