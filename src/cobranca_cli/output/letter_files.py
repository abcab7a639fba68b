"""Letters as files in a folder, each for the channel by which it goes.

Every file is private and there whole or not at all. Writing the same letters again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted
from cobranca_cli.errors import CobrancaError, DataError, OutsideError, UsageError
from cobranca_cli.faults import reason
from cobranca_cli.output.atomic import replacing
from cobranca_cli.output.letter_names import DIGITS, letter_stem
from cobranca_cli.output.safety import printable
from cobranca_cli.output.streams import encoded, say
from cobranca_cli.views.letter import Letter, is_formal

ENDINGS = {
    "txt": ".txt",
    "html": ".html",
    "pdf": ".pdf",
    "eml": ".eml",
    "mensagem": "-mensagem.txt",
}
"""Every kind of file: the text kept as proof, the page, paper, the draft of an e-mail, the short message."""

BY_CHANNEL: Mapping[str, tuple[str, ...]] = {
    "email": ("eml", "html", "txt"),
    "whatsapp": ("mensagem", "html", "txt"),
    "sms": ("mensagem", "html", "txt"),
    "carta": ("pdf", "txt"),
    "presencial": ("pdf", "txt"),
    "telefone": ("txt",),
}
"""What a letter needs for its channel. The e-mail of a formal letter carries the PDF."""

REFUSE, REPLACE, KEEP = "refuse", "replace", "keep"
"""What becomes of a file that is there with another content."""

PRIVATE_FOLDER = 0o700
NO_TYPST = (
    "As cartas ficaram sem PDF, porque falta o pacote typst: instale com pip install 'cobranca-cli[pdf]', ou"
    " imprima o HTML pelo navegador."
)

Kinds = Mapping[str, tuple[str, ...]] | tuple[str, ...]
"""Kinds of files by channel, or the same for every letter."""


class Written(NamedTuple):
    """The files of one letter, the one to send first; those included that were there with the same content.

    `problems` says in Portuguese why a file could not be made; the others of the letter are there.
    """

    letter: int
    paths: tuple[Path, ...]
    problems: tuple[str, ...] = ()


def write_letters(
    letters: Iterable[Letter], folder: Path, kinds: Kinds = BY_CHANNEL, *, existing: str = REFUSE
) -> Iterator[Written]:
    """Write the files of each letter and tell which, letter by letter; only a few are in memory.

    The folder is made if need be, for its owner only. A letter without a page gets no HTML file. Without the
    package that makes PDFs a page takes the place of each, and one warning says so. An address that no e-mail
    can have is a problem of its letter. A file that is there with another content is refused, replaced or
    kept, as `existing` says.

    Raises:
        UsageError: a file is there with another content, and was to be refused.
        OutsideError: the disk or the system refuses. Both say which letters are there.
    """
    _make_folder(folder)
    last = None
    for count, (letter, pdf) in enumerate(_with_pdfs(letters, kinds)):
        try:
            written = _write(letter, folder, _kinds_of(letter, kinds), pdf, existing)
        except (UsageError, OutsideError) as error:
            raise _stopped(error, folder, letter.id, count, last) from error
        yield written
        last = letter.id


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        what = "o caminho não é uma pasta" if isinstance(error, FileExistsError) else reason(error)
        raise OutsideError(
            f"não foi possível usar a pasta {printable(str(folder))}: {what}", hint="escolha outra pasta"
        ) from error


def _kinds_of(letter: Letter, kinds: Kinds) -> tuple[str, ...]:
    found = kinds.get(letter.channel, ("txt",)) if isinstance(kinds, Mapping) else kinds
    return tuple(kind for kind in found if kind != "html" or letter.html is not None)


def _needs_pdf(letter: Letter, kinds: Kinds) -> bool:
    found = _kinds_of(letter, kinds)
    return "pdf" in found or ("eml" in found and is_formal(letter))


def _with_pdfs(letters: Iterable[Letter], kinds: Kinds) -> Iterator[tuple[Letter, bytes | None]]:
    """Each letter with its PDF where it needs one and typst is there."""
    if find_spec("typst") is None:
        yield from _without_typst(letters, kinds)
        return
    from cobranca_cli.output.letter_pdf import letter_pdfs

    for letter, made in letter_pdfs(letters, lambda each: _needs_pdf(each, kinds)):
        pdf, warnings = made or (None, ())
        for warning in warnings:
            say(f"Carta {_number(letter.id)}: {warning}")
        yield letter, pdf


def _without_typst(letters: Iterable[Letter], kinds: Kinds) -> Iterator[tuple[Letter, None]]:
    said = False
    for letter in letters:
        if not said and _needs_pdf(letter, kinds):
            say(NO_TYPST)
            said = True
        yield letter, None


def _write(letter: Letter, folder: Path, kinds: tuple[str, ...], pdf: bytes | None, existing: str) -> Written:
    paths, problems = [], []
    for kind in _in_place(kinds, letter, pdf):
        try:
            content = _content(letter, kind, pdf)
        except DataError as error:
            problems.append(f"carta {_number(letter.id)}, {error.message} [{error.code}]")
            continue
        path = folder / f"{letter_stem(letter.id, letter.customer_name)}{ENDINGS[kind]}"
        _put(path, content, existing)
        paths.append(path)
    return Written(letter.id, tuple(paths), tuple(problems))


def _put(path: Path, content: bytes, existing: str) -> None:
    def settled() -> bool:
        return _is_there(path, content) or (existing == KEEP and path.exists())

    if settled():
        return
    try:
        with replacing(path, overwrite=existing == REPLACE, durable=False) as handle:
            handle.write(content)
    except UsageError:
        # Another run may have put the very same letter there since we looked.
        if not settled():
            raise


def _in_place(kinds: tuple[str, ...], letter: Letter, pdf: bytes | None) -> tuple[str, ...]:
    """The kinds, with a page where a PDF was to be and cannot be made."""
    if pdf is not None or "pdf" not in kinds:
        return kinds
    page = ("html",) if letter.html is not None and "html" not in kinds else ()
    return (*page, *(kind for kind in kinds if kind != "pdf"))


def _content(letter: Letter, kind: str, pdf: bytes | None) -> bytes:
    if kind == "eml":
        from cobranca_cli.output.letter_eml import eml_bytes

        return eml_bytes(letter, pdf if is_formal(letter) else None)
    if kind == "mensagem":
        from cobranca_cli.output.letter_whatsapp import message_file

        return encoded(message_file(letter))
    if kind == "pdf":
        assert pdf is not None
        return pdf
    text = letter.html if kind == "html" else letter.text
    assert text is not None
    return encoded(text)


def _is_there(path: Path, content: bytes) -> bool:
    """Whether the file holds just that; whatever else is there is the affair of `replacing`."""
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _stopped(error: CobrancaError, folder: Path, number: int, count: int, last: int | None) -> CobrancaError:
    """The same error, which says too what of the letters is there."""
    done = "nenhuma" if last is None else f"{counted(count, 'carta', 'cartas')}, até a {_number(last)}"
    resume = "resolva e rode de novo: o que já está lá não é refeito"
    return type(error)(
        f"{error.message}; parou na carta {_number(number)}; prontas em {printable(str(folder))}: {done}",
        hint=resume if isinstance(error, OutsideError) else error.hint,
        code=error.code,
    )


def _number(letter: int) -> str:
    return f"{letter:0{DIGITS}}"
