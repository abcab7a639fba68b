"""What a verification found: a list with remedies, and the lines around it."""

from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.local_time import instant_br
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.verify import Verified

_COLUMNS = (
    Column("camada", "Camada"),
    Column("codigo", "Código", priority=1),
    Column("sobre", "Sobre", elastic=True),
    Column("problema", "Problema", elastic=True),
    Column("o_que_fazer", "O que fazer", elastic=True),
)


def report(found: "Verified", as_of: date, *, for_people: bool) -> Report:
    """The findings by layer; to machines also what was looked at."""
    totals = [Figure("problemas", "Problemas", Kind.INTEGER, len(found.findings))]
    if not for_people:
        last = found.last
        totals += [
            Figure("camadas", "Camadas", Kind.TEXT, ", ".join(layer.name for layer in found.layers)),
            Figure("formato", "Formato", Kind.INTEGER, found.format),
            Figure("sqlite", "SQLite", Kind.TEXT, found.sqlite),
            Figure("ultimo_evento", "Último evento", Kind.INTEGER, last.seq if last else None),
            Figure("ultimo_tipo", "Tipo", Kind.TEXT, last.kind if last else None),
            Figure("ultimo_instante", "Instante", Kind.TEXT, last.recorded_at if last else None),
        ]
    return Report(
        name="verificacao",
        title="O que não confere no livro",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            (each.layer, each.code, each.subject or None, each.what, each.remedy) for each in found.findings
        ],
        totals=tuple(totals),
        empty="O livro confere.",
    )


def summary(found: "Verified") -> str:
    """One sentence: how many problems, and where."""
    by_layer = [f"{layer.name} {layer.findings}" for layer in found.layers if layer.findings]
    problems = counted(sum(layer.findings for layer in found.layers), "problema", "problemas")
    where = ", ".join(by_layer)
    return f"{problems} no livro ({where}). Nada foi mudado; docs/verificar.md explica cada código."


def details(found: "Verified") -> list[str]:
    """What was looked at, layer by layer, and the last that was written."""
    lines = [f"livro {found.ledger}, formato {found.format}, SQLite {found.sqlite}"]
    lines += [
        f"camada {layer.name}: {counted(layer.findings, 'problema', 'problemas')},"
        f" {layer.seconds:.1f} s".replace(".", ",")
        for layer in found.layers
    ]
    last, anchored = found.last, found.anchored
    if anchored:
        first, newest = (f"evento {head.seq}, de {instant_br(head.instant)}" for head in anchored)
        lines.append(f"âncora: do {first}, ao {newest}")
    told = f"evento {last.seq}, {last.kind}, em {instant_br(last.recorded_at)}" if last else "nenhum"
    lines.append(f"último registro: {told}")
    return lines
