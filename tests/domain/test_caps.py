"""What the law refuses and what it warns about, said to the owner."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import interest

from cobranca_cli.domain.caps import Finding, judge
from cobranca_cli.domain.terms import BUSINESS, CONSUMER, METHODS, Terms

OK: list[Finding] = []
CDC = "(CDC, art. 52, § 1º)"


def refused(message: str) -> list[Finding]:
    return [Finding(True, message)]


def warned(message: str) -> list[Finding]:
    return [Finding(False, message)]


def excessive(fine: str) -> str:
    return (
        f"multa de {fine}: acima de 10% (Decreto 22.626/1933, art. 9º), e o juiz pode reduzir a que for"
        " excessiva (CC, arts. 412 e 413)"
    )


LIMITED = "; onde passa disso, vale o limite"


@pytest.mark.parametrize(
    ("percent", "relation", "expected"),
    [
        ("2", CONSUMER, OK),
        ("2.01", CONSUMER, refused(f"multa de 2,01% para consumidor: o máximo é 2% {CDC}")),
        ("10", CONSUMER, refused(f"multa de 10% para consumidor: o máximo é 2% {CDC}")),
        ("150", CONSUMER, refused(f"multa de 150% para consumidor: o máximo é 2% {CDC}")),
        ("2", BUSINESS, OK),
        ("10", BUSINESS, OK),
        ("10.5", BUSINESS, warned(excessive("10,5%"))),
        ("100", BUSINESS, warned(excessive("100%"))),
        ("101", BUSINESS, refused("multa de 101%: não pode passar do valor da dívida (CC, art. 412)")),
        ("0", None, OK),
        ("2", None, OK),
        ("5", None, warned(f"multa de 5%: se o cliente for consumidor, o máximo é 2% {CDC}")),
        ("101", None, refused("multa de 101%: não pode passar do valor da dívida (CC, art. 412)")),
    ],
)
def test_fine(percent: str, relation: str | None, expected: list[Finding]) -> None:
    """E14: the policy of 10% is refused for a consumer."""
    assert judge(Terms(fine_percent=Decimal(percent)), relation, natural_person=False) == expected


def test_a_large_fine_when_nobody_said_what_the_customer_is() -> None:
    findings = judge(Terms(fine_percent=Decimal(12)), None, natural_person=True)
    assert [finding.refused for finding in findings] == [False, False]
    assert excessive("12%") in findings[0].message
    assert "se o cliente for consumidor" in findings[1].message


@pytest.mark.parametrize(
    ("cents", "nominal", "relation", "expected"),
    [
        (200, 10_000, CONSUMER, OK),
        (
            201,
            10_000,
            CONSUMER,
            warned(f"multa de R$ 2,01 para consumidor: o máximo é 2% {CDC}{LIMITED}"),
        ),
        (
            250,
            12_499,
            CONSUMER,
            warned(f"multa de R$ 2,50 para consumidor: o máximo é 2% {CDC}{LIMITED}"),
        ),
        (500_000, None, CONSUMER, OK),
        (1_000, 10_000, BUSINESS, OK),
        (1_001, 10_000, BUSINESS, warned(excessive("R$ 10,01"))),
        (10_000, 10_000, BUSINESS, warned(excessive("R$ 100,00"))),
        (
            10_001,
            10_000,
            BUSINESS,
            warned(f"multa de R$ 100,01: não pode passar do valor da dívida (CC, art. 412){LIMITED}"),
        ),
    ],
)
def test_fixed_fine(cents: int, nominal: int | None, relation: str, expected: list[Finding]) -> None:
    assert judge(Terms(fine_cents=cents), relation, natural_person=False, nominal=nominal) == expected


def test_a_fixed_fine_stands_instead_of_the_percentage() -> None:
    terms = Terms(fine_percent=Decimal(50), fine_cents=100)
    assert judge(terms, CONSUMER, natural_person=True, nominal=10_000) == OK


def usury(rate: str) -> list[Finding]:
    return warned(
        f"juros de {rate} ao mês para pessoa física: acima de 1% ao mês, podem ser considerados usura"
        " (Decreto 22.626/1933, art. 1º)"
    )


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (interest("1%", "A_mensal_30"), OK),
        (interest("1,01%", "A_mensal_30"), usury("1,01%")),
        (interest("2%", "B_dia_0033"), usury("2%")),
        (interest("2%", "C_valor_dia"), usury("2%")),
        (interest("2%", "D_ano_365"), usury("2%")),
        (interest("0,0333%", "percentual_dia"), OK),
        (interest("0,1%", "percentual_dia"), usury("3%")),
        (interest("12%", "percentual_ano"), OK),
        (interest("18%", "percentual_ano"), usury("1,5%")),
        (interest("5%", "E_taxa_legal"), OK),
        (Terms(interest_method="valor_fixo_dia", interest_cents=33), OK),
        (
            Terms(interest_method="valor_fixo_dia", interest_cents=50),
            usury("1,5%"),
        ),
    ],
)
def test_interest_above_one_percent_a_month_for_a_natural_person(
    terms: Terms, expected: list[Finding]
) -> None:
    """On a title of R$ 1.000,00, where R$ 0,33 a day is 0,99% a month."""
    assert judge(terms, CONSUMER, natural_person=True, nominal=100_000) == expected
    assert judge(terms, BUSINESS, natural_person=False, nominal=100_000) == OK


def test_a_fixed_amount_a_day_cannot_be_judged_without_the_title() -> None:
    terms = Terms(interest_method="valor_fixo_dia", interest_cents=99_999)
    assert judge(terms, CONSUMER, natural_person=True) == OK


@pytest.mark.parametrize(
    ("terms", "warns"),
    [
        (interest("1%", "A_mensal_30"), True),
        (interest("0%", "A_mensal_30"), False),
        (interest("0%", "E_taxa_legal"), True),
        (Terms(interest_method="valor_fixo_dia", interest_cents=10, interest_percent=Decimal(0)), True),
        (Terms(interest_method="valor_fixo_dia", interest_percent=Decimal(1)), False),
    ],
)
def test_the_selic_already_holds_interest(terms: Terms, warns: bool) -> None:
    expected = warned(
        "correção pela Selic com juros: a Selic já contém correção e juros (STJ, Tema 1.368);"
        " deixe os juros em zero"
    )
    selic = terms._replace(correction_index="selic")
    assert judge(selic, BUSINESS, natural_person=False) == (expected if warns else OK)
    assert judge(terms._replace(correction_index="ipca"), BUSINESS, natural_person=False) == OK


@given(
    st.decimals(0, 200, places=2),
    st.sampled_from([CONSUMER, BUSINESS, None]),
    st.booleans(),
    st.sampled_from(METHODS),
)
def test_a_higher_fine_is_never_judged_more_kindly(
    percent: Decimal, relation: str | None, natural_person: bool, method: str
) -> None:
    terms = Terms(fine_percent=percent, interest_method=method)
    more = terms._replace(fine_percent=percent + 1)
    verdicts = [
        max((1 + finding.refused for finding in judge(each, relation, natural_person)), default=0)
        for each in (terms, more)
    ]
    assert verdicts[0] <= verdicts[1]
