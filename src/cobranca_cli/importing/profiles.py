"""How the export of each system is laid out: which column is what, and which rows are not open titles.

The six that come with the program were written after public descriptions of those exports; a user's own
stand in `cobranca.toml` (`[importacao.perfil.NOME]`) and take precedence. Nothing here reads files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.domain.text import fold


@dataclass(frozen=True, slots=True)
class Profile:
    """One export layout.

    Attributes:
        name: what is typed after `--perfil`.
        title: how the system is called.
        columns: folded heading → field, beside the common aliases.
        number_from: folded headings that may hold the invoice's number, the first filled one wins;
            when all are empty (or none exists) a lasting number is made from the row itself.
        skip_lines: lines before the header; None searches for it.
        delimiter: None finds it from the header.
        decimals: None decides from the file.
        days: order of day and month.
        encoding: a name of `source.ENCODINGS`, or None to find it.
        negative_is_payable: a negative amount is a bill to pay, not a title to receive.
        signature: folded headings that together give the system away.
        day_heading: the system's heading of the day of payment, for whoever exported without it.
    """

    name: str
    title: str
    columns: Mapping[str, str] = field(default_factory=dict)
    number_from: tuple[str, ...] = ()
    skip_lines: int | None = None
    delimiter: str | None = None
    decimals: Decimals | None = None
    days: DayOrder = DayOrder.DAY_FIRST
    encoding: str | None = None
    negative_is_payable: bool = False
    signature: tuple[str, ...] = ()
    day_heading: str | None = None


def _folded(columns: Mapping[str, str]) -> dict[str, str]:
    return {fold(heading): name for heading, name in columns.items()}


OMIE = Profile(
    name="omie",
    title="Omie",
    columns=_folded(
        {
            "Situação": "situacao",
            "Tipo": "tipo",
            "Grupo": "grupo",
            "Data de Emissão (completa)": "emissao",
            "Data de Vencimento (completa)": "vencimento",
            "Situação do Vencimento": "ignorar",
            "Valor da Conta": "valor",
            "Pago ou Recebido": "recebido",
            "A Pagar ou Receber": "saldo",
            "Data de Pagto": "pago_em",
            "Cliente ou Fornecedor (Nome Fantasia)": "cliente",
            "Cliente (Nome Fantasia)": "cliente",
            "Cliente (Razão Social)": "cliente",
            "Cliente (CNPJ/CPF)": "documento",
            "Observação da Conta": "descricao",
            "Categoria": "categoria",
            "Parcela": "parcela",
        }
    ),
    number_from=(fold("NC/Nfe"), fold("Número do Documento"), fold("Número")),
    negative_is_payable=True,
    signature=(fold("Valor da Conta"), fold("A Pagar ou Receber")),
    day_heading="Data de Pagto",
)

CONTA_AZUL = Profile(
    name="conta-azul",
    title="Conta Azul",
    columns=_folded(
        {
            "Identificador do cliente": "codigo_cliente",
            "Nome do cliente": "cliente",
            "Cliente/Fornecedor": "cliente",
            "CNPJ/CPF Cliente/Fornecedor": "documento",
            "Data de competência": "emissao",
            "Data de vencimento": "vencimento",
            "Descrição": "descricao",
            "Situação": "situacao",
            "Valor original da parcela (R$)": "valor",
            "Valor": "valor",
            "Valor recebido da parcela (R$)": "recebido",
            "Juros realizado (R$)": "juros",
            "Multa realizado (R$)": "multa",
            "Valor total recebido da parcela (R$)": "recebido_total",
            "Valor da parcela em aberto (R$)": "saldo",
            "Data do último pagamento": "pago_em",
            "Data de Pagamento": "pago_em",
            "Categoria 1": "categoria",
            "Categoria": "categoria",
        }
    ),
    number_from=(fold("Nota fiscal"), fold("Código de referência")),
    negative_is_payable=True,
    signature=(fold("Valor original da parcela (R$)"), fold("Nome do cliente")),
    day_heading="Data do último pagamento",
)

TINY = Profile(
    name="tiny",
    title="Tiny (Olist)",
    columns=_folded(
        {
            "Cliente": "cliente",
            "Data Emissão": "emissao",
            "Data Vencimento": "vencimento",
            "Data Liquidação": "pago_em",
            "Valor documento": "valor",
            "Saldo": "saldo",
            "Situação": "situacao",
            "Categoria": "categoria",
            "Histórico": "descricao",
            "Recebido": "recebido",
            "Competência": "ignorar",
        }
    ),
    number_from=(fold("Número documento"), fold("ID")),
    signature=(fold("Data Liquidação"), fold("Valor documento")),
    day_heading="Data Liquidação",
)

GRANATUM = Profile(
    name="granatum",
    title="Granatum",
    columns=_folded(
        {
            "Cliente/Fornecedor": "cliente",
            "Documento cliente/fornecedor": "documento",
            "Descrição": "descricao",
            "Categoria": "categoria",
            "Data de vencimento": "vencimento",
            "Valor": "valor",
        }
    ),
    negative_is_payable=True,
    signature=(fold("Documento cliente/fornecedor"), fold("Cliente/Fornecedor")),
)

NIBO = Profile(
    name="nibo",
    title="Nibo",
    columns=_folded(
        {
            "Tipo de transação": "tipo",
            "Nome do contato": "cliente",
            "Descrição": "descricao",
            "Categoria": "categoria",
            "Valor": "valor",
            "Vencimento": "vencimento",
            "Competência": "emissao",
            "Data pag/rec/transferência": "pago_em",
        }
    ),
    number_from=(fold("Referência"),),
    negative_is_payable=True,
    signature=(fold("Tipo de transação"), fold("Nome do contato")),
    day_heading="Data pag/rec/transferência",
)

QUICKBOOKS = Profile(
    name="quickbooks",
    title="QuickBooks (A/R Aging Detail)",
    columns=_folded(
        {
            "Customer": "cliente",
            "Date": "emissao",
            "Due Date": "vencimento",
            "Amount": "valor",
            "Open Balance": "saldo",
        }
    ),
    number_from=(fold("Num"),),
    decimals=Decimals.POINT,
    days=DayOrder.MONTH_FIRST,
    negative_is_payable=True,
    signature=(fold("Open Balance"), fold("Customer")),
)

BUILT_IN: dict[str, Profile] = {
    profile.name: profile for profile in (OMIE, CONTA_AZUL, TINY, GRANATUM, NIBO, QUICKBOOKS)
}


def recognise(headings: list[str]) -> Profile | None:
    """The built-in profile whose signature the folded headings carry, if any."""
    present = set(headings)
    for profile in BUILT_IN.values():
        if present.issuperset(profile.signature):
            return profile
    return None
