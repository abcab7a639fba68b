"""Contacts of any day, over random logs: what the queries say equals a walk over everything told by then."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.ledger_box import ledger_in, run

from cobranca_cli.domain.outcomes import CHANNELS, OUTCOMES
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.contact_history import Filters, history
from cobranca_cli.ledger.queries.contacts import Touch, contacts_on, next_actions_on, touches_on

FIRST = date(2026, 11, 1)
DAYS = 12
CUSTOMERS = 2


class Told(NamedTuple):
    """One contact; days are counted from FIRST; `corrected` is how long after its recording, None never."""

    customer: int
    day: int
    late: int
    channel: str
    outcome: str
    received: bool
    returns: int | None
    letter: int | None
    corrected: int | None

    @property
    def booked(self) -> int:
        return self.day + self.late

    def counts(self, on: int) -> bool:
        return self.booked <= on and (self.corrected is None or self.booked + self.corrected > on)


class Sent(NamedTuple):
    """One letter."""

    customer: int
    day: int


class Log(NamedTuple):
    """All that is told, in the order of recording, as the table numbers it; letters by their number."""

    told: list[Told]
    sent: list[Sent]


days = st.integers(0, DAYS)
codes = st.sampled_from([code for code, outcome in OUTCOMES.items() if not outcome.refused])
likely = st.sampled_from(["nao-atendeu", "ja-pagou", "devolvido", "numero-errado", "falou"])
channels = st.just("telefone") | st.sampled_from(CHANNELS)
soon = st.none() | st.integers(0, 9)
told = st.builds(
    Told, st.integers(1, CUSTOMERS), days, st.integers(0, 8), channels, codes | likely,
    st.booleans(), soon, st.none() | st.integers(1, 3), soon,
)  # fmt: skip
sent = st.builds(Sent, st.integers(1, CUSTOMERS), days)
logs = st.builds(
    lambda told, sent: Log(sorted((_possible(it, sent) for it in told), key=lambda it: it.booked), sent),
    st.lists(told, min_size=5, max_size=14),
    st.lists(sent, min_size=3, max_size=5),
)


def _possible(it: Told, sent: list[Sent]) -> Told:
    """A contact is not about a letter of a later day; the program refuses that."""
    return it if it.letter and sent[it.letter - 1].day <= it.day else it._replace(letter=None)


def written(log: Log, until: int = 999) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The rows of what was recorded up to a day, with the numbers they have in the whole log."""
    for number, letter in enumerate(log.sent, 1):
        if letter.day <= until:
            yield _LETTER, (number, letter.customer, _iso(letter.day), "a" * 64, "b" * 64)
    for number, it in enumerate(log.told, 1):
        if it.booked > until:
            continue
        back = _iso(it.day + it.returns) if it.returns is not None else None
        values = (it.customer, _iso(it.day), _iso(it.booked), it.channel, it.outcome, int(it.received), back)
        yield _CONTACT, (number, *values, it.letter, None)
        if it.corrected is not None and it.booked + it.corrected <= until:
            fixed = (*values[:2], _iso(it.booked + it.corrected), *values[3:6], None, it.letter, number)
            yield _CONTACT, (1000 + number, *fixed)


_LETTER = (
    "INSERT INTO letter (id, customer_id, day, origin, template, template_sha256, channel, subject, body,"
    " sha256, content, total, recorded_at)"
    " VALUES (?, ?, ?, 'regua', 'firme', ?, 'email', 'a', 'b', ?, '', 1, '')"
)
_CONTACT = (
    "INSERT INTO contact (id, customer_id, day, booked_on, channel, outcome, received, next_on, letter_id,"
    " reverses, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')"
)


def _iso(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def day_of(number: int) -> date:
    return FIRST + timedelta(days=number)


def model_touches(log: Log, on: int) -> dict[int, Touch]:
    """By hand, from what the contract says."""
    found = {}
    for customer in range(1, CUSTOMERS + 1):
        mine = [it for it in log.told if it.customer == customer and it.counts(on)]
        returned = {it.letter for it in log.told if it.counts(on) and it.outcome == "devolvido"}
        letters = [
            letter.day
            for number, letter in enumerate(log.sent, 1)
            if letter.customer == customer and letter.day <= on and number not in returned
        ]
        ours = [it for it in mine if not it.received]
        phone = [it for it in mine if it.channel == "telefone"]
        spoken = [it for it in mine if it.channel in ("telefone", "presencial")]
        reached = [it.day for it in ours if OUTCOMES[it.outcome].reached] + letters
        calls = [it for it in ours if it in phone and OUTCOMES[it.outcome].attempt and on - it.day < 7]
        phoned = [it.day for it in spoken if OUTCOMES[it.outcome].reached]
        paid = [it.day for it in mine if it.outcome == "ja-pagou"]
        if mine or letters:
            last = (day_of(max(each)) if each else None for each in (reached, phoned, paid))
            reached_on, phoned_on, paid_on = last
            found[customer] = Touch(reached_on, len(calls), phoned_on, paid_on)
    return found


def model_actions(log: Log, on: int) -> set[int]:
    """The numbers of the contacts that left something to be done which nothing has followed."""
    counting = [(number, it) for number, it in enumerate(log.told, 1) if it.counts(on)]
    return {
        number
        for number, it in counting
        if it.returns is not None
        and it.day + it.returns <= on
        and not any(
            other.customer == it.customer and (other.day, after) > (it.day, number)
            for after, other in counting
        )
    }


def reports(ledger: Path, on: int) -> tuple[object, ...]:
    """All that the queries say of a day."""
    as_of = day_of(on)
    with closing(open_for_reading(ledger).connection) as connection:
        return (
            touches_on(connection, as_of),
            contacts_on(connection, as_of),
            next_actions_on(connection, as_of),
            list(history(connection, as_of, Filters())),
        )


quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(logs, st.lists(st.integers(0, DAYS + 8), min_size=4, max_size=8))
def test_any_day_equals_the_model(log: Log, asked: list[int]) -> None:
    with TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder), customers=CUSTOMERS)
        run(ledger, *written(log))
        for on in asked:
            with closing(open_for_reading(ledger).connection) as connection:
                assert touches_on(connection, day_of(on)) == model_touches(log, on)
                counting = {number for number, it in enumerate(log.told, 1) if it.counts(on)}
                found = contacts_on(connection, day_of(on))
                assert [each.id for each in found] == sorted(
                    counting, key=lambda number: (log.told[number - 1].day, number)
                )
                of_one = [each for each in found if each.customer == 1]
                assert contacts_on(connection, day_of(on), 1) == of_one
                assert {each.id for each in next_actions_on(connection, day_of(on))} == model_actions(log, on)


@quick
@given(logs, st.integers(0, DAYS + 10))
def test_what_is_recorded_later_never_changes_a_day(log: Log, on: int) -> None:
    with TemporaryDirectory() as folder:
        whole = ledger_in(Path(folder), "todo.db", customers=CUSTOMERS)
        then = ledger_in(Path(folder), "ate.db", customers=CUSTOMERS)
        run(whole, *written(log))
        run(then, *written(log, until=on))
        for each in (max(0, on - 9), on):
            assert reports(whole, each) == reports(then, each)
