"""Rows bound to the chain: what was changed round the triggers is found, and named."""

import hashlib
import hmac
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.facts_box import AT, CUSTOMER, OF_THE_LEDGER, ROWS, codes, filled, findings
from tests.ledger.ledger_box import ask, ledger_in, run, tamper

from cobranca_cli.ledger import migrations, seals
from cobranca_cli.ledger.fact_tables import FACT_TABLES
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.queries.sealed_rows import NAMES
from cobranca_cli.ledger.schema import STEPS
from cobranca_cli.ledger.transaction import writing

PARENT = {child.table: table for table, each in FACT_TABLES.items() for child in each.children}
INVOICE = (
    "INSERT INTO receivable (id, customer_id, number, due, due_effective, starts_on, amount, description)"
    " VALUES ({0}, 1, 'NF-{0}', '2026-11-21', '2026-11-21', '2026-11-21', 9, {1})"
)


def sealed_columns() -> list[tuple[str, str]]:
    found = [(table, name) for table, each in FACT_TABLES.items() for name in (*each.facts, *each.personal)]
    for each in FACT_TABLES.values():
        found += [(child.table, name) for child in each.children for name in child.columns]
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("inteiro"))


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Path:
    for each in whole.parent.iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    return tmp_path / whole.name


def test_a_sound_ledger_has_no_findings(whole: Path) -> None:
    assert findings(whole) == []


@pytest.mark.parametrize(("table", "column"), sealed_columns())
def test_any_change_of_a_fact_or_a_word_is_found(ledger: Path, table: str, column: str) -> None:
    ((kind,),) = ask(ledger, f"SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'")
    other = f"coalesce({column}, 0) + 1" if kind == "INTEGER" else f"coalesce({column}, '') || 'x'"
    tamper(ledger, f"UPDATE {table} SET {column} = {other}")
    found = findings(ledger)
    # Rows whose customer is not the same any more differ with it.
    assert {each.code for each in found} == {"V-LINHA-ALTERADA"}
    one = NAMES[PARENT.get(table, table)][0]
    assert f"{one} nº 1" in [each.what.split(":")[0] for each in found]
    assert "Ana" not in str(found)


@pytest.mark.parametrize("table", ROWS)
def test_a_row_taken_away_is_found(ledger: Path, table: str) -> None:
    tamper(ledger, f"DELETE FROM {table}")
    assert set(codes(ledger)) == {"V-LINHA-ALTERADA"}


@pytest.mark.parametrize("table", FACT_TABLES)
def test_a_row_under_another_number_is_found(ledger: Path, table: str) -> None:
    for number in (900, 0, -7):
        tamper(ledger, f"UPDATE {table} SET id = {number}")
        assert set(codes(ledger)) == {"V-LINHA-ALTERADA", "V-LINHA-DE-FORA"}


def test_the_finding_says_what_it_is_about(ledger: Path) -> None:
    tamper(ledger, "UPDATE receivable SET amount = 1", "UPDATE movement SET amount = 1")
    tamper(ledger, "UPDATE entry SET principal = 1", "UPDATE agreement SET debt = 1")
    subjects = {finding.subject for finding in findings(ledger)}
    assert subjects == {"fatura NF-1", "pagamento 1", "acordo AC-1"}


def test_a_salt_that_is_gone_or_other_is_found(ledger: Path) -> None:
    run(ledger, "UPDATE person_salt SET salt = randomblob(32) WHERE customer_id = 1")
    (other,) = (codes(ledger),)
    run(ledger, "DELETE FROM person_salt WHERE customer_id = 1")
    gone = codes(ledger)
    assert (
        other
        == gone
        == ["V-LINHA-ALTERADA"]
        * sum(
            bool(each.personal)
            for table, each in FACT_TABLES.items()
            if table not in ("import_batch", *OF_THE_LEDGER)
        )
    )


def fill(path: Path, first: int, last: int, words: str = "NULL") -> None:
    with writing(path) as transaction:
        for number in range(first, last + 1):
            transaction.connection.execute(INVOICE.format(number, words))
        transaction.record("teste", {}, AT)


def test_many_rows_are_sealed_in_ranges_and_the_one_that_differs_is_told(ledger: Path) -> None:
    fill(ledger, 2, 701)
    ((data,),) = ask(ledger, "SELECT data FROM event ORDER BY seq DESC LIMIT 1")
    ranges = [each[:3] for each in json.loads(str(data))["linhas"]["receivable"]]
    assert ranges == [[2, 251, 250], [252, 501, 250], [502, 701, 200]]
    tamper(ledger, "DELETE FROM receivable WHERE id = 300")
    (found,) = findings(ledger)
    assert found.subject == "fatura NF-252 a fatura NF-501"
    assert found.what == (
        "faturas nº 252 a 501: ao menos uma linha não é o que foi gravado (selo no evento 4);"
        " eram 250 linhas, agora 249"
    )


def test_numbers_far_apart_cost_nothing(ledger: Path) -> None:
    fill(ledger, 2**60, 2**60 + 1)
    assert codes(ledger) == []


def test_a_row_written_by_another_program_is_found_before_and_after_the_next_write(ledger: Path) -> None:
    run(ledger, INVOICE.format(2, "NULL"))
    assert codes(ledger) == ["V-LINHA-DE-FORA"]
    fill(ledger, 3, 3)
    (found,) = findings(ledger)
    assert (found.code, found.subject) == ("V-LINHA-DE-FORA", "fatura NF-2")
    assert found.what == "fatura nº 2: o que está no livro não foi gravado pelo cobranca"


def test_a_row_put_where_the_program_skipped_is_found(ledger: Path) -> None:
    fill(ledger, 5, 6)
    run(ledger, INVOICE.format(3, "NULL"))
    assert codes(ledger) == ["V-LINHA-ALTERADA"]


def test_what_says_how_far_the_seals_go_cannot_hide_rows(ledger: Path) -> None:
    """What a write finds out of step it takes from the seals; nobody can wash a row by changing the note."""
    run(ledger, "UPDATE sealed SET last_id = 10 WHERE table_name = 'receivable'")
    assert codes(ledger) == ["V-SELO"]
    fill(ledger, 2, 3)
    assert codes(ledger) == []
    run(ledger, INVOICE.format(4, "NULL"), "DELETE FROM sealed")
    assert set(codes(ledger)) == {"V-LINHA-DE-FORA", "V-SELO"}
    fill(ledger, 12, 12)
    (found,) = findings(ledger)
    assert (found.code, found.subject) == ("V-LINHA-DE-FORA", "fatura NF-4")


def test_a_seal_over_a_seal_is_found(ledger: Path) -> None:
    ((data,),) = ask(ledger, "SELECT data FROM event WHERE kind = 'selo'")
    with writing(ledger) as transaction:
        transaction.record(seals.KIND, json.loads(str(data)), AT)
    assert set(codes(ledger)) == {"V-SELO"}


def test_what_was_written_before_the_first_seal_is_sealed_as_it_is(tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=1)
    run(path, INVOICE.format(1, "'palavras'"))
    assert codes(path) == ["V-SELO"]
    fill(path, 2, 2)
    assert codes(path) == []
    tamper(path, "UPDATE receivable SET amount = 8 WHERE id = 1")
    assert codes(path) == ["V-LINHA-ALTERADA"]


def test_a_write_without_rows_makes_no_seal_and_an_abandoned_one_leaves_nothing(ledger: Path) -> None:
    with writing(ledger) as transaction:
        transaction.record("teste", {}, AT)
    assert ask(ledger, "SELECT kind FROM event ORDER BY seq DESC LIMIT 2") == [("teste",), ("selo",)]
    before = ask(ledger, "SELECT * FROM event"), ask(ledger, "SELECT * FROM sealed")
    with writing(ledger) as transaction:
        transaction.connection.execute(INVOICE.format(2, "'x'"))
        transaction.seal()
        transaction.abandon()
    assert (ask(ledger, "SELECT * FROM event"), ask(ledger, "SELECT * FROM sealed")) == before


def test_a_seal_of_a_later_version_or_unreadable_is_named(ledger: Path) -> None:
    for data in ({"versao": 2, "linhas": {}}, {"versao": 1}, {"versao": 1, "linhas": {"x": [[1, 2, 3, ""]]}}):
        with writing(ledger) as transaction:
            transaction.record(seals.KIND, data, AT)
    assert codes(ledger) == ["V-SELO"] * 3


def test_the_text_of_a_row_tells_apart_what_looks_alike(ledger: Path) -> None:
    texts = []
    with closing(sqlite3.connect(ledger)) as connection:
        salts = seals.Salts(connection, make=False)
        for number, instalment in (("A", "B,1"), ("A,B", "1"), ('A","B', "1"), ("A\nB", "1")):
            with connection:
                connection.execute("DROP TRIGGER IF EXISTS receivable_no_update")
                values = (number, instalment)
                connection.execute("UPDATE receivable SET number = ?, instalment = ?", values)
            found = seals.reader(connection, "receivable", salts)(1, 1, -1)
            assert found is not None
            texts.append(found.sha256)
    assert len(set(texts)) == 4


def test_a_ledger_of_the_format_before_keeps_all_and_is_sealed_by_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = ("erasure", "erased_text", "dunning_withdrawal", "import_withdrawal")
    path, kept = tmp_path / "livro.db", [table for table in ROWS if table not in later]
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", STEPS[:6])
        create_ledger(path)
    # What an import taken back leaves on an invoice came with the eighth step.
    told = {table: ROWS[table][:-1] if table == "receivable" else ROWS[table] for table in kept}
    rows = [(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row) for table, row in told.items()]
    run(path, CUSTOMER, *rows)
    before = {table: [ROWS[table]] for table in kept}
    assert codes(path) == []
    assert {table: ask(path, f"SELECT * FROM {table}") for table in kept} == before
    ((data,),) = ask(path, "SELECT data FROM event WHERE kind = 'selo'")
    assert set(json.loads(str(data))) == {"linhas", "versao"}
    assert set(json.loads(str(data))["linhas"]) == set(kept) & set(FACT_TABLES)
    assert codes(path) == []
    tamper(path, "UPDATE movement SET amount = 1")
    assert codes(path) == ["V-LINHA-ALTERADA"]


def as_text(*values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def test_a_seal_can_be_computed_again_from_what_the_documentation_says(whole: Path) -> None:
    """`docs/historico.md`, without our code."""
    ((data,),) = ask(whole, "SELECT data FROM event WHERE kind = 'selo'")
    sealed = json.loads(str(data))["linhas"]
    ((salt,),) = ask(whole, "SELECT salt FROM person_salt WHERE customer_id = 1")
    assert isinstance(salt, bytes)
    words = as_text("movement", 1, "E123", "a mãe da Ana pagou", "bia").encode()
    commitment = hmac.new(salt, words, "sha256").hexdigest()
    day = "2026-11-21"
    row = as_text(
        1, "pagamento", 1, day, 500, "legal", None, "pix", 1, 1, 2, AT, as_text(0, 1), commitment
    )  # fmt: skip
    assert sealed["movement"] == [[1, 1, 1, hashlib.sha256(row.encode()).hexdigest()]]
    row = as_text(1, 1, 1, "pagamento", day, day, 0, 0, 0, 0, 500, AT)
    assert sealed["entry"] == [[1, 1, 1, hashlib.sha256(row.encode()).hexdigest()]]


def test_several_rows_are_joined_by_line_ends_and_a_row_without_words_has_no_commitment(ledger: Path) -> None:
    fill(ledger, 2, 3)
    ((data,),) = ask(ledger, "SELECT data FROM event ORDER BY seq DESC LIMIT 1")
    rows = [as_text(n, 1, f"NF-{n}", "", None, "2026-11-21", 9, None, None, None, None) for n in (2, 3)]
    digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    assert json.loads(str(data))["linhas"] == {"receivable": [[2, 3, 2, digest]]}
