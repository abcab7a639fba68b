"""Reports as an Excel workbook: real numbers and dates, text that stays text, the same bytes every time."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from cobranca_cli.brformat import NOT_AVAILABLE, date_br, document_br
from cobranca_cli.errors import UsageError
from cobranca_cli.output.cells import title_line, totals_under
from cobranca_cli.output.safety import printable
from cobranca_cli.views.report import MANY_SEPARATOR, Column, Figure, Kind, Measure, Report

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
NAME_CHARACTERS = 31
NAME_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
FALLBACK_NAME = "Planilha"
# Excel counts days from 1899-12-31 and takes 1900 for a leap year: right from March 1900 on.
EPOCH_ORDINAL = date(1899, 12, 30).toordinal()
FIRST_SAFE_DAY = "1900-03-01"
WIDTH_SAMPLE = 500
WIDEST_COLUMN = 60
FORMATS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"num_format": "@"},
    Kind.MONEY: {"num_format": "#,##0.00"},
    Kind.DATE: {"num_format": "dd/mm/yyyy", "align": "left"},
    Kind.INTEGER: {"num_format": "0"},
    Kind.PERCENT: {"num_format": "0.00##%"},
    Kind.BOOL: {"align": "left"},
}
WIDTHS = {Kind.MONEY: 15, Kind.DATE: 11, Kind.INTEGER: 8, Kind.PERCENT: 10, Kind.BOOL: 12}

Put = Callable[[int, int, Any], object]


def write_workbook(reports: Sequence[Report], handle: BinaryIO, *, show_data: bool) -> None:
    """Write one sheet a report into `handle`, row by row: memory does not grow with the rows.

    Raises:
        UsageError: a report has more rows than a sheet holds.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # The rows wait in temporary files until the end; a folder of our own makes sure that they go.
    with TemporaryDirectory(prefix="cobranca-", ignore_cleanup_errors=True) as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        sink = _Sink(handle)
        workbook = xlsxwriter.Workbook(sink, options)
        _describe(workbook, reports[0])
        try:
            for report, name in zip(reports, sheet_names([r.short or r.title for r in reports]), strict=True):
                _Sheet(workbook, report, name, show_data).write()
            workbook.close()
        except FileCreateError as error:
            # It wraps whatever the system said; callers explain the system's own errors.
            raise error.args[0] from None
        finally:
            sink.release()


def copy_workbook(reports: Sequence[Report], stream: BinaryIO, *, show_data: bool) -> None:
    """The same into a stream that cannot seek, such as a pipe."""
    with TemporaryDirectory(prefix="cobranca-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "relatorio.xlsx"
        with path.open("w+b") as file:
            write_workbook(reports, file, show_data=show_data)
            file.seek(0)
            shutil.copyfileobj(file, stream)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Titles as Excel accepts them for sheets: 31 characters, no `[]:*?/\\`, all different in any case."""
    names: list[str] = []
    taken = {"history", "histórico"}
    for title in titles:
        clean = " ".join(printable(title).translate(NAME_FORBIDDEN).split()).strip("'") or FALLBACK_NAME
        name, number = clean[:NAME_CHARACTERS].strip(" '"), 2
        while name.casefold() in taken:
            ending = f" ({number})"
            name, number = clean[: NAME_CHARACTERS - len(ending)].strip(" '") + ending, number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


class _Nowhere:
    """A file without contents that keeps its place, which is all that an archive's end asks of it.

    It is no `BytesIO`, because the collector may close one before it reaches the archive.
    """

    def __init__(self) -> None:
        self.place = 0

    def write(self, data: bytes) -> int:
        """Take the data's length for written."""
        self.place += len(data)
        return len(data)

    def seek(self, place: int, _whence: int = 0) -> int:
        """Be at that place."""
        self.place = place
        return place

    def tell(self) -> int:
        """The place."""
        return self.place

    def flush(self) -> None:
        """Nothing waits."""
        return


class _Sink:
    """The file that xlsxwriter sees, until it is released.

    After a failure (a full disk) its half-made archive still writes an end when it is collected,
    into a file that is closed by then; released, it writes nowhere.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target: BinaryIO | _Nowhere = target

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)

    def release(self) -> None:
        """Let go of the file."""
        self._target = _Nowhere()


def _describe(workbook: Any, report: Report) -> None:
    # Without a fixed instant the same report would give other bytes every second.
    created = datetime.combine(report.as_of, time.min, tzinfo=UTC)
    workbook.set_properties({"title": title_line(report), "created": created})


class _Sheet:
    """One sheet being written; holds the writer of each column and how far the rows have come."""

    def __init__(self, workbook: Any, report: Report, name: str, show_data: bool) -> None:
        self.report = report
        self.sheet = workbook.add_worksheet(name)
        self.workbook = workbook
        self.bold = workbook.add_format({"bold": True})
        self.missing = workbook.add_format({"align": "right"})
        self.puts = [self._put(column, show_data) for column in report.columns]
        self.row = 0

    def write(self) -> None:
        """Heading, rows, totals and the shape of the sheet."""
        heading = self.workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for c, column in enumerate(self.report.columns):
            self.sheet.write_string(0, c, column.label, heading)
        rows = iter(self.report.rows)
        sample = list(islice(rows, WIDTH_SAMPLE))
        self._write_rows(chain(sample, rows))
        last_row = self.row
        self._write_totals()
        self._shape(sample, last_row)

    def _write_rows(self, rows: Iterator[tuple[object, ...]]) -> None:
        last = SHEET_ROWS - 3 - len(self.report.totals)
        for record in rows:
            self.row += 1
            if self.row > last:
                raise _too_long(self.report)
            for c, (put, cell) in enumerate(zip(self.puts, record, strict=True)):
                if cell is not None:
                    put(self.row, c, cell)
                elif self.report.columns[c].missing:
                    self.sheet.write_string(self.row, c, self.report.columns[c].missing, self.missing)

    def _write_totals(self) -> None:
        totals = totals_under(self.report, range(len(self.report.columns)))
        if totals.row is not None:
            self.row += 1
            for c, cell in enumerate(totals.row):
                if isinstance(cell, Figure):
                    self._write_figure(c, cell)
                elif cell is not None:
                    self.sheet.write_string(self.row, c, cell, self.bold)
        if totals.others:
            self.row += 1
        for figure in totals.others:
            self.row += 1
            self.sheet.write_string(self.row, 0, printable(figure.label), self.bold)
            self._write_figure(1, figure)

    def _write_figure(self, c: int, figure: Figure) -> None:
        if figure.value is not None:
            self._put_kind(figure.kind, {"bold": True, **FORMATS[figure.kind]})(self.row, c, figure.value)

    def _put(self, column: Column, show_data: bool) -> Put:
        if column.measure:
            return self._put_measure()
        put = self._put_kind(column.kind, FORMATS[column.kind])
        if column.many:
            return lambda r, c, cell: put(r, c, MANY_SEPARATOR.join(cell))
        if column.words:
            words = column.words
            return lambda r, c, code: put(r, c, words.get(code, code))
        if column.said:
            said = column.said
            return lambda r, c, text: put(r, c, said(text))
        if column.mask and not show_data:
            mask = column.mask
            return lambda r, c, text: put(r, c, mask(text))
        if not column.document:
            return put
        return lambda r, c, document: put(r, c, document_br(document, masked=not show_data))

    def _put_measure(self) -> Put:
        """Money and percentages as everywhere, other numbers with the decimals they have."""
        money, percent, whole = (
            self._put_kind(kind, FORMATS[kind]) for kind in (Kind.MONEY, Kind.PERCENT, Kind.INTEGER)
        )
        decimal = self.workbook.add_format({"num_format": "#,##0.00"})

        def put(r: int, c: int, cell: Measure) -> object:
            value, unit = cell
            if value is None:
                return self.sheet.write_string(r, c, NOT_AVAILABLE, self.missing)
            if unit in ("reais", "percentual"):
                return (money if unit == "reais" else percent)(r, c, value)
            if isinstance(value, int):
                return whole(r, c, value)
            return self.sheet.write_number(r, c, float(value), decimal)

        return put

    def _put_kind(self, kind: Kind, style: dict[str, object]) -> Put:
        form = self.workbook.add_format(style)
        text, number = self.sheet.write_string, self.sheet.write_number

        def put_date(r: int, c: int, iso: str) -> object:
            if iso < FIRST_SAFE_DAY:
                return text(r, c, date_br(iso), form)
            return number(r, c, date.fromisoformat(iso).toordinal() - EPOCH_ORDINAL, form)

        puts: dict[Kind, Put] = {
            Kind.TEXT: lambda r, c, value: text(r, c, printable(value)[:CELL_CHARACTERS], form),
            # The one place where money is a float, because a spreadsheet knows nothing else. Below 2**53
            # cents the quotient is the float nearest to the amount, so its two decimals are always right.
            Kind.MONEY: lambda r, c, cents: number(r, c, cents / 100, form),
            Kind.DATE: put_date,
            Kind.INTEGER: lambda r, c, value: number(r, c, value, form),
            Kind.PERCENT: lambda r, c, percent: number(r, c, float(percent / 100), form),
            Kind.BOOL: lambda r, c, value: self.sheet.write_boolean(r, c, value, form),
        }
        return puts[kind]

    def _shape(self, sample: Sequence[tuple[object, ...]], last_row: int) -> None:
        columns = self.report.columns
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, last_row, len(columns) - 1)
        self.sheet.set_header(f"&L{title_line(self.report).replace('&', '&&')}&R&P/&N")
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        for c, column in enumerate(columns):
            self.sheet.set_column(c, c, _width(column, [record[c] for record in sample]))
            if column.kind is Kind.TEXT and last_row:
                self.sheet.ignore_errors({"number_stored_as_text": _range(c, last_row)})


def _width(column: Column, sample: Sequence[object]) -> float:
    heading = len(column.label) + 3
    if column.measure or column.kind is not Kind.TEXT:
        return max(heading, WIDTHS[Kind.MONEY if column.measure else column.kind])
    longest = max((len(str(cell)) for cell in sample if cell is not None), default=0)
    # Punctuation makes a CNPJ four characters longer than it is stored.
    return min(max(heading, longest + (5 if column.document else 1)), WIDEST_COLUMN)


def _range(column: int, last_row: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(1, column, last_row, column))


def _too_long(report: Report) -> UsageError:
    return UsageError(
        f"{printable(report.title)}: são mais linhas do que cabem numa planilha do Excel (1.048.576)",
        hint="use --formato csv, que não tem esse limite, ou peça um recorte menor",
    )
