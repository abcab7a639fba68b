"""Stories of customers who are left in peace: pauses, disputes, wishes, words that must be believed.

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


def test_a_pause_resumes_by_itself(folder: Path) -> None:
    """Through Friday, the 4th; then come a weekend and a holiday, and the right step."""
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        18/08/2026 ter | pausa Ana até 04/09/2026
        21/08/2026 sex | > pular pausa D+7: 1001
        04/09/2026 sex | > pular pausa D+20: 1001
        05/09/2026 sáb | > pular janela D+20: 1001
        08/09/2026 ter | > enviar D+20 carta: 1001
        10/09/2026 qui | fim
    """)  # fmt: skip


def test_a_pause_ended_early(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | pausa Ana até 30/09/2026
        17/08/2026 seg | > pular pausa D+3: 1001
        19/08/2026 qua | encerra a pausa
        19/08/2026 qua | > enviar D+3 email: 1001
        20/08/2026 qui | fim
    """)  # fmt: skip


def test_a_dispute_of_one_invoice_of_three(folder: Path) -> None:
    """Its letter never names the one in dispute, nor does another count it."""
    world = tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | Ana compra 1002: 500,00 para 14/08/2026
        14/08/2026 sex | Ana compra 1003: 200,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001, 1002, 1003
        17/08/2026 seg | contesta 1002 até 31/08/2026
        17/08/2026 seg | > enviar D+3 email: 1001, 1003
        17/08/2026 seg | > pular contestacao D+3: 1002
        21/08/2026 sex | > ligar D+7 telefone: 1001, 1003
        31/08/2026 seg | > enviar D+15 email: 1001, 1003
        31/08/2026 seg | > pular contestacao D+15: 1002
        01/09/2026 ter | > pular intervalo D+15: 1002
        02/09/2026 qua | > enviar D+15 email: 1002
        04/09/2026 sex | > enviar D+20 carta: 1001, 1002, 1003
        06/09/2026 dom | fim
    """)  # fmt: skip
    assert world.letters()[1:3] == ["2026-08-17 1001, 1003", "2026-08-31 1001, 1003"]
    assert world.others() == [0, 0, 0, 2, 0]


def test_who_wants_no_e_mail_is_reached_otherwise(folder: Path) -> None:
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001
        10/08/2026 seg | Ana não quer email
        14/08/2026 sex | > enviar D0 whatsapp: 1001
        17/08/2026 seg | > enviar D+3 whatsapp: 1001
        18/08/2026 ter | Ana não quer telefone
        18/08/2026 ter | Ana não quer whatsapp
        21/08/2026 sex | > pular canal D+7: 1001
        31/08/2026 seg | > enviar D+15 carta: 1001
        02/09/2026 qua | fim
    """)  # fmt: skip


def test_48_hours_after_any_contact_that_reached_her(folder: Path) -> None:
    """She was reached on Sunday; a call that nobody answered does not count, a letter does."""
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        16/08/2026 dom | contato com Ana por whatsapp: falou
        17/08/2026 seg | > pular intervalo D+3: 1001
        17/08/2026 seg | contato com Ana por telefone: nao-atendeu
        18/08/2026 ter | > enviar D+3 email: 1001
        20/08/2026 qui | contato com Ana por email: respondeu
        21/08/2026 sex | > pular intervalo D+7: 1001
        24/08/2026 seg | > ligar D+7 telefone: 1001
        25/08/2026 ter | contato com Ana por telefone: nao-atendeu
        26/08/2026 qua | fim
    """)  # fmt: skip


def test_who_says_that_she_has_paid_is_believed_for_two_business_days(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        14/08/2026 sex | contato com Ana por whatsapp: ja-pagou
        17/08/2026 seg | > pular compensacao D+3: 1001
        18/08/2026 ter | > pular compensacao D+3: 1001
        19/08/2026 qua | > enviar D+3 email: 1001
        20/08/2026 qui | fim
    """)  # fmt: skip


def test_a_conversation_is_the_call_that_the_ladder_asks_for(folder: Path) -> None:
    """On its day or later, by whoever began it; the day before it is not, nor is a call nobody answered."""
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | Bia compra 2001: 1.000,00 para 14/08/2026
        14/08/2026 sex | Caio compra 3001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        14/08/2026 sex | > enviar D0 email: 2001
        14/08/2026 sex | > enviar D0 email: 3001
        17/08/2026 seg | > enviar D+3 email: 1001
        17/08/2026 seg | > enviar D+3 email: 2001
        17/08/2026 seg | > enviar D+3 email: 3001
        20/08/2026 qui | contato com Ana por telefone: falou
        21/08/2026 sex | contato com Bia por telefone: falou
        21/08/2026 sex | contato com Caio por telefone: nao-atendeu
        21/08/2026 sex | > pular intervalo D+7: 1001
        21/08/2026 sex | > ligar D+7 telefone: 3001
        24/08/2026 seg | > ligar D+7 telefone: 1001
        31/08/2026 seg | > enviar D+15 email: 1001
        31/08/2026 seg | > enviar D+15 email: 2001
        31/08/2026 seg | > enviar D+15 email: 3001
        01/09/2026 ter | fim
    """, Ana="email telefone", Bia="email telefone", Caio="email telefone")  # fmt: skip


def test_no_third_call_in_a_week(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        19/08/2026 qua | contato com Ana por telefone: nao-atendeu
        20/08/2026 qui | contato com Ana por telefone: nao-atendeu
        21/08/2026 sex | > pular telefone D+7: 1001
        25/08/2026 ter | > pular telefone D+7: 1001
        26/08/2026 qua | > ligar D+7 telefone: 1001
        27/08/2026 qui | fim
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("why", "kind"),
    [
        ("faleceu", "falecimento"),
        ("faliu", "insolvencia"),
        ("está superendividada", "superendividamento"),
        ("nunca se cobra", "nunca"),
    ],
)
def test_what_stops_the_ladder_for_good(why: str, kind: str, folder: Path) -> None:
    tell(folder, f"""
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | Ana {why}
        17/08/2026 seg | Ana compra 1002: 500,00 para 24/08/2026
        17/08/2026 seg | > pular {kind} D+3: 1001
        19/08/2026 qua | > pular {kind} D+3: 1001, 1002
        20/08/2026 qui | o programa fica parado até 14/10/2026
        14/10/2026 qua | > pular {kind} D+60: 1001, 1002
        16/10/2026 sex | fim
    """)  # fmt: skip


def test_an_invoice_cancelled_is_not_asked_for(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | cancela 1001
        24/08/2026 seg | fim
    """)  # fmt: skip


def test_credit_that_covers_the_debt_speaks_for_her(folder: Path) -> None:
    """She paid 300,00 too much for 1001; while that covers what is overdue, nothing is asked for."""
    tell(folder, """
        10/08/2026 seg | Ana compra 1001: 1.000,00 para 14/08/2026
        10/08/2026 seg | > enviar D-5 email: 1001
        11/08/2026 ter | Ana paga 1.300,00 da 1001
        12/08/2026 qua | Ana compra 1002: 300,00 para 17/08/2026
        12/08/2026 qua | > pular credito D-5: 1002
        17/08/2026 seg | > pular credito D0: 1002
        18/08/2026 ter | Ana compra 1003: 50,00 para 18/08/2026
        18/08/2026 ter | > pular credito D+1: 1002, 1003
        19/08/2026 qua | > enviar D+1 whatsapp: 1002, 1003
        20/08/2026 qui | fim
    """)  # fmt: skip


def test_what_she_was_right_about_waits_until_it_is_mended(folder: Path) -> None:
    """CDC art. 42: what is not owed is not asked for, neither in the meantime."""
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | contesta 1001 até 31/08/2026
        19/08/2026 qua | a contestação é procedente
        19/08/2026 qua | > pular corrigir D+3: 1001
        02/09/2026 qua | > pular corrigir D+15: 1001
        03/09/2026 qui | cancela 1001
        05/09/2026 sáb | fim
    """)  # fmt: skip


def test_what_she_was_wrong_about_goes_on(folder: Path) -> None:
    tell(folder, """
        14/08/2026 sex | Ana compra 1001: 1.000,00 para 14/08/2026
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | contesta 1001 até 31/08/2026
        19/08/2026 qua | a contestação é improcedente
        19/08/2026 qua | > enviar D+3 email: 1001
        20/08/2026 qui | fim
    """)  # fmt: skip
