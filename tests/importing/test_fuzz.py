"""Random harm to good files: whatever comes, only an answer comes back, and the sums agree.

The small run is part of every test run. The large one:
`COBRANCA_FUZZ=20000 python -m pytest tests/importing/test_fuzz.py` (examples a test; some twenty minutes).
"""

import csv
import io
import os
import tempfile
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.importing.bench import import_bytes, new_ledger, table
from tests.importing.corpus import ANA_CELLS, BAKERY_CELLS, CORPUS, HEADING, cells, text
from tests.importing.test_erp_exports import (
    CONTA_AZUL,
    GRANATUM,
    OMIE,
    QUICKBOOKS,
    TINY,
    export,
    omie_row,
    tiny,
)

from cobranca_cli.errors import CobrancaError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.importing.lines import BadQuote, split_line
from cobranca_cli.importing.profiles import BUILT_IN
from cobranca_cli.importing.rejects import RejectsFile
from cobranca_cli.services.import_result import ImportResult

EXAMPLES = int(os.environ.get("COBRANCA_FUZZ", "0"))


def thorough(examples: int) -> settings:
    """A few examples of a new kind each run, or as many as the environment asks for."""
    return settings(
        max_examples=EXAMPLES or examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


_LINES = (BAKERY_CELLS, ANA_CELLS, cells(), cells(numero="4", documento="", cliente='"Silva; ""Zé"""'))
_GOOD = (
    text(*_LINES).encode(),
    text(*_LINES, end="\r\n").encode("utf-8-sig"),
    text(*_LINES, end="\r").encode("cp1252"),
    text(*(line.replace(";", "\t") for line in _LINES[:3]), heading=HEADING.replace(";", "\t")).encode(),
    b"Titulo\n\n" + text(*_LINES).encode(),
)
_EXPORTS = (
    ("tiny", export(TINY, [tiny(), tiny(ID="2", saldo="3,00"), tiny(ID="3", saldo="0,00")])),
    ("omie", export(OMIE, [omie_row("1", "10,00", "5,00"), {"Valor da Conta": "9,00"}], titles=("Omie", ""))),
    ("granatum", export(GRANATUM, [{"Cliente/Fornecedor": "João", "Valor": "1,00"}], encoding="latin-1")),
    ("conta-azul", export(CONTA_AZUL, [{"Nome do cliente": "Ana", "Descrição": "1/2"}])),
    ("quickbooks", export(QUICKBOOKS, [{"Num": "1", "Customer": "A", "Amount": "1,284.50"}], delimiter=",")),
)
_SNIPPETS = (
    *(b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\r\n", b"\x00", b"\xff", b"\xc3", b"\x81", b"\x1a"),
    *(b"\xef\xbb\xbf", b"sep=,\n", b"9" * 50, b"A" * 5000, b";" * 300, b"=1+1", b"-", b"(", b"R$ ", b"\xa0"),
    *("\u202e\u200b".encode(), "ﬃΐß".encode(), b"1e9999999", b"NaN", b"31/02/2026", b"TOTAL"),
)


def _harm(content: bytes, random: Random) -> bytes:
    """The content after one to six small accidents."""
    for _ in range(random.randint(1, 6)):
        place = random.randrange(len(content) + 1)
        end = min(len(content), place + random.choice((1, 1, 2, 8, 60)))
        kind = random.randrange(6)
        if kind == 0:
            content = content[:place] + random.choice(_SNIPPETS) + content[place:]
        elif kind == 1:
            content = content[:place] + content[end:]
        elif kind == 2:
            content = content[:place] + random.randbytes(end - place) + content[end:]
        elif kind == 3:
            content = content[:end] + content[place:]
        elif kind == 4:
            lines = content.splitlines(keepends=True)
            random.shuffle(lines)
            content = b"".join(lines)
        else:
            content = content[:place]
    return content


def _import(content: bytes, wishes: Wishes | None = None, apart: bool = False) -> ImportResult | None:
    """The result of importing into a fresh ledger; None for an error that the program names itself.

    That the sums agree and that a refused file changes no byte is checked by the bench.
    """
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        try:
            if not apart:
                return import_bytes(ledger, content, wishes)
            with RejectsFile(Path(folder, "rejeitados.csv"), overwrite=False) as rejects:
                return import_bytes(ledger, content, wishes, rejects=rejects)
        except CobrancaError:
            return None


@thorough(300)
@given(st.sampled_from(_GOOD), st.integers(0, 2**32))
def test_a_harmed_file(content: bytes, seed: int) -> None:
    result = _import(_harm(content, Random(seed)))
    assert result is not None
    assert result.written == (result.problems.total == 0)


@thorough(150)
@given(st.sampled_from(_EXPORTS), st.integers(0, 2**32))
def test_a_harmed_export(profile: tuple[str, bytes], seed: int) -> None:
    name, content = profile
    assert _import(_harm(content, Random(seed)), Wishes(profile=BUILT_IN[name])) is not None


@thorough(100)
@given(st.sampled_from([case.content for case in CORPUS if len(case.content) < 5000]), st.integers(0, 2**32))
def test_a_harmed_file_of_the_corpus_with_rejects(content: bytes, seed: int) -> None:
    result = _import(_harm(content, Random(seed)), apart=True)
    if result is not None and result.reading is not None:
        assert result.rejected == 0 or result.problems.total > 0


_CELL = (
    st.text(max_size=80) | st.text("0123456789.,-R$ ()", max_size=30) | st.text("ßﬃΐŉ\u0345İ", max_size=60)
)
_FIELDS = (
    "numero;parcela;cliente;documento;codigo_cliente;email;telefone;cidade;uf;cep;descricao;vencimento;valor"
)


@thorough(250)
@given(st.lists(st.tuples(st.sampled_from(_FIELDS.split(";")), _CELL), min_size=1, max_size=4))
@example([("parcela", "ß" * 12)])
@example([("cliente", "ΐ" * 200)])
def test_any_text_in_any_cell(changes: list[tuple[str, str]]) -> None:
    plain = dict.fromkeys(_FIELDS.split(";"), "")
    plain |= {"numero": "1", "cliente": "Ana", "vencimento": "01/12/2026", "valor": "10,00"} | dict(changes)
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerow(plain.values())
    content = f"{_FIELDS}\n{out.getvalue()}".encode("utf-8", "replace")
    result = _import(content)
    assert result is not None
    assert result.new + result.problems.total >= 1 or result.read == 0


@thorough(200)
@given(
    st.lists(st.text(max_size=20).filter(lambda cell: not set(cell) & set("\r\n")), min_size=1, max_size=6)
)
def test_a_line_splits_as_the_standard_library_splits_it(fields: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow(fields)
    assert split_line(out.getvalue(), ";") == fields


@thorough(300)
@given(st.text('";a ,', max_size=24))
def test_any_line_of_quotes_is_split_or_told(line: str) -> None:
    found = split_line(line, ";")
    if isinstance(found, BadQuote):
        assert '"' in line
        assert found.column >= 1
    elif '"' not in line:
        assert found == line.split(";")
    else:
        assert found == next(csv.reader([line], delimiter=";"))


def test_a_line_of_quotes_takes_linear_time() -> None:
    from time import process_time  # of this process: others may keep the machine busy

    for line in ('"' * 200_000, '"";' * 70_000, '"a' * 100_000, ";" * 200_000, '"' + '""' * 100_000):
        started = process_time()
        split_line(line, ";")
        assert process_time() - started < 1


@thorough(60)
@given(st.lists(st.sampled_from(["1", "2", "3", "nf", "NF"]), min_size=1, max_size=8), st.integers(0, 3))
def test_importing_is_idempotent(numbers: list[str], extra: int) -> None:
    lines = [f"{number};Ana;01/12/2026;{index + 1},00" for index, number in enumerate(numbers)]
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        first = import_bytes(ledger, table(*lines))
        before = ledger.read_bytes()
        again = import_bytes(ledger, table(*lines[: len(lines) - extra] or lines))
        assert ledger.read_bytes() == before or first.refused
        if first.written:
            assert (again.new, again.existing) == (0, again.read)
        else:
            assert len({number.casefold() for number in numbers}) < len(numbers)
