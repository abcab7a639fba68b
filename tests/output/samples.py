"""One small report with every kind of column, and the hostile texts a ledger may hold."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cobranca_cli.views.report import Column, Figure, Kind, Report

AS_OF = date(2026, 11, 21)

COLUMNS = (
    Column("cliente", "Cliente", elastic=True),
    Column("documento", "CPF/CNPJ", document=True, priority=2),
    Column("numero", "Fatura", priority=1),
    Column("vencimento", "Vencimento", Kind.DATE, priority=3),
    Column("dias", "Dias", Kind.INTEGER, priority=4),
    Column("taxa", "Taxa ao mês", Kind.PERCENT, priority=5),
    Column("contestada", "Contestada", Kind.BOOL, priority=6),
    Column("total", "Total", Kind.MONEY),
)

ROWS: tuple[tuple[object, ...], ...] = (
    ("Padaria São José", "11222333000181", "NF-001", "2026-09-30", 52, Decimal("7.17"), False, 123456789),
    ("Ana Lima", "52998224725", "00042", "2026-11-20", 1, Decimal("1"), True, -5),
    ("Fulano [/]", "12ABC34501DE35", None, None, None, None, None, None),
)

TOTALS = (
    Figure("faturas", "Faturas", Kind.INTEGER, 3),
    Figure("total", "Total", Kind.MONEY, 123456784),
    Figure("media", "Valor médio", Kind.MONEY, 41152261),
)


def report(
    rows: Iterable[tuple[object, ...]] = ROWS,
    *,
    columns: tuple[Column, ...] = COLUMNS,
    totals: tuple[Figure, ...] = TOTALS,
    notes: tuple[str, ...] = (),
    title: str = "Vencidos",
) -> Report:
    return Report(
        "vencidos", title, AS_OF, columns, rows, totals, empty="Nenhuma fatura vencida.", notes=notes
    )


def texts(*cells: str) -> Report:
    """A report of one text column."""
    return report(((cell,) for cell in cells), columns=(Column("nome", "Nome", elastic=True),), totals=())


HOSTILE = (
    "Fulano [/]",
    "[bold]Ana[/bold] :smile:",
    '=HYPERLINK("http://e")',
    "@SUM(A1)",
    "+55 11 99999-0000",
    "-1+1",
    'Aspas "duplas"; e ponto e vírgula',
)
