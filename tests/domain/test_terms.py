"""Terms from the keys of the settings: what each says, and which layer wins."""

from decimal import Decimal

import pytest

from cobranca_cli.domain.money import Rounding
from cobranca_cli.domain.terms import ALLOCATION_ORDERS, DEFAULTS, METHODS, Terms, Tier, read_terms


def test_nobody_said_anything() -> None:
    """The usual boleto: 2% once, 1% a month, nothing else."""
    assert read_terms() == Terms(fine_percent=Decimal(2), interest_percent=Decimal(1))


@pytest.mark.parametrize(
    ("key", "value", "attribute", "expected"),
    [
        ("multa", "10.5", "fine_percent", Decimal("10.5")),
        ("multa_valor", "25.90", "fine_cents", 2590),
        ("multa_base", "nominal", "fine_base", "nominal"),
        ("juros", "0.033", "interest_percent", Decimal("0.033")),
        ("juros_valor_dia", "0.29", "interest_cents", 29),
        ("juros_metodo", "E_taxa_legal", "interest_method", "E_taxa_legal"),
        ("juros_dias", "uteis", "business_days", True),
        ("juros_dias", "corridos", "business_days", False),
        ("dias_nao_uteis", "original", "from_original", True),
        ("dias_nao_uteis", "prorrogado", "from_original", False),
        ("carencia_dias", 3, "grace_days", 3),
        ("correcao", "igpm", "correction_index", "igpm"),
        ("correcao_meses", "ambos", "index_months", "ambos"),
        ("arredondamento", "half_even", "rounding", Rounding.HALF_EVEN),
        ("arredondamento", "down", "rounding", Rounding.DOWN),
        ("desconto", "valor_ate", "discount", "valor_ate"),
        ("tolerancia_quitacao", "0.05", "tolerance", 5),
        ("relacao", "consumo", "relation", "consumo"),
        ("relacao", "", "relation", None),
        (
            "imputacao",
            "multa,juros",
            "allocation",
            ("expenses", "fine", "interest", "correction", "principal"),
        ),
        (
            "imputacao",
            "juros,multa",
            "allocation",
            ("expenses", "interest", "fine", "correction", "principal"),
        ),
    ],
)
def test_each_key_says_one_thing(key: str, value: object, attribute: str, expected: object) -> None:
    terms = read_terms({key: value})
    assert getattr(terms, attribute) == expected
    assert terms._replace(**{attribute: getattr(read_terms(), attribute)}) == read_terms()


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("percentual_ate", "5", Decimal(5)),
        ("percentual_dia_util", "0.05", Decimal("0.05")),
        ("valor_ate", "19.99", Decimal(1999)),
        ("valor_dia_corrido", "0.29", Decimal(29)),
    ],
)
def test_tiers_are_percent_points_or_cents(kind: str, value: str, expected: Decimal) -> None:
    """19,99 times 100 in binary floating point would be 1998."""
    terms = read_terms({"desconto": kind, "desconto_faixas": [(10, value), (0, value)]})
    assert terms.tiers == (Tier(10, expected), Tier(0, expected))


def test_a_later_layer_wins_key_by_key() -> None:
    ledger = {"multa": "10", "juros": "2", "carencia_dias": 3}
    customer = {"juros": "1.5", "juros_metodo": "C_valor_dia"}
    invoice = {"carencia_dias": 0}
    assert read_terms(ledger, customer, invoice) == Terms(
        fine_percent=Decimal(10),
        interest_percent=Decimal("1.5"),
        interest_method="C_valor_dia",
    )


def test_a_layer_does_not_change() -> None:
    ledger: dict[str, object] = {"multa": "10"}
    read_terms(ledger, {"multa": "3"})
    assert ledger == {"multa": "10"}
    assert DEFAULTS["multa"] == "2"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("order", ALLOCATION_ORDERS)
def test_every_word_of_the_settings_is_understood(method: str, order: str) -> None:
    terms = read_terms({"juros_metodo": method, "imputacao": order})
    assert terms.interest_method == method
    assert terms.allocation[0] == "expenses"
    assert terms.allocation[-1] == "principal"
