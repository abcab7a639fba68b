"""The words of `[encargos]`: what each key may say, and what holds when nobody says anything.

By itself because the settings are read at every start, and terms need decimal arithmetic, which is not.
"""

from collections.abc import Mapping

NO_INDEX = "nenhuma"
INDEXES = ("ipca", "inpc", "igpm", "selic")
LEGAL_RATE = "taxa-legal"

METHODS = (
    "A_mensal_30",
    "B_dia_0033",
    "C_valor_dia",
    "D_ano_365",
    "E_taxa_legal",
    "percentual_dia",
    "percentual_ano",
    "valor_fixo_dia",
)
"""How interest is counted. The first four take `interest_percent` as a rate per month, `percentual_dia` as
one per day, `percentual_ano` as one per year of 365 days (in business days a month has 21 and a year 252:
API Pix); `valor_fixo_dia` takes `interest_cents` a day."""

DISCOUNTS = (
    "nenhum",
    "valor_ate",
    "percentual_ate",
    "valor_dia_corrido",
    "valor_dia_util",
    "percentual_dia_corrido",
    "percentual_dia_util",
)
"""Kinds of discount in the order of the Pix domain: 1, 2 until a day; 3 to 6 for each day of anticipation."""

CONSUMER, BUSINESS = "consumo", "empresarial"


ALLOCATION_ORDERS = ("juros,multa", "multa,juros")
"""Which of the charges a payment takes up first (rule 2; the law ranks only interest before capital)."""

DEFAULTS: Mapping[str, object] = {
    "multa": "2",
    "multa_valor": "0.00",
    "multa_base": "auto",
    "juros": "1",
    "juros_valor_dia": "0.00",
    "juros_metodo": "A_mensal_30",
    "juros_dias": "corridos",
    "dias_nao_uteis": "prorrogado",
    "carencia_dias": 0,
    "correcao": NO_INDEX,
    "correcao_meses": "entre",
    "arredondamento": "half_up",
    "desconto": "nenhum",
    "desconto_faixas": (),
    "imputacao": "juros,multa",
    "tolerancia_quitacao": "0.00",
    "relacao": "",
}
"""Every key of `[encargos]` with its value when nobody says otherwise; numbers are text with a point."""
