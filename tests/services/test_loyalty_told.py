"""Thanks and the benefit on a real ledger: what a shop lives through, and random days in any order."""

import json
import sqlite3
import tomllib
from contextlib import closing, nullcontext
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.notation import CALENDAR, cents, day
from tests.ledger.ledger_box import ask
from tests.services.ladder_world import EVERYTHING, World, engine

from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.config_prevention import (
    LOYALTY_SPEC,
    PREVENTION_TOML,
    SEGMENTS_SPEC,
    LoyaltySettings,
    loyalty_settings,
)
from cobranca_cli.domain.loyalty import Rule
from cobranca_cli.domain.segments import Rules, read_rules
from cobranca_cli.errors import ConfigError, DataError, TemplateError
from cobranca_cli.resources import folder
from cobranca_cli.services import loyalty, thanks
from cobranca_cli.services.payments import Order, register
from cobranca_cli.services.segments import segments_on

MONDAY = day("2026-08-10")


class Grateful(World):
    """A world that thanks."""

    def __init__(self, folder: Path, *, rule: dict[str, object] | None = None, **known: str) -> None:
        super().__init__(folder, customers=known or {"Ana": EVERYTHING})
        self.rules(fidelidade=rule or {})

    def rules(self, **sections: object) -> None:
        self.settings = self.settings._replace(prevention=sections)

    def thanks(self, *, rehearse: bool = False) -> list[str]:
        """`enviar email: 1001, 1002`; `pular vencida: 1003`."""
        with patch.object(thanks, "engine_beside", lambda _: nullcontext(engine())):
            done = thanks.thank_customers(*self.at, rehearse=rehearse)
        return [
            f"{line.action} {line.kind or line.channel}: {', '.join(each.name for each in line.invoices)}"
            for line in done.lines
        ]

    def buys(self, who: str, number: str, amount: str, due: str, paid: str = "") -> None:
        """An invoice, and its payment on a day."""
        self.today = min(self.today, day(due) - timedelta(days=10))
        self.sells(who, number, cents(amount), day(due))
        if paid:
            self.today = day(paid)
            self.pays(who, cents(amount), (number,))

    def loyal(self, on: str = "", near: bool = False) -> list[str]:
        found = loyalty.loyalty(*self.at, day(on) if on else self.today, near=near)
        return [f"{each.customer.name} {each.streak.invoices}" for each in found.loyal]


def test_a_punctual_payment_is_thanked_once(tmp_path: Path) -> None:
    world = Grateful(tmp_path)
    world.buys("Ana", "1001", "500,00", "2026-08-07", paid="2026-08-06")
    world.today = MONDAY
    assert world.thanks(rehearse=True) == ["enviar email: 1001"]
    assert world.letters() == []
    assert world.thanks() == ["enviar email: 1001"]
    assert world.thanks() == []
    world.today += timedelta(days=2)
    assert world.thanks() == []
    world.reverses()
    world.pays("Ana", cents("500,00"), ("1001",), on=day("2026-08-07"))
    assert world.thanks() == []
    ((origin, template, channel, total, content),) = ask(
        world.ledger, "SELECT origin, template, channel, total, content FROM letter"
    )
    assert (origin, template, channel, total) == ("agradecimento", "agradecimento", "email", 0)
    data = json.loads(str(content))["dados"]
    assert data["pagamento"] == {"valor": "R$ 500,00", "data": "06/08/2026", "forma": ""}
    assert [each["situacao"] for each in data["titulos"]] == ["paga"]
    assert data["pix"]["copia_e_cola"] == ""


def test_all_that_was_paid_lately_in_one_letter(tmp_path: Path) -> None:
    world = Grateful(tmp_path)
    world.buys("Ana", "1001", "500,00", "2026-08-07", paid="2026-08-06")
    world.buys("Ana", "1002", "70,00", "2026-08-08", paid="2026-08-10")  # a Saturday: on time on Monday
    world.buys("Ana", "1003", "80,00", "2026-08-06", paid="2026-08-07")  # late
    world.today = MONDAY
    assert world.thanks() == ["enviar email: 1001, 1002"]
    assert world.letters() == ["2026-08-10 1001, 1002"]
    ((content,),) = ask(world.ledger, "SELECT content FROM letter")
    assert json.loads(str(content))["dados"]["pagamento"]["data"] == ""


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (lambda w: w.imports("Ana", "1009", 10_00, day("2026-08-05")), "pular vencida: 1001"),
        (lambda w: w.imports("Ana", "1009", 10_00, day("2026-08-11")), "pular lembrete: 1001"),
        (lambda w: w.imports("Ana", "1009", 10_00, day("2026-08-12")), "enviar email: 1001"),
        (lambda w: w.pauses("Ana", day("2026-09-01")), "pular pausa: 1001"),
        (lambda w: w.stops("Ana", "faleceu"), "pular falecimento: 1001"),
        (lambda w: w.refuses("Ana", "email"), "enviar whatsapp: 1001"),
        (lambda w: (w.refuses("Ana", "email"), w.refuses("Ana", "whatsapp")), "pular canal: 1001"),
        (lambda w: w.contacts("Ana", "telefone", "falou"), "pular intervalo: 1001"),
        (lambda w: w.contacts("Ana", "telefone", "nao-atendeu"), "enviar email: 1001"),
        (lambda w: w.rules(fidelidade={"canal": ["whatsapp"]}), "enviar whatsapp: 1001"),
        (lambda w: w.rules(fidelidade={"canal": ["sms"]}, regua={"ligada": False}), "enviar sms: 1001"),
        (lambda w: w.rules(fidelidade={"agradecer_dias": 3}), ""),
    ],
)
def test_what_keeps_us_from_thanking(tmp_path: Path, deed: object, said: str) -> None:
    world = Grateful(tmp_path)
    world.buys("Ana", "1001", "500,00", "2026-08-07", paid="2026-08-06")
    world.today = MONDAY
    deed(world)  # type: ignore[operator]
    assert world.thanks() == [said] * bool(said)


def test_charges_still_owed_are_no_time_for_thanks(tmp_path: Path) -> None:
    """Paid late, principal first: the fine and the interest of it are still open."""
    world = Grateful(tmp_path)
    world.settings = world.settings._replace(charges={"multa": "2", "juros": "1"})
    world.buys("Ana", "1001", "500,00", "2026-07-01")
    world.today = day("2026-07-20")
    principal_first = Order(cents("500,00"), world.today, ("1001",), None, "capital")
    register(*world.at, principal_first)
    world.buys("Ana", "1002", "100,00", "2026-08-07", paid="2026-08-06")
    world.today = MONDAY
    assert world.thanks() == ["pular vencida: 1002"]


def test_on_a_day_without_business_nobody_is_thanked(tmp_path: Path) -> None:
    world = Grateful(tmp_path)
    world.buys("Ana", "1001", "500,00", "2026-08-07", paid="2026-08-06")
    world.today = day("2026-08-08")
    assert world.thanks() == ["pular janela: 1001"]
    assert ask(world.ledger, "SELECT count(*) FROM event WHERE kind = 'carta_gerada'") == [(0,)]


def test_without_the_creditor_nothing_is_written(tmp_path: Path) -> None:
    world = Grateful(tmp_path)
    world.settings = world.settings._replace(company=world.settings.company._replace(endereco=""))
    world.buys("Ana", "1001", "500,00", "2026-08-07", paid="2026-08-06")
    world.today = MONDAY
    with pytest.raises(DataError) as refused:
        world.thanks()
    assert refused.value.code == "E-CREDOR" and world.letters() == []


BENEFIT = {"faturas": 3, "beneficio": "5% de desconto na próxima compra"}


def test_whoever_earns_the_benefit_is_told_so_once(tmp_path: Path) -> None:
    world = Grateful(tmp_path, rule=BENEFIT)
    for month in range(3, 9):
        on = f"2026-{month:02d}-{16 if month == 5 else 15 if month != 8 else 14}"
        world.today = day(on) - timedelta(days=20)
        world.buys("Ana", f"F{month}", "100,00", f"2026-{month:02d}-20", paid=on)
        world.today = CALENDAR.next_business_day(world.today)
        world.thanks()
    models = ask(world.ledger, "SELECT template FROM letter ORDER BY id")
    assert [str(each) for (each,) in models] == [
        "agradecimento", "agradecimento", "fidelidade", "agradecimento", "agradecimento", "agradecimento",
    ]  # fmt: skip


def test_who_earned_it_and_who_is_near(tmp_path: Path) -> None:
    world = Grateful(tmp_path, rule=BENEFIT, Ana=EVERYTHING, Bia="email", Caio="", Davi="")
    for number, month in enumerate(("05", "06", "07"), 1):
        world.today = day(f"2026-{month}-01")
        world.buys("Ana", f"A{number}", "100,00", f"2026-{month}-10", paid=f"2026-{month}-10")
        if number > 1:
            world.buys("Bia", f"B{number}", "900,00", f"2026-{month}-20", paid=f"2026-{month}-15")
        world.buys("Caio", f"C{number}", "300,00", f"2026-{month}-22", paid=f"2026-{month}-22")
    world.buys("Davi", "D1", "1,00", "2026-07-24", paid="2026-07-24")
    world.today = MONDAY
    assert world.loyal() == ["Caio 3", "Ana 3"]
    assert world.loyal(near=True) == ["Caio 3", "Ana 3", "Bia 2", "Davi 1"]
    assert world.loyal("2026-07-09", near=True) == ["Caio 2", "Ana 2", "Bia 1"]
    world.imports("Ana", "A9", 10_00, day("2026-08-05"))
    assert world.loyal() == ["Caio 3"]
    world.disputes("A9", day("2026-09-01"))
    assert world.loyal() == ["Caio 3", "Ana 3"]


def test_a_profile_says_why_and_a_segment_set_by_hand_counts_instead(tmp_path: Path) -> None:
    world = Grateful(tmp_path)
    world.buys("Ana", "1001", "6.000,00", "2026-08-07", paid="2026-08-06")
    world.today = MONDAY
    world.sells("Ana", "1002", cents("7.000,00"), day("2026-09-10"))
    found = loyalty.profile(*world.at, MONDAY, "ana")
    assert (list(found.segments), found.by_hand) == (["novo", "alto-valor"], False)
    assert list(loyalty.profile(*world.at, day("2026-08-07"), "ana").segments) == ["novo"]
    world.rules(regua={"segmentos": {"alto_valor": "8.000,00", "novo_meses": 0, "novo_pagas": 1}})
    assert loyalty.profile(*world.at, MONDAY, "ana").segments == {}
    world._holds(kind="segmento", customer="Ana", value="bom-pagador")
    found = loyalty.profile(*world.at, MONDAY, "ana")
    assert (found.segments, found.by_hand) == (
        {"bom-pagador": "posto por você em 10/08/2026: combinado"},
        True,
    )


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"fidelidade": {"faturas": 0}}, "fidelidade.faturas = 0: deve ser um número entre 1 e 1000"),
        ({"fidelidade": {"canal": ["telefone"]}}, "deve ser uma lista com: email, whatsapp, sms, carta"),
        ({"fidelidade": {"canal": []}}, "deve ser uma lista com"),
        ({"fidelidade": {"meses": "12"}}, "deve ser um número entre 1 e 120, sem aspas"),
        ({"fidelidade": {"fatura": 6}}, "não conheço a chave 'fidelidade.fatura'"),
        ({"regua": {"segmentos": {"alto_valor": 5000}}}, "regua.segmentos.alto_valor = 5000"),
        ({"regua": {"segmentos": {"bom_pagador_atraso_medio": "três"}}}, 'como 3 ou "2,5"'),
        ({"regua": {"segmentos": {"bom_pagador_atraso_medio": True}}}, 'como 3 ou "2,5"'),
    ],
)
def test_a_setting_that_is_wrong_is_told(tmp_path: Path, sections: dict[str, object], said: str) -> None:
    world = Grateful(tmp_path)
    world.rules(**sections)
    with pytest.raises(ConfigError) as refused:
        world.thanks()
    assert said in refused.value.message


def test_what_a_new_ledger_is_given_are_the_defaults(tmp_path: Path) -> None:
    world = Grateful(tmp_path)
    written = tomllib.loads(PREVENTION_TOML)
    world.rules(**written)
    assert set(written["regua"]["segmentos"]) == set(SEGMENTS_SPEC)
    assert set(written["fidelidade"]) == set(LOYALTY_SPEC)
    assert read_rules(ladder_settings(world.settings).segments) == Rules()
    assert loyalty_settings(world.settings) == LoyaltySettings(Rule(), 7, ("email", "whatsapp"))
    assert loyalty_settings(world.settings._replace(prevention={})) == loyalty_settings(world.settings)


def test_segments_of_many_customers(tmp_path: Path) -> None:
    world = Grateful(tmp_path, Ana="", Bia="")
    world.buys("Ana", "1", "100,00", "2026-01-10")
    world.today = MONDAY
    with closing(sqlite3.connect(world.ledger)) as connection:
        assert segments_on(connection, [1, 2], {"repetido_faturas": 1}, MONDAY) == {
            1: {"atraso-repetido"},
            2: {"novo"},
        }


class Deed(NamedTuple):
    """On a day, an invoice for some days later, that is paid so many days after its due date."""

    day: int
    who: str
    term: int
    delay: int


deeds = st.lists(
    st.builds(
        Deed, st.integers(0, 25), st.sampled_from(("Ana", "Bia")), st.integers(0, 12), st.integers(-5, 3)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds, st.sets(st.integers(0, 40), max_size=25), st.booleans())
def test_whatever_the_days_each_invoice_once_and_never_beside_arrears(
    told: list[Deed], thanking: set[int], ladder_runs: bool
) -> None:
    with TemporaryDirectory() as place:
        world = Grateful(Path(place), Ana=EVERYTHING, Bia="email")
        dues = live(world, told, thanking, ladder_runs)
        check(world, dues)


Lived = tuple[date, date, str]
"""The effective due date of an invoice, the day of its payment, and whose it is."""


def live(world: Grateful, told: list[Deed], thanking: set[int], ladder_runs: bool) -> dict[str, Lived]:
    """Every invoice by its number."""
    events: dict[int, list[tuple[str, int]]] = {}
    for number, deed in enumerate(told):
        events.setdefault(deed.day, []).append(("sells", number))
        events.setdefault(max(deed.day, deed.day + deed.term + deed.delay), []).append(("pays", number))
    dues = {}
    for ahead in range(45):
        world.today = MONDAY + timedelta(days=ahead)
        for what, number in events.get(ahead, ()):
            deed = told[number]
            due = MONDAY + timedelta(days=deed.day + deed.term)
            if what == "sells":
                world.sells(deed.who, str(number), 100_00, due)
            else:
                world.pays(deed.who, 100_00, (str(number),))
                dues[str(number)] = (CALENDAR.next_business_day(due), world.today, deed.who)
        if ladder_runs:
            world.run()
        if ahead in thanking:
            world.thanks()
    return dues


def check(world: Grateful, dues: dict[str, Lived]) -> None:
    rows = ask(
        world.ledger,
        "SELECT l.day, c.name, l.origin, group_concat(r.number) FROM letter l JOIN customer c"
        " ON c.id = l.customer_id JOIN letter_target t ON t.letter_id = l.id JOIN receivable r"
        " ON r.id = t.receivable_id GROUP BY l.id ORDER BY l.day",
    )
    letters = [(day(str(on)), who, origin, str(numbers).split(",")) for on, who, origin, numbers in rows]
    thanked = [number for _, _, origin, numbers in letters if origin == "agradecimento" for number in numbers]
    assert len(thanked) == len(set(thanked))
    last: dict[object, date] = {}
    for on, who, origin, numbers in letters:
        assert who not in last or on >= last[who] + timedelta(days=2)
        last[who] = on
        if origin == "agradecimento":
            assert CALENDAR.is_business_day(on)
            for number in numbers:
                due, paid, _ = dues[number]
                assert paid <= due and 0 <= (on - paid).days <= 7
            late = [due for due, paid, whose in dues.values() if whose == who and due < on < paid]
            assert late == []


def test_one_letter_that_fails_leaves_none(tmp_path: Path) -> None:
    """The owner's own copy of the model does not render for Bia."""
    world = Grateful(tmp_path, Ana=EVERYTHING, Bia="email")
    world.buys("Ana", "1001", "500,00", "2026-08-07", paid="2026-08-06")
    world.buys("Bia", "1002", "500,00", "2026-08-07", paid="2026-08-06")
    world.today = MONDAY
    shipped = (folder("templates") / "agradecimento.j2").read_text(encoding="utf-8")
    own = tmp_path / "modelos" / "agradecimento.j2"
    own.parent.mkdir()
    spoilt = shipped.replace("Um abraço,", "{% if cliente.nome == 'Bia' %}{{ 1 // 0 }}{% endif %}Um abraço,")
    own.write_text(spoilt, encoding="utf-8")
    with pytest.raises(TemplateError):
        thanks.thank_customers(*world.at)
    assert world.letters() == []
    own.write_text(shipped, encoding="utf-8")
    assert len(thanks.thank_customers(*world.at).letters) == 2
