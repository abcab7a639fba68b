"""What is owed when an agreement is broken: three readings, of which the term chose one (rule A07).

`original`: the debt as it was, with what was paid allocated by CC art. 354 on its days. `parcelas`: the
instalments that are open, those that are late with their charges, the others without interest that was not
earned. `proporcional`: what is open of the instalments and the part of the discount that belongs to it.
CC art. 413 has a judge reduce what is excessive, so a debtor who paid more than half is worth a warning.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from .account import NOTHING, Parts
from .agreement import INSTALMENTS, ORIGINAL, PROPORTIONAL, Deal
from .allocation import split
from .money import Rounding, round_cents


class Outcome(NamedTuple):
    """One reading: what is owed, title by title in the order of the deal. Cents.

    Attributes:
        lost: the part of the discount that is taken back.
    """

    clause: str
    parts: tuple[Parts, ...]
    lost: int = 0

    @property
    def total(self) -> int:
        """All that is owed."""
        return sum(each.total for each in self.parts)


class Open(NamedTuple):
    """An instalment that is open on the day of the breach: what is owed, and the interest not earned yet."""

    owed: Parts
    unearned: int = 0


def outcomes(
    deal: Deal, open_ones: Mapping[int, Open], revived: Sequence[Parts], amounts: Sequence[int]
) -> dict[str, Outcome]:
    """The three readings, by clause.

    `open_ones` are the instalments by receivable, those that are settled left out; `revived` is what each
    title would owe on the day without the agreement, `amounts` what each was issued for.
    """
    earned = {title: _earned(each) for title, each in open_ones.items()}
    whole = NOTHING
    for each in earned.values():
        whole = whole.plus(each)
    principal = whole.principal
    lost = _lost(deal, {title: each.principal for title, each in earned.items()})
    weights = [each.total for each in deal.weights]
    return {
        ORIGINAL: Outcome(ORIGINAL, tuple(revived)),
        INSTALMENTS: Outcome(INSTALMENTS, tuple(_spread(whole, weights, amounts))),
        PROPORTIONAL: Outcome(
            PROPORTIONAL, tuple(_as_consolidated(principal + lost, deal.weights, amounts)), lost
        ),
    }


def paid_share(deal: Deal, open_ones: Mapping[int, Open]) -> Decimal:
    """Which part of what was agreed has been paid, from 0 to 1, interest apart."""
    unpaid = _unpaid(deal, {title: _earned(each).principal for title, each in open_ones.items()})
    return 1 - Decimal(unpaid) / Decimal(deal.debt - deal.discount)


def _earned(each: Open) -> Parts:
    """What is owed on an instalment without the interest not earned yet."""
    return each.owed._replace(principal=max(0, each.owed.principal - each.unearned))


def _unpaid(deal: Deal, left: Mapping[int, int]) -> int:
    """What of the amortisation is open: what was paid of an instalment went to its interest first."""
    of = {deal.instalments[each.position]: each for each in deal.plan}
    return sum(min(cents, of[title].amortisation) for title, cents in left.items())


def _lost(deal: Deal, left: Mapping[int, int]) -> int:
    agreed = deal.debt - deal.discount
    return round_cents(Decimal(deal.discount * _unpaid(deal, left)) / Decimal(agreed), Rounding.HALF_UP)


def _spread(whole: Parts, weights: Sequence[int], amounts: Sequence[int]) -> list[Parts]:
    """What the instalments owe, put back on the titles in proportion, component by component."""
    columns = [split(cents, weights) for cents in whole]
    return _within([Parts(*(column[place] for column in columns)) for place in range(len(weights))], amounts)


def _as_consolidated(cents: int, weights: Sequence[Parts], amounts: Sequence[int]) -> list[Parts]:
    """Cents put back on the titles in proportion, each made up as it was when it was signed."""
    shares = split(cents, [each.total for each in weights])
    return _within(
        [Parts(*split(share, weight)) for share, weight in zip(shares, weights, strict=True)], amounts
    )


def _within(parts: Sequence[Parts], amounts: Sequence[int]) -> list[Parts]:
    """No title owes more principal than it was issued for: what is beyond came as interest."""
    found = []
    for each, amount in zip(parts, amounts, strict=True):
        beyond = max(0, each.principal - amount)
        found.append(each._replace(principal=each.principal - beyond, interest=each.interest + beyond))
    return found
