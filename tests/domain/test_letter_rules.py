"""A whole letter judged: what it must carry, what it may not say, and what came from the data."""

from typing import Any

import pytest
from tests.domain.letter_sentences import BAD, GOOD, NOT_SAID, SAID

from cobranca_cli.domain.letter_rules import PARTS, Finding, Words, judge, judge_template
from cobranca_cli.rendering.sample import BUSINESS, CONSUMER

CARD = "Papelaria Boa Letra Ltda, CNPJ 11.222.333/0001-81, Rua da Bahia, 1200, sala 3, Centro"
TEXT = f"""\
{CARD}
Belo Horizonte, 22 de novembro de 2026

Olá, Maria. A fatura 1001, de R$ 492,16 em 22/11/2026, está em aberto.

Se algo não confere, ligue para (31) 3222-1000 ou escreva a financeiro@boaletra.example.
"""


def words(**changed: str) -> Words:
    plain = {"assunto": "Fatura 1001", "titulo": "", "abertura": "", "apos_titulos": "", "fechamento": ""}
    return Words(**{**plain, "curto": f"Fatura 1001: R$ 492,16. {CARD}", "sha256": "0" * 64, **changed})


def codes(
    text: str = TEXT, data: dict[str, Any] = CONSUMER, parts: tuple[str, ...] = PARTS, **said: str
) -> list[str]:
    return [finding.code for finding in judge(text, words(**said), data, parts)]


def test_a_letter_that_has_everything() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("Papelaria Boa Letra Ltda", "E-CREDOR"),
        ("11.222.333/0001-81", "E-CREDOR"),
        ("Rua da Bahia, 1200, sala 3, Centro", "E-CREDOR"),
        ("1001", "E-FATURAS"),
        ("R$ 492,16", "E-TOTAL"),
    ],
)
def test_what_a_letter_must_carry(gone: str, code: str) -> None:
    assert codes(TEXT.replace(gone, "…")) == [code]


AGREED = CONSUMER["acordo"]
DEBTOR = f"{CONSUMER['cliente']['nome']}, {', '.join(AGREED['devedor'].values())}"
SCHEDULE = "\n".join(f"{line['vencimento']} {line['valor'][3:]}" for line in AGREED["plano"])
OFFERS = "\n".join(f"{each['parcelas']}, {each['total']}" for each in AGREED["propostas"])
TERM = ("titulos", "acordo", "anexo", "assinaturas")


def agreed(**changed: object) -> dict[str, Any]:
    return CONSUMER | {"acordo": AGREED | changed}


@pytest.mark.parametrize(
    ("said", "data", "parts", "found"),
    [
        (f"{DEBTOR}\n{SCHEDULE}", CONSUMER, TERM, ""),
        (DEBTOR, CONSUMER, TERM, "o vencimento e o valor de cada parcela"),
        (f"{DEBTOR}\n{SCHEDULE.replace('15/02/2027', '')}", CONSUMER, TERM, "o vencimento e o valor"),
        (f"{DEBTOR}\n{SCHEDULE.replace('121,20', '')}", CONSUMER, TERM, "o vencimento e o valor"),
        (DEBTOR, agreed(plano=[]), TERM, "o termo não tem parcelas"),
        (
            f"{DEBTOR}\n{SCHEDULE}",
            agreed(divida="R$ 1,00"),
            TERM,
            "(R$ 1,00) não é a soma das faturas (R$ 492,16)",
        ),
        (f"{DEBTOR}\n{SCHEDULE}", agreed(memoria=[{"fatura": "77"}]), TERM, "a memória de cálculo"),
        (SCHEDULE, CONSUMER, TERM, "o nome, o CPF ou CNPJ inteiro e o endereço de quem deve"),
        (f"{DEBTOR.replace('123.456', '***.456')}\n{SCHEDULE}", CONSUMER, TERM, "o CPF ou CNPJ inteiro"),
        (f"{DEBTOR}\n{SCHEDULE}", agreed(devedor={"documento": "", "endereco": ""}), TERM, ""),
        (
            f"{DEBTOR}\n{SCHEDULE}",
            agreed(devedor={"documento": "9", "endereco": "Rua Z"}),
            TERM,
            "e o endereço",
        ),
        (OFFERS, CONSUMER, ("titulos", "propostas"), ""),
        (
            OFFERS.replace("3 × ", ""),
            CONSUMER,
            ("titulos", "propostas"),
            "as parcelas e o total de cada proposta",
        ),
        ("", agreed(plano=[]), ("titulos", "acordo"), ""),
        ("", CONSUMER, ("titulos",), ""),
    ],
)
def test_what_a_letter_about_an_agreement_must_show(
    said: str, data: dict[str, Any], parts: tuple[str, ...], found: str
) -> None:
    findings = judge(f"{TEXT}\n{said}", words(), data, parts)
    assert [each.code for each in findings] == (["E-ACORDO"] if found else [])
    assert not found or found in findings[0].message


def test_the_day_in_words_will_do() -> None:
    assert codes(TEXT.replace("22/11/2026", "…")) == []
    assert codes(TEXT.replace("22/11/2026", "…").replace("22 de novembro", "…")) == ["E-DATA-BASE"]


def test_one_way_to_dispute_will_do() -> None:
    without_phone = TEXT.replace("(31) 3222-1000", "…")
    assert codes(without_phone) == []
    assert codes(without_phone.replace("financeiro@boaletra.example", "…")) == ["E-CONTESTAR"]


def test_what_a_model_does_not_show_is_not_asked_for() -> None:
    """A letter of consent to the registry names neither total nor way to dispute; the creditor always."""
    bare = TEXT.replace("R$ 492,16", "…").replace("(31) 3222-1000", "…").replace("financeiro@", "…")
    assert codes(bare) == ["E-TOTAL", "E-CONTESTAR"]
    assert codes(bare, parts=("titulos",)) == []
    assert codes(bare.replace("1001", "…"), parts=()) == []
    assert codes("Nada.", parts=()) == ["E-CREDOR", "E-CREDOR", "E-CREDOR", "E-DATA-BASE"]


def test_every_invoice_is_named() -> None:
    data = CONSUMER | {"titulos": BUSINESS["titulos"]}
    found = judge(TEXT + "NF-2307/1", words(), data)
    assert [each.code for each in found] == ["E-FATURAS"]
    assert "(NF-2307/2, NF-2307/3)" in found[0].message


def test_the_short_message_names_the_creditor_too() -> None:
    found = judge(TEXT, words(curto="Fatura 1001: R$ 492,16."), CONSUMER)
    assert [each.code for each in found] == ["E-CREDOR"] * 3
    assert all("mensagem curta" in each.message for each in found)


def test_wrapping_case_and_hard_blanks_do_not_hide_what_is_there() -> None:
    wrapped = TEXT.replace("Rua da Bahia, 1200,", "RUA DA BAHIA,\n  1200,").replace("R$ 492", "R$\u00a0492")
    assert codes(wrapped) == []


def test_a_company_without_address_is_told_where_to_write_it() -> None:
    company = CONSUMER["empresa"] | {"endereco": "", "telefone": "", "email": ""}
    contact = {"telefone": "", "email": "", "prazo": "10 dias"}
    found = judge(TEXT, words(), CONSUMER | {"empresa": company, "contestar": contact})
    assert [each.code for each in found] == ["E-CREDOR", "E-CONTESTAR"]
    assert "endereco na seção [empresa]" in found[0].message


@pytest.mark.parametrize(
    ("sentence", "code", "refused"),
    [
        ("Vamos chamar a polícia.", "E-AMEACA", True),
        ("Avisaremos o seu chefe.", "E-TERCEIRO", True),
        ("Seu nome foi negativado.", "E-FATO", True),
        ("O título será protestado.", "E-FATO", True),
        ("A cobrança irá à via judicial.", "E-FATO", False),
        ("Pague já!!!", "E-TOM", False),
    ],
)
@pytest.mark.parametrize("place", ["texto", "curto", "titulo"])
def test_what_a_letter_may_not_say_wherever_it_says_it(
    sentence: str, code: str, refused: bool, place: str
) -> None:
    said = {"curto": words().curto + f"\n\n{sentence}", "titulo": sentence}
    more = {place: said[place]} if place in said else {}
    found = judge(TEXT + ("" if more else f"\n{sentence}"), words(**more), CONSUMER)
    assert [(each.code, each.refused) for each in found] == [(code, refused)]


def test_a_finding_quotes_gives_the_ground_and_the_remedy() -> None:
    (found,) = judge(TEXT + "\nSem resposta, vamos\nexpor você.", words(), CONSUMER)
    assert found == Finding(
        "E-AMEACA",
        'diz "vamos expor": expor quem deve ameaça ou constrange (CDC, arts. 42 e 71);'
        " apague e diga o que se deve, até quando e como pagar ou contestar",
    )
    (found,) = judge(TEXT + "\nO título será protestado.", words(), CONSUMER)
    assert found.message == (
        'diz "O título será protestado": anuncia o protesto, que a política da empresa não prevê'
        " (CDC, art. 71); apague, condicione a politica.protesta, ou mude protesta na seção [regua]"
    )


def test_the_policy_and_the_facts_bear_words_out() -> None:
    assert codes(TEXT + "\nO título será protestado.", BUSINESS | {"titulos": CONSUMER["titulos"],
                 "total": CONSUMER["total"]}) == []  # fmt: skip
    facts = CONSUMER["fatos"] | {"negativado": True}
    assert codes(TEXT + "\nSeu nome foi negativado.", CONSUMER | {"fatos": facts}) == []


def test_a_subject_stays_neutral() -> None:
    assert codes(assunto="Fatura vencida") == ["E-ENVELOPE"]


NAMES = [
    *("Polícia Militar", "Bar do Calote", "Serasa Experian", "Associação dos Presos por Engano"),
    *("Cobranças & Dívidas Ltda", "Rua da Cadeia, 10", "Protesto dos Santos", "Vamos Expor Feiras"),
]


@pytest.mark.parametrize("name", NAMES)
def test_what_came_from_the_data_is_not_judged(name: str) -> None:
    data = CONSUMER | {"cliente": CONSUMER["cliente"] | {"nome": name}}
    text = f"{TEXT}\n{name.upper()}: a fatura de {name} está em aberto."
    assert codes(text, data, assunto=f"Fatura 1001 de {name}", titulo=name) == []
    found = judge(f"{text}\nVamos chamar a delegacia.", words(), data)
    assert [each.code for each in found] == ["E-AMEACA"]


def test_our_own_words_among_the_data_hide_nothing() -> None:
    data = CONSUMER | {"carta": CONSUMER["carta"] | {"tom": "polícia"}}
    assert codes(TEXT + "\npolícia", data) == ["E-AMEACA"]


def test_fixed_words_are_judged_without_data() -> None:
    assert [each.code for each in judge_template("Pague, ou a polícia\n  aparece.")] == ["E-AMEACA"]
    # Of facts only a letter can tell: the branch may ask for them.
    assert judge_template("O título foi protestado.") == []


@pytest.mark.parametrize("before", ["", "\n", " — "])
def test_no_sentence_is_overlooked_in_a_letter(before: str) -> None:
    """What makes judging quick, the look at single words first, must not hide anything."""
    for code, _, sentence in BAD:
        assert codes(f"{TEXT}{before}{sentence.upper()}") == [code], sentence
        assert codes(curto=f"{words().curto}{before}({sentence})") == [code], sentence
    for _, _, sentence in SAID:
        assert codes(f"{TEXT}{before}{sentence}") == ["E-FATO"], sentence
    for sentence in (*GOOD, *NOT_SAID):
        assert codes(f"{TEXT}{before}{sentence}") == [], sentence
