"""Where a report goes and in which form: what the common options of the command line say."""

from pathlib import Path
from typing import NamedTuple

BINARY = ("xlsx", "pdf")
"""Formats that no terminal can show."""


class Target(NamedTuple):
    """The destination of one report.

    Attributes:
        format: `tabela`, `csv`, `json`, `jsonl` or `xlsx`; for documents also `html` and `pdf`.
        output: file to write; None is standard output.
        overwrite: an existing `output` may be replaced.
        csv_iso: the CSV for machines instead of the one for Excel in Brazil.
        show_data: people see whole CPFs.
        quiet: nothing is said of a file that was written.
    """

    format: str = "tabela"
    output: Path | None = None
    overwrite: bool = False
    csv_iso: bool = False
    show_data: bool = False
    quiet: bool = False
