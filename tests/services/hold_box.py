"""A shop whose customers dispute, ask for time and promise; told in a user's words, on the shop's today."""

from contextlib import closing
from datetime import date

from tests.domain.notation import cents, day
from tests.services.payment_box import Shop

from cobranca_cli.domain.holds import DISPUTE, PAUSE, Hold
from cobranca_cli.domain.promises import Kept
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.holds import holds_on
from cobranca_cli.services import hold_list, promise_list, promises
from cobranca_cli.services import holds as hold_service
from cobranca_cli.services.statement import state


class HeldShop(Shop):
    """A shop with holds and promises."""

    def holds(self, kind: str, *invoices: str, **said: object) -> hold_service.Held:
        wanted = hold_service.Wanted(kind, "combinado", invoices=invoices)._replace(**said)
        return hold_service.register(self.ledger, self.moment, wanted)

    def disputes(self, *invoices: str, until: str, freezes: bool = True, **said: object) -> int:
        """The number of the (last) dispute."""
        held = self.holds(DISPUTE, *invoices, until=day(until), freezes=freezes, **said)
        return held.new[-1].hold.id

    def pauses(self, *invoices: str, until: str, **said: object) -> int:
        return self.holds(PAUSE, *invoices, until=day(until), **said).new[-1].hold.id

    def ends(self, hold: int, result: str | None = None, reason: str | None = None) -> hold_service.Ended:
        return hold_service.end(self.ledger, self.moment, hold, reason, result)

    def held_on(self, on: str) -> list[Hold]:
        with closing(open_for_reading(self.ledger).connection) as connection:
            return holds_on(connection, day(on))

    def listed(self, on: str, *, past: bool = False, customer: str | None = None) -> hold_list.Holds:
        return hold_list.list_holds(self.ledger, self.settings, self.moment, day(on), customer, past=past)

    def promised(
        self, customer: str, amount: str, until: str, *invoices: str, **said: object
    ) -> promises.Registered:
        wanted = promises.Wanted(customer, cents(amount), day(until), invoices)._replace(**said)
        return promises.register(self.ledger, self.settings, self.moment, wanted)

    def kept_on(self, on: str) -> dict[int, Kept]:
        """How each promise stands on a day."""
        found = promise_list.list_promises(self.ledger, self.settings, self.moment, day(on))
        return {row.listed.promise.id: row.kept for row in found.rows if row.kept}

    def total_of(self, customer: str, on: date) -> int:
        """What a customer owes less his credit, as his statement says."""
        return state(self.ledger, self.settings, self.moment, on, customer).balance
