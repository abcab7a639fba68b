"""Money, dates, percentages and documents as Brazilians write them, and their plain forms for machines."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

CPF_LENGTH = 11
CNPJ_LENGTH = 14

MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
)  # fmt: skip


def money_br(cents: int) -> str:
    """Cents as people read them: `-123456` is `-1.234,56`."""
    units, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{thousands_br(units)},{rest:02d}"


def currency_br(cents: int) -> str:
    """The same with the symbol, for an amount that stands alone: `-R$ 1.234,56`."""
    return f"{'-' if cents < 0 else ''}R$ {money_br(abs(cents))}"


def money_plain(cents: int, separator: str) -> str:
    """Cents without thousands: `1234,56` or `1234.56`, as `separator` says."""
    digits = f"{cents:03d}" if cents >= 0 else f"{cents:04d}"
    return f"{digits[:-2]}{separator}{digits[-2:]}"


def money_writer(separator: str) -> "Callable[[int], str]":
    """`money_plain` with its separator bound, five times as fast: an export writes half a million amounts."""
    zero = f"0{separator}00"

    def write(cents: int) -> str:
        if cents > 99:
            digits = str(cents)
            return f"{digits[:-2]}{separator}{digits[-2:]}"
        return zero if cents == 0 else money_plain(cents, separator)

    return write


def thousands_br(number: int) -> str:
    """A whole number with points: `1234567` is `1.234.567`."""
    return f"{number:,}".replace(",", ".")


def date_br(iso: str) -> str:
    """`2026-11-21` is `21/11/2026`."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def percent_plain(percent: "Decimal", separator: str) -> str:
    """Percent points with two decimals, or as many as there are: never rounded here."""
    exponent = percent.as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{percent:.{decimals}f}".replace(".", separator)


def percent_br(percent: "Decimal") -> str:
    """`Decimal("7.17")` is `7,17%`."""
    return f"{percent_plain(percent, ',')}%"


UNITS = {
    "dias": ("dia", "dias"),
    "faturas": ("fatura", "faturas"),
    "clientes": ("cliente", "clientes"),
    "vezes": ("vez", "vezes"),
}
"""Units that are said after a number, of one and of more."""

NOT_AVAILABLE = "n/d"
"""What people read where a number cannot be had: its denominator is nothing."""


def measure_br(value: "int | Decimal | None", unit: str) -> str:
    """A number with its unit: `R$ 1.234,56` of `reais` (cents), `7,17%`, `76,32 dias`, `2.850`."""
    if value is None:
        return NOT_AVAILABLE
    if unit == "reais":
        return currency_br(int(value))
    number = number_br(value)
    if unit == "percentual":
        return f"{number}%"
    if unit not in UNITS:
        return number
    one, more = UNITS[unit]
    few = abs(value) == 1 if isinstance(value, int) else abs(value) < 2
    return f"{number} {one if few else more}"


def measure_plain(value: "int | Decimal", unit: str, separator: str) -> str:
    """The same for machines, without the unit: `1234,56` or `1234.56`, as `separator` says."""
    if isinstance(value, int):
        return money_plain(value, separator) if unit == "reais" else str(value)
    return f"{value:f}".replace(".", separator)


def number_br(value: "int | Decimal") -> str:
    """A number with as many decimals as it has: `1234.50` is `1.234,50`."""
    return f"{value:,f}".translate(_SWAPPED) if not isinstance(value, int) else thousands_br(value)


_SWAPPED = str.maketrans(",.", ".,")


def bool_br(value: bool) -> str:
    """`sim` or `não`."""
    return "sim" if value else "não"


def document_br(document: str, masked: bool) -> str:
    """A bare CPF or CNPJ with its punctuation; anything else as it is.

    `masked` hides the first three and the last two digits of a CPF. A CNPJ, numeric or
    alphanumeric, is public data of a company and always stays whole.
    """
    d = document
    if len(d) == CPF_LENGTH:
        return f"***.{d[3:6]}.{d[6:9]}-**" if masked else f"{d[:3]}.{d[3:6]}.{d[6:9]}-{d[9:]}"
    if len(d) == CNPJ_LENGTH:
        return f"{d[:2]}.{d[2:5]}.{d[5:8]}/{d[8:12]}-{d[12:]}"
    return d


def counted(number: int, singular: str, plural: str) -> str:
    """A number with its noun: `1 linha`, `50.000 linhas`."""
    return f"{thousands_br(number)} {singular if number == 1 else plural}"
