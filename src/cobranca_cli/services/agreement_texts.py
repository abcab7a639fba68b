"""The section `acordo` of a letter's data: empty here; the commands about agreements fill it."""

from collections.abc import Mapping

NO_AGREEMENT: Mapping[str, object] = {
    "numero": "",
    "data": "",
    "data_extenso": "",
    "divida": "",
    "desconto": "",
    "desconto_encargos": "",
    "desconto_principal": "",
    "saldo": "",
    "saldo_extenso": "",
    "entrada": "",
    "parcelas": 0,
    "juros_total": "",
    "total": "",
    "total_extenso": "",
    "sistema": "",
    "taxa": "",
    "multa": "",
    "mora": "",
    "validade": "",
    "clausula": "",
    "aviso_dias": 0,
    "rompe_parcelas": 0,
    "rompe_dias": 0,
    "rompe_em": "",
    "assinatura": "",
    "foro": "",
    "autor": "",
    "devedor": {"documento": "", "endereco": ""},
    "pago": "",
    "falta": "",
    "plano": [],
    "propostas": [],
    "memoria": [],
}
"""What a letter about no agreement sees. Texts are ready to print: `R$ 1.234,56`, `22/11/2026`.

Attributes:
    divida: what the invoices come to; less `desconto` (`desconto_encargos` and `desconto_principal`) it is
        `saldo`; with `juros_total` that is `total`, the sum of `plano`.
    entrada: the first payment; `parcelas` counts those after it.
    sistema: `sem juros`, `juros simples`, `tabela Price` or `SAC`; `taxa` as `1,5% ao mês`.
    multa, mora: of a late instalment, `2%` and `1% ao mês`.
    validade: until when proposals stand, or the term can be signed.
    clausula: `original`, `parcelas` or `proporcional` (`domain.agreement`).
    aviso_dias: an instalment later than that is a reason to warn; `rompe_parcelas` late ones, or one that is
        `rompe_dias` late, are a reason to break.
    rompe_em: from when the agreement may be broken; in `quebra`, the day on which it was.
    assinatura: `testemunhas` or `eletronica`.
    foro: the town of the venue, `Campinas/SP`; empty is the debtor's.
    devedor: the whole CPF or CNPJ, the whole address.
    pago, falta: what came in of `total`, and what did not.
    plano: `numero` (`Entrada`, `1`…), `vencimento`, `valor`, `juros`, `amortizacao`, `saldo`, `situacao`.
    propostas: `nome`, `entrada`, `parcelas` (`3 × R$ 3.000,00`), `primeiro`, `desconto`, `total`, `economia`.
    memoria: of each `fatura`, `linhas` with `etapa`, `base`, `taxa`, `dias`, `valor`, `regra`.
"""
