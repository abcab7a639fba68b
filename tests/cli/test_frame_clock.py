"""The day is São Paulo's, whatever the machine thinks."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-22T01:30:00+00:00", date(2026, 11, 21)),  # 22:30 in São Paulo
        ("2026-11-22T02:59:59+00:00", date(2026, 11, 21)),
        ("2026-11-22T03:00:00+00:00", date(2026, 11, 22)),
        ("2026-11-21T22:30:00-03:00", date(2026, 11, 21)),
        ("2026-11-22T10:30:00+09:00", date(2026, 11, 21)),
        ("2018-12-31T01:59:59+00:00", date(2018, 12, 30)),  # when São Paulo still had summer time
        ("2018-12-31T02:00:00+00:00", date(2018, 12, 31)),
    ],
)
def test_day_of(instant: str, day: date) -> None:
    assert clock.day_of(datetime.fromisoformat(instant)) == day


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),
    st.integers(min_value=-12, max_value=14),
)
def test_day_of_is_what_the_table_of_zones_says(naive: datetime, hours: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert clock.day_of(instant) == instant.astimezone(ZoneInfo("America/Sao_Paulo")).date()


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.day_of(datetime(2026, 11, 21))


@pytest.mark.parametrize(
    "zone", ["UTC", "America/Sao_Paulo", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)
def test_today_does_not_follow_the_zone_of_the_machine(zone: str) -> None:
    def in_sao_paulo() -> str:
        return str(datetime.now(ZoneInfo("America/Sao_Paulo")).date())

    code = "from cobranca_cli import clock; print(clock.today())"
    before = in_sao_paulo()
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert found in {before, in_sao_paulo()}


def test_instants() -> None:
    instant = datetime(2026, 11, 21, 22, 30, 5, 123999, timezone(timedelta(hours=-3)))
    assert clock.instant_text(instant) == "2026-11-22T01:30:05.123Z"
    now = clock.utc_now_text()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now)
    assert abs(datetime.fromisoformat(now) - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(("hour", "told"), [(12, "0905"), (2, "2305")])
def test_the_time_of_an_instant_is_that_of_sao_paulo(hour: int, told: str) -> None:
    assert clock.hour_minute(datetime(2026, 11, 21, hour, 5, 59, tzinfo=UTC)) == told
