"""The months of the indices: shipped with the program, imported over it, corrected, and told."""

from datetime import date
from decimal import Decimal
from math import prod
from pathlib import Path

import pytest
from tests.importing.bench import MOMENT, new_ledger, query

from cobranca_cli.cli.indices import SERIES as OFFERED
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.rates import SERIES
from cobranca_cli.errors import MissingIndexError, OutsideError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.queries import indices as queries
from cobranca_cli.ledger.queries.indices import rates, shipped
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.import_indices import IndexImport, import_indices
from cobranca_cli.services.indices import ListedIndices, list_indices
from cobranca_cli.views.indices import listing, outcome, preview, spans

NEW = "data;valor\n01/01/2026;0,33\n01/02/2026;0,70\n"


def load(
    ledger: Path,
    content: str,
    series: str = "ipca",
    name: str = "ipca.csv",
    *,
    replace: bool = False,
    simulate: bool = False,
    today: date = MOMENT.today,
) -> IndexImport:
    """Import a text; checks what holds for every import."""
    file = ledger.parent / name
    file.write_text(content, encoding="utf-8")
    before = ledger.read_bytes()
    moment = Moment(today, MOMENT.instant)
    result = import_indices(ledger, file, series, moment, replace=replace, simulate=simulate)
    counts = (result.new, result.updated, result.existing, result.conflicts, result.rejected)
    assert min(counts) >= 0 and sum(counts) + sum(result.set_aside.values()) == result.read
    if not (result.written and (result.new or result.updated)):
        assert ledger.read_bytes() == before
    return result


def percent(ledger: Path, series: str, year: int, month: int) -> str:
    connection = open_for_reading(ledger).connection
    try:
        return f"{rates(connection, (series,)).of(series, year, month):f}"
    finally:
        connection.close()


def listed(ledger: Path, *words: object) -> ListedIndices:
    settings = Settings(ledger)
    with writing(ledger) as transaction:
        record_mark(transaction.connection, settings.calendar)
    return list_indices(ledger, settings, MOMENT, *words)  # type: ignore[arg-type]


# --- what comes with the program ---


@pytest.mark.parametrize(
    ("series", "first", "last", "count", "product"),
    [
        ("ipca", (2025, 1), (2025, 12), 12, "1.042643849"),
        ("igpm", (2025, 1), (2025, 12), 12, "0.989578334"),
        ("inpc", (2025, 1), (2025, 3), 3, "1.019975480"),
        ("taxa-legal", (2024, 8), (2026, 10), 27, None),
    ],
)
def test_published_months_come_with_the_program(
    series: str, first: tuple[int, int], last: tuple[int, int], count: int, product: str | None
) -> None:
    """The products are those that the rules tell of the published years."""
    table = dict(shipped(series))
    assert (min(table), max(table), len(table)) == (first, last, count)
    assert {value.source for value in table.values()} == {f"Banco Central, SGS {SERIES[series][1]}"}
    assert {value.since for value in table.values()} == {"2026-11-21"}
    factor = prod((1 + value.percent / 100 for value in table.values()), start=Decimal(1))
    assert product is None or str(factor.quantize(Decimal("1e-9"))) == product


def test_the_taxa_legal_to_the_last_decimal() -> None:
    table = {month: f"{value.percent:f}" for month, value in shipped("taxa-legal")}
    assert (table[2024, 8], table[2025, 3], table[2026, 10]) == ("0.605306", "0.000000", "0.379020")


def test_every_series_has_its_file_and_its_word() -> None:
    assert {path.stem for path in queries.SHIPPED.glob("*.csv")} == set(SERIES) == set(OFFERED.words)
    assert list(shipped("selic")) == []
    with pytest.raises(OutsideError, match="falta a tabela"):
        list(shipped("cdi"))


# --- importing ---


def test_new_months_are_known_from_then_on(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with pytest.raises(MissingIndexError):
        percent(ledger, "ipca", 2026, 1)
    result = load(ledger, NEW)
    assert (result.new, result.existing) == (2, 0)
    assert outcome(result).startswith("2 meses novos da série IPCA, de ")
    assert percent(ledger, "ipca", 2026, 1) == "0.33"
    assert percent(ledger, "ipca", 2025, 1) == "0.16"
    assert query(ledger, "SELECT kind, file_name, imported_on FROM import_batch") == [
        ("indices", "ipca.csv", "2026-11-21")
    ]
    assert query(ledger, "SELECT series, month, percent, import_id FROM index_value") == [
        ("ipca", "2026-01", "0.33", 1),
        ("ipca", "2026-02", "0.70", 1),
    ]
    assert query(ledger, "SELECT kind, data ->> 'serie', data ->> 'novos' FROM event WHERE kind <> 'selo'")[
        -1
    ] == (
        "indices_importados",
        "ipca",
        2,
    )


def test_only_what_was_asked_for_is_read(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    connection = open_for_reading(ledger).connection
    assert set(rates(connection, ("igpm",)).values) == {"igpm"}
    connection.close()


@pytest.mark.parametrize(
    "again", [NEW, NEW.replace(",", "."), "data;valor\n01/12/2025;0,33\n01/01/2026;0,3300\n"]
)
def test_the_same_again_changes_no_byte(again: str, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    load(ledger, NEW)
    before = ledger.read_bytes()
    result = load(ledger, again)
    assert (result.new, result.updated, result.existing, result.refused) == (0, 0, 2, False)
    assert ledger.read_bytes() == before


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    result = load(ledger, NEW, simulate=True)
    assert (result.new, result.written) == (2, False)


def test_one_bad_row_refuses_the_file(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    result = load(ledger, NEW + "01/03/2026;x\n")
    assert (result.refused, result.new, result.rejected) == (True, 2, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("01/12/2025;0,34", "o programa já traz 0,33% (Banco Central, SGS 433, visto em 21/11/2026)"),
        ("01/01/2026;0,34", "o livro já tem 0,33% (de ipca.csv, importado em 21/11/2026)"),
    ],
)
def test_another_value_is_a_conflict_until_it_is_asked_for(row: str, said: str, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    load(ledger, NEW)
    content = f"data;valor\n{row}\n01/03/2026;1\n"
    result = load(ledger, content, name="corrigido.csv")
    (problem,) = result.problems.kept
    assert (problem.line, problem.column, problem.code, problem.value) == (2, 2, "E-CONFLITO", "0,34")
    assert problem.message.startswith(said) and problem.message.endswith("use --substituir")
    rows = query(ledger, "SELECT count(*) FROM index_value")[0][0]
    result = load(ledger, content, name="corrigido.csv", replace=True)
    assert (result.new, result.updated, result.problems.total) == (1, 1, 0)
    assert outcome(result).startswith("1 mês novo e 1 mês substituído da série IPCA, de ")
    year, month = int(row[6:10]), int(row[3:5])
    assert percent(ledger, "ipca", year, month) == "0.34"
    # The earlier rows stay: what was computed with them can still be explained.
    assert query(ledger, "SELECT count(*) FROM index_value")[0][0] == rows + 2
    assert load(ledger, content, replace=True).existing == 2


def test_the_last_row_of_a_month_counts_whatever_its_file(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    for value in ("0,10", "0,20", "0,10"):
        load(ledger, f"data;valor\n01/05/2026;{value}\n", replace=True)
    assert percent(ledger, "ipca", 2026, 5) == "0.10"
    assert query(ledger, "SELECT percent FROM index_value ORDER BY id") == [("0.10",), ("0.20",), ("0.10",)]


def test_many_differences_are_remarked(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    twelve = "".join(f"01/{month:02d}/2025;4,{month:02d}\n" for month in range(1, 13))
    result = load(ledger, f"data;valor\n{twelve}", replace=True, simulate=True)
    assert result.updated == 12
    assert "nenhum dos 12 meses" in result.remarks[0] and "série 433 (IPCA)" in result.remarks[0]


def test_the_file_of_another_series_is_known_by_its_values(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    content = f"{NEW}01/03/2026;0,41\n"
    load(ledger, content)
    result = load(ledger, content, "igpm", replace=True)
    (problem,) = result.problems.kept
    assert (problem.code, result.rejected) == ("E-SERIE", 3)
    assert "3 meses que tem em comum com a série IPCA" in problem.message
    assert load(ledger, f"{content}01/12/2025;-0,01\n", "igpm", simulate=True).new == 3
    # Two months may coincide; and what the series itself knows already is not doubted again.
    assert load(ledger, NEW, "inpc").new == 2
    assert load(ledger, content, "inpc").existing == 2


@pytest.mark.parametrize(
    ("today", "october", "new", "remark"),
    [
        (date(2026, 10, 20), "0,90", 1, "o mês não acabou"),
        (date(2026, 12, 5), "0,22", 1, "tão abaixo do mês anterior"),
        (date(2026, 11, 21), "1,28", 2, "só está certa se ele foi baixado depois do fim do mês"),
    ],
)
def test_an_unfinished_selic_is_left_out_and_told(
    today: date, october: str, new: int, remark: str, tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    content = f"data;valor\n01/09/2026;1,22\n01/10/2026;{october}\n"
    result = load(ledger, content, "selic", today=today)
    assert (result.new, result.set_aside.total(), len(result.remarks)) == (new, 2 - new, 1)
    assert remark in result.remarks[0] and result.remarks[0] in "".join(preview(result))
    again = load(ledger, content, "selic", today=today)
    assert (again.new, again.existing) == (0, new)


# --- listing ---


def test_the_list_says_where_each_month_is_from(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    load(ledger, "data;valor\n01/12/2025;0,34\n01/01/2026;0,33\n", replace=True)
    found = listed(ledger, "ipca", (2025, 11))
    report = listing(found, for_people=False)
    assert list(report.rows) == [
        ("ipca", "2025-11", Decimal("0.18"), "do programa", "Banco Central, SGS 433", "2026-11-21"),
        ("ipca", "2025-12", Decimal("0.34"), "ipca.csv", "arquivo importado", "2026-11-21"),
        ("ipca", "2026-01", Decimal("0.33"), "ipca.csv", "arquivo importado", "2026-11-21"),
    ]
    assert [figure.value for figure in report.totals] == [3, 0]
    assert "IPCA de 12/2025: 0,34% substitui 0,33%" in report.notes
    assert [row[1] for row in listing(found, for_people=True).rows] == ["11/2025", "12/2025", "01/2026"]


def test_all_series_and_a_window(tmp_path: Path) -> None:
    rows = listed(new_ledger(tmp_path), None, (2025, 3), (2025, 3)).rows
    assert [(series, month) for series, month, _ in rows] == [
        (series, (2025, 3)) for series in ("ipca", "inpc", "igpm", "taxa-legal")
    ]


@pytest.mark.parametrize(
    ("series", "months", "missing", "start"),
    [
        ("ipca", (), 0, "01/01/2026"),
        ("ipca", range(2, 11), 1, "01/01/2026"),
        ("ipca", range(1, 11), 0, None),
        ("selic", (), 0, "01/01/2021"),
        ("selic", (3, 5, 10), 5, "01/04/2026"),
        ("taxa-legal", (), 0, "01/11/2026"),
        ("taxa-legal", (11,), 0, None),
    ],
)
def test_what_is_missing_is_told_with_the_way_to_mend_it(
    series: str, months: range | tuple[int, ...], missing: int, start: str | None, tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    if months:
        rows = "".join(f"01/{month:02d}/2026;0,5\n" for month in months)
        assert load(ledger, f"data;valor\n{rows}", series).new == len(months)
    found = listed(ledger, series)
    (coverage,) = found.coverage
    assert len(coverage.missing) == missing
    assert (coverage.address is None) == (start is None)
    note = listing(found, for_people=True).notes[-1]
    assert start is None or f"dataInicial={start} e rode" in note
    assert (f"--serie {series}" in note) == (start is not None)


@pytest.mark.parametrize(
    ("months", "between", "said"),
    [
        ([], False, ""),
        ([(2025, 2)], False, "02/2025"),
        ([(2025, 2), (2025, 4), (2025, 5), (2025, 6)], False, "02/2025, 04/2025 a 06/2025"),
        ([(2025, 12), (2026, 1)], False, "12/2025 a 01/2026"),
        ([(2025, 1), (2026, 1)], True, "01/2025 a 01/2026"),
        ([(2025, 1), (2025, 1)], True, "01/2025"),
    ],
)
def test_spans_of_months(months: list[tuple[int, int]], between: bool, said: str) -> None:
    assert spans(months, between=between) == said
