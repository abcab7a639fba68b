"""What statistics are made from: as of any day, and the same whether one customer is read or all."""

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.notation import day
from tests.ledger.test_history import forgetting, settled_by
from tests.services.agreement_box import Bank
from tests.services.statement_box import History as Story
from tests.services.statement_box import do, new_ledger, settings_of
from tests.services.statement_box import histories as stories

from cobranca_cli.domain.turns import APART, LATE_DAYS, OPEN
from cobranca_cli.ledger.queries.risk_facts import (
    CustomerFacts,
    agreement_days,
    all_titles,
    due_between,
    titles_of_customer,
    titles_of_debtors,
)  # fmt: skip

LARGE = 400 if os.environ.get("COBRANCA_DEMORADO") else 10


def on(text: str) -> int:
    return day(text).toordinal()


def known_by_rows(connection: sqlite3.Connection, identity: int, as_of: date) -> int:
    """OPEN or the day of payment, from the rows; APART where something but money settled it."""
    rows = connection.execute(
        "SELECT kind, value_on, principal FROM entry WHERE receivable_id = ? AND booked_on <= ?",
        (identity, as_of.isoformat()),
    ).fetchall()
    (amount,) = connection.execute("SELECT amount FROM receivable WHERE id = ?", (identity,)).fetchone()
    paid = settled_by([(kind, day(value), cents) for kind, value, cents in rows], amount)
    if paid:
        return paid.toordinal()
    real = sum(cents for kind, _, cents in rows if kind not in ("perda", "recuperacao"))
    return APART if 10 * real >= 9 * amount else OPEN


def outcome(turns: tuple[tuple[int, int], ...]) -> int:
    return turns[-1][1] if turns else OPEN


@settings(max_examples=LARGE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories, st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), min_size=1, max_size=4))
def test_any_day_is_what_was_known_then(story: Story, asked: list[date]) -> None:
    with TemporaryDirectory() as folder:
        beside = settings_of(Path(folder) / "livro.db", story.policy)
        ledger = new_ledger(Path(folder), beside, story.bills)
        for deed in story.deeds:
            do(ledger, beside, story, deed)
        with closing(sqlite3.connect(ledger)) as connection:
            for as_of in asked:
                found = list(all_titles(connection, as_of))
                with closing(forgetting(connection, as_of)) as then:
                    assert list(all_titles(then, as_of)) == found
                for customer in found:
                    for identity, *_, turns, _gone, _disputes in customer.titles:
                        assert outcome(turns) == known_by_rows(connection, identity, as_of)
                    mine = [title for title in customer.titles if not title[5]]
                    alone = list(titles_of_customer(connection, customer.id, as_of))
                    assert alone == ([customer._replace(titles=mine)] if mine else [])


def facts(bank: Bank, as_of: str) -> dict[str, tuple[object, ...]]:
    """Number of each title → its facts without the id."""
    with closing(sqlite3.connect(bank.ledger)) as connection:
        names = dict(connection.execute("SELECT id, number FROM receivable"))
        return {
            names[title[0]]: title[1:]
            for customer in all_titles(connection, day(as_of))
            for title in customer.titles
        }


def test_a_shop_as_it_is_told(tmp_path: Path) -> None:
    bank = Bank(
        tmp_path,
        "A;;Ana;2026-01-05;2026-02-10;100,00",
        "B;;Ana;2026-02-05;2026-03-10;200,00",
        "C;;Bia;2026-02-05;2026-03-10;300,00",
        said="multa=0 juros=0",
        today="2026-04-01",
    )
    bank.pays("100,00", "2026-02-12", "A")
    bank.pays("120,00", "2026-03-20", "B")
    bank.disputes("C", until="2026-04-20")
    assert facts(bank, "2026-04-01") == {
        "A": (on("2026-01-05"), on("2026-02-10"), 100_00, ((on("2026-02-12"),) * 2,), 0, ()),
        "B": (on("2026-02-05"), on("2026-03-10"), 200_00, (), 0, ()),
        "C": (on("2026-02-05"), on("2026-03-10"), 300_00, (), 0, ((on("2026-04-01"), on("2026-04-20")),)),
    }
    bank.today = "2026-04-10"
    bank.ends(1, "improcedente", "não procede")
    bank.pays("80,00", "2026-04-10", "B")
    bank.cancels("C", "2026-04-10")
    found = facts(bank, "2026-04-10")
    assert found["B"][3] == ((on("2026-04-10"), on("2026-04-10")),)
    assert found["C"][4:] == (on("2026-04-10"), ((on("2026-04-01"), on("2026-04-09")),))
    # And on the days before it is what it was.
    assert facts(bank, "2026-04-09")["C"][4:] == (0, ((on("2026-04-01"), on("2026-04-20")),))


def test_who_agrees_late_was_late(tmp_path: Path) -> None:
    bank = Bank(tmp_path, "A;;Ana;2026-01-05;2026-02-10;900,00", said="multa=0 juros=0", today="2026-02-20")
    bank.signs("Ana", many=3, first=day("2026-03-20"))
    assert facts(bank, "2026-02-20")["A"][3] == ((on("2026-02-20"), on("2026-02-10") + LATE_DAYS + 1),)
    with closing(sqlite3.connect(bank.ledger)) as connection:
        assert agreement_days(connection, day("2026-02-19")) == {}
        assert agreement_days(connection, day("2026-02-20")) == {1: [on("2026-02-20")]}


def test_only_debtors_are_read_for_what_is_open(tmp_path: Path) -> None:
    bank = Bank(
        tmp_path,
        "A;;Ana;2026-01-05;2026-02-10;100,00",
        "B;;Bia;2026-01-05;2026-02-10;100,00",
        "C;;Bia;2026-01-05;2026-02-10;100,00",
        said="multa=0 juros=0",
    )
    bank.pays("100,00", "2026-02-10", "A")
    bank.pays("100,00", "2026-02-10", "B")
    with closing(sqlite3.connect(bank.ledger)) as connection:
        found = list(titles_of_debtors(connection, day("2026-03-01")))
        assert [(each.id, len(each.titles)) for each in found] == [(2, 2)]
        assert [each.id for each in titles_of_debtors(connection, day("2026-02-09"))] == [1, 2]
        assert due_between(connection, day("2026-02-10"), day("2026-02-10")) == 3
        assert due_between(connection, day("2026-02-11"), date.max) == 0


def test_whether_it_is_a_person(tmp_path: Path) -> None:
    bank = Bank(tmp_path, *(f"{n};;{name};2026-01-05;2026-02-10;1,00" for n, name in enumerate("ABC")))
    with closing(sqlite3.connect(bank.ledger)) as connection:
        connection.execute("UPDATE customer SET document = '52998224725' WHERE id = 1")
        connection.execute("UPDATE customer SET document = '11222333000181' WHERE id = 2")
        found: list[CustomerFacts] = list(all_titles(connection, day("2026-03-01")))
    assert [each.person for each in found] == [True, False, None]
