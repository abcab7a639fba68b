"""Specimens of the data that a template sees: of a person who bought once, and of a firm with three titles.

They serve `carta previa`, `carta verificar` and the tests, and their shape is the shape that the engine
demands. In a letter about an agreement each has one (`sample_person`, `sample_firm`). Everybody and every
number in them is made up; the documents are valid by their check digits.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from .sample_firm import FIRM, SIGNING
from .sample_person import AGREED, PERSON
from .shelf import AGREEMENT_PARTS

_CODE = (
    "00020126580014br.gov.bcb.pix01365f84a4c5-c5cb-4599-9f13-7eb4d419dacc5204000053039865406492.165802BR"
    "5924Papelaria Boa Letra Ltda6014Belo Horizonte62070503***630475EC"
)
# A drawing of a QR code, so that a preview has something in its place.
_QR = (
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA3IDciPjxwYXRo"
    "IGQ9Ik0wIDBoN3Y3SDB6IiBmaWxsPSIjZmZmIi8+PHBhdGggZD0iTTEgMWgydjJIMXpNNCAxaDJ2MkgONHpNMSA0aDJ2MkgxeiIvPjwvc3ZnPg=="
)

_COMPANY = {
    "nome": "Papelaria Boa Letra Ltda",
    "documento": "11.222.333/0001-81",
    "endereco": "Rua da Bahia, 1200, sala 3, Centro",
    "cidade": "Belo Horizonte",
    "uf": "MG",
    "local": "Belo Horizonte/MG",
    "telefone": "(31) 3222-1000",
    "email": "financeiro@boaletra.example",
}

_ONE_TITLE: dict[str, Any] = {
    "fatura": "1001",
    "descricao": "Material escolar",
    "emissao": "08/10/2026",
    "vencimento": "06/11/2026",
    "dias_atraso": 16,
    "situacao": "vencida",
    "valor": "R$ 480,00",
    "principal": "R$ 480,00",
    "multa": "R$ 9,60",
    "juros": "R$ 2,56",
    "correcao": "R$ 0,00",
    "despesas": "R$ 0,00",
    "encargos": "R$ 12,16",
    "total": "R$ 492,16",
    "boleto": "",
    "pix": "",
    "memoria": "multa de 2%: R$ 9,60; juros de 1% ao mês, 16 dias: R$ 2,56",
}

CONSUMER: dict[str, Any] = {
    "empresa": _COMPANY,
    "cliente": {
        "nome": "Maria Aparecida de Souza",
        "primeiro_nome": "Maria",
        "documento": "***.456.789-**",
        "endereco": "Rua dos Ipês, 45, apto 302, Santa Efigênia",
        "cidade": "Belo Horizonte",
        "uf": "MG",
        "cep": "30260-070",
        "local": "Belo Horizonte/MG",
        "email": "maria.souza@exemplo.example",
        "telefone": "(31) 98888-7777",
        "pessoa_fisica": True,
    },
    "carta": {
        "modelo": "amigavel",
        "data": "22/11/2026",
        "data_extenso": "22 de novembro de 2026",
        "numero": "",
        "degrau": "D+15",
        "canal": "email",
        "tom": "firme",
    },
    "titulos": [_ONE_TITLE],
    "quantidade": 1,
    "vencidas": 1,
    "a_vencer": 0,
    "total": "R$ 492,16",
    "total_extenso": "quatrocentos e noventa e dois reais e dezesseis centavos",
    "total_principal": "R$ 480,00",
    "total_encargos": "R$ 12,16",
    "total_vencido": "R$ 492,16",
    "outras": {"quantidade": 0, "total": ""},
    "fidelidade": {"beneficio": "5% de desconto na próxima compra", "faturas": "6"},
    "a_seguir": [{"fatura": "1034", "vencimento": "27/11/2026", "total": "R$ 120,00"}],
    "pix": {
        "copia_e_cola": _CODE,
        "chave": "5f84a4c5-c5cb-4599-9f13-7eb4d419dacc",
        "titular": "Papelaria Boa Letra Ltda",
        "valor": "R$ 492,16",
        "qr": _QR,
    },
    "contestar": {"telefone": "(31) 3222-1000", "email": "financeiro@boaletra.example", "prazo": "10 dias"},
    "prazo": {"dias": 10, "data": "02/12/2026"},
    "politica": {"negativa": False, "protesta": False},
    "fatos": {"negativado": False, "protestado": False, "ajuizado": False, "notificado_em": ""},
    "pagamento": {"valor": "R$ 492,16", "data": "20/11/2026", "forma": "Pix"},
    "contestacao": {
        "resultado": "procedente",
        "resposta": "Conferimos a nota e a entrega: duas caixas voltaram.\nO valor foi corrigido.",
        "recebida_em": "18/11/2026",
    },
    "anuencia": {
        "cartorio": "1º Tabelionato de Protesto de Belo Horizonte",
        "protocolo": "2026/004711",
        "titulo": "DMI 1001",
        "documento": "390.533.447-05",
    },
    "acordo": AGREED,
}
"""A person with one title overdue; no policy of listing or protest, no facts."""


def _title(number: str, due: str, late: int, amounts: tuple[str, ...], **more: object) -> dict[str, Any]:
    names = ("valor", "principal", "multa", "juros", "encargos", "total")
    said = {**_ONE_TITLE, **dict(zip(names, amounts, strict=True)), **more}
    situation = "vencida" if late else "a vencer"
    return said | {"fatura": number, "vencimento": due, "dias_atraso": late, "situacao": situation}


_THREE_TITLES = [
    _title(
        "NF-2307/1",
        "06/10/2026",
        47,
        ("R$ 1.250,00", "R$ 1.250,00", "R$ 25,00", "R$ 19,58", "R$ 44,58", "R$ 1.294,58"),
        boleto="00190.00009 03128.557000 47123.456171 9 15910000125000",
        memoria="multa de 2%: R$ 25,00; juros de 1% ao mês, 47 dias: R$ 19,58",
    ),
    _title(
        "NF-2307/2",
        "06/11/2026",
        16,
        ("R$ 1.250,00", "R$ 800,00", "R$ 16,00", "R$ 4,27", "R$ 20,27", "R$ 820,27"),
        descricao="Material de escritório, segunda parcela",
        memoria="multa: R$ 16,00; juros: R$ 4,27",
    ),
    _title(
        "NF-2307/3",
        "07/12/2026",
        0,
        ("R$ 1.250,00", "R$ 1.250,00", "R$ 0,00", "R$ 0,00", "R$ 0,00", "R$ 1.250,00"),
        memoria="",
    ),
]


def _business() -> dict[str, Any]:
    made = deepcopy(CONSUMER)
    made["cliente"] |= {
        "nome": "Cantina D'Itália & Filhos Ltda",
        "primeiro_nome": "Cantina D'Itália & Filhos Ltda",
        "documento": "45.723.174/0001-10",
        "endereco": "Avenida do Contorno, 9001, Gutierrez",
        "email": "compras@cantinaditalia.example",
        "telefone": "",
        "pessoa_fisica": False,
    }
    made["titulos"] = _THREE_TITLES
    made |= {"quantidade": 3, "vencidas": 2, "a_vencer": 1, "total": "R$ 3.364,85"}
    made["total_extenso"] = "três mil trezentos e sessenta e quatro reais e oitenta e cinco centavos"
    made |= {"total_principal": "R$ 3.300,00", "total_encargos": "R$ 64,85", "total_vencido": "R$ 2.114,85"}
    made["outras"] = {"quantidade": 2, "total": "R$ 310,00"}
    made["carta"] |= {"numero": "000042", "canal": "carta", "tom": "formal"}
    made["pix"] = dict.fromkeys(made["pix"], "")
    made["contestacao"] |= {"resultado": "improcedente"}
    made["fatos"] |= {"notificado_em": "02/11/2026"}
    made["politica"] = {"negativa": True, "protesta": True}
    return made


BUSINESS: dict[str, Any] = _business()
"""A firm with two titles overdue and one to come; the policy is to list and to protest; no Pix key."""

SAMPLES = {"consumidor": CONSUMER, "empresa": BUSINESS}

STAGES: dict[str, dict[str, tuple[dict[str, Any], ...]]] = {
    "consumidor": {model: ({}, changes) for model, changes in PERSON.items()},
    "empresa": {model: (SIGNING, changes) for model, changes in FIRM.items()},
}
"""By specimen and model: what changes in a letter about its agreement, the later over the earlier."""


def specimen(name: str, model: str, parts: Sequence[str] = ()) -> dict[str, Any]:
    """A specimen of `SAMPLES` as a letter of this model gets it: with its agreement, if it is about one.

    A model of the owner's own is known by how its name begins, `termo-2`, else by the parts that it shows.
    """
    made = deepcopy(SAMPLES[name])
    stages = STAGES[name]
    stage = next((each for each in stages if model.startswith(each)), None)
    if stage is None and set(AGREEMENT_PARTS).intersection(parts):
        stage = "termo"
    for changes in stages[stage] if stage else ():
        for key, value in deepcopy(changes).items():
            made[key] = {**made[key], **value} if isinstance(value, dict) else value
    return made
