"""The letters that were written, as a list."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.letters import Kept, kept_letters, letters_of_day, proofs
from cobranca_cli.services.reading import reading


class Letters(NamedTuple):
    """Letters as of a day, the oldest first."""

    as_of: date
    letters: tuple[Kept, ...]
    notices: tuple[str, ...]


def written_on(ledger: Path, settings: Settings, moment: Moment, day: date) -> list[int]:
    """The numbers of the letters that the ladder wrote on a day."""
    with reading(ledger, settings, moment) as reader:
        return letters_of_day(reader.connection, day, "regua")


PAPER = ("carta", "presencial")
"""The channels of a letter that is printed."""


def on_paper(ledger: Path, settings: Settings, moment: Moment, day: date) -> list[int]:
    """The numbers of the letters of a day that go on paper, whoever wrote them."""
    with reading(ledger, settings, moment) as reader:
        found = kept_letters(reader.connection, day, None, day, day)
        return [kept.id for kept in found if kept.channel in PAPER]


def days_of(ledger: Path, settings: Settings, moment: Moment, ids: Iterable[int]) -> dict[int, str]:
    """The ISO day of each of these letters. Raises NotFoundError."""
    with reading(ledger, settings, moment) as reader:
        return {proof.kept.id: proof.kept.day for proof in proofs(reader.connection, ids)}


def list_letters(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    as_of: date,
    customer: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Letters:
    """Letters up to a day, of one customer or all, between two days inclusive."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        whose = None if customer is None else find_customer(connection, customer).id
        found = tuple(kept_letters(connection, as_of, whose, since, until))
        return Letters(as_of, found, reader.notices)
