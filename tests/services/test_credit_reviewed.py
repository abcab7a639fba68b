"""What is to be looked at again, from a real ledger: who is looked at, since when, and what is proposed."""

from pathlib import Path

import pytest
from tests.services.credit_box import Creditor

from cobranca_cli.brformat import money_br


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    return Creditor(tmp_path, said="multa=0 juros=0")


def months(customer: str, late: int = 0) -> str:
    """Four invoices of 1.000,00, due from August to November; the last paid so many days late."""
    dues = ("2026-08-03", "2026-09-08", "2026-10-05", "2026-11-03")
    lines = [f"{customer}{number} 2026-07-01 {due} 1000,00 {due}" for number, due in enumerate(dues, 1)]
    lines[-1] = lines[-1].rsplit(" ", 1)[0] + f" 2026-11-{3 + late:02d}"
    return "\n".join(lines)


def found(shop: Creditor, on: str | None = None, customer: str | None = None) -> list[str]:
    return [
        f"{row.customer.name}: {row.advice.kind} {money_br(row.advice.amount or 0)}"
        for row in shop.reviews(customer, on).rows
    ]


def test_raise_who_pays_and_cut_who_is_late(shop: Creditor) -> None:
    for who in ("Lua", "Sol"):
        shop.today = "2026-07-01"
        shop.invoices(f"{who}0;;{who};2026-07-01;2026-07-02;10,00")
        shop.limits(who, "1.000,00")
    for who, late in (("Lua", 0), ("Sol", 17)):
        shop.today = "2026-11-21"
        shop.buys_and_pays(who, months(who, late))
        shop.pays("10,00", "2026-07-02", f"{who}0")
    shop.today = "2026-12-05"
    # November is over and was late: nothing for Sol, who was not late enough to be cut.
    assert found(shop) == ["Lua: aumentar 1.200,00"]
    shop.rule(corta_dias=16)
    assert found(shop) == ["Lua: aumentar 1.200,00", "Sol: cortar 500,00"]
    shop.rule(corta_dias=17)
    assert found(shop, customer="Sol") == []
    # At the end of October there were three good months of each.
    assert found(shop, on="2026-11-01") == ["Lua: aumentar 1.200,00", "Sol: aumentar 1.200,00"]
    assert found(shop, on="2026-09-30") == []


def test_a_new_limit_begins_the_count_anew(shop: Creditor) -> None:
    shop.today = "2026-11-21"
    shop.buys_and_pays("Lua", months("Lua"))
    shop.limits("Lua", "1.000,00")
    assert found(shop) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-21", []),
        ("2026-12-15", []),
        ("2026-12-16", ["Lua: vence 0,00"]),
        ("2027-01-15", ["Lua: vence 0,00"]),
        ("2027-01-16", []),
        ("2027-02-19", []),
        ("2027-02-20", ["Lua: consultar 0,00"]),
    ],
)
def test_what_runs_out(shop: Creditor, on: str, expected: list[str]) -> None:
    shop.invoices("1;;Lua;2026-11-03;2027-03-01;100,00", "2;;Fora;2020-11-03;2020-12-01;100,00")
    shop.pays("100,00", "2026-11-21", "2")
    shop.limits("Lua", "1.000,00", until="2026-12-31")
    shop.consults("Lua")
    shop.today = "2027-06-01"
    assert [each for each in found(shop, on) if "cortar" not in each] == expected


def test_who_is_looked_at(shop: Creditor) -> None:
    shop.buys_and_pays(
        "Antiga", "1 2024-01-02 2024-02-01 100,00 2024-02-01"
    )  # paid long ago, buys no more, has no limit
    shop.buys_and_pays("Devedora", "2 2024-01-02 2024-02-01 100,00 -")
    shop.buys_and_pays("Compradora", "3 2026-01-02 2026-02-02 100,00 2026-02-02")
    shop.buys_and_pays("Limitada", "4 2024-01-02 2024-02-01 100,00 2024-02-01")
    shop.limits("Limitada", "100,00")
    assert shop.reviews().looked == 3
    assert shop.reviews(on="2026-11-20").looked == 2
    assert shop.reviews("Antiga").looked == 1
    assert shop.reviews(on="2024-01-31").looked == 3


def test_a_delay_cuts_once(shop: Creditor) -> None:
    """A delay that stands was known to who cut the limit for it: only another one asks for more."""
    shop.invoices("1;;Lua;2026-10-01;2026-10-13;100,00", "2;;Lua;2026-10-01;2026-11-03;100,00")
    shop.today = "2026-10-01"
    shop.limits("Lua", "1.000,00")
    shop.today = "2026-11-12"
    assert found(shop) == []
    shop.today = "2026-11-13"
    assert found(shop) == ["Lua: cortar 500,00"]
    shop.limits("Lua", "500,00")
    shop.today = "2026-12-03"
    assert found(shop) == []
    shop.today = "2026-12-04"
    assert found(shop) == ["Lua: cortar 250,00"]


@pytest.mark.parametrize(("due", "expected"), [("2025-11-21", []), ("2025-11-24", ["Lua: cortar 500,00"])])
def test_a_delay_of_more_than_a_year_ago_cuts_nothing(shop: Creditor, due: str, expected: list[str]) -> None:
    shop.today = "2025-11-01"
    shop.invoices(f"1;;Lua;2025-11-01;{due};100,00")
    shop.limits("Lua", "1.000,00")
    shop.today = "2026-11-21"
    shop.pays("100,00", "2026-01-20", "1")
    assert found(shop) == expected
