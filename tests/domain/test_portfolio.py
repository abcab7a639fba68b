"""All indicators of one day from their sums, in the figures of the domain rules and of an empty ledger."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tests.domain.notation import cents, day

from cobranca_cli.domain.cohorts import TERMS, Cohort
from cobranca_cli.domain.effects import Effect, Reach
from cobranca_cli.domain.periods import Period, closings
from cobranca_cli.domain.portfolio import Snapshot, bands_of, portfolio_of, rolling_of
from cobranca_cli.domain.promises import Rate

AS_OF = day("2026-03-31")
PERIOD = Period(day("2026-01-01"), AS_OF)


def snapshot(opened: list[Mapping[date, int]], **known: object) -> Snapshot:
    nothing = Snapshot(
        as_of=AS_OF,
        period=PERIOD,
        opened=list(zip(closings(AS_OF, 3), opened, strict=True)),
        sales={},
        amounts=[],
        overdue_count=0,
        long_overdue=0,
        of_operations=0,
        of_customers=0,
        overdue_at_opening=0,
        became_overdue=0,
        recovered=0,
        dated=0,
        cent_days=0,
        cohorts={days: Cohort(PERIOD, 0, dict.fromkeys(TERMS, 0)) for days in TERMS},
        promises=Rate(0, 0, 0, 0),
        steps=Effect(),
        reach=Reach(),
    )
    return nothing._replace(**known)  # type: ignore[arg-type]


def values(known: Snapshot) -> dict[str, object]:
    found = portfolio_of(known)
    assert len({each.code for each in found}) == len(found)
    return {each.code: each.value for each in found}


def test_nothing_is_not_zero() -> None:
    found = values(snapshot([{}] * 4, cost=0))
    zeros = ("carteira", "vencido", "faturas_vencidas", "vendas", "provisao_rolagem", "provisao_matriz")
    assert {code: found.pop(code) for code in zeros} == dict.fromkeys(zeros, 0)
    assert set(found.values()) == {None}


def test_the_figures_of_the_rules() -> None:
    opened = {day("2026-04-10"): cents("150.000,00"), day("2026-03-01"): cents("62.000,00")}
    known = snapshot(
        [{day("2026-01-10"): cents("188.000,00")}, {}, {}, opened],
        sales={
            day("2026-03-20"): cents("100.000,00"),
            day("2026-02-05"): cents("80.000,00"),
            day("2026-01-31"): cents("70.000,00"),
            day("2025-12-31"): cents("999,00"),
        },
        amounts=[cents(f"{each}.000,00") for each in (40, 30, 15, 10, 5)],
        overdue_count=3,
        long_overdue=cents("12.000,00"),
        of_operations=cents("15.000,00"),
        of_customers=cents("20.000,00"),
        overdue_at_opening=cents("60.000,00"),
        became_overdue=cents("12.000,00"),
        recovered=cents("18.000,00"),
        dated=100,
        cent_days=1000,
        cohorts={5: Cohort(PERIOD, 80_000, {5: 14_400})},
        promises=Rate(20, 14, cents("35.000,00"), cents("21.000,00")),
        steps=Effect(8, 1000, 2, 300),
        reach=Reach(10, 4, 1, 3, 2),
        cost=cents("1.260,00"),
    )
    found = values(known)
    said = {
        "carteira": cents("212.000,00"), "vencido": cents("62.000,00"), "faturas_vencidas": 3,
        "vendas": cents("250.000,00"), "pmr": "76.32", "pmr_exaustao": "73.17", "pmr_medio": "72.00",
        "pmr_melhor": "54.00", "atraso_pmr": "22.32", "atraso_medio": "8.77", "atraso_vencidas": "30.00",
        "prazo_recebimento": "10.00", "cei": "78.47", "recuperacao": "30.00", "recuperacao_entradas": "25.00",
        "custo": "7.00", "retorno": "14.29", "vencido_percentual": "29.25", "inadimplencia_90": "5.66",
        "inadimplencia_90_operacao": "7.08", "inadimplencia_90_cliente": "9.43", "safra_5": "18.00",
        "promessas": "70.00", "promessas_valor": "60.00", "regua": "25.00", "regua_valor": "30.00",
        "contato_efetivo": "40.00", "contato_promessa": "25.00", "contato_pago": "66.67", "hhi": 2850,
        "clientes_equivalentes": "3.51", "maiores_3": "85.00", "clientes_a": 2,
        "provisao_matriz": cents("2.610,00"), "provisao_matriz_percentual": "1.23",
    }  # fmt: skip
    assert {code: found[code] for code in said} == {
        code: Decimal(value) if isinstance(value, str) else value for code, value in said.items()
    }


def test_rolling_from_what_was_open() -> None:
    """The numbers of rules 5.2 from due dates: one of each band at the end of each month."""
    ends = [day(each) for each in ("2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30")]
    current = map(cents, ("100.000,00", "110.000,00", "105.000,00", "115.000,00"))
    to_30 = map(cents, ("10.000,00", "12.000,00", "11.000,00", "12.600,00"))
    to_60 = map(cents, ("4.000,00", "4.500,00", "4.800,00", "4.950,00"))
    to_90 = map(cents, ("2.000,00", "2.200,00", "2.250,00", "2.640,00"))
    lost = (0, *map(cents, ("1.500,00", "1.540,00", "1.575,00")))
    opened = []
    for end, *amounts in zip(ends, current, to_30, to_60, to_90, lost, strict=True):
        dues = [date.fromordinal(end.toordinal() - late) for late in (0, 15, 45, 75, 100)]
        opened.append((end, dict(zip(dues, amounts, strict=True))))
    found = rolling_of(opened)
    assert [f"{100 * each.loss:.4f}" for each in found if each.loss] == [
        "1.8771",
        "16.5630",
        "38.2222",
        "71.6667",
    ]
    assert [each.provision for each in found] == [
        cents(each) for each in ("2.158,71", "2.086,93", "1.892,00", "1.892,00")
    ]
    assert [each.band for each in found] == ["a_vencer", "d1_30", "d31_60", "d61_90"]


def test_bands_hold_everything() -> None:
    opened = {day("2026-04-01"): 1, day("2026-03-30"): 2, day("2025-01-01"): 4}
    found = bands_of(opened, AS_OF)
    assert (found["a_vencer"], found["d1_30"], found["d361_mais"], sum(found.values())) == (1, 2, 4, 7)
