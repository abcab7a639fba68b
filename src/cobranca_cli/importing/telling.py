"""Telling what is wrong with the rows of a file, and with lines that do not even split into rows."""

from collections.abc import Callable, Mapping

from .layout import Layout
from .lines import LONGEST_FIELD, BadQuote, quote_problem, width_problem
from .problems import Problems, RowProblem
from .values import FieldProblem

Reject = Callable[[int, str, list[RowProblem]], None]
"""Receives every bad row: line, text without line break, its problems."""


class Teller:
    """Puts what is wrong into `problems` with its place, and counts the lines that became no row.

    Attributes:
        bad: rows that were told.
        blank: blank lines, which are no rows.
        open_quote: the last line left a quote open, so that what follows may be the rest of its field.
    """

    def __init__(
        self, layout: Layout, at: Mapping[str, int], problems: Problems, reject: Reject | None
    ) -> None:
        """`at` is where fields are; a field beyond the file's own columns is told without a column."""
        self.bad = 0
        self.blank = 0
        self.open_quote = False
        self._layout = layout
        self._at = at
        self._problems = problems
        self._reject = reject
        self._blanks = f'{layout.delimiter} \t"\ufeff'

    def is_blank(self, text: str) -> bool:
        """Whether the line is blank, which is counted."""
        if text.strip(self._blanks):
            return False
        self.blank += 1
        return True

    def odd_line(self, text: str, line: int, cells: list[str] | BadQuote) -> None:
        """Tell a line that does not split as it should: broken by a quote, too long, too short, blank."""
        if self.is_blank(text):
            return
        if isinstance(cells, BadQuote):
            self.open_quote = cells.unclosed
            self._line(text, line, cells.column, quote_problem(cells))
            return
        if self.has_huge_field(text, line, cells):
            return
        if self.open_quote and len(cells) < self._layout.width and text.count('"') % 2:
            # The rest of a field that a line break has cut: told at the line where it began.
            self.open_quote = False
            if self._reject:
                rest = quote_problem(BadQuote(1, True))
                self._reject(line, text, [RowProblem(self._problems.file, line, None, None, None, *rest)])
        else:
            width = width_problem(len(cells), self._layout.width, self._layout.delimiter)
            self._line(text, line, None, width)

    def has_huge_field(self, text: str, line: int, cells: list[str]) -> bool:
        """Whether a field is so long that a quote must be missing, which is told."""
        huge = next((index for index, cell in enumerate(cells) if len(cell) > LONGEST_FIELD), None)
        if huge is None:
            return False
        message = f"tem um campo com mais de {LONGEST_FIELD} caracteres; falta fechar aspas?"
        self._line(text, line, huge + 1, ("E-CAMPO-GRANDE", message))
        return True

    def bad_row(self, text: str, line: int, bad: list[FieldProblem]) -> None:
        """Tell everything that is wrong with one row."""
        rows = []
        for name, raw, problem in bad:
            position = self._at.get(name)
            column = position + 1 if position is not None and position < self._layout.width else None
            rows.append(RowProblem(self._problems.file, line, column, name, raw, *problem))
        self._report(text, line, rows)

    def _line(self, text: str, line: int, column: int | None, what: tuple[str, str]) -> None:
        self._report(text, line, [RowProblem(self._problems.file, line, column, None, None, *what)])

    def _report(self, text: str, line: int, problems: list[RowProblem]) -> None:
        self.bad += 1
        self._problems.add_row(problems)
        if self._reject:
            self._reject(line, text, problems)
