"""Documents as text: whole in a pipe, wrapped on a terminal, never cut."""

from collections import Counter

import pytest
from tests.output.documents import HOSTILE, hostile, memory, receipt

from cobranca_cli.output.document_text import document_lines
from cobranca_cli.output.layout import display_width
from cobranca_cli.output.shown import shown
from cobranca_cli.views.document import Document


def text(document: Document, width: int | None = None, *, show_data: bool = False) -> str:
    return "\n".join(document_lines(shown(document, show_data=show_data), width))


def test_the_receipt_in_a_pipe() -> None:
    assert (
        text(receipt())
        == """\
Recibo - nº 000042
Emitido em 21/11/2026

Credor
  Papelaria Aurora Ltda.
  CNPJ 11.222.333/0001-81
  Rua das Palmeiras, 120, sala 4
  Campinas/SP
  (19) 3333-4444 · financeiro@aurora.exemplo.br

Devedor
  Ana Lúcia Ferreira Lima
  CPF ***.982.247-**
  Campinas/SP

Valor recebido: R$ 1.500,00
(mil e quinhentos reais)

Recebemos de Ana Lúcia Ferreira Lima a quantia acima, por Pix, em 15/08/2026.

A que o pagamento foi imputado

Fatura   Parcela  Despesas   Juros   Multa  Correção  Principal   Saldo
NF-2031  1            0,00  110,00  100,00     92,36   1.147,64    0,00
NF-2044               0,00    0,00    0,00      0,00      50,00  234,56
Total                       110,00                     1.197,64  234,56

Valor recebido:  R$ 1.500,00

Quitação

Fica quitada a fatura NF-2031. Da fatura NF-2044 restam R$ 234,56 de principal.

Campinas/SP, 1º de agosto de 2026


________________________________________
Papelaria Aurora Ltda.
CNPJ 11.222.333/0001-81"""
    )


def test_the_steps_of_a_memory_on_a_terminal() -> None:
    shown_text = text(memory(), 80)
    assert (
        """\
Cálculo passo a passo

Etapa                                 Base       Taxa  Dias      Valor
Valor do título                                               5.000,00
  Valor de face da fatura NF-2031, vencida em 10/06/2026.
Vencimento efetivo
  10/06/2026 é dia útil: o atraso conta de 11/06/2026 (Código Civil, art. 132).
Correção IPCA, 06/2026 a 10/2026  5.000,00  1,847213%            92,36
  IPCA acumulado dos meses inteiros entre o mês do vencimento, inclusive, e o
  mês anterior ao do cálculo; série 433 do Banco Central; arredondamento ao
  centavo mais próximo, meio para o par.
"""
        in shown_text
    )
    assert shown_text.endswith(
        """\
Despesas:      R$ 38,40
Total:      R$ 3.958,69

Total devido em 21/11/2026: R$ 3.958,69
(três mil novecentos e cinquenta e oito reais e sessenta e nove centavos)

Observações

- Os juros correm até o dia do pagamento: peça o valor atualizado se for pagar
  em outra data.
- Se algo aqui não confere com os seus registros, responda pelo e-mail ou
  telefone do credor."""
    )


def test_a_rule_stands_on_one_line_in_a_pipe() -> None:
    lines = text(memory()).splitlines()
    at = lines.index("Correção IPCA, 06/2026 a 10/2026  5.000,00  1,847213%            92,36")
    assert lines[at + 1] == (
        "  IPCA acumulado dos meses inteiros entre o mês do vencimento, inclusive, e o mês anterior ao do"
        " cálculo; série 433 do Banco Central; arredondamento ao centavo mais próximo, meio para o par."
    )


def test_a_terminal_too_narrow_for_the_columns_gets_a_field_a_line() -> None:
    assert """\
Fatura: NF-2044
Despesas: 0,00
Juros: 0,00
Multa: 0,00
Correção: 0,00
Principal: 50,00
Saldo: 234,56

Fatura: Total
Juros: 110,00
Principal: 1.197,64
Saldo: 234,56

Valor recebido:  R$ 1.500,00
""" in text(receipt(), 40)


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 200])
def test_nothing_is_lost_and_no_line_is_too_long_at_any_width(width: int) -> None:
    lines = text(memory(), width).splitlines()
    assert max(map(display_width, lines)) <= min(width, 100)
    lost = Counter(text(memory()).split()) - Counter(" ".join(lines).split())
    # In a record of one field a line the labels of the columns have a colon.
    assert set(lost) <= ({"Etapa", "Base", "Taxa", "Dias", "Valor"} if width <= 40 else set())


@pytest.mark.parametrize("hostile_text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("width", [None, 20, 80])
def test_hostile_texts_command_nothing(hostile_text: str, width: int | None) -> None:
    assert all(line.isprintable() for line in text(hostile(hostile_text), width).split("\n"))


def test_whole_documents_on_request() -> None:
    assert "CPF 529.982.247-25" in text(memory(), show_data=True)
    assert "529.982.247-25" not in text(memory())


def test_an_empty_table_says_so() -> None:
    assert "Cálculo passo a passo\n\nNada a mostrar.\n" in text(memory(steps=()))
