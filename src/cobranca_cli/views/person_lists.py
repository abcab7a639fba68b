"""Who is past the time of keeping, what is kept of anybody, and who has looked: lists for the owner."""

from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.domain.retention import CLASSES
from cobranca_cli.local_time import instant_br
from cobranca_cli.views.columns import CUSTOMER, DOCUMENT
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from datetime import date

    from cobranca_cli.services.access import Accesses
    from cobranca_cli.services.retention import Retention

WAYS = {
    "exportado": "tudo de um titular",
    "mostrado": "por inteiro na tela",
    "arquivo": "em arquivo",
}


def candidates(found: "Retention") -> Report:
    """The customers without open titles whose time of keeping is over."""
    return Report(
        name="retencao",
        title="Clientes além do prazo de guarda",
        as_of=found.as_of,
        columns=(
            CUSTOMER,
            DOCUMENT,
            Column("ultimo_registro", "Último registro", Kind.DATE),
            Column("guardar_ate", "Guardar até", Kind.DATE),
            Column("impedimentos", "O que ainda impede", elastic=True, many=True, missing="nada"),
        ),
        rows=[
            (
                each.customer.name,
                each.customer.document,
                each.last.isoformat(),
                each.until.isoformat(),
                tuple(one.what for one in each.obstacles) or None,
            )
            for each in found.candidates
        ],
        totals=(
            Figure("clientes", "Clientes no livro", Kind.INTEGER, found.persons),
            Figure("alem_do_prazo", "Além do prazo", Kind.INTEGER, len(found.candidates)),
        ),
        empty=f"Ninguém passou do prazo de guarda, de {counted(found.years, 'ano', 'anos')}.",
        notes=(
            *found.notices,
            *(("apague cada um com 'cobranca titular anonimizar'",) if found.candidates else ()),
        ),
    )


def classes(as_of: "date", years: int) -> Report:
    """What is kept of a person, class by class, what for, on which ground, and what stays after all."""
    return Report(
        name="retencao_classes",
        title="O que se guarda de cada cliente",
        as_of=as_of,
        columns=(
            Column("classe", "Classe", words={each.key: each.label for each in CLASSES}),
            Column("o_que", "O que é", elastic=True),
            Column("finalidade", "Para quê", elastic=True),
            Column("fundamento", "Fundamento", elastic=True),
            Column("prazo", "Prazo"),
            Column("depois", "Depois de apagado", elastic=True),
        ),
        rows=[
            (each.key, each.what, each.purpose, each.ground, counted(years, "ano", "anos"), each.after)
            for each in CLASSES
        ],
        notes=(
            "o prazo conta de janeiro do ano seguinte ao último registro do cliente, seja de que classe for,"
            " e não corre enquanto houver algo em aberto (LGPD, arts. 15 e 16; CTN, arts. 173 e 195)",
        ),
    )


def accesses(found: "Accesses") -> Report:
    """Who looked at whole personal data, with which command; never at what."""
    return Report(
        name="acessos",
        title="Acessos a dados pessoais",
        as_of=found.as_of,
        columns=(
            Column("instante", "Quando", said=instant_br),
            Column("usuario", "Quem"),
            Column("comando", "Comando", elastic=True),
            Column("modo", "Como", words=WAYS, priority=1),
            Column("linhas", "Linhas", Kind.INTEGER),
        ),
        rows=[(row.instant, row.user, row.command, row.way, row.rows) for row in found.rows],
        totals=(Figure("acessos", "Acessos", Kind.INTEGER, len(found.rows)),),
        empty="Nenhum acesso registrado.",
        notes=found.notices,
    )
