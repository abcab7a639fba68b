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

from cobranca_cli.errors import DataError
from cobranca_cli.faults import reason

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
_BLOCK = 1_000_000
_LONGEST_LINE = 1 << 18
_BLANK = b" \t\r\n;,|\xef\xbb\xbf"
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
    """

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str


def inspect(path: Path, name: str, encoding: str | None = None) -> Source | RowProblem:
    """Look at the whole file once; `name` is how messages call it.

    `encoding` is what the user demanded, by a key of ENCODINGS.
    """
    try:
        if not S_ISREG(path.stat().st_mode):
            return _whole(name, "E-ARQUIVO", "não é um arquivo comum; diga o arquivo CSV")
        with path.open("rb") as file:
            return _inspect(file.fileno(), path, name, encoding)
    except FileNotFoundError:
        return _whole(name, "E-ARQUIVO", "não encontrei o arquivo; confira o caminho")
    except PermissionError:
        return _whole(name, "E-ARQUIVO", "sem permissão para ler o arquivo")
    except OSError as error:
        return _whole(name, "E-ARQUIVO", f"não consegui ler o arquivo: {reason(error)}")


def read_blocks(source: Source, progress: Callable[[int], None] | None = None) -> Iterator[list[str]]:
    """The file's physical lines in blocks of some 1 MB, line ends kept as `\\n`, BOM gone.

    `progress` is told after each block how many bytes have been read. Raises DataError when the file is
    no longer the one that was inspected.
    """
    encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
    with source.path.open("rb") as file:
        text = TextIOWrapper(file, encoding=encoding, newline=None)
        try:
            while block := text.readlines(_BLOCK):
                yield block
                if progress:
                    progress(file.tell())
        except UnicodeDecodeError as error:
            raise _changed(source) from error
        if os.fstat(file.fileno()).st_size != source.size:
            raise _changed(source)


def _changed(source: Source) -> DataError:
    return DataError(
        f"o arquivo {source.name} mudou enquanto era lido",
        code="E-ARQUIVO",
        hint="espere o outro programa terminar de gravá-lo e importe de novo",
    )


@dataclass(slots=True)
class _Lines:
    """Physical lines while bytes go by: LF, CR LF and CR alone each end one."""

    ended: int = 0
    since_break: int = 0
    after_return: bool = False

    def feed(self, chunk: bytes) -> None:
        """Count the line ends of the next bytes."""
        returns = chunk.count(b"\r")
        self.ended += chunk.count(b"\n") + returns
        if returns:
            self.ended -= chunk.count(b"\r\n")
        if self.after_return and chunk.startswith(b"\n"):
            self.ended -= 1
        self.after_return = chunk.endswith(b"\r")
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.since_break = self.since_break + len(chunk) if last < 0 else len(chunk) - last


def _inspect(descriptor: int, path: Path, name: str, wanted: str | None) -> Source | RowProblem:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = _Lines()
    is_utf8, size, blank = True, 0, True
    while chunk := os.read(descriptor, _CHUNK):
        if size == 0 and (problem := _wrong_kind(name, chunk)):
            return problem
        if 0 in chunk:
            lines.feed(chunk[: chunk.index(0)])
            message = "tem um byte nulo (00); o arquivo está danificado ou não é texto"
            return _at(name, lines.ended + 1, "E-NUL", message)
        digest.update(chunk)
        size += len(chunk)
        blank = blank and not chunk.strip(_BLANK)
        is_utf8 = is_utf8 and _feed(decoder, chunk)
        lines.feed(chunk)
        if lines.since_break > _LONGEST_LINE:
            message = "tem um campo grande demais; falta fechar aspas?"
            return _at(name, lines.ended + 1, "E-CAMPO-GRANDE", message)
    if blank:
        return _whole(name, "E-VAZIO-ARQUIVO", "o arquivo está vazio; exporte-o de novo")
    encoding = _encoding(path, name, wanted, is_utf8 and _feed(decoder, b"", final=True))
    if isinstance(encoding, RowProblem):
        return encoding
    return Source(path, name, size, digest.hexdigest(), encoding)


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


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


def _encoding(path: Path, name: str, wanted: str | None, is_utf8: bool) -> str | RowProblem:
    with path.open("rb") as file:
        has_mark = file.read(3) == codecs.BOM_UTF8
    # A file that says it is UTF-8, and is, needs no other opinion.
    if wanted is not None and not (has_mark and is_utf8):
        encoding = ENCODINGS[wanted]
        line = _first_undecodable(path, encoding)
        if line is not None:
            message = f"não está em {wanted}; tente sem --codificacao"
            return _at(name, line, "E-CODIFICACAO", message)
        return encoding
    if is_utf8:
        return "utf-8"
    mixed = _first_of_second_kind(path)
    if mixed is not None:
        return _at(
            name,
            mixed,
            "E-CODIFICACAO-MISTA",
            "mistura UTF-8 e Windows-1252 no mesmo arquivo; exporte-o de novo de uma só vez",
        )
    line = _first_undecodable(path, "cp1252")
    if line is not None:
        message = "não está em UTF-8 nem em Windows-1252; salve como “CSV UTF-8” ou diga --codificacao"
        return _at(name, line, "E-CODIFICACAO", message)
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
