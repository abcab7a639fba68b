import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.output.safety import csv_safe, printable

BLANKS = "\t\n\r\u00a0\u2003\u202f\u3000"
DANGERS = (
    *map(chr, {*range(0x20), *range(0x7F, 0xA0)} - {9, 10, 13}),
    *map(chr, [*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)]),
    "\u00ad",
    "\u061c",
    "\ufeff",
    "\ufff9",
    "\ue000",
    "\U000e0041",
)


@pytest.mark.parametrize("danger", DANGERS, ids=lambda c: f"U+{ord(c):04X}")
def test_what_commands_a_terminal_or_hides_is_replaced(danger: str) -> None:
    assert printable(f"a{danger}b") == "a\ufffdb"


@pytest.mark.parametrize("blank", BLANKS, ids=lambda c: f"U+{ord(c):04X}")
def test_blanks_become_one_space_each(blank: str) -> None:
    assert printable(f"a{blank}b") == "a b"


def test_clearing_the_screen_is_only_text() -> None:
    assert printable("\x1b[2JFulano\x9b1m") == "\ufffd[2JFulano\ufffd1m"


@given(st.text())
def test_printable_text_is_printable_and_as_long(text: str) -> None:
    assert printable(text).isprintable()
    assert len(printable(text)) == len(text)


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S"))))
def test_good_text_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+55 11", "'+55 11"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\tx", "'\tx"),
        ("\r=1", "'\r=1"),
        ("\nx", "'\nx"),
        ("\0=1", "'\0=1"),
        ("  =1+1", "'  =1+1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1+1", "'＝1+1"),
        ("a=1", "a=1"),
        ("D-5", "D-5"),
        ("", ""),
        ("  ", "  "),
        ("'=1", "'=1"),
    ],
)
def test_formulas_are_quoted(text: str, safe: str) -> None:
    assert csv_safe(text) == safe


@given(st.text())
def test_no_safe_text_starts_a_formula(text: str) -> None:
    safe = csv_safe(text)
    assert safe.lstrip()[:1] not in set("=+-@")
    assert safe.removeprefix("'") == text.removeprefix("'")
