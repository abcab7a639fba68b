"""What is overdue with its charges: one row an invoice, the longest overdue first."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br
from cobranca_cli.domain.aging import days_late
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.overdue import Overdue

_SITUATIONS = {"vencido": "vencida", "encargos": "só encargos", "prescrito": "prescrita"}

_COLUMNS = (
    columns.CUSTOMER,
    columns.DOCUMENT,
    columns.NUMBER,
    columns.INSTALMENT._replace(priority=4),
    columns.DUE._replace(priority=3),
    columns.DAYS._replace(priority=0),
    columns.BALANCE._replace(priority=1),
    Column("multa", "Multa", Kind.MONEY, priority=5),
    Column("juros", "Juros", Kind.MONEY, priority=5),
    Column("correcao", "Correção", Kind.MONEY, priority=6),
    Column("total", "Total", Kind.MONEY),
    columns.SITUATION._replace(priority=8, words=_SITUATIONS),
)


_EXPENSES = Column("despesas", "Despesas", Kind.MONEY, priority=5)


def overdue(found: "Overdue", *, for_people: bool) -> Report:
    """The contract's columns; `saldo` is the open principal, `total` what settles the invoice.

    Expenses, which few invoices have, are part of the total. For people they get a column when there are
    any; for programs the columns never change.
    """
    balance = fine = interest = correction = expenses = 0
    for owed in found.items:
        expenses += owed.open.expenses
        interest += owed.open.interest
        fine += owed.open.fine
        correction += owed.open.correction
        balance += owed.open.principal
    total = balance + fine + interest + correction + expenses
    sums = {"saldo": balance, "multa": fine, "juros": interest, "correcao": correction}
    shown: tuple[Column, ...] = _COLUMNS
    column = for_people and expenses > 0
    if column:
        sums["despesas"] = expenses
        shown = (*_COLUMNS[:-2], _EXPENSES, *_COLUMNS[-2:])
    labels = {column.name: column.label for column in shown}
    return Report(
        name="vencidos",
        title="Faturas vencidas",
        as_of=found.as_of,
        columns=shown,
        rows=_rows(found, column),
        totals=(
            Figure("faturas", "Faturas", Kind.INTEGER, len(found.items)),
            *(
                Figure(name, labels[name], Kind.MONEY, cents)
                for name, cents in {**sums, "total": total}.items()
            ),
        ),
        empty="Nada vencido.",
        notes=(*found.notices, *_remarks(found, 0 if column else expenses)),
    )


def _rows(found: "Overdue", expenses: bool) -> Iterator[tuple[object, ...]]:
    late: dict[str, int] = {}
    for item, left, prescribed in found.items:
        days = late.get(item.due_effective)
        if days is None:
            days = late[item.due_effective] = days_late(found.as_of, date.fromisoformat(item.due_effective))
        charges = left.fine + left.interest + left.correction + left.expenses
        situation = "prescrito" if prescribed else "vencido" if left.principal else "encargos"
        yield (
            item.customer,
            item.document,
            item.number,
            item.instalment or None,
            item.due,
            days,
            left.principal,
            left.fine,
            left.interest,
            left.correction,
            *((left.expenses,) if expenses else ()),
            left.principal + charges,
            situation,
        )


def _remarks(found: "Overdue", expenses: int) -> list[str]:
    """What the columns do not show."""
    remarks = []
    gone = sum(owed.prescribed for owed in found.items)
    if gone:
        are = counted(gone, "fatura está prescrita", "faturas estão prescritas")
        remarks.append(f"{are}: sem encargos, porque o prazo para cobrar acabou; veja 'cobranca prazos'")
    if expenses:
        remarks.append(f"o total inclui {currency_br(expenses)} de despesas, que não têm coluna aqui")
    return remarks
