"""What a customer is judged by for credit: each fact with where it comes from and the day it is of.

The vocabulary is closed (domain rule 7). What the Lei 12.414/2011 art. 7º-A forbids in a score (social and
ethnic origin, health, genetic data, sex, beliefs, data of unrelated persons) has no place in it to stand.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from cobranca_cli.brformat import counted

from .segments import days_br, weighted_delay

NOTHING_LISTED, RESOLVED, ACTIVE, UNKNOWN = "nenhuma", "resolvida", "ativa", "desconhecida"
RESTRICTIONS = (NOTHING_LISTED, RESOLVED, UNKNOWN, ACTIVE)
"""What a bureau said of debts that it lists, the best first."""

T = TypeVar("T")


class Fact(NamedTuple, Generic[T]):
    """A value, the source that a person can check it at, and the day it is of."""

    value: T
    source: str
    day: date


class Average(NamedTuple):
    """A delay weighted by amount, exactly: the sum of cents times days late, and of cents (S01)."""

    cent_days: int
    cents: int

    @property
    def exact(self) -> Fraction:
        """The days; zero of no cents."""
        return Fraction(self.cent_days, self.cents) if self.cents else Fraction(0)

    @property
    def hundredths(self) -> int:
        """The days as they are shown, in hundredths, half up: 3,0375 days are 304."""
        return weighted_delay(self.cent_days, self.cents)


class Share(NamedTuple):
    """A part of a whole, in cents or in numbers."""

    part: int
    whole: int

    @property
    def exact(self) -> Fraction | None:
        """The percent; zero of no part, None of a part of nothing, which is more than any percent."""
        if self.part <= 0:
            return Fraction(0)
        return Fraction(100 * self.part, self.whole) if self.whole > 0 else None


class Facts(NamedTuple):
    """What is known of a customer on a day; what is not known is None.

    Attributes:
        delay: the weighted delay of what he paid in the last twelve months.
        worst: days of the longest delay of those twelve months, paid or standing.
        months: whole months since his first invoice.
        use: his exposure in cents, of the limit that he has before the factor of his class: with the factor
            in it, the score would depend upon itself.
        promises: of promises and agreements that came due in twelve months, how many were kept.
        restrictions: one of RESTRICTIONS; its day is that of the consultation.
        age: whole years since the company was founded.
        paid: how many invoices he has ever paid.
        person: a natural person, of whom no foundation is asked.
    """

    delay: Fact[Average] | None = None
    worst: Fact[int] | None = None
    months: Fact[int] | None = None
    use: Fact[Share] | None = None
    promises: Fact[Share] | None = None
    restrictions: Fact[str] | None = None
    age: Fact[int] | None = None
    paid: int = 0
    person: bool = False

    @property
    def is_new(self) -> bool:
        """He has never paid anything, and nothing of his stands late: there is no history to score.

        Who has not paid because he does not pay is known well enough, and is not new.
        """
        return not self.paid and not (self.worst and self.worst.value > 0)


LOW, HIGH, WORD = "ate", "de", "quando"
"""How a factor is banded: less is better, more is better, or by words."""


class Factor(NamedTuple):
    """One thing that a score is made of.

    Attributes:
        code: its key in the policy.
        title: what people call it.
        kind: LOW, HIGH or WORD.
        unit: of a number in its bands: singular and plural.
        missing: what is said when there is no fact.
    """

    code: str
    title: str
    kind: str
    unit: tuple[str, str]
    missing: str


DELAY, WORST, RELATION, USE = "pontualidade", "maior_atraso", "relacionamento", "uso_limite"
PROMISES, RESTRICTION, AGE = "promessas", "restricoes", "idade_cnpj"

FACTORS: Mapping[str, Factor] = {
    each.code: each
    for each in (
        Factor(DELAY, "pontualidade", LOW, ("dia", "dias"), "nada pago em 12 meses"),
        Factor(WORST, "maior atraso", LOW, ("dia", "dias"), "nada pago nem vencido em 12 meses"),
        Factor(RELATION, "relacionamento", HIGH, ("mês", "meses"), "ainda sem nenhuma compra"),
        Factor(USE, "uso do limite", LOW, ("%", "%"), "sem limite que se conheça"),
        Factor(PROMISES, "promessas e acordos", HIGH, ("%", "%"), "nenhuma promessa nem acordo"),
        Factor(RESTRICTION, "restrições externas", WORD, ("", ""), "sem consulta"),
        Factor(AGE, "idade do CNPJ", HIGH, ("ano", "anos"), "fundação não informada"),
    )
}
"""All there is to a score, in the order in which it is told."""

EXTERNAL = (RESTRICTION, AGE)
"""What a customer without history is scored by (rule 7)."""

_RESTRICTION_WORDS = {
    NOTHING_LISTED: "nada consta",
    RESOLVED: "restrição resolvida",
    ACTIVE: "restrição ativa",
    UNKNOWN: "sem consulta válida",
}


def amount_of(number: Fraction | int, unit: tuple[str, str]) -> str:
    """A whole number with its unit: `5 dias`, `1 mês`, `80%`."""
    return f"{number}%" if unit[0] == "%" else counted(int(number), *unit)


def delay_words(average: Average) -> str:
    """`3,04 dias`."""
    return days_br(average.hundredths)


def share_words(share: Share, up: bool) -> str:
    """`62%`, `62,34%`: cut towards the side that does not flatter, `up` of what should be little.

    A share a hair beyond the limit of a band is so not shown as the limit itself.
    """
    exact = share.exact
    if exact is None:
        return "mais que o limite, que é zero"
    scaled = exact * 100
    hundredths = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02d}".rstrip("0").rstrip(",") + "%" if part else f"{whole}%"


def restriction_words(word: str) -> str:
    """What a bureau said, as it is told."""
    return _RESTRICTION_WORDS[word]
