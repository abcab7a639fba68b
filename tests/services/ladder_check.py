"""What a ladder promises, whatever its steps: read from the bare tables, judged by the bare facts."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tests.domain.ladder_oracle import effective, every_step, works
from tests.ledger.ledger_box import ask
from tests.services.ladder_model import CALL, DECIDE, GAP, RUNGS, SEND, Action, Book

_ACTIONS = """
SELECT a.id, c.name, a.kind, a.step, coalesce(a.channel, '') FROM dunning_action a
JOIN customer c ON c.id = a.customer_id WHERE a.day = '{day}' ORDER BY a.id"""
_CLAIMS = """
SELECT r.number, k.step FROM dunning_claim k JOIN receivable r ON r.id = k.receivable_id
WHERE k.action_id = {action} AND k.day = '{day}'"""
_TARGETS = """
SELECT r.number FROM letter l JOIN letter_target t ON t.letter_id = l.id
JOIN receivable r ON r.id = t.receivable_id WHERE l.action_id = {action} AND l.day = '{day}'"""


class Seen(NamedTuple):
    """An action of the ledger and the titles its letter names; none when it has no letter."""

    id: int
    day: date
    action: Action
    letter: frozenset[str]


def recorded(ledger: Path, day: date) -> list[Seen]:
    """What the tables say was done on a day."""
    found = []
    for number, who, kind, step, channel in ask(ledger, _ACTIONS.format(day=day)):
        claims = ask(ledger, _CLAIMS.format(action=number, day=day))
        letter = ask(ledger, _TARGETS.format(action=number, day=day))
        titles = frozenset((str(name), str(label)) for name, label in claims)
        action = Action(str(who), str(kind), str(step), str(channel), titles)
        found.append(Seen(int(str(number)), day, action, frozenset(str(name) for (name,) in letter)))
    return found


_LETTERS = """
SELECT l.day FROM letter l JOIN customer c ON c.id = l.customer_id
WHERE c.name = '{who}' AND l.action_id <> (SELECT max(a.id) FROM dunning_action a
    WHERE a.customer_id = c.id AND a.day = '{day}')"""


def keeps_its_word(ledger: Path, book: Book, before: Iterable[Seen], done: list[Seen], day: date) -> None:
    """Assert the promises about what was done on a day, given what was done before."""
    earlier = list(before)
    assert len({each.action.who for each in done}) == len(done), "two actions for a customer on a day"
    for each in done:
        _each_step_once(book, earlier, each)
        _only_who_owes_and_may_be_asked(book, each)
        if each.action.kind == SEND:
            assert each.letter == _asked_for(book, each), f"{each}"
        else:
            assert not each.letter
        if each.action.kind in (SEND, CALL):
            _at_a_decent_time(ledger, book, each)
    assert all(each.action.kind in (SEND, CALL, DECIDE) for each in done)


def _asked_for(book: Book, one: Seen) -> set[str]:
    """What is overdue; if nothing is, what stands at the step of the action. The rest is only mentioned."""
    late = {name for name, _ in one.action.titles if effective(book.bills[name].due) < one.day}
    return late or {name for name, label in one.action.titles if label == one.action.label}


def _each_step_once(book: Book, earlier: list[Seen], one: Seen) -> None:
    """Never a step twice, never a lower one after a higher one."""
    for name, label in one.action.titles:
        heights = {step.name: step.height for step in every_step(RUNGS, book.bills[name].due)}
        for other in earlier:
            for known, taken in other.action.titles:
                assert known != name or heights[taken] < heights[label], f"{name}: {label} after {taken}"


def _only_who_owes_and_may_be_asked(book: Book, one: Seen) -> None:
    for name, label in one.action.titles:
        bill = book.bills[name]
        assert bill.who == one.action.who
        assert bill.open(one.day) > 0, f"{name} is paid"
        assert not book.stopped(bill.who, name, one.day), (
            f"{name} {label}: {book.stopped(bill.who, name, one.day)}"
        )


def _at_a_decent_time(ledger: Path, book: Book, one: Seen) -> None:
    """On a day of work, by a channel that is wanted, two days after the last contact that reached him."""
    who = one.action.who
    assert works(one.day)
    assert one.action.channel in book.usable(who, one.day)
    letters = [date.fromisoformat(str(on)) for (on,) in ask(ledger, _LETTERS.format(who=who, day=one.day))]
    talks = [t.day for t in book.talks if t.who == who and t.told <= one.day and t.outcome != "nao-atendeu"]
    for last in (*letters, *talks):
        assert (one.day - last).days >= GAP or last > one.day, f"{who} was reached on {last}"
