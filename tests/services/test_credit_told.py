"""What is told of a customer for his credit: kept with its day and source, ended, and never told twice."""

from pathlib import Path

import pytest
from tests.domain.account_notation import rows
from tests.domain.notation import cents, day
from tests.ledger.ledger_box import ask
from tests.services.credit_box import Creditor

from cobranca_cli.errors import CobrancaError
from cobranca_cli.services import credit_facts
from cobranca_cli.services.credit_facts import Asked, Registered
from cobranca_cli.views.credit_facts import registered, told


@pytest.fixture
def shop(tmp_path: Path) -> Creditor:
    return Creditor(tmp_path, "1;;Lua;2026-11-03;2026-12-01;100,00", "2;;Sol;2026-11-03;2026-12-01;100,00")


def seen(shop: Creditor, on: str, customer: str = "Lua") -> Registered:
    return credit_facts.registration(shop.ledger, shop.settings, shop.moment, day(on), customer)


def values(found: Registered) -> dict[str, str]:
    return {kind: each.value for kind, each in found.facts.items()}


def events(shop: Creditor, kind: str) -> int:
    (found,) = ask(shop.ledger, f"SELECT count(*) FROM event WHERE kind = '{kind}'")[0]
    assert isinstance(found, int)
    return found


def test_what_is_told_counts_from_the_day_it_was_told(shop: Creditor) -> None:
    shop.knows("Lua", fundacao="2019-03-12", faturamento="100.000,00")
    shop.today = "2026-11-25"
    shop.knows("Lua", faturamento="120.000,00", fonte="balanço de 2025")
    shop.today = "2026-11-27"
    shop.knows("Lua", fundacao=None)
    shop.today = "2026-11-30"
    assert {on: values(seen(shop, f"2026-11-{on}")) for on in ("20", "21", "25", "26", "27")} == {
        "20": {},
        "21": {"fundacao": "2019-03-12", "faturamento": "10000000"},
        "25": {"fundacao": "2019-03-12", "faturamento": "12000000"},
        "26": {"fundacao": "2019-03-12", "faturamento": "12000000"},
        "27": {"faturamento": "12000000"},
    }
    revenue = seen(shop, "2026-11-30").facts["faturamento"]
    assert (revenue.source, revenue.day) == ("balanço de 2025", day("2026-11-25"))
    assert seen(shop, "2026-11-21").facts["faturamento"].source == "cadastro"
    assert values(seen(shop, "2026-11-30", "Sol")) == {}


@pytest.mark.parametrize(
    ("again", "new"),
    [
        ({"faturamento": "100.000,00"}, ()),
        ({"faturamento": "100.000,00", "setor": "padaria"}, ("setor",)),
        ({"faturamento": "100.000,01"}, ("faturamento",)),
        ({"faturamento": "100.000,00", "fonte": "balanço"}, ("faturamento",)),
        ({"faturamento": None}, ("faturamento",)),
        ({"setor": None}, ()),
    ],
)
def test_what_is_known_is_not_told_again(
    shop: Creditor, again: dict[str, str | None], new: tuple[str, ...]
) -> None:
    shop.knows("Lua", faturamento="100.000,00")
    assert shop.knows("Lua", **again).new == new
    assert events(shop, "credito_cadastro") == 1 + bool(new)


def test_what_was_taken_back_can_be_told_anew(shop: Creditor) -> None:
    for value in ("padaria", None, "padaria"):
        assert shop.knows("Lua", setor=value).new == ("setor",)
    assert values(seen(shop, "2026-11-21")) == {"setor": "padaria"}
    assert told(shop.knows("Lua", setor=None)) == "crédito de Lua: setor retirado"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (lambda shop: shop.knows("Lua", fundacao="2026-11-22"), "E-DATA-FUTURA"),
        (lambda shop: shop.knows("Lua", setor=""), "E-USO"),
        (lambda shop: shop.knows("Ninguém", setor="padaria"), "E-NAO-ENCONTRADO"),
        (lambda shop: shop.secures("Lua", "  ", "1,00"), "E-VAZIO"),
        (lambda shop: shop.secures("Lua", "cheque", "1,00", until="2026-11-20"), "E-DATA-ORDEM"),
        (lambda shop: shop.frees(1), "E-NAO-ENCONTRADO"),
        (lambda shop: shop.consults("Lua", on="2026-11-22"), "E-DATA-FUTURA"),
        (lambda shop: shop.consults("Lua", source=" "), "E-VAZIO"),
        (lambda shop: shop.limits("Lua", "1,00", until="2026-11-20"), "E-DATA-ORDEM"),
        (lambda shop: shop.limits("Lua", None), "E-CREDITO"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(shop: Creditor, what: object, code: str) -> None:
    before = ask(shop.ledger, "SELECT count(*) FROM event")
    with pytest.raises(CobrancaError) as error:
        what(shop)  # type: ignore[operator]
    assert error.value.code == code
    assert ask(shop.ledger, "SELECT count(*) FROM event") == before
    found = seen(shop, "2026-11-21")
    assert (found.facts, found.guarantees, found.consultations, found.limits) == ({}, (), (), ())


def test_founded_today_is_founded(shop: Creditor) -> None:
    assert shop.knows("Lua", fundacao="2026-11-21").new == ("fundacao",)


@pytest.mark.parametrize(
    ("until", "ended", "days"),
    rows("""
        2026-11-24 |            | 21 22 23 24
        2026-11-21 |            | 21
                   | 2026-11-24 | 21 22 23
                   | 2026-11-21 |
        2026-11-22 | 2026-11-24 | 21 22
                   |            | 21 22 23 24 25
    """),
)
def test_a_guarantee_counts_on_its_last_day_and_not_on_that_it_ends(
    shop: Creditor, until: str, ended: str, days: str
) -> None:
    number = shop.secures("Lua", "fiança de João", "1.000,00", until or None)
    if ended:
        shop.today = ended
        shop.frees(number)
    shop.today = "2026-11-25"
    counts = [on for on in range(20, 26) if seen(shop, f"2026-11-{on}").guarantees]
    assert counts == [int(each) for each in days.split()]


def test_the_same_guarantee_is_one_and_ends_once(shop: Creditor) -> None:
    first = shop.secures("Lua", "fiança de João", "1.000,00")
    assert shop.secures("Lua", "fiança  de João", "1.000,00") == first
    others = [
        shop.secures("Lua", "fiança de João", "1.000,01"),
        shop.secures("Lua", "fiança de Rui", "1.000,00"),
        shop.secures("Lua", "fiança de João", "1.000,00", until="2027-01-01"),
        shop.secures("Sol", "fiança de João", "1.000,00"),
    ]
    assert len({first, *others}) == 5
    shop.frees(first)
    with pytest.raises(CobrancaError, match="não há garantia em vigor"):
        shop.frees(first)
    # What has ended may be given again.
    assert shop.secures("Lua", "fiança de João", "1.000,00") not in (first, *others)


def test_a_consultation_is_known_from_the_day_it_was_typed(shop: Creditor) -> None:
    shop.consults("Lua", "ativa", on="2026-10-01", source="spc", score=310)
    shop.today = "2026-11-23"
    shop.consults("Lua", "nenhuma", on="2026-09-01")
    answers = {
        on: [each.restrictions for each in seen(shop, on).consultations]
        for on in ("2026-10-01", "2026-11-20", "2026-11-21", "2026-11-23")
    }
    # The newest answer first, not the last typed.
    assert answers == {
        "2026-10-01": [], "2026-11-20": [], "2026-11-21": ["ativa"], "2026-11-23": ["ativa", "nenhuma"]
    }  # fmt: skip
    assert not shop.consults("Lua", "nenhuma", on="2026-09-01").new
    assert shop.consults("Lua", "nenhuma", on="2026-09-01", score=1).new


def test_a_consultation_without_a_day_is_of_today(shop: Creditor) -> None:
    asked = Asked("serasa", "nenhuma", 620, "Score 2.0", None, "sem protestos")
    done = credit_facts.consult(shop.ledger, shop.moment, "Lua", asked)
    assert done.consulted == ("serasa", "Score 2.0", 620, "nenhuma", day("2026-11-21"), "sem protestos")
    assert not credit_facts.consult(shop.ledger, shop.moment, "Lua", asked).new


def test_a_limit_is_told_once_and_taken_away(shop: Creditor) -> None:
    assert shop.limits("Lua", "1.000,00").new
    assert not shop.limits("Lua", "1.000,00").new
    shop.today = "2026-11-23"
    again = shop.limits("Lua", "1.000,00")
    assert (again.new, again.limit.since) == (False, day("2026-11-21"))
    assert shop.limits("Lua", "1.000,00", "vencido").new
    assert shop.limits("Lua", "1.000,00", until="2026-12-31").new
    assert shop.limits("Lua", None).new
    assert not shop.limits("Lua", None).new
    assert shop.limits("Lua", "1.000,00").new
    assert events(shop, "limite_definido") == 5


def test_the_list_says_everything_with_its_days(shop: Creditor) -> None:
    shop.knows("Lua", setor="padaria", fundacao="2019-03-12", faturamento="120.000,00", fonte="cartão CNPJ")
    shop.secures("Lua", "fiança de João", "1.000,00", until="2027-01-01")
    shop.consults("Lua", "resolvida", score=620)
    shop.limits("Lua", "500,00", "vencido")
    listed = [(row[1], row[2], row[4], row[5]) for row in registered(seen(shop, "2026-11-21")).rows]
    assert listed == [
        ("fundacao", "12/03/2019", None, "cartão CNPJ"),
        ("setor", "padaria", None, "cartão CNPJ"),
        ("faturamento", "R$ 120.000,00", None, "cartão CNPJ"),
        ("garantia", "fiança de João, R$ 1.000,00", "2027-01-01", None),
        ("consulta", "restrição resolvida, 620 pontos", None, "serasa"),
        ("limite", "vencido: R$ 500,00 (combinado)", None, "Rita"),
    ]
    assert cents("1.000,00") == seen(shop, "2026-11-21").guarantees[0].guarantee.amount
