"""CHECK clauses that the tables of the ledger share."""


def day_check(column: str) -> str:
    """The form of an ISO day; its truth is the parser's work, because SQLite accepts `2026-02-31`."""
    return f"CHECK ({column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"


def text_check(column: str, limit: int) -> str:
    """Not empty, not longer than `limit` characters, without NUL."""
    return f"CHECK (length({column}) BETWEEN 1 AND {limit} AND instr({column}, char(0)) = 0)"


def word_check(column: str, words: tuple[str, ...]) -> str:
    """One of the words."""
    return f"CHECK ({column} IN ({', '.join(repr(word) for word in words)}))"


MAX_CENTS = 99_999_999_999
"""The largest amount of one invoice: R$ 999.999.999,99."""
