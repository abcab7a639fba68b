"""What came of a contact: how it is typed, what it counts for, by which channels it can come about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.outcomes import CHANNELS, OUTCOMES, outcome_named
from cobranca_cli.ledger.step_3 import CHANNELS as KEPT_CHANNELS

# One letter a property: F the customer said it (fala), C counts for the gap (conta), L is a call of the week
# (ligação), P he says he has paid, V it goes with an amount and a day (valor). Then channels, first letters:
# telefone, email, whatsapp, sms, carta, presencial.
MEANS = """
falou                 F C L . .  t.w..p
nao-atendeu           . . L . .  t.w..p
caixa-postal          . . L . .  t.....
numero-errado         . . . . .  t.ws..
nao-recebeu-fatura    F C L . .  tewscp
contesta              F C L . .  tewscp
prometeu              F C L . V  tewscp
pagamento-agendado    F C L . V  tewscp
aguardando-aprovacao  F C L . .  tewscp
pede-prazo            F C L . .  tewscp
ja-pagou              F C L P .  tewscp
recusa-pagar          F C L . .  tewscp
sem-condicoes         F C L . .  tewscp
nao-quer-canal        F C L . .  tewscp
insolvencia           F C L . .  tewscp
faleceu               . . L . .  tewscp
enviado               . C . . .  .ewsc.
entregue              . C . . .  .ewscp
devolvido             . . . . .  .ewsc.
respondeu             F C . . .  .ewsc.
"""


def meant(code: str) -> str:
    """What the code means, as the table above writes it."""
    it = OUTCOMES[code]
    marks = zip("FCLPV", (it.said, it.reached, it.attempt, it.clearing, it.promise), strict=True)
    by = "".join(channel[0] if channel in it.channels else "." for channel in CHANNELS)
    return f"{code:22}{' '.join(letter if mark else '.' for letter, mark in marks)}  {by}"


def test_what_each_outcome_means() -> None:
    allowed = [code for code, outcome in OUTCOMES.items() if not outcome.refused]
    assert [meant(code) for code in allowed] == MEANS.strip().splitlines()


def test_a_word_left_with_another_person_is_the_one_that_is_refused() -> None:
    assert [code for code, outcome in OUTCOMES.items() if outcome.refused] == ["recado-terceiro"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("falou", "falou"),
        ("Não atendeu", "nao-atendeu"),
        ("NAO_ATENDEU", "nao-atendeu"),
        ("não-atendeu", "nao-atendeu"),
        ("  Já pagou ", "ja-pagou"),
        ("ja__pagou", "ja-pagou"),
        ("sem condições", "sem-condicoes"),
        ("Recado_Terceiro", "recado-terceiro"),
        ("atendeu", None),
        ("naoatendeu", None),
        ("pagou", None),
        ("", None),
        ("não atendeu de novo", None),
    ],
)
def test_how_an_outcome_may_be_typed(typed: str, code: str | None) -> None:
    found = outcome_named(typed)
    assert (found.code if found else None) == code


@given(
    st.sampled_from(sorted(OUTCOMES)),
    st.sampled_from(["-", "_", " ", " - "]),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_case_and_what_stands_between_words_never_count(code: str, between: str, case: object) -> None:
    assert callable(case)
    assert outcome_named(case(code.replace("-", between))) is OUTCOMES[code]


def test_the_channels_are_those_the_ledger_takes() -> None:
    assert CHANNELS == KEPT_CHANNELS
    assert all(outcome.channels <= set(CHANNELS) for outcome in OUTCOMES.values())
    assert all(len(code) <= 40 and outcome.code == code for code, outcome in OUTCOMES.items())
