"""`backup`: a copy of the ledger, whole, judged and put in its place at once; and the old ones that go.

A copy is made also of a ledger that may only be read or that somebody is writing to. Then only the note of
it in the ledger is left out, and that is said. One of a ledger whose history does not hold together is kept
under a name that says so: it may be the last there is. It replaces nothing, takes nothing away, and counts
as no copy.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.clock import day_of_text
from cobranca_cli.config import Settings
from cobranca_cli.config_backup import FOLDER, BackupSettings, backup_settings
from cobranca_cli.domain.copies import (
    PLAIN,
    SEALED,
    Copy,
    copies_among,
    copy_name,
    doubtful_name,
    outdated,
)
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError, OutsideError, UsageError
from cobranca_cli.faults import reason
from cobranca_cli.ledger.connection import Opened, open_for_reading
from cobranca_cli.ledger.copies import (
    Contents,
    Judged,
    Origin,
    copy_to_bytes,
    copy_to_file,
    no_room,
    origin,
    origin_of,
)
from cobranca_cli.ledger.raw import SIDE_FILES
from cobranca_cli.ledger.sending import COPIED
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.placing import (
    cleared_when_stopped,
    private_file,
    sweep,
    sync_file,
    sync_folder,
    take_name,
)
from cobranca_cli.services.age_files import recipient, seal
from cobranca_cli.services.copies import is_copy, sweep_beside


class Wanted(NamedTuple):
    """What was asked: a folder or a file name (None: as `[backup]` says), which may be replaced or not."""

    target: Path | None = None
    overwrite: bool = False


class Made(NamedTuple):
    """A copy that stands in its place.

    Attributes:
        path: where, and `size` how many bytes.
        found: what is in it.
        wrong: what in it does not hold together, then in the ledger too; None if all does.
        sealed: it is encrypted.
        removed: older copies that went, and `kept` those that could not be removed.
        unnoted: why the copy is not noted in the ledger; None if it is.
    """

    path: Path
    size: int
    found: Contents
    wrong: str | None
    sealed: bool
    removed: tuple[Path, ...]
    unnoted: str | None
    notices: tuple[str, ...]


class _Place(NamedTuple):
    """The name of a copy; `ours` if the program gave it, and so may take away others like it."""

    path: Path
    overwrite: bool
    ours: bool


def make_backup(ledger: Path, settings: Settings, moment: Moment, time: str, wanted: Wanted) -> Made:
    """Copy the ledger, judge the copy, give it its name, note it in the ledger, take away outdated ones.

    `time` (HHMM) goes into the name. A copy that is `wrong` is not noted, and none is taken away for it.
    Raises LedgerError when the ledger is damaged, or there is no room (nothing is left of the copy, and what
    stood at its place stays); OutsideError, UsageError.
    """
    rules = backup_settings(settings)
    key = recipient(rules.recipient) if rules.recipient else None
    opened = open_for_reading(ledger)
    try:
        place = _place(opened.path, rules, wanted, moment, time)
        first = origin(opened.connection)
        with cleared_when_stopped():
            path, (found, wrong) = _copy(opened, place, key, moment)
    finally:
        opened.connection.close()
    assert found
    size, sealed = path.stat().st_size, key is not None
    if wrong:
        return Made(path, size, found, wrong, sealed, (), None, tuple(opened.notices))
    unnoted = _note(opened.path, found, moment, sealed=sealed)
    removed, stuck = _take_away(opened.path.stem, path, rules, first) if place.ours else ((), ())
    notices = [*opened.notices, *(f"não consegui apagar a cópia antiga {each}" for each in stuck)]
    return Made(path, size, found, None, sealed, removed, unnoted, tuple(notices))


def _place(ledger: Path, rules: BackupSettings, wanted: Wanted, moment: Moment, time: str) -> _Place:
    ending = SEALED if rules.recipient else PLAIN
    target = wanted.target
    if target is None:
        target = ledger.parent / rules.folder
        if rules.folder == Path(FOLDER):
            _make(target)
    elif not os.path.isdir(target):  # noqa: PTH112 - of a name too long Path.is_dir raises
        return _named(ledger, target, rules, wanted.overwrite)
    if not target.is_dir():
        # A disk that is not plugged in must not become a folder of the same name.
        raise OutsideError(
            f"a pasta das cópias não existe: {target}",
            hint="ligue o disco, crie a pasta, ou diga outra: cobranca backup PASTA",
        )
    with _explained(target):
        taken = _names_in(target)
    return _Place(target / copy_name(ledger.stem, moment.today, time, ending, taken), False, True)


def _names_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def _make(folder: Path) -> None:
    """The folder beside the ledger, if it is not there yet."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise OutsideError(
            f"não consegui criar a pasta das cópias {folder}: {reason(error)}",
            hint="dê permissão de escrita à pasta do livro, ou diga outra pasta: cobranca backup PASTA",
        ) from error


def _named(ledger: Path, target: Path, rules: BackupSettings, overwrite: bool) -> _Place:
    """A copy under the name that was asked for."""
    if rules.recipient and target.suffix != ".age":
        target = target.with_name(f"{target.name}.age")
    if not rules.recipient and target.suffix == ".age":
        raise UsageError(
            f"{target.name} diz que a cópia é cifrada, e não há para quem cifrar",
            hint="escreva destinatario em [backup] de cobranca.toml, ou tire o .age do nome",
        )
    if target.suffix not in (".db", ".age"):
        raise UsageError(
            f"{target} não é uma pasta que exista, nem o nome de uma cópia (.db ou .age)",
            hint="crie a pasta antes, ou diga o nome do arquivo, como copia.db",
        )
    folder = Path(os.path.realpath(target.parent))
    if any(folder / target.name == Path(f"{ledger}{ending}") for ending in ("", *SIDE_FILES)):
        raise UsageError(f"{target} é o próprio livro", hint="diga outro nome para a cópia")
    with suppress(FileNotFoundError), _explained(target):
        mode = target.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise UsageError(f"{target} não é um arquivo comum", hint="diga outro nome para a cópia")
        if not overwrite:
            raise _exists(target)
    return _Place(target, overwrite, False)


def _exists(path: Path) -> UsageError:
    return UsageError(
        f"o arquivo {path} já existe", hint="para trocá-lo pela cópia nova, acrescente --sobrescrever"
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Within it, what the system refuses becomes our error."""
    try:
        yield
    except FileExistsError as error:
        raise _exists(path) from error
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise no_room(path.parent) from error
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> OutsideError:
    return OutsideError(
        f"não foi possível escrever a cópia {path}: {reason(error)}",
        hint="escolha outro lugar: cobranca backup PASTA; o livro e as cópias anteriores continuam",
    )


def _copy(opened: Opened, place: _Place, key: object | None, moment: Moment) -> tuple[Path, Judged]:
    """The copy under its name; after any failure or interruption nothing is left of it."""
    folder = place.path.parent
    try:
        with _explained(place.path):
            sweep(folder, moment.instant)
            sweep_beside(opened.path)
            descriptor, temporary = private_file(folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    if key is not None:
                        judged, plain = copy_to_bytes(opened.connection, opened.path)
                        seal(plain, key, file)
                if key is None:
                    judged = copy_to_file(opened.connection, opened.path, temporary)
                sync_file(temporary)
                path, overwrite = place.path, place.overwrite
                if judged.wrong:
                    path, overwrite = folder / doubtful_name(path.name, _names_in(folder)), False
                take_name(temporary, path, overwrite)
            finally:
                temporary.unlink(missing_ok=True)
            sync_folder(folder)
            return path, judged
    except FileNotFoundError as error:
        raise _refused(place.path, error) from error


def _note(ledger: Path, found: Contents, moment: Moment, *, sealed: bool) -> str | None:
    """Note in the ledger that it was copied, up to which event; why not, when that cannot be."""
    data = {"evento": found.seq, "cabeca": found.hash, "faturas": found.invoices, "cifrada": sealed}
    try:
        with writing(ledger) as transaction:
            transaction.record(COPIED, data, moment.instant)
    except CobrancaError as error:
        return error.message
    return None


def _take_away(
    stem: str, made: Path, rules: BackupSettings, first: Origin | None
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Remove the copies that no rule keeps: those that went, and those that could not."""
    folder = made.parent
    copies = copies_among(stem, _names_in(folder))
    ours = [each for each in copies if each.name == made.name or _is_of(first, folder, each)]
    gone, stuck = [], []
    for each in outdated(ours, rules.keep):
        path = folder / each.name
        if path == made:
            continue
        try:
            path.unlink()
            gone.append(path)
        except OSError:
            stuck.append(path)
    return tuple(gone), tuple(stuck)


def _is_of(first: Origin | None, folder: Path, copy: Copy) -> bool:
    """Whether a file is a copy of the ledger that begins so, and not of another one of the same name.

    Into an encrypted one nobody can look: it is another ledger's if this one was not there the day before.
    """
    path = folder / copy.name
    if first is None or not is_copy(path):
        return False
    if path.name.endswith(SEALED):
        return copy.day > day_of_text(first.recorded_at)
    return origin_of(path) == first
