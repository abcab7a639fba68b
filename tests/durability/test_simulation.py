"""A year of a business with its faults: what `simulation` plays, by seeds kept, and by a new one each time.

Small: 30 days a seed, in which what is rare happens twice as often. Large (`COBRANCA_DEMORADO=1`): 20 new
seeds of 400 days. A seed that failed is printed with the command that plays it again, and then stands in
`KEPT`.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable

import pytest
from tests.durability.harness import LARGE
from tests.durability.simulation import play
from tests.durability.year_mishaps import Surroundings
from tests.services.test_payment_mutants import no_idempotency, no_transaction, reversals_reach_back

from cobranca_cli.ledger import erasure, raw, restoring
from cobranca_cli.services import backup, person_erasure, restore, run_ladder, undo_import, undo_ladder

KEPT = (4,)
"""Seeds that failed once; what must happen in a year happens in this one, whatever the new seeds bring."""
DAYS = 400 if LARGE else 30
NEW = tuple(time.time_ns() // 1000 % 2**32 + number for number in range(20 if LARGE else 1))
Patch = pytest.MonkeyPatch


def test_a_year_adds_up() -> None:
    happened: Counter[str] = Counter()
    for seed in (*KEPT, *NEW):
        happened += play(seed, DAYS, 1 if LARGE else 2)
    deeds = {"sells", "is paid", "takes back", "promises", "agrees", "pauses", "runs", "copies", "restores"}
    deeds |= {"undoes regua", "comes", "forgets", "forgets E-TITULAR", "runs E-ENVIOS-PARADOS", "releases"}
    faults = {"power failed", "waited in vain", "disk full"}
    assert (deeds | faults) - happened.keys() == set(), "the years were not eventful"


def late_lock(patch: Patch) -> None:
    """The lock is taken when something is written, and what was read before may have changed."""
    whole = raw.Patient.execute

    def execute(self: raw.Patient, sql: str, *values: object) -> object:
        return whole(self, "BEGIN" if sql == "BEGIN IMMEDIATE" else sql, *values)

    patch.setattr(raw.Patient, "execute", execute)


def half_done(patch: Patch) -> None:
    """Every statement stands by itself, and only what a failure leaves behind tells so."""
    no_transaction(patch)
    patch.setattr(Surroundings, "watch", lambda *_: None)


def steps_forgotten(patch: Patch) -> None:
    """The ladder does not keep what it did: every run of a day does it again."""
    keep = run_ladder.record_action

    def forgets(transaction, run, day, action, moment):  # type: ignore[no-untyped-def]
        return keep(transaction, run, day, action._replace(titles=()), moment)

    patch.setattr(run_ladder, "record_action", forgets)


def undone_run_counts(patch: Patch) -> None:
    """A run that was taken back is noted in the history alone."""
    patch.setattr(undo_ladder, "withdraw_run", lambda transaction, run, reason, moment: transaction.record(
        "regua_desfeita", {"execucao": run}, moment.instant))  # fmt: skip


def undone_import_stays(patch: Patch) -> None:
    """An import that was taken back leaves its invoices."""
    patch.setattr(undo_import, "cancel_batch", lambda *_: None)


def name_stays(patch: Patch) -> None:
    """The name by which a customer is looked for survives him."""
    patch.setattr(erasure, "_OF_CUSTOMER", erasure._OF_CUSTOMER.replace("name_key = :key, ", ""))


def salt_stays(patch: Patch) -> None:
    """What is left of the words can be guessed: only `verificar` sees it."""
    whole = erasure.erase_person

    def erase(transaction, customer, *more):  # type: ignore[no-untyped-def]
        salt = transaction.connection.execute("SELECT * FROM person_salt WHERE customer_id = ?", (customer,))
        rows = salt.fetchall()
        done = whole(transaction, customer, *more)
        transaction.connection.executemany("INSERT INTO person_salt VALUES (?, ?)", rows)
        return done

    patch.setattr(person_erasure, "erase_person", erase)


def stale_copies(patch: Patch) -> None:
    """A copy is that of the day before."""
    whole = backup.copy_to_file

    def copy_to_file(source, ledger, target):  # type: ignore[no-untyped-def]
        found = whole(source, ledger, target)
        if older := sorted(target.parent.glob("livro-*.db")):
            shutil.copy(older[-1], target)
        return found

    patch.setattr(backup, "copy_to_file", copy_to_file)


def journal_stays(patch: Patch) -> None:
    """A journal of the old ledger is left beside the restored one."""
    patch.setattr(restoring, "SIDE_FILES", ())


def heads_stay(patch: Patch) -> None:
    """What was anchored before a restore still binds: only `verificar` sees it."""
    patch.setattr(restore, "anchor", lambda *_: True)


def not_frozen(patch: Patch) -> None:
    """The ladder goes on after a restore."""
    patch.setattr(run_ladder, "refuse_frozen", lambda _: None)


MUTANTS = (
    half_done,
    no_idempotency,
    reversals_reach_back,
    late_lock,
    steps_forgotten,
    undone_run_counts,
    undone_import_stays,
    name_stays,
    salt_stays,
    stale_copies,
    journal_stays,
    heads_stay,
    not_frozen,
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_year_sees_it(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    with pytest.raises(AssertionError, match="again: python"):
        for seed in (5, 1, 4, 6, 2, 3):
            play(seed, 30, often=4)


def test_a_seed_plays_the_same_year() -> None:
    assert play(7, 6, 4) == play(7, 6, 4)
