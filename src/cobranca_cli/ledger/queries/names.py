"""What a person calls an invoice, in SQL; and names gathered by `group_concat(…, char(31))`.

A number may hold a comma, never a control character.
"""

TITLE = "r.number || iif(r.instalment = '', '', '/' || r.instalment)"
"""`NUMERO` or `NUMERO/PARCELA` of the receivable `r`."""


def apart(gathered: str | None) -> tuple[str, ...]:
    """The names that SQL has put together; none of nothing."""
    return tuple(gathered.split("\x1f")) if gathered else ()
