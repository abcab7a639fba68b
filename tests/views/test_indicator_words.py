"""The words of the indicators, the course of a series in bars, and where it is drawn."""

import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from tests.services.indicator_box import Office
from tests.services.payment_box import NO_CHARGES

from cobranca_cli.services.indicators import Measured
from cobranca_cli.views.indicator_words import GROUPS, WORDS
from cobranca_cli.views.indicators import BARS, bars, indicators, report

CLI = Path(sys.executable).parent / "cobranca"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    rows = ("1;;Ana;2026-09-01;2026-10-01;1000,00", "2;;Bia;2026-10-01;2026-12-01;500,00")
    shop = Office(tmp_path, *rows, said=NO_CHARGES)
    shop.pays("300,00", "2026-11-03", "1")
    return shop


def test_every_indicator_has_its_words_once(office: Office) -> None:
    assert list(office.indicators("2026-11-21", cost="10,00")) == list(WORDS)
    assert len(WORDS) == sum(map(len, GROUPS.values()))
    labels = [words.label for words in WORDS.values()]
    assert len(set(labels)) == len(labels)
    for words in WORDS.values():
        assert words.formula[0].islower() or words.formula.startswith(("PMR", "("))


def test_every_line_says_formula_period_and_sum(office: Office) -> None:
    found = list(office.indicators("2026-11-21", cost="10,00").values())
    known = office.snapshot("2026-11-21")
    measured = Measured(known.as_of, known.period, tuple(found))
    for row in report([measured], measured.as_of).rows:
        assert re.fullmatch(
            r"em 21/11/2026|\d\d/\d\d/\d{4} a \d\d/\d\d/\d{4} \(\d+ dias corridos\)", str(row[3])
        )
        assert "{" not in str(row[4]) and row[2]
    sums = {row[6]: row[4] for row in report([measured], measured.as_of).rows}
    assert sums["pmr"] == "1.200,00 ÷ 1.500,00 × 92"
    assert sums["cei"] == "(0,00 + 1.500,00 - 1.200,00) ÷ (0,00 + 1.500,00 - 500,00)"
    assert sums["custo"] == "10,00 ÷ 300,00"
    assert sums["provisao_matriz"] == "500,00 × 0,5000% + 700,00 × 10,0000%"
    document = indicators(measured)
    assert sum(len(block.rows) for block in document.blocks[:-1]) == len(found)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], BARS),
        ([Decimal("1.5"), None, Decimal("-1.5")], "█·▁"),
        ([5, 5], "▁▁"),
        ([None], "·"),
        ([], ""),
    ],
)
def test_bars(values: list[object], drawn: str) -> None:
    assert bars(values) == drawn  # type: ignore[arg-type]


def test_bars_are_for_the_eyes_of_a_person(office: Office) -> None:
    pexpect = pytest.importorskip("pexpect")
    words = ["indicadores", "--serie", "2", "--livro", str(office.ledger), "--hoje", "2026-11-21"]
    env = {**os.environ, "TERM": "dumb", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    seen = pexpect.run(" ".join([str(CLI), *words]), env=env, encoding="utf-8")
    assert "Curso" in seen and "█" in seen
    env["PYTHONUTF8"], env["PYTHONIOENCODING"] = "0", "iso-8859-1"
    seen = pexpect.run(" ".join([str(CLI), *words]), env=env, encoding="iso-8859-1")
    assert "Curso" not in seen and "09/26" in seen
    utf8 = {**os.environ, "PYTHONUTF8": "1"}
    piped = subprocess.run([CLI, *words], env=utf8, capture_output=True, encoding="utf-8")
    assert not set(BARS) & set(piped.stdout) and "Curso" not in piped.stdout and "09/26" in piped.stdout
