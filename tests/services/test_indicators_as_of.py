"""The indicators of a past day are those of a ledger that knows no more, and say what its rows say.

Random stories with invoices, payments, reversals, cancellations, losses, agreements signed, broken, taken up
and undone, steps of the ladder, contacts and promises. Large: `COBRANCA_DEMORADO=1`.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.indicator_box import FIRST, Fact, Teller, stories
from tests.services.indicator_model import expected

from cobranca_cli.domain.cohorts import Cohort

LARGE = bool(os.environ.get("COBRANCA_DEMORADO"))
random_stories = settings(
    max_examples=300 if LARGE else 6, deadline=None, suppress_health_check=list(HealthCheck)
)
days = st.one_of(st.integers(-3, 260).map(lambda after: FIRST + timedelta(days=after)))


@random_stories
@given(story=stories, some=st.lists(days, max_size=1), months=st.integers(1, 3))
def test_as_of_a_day_nothing_later_counts(story: list[Fact], some: list[date], months: int) -> None:
    with TemporaryDirectory() as folder:
        whole = Teller(Path(folder) / "whole")
        told = whole.tell(story)
        for place, on in enumerate({*some, told[len(told) // 2]}):
            known = Teller(Path(folder) / str(place))
            known.tell(story, until=on)
            day = on.isoformat()
            # What is known is asked on the last day of all: today is of no account.
            assert whole.office.indicators(day, months) == known.office.indicators(day, months), on
            assert whole.office.details(day, months) == known.office.details(day, months), on


@random_stories
@given(story=stories, some=st.lists(days, min_size=1, max_size=6), months=st.integers(1, 4))
def test_it_says_what_the_rows_say(story: list[Fact], some: list[date], months: int) -> None:
    with TemporaryDirectory() as folder:
        teller = Teller(Path(folder) / "livro", backdating=True)
        told = teller.tell(story)
        for on in {*some, told[-1], told[-1] + timedelta(days=40)}:
            snapshot = teller.office.snapshot(on.isoformat(), months)
            found = {
                **snapshot._asdict(),
                "sales": {day: cents for day, cents in snapshot.sales.items() if cents},
                "cohorts": {days: _sums(each, days) for days, each in snapshot.cohorts.items()},
                "steps": tuple(snapshot.steps),
                "reach": tuple(snapshot.reach),
            }
            said = expected(teller.office.ledger, on, months)
            assert {name: found[name] for name in said} == said, on


def _sums(cohort: Cohort, days: int) -> tuple[int, int | None]:
    return cohort.amount, cohort.unpaid[days]
