"""The agreement of the person in `sample`, and what her data becomes in each letter about it.

It has an entry and three instalments with simple interest, is signed before witnesses, and is broken by the
clause `parcelas`.
"""

from .sample_lines import COUNTED, ONCE, Data, about, dated, offers, plan, settled, title, told, working

AGREED: Data = {
    "numero": "1",
    "data": "22/11/2026",
    "data_extenso": "22 de novembro de 2026",
    "divida": "R$ 492,16",
    "desconto": "R$ 12,16",
    "desconto_encargos": "R$ 12,16",
    "desconto_principal": "R$ 0,00",
    "saldo": "R$ 480,00",
    "saldo_extenso": "quatrocentos e oitenta reais",
    "entrada": "R$ 120,00",
    "parcelas": 3,
    "juros_total": "R$ 7,20",
    "total": "R$ 487,20",
    "total_extenso": "quatrocentos e oitenta e sete reais e vinte centavos",
    "sistema": "juros simples",
    "taxa": "1% ao mês",
    "multa": "2%",
    "mora": "1% ao mês",
    "validade": "27/11/2026",
    "clausula": "parcelas",
    "aviso_dias": 5,
    "rompe_parcelas": 2,
    "rompe_dias": 30,
    "rompe_em": "",
    "assinatura": "testemunhas",
    "foro": "Belo Horizonte/MG",
    "autor": "Helena Prado",
    "devedor": {
        "documento": "123.456.789-09",
        "endereco": "Rua dos Ipês, 45, apto 302, Santa Efigênia, Belo Horizonte/MG, CEP 30260-070",
    },
    "pago": "R$ 0,00",
    "falta": "R$ 487,20",
    "plano": plan(
        ("Entrada", "25/11/2026", "R$ 120,00", "R$ 0,00", "R$ 120,00", "R$ 360,00"),
        ("1", "15/12/2026", "R$ 121,20", "R$ 1,20", "R$ 120,00", "R$ 240,00"),
        ("2", "15/01/2027", "R$ 122,40", "R$ 2,40", "R$ 120,00", "R$ 120,00"),
        ("3", "15/02/2027", "R$ 123,60", "R$ 3,60", "R$ 120,00", "R$ 0,00"),
    ),
    "propostas": offers(
        ("À vista, com desconto", "", "1 × R$ 480,00", "27/11/2026", "R$ 12,16", "R$ 480,00", "R$ 12,16"),
        ("Poucas parcelas", "R$ 126,08", "3 × R$ 120,00", "15/12/2026", "R$ 6,08", "R$ 486,08", "R$ 6,08"),
        ("Mais parcelas", "R$ 12,16", "6, de R$ 80,80 a R$ 84,80", "15/12/2026", "", "R$ 508,96", ""),
    ),
    "memoria": [
        working(
            "1001",
            ("Principal", "", "", "", "R$ 480,00", "vencimento em 06/11/2026"),
            ("Multa", "R$ 480,00", "2%", "", "R$ 9,60", ONCE),
            ("Juros de mora", "R$ 480,00", "1% ao mês", "16", "R$ 2,56", COUNTED),
        )
    ],
}
"""The person's agreement on the day of its term; its shape is that of the section `acordo`."""

_PAID_TWO = told(AGREED["plano"], "paga em 25/11/2026", "paga em 15/12/2026", "em aberto", "em aberto")
_ALL_PAID = told(
    AGREED["plano"], "paga em 25/11/2026", "paga em 15/12/2026", "paga em 15/01/2027", "paga em 15/02/2027"
)
_CODE = (
    "00020126580014br.gov.bcb.pix01365f84a4c5-c5cb-4599-9f13-7eb4d419dacc5204000053039865406{}5802BR"
    "5924Papelaria Boa Letra Ltda6014Belo Horizonte62070503***6304{}"
)


_GOODS = {"descricao": "Material escolar", "emissao": "08/10/2026"}
_BY_PARTS = {"pago": "R$ 241,20", "falta": "R$ 246,00", "plano": _PAID_TWO}

PERSON: dict[str, Data] = {
    "termo": {"carta": {"numero": "000042"}, "a_seguir": []},
    "oferta": {},
    "aviso-acordo": {
        "carta": dated("22/01/2027", "22 de janeiro de 2027"),
        **about(
            title(
                "ACORDO-1/2",
                "15/01/2027",
                7,
                ("R$ 122,40", "R$ 122,40", "R$ 2,45", "R$ 0,29", "R$ 2,74", "R$ 125,14"),
                memoria="multa de 2%: R$ 2,45; juros de 1% ao mês, 7 dias: R$ 0,29",
            )
        ),
        "pix": {"valor": "R$ 125,14", "copia_e_cola": _CODE.format("125.14", "5FBC")},
        "acordo": {**_BY_PARTS, "rompe_em": "14/02/2027"},
    },
    "quebra": {
        "carta": dated("18/02/2027", "18 de fevereiro de 2027"),
        **about(
            title(
                "1001",
                "06/11/2026",
                104,
                ("R$ 480,00", "R$ 246,00", "R$ 4,92", "R$ 1,51", "R$ 6,43", "R$ 252,43"),
                memoria="multa e juros de mora das parcelas em atraso: R$ 4,92 e R$ 1,51",
                **_GOODS,
            )
        ),
        "pix": {"valor": "R$ 252,43", "copia_e_cola": _CODE.format("252.43", "F219")},
        "acordo": {
            **_BY_PARTS,
            "rompe_em": "18/02/2027",
            "memoria": [
                working(
                    "1001",
                    ("Parcela 2", "", "", "", "R$ 122,40", "vencimento em 15/01/2027"),
                    ("Multa", "R$ 122,40", "2%", "", "R$ 2,45", "uma vez, sobre a parcela"),
                    ("Juros de mora", "R$ 122,40", "1% ao mês", "34", "R$ 1,39", COUNTED),
                    ("Parcela 3", "", "", "", "R$ 123,60", "vencimento em 15/02/2027"),
                    ("Multa", "R$ 123,60", "2%", "", "R$ 2,47", "uma vez, sobre a parcela"),
                    ("Juros de mora", "R$ 123,60", "1% ao mês", "3", "R$ 0,12", COUNTED),
                )
            ],
        },
    },
    "quitacao-acordo": {
        "carta": dated("15/02/2027", "15 de fevereiro de 2027"),
        **about(settled("1001", "06/11/2026", "R$ 480,00", **_GOODS)),
        "pagamento": {"valor": "R$ 123,60", "data": "15/02/2027", "forma": "Pix"},
        "acordo": {"pago": "R$ 487,20", "falta": "R$ 0,00", "plano": _ALL_PAID},
    },
}
"""By model: what changes in the data, section by section."""
