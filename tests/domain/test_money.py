"""Money from text: exact both ways, in either grammar, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.domain.timing import ADVERSARIES, seconds

from cobranca_cli.brformat import currency_br, money_br, money_plain
from cobranca_cli.domain.money import (
    MAX_CENTS,
    Decimals,
    evidence,
    is_ambiguous,
    is_negative,
    parse_cents,
    stored_decimal,
)
from cobranca_cli.domain.problem import Problem

COMMA, POINT = Decimals.COMMA, Decimals.POINT
CENTS = st.integers(1, MAX_CENTS)


def us(text: str) -> str:
    """The Brazilian form with its signs exchanged."""
    return text.translate(str.maketrans(".,", ",."))


@given(CENTS)
@example(MAX_CENTS)
@example(1)
@example(1999)
def test_what_is_written_is_read_again(cents: int) -> None:
    for text in (money_br(cents), currency_br(cents), money_plain(cents, ","), f" {money_br(cents)}\u00a0"):
        assert parse_cents(text, COMMA) == cents
        assert parse_cents(us(text), POINT) == cents


@given(CENTS)
def test_the_other_grammar_never_reads_another_amount(cents: int) -> None:
    """A text is refused by the wrong grammar, or, without cents, is the one that is asked about."""
    for text in (money_br(cents), money_plain(cents, ",")):
        wrong = parse_cents(text, POINT)
        assert isinstance(wrong, Problem)
        assert wrong.code == "E-FORMATO-MISTO"
        assert evidence(text) is COMMA
        assert evidence(us(text)) is POINT
        assert not is_ambiguous(text)


@given(st.integers(1, 999_999_999))
def test_whole_amounts_read_alike_or_are_ambiguous(units: int) -> None:
    assert parse_cents(str(units), COMMA) == parse_cents(str(units), POINT) == units * 100
    assert evidence(str(units)) is None
    grouped = f"{units:,}".replace(",", ".")
    both = parse_cents(grouped, COMMA), parse_cents(grouped, POINT)
    assert both[0] == units * 100
    if 1000 <= units < 1_000_000:
        assert is_ambiguous(grouped)
        assert evidence(grouped) is None
        assert isinstance(both[1], Problem)
    elif units >= 1_000_000:
        assert evidence(grouped) is COMMA


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("10,5", 1050, "E-FORMATO-MISTO"),
        ("10.5", "E-FORMATO-MISTO", 1050),
        ("1.234", 123400, "E-VALOR-PRECISAO"),
        ("1,234", "E-VALOR-PRECISAO", 123400),
        ("1.234,5", 123450, "E-FORMATO-MISTO"),
        ("0,01", 1, "E-FORMATO-MISTO"),
        ("0001,00", 100, "E-FORMATO-MISTO"),
        ("0", "E-VALOR-ZERO", "E-VALOR-ZERO"),
        ("0,00", "E-VALOR-ZERO", "E-FORMATO-MISTO"),
        ("", "E-VAZIO", "E-VAZIO"),
        ("\u00a0", "E-VAZIO", "E-VAZIO"),
        ("R$", "E-VALOR", "E-VALOR"),
        ("R$ 10", 1000, 1000),
        ("R$\u00a010", 1000, 1000),
        ("10,00 R$", "E-VALOR", "E-FORMATO-MISTO"),
        (",50", "E-VALOR", "E-VALOR"),
        ("10,", "E-VALOR", "E-VALOR"),
        ("1.23,45", "E-VALOR", "E-VALOR"),
        ("1.2345,00", "E-VALOR", "E-VALOR"),
        ("1234.567,00", "E-VALOR", "E-VALOR"),
        ("-10,00", "E-VALOR-NEGATIVO", "E-VALOR-NEGATIVO"),
        ("R$ -10,00", "E-VALOR-NEGATIVO", "E-VALOR-NEGATIVO"),
        ("(10,00)", "E-VALOR-NEGATIVO", "E-VALOR-NEGATIVO"),
        ("10,00-", "E-VALOR-NEGATIVO", "E-VALOR-NEGATIVO"),
        ("–10", "E-VALOR-NEGATIVO", "E-VALOR-NEGATIVO"),
        ("1_000", "E-VALOR", "E-VALOR"),
        ("1e3", "E-VALOR", "E-VALOR"),
        ("0x10", "E-VALOR", "E-VALOR"),
        ("１２", "E-VALOR", "E-VALOR"),
        ("²", "E-VALOR", "E-VALOR"),
        ("999.999.999,99", MAX_CENTS, "E-FORMATO-MISTO"),
        ("1000000000", "E-VALOR-LIMITE", "E-VALOR-LIMITE"),
        ("9" * 40, "E-VALOR-LIMITE", "E-VALOR-LIMITE"),
        ("9" * 41, "E-VALOR", "E-VALOR"),
    ],
)
def test_both_grammars(text: str, comma: int | str, point: int | str) -> None:
    for grammar, wanted in ((COMMA, comma), (POINT, point)):
        found = parse_cents(text, grammar)
        assert (found.code if isinstance(found, Problem) else found) == wanted


@pytest.mark.parametrize("text", ["-1", "(1)", "1-", "R$ -1", "R$-1,00", "−1", "–1", " -1 ", "-1.234,56"])
def test_a_sign_is_seen(text: str) -> None:
    assert is_negative(text)


@pytest.mark.parametrize("text", ["1", "", "-", "()", "R$ -", "1,00", "abc-", "R$ 1,00"])
def test_no_sign_no_amount(text: str) -> None:
    assert not is_negative(text)


@given(st.text(max_size=60) | st.text("0123456789.,-() R$", max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    for grammar in Decimals:
        found = parse_cents(text, grammar)
        assert isinstance(found, Problem) or 0 < found <= MAX_CENTS
        if isinstance(found, Problem):
            assert found.code.startswith("E-V") or found.code == "E-FORMATO-MISTO"
            assert text.strip() == "" or len(text) < 4 or text.strip() not in found.reason
    assert isinstance(is_negative(text), bool)
    assert isinstance(is_ambiguous(text), bool)
    assert evidence(text) in (None, *Decimals)


@pytest.mark.parametrize("text", ADVERSARIES)
def test_time_is_linear(text: str) -> None:
    readers = (
        lambda raw: parse_cents(raw, COMMA),
        lambda raw: parse_cents(raw, POINT),
        is_negative,
        is_ambiguous,
        evidence,
    )
    for reader in readers:
        assert seconds(reader, text) < 0.05


@pytest.mark.parametrize("text", ["1e99999999", "1e-99999999", "NaN", "Infinity", "", "x", "1" * 101])
def test_a_stored_number_that_no_rule_can_reckon_with(text: str) -> None:
    with pytest.raises(ValueError):
        stored_decimal(text)


def test_a_stored_number() -> None:
    assert [stored_decimal(text) for text in ("2", "-0.21", "1E-7")] == [
        Decimal(2), Decimal("-0.21"), Decimal("0.0000001"),
    ]  # fmt: skip
