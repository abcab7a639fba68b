"""Telling that letters were sent: a contact for each, so that they leave the list of the day."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.letters import Kept, proofs, unsent_letters
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.contact_checks import Telling
from cobranca_cli.services.contacts import insert_contact

SENT = "enviado"
_DAYS_BACK = timedelta(days=7)


class Sent(NamedTuple):
    """The letters that are now told to be sent."""

    letters: tuple[Kept, ...]
    notices: tuple[str, ...]


def mark_sent(ledger: Path, moment: Moment, ids: Sequence[int]) -> Sent:
    """Record that these letters were sent today; without numbers, all that wait since the last seven days.

    Raises NotFoundError for a number that no letter has, DataError for one that was told already.
    """
    with writing(ledger) as transaction:
        connection = transaction.connection
        unsent = {
            each.id: each for each in unsent_letters(connection, moment.today - _DAYS_BACK, moment.today)
        }
        wanted = list(dict.fromkeys(ids)) or list(unsent)
        letters = [proof.kept for proof in proofs(connection, wanted)]
        for letter in letters:
            if letter.id not in unsent:
                raise DataError(
                    f"da carta {letter.id:06} já se disse o que houve, ou ela tem mais de 7 dias",
                    hint="veja em: cobranca contato listar",
                )
            telling = Telling(letter.name, letter.channel, SENT, letter=letter.id)
            titles = sorted(unsent[letter.id].titles)
            insert_contact(transaction, moment, letter.customer, moment.today, telling, titles)
        if not letters:
            transaction.abandon()
        return Sent(tuple(letters), tuple(transaction.notices))
