"""File names of letters: ASCII, inside the folder, distinct by their number (reliability.md, O04)."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cobranca_cli.output.letter_names import letter_stem, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("José", "jose"),
        ("Jose\u0301", "jose"),
        ("JOSÉ DA SILVA", "jose-da-silva"),
        ("CON", "con"),
        ("nul.txt", "nul-txt"),
        ("../x", "x"),
        ("..", "cliente"),
        ("C:\\Windows\\System32", "c-windows-system32"),
        ("/etc/passwd", "etc-passwd"),
        ("D'Ávila & Filhos, S/A", "d-avila-filhos-s-a"),
        ("Straße ﬁna Ｌｔｄａ", "strasse-fina-ltda"),
        ("日本語", "cliente"),
        ("", "cliente"),
        (" \t\r\n\0", "cliente"),
        ("a\u202egpj.exe", "a-gpj-exe"),
        ("--", "cliente"),
        ("2024", "2024"),
        ("x" * 300, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
        ("ﷺ" * 100, "cliente"),
    ],
)
def test_the_name_in_ascii(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_number_comes_first_and_makes_names_distinct() -> None:
    assert letter_stem(12, "José") == "000012-jose"
    assert letter_stem(13, "JOSE\u0301") == "000013-jose"
    assert letter_stem(1_234_567, "Ana") == "1234567-ana"
    with pytest.raises(ValueError, match="number"):
        letter_stem(-1, "Ana")


@given(st.integers(0, 10**9), st.text(st.characters(exclude_categories=()), max_size=80))
@example(1, "\ud83d")
@example(1, "CON")
@example(1, "../../etc/passwd")
def test_any_name_stays_in_the_folder(number: int, name: str) -> None:
    file = f"{letter_stem(number, name)}.html"
    assert file.isascii() and file.isprintable() and len(file) <= 100
    assert PurePosixPath("cartas", file).parts == ("cartas", file)
    assert PureWindowsPath("cartas", file).parts == ("cartas", file)
    assert file == file.lower() and not set(file) & set('<>:"/\\|?* ')
    assert file.split("-")[0].isdigit() and not file.startswith(("con", "nul", "."))


@given(st.text(min_size=1, max_size=40))
def test_the_form_of_accents_does_not_count(name: str) -> None:
    import unicodedata

    forms = {slug(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")}
    assert len(forms) == 1
