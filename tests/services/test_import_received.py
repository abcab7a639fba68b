"""What a system's export says was received, beside what the ledger knows: the payment that is new."""

from datetime import date
from pathlib import Path

import pytest
from tests.importing.bench import MOMENT, new_ledger, query
from tests.importing.test_erp_exports import CONTA_AZUL, export

from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Told
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.profiles import BUILT_IN
from cobranca_cli.ledger.received import Pending
from cobranca_cli.services.adjustments import Wish, adjust
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.import_received import Fresh, Known, fresh_payment
from cobranca_cli.services.import_result import ImportResult
from cobranca_cli.services.invoices import cancel_invoice
from cobranca_cli.services.payments import Order, register, reverse

CHARGED = {"multa": "2", "juros": "1"}


def pending(
    left: int, cash: int, charges: int | None = None, amount: int = 1000, settled: int = 0
) -> Pending:
    """A title of 1000 cents by the file; `amount` and `settled` are the ledger's."""
    return Pending(
        1,
        1,
        2,
        1000,
        left,
        cash,
        charges,
        "2026-11-10",
        "7",
        "",
        amount,
        settled,
        "2026-10-01",
        None,
        0,
        False,
    )


@pytest.mark.parametrize(
    ("title", "row", "known", "fresh"),
    [
        ("all of it", pending(0, 1000), Known(), Fresh(1000, Told(1000, 0, True))),
        ("a part", pending(600, 400), Known(), Fresh(400, Told(400))),
        ("a part with interest", pending(600, 410, 10), Known(), Fresh(410, Told(400))),
        ("more than it, untold", pending(0, 1030), Known(), Fresh(1030, Told(1000, 0, True))),
        ("more than it, told", pending(0, 1030, 30), Known(), Fresh(1030, Told(1000, 0, True))),
        ("less, and settled", pending(0, 950), Known(), Fresh(950, Told(950, 50, True))),
        ("less, with interest", pending(0, 980, 30), Known(), Fresh(980, Told(950, 50, True))),
        ("the rest", pending(0, 1000, settled=400), Known(400, told=400), Fresh(600, Told(600, 0, True))),
        ("the same again", pending(600, 400, settled=400), Known(400, told=400), None),
        ("known by hand", pending(600, 400, settled=400), Known(400), None),
        # By hand R$ 4,00 paid R$ 0,30 of charges first; the system knows nothing of those.
        ("by hand, by the law", pending(0, 1000, settled=370), Known(370, 30), Fresh(600, Told(600))),
        # The first payment was reversed: what the system counted then is not counted again.
        ("after a reversal", pending(0, 1000), Known(told=400), Fresh(600, Told(600))),
        ("discount known", pending(0, 950, settled=50), Known(0, 0, 50), Fresh(950, Told(950, 0, True))),
        ("by its balance", pending(200, 800, amount=600), Known(), Fresh(400, Told(400))),
        ("balance, settled", pending(0, 1000, amount=600), Known(), Fresh(600, Told(600, 0, True))),
        ("balance, let off", pending(0, 950, amount=600), Known(), Fresh(550, Told(550, 50, True))),
        ("balance, nothing since", pending(600, 400, amount=600), Known(), None),
    ],
)
def test_the_payment_that_is_new(title: str, row: Pending, known: Known, fresh: Fresh | None) -> None:
    assert fresh_payment(row, known) == fresh


OPEN = {
    "Nome do cliente": "Ana",
    "Data de competência": "01/09/2026",
    "Data de vencimento": "01/10/2026",
    "Nota fiscal": "7",
}
COLUMNS = {
    "valor": "Valor original da parcela (R$)",
    "saldo": "Valor da parcela em aberto (R$)",
    "total": "Valor total recebido da parcela (R$)",
    "juros": "Juros realizado (R$)",
    "multa": "Multa realizado (R$)",
    "dia": "Data do último pagamento",
    "nota": "Nota fiscal",
    "situacao": "Situação",
}


def bring(ledger: Path, *lines: dict[str, str], charges: dict[str, object] | None = None) -> ImportResult:
    """Import Conta Azul's report; each line is what differs from an open title of R$ 1.000,00."""
    rows = [
        OPEN | {COLUMNS["valor"]: "1.000,00"} | {COLUMNS[name]: cell for name, cell in line.items()}
        for line in lines
    ]
    file = ledger.parent / "export.csv"
    file.write_bytes(export(CONTA_AZUL, rows))
    settings = Settings(ledger, charges=charges or {})
    wishes = Wishes(profile=BUILT_IN["conta-azul"])
    return import_invoices(ledger, file, wishes, MOMENT, settings.calendar, settings=settings)


def entries(ledger: Path) -> list[tuple[object, ...]]:
    """Kind, interest, fine and principal of every entry, by movement; not what had accrued till then."""
    return query(
        ledger,
        "SELECT kind, interest, fine, principal FROM entry WHERE kind <> 'encargos' ORDER BY movement_id, id",
    )


def standing(ledger: Path) -> list[tuple[object, ...]]:
    """Number, what was taken off, and the charges left, of every invoice."""
    return query(ledger, "SELECT number, settled, charges_left FROM receivable ORDER BY number")


SETTLED = {"saldo": "0,00", "situacao": "Quitado", "dia": "16/10/2026"}


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        # By our terms 15 days late cost R$ 5,00 of interest and R$ 20,00 of fine.
        (
            "the nominal value",
            {"total": "1.000,00"},
            [("pagamento", 0, 0, 100_000), ("abono", 500, 2_000, 0)],
        ),
        ("what we would charge", {"total": "1.025,00"}, [("pagamento", 500, 2_000, 100_000)]),
        (
            "more than that",
            {"total": "1.040,00", "juros": "20,00", "multa": "20,00"},
            [("despesa", -1_500, 0, 0), ("pagamento", 2_000, 2_000, 100_000)],
        ),
        (
            "a discount",
            {"total": "900,00"},
            [("pagamento", 0, 0, 90_000), ("desconto", 0, 0, 10_000), ("abono", 500, 2_000, 0)],
        ),
    ],
)
def test_what_the_system_calls_settled_is_settled(
    title: str, line: dict[str, str], expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    result = bring(ledger, SETTLED | line, {"nota": "8", "saldo": "1.000,00"}, charges=CHARGED)
    assert (result.new, result.payments) == (2, 1)
    assert entries(ledger) == expected
    # Another title that is due gets nothing, and the customer no credit.
    assert standing(ledger) == [("7", 100_000, 0), ("8", 0, 0)]
    paid = query(ledger, "SELECT sum(amount) FROM movement")
    assert paid == query(
        ledger, "SELECT sum(interest + fine + principal) FROM entry WHERE kind = 'pagamento'"
    )


def test_an_early_payment_takes_no_discount_the_system_did_not_give(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    early = {"desconto": "percentual_data", "desconto_faixas": [[0, "10"]]}
    bring(ledger, SETTLED | {"dia": "15/09/2026", "total": "1.000,00"}, charges=early)
    assert entries(ledger) == [("pagamento", 0, 0, 100_000)]


def test_a_payment_before_the_issue_date_is_an_advance(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    assert bring(ledger, SETTLED | {"dia": "15/08/2026", "total": "1.000,00"}).payments == 1
    assert standing(ledger) == [("7", 100_000, 0)]


def test_the_part_of_a_payment_that_was_principal_is_the_systems_to_say(tmp_path: Path) -> None:
    """Legally R$ 410,00 would pay R$ 25,00 of charges first; the system says R$ 10,00."""
    ledger = new_ledger(tmp_path)
    result = bring(
        ledger, {"saldo": "600,00", "total": "410,00", "juros": "10,00", "dia": "16/10/2026"}, charges=CHARGED
    )
    assert entries(ledger) == [("pagamento", 500, 500, 40_000)]
    assert any(remark.startswith("pagas em parte, com atraso: 7;") for remark in result.remarks)


def test_month_after_month_only_the_difference_is_paid(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    steps = [("800,00", "200,00", "20/09/2026"), ("800,00", "200,00", "20/09/2026")]
    steps += [("300,00", "700,00", "25/09/2026"), ("0,00", "1.000,00", "28/09/2026")] * 2
    for left, total, day in steps:
        bring(ledger, {"saldo": left, "total": total, "dia": day})
    assert query(ledger, "SELECT key, day, amount FROM movement ORDER BY id") == [
        ("erp:7/:20000", "2026-09-20", 20_000),
        ("erp:7/:70000", "2026-09-25", 50_000),
        ("erp:7/:100000", "2026-09-28", 30_000),
    ]


def test_a_reversed_payment_stays_reversed(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    settings = Settings(ledger)
    bring(ledger, SETTLED | {"total": "1.000,00"})
    reverse(ledger, settings, MOMENT, 1, "cheque devolvido", None)
    before = ledger.read_bytes()
    result = bring(ledger, SETTLED | {"total": "1.000,00"})
    assert (result.existing, result.payments) == (1, 0)
    assert any("estornado no livro: 7" in remark for remark in result.remarks)
    assert ledger.read_bytes() == before
    assert standing(ledger) == [("7", 0, 0)]


def test_taking_a_payment_back_takes_back_what_was_let_off_with_it(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    bring(ledger, SETTLED | {"total": "900,00"}, charges=CHARGED)
    reverse(ledger, Settings(ledger, charges=CHARGED), MOMENT, 1, "cheque devolvido", None)
    assert standing(ledger) == [("7", 0, 0)]
    sums = query(ledger, "SELECT sum(interest), sum(fine), sum(principal) FROM entry")
    assert sums == [(0, 0, 0)]


def test_what_the_owner_registered_is_not_registered_again(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    settings = Settings(ledger)
    bring(ledger, {"saldo": "1.000,00"})
    register(ledger, settings, MOMENT, Order(40_000, date(2026, 9, 20), ("7",)))
    assert bring(ledger, {"saldo": "600,00", "total": "400,00", "dia": "21/09/2026"}).payments == 0
    result = bring(ledger, SETTLED | {"total": "1.000,00"})
    assert (result.payments, result.paid_cents) == (1, 60_000)
    assert standing(ledger) == [("7", 100_000, 0)]


def test_less_open_without_more_money_is_left_to_the_owner(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    bring(ledger, {"saldo": "600,00", "total": "400,00", "dia": "20/09/2026"})
    result = bring(ledger, {"saldo": "550,00", "total": "400,00", "dia": "20/09/2026"})
    assert (result.payments, standing(ledger)) == (0, [("7", 40_000, 0)])
    assert any("menos em aberto no arquivo do que no livro: 7;" in remark for remark in result.remarks)


def test_written_off_and_cancelled_titles_are_told_and_left_alone(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    settings = Settings(ledger)
    bring(ledger, {"nota": "7", "saldo": "1.000,00"}, {"nota": "8", "saldo": "1.000,00"})
    adjust(ledger, settings, MOMENT, Wish("perda", "7", "sumiu"))
    cancel_invoice(ledger, MOMENT, "8", "já paga", MOMENT.today)
    before = ledger.read_bytes()
    result = bring(ledger, SETTLED | {"nota": "7"}, SETTLED | {"nota": "8"})
    assert (result.existing, result.payments) == (2, 0)
    assert any("baixadas por perda no livro: 7;" in remark for remark in result.remarks)
    assert any("canceladas no livro: 8;" in remark for remark in result.remarks)
    assert ledger.read_bytes() == before


def test_a_refused_file_pays_nothing(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    result = bring(ledger, SETTLED | {"total": "1.000,00"}, {"nota": "8", "valor": "x"})
    assert (result.refused, result.payments) == (True, 0)
    assert query(ledger, "SELECT count(*) FROM movement") == [(0,)]


@pytest.mark.parametrize("second", [SETTLED, {"saldo": "1.000,00"}])
def test_of_two_rows_for_one_invoice_one_counts(second: dict[str, str], tmp_path: Path) -> None:
    """An open one before a settled one: what is owed must not be lost."""
    ledger = new_ledger(tmp_path)
    result = bring(ledger, SETTLED, second)
    assert (result.new, dict(result.set_aside)) == (1, {"quitadas repetidas no arquivo": 1})
    is_open = second is not SETTLED
    assert standing(ledger) == [("7", 0 if is_open else 100_000, 0)]
    again = bring(ledger, SETTLED, second)
    assert (again.existing, again.payments) == (2, 0)
    if is_open:
        assert any("em mais de uma linha do arquivo" in remark for remark in again.remarks)
    assert bring(ledger, SETTLED).payments == int(is_open)
