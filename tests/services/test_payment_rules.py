"""What a payment is refused for, what is told beside it, and what changes a debt without money."""

from operator import itemgetter
from pathlib import Path

import pytest
from tests.domain.account_notation import parts, rows
from tests.domain.notation import cents
from tests.ledger.ledger_box import ask
from tests.services.payment_box import NO_CHARGES, Shop

from cobranca_cli.errors import CobrancaError, DataError

ROWS = (
    "A;;Ana Souza;2026-01-05;2026-03-10;1000,00",
    "B;;Bia Lima;2026-01-05;2026-03-10;500,00",
    "P;1;Ana Souza;2026-01-05;2026-04-10;100,00",
    "P;2;Ana Souza;2026-01-05;2026-05-11;100,00",
    "X;;Ana Souza;2026-01-05;2026-04-10;80,00",
)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path, *ROWS)
    made.cancels("X", "2026-02-01")
    return made


# case | amount | on | invoices | customer | code | told
REFUSED = """
tomorrow              | 1,00 | 2026-11-22 | A    |      | E-DATA-FUTURA    | ainda não chegou
zero                  | 0,00 | 2026-03-10 | A    |      | E-VALOR-ZERO     | maior que zero
cancelled             | 1,00 | 2026-03-10 | X    |      | E-CANCELADA      | registre com --cliente
before it was issued  | 1,00 | 2026-01-04 | A    |      | E-DATA-ORDEM     | foi emitida em 05/01/2026
of two customers      | 1,00 | 2026-03-10 | A B  |      | E-CLIENTES       | A (Ana Souza), B (Bia Lima)
no such invoice       | 1,00 | 2026-03-10 | Z    |      | E-NAO-ENCONTRADO | não encontrei a fatura 'Z'
several instalments   | 1,00 | 2026-03-10 | P    |      | E-AMBIGUO        | P/1, P/2
no such customer      | 1,00 | 2026-03-10 |      | Caio | E-NAO-ENCONTRADO | Caio
several customers     | 1,00 | 2026-03-10 |      | a    | E-AMBIGUO        | Ana Souza
a good and a bad one  | 1,00 | 2026-03-10 | A X  |      | E-CANCELADA      | X foi cancelada
"""


@pytest.mark.parametrize("row", rows(REFUSED), ids=itemgetter(0))
def test_refused_and_nothing_is_written(shop: Shop, row: tuple[str, ...]) -> None:
    _, amount, on, invoices, customer, code, told = row
    before = shop.everything()
    with pytest.raises(CobrancaError) as caught:
        shop.pays(amount, on, *invoices.split(), customer=customer)
    assert caught.value.code == code
    assert told in f"{caught.value.message} {caught.value.hint}"
    assert shop.everything() == before


# case | amount | on | invoices | customer | told
UNUSUAL = """
early           | 100,00   | 2026-04-01 | P/2 |     | P/2: recebeu antes do vencimento (11/05/2026)
more than owed  | 9.999,00 | 2026-03-10 | A   |     | R$ 8.999,00 ficam como crédito
nothing is due  | 10,00    | 2026-03-09 |     | Ana | o cliente não tem fatura vencida: R$ 10,00 ficam
closed already  | 10,00    | 2026-03-10 | A   |     | a fatura não tinha nada em aberto e não há outra vencida
"""


@pytest.mark.parametrize("row", rows(UNUSUAL), ids=itemgetter(0))
def test_unusual_and_told(shop: Shop, row: tuple[str, ...]) -> None:
    case, amount, on, invoices, customer, told = row
    if case == "closed already":
        shop.pays("1.000,00", "2026-03-10", "A")
    notices = shop.pays(amount, on, *invoices.split(), customer=customer).notices
    assert any(told in notice for notice in notices), notices


def test_ac_28_nothing_is_guessed_from_an_amount(shop: Shop) -> None:
    """The peer finds an invoice by its amount; ours pays the oldest debt, whatever it is (CC art. 355)."""
    found = shop.pays("100,00", "2026-05-11", customer="Ana Souza")
    assert [line.name for line in found.lines] == ["A"]


def test_ac_28_the_same_payment_twice_is_recorded_and_told(shop: Shop) -> None:
    first = shop.pays("100,00", "2026-03-10", "A")
    second = shop.pays("100,00", "2026-03-10", "A")
    assert any(
        f"já havia um pagamento igual neste dia, o de número {first.id}" in each for each in second.notices
    )
    assert shop.open_on("2026-03-10")["A"] == cents("800,00")
    shop.reverses(second.id)
    third = shop.pays("100,00", "2026-03-10", "A", key="outra")
    assert not any("pagamento igual" in notice for notice in third.notices)


def test_the_same_key_again_changes_nothing(shop: Shop) -> None:
    first = shop.pays("100,00", "2026-03-20", "A", key="E123")
    before = shop.everything()
    again = shop.pays("100,00", "2026-03-20", "A", key="E123")
    assert (again.known, again.id, again.lines, again.credit) == (True, first.id, first.lines, first.credit)
    assert any("já estava registrado; nada mudou" in notice for notice in again.notices)
    assert shop.everything() == before


@pytest.mark.parametrize(
    ("amount", "on", "invoices", "customer", "told"),
    [
        ("100,01", "2026-03-20", ("A",), None, "R$ 100,00 no livro, R$ 100,01 agora"),
        ("100,00", "2026-03-21", ("A",), None, "20/03/2026 no livro, 21/03/2026 agora"),
        ("100,00", "2026-03-20", ("P/1",), None, "outras faturas"),
        ("100,00", "2026-03-20", ("B",), None, "outro cliente"),
        ("100,00", "2026-03-20", (), "Bia", "outro cliente"),
        ("200,00", "2026-03-21", (), "Bia",
         "R$ 200,00 agora; 20/03/2026 no livro, 21/03/2026 agora; outro cliente"),
    ],
)  # fmt: skip
def test_the_same_key_for_another_payment_is_a_conflict(
    shop: Shop, amount: str, on: str, invoices: tuple[str, ...], customer: str | None, told: str
) -> None:
    shop.pays("100,00", "2026-03-20", "A", key="E123")
    before = shop.everything()
    with pytest.raises(DataError) as caught:
        shop.pays(amount, on, *invoices, customer=customer, key="E123")
    assert caught.value.code == "E-CONFLITO"
    assert told in caught.value.message
    assert shop.everything() == before


def test_the_key_of_a_reversed_payment_stays_taken(shop: Shop) -> None:
    """The bank's retry after a chargeback must not bring the money back."""
    first = shop.pays("100,00", "2026-03-20", "A", key="E123")
    shop.reverses(first.id, "2026-03-25")
    again = shop.pays("100,00", "2026-03-20", "A", key="E123")
    assert again.known
    assert any("ele foi estornado em 25/03/2026" in notice for notice in again.notices)
    assert shop.open_on("2026-03-25")["A"] == cents("1.000,00")


def test_a_key_is_known_although_the_invoice_is_cancelled_since(shop: Shop) -> None:
    """Paid, returned, cancelled; then the bank's file brings the payment again."""
    first = shop.pays("100,00", "2026-03-20", "A", key="E123")
    shop.reverses(first.id, "2026-03-25")
    shop.cancels("A", "2026-03-25")
    assert shop.pays("100,00", "2026-03-20", "A", key="E123").known


def test_money_for_a_cancelled_invoice_becomes_credit(shop: Shop) -> None:
    found = shop.pays("80,00", "2026-03-09", customer="Ana Souza")
    assert (found.lines, found.credit) == ((), cents("80,00"))


@pytest.mark.parametrize(
    ("kind", "amount", "percent", "took", "left"),
    [
        ("abono", "", "", "juros 10,00 multa 20,00", "principal 1.000,00"),
        ("abono", "12,00", "", "juros 10,00 multa 2,00", "multa 18,00 principal 1.000,00"),
        ("abatimento", "150,00", "", "principal 150,00", "juros 10,00 multa 20,00 principal 850,00"),
        ("abatimento", "", "10", "principal 100,00", "juros 10,00 multa 20,00 principal 900,00"),
        ("desconto", "0,01", "", "principal 0,01", "juros 10,00 multa 20,00 principal 999,99"),
        ("perda", "", "", "juros 10,00 multa 20,00 principal 1.000,00", ""),
        ("despesa", "35,90", "", "despesas -35,90",
         "despesas 35,90 juros 10,00 multa 20,00 principal 1.000,00"),
    ],
)  # fmt: skip
def test_what_changes_a_debt_without_money(
    shop: Shop, kind: str, amount: str, percent: str, took: str, left: str
) -> None:
    done = shop.adjusts(kind, "A", "2026-04-09", amount, percent=percent)
    assert (done.parts, done.left) == (parts(took), parts(left))
    assert shop.owed("A", "2026-04-09") == parts(left)
    assert shop.owed("A", "2026-04-08").principal == cents("1.000,00")
    assert ask(shop.ledger, "SELECT reason, author FROM movement") == [("combinado", "Rita")]


@pytest.mark.parametrize(
    ("case", "kind", "invoice", "on", "amount", "code"),
    [
        ("no charges yet", "abono", "A", "2026-03-10", "", "E-SEM-DIVIDA"),
        ("more than the charges", "abono", "A", "2026-04-09", "30,01", "E-VALOR-LIMITE"),
        ("more than the principal", "abatimento", "A", "2026-04-09", "1.000,01", "E-VALOR-LIMITE"),
        ("nothing", "desconto", "A", "2026-04-09", "0,00", "E-VALOR-ZERO"),
        ("cancelled", "perda", "X", "2026-04-09", "", "E-CANCELADA"),
        ("tomorrow", "despesa", "A", "2026-11-22", "1,00", "E-DATA-FUTURA"),
        ("before it was", "abatimento", "A", "2026-01-04", "1,00", "E-DATA-ORDEM"),
    ],
)
def test_no_more_than_there_is(
    shop: Shop, case: str, kind: str, invoice: str, on: str, amount: str, code: str
) -> None:
    before = shop.everything()
    with pytest.raises(DataError) as caught:
        shop.adjusts(kind, invoice, on, amount)
    assert caught.value.code == code, case
    assert shop.everything() == before


def test_a_loss_can_be_recovered(shop: Shop) -> None:
    """Written off with 30,00 of charges; 600,00 come later, and nothing accrued meanwhile."""
    shop.adjusts("perda", "B", "2026-04-09")
    assert "B" not in shop.open_on("2026-04-09")
    found = shop.pays("400,00", "2026-06-09", customer="Bia")
    assert [(line.name, line.recovered, line.paid) for line in found.lines] == [
        ("B", True, parts("juros 5,00 multa 10,00 principal 385,00"))
    ]
    assert any("recuperação do que tinha sido baixado por perda" in notice for notice in found.notices)
    assert "B" not in shop.open_on("2026-11-21")
    rest = shop.pays("200,00", "2026-07-09", customer="Bia")
    assert (rest.lines[0].paid, rest.credit) == (parts("principal 115,00"), cents("85,00"))
    with pytest.raises(DataError, match="não tem nada em aberto"):
        shop.adjusts("perda", "B", "2026-07-10")


def test_a_reversed_loss_is_owed_with_all_it_bore(shop: Shop) -> None:
    loss = shop.adjusts("perda", "B", "2026-04-09")
    shop.reverses(loss.id, "2026-05-09")
    assert shop.owed("B", "2026-05-08").total == 0
    assert shop.owed("B", "2026-05-09") == parts("juros 10,00 multa 10,00 principal 500,00")


def test_a_payment_told_late_takes_its_place(shop: Shop) -> None:
    """1.030,00 of 2026-04-09 close A. Told after it, 500,00 of 2026-03-10 come first: every day between is
    as if they had been told in time, and 505,17 of the later payment are left over."""
    later = shop.pays("1.030,00", "2026-04-09", "A")
    assert shop.owed("A", "2026-04-01").principal == cents("1.000,00")
    early = shop.pays("500,00", "2026-03-10", "A")
    assert (early.again, early.credit) == (1, 0)
    days = ("2026-03-09", "2026-03-10", "2026-04-08", "2026-04-09")
    assert [shop.open_on(day).get("A", 0) for day in days] == [100_000, 50_000, 50_000, 0]
    assert shop.owed("A", "2026-04-08") == parts("juros 4,83 multa 10,00 principal 500,00")
    # 15,00 of charges and 500,00; the rest goes to nothing that is due, P/1 comes the day after.
    assert shop.credit("Ana Souza") == cents("515,00")
    assert [line for line in later.lines if line.name != "A"] == []


@pytest.mark.parametrize("late", [False, True], ids=["in order", "told late"])
def test_the_order_of_telling_does_not_matter(tmp_path: Path, late: bool) -> None:
    shop = Shop(tmp_path, "A;;Ana;2026-01-05;2026-03-10;1000,00")
    payments = [("100,00", "2026-03-20"), ("400,00", "2026-04-09")]
    for amount, on in reversed(payments) if late else payments:
        shop.pays(amount, on, "A")
    # 3,33 and 20,00 first; on 923,33 for 20 days 6,16.
    assert shop.owed("A", "2026-04-09") == parts("principal 529,49")
    assert ask(shop.ledger, "SELECT settled FROM receivable") == [(47_051,)]


def test_terms_that_break_the_law_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    shop = Shop(tmp_path, "A;;Ana;2026-01-05;2026-03-10;1000,00", said="multa=10 relacao=consumo")
    before = shop.everything()
    with pytest.raises(DataError) as caught:
        shop.pays("100,00", "2026-03-20", "A")
    assert caught.value.code == "E-ENCARGOS"
    assert shop.everything() == before


def test_an_invoice_with_money_on_it_is_not_cancelled(tmp_path: Path) -> None:
    """The money would be nowhere. The way out that the message names leads to credit."""
    shop = Shop(tmp_path, "A;;Ana;2026-01-05;2026-03-10;1000,00")
    found = shop.pays("400,00", "2026-03-10", "A")
    with pytest.raises(DataError) as caught:
        shop.cancels("A", "2026-04-10")
    assert (caught.value.code, "estorne o pagamento" in (caught.value.hint or "")) == ("E-PAGA", True)
    shop.reverses(found.id, "2026-04-10")
    shop.cancels("A", "2026-04-10")
    shop.pays("400,00", "2026-04-10", customer="Ana")
    assert [shop.open_on(day) for day in ("2026-03-09", "2026-04-09", "2026-04-10")] == [
        {"A": cents("1.000,00")},
        {"A": cents("600,00")},
        {},
    ]
    assert [shop.credit("Ana", day) for day in ("2026-04-09", "2026-04-10")] == [0, cents("400,00")]


def test_a_cancelled_invoice_keeps_its_past(tmp_path: Path) -> None:
    """400,00 on A, returned on 04-01; A is cancelled on 04-10. Then a payment of 03-05 for B is told.

    What was reported of A for the days before stays as it was.
    """
    shop = Shop(
        tmp_path,
        "A;;Ana;2026-01-05;2026-03-10;1000,00",
        "B;;Ana;2026-01-05;2026-03-02;50,00",
        said=NO_CHARGES,
    )
    shop.reverses(shop.pays("400,00", "2026-03-10", "A").id, "2026-04-01")
    shop.cancels("A", "2026-04-10")
    assert shop.open_on("2026-03-20") == {"A": cents("600,00"), "B": cents("50,00")}
    shop.pays("20,00", "2026-03-05", "B")
    assert shop.open_on("2026-03-20") == {"A": cents("600,00"), "B": cents("30,00")}
