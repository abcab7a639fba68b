"""QR codes of Pix codes: a picture for letters, an SVG, and blocks for a terminal.

Error correction M, as the Pix manuals' own examples have. The mask is fixed: any of the eight is valid, and
trying all of them, as the standard suggests for the looks, takes five times as long as the rest.
"""

import struct
import zlib
from base64 import b64encode
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

_MASK = 3
_QUIET = 4
"""Light modules around the code, which scanners need: four by the standard."""

_QUIET_ON_TERMINAL = 2
_SIDE = 8
"""Pixels of a module's side in the PNG: at one bit a pixel each module is one byte."""

_EFFORT = 6
"""Of the compression: 9 takes ten times as long and saves nothing."""

_BYTE_OF_MODULE = bytes((0xFF, 0x00)) + bytes(254)


def png_bytes(payload: str) -> bytes:
    """A black and white PNG, eight pixels a module, with its quiet zone."""
    quiet = b"\xff" * _QUIET
    rows = [quiet + bytes(row).translate(_BYTE_OF_MODULE) + quiet for row in _code(payload).matrix]
    size = len(rows[0])
    edge = [b"\xff" * size] * _QUIET
    # Each line of pixels begins with its filter, 0: none.
    pixels = b"".join((b"\0" + row) * _SIDE for row in (*edge, *rows, *edge))
    side = size * _SIDE
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, _EFFORT)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def png_data_uri(payload: str) -> str:
    """The PNG as an image source for HTML without outside references."""
    return f"data:image/png;base64,{b64encode(png_bytes(payload)).decode('ascii')}"


def svg(payload: str) -> str:
    """A whole SVG element on a white ground, of no fixed size."""
    out = BytesIO()
    _code(payload).save(
        out, kind="svg", border=_QUIET, light="#fff", omitsize=True, xmldecl=False, nl=False, svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode("utf-8")


def terminal(payload: str) -> str:
    """Lines of half blocks for a dark terminal, light modules drawn; 45 to 61 columns wide for a Pix code."""
    out = StringIO()
    _code(payload).terminal(out, border=_QUIET_ON_TERMINAL, compact=True)
    return out.getvalue().rstrip("\n")


def _code(payload: str) -> "QRCode":
    import segno

    # Wallets read bytes as UTF-8, over which the code's CRC is made too.
    encoding = None if payload.isascii() else "utf-8"
    return segno.make_qr(payload, error="m", mask=_MASK, boost_error=False, encoding=encoding)


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
