"""What a customer reads on each line of the statement, and what programs get."""

from datetime import date

import pytest
from tests.domain.account_notation import parts
from tests.domain.notation import day

from cobranca_cli.config import Company
from cobranca_cli.domain.account import Title
from cobranca_cli.domain.statement import Line
from cobranca_cli.ledger.queries.accounts import Claimed
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.statement import StatedMovement, StatedTitle
from cobranca_cli.services.statement import Share, StatedLine, Statement
from cobranca_cli.views.document import Document, Facts, Highlight, Notes, Table
from cobranca_cli.views.statement import statement as view

ON = day("2026-06-09")
CUSTOMER = Customer(1, "Ana", "52998224725", None, None, None, None, None, None, None, None, "2026-01-02")
NF = StatedTitle(
    Claimed(Title(1, 100_00, day("2026-04-10"), day("2026-04-10")), "NF-1", "2", "2026-03-02", 1), None, None
)
BREAD = NF._replace(description="Pão")
GONE = NF._replace(cancelled_on="2026-06-01")


def done(kind: str, reversed_on: str | None = None, **more: object) -> StatedMovement:
    fields = {"form": None, "reason": "segredo da casa", "reversal_reason": None, **more}
    return StatedMovement(7, kind, "2026-06-09", 50_00, reversed_on=reversed_on, **fields)  # type: ignore[arg-type]


def line(kind: str, amount: int, **more: object) -> Line:
    return Line(ON, kind, amount, **more)  # type: ignore[arg-type]


A, B = Share("NF-1", 30_00), Share("NF-2", 15_00)
PAID = line("pagamento", -50_00)
UNDONE = done("pagamento", "2026-06-09")
IN_TIME = done("pagamento")._replace(day="2026-04-10")
MANY = tuple(Share(f"N{number}", 1_00) for number in range(23))

LINES = {
    "Fatura NF-1/2, vencimento em 10/04/2026": StatedLine(line("fatura", 100_00), NF),
    "Fatura NF-1/2, vencimento em 10/04/2026: Pão": StatedLine(line("fatura", 100_00), BREAD),
    "Juros e multa da fatura NF-1/2": StatedLine(
        line("encargos", 3_00, charges=parts("juros 1,00 multa 2,00")), NF
    ),
    "Juros, multa e correção da fatura NF-1/2 até 09/06/2026": StatedLine(
        line("encargos", 4_00, charges=parts("juros 1,00 multa 2,00 correcao 1,00"), closing=True), NF
    ),
    "Pagamento 7 (Pix): fatura NF-1": StatedLine(
        PAID, movement=done("pagamento", form="pix"), shares=(Share("NF-1", 50_00),)
    ),
    "Pagamento 7: NF-1 R$ 30,00, NF-2 R$ 15,00, crédito do cliente R$ 5,00": StatedLine(
        PAID, movement=done("pagamento", form="outro"), shares=(A, B)
    ),
    "Pagamento 7: crédito do cliente R$ 50,00": StatedLine(PAID, movement=done("pagamento")),
    # Taken back on its own day: no day ends with it anywhere.
    "Pagamento 7": StatedLine(PAID, movement=done("pagamento", "2026-06-09")),
    "Uso de crédito 7: fatura NF-1 R$ 30,00": StatedLine(
        line("credito", 0), movement=done("credito"), shares=(A,)
    ),
    "Estorno do pagamento 7, de 09/06/2026": StatedLine(line("estorno", 50_00), movement=UNDONE),
    "Estorno do pagamento 7, de 09/06/2026; 2 outros lançamentos foram refeitos": StatedLine(
        line("estorno", 50_00), movement=UNDONE, again=2
    ),
    "Desconto por antecipação da fatura NF-1/2": StatedLine(line("desconto", -5_00), NF, IN_TIME),
    "Encargos da fatura NF-1/2, conforme o pagamento 7": StatedLine(
        line("despesa", 5_00), NF, done("pagamento")
    ),
    "Desconto na fatura NF-1/2": StatedLine(line("desconto", -5_00), NF, done("desconto")),
    "Abatimento na fatura NF-1/2": StatedLine(line("abatimento", -5_00), NF, done("abatimento")),
    "Encargos dispensados da fatura NF-1/2": StatedLine(line("abono", -5_00), NF, done("abono")),
    "Diferença dispensada na fatura NF-1/2": StatedLine(line("tolerancia", -1), NF, done("pagamento")),
    "Despesa da fatura NF-1/2: custas": StatedLine(
        line("despesa", 5_00), NF, done("despesa", reason="custas")
    ),
    "Baixa por perda da fatura NF-1/2": StatedLine(line("perda", -5_00), NF, done("perda")),
    "Recuperação de perda da fatura NF-1/2": StatedLine(line("recuperacao", 5_00), NF, done("pagamento")),
    "Estorno do abono 7, da fatura NF-1/2": StatedLine(
        line("abono", 5_00, again=True), NF, done("abono", "2026-06-09")
    ),
    "Desconto por antecipação da fatura NF-1/2: sem efeito, pelo estorno": StatedLine(
        line("desconto", 5_00, again=True), NF, IN_TIME._replace(reversed_on="2026-06-09")
    ),
    "Encargos dispensados da fatura NF-1/2: acerto por causa de estorno": StatedLine(
        line("abono", -5_00, again=True), NF, done("abono")
    ),
    "Encargos da fatura NF-1/2 recalculados por causa de estorno": StatedLine(line("ajuste", 4_70), NF),
    "Encargos da fatura NF-1/2 recalculados por causa do acordo": StatedLine(
        line("ajuste", 4_70, agreed=True), NF
    ),
    "Encargos da fatura NF-1/2 recalculados até 09/06/2026": StatedLine(
        line("ajuste", -4_70, closing=True), NF
    ),
    "Fatura NF-1/2, já cancelada: o estorno não a reabre": StatedLine(line("ajuste", -50_00), GONE),
    "Fatura NF-1/2 prescrita: os encargos saem da conta": StatedLine(line("prescricao", -4_70), NF),
    "Cancelamento da fatura NF-1/2": StatedLine(line("cancelamento", -100_00), NF),
}


def found(*lines: StatedLine, **more: object) -> Statement:
    fields = {"opening": 0, "balance": 0, "overdue": 0, "credit": 0, "prescribed": (), "lost": 0, **more}
    since = fields.pop("since", None)
    return Statement(ON, since, CUSTOMER, Company(), lines=lines, notices=(), **fields)  # type: ignore[arg-type]


def cells(document: Document) -> list[tuple[object, ...]]:
    return list(document.report.rows)


@pytest.mark.parametrize("text", LINES)
def test_the_text_of_a_line(text: str) -> None:
    (row,) = cells(view(found(LINES[text])))
    assert row[2] == text
    assert "segredo" not in text


def test_what_a_reversal_changed_is_a_reversal_or_an_adjustment() -> None:
    kinds = [cells(view(found(LINES[text])))[0][1] for text in LINES if LINES[text].line.again]
    assert kinds == ["estorno", "estorno", "ajuste"]


def test_charges_and_discounts_that_another_system_counted() -> None:
    """What a file says of a payment: more charges than ours, or less than all though it is late."""
    more = StatedLine(line("despesa", 5_00), NF, done("pagamento"))
    less = StatedLine(line("desconto", -5_00), NF, done("pagamento"))
    rows = cells(view(found(more, less)))
    assert [row[1] for row in rows] == ["encargos", "desconto"]
    assert rows[1][2] == "Desconto na fatura NF-1/2"


def test_a_debit_and_a_credit_stand_in_their_columns() -> None:
    debit, credit = line("fatura", 100_00), line("cancelamento", -100_00)
    none = StatedLine(line("credito", 0), movement=done("credito"), shares=(A,), balance=1)
    rows = cells(view(found(StatedLine(debit, NF, balance=5), StatedLine(credit, NF, balance=6), none)))
    assert [row[3:] for row in rows] == [(100_00, None, 5), (None, 100_00, 6), (None, None, 1)]


def test_many_invoices_of_one_payment_are_summed_up() -> None:
    (row,) = cells(
        view(found(StatedLine(line("pagamento", -23_00), movement=done("pagamento"), shares=MANY)))
    )
    assert str(row[2]).endswith("N19 R$ 1,00, mais 3 faturas R$ 3,00")


def test_with_a_first_day_the_balance_before_it_stands_on_top() -> None:
    document = view(found(since=date(2026, 6, 1), opening=12_34))
    assert cells(document) == [("2026-06-01", "saldo_anterior", "Saldo anterior", None, None, 12_34)]
    assert document.subtitle == "De 01/06/2026 a 09/06/2026"
    assert cells(view(found())) == []


@pytest.mark.parametrize(
    ("balance", "label", "cents"),
    [
        (10_00, "Saldo devedor em 09/06/2026", 10_00),
        (0, "Saldo em 09/06/2026", 0),
        (-10_00, "Saldo a favor do cliente em 09/06/2026", 10_00),
    ],
)
def test_the_balance_is_said_for_whom_it_is(balance: int, label: str, cents: int) -> None:
    blocks = view(found(balance=balance)).blocks
    assert [block for block in blocks if isinstance(block, Highlight)] == [Highlight(label, cents)]


def test_totals_and_what_is_not_due_yet() -> None:
    """Of 120,00 owed 70,00 are overdue; 20,00 of credit make the balance 100,00."""
    document = view(found(balance=100_00, overdue=70_00, credit=20_00))
    assert {figure.name: figure.value for figure in document.report.totals} == {
        "saldo": 100_00,
        "vencido": 70_00,
        "credito_disponivel": 20_00,
    }
    (facts,) = [block for block in document.blocks if isinstance(block, Facts)]
    assert [(fact.label, fact.value) for fact in facts.facts] == [
        ("Vencido", 70_00),
        ("A vencer", 50_00),
        ("Crédito disponível", 20_00),
    ]


def test_what_is_prescribed_or_lost_is_said_first() -> None:
    (notes,) = [b for b in view(found(prescribed=("NF-1", "NF-2"), lost=5_00)).blocks if isinstance(b, Notes)]
    assert notes.notes[0].startswith("Prescritas, e por isso sem encargos: NF-1, NF-2.")
    assert notes.notes[1].startswith("Baixado por perda: R$ 5,00")


def test_columns_of_the_contract_and_those_for_people() -> None:
    document = view(found())
    assert [column.name for column in document.report.columns] == [
        *("data", "tipo", "descricao", "debito", "credito", "saldo")
    ]
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [column.label for column in table.columns] == ["Data", "Histórico", "Débito", "Crédito", "Saldo"]
