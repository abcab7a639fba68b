"""What a customer is judged by: exact values, their words, and a vocabulary that is closed."""

from datetime import date
from fractions import Fraction

import pytest
from tests.domain.credit_notation import facts

from cobranca_cli.domain.credit_facts import (
    FACTORS,
    RESTRICTIONS,
    Average,
    Facts,
    Share,
    amount_of,
    delay_words,
    restriction_words,
    share_words,
)
from cobranca_cli.ledger import step_5


def test_the_average_is_exact_and_shown_in_hundredths() -> None:
    """S01: 4.200,00/0 d, 3.900,00/2 d, 5.100,00/8 d, 2.800,00/0 d."""
    average = Average(390_000 * 2 + 510_000 * 8, 1_600_000)
    assert average.exact == Fraction(30375, 10000)
    assert (average.hundredths, delay_words(average)) == (304, "3,04 dias")
    assert Average(0, 0).exact == 0


@pytest.mark.parametrize(
    ("part", "whole", "up", "down"),
    [
        (62, 100, "62%", "62%"),
        (1, 3, "33,34%", "33,33%"),
        (5_000_001, 10_000_000, "50,01%", "50%"),  # a hair above half is not shown as half of a limit
        (0, 0, "0%", "0%"),
        (-5, 100, "0%", "0%"),  # who has credit uses nothing
        (1, 8, "12,5%", "12,5%"),
        (110, 100, "110%", "110%"),
        (1, 0, "mais que o limite, que é zero", "mais que o limite, que é zero"),
    ],
)
def test_a_share_is_cut_towards_the_side_that_does_not_flatter(
    part: int, whole: int, up: str, down: str
) -> None:
    assert share_words(Share(part, whole), up=True) == up
    assert share_words(Share(part, whole), up=False) == down


def test_a_part_of_nothing_has_no_percent() -> None:
    assert (Share(1, 0).exact, Share(0, 0).exact, Share(1, 4).exact) == (None, 0, 25)


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("pagas 0", True),
        ("pagas 0; pior 0", True),
        ("pagas 0; pior 3", False),  # who does not pay is known well enough
        ("pagas 1", False),
        ("pagas 1; pior 40", False),
    ],
)
def test_who_is_new(told: str, new: bool) -> None:
    assert facts(told).is_new is new


def test_numbers_with_their_units() -> None:
    assert (amount_of(1, ("mês", "meses")), amount_of(Fraction(5), ("dia", "dias"))) == ("1 mês", "5 dias")
    assert amount_of(80, FACTORS["uso_limite"].unit) == "80%"


def test_every_word_of_the_ledger_is_known_and_told() -> None:
    assert sorted(RESTRICTIONS) == sorted(step_5.RESTRICTIONS)
    assert len({restriction_words(each) for each in RESTRICTIONS}) == 4


def test_the_vocabulary_is_closed() -> None:
    """Domain rule 7, and Lei 12.414/2011 art. 7º-A: nothing else may weigh."""
    told = "pontualidade maior_atraso relacionamento uso_limite promessas restricoes idade_cnpj"
    assert " ".join(FACTORS) == told
    assert " ".join(Facts._fields) == "delay worst months use promises restrictions age paid person"


def test_a_fact_says_where_it_is_from_and_of_when() -> None:
    told = facts("consulta ativa 01/03").restrictions
    assert told and told == ("ativa", "livro", date(2026, 3, 1))
