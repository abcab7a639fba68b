"""The agreement a person means, and how it stands on a day."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_agreement import AgreementSettings, policy_from
from cobranca_cli.domain.account import NOTHING, Parts
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.agreement import BREACHED, UNDONE, Deal, Due, Following, follow
from cobranca_cli.domain.suspension import CLOSED
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.queries.accounts import taken_off
from cobranca_cli.ledger.queries.agreements import (
    Breach,
    Member,
    Row,
    Signed,
    agreement_by_number,
    broken_by,
    cancelled_on,
    deal_from,
    instalments_of,
    members_of,
    passed_on_by,
)
from cobranca_cli.ledger.queries.letters import last_letters
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.standing import owed_on

MONEY = ("pagamento", "credito")
WARNING = "aviso-acordo"
"""The model of the letter that warns before a breach."""


class InstalmentSeen(NamedTuple):
    """An instalment on a day. Cents.

    Attributes:
        owed: what is owed on it, with charges; `paid` what came in for it.
        off: interest let off because it was paid before its time; `closed` what a breach left unpaid of it.
        days: days late of one that is open.
    """

    row: Row
    owed: Parts
    paid: int
    off: int
    days: int
    closed: int = 0


class MemberSeen(NamedTuple):
    """A title in an agreement, and what of the instalments' money was credited to it by a day, in cents."""

    member: Member
    credited: int


class Seen(NamedTuple):
    """One agreement on a day.

    Attributes:
        payoff: what settles it on the day, and `relief` the interest not earned yet that is left out of it.
        warned_on: the day of the last warning that it may be broken, about an instalment that is late now.
        policy: the rules that it was signed under.
    """

    as_of: date
    signed: Signed
    deal: Deal
    following: Following
    instalments: tuple[InstalmentSeen, ...]
    members: tuple[MemberSeen, ...]
    breach: Breach | None
    cancelled_on: str | None
    payoff: int
    relief: int
    warned_on: str | None
    policy: AgreementSettings

    @property
    def paid(self) -> int:
        """All the money that came in for it."""
        return sum(each.paid for each in self.instalments)

    @property
    def late(self) -> tuple[InstalmentSeen, ...]:
        """The instalments that are open and late."""
        return tuple(each for each in self.instalments if each.days)


def find_agreement(connection: sqlite3.Connection, typed: str) -> Signed:
    """The agreement a person means by its number or its name. Raises NotFoundError."""
    found = agreement_by_number(connection, typed)
    if found is None:
        raise NotFoundError(f"não há acordo '{typed}'", hint="veja os números com 'cobranca acordo listar'")
    return found


def see(connection: sqlite3.Connection, book: TermsBook, signed: Signed, as_of: date) -> Seen:
    """How an agreement stands on a day. Raises DataError for a day before it was signed."""
    if as_of.isoformat() < signed.signed_on:
        raise DataError(f"o {signed.number} ainda não existia nesse dia", code="E-DATA-ORDEM")
    deal, policy = deal_from(connection, signed), policy_from(signed.policy)
    rows = tuple(
        _instalment(connection, book, signed, row, as_of) for row in instalments_of(connection, signed.id)
    )
    breach = broken_by(connection, signed.id, as_of)
    undone = cancelled_on(connection, signed.movement, as_of)
    dues = [Due(date.fromisoformat(each.row.due_effective), each.owed.total) for each in rows]
    following = follow(dues, policy.rule, as_of)
    if undone or breach:
        following = Following(UNDONE if undone else BREACHED)
    if undone:
        rows = tuple(each._replace(owed=NOTHING, days=0) for each in rows)
    relief = relief_of(deal, rows, as_of)
    credited = passed_on_by(connection, signed.id, as_of)
    return Seen(
        as_of,
        signed,
        deal,
        following,
        rows,
        tuple(
            MemberSeen(each, credited.get(each.receivable, 0)) for each in members_of(connection, signed.id)
        ),
        breach,
        undone,
        sum(each.owed.total for each in rows) - sum(relief.values()),
        sum(relief.values()),
        _warned(connection, [each.row.receivable for each in rows if each.days], as_of),
        policy,
    )


def _instalment(
    connection: sqlite3.Connection, book: TermsBook, signed: Signed, row: Row, as_of: date
) -> InstalmentSeen:
    owed = owed_on(connection, book, row.receivable, signed.document, as_of)
    off = taken_off(connection, row.receivable, as_of)
    paid = sum(off.get(kind, (0, 0))[1] for kind in MONEY)
    late = days_late(as_of, date.fromisoformat(row.due_effective)) if owed.total else 0
    let_off, closed = off.get("desconto", (0, 0))[0], off.get(CLOSED, (0, 0))[1]
    return InstalmentSeen(row, owed, paid, let_off, late, closed)


def _warned(connection: sqlite3.Connection, late: Sequence[int], as_of: date) -> str | None:
    return max(last_letters(connection, late, WARNING, as_of).values(), default=None)


def relief_of(
    deal: Deal, rows: Sequence[InstalmentSeen], as_of: date, positions: Sequence[int] = ()
) -> dict[int, int]:
    """Interest let off by position if these, or without any all, are settled on the day."""
    left = {each.row.receivable: each for each in rows if each.owed.total}
    mine = {title for title, each in left.items() if not positions or each.row.position in positions}
    relief = deal.relief_on(as_of, left, mine)
    return {left[title].row.position: min(relief.get(title, 0), left[title].owed.principal) for title in mine}


def terms_book_of(connection: sqlite3.Connection, settings: Settings) -> TermsBook:
    """The terms of every title, for a report."""
    return TermsBook(connection, settings.calendar, settings.charges)
