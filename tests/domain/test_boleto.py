"""Boletos: real lines and barcodes of nine banks and six agreements, the due factor's window, every digit."""

import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.boleto import Boleto, due_date, format_line, parse
from cobranca_cli.domain.problem import Problem

TODAY = date(2026, 11, 21)

# Line, barcode, due date when read on TODAY, cents. From the tests of three public programs and of banks.
BANKS = {
    "Banco do Brasil": (
        "00190.00009 01238.798977 77700.168188 3 37690000013500",
        "00193376900000135000000001238798977770016818", "2032-09-22", 135_00,
    ),
    "Itaú": (
        "34191.75009 25828.170818 05367.890000 1 37700000013500",
        "34191377000000135001750025828170810536789000", "2032-09-23", 135_00,
    ),
    "Bradesco": (
        "23791.17209 60007.589645 52040.300502 5 42230000295295",
        "23795422300002952951172060007589645204030050", "2033-12-20", 2952_95,
    ),
    "Santander": (
        "03399.18997 77500.000904 00026.901025 9 51150000002500",
        "03399511500000025009189977500000900002690102", "2036-05-30", 25_00,
    ),
    "Banco do Brasil, later": (
        "00190.00009 01474.166004 00000.328179 1 68460000224674",
        "00191684600002246740000001474166000000032817", "2041-02-24", 2246_74,
    ),
    "Caixa, of the first count": (
        "10492.00650 61000.100042 00997.263900 9 89810000021403",
        "10499898100000214032006561000100040099726390", "2022-05-10", 214_03,
    ),
    "Banrisul, of the second count": (
        "04192.11107 29000.150226 83256.340593 8 10010000055000",
        "04198100100000550002111029000150228325634059", "2025-02-23", 550_00,
    ),
    "Safra": (
        "42297.00408 00002.782472 26173.001129 6 10010000018084",
        "42296100100000180847004000002782472617300112", "2025-02-23", 180_84,
    ),
    "Bradesco, zeros": (
        "23790.00009 00000.000000 00000.000000 2 81310000012300",
        "23792813100000123000000000000000000000000000", "2020-01-11", 123_00,
    ),
    "a card, without date and amount": (
        "23794.15009 90019.801670 35000.211405 7 00000000000000",
        "23797000000000000004150090019801673500021140", None, None,
    ),
    "computed": (
        "00190.00009 01238.798977 77700.168188 1 16560000123456",
        "00191165600001234560000001238798977770016818", "2026-12-10", 1234_56,
    ),
    "computed, the last day of the first count": (
        "00190.00009 01238.798977 77700.168188 1 99990000000100",
        "00191999900000001000000001238798977770016818", "2025-02-21", 1_00,
    ),
    "computed, the first day of the second count": (
        "00190.00009 01238.798977 77700.168188 7 10000000000100",
        "00197100000000001000000001238798977770016818", "2025-02-22", 1_00,
    ),
}  # fmt: skip

AGREEMENTS = {
    "mod 11": (
        "838600000050096000190009000801782309000343062712",
        "83860000005096000190000008017823000034306271", 509_60,
    ),
    "mod 11, city": (
        "858200000007572503282030560708202107539591904460",
        "85820000000572503282035607082021053959190446", 57_25,
    ),
    "mod 11, taxes": (
        "858900004609524601791605607593050865831483000010",
        "85890000460524601791606075930508683148300001", 46052_46,
    ),
    "mod 10": (
        "846300000003299902962024004101360008002006441147",
        "84630000000299902962020041013600000200644114", 29_99,
    ),
    "mod 10, telephone": (
        "846100000005246100291102005460339004695895061080",
        "84610000000246100291100054603390069589506108", 24_61,
    ),
    "mod 10, electricity": (
        "836400000011331201380002812884627116080136181551",
        "83640000001331201380008128846271108013618155", 133_12,
    ),
}  # fmt: skip
WIRED = [(line.replace(".", "").replace(" ", ""), bars) for line, bars, *_ in BANKS.values()] + [
    (line, bars) for line, bars, _ in AGREEMENTS.values()
]


@pytest.mark.parametrize("name", BANKS)
def test_a_boleto_of_a_bank_reads_the_same_from_line_and_bars(name: str) -> None:
    line, barcode, due, cents = BANKS[name]
    digits = line.replace(".", "").replace(" ", "")
    means = Boleto(digits, barcode, cents, date.fromisoformat(due) if due else None)
    for typed in (line, digits, barcode, f"\t{line}\n", line.replace(" ", " - ")):
        assert parse(typed, TODAY) == means
    assert format_line(digits) == line
    assert means.of_bank


@pytest.mark.parametrize("name", AGREEMENTS)
def test_a_boleto_of_an_agreement_reads_the_same_from_line_and_bars(name: str) -> None:
    line, barcode, cents = AGREEMENTS[name]
    means = Boleto(line, barcode, cents, None)
    assert parse(line, TODAY) == parse(barcode, TODAY) == parse(format_line(line), TODAY) == means
    assert not means.of_bank


def test_a_line_of_an_agreement_is_printed_in_four_blocks() -> None:
    assert format_line(AGREEMENTS["mod 11"][0]) == "83860000005-0 09600019000-9 00080178230-9 00034306271-2"


def sealed(base: str) -> str:
    """The barcode of an agreement of 43 digits, with the digit by mod 10 that it lacks."""
    for digit in string.digits:
        whole = base[:3] + digit + base[3:]
        if isinstance(parse(whole, TODAY), Boleto):
            return whole
    raise AssertionError(base)


@pytest.mark.parametrize(("third", "cents"), [("6", 1_23), ("7", None)])
def test_an_agreement_may_tell_its_amount_in_another_unit(third: str, cents: int | None) -> None:
    read = parse(sealed(f"81{third}00000000123{'4' * 29}"), TODAY)
    assert isinstance(read, Boleto)
    assert read.cents == cents


# --- what is wrong ---

GOOD = "00190.00009 01238.798977 77700.168188 3 37690000013500"


PHONE = "846300000003299902962024004101360008002006441147"
TAXES = "838600000050096000190009000801782309000343062712"
WRONG = [
    ("", "está vazia"),
    (" - ", "está vazia"),
    ("1,90E+45", "em notação científica e perdeu dígitos"),
    ("0019", "tem 4 dígitos; a linha digitável tem 47 e o código de barras tem 44"),
    (GOOD[:-1], "tem 46 dígitos; a linha digitável tem 47"),
    ("8" * 47, "tem 47 dígitos; a linha digitável tem 48 (começa com 8, é de convênio)"),
    ("1" * 300, "tem 300 caracteres"),
    (GOOD.replace("0", "O"), "esta tem “O”"),
    (GOOD.replace("1", "١"), "esta tem “١”"),
    (GOOD.replace("1", "\u200b"), "esta tem U+200B"),
    ("93790000090000000000000000000000281310000012300", "1º campo não confere; confira 93790.00009"),
    (GOOD.replace("00190.0", "00199.0"), "1º campo não confere; confira 00199.00009"),
    (GOOD.replace("01238.7", "01238.8"), "2º campo não confere; confira 01238.898977"),
    (GOOD.replace(".168188", ".168189"), "3º campo não confere; confira 77700.168189"),
    (GOOD[:-1] + "1", "confira o fim da linha, 3 37690000013501: dígito, vencimento e valor"),
    ("23790000090000000000000000000000281310000012302", "geral do boleto (2) não confere; confira o fim"),
    ("23791880300000010000007000000000000000000000", "geral do boleto (1) não confere; confira os números"),
    (PHONE[:-1] + "6", "4º bloco não confere; confira 00200644114-6"),
    (PHONE[:10] + "1" + PHONE[11:], "1º bloco não confere"),
    (TAXES[:10] + "1" + TAXES[11:], "1º bloco não confere"),
    ("84640000000299902962020041013600000200644114", "dígito geral (o 4º número, 4) não confere"),
    ("84230000000299902962020041013600000200644114", "o 3º número de uma conta de convênio é 6, 7, 8 ou 9"),
]


@pytest.mark.parametrize(("typed", "says"), WRONG)
def test_what_is_wrong_is_told_by_its_place(typed: str, says: str) -> None:
    problem = parse(typed, TODAY)
    assert isinstance(problem, Problem)
    assert says in problem.reason


def with_general_digit(base: str) -> str:
    """The barcode of a bank of 43 digits, with the general digit that it lacks, computed here anew."""
    total = sum(int(each) * (2 + place % 8) for place, each in enumerate(reversed(base)))
    digit = 11 - total % 11
    return base[:4] + (str(digit) if digit < 10 else "1") + base[4:]


def test_another_currency_is_no_amount_in_reais() -> None:
    problem = parse(with_general_digit("0018" + "1656" + "0000123456" + "0" * 25), TODAY)
    assert isinstance(problem, Problem)
    assert "não é em reais" in problem.reason


def test_a_factor_of_no_date_in_force_is_refused() -> None:
    problem = parse(with_general_digit("0019" + "7200" + "0000123456" + "0" * 25), TODAY)
    assert isinstance(problem, Problem)
    assert "(fator 7200)" in problem.reason


# --- the due factor ---


@pytest.mark.parametrize(
    ("read_on", "factor", "due"),
    [
        ("2020-01-01", "5120", None),
        ("2020-01-01", "5121", "2011-10-15"),
        ("2020-01-01", "8121", "2020-01-01"),
        ("2020-01-01", "9999", "2025-02-21"),
        ("2020-01-01", "1000", "2025-02-22"),
        ("2020-01-01", "4621", "2035-01-22"),
        ("2020-01-01", "4622", None),
        ("2050-01-01", "7078", None),
        ("2050-01-01", "7079", "2041-10-15"),
        ("2050-01-01", "1079", "2050-01-01"),
        ("2050-01-01", "6579", "2065-01-22"),
        ("2050-01-01", "6580", None),
        ("2000-07-03", "1000", "2000-07-03"),
        ("2025-02-21", "1000", "2025-02-22"),
        ("2026-11-21", "7137", "2041-12-12"),
        ("2026-11-21", "7138", None),
        ("2026-11-21", "7636", None),
        ("2026-11-21", "7637", "2018-09-04"),
        ("2026-11-21", "0999", None),
        ("2026-11-21", "0001", None),
    ],
)
def test_the_day_of_a_factor_is_that_of_the_window(read_on: str, factor: str, due: str | None) -> None:
    found = due_date(factor, date.fromisoformat(read_on))
    assert (found.isoformat() if isinstance(found, date) else None) == due


def test_a_factor_of_zeros_is_no_date_and_no_problem() -> None:
    assert due_date("0000", TODAY) is None


@given(st.dates(date(2000, 7, 3), date(2070, 1, 1)), st.integers(-3000, 5500))
def test_every_day_of_the_window_has_its_factor(read_on: date, away: int) -> None:
    day = read_on + timedelta(away)
    number = (day - date(1997, 10, 7)).days
    if number >= 1000:
        assert due_date(f"{(number - 1000) % 9000 + 1000}", read_on) == day


@given(st.dates(date(2000, 7, 3), date(2070, 1, 1)), st.integers(1000, 9999))
def test_a_found_day_lies_in_the_window_and_bears_the_factor(read_on: date, factor: int) -> None:
    day = due_date(str(factor), read_on)
    if isinstance(day, date):
        assert -3000 <= (day - read_on).days <= 5500
        assert ((day - date(1997, 10, 7)).days - factor) % 9000 == 0


# --- every digit counts ---


@pytest.mark.parametrize("code", [code for pair in WIRED for code in pair])
def test_a_single_wrong_digit_passes_only_where_the_format_lets_it(code: str) -> None:
    for place, digit in enumerate(code):
        for other in set(string.digits) - {digit}:
            read = parse(code[:place] + other + code[place + 1 :], TODAY)
            # A bank's general digit 1 stands for three remainders, and guards the end of the line alone.
            let_through = isinstance(read, Boleto) and read.of_bank and read.barcode[4] == "1"
            assert isinstance(read, Problem) or (let_through and (len(code) == 44 or place > 32))


@given(st.integers(0, 10**25 - 1), st.integers(0, 10**10 - 1), st.integers(1000, 7137))
def test_line_and_bars_of_any_boleto_say_the_same(free: int, cents: int, factor: int) -> None:
    barcode = with_general_digit(f"3419{factor:04}{cents:010}{free:025}")
    read = parse(barcode, TODAY)
    assert isinstance(read, Boleto)
    assert (read.cents, read.barcode) == (cents or None, barcode)
    assert parse(format_line(read.line), TODAY) == read


@given(st.text(max_size=60) | st.text(string.digits + " .", min_size=40, max_size=60))
def test_any_text_is_a_boleto_or_a_problem(text: str) -> None:
    assert isinstance(parse(text, TODAY), Boleto | Problem)
