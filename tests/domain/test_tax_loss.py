"""The table of deductible losses (domain rules 5.3), as of 2026-11-21."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.tax_loss import Operation, tax_case

AS_OF = date(2026, 11, 21)
day = date.fromisoformat


@pytest.mark.parametrize(
    ("cents", "due", "secured", "lawsuit", "reached"),
    [
        (15_000_00, "2026-05-20", False, None, "II-a"),
        (15_000_00, "2026-05-21", False, None, None),
        (15_000_01, "2026-05-20", False, None, None),
        (15_000_01, "2025-11-20", False, None, "II-b"),
        (15_000_01, "2025-11-21", False, None, None),
        (100_000_00, "2025-11-20", False, None, "II-b"),
        (100_000_01, "2025-11-20", False, None, None),
        (100_000_01, "2025-11-20", False, "2026-03-01", "II-c"),
        (100_000_01, "2025-11-21", False, "2026-03-01", None),
        (50_000_00, "2024-11-20", True, None, "III-a"),
        (50_000_00, "2024-11-21", True, None, None),
        (50_000_01, "2024-11-20", True, None, None),
        (50_000_01, "2024-11-20", True, "2025-01-10", "III-b"),
        (1_00, "2026-05-20", True, None, None),  # with security the small amount waits two years too
    ],
)
def test_the_table(cents: int, due: str, secured: bool, lawsuit: str | None, reached: str | None) -> None:
    operation = Operation(cents, day(due), secured, day(lawsuit) if lawsuit else None)
    case = tax_case(operation)
    assert (case.inciso if case.reached(AS_OF) else None) == reached


@pytest.mark.parametrize(
    ("cents", "due", "inciso", "since"),
    [
        (15_000_00, "2026-05-20", "II-a", "2026-11-21"),
        (15_000_00, "2026-08-31", "II-a", "2027-03-02"),  # six months end on 1 March
        (15_000_01, "2025-11-20", "II-b", "2026-11-21"),
        (15_000_01, "2024-02-29", "II-b", "2025-03-02"),
    ],
)
def test_the_first_day_is_the_one_after_the_term(cents: int, due: str, inciso: str, since: str) -> None:
    case = tax_case(Operation(cents, day(due)))
    assert (case.inciso, case.waits_until, case.deductible_from) == (inciso, day(since), day(since))
    assert case.reached(day(since)) and not case.reached(day(since) - timedelta(days=1))


def test_a_missing_condition_leaves_the_date_but_not_the_deduction() -> None:
    large = tax_case(Operation(100_000_01, day("2025-11-20")))
    assert (large.condition, large.waits_until, large.deductible_from) == ("acao", AS_OF, None)
    idle = tax_case(Operation(15_000_01, day("2025-11-20"), administrative=False))
    assert (idle.condition, idle.waits_until, idle.deductible_from) == (
        "cobranca_administrativa",
        AS_OF,
        None,
    )


def test_a_lawsuit_after_the_wait_counts_from_its_own_day() -> None:
    case = tax_case(Operation(200_000_00, day("2024-01-10"), lawsuit_on=day("2026-12-05")))
    assert case.deductible_from == day("2026-12-05") and not case.reached(AS_OF)


@pytest.mark.parametrize(
    ("cents", "due", "declared", "inciso", "since"),
    [
        (9_000_00, "2026-10-01", "2026-10-20", "I", "2026-10-20"),
        (900_000_00, "2024-10-01", "2026-10-20", "I", "2026-10-20"),
        (9_000_00, "2026-01-05", "2026-10-20", "II-a", "2026-07-06"),  # deductible before the sentence
        (9_000_00, "2026-12-01", "2026-10-20", "I", "2026-10-20"),
    ],
)
def test_insolvency_needs_no_wait(cents: int, due: str, declared: str, inciso: str, since: str) -> None:
    case = tax_case(Operation(cents, day(due), insolvent_on=day(declared)))
    assert (case.inciso, case.deductible_from) == (inciso, day(since))


@pytest.mark.parametrize(
    ("cents", "due", "secured", "lawsuit", "since"),
    [
        (1_000_00, "2026-09-10", False, None, "2026-11-11"),  # after 2026-11-10
        (50_000_00, "2026-09-10", False, None, "2026-11-11"),
        (100_000_01, "2026-09-10", False, None, None),
        (100_000_01, "2026-09-10", False, "2026-10-01", "2026-11-11"),
        (100_000_01, "2026-09-10", False, "2026-11-20", "2026-11-20"),
        (50_000_00, "2026-09-10", True, None, "2026-11-11"),
        (50_000_01, "2026-09-10", True, None, None),
        (1_000_00, "2026-12-31", False, None, "2027-03-02"),
    ],
)
def test_charges_of_article_11(
    cents: int, due: str, secured: bool, lawsuit: str | None, since: str | None
) -> None:
    case = tax_case(Operation(cents, day(due), secured, day(lawsuit) if lawsuit else None))
    assert case.charges_from == (day(since) if since else None)


@pytest.mark.parametrize(
    ("cents", "due", "secured", "inciso"),
    [
        (5_000_01, "2014-10-06", False, "II-b"),  # in default on 2014-10-07: the limits of before
        (5_000_01, "2014-10-07", False, "II-a"),
        (30_000_01, "2014-10-06", False, "II-c"),
        (30_000_01, "2014-10-07", False, "II-b"),
        (5_000_00, "2014-10-06", False, "II-a"),
        (1_00, "2014-10-06", True, "III"),
    ],
)
def test_defaults_before_october_2014_have_the_old_limits(
    cents: int, due: str, secured: bool, inciso: str
) -> None:
    assert tax_case(Operation(cents, day(due), secured)).inciso == inciso


@given(
    st.integers(1, 300_000_00),
    st.dates(date(2016, 1, 1), date(2030, 1, 1)),
    st.booleans(),
    st.dates(date(2016, 1, 1), date(2032, 1, 1)),
)
def test_a_larger_operation_is_never_deductible_earlier(
    cents: int, due: date, secured: bool, as_of: date
) -> None:
    small = tax_case(Operation(cents, due, secured))
    large = tax_case(Operation(cents + 40_000_00, due, secured))
    assert not large.reached(as_of) or small.reached(as_of)
    assert small.waits_until <= large.waits_until
