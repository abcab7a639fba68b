"""What the law lets a creditor charge: terms judged for the kind of relation they are meant for.

A finding that refuses is a plain breach (CDC art. 52 § 1º; CC art. 412). One that warns is a risk the owner
may take: Decreto 22.626/1933 limits interest outside the exceptions of the Lei 14.905/2024 art. 3º, and a
judge may reduce a fine (CC art. 413).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from cobranca_cli.brformat import currency_br

from .rates import rate_br
from .terms import BUSINESS, CONSUMER, Terms

CONSUMER_FINE = Decimal(2)
"""Percent of the instalment (CDC art. 52 § 1º)."""

BUSINESS_FINE = Decimal(10)
"""Percent; the ceiling of Decreto 22.626/1933 art. 9º and the custom between companies."""

MONTHLY_INTEREST = Decimal(1)
"""Percent a month; above it, interest owed by a natural person may be usury (Decreto 22.626/1933 art. 1º)."""

_HUNDRED = Decimal(100)
_FOUR_DECIMALS = Decimal("0.0001")
_CDC = "CDC, art. 52, § 1º"


class Finding(NamedTuple):
    """What is wrong with the terms. `refused`: they may not be used; else it is a warning."""

    refused: bool
    message: str


def judge(
    terms: Terms, relation: str | None, natural_person: bool, nominal: int | None = None
) -> list[Finding]:
    """What the law says against these terms; nothing when it is silent.

    Args:
        terms: the charges; their own `relation` is not read.
        relation: `consumo`, `empresarial`, or None when nobody said.
        natural_person: the debtor has a CPF.
        nominal: cents of the title, needed to judge fixed amounts, which are otherwise let through.
    """
    return [*_fine(terms, relation, nominal), *_interest(terms, natural_person, nominal), *_selic(terms)]


def most_fixed_fine(terms: Terms, base: int) -> int:
    """The most that a fixed fine may be, in cents: the debt itself (CC art. 412), 2% of it for a consumer."""
    return base * 2 // 100 if terms.relation == CONSUMER else base


def fine_percent(terms: Terms, nominal: int | None) -> Decimal:
    """The fine in percent points of the title; a fixed one is zero while the title's amount is not known."""
    if not terms.fine_cents:
        return terms.fine_percent
    return _HUNDRED * terms.fine_cents / nominal if nominal else Decimal(0)


def monthly_percent(terms: Terms, nominal: int | None) -> Decimal:
    """The interest in percent points a month of 30 days, a twelfth of a year; zero for the taxa legal."""
    match terms.interest_method:
        case "E_taxa_legal":
            return Decimal(0)
        case "percentual_dia":
            return terms.interest_percent * 30
        case "percentual_ano":
            return terms.interest_percent / 12
        case "valor_fixo_dia":
            return _HUNDRED * terms.interest_cents * 30 / nominal if nominal else Decimal(0)
        case _:
            return terms.interest_percent


def _fine(terms: Terms, relation: str | None, nominal: int | None) -> Iterator[Finding]:
    percent = fine_percent(terms, nominal)
    fine = f"multa de {currency_br(terms.fine_cents) if terms.fine_cents else rate_br(percent)}"
    # A fixed fine suits one title and not another: it is charged up to the limit, which `charges` sees to.
    refused = not terms.fine_cents
    limited = "" if refused else "; onde passa disso, vale o limite"
    if relation == CONSUMER and percent > CONSUMER_FINE:
        highest = rate_br(CONSUMER_FINE)
        yield Finding(refused, f"{fine} para consumidor: o máximo é {highest} ({_CDC}){limited}")
    elif percent > _HUNDRED:
        yield Finding(refused, f"{fine}: não pode passar do valor da dívida (CC, art. 412){limited}")
    elif percent > BUSINESS_FINE:
        yield Finding(
            False,
            f"{fine}: acima de 10% (Decreto 22.626/1933, art. 9º), e o juiz pode reduzir a que for excessiva"
            " (CC, arts. 412 e 413)",
        )
    if relation not in (CONSUMER, BUSINESS) and CONSUMER_FINE < percent <= _HUNDRED:
        yield Finding(False, f"{fine}: se o cliente for consumidor, o máximo é 2% ({_CDC})")


def _interest(terms: Terms, natural_person: bool, nominal: int | None) -> Iterator[Finding]:
    percent = monthly_percent(terms, nominal)
    if natural_person and percent > MONTHLY_INTEREST:
        rate = rate_br(percent.quantize(_FOUR_DECIMALS))
        yield Finding(
            False,
            f"juros de {rate} ao mês para pessoa física: acima de 1% ao mês, podem ser considerados usura"
            " (Decreto 22.626/1933, art. 1º)",
        )


def _selic(terms: Terms) -> Iterator[Finding]:
    if terms.correction_index != "selic":
        return
    daily = terms.interest_method == "valor_fixo_dia"
    if terms.interest_method == "E_taxa_legal" or (terms.interest_cents if daily else terms.interest_percent):
        yield Finding(
            False,
            "correção pela Selic com juros: a Selic já contém correção e juros"
            " (STJ, Tema 1.368); deixe os juros em zero",
        )
