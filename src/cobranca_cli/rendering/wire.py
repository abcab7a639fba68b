"""How the program and the process that renders its letters speak: frames of JSON through pipes.

A frame is four bytes of length, big-endian, and that much JSON. Neither side runs or unpickles anything of
the other's.
"""

import json
import struct
from typing import Any, BinaryIO

MEGABYTE = 1024 * 1024
MOST_OUTPUT = MEGABYTE
"""Bytes of UTF-8 that one letter may have: its words and each layout."""
MOST_FRAME = 64 * MEGABYTE
MOST_MEMORY = 512 * MEGABYTE
MOST_CPU_SECONDS = 2

_LENGTH = struct.Struct(">I")


def packed(message: object) -> bytes:
    """The frame of a message. Raises ValueError when it is longer than a frame may be."""
    # A lone surrogate, which only a template's "\ud800" can make, becomes a question mark.
    content = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(content) > MOST_FRAME:
        raise ValueError("the message is too long for a frame")
    return _LENGTH.pack(len(content)) + content


def receive(stream: BinaryIO) -> Any:
    """The next message; None at the end of the stream or after anything that is not a whole frame."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MOST_FRAME:
        return None
    content = stream.read(length)
    if len(content) < length:
        return None
    return json.loads(content)
