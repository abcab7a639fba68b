"""Files of payments: the same again, a longer one, bad rows; and a file is what its rows are one by one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing.bench import MOMENT, import_bytes, new_ledger, query, table

from cobranca_cli.config import Settings
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.services.adjustments import Wish, adjust
from cobranca_cli.services.import_payments import PaymentImport, import_payments
from cobranca_cli.services.invoices import cancel_invoice
from cobranca_cli.services.payments import Order, register, reverse

HEADER = "data;valor;fatura;parcela;cliente;documento;forma;chave"
CHARGED = {"multa": "2", "juros": "1"}
CPF = "529.982.247-25"


def with_invoices(folder: Path, name: str = "livro.db") -> Path:
    """Ana owes 1 and 2 (in two instalments), Bia owes 3; all issued on 1 September."""
    ledger = new_ledger(folder, name)
    lines = (
        f"1;;Ana;{CPF};01/09/2026;01/10/2026;100,00",
        f"2;1;Ana;{CPF};01/09/2026;15/10/2026;100,00",
        f"2;2;Ana;{CPF};01/09/2026;15/12/2026;100,00",
        "3;;Bia;;01/09/2026;01/10/2026;50,00",
    )
    import_bytes(ledger, table(*lines, header="numero;parcela;cliente;documento;emissao;vencimento;valor"))
    return ledger


def pay(
    ledger: Path,
    *lines: str,
    header: str = HEADER,
    mode: str = "legal",
    simulate: bool = False,
    rejects: RejectsFile | None = None,
) -> PaymentImport:
    """Import lines as a file; checks what holds for every import of payments."""
    file = ledger.parent / "pagamentos.csv"
    file.write_bytes(table(*lines, header=header))
    before, owned = ledger.read_bytes(), _count(ledger)
    result = import_payments(
        ledger,
        file,
        Wishes(),
        MOMENT,
        Settings(ledger, charges=CHARGED),
        mode=mode,
        simulate=simulate,
        rejects=rejects,
    )
    assert result.read == result.new + result.existing + result.conflicts + result.rejected
    if result.written and result.new:
        assert _count(ledger) == (owned[0] + result.new, owned[1] + result.new_cents)
        assert result.new_cents == result.allocated + result.credit
    else:
        assert ledger.read_bytes() == before
    return result


def _count(ledger: Path) -> tuple[int, int]:
    (row,) = query(ledger, "SELECT count(*), coalesce(sum(amount), 0) FROM movement")
    return row[0], row[1]


def wrong(result: PaymentImport) -> list[tuple[str, str | None, int | None, int | None]]:
    return [(each.code, each.field, each.line, each.column) for each in result.problems.kept]


# --- the same again ---

MONTH = (
    "05/10/2026;60,00;1;;;;pix;",
    "20/10/2026;100,00;2;1;;;;",
    "20/10/2026;30,00;;;Bia;;;",
    f"10/11/2026;500,00;;;;{CPF};boleto;E77",
)


def test_the_same_file_again_changes_no_byte(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    first = pay(ledger, *MONTH)
    assert (first.new, first.existing, first.new_cents) == (4, 0, 69_000)
    before = ledger.read_bytes()
    again = pay(ledger, *MONTH[::-1])
    assert (again.new, again.existing, again.refused) == (0, 4, False)
    assert ledger.read_bytes() == before


def test_a_longer_file_brings_only_what_is_new(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    pay(ledger, *MONTH[1:])
    assert (pay(ledger, *MONTH, "11/11/2026;1,00;3;;;;;").new, _count(ledger)[0]) == (2, 5)


def test_equal_rows_of_one_file_are_as_many_payments(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    one, two = "20/10/2026;10,00;3;;;;;", "20/10/2026;10,00;;;Bia;;;"
    assert pay(ledger, one, one, two).new == 3
    assert [pay(ledger, *lines).new for lines in ([one], [one, one], [one, two, one])] == [0, 0, 0]
    assert pay(ledger, one, two, one, one).new == 1


@pytest.mark.parametrize(
    ("title", "row", "new"),
    [
        ("the same", "20/10/2026;10,00;2;1;;;pix;", 0),
        ("typed in one", "20/10/2026;10,00;2/01;;;;pix;", 0),
        ("with the customer beside", f"20/10/2026;10,00;2;1;Ana;{CPF};pix;", 0),
        ("another day", "21/10/2026;10,00;2;1;;;pix;", 1),
        ("another amount", "20/10/2026;10,01;2;1;;;pix;", 1),
        ("another instalment", "20/10/2026;10,00;2;2;;;pix;", 1),
        ("another form", "20/10/2026;10,00;2;1;;;boleto;", 1),
        ("for the customer", "20/10/2026;10,00;;;Ana;;pix;", 1),
        ("with a key", "20/10/2026;10,00;2;1;;;pix;K", 1),
    ],
)
def test_what_makes_a_row_without_key_another_payment(title: str, row: str, new: int, tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    pay(ledger, "20/10/2026;10,00;2;1;;;pix;")
    assert pay(ledger, row).new == new


def test_a_key_twice_in_one_file_is_one_payment(tmp_path: Path) -> None:
    result = pay(with_invoices(tmp_path), *["20/10/2026;10,00;3;;;;;K1"] * 2)
    assert (result.new, result.existing) == (1, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("20/10/2026;10,01;3;;;;;K1", "R$ 10,00 lá, R$ 10,01 aqui"),
        ("21/10/2026;10,00;3;;;;;K1", "20/10/2026 lá, 21/10/2026 aqui"),
        ("20/10/2026;10,00;;;Bia;;;K1", "outra fatura"),
        ("20/10/2026;10,00;1;;;;;K1", "outra fatura; outro cliente"),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_a_key_with_other_values_is_a_conflict(line: str, said: str, before: bool, tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    known = "20/10/2026;10,00;3;;;;;K1"
    if before:
        pay(ledger, known)
    result = pay(ledger, line) if before else pay(ledger, known, line)
    (problem,) = result.problems.kept
    assert (problem.code, problem.field, problem.column) == ("E-CONFLITO", "chave", 8)
    assert said in problem.message
    assert ("no pagamento 1 do livro" if before else "na linha 2") in problem.message
    assert (result.conflicts, result.rejected, result.written) == (1, 0, False)


def test_a_reversed_payment_stays_reversed(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    pay(ledger, *MONTH)
    (number,) = query(ledger, "SELECT id FROM movement WHERE key = 'E77'")[0]
    reverse(ledger, Settings(ledger, charges=CHARGED), MOMENT, number, "cheque devolvido", None)
    result = pay(ledger, *MONTH)
    assert (result.new, result.existing) == (0, 4)
    assert any(f"continuam estornados: {number}" in remark for remark in result.remarks)


def test_the_other_imputation_changes_nothing_and_is_said(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    pay(ledger, *MONTH)
    result = pay(ledger, *MONTH, mode="capital")
    assert (result.new, result.existing) == (0, 4)
    assert any("com outra imputação, que continua valendo: 4" in remark for remark in result.remarks)


def test_a_payment_registered_by_hand_is_pointed_out(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    register(
        ledger,
        Settings(ledger, charges=CHARGED),
        MOMENT,
        Order(1000, date(2026, 10, 20), ("3",)),
    )
    result = pay(ledger, "20/10/2026;10,00;3;;;;;", "20/10/2026;11,00;3;;;;;")
    assert result.new == 2
    assert [remark for remark in result.remarks if "linha 2 (pagamento 1)" in remark]
    assert not [remark for remark in result.remarks if "linha 3" in remark]


# --- what does not agree with the ledger ---


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("20/10/2026;1,00;9;;;;;", ("E-NAO-ENCONTRADO", "fatura", 2, 3)),
        ("20/10/2026;1,00;2;;;;;", ("E-AMBIGUO", "fatura", 2, 3)),
        ("20/10/2026;1,00;2;3;;;;", ("E-NAO-ENCONTRADO", "parcela", 2, 4)),
        ("20/10/2026;1,00;1;3;;;;", ("E-NAO-ENCONTRADO", "parcela", 2, 4)),
        ("20/10/2026;1,00;4;;;;;", ("E-CANCELADA", "fatura", 2, 3)),
        ("31/08/2026;1,00;1;;;;;", ("E-DATA-ORDEM", "data", 2, 1)),
        ("20/10/2026;1,00;;;Cid;;;", ("E-NAO-ENCONTRADO", "cliente", 2, 5)),
        ("20/10/2026;1,00;;;Davi;;;", ("E-CLIENTE-AMBIGUO", "cliente", 2, 5)),
        ("20/10/2026;1,00;;;Davi;111.444.777-35;;", ("E-NAO-ENCONTRADO", "documento", 2, 6)),
        ("20/10/2026;1,00;1;;Bia;;;", ("E-CLIENTES", "cliente", 2, 5)),
        ("20/10/2026;1,00;1;;;11.222.333/0001-81;;", ("E-CLIENTES", "documento", 2, 6)),
    ],
)
def test_a_row_that_does_not_agree_with_the_ledger(
    line: str, expected: tuple[str, str, int, int], tmp_path: Path
) -> None:
    ledger = with_invoices(tmp_path)
    more = table(
        "4;Bia;;01/12/2026;1,00",
        f"5;Davi;{'11.222.333/0001-81'};01/12/2026;1,00",
        f"6;Davi;{'04.252.011/0001-10'};01/12/2026;1,00",
        header="numero;cliente;documento;vencimento;valor",
    )
    import_bytes(ledger, more)
    cancel_invoice(ledger, MOMENT, "4", "engano", MOMENT.today)
    result = pay(ledger, line, "20/10/2026;1,00;3;;;;;")
    assert wrong(result) == [expected]
    assert (result.new, result.rejected, result.refused) == (1, 1, True)


@pytest.mark.parametrize(
    ("line", "customer"),
    [
        ("20/10/2026;1,00;;;ANA;;;", "Ana"),
        ("20/10/2026;1,00;;;Outro nome;529.982.247-25;;", "Ana"),
        ("20/10/2026;1,00;;;Bia;11.222.333/0001-81;;", "Bia"),
        ("20/10/2026;1,00;3;;bia;;;", "Bia"),
        ("20/10/2026;1,00;1;;Outro nome;529.982.247-25;;", "Ana"),
    ],
)
def test_whom_a_row_means(line: str, customer: str, tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    assert wrong(pay(ledger, line)) == []
    paid = query(ledger, "SELECT c.name FROM movement m JOIN customer c ON c.id = m.customer_id")
    assert paid == [(customer,)]


def test_an_invoice_without_issue_date_may_be_paid_before_it_is_due(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, table("7;Ana;01/10/2026;10,00"))
    assert wrong(pay(ledger, "25/09/2026;10,00;7;;;;;")) == []
    assert query(ledger, "SELECT settled, starts_on FROM receivable") == [(1000, "2026-09-25")]


def test_no_column_says_whose_payment_it_is(tmp_path: Path) -> None:
    result = pay(with_invoices(tmp_path), "20/10/2026;1,00;pix", header="data;valor;forma")
    assert [(each.code, each.line) for each in result.problems.kept] == [("E-CABECALHO", 1)]


def test_bad_rows_apart(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    path = tmp_path / "ruins.csv"
    with RejectsFile(path, overwrite=False) as rejects:
        result = pay(ledger, "20/10/2026;1,00;3;;;;;", "20/10/2026;2,00;9;;;;;", rejects=rejects)
        rejects.keep()
    assert (result.new, result.rejected, result.refused) == (1, 1, False)
    header, bad = path.read_text("utf-8-sig").splitlines()
    assert header == f"{HEADER};linha_original;motivo"
    assert bad.startswith("20/10/2026;2,00;9;;;;;;3;")
    mended = bad.replace(";2,00;9;", ";2,00;1;")
    assert pay(ledger, mended, header=header).new == 1


def test_a_rehearsal_tells_the_same_and_changes_no_byte(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    rehearsal = pay(ledger, *MONTH, simulate=True)
    real = pay(ledger, *MONTH)
    for name in ("new", "new_cents", "allocated", "credit", "sample"):
        assert getattr(rehearsal, name) == getattr(real, name), name


# --- a file is what its rows are, one by one ---


def test_where_the_money_went(tmp_path: Path) -> None:
    """Ana's R$ 500,00 pay what is left of 1 (42,13 + 0,51) and 2/1 (2,17 + 0,02); 2/2 is not due yet."""
    ledger = with_invoices(tmp_path)
    result = pay(ledger, *MONTH)
    standing = query(ledger, "SELECT number, instalment, settled, charges_left FROM receivable ORDER BY id")
    assert standing == [("1", "", 10_000, 0), ("2", "1", 10_000, 0), ("2", "2", 0, 0), ("3", "", 2_868, 0)]
    assert (result.allocated, result.credit) == (23_483, 45_517)
    event = query(ledger, "SELECT kind FROM event WHERE kind <> 'selo' ORDER BY seq DESC LIMIT 5")
    assert [kind for (kind,) in event] == ["pagamentos_importados", *["pagamento_registrado"] * 4]


def test_payments_are_numbered_by_their_days(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    pay(ledger, *MONTH[::-1])
    numbered = query(ledger, "SELECT day FROM movement ORDER BY id")
    assert numbered == sorted(numbered)


def test_an_expense_after_all_was_paid_is_paid_by_the_next_payment(tmp_path: Path) -> None:
    """Bia's 52,00 of October settle 3; the expense of 5 November is on it all the same, and 10,00 pay it."""
    ledger = with_invoices(tmp_path)
    adjust(
        ledger,
        Settings(ledger, charges=CHARGED),
        MOMENT,
        Wish("despesa", "3", "cartório", 1000, day=date(2026, 11, 5)),
    )
    lines = ("20/10/2026;52,00;;;Bia;;;", "25/10/2026;1,00;;;Bia;;;", "10/11/2026;30,00;;;Bia;;;")
    assert pay(ledger, *lines).allocated == 5_000 + 132 + 1_000
    assert query(ledger, "SELECT settled, charges_left FROM receivable WHERE number = '3'") == [(5_000, 0)]


def test_principal_first(tmp_path: Path) -> None:
    ledger = with_invoices(tmp_path)
    pay(ledger, "20/10/2026;50,00;3;;;;;", mode="capital")
    assert query(ledger, "SELECT settled, charges_left FROM receivable WHERE number = '3'") == [(5_000, 132)]


ROW = st.tuples(
    st.integers(0, 80),
    st.integers(1, 15_000),
    st.sampled_from([("1", ""), ("2", "1"), ("2", "2"), ("3", ""), ("", "Ana"), ("", "Bia")]),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(ROW, min_size=1, max_size=8), st.randoms(), st.sampled_from(["legal", "capital"]), st.booleans()
)
def test_a_file_is_what_its_rows_are_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, tuple[str, str]]],
    random: object,
    mode: str,
    earlier: bool,
) -> None:
    """Whatever the order of the file, and whether the ledger has a later payment already or not."""
    folder = tmp_path_factory.mktemp("equal")
    one, many = with_invoices(folder, "um.db"), with_invoices(folder, "muitos.db")
    charges = Settings(one, charges=CHARGED)
    for ledger in (one, many):
        if earlier:
            register(ledger, charges, MOMENT, Order(3000, date(2026, 11, 1), customer="Ana"))
    days = sorted({day for day, _, _ in rows})
    orders = [(date(2026, 9, 1) + timedelta(days=day), amount, whom) for day, amount, whom in rows]
    # Rows of one day keep the order of the file.
    ordered = [
        order for day in days for order in orders if order[0] == date(2026, 9, 1) + timedelta(days=day)
    ]
    lines = [
        f"{day:%d/%m/%Y};{amount // 100},{amount % 100:02};{number};{'' if not number else who};"
        f"{who if not number else ''};;;k{index}"
        for index, (day, amount, (number, who)) in enumerate(ordered)
    ]
    for day, amount, (number, who) in ordered:
        named = (f"{number}/{who}" if who else number,) if number else ()
        register(one, charges, MOMENT, Order(amount, day, named, None if number else who, mode))
    assert pay(many, *lines, mode=mode).new == len(rows)
    assert net(many) == net(one)


def net(ledger: Path) -> list[list[tuple[object, ...]]]:
    """What every payment did in the end, and how every invoice stands."""
    return [
        query(
            ledger,
            "SELECT m.day, m.amount, e.receivable_id, e.kind, sum(e.interest), sum(e.fine), sum(e.principal)"
            " FROM entry e JOIN movement m ON m.id = e.movement_id GROUP BY m.id, e.receivable_id, e.kind"
            " HAVING sum(e.interest) OR sum(e.fine) OR sum(e.principal) ORDER BY 1, 2, 3, 4, 5, 6, 7",
        ),
        query(ledger, "SELECT number, instalment, settled, charges_left FROM receivable ORDER BY id"),
    ]
