"""Letters on A4 paper, as PDF, by typst: one alone, or many on all processors.

The data reaches the layout (`letter.typ`) as JSON, never as source, so nothing in it can be code. Every file
is PDF/A-2a and PDF/UA-1 with its fonts inside, and the same letter gives the same bytes, alone or among
others.
"""

import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cobranca_cli.output.letter_page import page_of
from cobranca_cli.output.pdf import NO_GLYPH, STANDARDS, typst_package
from cobranca_cli.views.letter import Letter

LAYOUT = Path(__file__).with_name("letter.typ")
MOST_WORKERS = 8

Made = tuple[bytes, tuple[str, ...]]
"""A PDF, and what the person who made it should know before sending it."""


class Press:
    """Prints one letter after another; what it has loaded for the first serves all. For one thread.

    Raises UsageError without the package `typst`.
    """

    def __init__(self) -> None:
        self._typst = typst_package()
        self._layout = LAYOUT.read_bytes()
        self._own = self._typst.Compiler(ignore_system_fonts=True)
        self._any: Any = None

    def pdf(self, letter: Letter) -> Made:
        """One letter as PDF."""
        page = page_of(letter)
        return self._compile(letter.day, page["title"], page["author"], [page])

    def joined(self, letters: Sequence[Letter], title: str) -> Made:
        """At least one letter, each from a page of its own on, as one PDF to be printed at once."""
        pages = [page_of(letter) for letter in letters]
        return self._compile(letters[0].day, title, pages[0]["author"], pages)

    def _compile(self, day: date, title: str, author: str, pages: list[dict[str, Any]]) -> Made:
        run = {"title": title, "author": author, "letters": pages}
        inputs = {
            "input": self._layout,
            "sys_inputs": {"cartas": json.dumps(run, ensure_ascii=False)},
            "format": "pdf",
            "timestamp": datetime(day.year, day.month, day.day, tzinfo=UTC),
        }
        # As in `output.pdf`: the fonts of the package, else those of the computer, else no standards.
        try:
            return self._own.compile(**inputs, pdf_standards=STANDARDS), ()
        except self._typst.TypstError:
            self._any = self._any or self._typst.Compiler()
        try:
            return self._any.compile(**inputs, pdf_standards=STANDARDS), ()
        except self._typst.TypstError:
            return self._any.compile(**inputs), (NO_GLYPH,)


def letter_pdf(letter: Letter) -> Made:
    """One letter as PDF. Raises UsageError without the package `typst`."""
    return Press().pdf(letter)


def letter_pdfs(
    letters: Iterable[Letter], wanted: Callable[[Letter], bool] = lambda _: True, workers: int | None = None
) -> Iterator[tuple[Letter, Made | None]]:
    """Each letter with its PDF, in order, made on all processors; None for one that is not `wanted`.

    Only a few letters are in memory at a time. Raises UsageError without the package `typst`, when the first
    wanted letter comes.
    """
    count = workers or min(os.cpu_count() or 1, MOST_WORKERS)
    mine = threading.local()

    def make(letter: Letter) -> Made:
        if not hasattr(mine, "press"):
            mine.press = Press()
        press: Press = mine.press
        return press.pdf(letter)

    with ThreadPoolExecutor(count) as pool:

        def begun(letter: Letter) -> tuple[Letter, Future[Made] | None]:
            return letter, pool.submit(make, letter) if wanted(letter) else None

        source = map(begun, letters)
        pending = deque(islice(source, 2 * count))
        while pending:
            letter, future = pending.popleft()
            made = future.result() if future else None
            pending.extend(islice(source, 1))
            yield letter, made
