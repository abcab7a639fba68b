"""The corpus of invoice files: each is whole or absent in a real ledger, and says where it is wrong."""

from pathlib import Path
from time import perf_counter

import pytest
from tests.importing.bench import import_bytes, new_ledger, rows
from tests.importing.corpus import CORPUS, Case

BAD = [case for case in CORPUS if case.code]
GOOD = [case for case in CORPUS if not case.code]


def test_the_corpus_is_complete() -> None:
    assert len(CORPUS) == len({case.id for case in CORPUS}) == 112
    assert len(GOOD) == 22


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.id}-{case.file}")
def test_a_bad_file_is_refused_whole(case: Case, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    before, started = ledger.read_bytes(), perf_counter()
    result = import_bytes(ledger, case.content, case.wishes, case.file)
    assert perf_counter() - started < 2
    first = result.problems.kept[0]
    assert (first.code, first.line, first.column) == (case.code, case.line, case.column)
    assert result.refused
    assert not result.written
    assert ledger.read_bytes() == before
    place = ":".join(str(part) for part in (case.line, case.column) if part)
    assert f"{case.file}{':' if place else ''}{place} " in first.text()
    assert f"[{case.code}] " in first.text()


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.id}-{case.file}")
def test_a_good_file_comes_back_from_the_ledger(case: Case, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    result = import_bytes(ledger, case.content, case.wishes, case.file)
    assert result.problems.kept == []
    assert (result.written, result.read, result.new) == (True, len(case.rows), len(case.rows))
    stored = [(row[0], *row[2:4], *row[5:10]) for row in rows(ledger)]
    assert stored == list(case.rows)


def test_many_problems_are_all_counted(tmp_path: Path) -> None:
    case = next(case for case in CORPUS if case.id == "B18")
    result = import_bytes(new_ledger(tmp_path), case.content)
    assert (result.problems.total, result.problems.rows, result.rejected) == (1000, 1000, 1000)
