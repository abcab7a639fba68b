"""Letters as the program makes them, of any number of titles, and hostile texts in every place."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cobranca_cli.brformat import currency_br
from cobranca_cli.domain.words import amount_in_words
from cobranca_cli.views.letter import PARTS, Letter

DAY = date(2026, 11, 22)
PIX = (
    "00020126360014br.gov.bcb.pix0114+5581996796370520400005303986540568.005802BR5915Maynara Honorio"
    "6006Recife62140510P260915K3F6304996E"
)
BOLETO = "34191.79001 01043.510047 91020.150008 1 97210000012345"

COMPANY = {
    "nome": "Papelaria Aurora Ltda.",
    "documento": "11.222.333/0001-81",
    "endereco": "Rua das Palmeiras, 120, sala 4",
    "cidade": "Campinas",
    "uf": "SP",
    "local": "Campinas/SP",
    "telefone": "(19) 3333-4444",
    "email": "financeiro@aurora.exemplo.br",
}
CUSTOMER = {
    "nome": "José Antônio da Conceição",
    "primeiro_nome": "José",
    "documento": "***.982.247-**",
    "endereco": "Avenida Brasil, 1500, bloco B, apto. 72",
    "cidade": "Campinas",
    "uf": "SP",
    "cep": "13070-178",
    "local": "Campinas/SP",
    "email": "jose@exemplo.com.br",
    "telefone": "(19) 98888-7777",
    "pessoa_fisica": True,
}
WORDS = {
    "assunto": "Faturas 1001/1 a 1001/3: situação em 22/11/2026",
    "titulo": "Sobre as suas faturas em aberto",
    "abertura": (
        "Prezado José,\n\nConsta em nossos registros que as faturas abaixo ainda não foram pagas. Se o"
        " pagamento já foi feito, desconsidere esta carta e, se puder, nos envie o comprovante."
    ),
    "apos_titulos": "Os valores são os de hoje; a multa e os juros seguem o que foi combinado na compra.",
    "fechamento": (
        "Se preferir combinar outra forma de pagamento, fale conosco: queremos resolver isso com você.\n\n"
        "Atenciosamente,"
    ),
    "curto": (
        "Olá, José! Aqui é da Papelaria Aurora. A fatura 1001/1, de R$ 1.025,00, venceu em 07/11/2026."
        " Para pagar por Pix, copie o código abaixo. Se já pagou, nos avise, por favor."
    ),
}


def title(number: int, *, late: int = 15, boleto: str = BOLETO, **more: object) -> dict[str, object]:
    """An overdue title of R$ 1.000,00 and some cents, with fine and interest; `late` 0 is one not yet due."""
    principal = 1000_00 + number
    fine, interest = (principal * 2 // 100, principal * late // 3000) if late else (0, 0)
    due = DAY - timedelta(days=late) if late else DAY + timedelta(days=5)
    working = (
        f"multa de 2% ({currency_br(fine)}) e juros de 1% ao mês por {late} dias ({currency_br(interest)})"
        if late
        else ""
    )
    return {
        "fatura": f"1001/{number}",
        "descricao": "Material escolar e de escritório",
        "emissao": "01/10/2026",
        "vencimento": due.strftime("%d/%m/%Y"),
        "dias_atraso": late,
        "situacao": "vencida" if late else "a vencer",
        "valor": currency_br(principal),
        "principal": currency_br(principal),
        "multa": currency_br(fine),
        "juros": currency_br(interest),
        "correcao": currency_br(0),
        "despesas": currency_br(0),
        "encargos": currency_br(fine + interest),
        "total": currency_br(principal + fine + interest),
        "boleto": boleto,
        "pix": "",
        "memoria": working,
        **more,
    }


def data_of(titles: int, *, late: int = 15, boleto: str = BOLETO) -> dict[str, Any]:
    """What the templates see of a letter over that many titles."""
    rows = [title(number, late=late, boleto=boleto) for number in range(1, titles + 1)]
    principal = sum(1000_00 + number for number in range(1, titles + 1))
    charges = sum(cents_of(str(row["encargos"])) for row in rows)
    total = currency_br(principal + charges)
    return {
        "empresa": dict(COMPANY),
        "cliente": dict(CUSTOMER),
        "carta": {
            "modelo": "firme",
            "data": "22/11/2026",
            "data_extenso": "22 de novembro de 2026",
            "numero": "12",
            "degrau": "D+15",
            "canal": "email",
            "tom": "firme",
        },
        "titulos": rows,
        "quantidade": titles,
        "vencidas": titles if late else 0,
        "a_vencer": 0 if late else titles,
        "total": total,
        "total_extenso": amount_in_words(principal + charges),
        "total_principal": currency_br(principal),
        "total_encargos": currency_br(charges),
        "total_vencido": total,
        "outras": {"quantidade": 0, "total": ""},
        "pix": {
            "copia_e_cola": PIX,
            "chave": "(81) 99679-6370",
            "titular": "Papelaria Aurora Ltda.",
            "valor": total,
            "qr": "",
        },
        "contestar": {
            "telefone": COMPANY["telefone"],
            "email": COMPANY["email"],
            "prazo": "10 dias",
        },
        "prazo": {"dias": 10, "data": "02/12/2026"},
        "politica": {"negativa": False, "protesta": False},
        "fatos": {"negativado": False, "protestado": False, "ajuizado": False, "notificado_em": ""},
        "pagamento": {"valor": "", "data": "", "forma": ""},
        "contestacao": {"resultado": "", "resposta": "", "recebida_em": ""},
        "anuencia": {"cartorio": "", "protocolo": "", "titulo": ""},
    }


def cents_of(text: str) -> int:
    """`R$ 1.234,56` is 123456."""
    return int("".join(filter(str.isdigit, text)))


def letter(titles: int = 3, model: str = "firme", **more: Any) -> Letter:
    """A letter over that many titles; `more` replaces fields, `data` and `words` only the keys given."""
    data = {**data_of(titles), **more.pop("data", {})}
    words = {**WORDS, **more.pop("words", {})}
    made = Letter(
        id=12,
        customer=7,
        customer_name=str(data["cliente"]["nome"]),
        model=model,
        channel="email",
        recipient="jose@exemplo.com.br",
        sender=(str(data["empresa"]["nome"]), str(data["empresa"]["email"])),
        day=DAY,
        words=words,
        data=data,
        text=plain_text(words, data),
        html=None,
        parts=PARTS,
    )
    return made._replace(**more)


def plain_text(words: Mapping[str, str], data: Mapping[str, Any]) -> str:
    """A stand-in for the layout `carta.txt`: long enough to be one, with every title in it."""
    lines = [f"{row['fatura']}  {row['vencimento']}  {row['total']}" for row in data["titulos"]]
    parts = (data["empresa"]["nome"], words["abertura"], "\n".join(lines), words["fechamento"])
    return "\n\n".join(str(part) for part in parts) + "\n"
