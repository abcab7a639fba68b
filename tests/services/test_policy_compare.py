"""`politica comparar`: both policies on the same facts; what it says is what each would have said alone."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.domain.notation import day
from tests.ledger.ledger_box import ask
from tests.services.ladder_world import EVERYTHING, World

from cobranca_cli.config import Settings, load_settings, parse_settings
from cobranca_cli.domain.ladder import SKIP
from cobranca_cli.errors import ConfigError, DataError
from cobranca_cli.services import credit, credit_facts
from cobranca_cli.services.agreement_offers import AT_SIGHT, Asked, simulate
from cobranca_cli.services.plan import plan
from cobranca_cli.services.policy_compare import Compared, compare

TODAY = date(2026, 11, 23)


class Office(World):
    """A world with a policy in its file, and another beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, customers={"Ana": EVERYTHING, "Bia": "documento email", "Caio": EVERYTHING})
        self.today = TODAY
        self.settings = load_settings(self.ledger)
        self.other = folder / "outra.toml"
        self.changes()

    def changes(self, *lines: str) -> None:
        """The other policy is the present one, but for these lines."""
        text = self.settings.path.read_text(encoding="utf-8")
        for line in lines:
            key = re.escape(line.partition(" =")[0])
            text, found = re.subn(rf"^{key} = .*$", line, text, count=1, flags=re.MULTILINE)
            assert found, line
        self.other.write_text(text, encoding="utf-8")

    @property
    def wanted(self) -> Settings:
        return parse_settings(self.other.read_bytes(), self.other)

    def compared(self, months: int = 3) -> Compared:
        return compare(self.ledger, self.settings, self.other, self.moment, months)

    def asks(self, who: str, order: int, on: date = TODAY) -> str:
        """The verdict on an order, kept."""
        self.today, today = on, self.today
        found = credit.decide(self.ledger, self.settings, self.moment, who, order)
        self.today = today
        return found.evaluated.decision.verdict

    def everything(self) -> list[object]:
        names = ask(self.ledger, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return [row for (name,) in names for row in ask(self.ledger, f"SELECT * FROM {name}")]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ana owes for long, Bia since a week, Caio has paid."""
    found = Office(tmp_path)
    found.today = date(2026, 8, 3)
    for who, number, amount, due in (
        ("Ana", "1", 100_000, date(2026, 8, 20)),
        ("Ana", "2", 50_000, date(2026, 11, 20)),
        ("Bia", "3", 30_000, date(2026, 11, 16)),
        ("Caio", "4", 80_000, date(2026, 10, 15)),
        ("Caio", "5", 80_000, date(2026, 12, 15)),
    ):
        found.sells(who, number, amount, due)
    found.today = date(2026, 10, 15)
    found.pays("Caio", 80_000, ("4",))
    found.today = TODAY
    return found


def differences(found: Compared) -> list[object]:
    """Everything that is not the same under both."""
    return [
        *(each for each in (*found.decisions, *found.customers) if each.changes),
        *(each for each in found.steps if each.now != each.other),
        *(each for each in found.discounts if each.now != each.other),
    ]


def test_the_same_policy_decides_the_same(office: Office) -> None:
    office.asks("Caio", 10_000)
    found = office.compared()
    assert differences(found) == []
    assert len(found.decisions) == 1 and {each.customer for each in found.customers} == {"Ana", "Bia", "Caio"}
    assert [each.customer for each in found.discounts] == ["Ana", "Bia"]
    assert sum(each.now for each in found.steps) > 3


def test_nothing_is_written(office: Office) -> None:
    office.asks("Caio", 10_000)
    plan(office.ledger, office.settings, office.moment, TODAY)  # takes note of the charges, as any report
    office.changes('limite_inicial = "9.000,00"', 'feriados = ["11-23"]', 'multa = "1"', 'juros = "0"')
    before = office.everything()
    assert office.compared().unlike == ("encargos", "calendario")
    assert office.everything() == before


def test_credit_is_what_the_other_policy_would_say(office: Office) -> None:
    verdicts = [office.asks(who, 20_000) for who in ("Ana", "Bia", "Caio")]
    office.changes(
        'limite_inicial = "9.000,00"', 'atraso_toleravel = "1.000,00"', 'bloqueia_degrau = ""',
        'fator_compras = "9"', 'concentracao = "100"', 'teto_novo = "B"',
    )  # fmt: skip
    found = office.compared()
    assert [each.now.verdict for each in found.decisions] == verdicts
    for kept, who in zip(found.decisions, ("Ana", "Bia", "Caio"), strict=True):
        asked = credit.look(office.ledger, office.wanted, office.moment, TODAY, who, 20_000).evaluated
        assert (kept.other.verdict, kept.other.limit) == (asked.decision.verdict, asked.limits.total.amount)
    for each in found.customers:
        for settings, outcome in ((office.settings, each.now), (office.wanted, each.other)):
            alone = credit.look(office.ledger, settings, office.moment, TODAY, each.customer).evaluated
            assert outcome.verdict == alone.decision.verdict
            assert (outcome.grade, outcome.limit) == (alone.scored.grade, alone.limits.total.amount)
    assert any(each.changes for each in found.decisions) and any(each.changes for each in found.customers)


def test_the_other_ladder_counts_for_the_block_of_credit(office: Office) -> None:
    """A step that only the other ladder has is one that the titles have come to there."""
    office.changes('bloqueia_degrau = "D+95"', 'bloqueio = "recusar"')
    text = office.other.read_text(encoding="utf-8")
    office.other.write_text(text.replace("{ dias = 90, ", "{ dias = 95, "), encoding="utf-8")
    credit_facts.set_limit(office.ledger, office.moment, "Ana", "vencido", 500_000, "combinado")
    for each in office.compared().customers:
        alone = credit.look(office.ledger, office.wanted, office.moment, TODAY, each.customer).evaluated
        assert each.other.verdict == alone.decision.verdict
        assert (each.other.verdict == "recusar") == (each.customer in ("Ana", "Bia"))


@pytest.mark.parametrize(("months", "kept"), [(1, [3]), (2, [2, 3]), (3, [2, 3]), (24, [1, 2, 3])])
def test_decisions_count_from_the_day_after_the_same_day(
    office: Office, months: int, kept: list[int]
) -> None:
    for on in ("2026-08-23", "2026-10-23", "2026-10-24"):
        office.asks("Caio", 1_000, day(on))
    assert [each.decision for each in office.compared(months).decisions] == kept


def test_with_many_decisions_nobody_else_is_looked_at(office: Office) -> None:
    for order in range(1, 11):
        office.asks("Caio", order)
    found = office.compared()
    assert (len(found.decisions), found.looked, found.customers) == (10, False, ())


def test_the_days_are_the_last_business_ones(office: Office) -> None:
    assert office.compared(1).days == (day("2026-10-30"), TODAY)
    office.today = day("2026-06-30")
    assert office.compared(1).days == (office.today,), "29/05 is not after 30/05"
    office.today = day("2026-11-21")
    assert office.compared(2).days == (day("2026-09-30"), day("2026-10-30"), day("2026-11-19"))


def counted(lines: object) -> Counter[tuple[str, str, str]]:
    return Counter((each.step.label, each.action, each.kind) for each in lines)


def steps_of(found: Compared) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str, str]]]:
    now = Counter({each[:3]: each.now for each in found.steps})
    other = Counter({each[:3]: each.other for each in found.steps})
    return +now, +other


def test_the_ladder_is_what_each_plan_says(office: Office) -> None:
    office.changes("intervalo_minimo_dias = 5", 'valor_minimo = "400,00"')
    found = office.compared()
    for settings, count in zip((office.settings, office.wanted), steps_of(found), strict=True):
        plans = [plan(office.ledger, settings, office.moment, each).lines for each in found.days]
        assert count == counted(line for lines in plans for line in lines)
    assert any(each.now != each.other for each in found.steps)


def test_a_run_of_today_does_not_change_what_it_would_do(office: Office) -> None:
    before = office.compared().steps
    office.run()
    assert any(line.action == SKIP for line in plan(*office.at, TODAY).lines)
    assert office.compared().steps == before


def test_discounts_are_those_of_the_proposals_at_sight(office: Office) -> None:
    office.changes()
    text = office.other.read_text(encoding="utf-8")
    office.other.write_text(
        text.replace('ate = 30, encargos = "50"', 'ate = 30, encargos = "50", principal = "3"')
    )
    found = office.compared()
    for each in found.discounts:
        for settings, off in ((office.settings, each.now), (office.wanted, each.other)):
            offered = simulate(office.ledger, settings, office.moment, Asked(each.customer))
            cash = next(one.offer for one in offered.proposals if one.name == AT_SIGHT)
            assert (each.debt, off) == (cash.debt, cash.discount)
    assert [each.customer for each in found.discounts if each.now != each.other] == ["Bia"]


def test_what_cannot_be_in_an_agreement_has_no_discount(office: Office) -> None:
    office.disputes("3", day("2026-12-01"))
    found = office.compared()
    assert [each.customer for each in found.discounts] == ["Ana"]
    with pytest.raises(DataError):
        simulate(office.ledger, office.settings, office.moment, Asked("Bia"))


def test_a_policy_with_an_error_is_not_compared(office: Office) -> None:
    office.changes("poucas = 1", 'recusa = ["x"]')
    with pytest.raises(ConfigError, match=r"outra\.toml tem erros: acordo\.poucas: 1 não serve \(e mais 1\)"):
        office.compared()
    office.changes()
    office.settings.path.write_text('[acordo]\npoucas = "x"')
    with pytest.raises(ConfigError, match=r"cobranca\.toml tem erro: acordo\.poucas"):
        office.compared()
