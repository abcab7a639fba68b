"""From what is known to the decision: what feeds what, and what does not feed itself."""

import pytest
from tests.domain.credit_notation import AS_OF, DEFAULT, capacity, facts, guarantees, manuals
from tests.domain.notation import cents, day

from cobranca_cli.domain.credit_case import Evaluated, Known, Policy, evaluate
from cobranca_cli.domain.credit_limits import Title

POLICY = Policy(DEFAULT.card, DEFAULT.limits, DEFAULT.decision)
S02 = "atraso 3,04; pior 12; meses 28; promessas 4/4; consulta nenhuma; cnpj 4"
S03 = "compras 8.000,00; prazo 28; faturamento 120.000,00; melhor 13.500,00; carteira 180.000,00"


def case(owed: str, by_hand: str = "", secured: str = "", order: str = "", known: str = S03) -> Evaluated:
    titles = (Title(day("2026-12-10"), cents(owed)),) if owed else ()
    found = Known(
        AS_OF, facts(S02), capacity(known), titles, tuple(manuals(by_hand)), tuple(guarantees(secured))
    )
    return evaluate(found, POLICY, cents(order) if order else None)


@pytest.mark.parametrize(
    ("owed", "by_hand", "value", "total", "limit"),
    [
        # The use is of the 12.000,00 before the factor of the class, whatever the class is.
        ("7.440,00", "", "62%", 78, "9.600,00"),
        ("6.000,00", "", "50%", 81, "12.000,00"),
        ("6.000,01", "", "50,01%", 78, "9.600,00"),
        ("", "", "0%", 81, "12.000,00"),
        ("12.000,01", "", "100,01%", 71, "9.600,00"),
        # A limit by hand has no class.
        ("6.200,00", "total 10.000,00 desde 01/11", "62%", 78, "10.000,00"),
        ("100,00", "total 0,00 desde 01/11", "mais que o limite, que é zero", 71, "0,00"),
        ("7.440,00", "total 10.000,00 desde 01/11 até 20/11", "62%", 78, "9.600,00"),
        ("7.440,00", "aberto 10,00 desde 01/11", "62%", 78, "9.600,00"),
    ],
)
def test_the_use_of_the_limit(owed: str, by_hand: str, value: str, total: int, limit: str) -> None:
    found = case(owed, by_hand)
    use = found.scored.rows[3]
    assert (use.factor, use.value, found.scored.total) == ("uso_limite", value, total)
    assert found.limits.total.amount == cents(limit)


def test_without_a_limit_that_is_known_there_is_no_use() -> None:
    use = case("100,00", known="").scored.rows[3]
    assert (use.value, use.points) == ("sem limite que se conheça", 0)


def test_guarantees_steps_and_stops_reach_the_decision() -> None:
    assert case("9.000,00", order="650,00").decision.lacking == cents("50,00")
    assert case("9.000,00", "", "aval 50,00 desde 01/11", "650,00").decision.verdict == "aprovar"
    for owed, blocks in ((5_001, True), (5_000, False)):
        # The step of a sum that may be late blocks as little as the sum itself.
        late = (Title(day("2026-11-01"), owed),)
        known = Known(AS_OF, facts(S02), capacity(S03), late, steps=("D+15",))
        failed = [each.code for each in evaluate(known, POLICY, 100).decision.failed]
        assert ("degrau" in failed) is blocks


def test_the_same_facts_make_the_same_evaluation() -> None:
    assert case("7.440,00", order="100,00") == case("7.440,00", order="100,00")
