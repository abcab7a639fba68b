"""Days late and bands: the limits, and the same rule said in dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.aging import BAND_NAMES, BANDS, band_limits, band_of, days_late
from cobranca_cli.domain.calendar import BusinessCalendar

AS_OF = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "a_vencer"),
        (1, "d1_30"),
        (30, "d1_30"),
        (31, "d31_60"),
        (60, "d31_60"),
        (61, "d61_90"),
        (90, "d61_90"),
        (91, "d91_180"),
        (180, "d91_180"),
        (181, "d181_360"),
        (360, "d181_360"),
        (361, "d361_mais"),
        (36_500, "d361_mais"),
    ],
)
def test_band_of(days: int, band: str) -> None:
    assert band_of(days) == band


def test_no_band_for_negative_days() -> None:
    with pytest.raises(ValueError, match="no band for -1 days"):
        band_of(-1)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2026-11-20", 0),  # Friday, a holiday: effective on Monday 23
        ("2026-11-21", 0),
        ("2026-12-10", 0),
        ("2026-11-19", 2),
        ("2026-10-22", 30),
        ("2026-10-21", 31),
        ("2026-09-07", 74),  # Monday, a holiday: effective on the 8th
    ],
)
def test_days_late_from_the_effective_due_date(due: str, days: int) -> None:
    assert days_late(AS_OF, BusinessCalendar().next_business_day(date.fromisoformat(due))) == days


def test_limits_in_dates() -> None:
    shown = {limits.name: f"{limits.due_from}..{limits.due_to}" for limits in band_limits(AS_OF)}
    assert shown == {
        "a_vencer": "2026-11-21..9999-12-31",
        "d1_30": "2026-10-22..2026-11-20",
        "d31_60": "2026-09-22..2026-10-21",
        "d61_90": "2026-08-23..2026-09-21",
        "d91_180": "2026-05-25..2026-08-22",
        "d181_360": "2025-11-26..2026-05-24",
        "d361_mais": "0001-01-01..2025-11-25",
    }
    assert tuple(shown) == BAND_NAMES


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-500, 5000))
def test_the_dates_say_what_the_days_say(as_of: date, age: int) -> None:
    due = as_of - timedelta(days=age)
    holding = [limits.name for limits in band_limits(as_of) if limits.due_from <= due <= limits.due_to]
    assert holding == [band_of(days_late(as_of, due))]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_bands_leave_no_gap(as_of: date) -> None:
    limits = band_limits(as_of)
    assert limits[0].due_to == date.max
    assert limits[-1].due_from == date.min
    for newer, older in pairwise(limits):
        assert newer.due_from - older.due_to == timedelta(days=1)
    assert len(limits) == len(BANDS) == 7
