"""Standard output and error: data on one, everything said about it on the other."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from cobranca_cli.errors import OutsideError
from cobranca_cli.faults import reason
from cobranca_cli.output.safety import printable, printable_lines

UTF8_BOM = "\ufeff"


def say(text: str) -> None:
    """One sentence on standard error."""
    print(fitted(printable(text)), file=sys.stderr)


def fitted(text: str) -> str:
    """The text with long lines broken between words where a person looks at standard error.

    What follows the first line of a long one is indented as deep as it is. A pipe gets the text as it is.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return text
    from shutil import get_terminal_size
    from textwrap import fill

    width = max(40, get_terminal_size().columns)
    return "\n".join(
        fill(line, width, subsequent_indent=" " * (len(line) - len(line.lstrip())), drop_whitespace=True,
             break_long_words=False, break_on_hyphens=False, replace_whitespace=False)
        if len(line) > width
        else line
        for line in text.split("\n")
    )  # fmt: skip


def is_terminal() -> bool:
    """Whether a person looks at standard output. FORCE_COLOR has no say in it."""
    return sys.stdout is not None and sys.stdout.isatty()


def draws_bars() -> bool:
    """Whether a person looks at standard output, and it can show the blocks that bars are drawn with."""
    return is_terminal() and (sys.stdout.encoding or "").lower().startswith("utf")


@contextmanager
def guarded_stdout() -> Iterator[TextIO]:
    """Standard output, flushed at the end; a failing write is an OutsideError.

    BrokenPipeError goes through: the reader had enough, and the entry point knows what to do.
    """
    if sys.stdout is None:
        raise OutsideError("a saída padrão está fechada", hint="use --saida ARQ para escrever num arquivo")
    stream = sys.stdout
    _never_strict(stream)
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _discard_pending(stream)
        raise OutsideError(f"não foi possível escrever na saída: {reason(error)}") from error


def write_text(lines: Iterable[str]) -> None:
    """Lines for people, in the encoding that standard output has."""
    with guarded_stdout() as stream:
        stream.writelines(f"{line}\n" for line in lines)


def write_utf8(chunks: Iterable[str]) -> None:
    """Text for machines: UTF-8 byte by byte, whatever the encoding and line ends of the stream."""
    if is_terminal():
        chunks = map(_harmless, chunks)
    with guarded_stdout() as stream:
        stream.flush()
        stream.buffer.writelines(map(encoded, chunks))


def encoded(chunk: str) -> bytes:
    """UTF-8; half a surrogate pair, which cannot be encoded, becomes its `\\ud83d` escape."""
    return chunk.encode("utf-8", "backslashreplace")


def _harmless(chunk: str) -> str:
    """Even the formats for machines may not command a terminal, whatever they let through."""
    return printable_lines(chunk.removeprefix(UTF8_BOM))


def _never_strict(stream: TextIO) -> None:
    if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


def _discard_pending(stream: TextIO) -> None:
    """Point the failed stream at nothing, or the interpreter fails once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
