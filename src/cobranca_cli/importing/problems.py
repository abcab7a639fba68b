"""What is wrong in a file, row by row: values that are collected, sorted by line and reported together."""

import re
from dataclasses import dataclass, field
from pathlib import Path

KEPT = 10_000
"""Problems kept in full; beyond it they are only counted, so that memory does not grow with bad rows."""

_PRIVATE_FIELDS = frozenset({"documento", "email", "telefone"})
_PLAIN_FIELDS = frozenset({"numero", "parcela", "valor", "vencimento", "emissao"})
_LONGEST_VALUE = 60
_DOCUMENT = re.compile(r"(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)", re.ASCII)
"""What looks like a CPF, in whatever column it landed."""

_TELLING = re.compile(
    r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\(\d{2}\) ?9?\d{4}-?\d{4}", re.ASCII
)
"""What can be nothing but a CPF, an e-mail address or a telephone: columns may be shifted."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong at one place of a file.

    Attributes:
        file: name of the file as typed.
        line: physical line, from 1; None when it is the file as a whole.
        column: position of the column, from 1; None when it is the whole line.
        field: our name of the column, or None.
        value: what stood there (shown masked where it is personal data), or None.
        code: `E-…`.
        message: what is wrong and what to do, in Portuguese.
    """

    file: str
    line: int | None
    column: int | None
    field: str | None
    value: str | None
    code: str
    message: str

    @property
    def place(self) -> str:
        """`arquivo.csv:LINHA:COLUNA`, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def text(self) -> str:
        """The line people read. The value may hold anything; whoever prints it makes it printable."""
        what = f' {self.field}="{shown_value(self.field, self.value)}"' if self.field else ""
        return f"{self.place}{what} [{self.code}] {self.message}"


def file_label(path: Path) -> str:
    """The path as typed, in text that any output takes: bytes that are not UTF-8 become U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def shown_value(name: str | None, value: str | None) -> str:
    """A value as an error may show it: short, and with the middle hidden where it is personal data."""
    text = value or ""
    if name in _PRIVATE_FIELDS:
        text = f"{text[0]}{'*' * min(len(text) - 2, 8)}{text[-1]}" if len(text) > 2 else text
    else:
        text = _TELLING.sub("***", text)
        if name not in _PLAIN_FIELDS:
            text = _DOCUMENT.sub("***", text)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


@dataclass(slots=True)
class Problems:
    """The problems of one file, in the order of its lines: the first KEPT, and how many in all."""

    file: str
    kept: list[RowProblem] = field(default_factory=list)
    total: int = 0
    rows: int = 0

    def add(self, problem: RowProblem) -> None:
        """Count one more, and keep it while there is room."""
        self.total += 1
        if len(self.kept) < KEPT:
            self.kept.append(problem)

    def add_row(self, problems: list[RowProblem]) -> None:
        """Add all problems of one row, ordered by column, and count the row."""
        self.rows += 1
        for problem in sorted(problems, key=lambda each: each.column or 0):
            self.add(problem)
