"""One physical line into fields. A quoted field may hold the separator, never a line break.

Because a record never spans lines, every line stands for itself: a quote left open spoils its own line
and not the rest of the file.
"""

from typing import NamedTuple

from cobranca_cli.domain.problem import Problem

LONGEST_FIELD = 4096


class BadQuote(NamedTuple):
    """A quote that does not open and close as it should, and the column (from 1) in which it opened."""

    column: int
    unclosed: bool


def split_line(line: str, delimiter: str) -> list[str] | BadQuote:
    """The fields of a line without its line break.

    A field that begins with `"` ends with the next lone `"`, `""` inside is one quote. A quote in the
    middle of an unquoted field (`TV 42" LED`) is text. Linear in the length of the line.
    """
    if '"' not in line:
        return line.split(delimiter)
    fields: list[str] = []
    position, end = 0, len(line)
    while True:
        if line.startswith('"', position):
            closing = _closing_quote(line, position + 1)
            if closing < 0:
                return BadQuote(len(fields) + 1, unclosed=True)
            after = closing + 1
            if after < end and not line.startswith(delimiter, after):
                return BadQuote(len(fields) + 1, unclosed=False)
            fields.append(line[position + 1 : closing].replace('""', '"'))
        else:
            after = line.find(delimiter, position)
            after = end if after < 0 else after
            fields.append(line[position:after])
        if after >= end:
            return fields
        position = after + len(delimiter)


def _closing_quote(line: str, start: int) -> int:
    """Where the quote that closes the field stands; -1 when it stays open."""
    position = line.find('"', start)
    while position >= 0 and line.startswith('"', position + 1):
        position = line.find('"', position + 2)
    return position


def quote_problem(quote: BadQuote) -> Problem:
    """What is wrong with a line whose quotes do not match, and what to do."""
    if quote.unclosed:
        return Problem(
            "E-ASPAS",
            "tem aspas que abrem e não fecham na mesma linha; um campo não pode ter quebra de linha",
        )
    return Problem(
        "E-ASPAS", 'tem texto depois de fechar as aspas; aspas dentro do campo se escrevem dobradas ("")'
    )


def width_problem(count: int, width: int, delimiter: str) -> Problem:
    """What is wrong with a line of `count` fields under a header of `width`, and what to do."""
    shown = "TAB" if delimiter == "\t" else delimiter
    message = f"tem {count} {'campo' if count == 1 else 'campos'}, e o cabeçalho tem {width}"
    if count > width:
        message += f"; se um texto ou valor tem '{shown}', ponha-o entre aspas"
    return Problem("E-COLUNAS", message)
