"""CPF and CNPJ: the official vectors, what people type wrong, and python-stdnum as an outside judge."""

import random
import string
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj as stdnum_cnpj
from stdnum.br import cpf as stdnum_cpf

from cobranca_cli.domain import taxid
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.taxid import parse_tax_id

LETTERS = string.digits + string.ascii_uppercase


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("12ABC34501DE35", "12ABC34501DE35"),
        ("12.ABC.345/01DE-35", "12ABC34501DE35"),
        ("12.abc.345/01de-35", "12ABC34501DE35"),
        ("1345C3A5000106", "1345C3A5000106"),
        ("R55231B3000757", "R55231B3000757"),
        ("00.000.000/0001-91", "00000000000191"),
        ("11.222.333/0001-81", "11222333000181"),
        ("11222333/0001-81", "11222333000181"),
        ("11 222 333 0001 81", "11222333000181"),
        ("33.000.167/0001-01", "33000167000101"),
        ("16.727.230/0001-97", "16727230000197"),
        ("529.982.247-25", "52998224725"),
        ("529.982.247 - 25", "52998224725"),
        ("529982247-25", "52998224725"),
        ("  52998224725\t", "52998224725"),
        ("111.444.777-35", "11144477735"),
        ("123.456.789-09", "12345678909"),
    ],
)
def test_valid(typed: str, bare: str) -> None:
    assert parse_tax_id(typed) == bare
    assert taxid.is_valid(typed)
    assert taxid.check(typed) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("529.982.247-24", "os dígitos verificadores do CPF não conferem"),
        ("12.ABC.345/01DE-36", "os dígitos verificadores do CNPJ não conferem"),
        ("111.111.111-11", "CPF com todos os dígitos iguais não existe"),
        ("00000000000", "CPF com todos os dígitos iguais não existe"),
        ("00000000000000", "CNPJ com todos os dígitos iguais não existe"),
        ("AAAAAAAAAAAAAA", "os dois últimos caracteres de um CNPJ são sempre dígitos"),
        ("12ABC34501DEAB", "os dois últimos caracteres de um CNPJ são sempre dígitos"),
        ("12ABC34501DE3", "tem 13 caracteres; um CPF tem 11 dígitos e um CNPJ tem 14 posições"),
        ("529.982.ABC-25", "um CPF só tem dígitos; este tem letra"),
        ("5,29982E+10", "o Excel mostrou o número em notação científica"),
        ("5.29982E10", "o Excel mostrou o número em notação científica"),
        ("1.1222333001E13", "o Excel mostrou o número em notação científica"),
        ("52998224725.0", "o documento veio como número com casa decimal"),
        ("2998224725", "tem 10 dígitos; um CPF tem 11 dígitos"),
        ("2998224725", "mas 029.982.247-25 também não confere"),
        ("3456789157", "se for o CPF 034.567.891-57, escreva assim"),
        ("191000", "tem 6 dígitos"),
        ("1222333000128", "se for o CNPJ 01.222.333/0001-28, escreva assim"),
        ("52.998.224.725", "a pontuação está fora do lugar; escreva 529.982.247-25"),
        ("-52998224725", "a pontuação está fora do lugar"),
        ("５２９９８２２４７２５", "“５” (U+FF15); digite os números de novo no teclado"),
        ("529.982.247–25", "“–” (U+2013)"),
        ("529.982.247\u00a0-25", "caractere estranho: U+00A0"),
        ("ıııııııııııı35", "“ı” (U+0131)"),
        ("9" * 5000, "tem 5000 caracteres"),
    ],
)
def test_refused(typed: str, says: str) -> None:
    problem = parse_tax_id(typed)
    assert isinstance(problem, Problem)
    assert problem.code == "E-DOC"
    assert says in problem.reason
    assert not problem.reason.endswith(".")
    assert not taxid.is_valid(typed)
    assert taxid.check(typed) == problem


@pytest.mark.parametrize("typed", ["", "   "])
def test_empty_is_a_problem_of_its_own(typed: str) -> None:
    assert parse_tax_id(typed) == Problem("E-VAZIO", "o documento está vazio; preencha o CPF ou o CNPJ")


def test_a_cpf_shaped_cnpj_says_which_zeros_were_lost() -> None:
    base = "00012345000"  # the CNPJ 00.012.345/0001-.. without its three zeros
    cnpj = base[:8] + "0001"
    cnpj += taxid.check_digits(cnpj)
    problem = parse_tax_id(cnpj[3:])
    assert isinstance(problem, Problem)
    assert taxid.format_tax_id(cnpj) in problem.reason


def test_stdnum_agrees_on_twenty_thousand_cnpj() -> None:
    rng = random.Random(2229)
    accepted = 0
    for _ in range(20_000):
        base = "".join(rng.choices(rng.choice((string.digits, LETTERS)), k=12))
        digits = stdnum_cnpj.calc_check_digits(base) if rng.random() < 0.5 else f"{rng.randrange(100):02d}"
        text = base + digits
        if rng.random() < 0.3:
            text = f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}".lower()
        assert taxid.is_valid(text) == stdnum_cnpj.is_valid(text), text
        accepted += taxid.is_valid(text)
    assert 10_000 < accepted < 11_000


def test_stdnum_agrees_on_twenty_thousand_cpf() -> None:
    rng = random.Random(11)
    accepted = 0
    for _ in range(20_000):
        base = f"{rng.randrange(10**9):09d}"
        text = base + (taxid.check_digits(base) if rng.random() < 0.5 else f"{rng.randrange(100):02d}")
        if rng.random() < 0.3:
            text = f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"
        if rng.random() < 0.1:
            text = text[:-1]
        assert taxid.is_valid(text) == stdnum_cpf.is_valid(text), text
        accepted += taxid.is_valid(text)
    assert 8_500 < accepted < 10_000


@pytest.mark.parametrize("digit", string.digits)
def test_repeated_cpf_is_refused_though_stdnum_takes_it(digit: str) -> None:
    assert not taxid.is_valid(digit * 11)


@given(st.text(alphabet=LETTERS, min_size=12, max_size=12))
def test_a_base_has_exactly_one_pair_of_check_digits(base: str) -> None:
    valid = [pair for pair in (f"{n:02d}" for n in range(100)) if taxid.is_valid(base + pair)]
    repeated = len(set(base + taxid.check_digits(base))) == 1
    assert valid == ([] if repeated else [taxid.check_digits(base)])


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    result = parse_tax_id(text)
    if isinstance(result, str):
        assert result.isascii()
        assert parse_tax_id(taxid.format_tax_id(result)) == result
        assert taxid.normalize(text) == result
    else:
        assert result.code in ("E-DOC", "E-VAZIO")


def test_forms_of_a_document() -> None:
    assert taxid.kind("52998224725") == "cpf"
    assert taxid.kind("12ABC34501DE35") == "cnpj"
    assert taxid.format_tax_id("52998224725") == "529.982.247-25"
    assert taxid.format_tax_id("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert taxid.mask_cpf("52998224725") == "***.982.247-**"
    assert taxid.mask_cpf("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert taxid.normalize(" 12.abc.345/01de-35 ") == "12ABC34501DE35"
    assert taxid.normalize("ı") == "ı"
    assert taxid.check_digits("529982247") == "25"
    assert taxid.check_digits("12ABC34501DE") == "35"


@pytest.mark.parametrize("document", ["", "123", "529.982.247-25"])
def test_a_document_of_another_length_is_a_bug_of_the_caller(document: str) -> None:
    with pytest.raises(ValueError, match="11 or 14"):
        taxid.kind(document)


def test_cheap_enough_for_a_million_rows() -> None:
    seconds = min(timeit.repeat(lambda: parse_tax_id("12.ABC.345/01DE-35"), number=5_000, repeat=5))
    assert seconds / 5_000 < 30e-6  # 3 us on a quiet machine; the limit only catches another order
