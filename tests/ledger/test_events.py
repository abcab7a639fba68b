"""The chain of events: computed again by hand, and defended against whoever writes SQL."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ledger_in

from cobranca_cli.ledger.connection import open_for_writing
from cobranca_cli.ledger.events import GENESIS, append_event, head

WHEN = "2026-11-21T12:00:00.000Z"
ODD = "printf('%064d', 1)"
FORGED = "SELECT seq, recorded_at, kind, '{}', previous, hash"


@pytest.fixture
def chain(tmp_path: Path) -> sqlite3.Connection:
    """A ledger with three events."""
    connection = open_for_writing(ledger_in(tmp_path)).connection
    for number in range(1, 4):
        append_event(connection, "teste", {"b": number, "a": "ção", "nada": None}, WHEN)
    return connection


def judged(seq: int, when: str, kind: str, data: str, previous: str) -> str:
    """The hash as the documentation tells it, without our code."""
    body = json.dumps([seq, when, kind, data], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return hashlib.sha256(b"cobranca-evento-v1\x00" + body + previous.encode("ascii")).hexdigest()


def test_the_chain_can_be_computed_again(chain: sqlite3.Connection) -> None:
    with closing(chain):
        found = chain.execute(
            "SELECT seq, recorded_at, kind, data, previous, hash FROM event ORDER BY seq"
        ).fetchall()
        assert head(chain) == (3, found[-1][5])
    previous = GENESIS
    for number, (seq, when, kind, data, before, digest) in enumerate(found, 1):
        assert (seq, before) == (number, previous)
        assert data == f'{{"a":"ção","b":{number},"nada":null}}'
        assert digest == judged(seq, when, kind, data, before)
        previous = digest


def test_one_hash_is_known_by_heart(tmp_path: Path) -> None:
    with closing(open_for_writing(ledger_in(tmp_path)).connection) as connection:
        assert head(connection) == (0, "0" * 64)
        event = append_event(connection, "teste", {"a": 1}, WHEN)
    assert event.data == '{"a":1}'
    assert event.hash == judged(1, WHEN, "teste", '{"a":1}', "0" * 64)
    assert event.previous == "0" * 64


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET data = '{}' WHERE seq = 2",
        "UPDATE event SET seq = seq + 10",
        "UPDATE OR REPLACE event SET hash = hash WHERE seq = 1",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event",
        f"REPLACE INTO event {FORGED} FROM event WHERE seq = 3",
        f"INSERT OR REPLACE INTO event {FORGED} FROM event WHERE seq = 1",
        f"INSERT INTO event SELECT 9, recorded_at, kind, data, hash, {ODD} FROM event WHERE seq = 3",
        f"INSERT INTO event SELECT 4, recorded_at, kind, data, previous, {ODD} FROM event WHERE seq = 3",
        "INSERT INTO event SELECT 4, recorded_at, kind, data, hash, 'curto' FROM event WHERE seq = 3",
        f"INSERT INTO event SELECT 0, recorded_at, kind, data, previous, {ODD} FROM event WHERE seq = 1",
        f"INSERT INTO event SELECT NULL, recorded_at, kind, data, previous, {ODD} FROM event WHERE seq = 1",
        "INSERT INTO event SELECT 4, recorded_at, kind, data, hash, hash FROM event WHERE seq = 3",
    ],
)
@pytest.mark.parametrize("recursive_triggers", [0, 1])
def test_history_is_not_changed_by_sql(sql: str, recursive_triggers: int, chain: sqlite3.Connection) -> None:
    with closing(chain):
        before = chain.execute("SELECT * FROM event").fetchall()
        chain.execute(f"PRAGMA recursive_triggers={recursive_triggers}")
        with pytest.raises(sqlite3.IntegrityError):
            chain.execute(sql)
        assert chain.execute("SELECT * FROM event").fetchall() == before


def test_the_next_event_follows_a_refused_change(chain: sqlite3.Connection) -> None:
    with closing(chain):
        with pytest.raises(sqlite3.IntegrityError):
            chain.execute("DELETE FROM event WHERE seq = 3")
        event = append_event(chain, "teste", {}, WHEN)
        assert (event.seq, head(chain)) == (4, (4, event.hash))


def test_data_holds_whatever_text_comes(chain: sqlite3.Connection) -> None:
    data = {"texto": 'aspas " barra \\ nulo \x00 quebra \n emoji 🌻', "número": 2**60, "lista": [1, None]}
    with closing(chain):
        append_event(chain, "teste", data, WHEN)
        text = chain.execute("SELECT data FROM event WHERE seq = 4").fetchone()[0]
    assert json.loads(text) == data
