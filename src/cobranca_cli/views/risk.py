"""The risk of open invoices as a list, and the columns that the reports of every day get in its order."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from cobranca_cli.brformat import date_br
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report
from cobranca_cli.views.risk_words import reason

if TYPE_CHECKING:
    from cobranca_cli.services.risk_order import OverdueByLoss, WorkByLoss
    from cobranca_cli.services.risk_scores import Expected, Risk, Source

_REASONS = 3
_LEAST = 10
"""A reason that moves the probability by less than so many hundredths of a logit is none."""

_PROBABILITY = Column("probabilidade", "Chance de +30 dias", Kind.PERCENT, priority=0)
_LOSS = Column("perda_esperada", "Perda esperada", Kind.MONEY, priority=0)
_WAYS = {"logistico": "modelo", "taxa": "taxa do cliente", "sem-modelo": "taxa, sem modelo"}

RETRAIN_DAYS = 90
"""A model older than this is said to be old."""


def listing(found: "Risk") -> Report:
    """The open invoices, the greatest expected loss first, each with its three strongest reasons."""
    whose = f" de {found.customer.name}" if found.customer else ""
    rows = [_row(each, _way(found.source)) for each in found.expected]
    return Report(
        name="risco",
        title=f"Risco das faturas em aberto{whose}",
        short="Risco",
        as_of=found.as_of,
        columns=(
            columns.CUSTOMER,
            columns.DOCUMENT,
            columns.NUMBER,
            columns.INSTALMENT,
            columns.DUE._replace(priority=3),
            columns.DAYS._replace(priority=4),
            columns.BALANCE._replace(priority=2),
            _PROBABILITY,
            Column("dias_esperados", "Dias esperados", Kind.INTEGER, priority=2),
            _LOSS,
            Column("motivos", "O que mais pesou", many=True, elastic=True, priority=1),
            Column("por", "Por", words=_WAYS, priority=8),
        ),
        rows=rows,
        totals=(
            Figure("faturas", "Faturas", Kind.INTEGER, len(rows)),
            Figure("saldo", "Em aberto", Kind.MONEY, sum(each.item.open for each in found.expected)),
            Figure("perda_esperada", "Perda esperada", Kind.MONEY, sum(each.loss for each in found.expected)),
        ),
        empty="Nada em aberto.",
        notes=(*found.notices, *source_notes(found.source), *_old(found)),
    )


def _way(source: "Source") -> str:
    return source.model.kind if source.kept else "sem-modelo"


def _row(each: "Expected", way: str) -> tuple[object, ...]:
    item, look = each.item, each.look
    told = [reason(name, weight, look) for name, weight in each.reasons if abs(weight) >= _LEAST]
    if not told:
        told = ["perto da taxa da carteira" if look.resolved else "sem histórico: a taxa da carteira"]
    return (
        item.customer,
        item.document,
        item.number,
        item.instalment or None,
        item.due,
        max(look.late_for, 0),
        item.open,
        _percent(each.probability),
        each.days,
        each.loss,
        tuple(told[:_REASONS]),
        way,
    )


def _percent(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def source_notes(source: "Source") -> Iterator[str]:
    """By what the probabilities were reckoned, and what to do when it is nothing much."""
    yield "Chance: de pagar com mais de 30 dias de atraso, ou de não pagar."
    yield "Perda esperada: o saldo inteiro vezes essa chance; parte do que atrasa costuma voltar."
    kept = source.kept
    if kept is None:
        yield (
            "Nenhum modelo foi treinado até esta data: a chance é a taxa do cliente, puxada para a da"
            " carteira. Para treinar: cobranca credito treinar"
        )
        return
    what = f"modelo {kept.id}, de {date_br(kept.fitted_on.isoformat())}"
    if source.model.kind == "taxa":
        yield (
            f"Pelo {what}: só a taxa do cliente, puxada para a da carteira; o porquê está em:"
            " cobranca credito treinar --simular"
        )
    else:
        yield f"Pelo {what}; a qualidade dele está em: cobranca credito treinar --simular"


def _old(found: "Risk") -> Iterator[str]:
    kept = found.source.kept
    if kept and (found.as_of - kept.fitted_on).days > RETRAIN_DAYS:
        yield f"o modelo tem mais de {RETRAIN_DAYS} dias: treine de novo com cobranca credito treinar"


def overdue_by_loss(report: Report, found: "OverdueByLoss") -> Report:
    """The report of the overdue with the probability and the expected loss at the end of each row."""
    beside = found.expected
    rows = (
        (*row, *((_percent(each.probability), each.loss) if each else (None, 0)))
        for row, each in zip(report.rows, beside, strict=True)
    )
    loss = sum(each.loss for each in beside if each)
    return report._replace(
        columns=(*report.columns, _PROBABILITY, _LOSS),
        rows=rows,
        totals=(*report.totals, Figure("perda_esperada", "Perda esperada", Kind.MONEY, loss)),
        notes=(*report.notes, *source_notes(found.source)),
    )


def work_by_loss(report: Report, found: "WorkByLoss") -> Report:
    """The work of the day with each customer's expected loss at the end of the row."""
    rows = [(*row, loss) for row, loss in zip(report.rows, found.losses, strict=False)]
    loss = Figure("perda_esperada", "Perda esperada", Kind.MONEY, sum(found.losses))
    return report._replace(
        columns=(*report.columns, _LOSS),
        rows=rows,
        totals=(*report.totals, loss),
        notes=(*report.notes, *source_notes(found.source)),
    )
