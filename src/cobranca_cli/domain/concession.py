"""What may be let off a late debt to get it paid: more of it the older the debt, in tiers of days late.

Domain rules 4.1 (P): nothing of this is law. The tiers are the owner's, and so is who may grant them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from .money import Rounding, round_cents

_HUNDRED = Decimal(100)


class AgeTier(NamedTuple):
    """What may be let off a title of some age.

    Attributes:
        up_to: days late, inclusive; None has no end.
        charges: percent of the charges, and `principal` of the principal.
        authority: who may grant it; empty is anybody.
    """

    up_to: int | None
    charges: Decimal
    principal: Decimal = Decimal(0)
    authority: str = ""


DEFAULT_TIERS = (
    AgeTier(30, Decimal(50)),
    AgeTier(90, Decimal(100)),
    AgeTier(180, Decimal(100), Decimal(5)),
    AgeTier(360, Decimal(100), Decimal(10)),
    AgeTier(None, Decimal(100), Decimal(20)),
)


class Granted(NamedTuple):
    """What is let off, in cents: of the charges, and of the principal."""

    charges: int
    principal: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.charges + self.principal


def tier_of(days_late: int, tiers: Sequence[AgeTier]) -> AgeTier | None:
    """The tier of a title, from tiers in the order of age; None of one that is not late, or beyond them."""
    if days_late < 1:
        return None
    return next((tier for tier in tiers if tier.up_to is None or days_late <= tier.up_to), None)


def grant(principal: int, charges: int, charges_percent: Decimal, principal_percent: Decimal) -> Granted:
    """What the percentages let off of cents, from 0 to 100 percent, each rounded once half-up."""
    if not (0 <= charges_percent <= _HUNDRED and 0 <= principal_percent <= _HUNDRED):
        raise ValueError(f"{charges_percent=}, {principal_percent=}")
    return Granted(_share(charges, charges_percent), _share(principal, principal_percent))


def _share(cents: int, percent: Decimal) -> int:
    return round_cents(cents * percent / _HUNDRED, Rounding.HALF_UP)
