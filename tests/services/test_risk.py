"""Training, scoring and ordering on real ledgers: what is kept, as of which day, and in which words."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.domain.notation import day
from tests.ledger.ledger_box import ask, ledger_in
from tests.risk.small_world import AS_OF, customers
from tests.services.agreement_box import Bank

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.risk_models import model_on
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.risk.facts import Customer
from cobranca_cli.risk.model import LOGISTIC, RATE
from cobranca_cli.risk.sweep import Sweep
from cobranca_cli.services.reading import reading
from cobranca_cli.services.risk_facts import broken_days
from cobranca_cli.services.risk_order import overdue_by_loss, worklist_by_loss
from cobranca_cli.services.risk_scores import Risk, Scoring, expected_loss, risk
from cobranca_cli.services.risk_training import Trained, train
from cobranca_cli.views.risk import listing
from cobranca_cli.views.risk_training import outcome, said, training
from cobranca_cli.views.risk_words import FEATURES, SLOW_PART

TODAY = date.fromordinal(AS_OF)


class World:
    """A ledger of the small invented portfolio, as it was on a day."""

    def __init__(self, folder: Path, people: Iterable[Customer], as_of: int = AS_OF) -> None:
        self.ledger = ledger_in(folder)
        self.settings = Settings(self.ledger)
        self.moment = Moment(date.fromordinal(as_of), "2027-12-02T12:00:00.000Z")
        with closing(sqlite3.connect(self.ledger)) as connection:
            for customer in people:
                fill(connection, customer, as_of)
            connection.commit()
        with writing(self.ledger) as transaction:
            record_mark(transaction.connection, self.settings.calendar)

    def trains(self, on: date = TODAY, *, rehearse: bool = False) -> Trained:
        return train(self.ledger, self.settings, self.moment, on, rehearse=rehearse)

    def risk(self, on: date = TODAY, customer: str | None = None) -> Risk:
        return risk(self.ledger, self.settings, self.moment, on, customer)


def fill(connection: sqlite3.Connection, customer: Customer, as_of: int) -> None:
    """The customer's rows, those that the ledger knows on the day."""
    name, document = f"Cliente {customer.id:03d}", f"{customer.id:0{11 if customer.person else 14}d}"
    connection.execute(
        "INSERT INTO customer (id, name, name_key, document, created_on) VALUES (?, ?, ?, ?, '2026-01-01')",
        (customer.id, name, name.lower(), document),
    )
    for title in customer.titles:
        if title.start > as_of:
            continue
        start, due = (date.fromordinal(each).isoformat() for each in (title.start, title.due))
        paid = [turn for turn in title.turns if turn[0] <= as_of]
        connection.execute(
            "INSERT INTO receivable (id, customer_id, number, issued, due, due_effective, starts_on, amount,"
            " settled) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?4, ?6, ?7)",
            (title.id, customer.id, f"N{title.id}", start, due, title.size, title.size * len(paid)),
        )
        for known, _ in paid:
            on = date.fromordinal(known).isoformat()
            connection.execute(
                "INSERT INTO movement (id, kind, customer_id, day, amount, horizon, recorded_at)"
                " VALUES (?, 'pagamento', ?, ?, ?, 0, '')",
                (title.id, customer.id, on, title.size),
            )
            connection.execute(
                "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses,"
                " interest, fine, correction, principal, recorded_at)"
                " VALUES (?1, ?1, 'pagamento', ?2, ?2, 0, 0, 0, 0, ?3, '')",
                (title.id, on, title.size),
            )


@pytest.fixture(scope="module")
def done(world: World) -> Trained:
    """The training again, which keeps nothing."""
    return world.trains()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A ledger on which a model was trained."""
    made = World(tmp_path_factory.mktemp("loja"), customers(5))
    assert made.trains().number == 1
    return made


def test_what_is_kept(world: World) -> None:
    (row,) = ask(world.ledger, "SELECT fitted_on, content, sha256 FROM risk_model")
    content = json.loads(str(row[1]))
    assert (row[0], content["model"]["kind"]) == (TODAY.isoformat(), LOGISTIC)
    assert content["verdict"]["first"]["model"]["auc"] > content["verdict"]["first"]["naive"]["auc"]
    assert len(content["data"]["sha256"]) == len(str(row[2])) == 64
    ((kind, data),) = ask(world.ledger, "SELECT kind, data FROM event WHERE kind <> 'selo'")
    told = json.loads(str(data))
    assert kind == "risco_treinado" and told == {
        "modelo": 1, "em": TODAY.isoformat(), "usa": LOGISTIC, "sha256": row[2],
    }  # fmt: skip


def test_the_same_ledger_gives_the_same_model_and_nothing_is_written(world: World, done: Trained) -> None:
    assert (done.number, done.kept) == (None, True)
    assert "já tem este mesmo modelo" in said(done)
    assert ask(world.ledger, "SELECT count(*) FROM risk_model") == [(1,)]


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    made = World(tmp_path, customers(5, count=8))
    before = ask(made.ledger, "SELECT count(*) FROM event")
    rehearsed = made.trains(rehearse=True)
    assert said(rehearsed) == "Nada foi gravado: é uma simulação."
    assert ask(made.ledger, "SELECT count(*) FROM risk_model") == [(0,)]
    assert ask(made.ledger, "SELECT count(*) FROM event") == before


def test_a_past_day_is_trained_as_it_would_have_been(tmp_path: Path, world: World) -> None:
    """The model as of a day is that of a ledger that knows nothing later, to the last byte."""
    cut = AS_OF - 150
    then = World(tmp_path, customers(5), cut)
    then.trains(date.fromordinal(cut))
    world.trains(date.fromordinal(cut))
    query = f"SELECT content FROM risk_model WHERE fitted_on = '{date.fromordinal(cut)}'"
    assert ask(then.ledger, query) == ask(world.ledger, query) != []
    # On each day the last model that was fitted by then counts.
    with closing(sqlite3.connect(world.ledger)) as connection:
        fitted = [model_on(connection, date.fromordinal(on)) for on in (cut - 1, cut, AS_OF - 1, AS_OF)]
    assert [each and each.id for each in fitted] == [None, 2, 2, 1]
    now, was = world.risk(date.fromordinal(cut)), then.risk(date.fromordinal(cut))
    assert [each[:5] for each in now.expected] == [each[:5] for each in was.expected]


def test_the_open_invoices_by_what_is_expected_to_be_lost(world: World) -> None:
    found = world.risk()
    losses = [each.loss for each in found.expected]
    assert losses == sorted(losses, reverse=True) and len(losses) > 30
    for each in found.expected:
        assert each.loss == expected_loss(each.item.open, each.probability)
        late = (TODAY - date.fromisoformat(each.item.due_effective)).days
        assert (each.probability == 10_000) == (late > 30) or each.probability >= 9_995
        assert each.days >= min(late, 180)
    assert len({each.probability for each in found.expected}) > 20


def test_the_scores_are_those_of_the_model_on_that_day(world: World) -> None:
    found = {each.item.id: each.probability for each in world.risk().expected}
    model = world.risk().source.model
    for customer in customers(5):
        sweep = Sweep(customer)
        for place, title in enumerate(customer.titles):
            if title.id in found:
                assert found[title.id] == round(10_000 * model.probability(sweep.look(place, AS_OF)))


def test_one_customer_alone_is_what_he_is_among_all(world: World) -> None:
    everyone = world.risk()
    who = everyone.expected[0].item.customer_id
    mine = tuple(each for each in everyone.expected if each.item.customer_id == who)
    assert world.risk(customer=f"Cliente {who:03d}").expected == mine


@pytest.mark.parametrize(
    ("cents", "hundredths", "wanted"),
    [(1000_00, 2_500, 250_00), (1, 5_000, 1), (1, 4_999, 0), (333, 10_000, 333)],
)
def test_the_loss_is_in_cents_half_up(cents: int, hundredths: int, wanted: int) -> None:
    assert expected_loss(cents, hundredths) == wanted


def test_without_a_model_it_is_the_rate_and_it_says_so(tmp_path: Path) -> None:
    made = World(tmp_path, customers(5, count=30))
    found = made.risk()
    assert found.source.kept is None and found.source.model.kind == RATE
    report = listing(found)
    assert any("Nenhum modelo foi treinado" in note for note in report.notes)
    assert {row[-1] for row in report.rows} == {"sem-modelo"}
    # The same rate as a training that finds too little keeps.
    made.trains()
    kept = made.risk().source
    assert kept.kept and kept.model.prior.rate == pytest.approx(found.source.model.prior.rate, abs=0.05)


def test_an_old_model_is_told(world: World) -> None:
    with closing(sqlite3.connect(world.ledger)) as connection:
        assert model_on(connection, TODAY) is not None
    later = date.fromordinal(AS_OF + 91)
    assert not any("mais de 90 dias" in note for note in listing(world.risk()).notes)
    assert any("mais de 90 dias" in note for note in listing(world.risk(later)).notes)


def test_the_listing(world: World) -> None:
    report = listing(world.risk())
    names = [column.name for column in report.columns]
    row = dict(zip(names, next(iter(report.rows)), strict=True))
    assert isinstance(row["probabilidade"], Decimal) and row["por"] == LOGISTIC
    every = [dict(zip(names, each, strict=True))["motivos"] for each in report.rows]
    assert all(1 <= len(each) <= 3 for each in every)
    assert any(str(each[0]).startswith("sobe: já tem ") for each in every)
    assert any(str(word).startswith("desce: ") for each in every for word in each)


def test_the_training_told(done: Trained) -> None:
    document = training(done)
    rows = list(document.report.rows)
    assert [row[0] for row in rows] == ["emissao"] * 3 + ["atraso-10"] * 3 + ["calibracao"] * 5
    totals = {figure.name: figure.value for figure in document.report.totals}
    assert (totals["usa"], totals["resultado"], totals["faturas"]) == (LOGISTIC, "modelo", done.verdict.rows)
    assert str(totals["cortes"]).count("-") == 4
    assert {each.name for each in done.model.features} <= FEATURES.keys()


def test_the_words_and_the_feature_agree_on_slow() -> None:
    from cobranca_cli.risk.inputs import _SLOW

    assert SLOW_PART == _SLOW


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("modelo", "em faturas que não conhecia"),
        ("melhor-que-taxa", "fica o modelo"),
        *(
            (name, "fica a taxa do cliente")
            for name in ("perde", "poucas", "poucas-atrasadas", "poucas-em-dia", "poucas-novas")
        ),
    ],
)
def test_every_outcome_has_its_words(name: str, ends: str, done: Trained) -> None:
    assert outcome(done.verdict._replace(outcome=name)).endswith(ends)


ROWS = (
    "A1;;Ana;2026-05-05;2026-06-10;4.000,00",
    "A2;;Ana;2026-10-05;2026-11-10;100,00",
    "B1;;Bia;2026-10-05;2026-11-03;5.000,00",
    "C1;;Caio;2026-10-05;2026-11-17;2.000,00",
)


def test_what_is_overdue_in_the_order_of_loss(tmp_path: Path) -> None:
    bank = Bank(tmp_path, *ROWS)
    found = overdue_by_loss(bank.ledger, bank.settings, bank.moment, day(bank.today))
    said_now = [
        (owed.item.number, each.probability)
        for owed, each in zip(found.overdue.items, found.expected, strict=True)
        if each
    ]
    assert [name for name, _ in said_now] == ["A1", "B1", "C1", "A2"]
    chances = dict(said_now)
    assert chances["A1"] == 10_000 and chances["B1"] > chances["C1"]
    # Ana's other invoice is late: hers is likelier than Caio's.
    assert chances["A2"] > chances["C1"]


def test_the_work_of_the_day_in_the_order_of_loss(tmp_path: Path) -> None:
    bank = Bank(tmp_path, *ROWS)
    found = worklist_by_loss(bank.ledger, bank.settings, bank.moment, day(bank.today))
    assert list(found.losses) == sorted(found.losses, reverse=True) and found.losses[0] > 0
    assert all("perda esperada de R$" in work.why for work in found.worklist.work)


def test_a_promise_is_broken_on_the_day_after_its_last(tmp_path: Path) -> None:
    bank = Bank(tmp_path, "A;;Ana;2026-01-05;2026-02-10;100,00", today="2026-03-02")
    bank.promised("Ana", "50,00", "2026-03-05")
    bank.today = "2026-03-20"
    bank.promised("Ana", "50,00", "2026-03-26")
    bank.today = "2026-11-21"
    bank.pays("60,00", "2026-03-25", "A")

    def broken(on: str) -> dict[int, list[int]]:
        with reading(bank.ledger, bank.settings, bank.moment) as reader:
            return broken_days(reader.connection, day(on), bank.settings.calendar)

    # Thursday the 5th: Friday is its last day.
    over = day("2026-03-07").toordinal()
    assert [broken(on) for on in ("2026-03-06", "2026-03-07", "2026-11-21")] == [{}, {1: [over]}, {1: [over]}]


def test_the_rate_of_a_customer_who_promises(tmp_path: Path) -> None:
    """Promises reach the look of an invoice through the ledger."""
    bank = Bank(tmp_path, "A;;Ana;2026-01-05;2026-02-10;100,00", today="2026-03-02")
    bank.promised("Ana", "50,00", "2026-03-05")
    with reading(bank.ledger, bank.settings, bank.moment) as reader:
        scoring = Scoring(reader.connection, bank.settings.calendar, day("2026-03-10"))
        (found,) = scoring.of_all()
    assert (found.look.broken, found.look.late_for, found.look.day) == (1, 28, day("2026-03-10").toordinal())
