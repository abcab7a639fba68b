"""What a person types, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.cli import parsers
from cobranca_cli.cli.parsers import BadValue, Choice, Parser

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("21/11/2026", date(2026, 11, 21)),
        ("1/2/2026", date(2026, 2, 1)),
        (" 29/02/2028 ", date(2028, 2, 29)),
        ("hoje", TODAY),
        ("HOJE", TODAY),
        ("ontem", date(2026, 2, 28)),
    ],
)
def test_day(typed: str, day: date) -> None:
    assert parsers.day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31/02/2026", "não existe no calendário; use DD/MM/AAAA ou AAAA-MM-DD"),
        ("29/02/2026", "não existe no calendário"),
        ("11/21/2026", "não existe no calendário"),
        ("2026-13-01", "não existe no calendário"),
        ("21/11/26", "ano com dois dígitos"),
        ("21/11/1026", "fora dos anos aceitos, de 1900 a 2199"),
        ("20261121", "não é uma data"),
        ("21-11-2026", "não é uma data"),
        ("2026-11-21T10:00", "não é uma data"),
        ("٢١/١١/٢٠٢٦", "não é uma data"),
        ("", "não é uma data"),
    ],
)
def test_no_day(typed: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        parsers.day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1.234,56", 123456),
        ("1234,56", 123456),
        ("1234", 123400),
        ("1234.56", 123456),
        ("R$ 1.234,56", 123456),
        ("R$1234", 123400),
        ("R$\u00a010,00", 1000),
        ("12,5", 1250),
        ("12.5", 1250),
        ("1.234.567", 123456700),
        ("1.234.567,8", 123456780),
        ("0", 0),
        ("0,01", 1),
        ("99.999.999.999,00", 9999999999900),
    ],
)
def test_money(typed: str, cents: int) -> None:
    assert parsers.money(typed, TODAY) == cents


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1.234", "duas leituras, 1234,00 ou 1,234; escreva 1234 para a primeira ou 1,23 para a segunda"),
        ("1,234", "duas leituras, 1234,00 ou 1,234"),
        ("-10,00", "não pode ser negativo"),
        ("R$ -10", "não pode ser negativo"),
        ("1,234.56", "não é um valor em reais"),
        ("1.23.456,00", "não é um valor em reais"),
        ("12,345", "duas leituras"),
        ("1234.567", "não é um valor em reais"),
        ("12,", "não é um valor em reais"),
        ("1e5", "não é um valor em reais"),
        ("dez", "não é um valor em reais"),
        ("", "não é um valor em reais"),
        ("1.000.000.000.000,00", "passa do maior valor aceito"),
    ],
)
def test_no_money(typed: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        parsers.money(typed, TODAY)


@given(st.integers(min_value=0, max_value=9_999_999_999_900))
def test_money_as_people_and_programs_write_it(cents: int) -> None:
    whole, part = divmod(cents, 100)
    dotted = f"{whole:,}".replace(",", ".")
    for typed in (
        f"{dotted},{part:02}",
        f"R$ {dotted},{part:02}",
        f"{whole},{part:02}",
        f"{whole}.{part:02}",
    ):
        assert parsers.money(typed, TODAY) == cents


@given(st.text(max_size=20))
@pytest.mark.parametrize(
    "parse", [parsers.money, parsers.day, parsers.positive, parsers.text, Choice("a", "b")]
)
def test_any_text_is_a_value_or_refused_in_portuguese(parse: Parser, typed: str) -> None:
    try:
        parse(typed, TODAY)
    except BadValue as refusal:
        assert str(refusal)


def test_positive_money_is_more_than_zero() -> None:
    assert parsers.positive_money("0,01", TODAY) == 1
    with pytest.raises(BadValue, match="maior que zero"):
        parsers.positive_money("0,00", TODAY)


@pytest.mark.parametrize("typed", ["", "-1", "1,5", "1.000", "²", "٣", "1234567890"])
def test_no_whole_number(typed: str) -> None:
    with pytest.raises(BadValue, match="não é um número inteiro"):
        parsers.whole(typed, TODAY)


def test_choice_takes_any_case_and_accents() -> None:
    choice = Choice("legal", "taxa-legal", "crédito")
    assert [choice(t, TODAY) for t in ("LEGAL", "Taxa-Legal", "credito", " crédito ")] == [
        "legal", "taxa-legal", "crédito", "crédito",
    ]  # fmt: skip
    with pytest.raises(BadValue, match="use legal, taxa-legal ou crédito"):
        choice("outro", TODAY)


def test_text_of_broken_bytes_is_refused() -> None:
    with pytest.raises(BadValue, match="UTF-8"):
        parsers.text("S\udce3o", TODAY)
