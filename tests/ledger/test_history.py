"""What customers have paid, as of any day: against a plain model over the rows, and a ledger that forgets."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.domain.notation import day
from tests.ledger.ledger_box import run, unguard
from tests.services.payment_box import NO_CHARGES, Shop
from tests.services.statement_box import Bill, Deed, do, new_ledger, settings_of
from tests.services.statement_box import History as Story
from tests.services.statement_box import histories as stories

from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.deadlines import add_months
from cobranca_cli.domain.segments import History
from cobranca_cli.ledger.queries.history import Dues, dues_on, histories, paid_titles

ONE_YEAR = 12
LARGE = 600 if os.environ.get("COBRANCA_DEMORADO") else 30


def modelled(connection: sqlite3.Connection, customer: int, as_of: date) -> History:
    """The same by walking over every row with nothing but Python; there are no promises and disputes."""
    first, ever, total = None, 0, 0
    paid: list[tuple[int, int]] = []
    standing = []
    for identity, starts, due, amount, cancelled in connection.execute(
        "SELECT id, starts_on, due_effective, amount, cancelled_on FROM receivable WHERE customer_id = ?",
        (customer,),
    ):
        if day(starts) > as_of or (cancelled and day(cancelled) <= as_of):
            continue
        known = [
            (kind, day(on), cents)
            for kind, on, booked, cents in connection.execute(
                "SELECT kind, value_on, booked_on, principal FROM entry WHERE receivable_id = ?", (identity,)
            )
            if day(booked) <= as_of
        ]
        open_ = amount - sum(cents for _, _, cents in known)
        if open_ or any(cents for _, _, cents in known):
            first = min(day(starts), first or day(starts))
        total += open_
        on = settled_by(known, amount)
        late = days_late(on or as_of, day(due))
        if on:
            ever += 1
            if on > add_months(as_of, -ONE_YEAR):
                paid.append((amount, late))
        if late and 10 * open_ > amount:
            standing.append(late)
    return History(
        first,
        ever,
        len(paid),
        sum(amount for amount, _ in paid),
        sum(amount * late for amount, late in paid),
        tuple(sorted(late for _, late in paid if late)),
        tuple(sorted(standing)),
        total,
    )


def settled_by(known: list[tuple[str, date, int]], amount: int) -> date | None:
    """The first day by whose end nine tenths were settled otherwise than by loss, some of it in money."""
    real = [each for each in known if each[0] not in ("perda", "recuperacao")]
    if sum(cents for kind, _, cents in real if kind in ("pagamento", "credito")) <= 0:
        return None
    for _, on, _ in sorted(real, key=lambda each: each[1]):
        if 10 * sum(cents for _, when, cents in real if when <= on) >= 9 * amount:
            return on
    return None


def forgetting(connection: sqlite3.Connection, as_of: date) -> sqlite3.Connection:
    """A copy of the ledger that holds only what was known at the end of a day."""
    copy = sqlite3.connect(":memory:")
    connection.backup(copy)
    unguard(copy)
    copy.executescript(
        f"""DELETE FROM entry WHERE booked_on > '{as_of}';
        DELETE FROM receivable WHERE starts_on > '{as_of}';
        UPDATE receivable SET cancelled_on = NULL WHERE cancelled_on > '{as_of}';
        UPDATE receivable SET settled =
            (SELECT coalesce(sum(principal), 0) FROM entry WHERE receivable_id = receivable.id);"""
    )
    return copy


# A loss and a payment told late: what was written before is corrected by an entry of the whole amount alone.
TOLD_LATE = Story(
    [Bill("Ana", 50_00, None, day("2025-01-02"))],
    [
        Deed("pagar", day("2025-02-01"), 0, 50_00, "legal"),
        Deed("perda", day("2025-01-02"), 0, 50_00),
        Deed("pagar", day("2025-01-02"), 0, 50_00, "legal"),
    ],
    0,
)


@settings(max_examples=LARGE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories, st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), min_size=1, max_size=4))
@example(TOLD_LATE, [day("2025-02-01")])
def test_any_day_is_what_the_rows_say_and_what_was_known_then(story: Story, asked: list[date]) -> None:
    with TemporaryDirectory() as folder:
        beside = settings_of(Path(folder) / "livro.db", story.policy)
        ledger = new_ledger(Path(folder), beside, story.bills)
        for deed in story.deeds:
            do(ledger, beside, story, deed)
        with closing(sqlite3.connect(ledger)) as connection:
            customers = [row[0] for row in connection.execute("SELECT id FROM customer")]
            for as_of in asked:
                expected = {each: modelled(connection, each, as_of) for each in customers}
                assert histories(connection, customers, as_of) == expected
                with closing(forgetting(connection, as_of)) as copy:
                    assert histories(copy, customers, as_of) == expected
                    assert list(paid_titles(copy, date.min, as_of)) == list(
                        paid_titles(connection, date.min, as_of)
                    )


class Told(Shop):
    """A shop with charges that do not get in the way, and its one customer."""

    def __init__(self, folder: Path, *rows: str, said: str = NO_CHARGES) -> None:
        super().__init__(folder, *rows, said=said)

    def history(self, on: str, customer: int = 1) -> History:
        with closing(sqlite3.connect(self.ledger)) as connection:
            return histories(connection, [customer], day(on))[customer]

    def paid(self, on: str, after: str = "2000-01-01", customers: Iterable[int] | None = None) -> list[str]:
        with closing(sqlite3.connect(self.ledger)) as connection:
            found = paid_titles(connection, day(after), day(on), customers)
            return [f"{each.name} {each.paid_on}" for each in found]

    def dues(self, on: str) -> dict[int, Dues]:
        with closing(sqlite3.connect(self.ledger)) as connection:
            return dues_on(connection, day(on))

    def holds(self, kind: str, since: str, until: str | None, title: int | None = None) -> None:
        values = (1, title, kind, since, until)
        run(self.ledger, (f"INSERT INTO hold {_HOLD} VALUES (?, ?, ?, ?, ?, 'diz que pagou', '')", values))

    def promises(self, cents: int, made_on: str, on: str) -> None:
        values = (1, cents, on, made_on, made_on)
        run(self.ledger, (f"INSERT INTO promise {_PROMISE} VALUES (?, ?, ?, ?, ?, '')", values))


_HOLD = "(customer_id, receivable_id, kind, since, until, reason, recorded_at)"
_PROMISE = "(customer_id, amount, day, made_on, booked_on, recorded_at)"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Told]:
    """S01 of the domain rules: four invoices of Ana's, paid 0, 2, 8 and 0 days late."""
    rows = (
        "S1;;Ana;2026-01-05;2026-02-10;4.200,00",
        "S2;;Ana;2026-02-05;2026-03-10;3.900,00",
        "S3;;Ana;2026-03-05;2026-04-10;5.100,00",
        "S4;;Ana;2026-04-06;2026-05-11;2.800,00",
    )
    told = Told(tmp_path, *rows)
    told.pays("4.200,00", "2026-02-10", "S1")
    told.pays("3.900,00", "2026-03-12", "S2")
    told.pays("5.100,00", "2026-04-18", "S3")
    told.pays("2.800,00", "2026-05-11", "S4")
    yield told


FOUR = History(day("2026-01-05"), 4, 4, 16_000_00, 3900_00 * 2 + 5100_00 * 8, (2, 8))


@pytest.mark.parametrize(
    ("on", "known"),
    [
        ("2026-01-04", History()),
        ("2026-01-05", History(day("2026-01-05"), open_total=4200_00)),
        ("2026-02-10", History(day("2026-01-05"), 1, 1, 4200_00, open_total=3900_00)),
        ("2026-03-11", History(day("2026-01-05"), 1, 1, 4200_00, 0, (), (1,), 9000_00)),
        ("2026-04-18", FOUR._replace(paid_ever=3, paid=3, amount=13_200_00, open_total=2800_00)),
        ("2026-11-21", FOUR),
        ("2027-02-09", FOUR),
        ("2027-02-10", FOUR._replace(paid=3, amount=11_800_00)),
        ("2027-04-18", FOUR._replace(paid=1, amount=2800_00, cent_days=0, late=())),
        ("2027-05-11", FOUR._replace(paid=0, amount=0, cent_days=0, late=())),
    ],
)
def test_s01_as_of_each_day(shop: Told, on: str, known: History) -> None:
    assert shop.history(on) == known
    if on == "2026-11-21":
        assert known.average_late == 304


def test_a_payment_taken_back_is_unpaid_from_that_day_on(shop: Told) -> None:
    shop.reverses(3, "2026-06-01")
    assert shop.history("2026-05-31") == FOUR
    undone = shop.history("2026-06-01")
    assert (undone.paid, undone.late, undone.standing) == (3, (2,), (52,))
    shop.pays("5.100,00", "2026-07-01", "S3")
    again = shop.history("2026-07-01")
    assert (again.paid, again.late, again.standing) == (4, (2, 82), ())


def test_an_invoice_cancelled_later_was_paid_until_it_was_not(shop: Told) -> None:
    shop.reverses(1, "2026-06-01")
    shop.cancels("S1", "2026-07-01")
    assert shop.history("2026-05-31") == FOUR
    assert shop.history("2026-06-01").standing == (111,)
    gone = shop.history("2026-07-01")
    assert (gone.first_on, gone.paid, gone.standing) == (day("2026-02-05"), 3, ())


def test_what_has_not_begun_says_nothing(shop: Told) -> None:
    """No service takes a payment before the issue; a ledger of another hand might hold one."""
    run(shop.ledger, "UPDATE receivable SET starts_on = '2026-07-01' WHERE number = 'S4'")
    assert shop.history("2026-06-30").paid == 3
    assert shop.paid("2026-06-30", after="2026-05-01") == []
    assert shop.history("2026-07-01") == FOUR


def test_a_disputed_title_stands_late_for_nobody_while_it_is_disputed(shop: Told) -> None:
    shop.invoices("S5;;Ana;2026-05-05;2026-06-10;500,00")
    shop.holds("contestacao", "2026-06-20", "2026-06-30", title=5)
    assert shop.history("2026-06-19").standing == (9,)
    assert shop.history("2026-06-20").standing == shop.history("2026-06-30").standing == ()
    assert shop.history("2026-07-01").standing == (21,)
    assert shop.dues("2026-06-19") == {1: Dues(500_00, day("2026-06-10"), None)}
    assert shop.dues("2026-06-20") == {1: Dues(500_00, None, None)}
    shop.holds("contestacao", "2026-07-05", "2026-07-09")
    assert shop.history("2026-07-05").standing == ()
    assert shop.dues("2026-07-05") == {1: Dues(500_00, None, None)}


def test_a_pause_is_no_dispute(shop: Told) -> None:
    shop.invoices("S5;;Ana;2026-05-05;2026-06-10;500,00")
    shop.holds("pausa", "2026-06-20", "2026-06-30", title=5)
    assert shop.history("2026-06-20").standing == (10,)


def test_promises_of_which_nothing_was_paid_are_broken_after_their_last_day(shop: Told) -> None:
    shop.invoices("S5;;Ana;2026-05-05;2026-06-10;500,00")
    shop.promises(300_00, "2026-06-15", "2026-06-18")  # a Thursday: the Friday after it is the last day
    shop.promises(200_00, "2026-06-15", "2026-06-25")
    assert shop.history("2026-06-19").broken_promises == 0
    assert shop.history("2026-06-20").broken_promises == 1
    shop.pays("50,00", "2026-06-24", "S5")
    assert shop.history("2026-06-30").broken_promises == 1  # of the second a part was paid
    assert shop.history("2027-06-17").broken_promises == 1
    assert shop.history("2027-06-18").broken_promises == 0


def test_the_rest_that_charges_leave_is_neither_late_nor_paid_in_full(tmp_path: Path) -> None:
    """The nominal amount, paid late: fine and interest come first, and some principal stays open."""
    told = Told(tmp_path, "R1;;Ana;2026-01-05;2026-02-10;1.000,00", said="multa=2 juros=1")
    told.pays("1.000,00", "2026-02-20", "R1")
    found = told.history("2026-11-21")
    assert (found.paid, found.late, found.standing, found.open_total) == (1, (10,), (), 23_33)
    assert told.paid("2026-11-21") == []
    assert told.dues("2026-11-21")[1].oldest == day("2026-02-10")


def test_paid_titles_between_two_days(shop: Told) -> None:
    shop.invoices("S5;1;Ana;2026-05-05;2026-06-10;500,00", "X;;Bia;2026-05-05;2026-06-10;1,00")
    shop.pays("100,00", "2026-06-01", "S5/1")
    shop.pays("1,00", "2026-06-08", "X")
    shop.pays("400,00", "2026-06-09", "S5/1")
    assert shop.paid("2026-04-18") == ["S1 2026-02-10", "S2 2026-03-12", "S3 2026-04-18"]
    assert shop.paid("2026-06-09", after="2026-04-18") == ["S4 2026-05-11", "S5/1 2026-06-09", "X 2026-06-08"]
    assert shop.paid("2026-06-09", after="2026-05-11", customers=[2]) == ["X 2026-06-08"]
    assert shop.paid("2026-06-08", after="2026-05-11") == ["X 2026-06-08"]


def test_dues_of_customers(shop: Told) -> None:
    shop.invoices("S5;;Ana;2026-05-05;2026-06-10;500,00", "S6;;Ana;2026-05-05;2026-07-10;70,00")
    assert shop.dues("2026-06-09") == {1: Dues(0, day("2026-06-10"), day("2026-06-10"))}
    assert shop.dues("2026-06-11") == {1: Dues(500_00, day("2026-06-10"), day("2026-07-10"))}
    assert shop.dues("2026-01-04") == {}


def test_whoever_is_asked_for_has_an_answer(shop: Told) -> None:
    with closing(sqlite3.connect(shop.ledger)) as connection:
        assert histories(connection, [1, 99, 1], day("2026-11-21")) == {1: FOUR, 99: History()}
        assert histories(connection, [], day("2026-11-21")) == {}


@pytest.mark.parametrize("back", [0, 400])
def test_many_customers_are_read_at_once(tmp_path: Path, back: int) -> None:
    """The number of statements does not grow with the customers."""
    told = Told(tmp_path, *(f"M{n};;Cliente {n};2026-01-05;2026-02-10;10,00" for n in range(40)))
    for number in range(0, 40, 2):
        told.pays("10,00", "2026-02-10", f"M{number}")
    as_of = day("2026-11-21") - timedelta(days=back)
    counts = []
    with closing(sqlite3.connect(told.ledger)) as connection:
        said: list[str] = []
        connection.set_trace_callback(said.append)
        for many in (1, 40):
            said.clear()
            assert len(histories(connection, range(1, many + 1), as_of)) == many
            counts.append(len(said))
    assert counts[0] == counts[1] <= 10
