"""Credit on a real ledger: the tables of domain rule 7, the peers' cases, and what is kept of a decision."""

from pathlib import Path

import pytest
from tests.domain.account_notation import rows
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask, tamper
from tests.services.credit_box import S01, S02, S03, Creditor, available, failed, limit, points, verdict

from cobranca_cli.cli.credit import _exit_code as exit_code
from cobranca_cli.domain.credit_decision import APPROVE, CASH, REFUSE, SECURED
from cobranca_cli.domain.holds import Hold
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.services import credit


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    return Creditor(tmp_path, said="multa=0 juros=0")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of `steady`, told once."""
    shop = Creditor(tmp_path_factory.mktemp("credit"), said="multa=0 juros=0")
    shop.buys_and_pays("Lua", S03)
    shop.invoices("900;;Outra;2026-11-03;2026-12-10;174850,00")
    shop.knows("Lua", fundacao="2025-03-12", faturamento="120.000,00")
    shop.consults("Lua")
    return shop.ledger


@pytest.fixture
def steady(shop: Creditor, built: Path) -> Creditor:
    """Lua of S03, of class B, who may owe 9.600,00 and owes 5.150,00."""
    shop.ledger.write_bytes(built.read_bytes())
    return shop


def test_s01_the_weighted_delay(shop: Creditor) -> None:
    shop.buys_and_pays("Lua", S01)
    found = shop.looks("Lua")
    delay = found.evaluated.scored.rows[0]
    assert (delay.factor, delay.value, delay.points) == ("pontualidade", "3,04 dias", 24)
    assert shop.decides("Lua").decision is not None
    # Exactly 3,0375 days: that is what is kept.
    kept = shop.explains(1).evaluated.scored.rows[0]
    assert kept == delay
    content = ask(shop.ledger, "SELECT content FROM credit_decision")[0][0]
    assert '"cent_days":4860000,"cents":1600000' in str(content)


def test_s02_the_card(shop: Creditor) -> None:
    shop.buys_and_pays("Lua", S02)
    shop.limits("Lua", "10.000,00")
    shop.knows("Lua", fundacao="2022-11-21", fonte="cartão CNPJ")
    shop.consults("Lua")
    shop.promised("Lua", "100,00", "2026-11-21")
    shop.pays("100,00", "2026-11-21", "4")
    shop.today = "2026-11-24"
    shop.limits("Lua", "9.838,71")  # 6.100,00 is a hair more than 62% of it
    found = shop.looks("Lua")
    assert points(found) == {
        "pontualidade": 24, "maior_atraso": 9, "relacionamento": 7, "uso_limite": 7, "promessas": 10,
        "restricoes": 15, "idade_cnpj": 6,
    }  # fmt: skip
    scored = found.evaluated.scored
    assert (scored.total, scored.grade) == (78, "B")
    assert [(row.factor, -row.lost) for row in scored.losses] == [
        ("pontualidade", -6), ("maior_atraso", -6), ("idade_cnpj", -4)
    ]  # fmt: skip
    promises, restrictions, age = scored.rows[4:]
    assert promises.value == "100%, 1 de 1"
    assert (restrictions.source, restrictions.day) == ("serasa", day("2026-11-21"))
    assert (age.source, age.value) == ("cartão CNPJ", "4 anos")


def test_s03_the_four_methods_and_the_class(steady: Creditor) -> None:
    steady.rule(concentracao_clientes=0)
    found = steady.looks("Lua").evaluated
    assert [(each.code, each.amount) for each in found.methods] == [
        ("compras", cents("17.200,00")), ("faturamento", cents("12.000,00")),
        ("historico", cents("16.200,00")), ("concentracao", cents("18.000,00")),
    ]  # fmt: skip
    assert (found.scored.total, found.scored.grade) == (78, "B")
    assert found.limits.total.amount == cents("9.600,00")
    assert found.exposure.total == cents("5.150,00")


def test_s04_an_order_that_exceeds_by_fifty(steady: Creditor) -> None:
    found = steady.looks("Lua", "4.500,00")
    assert (verdict(found), failed(found)) == (SECURED, "total 50,00")
    assert found.evaluated.decision.lacking == cents("50,00")
    assert verdict(steady.looks("Lua", "4.450,00")) == APPROVE
    assert available(steady.looks("Lua")) == "4.450,00"


@pytest.mark.parametrize(
    ("by_hand", "order", "expected"),
    rows("""
        0,00   | 0,01   | a-vista
        200,00 | 1,00   | aprovar
        200,00 | 100,00 | aprovar
        200,00 | 100,01 | garantia
        200,00 | 150,00 | garantia
    """),
)
def test_ac_30_a_limit_of_zero_is_not_no_limit(
    shop: Creditor, by_hand: str, order: str, expected: str
) -> None:
    shop.rule(classes=ALL_A)
    shop.buys_and_pays("Lua", "1 2026-11-03 2026-12-01 100,00 -")
    shop.limits("Lua", by_hand)
    assert verdict(shop.looks("Lua", order)) == expected


ALL_A = [
    {"classe": letter, "pontos": floor, "fator": "1"}
    for letter, floor in (("A", 4), ("B", 3), ("C", 2), ("D", 1), ("E", 0))
]
"""Whatever the points, the limit alone decides."""


@pytest.mark.parametrize(
    ("limits", "debts", "order", "expected"),
    [
        ("total 100,00", "550 late", "1,00", "total 451,00"),
        ("total 1.100,00", "550 late", "1,00", ""),
        ("total 1.100,00; vencido 499,00", "550 late", "1,00", "vencido 51,00"),
        ("total 1.100,00; aberto 300,00", "550 late", "550,00", "aberto 250,00"),
        ("total 900,00", "550 late", "550,00", "total 200,00"),
        ("total 9.000,00; aberto 600,00", "550 to come", "51,00", "aberto 1,00"),
    ],
)
def test_ac_31_each_limit_fails_by_its_own(
    shop: Creditor, limits: str, debts: str, order: str, expected: str
) -> None:
    shop.rule(classes=ALL_A, atraso_toleravel="1000,00", bloqueia_degrau="")
    due = "2026-11-12" if debts.endswith("late") else "2026-12-10"
    shop.buys_and_pays("Lua", f"1 2026-11-03 {due} 550,00 -")
    for each in limits.split("; "):
        component, amount = each.split()
        shop.limits("Lua", amount, component)
    assert failed(shop.looks("Lua", order)) == expected


@pytest.mark.parametrize(
    ("margin", "due", "overdue"),
    rows("""
        0 | 2026-11-19 | 100,00
        1 | 2026-11-19 | 100,00
        2 | 2026-11-19 | 0,00
        3 | 2026-11-19 | 0,00
        0 | 2026-11-21 | 0,00
    """),
)
def test_ac_32_what_is_a_little_late_is_not_overdue(
    shop: Creditor, margin: str, due: str, overdue: str
) -> None:
    shop.rule(margem_dias=int(margin))
    shop.buys_and_pays("Lua", f"1 2026-11-03 {due} 100,00 -")
    exposure = shop.looks("Lua").evaluated.exposure
    assert (exposure.overdue, exposure.total) == (cents(overdue), cents("100,00"))


def test_ac_33_ten_days_late_last_year_and_this_are_ten(shop: Creditor) -> None:
    shop.buys_and_pays(
        "Lua",
        """
        1 2025-11-03 2025-11-28 100,00 2025-12-08
        2 2026-10-05 2026-10-30 900,00 2026-11-09
        """,
    )
    assert shop.looks("Lua").evaluated.scored.rows[0].value == "10,00 dias"
    assert shop.looks("Lua", on="2025-12-31").evaluated.scored.rows[0].value == "10,00 dias"


def test_a_decision_is_kept_and_the_same_again_is_the_same_one(steady: Creditor) -> None:
    first = steady.decides("Lua", "4.000,00")
    again = steady.decides("Lua", "4.000,00")
    assert first.decision is not None and again.decision is not None
    assert (first.decision.id, first.known_before) == (1, False)
    assert (again.decision.id, again.known_before) == (1, True)
    # Another order, another day, another fact: each is a decision of its own.
    steady.decides("Lua", "4.001,00")
    steady.knows("Lua", faturamento="110.000,00")
    steady.decides("Lua", "4.001,00")
    steady.today = "2026-11-23"
    steady.decides("Lua", "4.001,00")
    assert steady.decided() == (APPROVE, APPROVE, SECURED, SECURED)
    assert steady.decided(on="2026-11-21") == (APPROVE, APPROVE, SECURED)
    assert steady.decided("Outra") == ()
    # Only four things happened.
    assert ask(steady.ledger, "SELECT count(*) FROM event WHERE kind = 'credito_decidido'") == [(4,)]


def test_another_policy_is_another_decision(steady: Creditor) -> None:
    assert verdict(steady.decides("Lua", "4.500,00")) == SECURED
    steady.rule(parte_faturamento="12")
    again = steady.decides("Lua", "4.500,00")
    assert (verdict(again), again.known_before) == (APPROVE, False)
    assert steady.decided() == (SECURED, APPROVE)
    assert steady.explains(1).same and steady.explains(2).same


def test_a_look_keeps_nothing(steady: Creditor) -> None:
    steady.looks("Lua", "4.500,00")
    steady.looks("Lua", "4.500,00", on="2026-06-30")
    assert steady.decided() == ()


def test_somebody_releases_what_the_policy_does_not_approve(steady: Creditor) -> None:
    refused = steady.decides("Lua", "4.500,00")
    done = steady.decides("Lua", "4.500,00", because="cliente antigo", author="Ana")
    kept = done.decision
    assert kept is not None
    assert (kept.verdict, kept.released, kept.reason, kept.author) == (SECURED, True, "cliente antigo", "Ana")
    assert (exit_code(refused), exit_code(done)) == (21, 0)
    # The same reason again is the same decision; the refusal after it is another.
    assert steady.decides("Lua", "4.500,00", because=" cliente  antigo ", author="Ana").known_before
    assert not steady.decides("Lua", "4.500,00").known_before
    assert steady.decided() == (SECURED, SECURED, SECURED)
    assert steady.explains(2).same


@pytest.mark.parametrize(
    ("order", "reason", "code"),
    [
        ("4.000,00", "cliente antigo", "E-CREDITO"),
        (None, "ele pediu", "E-CREDITO"),
        ("4.500,00", " ", "E-MOTIVO"),
    ],
)
def test_a_release_that_is_refused_leaves_nothing(
    steady: Creditor, order: str | None, reason: str, code: str
) -> None:
    with pytest.raises(DataError) as told:
        steady.decides("Lua", order, because=reason)
    assert told.value.code == code
    assert steady.decided() == ()


@pytest.mark.parametrize(
    ("case", "order", "expected", "code"),
    [
        ("", "4.450,00", APPROVE, 0),
        ("", "4.500,00", SECURED, 21),
        ("limit 0", "4.500,00", CASH, 22),
        ("dead", "4.500,00", REFUSE, 23),
        ("dead", None, REFUSE, 23),
    ],
)
def test_the_exit_codes(steady: Creditor, case: str, order: str | None, expected: str, code: int) -> None:
    if case == "limit 0":
        steady.limits("Lua", "0,00")
    elif case == "dead":
        steady.holds("falecimento", customer="Lua")
    found = steady.decides("Lua", order)
    assert (verdict(found), exit_code(found)) == (expected, code)


@pytest.mark.parametrize(
    ("days_late", "tolerated", "expected"),
    rows("""
        3  | 50,00     |
        4  | 50,00     | vencido 5.100,00
        4  | 5.150,00  |
        4  | 5.149,99  | vencido 0,01
        14 | 5.150,00  |
        15 | 5.150,00  |
        15 | 5.149,99  | degrau 5.150,00; vencido 0,01
        40 | 50,00     | degrau 5.150,00; vencido 5.100,00
    """),
)
def test_what_is_overdue_and_the_step_of_the_ladder_block(
    steady: Creditor, days_late: str, tolerated: str, expected: str
) -> None:
    steady.rule(atraso_toleravel=tolerated.replace(".", ""))
    steady.today = f"2026-12-{4 + int(days_late):02d}" if int(days_late) < 28 else "2027-01-13"
    steady.consults("Lua")
    found = steady.looks("Lua", "1,00")
    assert failed(found).replace("; total 549,99", "") == expected
    assert verdict(found) == (CASH if expected else APPROVE)
    steady.rule(atraso_toleravel=tolerated.replace(".", ""), bloqueio="recusar")
    assert verdict(steady.looks("Lua", "1,00")) == (REFUSE if expected else APPROVE)


def test_a_rest_of_a_late_invoice_has_come_to_no_step(steady: Creditor) -> None:
    """Late charges went first; who paid the invoice is not a debtor of 45 days for the rest."""
    steady.today = "2027-01-18"
    steady.pays("4.634,99", "2027-01-18", "14")
    assert "degrau" in failed(steady.looks("Lua", "1,00"))  # 515,01 of 5.150,00 is open
    steady.today = "2027-01-19"
    steady.pays("0,01", "2027-01-19", "14")
    assert "degrau" not in failed(steady.looks("Lua", "1,00"))  # ten percent
    assert "degrau" in failed(steady.looks("Lua", "1,00", on="2027-01-18"))


def test_a_guarantee_raises_what_may_be_owed_while_it_lasts(steady: Creditor) -> None:
    steady.secures("Lua", "fiança de João", "50,00", until="2026-11-25")
    until_ended = steady.secures("Lua", "cheque", "1.000,00")
    assert verdict(steady.looks("Lua", "4.500,00")) == APPROVE
    assert available(steady.looks("Lua")) == "5.500,00"
    steady.today = "2026-11-24"
    steady.frees(until_ended)
    assert steady.looks("Lua", on="2026-11-20").evaluated.decision.guaranteed == 0
    steady.today = "2026-11-26"
    seen = {on: available(steady.looks("Lua", on=f"2026-11-{on}")) for on in ("23", "24", "25", "26")}
    assert seen == {"23": "5.500,00", "24": "4.500,00", "25": "4.500,00", "26": "4.450,00"}


def test_a_limit_set_by_hand_counts_until_it_expires(steady: Creditor) -> None:
    steady.limits("Lua", "12.000,00", until="2026-11-24")
    steady.today = "2026-11-23"
    steady.limits("Lua", "20.000,00", until="2026-11-23")
    steady.today = "2026-11-27"
    seen = {on: limit(steady.looks("Lua", on=f"2026-11-{on}")) for on in ("21", "22", "23", "24", "25")}
    assert seen == {
        "21": "12.000,00", "22": "12.000,00", "23": "20.000,00", "24": "12.000,00", "25": "9.600,00"
    }  # fmt: skip
    steady.limits("Lua", "30.000,00")
    steady.limits("Lua", None)
    assert limit(steady.looks("Lua")) == "9.600,00"


@pytest.mark.parametrize("kind", ["falecimento", "insolvencia", "superendividamento", "nunca"])
def test_what_stops_for_good_refuses_until_it_ends(steady: Creditor, kind: str) -> None:
    held = steady.holds(kind, customer="Lua")
    found = steady.looks("Lua", "100,00")
    assert (verdict(found), failed(found)) == (REFUSE, "parado")
    assert verdict(steady.looks("Lua", "100,00", on="2026-11-20")) != REFUSE
    steady.rule(recusa=[])
    assert verdict(steady.looks("Lua", "100,00")) == CASH
    steady.rule()
    steady.today = "2026-11-24"
    first: Hold = held.new[0].hold
    steady.ends(first.id, reason="engano")
    assert verdict(steady.looks("Lua", "100,00")) == APPROVE
    assert verdict(steady.looks("Lua", "100,00", on="2026-11-23")) == REFUSE


def test_a_pause_or_a_promise_refuses_nothing(steady: Creditor) -> None:
    steady.pauses("14", until="2026-12-01")
    steady.promised("Lua", "100,00", "2026-12-02")
    assert verdict(steady.looks("Lua", "100,00")) == APPROVE


def test_what_an_agreement_holds_is_owed_once(steady: Creditor) -> None:
    steady.today = "2026-12-08"
    steady.consults("Lua")
    steady.signs("Lua", "14", many=2, first=day("2027-01-08"))
    exposure = steady.looks("Lua").evaluated.exposure
    assert exposure == (cents("5.150,00"), 0, cents("5.150,00"))
    steady.limits("Lua", "5.000,00", "acordo")
    assert failed(steady.looks("Lua", "1,00")) == "acordo 150,00"
    # The instalments are no purchases, and no best exposure; yesterday all was as it was.
    assert (
        steady.looks("Lua").evaluated.methods[0].amount
        == steady.looks("Lua", on="2026-12-07").evaluated.methods[0].amount
    )
    assert steady.looks("Lua", on="2026-12-07").evaluated.exposure.overdue == 0


def test_explaining_makes_the_decision_again_with_the_policy_of_its_day(steady: Creditor) -> None:
    decided = steady.decides("Lua", "4.500,00")
    steady.rule(fator_compras="0", parte_faturamento="1", bloqueia_degrau="")
    steady.today = "2026-11-25"
    steady.pays("5.150,00", "2026-11-25", "14")
    told = steady.explains(1)
    assert told.same
    assert told.evaluated == decided.evaluated
    assert (told.version, told.customer.name) == (decided.version, "Lua")
    assert steady.looks("Lua", "4.500,00").evaluated != decided.evaluated


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_decision SET content = replace(content, '\"pedido\":450000', '\"pedido\":400000')",
        "UPDATE credit_decision SET content = replace(content, 'serasa', 'serase')",
        "UPDATE credit_decision SET verdict = 'aprovar'",
    ],
)
def test_a_decision_that_was_tampered_with_says_so(steady: Creditor, statement: str) -> None:
    steady.decides("Lua", "4.500,00")
    assert steady.explains(1).same
    tamper(steady.ledger, statement)
    assert not steady.explains(1).same


def test_a_decision_that_is_not_there(steady: Creditor) -> None:
    with pytest.raises(NotFoundError):
        steady.explains(1)
    with pytest.raises(NotFoundError):
        credit.look(steady.ledger, steady.settings, steady.moment, day("2026-11-21"), "Ninguém")
