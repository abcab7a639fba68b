"""The only place that asks what time it is; everything else takes the day or the instant as an argument.

The standard library serves here instead of pendulum: every report needs today, and importing
pendulum costs five times an empty Python.
"""

from datetime import UTC, date, datetime, timedelta, timezone

from cobranca_cli.local_time import zone


def zone_known() -> bool:
    """Whether this machine has the table of the time zone, and not only the offset of today."""
    return not isinstance(zone(), timezone)


def day_of(instant: datetime) -> date:
    """The calendar day in São Paulo of an instant; `instant` carries its time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    # São Paulo is two or three hours behind UTC: when four hours and one give the same day, so does the
    # table, whose import would cost every command a third of an empty Python.
    earliest, latest = ((instant.astimezone(UTC) - timedelta(hours=h)).date() for h in (4, 1))
    return latest if earliest == latest else instant.astimezone(zone()).date()


def day_of_text(instant: str) -> date:
    """The same of an instant as events write it. Raises ValueError."""
    return day_of(datetime.fromisoformat(instant))


def today() -> date:
    """Today in São Paulo, whatever the zone of the machine. Ask once a run and pass the answer on."""
    return day_of(datetime.now(UTC))


def hour_minute(instant: datetime) -> str:
    """The time in São Paulo of an instant, as `HHMM`."""
    return instant.astimezone(zone()).strftime("%H%M")


def instant_text(instant: datetime) -> str:
    """An instant in UTC as events write it, cut to milliseconds: `2026-11-22T01:30:00.000Z`."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


def utc_now_text() -> str:
    """Now, as `instant_text` writes it."""
    return instant_text(datetime.now(UTC))


def now_hour_minute() -> str:
    """Now, as `hour_minute` writes it."""
    return hour_minute(datetime.now(UTC))
