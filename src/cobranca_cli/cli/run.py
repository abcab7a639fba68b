"""What a command knows of how it was called, and the only ways it speaks."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cobranca_cli import paths
from cobranca_cli.cli import talk
from cobranca_cli.errors import EXIT_BUG, EXIT_OK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobranca_cli.output.target import Target
    from cobranca_cli.views.document import Document
    from cobranca_cli.views.report import Report


def commits_so_far() -> int:
    """How often this process has committed; 0 while no writing code has even been loaded."""
    module = sys.modules.get("cobranca_cli.ledger.transaction")
    return module.commits() if module else 0


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
    assume_yes: bool = False
    ledger_typed: str | None = None
    ledger_state: str | None = None
    told_commits: int = 0
    ends_with: int = EXIT_OK
    execute: Callable[[list[str]], int] = field(default=lambda _words: EXIT_BUG)

    @cached_property
    def ledger_path(self) -> Path:
        """The ledger, which may not exist; found when asked, for the default place costs an import."""
        return paths.ledger_path(self.ledger_typed)

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

        emit(report, self.target(quiet=quiet))

    def emit_all(self, reports: "Sequence[Report]") -> None:
        """Show one report, or write several as the sheets of one workbook, for which `format` is xlsx."""
        from cobranca_cli.output.emit import emit_workbook

        if len(reports) == 1:
            self.emit(reports[0])
        else:
            emit_workbook(reports, self.target())

    def emit_document(self, document: "Document") -> None:
        """Show a document, or its report, as the options say; called once, at the end of the command.

        The command offers `html` and `pdf` beside the formats of reports.
        """
        from cobranca_cli.output.emit import emit_document

        emit_document(document, self.target())

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
