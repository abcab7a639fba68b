"""What a command knows of how it was called, and the only ways it speaks."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cobranca_cli import paths
from cobranca_cli.cli import talk
from cobranca_cli.errors import EXIT_BUG, EXIT_OK, LedgerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobranca_cli.output.target import Target
    from cobranca_cli.views.document import Document
    from cobranca_cli.views.report import Report

_LONGEST_NAME = 240
"""Bytes of a ledger's name, which takes endings (`-journal`, `.ancora`, `.vN.bak`); a file may have 255."""


def commits_so_far() -> int:
    """How often this process has committed; 0 while no writing code has even been loaded."""
    module = sys.modules.get("cobranca_cli.ledger.transaction")
    return module.commits() if module else 0


def _possible(path: Path) -> Path:
    try:
        mode = path.stat().st_mode if len(os.fsencode(path.name)) <= _LONGEST_NAME else None
    except OSError as error:
        # Whether it is there, and what to say if not, is for whoever opens it.
        mode = None if error.errno == errno.ENAMETOOLONG else stat.S_IFREG
    if mode is None:
        raise LedgerError(
            "o nome do livro é longo demais: não deixa lugar para os arquivos que ficam ao lado dele",
            hint="escolha um nome mais curto, ou uma pasta de caminho mais curto",
        )
    # Whoever opens a pipe waits for ever for somebody to write to it; a folder is told when it is opened.
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise LedgerError(f"{path} não é um arquivo", hint="diga em --livro o arquivo do livro (.db)")
    return path


@dataclass(eq=False, repr=False)
class Run:
    """One run of one command.

    Attributes:
        today: the day the command takes for today.
        as_of: the day a report is about; `today` unless `--em` says otherwise.
        format: one of the formats the command offers.
        output: file to write instead of stdout.
        overwrite: `output` may replace a file.
        csv_iso: CSV for programs instead of for Excel.
        show_data: documents are shown whole to people.
        command: the command as a person would type it, without arguments.
        exports_person: all that is held about a person is given out, which is always kept as an access.
        assume_yes: every question is answered yes.
        ledger_typed: the ledger as typed, if it was.
        execute: runs another command line of this program inside this process; gives its exit code.
        ledger_state: set by a writing command as soon as something stands in the ledger; what an error
            after that ends with instead of "Nada foi gravado.".
        ends_with: the exit code, once the command knows it and has only to print: a reader that goes away
            early must not turn a refusal into an approval.
    """

    today: date
    as_of: date
    format: str = "tabela"
    output: Path | None = None
    overwrite: bool = False
    csv_iso: bool = False
    show_data: bool = False
    command: str = "cobranca"
    exports_person: bool = False
    assume_yes: bool = False
    ledger_typed: str | None = None
    ledger_state: str | None = None
    told_commits: int = 0
    ends_with: int = EXIT_OK
    execute: Callable[[list[str]], int] = field(default=lambda _words: EXIT_BUG)

    @cached_property
    def ledger_path(self) -> Path:
        """The ledger, which may not exist; found when asked, for the default place costs an import.

        Raises LedgerError for what can be no ledger, there or not: a name too long, a pipe, a device.
        """
        return _possible(paths.ledger_path(self.ledger_typed))

    @cached_property
    def interactive(self) -> bool:
        """A person is there to be asked: stdin and stderr are terminals."""
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))

    def wrote(self, state: str) -> None:
        """Keep what stands in the ledger now: what an error or Ctrl-C from here on ends with."""
        self.ledger_state = state
        self.told_commits = commits_so_far()

    def emit(self, report: "Report", *, quiet: bool = False) -> None:
        """Show the report as the options say; called once, at the end of the command.

        `quiet` leaves out the line that says which file was written.
        """
        from cobranca_cli.output.emit import emit

        with self._watched([report]) as (seen,):
            emit(seen, self.target(quiet=quiet))

    def emit_all(self, reports: "Sequence[Report]") -> None:
        """Show one report, or write several as the sheets of one workbook, for which `format` is xlsx."""
        from cobranca_cli.output.emit import emit_workbook

        if len(reports) == 1:
            self.emit(reports[0])
        else:
            with self._watched(reports) as seen:
                emit_workbook(seen, self.target())

    def emit_document(self, document: "Document") -> None:
        """Show a document, or its report, as the options say; called once, at the end of the command.

        The command offers `html` and `pdf` beside the formats of reports.
        """
        from cobranca_cli.output.emit import emit_document

        with self._watched([document.report], document) as (seen,):
            emit_document(document._replace(report=seen), self.target())

    @contextmanager
    def _watched(
        self, reports: "Sequence[Report]", document: "Document | None" = None
    ) -> Iterator["Sequence[Report]"]:
        """The reports, and an access kept after them if whole personal data went out: into a file, or because
        it was asked for. What is masked, or goes to a program in a pipe, costs and writes nothing.
        """
        if not (self.show_data or self.exports_person or (self.output and self.format != "tabela")):
            yield reports
            return
        from cobranca_cli.cli.access import Watch

        watch = Watch(self, reports, document)
        yield watch.reports
        watch.note()

    def target(self, *, quiet: bool = False) -> "Target":
        """The destination, as the output layer takes it."""
        from cobranca_cli.output.target import Target

        return Target(self.format, self.output, self.overwrite, self.csv_iso, self.show_data, quiet)

    def note(self, text: str) -> None:
        """Say something about what was done, on stderr."""
        talk.say(text)

    def warn(self, text: str) -> None:
        """Warn, on stderr; the command goes on."""
        talk.warn(text)
