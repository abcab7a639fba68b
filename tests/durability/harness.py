"""What the durability tests share: the real program as a process, ledgers to spoil, and one judge.

Every harness asks the same judge, `broken_promises`, what a run left behind; so a harness is known to
bite as soon as the judge reports a mutant of `mutant_program`. Small runs are part of the tests;
`COBRANCA_DEMORADO=1 pytest tests/durability` makes the large ones (some ten minutes on two cores).
"""

import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).parents[2]
LARGE = bool(os.environ.get("COBRANCA_DEMORADO"))
PROGRAM = (str(Path(sys.executable).with_name("cobranca")),)
TODAY = "2026-11-21"
HEADER = "numero;cliente;documento;email;vencimento;valor\n"
NOTHING = "Nada foi gravado."
KILLED = -9
TRACED = "pwrite64,write,fsync,fdatasync,unlink,ftruncate,openat,rename,renameat,renameat2"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A background job is born deaf to Ctrl-C and would hand that on to the program.
    signal.signal(signal.SIGINT, signal.default_int_handler)

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace não está instalado nesta máquina"
)
Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Ended:
    """How a process ended; `code` is negative for a signal."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> str:
        return self.out + self.err


def environment(**more: str) -> dict[str, str]:
    """A bare environment: nothing of the machine that runs the tests reaches the program."""
    bare = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    return {**bare, "COBRANCA_HOJE": TODAY, **more}


def mutant(name: str) -> tuple[str, ...]:
    """The program with one promise broken on purpose."""
    return (sys.executable, str(Path(__file__).with_name("mutant_program.py")), name)


def start(*words: object, program: Sequence[str] = PROGRAM, **more: object) -> "subprocess.Popen[str]":
    """The program, running. Its standard input is empty."""
    settings: dict[str, object] = {"env": environment(), "cwd": "/", "start_new_session": True, **more}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [*program, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        **settings,
    )


def finish(process: "subprocess.Popen[str]", began: float) -> Ended:
    """Wait for the end; a program that hangs is a failure of its own."""
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        # With what it started: a process under strace would live on and keep the pipes open.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return Ended(process.returncode, out, err, time.monotonic() - began)


def run(*words: object, program: Sequence[str] = PROGRAM, **more: object) -> Ended:
    """Run the program to its end."""
    began = time.monotonic()
    return finish(start(*words, program=program, **more), began)


def import_file(ledger: Path, file: Path, *, program: Sequence[str] = PROGRAM, **more: object) -> Ended:
    return run("importar", "faturas", file, "--livro", ledger, program=program, **more)


def new_ledger(folder: Path, name: str = "livro.db") -> Path:
    """A ledger made by the program itself, with its settings beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = folder / name
    made = run("iniciar", "--livro", ledger)
    assert made.code == 0, made.err
    return ledger


def copy_ledger(ledger: Path, folder: Path) -> Path:
    """A ledger that may be spoilt: the folder of `ledger` copied as `folder`."""
    shutil.copytree(ledger.parent, folder)
    return folder / ledger.name


def write_rows(path: Path, count: int, prefix: str = "G", first: int = 0) -> Path:
    """A file of `count` good invoices numbered PREFIX-0000000 on, of customers without documents."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for index in range(first, first + count):
            file.write(
                f"{prefix}-{index:07d};Cliente {index % 397:04d} Ltda;;;"
                f"{index % 28 + 1:02d}/{index % 12 + 1:02d}/2026;{index % 900 + 100},{index % 100:02d}\n"
            )
    return path


def bytes_of(path: Path) -> str:
    """A digest of the file's bytes; of nothing, if there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "absent"


def names_in(folder: Path) -> set[str]:
    """What lies in a folder, but for anchors: whether one could be written decides nothing."""
    return {path.name for path in folder.iterdir() if path.suffix != ".ancora"}


def count_rows(ledger: Path, prefix: str = "G") -> int:
    """How many invoices of `write_rows` the ledger holds; opening it rolls a hot journal back."""
    with connected(ledger) as connection:
        return int(
            connection.execute(
                "SELECT count(*) FROM receivable WHERE number LIKE ?", (f"{prefix}-%",)
            ).fetchone()[0]
        )


@contextmanager
def connected(ledger: Path) -> Iterator[sqlite3.Connection]:
    """A bare connection that is closed at the end."""
    connection = sqlite3.connect(ledger, isolation_level=None, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def broken_promises(ledger: Path, wanted: int, ended: Ended, prefix: str = "G", before: int = 0) -> list[str]:
    """What an import of `wanted` rows did that it must not; `before` of them were there already."""
    broken = words_broken(ended)
    try:
        with connected(ledger) as connection:
            check = connection.execute("PRAGMA integrity_check").fetchone()[0]
            batches = connection.execute(_BATCHES_WITHOUT_EVENT).fetchone()[0]
        there = count_rows(ledger, prefix)
    except sqlite3.Error as error:
        return [*broken, f"corrupt: {error}"]
    if check != "ok":
        broken.append(f"corrupt: {check}")
    if batches:
        broken.append(f"{batches} batch(es) without the event that tells of them")
    if there not in (before, wanted):
        broken.append(f"half: {there} of {wanted} rows")
    if "Gravado:" in ended.err and there != wanted:
        broken.append(f"lost after it was said: {there} of {wanted} rows")
    if NOTHING in ended.err and there != before:
        broken.append(f"wrong words: nothing written, it says, and {there} rows are there")
    if ended.code in (3, 4, 5) and there != before:
        broken.append(f"wrong code: {ended.code}, and {there} rows are there")
    if ended.code == 0 and there != wanted:
        broken.append(f"wrong code: 0, and {there} of {wanted} rows are there")
    return broken


_BATCHES_WITHOUT_EVENT = """
SELECT count(*) FROM import_batch b WHERE NOT EXISTS (
    SELECT 1 FROM event WHERE kind = 'faturas_importadas' AND json_extract(data, '$.importacao') = b.id)"""


def words_broken(ended: Ended) -> list[str]:
    """What no output may hold, and no exit code may be."""
    broken = []
    if "Traceback" in ended.said or "defeito do programa" in ended.said:
        broken.append(f"a defect shows: {ended.err[-600:]!r}")
    if ended.code not in (0, 3, 4, 5, 6, 8, 130, 137, KILLED):
        broken.append(f"exit code {ended.code}: {ended.err[-600:]!r}")
    return broken


def two_at_once(work: Callable[[Item], Answer], items: Sequence[Item]) -> list[Answer]:
    """The work on all items, as many at a time as CI has cores."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, items))


def strace(log: Path, ledger: Path, *more: str, syscalls: str = TRACED) -> tuple[str, ...]:
    """The start of a command line: strace seeing only the ledger, its journal and its folder.

    One absolute `-P` for each of the three works; the path of the journal need not exist yet. Not with
    `--seccomp-bpf`: it is quicker, and drops every injected signal without a word.
    """
    paths = [word for path in places(ledger) for word in ("-P", str(path))]
    return ("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={syscalls}", *paths, *more)


def places(ledger: Path) -> tuple[Path, Path, Path]:
    return ledger, Path(f"{ledger}-journal"), ledger.parent


def count_syscalls(log: Path) -> dict[str, int]:
    """How often each system call touched the ledger, its journal or its folder."""
    counts: dict[str, int] = {}
    for line in log.read_text(errors="replace").splitlines():
        if match := re.match(r"\d+ +(\w+)\(", line):
            counts[match[1]] = counts.get(match[1], 0) + 1
    return counts


def dies_after(deed: Callable[[], object]) -> None:
    """Do it in a process of its own, which is killed then with all it holds open; a failure there is told.

    What the deed gives back is held to the end: a connection that is closed puts its ledger in order.
    """
    child = os.fork()
    if not child:
        try:
            held = deed()
            os.kill(os.getpid(), signal.SIGKILL)
            del held
        finally:
            # A child that went on would be a second run of all the tests.
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the deed failed"
