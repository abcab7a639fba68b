"""The chain held against itself and against the heads that were kept: edits, cuts, rewrites, old copies."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.facts_box import AT, codes, filled, findings
from tests.ledger.ledger_box import ask, ledger_in, tamper

from cobranca_cli.ledger.anchor import GIVEN, RESTORED, Anchored, anchor, anchor_path, anchored
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.events import GENESIS, event_hash, last_event
from cobranca_cli.ledger.queries.chain import chain_findings
from cobranca_cli.ledger.transaction import writing


def write(path: Path, times: int = 1) -> None:
    for _ in range(times):
        with writing(path) as transaction:
            transaction.record("teste", {}, AT)


def head(path: Path) -> Anchored:
    with closing(sqlite3.connect(path)) as connection:
        last = last_event(connection)
    assert last is not None
    return Anchored(last.seq, last.hash, last.recorded_at, GIVEN)


def rewrite(path: Path, *first: str) -> None:
    """Statements, and then a chain that is sound from its first event to its last."""
    hashes = []
    with closing(sqlite3.connect(path)) as connection:
        previous = GENESIS
        for seq, at, kind, data in connection.execute("SELECT seq, recorded_at, kind, data FROM event"):
            digest = event_hash(seq, at, kind, data if kind == "selo" else '{"outro":1}', previous)
            hashes.append((seq, previous, digest))
            previous = digest
    change = [
        f"UPDATE event SET previous = '{before}', hash = '{digest}', data = iif(kind = 'selo', data,"
        f" '{{\"outro\":1}}') WHERE seq = {seq}"
        for seq, before, digest in hashes
    ]
    tamper(path, *first, *change)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = filled(tmp_path)
    write(path, 8)
    return path


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE event SET data = '{\"valor\":1}' WHERE seq = 5", ["V-EVENTO-ALTERADO evento 5"]),
        ("UPDATE event SET recorded_at = 'ontem' WHERE seq = 5", ["V-EVENTO-ALTERADO evento 5"]),
        ("UPDATE event SET kind = 'outro' WHERE seq = 5", ["V-EVENTO-ALTERADO evento 5"]),
        (
            f"UPDATE event SET hash = '{'0' * 64}' WHERE seq = 5",
            ["V-EVENTO-ALTERADO evento 5", "V-EVENTO-ELO evento 6", "V-HISTORICO-REESCRITO evento 5"],
        ),
        (
            f"UPDATE event SET previous = '{'0' * 64}' WHERE seq = 5",
            ["V-EVENTO-ELO evento 5", "V-EVENTO-ALTERADO evento 5"],
        ),
        ("DELETE FROM event WHERE seq = 5", ["V-EVENTO-FALTA evento 6"]),
        ("DELETE FROM event WHERE seq < 2", ["V-EVENTO-FALTA evento 2"]),
        ("DELETE FROM event WHERE seq BETWEEN 4 AND 6", ["V-EVENTO-FALTA evento 7"]),
        ("UPDATE event SET data = 'isto não é JSON' WHERE kind = 'selo'", None),
    ],
)
def test_the_first_bad_event_is_named(ledger: Path, statement: str, expected: list[str] | None) -> None:
    tamper(ledger, statement)
    found = [f"{each.code} {each.subject}" for each in findings(ledger)]
    assert found == (expected or ["V-EVENTO-ALTERADO evento 2", "V-SELO evento 2", "V-SELO "])


def test_a_tail_that_was_cut_is_found_by_the_anchor_and_by_a_backups_head(ledger: Path) -> None:
    kept = head(ledger)
    tamper(ledger, "DELETE FROM event WHERE seq > 7")
    (found,) = findings(ledger)
    assert (found.code, found.subject) == ("V-HISTORICO-CORTADO", "evento 7")
    assert "evento 10" in found.what
    assert re.search(r"a âncora de \d\d/\d\d/\d{4} às \d\d:\d\d é do evento", found.what)
    anchor_path(ledger).unlink()
    assert codes(ledger) == ["V-ANCORA"]
    assert codes(ledger, [kept]) == ["V-HISTORICO-CORTADO", "V-ANCORA"]


def test_a_chain_written_anew_is_found_by_the_anchor_and_by_a_backups_head(ledger: Path) -> None:
    kept = head(ledger)
    rewrite(ledger)
    (found,) = findings(ledger)
    assert (found.code, found.subject) == ("V-HISTORICO-REESCRITO", "evento 2")
    assert "desde o começo" in found.what
    anchor_path(ledger).unlink()
    assert codes(ledger, [kept]) == ["V-HISTORICO-REESCRITO", "V-ANCORA"]


def test_a_rewrite_that_begins_late_says_where(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute("SELECT seq, recorded_at, kind, data, previous FROM event WHERE seq > 6")
        previous, changes = None, []
        for seq, at, kind, _, before in rows:
            previous = previous or before
            digest = event_hash(seq, at, kind, "[]", previous)
            changes.append(
                f"UPDATE event SET data = '[]', previous = '{previous}', hash = '{digest}' WHERE seq = {seq}"
            )
            previous = digest
    tamper(ledger, *changes)
    (found,) = findings(ledger)
    assert (found.code, found.subject) == ("V-HISTORICO-REESCRITO", "evento 7")
    assert "depois do evento 6" in found.what


def test_an_older_copy_laid_in_place_is_found_even_when_it_was_written_on(ledger: Path) -> None:
    copy = shutil.copy(ledger, ledger.with_name("copia.db"))
    write(ledger, 2)
    shutil.copy(copy, ledger)
    assert codes(ledger) == ["V-HISTORICO-CORTADO"]
    with writing(ledger) as transaction:
        transaction.record("outro", {}, AT)
    assert codes(ledger) == ["V-HISTORICO-REESCRITO", "V-HISTORICO-CORTADO"]
    with writing(ledger) as transaction:
        transaction.record("outro", {}, AT)
    assert codes(ledger) == ["V-HISTORICO-REESCRITO"]
    last = head(ledger)
    anchor(ledger, last.seq, last.hash, AT, RESTORED)
    assert codes(ledger) == []
    write(ledger, 2)
    assert codes(ledger) == []


def test_a_copy_without_its_anchor_is_held_against_the_chain_alone(ledger: Path) -> None:
    copy = Path(shutil.copy(ledger, ledger.with_name("copia.db")))
    opened = open_for_reading(copy)
    with closing(opened.connection):
        assert list(chain_findings(opened.connection, None)) == []
    assert codes(copy) == ["V-ANCORA"]


def test_a_torn_copy_is_found(ledger: Path) -> None:
    """Pages of one state and of another: what `cp` makes of a ledger that is being written."""
    before = ledger.read_bytes()
    with writing(ledger) as transaction:
        transaction.connection.executemany(
            "INSERT INTO receivable (customer_id, number, due, due_effective, starts_on, amount)"
            " VALUES (1, ?, '2026-11-21', '2026-11-21', '2026-11-21', 5)",
            [(f"T-{number}",) for number in range(400)],
        )
        transaction.record("teste", {}, AT)
    after, size, found = ledger.read_bytes(), 4096, 0
    pages = [
        page
        for page in range(0, len(before), size)
        if before[page : page + size] != after[page : page + size]
    ]
    assert len(pages) > 2
    for page in pages[1:]:
        ledger.write_bytes(after[:page] + before[page : page + size] + after[page + size :])
        try:
            found += bool(codes(ledger))
        except sqlite3.DatabaseError:
            found += 1
    # The pages of indexes are `integrity_check`'s to look at.
    assert found >= pages_of_facts(ledger, after, pages[1:]) > 0


def pages_of_facts(path: Path, content: bytes, pages: list[int]) -> int:
    """How many of the changed pages are of tables of facts or of events."""
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute("SELECT pageno, name FROM dbstat").fetchall()
        except sqlite3.OperationalError:
            return 1
    names = {(number - 1) * 4096: name for number, name in rows}
    return sum(names.get(page) in ("receivable", "event") for page in pages)


def test_a_ledger_nobody_has_written_in_this_format_is_silent(tmp_path: Path) -> None:
    assert codes(ledger_in(tmp_path, customers=2)) == []


def test_a_write_while_the_check_runs_is_no_finding(ledger: Path) -> None:
    opened = open_for_reading(ledger)
    with closing(opened.connection):
        checking = chain_findings(opened.connection, ledger)
        tamper(ledger, "UPDATE event SET kind = 'outro' WHERE seq = 3")
        first = next(checking)
        with writing(ledger) as transaction:
            transaction.connection.execute(
                "INSERT INTO index_value VALUES (2, 'ipca', '2026-11', '0.1', 1, 'x')"
            )
            transaction.record("teste", {}, AT)
        assert [first.code, *(each.code for each in checking)] == ["V-EVENTO-ALTERADO"]
        assert not opened.connection.in_transaction


def test_the_check_leaves_a_transaction_of_its_caller_open(ledger: Path) -> None:
    opened = open_for_reading(ledger)
    with closing(opened.connection):
        opened.connection.execute("BEGIN")
        assert list(chain_findings(opened.connection, ledger)) == []
        assert opened.connection.in_transaction


Break = Callable[[Path], object]


@pytest.mark.parametrize(
    ("spoil", "kept"),
    [
        (lambda path: path.write_bytes(path.read_bytes() + b"99 abc"), 9),
        (lambda path: path.write_bytes(b"\xff\x00lixo\n" + path.read_bytes() + b"1 2\n\n"), 9),
        (lambda path: path.write_bytes(path.read_bytes()[:-5]), 8),
    ],
)
def test_lines_that_cannot_be_read_are_left_out(ledger: Path, spoil: Break, kept: int) -> None:
    spoil(anchor_path(ledger))
    heads = anchored(ledger)
    assert heads is not None
    assert len(heads) == kept
    assert codes(ledger) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_text("", "ascii"), "está vazia ou estragada"),
        (lambda path: path.write_bytes(b"\xff\xfe1\0 \0lixo\n"), "está vazia ou estragada"),
        (lambda path: path.write_text(f"{'9' * 5000} {'0' * 64} x gravado\n"), "está vazia ou estragada"),
        (lambda path: os.truncate(path, 2**30), "está vazia ou estragada"),
        (lambda path: (path.unlink(), path.mkdir()), "não pode ser lida"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "não pode ser lida"),
        (lambda path: (path.unlink(), path.symlink_to("/dev/zero")), "não pode ser lida"),
    ],
)
def test_an_anchor_that_says_nothing_is_told(ledger: Path, spoil: Break, words: str) -> None:
    spoil(anchor_path(ledger))
    (found,) = findings(ledger)
    assert found.code == "V-ANCORA"
    assert words in found.what
    write(ledger)  # It fails nothing, and nothing waits for a pipe.


def test_an_event_before_the_first_is_found(ledger: Path) -> None:
    tamper(
        ledger,
        "INSERT INTO event SELECT -1, recorded_at, 'feriados_mudaram', data, previous, 'x' FROM event"
        " WHERE seq = 1",
    )
    assert "V-EVENTO-DE-FORA evento -1" in [f"{each.code} {each.subject}" for each in findings(ledger)]


def test_all_events_gone_is_found_without_an_anchor(ledger: Path) -> None:
    write(ledger, 1)
    tamper(ledger, "DELETE FROM event")
    anchor_path(ledger).unlink()
    assert codes(ledger) == ["V-SELO"]


def test_a_torn_line_costs_nothing_but_itself(ledger: Path) -> None:
    path = anchor_path(ledger)
    path.write_bytes(path.read_bytes()[:-90])
    write(ledger, 2)
    assert [each.seq for each in anchored(ledger) or ()] == [2, 3, 4, 5, 6, 7, 8, 9, 11, 12]


def test_the_anchor_is_private_and_follows_each_commit(ledger: Path) -> None:
    path = anchor_path(ledger)
    assert path.name == "livro.db.ancora"
    assert path.stat().st_mode & 0o777 == 0o600
    last = head(ledger)
    heads = anchored(ledger)
    assert heads is not None
    assert heads[-1] == last._replace(occasion="gravado")
    with pytest.raises(ZeroDivisionError), writing(ledger) as transaction:
        transaction.record("teste", {}, AT)
        raise ZeroDivisionError
    assert anchored(ledger) == heads


def test_an_anchor_that_cannot_be_written_fails_nothing(ledger: Path) -> None:
    path = anchor_path(ledger)
    path.unlink()
    path.mkdir()
    before = ask(ledger, "SELECT max(seq) FROM event")
    write(ledger)
    assert ask(ledger, "SELECT max(seq) FROM event") != before
    path.rmdir()
    target = ledger.with_name("alheio")
    target.write_text("não toque")
    path.symlink_to(target)
    write(ledger)
    assert target.read_text() == "não toque"


def test_the_anchor_stays_small_and_keeps_one_head_a_day(ledger: Path) -> None:
    path = anchor_path(ledger)
    path.unlink()
    for number in range(1, 6001):
        day = f"{2000 + number // 336:04}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}T12:00:00.000Z"
        anchor(ledger, number, f"{number:064x}", day)
    assert path.stat().st_size < 260 * 1024
    heads = anchored(ledger)
    assert heads is not None
    assert heads[-1].seq == 6000
    assert [each.seq for each in heads] == sorted(each.seq for each in heads)
    assert heads[0].seq <= 28
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in ledger.parent.iterdir() if "parte" in each.name] == []
