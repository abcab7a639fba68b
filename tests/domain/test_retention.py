"""For how long what is held about a person is kept."""

from datetime import date

import pytest

from cobranca_cli.domain.retention import CLASSES, kept_until, overdue


@pytest.mark.parametrize(
    ("last", "years", "until"),
    [
        ("2021-01-01", 5, "2026-12-31"),
        ("2021-12-31", 5, "2026-12-31"),
        ("2022-01-01", 5, "2027-12-31"),
        ("2024-02-29", 5, "2029-12-31"),
        ("2019-10-01", 10, "2029-12-31"),
    ],
)
def test_the_years_count_from_january_after_the_last_record(last: str, years: int, until: str) -> None:
    """CTN art. 173, I: the first day of the following year."""
    end = date.fromisoformat(until)
    assert kept_until(date.fromisoformat(last), years) == end
    assert not overdue(date.fromisoformat(last), years, end)
    assert overdue(date.fromisoformat(last), years, date(end.year + 1, 1, 1))


def test_every_class_says_what_for_on_which_ground_and_what_stays() -> None:
    assert len({each.key for each in CLASSES}) == len(CLASSES)
    for each in CLASSES:
        assert each.key.isascii() and all(each)
        assert "LGPD, art. 7º" in each.ground
