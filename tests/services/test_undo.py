"""Taking back what was done: from which day, what stands in the way, whole or absent, cheap for many."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pytest
from tests.ledger.ledger_box import ask
from tests.services.ladder_world import World
from tests.services.payment_box import NO_CHARGES, Shop
from tests.services.payment_story import RAM
from tests.services.power import PowerFailureError, powered

from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.import_payments import PaymentImport, import_payments
from cobranca_cli.services.undo import find, last_of_each, undo
from cobranca_cli.services.undo_types import Asked

ROWS = ("1;;Ana;2026-09-01;2026-10-01;100,00", "2;;Bia;2026-09-01;2026-10-01;200,00")
WHY = "engano meu"


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=RAM) as name:
        yield Path(name)


def takes_back(shop: Shop, kind: str, number: int | None = None, *, mistaken: bool = False) -> None:
    asked = Asked(kind, number, mistaken)
    shown = find(shop.ledger, shop.settings, shop.moment, asked)
    assert shown is not None
    undo(shop.ledger, shop.settings, shop.moment, asked, shown, WHY)


def imports_payments(shop: Shop, *rows: str) -> PaymentImport:
    file = shop.ledger.with_name("pagos.csv")
    file.write_text("\n".join(["data;valor;fatura;chave", *rows, ""]))
    return import_payments(shop.ledger, file, Wishes(), shop.moment, shop.settings, mode="legal")


@pytest.mark.parametrize(
    ("undone", "mistaken", "then", "now"),
    [
        ("2026-11-21", False, "2026-11-10", "2026-11-10"),  # on the day it was registered: it never was
        ("2026-11-24", False, "2026-11-24", "2026-11-24"),  # later: from that day on
        ("2026-11-24", True, "2026-11-10", "2026-11-10"),
    ],
)
def test_a_payment_stops_counting_from(
    undone: str, mistaken: bool, then: str, now: str, folder: Path
) -> None:
    shop = Shop(folder, *ROWS, said=NO_CHARGES)
    shop.pays("30,00", "2026-11-10", "1")
    shop.today = undone
    takes_back(shop, "pagamento", mistaken=mistaken)
    assert ask(shop.ledger, "SELECT reversed_on, reason FROM movement_reversal") == [(then, WHY)]
    found = find(shop.ledger, shop.settings, shop.moment, Asked("pagamento"))
    assert found is not None and found.undone_on == now


def test_what_changed_since_it_was_shown_is_not_taken_back(folder: Path) -> None:
    shop = Shop(folder, *ROWS, said=NO_CHARGES)
    asked = Asked("importacao")
    shown = find(shop.ledger, shop.settings, shop.moment, asked)
    assert shown is not None
    shop.pays("30,00", "2026-11-10", "1")
    with pytest.raises(DataError) as caught:
        undo(shop.ledger, shop.settings, shop.moment, asked, shown, WHY)
    assert caught.value.code == "E-MUDOU"
    assert ask(shop.ledger, "SELECT count(*) FROM cancellation") == [(0,)]


def test_there_is_nothing_of_a_kind_or_of_a_number(folder: Path) -> None:
    shop = Shop(folder)
    assert last_of_each(shop.ledger, shop.settings, shop.moment).found == ()
    for kind in ("importacao", "pagamento", "acordo", "regua"):
        assert find(shop.ledger, shop.settings, shop.moment, Asked(kind)) is None
        with pytest.raises(NotFoundError):
            find(shop.ledger, shop.settings, shop.moment, Asked(kind, 9))


def test_an_import_that_was_taken_back_leaves_its_numbers_to_another(folder: Path) -> None:
    shop = Shop(folder, *ROWS, said=NO_CHARGES)
    takes_back(shop, "importacao")
    shop.invoices("1;;Ana;2026-09-01;2026-10-01;110,00")
    shop.pays("110,00", "2026-11-10", "1")
    rows = ask(
        shop.ledger,
        "SELECT amount, settled, cancelled_on, void FROM receivable WHERE number = '1' ORDER BY id",
    )
    assert rows == [(10_000, 0, "2026-09-01", 1), (11_000, 11_000, None, 0)]
    with pytest.raises(DataError) as caught:
        takes_back(shop, "importacao")
    assert caught.value.code == "E-USADA"


def test_what_was_cancelled_by_hand_before_stays_so_when_the_file_comes_again(folder: Path) -> None:
    shop = Shop(folder, *ROWS, said=NO_CHARGES)
    shop.cancels("1", "2026-11-20")
    takes_back(shop, "importacao")
    file = shop.ledger.with_name("faturas.csv")
    again = import_invoices(shop.ledger, file, Wishes(), shop.moment, shop.settings.calendar)
    assert (again.new, again.existing) == (1, 1)


def test_payments_of_an_import_that_was_taken_back_can_be_imported_again(folder: Path) -> None:
    shop = Shop(folder, *ROWS, said=NO_CHARGES)
    rows = ("2026-11-10;40,00;1;pix-1", "2026-11-11;5,00;2;", "2026-11-12;7,00;2;pix-2")
    assert imports_payments(shop, *rows).new == 3
    shop.reverses(3)
    for times, today in ((2, "2026-11-22"), (3, "2026-11-23")):
        shop.today = today
        takes_back(shop, "importacao")
        again = imports_payments(shop, *rows)
        # The one that the owner had reversed himself stays reversed.
        assert (again.new, again.existing) == (2, 1)
        assert imports_payments(shop, *rows).new == 0
        keys = {key for (key,) in ask(shop.ledger, "SELECT key FROM movement WHERE key GLOB '*pix-1*'")}
        assert f"pix-1~{times}" in keys
    assert ask(shop.ledger, "SELECT settled FROM receivable ORDER BY id") == [(4_000,), (500,)]


def test_files_of_customers_and_indices_say_why_they_stay(folder: Path) -> None:
    world = World(folder)
    found = find(*world.at, Asked("importacao"))
    assert found is not None and found.obstacle is not None
    assert found.obstacle.code == "E-DESFAZER" and "clientes editar" in (found.obstacle.hint or "")


def test_the_power_fails_at_every_statement_of_an_undo(folder: Path) -> None:
    """The undo of an import with payments is whole or absent; run again, it ends the same."""
    shop = Shop(folder, *ROWS, said=NO_CHARGES)
    imports_payments(shop, "2026-11-10;40,00;1;", "2026-11-11;5,00;2;")
    kept = shop.ledger.with_name("antes.db")
    shutil.copy(shop.ledger, kept)
    count = "SELECT (SELECT count(*) FROM movement_reversal), (SELECT count(*) FROM import_withdrawal)"
    whole = []
    with powered(shop.ledger) as power:
        for statements in range(4, 2000, 3):
            shutil.copy(kept, shop.ledger)
            power.left = statements
            try:
                takes_back(shop, "importacao")
            except PowerFailureError:
                power.back()
                reversals, withdrawals = ask(shop.ledger, count)[0]
                assert (reversals, withdrawals) in ((0, 0), (2, 1)), statements
                whole.append(bool(withdrawals))
            else:
                power.left = None
                break
    assert len(whole) > 20 and sorted(whole) == whole, "whole only once it is committed"
    assert ask(shop.ledger, "SELECT sum(settled) FROM receivable") == [(0,)]


def test_a_run_that_was_withdrawn_is_run_again_and_again(folder: Path) -> None:
    world = World(folder)
    world.today = date(2026, 8, 3)
    world.sells("Ana", "1001", 100_000, date(2026, 8, 14))
    world.today = date(2026, 8, 17)
    for times in range(1, 4):
        assert world.run() == ["enviar D+3 email: 1001"]
        assert world.run() == []
        asked = Asked("regua")
        shown = find(*world.at, asked)
        assert shown is not None and shown.obstacle is None
        undo(*world.at, asked, shown, WHY)
        assert ask(world.ledger, "SELECT count(*) FROM dunning_claim") == [(times,)]
    assert world.run() == ["enviar D+3 email: 1001"]


def test_many_payments_are_taken_back_in_the_time_they_took(folder: Path) -> None:
    """Linear: four times the payments cost some four times as much, not sixteen."""
    rows = [f"{n};;Cliente {n % 200};2026-09-01;2026-10-01;100,00" for n in range(1600)]
    shop = Shop(folder, *rows, said=NO_CHARGES)
    took = []
    for count in (400, 1600):
        days = (date(2026, 10, 1) + timedelta(days=n % 50) for n in range(count))
        imports_payments(shop, *(f"{day.isoformat()};10,00;{n};" for n, day in enumerate(days)))
        began = perf_counter()
        takes_back(shop, "importacao")
        took.append(perf_counter() - began)
        assert ask(shop.ledger, "SELECT sum(settled) FROM receivable") == [(0,)]
    assert took[1] < 12 * took[0] + 1
