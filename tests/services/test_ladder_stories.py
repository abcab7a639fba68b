"""Stories of collection, a day a line; the ladder is the one that the program comes with.

D-5, D0, D+1, D+3, D+7 (a call), D+15, D+20 (notice), from D+30 on decisions; at least 48 hours between two
contacts, never on a weekend or a holiday. How a story is read: `tests/services/ladder_story.py`.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.services.ladder_story import tell
from tests.services.payment_story import RAM


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory: a story writes on hundreds of days."""
    with TemporaryDirectory(dir=RAM) as name:
        yield Path(name)


def test_who_pays_on_the_day_hears_two_friendly_words(folder: Path) -> None:
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001
        14/08/2026 sex | > enviar D0 email: 1001
        14/08/2026 sex | Ana paga 1.000,00 da 1001
        04/09/2026 sex | fim
    """)  # fmt: skip


def test_who_never_pays_goes_up_the_whole_ladder(folder: Path) -> None:
    """D-5 is a Sunday; D+1 and D+3 come together on Monday the 17th; 7 September is a holiday."""
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        21/08/2026 sex | > ligar D+7 telefone: 1001
        31/08/2026 seg | > enviar D+15 email: 1001
        03/09/2026 qui | > enviar D+20 carta: 1001
        14/09/2026 seg | > decidir D+30 carta: 1001
        28/09/2026 seg | > pular prova D+45: 1001
        13/10/2026 ter | > decidir D+60 email: 1001
        12/11/2026 qui | > decidir D+90 -: 1001
        14/12/2026 seg | > decidir D+120 -: 1001
        18/12/2026 sex | fim
    """)  # fmt: skip


def test_the_word_of_a_day_waits_when_there_was_one_the_day_before(folder: Path) -> None:
    """D0 and D+1 are a day apart: 48 hours move D+1 to the next day, and D+3 after it."""
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 1.000,00 para 17/08/2026
        12/08/2026 qua | > enviar D-5 email: 1001
        17/08/2026 seg | > enviar D0 email: 1001
        18/08/2026 ter | > pular intervalo D+1: 1001
        19/08/2026 qua | > enviar D+1 whatsapp: 1001
        20/08/2026 qui | > pular intervalo D+3: 1001
        21/08/2026 sex | > enviar D+3 email: 1001
        24/08/2026 seg | > ligar D+7 telefone: 1001
        28/08/2026 sex | fim
    """)  # fmt: skip


def test_a_promise_kept(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        18/08/2026 ter | Ana promete 1.000,00 para 28/08/2026 da 1001
        21/08/2026 sex | > pular promessa D+7: 1001
        28/08/2026 sex | > pular promessa D+7: 1001
        28/08/2026 sex | Ana paga 1.000,00 da 1001
        15/09/2026 ter | fim
    """)  # fmt: skip


def test_a_promise_broken(folder: Path) -> None:
    """It rests until the business day after; then the right step comes, not the ones that were missed."""
    world = tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        18/08/2026 ter | Ana promete 1.000,00 para 28/08/2026 da 1001
        21/08/2026 sex | > pular promessa D+7: 1001
        31/08/2026 seg | > pular promessa D+15: 1001
        01/09/2026 ter | > enviar D+15 email: 1001
        03/09/2026 qui | > enviar D+20 carta: 1001
        07/09/2026 seg | fim
    """)  # fmt: skip
    assert world.promised() == ["quebrada"]


def test_a_promise_partly_kept(folder: Path) -> None:
    world = tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | Ana promete 1.000,00 para 26/08/2026
        17/08/2026 seg | > pular promessa D+3: 1001
        25/08/2026 ter | Ana paga 400,00 da 1001
        27/08/2026 qui | > pular promessa D+7: 1001
        28/08/2026 sex | > ligar D+7 telefone: 1001
        30/08/2026 dom | fim
    """)  # fmt: skip
    assert world.promised() == ["em parte"]


def test_a_promise_paid_early_is_kept(folder: Path) -> None:
    """Fourth of the five defects of peers: ARCM calls it broken."""
    world = tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | Ana promete 1.000,00 para 28/08/2026 da 1001
        19/08/2026 qua | Ana paga 1.000,00 da 1001
        15/09/2026 ter | fim
    """)  # fmt: skip
    assert world.promised() == ["cumprida"]


def test_a_promise_for_one_invoice_leaves_the_others(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | Ana compra 1002: 500,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001, 1002
        17/08/2026 seg | Ana promete 1.000,00 para 31/08/2026 da 1001
        17/08/2026 seg | > enviar D+3 email: 1002
        17/08/2026 seg | > pular promessa D+3: 1001
        21/08/2026 sex | > ligar D+7 telefone: 1002
        31/08/2026 seg | > enviar D+15 email: 1002
        02/09/2026 qua | > enviar D+15 email: 1001
        03/09/2026 qui | > pular intervalo D+20: 1001, 1002
        04/09/2026 sex | > enviar D+20 carta: 1001, 1002
        06/09/2026 dom | fim
    """)  # fmt: skip


def test_an_old_ledger_begins_at_the_step_where_it_stands(folder: Path) -> None:
    """Never what was missed before it came: 54 days late is D+30, for D+45 asks for proof of delivery."""
    tell(folder, """
        03/08/2026 seg | importa 1001 de Ana: 1.000,00, vencida em 10/06/2026
        03/08/2026 seg | importa 1002 de Ana: 300,00, vencida em 30/07/2026
        03/08/2026 seg | importa 1003 de Bia: 80,00, vencida em 10/06/2026
        03/08/2026 seg | > decidir D+30 carta: 1001
        03/08/2026 seg | > enviar D+20 carta: 1003
        03/08/2026 seg | > pular decisao D+3: 1002
        04/08/2026 ter | > enviar D+3 email: 1002
        06/08/2026 qui | > ligar D+7 telefone: 1002
        10/08/2026 seg | > decidir D+60 email: 1001
        10/08/2026 seg | > decidir D+60 email: 1003
        12/08/2026 qua | fim
    """, Ana="documento email telefone carta", Bia="documento email telefone carta")  # fmt: skip


def test_a_week_without_the_program_is_caught_up_with_one_step(folder: Path) -> None:
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001
        13/08/2026 qui | o programa fica parado até 24/08/2026
        24/08/2026 seg | > ligar D+7 telefone: 1001
        31/08/2026 seg | > enviar D+15 email: 1001
        02/09/2026 qua | fim
    """)  # fmt: skip


def test_carnival(folder: Path) -> None:
    """Monday and Tuesday are no business days: D+1 and D+3 come on Ash Wednesday, one word for both."""
    tell(folder, """
        25/01/2027 seg | Ana compra 1001: 1.000,00 para 05/02/2027
        25/01/2027 seg | Bia compra 2001: 1.000,00 para 08/02/2027
        29/01/2027 sex | > enviar D-5 email: 1001
        05/02/2027 sex | > enviar D-5 email: 2001
        05/02/2027 sex | > enviar D0 email: 1001
        10/02/2027 qua | > enviar D+3 email: 1001
        10/02/2027 qua | > enviar D0 email: 2001
        12/02/2027 sex | > ligar D+7 telefone: 1001
        12/02/2027 sex | > enviar D+1 whatsapp: 2001
        14/02/2027 dom | fim
    """, Ana="documento email telefone carta", Bia="documento email telefone carta")  # fmt: skip


def test_20_november_and_a_weekend(folder: Path) -> None:
    """Due on the holiday itself, 1002 falls due on Monday the 23rd."""
    tell(folder, """
        03/11/2026 ter | Ana compra 1001: 1.000,00 para 19/11/2026
        03/11/2026 ter | Bia compra 2001: 1.000,00 para 20/11/2026
        13/11/2026 sex | > enviar D-5 email: 1001
        18/11/2026 qua | > enviar D-5 email: 2001
        19/11/2026 qui | > enviar D0 email: 1001
        23/11/2026 seg | > enviar D+3 email: 1001
        23/11/2026 seg | > enviar D0 email: 2001
        25/11/2026 qua | > enviar D+1 whatsapp: 2001
        26/11/2026 qui | > ligar D+7 telefone: 1001
        26/11/2026 qui | > pular intervalo D+3: 2001
        27/11/2026 sex | > enviar D+3 email: 2001
        29/11/2026 dom | fim
    """, Ana="documento email telefone carta", Bia="documento email telefone carta")  # fmt: skip


def test_christmas(folder: Path) -> None:
    """The 24th is a business day, but only a day after D0; then come the holiday and a weekend."""
    tell(folder, """
        10/12/2026 qui | Ana compra 1001: 1.000,00 para 23/12/2026
        18/12/2026 sex | > enviar D-5 email: 1001
        23/12/2026 qua | > enviar D0 email: 1001
        24/12/2026 qui | > pular intervalo D+1: 1001
        25/12/2026 sex | > pular janela D+1: 1001
        28/12/2026 seg | > enviar D+3 email: 1001
        30/12/2026 qua | > ligar D+7 telefone: 1001
        07/01/2027 qui | > enviar D+15 email: 1001
        10/01/2027 dom | fim
    """)  # fmt: skip


def test_all_invoices_of_a_customer_in_one_word(folder: Path) -> None:
    """The one about to fall due rides along, at the highest step; 48 hours move the others together."""
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
        03/08/2026 seg | Ana compra 1002: 500,00 para 14/08/2026
        03/08/2026 seg | Ana compra 1003: 200,00 para 21/08/2026
        03/08/2026 seg | Ana compra 1004: 100,00 para 24/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001, 1002
        14/08/2026 sex | > enviar D0 email: 1001, 1002, 1003
        17/08/2026 seg | > enviar D+3 email: 1001, 1002
        19/08/2026 qua | > enviar D-5 email: 1004
        21/08/2026 sex | > ligar D+7 telefone: 1001, 1002, 1003
        24/08/2026 seg | > enviar D+3 email: 1003, 1004
        26/08/2026 qua | > enviar D+1 whatsapp: 1004
        27/08/2026 qui | > pular intervalo D+3: 1004
        28/08/2026 sex | > ligar D+7 telefone: 1003, 1004
        31/08/2026 seg | > enviar D+15 email: 1001, 1002, 1004
        31/08/2026 seg | fim
    """)  # fmt: skip


def test_who_pays_between_two_runs_hears_no_more(folder: Path) -> None:
    """The plan of the evening before named him; the run of the morning does not."""
    world = tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | Ana compra 1002: 500,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001, 1002
        17/08/2026 seg | Ana paga 1.000,00 da 1001
        17/08/2026 seg | > enviar D+3 email: 1002
        18/08/2026 ter | Ana paga 500,00 da 1002
        15/09/2026 ter | fim
    """)  # fmt: skip
    assert world.letters() == ["2026-08-14 1001, 1002", "2026-08-17 1002"]


def test_a_payment_taken_back_brings_the_ladder_back_without_a_step_twice(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        18/08/2026 ter | Ana paga 1.000,00 da 1001
        20/08/2026 qui | o último pagamento é devolvido
        21/08/2026 sex | > ligar D+7 telefone: 1001
        24/08/2026 seg | Ana paga 1.000,00 da 1001
        07/09/2026 seg | o último pagamento é devolvido
        07/09/2026 seg | > pular janela D+20: 1001
        08/09/2026 ter | > enviar D+20 carta: 1001
        10/09/2026 qui | fim
    """)  # fmt: skip


def test_what_is_prescribed_is_not_asked_for(folder: Path) -> None:
    """Five years after 20 August 2021 (Código Civil, art. 206, § 5º, I)."""
    tell(folder, """
        17/08/2026 seg | importa 1001 de Ana: 1.000,00, vencida em 20/08/2021
        17/08/2026 seg | o programa fica parado até 21/08/2026
        21/08/2026 sex | > pular prescrita D+120: 1001
        31/08/2026 seg | fim
    """)  # fmt: skip
