"""Layer `regua`: a step too early, too late, twice or in spite of something, and letters that changed."""

from pathlib import Path

import pytest
from tests.services.verified import codes_in, damage, demo_in

SENT = "(SELECT id FROM dunning_action WHERE kind = 'enviar' LIMIT 1)"
CLAIM = (
    "(SELECT k.receivable_id FROM dunning_claim k JOIN receivable r ON r.id = k.receivable_id"
    " WHERE r.settled = 0 LIMIT 1)"
)
WHOSE = f"(SELECT customer_id FROM receivable WHERE id = {CLAIM})"
LONG_AGO = "'2026-10-01T12:00:00.000Z'"
HOLD = "INSERT INTO hold (customer_id, receivable_id, kind, value, since, until, reason, recorded_at) VALUES"

DAMAGES = {
    "a step before its day": (
        f"UPDATE dunning_claim SET step = 'D+900' WHERE receivable_id = {CLAIM}",
        "V-DEGRAU-CEDO",
    ),
    "a step on another day than its run": (
        f"UPDATE dunning_claim SET day = '2026-11-24' WHERE receivable_id = {CLAIM}",
        "V-DEGRAU-DIA",
    ),
    "a step of what was paid": (
        "INSERT INTO entry (movement_id, receivable_id, kind, value_on, booked_on, expenses, interest, fine,"
        " correction, principal, recorded_at) SELECT 1, id, 'pagamento', '2026-10-01', '2026-10-01', 0, 0, 0,"
        f" 0, amount, {LONG_AGO} FROM receivable WHERE id = {CLAIM}",
        "V-DEGRAU-PAGA",
    ),
    "a step of what was cancelled": (
        "INSERT INTO cancellation (receivable_id, cancelled_on, reason, recorded_at)"
        f" VALUES ({CLAIM}, '2026-10-01', 'x', {LONG_AGO})",
        "V-DEGRAU-CANCELADA",
    ),
    "during a pause of the title": (
        f"{HOLD} ({WHOSE}, {CLAIM}, 'pausa', NULL, '2026-11-01', '2026-12-01', 'x', {LONG_AGO})",
        "V-DEGRAU-PAUSA",
    ),
    "of somebody who is never collected from": (
        f"{HOLD} ({WHOSE}, NULL, 'nunca', NULL, '2026-11-01', NULL, 'x', {LONG_AGO})",
        "V-DEGRAU-PAUSA",
    ),
    "a step that is not for him": (
        f"{HOLD} ({WHOSE}, NULL, 'degrau', (SELECT step FROM dunning_claim WHERE receivable_id = {CLAIM}),"
        f" '2026-11-01', NULL, 'x', {LONG_AGO})",
        "V-DEGRAU-PAUSA",
    ),
    "of a title in an agreement": (
        f"UPDATE agreement SET recorded_at = {LONG_AGO}, signed_on = '2026-10-01'",
        f"INSERT INTO agreement_title SELECT id, 99, {CLAIM}, 0, 0, 0, 0, 0 FROM agreement",
        "V-DEGRAU-ACORDO",
    ),
    "an action about nothing": (f"DELETE FROM dunning_claim WHERE action_id = {SENT}", "V-ACAO-SEM-FATURA"),
    "a letter gone": (f"UPDATE letter SET action_id = NULL WHERE action_id = {SENT}", "V-SEM-CARTA"),
    "two letters of an action": (
        f"UPDATE letter SET action_id = {SENT} WHERE origin = 'regua'",
        "V-CARTA-REPETIDA",
    ),
    "a letter with other words": (
        "UPDATE letter SET body = body || ' ou então' WHERE id = (SELECT min(id) FROM letter)",
        "V-CARTA",
    ),
    "a step taken twice": (
        "CREATE TABLE c AS SELECT * FROM dunning_claim",
        "DROP TABLE dunning_claim",
        "CREATE TABLE dunning_claim (receivable_id, step, action_id, day)",
        "INSERT INTO dunning_claim SELECT * FROM c",
        "INSERT INTO dunning_claim SELECT * FROM c LIMIT 1",
        "DROP TABLE c",
        "V-DEGRAU-REPETIDO",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found(name: str, tmp_path: Path) -> None:
    *statements, code = DAMAGES[name]
    ledger = demo_in(tmp_path)
    assert codes_in(ledger, "regua") == set()
    damage(ledger, *statements)
    assert code in codes_in(ledger, "regua")


def test_what_the_run_could_not_know_is_not_held_against_it(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    later = "'2027-10-01T12:00:00.000Z'"
    damage(
        ledger,
        f"{HOLD} ({WHOSE}, {CLAIM}, 'pausa', NULL, '2026-11-01', '2026-12-01', 'x', {later})",
        "INSERT INTO cancellation (receivable_id, cancelled_on, reason, recorded_at)"
        f" VALUES ({CLAIM}, '2026-11-23', 'x', {later})",
    )
    assert codes_in(ledger, "regua") == set()
