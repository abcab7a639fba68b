"""Whether the model is any good: judged on later invoices than it was fitted on, beside the baseline.

Days cut the history. At each the model is fitted on what that day knew of the older invoices, their outcomes
too, and judged on the invoices that began on it or later, up to the next cut. Those begun before, whose
outcome the day did not know, are in neither.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .facts import Title
from .metrics import Band, auc, auc_error, bands, brier, log_loss
from .model import RATE, Model
from .prior import NO_HISTORY_RATE, Prior, bounded, naive
from .sweep import Look
from .training import Example, Labelled, fit_model, habits_from, labelled

LEAST_ROWS, LEAST_EVENTS = 200, 20
"""With fewer invoices whose outcome is known, or fewer of them late, or timely, no model is fitted."""

_ONE_IN = 20
"""A portfolio of which less than one in so many is paid in time is none."""

LEAST_JUDGED = 5
"""The later invoices need so many of each kind to judge by."""

CUTS = (0.6, 0.8)
"""Which shares of the invoices, by their first days, lie before the days that cut the history."""

SECOND_LOOK = 10
"""Days late at which the later invoices still open are judged once more."""

CHANCE = 0.5
"""By so many standard errors the model's AUC may lie below the baseline's: that is chance, and no loss."""

ASSUMED = 10
"""So many invoices of NO_HISTORY_RATE stand beside a history that is too little for a model."""

ASSUMED_STRENGTH = 5
"""How many invoices the portfolio's rate then weighs beside the customer's own."""

KEPT, CLOSER, BEATEN = "modelo", "melhor-que-taxa", "perde"
FEW, FEW_LATE, FEW_TIMELY, FEW_LATER = "poucas", "poucas-atrasadas", "poucas-em-dia", "poucas-novas"
"""What may become of a trial."""


class Quality(NamedTuple):
    """How good the probabilities of one way were; `auc` is None without both kinds."""

    auc: float | None
    brier: float
    log_loss: float


class Trial(NamedTuple):
    """Three ways on the same invoices: the model, the rate drawn toward the portfolio's, the naive rate."""

    rows: int
    events: int
    model: Quality
    rate: Quality
    naive: Quality


class Window(NamedTuple):
    """One cut: its day, the older invoices and how many were late, the last day judged, the later ones."""

    cut: int
    fitted: int
    fitted_late: int
    last: int
    judged: int
    judged_late: int


class Verdict(NamedTuple):
    """What became of it.

    Attributes:
        outcome: KEPT; CLOSER, used although it does not beat the baseline; or why it is not used.
        rows: invoices whose outcome is known, `events` of them late.
        first: all windows together, on the first day of the invoices.
        second: the same for those that were open SECOND_LOOK days late, on that day.
        bands: what was predicted and what came, on the first day.
    """

    outcome: str
    rows: int
    events: int
    windows: tuple[Window, ...] = ()
    first: Trial | None = None
    second: Trial | None = None
    bands: tuple[Band, ...] = ()


class _Way(NamedTuple):
    """What each way said of an invoice, and what came."""

    model: float
    rate: float
    naive: float
    label: int


class _Judged(NamedTuple):
    window: Window
    first: list[_Way]
    second: list[_Way]


def judge(known: Sequence[Example], as_of: int) -> Verdict:
    """Fit on the older, judge on the later, and say whether the model is worth keeping."""
    rows = labelled(known, as_of)
    events = sum(row.label for row in rows)
    if reason := _too_little(len(rows), events):
        return Verdict(reason, len(rows), events)
    begun = sorted(row.example.look.day for row in rows)
    cuts = [begun[int(len(begun) * share)] for share in CUTS]
    lasts = [*(cut - 1 for cut in cuts[1:]), begun[-1]]
    spans = zip(cuts, lasts, strict=True)
    judged = [each for cut, last in spans if (each := _judged(known, rows, cut, last))]
    pairs = [pair for each in judged for pair in each.first]
    late = sum(pair.label for pair in pairs)
    windows = tuple(each.window for each in judged)
    if not LEAST_JUDGED <= late <= len(pairs) - LEAST_JUDGED:
        return Verdict(FEW_LATER, len(rows), events, windows)
    first, again = _trial(pairs), [pair for each in judged for pair in each.second]
    return Verdict(
        chosen(first),
        len(rows),
        events,
        windows,
        first,
        _trial(again) if again else None,
        tuple(bands([pair.model for pair in pairs], [pair.label for pair in pairs])),
    )


def beats(trial: Trial) -> bool:
    """Whether the model has the better Brier score than the naive rate, and no worse AUC but by chance."""
    ours, theirs = trial.model.auc, trial.naive.auc
    if ours is None or theirs is None:
        return False
    error = auc_error(theirs, trial.events, trial.rows - trial.events)
    return trial.model.brier < trial.naive.brier and ours > theirs - CHANCE * error


def chosen(trial: Trial) -> str:
    """What is used: the model, unless the rate that would stand in for it was no worse."""
    if beats(trial):
        return KEPT
    model, rate = trial.model, trial.rate
    return CLOSER if model.brier < rate.brier and model.log_loss < rate.log_loss else BEATEN


def fit_last(known: Sequence[Example], as_of: int, verdict: Verdict) -> tuple[Model, list[Labelled]]:
    """The model to be used from a day on, with all that is known, as the verdict says; and its rows."""
    rows = labelled(known, as_of)
    if verdict.outcome not in (KEPT, CLOSER, BEATEN, FEW_LATER):
        return little(((row.example.title, row.label) for row in rows), as_of), rows
    model = fit_model(rows, as_of)
    return (model if verdict.outcome in (KEPT, CLOSER) else only_rate(model)), rows


def only_rate(model: Model) -> Model:
    """The model without its features: the customer's rate and how long the invoice has been open."""
    return Model(RATE, model.prior, model.usual, model.habits)


def little(known: Iterable[tuple[Title, int]], as_of: int) -> Model:
    """What labelled titles say without a fit: the portfolio's rate and habits, drawn to the common ones.

    Where hardly any was paid in time, only those were told that were not: they say nothing of the rate.
    """
    pairs = list(known)
    late = sum(label for _, label in pairs)
    rows = len(pairs)
    if only_failures(rows, late):
        rows = late = 0
    rate = bounded((late + ASSUMED * NO_HISTORY_RATE) / (rows + ASSUMED))
    return Model(RATE, Prior(rate, ASSUMED_STRENGTH, -1), habits=habits_from(pairs, as_of)).rounded()


def only_failures(rows: int, late: int) -> bool:
    """Whether so few were paid in time that the ledger must have begun with what was open."""
    return late > 0 and (rows - late) * _ONE_IN < rows


def _too_little(rows: int, events: int) -> str:
    if rows < LEAST_ROWS:
        return FEW
    if events < LEAST_EVENTS:
        return FEW_LATE
    return FEW_TIMELY if rows - events < LEAST_EVENTS else ""


def _judged(known: Iterable[Example], rows: Iterable[Labelled], cut: int, last: int) -> _Judged | None:
    """One window; None where the older invoices are too few."""
    older = labelled((each for each in known if each.look.day < cut), cut)
    late = sum(row.label for row in older)
    if _too_little(len(older), late):
        return None
    model, portfolio = fit_model(older, cut), late / len(older)

    def ways(look: Look, label: int) -> _Way:
        return _Way(model.probability(look), model.prior.of(look), naive(look, portfolio), label)

    later = [row for row in rows if cut <= row.example.look.day <= last]
    window = Window(cut, len(older), late, last, len(later), sum(row.label for row in later))
    again = ((look, row.label) for row in later for look in row.example.later if look.late_for == SECOND_LOOK)
    return _Judged(
        window,
        [ways(row.example.look, row.label) for row in later],
        [ways(look, label) for look, label in again],
    )


def _trial(pairs: Sequence[_Way]) -> Trial:
    model, rate, simple, labels = (list(column) for column in zip(*pairs, strict=True))
    whole = [int(label) for label in labels]
    ways = (_quality(way, whole) for way in (model, rate, simple))
    return Trial(len(whole), sum(whole), *ways)


def _quality(probabilities: Sequence[float], labels: Sequence[int]) -> Quality:
    return Quality(auc(probabilities, labels), brier(probabilities, labels), log_loss(probabilities, labels))
