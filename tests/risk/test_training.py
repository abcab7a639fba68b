"""Fitting and judging on small invented portfolios: better than the baseline, or it says that it is not."""

from random import Random

import pytest
from tests.risk.notation import day, titles
from tests.risk.small_world import AS_OF, customers, examples_of

from cobranca_cli.domain.turns import LATE_DAYS
from cobranca_cli.risk import evaluation
from cobranca_cli.risk.evaluation import (
    BEATEN,
    CLOSER,
    KEPT,
    Quality,
    Trial,
    Verdict,
    beats,
    chosen,
    fit_last,
    judge,
    little,
)
from cobranca_cli.risk.facts import MARGIN, Customer
from cobranca_cli.risk.model import RATE, as_text, written
from cobranca_cli.risk.training import (
    LANDMARKS,
    MOST_EXAMPLES,
    Example,
    digest,
    examples,
    fit_model,
    labelled,
    share_of,
    taken,
)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> list[Example]:
    return examples_of(customers(5))


@pytest.fixture(scope="module")
def judged(world: list[Example]) -> Verdict:
    return judge(world, AS_OF)


def test_the_model_beats_the_baseline_on_later_invoices(judged: Verdict) -> None:
    first = judged.first
    assert judged.outcome == KEPT and first and first.model.auc and first.naive.auc
    assert first.model.auc > first.naive.auc + 0.02
    assert first.model.brier < 0.9 * first.naive.brier and first.model.brier < first.rate.brier


def test_and_once_more_when_they_are_overdue(judged: Verdict) -> None:
    second = judged.second
    assert second and second.rows > 50
    assert second.model.brier < 0.7 * second.naive.brier and second.model.brier < second.rate.brier


def test_what_it_says_is_what_comes(judged: Verdict) -> None:
    off = [abs(band.predicted - band.observed) for band in judged.bands]
    assert len(judged.bands) == 5 and max(off) < 0.16 and sum(off) / 5 < 0.06


def test_the_windows_are_out_of_time(judged: Verdict, world: list[Example]) -> None:
    assert len(judged.windows) == 2
    for window in judged.windows:
        older = labelled((each for each in world if each.look.day < window.cut), window.cut)
        assert (len(older), sum(row.label for row in older)) == (window.fitted, window.fitted_late)
        assert all(row.example.title.due + LATE_DAYS + MARGIN < window.cut for row in older)
    assert judged.windows[0].last < judged.windows[1].cut


def test_the_same_history_gives_the_same_bytes(world: list[Example]) -> None:
    rows = labelled(world, AS_OF)
    shuffled = list(world)
    Random(3).shuffle(shuffled)
    again = labelled(shuffled, AS_OF)
    model = fit_model(rows, AS_OF)
    assert as_text(written(model)) == as_text(written(fit_model(again, AS_OF)))
    assert model == model.rounded()
    assert digest(rows) == digest(again) != digest(rows[1:])


def test_where_nothing_tells_it_is_the_rate_or_nearly() -> None:
    """All customers alike: the features must not make the predictions worse than the one rate."""
    verdict = judge(examples_of(customers(8, telling=False)), AS_OF)
    assert verdict.first and verdict.first.model.brier < verdict.first.naive.brier
    assert verdict.first.model.log_loss < verdict.first.rate.log_loss + 0.01


@pytest.mark.parametrize(
    ("case", "count", "outcome"),
    [("no invoice at all", 0, "poucas"), ("a few customers", 6, "poucas"), ("some", 20, "poucas-novas")],
)
def test_too_little_history_falls_back(
    case: str, count: int, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if outcome == "poucas-novas":
        monkeypatch.setattr(evaluation, "LEAST_JUDGED", 1000)
    known = examples_of(customers(5, count=count))
    verdict = judge(known, AS_OF)
    assert verdict.outcome == outcome and verdict.first is None
    model, rows = fit_last(known, AS_OF, verdict)
    assert model.kind == RATE and not model.features and len(rows) == verdict.rows


def few_of(late: int, timely: int) -> list[Example]:
    """Invoices a year before the day, one customer each."""
    people = [Customer(i, None, titles("0-30 100")) for i in range(late)]
    people += [Customer(1000 + i, None, titles("0-30 100 @30")) for i in range(timely)]
    return [each for customer in people for each in examples(customer, AS_OF)]


@pytest.mark.parametrize(
    ("late", "timely", "outcome"),
    [(100, 99, "poucas"), (19, 400, "poucas-atrasadas"), (400, 19, "poucas-em-dia")],
)
def test_the_least_history(late: int, timely: int, outcome: str) -> None:
    assert judge(few_of(late, timely), AS_OF).outcome == outcome


def test_a_ledger_that_began_with_what_was_open_says_nothing_of_the_rate() -> None:
    failures = [(row.example.title, row.label) for row in labelled(few_of(60, 2), AS_OF)]
    assert little(failures, AS_OF).prior.rate == pytest.approx(0.1)
    both = [(row.example.title, row.label) for row in labelled(few_of(30, 60), AS_OF)]
    assert little(both, AS_OF).prior.rate == pytest.approx((30 + 1) / (90 + 10))
    assert little([], AS_OF).prior.rate == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("auc", "brier", "wanted"), [(0.8, 0.1, True), (0.695, 0.1, True), (0.6, 0.1, False), (0.8, 0.3, False)]
)
def test_to_beat_is_both_measures_but_for_chance(auc: float, brier: float, wanted: bool) -> None:
    trial = Trial(400, 100, Quality(auc, brier, 1), Quality(0.7, 0.2, 1), Quality(0.7, 0.2, 1))
    assert beats(trial) == wanted


@pytest.mark.parametrize(
    ("model", "rate", "naive", "wanted"),
    [
        (Quality(0.8, 0.1, 0.3), Quality(0.7, 0.1, 0.3), Quality(0.7, 0.2, 1), KEPT),
        (Quality(0.8, 0.15, 0.3), Quality(0.7, 0.16, 0.4), Quality(0.7, 0.14, 1), CLOSER),
        (Quality(0.8, 0.15, 0.4), Quality(0.7, 0.16, 0.3), Quality(0.7, 0.14, 1), BEATEN),
        (Quality(0.8, 0.16, 0.3), Quality(0.7, 0.15, 0.4), Quality(0.7, 0.14, 1), BEATEN),
    ],
)
def test_what_does_not_beat_the_baseline_is_used_where_the_rate_is_worse(
    model: Quality, rate: Quality, naive: Quality, wanted: str
) -> None:
    assert chosen(Trial(400, 100, model, rate, naive)) == wanted


def test_which_invoices_are_examples() -> None:
    """Not what was paid or overdue on its first day, nor what is not over, nor what is long past."""
    mine = titles(
        "0-30 1 @33", "0-30 1 @0", "5-4 1", "600-640 1 @640", "0-30 1 x20", "0-30 1 @50", "-900--870 1"
    )
    found = list(examples(Customer(1, None, mine), day(640)))
    assert [each.title.id for each in found] == [1, 5, 6]
    later = {each.title.id: [look.late_for for look in each.later] for each in found}
    assert later == {1: [0], 5: [], 6: [0, 10]} and LANDMARKS == (0, 10, 20)
    assert [each.title.label(day(640)) for each in found] == [False, None, False]


def test_of_many_invoices_a_share_is_taken_evenly() -> None:
    assert share_of(MOST_EXAMPLES) == 2**32
    share = share_of(10 * MOST_EXAMPLES)
    kept = [number for number in range(30_000) if taken(number, share)]
    assert 2_900 < len(kept) < 3_100
    # Every third number is the third instalment of something.
    assert 900 < sum(number % 3 == 0 for number in kept) < 1_100
    assert all(taken(number, share_of(1)) for number in range(100))
