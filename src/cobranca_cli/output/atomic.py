"""Files that are there whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cobranca_cli.errors import OutsideError, UsageError
from cobranca_cli.faults import reason
from cobranca_cli.output.safety import printable
from cobranca_cli.placing import belongs_to_ledger, private_file, sync_folder, take_name


@contextmanager
def replacing(path: Path, *, overwrite: bool, durable: bool = True) -> Iterator[BinaryIO]:
    """A binary file that takes the name `path` when the block ends well.

    Until then the bytes are in a private (0600) temporary file of the same folder, which is gone
    after any failure or interruption; what `path` held before stays as it was. A symbolic link is followed.
    What can be made again from the ledger need not be `durable`: the disk is not waited for.

    Raises:
        UsageError: `path` exists without `overwrite`, or belongs to a ledger.
        OutsideError: the disk or the system refuses.
    """
    with _explained(path):
        _check(path, overwrite)
        final = path.resolve()
        descriptor, temporary = private_file(final.parent)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                yield handle
                handle.flush()
                if durable:
                    os.fsync(handle.fileno())
            take_name(temporary, final, overwrite)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        if durable:
            sync_folder(final.parent)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise OutsideError(
            f"não foi possível escrever {printable(str(path))}: {reason(error)}",
            hint="escolha outro lugar com --saida; o que já havia nesse caminho continua como estava",
        ) from error


def _check(path: Path, overwrite: bool) -> None:
    _refuse_ledger(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "directory", str(path))
    if not stat.S_ISREG(mode):
        raise UsageError(
            f"{printable(str(path))} não é um arquivo comum",
            hint="sem --saida o relatório vai para a saída padrão, que pode ser redirecionada",
        )
    if not overwrite:
        raise _exists(path)


def _refuse_ledger(path: Path) -> None:
    if belongs_to_ledger(path):
        raise UsageError(
            f"{printable(str(path))} é um livro ou parte de um; um relatório não pode ocupar o seu lugar",
            hint="escolha outro nome com --saida",
        )


def _exists(path: Path) -> UsageError:
    return UsageError(
        f"o arquivo {printable(str(path))} já existe",
        hint="para trocar o conteúdo dele, acrescente --sobrescrever",
    )
