"""`restaurar`: a copy fetched and judged beside the ledger, compared with it, and put in its place.

The event that freezes sending is in the copy before it takes the ledger's name, so that no moment exists in
which the ledger is restored and sending goes on.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.clock import day_of_text
from cobranca_cli.domain.copies import ASIDE, PLAIN, copy_name
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import NOTHING_WRITTEN, CobrancaError, DataError, LedgerError, UsageError
from cobranca_cli.faults import reason
from cobranca_cli.ledger.anchor import RESTORED, anchor
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.copies import Contents
from cobranca_cli.ledger.events import Event, head
from cobranca_cli.ledger.failures import read_only
from cobranca_cli.ledger.raw import SIDE_FILES
from cobranca_cli.ledger.restoring import (
    DAMAGED_COPY,
    Present,
    change,
    fetch,
    judge,
    mark,
    opened_copy,
    present,
)
from cobranca_cli.placing import cleared_when_stopped, private_file, sweep, sync_file
from cobranca_cli.services.age_files import is_sealed, unseal
from cobranca_cli.services.copies import known_copies, sweep_beside

_OTHERS = 3


class Candidate(NamedTuple):
    """A copy that is ready to take the ledger's place.

    Attributes:
        content: the copy, fetched under a hidden name beside the ledger; of an encrypted one the bytes, which
            reach no disk before it is put in place.
        wrong: what does not hold in its history, in one clause; None of a sound one.
        found: what is in it; `present`: what stands in its place now.
    """

    ledger: Path
    copy: Path
    content: Path | bytes
    found: Contents
    present: Present
    sealed: bool
    wrong: str | None


class Restored(NamedTuple):
    """The copy in its place; `aside`: the files of the old ledger under their new names, the ledger first."""

    candidate: Candidate
    event: Event
    aside: tuple[Path, ...]


@contextmanager
def candidate(
    ledger: Path, copy: Path, key_file: Path | None, moment: Moment, *, anyway: bool = False
) -> Iterator[Candidate]:
    """The copy, whole and judged, for as long as the block lasts; no lock is held.

    With `anyway` one whose history does not hold is taken too, as long as SQLite can read it. Raises
    LedgerError for a copy that is damaged, not ours or newer, or a place it cannot take; DataError when
    there is no such copy or the key does not open it; UsageError for an encrypted one without a key.
    """
    ledger = Path(os.path.realpath(ledger))
    sealed = _look(copy, ledger)
    if sealed and key_file is None:
        raise UsageError(f"a cópia {copy} é cifrada", hint="diga o arquivo da chave secreta com --chave ARQ")
    with _explained(ledger):
        ledger.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep_beside(ledger)
        sweep(ledger.parent, moment.instant)
    with ExitStack() as until_decided:
        until_decided.enter_context(cleared_when_stopped())
        try:
            with _explained(ledger):
                content = until_decided.enter_context(_fetched(ledger, copy, key_file, sealed))
                with opened_copy(content, copy) as connection:
                    found, wrong = judge(connection, copy, anyway=anyway)
                    assert found, "judge has raised"
                    now = present(ledger, found, connection)
        except LedgerError as error:
            if error.code == DAMAGED_COPY:
                error.hint = _others(ledger, copy)
            raise
        yield Candidate(ledger, copy, content, found, now, sealed, wrong)


@contextmanager
def _fetched(ledger: Path, copy: Path, key_file: Path | None, sealed: bool) -> Iterator[Path | bytes]:
    if sealed and key_file:
        yield unseal(copy, key_file)
        return
    with _beside(ledger) as file:
        fetch(copy, file)
        yield file


@contextmanager
def _beside(ledger: Path, content: bytes = b"") -> Iterator[Path]:
    """A file under a hidden name beside the ledger, which is gone afterwards."""
    descriptor, file = private_file(ledger.parent)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
        yield file
    finally:
        for ending in ("", *SIDE_FILES):
            Path(f"{file}{ending}").unlink(missing_ok=True)


def _others(ledger: Path, copy: Path) -> str:
    """What to do when a copy is no good: which others there are, the newest first."""
    others = [each for each in known_copies(ledger) if not each.samefile(copy)]
    if not others:
        return (
            f"não conheço outra cópia; para só olhar o que há nesta: cobranca aging --livro {copy}; para pôr"
            " no lugar do livro uma que o SQLite ainda lê: --mesmo-assim"
        )
    named = ", ".join(map(str, others[:_OTHERS]))
    return f"use outra cópia; as mais novas: {named}; o livro não foi tocado"


def _look(copy: Path, ledger: Path) -> bool:
    """Whether the copy is encrypted. Raises DataError when it cannot be read, UsageError for the ledger."""
    try:
        if ledger.exists() and copy.samefile(ledger):
            raise UsageError(f"{copy} é o próprio livro", hint="diga o arquivo da cópia")
        # A pipe would keep us waiting, a folder has no pages.
        if copy.exists() and not copy.is_file():
            raise DataError(f"{copy} não é um arquivo", code="E-COPIA", hint="diga o arquivo da cópia")
        return is_sealed(copy)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise DataError(
            f"não encontrei a cópia {copy}" if missing else f"não consegui ler {copy}: {reason(error)}",
            code="E-COPIA",
            hint="as cópias ficam na pasta copias, ao lado do livro, se [backup] não diz outra",
        ) from error


def put_in_place(chosen: Candidate, moment: Moment, time: str) -> Restored:
    """Move the old ledger aside, and the copy into its place; sending is frozen from then on.

    `time` (HHMM) goes into the old one's new name. Raises BusyError when another process writes, or wrote
    since the two were compared.
    """
    found, before = chosen.found, chosen.present.found
    data: dict[str, object] = {
        "em": moment.today.isoformat(),
        "evento": found.seq,
        "cabeca": found.hash,
        "cifrada": chosen.sealed,
        "evento_antes": before.seq if before else None,
        "cabeca_antes": before.hash if before else None,
    }
    if chosen.wrong:
        data["confere"] = False
    folder = chosen.ledger.parent
    try:
        with _explained(chosen.ledger):
            taken = {each.name for each in folder.iterdir()}
            name = copy_name(f"{chosen.ledger.stem}{ASIDE}", moment.today, time, PLAIN, taken)
            with _on_disk(chosen) as file:
                event = mark(file, data, moment.instant)
                sync_file(file)
                aside = change(chosen.ledger, file, folder / name, chosen.present)
            anchor(chosen.ledger, event.seq, event.hash, event.recorded_at, RESTORED)
    except CobrancaError as error:
        error.ledger_state = NOTHING_WRITTEN
        raise
    return Restored(chosen, event, tuple(aside))


def _on_disk(chosen: Candidate) -> AbstractContextManager[Path]:
    if isinstance(chosen.content, Path):
        return nullcontext(chosen.content)
    return _beside(chosen.ledger, chosen.content)


def check_in_place(restored: Restored) -> tuple[str, ...]:
    """Judge the ledger once more where it stands now, and bring it to this version; what is worth saying.

    Raises LedgerError when it is not the copy, or not sound.
    """
    ledger = restored.candidate.ledger
    with opened_copy(ledger, ledger) as connection:
        judge(connection, ledger, anyway=restored.candidate.wrong is not None)
    opened = open_for_reading(ledger)
    try:
        last = head(opened.connection)
    finally:
        opened.connection.close()
    if last[0] < restored.event.seq:
        raise LedgerError(
            f"o livro {ledger} não é a cópia que foi posta no lugar",
            hint="outro programa mexe nesse arquivo; veja se a pasta é sincronizada, e restaure de novo",
        )
    return tuple(opened.notices)


def last_day(found: Contents) -> date | None:
    """The day in São Paulo on which the last event was recorded."""
    try:
        return day_of_text(found.recorded_at or "")
    except ValueError:
        return None


@contextmanager
def _explained(ledger: Path) -> Iterator[None]:
    """Within it, what the system refuses beside the ledger becomes our error."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise LedgerError(
                f"não há espaço para a cópia ao lado do livro {ledger}",
                code="E-DISCO-CHEIO",
                hint="libere espaço e rode de novo; o livro continua como estava",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise read_only(ledger) from error
        raise LedgerError(
            f"não consegui pôr a cópia no lugar do livro {ledger}: {reason(error)}",
            hint="o livro continua como estava; confira a pasta e o disco",
        ) from error
