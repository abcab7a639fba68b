"""A small invented portfolio, always the same for a seed: customers differ, and debts pile up."""

from math import exp
from random import Random

from tests.risk.notation import day

from cobranca_cli.risk.facts import Customer, Title
from cobranca_cli.risk.training import Example, examples

DAYS = 700
AS_OF = day(DAYS)


def customers(seed: int, count: int = 45, each: int = 20, *, telling: bool = True) -> list[Customer]:
    """Each pays very late with his own chance, more with what he left open; without `telling` all alike."""
    chance = Random(seed)
    return [_customer(chance, number, each, telling) for number in range(1, count + 1)]


def _customer(chance: Random, number: int, each: int, telling: bool) -> Customer:
    own = chance.gauss(-2.2, 1.0) if telling else -1.5
    person = chance.random() < 0.3
    made: list[Title] = []
    unpaid: list[int] = []
    for start in sorted(chance.randrange(DAYS) for _ in range(each)):
        waiting = sum(paid > start for paid in unpaid)
        odds = own + (1.2 * waiting + 0.5 * person if telling else 0)
        due = start + chance.choice((14, 28, 28, 42))
        late = chance.random() < 1 / (1 + exp(-odds))
        paid = due + (31 + int(chance.expovariate(1 / 40)) if late else chance.randrange(-4, 16))
        if late:
            unpaid.append(paid)
        turns = ((day(paid), day(paid)),) if chance.random() < 0.97 or not late else ()
        made.append(Title(1000 * number + len(made), day(start), day(due), chance.randrange(100, 900), turns))
    return Customer(number, person, made)


def examples_of(people: list[Customer], as_of: int = AS_OF) -> list[Example]:
    return [example for customer in people for example in examples(customer, as_of)]
