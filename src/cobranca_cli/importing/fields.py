"""The columns a file may bring, and the many names under which people and systems write them."""

from cobranca_cli.domain.text import fold

INVOICE_NEEDED = ("numero", "cliente", "vencimento", "valor")
CUSTOMER_FIELDS = (
    "cliente",
    "documento",
    "codigo_cliente",
    "email",
    "telefone",
    "endereco",
    "cidade",
    "uf",
    "cep",
)
INVOICE_FIELDS = (
    *CUSTOMER_FIELDS,
    "numero",
    "parcela",
    "emissao",
    "vencimento",
    "valor",
    "descricao",
    "categoria",
)
CUSTOMER_FILE_FIELDS = (*CUSTOMER_FIELDS, "categoria")

PROFILE_FIELDS = ("saldo", "recebido", "situacao", "tipo", "grupo", "pago_em")
"""What only a profile reads: how an ERP says that a title is already paid, in part, or not receivable."""

IGNORE = "ignorar"
"""The field name that leaves a column out: `--mapear "Coluna=ignorar"`."""

_ALIASES = {
    "numero": "numero; n; no; nr; num; nf; nfe; nf e; nota; nota fiscal; nc nfe; fatura; numero da fatura;"
    " numero fatura; numero da nota; numero documento; numero do documento; numero titulo; titulo;"
    " numero do titulo; duplicata; numero nf; invoice; invoice number",
    "parcela": "parcela; numero da parcela; no parcela; num parcela; parc; prestacao",
    "cliente": "cliente; nome; nome do cliente; nome cliente; razao social; nome razao social;"
    " cliente razao social; cliente nome fantasia; nome fantasia; cliente ou fornecedor nome fantasia;"
    " cliente ou fornecedor razao social; cliente ou fornecedor; cliente fornecedor; nome do contato;"
    " sacado; pagador; devedor; customer",
    "documento": "documento; cpf; cnpj; cpf cnpj; cnpj cpf; cpf ou cnpj; cnpj ou cpf; cliente cnpj cpf;"
    " cliente cpf cnpj; documento cliente; documento do cliente; documento cliente fornecedor;"
    " cnpj cpf cliente fornecedor; cpf cnpj cliente fornecedor; cpf cnpj do cliente; cnpj cpf do cliente;"
    " cnpj do cliente; cpf do cliente; cliente ou fornecedor cnpj cpf",
    "codigo_cliente": "codigo cliente; codigo do cliente; cod cliente; id cliente; id do cliente;"
    " identificador do cliente; codigo",
    "email": "email; e mail; email do cliente; e mail do cliente; correio eletronico",
    "telefone": "telefone; fone; celular; whatsapp; telefone do cliente; telefone celular; tel",
    "emissao": "emissao; data emissao; data de emissao; data da emissao; dt emissao; emitida em;"
    " data de emissao completa; data de competencia; competencia; date; invoice date",
    "vencimento": "vencimento; venc; vcto; vencto; data vencimento; data de vencimento; data do vencimento;"
    " dt vencimento; dt venc; data venc; vence em; data de vencimento completa; due date",
    "valor": "valor; valor r; valor rs; valor total; valor original; valor documento; valor do documento;"
    " valor da fatura; valor do titulo; valor titulo; valor da conta; valor da parcela; valor bruto;"
    " valor original da parcela r; amount",
    "descricao": "descricao; historico; descricao do lancamento; referente a",
    "categoria": "categoria; categoria 1; plano de contas",
    "endereco": "endereco; logradouro; endereco do cliente",
    "cidade": "cidade; municipio",
    "uf": "uf; estado",
    "cep": "cep; codigo postal",
    # What a rejects file of ours adds to the rows it gives back.
    IGNORE: "linha original; motivo",
}

ALIASES: dict[str, str] = {
    alias.strip(): name for name, aliases in _ALIASES.items() for alias in aliases.split(";")
}
"""Folded heading → field."""


def field_named(text: str, allowed: tuple[str, ...]) -> str | None:
    """The field that a person means in `--mapear` or in a profile: by its own name or by an alias."""
    folded = fold(text)
    wanted = folded.replace(" ", "_")
    if wanted in (*allowed, *PROFILE_FIELDS, IGNORE):
        return wanted
    alias = ALIASES.get(folded)
    return alias if alias in (*allowed, IGNORE) else None
