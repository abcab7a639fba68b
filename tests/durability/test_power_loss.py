"""P2, T1: what the screen said was recorded survives a power cut, after every system call.

The writes of one import are listed by strace. For every prefix of the list the disk is rebuilt as a cut
could leave it: what was synced is there, and of the rest a random part. The model is strict POSIX:
a file's bytes need its sync, a name that came or went needs its folder's sync. Nothing here tests a disk
that lies. Small: 3 parts a prefix. Large (`COBRANCA_DEMORADO=1`): 12.
"""

import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.durability.harness import (
    LARGE,
    PROGRAM,
    copy_ledger,
    import_file,
    mutant,
    needs_strace,
    places,
    strace,
    write_rows,
)

pytestmark = needs_strace
PARTS = 12 if LARGE else 3
ROWS = 400
CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")


@dataclass(frozen=True)
class Step:
    """One change of the disk, or a sync of `where`; `what` is create, write, truncate, unlink or sync."""

    what: str
    where: str
    offset: int = 0
    data: bytes = b""

    @property
    def needs(self) -> str:
        """Whose sync makes it last."""
        return "folder" if self.what in ("create", "unlink") else self.where


def text(word: str) -> bytes:
    return bytes.fromhex(word.strip().strip('"').replace("\\x", ""))


def steps_of(log: Path, ledger: Path) -> Iterator[Step]:
    """The changes in the order in which they were made."""
    names = {
        bytes(path): name for path, name in zip(places(ledger), ("ledger", "journal", "folder"), strict=True)
    }
    open_files: dict[int, str] = {}
    there = {"ledger", "folder"}
    for line in log.read_text().splitlines():
        call = CALL.match(line)
        if call is None or int(call[3]) < 0:
            continue
        words = call[2].split(", ")
        if call[1] == "openat":
            name = names[text(words[1])]
            open_files[int(call[3])] = name
            if name not in there and "O_CREAT" in words[2]:
                there.add(name)
                yield Step("create", name)
        elif call[1] == "unlink":
            name = names[text(words[0])]
            there.discard(name)
            yield Step("unlink", name)
        elif call[1] == "pwrite64":
            yield Step("write", open_files[int(words[0])], int(words[3]), text(words[1]))
        elif call[1] == "ftruncate":
            yield Step("truncate", open_files[int(words[0])], int(words[1]))
        elif call[1] in ("fsync", "fdatasync"):
            yield Step("sync", open_files[int(words[0])])


def disk_after(steps: Sequence[Step], before: bytes, dice: random.Random, chance: float) -> dict[str, bytes]:
    """The files that a power cut after `steps` may leave; each unsynced change lasts with that chance."""
    files = {"ledger": bytearray(before)}
    named = {"ledger"}
    for index, step in enumerate(steps):
        if step.what == "sync":
            continue
        synced = any(later.what == "sync" and later.where == step.needs for later in steps[index:])
        if not synced and dice.random() >= chance:
            continue
        if step.what == "create":
            named.add(step.where)
        elif step.what == "unlink":
            named.discard(step.where)
        else:
            content = files.setdefault(step.where, bytearray())
            if step.what == "truncate":
                del content[step.offset :]
            content.extend(bytes(max(step.offset - len(content), 0)))
            content[step.offset : step.offset + len(step.data)] = step.data
    return {name: bytes(files.get(name, b"")) for name in named}


def found(disk: dict[str, bytes], folder: Path) -> str:
    """What a program finds there after the power is back: none, all, half or corrupt."""
    ledger = folder / "l.db"
    for name, path in (("ledger", ledger), ("journal", Path(f"{ledger}-journal"))):
        path.unlink(missing_ok=True)
        if name in disk:
            path.write_bytes(disk[name])
    connection = sqlite3.connect(ledger)
    try:
        # Rolling a journal back need not be safe here, only right.
        connection.execute("PRAGMA synchronous=OFF")
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "corrupt"
        rows = connection.execute("SELECT count(*) FROM receivable").fetchone()[0]
    except sqlite3.Error:
        return "corrupt"
    finally:
        connection.close()
    return {0: "none", ROWS: "all"}.get(rows, "half")


def outcomes(ledger: Path, folder: Path, program: Sequence[str] = PROGRAM) -> dict[str, set[str]]:
    """What cuts before and after the acknowledgement may leave."""
    before = ledger.read_bytes()
    log = folder / "log"
    watch = strace(log, ledger, "-xx", "-s", "70000")
    ended = import_file(ledger, write_rows(folder / "g.csv", ROWS), program=(*watch, *program))
    assert "Gravado:" in ended.err, ended.err
    steps = list(steps_of(log, ledger))
    assert sum(step.what == "write" for step in steps) > 40
    assert steps[0].what == "create"
    dice = random.Random(20261121)
    seen: dict[str, set[str]] = {"before": set(), "after": set()}
    for length in range(len(steps) + 1):
        # Nothing touches the disk between the end of the commit and the words on the screen.
        moment = "after" if length == len(steps) else "before"
        for chance in (0.0, 1.0, *(dice.random() for _ in range(PARTS * (8 if moment == "after" else 1)))):
            seen[moment].add(found(disk_after(steps[:length], before, dice, chance), folder))
    return seen


def test_what_was_said_to_be_recorded_survives_a_power_cut(empty_ledger: Path, tmp_path: Path) -> None:
    seen = outcomes(copy_ledger(empty_ledger, tmp_path / "livro"), tmp_path)
    assert seen["after"] == {"all"}
    assert seen["before"] == {"none", "all"}


@pytest.mark.parametrize(
    ("name", "bad"),
    [("synchronous_off", "corrupt"), ("synchronous_normal", "none"), ("synchronous_full", "none")],
)
def test_the_simulator_sees_a_commit_that_was_not_synced(
    name: str, bad: str, empty_ledger: Path, tmp_path: Path
) -> None:
    seen = outcomes(copy_ledger(empty_ledger, tmp_path / "livro"), tmp_path, mutant(name))
    assert bad in seen["after"], seen
