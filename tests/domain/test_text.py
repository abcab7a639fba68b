"""Text from outside: what may enter, in which form, and when two names are one."""

import shlex
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.timing import ADVERSARIES, seconds

from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import (
    MAX_TEXT,
    clean_name,
    clean_text,
    command_word,
    fold,
    is_mojibake,
    name_key,
)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Ana", "Ana"),
        ("  Ana    Souza ", "Ana Souza"),
        ("Ana\tSouza", "E-CONTROLE"),
        ("Joa\u0303o", "João"),
        ("Ana\u00a0Souza", "Ana Souza"),
        ("", ""),
        (" \u00a0 ", ""),
        ("x" * MAX_TEXT, "x" * MAX_TEXT),
        ("Ω Comércio", "E-HOMOGLIFO"),
        ("Ωμέγα", "Ωμέγα"),
        ("Аптека", "Аптека"),
        ("Ana А", "E-HOMOGLIFO"),
        ("東京 Ltda", "東京 Ltda"),
        ("10 µm", "10 µm"),
        ("Nº 1 ª €", "Nº 1 ª €"),
        ("a\x00b", "E-CONTROLE"),
        ("a\x1bb", "E-CONTROLE"),
        ("a\x85b", "E-CONTROLE"),
        ("a\nb", "E-CONTROLE"),
        ("a\u2028b", "E-CONTROLE"),
        ("a\u202eb", "E-BIDI"),
        ("a\u2066b", "E-BIDI"),
        ("a\u200bb", "E-INVISIVEL"),
        ("a\ufeffb", "E-INVISIVEL"),
        ("a\u00adb", "E-INVISIVEL"),
        ("a\ufffdb", "E-CODIFICACAO"),
        ("a\ue000b", "E-CONTROLE"),
        ("a\U0010ffffb", "E-CONTROLE"),
        ("x" * (MAX_TEXT + 1), "E-TAMANHO"),
        ("\U0001d400na", "E-HOMOGLIFO"),
        ("Ａna", "E-HOMOGLIFO"),
    ],
)
def test_what_is_kept(raw: str, kept: str) -> None:
    found = clean_text(raw)
    assert (found.code if isinstance(found, Problem) else found) == kept


@given(st.text(max_size=60))
def test_clean_text_is_clean(raw: str) -> None:
    found = clean_text(raw)
    if isinstance(found, Problem):
        return
    assert clean_text(found) == found
    assert unicodedata.is_normalized("NFC", found)
    assert found == found.strip()
    assert all(character == " " or character.isprintable() for character in found)
    assert not any(unicodedata.category(character) in ("Cf", "Cc", "Cs", "Co", "Cn") for character in found)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_plain_text_takes_the_short_way_to_the_same_end(raw: str) -> None:
    assert clean_text(raw) == " ".join(raw.split())


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Ana", "Ana"),
        ("1º Lugar", "1º Lugar"),
        ("...", "E-NOME"),
        ("123", "E-NOME"),
        ("", "E-VAZIO"),
        ("株", "株"),
    ],
)
def test_names(raw: str, found: str) -> None:
    name = clean_name(raw)
    assert (name.code if isinstance(name, Problem) else name) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Souza", "ANA SOUZA", True),
        ("Ana  Souza", "Ana Souza", True),
        ("STRASSE", "straße", True),
        ("Ação", "AÇÃO", True),
        ("João", "Joao", False),
        ("Ana Souza", "Ana Sousa", False),
        ("Ana & Cia", "Ana e Cia", False),
    ],
)
def test_when_two_names_are_one(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@given(st.text(max_size=200))
def test_the_key_of_a_clean_name_fits_the_ledger(raw: str) -> None:
    name = clean_name(raw)
    if isinstance(name, str):
        assert 1 <= len(name_key(name)) <= 3 * MAX_TEXT
        assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Número", "numero"),
        (" N.º da Nota ", "n o da nota"),
        ("Valor (R$)", "valor r"),
        ("E-mail", "e mail"),
        ("CPF/CNPJ", "cpf cnpj"),
        ("AÇÃO_2", "acao 2"),
        ("---", ""),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@given(st.text(max_size=40))
def test_folded_text_is_plain(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded
    assert fold(text.upper()) == fold(text.upper().lower())


@given(st.text("ãáàâéêíóôõúçÃÁÀÂÉÊÍÓÔÕÚÇºª°–“”", min_size=1, max_size=20))
def test_accents_read_in_the_wrong_encoding_are_seen(text: str) -> None:
    try:
        broken = text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    assert is_mojibake(broken)


@pytest.mark.parametrize(
    "text", ["João", "SÃO JOSÉ", "IRMÃOS ÁVILA", "Ação & Cia", "Nº 1", "Müller", "Ltda.", "€", "東京"]
)
def test_right_text_is_not_suspected(text: str) -> None:
    assert not is_mojibake(text)


@pytest.mark.parametrize("text", ADVERSARIES)
@pytest.mark.parametrize("reader", [clean_text, clean_name, name_key, fold, is_mojibake])
def test_time_is_linear(reader: object, text: str) -> None:
    assert seconds(reader, text) < 0.25  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("NF-1001/2", "NF-1001/2"),
        ("Padaria Sol", '"Padaria Sol"'),
        ("D'Ávila & Cia.", '"D\'Ávila & Cia."'),
        ("Rei; rm", '"Rei; rm"'),
        ("a$(b)", "FATURA"),
        ('o "Bar"', "FATURA"),
        ("10%", "FATURA"),
        ("a`b", "FATURA"),
        ("a\\b", "FATURA"),
        ("Oba!", "FATURA"),
    ],
)
def test_a_word_of_a_command_line_is_read_by_a_shell_as_it_is_written(text: str, word: str) -> None:
    assert command_word(text) == word
    if word != "FATURA":
        assert shlex.split(word) == [text]
