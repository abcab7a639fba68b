"""A customer who is not found: the message goes to logs and cron's mail, which may not name him."""

from pathlib import Path

import pytest
from tests.importing.bench import new_ledger

from cobranca_cli.errors import NotFoundError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.customers import find_customer


@pytest.mark.parametrize("typed", ["529.982.247-25", "ana.lima@exemplo.com.br", "(11) 98888-7777"])
def test_the_message_does_not_repeat_what_was_typed_whole(tmp_path: Path, typed: str) -> None:
    connection = open_for_reading(new_ledger(tmp_path)).connection
    with pytest.raises(NotFoundError) as raised:
        find_customer(connection, typed)
    connection.close()
    assert typed not in raised.value.message
    assert "não encontrei o cliente '" in raised.value.message
