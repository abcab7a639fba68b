"""The aging in its three grains."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.domain.aging import NOT_DUE, band_of, days_late
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.items import Item
    from cobranca_cli.services.reports import Aged

BAND_LABELS = {
    "a_vencer": "A vencer",
    "d1_30": "1 a 30",
    "d31_60": "31 a 60",
    "d61_90": "61 a 90",
    "d91_180": "91 a 180",
    "d181_360": "181 a 360",
    "d361_mais": "361 ou mais",
}

_NOTHING_OPEN = "Nenhuma fatura em aberto."


def by_customer(aged: "Aged") -> Report:
    """One row a customer, the most overdue first."""
    bands = tuple(
        Column(name, BAND_LABELS[name], Kind.MONEY, priority=2 + index)
        for index, name in enumerate(aged.bands)
    )
    shown = (
        columns.CUSTOMER,
        columns.DOCUMENT,
        *bands,
        Column("vencido", "Vencido", Kind.MONEY),
        Column("total", "Total", Kind.MONEY),
        Column("maior_atraso", "Maior atraso", Kind.INTEGER, priority=1),
    )
    sums = [sum(column) for column in zip(*(row.bands for row in aged.customers), strict=True)]
    sums = sums or [0] * len(bands)
    oldest = [days_late(aged.as_of, date.fromisoformat(row.oldest_due)) for row in aged.customers]
    figures = [*sums, sum(sums[1:]), sum(sums), max(oldest, default=0)]
    return Report(
        name="aging",
        title="Contas a receber por cliente",
        short="Por cliente",
        as_of=aged.as_of,
        columns=shown,
        rows=_customer_rows(aged, oldest),
        totals=tuple(
            Figure(column.name, column.label, column.kind, value)
            for column, value in zip(shown[2:], figures, strict=True)
        ),
        empty=_NOTHING_OPEN,
        notes=aged.notices,
    )


def _customer_rows(aged: "Aged", oldest: Sequence[int]) -> Iterator[tuple[object, ...]]:
    for row, days in zip(aged.customers, oldest, strict=True):
        bands = row.bands
        total = sum(bands)
        yield (row.customer, row.document, *bands, total - bands[0], total, days)


def by_band(aged: "Aged") -> Report:
    """One row a band."""
    from decimal import ROUND_HALF_UP, Decimal

    invoices = sum(band.invoices for band in aged.totals)
    total = sum(band.amount for band in aged.totals)
    hundredth = Decimal("0.01")

    def percent(amount: int) -> Decimal:
        if not total:
            return Decimal("0.00")
        return (Decimal(amount * 100) / total).quantize(hundredth, ROUND_HALF_UP)

    return Report(
        name="aging",
        title="Contas a receber por faixa de atraso",
        short="Por faixa",
        as_of=aged.as_of,
        columns=(
            Column("faixa", "Dias de atraso", words=BAND_LABELS),
            Column("faturas", "Faturas", Kind.INTEGER, priority=1),
            Column("valor", "Valor", Kind.MONEY),
            Column("percentual", "%", Kind.PERCENT, priority=2),
        ),
        rows=[(band.name, band.invoices, band.amount, percent(band.amount)) for band in aged.totals],
        totals=(
            Figure("faturas", "Faturas", Kind.INTEGER, invoices),
            Figure("valor", "Valor", Kind.MONEY, total),
        ),
        empty=_NOTHING_OPEN,
        notes=aged.notices,
    )


_INVOICE_COLUMNS = (
    *columns.INVOICE,
    Column("faixa", "Faixa", priority=3, words=BAND_LABELS),
    columns.SITUATION,
)


def by_invoice(aged: "Aged") -> Report:
    """One row an open invoice."""
    return _invoices(aged, _INVOICE_COLUMNS, _invoice_rows(aged))


def by_detailed_invoice(aged: "Aged") -> Report:
    """The same with what an accountant's spreadsheet asks for beside it."""
    detailed = (
        *_INVOICE_COLUMNS,
        Column("data_base", "Data-base", Kind.DATE),
        Column("dias_do_vencimento", "Dias do vencimento original", Kind.INTEGER),
        Column("codigo_cliente", "Código do cliente"),
        Column("descricao", "Descrição"),
        Column("categoria", "Categoria"),
    )
    return _invoices(aged, detailed, _detailed_rows(aged))


def _invoices(aged: "Aged", shown: tuple[Column, ...], rows: Iterator[tuple[object, ...]]) -> Report:
    as_of = aged.as_of.isoformat()
    overdue_cents = sum(item.amount - item.settled for item in aged.items if item.due_effective < as_of)
    return Report(
        name="aging",
        title="Contas a receber por fatura",
        short="Por fatura",
        as_of=aged.as_of,
        columns=shown,
        rows=rows,
        totals=(
            Figure("saldo", "Saldo", Kind.MONEY, sum(item.amount - item.settled for item in aged.items)),
            Figure("vencido", "Vencido", Kind.MONEY, overdue_cents),
        ),
        empty=_NOTHING_OPEN,
        notes=aged.notices,
    )


def _invoice_rows(aged: "Aged") -> Iterator[tuple[object, ...]]:
    standing = _Standing(aged.as_of)
    for item in aged.items:
        yield _invoice_row(item, standing)


def _detailed_rows(aged: "Aged") -> Iterator[tuple[object, ...]]:
    base, standing = aged.as_of.isoformat(), _Standing(aged.as_of)
    for item in aged.items:
        nominal = standing.of(item.due)[0]
        row = _invoice_row(item, standing)
        yield (*row, base, nominal, item.code, item.description, item.category)


class _Standing:
    """Days late, band and situation of a due date, worked out once for each date."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._known: dict[str, tuple[int, str, str]] = {}

    def of(self, due: str) -> tuple[int, str, str]:
        """Days late on the day, the band they fall in, and `aberto` or `vencido`."""
        found = self._known.get(due)
        if found is None:
            days = days_late(self._as_of, date.fromisoformat(due))
            band = band_of(days)
            found = self._known[due] = (days, band, "aberto" if band == NOT_DUE else "vencido")
        return found


def _invoice_row(item: "Item", standing: _Standing) -> tuple[object, ...]:
    open_cents = item.amount - item.settled
    return (*columns.invoice_cells(item), open_cents, *standing.of(item.due_effective))
