"""The pieces of an e-mail as bytes, written by hand: the same on every Python, and nothing decides but us.

The `email` package of some Pythons writes an encoded word that holds a line break as a new header
(CVE-2024-6923), and folds lines differently from version to version. Lines end in CRLF (RFC 5322).
"""

import re
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from typing import NamedTuple

from cobranca_cli.errors import DataError
from cobranca_cli.output.safety import printable

CODE = "E-EMAIL"
CRLF = "\r\n"
# What may stand in a display name without quotes or encoding (RFC 5322, atom), and spaces between.
PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_{|}~ -]+", re.ASCII)
PLAIN_TEXT = re.compile(r"[ -~]*", re.ASCII)
# An encoded word has at most 75 characters (RFC 2047, 2). With 39 bytes of text it has 64 and fits beside the
# name of its header: to some readers, a header that begins on its second line begins with a blank.
WORD_BYTES = 39
LINE = 76


class Part(NamedTuple):
    """One part of a message: its header lines, whole, and its body."""

    headers: tuple[str, ...]
    body: bytes


def header_text(text: str) -> str:
    """`text` as a header may hold it: on one line, printable, with no start of an encoded word in it.

    Raises DataError E-EMAIL for a text with a line break, which somebody has put there.
    """
    if "\r" in text or "\n" in text:
        raise DataError(
            f"quebra de linha no cabeçalho do e-mail: {printable(text)[:60]}",
            code=CODE,
            hint="o assunto e os nomes ocupam uma linha só",
        )
    return printable(text).replace("=?", "= ?").strip()


def header(name: str, text: str) -> str:
    """A header of plain text, encoded where it must be and folded."""
    return _folded(name, _words(header_text(text), PLAIN_TEXT))


def address_header(name: str, display: str, address: str) -> str:
    """A header with one address, and the name of its owner if he has one."""
    shown = header_text(display)
    words = _words(shown, PLAIN_PHRASE) if shown else []
    return _folded(name, [*words, f"<{address}>" if shown else address])


def text_part(kind: str, text: str) -> Part:
    """A part of text, `plain` or `html`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    body = CRLF.join((*lines, ""))
    return Part(
        (f'Content-Type: text/{kind}; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable"),
        b2a_qp(body.encode("utf-8", "replace"), istext=True),
    )


def binary_part(kind: str, content: bytes, *headers: str) -> Part:
    """A part of bytes, such as `image/png`."""
    fixed = (f"Content-Type: {kind}", "Content-Transfer-Encoding: base64")
    return Part((*fixed, *headers), encodebytes(content).replace(b"\n", b"\r\n"))


def multipart(kind: str, parts: Iterable[Part], boundary: str) -> Part:
    """Several parts as one; a single one stays as it is. `boundary` must not occur in any."""
    found = list(parts)
    if len(found) == 1:
        return found[0]
    line = f"--{boundary}".encode("ascii")
    # The line break before a boundary belongs to the boundary, not to the part.
    body = b"".join(b"\r\n".join((line, part_bytes(part), b"")) for part in found)
    return Part(
        (f'Content-Type: multipart/{kind}; boundary="{boundary}"',), b"".join((body, line, b"--\r\n"))
    )


def part_bytes(part: Part) -> bytes:
    """Headers, an empty line, the body; it ends with its line."""
    return CRLF.join((*part.headers, "", "")).encode("ascii") + part.body


def _words(text: str, plain: re.Pattern[str]) -> list[str]:
    """The text in words no longer than a line: as they are, or as encoded words."""
    if plain.fullmatch(text) and all(len(word) < WORD_BYTES for word in text.split()):
        return text.split()
    return [f"=?utf-8?B?{b64encode(chunk).decode('ascii')}?=" for chunk in _chunks(text)]


def _chunks(text: str) -> list[bytes]:
    """The text in UTF-8, cut between characters: each encoded word must be whole in itself."""
    chunks = [b""]
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(chunks[-1]) + len(encoded) > WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += encoded
    return chunks


def _folded(name: str, words: Iterable[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE:
            lines.append("")
        lines[-1] += f" {word}"
    return CRLF.join(lines)
