"""What is kept of a person, class by class: what for, on which ground, and until when (LGPD arts. 7, 15, 16).

One rule counts for every class, the longest that the law asks of any of them, because the records of a
customer prove each other: so many years, counted from the first day of the year after the last thing that
happened with him (CTN arts. 173, I, and 195, sole paragraph; the five years of CC art. 206, § 5, I, of CDC
arts. 27 and 43, § 1, end no later).
"""

from datetime import date
from typing import NamedTuple


class RecordClass(NamedTuple):
    """A class of records. Every text but `key` is Portuguese, for the person and for the owner.

    Attributes:
        key: ASCII name of the machine formats, a promise.
        what: what it holds.
        purpose: what it is kept for (LGPD art. 9, I).
        ground: the legal ground of keeping it (art. 7).
        after: what stays of it when the person is erased (art. 16, IV).
    """

    key: str
    label: str
    what: str
    purpose: str
    ground: str
    after: str


_CONTRACT = "execução do contrato (LGPD, art. 7º, V)"
_DEFENCE = "exercício regular de direitos (LGPD, art. 7º, VI)"
_CREDIT = "proteção do crédito (LGPD, art. 7º, X)"
_DUTY = "obrigação legal de guardar o que prova os lançamentos (LGPD, art. 7º, II; CTN, art. 195)"

CLASSES: tuple[RecordClass, ...] = (
    RecordClass(
        "cadastro", "Cadastro", "nome, CPF ou CNPJ, código, e-mail, telefone, endereço e categoria",
        "saber quem comprou e falar com ele", _CONTRACT,
        "só o número interno, com um nome neutro",
    ),
    RecordClass(
        "faturas", "Faturas", "número, datas, valor, descrição e o motivo de um cancelamento",
        "cobrar o que foi vendido e prestar contas", f"{_CONTRACT}; {_DUTY}",
        "número, datas e valores; a descrição e os motivos saem",
    ),
    RecordClass(
        "pagamentos", "Pagamentos e lançamentos",
        "o que entrou, o que foi descontado, baixado ou estornado, e o efeito em cada fatura",
        "saber o que está pago e prestar contas", f"{_CONTRACT}; {_DUTY}",
        "datas e valores; a chave do pagamento, os motivos e os autores saem",
    ),
    RecordClass(
        "encargos", "Encargos combinados", "multa, juros e correção que valem só para ele",
        "contar os encargos como foi combinado", _CONTRACT, "as taxas; o motivo sai",
    ),
    RecordClass(
        "acordos", "Acordos", "o que foi parcelado, as condições, as parcelas e um rompimento",
        "cumprir e provar o acordo", f"{_CONTRACT}; {_DEFENCE}",
        "datas, valores e condições; a nota e o autor saem",
    ),
    RecordClass(
        "boletos", "Boletos e Pix", "linha digitável e código Pix de cada fatura",
        "dar como pagar", _CONTRACT, "que havia um, e desde quando; o código sai",
    ),
    RecordClass(
        "juridico", "Fatos jurídicos", "protesto, negativação, ação e outros fatos de uma fatura",
        "respeitar prazos e dar baixa no tempo certo", f"{_DEFENCE}; {_CREDIT}",
        "que fato e em que dia; a nota sai",
    ),
    RecordClass(
        "regua", "Régua de cobrança", "que avisos foram decididos, quando e por quê",
        "não avisar duas vezes e provar como se cobrou", f"{_DEFENCE}; {_CREDIT}",
        "que degrau e em que dia; as razões saem",
    ),
    RecordClass(
        "cartas", "Cartas", "o texto de cada carta, para onde foi e por que canal",
        "provar o que foi dito e que a cobrança foi correta (CDC, arts. 42 e 42-A)", f"{_DEFENCE}; {_CREDIT}",
        "que modelo, em que dia, por que canal e de quanto; o texto e o destino saem",
    ),
    RecordClass(
        "contatos", "Contatos e promessas", "conversas, notas, resultados e promessas de pagamento",
        "lembrar o que foi combinado e provar como se cobrou", f"{_DEFENCE}; {_CREDIT}",
        "dia, canal, resultado e valor; as notas e os autores saem",
    ),
    RecordClass(
        "pausas", "Pausas e contestações", "o que segura a cobrança, desde quando e por quê",
        "respeitar o que o cliente pediu ou contesta", f"{_CONTRACT}; {_DEFENCE}",
        "que pausa e de quando a quando; os motivos saem",
    ),
    RecordClass(
        "credito", "Crédito", "o que ele informou, garantias, consultas a birôs, limites e decisões",
        "decidir quanto vender a prazo, e explicar a decisão (LGPD, art. 20; Lei 12.414/2011, art. 5º)",
        f"{_CREDIT}; {_CONTRACT}",
        "datas, valores e pontuações; o que foi informado, as notas e os cálculos saem",
    ),
    RecordClass(
        "importacoes", "Arquivos importados", "o nome dos arquivos de que ele veio, e quando",
        "saber de onde veio cada dado", _DUTY, "a data e a marca do arquivo; um nome que o diga sai",
    ),
)  # fmt: skip
"""Every class of records, in the order in which a person reads them."""


def kept_until(last: date, years: int) -> date:
    """The last day on which records are kept, when `last` is the day of the last thing that happened."""
    return date(last.year + years, 12, 31)


def overdue(last: date, years: int, as_of: date) -> bool:
    """Whether records have been kept longer than the rule asks."""
    return as_of > kept_until(last, years)
