"""Sentences that a letter may not say, and their harmless neighbours, which matter as much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.letter_sentences import BAD, GOOD, NEUTRAL, REVEALING

from cobranca_cli.domain.letter_words import composed, fold_in_place, forbidden, paragraphs, revealing


@pytest.mark.parametrize(("code", "quote", "sentence"), BAD, ids=[each[2] for each in BAD])
@pytest.mark.parametrize("form", [str, str.upper, str.lower])
def test_what_may_not_be_said(code: str, quote: str, sentence: str, form: type[str]) -> None:
    found = {match.rule.code: match.quote for match in forbidden(form(sentence))}
    assert code in found and found[code].casefold() == quote.casefold()


@pytest.mark.parametrize("sentence", GOOD)
@pytest.mark.parametrize("form", [str, str.upper])
def test_what_may_be_said(sentence: str, form: type[str]) -> None:
    assert [match.quote for match in forbidden(form(sentence))] == []


@pytest.mark.parametrize(("quote", "subject"), REVEALING)
def test_a_subject_that_tells(quote: str, subject: str) -> None:
    assert [match.quote for match in revealing(subject)] == [quote]


@pytest.mark.parametrize("subject", NEUTRAL)
def test_a_subject_that_tells_nothing(subject: str) -> None:
    assert list(revealing(subject)) == []


def test_without_accents_it_is_the_same() -> None:
    for code, _, sentence in BAD:
        assert code in {match.rule.code for match in forbidden(fold_in_place(sentence))}


def test_anywhere_in_a_long_letter() -> None:
    """The quick look at single words must not lose what stands far in."""
    filling = "O vencimento de cada fatura está na lista, com os dados para pagar. " * 40
    for code, _, sentence in BAD:
        assert code in {match.rule.code for match in forbidden(f"{filling}{sentence} {filling}")}
    assert list(forbidden(filling + " ".join(GOOD))) == []


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@given(st.text(alphabet="aáãéçõ \n\t"))
def test_blanks_are_one_and_paragraphs_stay(text: str) -> None:
    assert composed(text) == " ".join(text.split())
    assert composed(paragraphs(text)) == composed(text)
    assert "\n\n\n" not in paragraphs(text) and "  " not in paragraphs(text)
