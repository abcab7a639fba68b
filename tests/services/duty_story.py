"""Stories of duties: the lines of `ladder_story`, with what `hoje` then asks of the creditor after `>`.

    17/04/2026 sex | Ana paga 1.000,00 da 1001
    17/04/2026 sex | > Ana: pedir a baixa da negativação de 1001 até 27/04/2026
    18/04/2026 sáb | > nada

A line after `>` is how a task begins. All of the day's are told, or `> nada`. The ladder does not run. At the
end every day is asked for again, and says what it said in its evening.
"""

import re
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from unittest.mock import patch

from tests.domain.account_notation import keys
from tests.domain.notation import cents
from tests.services.ladder_story import GRAMMAR, Doing, day_of, days
from tests.services.ladder_world import World, engine

from cobranca_cli.domain.deadlines import Fact
from cobranca_cli.services import adjustments, deadlines, payments, write_letter
from cobranca_cli.services.agreement_break import break_agreement, cancel, resume
from cobranca_cli.services.agreement_offers import Asked
from cobranca_cli.services.agreement_sign import Signing, sign
from cobranca_cli.services.worklist import DUTY, Worklist, worklist

_DAY, _MONEY, _INVOICE = r"(\d\d/\d\d/\d{4})", r"([\d.]+,\d\d)", r"([\w/-]+)"


class DutyWorld(World):
    """A ledger whose titles are listed, protested, agreed upon and paid."""

    def tells(self, kind: str, invoice: str, on: date) -> None:
        deadlines.record_facts(self.ledger, self.moment, [invoice], Fact(kind, on))

    def ends_fact(self, number: int, on: date | None) -> None:
        deadlines.withdraw_fact(self.ledger, self.moment, number, on)

    def writes(self, model: str, who: str, invoice: str) -> None:
        wanted = write_letter.Wanted(who, model, (invoice,))
        with patch.object(write_letter, "engine_beside", lambda _: nullcontext(engine())):
            write_letter.write_letter(*self.at, wanted)

    def pays_as(self, amount: int, invoice: str, mode: str = "legal", on: date | None = None) -> None:
        payments.register(*self.at, payments.Order(amount, on, (invoice,), mode=mode))

    def adjusts(self, kind: str, invoice: str) -> None:
        wish = adjustments.Wish(kind, invoice, "combinado", author="Rita")
        adjustments.adjust(*self.at, wish)

    def agrees(self, who: str, invoice: str, count: int, first: date) -> None:
        sign(*self.at, Signing(Asked(who, (invoice,), count, first=first), author="Rita"))

    def morning(self, on: date) -> Worklist:
        return worklist(*self.at, on)

    def duties(self, on: date) -> list[str]:
        """`Ana: pedir a baixa …`"""
        return [
            f"{work.customer.name}: {task.words}"
            for work in self.morning(on).work
            for task in work.tasks
            if task.kind == DUTY
        ]


_DUTIES: tuple[tuple[str, Doing], ...] = (
    (rf"fato (\w+) da {_INVOICE} em {_DAY}", lambda w, kind, name, on: w.tells(kind, name, day_of(on))),
    (rf"o fato (\d+) acaba em {_DAY}", lambda w, number, on: w.ends_fact(int(number), day_of(on))),
    (r"o fato (\d+) foi engano", lambda w, number: w.ends_fact(int(number), None)),
    (rf"carta (\w+) para (\w+), da {_INVOICE}", lambda w, model, who, name: w.writes(model, who, name)),
    (rf"entram {_MONEY} da {_INVOICE}", lambda w, amount, name: w.pays_as(cents(amount), name)),
    (
        rf"entram {_MONEY} da {_INVOICE}, de {_DAY}",
        lambda w, amount, name, on: w.pays_as(cents(amount), name, on=day_of(on)),
    ),
    (
        rf"entra o principal da {_INVOICE}: {_MONEY}",
        lambda w, name, amount: w.pays_as(cents(amount), name, mode="capital"),
    ),
    (rf"abona {_INVOICE}", lambda w, name: w.adjusts("abono", name)),
    (rf"lança {_INVOICE} como perda", lambda w, name: w.adjusts("perda", name)),
    (
        rf"acordo com (\w+) da {_INVOICE}: (\d)x, a primeira em {_DAY}",
        lambda w, who, name, count, first: w.agrees(who, name, int(count), day_of(first)),
    ),
    (r"rompe o acordo", lambda w: break_agreement(*w.at, "1", "não pagou")),
    (r"retoma o acordo", lambda w: resume(*w.at, "1", "pagou")),
    (r"desfaz o acordo", lambda w: cancel(*w.at, "1", "engano")),
    (r"fim", lambda w: None),
)


def _happens(world: DutyWorld, text: str) -> None:
    for pattern, doing in (*_DUTIES, *GRAMMAR):
        if match := re.fullmatch(pattern, text):
            doing(world, *match.groups())
            return
    raise AssertionError(f"nobody understands: {text}")


def tell(folder: Path, text: str, charges: str = "", **customers: str) -> DutyWorld:
    """Live a story on a new ledger; `charges` are terms as in `account_notation`, else there are none."""
    world = DutyWorld(folder, customers=customers)
    if charges:
        world.settings = world.settings._replace(charges=keys(charges))
    evenings: dict[date, list[str]] = {}
    for on, told in days(text).items():
        world.today = on
        for event in told.before:
            _happens(world, event)
        if told.seen:
            _compare(on, world.duties(on), [] if told.seen == ["nada"] else told.seen)
        for event in told.after:
            _happens(world, event)
        evenings[on] = world.duties(on)
    assert {on: world.duties(on) for on in evenings} == evenings
    return world


def _compare(on: date, found: list[str], told: list[str]) -> None:
    same = len(found) == len(told) and all(map(str.startswith, found, told))
    assert same, f"{on:%d/%m/%Y}: {found}, not {told}"
