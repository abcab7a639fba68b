"""The words of `[encargos]`: the settings and the terms know the same ones."""

import pytest

from cobranca_cli.config import CHARGES_SPEC
from cobranca_cli.domain.charge_keys import (
    ALLOCATION_ORDERS,
    BUSINESS,
    CONSUMER,
    DEFAULTS,
    DISCOUNTS,
    INDEXES,
    LEGAL_RATE,
    METHODS,
    NO_INDEX,
)
from cobranca_cli.domain.rates import SERIES
from cobranca_cli.domain.terms import read_terms

CHOICES = {
    "multa_base": ("auto", "nominal", "corrigido"),
    "juros_metodo": METHODS,
    "juros_dias": ("corridos", "uteis"),
    "dias_nao_uteis": ("prorrogado", "original"),
    "correcao": (NO_INDEX, *INDEXES),
    "correcao_meses": ("entre", "ate_pagamento", "ambos"),
    "arredondamento": ("half_up", "half_even", "down"),
    "desconto": DISCOUNTS,
    "imputacao": ALLOCATION_ORDERS,
    "relacao": (CONSUMER, BUSINESS),
}
OTHERS = (
    "multa",
    "multa_valor",
    "juros",
    "juros_valor_dia",
    "carencia_dias",
    "desconto_faixas",
    "tolerancia_quitacao",
)


def test_every_key_of_the_settings_has_a_default() -> None:
    assert CHARGES_SPEC.keys() == DEFAULTS.keys() == {*CHOICES, *OTHERS}


@pytest.mark.parametrize(("key", "word"), [(key, word) for key, words in CHOICES.items() for word in words])
def test_every_word_may_stand_in_the_settings_and_means_something(key: str, word: str) -> None:
    assert CHARGES_SPEC[key](word) == word
    assert read_terms({key: word}) is not None


@pytest.mark.parametrize("key", CHOICES)
def test_no_other_word_may(key: str) -> None:
    with pytest.raises(ValueError, match="deve ser um destes"):
        CHARGES_SPEC[key]("outra coisa")


@pytest.mark.parametrize("key", sorted(DEFAULTS.keys() - {"relacao", "desconto_faixas"}))
def test_a_default_is_what_nobody_said(key: str) -> None:
    """`relacao` may not be said empty, and tiers are checked as tables."""
    assert read_terms({key: DEFAULTS[key]}) == read_terms()
    assert CHARGES_SPEC[key](_as_written(key)) == DEFAULTS[key]


def _as_written(key: str) -> object:
    """A default with the comma of a settings file."""
    value = DEFAULTS[key]
    return value.replace(".", ",") if isinstance(value, str) else value


def test_every_index_is_a_series() -> None:
    assert {*INDEXES, LEGAL_RATE} == SERIES.keys()
