"""Duties of any day, over random ledgers: what the queries say equals a walk over everything told by then."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.ledger_box import ledger_in, run

from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.duties import agreements_about, marks_on, settled_since

FIRST = date(2026, 3, 2)
DAYS = 12
AMOUNT = 100


class Moved(NamedTuple):
    """Something that took from a title: days from FIRST, `late` until it was booked, `undone` days after."""

    kind: str
    day: int
    late: int
    amount: int
    undone: int | None

    @property
    def booked(self) -> int:
        return self.day + self.late

    def counts(self, on: int) -> bool:
        return self.booked <= on and (self.undone is None or self.booked + self.undone > on)


class Deal(NamedTuple):
    """An agreement about the title; each breach is its day after the signing, and after how many it ended."""

    signed: int
    cancelled: int | None
    breaches: list[tuple[int, int | None]]

    def broken(self, on: int) -> int | None:
        days = [
            self.signed + after
            for after, undone in self.breaches
            if self.signed + after <= on and (undone is None or self.signed + after + undone > on)
        ]
        return max(days, default=None)

    def counts(self, on: int) -> bool:
        return self.signed <= on and (self.cancelled is None or self.signed + self.cancelled > on)


class Title(NamedTuple):
    """All that happened to one title."""

    moved: list[Moved]
    deals: list[Deal]
    facts: list[tuple[str, int, int | None]]
    """Kind, day, and after how many days it ended, 0 as a mistake."""

    def settled(self, on: int) -> int | None:
        live = [each for each in self.moved if each.counts(on)]
        taken = sum(each.amount for each in live)
        if taken < AMOUNT or any(each.kind in ("acordo", "perda") for each in live):
            return None
        return max(each.day for each in live)


days = st.integers(0, DAYS)
after = st.none() | st.integers(0, 6)
kinds = st.sampled_from(["pagamento", "pagamento", "desconto", "credito", "repasse", "acordo", "perda"])
moves = st.builds(Moved, kinds, days, st.integers(0, 4), st.sampled_from([50, 100]), after)
deals = st.builds(Deal, days, after, st.lists(st.tuples(st.integers(1, 5), after), max_size=2))
facts = st.tuples(st.sampled_from(["negativacao", "protesto", "entrega"]), days, after)
titles = st.builds(
    Title, st.lists(moves, max_size=4), st.lists(deals, max_size=2), st.lists(facts, max_size=3)
)


def iso(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


_MOVEMENT = (
    "INSERT INTO movement (id, kind, customer_id, day, amount, horizon, recorded_at)"
    " VALUES (?, ?, 1, ?, 1, 1, '')"
)
_REVERSAL = (
    "INSERT INTO movement_reversal (movement_id, reversed_on, reason, recorded_at) VALUES (?, ?, 'r', '')"
)
_ENTRY = (
    "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses, interest, fine,"
    " correction, principal, recorded_at) VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, ?, '')"
)
_TITLE = (
    "INSERT INTO receivable (id, customer_id, number, due, due_effective, starts_on, amount)"
    " VALUES (?, 1, ?, '2026-01-05', '2026-01-05', '2026-01-05', ?)"
)
_FACT = (
    "INSERT INTO legal_fact (id, receivable_id, kind, day, reverses, recorded_at) VALUES (?, ?, ?, ?, ?, '')"
)
_DEAL = (
    "INSERT INTO agreement (id, customer_id, movement_id, number, signed_on, base_on, debt, charges_off,"
    " principal_off, system, rate, simple, clause, signature, policy_id, recorded_at)"
    " VALUES (?, 1, ?, ?, ?, ?, 100, 0, 0, 'sem-juros', '0', 'parcela', 'original', 'testemunhas', 1, '')"
)
_MEMBER = "INSERT INTO agreement_title VALUES (?, 1, ?, 0, 0, 0, 0, 100)"
_INSTALMENT = "INSERT INTO agreement_instalment VALUES (?, ?, ?, 0, 50)"
_BREACH = (
    "INSERT INTO agreement_breach (agreement_id, movement_id, day, clause, recorded_at)"
    " VALUES (?, ?, ?, 'original', '')"
)
_POLICY = f"INSERT INTO policy VALUES (1, '{'a' * 64}', '{{}}', '')"

Statement = tuple[str, tuple[object, ...]]


class Rows:
    """The rows of a ledger, up to a day; what has a number has the same whatever the day."""

    def __init__(self, until: int) -> None:
        self._until, self._movements, self._facts = until, 0, 0

    def title(self, number: int, title: Title) -> Iterator[Statement]:
        yield _TITLE, (number, str(number), AMOUNT)
        for moved in title.moved:
            yield from self._movement(moved.kind, moved.booked, moved.undone)
            entry = (self._movements, number, moved.kind, iso(moved.day))
            if moved.booked <= self._until:
                yield _ENTRY, (*entry, iso(moved.booked), moved.amount)
            if moved.undone is not None and moved.booked + moved.undone <= self._until:
                yield _ENTRY, (*entry, iso(moved.booked + moved.undone), -moved.amount)
        for kind, on, ended in title.facts:
            self._facts += 2
            if on <= self._until:
                yield _FACT, (self._facts, number, kind, iso(on), None)
                if ended is not None and on + ended <= self._until:
                    yield _FACT, (self._facts + 1, number, kind, iso(on + ended), self._facts)

    def _movement(self, kind: str, on: int, undone: int | None) -> Iterator[Statement]:
        self._movements += 1
        if on <= self._until:
            yield _MOVEMENT, (self._movements, "pagamento" if kind == "repasse" else kind, iso(on))
            if undone is not None and on + undone <= self._until:
                yield _REVERSAL, (self._movements, iso(on + undone))

    def deal(self, number: int, about: int, deal: Deal, instalments: tuple[int, int]) -> Iterator[Statement]:
        yield from self._movement("acordo", deal.signed, deal.cancelled)
        signed = deal.signed <= self._until
        if signed:
            yield _DEAL, (number, self._movements, f"ACORDO-{number}", iso(deal.signed), iso(deal.signed))
            yield _MEMBER, (number, about)
        # The first by position is not the first to be written.
        for position, instalment in reversed([*enumerate(instalments)]):
            yield _TITLE, (instalment, f"P{instalment}", 50)
            if signed:
                yield _INSTALMENT, (number, position, instalment)
        for later, undone in deal.breaches:
            on = deal.signed + later
            yield from self._movement("rompimento", on, undone)
            if on <= self._until:
                yield _BREACH, (number, self._movements, iso(on))


def statements(told: list[Title], until: int = 999) -> Iterator[Statement]:
    rows, agreement = Rows(until), 0
    yield _POLICY, ()
    for number, title in enumerate(told, 1):
        yield from rows.title(number, title)
    for number, title in enumerate(told, 1):
        for deal in title.deals:
            agreement += 1
            yield from rows.deal(agreement, number, deal, (100 + 2 * agreement, 99 + 2 * agreement))


def answers(ledger: Path, told: list[Title], on: int) -> tuple[object, ...]:
    """All that the queries say of a day, in days from FIRST."""
    as_of, numbers = FIRST + timedelta(days=on), range(1, len(told) + 1)
    with closing(open_for_reading(ledger).connection) as connection:
        marks = [(m.mark.title, m.mark.kind, (m.mark.day - FIRST).days) for m in marks_on(connection, as_of)]
        settled = settled_since(connection, numbers, as_of)
        agreed = agreements_about(connection, numbers, as_of)
    return (
        sorted(marks),
        {title: (since - FIRST).days for title, since in settled.items()},
        sorted(
            (a.title, (a.signed_on - FIRST).days, (a.broken_on - FIRST).days if a.broken_on else -1)
            for a in agreed
        ),
    )


def model(told: list[Title], on: int) -> tuple[object, ...]:
    numbered = list(enumerate(told, 1))
    settled = {number: title.settled(on) for number, title in numbered}
    return (
        sorted(
            (number, kind, day)
            for number, title in numbered
            for kind, day, ended in title.facts
            if kind != "entrega" and day <= on and (ended is None or day + ended > on)
        ),
        {number: since for number, since in settled.items() if since is not None},
        sorted(
            (number, deal.signed, -1 if (broken := deal.broken(on)) is None else broken)
            for number, title in numbered
            for deal in title.deals
            if deal.counts(on)
        ),
    )


quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ledgers = st.lists(titles, min_size=1, max_size=4)


@quick
@given(ledgers, st.lists(st.integers(0, DAYS + 12), min_size=3, max_size=6))
def test_any_day_equals_the_model(told: list[Title], asked: list[int]) -> None:
    with TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder), customers=1)
        run(ledger, *statements(told))
        for on in asked:
            assert answers(ledger, told, on) == model(told, on)


@quick
@given(ledgers, st.integers(0, DAYS + 8))
def test_what_is_recorded_later_never_changes_a_day(told: list[Title], on: int) -> None:
    with TemporaryDirectory() as folder:
        whole = ledger_in(Path(folder), "todo.db", customers=1)
        then = ledger_in(Path(folder), "ate.db", customers=1)
        run(whole, *statements(told))
        run(then, *statements(told, until=on))
        for each in (max(0, on - 6), on):
            assert answers(whole, told, each) == answers(then, told, each)


def test_the_first_instalment_is_the_one_of_the_lowest_position(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, customers=1)
    run(ledger, *statements([Title([], [Deal(0, None, [])], [])]))
    with closing(open_for_reading(ledger).connection) as connection:
        (agreed,) = agreements_about(connection, [1], FIRST)
    assert agreed.instalments == (102, 101)
