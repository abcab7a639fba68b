"""Long texts made to be slow, and how long one takes."""

from collections.abc import Callable
from time import process_time

LENGTH = 100_000

ADVERSARIES = [
    piece * (LENGTH // len(piece)) + end
    for piece, end in [
        ("1", ""),
        ("1", "x"),
        ("1.", ""),
        ("1.111", "x"),
        (".111", "1"),
        ("1,", "x"),
        ("-", "1"),
        ("(", "1"),
        (" ", "1"),
        ("R$ ", "1"),
        ("R$" + " " * 999, "x"),
        ("/1", ""),
        ("1/1", "x"),
        ("1 ", "\t"),
        ("\u00a0", "x"),
        ("a\u0301", ""),
        ("ΐ", "a"),
        ("Ã£", ""),
        ("🌻", "\u200b"),
        ("\t", "\t"),
    ]
]


def seconds(reader: Callable[[str], object], text: str) -> float:
    """Processor time of one call; the least of three, so that a busy machine does not decide."""
    best = 9.0
    for _ in range(3):
        started = process_time()
        reader(text)
        best = min(best, process_time() - started)
    return best
