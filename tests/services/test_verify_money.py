"""Layer `dinheiro`: each stored sum, spoilt by raw SQL, is found and named; a sound ledger is silent."""

from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask
from tests.services.agreement_box import Bank
from tests.services.verified import assert_sound, codes_in, damage, demo_in, found_in

PAID = "(SELECT receivable_id FROM entry WHERE kind = 'pagamento' LIMIT 1)"
FREE = "(SELECT id FROM receivable WHERE settled = 0 AND cancelled_on IS NULL AND issued IS NOT NULL LIMIT 1)"
OTHER = "(SELECT r.id FROM receivable r WHERE r.customer_id <> (SELECT customer_id FROM {}) LIMIT 1)"
PAYMENT = "(SELECT min(id) FROM movement WHERE kind = 'pagamento')"

DAMAGES = {
    "settled lowered": (f"UPDATE receivable SET settled = settled - 1 WHERE id = {PAID}", "V-QUITADO"),
    "settled raised": (f"UPDATE receivable SET settled = 100 WHERE id = {FREE}", "V-QUITADO"),
    "more settled than it is worth": (
        f"UPDATE receivable SET settled = amount + 1 WHERE id = {FREE}",
        "V-ABERTO",
    ),
    "cancelled without a fact": (
        f"UPDATE receivable SET cancelled_on = '2026-11-20' WHERE id = {FREE}",
        "V-CANCELADA",
    ),
    "a cancellation forgotten": (
        "UPDATE receivable SET cancelled_on = NULL WHERE cancelled_on IS NOT NULL",
        "V-CANCELADA",
    ),
    "charges left on an open title": (
        f"UPDATE receivable SET charges_left = 5 WHERE id = {FREE}",
        "V-ENCARGOS",
    ),
    "a title that begins too late": (
        f"UPDATE receivable SET starts_on = '2027-01-01' WHERE id = {FREE}",
        "V-INICIO",
    ),
    "a title without an issue date that begins too early": (
        f"UPDATE receivable SET issued = NULL, starts_on = '2001-01-01' WHERE id = {FREE}",
        "V-INICIO",
    ),
    "a title said to be of an import taken back": (
        f"UPDATE receivable SET void = import_id WHERE id = {FREE}",
        "V-ANULADA",
    ),
    "the holidays forgotten": ("UPDATE meta SET value = '0' WHERE key = 'calendar'", "V-VENCIMENTO"),
    "an effective due date moved": (
        f"UPDATE receivable SET due_effective = date(due_effective, '+20 days') WHERE id = {FREE}",
        "V-VENCIMENTO",
    ),
    "a payment lowered below what it paid": (
        f"UPDATE movement SET amount = 1 WHERE id = {PAYMENT}",
        "V-PAGAMENTO",
    ),
    "more used than came in": (f"UPDATE movement SET amount = 1 WHERE id = {PAYMENT}", "V-CREDITO"),
    "a payment marked reversed": (
        "INSERT INTO movement_reversal (movement_id, reversed_on, reason, recorded_at)"
        f" VALUES ({PAYMENT}, '2026-11-23', 'x', '2026-11-23T12:00:00.000Z')",
        "V-ESTORNO",
    ),
    "an entry changed": (
        "UPDATE entry SET interest = interest + 7 WHERE id = (SELECT id FROM entry WHERE kind = 'pagamento'"
        " LIMIT 1)",
        "V-LANCAMENTO",
    ),
    "an entry moved to another day": (
        "UPDATE entry SET booked_on = '2026-11-24' WHERE id = (SELECT id FROM entry WHERE kind = 'pagamento'"
        " LIMIT 1)",
        "V-LANCAMENTO",
    ),
    "an entry deleted": (
        "DELETE FROM entry WHERE id = (SELECT id FROM entry WHERE kind = 'pagamento' LIMIT 1)",
        "V-LANCAMENTO",
    ),
    "a payment on another day": (
        f"UPDATE movement SET day = '2026-10-01' WHERE id = {PAYMENT}",
        "V-LANCAMENTO",
    ),
    "a movement that makes no sense": (
        f"UPDATE movement SET components = 'nada', mode = 'x', day = 'ontem' WHERE id = {PAYMENT}",
        "V-CONTA",
    ),
    "an instalment raised": (
        "UPDATE receivable SET amount = amount + 100 WHERE id = (SELECT receivable_id FROM"
        " agreement_instalment LIMIT 1)",
        "V-ACORDO-SOMA",
    ),
    "a rate that nobody could reckon with": ("UPDATE agreement SET rate = '1e99999999'", "V-CONTA"),
    "the debt of an agreement": ("UPDATE agreement SET debt = debt + 1", "V-ACORDO-DIVIDA"),
    "a title not suspended": ("DELETE FROM entry WHERE kind = 'acordo'", "V-ACORDO-SUSPENSAO"),
    "a title in two agreements": (
        "INSERT INTO agreement SELECT id + 1, customer_id, movement_id - 1, 'ACORDO-9', signed_on, base_on,"
        " debt, charges_off, principal_off, system, rate, simple, clause, signature, policy_id, author, note,"
        " recorded_at FROM agreement",
        "INSERT INTO agreement_title SELECT agreement_id + 1, position, receivable_id, expenses, interest,"
        " fine, correction, principal FROM agreement_title",
        "V-ACORDO-DUAS-VEZES",
    ),
    "a payment on a stranger's title": (
        f"UPDATE entry SET receivable_id = {OTHER.format(f'movement WHERE id = {PAYMENT}')}"
        f" WHERE movement_id = {PAYMENT}",
        "V-OUTRO-CLIENTE",
    ),
    "a promise about a stranger's title": (
        f"INSERT INTO promise_target SELECT id, {OTHER.format('promise')} FROM promise",
        "V-OUTRO-CLIENTE",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found(name: str, tmp_path: Path) -> None:
    *statements, code = DAMAGES[name]
    ledger = demo_in(tmp_path)
    assert codes_in(ledger, "dinheiro") == set()
    damage(ledger, *statements)
    assert code in codes_in(ledger, "dinheiro")


def test_it_is_named_as_the_owner_types_it(tmp_path: Path) -> None:
    ledger = demo_in(tmp_path)
    damage(ledger, f"UPDATE receivable SET settled = settled - 1 WHERE id = {PAID}")
    ((number,),) = ask(
        ledger,
        f"SELECT number || iif(instalment = '', '', '/' || instalment) FROM receivable WHERE id = {PAID}",
    )
    (found,) = found_in(ledger, "dinheiro")
    assert found.subject == f"fatura {number}"
    assert "cobranca restaurar" in found.remedy


def test_the_charges_left_of_a_title_without_principal(tmp_path: Path) -> None:
    shop = Bank(tmp_path, "1;;Ana;2026-09-01;2026-10-01;1000,00", said="multa=2 juros=1")
    shop.pays("1000,00", "2026-11-10", "1", mode="capital")
    assert_sound(shop.ledger, shop.settings, shop.moment)
    damage(shop.ledger, "UPDATE receivable SET charges_left = charges_left - 1")
    with pytest.raises(AssertionError, match="V-ENCARGOS"):
        assert_sound(shop.ledger, shop.settings, shop.moment)


def test_terms_changed_for_days_gone_by_leave_what_was_decided(tmp_path: Path) -> None:
    """What was posted by the old terms is right; what came after is held against the new ones."""
    from tests.domain.account_notation import keys

    shop = Bank(
        tmp_path,
        "1;;Ana;2026-09-01;2026-10-01;1000,00",
        "2;;Ana;2026-09-01;2026-10-15;500,00",
        said="multa=2 juros=1",
        today="2026-11-10",
    )
    shop.pays("300,00", "2026-11-10", "1")
    shop.today = "2026-11-15"
    shop.settings = shop.settings._replace(charges={**keys("multa=0 juros=3"), "desde": "2026-09-01"})
    shop.pays("200,00", "2026-11-15", "1")
    assert_sound(shop.ledger, shop.settings, shop.moment)
    damage(
        shop.ledger, "UPDATE entry SET interest = interest + 1 WHERE movement_id = 2 AND kind = 'pagamento'"
    )
    with pytest.raises(AssertionError, match="V-LANCAMENTO"):
        assert_sound(shop.ledger, shop.settings, shop.moment)
