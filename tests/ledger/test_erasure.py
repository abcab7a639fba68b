"""Erasing a person: the words are gone from the file, everything else verifies as before."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.facts_box import AT, OF_THE_LEDGER, codes, filled, findings
from tests.ledger.ledger_box import ask, run, tamper

from cobranca_cli.errors import NotFoundError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.erasure import Erased, erase_person
from cobranca_cli.ledger.fact_tables import FACT_TABLES
from cobranca_cli.ledger.queries.letters import kept_letters, proofs
from cobranca_cli.ledger.transaction import writing

PERSONAL = {table for table, each in FACT_TABLES.items() if each.personal}
OTHER = (
    "INSERT INTO customer (id, name, name_key, created_on) VALUES (2, 'Bia Lima', 'bia lima', '2026-11-21')",
    "INSERT INTO contact (id, customer_id, day, booked_on, channel, outcome, note, recorded_at)"
    " VALUES (2, 2, '2026-11-21', '2026-11-21', 'telefone', 'prometeu', 'a Bia riu', 'x')",
    "INSERT INTO import_batch SELECT 2, kind, 'faturas-bia.csv', sha256, profile, imported_on, recorded_at"
    " FROM import_batch",
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = filled(tmp_path)
    with writing(path) as transaction:
        for statement in OTHER:
            transaction.connection.execute(statement)
        transaction.record("teste", {}, AT)
    return path


def erase(path: Path, customer: int = 1) -> Erased:
    with writing(path) as transaction:
        return erase_person(transaction, customer, date(2026, 11, 28), "pedido", AT)


def facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: ask(path, f"SELECT id, {', '.join(each.facts)} FROM {table} ORDER BY id")
        for table, each in FACT_TABLES.items()
    }


def test_nothing_of_the_person_is_left_in_the_file_and_all_verifies(ledger: Path) -> None:
    before, content = facts(ledger), ledger.read_bytes()
    erased = erase(ledger)
    after = facts(ledger)
    words = (b"Ana", b"ana souza", b"52998224725", b"ana@exemplo", b"ANA", b"ana-souza", b"E123")
    assert all(word in content for word in words)
    assert [word for word in words if word in ledger.read_bytes()] == []
    assert codes(ledger) == []
    # The box's own example of a text that was erased stands there already; these two only grow.
    assert set(erased.rows) == PERSONAL - {"import_batch", *OF_THE_LEDGER}
    assert set(erased.rows.values()) == {1}
    assert erased.files == 1
    for table in FACT_TABLES:
        assert after[table][: len(before[table])] == before[table]


def test_a_letter_that_was_erased_says_so(ledger: Path) -> None:
    with closing(open_for_reading(ledger).connection) as connection:
        assert [proof.body for proof in proofs(connection, [1])] == ["Ana, pague"]
    erase(ledger)
    with closing(open_for_reading(ledger).connection) as connection:
        with pytest.raises(NotFoundError, match="anonimizado"):
            list(proofs(connection, [1]))
        (kept,) = kept_letters(connection, date(2026, 11, 28))
        assert (kept.name, kept.template) == ("Titular anonimizado 1", "lembrete")


def test_the_other_customer_keeps_everything(ledger: Path) -> None:
    erase(ledger)
    assert ask(ledger, "SELECT note FROM contact WHERE id = 2") == [("a Bia riu",)]
    assert ask(ledger, "SELECT name FROM customer WHERE id = 2") == [("Bia Lima",)]
    assert ask(ledger, "SELECT file_name FROM import_batch") == [("(apagado)",), ("faturas-bia.csv",)]
    assert ask(ledger, "SELECT customer_id FROM person_salt ORDER BY 1") == [(-2,), (0,), (2,)]


def test_what_is_left_of_the_person(ledger: Path) -> None:
    erase(ledger)
    columns = "name, name_key, document, code, email, phone, address, city, state, zip, category, created_on"
    left = ("Titular anonimizado 1", "titular anonimizado 1", *[None] * 9, "2026-11-21")
    assert ask(ledger, f"SELECT {columns} FROM customer WHERE id = 1") == [left]
    letter = ask(ledger, "SELECT recipient, subject, body, sha256, content, template, day, total FROM letter")
    assert letter == [(None, "(apagado)", "(apagado)", "0" * 64, "{}", "lembrete", "2026-11-21", 1000)]
    ((kind, data),) = ask(ledger, "SELECT kind, data FROM event WHERE kind LIKE 'titular%'")
    assert kind == "titular_anonimizado"
    assert str(data).startswith('{"arquivos":1,"cliente":1,"em":"2026-11-28","linhas":{')
    assert ask(ledger, "SELECT customer_id, erased_on, reason FROM erasure ORDER BY id")[-1] == (
        1, "2026-11-28", "pedido",
    )  # fmt: skip


def test_a_column_that_said_nothing_says_nothing_after(ledger: Path) -> None:
    with writing(ledger) as transaction:
        transaction.connection.execute(
            "INSERT INTO contact (id, customer_id, day, booked_on, channel, outcome, recorded_at)"
            " VALUES (3, 1, '2026-11-21', '2026-11-21', 'telefone', 'prometeu', 'x')"
        )
        transaction.record("teste", {}, AT)
    assert erase(ledger).rows["contact"] == 1
    assert ask(ledger, "SELECT count(*) FROM erased_text WHERE table_name = 'contact' AND row_id = 3") == [
        (0,)
    ]
    assert codes(ledger) == []


def test_what_is_written_of_the_person_later_is_sealed_and_can_be_erased_too(ledger: Path) -> None:
    erase(ledger)
    with writing(ledger) as transaction:
        transaction.connection.execute(
            "INSERT INTO contact (id, customer_id, day, booked_on, channel, outcome, note, recorded_at)"
            " VALUES (3, 1, '2026-11-29', '2026-11-29', 'telefone', 'prometeu', 'a Ana voltou', 'x')"
        )
        transaction.record("teste", {}, AT)
    assert codes(ledger) == []
    assert erase(ledger).rows == {"contact": 1}
    assert codes(ledger) == []
    assert b"Ana" not in ledger.read_bytes()
    assert erase(ledger) == Erased({}, 0)


def test_what_the_same_write_wrote_before_is_erased_with_the_rest(ledger: Path) -> None:
    with writing(ledger) as transaction:
        transaction.connection.execute(
            "INSERT INTO contact (id, customer_id, day, booked_on, channel, outcome, note, recorded_at)"
            " VALUES (3, 1, '2026-11-29', '2026-11-29', 'telefone', 'prometeu', 'a Ana pediu', 'x')"
        )
        assert erase_person(transaction, 1, date(2026, 11, 29), "pedido", AT).rows["contact"] == 2
    assert codes(ledger) == []


def test_an_erasure_that_is_abandoned_leaves_the_words(ledger: Path) -> None:
    with writing(ledger) as transaction:
        erase_person(transaction, 1, date(2026, 11, 28), "pedido", AT)
        transaction.abandon()
    assert ask(ledger, "SELECT note FROM contact WHERE id = 1") == [("a Ana chorou",)]
    assert codes(ledger) == []


def test_what_was_there_before_any_seal_is_erased_all_the_same(tmp_path: Path) -> None:
    path = filled(tmp_path)
    run(path, "DELETE FROM sealed", "DELETE FROM person_salt")
    tamper(path, "DELETE FROM event")
    erase(path)
    assert b"Ana" not in path.read_bytes()
    assert set(codes(path)) <= {"V-HISTORICO-REESCRITO", "V-HISTORICO-CORTADO"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter SET body = 'outra carta' WHERE id = 1",
        "UPDATE movement SET reason = 'inventada' WHERE id = 1",
        "UPDATE erased_text SET commitment = hex(randomblob(32)) WHERE table_name = 'letter'",
        "DELETE FROM erased_text WHERE table_name = 'letter'",
        "UPDATE receivable SET amount = 1",
    ],
)
def test_a_change_after_the_erasure_is_found(ledger: Path, statement: str) -> None:
    erase(ledger)
    tamper(ledger, statement)
    assert "V-LINHA-ALTERADA" in [each.code for each in findings(ledger)]


def test_words_cannot_be_taken_out_quietly_as_if_by_erasure(ledger: Path) -> None:
    tamper(
        ledger,
        "INSERT INTO erased_text (table_name, row_id, commitment) VALUES ('contact', 1, hex(randomblob(32)))",
        "UPDATE contact SET note = NULL, next_action = NULL, author = NULL WHERE id = 1",
    )
    assert sorted(codes(ledger)) == ["V-LINHA-ALTERADA", "V-LINHA-DE-FORA"]


def test_each_person_has_a_salt_of_their_own_and_equal_words_do_not_look_alike(ledger: Path) -> None:
    salts = ask(ledger, "SELECT salt FROM person_salt")
    assert len(set(salts)) == len(salts) == 5
    with writing(ledger) as transaction:
        erase_person(transaction, 1, date(2026, 11, 28), "prazo", AT)
    commitments = ask(ledger, "SELECT commitment FROM erased_text")
    assert len(set(commitments)) == len(commitments)
