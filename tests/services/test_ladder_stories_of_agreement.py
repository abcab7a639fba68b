"""Stories of agreements: the ladder leaves what they hold, and goes on with their instalments by itself."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.services.ladder_story import tell
from tests.services.payment_story import RAM


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=RAM) as name:
        yield Path(name)


def test_what_is_agreed_rests_and_the_instalments_have_a_ladder_of_their_own(folder: Path) -> None:
    """D+7 of the invoice is a call; after it she agrees to three instalments, and pays each in time."""
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 900,00 para 14/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        21/08/2026 sex | > ligar D+7 telefone: 1001
        21/08/2026 sex | contato com Ana por telefone: pede-prazo
        24/08/2026 seg | Ana firma acordo da 1001 em 3 vezes a partir de 10/09/2026
        31/08/2026 seg | > pular acordo D+15: 1001
        04/09/2026 sex | > enviar D-5 email: ACORDO-1/1
        10/09/2026 qui | > enviar D0 email: ACORDO-1/1
        10/09/2026 qui | Ana paga 300,00
        08/10/2026 qui | > enviar D-5 email: ACORDO-1/2
        09/10/2026 sex | Ana paga 300,00 da ACORDO-1/2
        05/11/2026 qui | > enviar D-5 email: ACORDO-1/3
        10/11/2026 ter | > enviar D0 email: ACORDO-1/3
        10/11/2026 ter | Ana paga 300,00
        31/12/2026 qui | fim
    """)  # fmt: skip


def test_broken_the_invoice_goes_on_where_it_was_and_taken_up_it_rests_again(folder: Path) -> None:
    """The invoice had its D+7; broken on the day 52 it is at D+45, which nothing proves, and then at D+30.

    On a step that was passed over nobody comes back; taken up again, the instalments go on with theirs.
    """
    tell(folder, """
        03/08/2026 seg | Ana compra 1001: 900,00 para 14/08/2026
        07/08/2026 sex | > enviar D-5 email: 1001
        14/08/2026 sex | > enviar D0 email: 1001
        17/08/2026 seg | > enviar D+3 email: 1001
        21/08/2026 sex | > ligar D+7 telefone: 1001
        24/08/2026 seg | Ana firma acordo da 1001 em 2 vezes a partir de 10/09/2026
        04/09/2026 sex | > enviar D-5 email: ACORDO-1/1
        10/09/2026 qui | > enviar D0 email: ACORDO-1/1
        14/09/2026 seg | > enviar D+3 email: ACORDO-1/1
        17/09/2026 qui | > ligar D+7 telefone: ACORDO-1/1
        25/09/2026 sex | > enviar D+15 email: ACORDO-1/1
        30/09/2026 qua | > enviar D+20 carta: ACORDO-1/1
        05/10/2026 seg | rompe o acordo
        05/10/2026 seg | > decidir D+30 carta: 1001
        06/10/2026 ter | retoma o acordo
        07/10/2026 qua | > pular acordo D+45: 1001
        08/10/2026 qui | > enviar D-5 email: ACORDO-1/2
        08/10/2026 qui | Ana paga 900,00
        13/11/2026 sex | fim
    """)  # fmt: skip
