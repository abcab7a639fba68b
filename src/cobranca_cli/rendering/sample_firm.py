"""The agreement of the firm in `sample`, and what its data becomes in each letter about it.

It is that of the rules (A05, A07): R$ 10.000,00 in two invoices, three instalments without interest, signed
electronically, and broken by the clause `original`.
"""

from .sample_lines import (
    COUNTED,
    ONCE,
    STEP,
    Data,
    about,
    dated,
    offers,
    plan,
    settled,
    table,
    title,
    told,
    working,
)

_DUE = "13/11/2025"
_SOLD = {"emissao": "14/10/2025", "descricao": "Material de escritório"}
_OWED = about(
    title(
        "NF-2101",
        _DUE,
        200,
        ("R$ 6.000,00", "R$ 6.000,00", "R$ 120,00", "R$ 400,00", "R$ 520,00", "R$ 6.520,00"),
        memoria="multa de 2%: R$ 120,00; juros de 1% ao mês, 200 dias: R$ 400,00",
        **_SOLD,
    ),
    title(
        "NF-2102",
        _DUE,
        200,
        ("R$ 4.000,00", "R$ 4.000,00", "R$ 80,00", "R$ 266,67", "R$ 346,67", "R$ 4.346,67"),
        memoria="multa de 2%: R$ 80,00; juros de 1% ao mês, 200 dias: R$ 266,67",
        **_SOLD,
    ),
)
_PLAN = plan(
    ("1", "01/07/2026", "R$ 3.000,00", "R$ 0,00", "R$ 3.000,00", "R$ 6.000,00"),
    ("2", "03/08/2026", "R$ 3.000,00", "R$ 0,00", "R$ 3.000,00", "R$ 3.000,00"),
    ("3", "01/09/2026", "R$ 3.000,00", "R$ 0,00", "R$ 3.000,00", "R$ 0,00"),
)
_FIRST_TWO = "paga em 01/07/2026", "paga em 03/08/2026"


def _steps(invoice: str, principal: str, fine: str, days: str, interest: str) -> Data:
    return working(
        invoice,
        ("Principal", "", "", "", principal, f"vencimento em {_DUE}"),
        ("Multa", principal, "2%", "", fine, ONCE),
        ("Juros de mora", principal, "1% ao mês", days, interest, COUNTED),
    )


def _credited(working: Data, paid: str, *interest: tuple[str, str, str]) -> Data:
    """The working with the two payments, and the interest on what was left after each."""
    lines = list(working["linhas"])
    for day, (base, days, cents) in zip(("01/07/2026", "03/08/2026"), interest, strict=True):
        lines += table(
            STEP,
            ("Pagamento", "", "", "", f"-{paid}", f"em {day}: juros, multa, depois principal"),
            ("Juros de mora", base, "1% ao mês", days, cents, COUNTED),
        )
    return {**working, "linhas": lines}


_AGREED: Data = {
    "numero": "12",
    **dated("01/06/2026", "1º de junho de 2026"),
    "divida": "R$ 10.866,67",
    "desconto": "R$ 1.866,67",
    "desconto_encargos": "R$ 866,67",
    "desconto_principal": "R$ 1.000,00",
    "saldo": "R$ 9.000,00",
    "saldo_extenso": "nove mil reais",
    "entrada": "",
    "juros_total": "R$ 0,00",
    "total": "R$ 9.000,00",
    "total_extenso": "nove mil reais",
    "sistema": "sem juros",
    "taxa": "",
    "validade": "08/06/2026",
    "clausula": "original",
    "rompe_dias": 20,
    "assinatura": "eletronica",
    "devedor": {
        "documento": "45.723.174/0001-10",
        "endereco": "Avenida do Contorno, 9001, Gutierrez, Belo Horizonte/MG, CEP 30260-070",
    },
    "falta": "R$ 9.000,00",
    "plano": _PLAN,
    "propostas": offers(
        (
            "À vista, com desconto",
            "",
            "1 × R$ 9.000,00",
            "08/06/2026",
            "R$ 1.866,67",
            "R$ 9.000,00",
            "R$ 1.866,67",
        ),
        (
            "Poucas parcelas",
            "R$ 2.433,33",
            "4 × R$ 2.000,00",
            "01/07/2026",
            "R$ 433,34",
            "R$ 10.433,33",
            "R$ 433,34",
        ),
        ("Mais parcelas", "R$ 1.866,67", "6 × R$ 1.500,00", "01/07/2026", "", "R$ 10.866,67", ""),
    ),
    "memoria": [
        _steps("NF-2101", "R$ 6.000,00", "R$ 120,00", "200", "R$ 400,00"),
        _steps("NF-2102", "R$ 4.000,00", "R$ 80,00", "200", "R$ 266,67"),
    ],
}
_BY_PARTS = {
    "pago": "R$ 6.000,00",
    "falta": "R$ 3.000,00",
    "plano": told(_PLAN, *_FIRST_TWO, "em aberto"),
}
_LEFT = "R$ 3.032,58", "R$ 2.021,72"

FIRM: dict[str, Data] = {
    "termo": {**_OWED},
    "oferta": {**_OWED},
    "aviso-acordo": {
        "carta": dated("10/09/2026", "10 de setembro de 2026"),
        **about(
            title(
                "ACORDO-12/3",
                "01/09/2026",
                9,
                ("R$ 3.000,00", "R$ 3.000,00", "R$ 60,00", "R$ 9,00", "R$ 69,00", "R$ 3.069,00"),
                memoria="multa de 2%: R$ 60,00; juros de 1% ao mês, 9 dias: R$ 9,00",
            )
        ),
        "acordo": {**_BY_PARTS, "rompe_em": "21/09/2026"},
    },
    "quebra": {
        "carta": dated("21/09/2026", "21 de setembro de 2026"),
        **about(
            title(
                "NF-2101",
                _DUE,
                312,
                ("R$ 6.000,00", _LEFT[0], "R$ 0,00", "R$ 49,53", "R$ 49,53", "R$ 3.082,11"),
                memoria="juros: R$ 49,53",
                **_SOLD,
            ),
            title(
                "NF-2102",
                _DUE,
                312,
                ("R$ 4.000,00", _LEFT[1], "R$ 0,00", "R$ 33,02", "R$ 33,02", "R$ 2.054,74"),
                memoria="juros: R$ 33,02",
                **_SOLD,
            ),
        ),
        "acordo": {
            **_BY_PARTS,
            "rompe_em": "21/09/2026",
            "memoria": [
                _credited(
                    _steps("NF-2101", "R$ 6.000,00", "R$ 120,00", "230", "R$ 460,00"),
                    "R$ 1.800,00",
                    ("R$ 4.780,00", "33", "R$ 52,58"),
                    (_LEFT[0], "49", "R$ 49,53"),
                ),
                _credited(
                    _steps("NF-2102", "R$ 4.000,00", "R$ 80,00", "230", "R$ 306,67"),
                    "R$ 1.200,00",
                    ("R$ 3.186,67", "33", "R$ 35,05"),
                    (_LEFT[1], "49", "R$ 33,02"),
                ),
            ],
        },
    },
    "quitacao-acordo": {
        "carta": dated("01/09/2026", "1º de setembro de 2026"),
        **about(
            settled("NF-2101", _DUE, "R$ 6.000,00", **_SOLD),
            settled("NF-2102", _DUE, "R$ 4.000,00", **_SOLD),
        ),
        "pagamento": {"valor": "R$ 3.000,00", "data": "01/09/2026", "forma": "Pix"},
        "acordo": {
            "pago": "R$ 9.000,00",
            "falta": "R$ 0,00",
            "plano": told(_PLAN, *_FIRST_TWO, "paga em 01/09/2026"),
        },
    },
}
SIGNING: Data = {
    "carta": dated("01/06/2026", "1º de junho de 2026"),
    "fatos": {"notificado_em": "02/03/2026"},
    "outras": {"quantidade": 0, "total": ""},
    "acordo": _AGREED,
}
