"""Holds: from which day to which, about whom; the days that a dispute freezes; how an end is kept."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import day

from cobranca_cli.domain.holds import (
    EXCEPTIONS,
    FOR_GOOD,
    PASSING,
    REJECTED,
    STOPPING,
    UPHELD,
    Hold,
    Span,
    ending,
    frozen,
    joined,
    result_of,
)
from cobranca_cli.ledger.step_3 import HOLD_KINDS

SINCE, UNTIL = "2026-11-10", "2026-11-20"


def hold(until: str | None = UNTIL, receivable: int | None = None) -> Hold:
    return Hold(1, 5, receivable, "pausa", None, day(SINCE), day(until) if until else None, "reforma")


@pytest.mark.parametrize(
    ("until", "on", "expected"),
    [
        (UNTIL, "2026-11-09", False),
        (UNTIL, SINCE, True),
        (UNTIL, UNTIL, True),
        (UNTIL, "2026-11-21", False),
        (None, "2026-11-09", False),
        (None, "2099-01-01", True),
    ],
)
def test_it_holds_up_to_and_including_its_last_day(until: str | None, on: str, expected: bool) -> None:
    assert hold(until).on(day(on)) is expected


def test_it_is_about_one_title_or_about_all_of_a_customer() -> None:
    assert [hold(receivable=7).about(5, title) for title in (7, 8)] == [True, False]
    assert [hold().about(customer, 7) for customer in (5, 6)] == [True, False]


def test_every_kind_of_the_schema_is_of_one_sort() -> None:
    assert sorted((*PASSING, *FOR_GOOD, *EXCEPTIONS)) == sorted(HOLD_KINDS)
    assert set(STOPPING) == {*PASSING, *FOR_GOOD}


@pytest.mark.parametrize(
    ("until", "ended", "last"),
    [
        (UNTIL, None, UNTIL),
        (UNTIL, "2026-11-15", "2026-11-15"),
        (UNTIL, "2026-11-25", UNTIL),  # decided after it was over
        (UNTIL, SINCE, None),  # ended on the day it was recorded: a mistake
        (SINCE, None, None),
    ],
)
def test_the_days_a_dispute_freezes(until: str, ended: str | None, last: str | None) -> None:
    found = frozen(day(SINCE), day(until), day(ended) if ended else None)
    assert found == (Span(day(SINCE), day(last)) if last else None)


START = date(2026, 11, 1)
spans = st.builds(
    lambda after, length: Span(START + timedelta(days=after), START + timedelta(days=after + length)),
    st.integers(0, 20),
    st.integers(1, 8),
)


def days_of(given: list[Span]) -> set[date]:
    return {
        span.after + timedelta(days=n) for span in given for n in range(1, (span.last - span.after).days + 1)
    }


@given(st.lists(spans, max_size=6))
def test_joined_spans_are_the_same_days_and_lie_apart(given: list[Span]) -> None:
    found = joined(given)
    assert days_of(list(found)) == days_of(given)
    assert all(one.last < other.after for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("result", "reason", "kept", "read"),
    [
        (UPHELD, "veio quebrado", "procedente: veio quebrado", UPHELD),
        (REJECTED, "", "improcedente", REJECTED),
        (None, "voltou de viagem", "voltou de viagem", None),
        (None, "", "", None),
    ],
)
def test_how_an_end_is_kept(result: str | None, reason: str, kept: str, read: str | None) -> None:
    assert ending(result, reason) == kept
    assert result_of(kept) == read
