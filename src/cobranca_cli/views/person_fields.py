"""What each column that the ledger keeps of a person is called, for programs and for her.

The names are a promise of the machine formats. A label of nothing is not for people: what the program uses to
find and to check its own rows.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br, document_br
from cobranca_cli.domain.contact import format_phone, format_zip
from cobranca_cli.local_time import instant_br
from cobranca_cli.views.report import Kind

_TEXT, _MONEY, _DATE, _YES = Kind.TEXT, Kind.MONEY, Kind.DATE, Kind.BOOL


class Field(NamedTuple):
    """The name for programs, the label for people, what the value is, and how people say it if not so."""

    name: str
    label: str = ""
    kind: Kind = _TEXT
    said: Callable[[str], str] = str


FIELDS: Mapping[str, Field] = {
    "action_id": Field("acao"),
    "address": Field("endereco", "endereço"),
    "agreement_id": Field("acordo"),
    "amortisation": Field("amortizacao", "amortização", _MONEY),
    "amount": Field("valor", "valor", _MONEY),
    "author": Field("autor", "autor"),
    "base_on": Field("contado_de", "contado de", _DATE),
    "body": Field("texto", "texto"),
    "booked_on": Field("registrado_no_dia", "registrado em", _DATE),
    "cancelled_on": Field("cancelado_em", "cancelado em", _DATE),
    "category": Field("categoria", "categoria"),
    "channel": Field("canal", "canal"),
    "charges_left": Field("encargos_em_aberto", "encargos que ficaram de uma fatura paga", _MONEY),
    "charges_off": Field("encargos_dispensados", "encargos dispensados", _MONEY),
    "city": Field("cidade", "cidade"),
    "clause": Field("clausula", "cláusula"),
    "code": Field("codigo", "código"),
    "component": Field("componente", "de que"),
    "components": Field("componentes"),
    "contact_id": Field("contato"),
    "content": Field("conteudo", "conteúdo"),
    "correction": Field("correcao", "correção", _MONEY),
    "created_on": Field("cadastrado_em", "cadastrado em", _DATE),
    "customer_id": Field("cliente"),
    "day": Field("dia", "dia", _DATE),
    "debt": Field("divida", "dívida", _MONEY),
    "description": Field("descricao", "descrição"),
    "document": Field("documento", "CPF/CNPJ"),
    "due": Field("vencimento", "vencimento", _DATE),
    "due_effective": Field("vencimento_efetivo", "vencimento efetivo", _DATE),
    "email": Field("email", "e-mail"),
    "ended_on": Field("terminou_em", "terminou em", _DATE),
    "erased_on": Field("apagado_em", "apagado em", _DATE),
    "expenses": Field("despesas", "despesas", _MONEY),
    "expires": Field("vale_ate", "vale até", _DATE),
    "file_name": Field("arquivo", "arquivo"),
    "fine": Field("multa", "multa", _MONEY),
    "form": Field("forma", "forma"),
    "guarantee_id": Field("garantia"),
    "hold_id": Field("pausa"),
    "horizon": Field("horizonte"),
    "id": Field("id"),
    "import_id": Field("importacao"),
    "import_line": Field("linha_do_arquivo", "linha do arquivo"),
    "imported_on": Field("importado_em", "importado em", _DATE),
    "instalment": Field("parcela", "parcela"),
    "interest": Field("juros", "juros", _MONEY),
    "issued": Field("emissao", "emissão", _DATE),
    "key": Field("chave", "chave"),
    "kind": Field("especie", "tipo"),
    "letter_id": Field("carta"),
    "mode": Field("imputacao", "imputação"),
    "model": Field("modelo", "modelo"),
    "movement_id": Field("lancamento"),
    "made_on": Field("feita_em", "feita em", _DATE),
    "name": Field("nome", "nome"),
    "name_key": Field("nome_de_busca"),
    "next_action": Field("proximo_passo", "próximo passo"),
    "next_on": Field("proximo_dia", "próximo dia", _DATE),
    "note": Field("nota", "nota"),
    "number": Field("numero", "número"),
    "origin": Field("origem", "origem"),
    "outcome": Field("resultado", "resultado"),
    "phone": Field("telefone", "telefone"),
    "policy_id": Field("politica"),
    "position": Field("posicao", "posição"),
    "principal": Field("principal", "principal", _MONEY),
    "principal_off": Field("principal_dispensado", "principal dispensado", _MONEY),
    "profile": Field("formato", "formato"),
    "promise_id": Field("promessa"),
    "rate": Field("taxa_ao_mes", "taxa ao mês (%)"),
    "reason": Field("motivo", "motivo"),
    "receivable_id": Field("fatura"),
    "received": Field("recebido", "partiu do cliente", _YES),
    "recipient": Field("destino", "destino"),
    "recorded_at": Field("gravado_em", "gravado em", said=instant_br),
    "released": Field("liberada", "liberada", _YES),
    "restrictions": Field("restricoes", "restrições"),
    "reversed_on": Field("estornado_em", "estornado em", _DATE),
    "reverses": Field("desfaz"),
    "run_id": Field("execucao"),
    "score": Field("pontuacao", "pontuação"),
    "settled": Field("quitado", "quitado", _MONEY),
    "sha256": Field("sha256"),
    "signature": Field("assinatura", "assinatura"),
    "signed_on": Field("assinado_em", "assinado em", _DATE),
    "simple": Field("juros_simples", "juros simples"),
    "since": Field("desde", "desde", _DATE),
    "source": Field("fonte", "fonte"),
    "starts_on": Field("existe_desde", "existe desde", _DATE),
    "state": Field("uf", "UF"),
    "step": Field("degrau", "degrau"),
    "subject": Field("assunto", "assunto"),
    "system": Field("sistema", "sistema"),
    "template": Field("modelo_da_carta", "modelo"),
    "template_sha256": Field("sha256_do_modelo"),
    "told_on": Field("informado_em", "informado em", _DATE),
    "total": Field("total", "total", _MONEY),
    "until": Field("ate", "até", _DATE),
    "value": Field("valor_informado", "valor"),
    "value_on": Field("vale_do_dia", "vale do dia", _DATE),
    "verdict": Field("decisao", "decisão"),
    "what": Field("o_que", "o que é"),
    "withdrawn_on": Field("retirada_em", "retirada em", _DATE),
    "zip": Field("cep", "CEP"),
    "void": Field("importacao_desfeita"),
}
"""Column of the ledger → what it is called outside."""

KINDS: Mapping[str, str] = {
    "cliente": "cadastro",
    "anonimizacao": "anonimização",
    "lancamento": "lançamento",
    "fatura_do_lancamento": "fatura do lançamento",
    "efeito": "efeito de um lançamento",
    "fatura_do_acordo": "fatura do acordo",
    "parcela_do_acordo": "parcela do acordo",
    "boleto": "boleto ou Pix",
    "fato": "fato jurídico",
    "acao": "ação da régua",
    "degrau": "degrau da régua",
    "decisao_da_regua": "decisão sobre uma ação",
    "fatura_da_carta": "fatura da carta",
    "fatura_do_contato": "fatura do contato",
    "fatura_da_promessa": "fatura da promessa",
    "promessa_retirada": "promessa retirada",
    "pausa": "pausa ou contestação",
    "fim_da_pausa": "fim da pausa",
    "informacao": "informação dada",
    "fim_da_garantia": "fim da garantia",
    "consulta": "consulta a um birô",
    "decisao_de_credito": "decisão de crédito",
    "arquivo": "arquivo importado",
}
"""How people read the kind of a record, where it is not the word itself."""

_AMOUNTS = ("faturamento", "patrimonio")
"""Kinds of credit facts whose value is cents."""


def for_programs(field: Field, value: object, row: Mapping[str, object]) -> str:
    """A value as text: money with a point and two decimals, days in ISO, yes and no as `true` and `false`."""
    if (field.kind is _MONEY and isinstance(value, int)) or _is_cents(field, row):
        return _decimal(int(str(value)))
    if field.kind is _YES:
        return "true" if value else "false"
    return str(value)


def for_people(field: Field, value: object, row: Mapping[str, object]) -> str:
    """A value as a person reads it, whole."""
    text = str(value)
    if (field.kind is _MONEY and isinstance(value, int)) or _is_cents(field, row):
        return currency_br(int(text))
    if field.kind is _DATE:
        return date_br(text)
    if field.kind is _YES:
        return "sim" if value else "não"
    if field.name == "documento":
        return document_br(text, masked=False)
    if field.name == "telefone":
        return format_phone(text)
    return format_zip(text) if field.name == "cep" else field.said(text)


def _is_cents(field: Field, row: Mapping[str, object]) -> bool:
    return field.name == "valor_informado" and row.get("kind") in _AMOUNTS


def _decimal(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
