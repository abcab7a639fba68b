"""A fact of the model written into a ledger without asking, and the totals of a ledger."""

from contextlib import closing
from pathlib import Path

from tests.services.payment_facts import Fact

from cobranca_cli.config import Settings
from cobranca_cli.domain.account import Movement
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services import accounts
from cobranca_cli.services.overdue import overdue


def write(ledger: Path, settings: Settings, moment: Moment, fact: Fact) -> None:
    """The movement as the service would write it; it finds less than it did, if what fed it never was."""
    with writing(ledger) as transaction:
        customer = accounts.one_customer(transaction, fact.customer)
        mine = accounts.open_account(transaction, settings, moment, customer, fact.named).mine
        mode = "capital" if fact.capital else "legal"
        movement = Movement(0, fact.kind, fact.day, fact.amount, mode, fact.named, fact.parts)
        accounts.write(transaction, mine, accounts.Draft(movement, reason="de novo"), moment)
        transaction.record("recontado", {}, moment.instant)


def today_of(ledger: Path, settings: Settings, moment: Moment) -> dict[str, object]:
    """What is settled and what is owed of each invoice, and the credit of each customer."""
    late = {owed.item.number: owed.open for owed in overdue(ledger, settings, moment, moment.today).items}
    with closing(open_for_reading(ledger).connection) as connection:
        rows = connection.execute("SELECT number, settled, charges_left, cancelled_on FROM receivable")
        found: dict[str, object] = {number: (*sums, late.get(number)) for number, *sums in rows}
        for name, number in connection.execute("SELECT name, id FROM customer").fetchall():
            found[name] = credit_on(connection, number, moment.today)
    return found
