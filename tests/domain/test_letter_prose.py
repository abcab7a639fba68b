"""Which lines of a letter's plain words are headings."""

import pytest

from cobranca_cli.domain.letter_prose import is_heading


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("1. PARTES", True),
        ("16. FORO", True),
        ("3. VALOR, DESCONTO E SALDO", True),
        ("11. RECONHECIMENTO DA DÍVIDA (CC, ART. 202)", True),
        ("1. Partes", False),
        ("PARTES", False),
        ("LOJA SOL LTDA", False),
        ("1. R$ 5,00", False),
        ("- 1. PARTES", False),
        ("1. PARTES\nO credor", False),
        ("1. PARTES\nCREDOR", False),
        ("100. PARTES", False),
        (f"1. {'X' * 79}", False),
        ("", False),
    ],
)
def test_a_heading_is_a_number_and_capitals(paragraph: str, heading: bool) -> None:
    assert is_heading(paragraph) == heading
