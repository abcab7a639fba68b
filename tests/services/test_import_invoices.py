"""Importing the same again, something else, a part of it, or nothing: the ledger before and after."""

from pathlib import Path

import pytest
from tests.importing.bench import codes, count, import_bytes, new_ledger, query, rows, table

from cobranca_cli.errors import BusyError, LedgerError, UsageError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.profiles import BUILT_IN
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.ledger import connection as opening
from cobranca_cli.ledger.transaction import writing

WHO = "numero;cliente;documento;codigo_cliente;vencimento;valor"
CPF, CNPJ = "529.982.247-25", "11.222.333/0001-81"


def who(*rows_: str) -> bytes:
    """Rows of `number;name;document;code`, all due on one day."""
    return table(*(f"{row};01/12/2026;10,00" for row in rows_), header=WHO)


MONTH = table("1;Ana;01/12/2026;100,00", "2;Bia;02/12/2026;50,00", "3;Ana;03/12/2026;25,50")


# --- the same again ---


@pytest.mark.parametrize("name", ["faturas.csv", "faturas (1).csv"])
def test_the_same_file_again_changes_no_byte(name: str, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    first = import_bytes(ledger, MONTH)
    before = ledger.read_bytes()
    second = import_bytes(ledger, MONTH, name=name)
    assert (first.new, first.new_cents, first.new_customers) == (3, 17_550, 2)
    assert (second.read, second.new, second.existing, second.new_customers) == (3, 0, 3, 0)
    assert not second.refused
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    "lines",
    [
        (f"1;Ana;{CPF};", "2;Ana;;", f"3;Ana;{CNPJ};"),
        ("1;Ana;;", "2;Ana;;7"),
        ("1;Ana;;7", "2;Ana;;", "3;Ana;;8"),
        (f"1;Ana;{CPF};5", f"2;Ana;{CPF};6", "3;Ana;;6"),
        ("1;Ana;;5", f"2;Ana;{CPF};5", "3;Ana;;5"),
        (f"1;Ana;{CPF};", f"2;ANA SOUZA;{CPF};", "3;Ana;;"),
        ("1;Ana;;c1", "2;Bia;;C1", "3;Cid;;"),
    ],
    ids=[
        "homonyms by document",
        "code on one row only",
        "homonyms by code",
        "two codes of one document",
        "document given later",
        "two names of one document",
        "codes in two cases",
    ],
)
def test_a_file_that_was_taken_is_taken_again(lines: tuple[str, ...], tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    first = import_bytes(ledger, who(*lines))
    assert (first.new, codes(first)) == (len(lines), [])
    before = ledger.read_bytes()
    second = import_bytes(ledger, who(*lines))
    assert (second.new, second.existing, second.new_customers, codes(second)) == (0, len(lines), 0, [])
    assert ledger.read_bytes() == before


def test_a_larger_export_brings_only_what_is_new(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, MONTH)
    larger = MONTH + b"4;Bia;04/12/2026;1,00\n5;Cid;04/12/2026;2,00\n"
    result = import_bytes(ledger, larger)
    assert (result.new, result.new_cents, result.existing, result.new_customers) == (2, 300, 3, 1)


def test_what_a_file_does_not_say_is_no_conflict(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(
        ledger,
        table("1;Ana;01/11/2026;01/12/2026;1,00", header="numero;cliente;emissao;vencimento;valor"),
    )
    result = import_bytes(ledger, table("1;Ana;01/12/2026;1,00"))
    assert (result.existing, codes(result)) == (1, [])


def test_a_cancelled_invoice_stays_cancelled(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, MONTH)
    with writing(ledger) as transaction:
        transaction.connection.execute("UPDATE receivable SET cancelled_on = '2026-11-20' WHERE number = '2'")
    result = import_bytes(ledger, MONTH)
    assert (result.new, result.existing) == (0, 3)
    assert query(ledger, "SELECT number FROM receivable WHERE cancelled_on IS NOT NULL") == [("2",)]


# --- who the customer is ---


@pytest.mark.parametrize(
    ("first", "second", "customers"),
    [
        (f"1;Ana;{CPF};", f"2;Ana;{CNPJ};", 2),
        (f"1;Ana;{CPF};", "2;ANA;;", 1),
        ("1;Ana;;7", "2;Ana;;8", 2),
        ("1;Ana;;7", "2;Outro nome;;7", 1),
        ("1;João;;", "2;Joao;;", 2),
        ("1;Ana  Souza;;", "2; ana souza ;;", 1),
        ("1;Ana;12.abc.345/01de-35;", "2;Bia;12ABC34501DE35;", 1),
        ("1;Ana;;", f"1;Ana;{CPF};", 1),
    ],
)
def test_who_the_customer_is(first: str, second: str, customers: int, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    for line in (first, second):
        result = import_bytes(ledger, who(line))
        assert codes(result) == []
    assert query(ledger, "SELECT count(*) FROM customer") == [(customers,)]


def test_a_row_that_may_mean_two_customers_is_asked_about(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, who(f"1;Ana;{CPF};", f"2;Ana;{CNPJ};"))
    assert codes(import_bytes(ledger, who("3;Ana;;"))) == [("E-CLIENTE-AMBIGUO", 2, 2)]


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ((f"1;Ana;{CPF};", "2;Bia;;5"), f"3;Ana;{CPF};5"),
        ((f"1;Ana;{CPF};5",), f"3;Ana;{CNPJ};5"),
    ],
)
def test_a_document_and_a_code_of_two_people_are_told(
    known: tuple[str, ...], line: str, tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, who(*known))
    assert codes(import_bytes(ledger, who(line))) == [("E-CLIENTE-CONFLITO", 2, 2)]


@pytest.mark.parametrize(
    "known",
    [(f"1;Ana;{CPF};", "2;Bia;;5"), ("1;Ana;;", f"2;Bia;{CNPJ};5"), (f"1;Ana;{CPF};", f"2;B;{CNPJ};5")],
)
def test_the_code_of_another_on_a_known_invoice_is_not_taken_from_him(
    known: tuple[str, ...], tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, who(*known))
    result = import_bytes(ledger, who(f"1;Ana;{CPF};5"))
    assert (result.new, result.existing + result.rejected) == (0, 1)
    assert query(ledger, "SELECT id FROM customer WHERE code = '5'") == [(2,)]


def test_blanks_of_a_customer_are_filled_and_nothing_is_overwritten(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    header = "numero;cliente;documento;email;cidade;vencimento;valor"
    import_bytes(ledger, table(f"1;Ana;{CPF};a@x.com;;01/12/2026;1,00", header=header))
    import_bytes(ledger, table(f"2;Ana Souza;{CPF};b@x.com;Recife;01/12/2026;1,00", header=header))
    assert query(ledger, "SELECT name, email, city FROM customer") == [("Ana", "a@x.com", "Recife")]


# --- something else for a known invoice ---


@pytest.mark.parametrize(
    ("line", "column", "field", "here", "there"),
    [
        ("1;Ana;01/12/2026;100,01", 4, "valor", "R$ 100,01", "R$ 100,00"),
        ("1;Ana;02/12/2026;100,00", 3, "vencimento", "02/12/2026", "01/12/2026"),
        ("1;Bia;01/12/2026;100,00", 2, "cliente", "Bia (sem documento)", "Ana (sem documento)"),
    ],
)
def test_a_conflict_shows_both_values(
    line: str, column: int, field: str, here: str, there: str, tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, MONTH)
    result = import_bytes(ledger, table("9;Cid;01/12/2026;7,00", line))
    problem = result.problems.kept[0]
    assert codes(result) == [("E-CONFLITO", 3, column)]
    assert (problem.field, problem.value) == (field, here)
    assert there in problem.message
    assert (result.conflicts, result.new, result.written) == (1, 1, False)
    assert count(ledger) == (3, 17_550)


def test_a_conflict_of_the_issue_date(tmp_path: Path) -> None:
    ledger, header = new_ledger(tmp_path), "numero;cliente;emissao;vencimento;valor"
    import_bytes(ledger, table("1;Ana;01/11/2026;01/12/2026;1,00", header=header))
    result = import_bytes(ledger, table("1;Ana;02/11/2026;01/12/2026;1,00", header=header))
    assert codes(result) == [("E-CONFLITO", 2, 3)]
    assert "01/11/2026" in result.problems.kept[0].message


def test_the_other_case_of_a_number_is_the_same_invoice(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, table("nf-1;Ana;01/12/2026;1,00"))
    assert import_bytes(ledger, table("NF-1;Ana;01/12/2026;1,00")).existing == 1


def test_problems_of_conflicts_and_rows_come_in_the_order_of_lines(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, MONTH)
    result = import_bytes(
        ledger,
        table("8;Ana;01/12/2026;x", "1;Ana;01/12/2026;9,00", "9;Ana;01/12/2026;x", "8;A;01/12/2026;-1"),
    )
    assert [line for _, line, _ in codes(result)] == [2, 3, 4, 5]


# --- nothing at all ---


def test_a_rehearsal_tells_the_same_and_changes_no_byte(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    before = ledger.read_bytes()
    rehearsal = import_bytes(ledger, MONTH, simulate=True)
    assert (rehearsal.read, rehearsal.new, rehearsal.new_cents, rehearsal.written) == (3, 3, 17_550, False)
    assert ledger.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faturas.csv", "livro.db"]
    real = import_bytes(ledger, MONTH)
    assert (real.new, real.new_cents, real.sample) == (3, 17_550, rehearsal.sample)


def test_a_large_file_refused_at_its_last_row_changes_no_byte(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, MONTH)
    lines = [f"N{index:06};Cliente {index % 500:04} de teste;01/12/2026;1.234,56" for index in range(62_000)]
    content = table(*lines, "ultima;Ana;31/02/2026;1,00")
    assert len(content) > 3_000_000
    result = import_bytes(ledger, content)
    assert codes(result) == [("E-DATA", 62_002, 3)]
    assert result.new == 62_000
    indexes = query(ledger, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'ix_open%'")
    assert indexes == [(2,)]


def test_a_ledger_in_use_is_waited_for_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = new_ledger(tmp_path)
    monkeypatch.setattr(opening, "WRITE_WAIT_SECONDS", 0.1)
    with writing(ledger), pytest.raises(BusyError):
        import_bytes(ledger, MONTH)


def test_a_missing_ledger_is_not_made_by_importing(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.unlink()
    from tests.importing.bench import CALENDAR, MOMENT

    from cobranca_cli.services.import_invoices import import_invoices

    file = tmp_path / "faturas.csv"
    file.write_bytes(MONTH)
    with pytest.raises(LedgerError, match="não encontrei"):
        import_invoices(ledger, file, Wishes(), MOMENT, CALENDAR)
    assert not ledger.exists()


# --- the bad rows apart ---


def apart(ledger: Path, content: bytes, wishes: Wishes | None = None, name: str = "rejeitados.csv") -> Path:
    """Import the good rows; the file of the bad ones."""
    path = ledger.parent / name
    with RejectsFile(path, overwrite=False) as rejects:
        result = import_bytes(ledger, content, wishes, rejects=rejects)
        rejects.keep()
    assert result.written
    return path


def test_one_bad_row_among_good_ones(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    content = table("1;Ana;01/12/2026;1,00", "2;São João; 31/02/2026 ;2,00", "3;Cid;01/12/2026;3,00")
    path = apart(ledger, content)
    assert [row[0] for row in rows(ledger)] == ["1", "3"]
    text = path.read_text("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[0] == "numero;cliente;vencimento;valor;linha_original;motivo"
    assert text.splitlines()[1].startswith("2;São João; 31/02/2026 ;2,00;3;")
    assert "[E-DATA] vencimento" in text
    assert path.stat().st_mode & 0o777 == 0o600
    mended = path.read_bytes().replace(b"31/02/2026", b"28/02/2027")
    again = import_bytes(ledger, mended, name="corrigidos.csv")
    assert (again.new, codes(again)) == (1, [])
    assert [row[0] for row in query(ledger, "SELECT number FROM receivable ORDER BY number")] == [
        "1",
        "2",
        "3",
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "2;Bia;31/02/2026;2,00",
        '2;"Bia;01/12/2026;2,00',
        '2;"Bia" Lima;01/12/2026;2,00',
        "2;Bia;01/12/2026",
        "2;Bia;01/12/2026;2,00;sobra",
        f"2;{'B' * 5000};01/12/2026;2,00",
        "1;Ana;01/12/2026;9,00",
        '2;"B; ia";x;2,00',
    ],
)
def test_a_rejected_row_that_nobody_mended_is_refused_again(bad: str, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    path = apart(ledger, table("1;Ana;01/12/2026;1,00", bad, "3;Cid;01/12/2026;3,00"))
    again = import_bytes(ledger, path.read_bytes(), name="de-novo.csv")
    assert again.refused
    assert count(ledger) == (2, 400)


def test_every_line_of_a_broken_record_is_given_back(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    path = apart(
        ledger, table("1;Ana;01/12/2026;1,00", '2;"Bia\nLima";01/12/2026;2,00', "3;C;01/12/2026;3,00")
    )
    text = path.read_text("utf-8-sig")
    assert "Lima" in text
    assert "2,00" in text
    assert [row[0] for row in rows(ledger)] == ["1", "3"]


def test_lines_after_an_unclosed_quote_are_not_lost(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    path = apart(ledger, table('1;"Ana;01/12/2026;1,00', "2;B;01/12/2026;2,00", "3;C;01/12/2026;3,00;sobra"))
    assert [row[0] for row in rows(ledger)] == ["2"]
    assert len(path.read_text("utf-8-sig").splitlines()) == 3


def test_conflicts_and_doubles_go_to_the_rejects_too(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_bytes(ledger, MONTH)
    path = apart(ledger, table("1;Ana;01/12/2026;9,00", "4;Cid;01/12/2026;1,00", "4;Cid;01/12/2026;1,00"))
    text = path.read_text("utf-8-sig")
    assert [line.split(";")[4] for line in text.splitlines()[1:]] == ["2", "4"]
    assert "[E-CONFLITO]" in text
    assert "[E-DUPLICADA]" in text
    assert count(ledger) == (4, 17_650)


def test_rejects_of_a_profile_are_read_by_it_again(tmp_path: Path) -> None:
    ledger, wishes = new_ledger(tmp_path), Wishes(profile=BUILT_IN["tiny"])
    header = "ID;Cliente;Data Vencimento;Valor documento;Saldo"
    content = table("1;Ana;01/12/2026;1,00;1,00", "2;Bia;31/02/2026;2,00;2,00", ";;;;", header=header)
    path = apart(ledger, content, wishes)
    again = import_bytes(ledger, path.read_bytes().replace(b"31/02", b"28/02"), wishes, name="b.csv")
    assert (again.new, codes(again)) == (1, [])


def test_rejects_of_an_old_encoding_are_read_with_the_same_options(tmp_path: Path) -> None:
    ledger, wishes = new_ledger(tmp_path), Wishes(encoding="cp850")
    content = table("1;João;01/12/2026;1,00", "2;São;31/02/2026;2,00").decode().encode("cp850")
    path = apart(ledger, content, wishes)
    again = import_bytes(ledger, path.read_bytes().replace(b"31/02", b"28/02"), wishes, name="b.csv")
    assert codes(again) == []
    assert [row[2] for row in rows(ledger)] == ["João", "São"]


def test_no_bad_row_no_file(tmp_path: Path) -> None:
    path = apart(new_ledger(tmp_path), MONTH)
    assert not path.exists()
    assert not list(tmp_path.glob(".*"))


def test_rejects_of_a_refused_command_leave_nothing_behind(tmp_path: Path) -> None:
    ledger, path = new_ledger(tmp_path), tmp_path / "rejeitados.csv"
    with pytest.raises(RuntimeError), RejectsFile(path, overwrite=False) as rejects:
        import_bytes(ledger, table("1;Ana;x;1,00"), rejects=rejects)
        raise RuntimeError
    assert sorted(each.name for each in tmp_path.iterdir()) == ["faturas.csv", "livro.db"]


def test_rejects_do_not_overwrite_unasked(tmp_path: Path) -> None:
    path = tmp_path / "rejeitados.csv"
    path.write_text("do dono")
    with pytest.raises(UsageError):
        RejectsFile(path, overwrite=False)
    assert path.read_text() == "do dono"


def test_every_row_bad(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    before = ledger.read_bytes()
    path = apart(ledger, table("1;Ana;x;1,00", "2;Bia;x;1,00"))
    assert len(path.read_text("utf-8-sig").splitlines()) == 3
    assert ledger.read_bytes() == before
