"""A text twice as long takes twice as long to read, whoever wrote it and whatever it holds (ReDoS).

Every grammar that meets a text from outside reads texts made to be slow, and texts of twice that length.
Asserted is the ratio, which does not depend on the machine; a reader that takes but a few milliseconds for
the double text is not quadratic, and its ratio would be noise. Counted is processor time, the least of three.
Small: 20,000 and 40,000 characters. Large (`COBRANCA_DEMORADO=1`): 100,000 and 200,000.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from tests.domain.timing import seconds
from tests.durability.harness import LARGE
from tests.importing.bench import import_bytes, new_ledger
from tests.services.payment_story import RAM

from cobranca_cli.cli.talk import harmless
from cobranca_cli.config import parse_settings
from cobranca_cli.domain import boleto, contact, days, money, pix, pix_key, taxid, text
from cobranca_cli.domain.letter_rules import judge_template
from cobranca_cli.errors import ConfigError
from cobranca_cli.importing import layout, lines, values
from cobranca_cli.importing.index_csv import csv_rows
from cobranca_cli.importing.index_json import json_rows
from cobranca_cli.importing.problems import Problems
from cobranca_cli.output.letter_names import letter_stem
from cobranca_cli.output.safety import csv_safe, printable
from cobranca_cli.rendering.shelf import head_of

LENGTH = 100_000 if LARGE else 20_000
TODAY = date(2026, 11, 21)
NOISE_SECONDS = 0.02
# Piece that is repeated, and the end that makes the whole of it no match.
PIECES = [
    *(("1", "x"), ("1.", ""), ("1.111", "x"), (".111,", "1"), ("-", "1"), ("(", ")"), ("R$ ", "1")),
    *((" ", "1"), ("1/1", "x"), ("\t", "x"), ("\u00a0", "x"), ("a\u0301", ""), ("Ã£", ""), ("\u200b", "a"),),
    *(("🌻", ""), ("+55", "x"), ("0", ""), ("000201", "")),
    *(("a@", ""), ("a.", "@"), ("@a.", ""), ("<a@b.c", ""), ("a-", "@b"), ("a", "@" + "b." * 99)),
    *(("0199", "x"), ("5204", ""), ("00190.5", " 1"), ("BR.GOV.BCB.PIX", "6304")),
    *(('"', ""), ('";"', ""), ('""', ";"), (";", ""), ("a;", '"'), ("=", "1"), ("x=y;", "")),
    *(("{{", ""), ("{%", ""), ("{# ", ""), ("{{ a }}", "{%"), ("#}", ""), ("titulo: a; ", "#}")),
    *(("<", ""), ("<a ", ""), ("<!--", ""), ("&", ";"), ("&amp;", ""), ("<p><b>", ""), ("</", ">")),
    *(("Você será preso. ", ""), ("pague já ", ""), ("SPC ", ""), ("a b ", "."), ("../", ""), ("con.", "")),
    *(("[", ""), ("{a=", ""), ("a.", "=1"), ("\\", '"'), ("[[a]]\n", "")),
]  # fmt: skip


def _settings(said: str) -> None:
    """As a value; a key of a thousand parts is the owner's own, and slow in `tomllib` itself."""
    with suppress(ConfigError):
        parse_settings(f"[empresa]\nnome = {json.dumps(said)}\n".encode(), Path("cobranca.toml"))


def _import(said: str) -> None:
    """As a cell, as a heading and as the whole file."""
    heading, row = "numero;cliente;vencimento;valor", f"1;{said};01/12/2026;1,00"
    with TemporaryDirectory(dir=RAM) as folder:
        ledger = new_ledger(Path(folder))
        for content in (f"{heading}\n{row}\n", f"{heading};{said}\n{row}\n", said):
            import_bytes(ledger, content.encode())


def _indices(said: str) -> None:
    list(csv_rows(f'data;valor\n01/01/2025;"{said}"\n{said}\n', Problems("i.csv"), "ipca"))
    list(json_rows(f"[{said}]", Problems("i.json"), "ipca"))
    list(json_rows(json.dumps([{"data": said, "valor": said}]), Problems("i.json"), "ipca"))


READERS: dict[str, Callable[[str], object]] = {
    "day": lambda said: days.parse_day(said, TODAY),
    "money": lambda said: [money.parse_cents(said, each) for each in money.Decimals],
    "evidence of money": lambda said: (
        money.evidence(said), money.is_ambiguous(said), money.is_negative(said)
    ),
    "document": lambda said: (taxid.parse_tax_id(said), taxid.is_valid(said), taxid.normalize(said)),
    "e-mail": contact.parse_email,
    "telephone": contact.parse_phone,
    "what was typed": contact.mask_typed,
    "zip and state": lambda said: (contact.parse_zip(said), contact.parse_state(said)),
    "bank slip": lambda said: boleto.parse(said, TODAY),
    "pix": pix.parse,
    "pix key": lambda said: (pix_key.parse_key(said), pix_key.key_text(said)),
    "text": text.clean_text,
    "name": lambda said: (text.clean_name(said), text.name_key(said), text.command_word(said)),
    "doubly encoded": text.is_mojibake,
    "csv line": lambda said: [lines.split_line(said, each) for each in ";,\t|"],
    "cells": lambda said: (values.customer_name(said), values.invoice_number(said), values.instalment(said)),
    "mapping": lambda said: layout.parse_mapping(said, ("numero", "cliente"), with_profile=True),
    "head of a template": head_of,
    "words of a template": judge_template,
    "file name": lambda said: letter_stem(1, said),
    "output": lambda said: (printable(said), csv_safe(said), harmless(said)),
    "settings": _settings,
    "import": _import,
    "index files": _indices,
}  # fmt: skip


def slowness(reader: Callable[[str], object], piece: str, end: str) -> float:
    """How many times as long the double text takes; 0 for what takes only some milliseconds."""
    texts = [piece * (length // len(piece)) + end for length in (LENGTH, 2 * LENGTH)]
    worst = 0.0
    for _ in range(3):
        started = process_time()
        reader(texts[1])
        if process_time() - started < NOISE_SECONDS:
            return 0
        double = seconds(reader, texts[1])
        worst = double / max(seconds(reader, texts[0]), 1e-9)
        if worst < 3:
            return worst
    return worst


@pytest.mark.parametrize("reader", READERS)
def test_a_text_twice_as_long_takes_twice_as_long(reader: str) -> None:
    slow = {(piece, end): slowness(READERS[reader], piece, end) for piece, end in PIECES}
    assert {key: ratio for key, ratio in slow.items() if ratio >= 3} == {}


@pytest.mark.parametrize("piece", ["x = [", "x = {a=", "[[a]]\n"])
def test_settings_nested_without_end_are_refused_with_words(piece: str) -> None:
    with pytest.raises(ConfigError):
        parse_settings((piece[:4] + piece[4:] * LENGTH).encode(), Path("cobranca.toml"))


def test_the_harness_sees_a_quadratic_reader() -> None:
    assert slowness(lambda said: [said[:place] for place in range(0, len(said), 16)], "a", "") >= 3
