"""Names gathered by `group_concat(…, char(31))`: a number may hold a comma, never a control character."""


def apart(gathered: str | None) -> tuple[str, ...]:
    """The names that SQL has put together; none of nothing."""
    return tuple(gathered.split("\x1f")) if gathered else ()
