"""The bad rows of a file, given back as a file: as they were, with the line and the reason beside them.

Mended, the file can be imported as it is; its two added columns are known and ignored.
"""

import csv
import io
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from cobranca_cli.errors import OutsideError, UsageError
from cobranca_cli.faults import reason
from cobranca_cli.placing import belongs_to_ledger

from .layout import Layout
from .problems import RowProblem


class RejectsFile:
    """Collects bad rows in a hidden file beside the wanted one; takes its place only on `keep`.

    Nothing is left behind when it was not kept, or when no row was bad.
    """

    def __init__(self, path: Path, overwrite: bool) -> None:
        if belongs_to_ledger(path):
            raise UsageError(
                f"{path} é um livro ou parte de um; as linhas ruins não podem ocupar o seu lugar",
                hint="escolha outro nome em --rejeitados",
            )
        if path.exists() and not overwrite:
            raise UsageError(
                f"o arquivo {path} já existe",
                hint="escolha outro nome em --rejeitados, ou use --sobrescrever",
            )
        self.path = path
        self.rows = 0
        self._hidden = path.with_name(f".{path.name}.{os.getpid()}.parte")
        self._file: io.TextIOWrapper | None = None
        self._layout: Layout | None = None

    def __enter__(self) -> "RejectsFile":
        """Nothing is opened before the first bad row."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no half file behind."""
        if self._file:
            # On a full disk closing fails once more; what it failed on has been told.
            with suppress(OSError):
                self._file.close()
        with suppress(OSError):
            self._hidden.unlink(missing_ok=True)

    def begin(self, layout: Layout) -> None:
        """Take the layout of the file whose bad rows come next."""
        self._layout = layout

    def add(self, line: int, text: str, problems: Sequence[RowProblem]) -> None:
        """Write one bad row as it stood, with its line and reasons after it."""
        assert self._layout is not None
        reasons = "; ".join(
            f"[{problem.code}] {problem.field or 'linha'} {problem.message}" for problem in problems
        )
        quoted = '"' + reasons.replace('"', '""') + '"'
        try:
            self._opened().write(self._layout.delimiter.join((text, str(line), quoted)) + "\r\n")
        except OSError as error:
            raise self._failed(error) from error
        self.rows += 1

    def flush(self) -> None:
        """Bring what was written to the disk, so that `keep` cannot fail for want of space."""
        if self._file:
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise self._failed(error) from error

    def keep(self) -> None:
        """Put the file in its place."""
        if self._file:
            try:
                self._hidden.replace(self.path)
            except OSError as error:
                raise self._failed(error) from error

    def _opened(self) -> io.TextIOWrapper:
        """The hidden file, made with its header on the first bad row."""
        if self._file is None:
            assert self._layout is not None
            descriptor = os.open(self._hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            self._file = io.TextIOWrapper(os.fdopen(descriptor, "wb"), encoding="utf-8-sig", newline="")
            header = [*self._layout.headings, "linha_original", "motivo"]
            csv.writer(self._file, delimiter=self._layout.delimiter).writerow(header)
        return self._file

    def _failed(self, error: OSError) -> OutsideError:
        return OutsideError(
            f"não consegui escrever {self.path}: {reason(error)}",
            hint="confira a pasta e o espaço em disco",
        )
