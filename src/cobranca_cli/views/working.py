"""The working of an invoice as a report for programs and as a document for people."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br, percent_br
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.suspension import AGREED, BROKEN, CLOSED, PASSED
from cobranca_cli.views.adjustments import by_component
from cobranca_cli.views.document import (
    Document,
    Fact,
    Facts,
    Highlight,
    Notes,
    Parties,
    Table,
    creditor,
    debtor,
)
from cobranca_cli.views.report import Column, Figure, Kind, Report
from cobranca_cli.views.terms import terms_in_words, version_label

if TYPE_CHECKING:
    from cobranca_cli.domain.charges import Step
    from cobranca_cli.services.working import InvoiceWorking

STAGES = {
    "principal": "Principal",
    "correcao": "Correção monetária",
    "multa": "Multa",
    "juros": "Juros de mora",
    "despesa": "Despesa",
    "encargos_de_origem": "Encargos cobrados no sistema de origem",
    "pagamento": "Pagamento",
    "credito": "Uso de crédito",
    "desconto": "Desconto",
    "abatimento": "Abatimento",
    "abono": "Abono de encargos",
    "perda": "Baixa por perda",
    "recuperacao": "Recuperação de perda",
    "tolerancia": "Tolerância",
    "prescricao": "Prescrição",
    AGREED: "Acordo: suspensa",
    PASSED: "Pagamento de parcela do acordo",
    BROKEN: "Cláusula de rompimento do acordo",
    CLOSED: "Acordo rompido: parcela encerrada",
}

_COLUMNS = (
    Column("etapa", "Etapa", words=STAGES),
    Column("base", "Base", Kind.MONEY, priority=2),
    Column("taxa", "Taxa", Kind.PERCENT, priority=2),
    Column("dias", "Dias", Kind.INTEGER, priority=1),
    Column("valor", "Valor", Kind.MONEY),
    Column("regra", "Regra", elastic=True),
)

_NOT_ADVICE = (
    "Cálculo feito pelas regras e pelas taxas acima; não substitui a orientação de um advogado ou contador."
)


def working(found: "InvoiceWorking") -> Document:
    """The working as a document, with the report that programs read."""
    item, as_of = found.item, found.as_of
    rows = [_row(step, found) for step in found.working.steps]
    if found.discount.cents:
        rows.append(
            ("desconto", None, found.discount.percent or None, None, -found.discount.cents,
             f"se paga nesta data: {found.discount.rule}")
        )  # fmt: skip
    seller = creditor(found.company)
    report = Report(
        name="memoria",
        title=f"Memória de cálculo da fatura {item.name}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=_totals(found),
        notes=found.notices,
    )
    shown = tuple(_for_people(report.totals))
    table = Table(_COLUMNS, rows, shown, title="Como se chega ao valor", details=("regra",))
    return Document(
        name="memoria",
        title="Memória de cálculo",
        subtitle=f"Fatura {item.name}",
        as_of=as_of,
        blocks=(
            Parties(seller, debtor(found.customer)),
            Facts(_title_facts(found), "Título"),
            table,
            _highlight(found),
            Notes(_notes(found)),
        ),
        report=report,
    )


def _highlight(found: "InvoiceWorking") -> Highlight:
    """What settles the invoice; of one that was written off, what is still owed of it."""
    lost = found.working.standing.lost.total
    if lost and not found.total:
        return Highlight("Baixada por perda; valor ainda devido", lost)
    return Highlight("Valor para quitar nesta data", found.total)


def lines(found: "InvoiceWorking") -> list[dict[str, str]]:
    """The steps as texts ready to print, for a letter: etapa, base, taxa, dias, valor, regra."""
    return [_printed(_row(step, found)) for step in found.working.steps]


def _printed(row: tuple[object, ...]) -> dict[str, str]:
    stage, base, percent, days, amount, rule = row
    return {
        "etapa": STAGES.get(str(stage), str(stage)),
        "base": currency_br(base) if isinstance(base, int) else "",
        "taxa": percent_br(percent) if isinstance(percent, Decimal) else "",
        "dias": str(days) if days is not None else "",
        "valor": currency_br(amount) if isinstance(amount, int) else "",
        "regra": str(rule),
    }


def _row(step: "Step", found: "InvoiceWorking") -> tuple[object, ...]:
    stage = step.stage
    if stage == "despesa" and step.entry and step.entry.parts.interest:
        stage = "encargos_de_origem"
    return stage, step.base, step.percent, step.days, step.amount, _rule(step, found)


def _rule(step: "Step", found: "InvoiceWorking") -> str:
    if step.stage == "principal":
        return _due(found)
    if step.entry is None:
        return f"{step.rule} ({step.source})" if step.source else step.rule
    day = date_br(step.entry.value_on.isoformat())
    said = f"lançamento {step.entry.movement}, em {day}"
    if reason := found.reasons.get(step.entry.movement):
        said = f"{reason} ({said})"
    if step.stage in ("pagamento", "credito", "abono", "perda", "tolerancia", PASSED):
        said += f": {by_component(step.entry.parts)}"
    return said


def _due(found: "InvoiceWorking") -> str:
    title = found.claimed.title
    said = f"valor da fatura, com vencimento em {date_br(title.due.isoformat())}"
    if title.due_effective != title.due:
        effective = date_br(title.due_effective.isoformat())
        said += f", dia sem expediente bancário: vale o dia útil seguinte, {effective} (Lei 7.089/1983)"
    return said


def _totals(found: "InvoiceWorking") -> tuple[Figure, ...]:
    """Principal plus charges less reductions is the total; reductions already granted stand apart too."""
    standing = found.working.standing
    left, given = standing.open, dict(standing.given)
    granted = {kind: given.get(kind, 0) if left.total else 0 for kind in ("desconto", "abatimento")}
    figures = (
        ("principal", "Principal", left.principal + sum(granted.values())),
        ("correcao", "Correção", left.correction),
        ("multa", "Multa", left.fine),
        ("juros", "Juros", left.interest),
        ("despesas", "Despesas", left.expenses),
        ("desconto", "Desconto", granted["desconto"] + found.discount.cents),
        ("abatimento", "Abatimento", granted["abatimento"]),
        ("total", "Total", found.total),
    )
    return tuple(Figure(name, label, Kind.MONEY, cents) for name, label, cents in figures)


def _for_people(totals: tuple[Figure, ...]) -> Iterator[Figure]:
    """The totals that say something, as they add up when read: what lowers the debt is negative."""
    values = {figure.name: figure.value for figure in totals}
    before = values["desconto"] or values["abatimento"]
    for figure in totals:
        if figure.name in ("desconto", "abatimento") and isinstance(figure.value, int):
            figure = figure._replace(value=-figure.value)
        if figure.name == "principal" and before:
            figure = figure._replace(label="Principal, antes das reduções")
        if figure.value or figure.name in ("principal", "total"):
            yield figure


def _title_facts(found: "InvoiceWorking") -> list[Fact]:
    item, late = found.item, days_late(found.as_of, found.claimed.title.due_effective)
    return [
        Fact("Fatura", item.number),
        Fact("Parcela", item.instalment or None),
        Fact("Descrição", item.description),
        Fact("Emissão", item.issued, Kind.DATE),
        Fact("Vencimento", item.due, Kind.DATE),
        Fact("Vencimento efetivo", item.due_effective if item.due_effective != item.due else None, Kind.DATE),
        Fact("Valor", item.amount, Kind.MONEY),
        Fact("Atraso", counted(late, "dia", "dias") if late else "nenhum"),
        Fact("Encargos", terms_in_words(found.terms)),
        Fact("Versão dos encargos", _version(found)),
    ]


def _version(found: "InvoiceWorking") -> str:
    return "; ".join(version_label(version) for version in found.versions)


def _notes(found: "InvoiceWorking") -> list[str]:
    notes = []
    if found.prescribed:
        last = found.claimed.title.prescribes_on
        assert last is not None
        notes.append(
            f"Título prescrito: o prazo para cobrar terminou em {date_br(last.isoformat())}."
            " Não se cobra mais; só se recebe pagamento voluntário."
        )
    if found.working.standing.lost.total:
        lost = currency_br(found.working.standing.lost.total)
        notes.append(f"Baixado por perda: {lost}, que não estão no total; a dívida continua a existir.")
    return [*notes, _NOT_ADVICE]
