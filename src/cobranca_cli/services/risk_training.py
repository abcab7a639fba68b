"""Fitting the model of lateness from the ledger's own history, judging it, and keeping what is to be used."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.turns import LATE_DAYS
from cobranca_cli.ledger.queries.risk_facts import all_titles, due_between
from cobranca_cli.ledger.risk_models import record_model
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.risk.evaluation import Verdict, fit_last, judge
from cobranca_cli.risk.facts import MARGIN
from cobranca_cli.risk.model import Model, as_text, written
from cobranca_cli.risk.training import WINDOW, Example, digest, examples, share_of
from cobranca_cli.services.reading import Reader, reading
from cobranca_cli.services.risk_facts import customers_told


class Trained(NamedTuple):
    """What came of a training.

    Attributes:
        invoices: how many fell due in the time that is learned from; of too many, a share is taken.
        number: of the model that was kept; None of a rehearsal, or when the ledger has the very same.
        kept: whether it was to be kept.
    """

    as_of: date
    verdict: Verdict
    model: Model
    invoices: int
    number: int | None
    kept: bool
    notices: tuple[str, ...]


def train(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    as_of: date,
    *,
    rehearse: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Trained:
    """Fit, judge and keep the model with what the ledger knew on a day.

    The ledger is read in one view of it and not locked while the model is fitted. The same ledger gives the
    same model, to the last byte.
    """
    with reading(ledger, settings, moment) as reader:
        known, invoices = _examples(reader, settings, as_of, progress)
        notices = reader.notices
    day = as_of.toordinal()
    verdict = judge(known, day)
    model, rows = fit_last(known, day, verdict)
    content = as_text(
        {
            "fitted_on": as_of.isoformat(),
            "model": written(model),
            "verdict": _plain(verdict),
            "data": {"invoices": invoices, "examples": len(rows), "sha256": digest(rows)},
        }
    )
    number = None if rehearse else _keep(ledger, as_of, content, model, moment)
    return Trained(as_of, verdict, model, invoices, number, not rehearse, notices)


def _examples(
    reader: Reader, settings: Settings, as_of: date, progress: Callable[[int, int], None] | None
) -> tuple[list[Example], int]:
    over = as_of - timedelta(days=LATE_DAYS + MARGIN + 1)
    invoices = due_between(reader.connection, as_of - timedelta(days=WINDOW), over)
    share = share_of(invoices)
    found: list[Example] = []
    facts = all_titles(reader.connection, as_of)
    seen, total = 0, due_between(reader.connection, date.min, date.max)
    for customer in customers_told(reader.connection, facts, as_of, settings.calendar):
        found += examples(customer, as_of.toordinal(), share)
        seen += len(customer.titles)
        if progress:
            progress(seen, total)
    return found, invoices


def _keep(ledger: Path, as_of: date, content: str, model: Model, moment: Moment) -> int | None:
    with writing(ledger) as transaction:
        kept = record_model(transaction, as_of, content, moment)
        if kept is None:
            transaction.abandon()
            return None
        data = {"modelo": kept.id, "em": as_of.isoformat(), "usa": model.kind, "sha256": kept.sha256}
        transaction.record("risco_treinado", data, moment.instant)
        return kept.id


def _plain(value: object) -> object:
    """A verdict as JSON takes it, with six digits a number."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        parts = [_plain(each) for each in value]
        return dict(zip(names, parts, strict=True)) if names else parts
    return value
