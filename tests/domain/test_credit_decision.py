"""The decision: S04, every check with what is lacking, the verdict they add up to, and its words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.credit_notation import AS_OF, DEFAULT, facts, guarantees, manuals
from tests.domain.notation import cents

from cobranca_cli.brformat import money_br
from cobranca_cli.domain.credit_decision import (
    CHECKS,
    STOPS,
    VERDICTS,
    Case,
    Decision,
    decide,
)
from cobranca_cli.domain.credit_limits import Computed, Exposure, limits_on
from cobranca_cli.domain.holds import FOR_GOOD, PASSING
from cobranca_cli.domain.plan import Stop
from cobranca_cli.domain.scorecard import score
from cobranca_cli.ledger import step_5

CARD, RULE = DEFAULT.card, DEFAULT.decision
S02 = "atraso 3,04; pior 12; meses 28; uso 62; promessas 4/4; consulta nenhuma; cnpj 4"
WHY = "R$ 12.000,00, o menor dos métodos (faturamento), × 0,8 (classe B)"


def case(told: str) -> Case:
    """`classe B; limite 9.600,00; aberto 5.150,00; vencido 0,00; acordo 0,00; pedido 4.500,00; degrau D+15;
    aval 500,00 desde 01/03; para falecimento; vencido-limite 100,00`; a customer of class B without debts.
    """
    letter, amount, exposure, order = "B", "9.600,00", Exposure(), None
    steps, stops, secured, by_hand = [], [], [], []
    for each in filter(None, told.split("; ")):
        word, value, *rest = each.split()
        match word:
            case "classe":
                letter = value
            case "limite":
                amount = value
            case "aberto" | "vencido" | "acordo":
                field = {"aberto": "open", "vencido": "overdue", "acordo": "agreed"}[word]
                exposure = exposure._replace(**{field: cents(value)})
            case "pedido":
                order = cents(value)
            case "degrau":
                steps.append(value)
            case "para":
                stops.append(Stop(value, f"parado por {value}"))
            case "à-mão":
                by_hand += manuals(" ".join([value, *rest]))
            case _:
                secured += guarantees(each)
    limits = limits_on(Computed(cents(amount), None, "", WHY), by_hand, DEFAULT.limits, AS_OF)
    scored = score(facts(S02), CARD, AS_OF)._replace(grade=letter)
    grade = CARD.grade(letter)
    return Case(scored, grade, limits, exposure, order, tuple(secured), tuple(steps), tuple(stops))


def decided(told: str) -> Decision:
    return decide(case(told), RULE, AS_OF)


def test_s04() -> None:
    found = decided("limite 9.600,00; aberto 5.150,00; pedido 4.500,00")
    assert (found.verdict, found.lacking, found.available) == ("garantia", 5_000, 445_000)
    assert [(each.code, each.lacking) for each in found.failed] == [("total", 5_000)]
    assert found.reasons == (
        f"com o pedido, deve R$ 9.650,00, e o limite total é de R$ 9.600,00: passa R$ 50,00 ({WHY})",
    )
    assert found.words == "vender a prazo com entrada ou garantia de R$ 50,00"


@pytest.mark.parametrize(
    ("told", "verdict", "failed"),
    [
        ("pedido 4.500,00", "aprovar", ""),
        ("aberto 5.100,00; pedido 4.500,00", "aprovar", ""),  # to the cent
        ("aberto 5.100,01; pedido 4.500,00", "garantia", "total 0,01"),
        ("aberto 9.000,00; vencido 50,00; pedido 500,00", "aprovar", ""),  # 9.550,00
        ("aberto 9.600,00; pedido 100,00", "a-vista", "total 100,00"),  # the whole order would be the entry
        ("aberto 9.650,00; pedido 100,00", "a-vista", "total 150,00"),
        ("limite 0,00; pedido 100,00", "a-vista", "total 100,00"),
        ("aberto 9.650,00; pedido 0,00", "aprovar", ""),  # AC-30
        ("classe E; limite 0,00; pedido 10,00", "a-vista", "classe –; total 10,00"),
        ("classe E; pedido 10,00", "a-vista", "classe –"),
        # Overdue: a trivial sum is tolerated, unless the ladder has come so far.
        ("vencido 50,00; pedido 10,00", "aprovar", ""),
        ("vencido 50,01; pedido 10,00", "a-vista", "vencido 0,01"),
        ("vencido 50,00; degrau D+15; pedido 10,00", "a-vista", "degrau 50,00"),
        ("vencido 600,00; degrau D+30; pedido 10,00", "a-vista", "degrau 600,00; vencido 550,00"),
        ("vencido 30,00; degrau D-5; degrau D0; degrau D+14; pedido 10,00", "aprovar", ""),
        ("degrau D+15; pedido 10,00", "a-vista", "degrau –"),
        ("degrau E+90; degrau A+90; pedido 10,00", "aprovar", ""),  # not counted from the due date
        # Limits by hand, of a component.
        ("vencido 550,00; à-mão vencido 1.000,00 desde 01/03; pedido 10,00", "aprovar", ""),
        ("vencido 1,00; à-mão vencido 0,00 desde 01/03; pedido 10,00", "a-vista", "vencido 1,00"),
        ("aberto 100,00; à-mão aberto 300,00 desde 01/03; pedido 550,00", "garantia", "aberto 350,00"),
        ("acordo 9,00; aberto 9,00; à-mão acordo 0,00 desde 01/03; pedido 1,00", "a-vista", "acordo 9,00"),
        ("à-mão total 100,00 desde 01/03; pedido 150,00", "garantia", "total 50,00"),
        # Down payment of class D: 30%.
        ("classe D; pedido 1.000,00", "garantia", "entrada 300,00"),
        ("classe D; limite 800,00; pedido 1.000,00", "garantia", "total 200,00; entrada 300,00"),
        ("classe D; limite 500,00; pedido 1.000,00", "garantia", "total 500,00; entrada 300,00"),
        ("classe D; pedido 0,00", "aprovar", ""),
        # Guarantees in force.
        ("aberto 5.150,00; pedido 4.500,00; aval 50,00 desde 01/03", "aprovar", ""),
        ("aberto 5.150,00; pedido 4.500,00; aval 49,99 desde 01/03", "garantia", "total 0,01"),
        ("aberto 5.150,00; pedido 4.500,00; aval 50,00 desde 01/03 até 20/11", "garantia", "total 50,00"),
        ("limite 0,00; pedido 100,00; aval 100,00 desde 01/03", "aprovar", ""),
        ("limite 0,00; pedido 100,00; aval 70,00 desde 01/03", "garantia", "total 30,00"),
        ("classe D; pedido 1.000,00; aval 120,00 desde 01/03", "garantia", "entrada 180,00"),
        ("classe D; pedido 1.000,00; aval 300,00 desde 01/03", "aprovar", ""),
        # What it secures of the order is both within the limit and no down payment to ask for.
        ("classe D; limite 900,00; pedido 1.000,00; aval 300,00 desde 01/03", "aprovar", ""),
        (
            "classe D; limite 900,00; aberto 1.000,00; pedido 900,00; aval 300,00 desde 01/03",
            "garantia",
            "total 700,00; entrada 70,00",
        ),
        ("vencido 100,00; pedido 10,00; aval 900,00 desde 01/03", "a-vista", "vencido 50,00"),
        # For good.
        ("para falecimento; pedido 10,00", "recusar", "parado –"),
        ("para nunca; classe E; pedido 10,00", "recusar", "parado –; classe –"),
        ("para juizo; vencido 90,00; pedido 10,00", "recusar", "parado –; vencido 40,00"),
        ("para promessa; para pausa; para contestacao; pedido 10,00", "aprovar", ""),
        # Without an order: how he stands.
        ("", "aprovar", ""),
        ("aberto 9.599,99", "aprovar", ""),
        ("aberto 9.600,00", "a-vista", "total 0,00"),
        ("aberto 9.600,01", "a-vista", "total 0,01"),
        ("limite 0,00", "a-vista", "total 0,00"),
        ("limite 0,00; aval 10,00 desde 01/03", "aprovar", ""),
        ("classe D", "garantia", "entrada –"),
        ("classe D; aval 10,00 desde 01/03", "aprovar", ""),
    ],
)
def test_what_fails_and_what_it_adds_up_to(told: str, verdict: str, failed: str) -> None:
    found = decided(told)
    shown = [
        f"{each.code} {'–' if each.lacking is None else money_br(each.lacking)}" for each in found.failed
    ]
    assert (found.verdict, "; ".join(shown)) == (verdict, failed)
    assert len(found.reasons) == max(1, len(found.failed))


def test_what_the_policy_says_of_blocks() -> None:
    strict = RULE._replace(block_verdict="recusar", refused=frozenset({"nunca"}))
    late = case("vencido 600,00; degrau D+30; pedido 10,00")
    assert [each.verdict for each in decide(late, strict, AS_OF).failed] == ["recusar", "recusar"]
    assert [each.verdict for each in decide(late, RULE, AS_OF).failed] == ["a-vista", "a-vista"]
    assert (
        decide(late._replace(exposure=Exposure()), strict._replace(block_step=""), AS_OF).verdict == "aprovar"
    )
    assert decide(late, RULE._replace(block_step="D+31"), AS_OF).failed[0].code == "vencido"
    assert decide(case("para falecimento; pedido 10,00"), strict, AS_OF).verdict == "a-vista"


def test_no_total_limit() -> None:
    told = case("aberto 9.000,00; pedido 999.999,00")
    free = told._replace(limits=told.limits._replace(total=told.limits.total._replace(amount=None)))
    found = decide(free, RULE, AS_OF)
    assert (found.verdict, found.available) == ("aprovar", None)
    assert found.reasons == ("classe B, com 78 pontos; sem limite total",)
    asks = decide(
        free._replace(grade=CARD.grade("D"), guarantees=guarantees("aval 9,00 desde 01/03")), RULE, AS_OF
    )
    assert asks.failed[0].words.endswith("R$ 299.999,70, ou garantia, e a garantia livre é de R$ 9,00")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("aberto 9.700,00; pedido 0,00", "classe B, com 78 pontos; pode comprar mais R$ 0,00 a prazo"),
        ("pedido 4.500,00", "classe B, com 78 pontos; o pedido cabe no limite, e sobram R$ 5.100,00"),
        ("", "classe B, com 78 pontos; pode comprar mais R$ 9.600,00 a prazo"),
        (
            "pedido 9.700,00; aval 500,00 desde 01/03",
            "classe B, com 78 pontos; o pedido cabe no limite, com R$ 500,00 de garantia, e sobram R$ 400,00",
        ),
        ("classe E", "classe E, com 78 pontos: só à vista"),
        ("limite 0,00", f"não tem limite a prazo ({WHY})"),
        ("aberto 9.600,00", f"o limite de R$ 9.600,00 está todo usado ({WHY})"),
        ("aberto 9.700,00", f"deve R$ 9.700,00, e o limite total é de R$ 9.600,00: passa R$ 100,00 ({WHY})"),
        (
            "aberto 9.700,00; pedido 500,00; aval 100,00 desde 01/03",
            "com o pedido, deve R$ 10.200,00, e o limite total é de R$ 9.600,00, mais R$ 100,00 de garantia:"
            f" passa R$ 500,00 ({WHY})",
        ),
        (
            "vencido 60,00",
            "tem R$ 60,00, e o limite do que está vencido é de R$ 50,00: passa R$ 10,00"
            " (o atraso tolerável da política)",
        ),
        (
            "vencido 40,00; degrau D+20; degrau D+60",
            "a cobrança chegou ao degrau D+60, e a partir de D+15 não se vende a prazo:"
            " tem R$ 40,00 em atraso",
        ),
        ("classe D", "classe D: pede entrada de 30% do pedido, ou garantia"),
        ("classe D; pedido 100,00", "classe D: pede entrada de 30% do pedido, R$ 30,00, ou garantia"),
        ("para insolvencia", "parado por insolvencia"),
    ],
)
def test_the_reasons_in_words(told: str, words: str) -> None:
    assert decided(told).reasons[0] == words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("pedido 1,00", "vender a prazo"),
        ("classe D", "vender a prazo com entrada ou garantia"),
        ("classe E", "vender só à vista"),
        ("para nunca", "não vender"),
    ],
)
def test_the_verdict_in_words(told: str, words: str) -> None:
    assert decided(told).words == words


def test_the_words_are_those_of_the_ledger() -> None:
    assert VERDICTS == step_5.VERDICTS
    assert set(FOR_GOOD) < set(STOPS) and not set(PASSING) & set(STOPS)


amounts = st.integers(0, 2_000_000)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    told = [f"classe {draw(st.sampled_from('ABCDE'))}", f"limite {money_br(draw(amounts))}"]
    told += [f"{word} {money_br(draw(amounts))}" for word in ("aberto", "vencido") if draw(st.booleans())]
    told += [f"aval {money_br(draw(st.integers(1, 10**6)))} desde 01/03"] if draw(st.booleans()) else []
    told += [f"para {draw(st.sampled_from(STOPS))}"] if draw(st.integers(0, 4)) == 0 else []
    return case("; ".join([*told, f"pedido {money_br(draw(st.integers(1, 10**6)))}"]))


@settings(max_examples=60)
@given(cases())
def test_a_decision_is_as_grave_as_its_gravest_check(told: Case) -> None:
    found = decide(told, RULE, AS_OF)
    graves = [VERDICTS.index(each.verdict) for each in found.failed]
    assert graves == sorted(graves, reverse=True)
    assert found.verdict == (found.failed[0].verdict if found.failed else "aprovar")
    assert all(each.code in CHECKS and (each.lacking is None or each.lacking > 0) for each in found.failed)
    assert bool(found.lacking) == (found.verdict == "garantia")


@settings(max_examples=60)
@given(cases())
def test_what_is_lacking_is_enough(told: Case) -> None:
    """With the guarantee that is asked for the order is approved, and with a cent less it is not."""
    found = decide(told, RULE, AS_OF)
    if found.verdict != "garantia":
        return
    for more, verdict in ((found.lacking, "aprovar"), (found.lacking - 1, "garantia")):
        aval = guarantees("aval 0,01 desde 01/03")[0]._replace(amount=more)
        with_it = told._replace(guarantees=(*told.guarantees, aval))
        assert decide(with_it, RULE, AS_OF).verdict == verdict
