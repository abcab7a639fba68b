"""Who is prescribed on a day, over random ledgers: the indexed query equals a walk over everything."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.ledger_box import ledger_in, run

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.deadlines import FACT_KINDS, INTERRUPTING, add_years
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.legal_facts import prescribed_ids

AS_OF = date(2026, 11, 21)
CALENDAR = BusinessCalendar()


class Title(NamedTuple):
    """What the model knows of a title; `closed` is None while it is open."""

    due: date
    closed: date | None
    paid: bool
    facts: list[tuple[str, date, int | None]]
    """Kind, day, and after how many days it was withdrawn, 0 as a mistake."""

    def prescribed(self, as_of: date) -> bool:
        last = add_years(self.due, 5)
        acts = sorted(
            day
            for kind, day, ended in self.facts
            if kind in INTERRUPTING
            and self.due < day <= as_of
            and (ended is None or day + timedelta(days=ended) > as_of)
        )
        return as_of > (add_years(acts[0], 5) if acts and acts[0] <= last else last)

    def open_on(self, as_of: date) -> bool:
        return self.closed is None or self.closed > as_of


around = st.integers(-12, 12).map(lambda days: add_years(AS_OF, -5) + timedelta(days=days))
long_ago = st.dates(date(2012, 1, 1), date(2026, 6, 1))
recent = st.dates(AS_OF - timedelta(days=40), AS_OF)
facts = st.tuples(st.sampled_from(FACT_KINDS), long_ago, st.none() | st.sampled_from([0, 400]))
titles = st.builds(Title, around | long_ago, st.none() | recent, st.booleans(), st.lists(facts, max_size=3))


def statements(index: int, title: Title):
    due, effective = title.due.isoformat(), CALENDAR.next_business_day(title.due).isoformat()
    cancelled = title.closed.isoformat() if title.closed and not title.paid else None
    paid = title.closed.isoformat() if title.closed and title.paid else None
    yield (
        "INSERT INTO receivable (id, customer_id, number, due, due_effective, starts_on, amount, settled,"
        " cancelled_on) VALUES (?, 1, ?, ?, ?, ?, 100, ?, ?)",
        (index, str(index), due, effective, due, 100 if paid else 0, cancelled),
    )
    if paid:
        yield (
            "INSERT INTO movement (id, kind, customer_id, day, amount, horizon, recorded_at)"
            " VALUES (?, 'pagamento', 1, ?, 100, 1, '')",
            (index, paid),
        )
        yield (
            "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses, interest,"
            " fine, correction, principal, recorded_at)"
            " VALUES (?, ?, 'pagamento', ?, ?, 0, 0, 0, 0, 100, '')",
            (index, index, paid, paid),
        )
    for kind, day, ended in title.facts:
        yield (
            "INSERT INTO legal_fact (receivable_id, kind, day, recorded_at) VALUES (?, ?, ?, '')",
            (index, kind, day.isoformat()),
        )
        if ended is not None:
            yield (
                "INSERT INTO legal_fact (receivable_id, kind, day, reverses, recorded_at)"
                " VALUES (?, ?, ?, last_insert_rowid(), '')",
                (index, kind, (day + timedelta(days=ended)).isoformat()),
            )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(titles, min_size=1, max_size=15), st.lists(recent, max_size=3))
def test_the_prescribed_titles_of_any_day_equal_the_model(known: list[Title], days: list[date]) -> None:
    with TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder), customers=1)
        run(ledger, *(each for index, title in enumerate(known, 1) for each in statements(index, title)))
        connection = open_for_reading(ledger).connection
        for as_of in {AS_OF, *days}:
            found = prescribed_ids(connection, as_of)
            expected = {index for index, title in enumerate(known, 1) if title.prescribed(as_of)}
            open_then = {index for index, title in enumerate(known, 1) if title.open_on(as_of)}
            # What is not open may be left out, and what is told is prescribed.
            assert expected & open_then <= found <= expected
        connection.close()
