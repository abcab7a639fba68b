"""An account with one agreement on it, as the tests of agreements write it."""

from decimal import Decimal

from tests.domain.account_notation import account, paid, parts, title
from tests.domain.notation import cents, day

from cobranca_cli.domain.account import Account, Movement, Title
from cobranca_cli.domain.agreement import Deal
from cobranca_cli.domain.instalments import NO_INTEREST, Instalment

SIGNED = 100
"""The id of the movement that signs; those before it are smaller, those after it larger."""


def plan(*rows: str) -> tuple[Instalment, ...]:
    """`2026-07-01 3.000,00`, with `juros 144,00` behind it where there is any; the first is instalment 1."""
    found, left = [], 0
    read = [row.split() for row in rows]
    amounts = [(day(due), cents(amount), cents(more[-1]) if more else 0) for due, amount, *more in read]
    left = sum(amount - interest for _, amount, interest in amounts)
    for position, (due, amount, interest) in enumerate(amounts, 1):
        left -= amount - interest
        found.append(Instalment(position, due, amount, interest, amount - interest, left))
    return tuple(found)


def agreed(
    old: tuple[Title, ...],
    weights: tuple[str, ...],
    rows: tuple[Instalment, ...],
    debt: str,
    discount: str = "0,00",
    *,
    base: str = "2026-06-01",
    system: str = NO_INTEREST,
    rate: str = "0",
    said: str = "",
) -> Account:
    """The titles, the instalments as titles after them, and the deal that binds them."""
    first = max(each.id for each in old) + 1
    made = {row.position: first + place for place, row in enumerate(rows)}
    new = [
        title(f"{row.amount // 100},{row.amount % 100:02}", row.due.isoformat(), made[row.position])
        for row in rows
    ]
    deal = Deal(
        1, SIGNED, tuple(each.id for each in old), tuple(map(parts, weights)), made, rows, day(base),
        cents(debt), cents(discount), system, Decimal(rate),
    )  # fmt: skip
    return account(*old, *new, said=said)._replace(deals=(deal,))


def signed(one: Account, on: str) -> Movement:
    """The movement that signs the deal of the account."""
    (deal,) = one.deals
    return paid(SIGNED, on, "", *deal.titles, kind="acordo", horizon=max(deal.titles))


def broken(one: Account, on: str, clause: str, identity: int = 900) -> Movement:
    """The movement that breaks it."""
    (deal,) = one.deals
    return paid(identity, on, "", *deal.instalments.values(), kind="rompimento", components=(clause,))


A07 = agreed(
    (title("10.000,00", "2025-11-13"),),
    ("juros 666,67 multa 200,00 principal 10.000,00",),
    plan("2026-07-01 3.000,00", "2026-08-01 3.000,00", "2026-09-01 3.000,00"),
    "10.866,67",
    "1.866,67",
)
"""A05's deal of 2026-06-01: 9.000,00 at sight of 10.866,67, in three; the title is 1, they are 2 to 4."""

PRICE = agreed(
    (title("6.000,00", "2026-12-01"), title("3.600,00", "2026-12-01", 2)),
    ("principal 6.000,00", "juros 600,00 principal 3.000,00"),
    plan(
        "2026-07-01 1.685,04 juros 144,00", "2026-08-01 1.685,04 juros 120,88",
        "2026-09-01 1.685,04 juros 97,42", "2026-10-01 1.685,04 juros 73,61",
        "2026-11-01 1.685,04 juros 49,44", "2026-12-01 1.685,05 juros 24,90",
    ),
    "9.600,00",
    system="price",
    rate="1.5",
)  # fmt: skip
"""A01's instalments, of two titles: they are 3 to 8."""
