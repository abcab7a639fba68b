"""The tables behind the indicators, each a report: cohorts, rolling, steps, contacts, customers."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cobranca_cli.brformat import NOT_AVAILABLE
from cobranca_cli.domain.cohorts import TERMS
from cobranca_cli.domain.concentration import hhi, largest_share, ranked
from cobranca_cli.domain.indicators import percent
from cobranca_cli.domain.portfolio import LARGEST
from cobranca_cli.domain.roll_rates import MATRIX, matrix_provision, rate_percent, whole_of
from cobranca_cli.views import columns
from cobranca_cli.views.aging import BAND_LABELS
from cobranca_cli.views.ladder import CHANNEL_WORDS
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.domain.cohorts import Cohort
    from cobranca_cli.domain.effects import Effect, Reach
    from cobranca_cli.services.indicator_details import Details


def _percent(name: str, label: str, priority: int = 0) -> Column:
    return Column(name, label, Kind.PERCENT, priority=priority, missing=NOT_AVAILABLE)


def _money(name: str, label: str, priority: int = 0) -> Column:
    return Column(name, label, Kind.MONEY, priority=priority, missing=NOT_AVAILABLE)


def _count(name: str, label: str, priority: int = 0) -> Column:
    return Column(name, label, Kind.INTEGER, priority=priority)


def _totals(shown: Sequence[Column], values: dict[str, object]) -> tuple[Figure, ...]:
    """The figures of some columns, by their names."""
    return tuple(
        Figure(column.name, column.label, column.kind, values[column.name], column.missing)
        for column in shown
        if column.name in values
    )


def cohorts(found: "Details") -> Report:
    """One row a month of maturity: what was due in it, and what was not paid so many days later."""
    months = {_month(each): f"{each.period.last:%m/%Y}" for each in found.cohorts}
    return Report(
        name="indicadores_safra",
        title="Safras por mês de vencimento: o que não foi pago tantos dias depois",
        short="Safras",
        as_of=found.as_of,
        columns=(
            Column("mes", "Vencidas em", words=months),
            _money("valor", "Valor"),
            *(
                column
                for days in TERMS
                for column in (
                    _money(f"d{days}", f"Não pago em {days} dias", priority=2),
                    _percent(f"d{days}_percentual", f"{days} dias"),
                )
            ),
        ),
        rows=[
            (_month(each), each.amount, *(cell for days in TERMS for cell in _unpaid(each, days)))
            for each in found.cohorts
        ],
        notes=found.notices,
    )


def _month(each: "Cohort") -> str:
    return f"{each.period.last:%Y-%m}"


def _unpaid(each: "Cohort", days: int) -> tuple[object, object]:
    unpaid = each.unpaid[days]
    return (None, None) if unpaid is None else (unpaid, percent(unpaid, each.amount))


_ROLLING = (
    Column("faixa", "Dias de atraso", words=BAND_LABELS),
    _money("saldo", "Saldo"),
    _percent("rolagem", "Rola por mês"),
    _percent("perda", "Até a perda"),
    _money("perda_rolagem", "Perda esperada"),
    _percent("taxa_matriz", "Taxa da matriz", priority=2),
    _money("perda_matriz", "Perda pela matriz", priority=1),
)


def rolling(found: "Details") -> Report:
    """One row a band: what is open, what rolls on in a month, and the loss to expect, by rolling and matrix.

    What is beyond 90 days is the loss that rolling expects, and has no rates.
    """
    known = {each.band: each for each in found.rolling}
    rows: list[tuple[object, ...]] = []
    for band, cents in found.bands.items():
        each = known.get(band)
        by_rolling = (
            (rate_percent(each.mean), rate_percent(each.loss), each.provision) if each else (None,) * 3
        )
        rows.append((band, cents, *by_rolling, MATRIX[band], matrix_provision({band: cents})))
    return Report(
        name="indicadores_rolagem",
        title="Rolagem entre faixas e perda esperada (estimativa gerencial)",
        short="Rolagem",
        as_of=found.as_of,
        columns=_ROLLING,
        rows=rows,
        totals=_totals(
            _ROLLING,
            {
                "saldo": sum(found.bands.values()),
                "perda_rolagem": whole_of(each.provision for each in found.rolling),
                "perda_matriz": matrix_provision(found.bands),
            },
        ),
        notes=(
            *found.notices,
            f"Médias mensais de {_period(found)}. O que passou de 90 dias é a perda que a rolagem espera.",
        ),
    )


def _period(found: "Details") -> str:
    return f"{found.period.first:%d/%m/%Y} a {found.period.last:%d/%m/%Y}"


_CHANNEL = Column("canal", "Canal", words=CHANNEL_WORDS)
_STEPS = (
    Column("degrau", "Degrau"),
    _CHANNEL,
    _count("faturas", "Faturas"),
    _count("pagas", "Pagas em 7 dias", priority=1),
    _percent("pagas_percentual", "% das faturas"),
    _money("aberto", "Em aberto", priority=2),
    _money("recebido", "Recebido em 7 dias", priority=1),
    _percent("recebido_percentual", "% do valor"),
)


def steps(found: "Details") -> Report:
    """One row a step and channel: of the titles that took it, how many paid and how much came in."""
    rows = [
        (step, channel, *_effect(effect))
        for (step, channel), effect in sorted(found.steps.items(), key=lambda item: _order(*item[0]))
    ]
    return Report(
        name="indicadores_regua",
        title="O que veio até 7 dias depois de cada degrau da régua",
        short="Régua",
        as_of=found.as_of,
        columns=_STEPS,
        rows=rows,
        empty="Nenhum degrau com 7 dias completos no período.",
        notes=(*found.notices, f"Degraus de {_period(found)}, com 7 dias completos."),
    )


def _effect(effect: "Effect") -> tuple[object, ...]:
    by_count = percent(effect.paid, effect.titles)
    by_value = percent(effect.paid_amount, effect.amount)
    return effect.titles, effect.paid, by_count, effect.amount, effect.paid_amount, by_value


def _order(step: str, channel: str | None) -> tuple[object, ...]:
    """By what the days are counted from, then by the days; a name of another form comes by itself."""
    known = re.fullmatch(r"(\D+?)([+-]?\d+)", step)
    return (known[1], int(known[2]), step, channel or "") if known else (step, 0, step, channel or "")


_CONTACTS = (
    _CHANNEL,
    _count("tentativas", "Tentativas"),
    _count("efetivos", "Com o cliente"),
    _percent("efetivos_percentual", "Efetivo"),
    _count("promessas", "Com promessa", priority=1),
    _percent("promessas_percentual", "Promessa"),
    _count("avaliados", "Com 7 dias", priority=3),
    _count("pagos", "Pagaram em 7 dias", priority=1),
    _percent("pagos_percentual", "Pagou"),
)


def contacts(found: "Details") -> Report:
    """One row a channel: attempts, how many reached the customer, promised, and paid within seven days."""
    return Report(
        name="indicadores_contatos",
        title="O que veio dos contatos, por canal",
        short="Contatos",
        as_of=found.as_of,
        columns=_CONTACTS,
        rows=[(channel, *_reach(reach)) for channel, reach in sorted(found.reach.items())],
        empty="Nenhum contato nosso no período.",
        notes=(*found.notices, f"Contatos que começamos, de {_period(found)}."),
    )


def _reach(reach: "Reach") -> tuple[object, ...]:
    return (
        reach.attempts,
        reach.reached,
        percent(reach.reached, reach.attempts),
        reach.promised,
        percent(reach.promised, reach.reached),
        reach.judged,
        reach.paid,
        percent(reach.paid, reach.judged),
    )


_CUSTOMERS = (
    columns.CUSTOMER,
    columns.DOCUMENT,
    _money("saldo", "Saldo"),
    _percent("participacao", "Parte"),
    _percent("acumulado", "Acumulado"),
    Column("classe", "Classe"),
)


def customers(found: "Details") -> Report:
    """One row a customer, the largest first, with his part, that of all up to him, and his class."""
    amounts = [each.amount for each in found.debtors]
    return Report(
        name="indicadores_concentracao",
        title="Contas a receber por cliente, do maior ao menor",
        short="Concentração",
        as_of=found.as_of,
        columns=_CUSTOMERS,
        rows=[
            (each.name, each.document, each.amount, *place)
            for each, place in zip(found.debtors, ranked(amounts), strict=True)
        ],
        totals=(
            Figure("saldo", "Saldo", Kind.MONEY, sum(amounts)),
            Figure("clientes", "Clientes", Kind.INTEGER, len(amounts)),
            Figure("hhi", "HHI", Kind.INTEGER, hhi(amounts), NOT_AVAILABLE),
            Figure(
                "maiores_3", "Os três maiores", Kind.PERCENT, largest_share(amounts, LARGEST), NOT_AVAILABLE
            ),
        ),
        empty="Nenhuma fatura em aberto.",
        notes=found.notices,
    )


VIEWS: "dict[str, Callable[[Details], Report]]" = {
    "safra": cohorts,
    "rolagem": rolling,
    "regua": steps,
    "contatos": contacts,
    "concentracao": customers,
}
"""By the word that asks for each, in the order of the sheets of a workbook."""
