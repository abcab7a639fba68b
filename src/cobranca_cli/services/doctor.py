"""`doutor`: the whole set-up looked at, line by line; nothing is created, changed or sent."""

from collections.abc import Iterator
from pathlib import Path

from cobranca_cli.ledger.health import Health, look
from cobranca_cli.services.doctor_copies import copy_lines, extras_needed, place_lines
from cobranca_cli.services.doctor_cron import cron_line
from cobranca_cli.services.doctor_ledger import ledger_lines
from cobranca_cli.services.doctor_program import program_lines, screen_lines
from cobranca_cli.services.doctor_types import MEND, Asked, Line
from cobranca_cli.services.doctor_use import clock_lines, letter_line, policy_lines


def examine(asked: Asked) -> list[Line]:
    """Every line; those that do not apply without a ledger are left out."""
    return list(_lines(asked))


def needs_mending(lines: list[Line]) -> bool:
    """Whether anything is not as it should be."""
    return any(line.state == MEND for line in lines)


def _lines(asked: Asked) -> Iterator[Line]:
    health = _health(asked.ledger, asked.quick)
    yield from program_lines(health, extras_needed(asked.ledger))
    yield from ledger_lines(asked.ledger, health)
    yield from clock_lines(asked, health)
    yield from screen_lines(asked.screen)
    usable = health is not None and health.ours and health.trouble is None
    yield letter_line(asked.ledger)
    yield from policy_lines(asked.ledger, health if usable else None)
    yield cron_line(asked.ledger)
    yield from place_lines(asked.ledger)
    if health is not None and usable:
        yield from copy_lines(asked, health)


def _health(ledger: Path, quick: bool) -> Health | None:
    """None when there is no file that could be a ledger."""
    try:
        if not ledger.is_file() or ledger.stat().st_size == 0:
            return None
    except OSError:
        return None
    return look(ledger, thorough=not quick)
