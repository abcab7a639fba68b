"""Documents as the program makes them: a working, a receipt, and hostile texts in every place."""

from datetime import date
from decimal import Decimal

from cobranca_cli.views.document import (
    Card,
    Document,
    Fact,
    Facts,
    Highlight,
    Notes,
    Parties,
    Signature,
    Table,
    Text,
)
from cobranca_cli.views.report import Column, Figure, Kind, Report

AS_OF = date(2026, 11, 21)
CPF = "52998224725"

CREDITOR = Card(
    "Credor",
    "Papelaria Aurora Ltda.",
    "11222333000181",
    "Rua das Palmeiras, 120, sala 4",
    "Campinas/SP",
    "(19) 3333-4444",
    "financeiro@aurora.exemplo.br",
    masked=False,
)
DEBTOR = Card(
    "Devedor",
    "Ana Lúcia Ferreira Lima",
    CPF,
    "Avenida Brasil, 1500, bloco B, apto. 72",
    "Campinas/SP",
    "(19) 98888-7777",
    "ana.lima@exemplo.br",
    zip="CEP 13070-178",
)
PARTIES = Parties(CREDITOR, DEBTOR)

STEP_COLUMNS = (
    Column("etapa", "Etapa", elastic=True),
    Column("base", "Base", Kind.MONEY),
    Column("taxa", "Taxa", Kind.PERCENT),
    Column("dias", "Dias", Kind.INTEGER),
    Column("valor", "Valor", Kind.MONEY),
    Column("regra", "Regra", elastic=True),
)
STEPS: tuple[tuple[object, ...], ...] = (
    ("Valor do título", None, None, None, 5000_00, "Valor de face da fatura NF-2031, vencida em 10/06/2026."),
    (
        "Vencimento efetivo",
        None,
        None,
        None,
        None,
        "10/06/2026 é dia útil: o atraso conta de 11/06/2026 (Código Civil, art. 132).",
    ),
    (
        "Correção IPCA, 06/2026 a 10/2026",
        5000_00,
        Decimal("1.847213"),
        None,
        92_36,
        "IPCA acumulado dos meses inteiros entre o mês do vencimento, inclusive, e o mês anterior ao do"
        " cálculo; série 433 do Banco Central; arredondamento ao centavo mais próximo, meio para o par.",
    ),
    (
        "Multa de mora",
        5000_00,
        Decimal("2"),
        None,
        100_00,
        "2% sobre o valor nominal, uma só vez, no primeiro dia de atraso; limite do art. 52, § 1º, do Código"
        " de Defesa do Consumidor.",
    ),
    (
        "Juros de mora até 15/08/2026",
        5000_00,
        Decimal("1"),
        66,
        110_00,
        "1% ao mês, pro rata die de 30 dias, juros simples sobre o principal em aberto (Código Civil,"
        " art. 406; CTN, art. 161, § 1º).",
    ),
    (
        "Pagamento de 15/08/2026",
        None,
        None,
        None,
        -1500_00,
        "R$ 1.500,00 imputados primeiro aos juros (110,00) e depois ao principal (1.390,00): Código Civil,"
        " art. 354.",
    ),
    (
        "Juros de mora desde 16/08/2026",
        3610_00,
        Decimal("1"),
        98,
        117_93,
        "1% ao mês, pro rata die de 30 dias, sobre o principal que restou depois do pagamento de 15/08/2026.",
    ),
    ("Despesas de cobrança", None, None, None, 38_40, "Notificação registrada em cartório, recibo 8.812."),
)
TOTALS = (
    Figure("principal", "Principal", Kind.MONEY, 3610_00),
    Figure("correcao", "Correção", Kind.MONEY, 92_36),
    Figure("multa", "Multa", Kind.MONEY, 100_00),
    Figure("juros", "Juros", Kind.MONEY, 117_93),
    Figure("despesas", "Despesas", Kind.MONEY, 38_40),
    Figure("total", "Total", Kind.MONEY, 3958_69),
)


def memory(steps: tuple[tuple[object, ...], ...] = STEPS, parties: Parties = PARTIES) -> Document:
    report = Report("memoria", "Memória de cálculo", AS_OF, STEP_COLUMNS, steps, TOTALS, notes=("um aviso",))
    title = (
        Fact("Fatura", "NF-2031"),
        Fact("Emissão", "2026-05-11", Kind.DATE),
        Fact("Vencimento", "2026-06-10", Kind.DATE),
        Fact("Vencimento efetivo", "2026-06-10", Kind.DATE),
        Fact("Dias de atraso", 164, Kind.INTEGER),
        Fact("Valor original", 5000_00, Kind.MONEY),
        Fact("Descrição", None),
        Fact("Política de encargos", "versão 3, em vigor desde 01/03/2026"),
    )
    blocks = (
        parties,
        Facts(title, "Título"),
        Table(STEP_COLUMNS, steps, TOTALS, "Cálculo passo a passo", details=("regra",)),
        Highlight("Total devido em 21/11/2026", 3958_69),
        Notes(
            (
                "Os juros correm até o dia do pagamento: peça o valor atualizado se for pagar em outra data.",
                "Se algo aqui não confere com os seus registros, responda pelo e-mail ou telefone do credor.",
            )
        ),
    )
    return Document("memoria", "Memória de cálculo", AS_OF, blocks, report, "Fatura NF-2031")


RECEIPT_COLUMNS = (
    Column("fatura", "Fatura"),
    Column("parcela", "Parcela"),
    *(
        Column(name, label, Kind.MONEY)
        for name, label in (
            ("despesas", "Despesas"),
            ("juros", "Juros"),
            ("multa", "Multa"),
            ("correcao", "Correção"),
            ("principal", "Principal"),
            ("saldo", "Saldo"),
        )
    ),
)
RECEIPT_ROWS: tuple[tuple[object, ...], ...] = (
    ("NF-2031", "1", 0, 110_00, 100_00, 92_36, 1147_64, 0),
    ("NF-2044", None, 0, 0, 0, 0, 50_00, 234_56),
)
RECEIPT_TOTALS = (
    Figure("juros", "Juros", Kind.MONEY, 110_00),
    Figure("principal", "Principal", Kind.MONEY, 1197_64),
    Figure("saldo", "Saldo", Kind.MONEY, 234_56),
    Figure("valor", "Valor recebido", Kind.MONEY, 1500_00),
)


def receipt() -> Document:
    report = Report("recibo", "Recibo", AS_OF, RECEIPT_COLUMNS, RECEIPT_ROWS, RECEIPT_TOTALS)
    blocks = (
        PARTIES,
        Highlight("Valor recebido", 1500_00),
        Text("Recebemos de Ana Lúcia Ferreira Lima a quantia acima, por Pix, em 15/08/2026."),
        Table(RECEIPT_COLUMNS, RECEIPT_ROWS, RECEIPT_TOTALS, "A que o pagamento foi imputado"),
        Text("Fica quitada a fatura NF-2031. Da fatura NF-2044 restam R$ 234,56 de principal.", "Quitação"),
        Signature("Papelaria Aurora Ltda.", "11222333000181", "Campinas/SP", "2026-08-01"),
    )
    return Document("recibo", "Recibo", AS_OF, blocks, report, "nº 000042", dated="Emitido em")


HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    '#panic("x") #read("/etc/passwd")',
    "*negrito* _itálico_ $x^2$ `código` @ref <rotulo>",
    "= título\\ // comentário /* fim */",
    "{{ 7*7 }} {% raw %} {# x #}",
    "&lt;b&gt; &amp; \"aspas\" 'simples' -- ---",
    "\u202eesrever\u202c e \u200bzero",
    "\x1b[2J\x9b31m\x07",
    "José da Silva 😀 日本語 עברית",
    "x" * 200,
    "Comércio" + " de Materiais" * 6,
)


def hostile(text: str) -> Document:
    """A document with `text` in every place that takes one."""
    columns = (Column("a", text), Column("b", "B", Kind.MONEY), Column("c", text))
    table = Table(columns, ((text, 1, text),), (Figure("b", text, Kind.MONEY, 1),), text, ("c",), text)
    card = Card(text, text, text, text, text, text, text)
    blocks = (
        Parties(card, card._replace(masked=False)),
        Facts((Fact(text, text), Fact(text, text, document=True)), text),
        Text(text, text),
        Notes((text,), text),
        table,
        table._replace(rows=(), totals=()),
        Highlight(text, 1),
        Signature(text, text, text, "2026-11-01"),
    )
    return Document("x", text, AS_OF, blocks, Report("x", text, AS_OF, columns, table.rows), text, text)
