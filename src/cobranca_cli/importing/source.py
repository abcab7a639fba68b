"""A look at the bytes of a file before anything is read from it: what kind, which encoding, which hash.

One streaming pass; memory does not grow with the file. What cannot be read is refused here with the
line at which it goes wrong.
"""

import codecs
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from stat import S_ISREG

from .problems import RowProblem

ENCODINGS = {
    "utf-8": "utf-8",
    "cp1252": "cp1252",
    "latin-1": "cp1252",
    "cp850": "cp850",
    "mac-roman": "mac_roman",
}
"""Names for `--codificacao`; `latin-1` is read as Windows-1252, which only adds to it."""

_CHUNK = 1 << 18
_BLOCK = 2_000_000
_LONGEST_LINE = 1 << 18
_HIGH = re.compile(rb"[\x80-\xff]")

_MAGIC = (
    (b"PK\x03\x04", "uma planilha do Excel (XLSX) ou um arquivo ZIP", "abra a planilha e salve como CSV"),
    (b"\xd0\xcf\x11\xe0", "uma planilha antiga do Excel (XLS)", "abra a planilha e salve como CSV"),
    (b"%PDF", "um PDF", "exporte os dados em CSV no sistema de origem"),
    (b"SQLite format 3\0", "um banco de dados", "diga o arquivo CSV; o livro vai em --livro"),
    (b"\x1f\x8b", "um arquivo compactado", "descompacte-o antes"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read as text.

    Attributes:
        path: the file.
        name: its name as shown in messages.
        size: bytes.
        sha256: hash of the bytes, in hexadecimal.
        encoding: Python's name of the encoding.
        carriage_returns: lines end in CR alone (old Mac).
    """

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    carriage_returns: bool


def inspect(path: Path, encoding: str | None = None) -> Source | RowProblem:
    """Look at the whole file once. `encoding` is what the user demanded, by a key of ENCODINGS."""
    name = path.name
    try:
        if not S_ISREG(path.stat().st_mode):
            return _whole(name, "E-ARQUIVO", "não é um arquivo comum; diga o arquivo CSV")
        with path.open("rb") as file:
            return _inspect(file.fileno(), path, encoding)
    except FileNotFoundError:
        return _whole(name, "E-ARQUIVO", "não encontrei o arquivo; confira o caminho")
    except PermissionError:
        return _whole(name, "E-ARQUIVO", "sem permissão para ler o arquivo")
    except OSError as error:
        return _whole(name, "E-ARQUIVO", f"não consegui ler o arquivo ({error.strerror})")


def read_blocks(source: Source, progress: Callable[[int], None] | None = None) -> Iterator[list[str]]:
    """The file's physical lines in blocks of some 2 MB, line ends kept as `\\n`, BOM gone.

    `progress` is told after each block how many bytes have been read.
    """
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    with source.path.open("rb") as file:
        text = TextIOWrapper(file, encoding=encoding, newline=None)
        while block := text.readlines(_BLOCK):
            yield block
            if progress:
                progress(file.tell())


def _inspect(descriptor: int, path: Path, wanted: str | None) -> Source | RowProblem:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, lines, returns, since_break, size, blank = True, 0, 0, 0, 0, True
    while chunk := os.read(descriptor, _CHUNK):
        if size == 0 and (problem := _wrong_kind(path.name, chunk)):
            return problem
        if 0 in chunk:
            line = _line_of(lines, returns, chunk[: chunk.index(0)])
            return _at(
                path.name, line, "E-NUL", "tem um byte nulo (00); o arquivo está danificado ou não é texto"
            )
        digest.update(chunk)
        size += len(chunk)
        blank = blank and not chunk.strip(b" \t\r\n;,|\xef\xbb\xbf")
        if is_utf8:
            is_utf8 = _feed(decoder, chunk)
        last_break = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        since_break = since_break + len(chunk) if last_break < 0 else len(chunk) - last_break
        lines += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        if since_break > _LONGEST_LINE:
            line = _line_of(lines, returns, b"")
            return _at(path.name, line, "E-CAMPO-GRANDE", "tem um campo grande demais; falta fechar aspas?")
    if blank:
        return _whole(path.name, "E-VAZIO-ARQUIVO", "o arquivo está vazio; exporte-o de novo")
    encoding = _encoding(path, wanted, is_utf8 and _feed(decoder, b"", final=True))
    if isinstance(encoding, RowProblem):
        return encoding
    return Source(path, path.name, size, digest.hexdigest(), encoding, lines == 0 and returns > 0)


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _line_of(lines: int, returns: int, before: bytes) -> int:
    """The physical line after `lines` and `returns` breaks and the bytes `before` on top of them."""
    lines += before.count(b"\n")
    returns += before.count(b"\r")
    return (lines or returns) + 1


def _wrong_kind(name: str, start: bytes) -> RowProblem | None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _at(
            name, 1, "E-CODIFICACAO", "está em UTF-16 (“Texto Unicode” do Excel); salve como “CSV UTF-8”"
        )
    for magic, what, remedy in _MAGIC:
        if start.startswith(magic):
            return _whole(name, "E-TIPO", f"é {what}, não um CSV; {remedy}")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return _at(
            name, 1, "E-TIPO", "é uma página HTML ou um XML, não um CSV; abra na planilha e salve como CSV"
        )
    return None


def _encoding(path: Path, wanted: str | None, is_utf8: bool) -> str | RowProblem:
    if wanted is not None:
        encoding = ENCODINGS[wanted]
        line = _first_undecodable(path, encoding)
        if line is not None:
            message = f"não está em {wanted}; tente sem --codificacao"
            return _at(path.name, line, "E-CODIFICACAO", message)
        return encoding
    if is_utf8:
        return "utf-8"
    mixed = _first_of_second_kind(path)
    if mixed is not None:
        return _at(
            path.name,
            mixed,
            "E-CODIFICACAO-MISTA",
            "mistura UTF-8 e Windows-1252 no mesmo arquivo; exporte-o de novo de uma só vez",
        )
    line = _first_undecodable(path, "cp1252")
    if line is not None:
        message = "não está em UTF-8 nem em Windows-1252; salve como “CSV UTF-8” ou diga --codificacao"
        return _at(path.name, line, "E-CODIFICACAO", message)
    return "cp1252"


def _byte_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Physical lines that hold a byte above 127; only walked when a file is not plain UTF-8."""
    with path.open("rb") as file:
        number = 0
        for stretch in file:
            for part in stretch.rstrip(b"\r\n").split(b"\r"):
                number += 1
                if _HIGH.search(part):
                    yield number, part


def _first_undecodable(path: Path, encoding: str) -> int | None:
    for number, line in _byte_lines(path):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            return number
    return None


def _first_of_second_kind(path: Path) -> int | None:
    """The line at which a second encoding appears, or None when all lines are of one kind."""
    first: bool | None = None
    for number, line in _byte_lines(path):
        try:
            line.decode("utf-8")
            kind = True
        except UnicodeDecodeError:
            kind = False
        if first is None:
            first = kind
        elif kind is not first:
            return number
    return None


def _whole(name: str, code: str, message: str) -> RowProblem:
    return RowProblem(name, None, None, None, None, code, message)


def _at(name: str, line: int, code: str, message: str) -> RowProblem:
    return RowProblem(name, line, None, None, None, code, message)
