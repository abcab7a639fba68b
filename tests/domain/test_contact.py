"""E-mail, phone, CEP and state as people type them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain import contact
from cobranca_cli.domain.contact import (
    mask_phone,
    mask_reach,
    mask_typed,
    parse_email,
    parse_phone,
    parse_state,
    parse_zip,
)
from cobranca_cli.domain.problem import Problem

PARSERS = (parse_email, parse_phone, parse_zip, parse_state)


def assert_refused(result: str | Problem, code: str, says: str) -> None:
    assert isinstance(result, Problem), result
    assert result.code == code
    assert says in result.reason
    assert not result.reason.endswith(".")


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("text", ["", "  \t"])
def test_empty_is_a_problem_of_its_own(parser, text: str) -> None:
    assert parser(text).code == "E-VAZIO"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("financeiro@exemplo.com.br", "financeiro@exemplo.com.br"),
        (" Ana.Souza@Exemplo.COM.br ", "Ana.Souza@exemplo.com.br"),
        ("contas+padaria@mercado.example", "contas+padaria@mercado.example"),
        ("o'neill_1@sub-dominio.exemplo.com", "o'neill_1@sub-dominio.exemplo.com"),
        ("a@xn--po-mia.com", "a@xn--po-mia.com"),
        (f"{'a' * 64}@x.com", f"{'a' * 64}@x.com"),
    ],
)
def test_email(typed: str, stored: str) -> None:
    assert parse_email(typed) == stored


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("a@x.com, b@y.com", "mais de um endereço"),
        ("a@x.com;b@y.com", "mais de um endereço"),
        ("a@x.com> ORCPT=x", "espaço no meio"),
        ("a@x.com>", "um caractere que não cabe depois da arroba"),
        ("Ana <a@x.com>", "deixe só o endereço: a@x.com"),
        ("a@exаmple.com", "“а” (U+0430)"),
        ("joão@exemplo.com", "“ã” (U+00E3)"),
        ("a@x.com\r\nBcc: b", "caractere estranho: U+000D"),
        ("a@x.com\u200b", "caractere estranho: U+200B"),
        ("a@localhost", "final válido"),
        ("a@servidor.local", "final válido"),
        ("a@x.c", "final válido"),
        ("a@127.0.0.1", "final válido"),
        ("a..b@x.com", "ponto sobrando antes"),
        (".a@x.com", "ponto sobrando antes"),
        ("a.@x.com", "ponto sobrando antes"),
        ("a@x..com", "ponto sobrando depois"),
        ("a@x.com.", "ponto sobrando depois"),
        ("a@.com", "ponto sobrando depois"),
        ("a b@x.com", "espaço no meio"),
        ("a@-x.com", "não cabe depois"),
        ("a@x_y.com", "não cabe depois"),
        ("a@x.com?subject=oi", "não cabe depois"),
        ("mailto:a@x.com", "não cabe antes"),
        ('"a"@x.com', "não cabe antes"),
        ("@x.com", "falta o nome"),
        ("a@", "falta o domínio"),
        ("exemplo.com.br", "falta a arroba"),
        ("não tem", "caractere estranho"),
        ("a" * 65 + "@x.com", "passa de 64"),
        ("a@" + "x" * 250 + ".com", "256 caracteres"),
    ],
)
def test_email_refused(typed: str, says: str) -> None:
    assert_refused(parse_email(typed), "E-EMAIL", says)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("(11) 98765-4321", "11987654321"),
        ("11987654321", "11987654321"),
        ("011 98765-4321", "11987654321"),
        ("0xx11 98765-4321", "11987654321"),
        ("(0XX11) 3333-4444", "1133334444"),
        ("015 11 98765-4321", "11987654321"),
        ("0 21 (11) 3333-4444", "1133334444"),
        ("+55 11 98765-4321", "11987654321"),
        ("+55 (0xx11) 98765-4321", "11987654321"),
        ("5511987654321", "11987654321"),
        ("00 55 11 98765-4321", "11987654321"),
        ("551133334444", "1133334444"),
        ("(55) 99999-8888", "55999998888"),
        ("+55 (55) 3222-1234", "5532221234"),
        ("19.3333.4444", "1933334444"),
        ("11 3333-4444 ramal 12", "1133334444"),
        ("11 3333-4444, Ramal: 12", "1133334444"),
        ("11 3333-4444 (ramal 12)", "1133334444"),
        ("11 3333-4444 r. 12", "1133334444"),
        ("11\u00a098888\u20117777", "11988887777"),
    ],
)
def test_phone(typed: str, stored: str) -> None:
    assert parse_phone(typed) == stored


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            "11 3333-4444 / 11 98888-7777",
            "mais de um telefone na célula; deixe só o principal, por exemplo (11)",
        ),
        ("11 98888-7777 ou 3333-4444", "por exemplo (11) 98888-7777"),
        ("11 3333-4444/4445", "por exemplo (11) 3333-4444"),
        ("3333-4444; 98888-7777", "mais de um telefone na célula; deixe só o principal"),
        ("11 3333-4444 11 98888-7777", "mais de um telefone"),
        ("(11) 8765-4321", "falta o nono dígito do celular; se for celular, escreva (11) 98765-4321"),
        ("98765-4321", "falta o DDD"),
        ("3333-4444", "falta o DDD"),
        ("(20) 3333-4444", "o DDD 20 não existe"),
        ("00 00000-0000", "com o DDD são 10 ou 11"),
        ("11 63333-4444", "celular tem 9 dígitos"),
        ("11 1333-4444", "celular tem 9 dígitos"),
        ("1133334444.0", "celular tem 9 dígitos"),
        ("0800 123 4567", "números de serviço"),
        ("4004-1234", "números de serviço"),
        ("+1 212 555 1234", "de outro país"),
        ("11 98888-7777 +55", "o sinal + só pode vir no começo"),
        ("1,19889E+10", "notação científica"),
        ("11 98888-7777 Maria", "letras ou sinais"),
        ("１１９８７６５４３２１", "“１” (U+FF11)"),
        ("1", "o telefone tem 1 dígito;"),
        ("não tem", "caractere estranho"),
        ("1" * 61, "61 caracteres"),
    ],
)
def test_phone_refused(typed: str, says: str) -> None:
    assert_refused(parse_phone(typed), "E-TELEFONE", says)


def test_area_codes_are_the_67_of_anatel() -> None:
    assert len(contact.DDDS) == 67
    assert {"11", "19", "28", "38", "55", "69", "79", "89", "99"} <= contact.DDDS
    assert (
        not {"20", "23", "25", "26", "29", "30", "36", "39", "50", "52", "70", "72", "76", "78", "80"}
        & contact.DDDS
    )


@given(st.sampled_from(sorted(contact.DDDS)), st.integers(0, 10**8 - 1), st.booleans())
def test_every_written_form_is_the_same_phone(ddd: str, number: int, mobile: bool) -> None:
    digits = ddd + (f"9{number:08d}" if mobile else f"{2 + number % 4}{number % 10**7:07d}")
    shown = contact.format_phone(digits)
    forms = (digits, shown, f"+55 {shown}", f"0{digits}", f"0xx{digits}", f"55{digits}", f"{shown} ramal 7")
    assert {parse_phone(form) for form in forms} == {digits}
    assert contact.is_mobile(digits) is mobile


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13010-100", "13010100"),
        ("13.010-100", "13010100"),
        ("13010 100", "13010100"),
        ("13010100", "13010100"),
        ("01310-100", "01310100"),
        ("1310100", "01310100"),
        ("1310-100", "01310100"),
    ],
)
def test_zip(typed: str, stored: str) -> None:
    assert parse_zip(typed) == stored


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("310100", "um CEP tem oito dígitos; escreva como 13010-100"),
        ("130101000", "um CEP tem oito dígitos"),
        ("１３０１０１００", "um CEP tem oito dígitos"),
        ("00000-000", "este CEP não existe"),
        ("00999-999", "este CEP não existe"),
        ("1" * 1000, "um CEP tem oito dígitos"),
    ],
)
def test_zip_refused(typed: str, says: str) -> None:
    assert_refused(parse_zip(typed), "E-CEP", says)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("SP", "SP"),
        (" sp ", "SP"),
        ("São Paulo", "SP"),
        ("SAO  PAULO", "SP"),
        ("Pará", "PA"),
        ("paraná", "PR"),
    ],
)
def test_state(typed: str, stored: str) -> None:
    assert parse_state(typed) == stored


@pytest.mark.parametrize("typed", ["XX", "S", "Brasil", "ＳＰ", "a" * 1000])
def test_state_refused(typed: str) -> None:
    assert_refused(parse_state(typed), "E-UF", "esta UF não existe; escreva a sigla do estado, como SP")


def test_there_are_27_states() -> None:
    assert len(contact.STATES) == 27
    assert all(parse_state(code) == parse_state(name) == code for code, name in contact.STATES.items())


def test_forms() -> None:
    assert contact.format_phone("1133334444") == "(11) 3333-4444"
    assert contact.format_phone("11988887777") == "(11) 98888-7777"
    assert contact.format_zip("13010100") == "13010-100"


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_that_is_stable(text: str) -> None:
    for parser in PARSERS:
        result = parser(text)
        if isinstance(result, str):
            assert result.isascii()
            assert parser(result) == result


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "piece", ["a", "a.", "<a@", "0xx", "ramal ", " ", "(", "11 ", "-", "e ", "\u00e3", "1.1"]
)
def test_hostile_text_costs_little(parser, piece: str) -> None:
    text = "1" + piece * 300_000 + "!"
    start = time.perf_counter()
    parser(text)
    parser(text[:59])
    parser(text[:250])
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("financeiro@padaria.com.br", "f***@padaria.com.br"),
        ("a@b.com", "a***@b.com"),
        ("11988887777", "*****-7777"),
        ("1133334444", "****-4444"),
        ("Rua das Flores, 10", "Rua ***"),
        ("", ""),
    ],
)
def test_people_see_only_a_part_of_where_a_letter_went(whole: str, shown: str) -> None:
    assert mask_reach(whole) == shown


def test_a_telephone_is_masked_with_and_without_its_signs() -> None:
    assert mask_phone("(11) 98888-7777") == mask_phone("11988887777") == "*****-7777"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("529.982.247-25", "***.982.247-**"),
        ("52998224725", "***.982.247-**"),
        ("529 982 247 2", "****-2472"),
        ("(11) 98888-7777", "*****-7777"),
        ("Ana, ana.lima@exemplo.com.br", "Ana, a***@exemplo.com.br"),
        ("11.222.333/0001-81", "11.222.333/0001-81"),
        ("C042", "C042"),
        ("Posto 24 horas 2026", "Posto 24 horas 2026"),
    ],
)
def test_a_message_repeats_of_what_was_typed_only_a_part(typed: str, said: str) -> None:
    assert mask_typed(typed) == said
