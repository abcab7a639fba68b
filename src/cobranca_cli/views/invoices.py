"""Lists of invoices, and one invoice as a sheet of fields."""

from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.boleto import format_line
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report
from cobranca_cli.views.sheet import sheet

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.agreement_marks import Marked
    from cobranca_cli.ledger.queries.items import Item
    from cobranca_cli.services.invoices import ListedInvoices, Seen

_COLUMNS = (*columns.INVOICE[:-1], columns.DAYS._replace(priority=4), columns.SITUATION)

_IN_FULL = {"vencimento_efetivo": "Vencimento efetivo", "dias": "Dias de atraso"}
"""Labels for where there is room."""


_SHEET = (
    *(column._replace(label=_IN_FULL.get(column.name, column.label)) for column in _COLUMNS),
    Column("dinheiro_recebido", "Dinheiro que entrou", Kind.MONEY),
    Column("descontos", "Descontos e abatimentos", Kind.MONEY),
    Column("baixado", "Baixado por perda", Kind.MONEY),
    Column("acordo", "Acordo"),
    Column("creditado", "Creditado pelas parcelas do acordo", Kind.MONEY),
    Column("descricao", "Descrição"),
    Column("categoria", "Categoria"),
    Column("cancelada_em", "Cancelada em", Kind.DATE),
    Column("motivo", "Motivo"),
    Column("arquivo", "Veio do arquivo"),
    Column("linha", "Linha do arquivo", Kind.INTEGER),
    Column("importada_em", "Importada em", Kind.DATE),
    Column("boleto", "Linha digitável"),
    Column("pix", "Pix do banco"),
    Column("cobranca", "Cobrança parada"),
)


def situation(item: "Item", as_of: date, lost: int = 0, mark: "Marked | None" = None) -> str:
    """In one word: `cancelado`, `perda`, `pago`, `encargos` (only charges are left), `vencido` or `aberto`.

    Or `acordo`, of a title that one holds, and `encerrado`, of an instalment of a broken one. `lost` is what
    was written off of the principal and not recovered.
    """
    if item.cancelled_on:
        return "cancelado"
    if mark and item.open == 0:
        return "encerrado" if mark.instalment else "acordo"
    if item.open == 0 and lost > 0:
        return "perda"
    if item.open == 0:
        return "encargos" if item.charges_left else "pago"
    return "vencido" if item.due_effective < as_of.isoformat() else "aberto"


def listing(found: "ListedInvoices") -> Report:
    """The invoices that passed the filters."""
    return Report(
        name="faturas",
        title="Faturas",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[
            _row(item, found.as_of, found.lost.get(item.id, 0), found.agreed.get(item.id))
            for item in found.items
        ],
        totals=(
            Figure("faturas", "Faturas", Kind.INTEGER, len(found.items)),
            Figure("valor", "Valor", Kind.MONEY, sum(item.amount for item in found.items)),
            Figure("saldo", "Saldo", Kind.MONEY, sum(item.open for item in found.items)),
        ),
        empty="Nenhuma fatura com esses filtros.",
        notes=found.notices,
    )


def _row(item: "Item", as_of: date, lost: int = 0, mark: "Marked | None" = None) -> tuple[object, ...]:
    said = situation(item, as_of, lost, mark)
    settled = item.settled - mark.principal if mark and not item.cancelled_on else item.settled
    cells = columns.invoice_cells(item._replace(settled=settled))
    return (*cells, item.open, _late(item, as_of), said)


def _late(item: "Item", as_of: date) -> int:
    return days_late(as_of, date.fromisoformat(item.due_effective)) if item.open else 0


def one(seen: "Seen", *, for_people: bool, show_data: bool) -> Report:
    """One invoice: field by field for people, one row for programs."""
    item, origin = seen.item, seen.origin
    off, slips = seen.taken_off, seen.slips
    lost = sum(off.get(kind, (0, 0))[0] for kind in ("perda", "recuperacao"))
    row = (
        *_row(item, seen.as_of, lost, seen.mark),
        sum(off.get(kind, (0, 0))[1] for kind in ("pagamento", "credito")) or None,
        sum(off.get(kind, (0, 0))[0] for kind in ("desconto", "abatimento")) or None,
        lost or None,
        seen.mark.number if seen.mark else None,
        off.get("repasse", (0, 0))[1] or None,
        item.description,
        item.category,
        item.cancelled_on,
        origin.cancel_reason if item.cancelled_on else None,
        origin.file_name,
        origin.line,
        origin.imported_on,
        slips.boleto and format_line(slips.boleto),
        slips.pix,
        seen.held,
    )
    report = Report("fatura", f"Fatura {item.name}", seen.as_of, _SHEET, [row], notes=seen.notices)
    return sheet(report, show_data=show_data) if for_people else report


def cancelled(item: "Item", day: date) -> str:
    """What was cancelled, in one sentence."""
    return (
        f"fatura {item.name} de {item.customer} ({currency_br(item.open)}) cancelada em"
        f" {date_br(day.isoformat())}"
    )


def count(number: int) -> str:
    """`1 fatura`, `812 faturas`."""
    return counted(number, "fatura", "faturas")
