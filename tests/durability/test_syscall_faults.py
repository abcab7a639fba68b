"""P1, P3, T2: every write, sync, truncation and removal of a small import fails once, or is its last.

`strace -P LEDGER -P LEDGER-journal -P FOLDER` sees the import's own system calls only (absolute paths,
one `-P` each; it also matches descriptors, so the folder's sync counts). Small: every 17th write,
every other call. Large (`COBRANCA_DEMORADO=1`): all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from tests.durability.harness import (
    KILLED,
    LARGE,
    PROGRAM,
    Ended,
    broken_promises,
    copy_ledger,
    count_rows,
    count_syscalls,
    import_file,
    mutant,
    names_in,
    needs_strace,
    strace,
    two_at_once,
    write_rows,
)

pytestmark = needs_strace
ROWS = 400
STEP = 1 if LARGE else 17
HURT = ("pwrite64", "fsync", "fdatasync", "unlink", "ftruncate")


@dataclass(frozen=True)
class Fault:
    """One system call, the how manieth of its kind, and what happens to it."""

    syscall: str
    number: int
    what: str
    for_good: bool = False

    @property
    def words(self) -> tuple[str, str]:
        when = f"{self.number}+" if self.for_good else str(self.number)
        return "-e", f"inject={self.syscall}:{self.what}:when={when}"


@dataclass(frozen=True)
class Harness:
    """An import of 400 rows into a ledger that has 400 others, and what may hurt it."""

    ledger: Path
    file: Path
    folder: Path
    numbers: "count[int]"
    program: Sequence[str] = PROGRAM

    def hurt(self, fault: Fault | None) -> tuple[Path, Ended, Path]:
        """A fresh ledger, imported into while the fault happens; the third is strace's log."""
        number = next(self.numbers)
        ledger = copy_ledger(self.ledger, self.folder / str(number))
        log = self.folder / f"{number}.log"
        start = strace(log, ledger, *(fault.words if fault else ()))
        return ledger, import_file(ledger, self.file, program=(*start, *self.program)), log

    def faults(self, kinds: Sequence[tuple[str, bool]]) -> list[Fault]:
        """Every fault that the counts of an undisturbed run allow."""
        _, ended, log = self.hurt(None)
        assert ended.code == 0, ended.err
        counts = count_syscalls(log)
        assert counts.get("unlink") and counts.get("fdatasync", 0) + counts.get("fsync", 0) >= 5, counts
        return [
            Fault(syscall, number, what, for_good)
            for what, for_good in kinds
            for syscall in HURT
            for number in range(1, counts.get(syscall, 0) + 1, STEP if syscall == "pwrite64" else 1)
        ]

    def judge(self, fault: Fault) -> list[str]:
        """What broke, at once and when the import is run again undisturbed."""
        ledger, ended, log = self.hurt(fault)
        broken = broken_promises(ledger, ROWS, ended)
        if not (
            ended.code == KILLED if "KILL" in fault.what else "(INJECTED)" in log.read_text(errors="replace")
        ):
            broken.append("the fault did not take place")
        there = count_rows(ledger)
        again = import_file(ledger, self.file)
        broken += [f"again: {what}" for what in broken_promises(ledger, ROWS, again, before=there)]
        if again.code != 0:
            broken.append(f"again: exit {again.code}: {again.err}")
        if left := names_in(ledger.parent) - {"livro.db", "cobranca.toml"}:
            broken.append(f"left behind: {left}")
        return [f"{fault}: {what}" for what in broken]


@pytest.fixture
def harness(ledger_of_400: Path, tmp_path: Path) -> Harness:
    return Harness(ledger_of_400, write_rows(tmp_path / "g.csv", ROWS), tmp_path, count())


@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param([("signal=KILL", False)], id="killed"),
        pytest.param([("error=EIO", False)], id="io-error-once"),
        pytest.param([("error=ENOSPC", True)], id="disk-full-from-there-on"),
    ],
)
def test_an_import_is_whole_or_absent_and_is_told_rightly(
    kinds: list[tuple[str, bool]], harness: Harness
) -> None:
    faults = harness.faults(kinds)
    assert [what for broken in two_at_once(harness.judge, faults) for what in broken] == []


def test_a_commit_that_fails_after_it_was_done_is_told_as_done(harness: Harness) -> None:
    """The last sync is that of the folder after the journal is gone: the transaction stands."""
    syncs = max(fault.number for fault in harness.faults([("error=EIO", False)]) if "sync" in fault.syscall)
    ledger, ended, _ = harness.hurt(Fault("fdatasync", syncs, "error=EIO"))
    assert count_rows(ledger) == ROWS
    assert ended.code in (0, 6), ended.err
    assert "Nada foi gravado" not in ended.err


def test_the_harness_sees_a_program_that_believes_the_failed_commit(harness: Harness) -> None:
    blind = Harness(harness.ledger, harness.file, harness.folder, harness.numbers, mutant("believe_commit"))
    last = [fault for fault in harness.faults([("error=EIO", False)]) if "sync" in fault.syscall][-1]
    broken = blind.judge(last)
    assert any("wrong words" in what for what in broken), broken


@pytest.mark.parametrize(
    "fault",
    [*(Fault("fdatasync", sync, "signal=INT") for sync in range(1, 6)), Fault("unlink", 1, "signal=INT")],
    ids=lambda fault: f"{fault.syscall}-{fault.number}",
)
def test_an_interruption_during_the_commit_is_told_rightly(fault: Fault, harness: Harness) -> None:
    """P20: Ctrl-C in the middle of the commit's syncs; SQLite finishes, so the rows are there."""
    ledger, ended, log = harness.hurt(fault)
    assert "SIGINT" in log.read_text(errors="replace")
    assert broken_promises(ledger, ROWS, ended) == []
