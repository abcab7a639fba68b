"""`[credito]` of cobranca.toml: the default that `iniciar` writes, and what is refused with a remedy."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from cobranca_cli.config import Settings, parse_settings
from cobranca_cli.config_credit import CREDIT_SPEC, CREDIT_TOML, CreditSettings, credit_settings, policy_from
from cobranca_cli.domain.credit_decision import DecisionRule
from cobranca_cli.domain.credit_facts import FACTORS
from cobranca_cli.domain.credit_limits import LimitRule
from cobranca_cli.domain.credit_review import ReviewRule
from cobranca_cli.domain.scorecard import GRADES, Band
from cobranca_cli.errors import ConfigError

PATH = Path("cobranca.toml")
DEFAULT = credit_settings(Settings(PATH))


def settings(text: str) -> CreditSettings:
    return credit_settings(parse_settings(f"[credito]\n{text}".encode(), PATH))


def test_without_a_section_the_default_counts() -> None:
    assert credit_settings(parse_settings(CREDIT_TOML.encode(), PATH)) == DEFAULT


def test_the_default_is_what_the_rules_propose() -> None:
    """Domain rule 7; what it does not say is our own: the initial limit, the entry of class D, the margin."""
    card = DEFAULT.card
    assert {code: card.maximum(code) for code in FACTORS} == {
        "pontualidade": 30,
        "maior_atraso": 15,
        "relacionamento": 10,
        "uso_limite": 10,
        "promessas": 10,
        "restricoes": 15,
        "idade_cnpj": 10,
    }
    assert [(each.letter, each.floor, each.factor, each.entry) for each in card.grades] == [
        ("A", 80, 1, 0),
        ("B", 65, Decimal("0.8"), 0),
        ("C", 50, Decimal("0.5"), 0),
        ("D", 35, Decimal("0.2"), 30),
        ("E", 0, 0, 0),
    ]
    assert (card.restriction_cap, card.new_cap, card.valid_days) == ("D", "C", 90)
    factors = Decimal("1.5"), 28, 15, Decimal(10), Decimal("1.2"), Decimal(10)
    assert DEFAULT.limits == LimitRule(*factors, initial=0, tolerated=5_000, margin_days=3, spread=10)
    everything = frozenset({"falecimento", "insolvencia", "superendividamento", "nunca", "juizo"})
    assert DEFAULT.decision == DecisionRule("D+15", "a-vista", everything)
    assert DEFAULT.review == ReviewRule(3, Decimal(20), 30, Decimal(50), consult_days=90, notice_days=15)


def test_every_key_and_every_factor_is_in_the_default() -> None:
    written = tomllib.loads(CREDIT_TOML)["credito"]
    assert written.keys() == CREDIT_SPEC.keys()
    assert written["pontos"].keys() == FACTORS.keys()


def test_what_is_written_counts() -> None:
    mine = settings(
        'limite_inicial = "1.000,00"\nfator_compras = "2"\nbloqueia_degrau = ""\nrecusa = []\n'
        'bloqueio = "recusar"\n'
        'atraso_toleravel = "0,00"\nteto_novo = "B"\naumento = "150"\n'
        "[credito.pontos]\nidade_cnpj = [{ de = 1, pontos = 10 }, { pontos = 0 },"
        ' { quando = "sem-dados", pontos = 5 }]'
    )
    assert (mine.limits.initial, mine.limits.purchase_factor, mine.limits.tolerated) == (100_000, 2, 0)
    assert mine.decision == DecisionRule("", "recusar", frozenset())
    assert (mine.card.new_cap, mine.review.raise_by) == ("B", 150)
    assert mine.card.bands["idade_cnpj"] == (Band(10, 1), Band(0), Band(5, word="sem-dados"))
    others = {code: bands for code, bands in mine.card.bands.items() if code != "idade_cnpj"}
    assert others == {code: DEFAULT.card.bands[code] for code in others}


def test_the_classes_are_the_owners() -> None:
    mine = settings(
        "classes = ["
        + ", ".join(
            f'{{ classe = "{letter}", pontos = {4 - place}, fator = "1,5", entrada = "{place}" }}'
            for place, letter in enumerate(GRADES)
        )
        + "]"
    )
    assert [each.floor for each in mine.card.grades] == [4, 3, 2, 1, 0]
    assert mine.card.grade("C")[2:] == (Decimal("1.5"), Decimal(2))


def test_what_decided_is_read_again_from_what_was_kept() -> None:
    mine = settings('limite_inicial = "10,00"\nrecusa = ["nunca"]')
    assert policy_from(mine.content) == mine
    assert policy_from(DEFAULT.content) == DEFAULT


def test_the_version_is_that_of_the_text() -> None:
    mine = settings("margem_dias = 4")
    assert mine.version == mine.card.version != DEFAULT.version
    assert settings("margem_dias = 3").version == settings("").version == DEFAULT.version
    assert len(mine.version) == 12


LETTERS = (
    'classes = [{ classe = "A", pontos = 80, fator = "1" }, { classe = "B", pontos = %s, fator = "%s" },'
)
REST = ' { classe = "C", pontos = 3, fator = "0" }, { classe = "D", pontos = 2, fator = "0" },'
LAST = ' { classe = "E", pontos = %s, fator = "0" }]'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('limite_inical = "0,00"', "quis dizer 'limite_inicial'?"),
        ("validade_consulta = 0", "credito.validade_consulta = 0: deve ser um número entre 1 e 3650"),
        ('teto_novo = "F"', "deve ser um destes: A, B, C, D, E"),
        ("fator_compras = 1.5", 'deve ser um fator entre aspas, como "1,5"'),
        ('parte_faturamento = "101"', "não passa de 100"),
        ('limite_inicial = "muito"', "deve ser um valor em reais"),
        ('bloqueia_degrau = "15"', 'deve ser um degrau contado do vencimento, como "D+15"'),
        ('bloqueia_degrau = "E+15"', "contado do vencimento"),
        ('bloqueio = "garantia"', "deve ser um destes: a-vista, recusar"),
        ('recusa = ["pausa"]', "deve ser uma lista com: falecimento"),
        ('corte = "101"', "não passa de 100"),
        ('classes = "todas"', "credito.classes: deve ser uma lista de classes"),
        ('classes = [{ classe = "A", pontos = 80, fator = "1" }]', "as classes A, B, C, D, E, uma de cada"),
        (LETTERS % (80, "1") + REST + LAST % 0, "os pontos da classe B devem ser menos que os da A"),
        (LETTERS % (70, "2") + REST + LAST % 0, "o fator da classe B não pode passar do da A"),
        (LETTERS % (70, "1") + REST + LAST % 1, "a classe E começa em 0 pontos"),
        (LETTERS % (700, "1") + REST + LAST % 0, "classe B: pontos deve ser um número entre 0 e 100"),
        (LETTERS % (70, "um") + REST + LAST % 0, "classe B: fator deve ser um fator"),
        ((LETTERS % (70, "1") + REST + LAST % 0).replace("pontos = 3, ", ""), "classe C: falta pontos"),
        ((LETTERS % (70, "1") + REST + LAST % 0).replace("pontos = 3", "nota = 3"), "não conheço 'nota'"),
        ('pontos = "30"', "credito.pontos deve ser uma seção"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settings(text)
    told = f"{raised.value.message}; {raised.value.hint}"
    assert told.startswith("cobranca.toml: ") and said in told and len(told) < 500


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("religiao = []", "não conheço o fator 'religiao'; os fatores são: pontualidade, maior_atraso"),
        ("bairro = []", "a lei proíbe usar origem social e étnica, saúde, informação genética, sexo"),
        ("pontualidad = []", "quis dizer 'pontualidade'?"),
        ("pontualidade = 30", "credito.pontos.pontualidade: deve ser uma lista de faixas"),
        ("pontualidade = []", "deve ser uma lista de faixas"),
        (
            "pontualidade = [{ de = 5, pontos = 3 }]",
            "1ª faixa: 'de' não serve aqui; as chaves são: ate, pontos",
        ),
        ("pontualidade = [{ ate = 5 }]", "1ª faixa: falta pontos"),
        ("pontualidade = [{ ate = 5, pontos = 101 }]", "1ª faixa: pontos deve ser um número entre 0 e 100"),
        ('pontualidade = [{ ate = "5", pontos = 10 }]', "1ª faixa: ate deve ser um número"),
        ('pontualidade = [{ ate = 5, quando = "sem-dados", pontos = 3 }]', "tem ate ou quando, não os dois"),
        ('pontualidade = [{ quando = "ativa", pontos = 3 }]', "quando deve ser um destes: sem-dados"),
        ("pontualidade = [{ ate = 5, pontos = 3 }, { pontos = 0 }]", 'uma faixa { quando = "sem-dados"'),
        (
            'pontualidade = [{ ate = 5, pontos = 3 }, { quando = "sem-dados", pontos = 0 }]',
            "a última faixa, e só ela, vai sem ate",
        ),
        ('restricoes = [{ quando = "nenhuma", pontos = 15 }]', "precisa de uma faixa para cada: nenhuma"),
        (
            'idade_cnpj = [{ de = 5, pontos = 8 }, { pontos = 0 }, { quando = "sem-dados", pontos = 0 }]',
            "os máximos dos fatores somam 98, e devem somar 100; os máximos são: pontualidade 30,",
        ),
    ],
)
def test_points_that_are_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settings(f"[credito.pontos]\n{text}")
    told = f"{raised.value.message}; {raised.value.hint}"
    assert told.startswith("cobranca.toml: credito.pontos") and said in told
