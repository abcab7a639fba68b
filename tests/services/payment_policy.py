"""What the model of payments knows of charges and of days, written out by hand."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

ONE_DAY = timedelta(days=1)

IGPM_2025 = {
    month: Fraction(percent) / 100
    for month, percent in enumerate(
        (
            "0.27",
            "1.06",
            "-0.34",
            "0.24",
            "-0.49",
            "-1.67",
            "-0.77",
            "0.36",
            "0.42",
            "-0.36",
            "0.27",
            "-0.01",
        ),
        start=1,
    )
}
HOLIDAYS = {
    date(year, month, day)
    for year, days in {
        2020: "06-11 09-07 10-12 11-02 12-25",
        2021: "01-01",
        2025: "01-01 03-03 03-04 04-18 04-21 05-01 06-19 09-07 10-12 11-02 11-15 11-20 12-25",
    }.items()
    for month, day in (map(int, each.split("-")) for each in days.split())
}


def effective(due: date) -> date:
    """The first day of banking on or after it; holidays are known for the days of the stories."""
    while due.weekday() >= 5 or due in HOLIDAYS:
        due += ONE_DAY
    return due


class Policy(NamedTuple):
    """What is charged; percentages as text, tolerance in cents."""

    fine: str = "2"
    interest: str = "1"
    fine_first: bool = False
    tolerance: int = 0
    rounding: str = "half_up"
    discount: str = "0"
    grace: int = 0
    original: bool = False
    igpm: bool = False

    def keys(self) -> dict[str, object]:
        """The same as keys of `[encargos]`."""
        return {
            "multa": self.fine,
            "juros": self.interest,
            "imputacao": "multa,juros" if self.fine_first else "juros,multa",
            "tolerancia_quitacao": f"{self.tolerance // 100}.{self.tolerance % 100:02d}",
            "arredondamento": self.rounding,
            "desconto": "percentual_ate" if self.discount != "0" else "nenhum",
            "desconto_faixas": ((0, self.discount),) if self.discount != "0" else (),
            "carencia_dias": self.grace,
            "dias_nao_uteis": "original" if self.original else "prorrogado",
            "correcao": "igpm" if self.igpm else "nenhuma",
        }

    def whole(self, cents: Fraction) -> int:
        """Cents without a fraction."""
        if self.rounding == "half_even":
            return round(cents)
        return floor(cents + Fraction(1, 2)) if self.rounding == "half_up" else floor(cents)
