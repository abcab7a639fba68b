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
    "linha_digitavel",
)
CREDIT_FIELDS = ("fundacao", "setor", "faturamento", "patrimonio", "referencia")
"""What a file of customers may say of them for their credit."""

CUSTOMER_FILE_FIELDS = (*CUSTOMER_FIELDS, "categoria", *CREDIT_FIELDS)

PROFILE_FIELDS = (
    "saldo",
    "recebido",
    "recebido_total",
    "juros",
    "multa",
    "situacao",
    "tipo",
    "grupo",
    "pago_em",
)
"""What only a profile reads: how an ERP says that a title is already paid, in part, or not receivable.

`recebido` is what came in, or what of it went to the title itself where `juros` and `multa` are told apart;
then `recebido_total` is all of it.
"""

PAYMENT_NEEDED = ("data", "valor")
PAYER_FIELDS = ("cliente", "documento", "codigo_cliente")
PAYMENT_FIELDS = (*PAYMENT_NEEDED, "fatura", "parcela", *PAYER_FIELDS, "forma", "chave")

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
    "linha_digitavel": "linha digitavel; linha digitavel do boleto; linha digitavel boleto; linha do boleto;"
    " codigo de barras; codigo barras; cod barras; codigo de barras do boleto; codigo de barras boleto",
    "endereco": "endereco; logradouro; endereco do cliente",
    "cidade": "cidade; municipio",
    "uf": "uf; estado",
    "cep": "cep; codigo postal",
    "fundacao": "fundacao; data de fundacao; data de abertura; abertura; aberta em",
    "setor": "setor; ramo; ramo de atividade; atividade; segmento",
    "faturamento": "faturamento; faturamento mensal; faturamento por mes; receita mensal",
    "patrimonio": "patrimonio; patrimonio liquido; capital social",
    "referencia": "referencia; referencias; referencias comerciais",
    # What a rejects file of ours adds to the rows it gives back.
    IGNORE: "linha original; motivo",
}

ALIASES: dict[str, str] = {
    alias.strip(): name for name, text in _ALIASES.items() for alias in text.split(";")
}
"""Folded heading → field."""

_PAYMENT_ALIASES = {
    "data": "data; dia; data pagamento; data do pagamento; data de pagamento; data pagto; data de pagto;"
    " data recebimento; data do recebimento; data de recebimento; data liquidacao; data de liquidacao;"
    " dt pagamento; pago em; recebido em; pagamento",
    "valor": "valor pago; valor do pagamento; valor recebido; pago; recebido",
    "forma": "forma; forma de pagamento; forma pagamento; forma de recebimento; meio de pagamento;"
    " meio de recebimento; meio",
    "chave": "chave; chave do pagamento; identificador; id; id do pagamento; txid; endtoendid; end to end",
}


def aliases(allowed: tuple[str, ...]) -> dict[str, str]:
    """Folded heading → field, of the fields that a kind of file may have.

    In a file of payments what would be an invoice's number says which invoice is paid.
    """
    names = {alias: name for alias, name in ALIASES.items() if name in allowed or name == IGNORE}
    if "fatura" in allowed:
        names |= {alias: "fatura" for alias, name in ALIASES.items() if name == "numero"}
        for name, text in _PAYMENT_ALIASES.items():
            names |= {alias.strip(): name for alias in text.split(";")}
    return names


def field_named(text: str, allowed: tuple[str, ...]) -> str | None:
    """The field that a person means in `--mapear` or in a profile: by its own name or by an alias."""
    folded = fold(text)
    wanted = folded.replace(" ", "_")
    if wanted in (*allowed, *PROFILE_FIELDS, IGNORE):
        return wanted
    return aliases(allowed).get(folded)
