"""Which debt a payment pays, and which part of it first (imputação do pagamento).

CC art. 352: the debtor may say which matured debt he pays. Art. 354: interest before capital, unless the
creditor accepts it on account of capital. Art. 355: if nobody says, the oldest due first; of the same due
date the most onerous; equally onerous ones in proportion (doctrine). Inside a title the order is the
policy's. Nothing is ever taken beyond a debt or beyond the payment, and no cent is lost.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .account import COMPONENTS, NOTHING, Parts
from .terms import Terms

_MONTHLY = {"percentual_dia": Decimal(30), "percentual_ano": Decimal(1) / Decimal(12)}


class Claim(NamedTuple):
    """One title that a payment may go to.

    Attributes:
        title: its id.
        due: its nominal due date.
        burden: how onerous it is; higher is paid first among titles of the same due date.
        open: what is owed, by component.
        discount: what is let off if the title is settled now.
        order: the components in the order of payment.
        tolerance: what may be left, in cents, and the title counts as settled.
    """

    title: int
    due: date
    burden: tuple[Decimal, ...]
    open: Parts
    order: tuple[str, ...] = COMPONENTS
    discount: int = 0
    tolerance: int = 0

    @property
    def to_settle(self) -> int:
        """What settles the title now."""
        return self.open.total - self.discount


class Share(NamedTuple):
    """What one title gets; `kind` as in an entry."""

    title: int
    kind: str
    parts: Parts


def burden(terms: Terms) -> tuple[Decimal, ...]:
    """How onerous terms are: the interest as a rate per month, then the fine."""
    monthly = terms.interest_percent * _MONTHLY.get(terms.interest_method, Decimal(1))
    return (monthly, Decimal(terms.interest_cents), terms.fine_percent, Decimal(terms.fine_cents))


def in_legal_order(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Oldest due first, then the most onerous; those that are equal in both stand in one group."""
    groups: list[list[Claim]] = []
    ranked = sorted(claims, key=lambda c: (c.due, [-each for each in c.burden], c.title))
    for claim in ranked:
        if groups and (groups[-1][0].due, groups[-1][0].burden) == (claim.due, claim.burden):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return groups


def allocate(amount: int, groups: Sequence[Sequence[Claim]], mode: str) -> tuple[list[Share], int]:
    """Allocate cents to the groups in their order; returns the shares and what is left over.

    `legal` settles one group after the other. `capital` first pays the principal of all of them, then
    what is left of the charges, in the same order.
    """
    if mode == "capital":
        return _allocate_capital(amount, groups)
    shares: list[Share] = []
    for group in groups:
        for claim, given in zip(group, _among(amount, group), strict=True):
            amount -= given
            shares += _settle(claim, given)
    return shares, amount


def take(amount: int, owed: Parts, order: Sequence[str]) -> Parts:
    """As much of the debt as the amount pays, component after component."""
    taken: dict[str, int] = {}
    for name in order:
        taken[name] = min(amount, getattr(owed, name))
        amount -= taken[name]
    return Parts(**taken)


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Cents in proportion to the weights, exactly; a residue goes cent by cent to the largest first.

    No part exceeds its weight as long as `amount` does not exceed their sum.
    """
    total = sum(weights)
    parts = [amount * weight // total for weight in weights]
    largest_first = sorted(range(len(weights)), key=lambda i: (-weights[i], i))
    residue = amount - sum(parts)
    for index in largest_first[:residue]:
        parts[index] += 1
    return parts


def _among(amount: int, group: Sequence[Claim]) -> list[int]:
    """How much of the amount each claim of one group gets."""
    owed = [claim.to_settle for claim in group]
    if amount >= sum(owed):
        return owed
    return split(amount, owed) if len(group) > 1 else [amount]


def _settle(claim: Claim, given: int) -> list[Share]:
    """The shares of one claim: the payment, and what is let off because it settles the title.

    An instalment of which only interest not earned yet is left is settled without a cent.
    """
    if not given and claim.to_settle:
        return []
    order, owed, shares = claim.order, claim.open, []
    if claim.discount and given + claim.tolerance >= claim.to_settle:
        let_off = Parts(principal=claim.discount)
        owed = owed.minus(let_off)
        shares.append(Share(claim.title, "desconto", let_off))
    paid = take(given, owed, order)
    shares.insert(0, Share(claim.title, "pagamento", paid))
    left = owed.minus(paid)
    if 0 < left.total <= claim.tolerance:
        shares.append(Share(claim.title, "tolerancia", left))
    return shares


def _allocate_capital(amount: int, groups: Sequence[Sequence[Claim]]) -> tuple[list[Share], int]:
    claims = [claim for group in groups for claim in group]
    paid = dict.fromkeys((claim.title for claim in claims), NOTHING)
    let_off: dict[int, int] = {}
    for claim in claims:
        owed = claim.open.principal - claim.discount
        settles = claim.discount and amount + claim.tolerance >= owed
        now = min(amount, owed if settles else claim.open.principal)
        if settles:
            let_off[claim.title] = claim.discount
        paid[claim.title] = Parts(principal=now)
        amount -= now
    for claim in claims:
        charges = claim.open._replace(principal=0)
        now_paid = take(amount, charges, claim.order)
        paid[claim.title] = paid[claim.title].plus(now_paid)
        amount -= now_paid.total
    return [share for claim in claims for share in _capital_shares(claim, paid, let_off)], amount


def _capital_shares(claim: Claim, paid: dict[int, Parts], let_off: dict[int, int]) -> list[Share]:
    mine, off = paid[claim.title], Parts(principal=let_off.get(claim.title, 0))
    if not mine.total:
        return []
    shares = [Share(claim.title, "pagamento", mine)]
    if off.total:
        shares.append(Share(claim.title, "desconto", off))
    left = claim.open.minus(mine).minus(off)
    if 0 < left.total <= claim.tolerance:
        shares.append(Share(claim.title, "tolerancia", left))
    return shares
