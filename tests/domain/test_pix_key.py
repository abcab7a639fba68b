"""Pix keys as their owners write them: the five kinds, and what is asked back instead of guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.pix import build
from cobranca_cli.domain.pix_key import CNPJ, CPF, EMAIL, MOBILE, RANDOM, Key, key_text, parse_key, shown_key
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.taxid import check_digits

EVP = "123e4567-e12b-12d1-a456-426655440000"


@pytest.mark.parametrize(
    ("typed", "kind", "value", "shown"),
    [
        ("529.982.247-25", CPF, "52998224725", "529.982.247-25"),
        (" 52998224725 ", CPF, "52998224725", "529.982.247-25"),
        ("12.abc.345/01de-35", CNPJ, "12ABC34501DE35", "12.ABC.345/01DE-35"),
        ("12ABC34501DE35", CNPJ, "12ABC34501DE35", "12.ABC.345/01DE-35"),
        ("11222333000181", CNPJ, "11222333000181", "11.222.333/0001-81"),
        ("+5511987654321", MOBILE, "+5511987654321", "+55 (11) 98765-4321"),
        ("+55 (11) 98765-4321", MOBILE, "+5511987654321", "+55 (11) 98765-4321"),
        ("(11) 98765-4321", MOBILE, "+5511987654321", "+55 (11) 98765-4321"),
        ("11 98765-4321", MOBILE, "+5511987654321", "+55 (11) 98765-4321"),
        ("5511987654321", MOBILE, "+5511987654321", "+55 (11) 98765-4321"),
        ("11987654321", MOBILE, "+5511987654321", "+55 (11) 98765-4321"),
        ("Financeiro@Loja.com.br", EMAIL, "financeiro@loja.com.br", "financeiro@loja.com.br"),
        ("a@bcdef.com", EMAIL, "a@bcdef.com", "a@bcdef.com"),
        (EVP, RANDOM, EVP, EVP),
        (EVP.upper(), RANDOM, EVP, EVP),
        (EVP.replace("-", ""), RANDOM, EVP, EVP),
    ],
)
def test_a_key_becomes_what_the_directory_keeps(typed: str, kind: str, value: str, shown: str) -> None:
    assert parse_key(typed) == Key(kind, value)
    assert key_text(typed) == value
    assert shown_key(value) == shown
    assert f"01{len(value)}{value}" in build(value, "Ana", "Natal", None)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("minha chave", "não é uma chave Pix; escreva o CPF ou o CNPJ, o celular como +5511988887777"),
        ("529.982.247-24", "os dígitos verificadores do CPF não conferem"),
        ("11.222.333/0001-80", "os dígitos verificadores do CNPJ não conferem"),
        ("1133334444", "(11) 3333-4444 é telefone fixo, e só celular é chave Pix"),
        ("+551133334444", "é telefone fixo"),
        ("(10) 98765-4321", "o DDD 10 não existe"),
        ("+1 212 555 1212", "o telefone é de outro país"),
        ("joao@", "falta o domínio depois da arroba"),
        (f"{'a' * 60}@{'b' * 20}.com", "o e-mail tem 85 caracteres, e uma chave Pix tem no máximo 77"),
        (EVP[:-1], "parece uma chave aleatória, mas não está inteira"),
        (EVP[:-1] + "g", "parece uma chave aleatória, mas não está inteira"),
        ("x" * 300, "tem 300 caracteres"),
    ],
)
def test_what_is_no_key_is_refused_with_what_to_write(typed: str, says: str) -> None:
    problem = parse_key(typed)
    assert isinstance(problem, Problem)
    assert problem.code == "E-CHAVE-PIX"
    assert says in problem.reason


def test_an_empty_key_is_empty() -> None:
    problem = parse_key("  ")
    assert isinstance(problem, Problem)
    assert problem.code == "E-VAZIO"


# DDD 11 and a nine: as a CPF it is the number of somebody, as a mobile it is the number of somebody else.
BOTH = "119876500" + check_digits("119876500")


@pytest.mark.parametrize("typed", [BOTH, f"{BOTH[:3]} {BOTH[3:6]} {BOTH[6:9]} {BOTH[9:]}"])
def test_eleven_digits_that_are_a_cpf_and_may_be_a_mobile_are_asked_back(typed: str) -> None:
    problem = parse_key(typed)
    assert isinstance(problem, Problem)
    assert problem.reason == (
        f"pode ser um CPF ou um celular; escreva 119.876.500-{BOTH[9:]} se é o CPF,"
        f" ou +55{BOTH} se é o celular"
    )
    assert parse_key(f"119.876.500-{BOTH[9:]}") == Key(CPF, BOTH)
    assert parse_key(f"+55{BOTH}") == Key(MOBILE, f"+55{BOTH}")


def test_the_settings_are_told_that_no_key_will_do_too() -> None:
    problem = key_text(BOTH)
    assert isinstance(problem, Problem)
    assert problem.reason.endswith("se é o celular; ou deixe em branco, para cobrar sem Pix")


@given(st.text(max_size=90) | st.from_regex(r"[0-9()+. /-]{0,20}", fullmatch=True))
def test_any_text_is_a_key_or_a_problem_and_a_shown_key_reads_the_same(text: str) -> None:
    key = parse_key(text)
    assert isinstance(key, Key | Problem)
    if isinstance(key, Key):
        assert parse_key(shown_key(key.value)) == key
        assert shown_key(key.value).isascii()
