"""Monetary correction (correção monetária) by a monthly index: which months, what factor, what floor.

The factor is the product of (1 + monthly percent / 100) with every digit kept. Months of deflation count,
but the corrected value does not fall below the nominal one (STJ Corte Especial, REsp 1.265.580). Sources:
Código Civil arts. 389 and 395; Lei 14.905/2024 for the IPCA when no index was agreed.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cobranca_cli.brformat import counted

from .money import Rounding, round_cents
from .rates import EXACT, SERIES, Month, Rates, month_br

_ONE, _HUNDRED = Decimal(1), Decimal(100)
_GROUND = {
    "ipca": "CC, arts. 389 e 395; IBGE; Banco Central",
    "inpc": "contrato; CC, art. 389; IBGE; Banco Central",
    "igpm": "contrato; CC, art. 389; FGV; Banco Central",
    "selic": "contrato; Banco Central",
}
FLOOR_RULE = "o valor corrigido não fica abaixo do nominal"
FLOOR_SOURCE = "STJ, Corte Especial, REsp 1.265.580"


def months(due: date, paid: date, convention: str) -> tuple[Month, ...]:
    """The months whose rates count, oldest first; none when not paid after the due date.

    Args:
        due: the due date, in month m.
        paid: the day of payment, in month p.
        convention: `entre` is m+1 to p-1, `ate_pagamento` m+1 to p, `ambos` m to p, all inclusive.
    """
    if paid <= due:
        return ()
    first = due.year * 12 + due.month - 1
    last = paid.year * 12 + paid.month - 1
    begin = first if convention == "ambos" else first + 1
    end = last - 1 if convention == "entre" else last
    return tuple((month // 12, month % 12 + 1) for month in range(begin, end + 1))


def factor(series: str, months: Sequence[Month], rates: Rates) -> Decimal:
    """The exact product of the months' (1 + percent / 100); 1 for no month. It may have very many digits.

    Raises:
        MissingIndexError: a month is not known.
    """
    product = _ONE
    for month in months:
        product = EXACT.multiply(product, EXACT.add(_ONE, rates.of(series, *month) / _HUNDRED))
    return product


def corrected(base_cents: int, factor: Decimal, rounding: Rounding) -> int:
    """Cents of the base times the factor, rounded once, without the floor."""
    return round_cents(EXACT.multiply(Decimal(base_cents), factor), rounding)


def floored(base_cents: int, factor: Decimal, rounding: Rounding) -> int:
    """As `corrected`, but never below the base: deflation does not reduce a debt below its nominal value."""
    return max(base_cents, corrected(base_cents, factor, rounding))


def rule(series: str, months: Sequence[Month]) -> tuple[str, str]:
    """How these months correct a value, in words, and the ground of it."""
    name, number = SERIES[series]
    source = f"{_GROUND[series]}, série {number}"
    by_index = f"correção {'pela' if series == 'selic' else 'pelo'} {name}"
    if not months:
        return f"{by_index}: nenhum mês a contar entre o vencimento e o pagamento", source
    first, last = month_br(months[0]), month_br(months[-1])
    if len(months) == 1:
        return f"{by_index} de {first}: base x (1 + taxa do mês)", source
    stretch = f"de {first} a {last} ({counted(len(months), 'mês', 'meses')})"
    return f"{by_index} {stretch}: base x produto de (1 + taxa de cada mês)", source
