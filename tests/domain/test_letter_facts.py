"""What sentences say of listing, protest and lawsuit: done, to come, or neither."""

import pytest
from tests.domain.letter_sentences import LISTING, NOT_SAID, PROTEST, SAID

from cobranca_cli.domain.letter_facts import DONE, TO_COME, statements, unfounded


@pytest.mark.parametrize(("topic", "time", "sentence"), SAID, ids=[each[2] for each in SAID])
def test_what_a_sentence_says(topic: str, time: str, sentence: str) -> None:
    found = [(each.topic.name, each.time) for each in statements(sentence)]
    assert found == [(topic, time)]


@pytest.mark.parametrize("sentence", NOT_SAID)
def test_what_a_sentence_does_not_say(sentence: str) -> None:
    assert [(each.time, each.quote) for each in statements(sentence)] == []


NO_FACTS = {"negativado": False, "protestado": False, "ajuizado": False, "notificado_em": ""}
NO_POLICY = {"negativa": False, "protesta": False}


@pytest.mark.parametrize(("topic", "time", "sentence"), SAID, ids=[each[2] for each in SAID])
def test_only_facts_bear_out_what_is_done_and_policy_what_is_to_come(
    topic: str, time: str, sentence: str
) -> None:
    fact, policy = {LISTING: ("negativado", "negativa"), PROTEST: ("protestado", "protesta")}.get(
        topic, ("ajuizado", "")
    )
    assert len(list(unfounded(sentence, NO_FACTS, NO_POLICY))) == 1
    assert list(unfounded(sentence, NO_FACTS | {fact: True}, NO_POLICY)) == []
    if policy:
        left = list(unfounded(sentence, NO_FACTS, NO_POLICY | {policy: True}))
        assert len(left) == (1 if time == DONE else 0)


def test_the_words_are_quoted_as_written() -> None:
    text = "Prezada Maria. O TÍTULO FOI PROTESTADO EM CARTÓRIO."
    assert [each.quote for each in statements(text)] == ["O TÍTULO FOI PROTESTADO"]


def test_a_sentence_does_not_reach_into_the_next() -> None:
    text = "O pagamento foi recebido em 10/10. Protesto, se ainda houver, pode ser cancelado."
    assert [each.time for each in statements(text)] == [TO_COME]
    assert [each.time for each in statements("Conforme o art. 26 da lei, o protesto foi lavrado.")] == [DONE]
