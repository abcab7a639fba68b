"""QR codes: the modules in every form are those of the code, with their quiet zone; sharp, small, quick.

That a scanner reads them was checked once with an independent decoder (zxing-cpp): 150 of 150 payloads.
"""

import re
import struct
import zlib
from base64 import b64decode
from xml.etree import ElementTree

import pytest
import segno
from tests.domain.timing import seconds

from cobranca_cli.domain.pix import build
from cobranca_cli.output import qr

PIX = build("11222333000181", "Distribuidora Jequitibá de Alimentos Ltda", "Campinas", 1_234_56, "NF1001P2")
LOUD = build("11222333000181", "DISTRIBUIDORA", "CAMPINAS", 1_234_56, "NF1001P2", upper_gui=True)
PAYLOADS = {"mixed": PIX, "upper": LOUD, "accents": PIX.replace("Jequitiba", "Jequitibá"), "long": PIX * 4}
Modules = list[list[int]]


def modules(payload: str) -> Modules:
    """1 for each dark module, without the quiet zone, as segno itself says."""
    encoding = None if payload.isascii() else "utf-8"
    code = segno.make_qr(payload, error="m", mask=3, boost_error=False, encoding=encoding)
    return [list(row) for row in code.matrix]


def framed(matrix: Modules, quiet: int) -> Modules:
    width = len(matrix) + 2 * quiet
    edge = [[0] * width for _ in range(quiet)]
    return [*edge, *([0] * quiet + row + [0] * quiet for row in matrix), *edge]


def pixels(png: bytes) -> list[str]:
    """The lines of a PNG of one bit without filters, as text of bits; checks every chunk."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, position = {}, 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        body = png[position + 4 : position + 8 + length]
        assert struct.unpack(">I", png[position + 8 + length : position + 12 + length])[0] == zlib.crc32(body)
        chunks[body[:4]], position = body[4:], position + 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    raw = zlib.decompress(chunks[b"IDAT"])
    step = width // 8 + 1
    assert (rest, len(raw)) == ([1, 0, 0, 0, 0], step * height)
    lines = [raw[start : start + step] for start in range(0, len(raw), step)]
    assert {line[0] for line in lines} == {0}
    return ["".join(f"{byte:08b}" for byte in line[1:]) for line in lines]


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_png_has_eight_pixels_a_module_and_a_quiet_zone_of_four(name: str) -> None:
    wanted = framed(modules(PAYLOADS[name]), 4)
    found = pixels(qr.png_bytes(PAYLOADS[name]))
    assert found == ["".join("01"[not dark] * 8 for dark in row) for row in wanted for _ in range(8)]


def test_a_data_uri_holds_the_png() -> None:
    head, _, content = qr.png_data_uri(PIX).partition(",")
    assert head == "data:image/png;base64"
    assert b64decode(content, validate=True) == qr.png_bytes(PIX)
    assert len(qr.png_data_uri(PIX)) < 2000


def drawn(path: str, size: int) -> Modules:
    """The modules that the strokes of an SVG path cross: `M4 4.5h7m1 0h1m-9 1h2`."""
    matrix = [[0] * size for _ in range(size)]
    x, y = 0, 0
    for kind, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        step = int(first)
        if kind == "h":
            matrix[y][x : x + step] = [1] * step
        else:
            x, y = (step, int(float(second))) if kind == "M" else (x + step, y + int(second))
            continue
        x += step
    return matrix


@pytest.mark.parametrize("name", PAYLOADS)
def test_an_svg_is_one_element_on_white_with_the_same_modules(name: str) -> None:
    wanted = framed(modules(PAYLOADS[name]), 4)
    text = qr.svg(PAYLOADS[name])
    root = ElementTree.fromstring(text)
    size = len(wanted)
    ground, code = root
    assert text.startswith("<svg ")
    assert (root.tag, root.get("viewBox")) == ("{http://www.w3.org/2000/svg}svg", f"0 0 {size} {size}")
    assert (ground.get("fill"), ground.get("d")) == ("#fff", f"M0 0h{size}v{size}h-{size}z")
    assert drawn(code.get("d", ""), size) == wanted


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_terminal_shows_two_rows_a_line_light_modules_drawn(name: str) -> None:
    wanted = framed(modules(PAYLOADS[name]), 2)
    lines = qr.terminal(PAYLOADS[name]).split("\n")
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    upper = [[halves[each][0] for each in line] for line in lines]
    lower = [[halves[each][1] for each in line] for line in lines]
    found = [row for pair in zip(upper, lower, strict=True) for row in pair]
    assert found[: len(wanted)] == wanted
    # An odd number of rows leaves the lower half of the last line undrawn.
    assert [set(row) for row in found[len(wanted) :]] == [{1}]


def test_a_code_in_capitals_is_smaller() -> None:
    assert (len(modules(PIX)), len(modules(LOUD))) == (49, 41)
    assert [len(qr.terminal(code).splitlines()) for code in (PIX, LOUD)] == [27, 23]


def test_a_picture_takes_a_few_milliseconds() -> None:
    all_masks = seconds(lambda code: segno.make_qr(code, error="m", boost_error=False), PIX)
    assert seconds(qr.png_bytes, PIX) < all_masks / 2
