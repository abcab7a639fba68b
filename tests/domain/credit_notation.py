"""Facts, titles, limits and guarantees of the tests of credit, as a person writes them."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.domain.notation import cents

from cobranca_cli.config import Settings
from cobranca_cli.config_credit import credit_settings
from cobranca_cli.domain.credit_facts import Average, Fact, Facts, Share, T
from cobranca_cli.domain.credit_limits import Capacity, Guarantee, Manual

AS_OF = date(2026, 11, 21)
DEFAULT = credit_settings(Settings(Path("cobranca.toml")))
"""The policy of whoever has written none: domain rule 7."""


def day(short: str) -> date:
    """`15/12` of 2026; `15/12/2027`."""
    parts = [int(part) for part in short.split("/")]
    return date(parts[2] if len(parts) == 3 else 2026, parts[1], parts[0])


def fact(value: T, on: date = AS_OF) -> Fact[T]:
    return Fact(value, "livro", on)


def facts(told: str) -> Facts:
    """`atraso 3,04; pior 12; meses 28; uso 62; promessas 4/4; consulta nenhuma; cnpj 4; pagas 9; pessoa`.

    `pagas` is 1 unless told; `consulta ativa 01/03` is of that day; `atraso` is in days, of one real.
    """
    found = Facts(paid=1)
    for each in filter(None, told.split("; ")):
        word, *rest = each.split()
        match word:
            case "atraso":
                late = Fraction(rest[0].replace(",", "."))
                found = found._replace(delay=fact(Average(late.numerator, late.denominator)))
            case "uso":
                used = Fraction(rest[0].replace(",", "."))
                found = found._replace(use=fact(Share(used.numerator, 100 * used.denominator)))
            case "promessas":
                kept, due = map(int, rest[0].split("/"))
                found = found._replace(promises=fact(Share(kept, due)))
            case "consulta":
                found = found._replace(restrictions=fact(rest[0], *map(day, rest[1:])))
            case "pessoa":
                found = found._replace(person=True)
            case "pagas":
                found = found._replace(paid=int(rest[0]))
            case _:
                field = {"pior": "worst", "meses": "months", "cnpj": "age"}[word]
                found = found._replace(**{field: fact(int(rest[0]))})
    return found


def capacity(told: str) -> Capacity:
    """`compras 8.000,00; prazo 28; faturamento 120.000,00; melhor 13.500,00; carteira 180.000,00`."""
    fields = {"compras": "purchases", "faturamento": "revenue", "melhor": "best", "carteira": "portfolio"}
    found = Capacity()
    for each in filter(None, told.split("; ")):
        word, value = each.split()
        if word == "prazo":
            found = found._replace(term=fact(int(value)))
        else:
            found = found._replace(**{fields[word]: fact(cents(value))})
    return found


def manuals(told: str) -> list[Manual]:
    """`total 5.000,00 desde 01/03 até 31/12; vencido nada desde 01/06`, in the order of recording."""
    found = []
    for each in filter(None, told.split("; ")):
        component, amount, _, since, *rest = each.split()
        found.append(
            Manual(
                component,
                None if amount == "nada" else cents(amount),
                day(since),
                day(rest[1]) if rest else None,
                "combinado com o dono",
            )
        )
    return found


def guarantees(told: str) -> tuple[Guarantee, ...]:
    """`aval 1.000,00 desde 01/03 até 31/12`."""
    found = []
    for each in filter(None, told.split("; ")):
        what, amount, _, since, *rest = each.split()
        found.append(Guarantee(what, cents(amount), day(since), day(rest[1]) if rest else None))
    return tuple(found)
