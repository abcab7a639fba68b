"""Amounts in words: the vectors, and a reader that takes the words back to the amount."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.words import amount_in_words

VECTORS = {
    0: "zero reais",
    1: "um centavo",
    2: "dois centavos",
    99: "noventa e nove centavos",
    1_00: "um real",
    1_01: "um real e um centavo",
    2_00: "dois reais",
    14_00: "quatorze reais",
    19_90: "dezenove reais e noventa centavos",
    100_00: "cem reais",
    101_00: "cento e um reais",
    200_00: "duzentos reais",
    999_99: "novecentos e noventa e nove reais e noventa e nove centavos",
    1_000_00: "mil reais",
    1_001_00: "mil e um reais",
    1_100_00: "mil e cem reais",
    1_101_00: "mil cento e um reais",
    1_234_56: "mil duzentos e trinta e quatro reais e cinquenta e seis centavos",
    1_250_00: "mil duzentos e cinquenta reais",
    2_000_10: "dois mil reais e dez centavos",
    21_000_00: "vinte e um mil reais",
    100_000_00: "cem mil reais",
    101_100_00: "cento e um mil e cem reais",
    1_000_000_00: "um milhão de reais",
    1_000_000_01: "um milhão de reais e um centavo",
    1_000_001_00: "um milhão e um reais",
    1_000_234_00: "um milhão, duzentos e trinta e quatro reais",
    1_234_567_89: (
        "um milhão, duzentos e trinta e quatro mil quinhentos e sessenta e sete reais"
        " e oitenta e nove centavos"
    ),
    1_500_000_00: "um milhão e quinhentos mil reais",
    2_000_000_00: "dois milhões de reais",
    999_999_999_99: (
        "novecentos e noventa e nove milhões, novecentos e noventa e nove mil novecentos e noventa e nove"
        " reais e noventa e nove centavos"
    ),
    1_000_000_000_00: "um bilhão de reais",
    1_000_000_001_00: "um bilhão e um reais",
    2_003_000_000_00: "dois bilhões e três milhões de reais",
    3_000_000_000_000_00: "três trilhões de reais",
    -5_00: "menos cinco reais",
    -1: "menos um centavo",
}


@pytest.mark.parametrize(("cents", "words"), VECTORS.items(), ids=map(str, VECTORS))
def test_the_words_of_an_amount(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


@pytest.mark.parametrize("cents", [10**17, -(10**17)])
def test_beyond_the_trillions_there_are_no_words(cents: int) -> None:
    with pytest.raises(ValueError, match="not a number for words"):
        amount_in_words(cents)


VALUES = {
    **{"zero": 0, "um": 1, "dois": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8},
    **{"nove": 9, "dez": 10, "onze": 11, "doze": 12, "treze": 13, "quatorze": 14, "quinze": 15},
    **{"dezesseis": 16, "dezessete": 17, "dezoito": 18, "dezenove": 19, "vinte": 20, "trinta": 30},
    **{"quarenta": 40, "cinquenta": 50, "sessenta": 60, "setenta": 70, "oitenta": 80, "noventa": 90},
    **{"cem": 100, "cento": 100, "duzentos": 200, "trezentos": 300, "quatrocentos": 400},
    **{"quinhentos": 500, "seiscentos": 600, "setecentos": 700, "oitocentos": 800, "novecentos": 900},
}
SCALES = {"mil": 10**3, "milh": 10**6, "bilh": 10**9, "trilh": 10**12}


def read_back(words: str) -> int:
    """Cents, from the words: the sum of groups, each a sum of small words times its scale."""
    reais, centavos = re.fullmatch(r"(?:(.+?) rea(?:l|is))?(?: e )?(?:(.+) centavos?)?", words).groups()  # type: ignore[union-attr]
    return number(reais or "zero") * 100 + number(centavos or "zero")


def number(words: str) -> int:
    total = group = 0
    for word in re.findall(r"\w+", words):
        scale = SCALES.get(re.sub(r"(ão|ões)$", "", word))
        if scale:
            total, group = total + (group or 1) * scale, 0
        elif word not in ("e", "de"):
            group += VALUES[word]
    return total + group


@given(st.one_of(st.integers(0, 10**7), st.integers(0, 10**17 - 1)))
def test_the_words_read_back_as_the_amount(cents: int) -> None:
    assert read_back(amount_in_words(cents)) == cents


@given(st.integers(0, 10**15 - 1))
def test_the_words_keep_to_the_norm(reais: int) -> None:
    words = amount_in_words(reais * 100)
    assert words.endswith(" de reais") == (reais > 0 and reais % 10**6 == 0)
    assert not re.search(r"(^|, |milh\w+ )um mil\b", words)
    assert not re.search(r"mil,|, e |  |cem e|\bcento (?!e )", words)
