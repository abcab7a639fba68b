"""What a snapshot of a day holds, worked out title by title from the bare rows of a ledger, rule by rule."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.ledger.ledger_box import ask

from cobranca_cli.domain.periods import closings, month_over, period_ending

NO_PAYMENT = {"acordo", "encerramento", "perda", "recuperacao"}
MONEY = {"pagamento", "credito", "repasse"}
WEEK = timedelta(days=7)


class Title(NamedTuple):
    """A row of the ledger with its entries: kind, day of value, day booked, principal."""

    id: int
    customer: int
    number: str
    starts: date
    issued: date | None
    due: date
    amount: int
    cancelled: date | None
    made: bool
    entries: tuple[tuple[str, date, date, int], ...]

    def exists(self, on: date) -> bool:
        return self.starts <= on and (self.cancelled is None or self.cancelled > on)

    def open(self, on: date, *, without: frozenset[str] = frozenset()) -> int:
        if not self.exists(on):
            return 0
        return self.amount - sum(e[3] for e in self.entries if e[2] <= on and e[0] not in without)

    def unpaid(self, by: date, as_of: date) -> int:
        known = [e for e in self.entries if e[2] <= as_of and e[1] <= by and e[0] not in NO_PAYMENT]
        return self.amount - sum(e[3] for e in known)


def titles_of(ledger: Path) -> list[Title]:
    def on(text: object) -> date | None:
        return None if text is None else date.fromisoformat(str(text))

    made = {row[0] for row in ask(ledger, "SELECT receivable_id FROM agreement_instalment")}
    entries: dict[object, list[tuple[object, ...]]] = {}
    for title, kind, value, booked, cents in ask(
        ledger, "SELECT receivable_id, kind, value_on, booked_on, principal FROM entry"
    ):
        entries.setdefault(title, []).append((kind, on(value), on(booked), cents))
    rows = ask(
        ledger,
        "SELECT id, customer_id, number, starts_on, issued, due_effective, amount, cancelled_on"
        " FROM receivable",
    )
    return [
        Title(
            row[0], row[1], row[2], on(row[3]), on(row[4]), on(row[5]), row[6], on(row[7]), row[0] in made,
            tuple(entries.get(row[0], ())),
        )  # type: ignore[arg-type]
        for row in rows
    ]  # fmt: skip


def expected(ledger: Path, as_of: date, months: int) -> dict[str, object]:
    """The fields of a snapshot that are sums."""
    titles, period = titles_of(ledger), period_ending(as_of, months)
    sold, opening = [each for each in titles if not each.made], period.opening
    owed = {each: each.open(as_of) for each in titles if each.open(as_of)}
    late = {each for each in owed if (as_of - each.due).days > 90}
    by_customer: dict[int, int] = {}
    for each, cents in owed.items():
        by_customer[each.customer] = by_customer.get(each.customer, 0) + cents
    dues = [each for each in sold if each.exists(as_of) and opening <= each.due < as_of]
    booked = [(each, e) for each in sold for e in each.entries if period.holds(e[2]) and e[0] in MONEY]
    dated = [(e[3], (e[1] - each.issued).days) for each, e in booked if each.issued]
    return {
        "opened": [(day, _by_due(titles, day)) for day in closings(as_of, months)],
        "sales": _summed((each.starts, each.amount) for each in sold if each.exists(as_of)),
        "amounts": sorted(by_customer.values(), reverse=True),
        "overdue_count": sum(each.due < as_of for each in owed),
        "long_overdue": sum(owed[each] for each in late),
        "of_operations": sum(
            cents for each, cents in owed.items() if each.number in {one.number for one in late}
        ),
        "of_customers": sum(
            cents for each, cents in owed.items() if each.customer in {one.customer for one in late}
        ),
        "overdue_at_opening": sum(
            each.open(opening, without=frozenset({"acordo"})) for each in sold if each.due < opening
        ),
        "became_overdue": sum(each.unpaid(each.due, as_of) for each in dues),
        "recovered": sum(e[3] for each, e in booked if e[1] > each.due),
        "dated": sum(cents for cents, _ in dated),
        "cent_days": sum(cents * days for cents, days in dated),
        "cohorts": {days: _cohort(sold, as_of, days) for days in (5, 30, 60, 90)},
        "steps": _steps(ledger, titles, period.first, as_of),
        "reach": _reach(ledger, period.first, as_of),
    }


def _summed(pairs: object) -> dict[date, int]:
    sums: dict[date, int] = {}
    for day, cents in pairs:  # type: ignore[attr-defined]
        sums[day] = sums.get(day, 0) + cents
    return sums


def _by_due(titles: list[Title], on: date) -> dict[date, int]:
    return _summed((each.due, each.open(on)) for each in titles if each.open(on))


def _cohort(sold: list[Title], as_of: date, days: int) -> tuple[int, int]:
    month = month_over(as_of, days)
    mine = [each for each in sold if month.holds(each.due) and each.exists(as_of)]
    unpaid = sum(each.unpaid(each.due + timedelta(days=days), as_of) for each in mine)
    return sum(each.amount for each in mine), unpaid


def _steps(ledger: Path, titles: list[Title], first: date, as_of: date) -> tuple[int, int, int, int]:
    known = {each.id: each for each in titles}
    verdicts = dict(
        ask(ledger, f"SELECT action_id, verdict FROM dunning_decision WHERE day <= '{as_of.isoformat()}'")
    )
    found = [0, 0, 0, 0]
    for title, day, action, kind in ask(
        ledger,
        "SELECT k.receivable_id, k.day, a.id, a.kind FROM dunning_claim k"
        " JOIN dunning_action a ON a.id = k.action_id",
    ):
        each, on = known[int(str(title))], date.fromisoformat(str(day))
        refused = kind == "decidir" and verdicts.get(action) != "aprovada"
        before = each.unpaid(on - timedelta(days=1), as_of)
        if first <= on <= as_of - WEEK and each.exists(as_of) and not refused and before > 0:
            money = sum(
                e[3] for e in each.entries if e[0] in MONEY and e[2] <= as_of and on <= e[1] <= on + WEEK
            )
            paid = money > 0 and 10 * each.unpaid(on + WEEK, as_of) <= each.amount
            found = [a + b for a, b in zip(found, (1, before, int(paid), money), strict=True)]
    return found[0], found[1], found[2], found[3]


def _reach(ledger: Path, first: date, as_of: date) -> tuple[int, ...]:
    end = as_of.isoformat()
    paid = ask(
        ledger,
        "SELECT customer_id, day FROM movement m WHERE kind = 'pagamento' AND NOT EXISTS (SELECT 1 FROM"
        f" movement_reversal x WHERE x.movement_id = m.id AND x.reversed_on <= '{end}')",
    )
    found = [0] * 5
    for customer, day, outcome in ask(
        ledger,
        f"SELECT customer_id, day, outcome FROM contact c WHERE booked_on <= '{end}' AND reverses IS NULL"
        " AND received = 0 AND NOT EXISTS"
        f" (SELECT 1 FROM contact x WHERE x.reverses = c.id AND x.booked_on <= '{end}')",
    ):
        on = date.fromisoformat(str(day))
        if first <= on <= as_of:
            reached, over = outcome in ("falou", "prometeu"), on + WEEK <= as_of
            came = any(
                who == customer and on <= date.fromisoformat(str(when)) <= on + WEEK for who, when in paid
            )
            row = (1, reached, outcome == "prometeu", reached and over, reached and over and came)
            found = [a + int(b) for a, b in zip(found, row, strict=True)]
    return tuple(found)
