"""The morning's work as a list."""

from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.domain.contact import format_phone
from cobranca_cli.domain.ladder import SEND
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.worklist import Worklist


def listing(found: "Worklist", most: int | None = None) -> Report:
    """Customer by customer what is to be done, the most valuable first; the totals are of all of them."""
    return Report(
        name="hoje",
        title="Trabalho do dia",
        as_of=found.as_of,
        columns=(
            Column("ordem", "Nº", Kind.INTEGER),
            Column("cliente", "Cliente", elastic=True),
            Column("documento", "CPF/CNPJ", document=True, priority=5),
            Column("telefone", "Telefone", priority=1),
            Column("tarefas", "O que fazer", many=True, elastic=True),
            Column("total_vencido", "Com encargos", Kind.MONEY),
            Column("maior_atraso", "Dias", Kind.INTEGER, priority=2),
            Column("motivo", "Por que nesta ordem", elastic=True, priority=4),
        ),
        rows=[
            (
                place,
                work.customer.name,
                work.customer.document,
                format_phone(work.customer.phone) if work.customer.phone else None,
                tuple(task.words for task in work.tasks),
                work.overdue,
                work.late,
                work.why,
            )
            for place, work in enumerate(found.work[:most], 1)
        ],
        totals=(
            Figure("clientes", "Clientes", Kind.INTEGER, len(found.work)),
            Figure(
                "total_vencido", "Vencido, com encargos", Kind.MONEY, sum(work.overdue for work in found.work)
            ),
        ),
        empty="Nada a fazer hoje.",
        notes=(*found.notices, *_shown(len(found.work), most), *_skipped(found.skipped), *_next(found)),
        short="Hoje",
    )


def _next(found: "Worklist") -> tuple[str, ...]:
    ready = any(task.kind == "carta" for work in found.work for task in work.tasks)
    sending = any(task.kind == SEND for work in found.work for task in work.tasks)
    return (
        *(("para escrever as cartas: cobranca regua executar",) if sending else ()),
        *(("depois de enviar as cartas: cobranca carta enviada --todas",) if ready else ()),
    )


def _shown(customers: int, most: int | None) -> tuple[str, ...]:
    if most is None or customers <= most:
        return ()
    return (f"mostrei {most} de {counted(customers, 'cliente', 'clientes')}; os totais são de todos",)


def _skipped(customers: int) -> tuple[str, ...]:
    if not customers:
        return ()
    who = counted(customers, "cliente fica", "clientes ficam")
    return (f"{who} de fora hoje; o porquê está em: cobranca regua planejar",)
