"""What the queries read as of a day, on titles whose entries are written out: day by day, cent by cent."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ledger_in, run, tamper

from cobranca_cli.domain.aging import band_limits
from cobranca_cli.ledger.queries.aging import by_band, by_customer
from cobranca_cli.ledger.queries.as_of import LATER, open_on
from cobranca_cli.ledger.queries.customers import standings
from cobranca_cli.ledger.queries.day import DueSum, due_between
from cobranca_cli.ledger.queries.items import (
    Filters,
    find_item,
    items_by_id,
    listed,
    open_items,
    overdue_items,
    residues,
)

# number: customer, first day, cancelled on, charges left today, then (booked on, principal) of its entries.
TITLES: dict[str, tuple[int, str, str | None, int, list[tuple[str, int]]]] = {
    "intacta": (1, "2026-03-02", None, 0, []),
    "parte": (1, "2026-03-02", None, 0, [("2026-05-10", 300), ("2026-06-10", 200)]),
    "paga": (1, "2026-03-02", None, 0, [("2026-05-10", 400), ("2026-06-10", 600)]),
    "reaberta": (2, "2026-03-02", None, 0, [("2026-05-10", 1000), ("2026-06-20", -1000)]),
    "vaivem": (2, "2026-03-02", None, 0, [("2026-05-10", 1000), ("2026-05-10", -1000)]),
    "cancelada": (2, "2026-03-02", "2026-06-01", 0, [("2026-05-10", 300)]),
    "nova": (2, "2026-06-01", None, 0, [("2026-05-20", 100)]),
    "encargos": (1, "2026-03-02", None, 55, [("2026-05-10", 1000)]),
    "abonada": (1, "2026-03-02", None, 0, [("2026-05-10", 1000), ("2026-06-15", 0)]),
}
NUMBERS = {number: index for index, number in enumerate(TITLES, 1)}

OPEN: dict[str, dict[str, int]] = {
    "2026-03-01": {},
    "2026-05-09": {number: 1000 for number in TITLES if number != "nova"},
    "2026-05-10": {"intacta": 1000, "parte": 700, "paga": 600, "vaivem": 1000, "cancelada": 700},
    "2026-05-31": {"intacta": 1000, "parte": 700, "paga": 600, "vaivem": 1000, "cancelada": 700},
    "2026-06-01": {"intacta": 1000, "parte": 700, "paga": 600, "vaivem": 1000, "nova": 900},
    "2026-06-09": {"intacta": 1000, "parte": 700, "paga": 600, "vaivem": 1000, "nova": 900},
    "2026-06-10": {"intacta": 1000, "parte": 500, "vaivem": 1000, "nova": 900},
    "2026-06-19": {"intacta": 1000, "parte": 500, "vaivem": 1000, "nova": 900},
    "2026-06-20": {"intacta": 1000, "parte": 500, "vaivem": 1000, "nova": 900, "reaberta": 1000},
    "2027-01-01": {"intacta": 1000, "parte": 500, "vaivem": 1000, "nova": 900, "reaberta": 1000},
}
DAYS = [date.fromisoformat(day) for day in OPEN]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = ledger_in(tmp_path_factory.mktemp("livro"), customers=2)
    fill(path)
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def fill(path: Path) -> None:
    """Every title is of R$ 10,00, due on 01/04/2026 and recorded as settled by the sum of its entries."""
    for number, (customer, starts, cancelled, left, entries) in TITLES.items():
        settled = sum(principal for _, principal in entries)
        title = (customer, number, starts, settled, cancelled, left)
        run(
            path,
            (
                "INSERT INTO receivable (customer_id, number, due, due_effective, starts_on, amount, settled,"
                " cancelled_on, charges_left) VALUES (?, ?, '2026-04-01', '2026-04-01', ?, 1000, ?, ?, ?)",
                title,
            ),
            (
                "INSERT INTO movement (id, kind, customer_id, day, horizon, recorded_at)"
                " VALUES (?, 'pagamento', ?, '2026-05-01', 0, '')",
                (NUMBERS[number], customer),
            ),
            *(
                (
                    "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses,"
                    " interest, fine, correction, principal, recorded_at)"
                    " VALUES (?1, ?1, 'pagamento', '2026-05-01', ?2, 0, 0, 0, 0, ?3, '')",
                    (NUMBERS[number], booked, principal),
                )
                for booked, principal in entries
            ),
        )


def of_customer(opened: dict[str, int], customer: int) -> list[int]:
    return [cents for number, cents in opened.items() if TITLES[number][0] == customer]


@pytest.mark.parametrize("day", DAYS)
def test_every_list_of_open_items_has_the_same_balances(connection: sqlite3.Connection, day: date) -> None:
    opened = OPEN[day.isoformat()]
    assert {item.number: item.open for item in open_items(connection, day)} == opened
    assert {item.number: item.open for item in listed(connection, day, Filters("abertas"))} == opened
    late = opened if day > date(2026, 4, 1) else {}
    assert {item.number: item.open for item in overdue_items(connection, day)} == late
    assert {item.number: item.open for item in listed(connection, day, Filters("vencidas"))} == late


@pytest.mark.parametrize("day", DAYS)
def test_every_sum_counts_what_was_open(connection: sqlite3.Connection, day: date) -> None:
    opened = OPEN[day.isoformat()]
    owing = {f"Cliente {customer - 1}": of_customer(opened, customer) for customer in (1, 2)}
    sums = {name: sum(cents) for name, cents in owing.items() if cents}
    found = by_customer(connection, day, band_limits(day))
    assert {row.customer: sum(row.bands) for row in found} == sums
    assert {row.oldest_due for row in found} <= {"2026-04-01"}
    bands = [band for band in by_band(connection, day, band_limits(day)) if band.invoices or band.amount]
    assert [(band.invoices, band.amount) for band in bands] == (
        [(len(opened), sum(sums.values()))] * bool(opened)
    )
    assert {each.customer.name: (each.invoices, each.open) for each in standings(connection, day)} == {
        name: (len(cents), sum(cents)) for name, cents in owing.items()
    }
    assert due_between(connection, day, None, date(2026, 4, 1)) == DueSum(
        len(opened), len(sums), sum(sums.values())
    )
    assert due_between(connection, day, date(2026, 4, 2), date(2026, 12, 31)) == DueSum(0, 0, 0)


def test_the_oldest_due_date_is_not_that_of_a_title_settled_on_the_day(tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=2)
    fill(path)
    tamper(
        path,
        "UPDATE receivable SET due = '2026-03-20', due_effective = '2026-03-20' WHERE number = 'reaberta'",
    )
    with closing(sqlite3.connect(path)) as connection:
        found = {
            day: {row.customer: row.oldest_due for row in by_customer(connection, day, band_limits(day))}
            for day in (date(2026, 6, 19), date(2026, 6, 20))
        }
    assert [oldest["Cliente 1"] for oldest in found.values()] == ["2026-04-01", "2026-03-20"]


@pytest.mark.parametrize("day", DAYS)
def test_one_invoice_shows_what_was_settled_by_the_day(connection: sqlite3.Connection, day: date) -> None:
    for number, (*_, entries) in TITLES.items():
        item = find_item(connection, number, day)
        assert item.settled == sum(principal for booked, principal in entries if booked <= day.isoformat())
        assert [item] == list(items_by_id(connection, [NUMBERS[number]], day))
        assert item.charges_left == TITLES[number][3]


def test_items_come_in_the_order_of_the_ids(connection: sqlite3.Connection) -> None:
    found = items_by_id(connection, [4, 99, 2], date(2026, 6, 1))
    assert [item.number for item in found] == ["reaberta", "parte"]


@pytest.mark.parametrize(
    ("day", "settled"),
    [
        ("2026-05-09", []),
        ("2026-05-10", ["abonada", "encargos", "reaberta"]),
        ("2026-06-10", ["abonada", "encargos", "paga", "reaberta"]),
        ("2026-06-20", ["abonada", "encargos", "paga"]),
    ],
)
def test_what_is_settled_on_a_day_with_charges_left_or_not(
    connection: sqlite3.Connection, day: str, settled: list[str]
) -> None:
    as_of = date.fromisoformat(day)
    for situation in ("pagas", "encargos"):
        assert sorted(item.number for item in listed(connection, as_of, Filters(situation))) == settled


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-05-09", []),
        ("2026-05-10", ["reaberta", "encargos", "abonada"]),
        ("2026-06-14", ["reaberta", "encargos", "abonada"]),
        ("2026-06-15", ["reaberta", "encargos"]),
        ("2026-06-20", ["encargos"]),
        ("2027-01-01", ["encargos"]),
    ],
)
def test_charges_may_be_left_where_the_principal_was_settled(
    connection: sqlite3.Connection, day: str, expected: list[str]
) -> None:
    assert residues(connection, date.fromisoformat(day)) == [NUMBERS[number] for number in expected]


def test_the_last_day_needs_no_entries(connection: sqlite3.Connection) -> None:
    assert [open_on(connection, date(2026, 6, day))[0] == "" for day in (19, 20)] == [False, True]


def test_later_entries_are_read_by_the_day_they_were_booked(connection: sqlite3.Connection) -> None:
    plan = connection.execute(f"EXPLAIN QUERY PLAN WITH {LATER} SELECT * FROM later", {"as_of": "2026-06-01"})
    assert any("COVERING INDEX ix_entry_booked (booked_on>?)" in row[3] for row in plan)
