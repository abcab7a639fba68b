"""What the ladder has left to a person, as a list."""

from typing import TYPE_CHECKING

from cobranca_cli.domain.contact import format_phone
from cobranca_cli.views.ladder import ACTION_WORDS
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.waiting import Tasks


_HOW = (
    "uma decisão: cobranca regua aprovar ID, ou recusar ID",
    "uma ligação: cobranca contato registrar CLIENTE --canal telefone --resultado RESULTADO",
)


def listing(found: "Tasks") -> Report:
    """Calls and decisions, the oldest first."""
    return Report(
        name="regua_pendentes",
        title="À sua espera",
        as_of=found.as_of,
        columns=(
            Column("id", "Nº", Kind.INTEGER),
            Column("desde", "Desde", Kind.DATE),
            Column("cliente", "Cliente", elastic=True),
            Column("documento", "CPF/CNPJ", document=True, priority=3),
            Column("telefone", "Telefone", priority=2),
            Column("acao", "Ação", words=ACTION_WORDS),
            Column("degrau", "Degrau"),
            Column("modelo", "Modelo", priority=4),
            Column("faturas", "Faturas", elastic=True, many=True, priority=1),
            Column("total", "Total", Kind.MONEY),
            Column("espera", "Espera", elastic=True),
        ),
        rows=[
            (
                task.action.id,
                task.action.day,
                task.customer.name,
                task.customer.document,
                format_phone(task.customer.phone) if task.customer.phone else None,
                task.action.kind,
                task.action.step,
                task.action.template,
                tuple(debt.name for debt in task.debts),
                task.total,
                f"espera: {task.held.words}" if task.held else None,
            )
            for task in found.tasks
        ],
        totals=(Figure("pendentes", "Pendentes", Kind.INTEGER, len(found.tasks)),),
        empty="Nada à sua espera.",
        notes=(*found.notices, *(_HOW if found.tasks else ())),
        short="Pendentes",
    )
