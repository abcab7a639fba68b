"""A shop's ledger on which agreements are signed, broken and undone, in a user's words."""

from tests.domain.notation import day
from tests.services.hold_box import HeldShop

from cobranca_cli.services import agreement_break, agreement_list, agreement_payoff
from cobranca_cli.services.agreement_find import Seen
from cobranca_cli.services.agreement_offers import Asked
from cobranca_cli.services.agreement_sign import Agreed, Signing, sign


class Bank(HeldShop):
    """A shop that makes agreements."""

    def signs(self, customer: str, *invoices: str, **said: object) -> Agreed:
        beside = {key: said.pop(key) for key in ("author", "clause", "entry_paid", "form") if key in said}
        asked = Asked(customer, invoices)._replace(**said)  # type: ignore[arg-type]
        wanted = Signing(asked)._replace(**beside)  # type: ignore[arg-type]
        return sign(self.ledger, self.settings, self.moment, wanted)

    def seen(self, on: str, number: str = "1") -> Seen:
        at = self.ledger, self.settings, self.moment, day(on)
        return agreement_list.see_agreement(*at, number).seen

    def breaks(self, clause: str | None = None) -> agreement_break.Broken:
        at = self.ledger, self.settings, self.moment
        return agreement_break.break_agreement(*at, "1", "atraso", clause=clause)

    def takes_up(self, *, mistaken: bool = False) -> agreement_break.Resumed:
        at = self.ledger, self.settings, self.moment
        return agreement_break.resume(*at, "1", "engano", mistaken=mistaken)

    def undoes(self, number: str = "1", on: str | None = None) -> agreement_break.Resumed:
        at = self.ledger, self.settings, self.moment
        return agreement_break.cancel(*at, number, "não assinou", day(on) if on else None)

    def settles(self, number: str = "1") -> agreement_payoff.PaidOff:
        return agreement_payoff.pay_off(self.ledger, self.settings, self.moment, number)
