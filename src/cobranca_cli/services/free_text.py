"""Texts that a person types freely: notes, reasons, who did it."""

from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import clean_text
from cobranca_cli.errors import DataError

MAX_REASON = 500
MAX_AUTHOR = 200


def clean(raw: str | None, limit: int, what: str) -> str | None:
    """The text as it is kept, None when empty. Raises DataError naming `what` when it is no plain text."""
    text = clean_text(raw or "", limit)
    if isinstance(text, Problem):
        raise DataError(f"{what} {text.reason}", code=text.code)
    return text or None
