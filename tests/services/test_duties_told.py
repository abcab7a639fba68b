"""What `hoje` asks of the creditor about listings and protests, told with a date a line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.ledger.ledger_box import run
from tests.services.duty_story import DutyWorld, tell
from tests.services.payment_story import RAM

from cobranca_cli.services.duties import listing_words

A = "importa 1001 de Ana: 1.000,00, vencida em 10/11/2025"


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=RAM) as made:
        yield Path(made)


def test_a_listing_is_removed_within_five_business_days(folder: Path) -> None:
    """N01 as a story; the customer owes nothing any more and is on the list all the same."""
    world = tell(folder, f"""
        02/03/2026 seg | {A}
        16/03/2026 seg | fato negativacao da 1001 em 13/03/2026
        16/03/2026 seg | > nada
        16/04/2026 qui | Ana paga 999,99 da 1001
        16/04/2026 qui | > nada
        17/04/2026 sex | Ana paga 0,01 da 1001
        17/04/2026 sex | > Ana: pedir a baixa da negativação de 1001 até 27/04/2026
        27/04/2026 seg | > Ana: pedir a baixa da negativação de 1001 até 27/04/2026
        28/04/2026 ter | > Ana: pedir a baixa da negativação de 1001 (Súmula 548): o prazo acabou
        29/04/2026 qua | o fato 1 acaba em 29/04/2026
        29/04/2026 qua | > nada
    """)  # fmt: skip
    assert [world.duties(date(2026, 4, each)) for each in (16, 20, 28)] == [
        [],
        [
            "Ana: pedir a baixa da negativação de 1001 até 27/04/2026 (Súmula 548): quitada em"
            " 17/04/2026; depois: cobranca faturas fato-retirar 1 --data DATA"
        ],
        [
            "Ana: pedir a baixa da negativação de 1001 (Súmula 548): o prazo acabou em 27/04/2026;"
            " quitada em 17/04/2026; depois: cobranca faturas fato-retirar 1 --data DATA"
        ],
    ]


def test_the_term_counts_from_the_day_of_the_money(folder: Path) -> None:
    """Registered late, it was not known before; N02: Carnival."""
    tell(folder, f"""
        02/02/2026 seg | {A}
        02/02/2026 seg | fato negativacao da 1001 em 02/02/2026
        20/02/2026 sex | > nada
        20/02/2026 sex | entram 1.000,00 da 1001, de 13/02/2026
        23/02/2026 seg | > Ana: pedir a baixa da negativação de 1001 até 24/02/2026
    """)  # fmt: skip


def test_a_payment_taken_back_takes_the_duty_with_it(folder: Path) -> None:
    tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        17/04/2026 sex | Ana paga 1.000,00 da 1001
        20/04/2026 seg | > Ana: pedir a baixa da negativação de 1001 até 27/04/2026
        22/04/2026 qua | o último pagamento é devolvido
        22/04/2026 qua | > nada
        04/05/2026 seg | Ana paga 1.000,00 da 1001
        04/05/2026 seg | > Ana: pedir a baixa da negativação de 1001 até 11/05/2026
    """)  # fmt: skip


def test_charges_that_are_left_are_owed_too(folder: Path) -> None:
    """Paid is what nothing is owed of; a waiver of the rest counts from its day."""
    tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        17/04/2026 sex | entra o principal da 1001: 1.000,00
        17/04/2026 sex | > nada
        11/05/2026 seg | abona 1001
        11/05/2026 seg | > Ana: pedir a baixa da negativação de 1001 até 18/05/2026
    """, charges="multa=2 juros=1")  # fmt: skip


def test_a_loss_is_no_payment(folder: Path) -> None:
    """Written off, it may stay listed; what is recovered of it in full ends that."""
    tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        03/03/2026 ter | lança 1001 como perda
        03/03/2026 ter | > nada
        17/04/2026 sex | entram 400,00 da 1001
        17/04/2026 sex | > nada
        20/04/2026 seg | entram 600,00 da 1001
        20/04/2026 seg | > Ana: pedir a baixa da negativação de 1001 até 28/04/2026
    """)  # fmt: skip


def test_a_fact_that_was_a_mistake_asks_for_nothing(folder: Path) -> None:
    """Withdrawn as never so, it is gone from the days before too."""
    world = tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        17/04/2026 sex | Ana paga 1.000,00 da 1001
    """)  # fmt: skip
    assert len(world.duties(world.today)) == 1
    world.ends_fact(1, None)
    assert world.duties(world.today) == []


def test_what_may_not_stand_listed_comes_off_at_once(folder: Path) -> None:
    tell(folder, """
        02/03/2026 seg | importa 1001 de Ana: 1.000,00, vencida em 10/11/2025
        02/03/2026 seg | importa 1002 de Ana: 500,00, vencida em 22/04/2021
        02/03/2026 seg | importa 2001 de Bia: 80,00, vencida em 10/11/2025
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        02/03/2026 seg | fato negativacao da 1002 em 02/03/2026
        02/03/2026 seg | fato negativacao da 2001 em 02/03/2026
        02/03/2026 seg | > nada
        06/04/2026 seg | contesta 1001 até 24/04/2026
        06/04/2026 seg | > Ana: pedir já a baixa da negativação de 1001: contestada desde 06/04/2026; depois
        22/04/2026 qua | > Ana: pedir já a baixa da negativação de 1001
        23/04/2026 qui | > Ana: pedir já a baixa da negativação de 1001
        23/04/2026 qui | > Ana: pedir já a baixa da negativação de 1002: os cinco anos do registro
        24/04/2026 sex | a contestação é procedente
        24/04/2026 sex | > Ana: pedir já a baixa da negativação de 1002
        24/04/2026 sex | > Ana: pedir já a baixa da negativação de 1001: a contestação foi julgada
        27/04/2026 seg | cancela 1001
        27/04/2026 seg | > Ana: pedir já a baixa da negativação de 1002
        27/04/2026 seg | > Ana: pedir já a baixa da negativação de 1001: a contestação foi julgada
        28/04/2026 ter | o fato 1 acaba em 28/04/2026
        28/04/2026 ter | o fato 2 acaba em 28/04/2026
        28/04/2026 ter | cancela 2001
        28/04/2026 ter | > Bia: pedir já a baixa da negativação de 2001: a fatura foi cancelada em 28/04/2026
    """, Ana="documento", Bia="documento")  # fmt: skip


def test_a_listing_may_outlive_the_first_limitation_but_not_five_years(folder: Path) -> None:
    """Without the acknowledgement it would be prescribed on 29 February."""
    tell(folder, """
        09/03/2020 seg | importa 1001 de Ana: 1.000,00, vencida em 28/02/2019
        09/03/2020 seg | importa 2001 de Bia: 1.000,00, vencida em 28/02/2019
        09/03/2020 seg | fato negativacao da 1001 em 09/03/2020
        09/03/2020 seg | fato negativacao da 2001 em 09/03/2020
        10/03/2020 ter | fato reconhecimento da 1001 em 10/03/2020
        28/02/2024 qua | > nada
        29/02/2024 qui | > Bia: pedir já a baixa da negativação de 2001: os cinco anos do registro
        01/03/2024 sex | > Bia: pedir já a baixa da negativação de 2001
        01/03/2024 sex | > Ana: pedir já a baixa da negativação de 1001: os cinco anos do registro
    """, Ana="documento", Bia="documento")  # fmt: skip


def test_a_dispute_that_ends_otherwise_leaves_the_listing(folder: Path) -> None:
    tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        06/04/2026 seg | contesta 1001 até 24/04/2026
        10/04/2026 sex | a contestação é improcedente
        10/04/2026 sex | pausa Ana até 30/04/2026
        10/04/2026 sex | > nada
    """)  # fmt: skip


def test_listed_after_it_was_paid(folder: Path) -> None:
    tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | Ana paga 1.000,00 da 1001
        06/03/2026 sex | fato negativacao da 1001 em 05/03/2026
        06/03/2026 sex | > Ana: pedir já a baixa da negativação de 1001: já estava quitada, desde 02/03/2026
    """)  # fmt: skip


def test_a_protest_asks_for_the_letter_of_consent(folder: Path) -> None:
    """Another letter is none; one from before the payment counts no more than a payment taken back."""
    world = tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato protesto da 1001 em 02/03/2026
        02/03/2026 seg | > nada
        17/04/2026 sex | Ana paga 1.000,00 da 1001
        17/04/2026 sex | > Ana: entregar a carta de anuência de 1001 até 27/04/2026
        28/04/2026 ter | > Ana: entregar a carta de anuência de 1001: devia ter saído até 27/04/2026
        28/04/2026 ter | carta baixa para Ana, da 1001
        29/04/2026 qua | > Ana: entregar a carta de anuência de 1001: devia ter saído até 27/04/2026
        29/04/2026 qua | carta anuencia para Ana, da 1001
        30/04/2026 qui | > nada
        30/04/2026 qui | o último pagamento é devolvido
        04/05/2026 seg | Ana paga 1.000,00 da 1001
        04/05/2026 seg | > Ana: entregar a carta de anuência de 1001 até 11/05/2026
    """)  # fmt: skip
    assert world.duties(date(2026, 4, 17)) == [
        "Ana: entregar a carta de anuência de 1001 até 27/04/2026 (Lei 9.492/1997, art. 26): quitada em"
        " 17/04/2026; para escrevê-la: cobranca carta gerar Ana --modelo anuencia --fatura 1001"
    ]


AGREED = f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        02/03/2026 seg | fato protesto da 1001 em 02/03/2026
        09/03/2026 seg | acordo com Ana da 1001: 2x, a primeira em 17/04/2026
        09/03/2026 seg | > nada"""


def test_an_agreement_ends_the_listing_with_its_first_instalment(folder: Path) -> None:
    """And the protest when it is fulfilled; half an instalment is none."""
    tell(folder, f"""{AGREED}
        16/04/2026 qui | entram 499,99 da ACORDO-1/1
        16/04/2026 qui | > nada
        17/04/2026 sex | entram 0,01 da ACORDO-1/1
        17/04/2026 sex | > Ana: pedir a baixa da negativação de 1001 até 27/04/2026
        22/04/2026 qua | o fato 1 acaba em 22/04/2026
        22/04/2026 qua | > nada
        18/05/2026 seg | entram 500,00 da ACORDO-1/2
        18/05/2026 seg | > Ana: entregar a carta de anuência de 1001 até 25/05/2026
        19/05/2026 ter | carta anuencia para Ana, da 1001
        19/05/2026 ter | > nada
    """)  # fmt: skip


def test_the_second_instalment_alone_ends_nothing(folder: Path) -> None:
    tell(folder, f"""{AGREED}
        16/04/2026 qui | entram 500,00 da ACORDO-1/2
        16/04/2026 qui | > nada
        17/04/2026 sex | entram 500,00 da ACORDO-1/1
        17/04/2026 sex | > Ana: pedir a baixa da negativação de 1001 até 27/04/2026
        17/04/2026 sex | > Ana: entregar a carta de anuência de 1001 até 27/04/2026
    """)  # fmt: skip


def test_a_breach_within_the_term_ends_the_duty(folder: Path) -> None:
    """Taken back, the duty is there again, with the term of the first instalment; then it is paid in full."""
    tell(folder, f"""{AGREED}
        17/04/2026 sex | entram 500,00 da ACORDO-1/1
        22/04/2026 qua | rompe o acordo
        22/04/2026 qua | > nada
        29/04/2026 qua | > nada
        04/05/2026 seg | retoma o acordo
        04/05/2026 seg | > Ana: pedir a baixa da negativação de 1001 (Súmula 548): o prazo acabou
        05/05/2026 ter | rompe o acordo
        05/05/2026 ter | > Ana: pedir a baixa da negativação de 1001 (Súmula 548): o prazo acabou
        06/05/2026 qua | entram 500,00 da 1001
        06/05/2026 qua | > Ana: pedir a baixa da negativação de 1001 (Súmula 548): o prazo acabou
        06/05/2026 qua | > Ana: entregar a carta de anuência de 1001 até 13/05/2026
    """)  # fmt: skip


def test_a_breach_without_any_payment_leaves_the_listing(folder: Path) -> None:
    """What an agreement closed is not paid, neither the title nor its instalments."""
    tell(folder, f"""{AGREED}
        25/05/2026 seg | rompe o acordo
        25/05/2026 seg | > nada
        26/05/2026 ter | Ana paga 1.000,00 da 1001
        26/05/2026 ter | > Ana: pedir a baixa da negativação de 1001 até 02/06/2026
        26/05/2026 ter | > Ana: entregar a carta de anuência de 1001 até 02/06/2026
    """)  # fmt: skip


def test_an_agreement_that_was_cancelled_is_none(folder: Path) -> None:
    """Nor does a listing from its days come off for it."""
    tell(folder, f"""
        02/03/2026 seg | {A}
        09/03/2026 seg | acordo com Ana da 1001: 2x, a primeira em 17/04/2026
        16/03/2026 seg | fato negativacao da 1001 em 13/03/2026
        16/03/2026 seg | > Ana: pedir já a baixa da negativação de 1001: foi incluída com um acordo
        23/03/2026 seg | desfaz o acordo
        23/03/2026 seg | > nada
    """)  # fmt: skip


def test_a_term_that_ends_comes_first_of_all(folder: Path) -> None:
    """Until then the list goes by value; what Ana owes beside it is still said."""
    world = tell(folder, """
        02/03/2026 seg | importa 1001 de Ana: 1.000,00, vencida em 10/11/2025
        02/03/2026 seg | importa 1002 de Ana: 50,00, vencida em 16/04/2026
        02/03/2026 seg | importa 2001 de Bia: 9.000,00, vencida em 10/11/2025
        02/03/2026 seg | importa 3001 de Cora: 80,00, vencida em 10/11/2025
        02/03/2026 seg | importa 3002 de Cora: 30,00, vencida em 10/11/2025
        16/03/2026 seg | fato negativacao da 1001 em 13/03/2026
        16/03/2026 seg | fato negativacao da 3001 em 13/03/2026
        17/04/2026 sex | Ana paga 1.000,00 da 1001
        20/04/2026 seg | Cora paga 110,00 das 3001, 3002
        28/04/2026 ter | fim
    """, Ana="documento email", Bia="documento email", Cora="documento email")  # fmt: skip
    assert standing(world, date(2026, 4, 24)) == [
        ("Bia", "R$ 9.000,00 em atraso, há até 165 dias"),
        ("Ana", "R$ 50,00 em atraso, há até 8 dias"),
        ("Cora", "nada em atraso: é um dever com prazo"),
    ]
    assert standing(world, date(2026, 4, 27)) == [
        ("Ana", "o prazo de um dever acaba hoje; R$ 50,00 em atraso, há até 11 dias"),
        ("Bia", "R$ 9.000,00 em atraso, há até 168 dias"),
        ("Cora", "nada em atraso: é um dever com prazo"),
    ]
    assert standing(world, date(2026, 4, 29)) == [
        ("Ana", "o prazo de um dever acabou em 27/04/2026; R$ 50,00 em atraso, há até 13 dias"),
        ("Cora", "o prazo de um dever acabou em 28/04/2026"),
        ("Bia", "R$ 9.000,00 em atraso, há até 170 dias"),
    ]


def standing(world: DutyWorld, on: date) -> list[tuple[str, str]]:
    """The customers of the list in its order, with why they stand there."""
    return [(work.customer.name, work.why) for work in world.morning(on).work]


def test_what_cannot_wait_says_so(folder: Path) -> None:
    world = tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        06/04/2026 seg | contesta 1001 até 24/04/2026
    """)  # fmt: skip
    why = "há um dever para já; R$ 1.000,00 em atraso, há até 147 dias"
    assert standing(world, date(2026, 4, 6)) == [("Ana", why)]


def test_duties_do_not_depend_on_the_ladder(folder: Path) -> None:
    world = tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato negativacao da 1001 em 02/03/2026
        17/04/2026 sex | Ana paga 1.000,00 da 1001
    """)  # fmt: skip
    world.settings = world.settings._replace(prevention={"regua": {"ligada": False}})
    assert len(world.duties(date(2026, 4, 17))) == 1


def test_a_name_that_a_shell_would_read_is_not_pasted(folder: Path) -> None:
    world = tell(folder, f"""
        02/03/2026 seg | {A}
        02/03/2026 seg | fato protesto da 1001 em 02/03/2026
        17/04/2026 sex | Ana paga 1.000,00 da 1001
    """)  # fmt: skip
    run(world.ledger, "UPDATE customer SET name = 'Ana Lima'")
    assert 'carta gerar "Ana Lima" --modelo' in world.duties(world.today)[0]
    run(world.ledger, "UPDATE customer SET name = 'Ana $(rm)'")
    assert "carta gerar CLIENTE --modelo" in world.duties(world.today)[0]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("SP", "a inclusão sai a partir de 13/12/2026 (20 dias em SP)."),
        ("MT", "a inclusão sai a partir de 07/01/2027 (45 dias em MT)."),
        (None, "a inclusão sai a partir de 03/12/2026 (10 dias; sem a UF no cadastro, não sei se são mais)."),
    ],
)
def test_a_listing_is_announced_by_the_state_of_the_debtor(state: str | None, said: str) -> None:
    """N03."""
    words = listing_words(date(2026, 11, 20), date(2026, 11, 23), state)
    assert words.endswith(f"Se o órgão avisar o cliente em 23/11/2026, {said}")
