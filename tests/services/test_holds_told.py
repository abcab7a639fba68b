"""Pauses and disputes on a real ledger: in force on which days, frozen charges to the cent, the past at rest.

Told with a date a line. The shop charges 2% once and 1% a month; A falls due on Tuesday, 2026-03-10.
"""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.domain.account_notation import parts
from tests.domain.notation import day
from tests.ledger.ledger_box import ask
from tests.services.hold_box import HeldShop

from cobranca_cli.config import Settings
from cobranca_cli.domain.holds import CHANNEL, DEATH, NEVER, STEP
from cobranca_cli.errors import CobrancaError, DataError, UsageError
from cobranca_cli.services.holds import Wanted, exception_value, register
from cobranca_cli.services.overdue import overdue
from cobranca_cli.services.working import work_invoice
from cobranca_cli.views.holds import advice, after, ended, registered, situation

INVOICES = (
    "A;;Ana;2026-01-05;2026-03-10;1000,00",
    "B;;Ana;2026-01-05;2026-04-10;500,00",
    "C;;Bia;2026-01-05;2026-03-10;1000,00",
)


def shop_on(folder: Path, today: str, said: str = "") -> HeldShop:
    return HeldShop(folder, *INVOICES, said=said, today=today)


def totals(shop: HeldShop, on: date) -> dict[str, int]:
    """What `vencidos` says of each invoice, checked against `memoria` and the statement of its customer."""
    settings, moment = shop.settings, shop.moment
    found = {o.item.name: o.open.total for o in overdue(shop.ledger, settings, moment, on).items}
    for name, total in found.items():
        assert work_invoice(shop.ledger, settings, moment, on, name).total == total
    return found


def test_a_pause_holds_through_its_last_day_and_resumes_by_itself(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.pauses("A", until="2026-03-20")
    shop.pauses(until="2026-03-18", customer="Bia")
    assert {on: len(shop.held_on(f"2026-03-{on}")) for on in (15, 16, 18, 19, 20, 21)} == {
        15: 0, 16: 2, 18: 2, 19: 1, 20: 1, 21: 0
    }  # fmt: skip
    assert [(h.receivable is None, h.kind, h.reason) for h in shop.held_on("2026-03-20")] == [
        (False, "pausa", "combinado")
    ]


def test_an_ended_one_still_held_before(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    pause = shop.pauses("A", until="2026-03-30")
    shop.today = "2026-03-20"
    shop.ends(pause)
    assert [len(shop.held_on(f"2026-03-{on}")) for on in (16, 19, 20, 30)] == [1, 1, 0, 0]
    assert [situation(each, day("2026-03-19")) for each in shop.listed("2026-03-19").holds] == ["vale"]
    assert [situation(each, day("2026-03-25")) for each in shop.listed("2026-03-25", past=True).holds] == [
        "encerrada"
    ]


def test_one_recorded_by_mistake_never_held(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.ends(shop.pauses("A", until="2026-03-30"))
    assert [shop.held_on(f"2026-03-{on}") for on in (15, 16, 17)] == [[], [], []]


STORY = [
    # day, the fine and interest on A and on C, which nobody disputes
    ("2026-03-10", "", ""),
    ("2026-03-16", "juros 2,00 multa 20,00", "juros 2,00 multa 20,00"),  # disputed on this day
    ("2026-03-17", "juros 2,00 multa 20,00", "juros 2,33 multa 20,00"),
    ("2026-03-26", "juros 2,00 multa 20,00", "juros 5,33 multa 20,00"),  # ended on this day
    ("2026-03-27", "juros 2,33 multa 20,00", "juros 5,67 multa 20,00"),
    ("2026-04-25", "juros 12,00 multa 20,00", "juros 15,33 multa 20,00"),
]


def test_a_dispute_freezes_its_title_and_no_other(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    dispute = shop.disputes("A", until="2026-04-15")
    shop.today = "2026-03-26"
    shop.ends(dispute, "improcedente")
    for on, a, c in STORY:
        assert [shop.owed(name, on)._replace(principal=0) for name in "AC"] == [parts(a), parts(c)], on
        if on > "2026-03-10":
            assert totals(shop, day(on))["A"] == 100_000 + parts(a).total
            assert shop.total_of("Ana", day(on)) == sum(shop.owed(name, on).total for name in "AB")


def test_of_a_whole_customer_it_freezes_all_his_titles(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.disputes(until="2026-04-20", customer="Ana")
    assert shop.owed("A", "2026-04-20") == parts("principal 1000,00 juros 2,00 multa 20,00")
    assert shop.owed("B", "2026-04-20") == parts("principal 500,00")
    assert totals(shop, day("2026-04-20")) == {"A": 102_200, "B": 50_000, "C": 103_367}
    assert shop.owed("B", "2026-04-21") == parts("principal 500,00 juros 0,17 multa 10,00")


def test_what_was_not_to_freeze_does_not(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.disputes("A", until="2026-04-20", freezes=False)
    shop.pauses("A", until="2026-04-20", freezes=True)
    assert shop.owed("A", "2026-04-20") == shop.owed("C", "2026-04-20")


def test_a_payment_in_the_frozen_days(tmp_path: Path) -> None:
    """It owes the interest of the days before, also when registered later, and when others are undone."""
    shop = shop_on(tmp_path, "2026-03-16")
    shop.disputes("A", until="2026-04-15")
    shop.today = "2026-03-20"
    first = shop.pays("22,00", "2026-03-20", "A")
    assert first.lines[0].paid == parts("juros 2,00 multa 20,00")
    shop.today = "2026-04-30"
    late = shop.pays("500,00", "2026-04-10", "A")
    assert late.lines[0].paid == parts("principal 500,00")
    assert shop.owed("A", "2026-04-30") == parts("principal 500,00 juros 2,50")
    shop.reverses(first.id)
    assert shop.owed("A", "2026-04-29") == parts("principal 500,00 juros 2,33")
    shop.reverses(late.id)
    assert shop.owed("A", "2026-04-30") == parts("principal 1000,00 juros 7,00 multa 20,00")


METHODS = ["", "juros_metodo=D_ano_365 juros_dias=uteis carencia_dias=3"]


@pytest.mark.parametrize("said", METHODS)
def test_nothing_done_today_changes_a_report_of_today_or_before(tmp_path: Path, said: str) -> None:
    """Disputes and their ends, day after day, with payments between: what was printed stays so.

    A payment of today does change today, and is made before the report is looked at.
    """
    chance, shop = random.Random(said), shop_on(tmp_path, "2026-03-01", said)
    printed: dict[date, dict[str, int]] = {}
    for _ in range(14):
        on = day(shop.today) + timedelta(days=chance.randrange(1, 6))
        shop.today = on.isoformat()
        if chance.random() < 0.3:
            shop.pays("40,00", shop.today, chance.choice("ABC"))
        printed[on] = totals(shop, on)
        for _ in range(chance.randrange(3)):
            _do_something(shop, chance, on)
        for before in chance.sample(sorted(printed), min(3, len(printed))):
            assert totals(shop, before) == printed[before], before
    assert len({tuple(each.items()) for each in printed.values()}) > 9


def _do_something(shop: HeldShop, chance: random.Random, on: date) -> None:
    standing = [h for h in shop.held_on(shop.today) if h.since < on]
    if standing and chance.random() < 0.5:
        shop.ends(chance.choice(standing).id)
        return
    until = (on + timedelta(days=chance.randrange(0, 20))).isoformat()
    if chance.random() < 0.3:
        shop.holds("contestacao", customer=chance.choice(("Ana", "Bia")), until=day(until), freezes=True)
    else:
        shop.holds("contestacao", chance.choice("ABC"), until=day(until), freezes=chance.random() < 0.8)


def test_what_ends_collection_for_good_says_its_ground(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    held = shop.holds(DEATH, customer="Ana")
    assert shop.held_on("2099-01-01")[0].kind == DEATH
    assert registered(held) == "falecimento (nº 1) de Ana: a régua para de vez"
    said = " ".join(advice(held))
    assert "1.792" in said and "inventário" in said and "prescrição" in said
    shop.ends(1, reason="era o pai dela")
    assert shop.held_on("2026-03-17") == []


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.holds(NEVER, customer="Bia")
    again = shop.holds(NEVER, customer="Bia")
    assert (again.new, [each.hold.id for each in again.known]) == ((), [1])
    assert ask(shop.ledger, "SELECT count(*) FROM hold") == [(1,)]
    other = shop.holds("pausa", "A", until=day("2026-03-20"))
    longer = shop.holds("pausa", "A", "B", until=day("2026-03-30"))
    assert [each.hold.id for each in (*other.new, *longer.new)] == [2, 3, 4]
    assert longer.notices == ("a de número 2 continua a valer; veja com 'cobranca pausa listar'",)


def test_a_dispute_may_be_decided_after_its_last_day(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    dispute = shop.disputes("A", until="2026-03-20")
    shop.today = "2026-03-25"
    with pytest.raises(DataError, match="já terminou sozinha em 20/03/2026"):
        shop.ends(dispute)
    done = shop.ends(dispute, "procedente", "faltou uma caixa")
    assert ended(done) == "contestação 1 da fatura A de Ana, decidida em 25/03/2026: procedente"
    assert "cobranca faturas abater A" in " ".join(after(done))
    assert [situation(h, day(shop.today)) for h in shop.listed(shop.today, past=True).holds] == ["procedente"]
    assert shop.owed("A", "2026-03-25").interest == 200 + 167


def test_exceptions_name_what_the_ladder_has(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    settings = Settings(shop.ledger)
    assert exception_value(settings, STEP, "d-1") == "D-1"
    assert exception_value(settings, "segmento", "Alto-Valor") == "alto-valor"
    for kind, typed in ((STEP, "D-2"), ("segmento", "vip")):
        with pytest.raises(DataError, match=typed) as refused:
            exception_value(settings, kind, typed)
        assert refused.value.hint and "são: " in refused.value.hint
    held = shop.holds(CHANNEL, customer="Ana", value="email")
    assert registered(held) == "Ana não recebe mais e-mails (nº 1)"


WRONG = [
    (Wanted("pausa", "x", "Ana", until=day("2026-03-15")), "E-DATA-PASSADA"),
    (Wanted("pausa", " ", "Ana", until=day("2026-03-20")), "E-DADOS"),
    (Wanted("pausa", "a\x1bb", "Ana", until=day("2026-03-20")), "E-CONTROLE"),
    (Wanted("pausa", "x", "Zeca", until=day("2026-03-20")), "E-NAO-ENCONTRADO"),
    (Wanted("pausa", "x", invoices=("Z",), until=day("2026-03-20")), "E-NAO-ENCONTRADO"),
    (Wanted("pausa", "x", invoices=("C",), until=day("2026-03-20")), "E-CANCELADA"),
]


@pytest.mark.parametrize(("wanted", "code"), WRONG, ids=[code for _, code in WRONG])
def test_what_is_refused(tmp_path: Path, wanted: Wanted, code: str) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.cancels("C", "2026-03-16")
    with pytest.raises(CobrancaError) as refused:
        register(shop.ledger, shop.moment, wanted)
    assert refused.value.code == code
    assert ask(shop.ledger, "SELECT count(*) FROM hold") == [(0,)]


def test_ends_that_are_refused(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    pause = shop.pauses("A", until="2026-03-20")
    with pytest.raises(DataError, match="não há pausa de número 9"):
        shop.ends(9)
    with pytest.raises(UsageError, match="não é uma contestação"):
        shop.ends(pause, "procedente")
    shop.ends(pause)
    with pytest.raises(DataError, match="já foi encerrada em 16/03/2026"):
        shop.ends(pause)


def test_on_a_past_day_what_was_decided_since_is_not_unsettled(tmp_path: Path) -> None:
    """A command told that today is a day before a payment may pause, but not freeze or thaw."""
    shop = shop_on(tmp_path, "2026-03-16")
    dispute = shop.disputes("A", until="2026-04-15")
    shop.today = "2026-03-20"
    shop.pays("22,00", "2026-03-20", "A")
    shop.today = "2026-03-18"
    with pytest.raises(DataError, match="já há lançamentos até 20/03/2026"):
        shop.ends(dispute)
    with pytest.raises(DataError, match="já há lançamentos até 20/03/2026"):
        shop.disputes(until="2026-03-30", customer="Ana")
    shop.pauses("A", until="2026-03-30")


def test_the_history_holds_no_personal_data(tmp_path: Path) -> None:
    shop = shop_on(tmp_path, "2026-03-16")
    shop.ends(shop.disputes("A", until="2026-03-20", reason="a Rita viu", author="Rita"), reason="Rita disse")
    told = " ".join(str(row) for row in ask(shop.ledger, "SELECT * FROM event"))
    assert "pausa_registrada" in told and "pausa_encerrada" in told and "Rita" not in told
