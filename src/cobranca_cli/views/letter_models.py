"""The letter models and what was found in them, as people and programs read them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.rendering.shelf import Model
    from cobranca_cli.services.letter_models import Checked


def models(found: "Sequence[Model]", as_of: date) -> Report:
    """Model by model, by name."""
    return Report(
        name="modelos",
        title="Modelos de carta",
        as_of=as_of,
        columns=(
            Column("modelo", "Modelo"),
            Column("titulo", "Título", elastic=True),
            Column("uso", "Quando serve", elastic=True, priority=2),
            Column("origem", "Origem", priority=1),
        ),
        rows=[(each.name, each.title, each.use or None, each.origin) for each in found],
        totals=(Figure("modelos", "Modelos", Kind.INTEGER, len(found)),),
        empty="Não há modelo nenhum.",
    )


def flaws(found: "Checked", as_of: date) -> Report:
    """What is wrong with the models, one row a finding."""
    return Report(
        name="verificacao",
        title="Verificação dos modelos de carta",
        as_of=as_of,
        columns=(
            Column("modelo", "Modelo", priority=1),
            Column("onde", "Onde", elastic=True),
            Column("codigo", "Código", priority=2),
            Column("problema", "Problema", elastic=True),
            Column("dica", "O que fazer", elastic=True),
            Column("recusa", "Impede", Kind.BOOL, priority=3),
        ),
        rows=[
            (each.model, each.place, each.code, each.message, each.hint or None, each.refused)
            for each in found.flaws
        ],
        totals=(
            Figure("arquivos", "Arquivos conferidos", Kind.INTEGER, found.files),
            Figure("problemas", "Problemas", Kind.INTEGER, len(found.flaws)),
        ),
        empty="Nada a corrigir.",
    )


def well(found: "Checked") -> str:
    """That nothing was found, in one sentence."""
    return f"{counted(found.files, 'arquivo conferido', 'arquivos conferidos')}: nada a corrigir."
