"""What may be charged on a late title, and how it is counted: the terms of a contract, as plain values.

The vocabulary is that of the Central Bank's Pix charge with a due date (API Pix, `cobv`): interest by value
or percentage, per day, month or year, in calendar or business days; a fine once; six kinds of discount.
Terms are read from the keys of `[encargos]`, where percentages and amounts are text.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from .charge_keys import (
    ALLOCATION_ORDERS,
    BUSINESS,
    CONSUMER,
    DEFAULTS,
    DISCOUNTS,
    INDEXES,
    LEGAL_RATE,
    METHODS,
    NO_INDEX,
)
from .money import Rounding

__all__ = [
    "ALLOCATION_ORDERS",
    "BUSINESS",
    "CONSUMER",
    "DEFAULTS",
    "DISCOUNTS",
    "INDEXES",
    "LEGAL_RATE",
    "METHODS",
    "NO_INDEX",
    "Terms",
    "Tier",
    "read_terms",
]


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


_ORDERS = {
    "juros,multa": ("expenses", "interest", "fine", "correction", "principal"),
    "multa,juros": ("expenses", "fine", "interest", "correction", "principal"),
}
assert tuple(_ORDERS) == ALLOCATION_ORDERS


def read_terms(*layers: Mapping[str, object]) -> Terms:
    """Terms from checked keys of `[encargos]`; a later layer overrides an earlier one key by key.

    A layer that says a percentage of fine does away with a fixed fine of an earlier one. What no layer says
    is as in DEFAULTS. A tier is a pair (days before, value as text).
    """
    said: dict[str, object] = dict(DEFAULTS)
    for layer in layers:
        if "multa" in layer:
            said["multa_valor"] = DEFAULTS["multa_valor"]
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
