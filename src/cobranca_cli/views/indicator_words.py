"""What each indicator is called, its formula in words, and how its numbers stand in it."""

from typing import NamedTuple


class Words(NamedTuple):
    """The words of an indicator.

    Attributes:
        label: its name.
        formula: in words; a machine column, so that what is changed here is changed for programs.
        sum: the formula with places for its numbers; without it they are divided by one another.
    """

    label: str
    formula: str
    sum: str = "{} ÷ {}"


_SALES = "vendas a prazo × dias corridos"
_RECEIVED = "recebido de faturas já vencidas"

SIZE = {
    "carteira": Words("Contas a receber", "soma do principal em aberto", ""),
    "vencido": Words("Vencido", "principal em aberto que passou do vencimento efetivo", ""),
    "faturas_vencidas": Words(
        "Faturas vencidas", "quantas faturas em aberto passaram do vencimento efetivo", ""
    ),
    "vendas": Words(
        "Vendas a prazo",
        "soma das faturas emitidas no período, sem as canceladas e sem as parcelas de acordos",
        "",
    ),
}

TERMS = {
    "pmr": Words("PMR (DSO simples)", f"contas a receber ÷ {_SALES}", "{} ÷ {} × {}"),
    "pmr_exaustao": Words(
        "PMR por exaustão (count-back)",
        "dias corridos dos meses, do último para trás, cujas vendas a prazo somam as contas a receber; o mês"
        " mais antigo em proporção",
        "{} a esgotar",
    ),
    "pmr_medio": Words(
        "PMR pela carteira média",
        f"(contas a receber no início + no fim) ÷ 2 ÷ {_SALES}",
        "({} + {}) ÷ 2 ÷ {} × {}",
    ),
    "pmr_melhor": Words(
        "Melhor PMR possível (BPDSO)", f"contas a receber a vencer ÷ {_SALES}", "{} ÷ {} × {}"
    ),
    "atraso_pmr": Words(
        "Dias médios de atraso (ADD)", "PMR - melhor PMR possível, em dias corridos", "{} - {}"
    ),
    "atraso_medio": Words(
        "Atraso médio da carteira",
        "soma de valor × dias corridos de atraso ÷ contas a receber; o que vai vencer conta zero dia",
    ),
    "atraso_vencidas": Words("Atraso médio do vencido", "soma de valor × dias corridos de atraso ÷ vencido"),
    "prazo_recebimento": Words(
        "Da emissão ao recebimento",
        "soma de principal recebido × dias corridos desde a emissão ÷ principal recebido",
    ),
}

RECOVERY = {
    "cei": Words(
        "Eficácia da cobrança (CEI)",
        "(contas a receber no início + vendas - contas a receber no fim) ÷ (contas a receber no início +"
        " vendas - a vencer no fim)",
        "({0} + {1} - {2}) ÷ ({0} + {1} - {3})",
    ),
    "recuperacao": Words("Recuperação do vencido", f"{_RECEIVED} ÷ vencido no início"),
    "recuperacao_entradas": Words(
        "Recuperação, com as entradas",
        f"{_RECEIVED} ÷ (vencido no início + o que venceu sem ser pago no período)",
        "{} ÷ ({} + {})",
    ),
    "custo": Words("Custo da cobrança", f"custo informado ÷ {_RECEIVED}"),
    "retorno": Words("Retorno da cobrança", f"{_RECEIVED} ÷ custo informado"),
}

DEFAULT = {
    "vencido_percentual": Words("Vencido sobre a carteira", "vencido ÷ contas a receber"),
    "inadimplencia_90": Words(
        "Inadimplência acima de 90 dias", "em aberto há mais de 90 dias de atraso ÷ contas a receber"
    ),
    "inadimplencia_90_operacao": Words(
        "Inadimplência, com arrasto da operação",
        "tudo o que está em aberto das operações com parcela há mais de 90 dias ÷ contas a receber",
    ),
    "inadimplencia_90_cliente": Words(
        "Inadimplência, com arrasto do cliente",
        "tudo o que está em aberto dos clientes com fatura há mais de 90 dias ÷ contas a receber",
    ),
    **{
        f"safra_{days}": Words(
            f"Safra: não pago {days} dias depois",
            f"das faturas com vencimento efetivo no mês, o que não foi pago até {days} dias corridos depois"
            " dele ÷ o valor delas",
        )
        for days in (5, 30, 60, 90)
    },
}

_ROLLED = {
    "a_vencer": ("de a vencer a 1-30", "em 1 a 30 dias", "a vencer"),
    "d1_30": ("de 1-30 a 31-60", "em 31 a 60 dias", "em 1 a 30 dias"),
    "d31_60": ("de 31-60 a 61-90", "em 61 a 90 dias", "em 31 a 60 dias"),
    "d61_90": ("de 61-90 a mais de 90", "que passou de 90 dias", "em 61 a 90 dias"),
}

ROLLING = {
    **{
        f"rolagem_{band}": Words(
            f"Rolagem {label}",
            f"média das taxas mensais: saldo {to} no fim do mês ÷ saldo {whence} no fim do mês anterior",
            "média de",
        )
        for band, (label, to, whence) in _ROLLED.items()
    },
    "provisao_rolagem": Words(
        "Perda esperada pela rolagem",
        "estimativa gerencial: saldo de cada faixa até 90 dias × o produto das taxas de rolagem dali até a"
        " perda",
        "+",
    ),
    "provisao_matriz": Words(
        "Perda esperada pela matriz",
        "estimativa gerencial: saldo de cada faixa × taxa proposta (0,5; 3; 10; 25; 50; 80; 100%)",
        "+",
    ),
    "provisao_matriz_percentual": Words(
        "Perda pela matriz sobre a carteira", "estimativa gerencial: perda pela matriz ÷ contas a receber"
    ),
}

CONTACTS = {
    "promessas": Words(
        "Promessas cumpridas",
        "cumpridas ÷ promessas com o prazo encerrado no período; o prazo é o dia útil seguinte ao prometido",
    ),
    "promessas_valor": Words(
        "Promessas cumpridas, em valor",
        "valor das cumpridas ÷ valor das promessas com o prazo encerrado no período",
    ),
    "regua": Words(
        "Régua: pagas em 7 dias", "faturas pagas até 7 dias corridos depois do degrau ÷ faturas que o tomaram"
    ),
    "regua_valor": Words(
        "Régua: valor pago em 7 dias",
        "recebido até 7 dias corridos depois do degrau ÷ o que estava em aberto das faturas que o tomaram",
    ),
    "contato_efetivo": Words(
        "Contato efetivo", "contatos em que se falou com o próprio cliente (CPC) ÷ contatos que tentamos"
    ),
    "contato_promessa": Words("Promessa por contato efetivo", "contatos com promessa ÷ contatos efetivos"),
    "contato_pago": Words(
        "Pagamento após contato",
        "contatos efetivos com pagamento do cliente em até 7 dias corridos ÷ contatos efetivos",
    ),
}

CONCENTRATION = {
    "hhi": Words(
        "Concentração (HHI)", "soma dos quadrados da parte de cada cliente nas contas a receber × 10.000", ""
    ),
    "clientes_equivalentes": Words(
        "Clientes equivalentes", "quantos clientes iguais dariam a mesma concentração: 10.000 ÷ HHI", ""
    ),
    "maiores_3": Words("Três maiores clientes", "o que devem os três maiores ÷ contas a receber"),
    "clientes_a": Words(
        "Clientes da classe A",
        "quantos, do maior para o menor, somam até 80% das contas a receber",
        "{} de {}",
    ),
}

GROUPS = {
    "Carteira": SIZE,
    "Prazo e atraso": TERMS,
    "Recuperação": RECOVERY,
    "Inadimplência": DEFAULT,
    "Rolagem e perda esperada (estimativa gerencial)": ROLLING,
    "Promessas, régua e contatos": CONTACTS,
    "Concentração": CONCENTRATION,
}
"""The indicators as they are told."""

WORDS = {code: words for group in GROUPS.values() for code, words in group.items()}
GROUP_OF = {code: name for name, group in GROUPS.items() for code in group}
