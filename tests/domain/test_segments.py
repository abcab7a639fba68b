"""Segments by facts: the weighted delay of the domain rules, the day an invoice was paid, who is in what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.notation import cents, day

from cobranca_cli.domain.segments import (
    SEGMENTS,
    History,
    Rules,
    Settling,
    by_agreements,
    days_br,
    hundredths_plain,
    paid_on,
    read_rules,
    segments_of,
    weighted_delay,
    why,
)

AS_OF = date(2026, 11, 21)
OLD = date(2020, 1, 15)
RULES = Rules()


def averaged(told: str) -> tuple[int, int]:
    """`4.200,00/0 d, …` as the sum of cents times days, and of cents."""
    pairs = [each.split("/") for each in told.split(", ")]
    paid = [(cents(amount), int(late.removesuffix(" d"))) for amount, late in pairs]
    return sum(amount * late for amount, late in paid), sum(amount for amount, _ in paid)


@pytest.mark.parametrize(
    ("paid", "hundredths"),
    [
        ("4.200,00/0 d, 3.900,00/2 d, 5.100,00/8 d, 2.800,00/0 d", 304),  # S01: 3,0375 days
        ("10.000,00/5 d, 4.000,00/40 d, 1.000,00/120 d, 5.000,00/0 d", 1650),
        ("100,00/0 d", 0),
        ("0,03/1 d, 0,05/0 d", 38),  # 0,375 days, half up
        ("1.000,00/10 d, 10.000,00/1 d", 182),
    ],
)
def test_the_average_delay_is_weighted_by_amount(paid: str, hundredths: int) -> None:
    assert weighted_delay(*averaged(paid)) == hundredths


def test_nothing_paid_has_no_delay() -> None:
    assert weighted_delay(0, 0) == History().average_late == History().worst_late == 0


def entries(told: str) -> list[Settling]:
    """`pagamento 01/03 400; estorno…`: kind, day of 2026 and cents of principal."""
    found = []
    for each in filter(None, told.split("; ")):
        kind, on, principal = each.split()
        found.append(Settling(kind, date(2026, int(on[3:]), int(on[:2])), int(principal)))
    return found


@pytest.mark.parametrize(
    ("told", "on"),
    [
        ("", None),
        ("pagamento 01/03 1000", "2026-03-01"),
        ("pagamento 01/03 999", None),
        ("pagamento 05/03 400; pagamento 01/03 600", "2026-03-05"),
        ("credito 05/03 1000", "2026-03-05"),
        ("pagamento 01/03 950; desconto 01/03 50", "2026-03-01"),
        ("abatimento 01/02 300; pagamento 01/03 700", "2026-03-01"),
        ("pagamento 01/03 700; abatimento 09/03 300", "2026-03-09"),
        ("abatimento 01/03 1000", None),
        ("pagamento 01/03 1000; pagamento 01/03 -1000", None),
        ("pagamento 01/03 1000; pagamento 01/03 -1000; pagamento 07/03 1000", "2026-03-07"),
        ("pagamento 01/03 400; pagamento 02/03 600; pagamento 02/03 -600; credito 08/03 600", "2026-03-08"),
        ("perda 01/03 1000", None),
        ("perda 01/03 1000; recuperacao 01/06 -400; pagamento 01/06 400", None),
        (
            "perda 01/03 1000; recuperacao 01/06 -400; pagamento 01/06 400;"
            " recuperacao 02/06 -600; pagamento 02/06 600",
            "2026-06-02",
        ),
    ],
)
def test_the_day_an_invoice_was_paid(told: str, on: str | None) -> None:
    assert paid_on(1000, entries(told)) == (day(on) if on else None)


@pytest.mark.parametrize(
    ("told", "on"),
    [
        ("pagamento 01/03 899", None),
        ("pagamento 01/03 900", "2026-03-01"),
        ("pagamento 01/03 980; pagamento 01/10 20", "2026-03-01"),
        ("pagamento 01/03 500; pagamento 01/04 450", "2026-04-01"),
    ],
)
def test_a_rest_of_charges_does_not_make_a_payer_late(told: str, on: str | None) -> None:
    assert paid_on(1000, entries(told), rest=10) == (day(on) if on else None)


PUNCTUAL = History(OLD, paid_ever=30, paid=6, amount=600_00)


@pytest.mark.parametrize(
    ("history", "segments"),
    [
        (History(), "novo"),
        (History(day("2026-08-22"), paid_ever=9, paid=9, amount=1), "novo bom-pagador"),
        (History(day("2026-08-21"), paid_ever=9, paid=9, amount=1), "bom-pagador"),
        (History(OLD, paid_ever=2), "novo"),
        (History(OLD, paid_ever=3), ""),
        (History(OLD, paid_ever=0, standing=(15,)), "novo"),
        (History(OLD, paid_ever=0, standing=(16,)), ""),
        (PUNCTUAL, "bom-pagador"),
        (PUNCTUAL._replace(paid=5), ""),
        (PUNCTUAL._replace(cent_days=3 * 600_00), "bom-pagador"),
        (PUNCTUAL._replace(cent_days=3 * 600_00 + 1), ""),  # shown as 3,00, and yet more than it
        (PUNCTUAL._replace(late=(10,)), "bom-pagador"),
        (PUNCTUAL._replace(late=(11,)), ""),
        (PUNCTUAL._replace(standing=(11,)), ""),
        (PUNCTUAL._replace(broken_promises=1), ""),
        (PUNCTUAL._replace(late=(16, 16), standing=(16,)), "atraso-repetido"),
        (PUNCTUAL._replace(late=(15, 16), standing=(16,)), ""),
        (PUNCTUAL._replace(open_total=5_000_00), "bom-pagador alto-valor"),
        (PUNCTUAL._replace(open_total=4_999_99), "bom-pagador"),
        (History(OLD, 9, standing=(40, 70, 99), open_total=9_000_00), "atraso-repetido alto-valor"),
        (History(OLD, 0, standing=(40, 70, 99)), "atraso-repetido"),
    ],
)
def test_who_is_in_what(history: History, segments: str) -> None:
    assert segments_of(history, RULES, AS_OF) == set(segments.split())
    assert list(why(history, RULES, AS_OF)) == segments.split()


histories = st.builds(
    History,
    st.none() | st.dates(date(2024, 1, 1), AS_OF),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(1, 10**6),
    st.integers(0, 10**8),
    st.lists(st.integers(1, 60), max_size=6).map(tuple),
    st.lists(st.integers(1, 60), max_size=6).map(tuple),
    st.integers(0, 10**6),
    st.integers(0, 2),
)
all_rules = st.builds(
    Rules, *[st.integers(0, 6)] * 3, st.integers(0, 900), st.integers(0, 60), st.integers(1, 5),
    st.integers(0, 60), st.integers(0, 10**6),
)  # fmt: skip


@given(histories, all_rules)
def test_a_good_payer_is_never_repeatedly_late_and_every_segment_has_its_reason(
    history: History, rules: Rules
) -> None:
    found = segments_of(history, rules, AS_OF)
    assert not {"bom-pagador", "atraso-repetido"} <= found
    reasons = why(history, rules, AS_OF)
    assert set(reasons) == found and all(reasons.values())
    assert list(reasons) == [each for each in SEGMENTS if each in found]


@given(histories, all_rules, st.integers(1, 60))
def test_one_more_delay_never_makes_a_better_payer(history: History, rules: Rules, days: int) -> None:
    later = history._replace(late=(*history.late, days))
    before, after = (segments_of(each, rules, AS_OF) for each in (history, later))
    assert ("bom-pagador" in before) >= ("bom-pagador" in after)
    assert ("atraso-repetido" in before) <= ("atraso-repetido" in after)


settlings = st.lists(
    st.builds(
        Settling,
        st.sampled_from(("pagamento", "credito", "desconto", "abatimento")),
        st.integers(0, 9).map(lambda after: OLD + timedelta(days=after)),
        st.integers(1, 400),
    ),
    max_size=6,
)


@given(settlings, st.integers(0, 20))
def test_the_day_it_was_paid_is_the_first_by_which_enough_was(told: list[Settling], rest: int) -> None:
    """The entries of a ledger never exceed the amount: the amount is their sum, or more."""
    amount = sum(each.principal for each in told) or 1
    found = paid_on(amount, told, rest)
    if not any(each.kind in ("pagamento", "credito") for each in told):
        assert found is None
    else:
        enough = [
            each.day
            for each in told
            if 100 * sum(e.principal for e in told if e.day <= each.day) >= (100 - rest) * amount
        ]
        assert found == min(enough)


def test_the_reasons_have_the_numbers() -> None:
    good = History(day("2026-10-03"), 8, 8, 800_00, 800_00 // 2, (4,), (), 8_000_00)
    assert why(good, RULES, AS_OF) == {
        "novo": "a primeira fatura é de 03/10/2026, há menos de 3 meses",
        "bom-pagador": "pagou 8 faturas em 12 meses (bastam 6), com atraso médio de 0,50 dia (até 3,00) e o"
        " maior de 4 dias (até 10), sem promessa quebrada",
        "alto-valor": "tem R$ 8.000,00 em aberto (a partir de R$ 5.000,00)",
    }
    late = History(OLD, 1, standing=(16, 40, 99))
    assert why(late, RULES, AS_OF) == {
        "atraso-repetido": "3 faturas com mais de 15 dias de atraso em 12 meses (bastam 3), contando as pagas"
        " e as em aberto"
    }
    assert why(History(), RULES, AS_OF) == {"novo": "ainda não tem nenhuma fatura"}
    assert why(History(OLD, 1), RULES, AS_OF) == {"novo": "pagou 1 fatura até hoje, menos de 3"}
    assert why(History(OLD), RULES, AS_OF) == {
        "novo": "ainda não pagou nenhuma fatura, e nada está muito atrasado"
    }


def test_rules_from_the_settings() -> None:
    assert read_rules({}) == RULES
    keys = {"novo_meses": 6, "bom_pagador_atraso_medio": "2.50", "repetido_dias": 30, "alto_valor": "1234.50"}
    assert read_rules(keys) == Rules(new_months=6, good_average=250, late_days=30, high_open=1234_50)
    assert segments_of(History(OLD, 9, open_total=9), read_rules({"alto_valor": "0.00"}), AS_OF) == set()


def test_hundredths_as_people_and_programs_read_them() -> None:
    assert [days_br(each) for each in (0, 50, 199, 200, 304)] == [
        "0,00 dia", "0,50 dia", "1,99 dia", "2,00 dias", "3,04 dias",
    ]  # fmt: skip
    assert hundredths_plain(1650) == "16.50"


@pytest.mark.parametrize(
    ("case", "due", "told", "paid"),
    [
        ("late when agreed: settled that day", "2026-05-01", "acordo 06-01 1000", "2026-06-01"),
        ("agreed before the day: neither paid nor failed", "2026-07-01", "acordo 06-01 1000", None),
        ("on the day it is not late", "2026-06-01", "acordo 06-01 1000", None),
        (
            "what is passed on changes nothing",
            "2026-05-01",
            "acordo 06-01 1000; acordo 07-01 -300; repasse 07-01 300",
            "2026-06-01",
        ),
        (
            "broken: not paid",
            "2026-05-01",
            "acordo 06-01 1000; acordo 07-01 -300; repasse 07-01 300; acordo 08-01 -700",
            None,
        ),
        (
            "broken, and the rest paid",
            "2026-05-01",
            "acordo 06-01 1000; acordo 07-01 -300; repasse 07-01 300; acordo 08-01 -700; pagamento 09-01 700",
            "2026-09-01",
        ),
        (
            "a closed instalment is not paid",
            "2026-07-01",
            "pagamento 07-01 300; encerramento 08-01 700",
            None,
        ),
    ],
)
def test_what_an_agreement_took_up(case: str, due: str, told: str, paid: str | None) -> None:
    entries = []
    for each in told.split("; "):
        kind, on, principal = each.split()
        entries.append(Settling(kind, date.fromisoformat(f"2026-{on}"), int(principal)))
    known = by_agreements(entries, date.fromisoformat(due))
    found = paid_on(1000, known)
    assert (found and found.isoformat()) == paid, case
