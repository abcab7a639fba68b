"""The time of São Paulo, as people read it; what the time is now, only `clock` asks."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

ZONE = "America/Sao_Paulo"


def zone() -> tzinfo:
    """The time zone of São Paulo."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        # A machine without the time zone table; São Paulo has kept this offset since 2019.
        return timezone(timedelta(hours=-3))


def instant_of(text: str) -> datetime | None:
    """The instant that an event says, in UTC if it names no zone; None of what is no instant."""
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def instant_br(text: str) -> str:
    """An instant as events write it: `2026-11-22T01:30:00.000Z` is `21/11/2026 às 22:30`; else as it is."""
    instant = instant_of(text)
    return text if instant is None else f"{instant.astimezone(zone()):%d/%m/%Y às %H:%M}"
