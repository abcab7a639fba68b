"""What may be charged on a late title, and how it is counted: the terms of a contract, as plain values.

The vocabulary is that of the Central Bank's Pix charge with a due date (API Pix, `cobv`): interest by value
or percentage, per day, month or year, in calendar or business days; a fine once; six kinds of discount.
Terms are read from the keys of `[encargos]`, where percentages and amounts are text.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from .money import Rounding

NO_INDEX = "nenhuma"
INDEXES = ("ipca", "inpc", "igpm", "selic")
LEGAL_RATE = "taxa-legal"

METHODS = (
    "A_mensal_30",
    "B_dia_0033",
    "C_valor_dia",
    "D_ano_365",
    "E_taxa_legal",
    "percentual_dia",
    "percentual_ano",
    "valor_fixo_dia",
)
"""How interest is counted. The first four take `interest_percent` as a rate per month, `percentual_dia` as
one per day, `percentual_ano` as one per year of 365 days; `valor_fixo_dia` takes `interest_cents` a day."""

DISCOUNTS = (
    "nenhum",
    "valor_ate",
    "percentual_ate",
    "valor_dia_corrido",
    "valor_dia_util",
    "percentual_dia_corrido",
    "percentual_dia_util",
)
"""Kinds of discount in the order of the Pix domain: 1, 2 until a day; 3 to 6 for each day of anticipation."""

CONSUMER, BUSINESS = "consumo", "empresarial"


class Tier(NamedTuple):
    """One step of a discount: paid `days_before` the due date or earlier, it is worth `value`.

    `value` is cents or percent points, as the kind of the discount says. The kinds that count a day of
    anticipation have one tier; its `days_before` is the least anticipation that earns anything.
    """

    days_before: int
    value: Decimal


class Terms(NamedTuple):
    """The charges agreed for a title. Percent points are Decimals, amounts are cents.

    Attributes:
        fine_percent: fine (multa), once, on the base that `fine_base` names.
        fine_cents: a fixed fine instead of a percentage; 0 = none.
        fine_base: `nominal`, `corrigido`, or `auto`: corrected when there is an index, else nominal.
        interest_percent: the rate, in the unit of `interest_method`.
        interest_cents: a fixed amount per day (`valor_fixo_dia`).
        interest_method: one of METHODS.
        business_days: interest counts business days instead of calendar days (Pix 5 to 8).
        from_original: a title due on a day without banking, and not paid on the next business day, is late
            from its nominal due date (`original`) instead of from the effective one (`prorrogado`).
        grace_days: paid within so many days after the effective due date, nothing is charged.
        correction_index: one of INDEXES, or NO_INDEX.
        index_months: `entre` (the months after the due month and before that of payment),
            `ate_pagamento` (that of payment too) or `ambos` (both ends).
        rounding: of every component.
        discount: one of DISCOUNTS.
        tiers: its tiers, at most three.
        allocation: the order in which a payment is taken up by the components.
        tolerance: what may remain, in cents, for a payment to settle the title all the same.
        relation: `consumo`, `empresarial`, or None when nobody said.
    """

    fine_percent: Decimal = Decimal(0)
    fine_cents: int = 0
    fine_base: str = "auto"
    interest_percent: Decimal = Decimal(0)
    interest_cents: int = 0
    interest_method: str = "A_mensal_30"
    business_days: bool = False
    from_original: bool = False
    grace_days: int = 0
    correction_index: str = NO_INDEX
    index_months: str = "entre"
    rounding: Rounding = Rounding.HALF_UP
    discount: str = "nenhum"
    tiers: tuple[Tier, ...] = ()
    allocation: tuple[str, ...] = ("expenses", "interest", "fine", "correction", "principal")
    tolerance: int = 0
    relation: str | None = None


DEFAULTS: Mapping[str, object] = {
    "multa": "2",
    "multa_valor": "0.00",
    "multa_base": "auto",
    "juros": "1",
    "juros_valor_dia": "0.00",
    "juros_metodo": "A_mensal_30",
    "juros_dias": "corridos",
    "dias_nao_uteis": "prorrogado",
    "carencia_dias": 0,
    "correcao": NO_INDEX,
    "correcao_meses": "entre",
    "arredondamento": "half_up",
    "desconto": "nenhum",
    "desconto_faixas": (),
    "imputacao": "juros,multa",
    "tolerancia_quitacao": "0.00",
    "relacao": "",
}
"""Every key of `[encargos]` with its value when nobody says otherwise; numbers are text with a point."""

_ORDERS = {
    "juros,multa": ("expenses", "interest", "fine", "correction", "principal"),
    "multa,juros": ("expenses", "fine", "interest", "correction", "principal"),
}
ALLOCATION_ORDERS = tuple(_ORDERS)


def read_terms(*layers: Mapping[str, object]) -> Terms:
    """Terms from checked keys of `[encargos]`; a later layer overrides an earlier one key by key.

    What no layer says is as in DEFAULTS. A tier is a pair (days before, value as text).
    """
    said: dict[str, object] = dict(DEFAULTS)
    for layer in layers:
        said.update(layer)
    text = {key: str(value) for key, value in said.items()}
    percentage = text["desconto"].startswith("percentual")
    tiers = said["desconto_faixas"]
    assert isinstance(tiers, list | tuple)
    return Terms(
        fine_percent=Decimal(text["multa"]),
        fine_cents=_cents(text["multa_valor"]),
        fine_base=text["multa_base"],
        interest_percent=Decimal(text["juros"]),
        interest_cents=_cents(text["juros_valor_dia"]),
        interest_method=text["juros_metodo"],
        business_days=text["juros_dias"] == "uteis",
        from_original=text["dias_nao_uteis"] == "original",
        grace_days=int(text["carencia_dias"]),
        correction_index=text["correcao"],
        index_months=text["correcao_meses"],
        rounding=Rounding(text["arredondamento"]),
        discount=text["desconto"],
        tiers=tuple(
            Tier(int(days), Decimal(str(value)) if percentage else Decimal(_cents(str(value))))
            for days, value in tiers
        ),
        allocation=_ORDERS[text["imputacao"]],
        tolerance=_cents(text["tolerancia_quitacao"]),
        relation=text["relacao"] or None,
    )


def _cents(amount: str) -> int:
    return int(Decimal(amount) * 100)
