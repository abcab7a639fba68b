"""Running the ladder: the plan of the day carried out in one transaction, whole or not at all.

The plan is made again under the write lock, so that a payment told a moment ago counts. What a run does is
recorded as actions and the steps its titles took; a title takes a step once in its life.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings
from cobranca_cli.domain.ladder import CALL, SEND, SKIP
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.plan import Line
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.due_dates import realign
from cobranca_cli.ledger.dunning import NewAction, begin_run, keep_policy, record_action
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.ladder import last_run
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.services.charges_in_step import note_charges
from cobranca_cli.services.freeze import refuse_frozen
from cobranca_cli.services.known_models import checked_ladder
from cobranca_cli.services.letter_data import Asked
from cobranca_cli.services.letters import LetterWriter, Order, Written, engine_beside, refuse_incomplete
from cobranca_cli.services.overdue import Owed
from cobranca_cli.services.plan import Planning, off_notice
from cobranca_cli.services.reading import Reader

DONE, WAITING, SKIPPED = "feito", "pendente", "pulado"


class Carried(NamedTuple):
    """A line of the plan and what became of it.

    Attributes:
        action: its number, by which a decision is approved; None of a skip.
        letter: number of the letter written for it.
        script: what to say in a call, for the person who makes it; it is sent to nobody.
    """

    line: Line
    state: str
    action: int | None = None
    letter: int | None = None
    script: Written | None = None


class Ran(NamedTuple):
    """One execution of the ladder; not recorded if it was a rehearsal or the second of a day without news."""

    as_of: date
    lines: tuple[Carried, ...]
    recorded: bool
    rehearsal: bool
    notices: tuple[str, ...]


def run_ladder(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, *, rehearse: bool = False
) -> Ran:
    """Carry out the plan of a day.

    Raises DataError for a day that has not come or lies before the last run (what the ladder does depends
    on what it did), E-ENVIOS-PARADOS after a restore, E-CREDOR when the letters could not name the creditor,
    and whatever stops a letter.
    """
    ladder = checked_ladder(ledger, settings)
    if as_of > moment.today:
        raise DataError(
            f"{_br(as_of)} ainda não chegou",
            code="E-DATA-FUTURA",
            hint="para ver o que virá: cobranca regua planejar --em",
        )
    with writing(ledger) as transaction:
        if not rehearse:
            refuse_frozen(transaction.connection)
        before = _refuse_earlier(transaction, as_of)
        if as_of < moment.today and not rehearse:
            raise DataError(
                f"a régua se executa no dia de hoje, e {_br(as_of)} já passou",
                code="E-REGUA-DATA",
                hint="o que faltou fazer entra na execução de hoje; para só ver: --simular",
            )
        realign(transaction, settings.calendar, moment)
        transaction.notices.extend(note_charges(transaction, settings, moment))
        planning = Planning(Reader(transaction.connection, ()), settings, ladder, as_of)
        lines = planning.lines()
        acting = [line for line in lines if line.action != SKIP]
        if any(line.action == SEND for line in acting):
            refuse_incomplete(settings)
        run = _Run(transaction, settings, ladder, moment, as_of, planning)
        if any(line.action in (SEND, CALL) for line in acting):
            with engine_beside(ledger) as engine:
                carried = run.carry_out(lines, engine, keep=not rehearse)
        else:
            carried = run.carry_out(lines, None, keep=not rehearse)
        nothing_new = not acting and before == as_of
        if rehearse or nothing_new:
            transaction.abandon()
        elif not acting:
            transaction.record("regua_executada", {"em": as_of.isoformat(), "acoes": 0}, moment.instant)
        notices = [*transaction.notices, *planning.warnings, *off_notice(ladder)]
        if any(line.action == SEND for line in acting):
            notices.extend(_missing_from_letters(settings))
        return Ran(as_of, carried, not (rehearse or nothing_new), rehearse, tuple(notices))


def _missing_from_letters(settings: Settings) -> Iterator[str]:
    """What the letters of a run go without, and where the owner writes it."""
    if not (settings.company.telefone or settings.company.email):
        yield f"as cartas saem sem telefone nem e-mail: preencha em [empresa] de {settings.path}"
    if not settings.company.pix:
        yield f"as cartas saem sem Pix: preencha pix em [empresa] de {settings.path}"


def _refuse_earlier(transaction: Transaction, as_of: date) -> date | None:
    """The day of the last run. Raises DataError when the day asked for lies before it."""
    before = last_run(transaction.connection)
    if before and as_of < before:
        raise DataError(
            f"a régua já foi executada em {_br(before)}: não volta para {_br(as_of)}",
            code="E-REGUA-DATA",
            hint="confira o relógio do computador, ou a data em --hoje",
        )
    return before


class _Run:
    """One run inside its transaction."""

    def __init__(
        self,
        transaction: Transaction,
        settings: Settings,
        ladder: LadderSettings,
        moment: Moment,
        as_of: date,
        planning: Planning,
    ) -> None:
        self._transaction, self._settings, self._ladder = transaction, settings, ladder
        self._moment, self._as_of, self._planning = moment, as_of, planning
        self._others: dict[int, list[Owed]] = {}
        for identity, owed in planning.owed.items():
            if self._late(owed) and identity not in planning.stopped:
                self._others.setdefault(owed.item.customer_id, []).append(owed)

    def carry_out(self, lines: Sequence[Line], engine: Engine | None, *, keep: bool) -> tuple[Carried, ...]:
        """Every line with what became of it; without an engine when nothing is to be said."""
        actions = self._record(lines)
        if engine is None:
            return tuple(Carried(line, _state(line), actions.get(place)) for place, line in enumerate(lines))
        writer = LetterWriter(self._transaction, self._settings, self._ladder, self._as_of, engine)
        letters = {p: each.id for p, each in self._written(writer, SEND, lines, actions, keep=keep)}
        scripts = dict(self._written(writer, CALL, lines, actions, keep=False))
        return tuple(
            Carried(
                line,
                _state(line),
                actions.get(place),
                letters.get(place),
                scripts.get(place),
            )
            for place, line in enumerate(lines)
        )

    def _record(self, lines: Sequence[Line]) -> dict[int, int]:
        """The actions in the ledger, by their place in the plan."""
        transaction, moment = self._transaction, self._moment
        policy = keep_policy(transaction, self._ladder.content, moment)
        run = begin_run(transaction, self._as_of, policy, moment)
        actions = {}
        for place, line in enumerate(lines):
            if line.action == SKIP:
                continue
            titles = [(each.id, each.label) for each in line.titles]
            action = NewAction(
                line.debtor.id,
                line.label,
                line.action,
                line.channel,
                line.step.template,
                line.total,
                line.reason,
                titles,
            )
            actions[place] = record_action(transaction, run, self._as_of, action, moment)
        if actions:
            data = {"execucao": run, "em": self._as_of.isoformat(), "politica": policy, "acoes": len(actions)}
            transaction.record("regua_executada", data, moment.instant)
        return actions

    def _written(
        self, writer: LetterWriter, kind: str, lines: Sequence[Line], actions: dict[int, int], *, keep: bool
    ) -> Iterator[tuple[int, Written]]:
        """The texts of the lines of a kind that have a template, with their place, one at a time."""
        places = [p for p, line in enumerate(lines) if line.action == kind and line.step.template]
        connection = self._transaction.connection
        orders = (
            Order(
                customer_by_id(connection, lines[place].debtor.id),
                self._asked(lines[place]),
                "regua",
                actions[place],
            )
            for place in places
        )
        return zip(places, writer.write(orders, self._moment, keep=keep), strict=True)

    def _asked(self, line: Line) -> Asked:
        mine = {each.id for each in line.titles}
        every = sorted((self._planning.owed[each] for each in mine), key=_by_due)
        asked = [owed for owed in every if self._late(owed)]
        if not asked:
            first = {each.id for each in line.titles if each.label == line.label}
            asked = [owed for owed in every if owed.item.id in first]
        upcoming = [owed for owed in every if owed not in asked]
        others = [each for each in self._others.get(line.debtor.id, ()) if each.item.id not in mine]
        return Asked(
            line.step.template,
            asked,
            others,
            upcoming,
            line.label,
            line.step.tone,
            line.channel,
        )

    def _late(self, owed: Owed) -> bool:
        return date.fromisoformat(owed.item.due_effective) < self._as_of


def _state(line: Line) -> str:
    if line.action == SKIP:
        return SKIPPED
    return DONE if line.action == SEND else WAITING


def _by_due(owed: Owed) -> tuple[str, str, str]:
    return owed.item.due_effective, owed.item.number, owed.item.instalment


def _br(day: date) -> str:
    return date_br(day.isoformat())


__all__ = ["DONE", "SKIPPED", "WAITING", "Carried", "Ran", "run_ladder"]
