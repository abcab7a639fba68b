"""The scorecard of domain rule 7: S02, every band at its edges, classes, caps, customers without history."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.credit_notation import AS_OF, DEFAULT, day, fact, facts

from cobranca_cli.domain.credit_facts import FACTORS, RESTRICTIONS, Average, Fact, Facts, Share
from cobranca_cli.domain.scorecard import GRADES, Band, Scored, refuse_bands, restriction_that_counts, score

CARD = DEFAULT.card
GOOD = "atraso 0; pior 0; meses 48; uso 10; promessas 4/4; consulta nenhuma; cnpj 9"
S02 = "atraso 3,04; pior 12; meses 28; uso 62; promessas 4/4; consulta nenhuma; cnpj 4"


def scored(told: str) -> Scored:
    return score(facts(told), CARD, AS_OF)


def points(told: str, factor: str) -> int:
    """The points of a factor, the other facts being good."""
    told = "; ".join([*(each for each in GOOD.split("; ") if each.split()[0] != told.split()[0]), told])
    return next(row.points for row in scored(told).rows if row.factor == factor)


def test_s02() -> None:
    found = scored(S02)
    assert [row.points for row in found.rows] == [24, 9, 7, 7, 10, 15, 6]
    assert (found.total, found.grade, found.new, found.capped) == (78, "B", False, ())
    assert [(row.title, -row.lost) for row in found.losses] == [
        ("pontualidade", -6),
        ("maior atraso", -6),
        ("idade do CNPJ", -4),
    ]


def test_every_row_says_what_from_where_and_of_when() -> None:
    rows = scored(S02.replace("consulta nenhuma", "consulta nenhuma 30/10")).rows
    assert [row.reason for row in rows] == [
        "pontualidade: 3,04 dias (mais de 0 até 5 dias)",
        "maior atraso: 12 dias (mais de 5 até 30 dias)",
        "relacionamento: 28 meses (de 12 a menos de 36 meses)",
        "uso do limite: 62% (mais de 50 até 80%)",
        "promessas e acordos: 100%, 4 de 4 (90% ou mais)",
        "restrições externas: nada consta em 30/10/2026",
        "idade do CNPJ: 4 anos (de 2 a menos de 5 anos)",
    ]
    assert {(row.source, row.day) for row in rows} == {("livro", AS_OF), ("livro", day("30/10"))}


@pytest.mark.parametrize(
    ("factor", "steps"),
    [
        ("pontualidade", "atraso: 0 30, 0,01 24, 3,04 24, 5 24, 5,0001 16, 15 16, 15,5 8, 30 8, 30,01 0"),
        ("maior_atraso", "pior: 0 15, 5 15, 6 9, 30 9, 31 4, 60 4, 61 0, 400 0"),
        ("relacionamento", "meses: 36 10, 35 7, 12 7, 11 4, 6 4, 5 2, 0 2"),
        ("uso_limite", "uso: 0 10, 50 10, 50,01 7, 80 7, 80,5 3, 100 3, 100,001 0, 300 0"),
        ("promessas", "promessas: 9/10 10, 899/1000 6, 7/10 6, 69/100 3, 1/2 3, 49/100 0, 0/3 0, 0/0 10"),
        ("idade_cnpj", "cnpj: 5 10, 4 6, 2 6, 1 3, 0 0"),
        ("restricoes", "consulta: nenhuma 15, resolvida 8, desconhecida 6, ativa 0"),
    ],
)
def test_the_bands_of_rule_7(factor: str, steps: str) -> None:
    """Whole bounds, inclusive; an average is compared exactly, which is its ceiling against them."""
    word, _, pairs = steps.partition(": ")
    told = [pair.rsplit(" ", 1) for pair in pairs.split(", ")]
    assert [(value, points(f"{word} {value}", factor)) for value, _ in told] == [
        (value, int(expected)) for value, expected in told
    ]


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        ("pontualidade", 0),
        ("maior_atraso", 0),
        ("relacionamento", 0),
        ("uso_limite", 0),
        ("promessas", 10),
        ("restricoes", 6),
        ("idade_cnpj", 0),
    ],
)
def test_what_is_not_known(factor: str, expected: int) -> None:
    row = next(row for row in scored("").rows if row.factor == factor)
    assert (row.points, row.value, row.day) == (expected, FACTORS[factor].missing, None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("nenhuma 23/08", "nada consta em 23/08/2026"),  # 90 days ago
        ("nenhuma 22/08", "nada consta em 22/08/2026, há mais de 90 dias: não vale mais"),
        ("resolvida 22/08", "restrição resolvida em 22/08/2026, há mais de 90 dias: não vale mais"),
        ("ativa 01/02", "restrição ativa em 01/02/2026"),  # until somebody asks again
        ("ativa 21/11/2021", "restrição ativa em 21/11/2021"),
        ("ativa 20/11/2021", "restrição ativa em 20/11/2021, há mais de cinco anos: não conta"),
    ],
)
def test_how_long_a_consultation_counts(told: str, expected: str) -> None:
    row = next(row for row in scored(f"consulta {told}").rows if row.factor == "restricoes")
    assert row.value == expected
    assert row.points == (6 if "não" in expected else {"nenhuma": 15, "ativa": 0}[told.split()[0]])


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        (GOOD, "A"),
        (GOOD.replace("atraso 0", "atraso 20").replace("uso 10", "uso 60"), "B"),  # 75
        (GOOD.replace("atraso 0", "atraso 16").replace("pior 0", "pior 16"), "B"),  # 72
        (GOOD.replace("atraso 0", "atraso 40").replace("pior 0", "pior 70"), "C"),  # 55
        (S02.replace("atraso 3,04", "atraso 40").replace("uso 62", "uso 101"), "D"),  # 47
        ("", "E"),
    ],
)
def test_the_classes(told: str, grade: str) -> None:
    assert scored(told).grade == grade


@pytest.mark.parametrize(
    ("floor", "below", "grade"), [(80, 79, "AB"), (65, 64, "BC"), (50, 49, "CD"), (35, 34, "DE")]
)
def test_the_floors_of_the_classes(floor: int, below: int, grade: str) -> None:
    """With one factor that gives the whole score, for the edges."""
    nothing = Band(0, word="sem-dados")
    bands = {code: (Band(0), nothing) for code in FACTORS}
    bands["restricoes"] = tuple(Band(0, word=word) for word in RESTRICTIONS)
    for total, letter in zip((floor, below), grade, strict=True):
        bands["maior_atraso"] = (Band(100, 0), Band(total), nothing)
        found = score(facts("pior 9"), CARD._replace(bands=bands), AS_OF)
        assert (found.total, found.grade) == (total, letter)


@pytest.mark.parametrize(
    ("told", "total", "grade", "capped"),
    [
        ("consulta nenhuma; cnpj 9", 100, "C", "cliente novo, sem histórico: no máximo classe C"),
        ("consulta desconhecida; cnpj 9", 64, "C", ""),  # 16 of 25
        ("cnpj 4", 48, "D", ""),  # 12 of 25
        ("consulta resolvida; cnpj 2", 56, "C", ""),  # 14 of 25
        ("consulta desconhecida; cnpj 1", 36, "D", ""),
        ("", 24, "E", ""),
        ("consulta ativa; cnpj 9", 40, "D", ""),
        ("consulta nenhuma; pessoa", 100, "C", "cliente novo, sem histórico: no máximo classe C"),
        ("consulta resolvida; pessoa", 53, "C", ""),  # 8 of 15 are 53,3
    ],
)
def test_a_new_customer_is_scored_from_outside(told: str, total: int, grade: str, capped: str) -> None:
    found = scored(f"pagas 0; {told}")
    assert (found.new, found.total, found.grade) == (True, total, grade)
    assert found.capped == ((capped,) if capped else ())
    assert all(row.maximum == 0 for row in found.rows[:5])
    assert found.rows[0].reason == "pontualidade: não conta: cliente novo, sem histórico"


def test_half_a_point_is_rounded_up() -> None:
    """29 of 40 are 72,5."""
    bands = {
        **CARD.bands,
        "restricoes": tuple(Band(19 if w == "nenhuma" else 0, word=w) for w in RESTRICTIONS),
    }
    bands["idade_cnpj"] = (Band(21, 5), Band(10), Band(0, word="sem-dados"))
    found = score(facts("pagas 0; consulta nenhuma; cnpj 0"), CARD._replace(bands=bands), AS_OF)
    assert found.total == 73


@pytest.mark.parametrize(
    ("told", "grade", "capped"),
    [
        (GOOD.replace("nenhuma", "ativa"), "D", ("restrição ativa: no máximo classe D",)),
        (GOOD.replace("nenhuma", "resolvida"), "A", ()),
    ],
)
def test_an_active_restriction_caps_the_class(told: str, grade: str, capped: tuple[str, ...]) -> None:
    found = scored(told)
    assert (found.grade, found.capped) == (grade, capped)


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ("", None),
        ("serasa nenhuma 2026-11-12; spc ativa 2026-11-10", "spc"),
        ("spc nenhuma 2026-11-12; spc ativa 2026-11-10", "spc"),
        ("SPC, novo nenhuma 2026-11-12; spc ativa 2026-11-10; quod nenhuma 2026-11-09", "SPC, novo"),
        ("serasa nenhuma 2026-11-12; spc ativa 2021-11-20", "serasa"),
        ("serasa nenhuma 2026-11-12; spc ativa 2021-11-21", "spc"),
    ],
)
def test_a_restriction_stands_until_the_bureau_that_lists_it_says_otherwise(
    told: str, counts: str | None
) -> None:
    answers = []
    for line in filter(None, told.split("; ")):
        source, word, on = line.rsplit(" ", 2)
        answers.append(Fact(word, source, date.fromisoformat(on)))
    found = restriction_that_counts(answers, AS_OF)
    assert (found.source if found else None) == counts


def test_both_caps_are_told_when_both_hold() -> None:
    told = facts("pagas 0; consulta ativa; cnpj 9")  # 40: class D
    both = score(told, CARD._replace(restriction_cap="E", new_cap="E"), AS_OF)
    assert (both.grade, [each.split(":")[0] for each in both.capped]) == (
        "E",
        ["restrição ativa", "cliente novo, sem histórico"],
    )


def test_of_a_person_no_foundation_is_asked() -> None:
    found = scored(GOOD.replace("; cnpj 9", "; pessoa"))
    assert (found.total, found.rows[-1].maximum) == (100, 0)
    assert found.rows[-1].reason == "idade do CNPJ: não se aplica a pessoa física"
    assert scored(GOOD.replace("; cnpj 9", "; pessoa").replace("pior 0", "pior 6")).total == 93  # 84 of 90


def test_the_reasons_are_three_at_most_and_of_points_that_were_lost() -> None:
    assert scored(GOOD).losses == ()
    assert [row.factor for row in scored(GOOD.replace("cnpj 9", "cnpj 3")).losses] == ["idade_cnpj"]
    assert [row.factor for row in scored("").losses] == ["pontualidade", "maior_atraso", "relacionamento"]


def test_the_score_names_its_policy() -> None:
    assert scored(GOOD).version == CARD.version != ""


@pytest.mark.parametrize(
    ("factor", "bands", "wrong"),
    [
        ("pontualidade", [Band(30, 0), Band(0), Band(0, word="sem-dados")], None),
        ("pontualidade", [Band(0), Band(0, word="sem-dados")], None),
        ("pontualidade", [Band(30, 0), Band(0)], "sem-dados"),
        ("pontualidade", [Band(30, 0), Band(0, word="sem-dados")], "sem ate"),
        ("pontualidade", [Band(30), Band(20, 5), Band(0, word="sem-dados")], "sem ate"),
        ("pontualidade", [Band(30, 5), Band(20, 5), Band(0), Band(0, word="sem-dados")], "crescer"),
        ("relacionamento", [Band(9, 5), Band(5, 9), Band(0), Band(0, word="sem-dados")], "diminuir"),
        ("pontualidade", [Band(10, 0), Band(20, 5), Band(0), Band(0, word="sem-dados")], "não podem crescer"),
        ("restricoes", [Band(1, word=word) for word in RESTRICTIONS], None),
        ("restricoes", [Band(1, word=word) for word in RESTRICTIONS[1:]], "para cada"),
        ("restricoes", [Band(0), *(Band(1, word=word) for word in RESTRICTIONS)], "para cada"),
    ],
)
def test_bands_that_are_no_bands(factor: str, bands: list[Band], wrong: str | None) -> None:
    found = refuse_bands(factor, bands)
    assert found == wrong if wrong is None else found and wrong in found


days = st.integers(0, 200)
shares = st.builds(Share, st.integers(0, 300), st.integers(0, 200))


@st.composite
def anything(draw: st.DrawFn) -> Facts:
    def maybe(values: st.SearchStrategy[object]) -> object:
        value = draw(st.none() | values)
        return None if value is None else fact(value, AS_OF - timedelta(days=draw(st.integers(0, 2500))))

    promises = draw(
        st.none() | st.integers(0, 9).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))
    )
    return Facts(
        maybe(st.builds(Average, st.integers(0, 5000), st.integers(0, 100))),  # type: ignore[arg-type]
        maybe(days),  # type: ignore[arg-type]
        maybe(days),  # type: ignore[arg-type]
        maybe(shares),  # type: ignore[arg-type]
        fact(Share(*promises)) if promises else None,
        maybe(st.sampled_from(RESTRICTIONS)),  # type: ignore[arg-type]
        maybe(days),  # type: ignore[arg-type]
        draw(st.integers(0, 3)),
        draw(st.booleans()),
    )


@settings(max_examples=40)
@given(anything())
def test_points_stay_within_their_maximum_and_add_up(told: Facts) -> None:
    found = score(told, CARD, AS_OF)
    assert [row.factor for row in found.rows] == [*FACTORS]
    assert all(0 <= row.points <= row.maximum <= CARD.maximum(row.factor) for row in found.rows)
    most = sum(row.maximum for row in found.rows)
    assert 0 <= found.total <= 100
    assert abs(found.total * most - 100 * sum(row.points for row in found.rows)) * 2 <= most
    floor = next(grade.letter for grade in CARD.grades if found.total >= grade.floor)
    assert GRADES.index(found.grade) >= GRADES.index(floor)
    assert bool(found.capped) == (found.grade != floor)


@settings(max_examples=20)
@given(anything())
def test_the_same_facts_give_the_same_score(told: Facts) -> None:
    assert score(told, CARD, AS_OF) == score(Facts(*told), CARD, AS_OF)


@settings(max_examples=40)
@given(anything(), st.integers(0, 10_000), st.integers(1, 500), st.integers(0, 500))
def test_more_delay_never_gives_more_points(told: Facts, cent_days: int, cents: int, more: int) -> None:
    known = told._replace(paid=1)
    before = score(known._replace(delay=fact(Average(cent_days, cents)), worst=fact(more)), CARD, AS_OF)
    later = known._replace(delay=fact(Average(cent_days + more, cents)), worst=fact(2 * more))
    after = score(later, CARD, AS_OF)
    assert after.total <= before.total
    assert GRADES.index(after.grade) >= GRADES.index(before.grade)
