"""Reports on a terminal: as many columns as fit, whole amounts always, and a word about what is hidden."""

import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cobranca_cli.output.cells import numeric, text_columns, title_line, total_texts, totals_under
from cobranca_cli.output.layout import Layout, Measure, display_width, fitting_layout, wrap_words
from cobranca_cli.output.plain import after_table, content_widths, empty_lines, record_lines, table_lines
from cobranca_cli.output.safety import printable
from cobranca_cli.output.streams import guarded_stdout, say, write_text
from cobranca_cli.views.report import Report

if TYPE_CHECKING:
    from rich.box import Box
    from rich.console import Console
    from rich.table import Table

# rich takes about 1 ms a row: a longer list is written as aligned text.
RICH_ROWS = 200
FALLBACK_SIZE = (80, 24)
ASCII_BOX = "    \n    \n -- \n    \n    \n -- \n    \n    \n"


def show(report: Report, *, show_data: bool) -> None:
    """Write the report on the terminal that standard output is, fitted to its width."""
    cells = text_columns(report, show_data=show_data)
    if not cells or not cells[0]:
        write_text([title_line(report), "", *empty_lines(report)])
        return
    _show_rows(report, cells, terminal_width())


def _show_rows(report: Report, cells: Sequence[Sequence[str]], width: int) -> None:
    from rich.cells import cell_len

    layout = _layout(report, cells, cell_len, width)
    if layout is None:
        write_text([title_line(report), "", *record_lines(report, cells, width, cell_len)])
    elif len(cells[0]) > RICH_ROWS:
        write_text([title_line(report), "", *table_lines(report, cells, layout, cell_len)])
    else:
        _show_table(report, cells, layout, cell_len, width)
    _name_hidden(report, layout, width)


def _layout(report: Report, cells: Sequence[Sequence[str]], measure: Measure, width: int) -> Layout | None:
    # A figure moves out of the row of totals with its column, so the widths of all columns are enough.
    contents = content_widths(report, range(len(report.columns)), cells, measure)
    return fitting_layout(report.columns, contents, measure, width)


def _show_table(
    report: Report, cells: Sequence[Sequence[str]], layout: Layout, measure: Measure, width: int
) -> None:
    from rich.text import Text

    with guarded_stdout() as stream:
        encoding = (stream.encoding or "").lower()
        console = _console(width)
        console.print(Text(title_line(report), style="bold"), soft_wrap=True)
        console.print()
        console.print(_table(report, cells, layout, measure, encoding.startswith("utf")), crop=False)
        for line in after_table(totals_under(report, layout.shown).others):
            console.print(Text(line), soft_wrap=True)


def _console(width: int) -> "Console":
    from rich.console import Console

    return Console(
        file=sys.stdout,
        # rich forgets the width on a dumb terminal unless it is given a height too.
        width=width,
        height=FALLBACK_SIZE[1],
        markup=False,
        highlight=False,
        emoji=False,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
    )


def _table(
    report: Report, cells: Sequence[Sequence[str]], layout: Layout, measure: Measure, unicode: bool
) -> "Table":
    from rich.table import Table
    from rich.text import Text

    total = total_texts(totals_under(report, layout.shown))
    table = Table(
        box=_box(unicode),
        show_edge=False,
        show_footer=total is not None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for position, (i, width) in enumerate(zip(layout.shown, layout.widths, strict=True)):
        column = report.columns[i]
        table.add_column(
            Text("\n".join(wrap_words(column.label, width, measure))),
            footer=Text(total[position] if total else ""),
            justify="right" if numeric(column) else "left",
            vertical="top",
            width=width,
            no_wrap=not column.elastic,
            overflow="fold",
        )
    for record in zip(*(cells[i] for i in layout.shown), strict=True):
        table.add_row(*map(Text, record))
    return table


def _box(unicode: bool) -> "Box":
    from rich import box

    return box.SIMPLE if unicode else box.Box(ASCII_BOX, ascii=True)


def _name_hidden(report: Report, layout: Layout | None, width: int) -> None:
    shown = (
        {i for i, column in enumerate(report.columns) if column.priority == 0}
        if layout is None
        else set(layout.shown)
    )
    hidden = [printable(column.label) for i, column in enumerate(report.columns) if i not in shown]
    if hidden:
        said = f"Não couberam na tela: {', '.join(hidden)}."
        remedy = "Para ver tudo, use --formato csv ou alargue o terminal."
        for text in (said, remedy):
            say("\n".join(wrap_words(text, width, display_width)))


def terminal_width() -> int:
    """Cells of a line of the terminal; 80 when it does not say."""
    width = shutil.get_terminal_size(FALLBACK_SIZE).columns
    # The Windows console starts a new line when its last cell is taken.
    return width - 1 if os.name == "nt" else width
