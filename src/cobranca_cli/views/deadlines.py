"""The dates of the open titles, the list of legal facts, and what a fact did to a limitation."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.domain.deadlines import CREDIT_TITLE, INTERRUPTING, PRESCRIBED, WARNINGS
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.domain.deadlines import Limitation
    from cobranca_cli.domain.tax_loss import Case
    from cobranca_cli.ledger.queries.legal_facts import Recorded
    from cobranca_cli.services.deadlines import Change, Dated, DatedTitles, ListedFacts

STATE_LABELS = {
    "prescrito": "prescrita",
    "prescreve_30": "prescreve em até 30 dias",
    "prescreve_90": "prescreve em até 90 dias",
    "prescreve_180": "prescreve em até 180 dias",
    "no_prazo": "no prazo",
    "a_vencer": "a vencer",
}
TERM_LABELS = {
    "prescricao": "prescrição",
    "negativacao": "negativação",
    "execucao": "execução",
    "protesto": "protesto grátis",
}
CONDITION_LABELS = {"cobranca_administrativa": "cobrança administrativa", "acao": "ação judicial"}
FACT_LABELS = {
    "protesto": "protesto",
    "reconhecimento": "reconhecimento da dívida",
    "citacao": "citação",
    "acao": "ação judicial",
    "garantia": "garantia",
    "insolvencia": "insolvência",
    "duplicata": "duplicata ou promissória",
    "entrega": "comprovante de entrega",
    "negativacao": "negativação",
}

_COLUMNS = (
    columns.CUSTOMER,
    columns.DOCUMENT,
    columns.NUMBER,
    columns.INSTALMENT,
    columns.DUE._replace(priority=3),
    columns.BALANCE,
    Column("situacao", "Situação", priority=5, words=STATE_LABELS),
    Column("proximo_prazo", "Próximo prazo", priority=1, words=TERM_LABELS),
    Column("dias", "Dias", Kind.INTEGER),
    Column("prescreve_em", "Prescreve em", Kind.DATE, priority=2),
    Column("dias_prescricao", "Dias até prescrever", Kind.INTEGER, priority=8),
    Column("interrompida_em", "Interrompida em", Kind.DATE, priority=8),
    Column("executavel_ate", "Executável até", Kind.DATE, priority=7),
    Column("protesto_ate", "Protesto até", Kind.DATE, priority=6),
    Column("negativacao_ate", "Negativação até", Kind.DATE, priority=8),
    Column("operacao", "Operação", Kind.MONEY, priority=9),
    Column("fiscal_6_meses", "Fiscal 6 meses", Kind.DATE, priority=8),
    Column("fiscal_1_ano", "Fiscal 1 ano", Kind.DATE, priority=8),
    Column("fiscal_2_anos", "Fiscal 2 anos", Kind.DATE, priority=9),
    Column("dias_fiscal", "Dias (fiscal)", Kind.INTEGER, priority=9),
    Column("condicao_fiscal", "Exige", priority=9, words=CONDITION_LABELS),
    Column("enquadramento", "Dedutível", priority=7),
    Column("art11_desde", "Art. 11 desde", Kind.DATE, priority=9),
)

_ADVICE = (
    "Prazos contados do vencimento escrito na fatura e dos fatos registrados ('cobranca faturas fato');"
    " não são um parecer: confirme com o seu advogado antes de agir ou de desistir."
)
_TAX = (
    "Perda fiscal (Lei 9.430/1996, arts. 9º e 11): só para empresas do lucro real, e com a cobrança"
    " administrativa mantida e provada onde ela é exigida; confirme com o seu contador."
)


def deadlines(found: "DatedTitles") -> Report:
    """One row an open title, what lapses next first."""
    prescribed = [row for row in found.rows if row.state == PRESCRIBED]
    return Report(
        name="prazos",
        title="Prazos das faturas em aberto",
        short="Prazos",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=_rows(found),
        totals=(
            Figure("faturas", "Faturas", Kind.INTEGER, len(found.rows)),
            Figure("saldo", "Saldo", Kind.MONEY, _open(found.rows)),
            Figure("prescrito", "Prescrito", Kind.MONEY, _open(prescribed)),
            Figure("prescreve_180", "Prescreve em até 180 dias", Kind.MONEY, _open(_expiring(found.rows))),
            Figure("dedutivel", "Perda dedutível (lucro real)", Kind.MONEY, _deductible(found)),
        ),
        empty="Nenhuma fatura em aberto com esses prazos.",
        notes=(*found.notices, *_notes(found, prescribed)),
    )


def _open(rows: "Iterable[Dated]") -> int:
    return sum(row.item.open for row in rows)


def _expiring(rows: "Iterable[Dated]") -> "Iterator[Dated]":
    soon = {state for _, state in WARNINGS}
    return (row for row in rows if row.state in soon)


def _deductible(found: "DatedTitles") -> int:
    return _open(row for row in found.rows if row.case.reached(found.as_of))


def _notes(found: "DatedTitles", prescribed: "list[Dated]") -> Iterator[str]:
    if prescribed:
        yield (
            f"{counted(len(prescribed), 'fatura prescrita', 'faturas prescritas')}"
            f" ({currency_br(_open(prescribed))}): fora de encargos, régua, cartas e negativação;"
            " o que o cliente pagar por vontade própria continua valendo (Código Civil, art. 882)."
            " Cobrar dívida prescrita fora da Justiça está em julgamento no STJ (Tema 1.264)."
        )
    if found.rows:
        yield from (_ADVICE, _TAX)


def _rows(found: "DatedTitles") -> Iterator[tuple[object, ...]]:
    for row in found.rows:
        yield _row(row, found.as_of)


def _row(row: "Dated", as_of: date) -> tuple[object, ...]:
    item, terms = row.item, row.terms
    expires = terms.limitation.expires
    term, day = row.next or ("prescricao", expires)
    return (
        item.customer,
        item.document,
        item.number,
        item.instalment or None,
        item.due,
        item.open,
        row.state,
        term,
        (day - as_of).days,
        expires.isoformat(),
        (expires - as_of).days,
        _iso(terms.limitation.interrupted_on),
        _iso(terms.limitation.executable_until),
        terms.free_protest_until.isoformat(),
        terms.bureau_until.isoformat(),
        row.operation,
        *_tax_cells(row.case, as_of),
    )


def _tax_cells(case: "Case", as_of: date) -> tuple[object, ...]:
    """The one date that matters to this title among the three, and what goes with it."""
    waits = case.waits_until.isoformat()
    return (
        *(waits if case.months == months else None for months in (6, 12, 24)),
        (case.waits_until - as_of).days,
        case.condition,
        case.inciso if case.reached(as_of) else None,
        _iso(case.charges_from),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_FACT_COLUMNS = (
    Column("id", "Nº", Kind.INTEGER),
    columns.CUSTOMER,
    columns.DOCUMENT,
    columns.NUMBER,
    columns.INSTALMENT,
    Column("tipo", "Fato", words=FACT_LABELS),
    Column("data", "Data", Kind.DATE),
    Column("situacao", "Situação", priority=2),
    Column("ate", "Até", Kind.DATE, priority=3),
    Column("nota", "Nota", priority=5, elastic=True),
    Column("motivo", "Motivo da retirada", priority=6, elastic=True),
)


def facts(found: "ListedFacts") -> Report:
    """The facts of one invoice or of all, invoice by invoice in order of days."""
    return Report(
        name="fatos",
        title="Fatos registrados das faturas",
        short="Fatos",
        as_of=found.as_of,
        columns=_FACT_COLUMNS,
        rows=[_fact_row(fact, found.as_of) for fact in found.facts],
        totals=(Figure("fatos", "Fatos", Kind.INTEGER, len(found.facts)),),
        empty="Nenhum fato registrado.",
        notes=found.notices,
    )


def _fact_row(fact: "Recorded", as_of: date) -> tuple[object, ...]:
    return (
        fact.id,
        fact.customer,
        fact.document,
        fact.number,
        fact.instalment or None,
        fact.kind,
        fact.day,
        _standing(fact, as_of.isoformat()),
        None if fact.mistaken else fact.withdrawn_from,
        fact.note,
        fact.reason,
    )


def _standing(fact: "Recorded", as_of: str) -> str:
    if fact.mistaken:
        return "retirado"
    return "encerrado" if fact.withdrawn_from and fact.withdrawn_from <= as_of else "vale"


def recorded(change: "Change") -> str:
    """What was recorded, in one sentence without its end."""
    fact = change.fact
    return f"fato {fact.id}: {FACT_LABELS[fact.kind]} da fatura {fact.name} em {date_br(fact.day)}"


def withdrawn(change: "Change") -> str:
    """What was withdrawn, in one sentence without its end."""
    fact = change.fact
    if fact.mistaken:
        return f"{recorded(change)} retirado; ele não conta mais em data nenhuma"
    return f"{recorded(change)} encerrado em {date_br(fact.withdrawn_from or '')}; até a véspera ele conta"


def effect(change: "Change") -> str | None:
    """What a fact did to the terms of its title; None of a fact that does not touch them."""
    fact, before, after = change.fact, change.before, change.after
    if fact.kind == CREDIT_TITLE:
        last = after.executable_until
        return f"fatura {fact.name}: executável até {_br(last)}" if last else None
    if fact.kind not in INTERRUPTING:
        return None
    until = _br(after.expires)
    if before != after:
        return f"fatura {fact.name}: prescreve em {until} (antes, em {_br(before.expires)})"
    return f"fatura {fact.name}: prescreve em {until}, como antes{_why_not(fact, after)}"


def _why_not(fact: "Recorded", after: "Limitation") -> str:
    """Why an interrupting fact moved nothing."""
    if fact.withdrawn_from:
        return ""
    if fact.day <= fact.due:
        return ": até o vencimento não há prazo a interromper"
    if after.interrupted_on:
        return f": a prescrição só se interrompe uma vez, e já foi em {_br(after.interrupted_on)}"
    return ": o prazo já tinha acabado"


def _br(day: date) -> str:
    return date_br(day.isoformat())
