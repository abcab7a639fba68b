"""Lists of customers, and one customer as a sheet of fields."""

from typing import TYPE_CHECKING

from cobranca_cli.domain.contact import (
    format_phone,
    format_zip,
    mask_address,
    mask_email,
    mask_phone,
    mask_zip,
)
from cobranca_cli.views.columns import CUSTOMER, DOCUMENT
from cobranca_cli.views.report import Column, Figure, Kind, Report
from cobranca_cli.views.sheet import sheet

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.customers import Standing
    from cobranca_cli.services.customers import Listed

_COLUMNS = (
    CUSTOMER,
    DOCUMENT,
    Column("codigo", "Código", priority=3),
    Column("email", "E-mail", priority=7, mask=mask_email),
    Column("telefone", "Telefone", priority=4, mask=mask_phone),
    Column("cidade", "Cidade", priority=6),
    Column("uf", "UF", priority=6),
    Column("faturas", "Faturas abertas", Kind.INTEGER, priority=2),
    Column("aberto", "Total em aberto", Kind.MONEY, priority=1),
    Column("vencido", "Vencido", Kind.MONEY),
)


def listing(found: "Listed") -> Report:
    """The customers that passed the filters, with what they owe."""
    return Report(
        name="clientes",
        title="Clientes",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[_row(standing) for standing in found.standings],
        totals=(
            Figure("clientes", "Clientes", Kind.INTEGER, len(found.standings)),
            Figure("aberto", "Total em aberto", Kind.MONEY, sum(each.open for each in found.standings)),
            Figure("vencido", "Vencido", Kind.MONEY, sum(each.overdue for each in found.standings)),
        ),
        empty="Nenhum cliente com esses filtros.",
        notes=found.notices,
    )


def _row(standing: "Standing") -> tuple[object, ...]:
    customer = standing.customer
    return (
        customer.name,
        customer.document,
        customer.code,
        customer.email,
        format_phone(customer.phone) if customer.phone else None,
        customer.city,
        customer.state,
        standing.invoices,
        standing.open,
        standing.overdue,
    )


def one(found: "Listed", *, for_people: bool, show_data: bool) -> Report:
    """One customer: field by field for people, one row for programs."""
    standing = found.standings[0]
    customer = standing.customer
    columns = (
        *_COLUMNS,
        Column("endereco", "Endereço", mask=mask_address),
        Column("cep", "CEP", mask=mask_zip),
        Column("categoria", "Categoria"),
        Column("cadastrado_em", "Cadastrado em", Kind.DATE),
        Column("credito", "Crédito disponível", Kind.MONEY),
        Column("cobranca", "Cobrança parada"),
    )
    row = (
        *_row(standing),
        customer.address,
        format_zip(customer.zip) if customer.zip else None,
        customer.category,
        customer.created_on,
        found.credit,
        found.held,
    )
    report = Report("cliente", customer.name, found.as_of, columns, [row], notes=found.notices)
    return sheet(report, show_data=show_data) if for_people else report
