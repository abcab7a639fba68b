"""What moved a probability, in words that name the facts; and what the numbers of a training are called."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import MONTHS, counted

if TYPE_CHECKING:
    from cobranca_cli.risk.sweep import Look

FEATURES = {
    "delay": "atraso médio das faturas anteriores",
    "latest": "atraso das três últimas",
    "slow": "paga depois de uma semana",
    "history": "faturas no histórico",
    "overdue": "outras faturas vencidas",
    "overdue_share": "parte do que deve que já venceu",
    "overdue_days": "há quanto tempo venceu a mais antiga",
    "open": "outras faturas em aberto",
    "relative_size": "valor perto do costume do cliente",
    "size": "valor perto do comum na carteira",
    "term": "prazo da fatura",
    "person": "pessoa física",
    "broken": "promessas quebradas",
    "agreed": "já fez acordo",
    "season_sine": "época do ano (seno)",
    "season_cosine": "época do ano (cosseno)",
}
"""Name of a feature → what people call it."""


def reason(name: str, weight: int, look: "Look") -> str:
    """One reason: whether it raises or lowers the chance, and the fact."""
    return f"{'sobe' if weight > 0 else 'desce'}: {_FACTS[name](look)}"


def _rate(look: "Look") -> str:
    if not look.resolved:
        return "o cliente não tem histórico"
    if not look.late:
        return f"nenhuma de {counted(look.resolved, 'fatura', 'faturas')} atrasou mais de 30 dias"
    return f"{look.late} de {counted(look.resolved, 'fatura', 'faturas')} com mais de 30 dias de atraso"


def _overdue(look: "Look") -> str:
    if not look.overdue:
        return "nenhuma outra fatura vencida"
    return f"mais {counted(look.overdue, 'fatura vencida', 'faturas vencidas')}"


def _oldest(look: "Look") -> str:
    if not look.overdue:
        return "nenhuma outra fatura vencida"
    return f"outra fatura venceu há {counted(look.overdue_days, 'dia', 'dias')}"


def _open(look: "Look") -> str:
    if not look.open:
        return "nenhuma outra fatura em aberto"
    return f"mais {counted(look.open, 'fatura', 'faturas')} em aberto"


def _relative(look: "Look") -> str:
    return f"valor {'acima' if look.size > look.usual else 'abaixo'} do costume do cliente"


def _slow(look: "Look") -> str:
    timely = sum(look.timely)
    slow = sum(look.timely[SLOW_PART:])
    return f"{slow} de {timely} pagas em até 30 dias passaram de uma semana" if timely else "sem histórico"


def _waiting(look: "Look") -> str:
    if look.late_for > 0:
        return f"continua em aberto com {counted(look.late_for, 'dia', 'dias')} de atraso"
    if look.late_for == 0:
        return "vence hoje e continua em aberto"
    return f"continua em aberto a {counted(-look.late_for, 'dia', 'dias')} do vencimento"


def _month(look: "Look") -> str:
    return f"vence em {MONTHS[date.fromordinal(look.due).month - 1]}"


def _mean(days: float) -> str:
    return counted(round(days), "dia", "dias")


SLOW_PART = 6
"""The first part of `Look.timely` that was paid more than a week late; a test holds it to the feature's."""

_FACTS: dict[str, Callable[["Look"], str]] = {
    "rate": _rate,
    "delay": lambda look: f"atraso médio de {_mean(look.delay)}" if look.resolved else "sem histórico",
    "latest": lambda look: f"as últimas atrasaram em média {_mean(look.latest)}",
    "slow": _slow,
    "history": lambda look: f"{counted(look.resolved, 'fatura', 'faturas')} no histórico",
    "overdue": _overdue,
    "overdue_share": lambda look: f"{round(100 * look.overdue_share)}% do resto que deve já venceu",
    "overdue_days": _oldest,
    "open": _open,
    "relative_size": _relative,
    "size": lambda _: "valor da fatura, comparado com o comum na carteira",
    "term": lambda look: f"prazo de {counted(look.term, 'dia', 'dias')}",
    "person": lambda look: "pessoa física" if look.person else "empresa",
    "broken": lambda look: (
        f"{counted(look.broken, 'promessa quebrada', 'promessas quebradas')}"
        if look.broken
        else "nenhuma promessa quebrada"
    ),
    "agreed": lambda look: "já fez acordo" if look.agreed else "nunca fez acordo",
    "season": _month,
    "waiting": _waiting,
    "certain": lambda look: f"já tem {counted(look.late_for, 'dia', 'dias')} de atraso",
}
