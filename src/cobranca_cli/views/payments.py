"""A payment with the trace of where it went, and the list of payments."""

from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.payments import ListedPayment
    from cobranca_cli.services.payments import Registered, Reversed

PARTS = (
    Column("despesas", "Despesas", Kind.MONEY, priority=5),
    Column("juros", "Juros", Kind.MONEY, priority=2),
    Column("multa", "Multa", Kind.MONEY, priority=2),
    Column("correcao", "Correção", Kind.MONEY, priority=4),
    Column("principal", "Principal", Kind.MONEY),
)

FORMS = {
    "pix": "Pix",
    "boleto": "boleto",
    "transferencia": "transferência",
    "dinheiro": "dinheiro",
    "cartao": "cartão",
    "outro": "outra",
}


def registered(found: "Registered", title: str = "Pagamento") -> Report:
    """Where a payment went: one row an invoice, with what is left of its principal, as of its day."""
    rows = [(line.number, line.instalment or None, *line.paid, line.balance) for line in found.lines]
    return Report(
        name="pagamento",
        title=f"{title} {found.id} de {found.customer.name}",
        as_of=found.day,
        columns=(
            Column("fatura", "Fatura"),
            Column("parcela", "Parcela", priority=4),
            *PARTS,
            columns.BALANCE,
        ),
        rows=rows,
        totals=(
            Figure("id", "Número", Kind.INTEGER, found.id),
            Figure("valor", "Valor", Kind.MONEY, found.amount),
            Figure("alocado", "Em faturas", Kind.MONEY, found.allocated),
            Figure("credito", "Crédito", Kind.MONEY, found.credit),
        ),
        empty="Nenhuma fatura recebeu este valor.",
        notes=found.notices,
    )


def said(found: "Registered", what: str) -> str:
    """What stands in the ledger, in one sentence."""
    return f"{what} {found.id}, de {currency_br(found.amount)}, de {found.customer.name}{_again(found.again)}"


def reversed_sentence(found: "Reversed") -> str:
    """What was taken back, in one sentence."""
    amount = f" de {currency_br(found.row.amount)}" if found.row.amount else ""
    return (
        f"{NAMES[found.row.kind]} {found.row.id}{amount}, de {found.row.customer}, estornado em"
        f" {date_br(found.day.isoformat())}{_again(found.again)}"
    )


NAMES = {
    "pagamento": "pagamento",
    "credito": "uso de crédito",
    "abono": "abono",
    "abatimento": "abatimento",
    "desconto": "desconto",
    "perda": "lançamento de perda",
    "despesa": "lançamento de despesa",
    "acordo": "acordo, lançamento",
    "rompimento": "rompimento de acordo, lançamento",
}


def _again(count: int) -> str:
    if not count:
        return ""
    done = counted(count, "lançamento posterior foi refeito", "lançamentos posteriores foram refeitos")
    return f"; por isso {done}"


_LISTED = (
    Column("id", "Nº", Kind.INTEGER),
    Column("data", "Data", Kind.DATE),
    columns.CUSTOMER,
    columns.DOCUMENT,
    Column("forma", "Forma", priority=6, words={**FORMS, "credito": "uso de crédito"}),
    Column("valor", "Valor", Kind.MONEY),
    Column("alocado", "Em faturas", Kind.MONEY, priority=3),
    Column("credito", "Crédito", Kind.MONEY, priority=2),
    Column("faturas", "Faturas", priority=4, elastic=True),
    Column("situacao", "Situação", priority=1, words={"valido": "vale", "estornado": "estornado"}),
    Column("chave", "Chave", priority=8),
)


def listing(found: "list[ListedPayment]", as_of: date, notices: tuple[str, ...]) -> Report:
    """Payments in the order of their days; those reversed by then are not in the totals."""
    counting = [each for each in found if not each.row.reversed_on and each.row.kind == "pagamento"]
    return Report(
        name="pagamentos",
        title="Pagamentos",
        as_of=as_of,
        columns=_LISTED,
        rows=[_listed(each) for each in found],
        totals=(
            Figure("pagamentos", "Pagamentos", Kind.INTEGER, len(counting)),
            Figure("valor", "Valor", Kind.MONEY, sum(each.row.amount for each in counting)),
        ),
        empty="Nenhum pagamento registrado.",
        notes=notices,
    )


def _listed(each: "ListedPayment") -> tuple[object, ...]:
    row = each.row
    leaves_credit = row.kind == "pagamento" and not row.reversed_on
    return (
        row.id,
        row.day,
        row.customer,
        row.document,
        "credito" if row.kind == "credito" else row.form,
        row.amount,
        each.allocated,
        row.amount - each.allocated if leaves_credit else 0,
        each.invoices or None,
        "estornado" if row.reversed_on else "valido",
        row.key,
    )
