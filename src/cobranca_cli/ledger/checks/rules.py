"""Checks that are one query each: it selects what is wrong, the subject first."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.queries.names import TITLE

from .look import Look

NAMED_TITLE = f"'fatura ' || {TITLE}"


class Rule(NamedTuple):
    """One thing that must not be in a ledger.

    Attributes:
        sql: selects the subject, and then what `what` is told.
        what: the words of a finding, from the rest of the row.
    """

    code: str
    sql: str
    what: Callable[..., str]
    remedy: str


def broken(look: Look, layer: str, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Every row that a rule forbids."""
    for rule in rules:
        for subject, *rest in look.connection.execute(rule.sql, {"today": look.today.isoformat()}):
            yield Finding(layer, rule.code, str(subject), rule.what(*rest), rule.remedy)


def always(words: str) -> Callable[..., str]:
    """The same words whatever the row says."""
    return lambda *_: words
