"""P17: nowhere in what the program was seen to print stands a person's document, address or telephone.

Every command has a transcript, and a transcript is what the program prints (`test_transcripts`); so what is
searched here is the output of the whole program, good and bad. What a person types may be repeated to him.
Files and formats for machines, and `--mostrar-dados`, are where the data are asked for.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("fcntl", reason="transcripts need Unix")

from tests.support.transcripts import GOLDEN, PAGES

from cobranca_cli.domain.taxid import is_valid

DOCUMENT = re.compile(r"(?<![\d.-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11})(?![\d-])")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"\(\d{2}\) ?9?\d{4}-\d{4}|(?<!\d)\d{2}9\d{8}(?!\d)")

FOR_MACHINES = re.compile(r"--formato[ =](?:csv|jsonl?|html)|--mostrar-dados|^(?:cat|head|tail|grep|unzip) ")
# Command -> why a table of it shows where somebody is reached.
REACHES_PEOPLE = {
    "hoje": "whom to call today, and at which number",
    "regua pendentes": "the calls that wait, with their numbers",
    "carta listar": "where each letter went",
    "carta gerar": "the letter itself",
    "credito explicar": "the answer itself, with the creditor's telephone",
    "memoria": "the document itself, addressed to the customer",
    "fidelidade agradecer": "the letters themselves",
    "clientes ver": "the customer's own record",
    "titular exportar": "what the person is given, with the telephone and the e-mail of who keeps it",
}


class Step(NamedTuple):
    """One command of a transcript and what was printed."""

    command: str
    out: str
    err: str


_STEP = re.compile(r"^\$ (?P<command>.*)\n(?P<shown>(?:(?!\$ ).*\n)*?)(?:>= \d+\n|(?=\$ )|\Z)", re.MULTILINE)
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def steps(text: str) -> Iterator[Step]:
    """The commands of a transcript or page."""
    shown = "".join(_BLOCK.findall(text)) if "```console" in text else text
    for found in _STEP.finditer(shown):
        out, _, err = found["shown"].partition(">2\n")
        yield Step(found["command"], out, err)


def leaks(step: Step) -> list[str]:
    """Personal data that the command printed although nobody asked for them."""
    found = [*_documents(step.err), *ADDRESS.findall(step.err), *TELEPHONE.findall(step.err)]
    if not FOR_MACHINES.search(step.command):
        found += _documents(step.out)
        if not any(f"cobranca {name}" in step.command for name in REACHES_PEOPLE):
            found += [*ADDRESS.findall(step.out), *TELEPHONE.findall(step.out)]
    return sorted({each for each in found if not _typed(each, step.command)})


def _typed(datum: str, command: str) -> bool:
    """What the person wrote himself, with or without its signs."""
    return datum in command or (datum[-1].isdecimal() and re.sub(r"\D", "", datum) in command)


def _documents(text: str) -> list[str]:
    """A CPF with its right check digits: other numbers of eleven digits are bank slips and keys."""
    return [each for each in DOCUMENT.findall(text) if is_valid(each)]


@pytest.mark.parametrize("path", [*GOLDEN, *PAGES], ids=lambda path: path.name)
def test_what_is_printed_names_nobodys_data(path: Path) -> None:
    seen = [(step.command, leaks(step)) for step in steps(path.read_text(encoding="utf-8"))]
    assert [each for each in seen if each[1]] == []


def test_every_exception_is_needed() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*GOLDEN, *PAGES)]
    commands = [step.command for text in texts for step in steps(text)]
    assert {name for name in REACHES_PEOPLE if any(f"cobranca {name}" in each for each in commands)} == {
        *REACHES_PEOPLE
    }


PLANTED = """$ cobranca vencidos
Ana Souza  {out}  99,90
>2
aviso: {err}
>= 0
"""


@pytest.mark.parametrize(
    ("out", "err"),
    [
        ("529.982.247-25", ""),
        ("52998224725", ""),
        ("ana@exemplo.com.br", ""),
        ("(11) 98765-0003", ""),
        ("", "529.982.247-25"),
        ("", "ana@exemplo.com.br"),
        ("", "11987650003"),
    ],
)
def test_a_planted_leak_is_found(out: str, err: str) -> None:
    (step,) = steps(PLANTED.format(out=out, err=err))
    assert leaks(step) == [out or err]
    if err:
        asked = step._replace(command="cobranca vencidos --formato csv --mostrar-dados")
        assert leaks(asked) == [err], "not even then beside the data"


def test_masked_data_pass() -> None:
    (step,) = steps(PLANTED.format(out="***.982.247-**", err="a***@exemplo.com.br"))
    assert leaks(step) == []
