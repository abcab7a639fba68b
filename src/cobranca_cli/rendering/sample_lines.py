"""The lines that specimens of agreements are made of."""

from collections.abc import Sequence
from typing import Any

from cobranca_cli.brformat import currency_br
from cobranca_cli.domain.words import amount_in_words

Data = dict[str, Any]

STEP = "etapa base taxa dias valor regra"
COUNTED = "simples, dia a dia, mês de 30 dias"
ONCE = "uma vez, sobre o principal"


def table(keys: str, *lines: Sequence[str]) -> list[dict[str, str]]:
    """Each line as a table with these keys, which stand in one text."""
    names = keys.split()
    return [dict(zip(names, line, strict=True)) for line in lines]


def plan(*lines: Sequence[str]) -> list[dict[str, str]]:
    """A schedule of which nothing is told yet: number, due date, amount, interest, amortisation, balance."""
    keys = "numero vencimento valor juros amortizacao saldo situacao"
    return table(keys, *((*line, "") for line in lines))


def offers(*lines: Sequence[str]) -> list[dict[str, str]]:
    """Proposals: name, entry, instalments, first due date, discount, total, what is saved."""
    return table("nome entrada parcelas primeiro desconto total economia", *lines)


def working(invoice: str, *lines: Sequence[str]) -> Data:
    """The working of one invoice: stage, base, rate, days, amount, rule."""
    return {"fatura": invoice, "linhas": table(STEP, *lines)}


def told(schedule: list[dict[str, str]], *situations: str) -> list[dict[str, str]]:
    """A schedule with what became of each line."""
    return [{**line, "situacao": each} for line, each in zip(schedule, situations, strict=True)]


def about(*titles: Data) -> Data:
    """What the data says of the titles of a letter, and their sums."""

    def total(key: str) -> int:
        return sum(int("".join(filter(str.isdigit, title[key]))) for title in titles)

    late = sum(bool(title["dias_atraso"]) for title in titles)
    return {
        "titulos": list(titles),
        "quantidade": len(titles),
        "vencidas": late,
        "a_vencer": len(titles) - late,
        "total": currency_br(total("total")),
        "total_extenso": amount_in_words(total("total")),
        "total_principal": currency_br(total("principal")),
        "total_encargos": currency_br(total("encargos")),
        "total_vencido": currency_br(total("total")),
        "a_seguir": [],
    }


def title(invoice: str, due: str, late: int, amounts: Sequence[str], **more: object) -> Data:
    """A title by what it was issued for, and what is open: principal, fine, interest, both of them, all."""
    names = ("valor", "principal", "multa", "juros", "encargos", "total")
    nothing = dict.fromkeys(("boleto", "pix", "memoria", "descricao", "emissao"), "")
    nothing |= dict.fromkeys(("correcao", "despesas"), "R$ 0,00")
    known = {"fatura": invoice, "vencimento": due, "dias_atraso": late, "situacao": "vencida"}
    return {**nothing, **known, **dict(zip(names, amounts, strict=True)), **more}


def settled(invoice: str, due: str, amount: str, **more: object) -> Data:
    """A title that is paid."""
    return title(invoice, due, 0, (amount, *["R$ 0,00"] * 5), situacao="paga", **more)


def dated(day: str, long: str) -> dict[str, str]:
    """A day, as the sections `carta` and `acordo` write it."""
    return {"data": day, "data_extenso": long}
