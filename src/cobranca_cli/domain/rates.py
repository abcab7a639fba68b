"""Published monthly rates: price indices, Selic and the taxa legal, in percent points, never guessed.

A month that is not known is an error that says how to mend it, and never zero. Series are numbered as in
the Central Bank's SGS. The taxa legal is that of the Lei 14.905/2024, in force from 30/08/2024.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from cobranca_cli.errors import MissingIndexError

from .terms import LEGAL_RATE

Month = tuple[int, int]
"""Year and month."""

SERIES: Mapping[str, tuple[str, int]] = {
    "ipca": ("IPCA", 433),
    "inpc": ("INPC", 188),
    "igpm": ("IGP-M", 189),
    "selic": ("Selic", 4390),
    LEGAL_RATE: ("taxa legal", 29543),
}
"""Each series by its code: the name people use and its number in the Central Bank's SGS."""

LEGAL_RATE_BEGIN = date(2024, 8, 30)
"""First day of the taxa legal; before it, interest without an agreed rate was the Selic (STJ Tema 1.368)."""

EXACT = Context(prec=6000)
"""Products of rates keep every digit: forty years of months, ten digits each, fit."""

_HUNDRED = Decimal(100)
_SIX_DECIMALS = Decimal("0.000001")


class Rates(NamedTuple):
    """What is known of each series: `values[series][year, month]` is that month's rate in percent points."""

    values: Mapping[str, Mapping[Month, Decimal]]

    def of(self, series: str, year: int, month: int) -> Decimal:
        """Percent points of a series in a month.

        Raises:
            MissingIndexError: nobody imported that month, or it is before the taxa legal existed.
        """
        if series == LEGAL_RATE and (year, month) < (LEGAL_RATE_BEGIN.year, LEGAL_RATE_BEGIN.month):
            raise before_legal_rate()
        known = self.values.get(series, {}).get((year, month))
        if known is None:
            raise _missing(series, (year, month))
        return known


def before_legal_rate() -> MissingIndexError:
    """The error for interest by the taxa legal on a day before LEGAL_RATE_BEGIN."""
    return MissingIndexError(
        "antes de 30/08/2024 não havia taxa legal: sem juros combinados, a lei mandava aplicar a Selic"
        " (STJ, Tema 1.368)",
        hint="para esta fatura, informe os juros do contrato em vez da taxa legal",
    )


def _missing(series: str, month: Month) -> MissingIndexError:
    name, number = SERIES[series]
    article = "a" if series in ("selic", LEGAL_RATE) else "o"
    return MissingIndexError(
        f"falta {article} {name} de {month_br(month)}, e sem esse mês nada é calculado",
        hint=f"baixe a série {number} do Banco Central"
        f" (https://api.bcb.gov.br/dados/serie/bcdata.sgs.{number}/dados?formato=csv)"
        f" e rode cobranca importar indices ARQ --serie {series}",
    )


def taxa_legal(selic_factor: Decimal, ipca15_percent: Decimal) -> Decimal:
    """The taxa legal of a month, in percent points with six decimals, from the month before.

    The Selic's factor over that of the IPCA-15, less one; half-even as NBR 5891; never below zero
    (CC art. 406 § 3º; Res. CMN 5.171/2024). A ratio: subtracting the two rates gives another number.

    Args:
        selic_factor: accumulated in the month, as in `1.0116` for 1.16%.
        ipca15_percent: percent points, as in `-0.14`.
    """
    ratio = selic_factor / (1 + ipca15_percent / _HUNDRED)
    return max(six_decimals((ratio - 1) * _HUNDRED), six_decimals(Decimal(0)))


def six_decimals(percent: Decimal) -> Decimal:
    """A rate with the decimals of the taxa legal, half-even as NBR 5891."""
    return percent.quantize(_SIX_DECIMALS, ROUND_HALF_EVEN)


def month_br(month: Month) -> str:
    """`(2025, 9)` is `09/2025`."""
    return f"{month[1]:02d}/{month[0]}"


def rate_br(percent: Decimal) -> str:
    """A rate as agreed or published, with no more decimals than it has: `1%`, `0,033%`, `1,305984%`."""
    text = f"{percent:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text.replace('.', ',')}%"
