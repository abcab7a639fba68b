"""`verificar`: the ledger held against itself, layer by layer; nothing is repaired, nothing is written.

A ledger of an older format is first looked at as it is; only if its tables and its history are sound is it
brought to this program's format, as every command does, and then looked at in full.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.finding import LAYERS, Finding
from cobranca_cli.domain.mark import Mark
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.anchor import GIVEN, Anchored, anchored
from cobranca_cli.ledger.checks.accounts import account_findings
from cobranca_cli.ledger.checks.agreements import agreement_findings
from cobranca_cli.ledger.checks.copies import copy_findings
from cobranca_cli.ledger.checks.database import database_findings
from cobranca_cli.ledger.checks.file import file_findings, journal_findings
from cobranca_cli.ledger.checks.ladder import ladder_findings
from cobranca_cli.ledger.checks.look import RESTORE, Check, Look, last_told, looking
from cobranca_cli.ledger.checks.registrations import registration_findings
from cobranca_cli.ledger.checks.sums import sum_findings
from cobranca_cli.ledger.checks.times import time_findings
from cobranca_cli.ledger.connection import check_file, open_for_reading
from cobranca_cli.ledger.events import Event
from cobranca_cli.ledger.failures import SENSELESS, busy
from cobranca_cli.ledger.queries.chain import chain_findings
from cobranca_cli.ledger.schema import STEPS
from cobranca_cli.services.copies import copied_from
from cobranca_cli.services.reading import Reader
from cobranca_cli.services.retention import lgpd_findings

SHOWN_OF_A_KIND = 200
"""Of one code in one layer no more are listed; the rest is counted."""

Tell = Callable[[str, int, int], None]


class Layer(NamedTuple):
    """What became of one layer."""

    name: str
    findings: int
    seconds: float


class Verified(NamedTuple):
    """What was found, and what it was found in.

    Attributes:
        notes: what is worth saying though it is no fault.
        last: the last event of the history that is no seal: whether an uncertain write is there.
        anchored: the first and the last event that the anchor vouches for; None if it says nothing.
        sqlite: the version of the library.
    """

    ledger: Path
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    layers: tuple[Layer, ...]
    format: int
    last: Event | None
    anchored: tuple[Anchored, Anchored] | None
    sqlite: str = sqlite3.sqlite_version


def _history(look: Look) -> Iterator[Finding]:
    return chain_findings(look.connection, look.path, (Anchored(*mark, "", GIVEN) for mark in look.marks))


_CHECKS: dict[str, tuple[Check, ...]] = {
    "arquivo": (file_findings,),
    "sqlite": (database_findings, registration_findings),
    "historico": (_history,),
    "dinheiro": (sum_findings, agreement_findings, account_findings),
    "regua": (ladder_findings,),
    "copias": (copy_findings,),
    "tempo": (time_findings,),
}
_NO_FAULT_OF_A_COPY = ("V-ANCORA", "V-COPIA")
_ANY_FORMAT = ("arquivo", "sqlite", "historico")


def verify(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    layers: Sequence[str] = (),
    tell: Tell | None = None,
    marks: Sequence[Mark] = (),
) -> Verified:
    """Look at these layers, all if none is named; raises LedgerError when the file is no ledger at all.

    `tell` hears the layer, what is done and what there is to do, of layers that take long. `marks` were kept
    elsewhere than in the anchor; whoever gives some wants the history looked at.
    """
    layers = [*layers, "historico"] if layers and marks else layers
    wanted = [name for name in LAYERS if name in (layers or LAYERS)]
    look_at = partial(_verify, ledger, settings, moment, marks, tell)
    found = look_at(wanted)
    if found.format == len(STEPS):
        return found
    # What is not sound is not brought to another format.
    sound = found if not layers else look_at(_ANY_FORMAT)
    if any(each.layer in ("sqlite", "historico") for each in sound.findings):
        rest = ", ".join(name for name in wanted if name not in _ANY_FORMAT)
        said = f"o livro é do formato {found.format} e não está bem: não foi atualizado, nem vistas: {rest}"
        return sound._replace(notes=(*sound.notes, said))
    opened = open_for_reading(ledger)
    opened.connection.close()
    again = look_at(wanted)
    return again._replace(notes=(*opened.notices, *again.notes))


def _verify(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    marks: Sequence[Mark],
    tell: Tell | None,
    wanted: Sequence[str],
) -> Verified:
    path = Path(os.path.realpath(ledger))
    check_file(path)
    before = journal_findings(path) if "arquivo" in wanted else []
    of = copied_from(path)
    notes = [f"é uma cópia de {of}: não tem âncora, como toda cópia"] if of else []
    done: list[Layer] = []
    findings: list[Finding] = []
    with looking(path) as (connection, version):
        for name in wanted:
            if version < len(STEPS) and name not in _ANY_FORMAT:
                continue
            told = _told(tell, name)
            look = Look(
                connection, path, version, moment.today, moment.instant, settings.calendar, settings.charges,
                marks, notes, told,
            )  # fmt: skip
            started = monotonic()
            mine = [*(before if name == "arquivo" else ()), *_run(look, name, settings)]
            mine = [each for each in mine if not (of and each.code in _NO_FAULT_OF_A_COPY)]
            done.append(Layer(name, len(mine), monotonic() - started))
            findings += _shortened(mine)
        last = last_told(connection)
    heads: Sequence[Anchored] = ()
    with suppress(OSError):
        heads = anchored(path) or ()
    span = (heads[0], heads[-1]) if heads else None
    return Verified(path, tuple(findings), tuple(notes), tuple(done), version, last, span)


def _told(tell: Tell | None, name: str) -> Callable[[int, int], None]:
    def say(done: int, total: int) -> None:
        if tell is not None:
            tell(name, done, total)

    return say


def _checks(name: str, settings: Settings) -> tuple[Check, ...]:
    def persons(look: Look) -> Iterator[Finding]:
        yield from lgpd_findings(Reader(look.connection, ()), settings, look.today)

    return (persons,) if name == "lgpd" else _CHECKS[name]


def _run(look: Look, name: str, settings: Settings) -> Iterator[Finding]:
    """Everything that the checks of a layer find; where it cannot be read to its end, that too, once."""
    unread: dict[str, Finding] = {}
    for check in _checks(name, settings):
        try:
            # The history holds no lock while it reads the long chain; it sees to that itself.
            if check is not _history:
                look.connection.execute("BEGIN")
            yield from check(look)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            kind = getattr(error, "sqlite_errorname", "")
            if kind.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise busy(look.path) from error
            what = f"esta camada não pôde ser lida até o fim: o arquivo está estragado ({kind or 'texto'})"
            unread[what] = Finding(name, "V-ILEGIVEL", "", what, RESTORE)
        except SENSELESS:
            what = "esta camada não pôde ser lida até o fim: há um valor que não faz sentido"
            unread[what] = Finding(name, "V-ILEGIVEL", "", what, RESTORE)
        finally:
            if look.connection.in_transaction:
                look.connection.execute("ROLLBACK")
    yield from unread.values()


def _shortened(findings: Sequence[Finding]) -> Iterator[Finding]:
    count: dict[str, int] = {}
    for each in findings:
        count[each.code] = count.get(each.code, 0) + 1
        if count[each.code] <= SHOWN_OF_A_KIND:
            yield each
    last = {each.code: each for each in findings}
    for code, there in count.items():
        if there > SHOWN_OF_A_KIND:
            yield last[code]._replace(subject="", what=f"e mais {there - SHOWN_OF_A_KIND} do mesmo tipo")
