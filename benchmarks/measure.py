"""Children and functions measured in turns (A B C, A B C, ...), so that a slow minute slows all of them."""

import os
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took: seconds on the wall, seconds of CPU, peak memory in MiB (0: not measured)."""

    wall: float
    cpu: float
    mib: float = 0.0


Job = Callable[[], Usage]
Runs = Mapping[str, list[Usage]]


def environment(*python_path: Path) -> dict[str, str]:
    """The parent's environment without what would change the program, modules found in `python_path`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "COBRANCA", "FORCE_COLOR"))
    }
    return {**kept, "COBRANCA_HOJE": "2026-11-21", "PYTHONPATH": os.pathsep.join(map(str, python_path))}


def child(
    argv: list[str], env: Mapping[str, str], *, output: Path | None = None, ok: Iterable[int] = (0,)
) -> Usage:
    """Run one process to its end. Its memory is its own as long as this process stays small (Linux)."""
    import time

    errors = Path(env["TMPDIR"]) / "stderr.txt" if "TMPDIR" in env else Path(os.devnull)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    started = time.perf_counter()
    pid = os.posix_spawnp(
        argv[0],
        argv,
        dict(env),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(output or os.devnull), flags, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, str(errors), flags, 0o600),
        ],
    )
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    if code not in ok:
        said = errors.read_text(errors="replace")[-2000:] if errors.is_file() else ""
        raise SystemExit(f"exit {code}: {' '.join(argv)}\n{said}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def in_turns(jobs: Mapping[str, Job], rounds: int, *, warm: bool = False) -> dict[str, list[Usage]]:
    """Every job once a round; a warm round before is not counted."""
    runs: dict[str, list[Usage]] = {name: [] for name in jobs}
    for number in range(rounds + warm):
        for name, job in jobs.items():
            usage = job()
            if number >= warm:
                runs[name].append(usage)
    return runs


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and most of several rounds."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        digits = 2 if self.median < 20 else 0
        return f"{self.median:.{digits}f} ({self.least:.{digits}f}-{self.most:.{digits}f})"


def spread(values: Iterable[float]) -> Spread:
    """The spread of the values."""
    found = list(values)
    return Spread(statistics.median(found), min(found), max(found))


def ratio(ours: list[Usage], base: list[Usage], by: str) -> Spread:
    """Round by round, ours over the other, in `wall` or `cpu`."""
    return spread(getattr(a, by) / getattr(b, by) for a, b in zip(ours, base, strict=True))
