"""What movements do to an account, and what a reversal or a late registration changes about it.

The entries of an account are a function of its movements: each is posted, in the order of its day, on the
titles as the ones before left them. A movement that is reversed counts until the day of its reversal; on
that day those after it are allocated again as if it had never been (rule I09), with interest still
counted from their own days. What the ledger has written already and now turns out different is its business
to correct.

Cost: a posting works out the titles it reaches, oldest due first, and skips those with nothing left; a replay
is linear in movements but for the use of credit and payments on account of capital, which look at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from .account import ACCRUAL, COMPONENTS, NOTHING, Account, Entry, Movement, Parts, Title, Told
from .allocation import Claim, Share, allocate, burden, in_legal_order, take
from .charges import Standing, discount_on, standing_on
from .suspension import AGREED, BROKEN, SETTLE_EARLY

MONEY = ("pagamento", "credito")
"""The kinds of movement that pay."""


class Known:
    """The net entries of an account, title by title; whoever posts one movement after another keeps it.

    `idle` are the titles of which nothing is owed any more as long as no entry touches them.
    """

    def __init__(self, account: Account, entries: Iterable[Entry]) -> None:
        self.by_due = sorted(account.titles.values(), key=lambda title: (title.due, title.id))
        self.idle: set[int] = set()
        self._account = account
        self._of: dict[int, list[Entry]] = defaultdict(list)
        self._standing: dict[int, tuple[date, Standing]] = {}
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in what was posted."""
        for entry in entries:
            self._of[entry.title].append(entry)
            self.idle.discard(entry.title)
            self._standing.pop(entry.title, None)

    def of(self, title: int) -> list[Entry]:
        """The entries of one title."""
        return self._of.get(title, [])

    def standing(self, title: int, day: date) -> Standing:
        """A title as a day finds it; asked twice in a row, it is worked out once."""
        day_of, standing = self._standing.get(title, (None, None))
        if standing is None or day_of != day:
            account = self._account
            standing = standing_on(account.titles[title], self.of(title), account.conditions(title), day)
            self._standing[title] = day, standing
        return standing


def post(
    account: Account,
    entries: Known | Iterable[Entry],
    movement: Movement,
    credit: int,
    known_on: date | None = None,
) -> list[Entry]:
    """What a movement does on its day to an account with these entries, net of reversals.

    `credit` is what the customer had to his credit, in cents, and only bounds the use of credit. `known_on`
    is the day whose cancellations are known, if it is not the movement's own.
    """
    known = entries if isinstance(entries, Known) else Known(account, entries)
    if movement.kind in MONEY:
        shares = _paid(account, known, movement, credit, known_on or movement.day)
    elif movement.kind == BROKEN:
        from .agreed_posting import broken

        return _entries(movement, broken(account, known.of, movement))
    elif movement.kind == AGREED:
        standings = _standings(account, known, movement, movement.targets)
        shares = [Share(standing.title.id, AGREED, standing.open) for standing in standings]
    else:
        standing = _standings(account, known, movement, movement.targets)[0]
        shares = _adjusted(standing, movement)
    shares = [share for share in shares if any(share.parts)]
    passed = _passed_on(account, known, movement, shares)
    return _entries(movement, [*_accrued(account, known, movement, shares), *shares, *passed])


def _passed_on(account: Account, known: Known, movement: Movement, shares: Sequence[Share]) -> list[Share]:
    """What money on instalments does to the titles of their agreements; reports never come here."""
    if not account.deals or movement.kind not in MONEY:
        return []
    from .agreed_posting import passed_on

    return passed_on(account, known.of, shares, MONEY, movement.day)


def _entries(movement: Movement, shares: Iterable[Share]) -> list[Entry]:
    return [
        Entry(movement.id, share.title, share.kind, movement.day, movement.day, share.parts)
        for share in shares
        if any(share.parts)
    ]


def _accrued(account: Account, known: Known, movement: Movement, shares: Sequence[Share]) -> list[Share]:
    """What had accrued on the titles that a movement touches: decided with it, and kept."""
    touched = dict.fromkeys(share.title for share in shares if share.kind != "despesa")
    standings = _standings(account, known, movement, touched)
    return [Share(s.title.id, ACCRUAL, NOTHING.minus(s.fresh)) for s in standings if any(s.fresh)]


def _paid(account: Account, known: Known, movement: Movement, credit: int, known_on: date) -> list[Share]:
    """What was named comes first, also what was written off of it; then the others, then what they lost."""
    if movement.told:
        return _as_told(account, known, movement, movement.told, known_on)
    from_credit = movement.kind == "credito"
    amount = min(credit, movement.amount or credit) if from_credit else movement.amount or 0
    targets = _standings(account, known, movement, movement.targets)
    said = [s for s in targets if not s.title.cancelled(known_on)]
    off = _relief(account, known, movement)
    groups = [[_claim(account, s, movement.day, off=off.get(s.title.id))] for s in said if s.open.total]
    lost = [[_claim(account, s, movement.day, lost=True)] for s in said if s.lost.total]
    alone = from_credit and bool(movement.targets)
    shares: list[Share] = []
    if lost or movement.mode == "legal" or alone:
        shares, amount = allocate(amount, groups, movement.mode)
        recovered, amount = allocate(amount, lost, "legal")
        shares, groups = shares + _reopened(recovered), []
    if not alone:
        pay = _pay_capital if movement.mode == "capital" else _pay_oldest
        shares += pay(account, known, movement, groups, amount, known_on)
    return [s._replace(kind="credito") if from_credit and s.kind == "pagamento" else s for s in shares]


def _relief(account: Account, known: Known, movement: Movement) -> dict[int, int]:
    """The interest that a settlement before its time lets off, by instalment."""
    if movement.mode != SETTLE_EARLY:
        return {}
    from .agreed_posting import early_relief

    return early_relief(account, known.of, movement)


def _pay_capital(
    account: Account,
    known: Known,
    movement: Movement,
    groups: list[list[Claim]],
    amount: int,
    known_on: date,
) -> list[Share]:
    """The principal of all comes before the charges of any, so all have to be looked at."""
    rest = [s for batch in _others(account, known, movement, known_on) for s in batch]
    others = in_legal_order([_claim(account, s, movement.day) for s in rest if s.open.total])
    shares, amount = allocate(amount, [*groups, *others], movement.mode)
    return shares + _recover(account, rest, amount, movement.day)


def _pay_oldest(
    account: Account,
    known: Known,
    movement: Movement,
    groups: list[list[Claim]],
    amount: int,
    known_on: date,
) -> list[Share]:
    """Due date after due date, as long as money is left: the rest need not be worked out."""
    shares, amount = allocate(amount, groups, movement.mode)
    seen: list[Standing] = []
    for batch in _others(account, known, movement, known_on) if amount else ():
        seen += batch
        claims = [_claim(account, s, movement.day) for s in batch if s.open.total]
        more, amount = allocate(amount, in_legal_order(claims), movement.mode)
        shares += more
        if not amount:
            return shares
    return shares + _recover(account, seen, amount, movement.day)


def _others(account: Account, known: Known, movement: Movement, known_on: date) -> Iterator[list[Standing]]:
    """The titles that nobody named and that may be paid, those of one due date together, the oldest first."""
    open_ones = (t for t in known.by_due if t.id not in known.idle and _may_take(t, movement, known_on))
    for _, titles in groupby(open_ones, key=lambda title: title.due):
        standings = _standings(account, known, movement, [title.id for title in titles])
        known.idle.update(s.title.id for s in standings if not s.open.total and not s.lost.total)
        yield standings


def _recover(account: Account, standings: Iterable[Standing], amount: int, day: date) -> list[Share]:
    lost = in_legal_order([_claim(account, s, day, lost=True) for s in standings if s.lost.total])
    return _reopened(allocate(amount, lost, "legal")[0])


def _reopened(shares: Iterable[Share]) -> list[Share]:
    """A recovery opens again what was lost, and the payment takes it up."""
    return [
        each
        for share in shares
        for each in (Share(share.title, "recuperacao", NOTHING.minus(share.parts)), share)
    ]


def _may_take(title: Title, movement: Movement, known_on: date) -> bool:
    """Whether a payment that does not name this title may go to it: due, not prescribed, not cancelled."""
    named = title.id in movement.targets
    out = named or title.cancelled(known_on) or title.prescribed(movement.day)
    return title.due <= movement.day and not out


def _as_told(account: Account, known: Known, movement: Movement, told: Told, known_on: date) -> list[Share]:
    """A payment that another system has allocated: neither early discount nor other titles are its business.

    What it took for charges beyond what we would have charged is first added to the debt, as interest. What
    it took for principal that is not open here any more stays the customer's credit.
    """
    standings = _standings(account, known, movement, movement.targets)
    if not standings or standings[0].title.cancelled(known_on):
        return []
    (standing, *_), day = standings, movement.day
    principal = min(told.principal, standing.open.principal)
    let_off = Parts(principal=min(told.discount, standing.open.principal - principal))
    charges, rest = standing.open._replace(principal=0), (movement.amount or 0) - told.principal
    order = account.conditions(standing.title.id).terms_on(day).allocation
    paid = take(rest, charges, order)
    added = Parts(interest=rest - paid.total)
    waived = charges.minus(paid) if told.settled else NOTHING
    paid = paid.plus(added)._replace(principal=principal)
    kinds = (
        ("despesa", NOTHING.minus(added)),
        ("pagamento", paid),
        ("desconto", let_off),
        ("abono", waived),
    )
    return [Share(standing.title.id, kind, parts) for kind, parts in kinds]


def _adjusted(standing: Standing, movement: Movement) -> list[Share]:
    """What a waiver, abatement, discount, write-off or expense does: never more than there is."""
    owed = standing.open
    if movement.kind == "despesa":
        parts = Parts(expenses=-(movement.amount or 0))
    elif movement.kind == "perda":
        parts = owed
    elif movement.kind == "abono":
        waived = Parts(**{name: getattr(owed, name) for name in movement.components if name != "principal"})
        parts = waived if movement.amount is None else take(movement.amount, waived, COMPONENTS)
    else:
        parts = Parts(principal=min(owed.principal, movement.amount or 0))
    return [Share(standing.title.id, movement.kind, parts)]


def _standings(account: Account, known: Known, movement: Movement, titles: Iterable[int]) -> list[Standing]:
    """The titles known to the movement as its day finds them."""
    return [
        known.standing(i, movement.day)
        for i in dict.fromkeys(titles)
        if i <= movement.horizon and i in account.titles
    ]


def _claim(
    account: Account, standing: Standing, day: date, *, lost: bool = False, off: int | None = None
) -> Claim:
    """What the title can take; with `lost`, what was written off of it.

    `off` is what is let off of an instalment settled early, instead of the terms' discount.
    """
    title = standing.title
    conditions = account.conditions(title.id)
    terms = conditions.terms_on(day)
    if lost:
        return Claim(title.id, title.due, burden(terms), standing.lost, terms.allocation)
    return Claim(
        title=title.id,
        due=title.due,
        burden=burden(terms),
        open=standing.open,
        order=terms.allocation,
        discount=discount_on(standing, conditions, day)[0] if off is None else off,
        tolerance=terms.tolerance,
    )


def replay(
    account: Account, before: Sequence[Entry], movements: Sequence[Movement], since: date
) -> list[Entry]:
    """Every entry booked on or after `since`, as the movements have it.

    `before` are the entries booked before that day, `movements` all of the account's, reversed ones too.
    An entry that a reversal takes back comes again with negated parts on the day of the reversal, and what
    takes its place follows it. What is reversed on its own day has never been, and is not posted at all.
    """
    booked, active = list(before), net_of(before)
    known = Known(account, active)
    of_day, undone_on = defaultdict(list), defaultdict(list)
    for movement in sorted((m for m in movements if m.reversed_on != m.day), key=_rank):
        of_day[movement.day].append(movement)
        if movement.reversed_on:
            undone_on[movement.reversed_on].append(movement)
    gone = {title.cancelled_on for title in account.titles.values() if title.cancelled_on}
    for day in sorted(each for each in {*of_day, *undone_on, *gone} if each >= since):
        for movement in of_day[day]:
            credit = credit_before(movement, movements, active, day)
            posted = post(account, known, movement, credit)
            known.add(posted)
            booked += posted
            active += posted
        undone = [*undone_on[day]]
        if day in gone:
            homeless = _on_cancelled(account, active, day)
            undone += [movement for movement in movements if movement.id in homeless]
        if undone:
            booked += _undo(account, active, movements, min(undone, key=_rank), day)
            active = net_of(booked)
            known = Known(account, active)
    return booked[len(before) :]


def _undo(
    account: Account, net: Sequence[Entry], movements: Sequence[Movement], first: Movement, day: date
) -> list[Entry]:
    """Take back what is reversed on a day, from the first such movement on; post again what still counts."""
    again = sorted((m for m in movements if m.day <= day and _rank(m) >= _rank(first)), key=_rank)
    ids = {movement.id for movement in again}
    kept = [entry for entry in net if entry.movement not in ids]
    old = sum_up(entry for entry in net if entry.movement in ids)
    known, made = Known(account, kept), list[Entry]()
    for movement in again:
        if _counts(movement, day):
            credit = credit_before(
                movement, movements, [*kept, *made] if movement.kind == "credito" else (), day
            )
            posted = post(account, known, movement, credit, known_on=day)
            known.add(posted)
            made += posted
    new = sum_up(made)
    changes: list[Entry] = []
    for key in dict.fromkeys((*old, *new)):
        before, now = old.get(key, NOTHING), new.get(key, NOTHING)
        if before != now:
            movement_id, title, kind, value_on = key
            pair = (NOTHING.minus(before), now)
            changes += [Entry(movement_id, title, kind, value_on, day, p) for p in pair if any(p)]
    return changes


def _on_cancelled(account: Account, net: Sequence[Entry], day: date) -> set[int]:
    """The movements whose money is on a title that is cancelled on this day, and has to go elsewhere."""
    titles = {title.id for title in account.titles.values() if title.cancelled_on == day}
    return {entry.movement for entry in net if entry.title in titles and entry.kind in MONEY}


def credit_before(
    movement: Movement, movements: Iterable[Movement], entries: Iterable[Entry], known_on: date
) -> int:
    """What the customer has to his credit when he uses it, in cents: what came in less what was used.

    No other movement asks, and its answer is 0. `entries` are net; `known_on` is the day whose reversals are
    known.
    """
    if movement.kind != "credito":
        return 0
    earlier = {m.id: m for m in movements if _rank(m) < _rank(movement) and _counts(m, known_on)}
    came = sum(m.amount or 0 for m in earlier.values() if m.kind == "pagamento")
    used = sum(e.parts.total for e in entries if e.kind in MONEY and e.movement in earlier)
    return max(0, came - used)


def sum_up(entries: Iterable[Entry]) -> dict[tuple[int, int, str, date], Parts]:
    """The net effect by movement, title, kind and day of value."""
    sums: dict[tuple[int, int, str, date], Parts] = {}
    for e in entries:
        key = (e.movement, e.title, e.kind, e.value_on)
        sums[key] = sums.get(key, NOTHING).plus(e.parts)
    return {key: parts for key, parts in sums.items() if any(parts)}


def net_of(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without those that were taken back."""
    return [Entry(m, t, kind, day, day, parts) for (m, t, kind, day), parts in sum_up(entries).items()]


def _rank(movement: Movement) -> tuple[date, int]:
    return movement.day, movement.id


def _counts(movement: Movement, day: date) -> bool:
    return movement.reversed_on is None or movement.reversed_on > day
