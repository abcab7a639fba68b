"""What agreements do to an account: an instalment's money is passed on, a breach revives the rest."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .account import ACCRUAL, NOTHING, Account, Entry, Movement, Parts
from .agreement import Deal
from .allocation import Share, split, take
from .breach import Open, outcomes
from .charges import Standing, standing_on
from .suspension import AGREED, BROKEN, CLOSED, PASSED, suspended_by, without_agreement

EntriesOf = Callable[[int], list[Entry]]


class Revived(NamedTuple):
    """A title as it would stand without the agreement, and what of it is held suspended."""

    standing: Standing
    held: Parts


def revived(account: Account, entries_of: EntriesOf, title: int, day: date) -> Revived:
    """How a title would stand on a day had it not been suspended."""
    mine = [entry for entry in entries_of(title) if entry.value_on <= day]
    known = account.titles[title], without_agreement(mine), account.conditions(title), day
    return Revived(standing_on(*known), suspended_by(mine))


def open_instalments(account: Account, entries_of: EntriesOf, deal: Deal, day: date) -> dict[int, Open]:
    """The instalments on which anything is owed on a day, by receivable."""
    owed = {
        title: standing_on(account.titles[title], entries_of(title), account.conditions(title), day).open
        for title in deal.instalments.values()
    }
    left = {title: parts for title, parts in owed.items() if parts.total}
    relief = deal.relief_on(day, left, left)
    return {title: Open(parts, relief.get(title, 0)) for title, parts in left.items()}


def early_relief(account: Account, entries_of: EntriesOf, movement: Movement) -> dict[int, int]:
    """What a settlement before its time lets off each instalment that it names, in cents."""
    found = {}
    for deal in account.deals:
        left = open_instalments(account, entries_of, deal, movement.day)
        mine = [title for title in movement.targets if title in left]
        relief = deal.relief_on(movement.day, left, mine)
        found.update({title: min(relief.get(title, 0), left[title].owed.principal) for title in mine})
    return found


def passed_on(
    account: Account, entries_of: EntriesOf, shares: Iterable[Share], kinds: Sequence[str], day: date
) -> list[Share]:
    """What the money of instalments does to the titles that their agreements replaced (rule A11).

    In proportion to what each came to when it was signed, then to those on which anything is left; inside
    a title by CC art. 354 on the day. What is beyond the old debt is the agreement's interest.
    """
    money: dict[int, int] = {}
    for share in shares:
        if share.kind in kinds:
            money[share.title] = money.get(share.title, 0) + share.parts.total
    found: list[Share] = []
    for deal in account.deals:
        cents = sum(money.get(title, 0) for title in deal.instalments.values())
        if cents:
            found += _credited(account, entries_of, deal, cents, day)
    return found


def _credited(account: Account, entries_of: EntriesOf, deal: Deal, cents: int, day: date) -> list[Share]:
    known = [revived(account, entries_of, title, day) for title in deal.titles]
    owed = [each.standing.open.total if any(each.held) else 0 for each in known]
    given = [min(part, most) for part, most in zip(_wanted(deal, cents), owed, strict=True)]
    rest = min(cents, sum(owed)) - sum(given)
    room = [most - part for part, most in zip(given, owed, strict=True)]
    more = split(rest, room) if rest else [0] * len(room)
    found: list[Share] = []
    for each, part, extra in zip(known, given, more, strict=True):
        standing = each.standing
        order = account.conditions(standing.title.id).terms_on(day).allocation
        paid = take(part + extra, standing.open, order)
        if any(paid):
            title, fresh = standing.title.id, standing.fresh
            found.append(Share(title, ACCRUAL, NOTHING.minus(fresh)))
            found.append(Share(title, AGREED, fresh.minus(paid)))
            found.append(Share(title, PASSED, paid))
    return found


def _wanted(deal: Deal, cents: int) -> list[int]:
    return split(cents, [each.total for each in deal.weights])


def broken(account: Account, entries_of: EntriesOf, movement: Movement) -> list[Share]:
    """What a breach does: the instalments are closed, the titles revive with what its clause says is owed.

    The movement names the instalments; its component is the clause that was applied.
    """
    deal = next((d for d in account.deals if {*d.instalments.values()} & {*movement.targets}), None)
    if deal is None:
        return []
    day, found = movement.day, list[Share]()
    open_ones = open_instalments(account, entries_of, deal, day)
    known = [revived(account, entries_of, title, day) for title in deal.titles]
    for title in open_ones:
        standing = standing_on(account.titles[title], entries_of(title), account.conditions(title), day)
        found.append(Share(title, ACCRUAL, NOTHING.minus(standing.fresh)))
        found.append(Share(title, CLOSED, standing.open))
    amounts = [account.titles[title].amount for title in deal.titles]
    owed = [each.standing.open for each in known]
    wanted = outcomes(deal, open_ones, owed, amounts)[movement.components[0]].parts
    for each, target in zip(known, wanted, strict=True):
        title = each.standing.title.id
        found.append(Share(title, ACCRUAL, NOTHING.minus(each.standing.fresh)))
        found.append(Share(title, AGREED, NOTHING.minus(each.held)))
        found.append(Share(title, BROKEN, each.standing.open.minus(target)))
    return found
