"""A progress bar on stderr: only on a terminal, only for what takes more than a second."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

PATIENCE_SECONDS = 1.0


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function to be told (bytes done, bytes in all), or None when nobody would see it.

    The bar is drawn by that call itself: a thread beside the database's loop would slow it a thousandfold.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(what)
    try:
        yield bar.tell
    finally:
        bar.close()


class _Bar:
    def __init__(self, what: str) -> None:
        self._what = what
        self._started = monotonic()
        self._stop: Callable[[], None] | None = None
        self._draw: Callable[[int, int], None] | None = None

    def tell(self, done: int, total: int) -> None:
        if self._draw is None:
            if monotonic() - self._started < PATIENCE_SECONDS:
                return
            self._open()
        if self._draw is not None:
            self._draw(done, total)

    def close(self) -> None:
        if self._stop is not None:
            self._stop()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True, markup=False, highlight=False, emoji=False),
            auto_refresh=False,
            transient=True,
        )
        task = bar.add_task(self._what)
        bar.start()
        self._stop = bar.stop
        self._draw = lambda done, total: bar.update(task, completed=done, total=total, refresh=True)
