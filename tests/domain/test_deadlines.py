"""Terms by the calendar of the law: limitation with its one interruption, execution, protest, listing."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.deadlines import (
    FACT_KINDS,
    INTERRUPTING,
    PASSING,
    STATES,
    Fact,
    add_months,
    add_years,
    bureau_until,
    deadlines,
    free_protest_until,
    limitation,
    oldest_live_due,
)

AS_OF = date(2026, 11, 21)
day = date.fromisoformat


def facts(text: str) -> list[Fact]:
    """`protesto 2023-05-02, acao 2024-01-01` as facts."""
    pairs = (each.split() for each in text.split(",") if each.strip())
    return [Fact(kind, day(when)) for kind, when in pairs]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-05-20", 6, "2026-11-20"),
        ("2026-09-10", 2, "2026-11-10"),
        ("2026-08-31", 6, "2027-03-01"),  # no 31 February: the next day
        ("2027-08-31", 6, "2028-03-01"),
        ("2027-08-29", 6, "2028-02-29"),
        ("2026-03-31", 1, "2026-05-01"),
        ("2026-12-31", 2, "2027-03-01"),
        ("2026-10-31", 13, "2027-12-01"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2024-02-29", 60, "2029-03-01"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2028-02-29", -60, "2023-03-01"),
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_a_term_in_months_ends_on_the_same_number_or_the_next_day(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 400))
def test_the_end_of_a_term_by_counting(start: date, months: int) -> None:
    total = start.month - 1 + months
    year, month = start.year + total // 12, total % 12 + 1
    missing = start.day > calendar.monthrange(year, month)[1]
    last_of_month = date(year, month, calendar.monthrange(year, month)[1])
    assert add_months(start, months) == (
        last_of_month + timedelta(days=1) if missing else date(year, month, start.day)
    )


@given(st.dates(date(1995, 1, 1), date(2100, 1, 1)), st.integers(0, 3), st.integers(1, 6))
def test_a_later_start_never_ends_earlier(start: date, later: int, years: int) -> None:
    assert add_years(start, years) <= add_years(start + timedelta(days=later), years)


@pytest.mark.parametrize(
    ("case", "due", "known", "expires", "prescribed"),
    [
        ("L01", "2021-11-20", "", "2026-11-20", True),
        ("L01 last day", "2021-11-21", "", "2026-11-21", False),
        ("L02", "2021-11-22", "", "2026-11-22", False),
        ("L03", "2024-02-29", "", "2029-03-01", False),
        ("L04", "2022-03-10", "protesto 2023-05-02, reconhecimento 2025-01-10", "2028-05-02", False),
        ("L04 shuffled", "2022-03-10", "citacao 2025-01-10, protesto 2023-05-02", "2028-05-02", False),
        ("on the last day", "2021-01-15", "citacao 2026-01-15", "2031-01-15", False),
        ("a day too late", "2021-01-15", "citacao 2026-01-16", "2026-01-15", True),
        ("late, and again", "2016-03-10", "protesto 2021-03-11, citacao 2022-01-01", "2021-03-10", True),
        ("interrupted, run again", "2015-03-10", "protesto 2016-05-02", "2021-05-02", True),
        ("second in new term", "2015-03-10", "protesto 2016-05-02, citacao 2021-05-01", "2021-05-02", True),
        ("before the due date", "2021-11-20", "protesto 2021-11-10", "2026-11-20", True),
        ("on the due date", "2021-11-20", "reconhecimento 2021-11-20", "2026-11-20", True),
        ("early, then in time", "2022-03-10", "protesto 2022-03-01, citacao 2023-05-02", "2028-05-02", False),
        ("nothing that interrupts", "2021-11-20", "acao 2022-01-01, garantia 2022-01-01", "2026-11-20", True),
        ("on 29 February", "2023-06-01", "protesto 2024-02-29", "2029-03-01", False),
    ],
)  # fmt: skip
def test_limitation(case: str, due: str, known: str, expires: str, prescribed: bool) -> None:
    found = limitation(day(due), facts(known))
    assert (found.expires, found.prescribed(AS_OF)) == (day(expires), prescribed), case


@pytest.mark.parametrize(
    ("due", "known", "until"),
    [
        ("2024-03-10", "", None),
        ("2024-03-10", "protesto 2025-01-01", None),
        ("2024-03-10", "duplicata 2024-02-10", "2027-03-10"),
        ("2024-03-10", "duplicata 2024-02-10, protesto 2025-05-02", "2028-05-02"),
        ("2024-03-10", "duplicata 2024-02-10, protesto 2025-05-02, citacao 2026-01-01", "2028-05-02"),
        ("2020-03-10", "duplicata 2020-02-10, protesto 2023-03-10", "2026-03-10"),
        # The execution is over, the five years are not: the protest restarts those alone.
        ("2020-03-10", "duplicata 2020-02-10, protesto 2023-03-11", "2023-03-10"),
    ],
)
def test_execution_of_a_credit_title(due: str, known: str, until: str | None) -> None:
    assert limitation(day(due), facts(known)).executable_until == (day(until) if until else None)


def test_the_late_protest_restarts_the_five_years() -> None:
    found = limitation(day("2020-03-10"), facts("duplicata 2020-02-10, protesto 2023-03-11"))
    assert (found.expires, found.interrupted_on) == (day("2028-03-11"), day("2023-03-11"))


past = st.dates(date(2015, 1, 1), date(2035, 1, 1))
acts = st.lists(st.builds(Fact, st.sampled_from(FACT_KINDS), past), max_size=6)


@given(past, acts)
def test_only_the_first_act_within_the_term_counts(due: date, known: list[Fact]) -> None:
    """By walking: the first day after the due date on which something interrupts, if the term reaches it."""
    end = add_years(due, 5)
    first = min((when for kind, when in known if kind in INTERRUPTING and due < when), default=None)
    expected = add_years(first, 5) if first and first <= end else end
    assert limitation(due, known).expires == expected
    assert limitation(due, reversed(known)) == limitation(due, known)


@given(past, acts, past)
def test_another_act_after_the_first_changes_nothing(due: date, known: list[Fact], when: date) -> None:
    before = limitation(due, known)
    if before.interrupted_on and when >= before.interrupted_on:
        assert limitation(due, [*known, Fact("protesto", when)]).expires == before.expires


@given(st.dates(date(1905, 1, 1), date(2199, 1, 1)), st.integers(-400, 400))
def test_the_oldest_live_due_date_divides_the_rest(as_of: date, near: int) -> None:
    due = add_years(as_of, -5) + timedelta(days=near)
    assert limitation(due).prescribed(as_of) == (due < oldest_live_due(as_of))


@pytest.mark.parametrize(
    ("as_of", "oldest"),
    [("2026-11-21", "2021-11-21"), ("2029-03-01", "2024-02-29"), ("2028-02-29", "2023-03-01")],
)
def test_the_oldest_live_due_date(as_of: str, oldest: str) -> None:
    assert oldest_live_due(day(as_of)) == day(oldest)


@pytest.mark.parametrize(
    ("due", "protest", "bureau"),
    [
        ("2025-12-01", "2026-12-01", "2030-12-01"),
        ("2024-02-28", "2025-02-28", "2029-02-28"),
        # The five years of the bureau begin on 1 March and so end on 28 February.
        ("2024-02-29", "2025-03-01", "2029-02-28"),
        ("2024-12-31", "2025-12-31", "2029-12-31"),
    ],
)
def test_protest_and_bureau(due: str, protest: str, bureau: str) -> None:
    assert (free_protest_until(day(due)), bureau_until(day(due))) == (day(protest), day(bureau))


@pytest.mark.parametrize(
    ("due", "known", "as_of", "following"),
    [
        ("2026-11-30", "", "2026-11-21", "protesto 2027-11-30"),
        ("2025-11-21", "", "2026-11-21", "protesto 2026-11-21"),  # on its last day it still can be done
        ("2025-11-20", "", "2026-11-21", "prescricao 2030-11-20"),
        ("2026-01-10", "protesto 2026-05-02", "2026-11-21", "negativacao 2031-01-10"),
        ("2025-11-20", "duplicata 2025-10-01", "2026-11-21", "execucao 2028-11-20"),
        ("2022-01-10", "duplicata 2021-12-01", "2026-11-21", "prescricao 2027-01-10"),
        ("2020-01-10", "protesto 2023-05-02", "2026-11-21", "prescricao 2028-05-02"),
        ("2021-11-20", "", "2026-11-20", "prescricao 2026-11-20"),
        ("2021-11-20", "", "2026-11-21", ""),
    ],
)
def test_what_lapses_next(due: str, known: str, as_of: str, following: str) -> None:
    found = deadlines(day(due), facts(known)).next_one(day(as_of))
    assert (f"{found[0]} {found[1]}" if found else "") == following


@pytest.mark.parametrize(
    ("due", "effective", "state"),
    [
        ("2021-11-20", "2021-11-22", "prescrito"),
        ("2021-11-21", "2021-11-22", "prescreve_30"),
        ("2021-12-21", "2021-12-21", "prescreve_30"),
        ("2021-12-22", "2021-12-22", "prescreve_90"),
        ("2022-02-19", "2022-02-21", "prescreve_90"),
        ("2022-02-20", "2022-02-21", "prescreve_180"),
        ("2022-05-20", "2022-05-20", "prescreve_180"),
        ("2022-05-21", "2022-05-23", "no_prazo"),
        ("2026-11-19", "2026-11-19", "no_prazo"),
        ("2026-11-20", "2026-11-23", "a_vencer"),  # a holiday on a Friday
        ("2026-11-21", "2026-11-23", "a_vencer"),
        ("2026-11-21", "2026-11-21", "a_vencer"),
        ("2026-12-01", "2026-12-01", "a_vencer"),
    ],
)
def test_states_by_days_to_go(due: str, effective: str, state: str) -> None:
    assert deadlines(day(due)).state(AS_OF, day(effective)) == state
    assert state in STATES


def test_what_interrupted_cannot_end() -> None:
    assert not set(INTERRUPTING) & set(PASSING) and {*INTERRUPTING, *PASSING} < set(FACT_KINDS)
