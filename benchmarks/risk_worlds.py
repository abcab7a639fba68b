"""Invented portfolios, each unlike the others: who pays late, why, and how much of that the ledger can tell.

`world(seed, kind)` draws how many customers and invoices there are, how they differ, and what moves them:
drift, seasons, the size of the invoice, new customers, customers who collapse. The kinds differ in how an
invoice comes to be late; the model knows none of them.
"""

from collections.abc import Iterator
from math import exp, pi, sin, sqrt
from random import Random
from typing import NamedTuple

from cobranca_cli.risk.facts import Customer, Title

FIRST = 738_000
"""An ordinal: the day on which the ledgers begin."""

TERMS = ([30], [28, 35, 42], [14, 21, 28, 30], [7, 15, 30, 60], [30, 60, 90])
KINDS = ("misto", "continuo", "fila", "dia-fixo", "perfis", "beta", "ruido")
"""A mixture of timely and late; one long tail; money that runs out; a fixed day of the month; types of payer;
one rate a customer and nothing else; one rate for all."""


class World(NamedTuple):
    """What a portfolio is drawn from; the rates are per customer and in logits."""

    kind: str
    days: int
    invoices: int
    customers: int
    level: float
    between: float
    state: float
    memory: float
    size: float
    season: float
    drift: float
    person: float
    collapse: float
    newcomers: float
    terms: list[int]
    spread: float


class _Buyer:
    """A customer and his purchases: start, due, size, days late (None is never)."""

    def __init__(self, chance: Random, world: World, share: float) -> None:
        self.since = 0.0 if chance.random() > world.newcomers else chance.uniform(0, world.days * 0.95)
        many = world.invoices * share * (1 - self.since / world.days)
        self.person = chance.random() < 0.3
        self.own = chance.gauss(0, world.between)
        self.usual = exp(chance.gauss(11.6, 1.0))
        self.habit = max(-3.0, chance.gauss(2 + 2 * self.own, 3))
        self.steady = chance.uniform(1, 5)
        self.pay_day = chance.randrange(28)
        self.profile = chance.choices(("pontual", "lento", "mau", "sumido"), (60, 25, 10, 5))[0]
        self.rate = chance.betavariate(0.7, 4)
        last = chance.uniform(self.since, world.days * 1.2)
        self.collapses = last if chance.random() < world.collapse else None
        self.terms = world.terms if chance.random() < 0.4 else [chance.choice(world.terms)]
        starts = (
            int(chance.uniform(self.since, world.days)) for _ in range(max(1, int(many + chance.random())))
        )
        self.starts = sorted(starts)


def draw(seed: int, kind: str, large: bool) -> World:
    """The portfolio of a seed."""
    chance = Random(f"{seed} {kind}")
    return World(
        kind,
        chance.choice((400, 540, 730, 900, 1100)),
        chance.choice((6_000, 9_000, 14_000) if large else (600, 1_500, 3_000, 5_000)),
        chance.choice((80, 200, 500, 1_200) if large else (20, 40, 80, 150, 300, 600, 1_500)),
        chance.uniform(-4.2, -1.2),
        chance.uniform(0.3, 1.6),
        chance.uniform(0.0, 1.0),
        chance.uniform(0.85, 0.99),
        chance.choice((0, 0, 0.3, 0.6)),
        chance.choice((0, 0, 0.3, 0.6)),
        chance.choice((0, 1)) * chance.uniform(-0.8, 0.8),
        chance.choice((0, 0, 0.5)),
        chance.choice((0, 0, 0.1, 0.3)),
        chance.choice((0, 0.3, 0.7)),
        chance.choice(TERMS),
        chance.uniform(0.4, 1.4),
    )


def portfolio(seed: int, kind: str, large: bool = False) -> tuple[list[Customer], int]:
    """The customers with all that ever happens to them, and the last day that the ledger knows."""
    world, chance = draw(seed, kind, large), Random(f"{kind} {seed}")
    weights = [exp(chance.gauss(0, world.spread)) for _ in range(world.customers)]
    found, first = [], 1
    for number, weight in enumerate(weights, 1):
        buyer = _Buyer(chance, world, weight / sum(weights))
        bought = list(_purchases(chance, world, buyer))
        if world.kind == "fila":
            bought = _paid_in_turn(chance, world, buyer, bought)
        titles = [_title(first + i, *each) for i, each in enumerate(bought)]
        found.append(Customer(number, buyer.person, titles))
        first += len(titles)
    return found, FIRST + world.days


def _title(identity: int, start: int, due: int, size: int, late: int | None) -> Title:
    paid = None if late is None else FIRST + max(due + late, start + 1)
    return Title(identity, FIRST + start, FIRST + due, size, ((paid, paid),) if paid else ())


def _purchases(chance: Random, world: World, buyer: _Buyer) -> Iterator[tuple[int, int, int, int | None]]:
    state, last = chance.gauss(0, world.state), 0
    for start in buyer.starts:
        kept = world.memory ** ((start - last) / 30)
        state, last = state * kept + chance.gauss(0, world.state * sqrt(1 - kept * kept)), start
        due = start + chance.choice(buyer.terms)
        while (FIRST + due) % 7 in (0, 6):
            due += 1
        large = chance.gauss(0, 0.8)
        odds = world.level + buyer.own + state + world.size * large + world.person * buyer.person
        odds += world.season * sin(2 * pi * (due % 365) / 365 + 1) + world.drift * (due / 365 - 1)
        late = _days_late(chance, world, buyer, odds, start, due)
        if buyer.collapses is not None and due + (late or 0) > buyer.collapses:
            late = None
        yield start, due, int(max(500, buyer.usual * exp(large))), late


def _days_late(chance: Random, world: World, buyer: _Buyer, odds: float, start: int, due: int) -> int | None:
    if world.kind == "continuo":
        typical = exp(1.6 + 0.5 * (odds - world.level) + 0.45 * (world.level + 3))
        return None if chance.random() < 0.02 else int(chance.expovariate(1) ** 1.6 * typical) - 2
    if world.kind == "perfis":
        return _by_profile(chance, buyer, start)
    rate = {"beta": buyer.rate, "ruido": 0.12}.get(world.kind, 1 / (1 + exp(-odds)))
    if chance.random() < rate:
        late = None if chance.random() < 0.15 else 31 + int(chance.expovariate(1 / 45))
    else:
        more = chance.expovariate(1 / 12) if chance.random() < 0.25 else 0
        late = round(min(30, max(start - due, chance.gauss(buyer.habit, buyer.steady) + more)))
    if world.kind == "dia-fixo" and late is not None and chance.random() < 0.8:
        late += (buyer.pay_day - (due + late) % 30) % 30
    return late


def _by_profile(chance: Random, buyer: _Buyer, start: int) -> int | None:
    """As the sample data of the demo: on the day, weeks late, months late, gone."""
    if buyer.profile == "sumido" and start > buyer.since + 200:
        return None
    mean, spread = {"pontual": (0, 3), "lento": (17, 10), "mau": (55, 40), "sumido": (8, 8)}[buyer.profile]
    return round(max(-5.0, chance.gauss(mean, spread)))


def _paid_in_turn(
    chance: Random, world: World, buyer: _Buyer, bought: list[tuple[int, int, int, int | None]]
) -> list[tuple[int, int, int, int | None]]:
    """The oldest is paid first, when there is money: what is late makes the next one late."""
    span = max(1.0, world.days - buyer.since)
    income = sum(size for _, _, size, _ in bought) / span * exp(chance.gauss(-0.4 - 0.25 * world.level, 0.35))
    income *= exp(-0.35 * buyer.own)
    queue = sorted(range(len(bought)), key=lambda i: (bought[i][1], i))
    late: dict[int, int] = {}
    money, mood = income * 30, 0.0
    for day in range(int(buyer.since), world.days + 200):
        if not queue or (buyer.collapses is not None and day > buyer.collapses):
            break
        mood = 0.97 * mood + chance.gauss(0, 0.12 * (0.3 + world.state))
        season = 1 + world.season * sin(2 * pi * (day % 365) / 365 + 1)
        money = min(money + income * exp(mood) * season, income * 60)
        while queue:
            start, due, size, _ = bought[queue[0]]
            too_large = size > income * 55 and day > due + 25
            if not (start < day and due - 3 <= day and (money >= size or too_large)):
                break
            late[queue.pop(0)] = day - due
            money = max(money - size, 0.0)
    return [(start, due, size, late.get(i)) for i, (start, due, size, _) in enumerate(bought)]
