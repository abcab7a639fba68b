"""Published rates: what is known is given as it is, what is not stops everything and says how to go on."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import NO_RATES, RATES, percent

from cobranca_cli.domain.rates import SERIES, month_br, rate_br, six_decimals, taxa_legal
from cobranca_cli.errors import MissingIndexError


def test_a_known_month() -> None:
    assert RATES.of("ipca", 2025, 8) == Decimal("-0.11")
    assert RATES.of("taxa-legal", 2025, 3) == 0


@pytest.mark.parametrize(
    ("series", "year", "month", "message", "number"),
    [
        ("ipca", 2026, 1, "falta o IPCA de 01/2026, e sem esse mês nada é calculado", 433),
        ("inpc", 2025, 12, "falta o INPC de 12/2025, e sem esse mês nada é calculado", 188),
        ("igpm", 1999, 1, "falta o IGP-M de 01/1999, e sem esse mês nada é calculado", 189),
        ("selic", 2025, 1, "falta a Selic de 01/2025, e sem esse mês nada é calculado", 4390),
        ("taxa-legal", 2026, 11, "falta a taxa legal de 11/2026, e sem esse mês nada é calculado", 29543),
    ],
)
def test_a_missing_month_names_the_series_the_month_and_what_to_do(
    series: str, year: int, month: int, message: str, number: int
) -> None:
    """E25."""
    with pytest.raises(MissingIndexError) as caught:
        RATES.of(series, year, month)
    assert caught.value.message == message
    assert caught.value.code == "E-INDICE"
    assert caught.value.hint == (
        f"baixe a série {number} do Banco Central"
        f" (https://api.bcb.gov.br/dados/serie/bcdata.sgs.{number}/dados?formato=csv)"
        f" e rode cobranca importar indices ARQ --serie {series}"
    )


@pytest.mark.parametrize("series", SERIES)
def test_nothing_imported_is_never_zero(series: str) -> None:
    with pytest.raises(MissingIndexError):
        NO_RATES.of(series, 2025, 1)


@pytest.mark.parametrize(("year", "month"), [(2024, 7), (2023, 12), (2002, 1)])
def test_before_the_law_there_was_no_taxa_legal(year: int, month: int) -> None:
    """Not even a value somebody imported for such a month is used."""
    imported = RATES._replace(values={"taxa-legal": {(year, month): Decimal(1)}})
    with pytest.raises(MissingIndexError, match=r"antes de 30/08/2024 .* Selic .*Tema 1\.368"):
        imported.of("taxa-legal", year, month)
    assert RATES.of("taxa-legal", 2024, 8) == Decimal("0.605306")


@pytest.mark.parametrize(
    ("selic_factor", "ipca15", "expected"),
    [
        ("1.0116", "-0,14%", "1,301823%"),
        ("1.0099", "1,23%", "0,000000%"),
        ("1.0123", "1,23%", "0,000000%"),
        ("1.01", "0%", "1,000000%"),
        ("1.0000005", "0%", "0,000050%"),
        ("1.000000005", "0%", "0,000000%"),
        ("1.000000015", "0%", "0,000002%"),
    ],
)
def test_taxa_legal(selic_factor: str, ipca15: str, expected: str) -> None:
    """E24: a ratio, six decimals half-even, never below zero; subtracting would give 1,30% first."""
    rate = taxa_legal(Decimal(selic_factor), percent(ipca15))
    assert f"{rate}%".replace(".", ",") == expected


@given(st.decimals("0.9", "1.1", places=6), st.decimals(-3, 3, places=2))
def test_taxa_legal_is_positive_only_when_the_selic_beat_the_prices(
    selic_factor: Decimal, ipca15: Decimal
) -> None:
    rate = taxa_legal(selic_factor, ipca15)
    assert rate >= 0
    assert rate == 0 or selic_factor > 1 + ipca15 / 100
    assert rate == six_decimals(rate)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("1", "1%"),
        ("1.00", "1%"),
        ("0.033", "0,033%"),
        ("1.305984", "1,305984%"),
        ("0.623200", "0,6232%"),
        ("0.000000", "0%"),
        ("10", "10%"),
        ("1E+1", "10%"),
        ("-0.11", "-0,11%"),
    ],
)
def test_a_rate_in_words(rate: str, text: str) -> None:
    assert rate_br(Decimal(rate)) == text


def test_a_month_in_words() -> None:
    assert month_br((2025, 9)) == "09/2025"
