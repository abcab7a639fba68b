"""The first day of a step by its name."""

from datetime import date

import pytest

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.step_days import earliest

DUE, ISSUED = date(2026, 11, 23), date(2026, 11, 2)


@pytest.mark.parametrize(
    ("label", "previous", "day"),
    [
        ("D0", None, "2026-11-23"),
        ("D+3", None, "2026-11-26"),
        ("D-1", None, "2026-11-19"),  # 22 is a Sunday, 20 a holiday
        ("D+5", None, "2026-11-28"),  # a Saturday: the ladder may not move steps
        ("E+10", None, "2026-11-12"),
        ("E+30", None, "2026-12-02"),
        ("F+0", None, "2026-11-30"),
        ("F+30", None, "2026-12-31"),
        ("A+7", date(2026, 11, 24), "2026-12-01"),
        ("A+7", None, None),
        ("X+1", None, None),
        ("D+", None, None),
    ],
)
def test_the_first_day(label: str, previous: date | None, day: str | None) -> None:
    found = earliest(label, DUE, ISSUED, previous, BusinessCalendar())
    assert found == (date.fromisoformat(day) if day else None)
