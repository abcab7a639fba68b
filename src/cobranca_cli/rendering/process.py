"""The program's end of the process that renders: started when needed, timed, started anew after a death."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO, cast

from .wire import packed, receive

START_SECONDS = 30
"""Until the process is ready: a machine under load may take long to load a library."""

_MAIN = "import sys; sys.path[:] = {paths!r}; from cobranca_cli.rendering.child import main; main()"


class Died(Exception):
    """The process ended without an answer. `late` says that it was over its time, by either clock."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("the renderer died")
        self.late = late


class NotStarted(Exception):
    """The process could not be started, or did not become what it should be."""


class Renderer:
    """The process, with the sources that it is given each time it starts."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)
        self._process: subprocess.Popen[bytes] | None = None
        self.started = 0

    def ask(self, jobs: list[Any], seconds: float) -> list[Any]:
        """The answers to the jobs, in order, within `seconds` of wall clock. Raises Died, NotStarted."""
        process = self._process or self._start()
        answer = self._timed(process, packed(jobs), seconds)
        if not isinstance(answer, list) or len(answer) != len(jobs):
            self._fail(process, late=False)
        assert isinstance(answer, list)
        return answer

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What was still to be written to a dead process cannot be, and need not.
            with suppress(OSError):
                assert pipe is not None
                pipe.close()

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = self._process = _launched()
            self.started += 1
            if self._timed(process, packed(self._sources), START_SECONDS) == "ready":
                return process
            self.close()
        except (OSError, Died) as error:
            raise NotStarted from error
        raise NotStarted

    def _timed(self, process: subprocess.Popen[bytes], frame: bytes, seconds: float) -> Any:
        """What the process answers to a frame; killed when it takes longer."""
        assert process.stdin is not None and process.stdout is not None
        clock = Timer(seconds, process.kill)
        clock.daemon = True
        clock.start()
        try:
            process.stdin.write(frame)
            process.stdin.flush()
            answer = receive(cast("BinaryIO", process.stdout))
        except (OSError, ValueError):
            answer = None
        except BaseException:
            # Interrupted between question and answer: whoever asks next would get this answer.
            self.close()
            raise
        finally:
            late = not clock.is_alive()
            clock.cancel()
        if answer is None:
            self._fail(process, late=late)
        return answer

    def _fail(self, process: subprocess.Popen[bytes], *, late: bool) -> None:
        process.kill()
        over = process.wait() == -_over_time()
        self.close()
        raise Died(late=late or over)


def _launched() -> subprocess.Popen[bytes]:
    # Isolated, Python looks only where this process looks: installed, in a checkout, or elsewhere.
    paths = [str(Path(each).absolute()) for each in sys.path if each]
    return subprocess.Popen(  # noqa: S603 - this very Python, and our own module
        [sys.executable, "-I", "-c", _MAIN.format(paths=paths)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        cwd=os.sep,
        env=_environment(),
    )


def _over_time() -> int:
    """The signal that ends a process over its processor time; 0 where there is none."""
    import signal

    return int(getattr(signal, "SIGXCPU", 0))


def _environment() -> dict[str, str]:
    # Windows starts no Python without these; nothing else goes along.
    return {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE") if name in os.environ}
