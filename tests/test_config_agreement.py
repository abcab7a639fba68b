"""`[acordo]` of cobranca.toml: the default that `iniciar` writes, and what is refused with a remedy."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from cobranca_cli.config import Settings, parse_settings
from cobranca_cli.config_agreement import (
    AGREEMENT_SPEC,
    AGREEMENT_TOML,
    AgreementSettings,
    agreement_settings,
    policy_from,
)
from cobranca_cli.domain.agreement import Rule
from cobranca_cli.domain.concession import DEFAULT_TIERS, AgeTier
from cobranca_cli.errors import ConfigError

PATH = Path("cobranca.toml")


def settings(text: str) -> AgreementSettings:
    return agreement_settings(parse_settings(f"[acordo]\n{text}".encode(), PATH))


def test_without_the_section_the_defaults_count() -> None:
    assert agreement_settings(Settings(PATH)) == agreement_settings(
        parse_settings(AGREEMENT_TOML.encode(), PATH)
    )


def test_the_default_is_what_the_rules_propose() -> None:
    """Domain rules 4 and 4.1: the tiers of A06, the break after 5 days, 2 instalments or 30 days."""
    default = agreement_settings(Settings(PATH))
    assert default.tiers == DEFAULT_TIERS
    assert default.rule == Rule(notice_days=5, instalments=2, days=30)
    assert (default.clause, default.signature, default.system) == ("original", "testemunhas", "sem-juros")


def test_every_key_is_in_the_default() -> None:
    assert tomllib.loads(AGREEMENT_TOML)["acordo"].keys() == AGREEMENT_SPEC.keys()


def test_what_is_written_counts() -> None:
    mine = settings(
        'sistema = "price"\njuros = "1,5"\nclausula = "proporcional"\nparcela_minima = "100,00"\n'
        'faixas = [{ ate = 60, encargos = "100" }, { encargos = "100", principal = "30", alcada = "a dona" }]'
    )
    assert (mine.system, mine.rate, mine.clause) == ("price", Decimal("1.5"), "proporcional")
    assert mine.minimum == 10_000
    assert mine.tiers == (
        AgeTier(60, Decimal(100), Decimal(0), ""),
        AgeTier(None, Decimal(100), Decimal(30), "a dona"),
    )


def test_what_decided_is_read_again_from_what_was_kept() -> None:
    mine = settings('faixas = [{ encargos = "12,5", alcada = "a dona" }]\nrompe_dias = 15')
    assert policy_from(mine.content) == mine


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('sistma = "price"', "quis dizer 'sistema'?"),
        ('sistema = "frances"', "deve ser um destes: sem-juros, simples, price, sac"),
        ('juros = "1"', "diga o sistema"),
        ('clausula = "perdao"', "deve ser um destes: original, parcelas, proporcional"),
        ("poucas = 1", "deve ser um número entre 2 e 360"),
        ('entrada_minima = "101"', "não passa de 100"),
        ('faixas = "tudo"', "deve ser uma lista de faixas"),
        ('faixas = [{ encargos = "50" }, { encargos = "100" }]', "falta ate na 1ª faixa"),
        ('faixas = [{ ate = 30, encargos = "5" }, { ate = 30, encargos = "9" }]', "maior que 30"),
        ('faixas = [{ ate = 30, encargos = "101" }]', "encargos da 1ª faixa passa do que se pode dispensar"),
        ('faixas = [{ ate = 30, principal = "100" }]', "principal da 1ª faixa passa"),
        ("faixas = [{ ate = 30, encargos = 50 }]", "encargos da 1ª faixa deve ser um percentual"),
        ('faixas = [{ ate = 30, desconto = "50" }]', "não conheço 'desconto' na 1ª faixa"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settings(text)
    assert said in f"{raised.value.message}; {raised.value.hint}"
