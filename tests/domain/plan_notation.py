"""A customer, his titles and the plan of a day, as the tables of tests write them."""

from collections.abc import Sequence
from datetime import date

from tests.domain.notation import CALENDAR, cents, day

from cobranca_cli.domain.ladder import CALL, DECIDE, Dates, Ladder, Step
from cobranca_cli.domain.plan import Debt, Debtor, Line, Policy, Stop, Touch, plan_day

EVERY_CHANNEL = "email whatsapp telefone carta"

LADDER = Ladder(
    (
        Step(-5, template="lembrete"),
        Step(-1, segments=frozenset({"alto-valor"}), channels=("whatsapp",)),
        Step(0, template="vencimento"),
        Step(1),
        Step(3, channels=("email",)),
        Step(7, action=CALL, channels=("telefone",)),
        Step(15, channels=("email", "carta"), repeat=7),
        Step(30, action=DECIDE, channels=(), minimum=10_000, gates=frozenset({"dados"})),
        Step(45, action=DECIDE, channels=(), gates=frozenset({"dados", "prova"})),
    )
)
"""A short ladder with everything in it."""

POLICY = Policy(LADDER)


def step(text: str) -> Step:
    """`D+3`, `E+5`, `F+30`, `A+10`, then what else: `D+15/14` repeats, `D+1>=150,00` has a minimum."""
    label, _, least = text.partition(">=")
    label, _, repeat = label.partition("/")
    base = {"D": "vencimento", "E": "emissao", "F": "fim-do-mes", "A": "anterior"}[label[0]]
    return Step(int(label[1:]), base, int(repeat or 0), minimum=cents(least) if least else 0)


def ladder(text: str, *, one_at_a_time: bool = False, move: bool = True) -> Ladder:
    """The steps of `text` with a blank between them."""
    return Ladder(tuple(step(each) for each in text.split()), one_at_a_time, move)


def debtor(
    channels: str = EVERY_CHANNEL,
    refused: str = "",
    segments: str = "",
    no_steps: str = "",
    *,
    gaps: str = "",
    credit: str = "0,00",
    last: str = "",
    calls: int = 0,
    phoned: str = "",
    stop: str = "",
    state: str = "",
) -> Debtor:
    """A customer; words apart by blanks, days in ISO."""
    touch = Touch(day(last) if last else None, calls, day(phoned) if phoned else None)
    return Debtor(
        1, "Ana", state=state, channels=frozenset(channels.split()), refused=frozenset(refused.split()),
        gaps=gaps, segments=frozenset(segments.split()), no_steps=frozenset(no_steps.split()),
        credit=cents(credit), touch=touch, stop=Stop(stop, stop) if stop else None,
    )  # fmt: skip


def taken(text: str) -> dict[str, date]:
    """`D0 D+3@2026-08-17`; a step without a day was taken long ago."""
    done = {}
    for each in text.split():
        label, _, on = each.partition("@")
        done[label] = day(on) if on else date(2020, 1, 1)
    return done


def debt(
    name: str, due: str, done: str = "", open: str = "1.000,00", *, proved: bool = False, stop: str = "",
    issued: str = "", total: str = "",
) -> Debt:  # fmt: skip
    """A title due on a day, with the steps it has taken."""
    effective = CALENDAR.next_business_day(day(due))
    return Debt(
        int(name), name, Dates(effective, day(issued or due)), cents(open), cents(total or open), taken(done),
        proved, Stop(stop, stop) if stop else None,
    )  # fmt: skip


def told(line: Line) -> str:
    """`enviar D+3 email: 1 D+3, 2 D-5`; a skip is `pular promessa D+3: 1 D+3`."""
    titles = ", ".join(f"{each.name} {each.label}" for each in line.titles)
    how = line.kind or line.channel or "-"
    middle = f"{how} {line.label}" if line.kind else f"{line.label} {how}"
    return f"{line.action} {middle}: {titles}"


def plan(who: Debtor, debts: Sequence[Debt], on: str, policy: Policy = POLICY) -> list[str]:
    """What is to be done on a day about a customer's titles."""
    return [told(line) for line in plan_day([(who, debts)], policy, CALENDAR, day(on))]
