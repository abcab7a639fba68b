"""What credit is judged by, as a list, and each thing that was recorded in one sentence."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.domain.credit_facts import restriction_words
from cobranca_cli.domain.credit_limits import COMPONENTS, METHOD_WORDS
from cobranca_cli.views import columns
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from datetime import date

    from cobranca_cli.domain.credit_limits import Manual
    from cobranca_cli.ledger.queries.credit import Consulted
    from cobranca_cli.services.credit import Answer
    from cobranca_cli.services.credit_facts import Guaranteed, Limited, Noted, Registered
    from cobranca_cli.services.credit_review import Review

WORDS = {
    "fundacao": "fundação",
    "setor": "setor",
    "faturamento": "faturamento por mês",
    "patrimonio": "patrimônio",
    "referencia": "referências",
    "garantia": "garantia",
    "consulta": "consulta",
    "limite": "limite à mão",
}
_AMOUNTS = ("faturamento", "patrimonio")

_TOLD = (
    Column("id", "Nº", Kind.INTEGER, priority=1),
    Column("dado", "Dado", words=WORDS),
    Column("valor", "Valor", elastic=True),
    Column("desde", "Desde", Kind.DATE),
    Column("ate", "Até", Kind.DATE, priority=2),
    Column("fonte", "Fonte", elastic=True, priority=3),
)


def registered(found: "Registered") -> Report:
    """All that was told of a customer and counts."""
    return Report(
        name="cadastro_de_credito",
        title=f"Cadastro de crédito de {found.customer.name}",
        short="Cadastro",
        as_of=found.as_of,
        columns=_TOLD,
        rows=list(_rows(found)),
        empty="Nada registrado.",
        notes=found.notices,
    )


def _rows(found: "Registered") -> Iterable[tuple[object, ...]]:
    for kind in WORDS:
        if told := found.facts.get(kind):
            yield None, kind, _value(kind, told.value), told.day.isoformat(), None, told.source
    for secured in found.guarantees:
        each = secured.guarantee
        words = f"{each.what}, {currency_br(each.amount)}"
        yield secured.id, "garantia", words, each.since.isoformat(), _iso(each.expires), None
    for consultation in found.consultations:
        yield None, "consulta", _answer(consultation), consultation.day.isoformat(), None, consultation.source
    for limit in found.limits:
        yield (
            None,
            "limite",
            _limit(limit),
            limit.since.isoformat(),
            _iso(limit.expires),
            limit.author or None,
        )


def _value(kind: str, value: str) -> str:
    if kind in _AMOUNTS:
        return currency_br(int(value))
    return date_br(value) if kind == "fundacao" else value


def _answer(told: "Consulted") -> str:
    model = f" ({told.model})" if told.model else ""
    score = f", {told.score} pontos{model}" if told.score is not None else ""
    note = f"; {told.note}" if told.note else ""
    return f"{restriction_words(told.restrictions)}{score}{note}"


def _limit(limit: "Manual") -> str:
    amount = "retirado" if limit.amount is None else currency_br(limit.amount)
    return f"{limit.component}: {amount} ({limit.reason})"


def told(found: "Registered") -> str:
    """What was recorded, in one sentence."""
    parts = []
    for kind in found.new:
        fact = found.facts.get(kind)
        parts.append(f"{WORDS[kind]} {_value(kind, fact.value)}" if fact else f"{WORDS[kind]} retirado")
    return f"crédito de {found.customer.name}: {', '.join(parts)}"


def secured(done: "Guaranteed") -> str:
    """A guarantee, in one sentence."""
    if done.guarantee is None:
        return f"garantia {done.id} de {done.customer.name} encerrada; de hoje em diante não conta"
    each = done.guarantee
    until = f", até {date_br(each.expires.isoformat())}" if each.expires else ""
    return f"garantia {done.id} de {done.customer.name}: {each.what}, {currency_br(each.amount)}{until}"


def consulted(done: "Noted") -> str:
    """What a bureau said, in one sentence."""
    told = done.consulted
    day = date_br(told.day.isoformat())
    return f"consulta de {done.customer.name} em {day}, {told.source}: {_answer(told)}"


def limited(done: "Limited") -> str:
    """A limit, in one sentence."""
    limit = done.limit
    if limit.amount is None:
        return f"limite {limit.component} de {done.customer.name} retirado: volta a valer o da política"
    until = f", até {date_br(limit.expires.isoformat())}" if limit.expires else ""
    return f"limite {limit.component} de {done.customer.name}: {currency_br(limit.amount)}{until}"


_LIMITS = (
    Column("componente", "Limite", words={
        "total": "total", "aberto": "do que está a vencer", "vencido": "do que está vencido",
        "acordo": "do que está em acordo",
    }),
    Column("limite", "Valor", Kind.MONEY),
    Column("usado", "Usado", Kind.MONEY),
    Column("manual", "À mão", Kind.BOOL, priority=2),
    Column("motivo", "Como", elastic=True, priority=1),
)  # fmt: skip


def limits(found: "Answer") -> Report:
    """The limits in force, what of each is used, and the methods of the policy's."""
    evaluated = found.evaluated
    exposure = evaluated.exposure
    used = exposure.total, exposure.open, exposure.overdue, exposure.agreed
    return Report(
        name="limites_de_credito",
        title=f"Limites de crédito de {found.customer.name}",
        short="Limites",
        as_of=found.as_of,
        columns=_LIMITS,
        rows=[
            (component, limit.amount, spent, limit.manual is not None, limit.words or "sem limite")
            for component, limit, spent in zip(COMPONENTS, evaluated.limits, used, strict=True)
        ],
        totals=(
            Figure("classe", "Classe", Kind.TEXT, evaluated.scored.grade),
            Figure("limite", "Limite", Kind.MONEY, evaluated.limits.total.amount),
            Figure("calculado", "Calculado", Kind.MONEY, evaluated.computed.amount),
            Figure("disponivel", "Disponível", Kind.MONEY, evaluated.decision.available),
        ),
        notes=(
            f"Calculado pela política: {evaluated.computed.words}.",
            *(f"  {METHOD_WORDS[each.code]}: {each.words}" for each in evaluated.methods),
            *found.notices,
        ),
    )


_REVIEW = (
    columns.CUSTOMER,
    columns.DOCUMENT,
    Column("classe", "Classe"),
    Column("limite", "Limite", Kind.MONEY),
    Column("o_que", "O quê"),
    Column("proposto", "Proposto", Kind.MONEY, priority=1),
    Column("motivo", "Por quê", elastic=True),
)


def reviewed(found: "Review") -> Report:
    """What is to be looked at again, customer by customer."""
    return Report(
        name="revisao_de_credito",
        title="Crédito a rever",
        as_of=found.as_of,
        columns=_REVIEW,
        rows=[
            (
                row.customer.name,
                row.customer.document,
                row.grade,
                row.limit,
                row.advice.kind,
                row.advice.amount,
                row.advice.words,
            )
            for row in found.rows
        ],
        totals=(
            Figure("clientes", "Clientes vistos", Kind.INTEGER, found.looked),
            Figure("a_rever", "A rever", Kind.INTEGER, len({row.customer.id for row in found.rows})),
        ),
        empty="Nada a rever.",
        notes=found.notices,
    )


def _iso(day: "date | None") -> str | None:
    return day.isoformat() if day else None
