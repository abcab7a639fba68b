"""The plan of a day: one action a customer at the highest step, and every skip with its reason.

A pure function of the facts as of the day. What a customer's titles ask for is put together: messages and
calls in one, at the highest step; decisions, which wait for the owner, in another, on a day of its own.
Rules: Código de Defesa do Consumidor arts. 42 and 71 (no constraint, no disturbing of rest); the gap, the
weekly calls and the window are the owner's policy, for no federal law gives numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br

from .calendar import BusinessCalendar
from .ladder import CALL, DATA_GATE, DECIDE, PROOF_GATE, SEND, SKIP, Dates, Ladder, Reached, Step, reached

_ALL_WEEKDAYS = frozenset(range(5))
_DAY_NAMES = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
CHANNEL_WORDS = {
    "telefone": "telefone", "email": "e-mail", "whatsapp": "WhatsApp", "sms": "SMS", "carta": "endereço",
    "presencial": "visita",
}  # fmt: skip
_SHOWN = 12


class Window(NamedTuple):
    """When a customer may be reached: weekdays (0 is Monday) and hours, `HH:MM`, the end not included."""

    weekdays: frozenset[int] = _ALL_WEEKDAYS
    opens: str = "09:00"
    closes: str = "18:00"


class Policy(NamedTuple):
    """What the owner has settled about his ladder.

    Attributes:
        gap_days: at least so many days between two contacts that reached the customer; 2 are 48 hours.
        weekly_calls: most telephone attempts in seven days.
        windows: by state, where it differs from `window`.
        minimum: cents; a customer who owes less, overdue, is not collected from.
    """

    ladder: Ladder
    gap_days: int = 2
    weekly_calls: int = 2
    window: Window = Window()
    windows: Mapping[str, Window] = {}
    minimum: int = 0


class Stop(NamedTuple):
    """Why nothing is to be done: a kind for programs, words for people."""

    kind: str
    words: str


class Touch(NamedTuple):
    """Contacts so far.

    Attributes:
        last: the last day on which the customer was reached; `calls` attempts by telephone in seven days.
        phoned: the last day on which somebody spoke with him by telephone or in person.
    """

    last: date | None = None
    calls: int = 0
    phoned: date | None = None


class Debtor(NamedTuple):
    """A customer as the ladder sees him.

    Attributes:
        channels: those by which he can be reached; `refused` are those he does not want.
        gaps: what his registration lacks for a formal step, in words; empty when it is complete.
        no_steps: labels that are never taken with him.
        credit: cents he has in our hands.
        acted: the step that the ladder took with him on this very day; empty if none.
        stop: what stops the whole ladder.
    """

    id: int
    name: str = ""
    document: str | None = None
    state: str = ""
    channels: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    gaps: str = ""
    segments: frozenset[str] = frozenset()
    no_steps: frozenset[str] = frozenset()
    credit: int = 0
    touch: Touch = Touch()
    acted: str = ""
    stop: Stop | None = None


class Debt(NamedTuple):
    """An open title as the ladder sees it; cents, `total` with charges. `done`: steps taken, and when."""

    id: int
    name: str
    dates: Dates
    open: int
    total: int
    done: Mapping[str, date] = {}
    proved: bool = False
    stop: Stop | None = None


class Taken(NamedTuple):
    """A title in an action, and the step it takes with it; of a skipped one the step it would have taken."""

    id: int
    name: str
    label: str
    on: date


class Line(NamedTuple):
    """One row of the plan. `kind` is the Stop's of a skip, else empty.

    `total` is cents with charges: of what is overdue, for nobody is asked to pay before the day; when nothing
    is, of the titles at the line's step.
    """

    debtor: Debtor
    action: str
    label: str
    step: Step
    channel: str
    titles: tuple[Taken, ...]
    total: int
    reason: str
    kind: str = ""


class _Choice(NamedTuple):
    debt: Debt
    taken: Reached
    channel: str
    note: str


class _Refused(NamedTuple):
    debt: Debt
    wanted: Reached
    stop: Stop


def plan_day(
    cases: Iterable[tuple[Debtor, Sequence[Debt]]], policy: Policy, calendar: BusinessCalendar, as_of: date
) -> Iterator[Line]:
    """The lines of a day, customer by customer in the order given; linear in the titles."""
    planner = _Planner(policy, calendar, as_of)
    for debtor, debts in cases:
        yield from planner.lines(debtor, debts)


def held_back(
    debtor: Debtor, action: str, policy: Policy, calendar: BusinessCalendar, as_of: date
) -> Stop | None:
    """Why something that waits for a person since an earlier day is not to be done on this one."""
    if debtor.stop or action == DECIDE:
        return debtor.stop
    if action == CALL and "telefone" in debtor.refused:
        return Stop("canal", "o cliente não quer contato por telefone")
    return _Planner(policy, calendar, as_of).no_contact(debtor) or _too_many(debtor, policy)


class _Planner:
    """Plans one day; titles with the same dates and the same steps taken share what they have come to."""

    def __init__(self, policy: Policy, calendar: BusinessCalendar, as_of: date) -> None:
        self._policy, self._calendar, self._as_of = policy, calendar, as_of
        self._known: dict[tuple[Dates, tuple[tuple[str, date], ...]], tuple[Reached, ...]] = {}

    def lines(self, debtor: Debtor, debts: Sequence[Debt]) -> Iterator[Line]:
        chosen: list[_Choice] = []
        refused: list[_Refused] = []
        overdue = sum(debt.open for debt in debts if debt.dates.due < self._as_of and not debt.stop)
        everything = sum(debt.open for debt in debts if not debt.stop)
        for debt in debts:
            options = self._options(debt, debtor.touch.phoned)
            if not options:
                continue
            stop = debtor.stop or debt.stop
            if stop:
                refused.append(_Refused(debt, options[0], stop))
                continue
            found = self._choose(
                debtor, debt, options, overdue if debt.dates.due < self._as_of else everything
            )
            if isinstance(found, _Choice):
                chosen.append(found)
            elif found:
                refused.append(found)
        yield from self._together(debtor, chosen, refused)

    def _options(self, debt: Debt, phoned: date | None) -> tuple[Reached, ...]:
        """The steps the title has come to; a call that a person has made since counts as taken."""
        key = (debt.dates, tuple(debt.done.items()))
        options = self._known.get(key)
        if options is None:
            options = reached(self._policy.ladder, debt.dates, debt.done, self._as_of, self._calendar)
            self._known[key] = options
        if phoned and options:
            for place, each in enumerate(options):
                if each.step.action == CALL and each.on <= phoned:
                    return options[:place]
        return options

    def _choose(
        self, debtor: Debtor, debt: Debt, options: tuple[Reached, ...], owed: int
    ) -> _Choice | _Refused | None:
        """The highest step whose conditions hold; what kept the title from the steps above is noted."""
        notes: list[str] = []
        first: _Refused | None = None
        for each in options:
            step = each.step
            if (step.segments and not step.segments & debtor.segments) or (
                step.except_segments & debtor.segments
            ):
                continue
            least = max(step.minimum, self._policy.minimum if debt.dates.due < self._as_of else 0)
            stop, channel = _condition(debtor, debt, each, owed, least)
            if stop is None and step.action == CALL:
                stop = _too_many(debtor, self._policy)
            if stop is None:
                return _Choice(debt, each, channel, "; ".join(notes))
            notes.append(f"{each.label} não: {stop.words}")
            first = first or _Refused(debt, each, stop)
        if first and not debtor.channels and not debtor.refused:
            # Whatever else is missing, this must be mended first.
            return first._replace(stop=_UNREACHABLE)
        return first

    def _together(self, debtor: Debtor, chosen: list[_Choice], refused: list[_Refused]) -> Iterator[Line]:
        decisions = [each for each in chosen if each.taken.step.action == DECIDE]
        contacts = [each for each in chosen if each.taken.step.action != DECIDE]
        if self._covered(debtor, decisions, refused):
            decisions = []
        if not decisions and self._covered(debtor, contacts, refused):
            contacts = []
        chosen = [*decisions, *contacts]
        if debtor.acted:
            refused += _all(chosen, Stop("hoje", f"a régua já tratou deste cliente hoje ({debtor.acted})"))
        elif decisions:
            yield self._line(debtor, decisions)
            label = _highest(decisions).taken.label
            refused += _all(contacts, Stop("decisao", f"há uma decisão sua a tomar hoje ({label})"))
        elif contacts:
            stop = self.no_contact(debtor)
            if stop:
                refused += _all(contacts, stop)
            else:
                yield self._line(debtor, contacts)
        yield from self._skips(debtor, refused)

    def _covered(self, debtor: Debtor, asked: list[_Choice], refused: list[_Refused]) -> bool:
        """Whether his credit covers what one message would ask for; then nothing of it is asked."""
        total = self._asked(asked)
        if not asked or debtor.credit < total:
            return False
        words = f"tem {currency_br(debtor.credit)} de crédito, que cobre {currency_br(total)}"
        refused += _all(asked, Stop("credito", f"{words}; use 'cobranca pagamento usar-credito'"))
        return True

    def no_contact(self, debtor: Debtor) -> Stop | None:
        """Why the customer is not to be contacted on the day, if so: the window, the gap."""
        window = self._policy.windows.get(debtor.state, self._policy.window)
        if self._calendar.is_holiday(self._as_of):
            return Stop("janela", "fora da janela de contato: feriado")
        if self._as_of.weekday() not in window.weekdays:
            return Stop("janela", f"fora da janela de contato: {_DAY_NAMES[self._as_of.weekday()]}")
        last, gap = debtor.touch.last, timedelta(days=self._policy.gap_days)
        if last and self._as_of < last + gap:
            return Stop(
                "intervalo",
                f"o último contato foi em {_br(last)}: o intervalo mínimo é de {gap.days * 24} h,"
                f" e o próximo pode ser em {_br(last + gap)}",
            )
        return None

    def _line(self, debtor: Debtor, chosen: list[_Choice]) -> Line:
        highest = _highest(chosen)
        step = highest.taken.step
        titles = tuple(_taken(each.debt, each.taken) for each in chosen)
        total, reason = self._asked(chosen), self._reason(chosen)
        return Line(debtor, step.action, highest.taken.label, step, highest.channel, titles, total, reason)

    def _asked(self, chosen: list[_Choice]) -> int:
        """What is asked for: what is overdue; if nothing is, what stands at the highest step."""
        late = [each for each in chosen if each.debt.dates.due < self._as_of]
        if not late and chosen:
            label = _highest(chosen).taken.label
            late = [each for each in chosen if each.taken.label == label]
        return sum(each.debt.total for each in late)

    def _reason(self, chosen: Iterable[_Choice]) -> str:
        """Each title by the step it takes, the highest first: `D+15: 7 (há 16 dias); D+1: 8 (há 1 dia)`."""
        groups: dict[str, list[str]] = {}
        for each in sorted(chosen, key=lambda choice: _height(choice.taken), reverse=True):
            note = f" ({each.note})" if each.note else ""
            groups.setdefault(each.taken.label, []).append(f"{each.debt.name} {self._when(each.debt)}{note}")
        return "; ".join(f"{label}: {_listed(titles)}" for label, titles in groups.items())

    def _when(self, debt: Debt) -> str:
        days = (self._as_of - debt.dates.due).days
        if days == 0:
            return "(vence hoje)"
        counted = f"{abs(days)} dia{'s' * (abs(days) > 1)}"
        return f"(há {counted})" if days > 0 else f"(vence em {counted})"

    def _skips(self, debtor: Debtor, refused: list[_Refused]) -> Iterator[Line]:
        """One line for each reason, at the highest step it holds back."""
        by_stop: dict[Stop, list[_Refused]] = {}
        for each in refused:
            by_stop.setdefault(each.stop, []).append(each)
        for stop, each_of in by_stop.items():
            wanted = max((each.wanted for each in each_of), key=_height)
            titles = tuple(_taken(each.debt, each.wanted) for each in each_of)
            total = sum(each.debt.total for each in each_of)
            channel = next((one for one in wanted.step.channels if one in debtor.channels), "")
            yield Line(debtor, SKIP, wanted.label, wanted.step, channel, titles, total, stop.words, stop.kind)


def _too_many(debtor: Debtor, policy: Policy) -> Stop | None:
    calls = debtor.touch.calls
    if calls < policy.weekly_calls:
        return None
    return Stop("telefone", f"já houve {calls} tentativas por telefone em 7 dias")


_UNREACHABLE = Stop("canal", "sem canal: o cadastro não tem e-mail, telefone nem endereço")


def _condition(debtor: Debtor, debt: Debt, each: Reached, owed: int, least: int) -> tuple[Stop | None, str]:
    """What keeps a title from a step, if anything, and the channel it would take."""
    step = each.step
    if each.label in debtor.no_steps or step.label in debtor.no_steps:
        return Stop("excecao", f"o degrau {each.label} não vale para este cliente"), ""
    if owed < least:
        return Stop("minimo", f"{currency_br(owed)} é menos que o mínimo de {currency_br(least)}"), ""
    if DATA_GATE in step.gates and debtor.gaps:
        return Stop("dados", f"o cadastro está incompleto: {debtor.gaps}"), ""
    if PROOF_GATE in step.gates and not debt.proved:
        words = "falta o comprovante da entrega ou o título (cobranca faturas fato)"
        return Stop("prova", words), ""
    channel = next((one for one in step.channels if one in debtor.channels), "")
    # A decision is the owner's; by what its letter goes is asked when there is one.
    needed = step.channels and step.action != DECIDE
    return (_no_channel(debtor, step) if needed and not channel else None), channel


def _no_channel(debtor: Debtor, step: Step) -> Stop:
    refused = [CHANNEL_WORDS[one] for one in step.channels if one in debtor.refused]
    missing = [CHANNEL_WORDS[one] for one in step.channels if one not in debtor.refused]
    parts = []
    if missing:
        parts.append(f"falta {' ou '.join(missing)}")
    if refused:
        parts.append(f"o cliente não quer contato por {' nem '.join(refused)}")
    return Stop("canal", f"sem canal: {'; '.join(parts)}")


def _all(chosen: Iterable[_Choice], stop: Stop) -> list[_Refused]:
    return [_Refused(each.debt, each.taken, stop) for each in chosen]


def _height(taken: Reached) -> tuple[int, int, date]:
    """Of two times of one repeated step the one with more days is the higher."""
    return taken.position, int(taken.label[1:]), taken.on


def _highest(chosen: Iterable[_Choice]) -> _Choice:
    return max(chosen, key=lambda each: _height(each.taken))


def _taken(debt: Debt, taken: Reached) -> Taken:
    return Taken(debt.id, debt.name, taken.label, taken.on)


def _listed(titles: list[str]) -> str:
    more = len(titles) - _SHOWN
    return ", ".join([*titles[:_SHOWN], *([f"e mais {more}"] if more > 0 else [])])


def _br(day: date) -> str:
    return date_br(day.isoformat())


__all__ = ["SEND", "Debt", "Debtor", "Line", "Policy", "Stop", "Taken", "Touch", "Window", "plan_day"]
