"""The files about one customer that the program wrote beside the ledger, and the copies he is in."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from cobranca_cli.cli.ladder import FOLDER, SCRIPTS
from cobranca_cli.config import Settings
from cobranca_cli.config_backup import FOLDER as COPIES
from cobranca_cli.config_backup import backup_settings
from cobranca_cli.domain.copies import ASIDE, copies_among
from cobranca_cli.ledger.queries.person_affairs import Numbers
from cobranca_cli.output.letter_files import ENDINGS
from cobranca_cli.output.letter_names import DIGITS, slug
from cobranca_cli.services.person_erasure import Case
from cobranca_cli.views.person_erasure import Elsewhere

_NAME = re.compile(
    rf"(\d{{{DIGITS},}})-(.+?)(?:{'|'.join(map(re.escape, sorted(ENDINGS.values(), key=len, reverse=True)))})"
)


def files_about(ledger: Path, settings: Settings, case: Case) -> Elsewhere:
    """Letters, scripts and whole copies, as far as they lie where the program puts them by itself."""
    beside = ledger.parent
    letters = [
        path
        for path in sorted((beside / FOLDER).rglob("*"))
        if path.is_file() and _is_about(path, case.numbers, case.customer.name)
    ]
    aside = [
        path
        for pattern in (f"{ledger.stem}{ASIDE}-*", f"{ledger.name}*.bak")
        for path in sorted(beside.glob(pattern))
    ]
    kept = backup_settings(settings).folder
    folder, count = beside / kept, 0 if kept == Path(COPIES) else None
    with suppress(OSError):
        count = len(copies_among(ledger.stem, (path.name for path in folder.iterdir())))
    return Elsewhere((*letters, *aside), folder, count)


def _is_about(path: Path, numbers: Numbers, name: str) -> bool:
    """By the number that the ledger knows; by the name where he was written to from another ledger."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return False
    number, calls = int(found[1]), path.parent.name == SCRIPTS
    day = (path.parent.parent if calls else path.parent).name
    if found[2] == slug(name):
        return True
    if calls:
        return numbers.calls.get((number, day), number) == numbers.customer
    if _is_day(day):
        return (number, day) in numbers.letters
    return any(number == each for each, _ in numbers.letters)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
