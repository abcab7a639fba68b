"""The set-up as people and programs read it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.doctor_types import Line

_COLUMNS = (
    Column("assunto", "Assunto"),
    Column("item", "Item", elastic=True),
    Column("situacao", "Situação"),
    Column("achado", "Como está", elastic=True),
    Column("conserto", "O que fazer", elastic=True),
)


def examined(lines: "Sequence[Line]", today: date) -> Report:
    """Line by line: ok, or the command that mends it."""
    mend = sum(line.state == "conserte" for line in lines)
    return Report(
        name="doutor",
        title="Como está a instalação",
        as_of=today,
        columns=_COLUMNS,
        rows=[(line.topic, line.item, line.state, line.found, line.remedy or None) for line in lines],
        totals=(
            Figure("linhas", "Linhas", Kind.INTEGER, len(lines)),
            Figure("consertar", "A consertar", Kind.INTEGER, mend),
        ),
    )
