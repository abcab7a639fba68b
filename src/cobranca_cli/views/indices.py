"""The months of the indices, how far each series reaches, and what an import of them did."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, percent_br
from cobranca_cli.domain.rates import SERIES, Month, month_br
from cobranca_cli.views.imports import _report as problem_report
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.import_indices import IndexImport
    from cobranca_cli.services.indices import Coverage, ListedIndices

OF_PROGRAM = "do programa"
OF_FILE = "arquivo importado"

_SERIES = Column("serie", "Série", words={code: name for code, (name, _) in SERIES.items()})
_MONTH = Column("mes", "Mês")
_COLUMNS = (
    _SERIES,
    _MONTH,
    Column("valor", "No mês", Kind.PERCENT),
    Column("origem", "Origem", priority=1),
    Column("fonte", "Fonte", priority=3),
    Column("visto_em", "Visto em", Kind.DATE, priority=2),
)


def listing(found: "ListedIndices", *, for_people: bool) -> Report:
    """One row a month; `visto_em` is the day on which a value was seen, or imported.

    Months are `AAAA-MM` for programs and `MM/AAAA` for people.
    """
    missing = sum(len(each.missing) for each in found.coverage)
    return Report(
        name="indices",
        title="Índices",
        as_of=found.today,
        columns=_COLUMNS,
        rows=[
            (
                series,
                month_br(month) if for_people else f"{month[0]}-{month[1]:02d}",
                value.percent,
                value.file_name or OF_PROGRAM,
                value.source or OF_FILE,
                value.since,
            )
            for series, month, value in found.rows
        ],
        totals=(
            Figure("meses", "Meses", Kind.INTEGER, len(found.rows)),
            Figure("faltando", "Meses faltando no meio", Kind.INTEGER, missing),
        ),
        empty="Nenhum mês conhecido com esses filtros.",
        notes=(*found.notices, *_replaced(found), *(_reach(each) for each in found.coverage)),
    )


def _replaced(found: "ListedIndices") -> list[str]:
    """What other value a month had before."""
    return [
        f"{SERIES[series][0]} de {month_br(month)}: {percent_br(value.percent)} substitui"
        f" {percent_br(value.replaced)}"
        for series, month, value in found.rows
        if value.replaced is not None
    ]


def _reach(coverage: "Coverage") -> str:
    """How far a series reaches, and how to bring the rest."""
    name, months = SERIES[coverage.series][0], coverage.months
    name = name[0].upper() + name[1:]
    if months:
        said = f"{name}: {spans((months[0], months[-1]), between=True)}"
        gaps = spans(coverage.missing)
        said += f"; faltam: {gaps}" if gaps else ", sem falhas"
    else:
        said = f"{name}: nenhum mês"
    if coverage.address is None:
        return f"{said}."
    return (
        f"{said}. Para ter até {month_br(coverage.wanted)}, baixe {coverage.address}"
        f" e rode 'cobranca importar indices ARQ --serie {coverage.series}'"
    )


def spans(months: Sequence[Month], *, between: bool = False) -> str:
    """Months in order as people say them: `02/2025, 04/2025 a 06/2025`; `between` fills the inside."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and (between or _next(runs[-1][-1]) == month):
            runs[-1] = [runs[-1][0], month]
        else:
            runs.append([month])
    return ", ".join(" a ".join(dict.fromkeys(month_br(month) for month in run)) for run in runs)


def _next(month: Month) -> Month:
    return (month[0] + month[1] // 12, month[1] % 12 + 1)


# --- the import ---


def imported(result: "IndexImport", today: date) -> Report:
    """The counts of an import of one series."""
    # Of a refused file nothing is new: nothing of it was written.
    new, updated = (0, 0) if result.refused else (result.new, result.updated)
    figures = (
        ("lidas", "Linhas lidas", result.read),
        ("novos", "Meses novos", new),
        ("existentes", "Já existiam", result.existing),
        ("substituidos", "Substituídos", updated),
        ("conflitos", "Em conflito", result.conflicts),
        ("rejeitadas", "Rejeitadas", result.rejected),
        ("deixados", "Deixados de fora", sum(result.set_aside.values())),
    )
    totals = [Figure(name, label, Kind.INTEGER, value) for name, label, value in figures]
    return problem_report("importar indices", "Importação de índices", [result], today, totals)


def preview(result: "IndexImport") -> list[str]:
    """How the file was understood; empty when it could not be."""
    if result.first is None or result.last is None:
        return [f"  {remark}" for remark in result.remarks]
    months = spans((result.first, result.last), between=True)
    said = f"{result.file}: li em {result.form}, {SERIES[result.series][0]} de {months}"
    return [said, *(f"  {remark}" for remark in result.remarks)]


def outcome(result: "IndexImport") -> str:
    """What the file brought, in one sentence without its full stop."""
    if not (result.new or result.updated):
        known = counted(result.existing, "mês já existia", "meses já existiam")
        return f"nada de novo em {result.file}: {known}"
    parts = [counted(result.new, "mês novo", "meses novos")] if result.new else []
    if result.updated:
        parts.append(counted(result.updated, "mês substituído", "meses substituídos"))
    return f"{' e '.join(parts)} da série {SERIES[result.series][0]}, de {result.file}"
