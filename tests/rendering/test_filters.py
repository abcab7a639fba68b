"""The filters of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.rendering.filters import KEPT, OWN, left, modulo, paragraphs, right, wrapped


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("um", "<p>um</p>"),
        ("um\n\ndois", "<p>um</p>\n<p>dois</p>"),
        ("um\ndois", "<p>um<br>\ndois</p>"),
        ("\n\num\n\n\n\ndois\n", "<p>um</p>\n<p>dois</p>"),
        ("a < b & 'c'", "<p>a &lt; b &amp; &#39;c&#39;</p>"),
        ("1. PARTES & BENS\n\num", "<h2>1. PARTES &amp; BENS</h2>\n<p>um</p>"),
        ("1. Partes\n\n2. UM\nDOIS", "<p>1. Partes</p>\n<p>2. UM<br>\nDOIS</p>"),
        ("R$ 5,00, art. 42, (31) 3222-1000", "<p>R$\u00a05,00, art.\u00a042, (31)\u00a03222-1000</p>"),
    ],
)
def test_paragraphs(text: str, html: str) -> None:
    assert paragraphs(text) == html


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("um dois três", ["um dois", "três"]),
        ("um\n\ndois", ["um", "", "dois"]),
        ("- um dois três", ["- um dois", "  três"]),
        ("12. um dois três", ["12. um", "    dois", "    três"]),
        ("0002012658001 4BR", ["0002012658001", "4BR"]),
        ("sem-lugar-para-quebrar", ["sem-lugar-para-quebrar"]),
        ("são já R$ 1", ["são já", "R$ 1"]),
        ("pelo (31) 99", ["pelo", "(31) 99"]),
        ("ver o art. 42", ["ver o", "art. 42"]),
    ],
)
def test_wrapping_at_ten(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10).split("\n") == lines


def test_a_margin_stands_before_each_line() -> None:
    assert wrapped("um dois três\n\nfim", 10, "  ") == "  um dois\n  três\n\n  fim"


@given(st.text(alphabet="ab -•1.)R$\n", max_size=120), st.integers(4, 30))
def test_wrapping_loses_nothing_and_breaks_only_at_blanks(text: str, width: int) -> None:
    made = wrapped(text, width)
    assert made.split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() or "R$ " in line for line in made.split("\n"))


def test_columns() -> None:
    assert (left("a", 3), right("a", 3), right("abcd", 3)) == ("a  ", "  a", "abcd")
    assert len(left("a", 10**9)) == 200


@pytest.mark.parametrize("text", ["%1000d", "%.1000f", "%*d", "%.*f", "%-0 9999d", "%(a)5000d"])
def test_no_width_is_great(text: str) -> None:
    with pytest.raises(ValueError):
        modulo(text, (1, 1))


def test_ordinary_formats_serve() -> None:
    assert modulo("%-5s|%5.2f|%d%%", ("a", 1, 5)) == "a    | 1.00|5%"


def test_no_filter_reaches_into_objects_or_marks_text_as_safe() -> None:
    gone = {"attr", "safe", "pprint", "tojson", "urlize", "xmlattr", "random", "map_attr", "forceescape"}
    assert not gone & {*KEPT, *OWN}
