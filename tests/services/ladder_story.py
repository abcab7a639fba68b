"""Stories of collection: a line is a day and what happened on it, or, after `>`, what the program then did.

    03/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
    07/08/2026 sex | > enviar D-5 email: 1001
    14/08/2026 sex | Ana paga 1.000,00 da 1001
    30/09/2026 qua | fim

The program runs on every day from the first to the last, weekends too, after what the day's lines tell before
their first `>`. What it does is told in full: an action that no line tells is a mistake, and so is a told one
that does not come. A skip (`> pular promessa D+3: 1001`) may be told or not. On the days with a line it runs
twice, and the second time must find nothing; their plan must be the same when it is asked for at the end.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.domain.notation import cents
from tests.services.ladder_world import World

WEEKDAYS = ("seg", "ter", "qua", "qui", "sex", "sáb", "dom")
ONE_DAY = timedelta(days=1)
_LINE = re.compile(r"(\d\d/\d\d/\d{4}) (\w{3}) \| (> )?(.+)")
_DAY, _MONEY, _NAME = r"(\d\d/\d\d/\d{4})", r"([\d.]+,\d\d)", r"(\w+)"
_INVOICES = r"((?:ACORDO-\d/)?\d+(?:, \d+)*)"


class Told(NamedTuple):
    """One line."""

    day: date
    seen: bool
    text: str


class Day(NamedTuple):
    """What happens before the program runs, what it does, and what happens after it."""

    before: list[str]
    seen: list[str]
    after: list[str]


def day_of(text: str) -> date:
    """`14/08/2026`."""
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def lines(text: str) -> Iterator[Told]:
    """The lines of a story; a wrong day of the week, or a day out of order, is a mistake of the teller."""
    last = date.min
    for raw in text.strip().splitlines():
        match = _LINE.fullmatch(raw.strip())
        assert match, f"not a line of a story: {raw}"
        on = day_of(match[1])
        assert WEEKDAYS[on.weekday()] == match[2], f"{match[1]} is {WEEKDAYS[on.weekday()]}"
        assert on >= last, f"{match[1]} comes too late"
        last = on
        yield Told(on, bool(match[3]), match[4])


def days(text: str) -> dict[date, Day]:
    """The story by its days."""
    found: dict[date, Day] = {}
    for line in lines(text):
        one = found.setdefault(line.day, Day([], [], []))
        (one.seen if line.seen else one.after if one.seen else one.before).append(line.text)
    return found


def invoices(text: str | None) -> tuple[str, ...]:
    """`1001, 1002`."""
    return tuple(text.split(", ")) if text else ()


Doing = Callable[..., object]
GRAMMAR: tuple[tuple[str, Doing], ...] = (
    (
        rf"{_NAME} compra (\d+): {_MONEY} para {_DAY}",
        lambda world, who, number, amount, due: world.sells(who, number, cents(amount), day_of(due)),
    ),
    (
        rf"importa (\d+) de {_NAME}: {_MONEY}, vencida em {_DAY}",
        lambda world, number, who, amount, due: world.imports(who, number, cents(amount), day_of(due)),
    ),
    (
        rf"{_NAME} paga {_MONEY}(?: d[ae]s? {_INVOICES})?",
        lambda world, who, amount, named: world.pays(who, cents(amount), invoices(named)),
    ),
    (r"o último pagamento é devolvido", lambda world: world.reverses()),
    (r"cancela (\d+)", lambda world, number: world.cancels(number)),
    (
        rf"{_NAME} promete {_MONEY} para {_DAY}(?: d[ae]s? {_INVOICES})?",
        lambda world, who, amount, on, named: world.promises(who, cents(amount), day_of(on), invoices(named)),
    ),
    (rf"pausa {_NAME} até {_DAY}", lambda world, who, until: world.pauses(who, day_of(until))),
    (rf"contesta (\d+) até {_DAY}", lambda world, number, until: world.disputes(number, day_of(until))),
    (r"encerra a (?:pausa|contestação)", lambda world: world.resumes()),
    (r"a contestação é (procedente|improcedente)", lambda world, result: world.resumes(result=result)),
    (rf"{_NAME} não quer (\w+)", lambda world, who, channel: world.refuses(who, channel)),
    (
        rf"{_NAME} (faleceu|faliu|está superendividada|nunca se cobra)",
        lambda w, who, why: w.stops(who, why),
    ),
    (
        rf"contato com {_NAME} por (\w+): ([\w-]+)",
        lambda world, who, channel, outcome: world.contacts(who, channel, outcome),
    ),
    (
        rf"{_NAME} firma acordo d[ae]s? {_INVOICES} em (\d+) vezes a partir de {_DAY}",
        lambda world, who, named, many, first: world.agrees(who, invoices(named), int(many), day_of(first)),
    ),
    (r"rompe o acordo", lambda world: world.breaks()),
    (r"retoma o acordo", lambda world: world.takes_up()),
    (r"aprova", lambda world: world.decides("aprovar")),
    (r"recusa", lambda world: world.decides("recusar")),
)


class Teller:
    """Lives a story through on a real ledger."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.idle_until: date | None = None
        self.plans: dict[date, list[str]] = {}

    def live(self, story: dict[date, Day]) -> None:
        """Day by day, from the first to the last."""
        on, last = min(story), max(story)
        while on <= last:
            self.world.today = on
            self._day(on, story.get(on))
            on += ONE_DAY
        self._as_it_was()

    def _day(self, on: date, told: Day | None) -> None:
        for text in told.before if told else ():
            self._happens(text)
        if not self.idle_until or on >= self.idle_until:
            self._runs(on, told)
        else:
            assert not told or not told.seen, f"{on}: the program does not run"
        if told:
            for text in told.after:
                self._happens(text)
            self.plans[on] = self.world.plan(on)

    def _happens(self, text: str) -> None:
        if text == "fim":
            return
        if match := re.fullmatch(rf"o programa fica parado até {_DAY}", text):
            self.idle_until = day_of(match[1])
            return
        for pattern, doing in GRAMMAR:
            if match := re.fullmatch(pattern, text):
                doing(self.world, *match.groups())
                return
        raise AssertionError(f"nobody understands: {text}")

    def _runs(self, on: date, told: Day | None) -> None:
        planned = self.world.plan(on) if told else []
        done = self.world.run()
        seen = told.seen if told else []
        expected = [text for text in seen if not text.startswith("pular ")]
        assert sorted(done) == sorted(expected), f"{on:%d/%m/%Y}: did {done}, not {expected}; {planned}"
        if told:
            assert [line for line in planned if not line.startswith("pular ")] == done, on
            assert set(seen) <= {*planned, *done}, f"{on:%d/%m/%Y}: {seen} is not in {planned}"
            assert self.world.run() == [], f"{on}: twice a day"

    def _as_it_was(self) -> None:
        """The plan of each day gone by is what it was in the evening of that day."""
        now = {on: self.world.plan(on) for on in self.plans}
        assert now == self.plans


def tell(folder: Path, text: str, ladder: str = "", **customers: str) -> World:
    """Live a story on a new ledger; `customers` maps a name to what is registered of him, else everything.

    `ladder` is what stands in `[regua]`; nothing is the ladder that the program comes with.
    """
    world = World(folder, ladder, customers)
    Teller(world).live(days(text))
    return world
