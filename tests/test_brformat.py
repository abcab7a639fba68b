from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli import brformat

CENTS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("cents", "people", "alone", "plain"),
    [
        (0, "0,00", "R$ 0,00", "0,00"),
        (5, "0,05", "R$ 0,05", "0,05"),
        (-5, "-0,05", "-R$ 0,05", "-0,05"),
        (-50, "-0,50", "-R$ 0,50", "-0,50"),
        (100, "1,00", "R$ 1,00", "1,00"),
        (123456, "1.234,56", "R$ 1.234,56", "1234,56"),
        (-123456789, "-1.234.567,89", "-R$ 1.234.567,89", "-1234567,89"),
    ],
)
def test_money(cents: int, people: str, alone: str, plain: str) -> None:
    assert brformat.money_br(cents) == people
    assert brformat.currency_br(cents) == alone
    assert brformat.money_plain(cents, ",") == plain


@given(CENTS)
def test_money_for_machines_is_the_exact_decimal(cents: int) -> None:
    assert Decimal(brformat.money_plain(cents, ".")) == Decimal(cents).scaleb(-2)


@given(CENTS)
def test_money_for_people_differs_only_by_the_points(cents: int) -> None:
    assert brformat.money_br(cents).replace(".", "") == brformat.money_plain(cents, ",")


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        ("7.17", "7,17%"),
        ("7", "7,00%"),
        ("0", "0,00%"),
        ("-1.5", "-1,50%"),
        ("0.033", "0,033%"),
        ("1E+2", "100,00%"),
    ],
)
def test_percent_keeps_its_digits(percent: str, text: str) -> None:
    assert brformat.percent_br(Decimal(percent)) == text


@pytest.mark.parametrize(
    ("document", "masked", "whole"),
    [
        ("52998224725", "***.982.247-**", "529.982.247-25"),
        ("11222333000181", "11.222.333/0001-81", "11.222.333/0001-81"),
        ("12ABC34501DE35", "12.ABC.345/01DE-35", "12.ABC.345/01DE-35"),
        ("", "", ""),
        ("P1234", "P1234", "P1234"),
    ],
)
def test_documents(document: str, masked: str, whole: str) -> None:
    assert brformat.document_br(document, masked=True) == masked
    assert brformat.document_br(document, masked=False) == whole


def test_dates_flags_and_counts() -> None:
    assert brformat.date_br("2026-11-01") == "01/11/2026"
    assert (brformat.bool_br(True), brformat.bool_br(False)) == ("sim", "não")
    assert brformat.counted(1, "linha", "linhas") == "1 linha"
    assert brformat.counted(0, "linha", "linhas") == "0 linhas"
    assert brformat.counted(50000, "linha", "linhas") == "50.000 linhas"


@given(st.integers(-(10**13), 10**13), st.sampled_from([",", "."]))
def test_the_fast_writer_writes_the_same(cents: int, separator: str) -> None:
    assert brformat.money_writer(separator)(cents) == brformat.money_plain(cents, separator)


@pytest.mark.parametrize(
    ("value", "unit", "people", "plain"),
    [
        (123456, "reais", "R$ 1.234,56", "1234,56"),
        (-5, "reais", "-R$ 0,05", "-0,05"),
        (Decimal("7.17"), "percentual", "7,17%", "7,17"),
        (Decimal("1234.50"), "dias", "1.234,50 dias", "1234,50"),
        (Decimal("1.99"), "dias", "1,99 dia", "1,99"),
        (Decimal("-2.00"), "dias", "-2,00 dias", "-2,00"),
        (1, "faturas", "1 fatura", "1"),
        (0, "faturas", "0 faturas", "0"),
        (2850, "pontos", "2.850", "2850"),
        (Decimal("14.29"), "vezes", "14,29 vezes", "14,29"),
    ],
)
def test_measures(value: int | Decimal, unit: str, people: str, plain: str) -> None:
    assert brformat.measure_br(value, unit) == people
    assert brformat.measure_plain(value, unit, ",") == plain
    assert brformat.measure_br(None, unit) == "n/d"
