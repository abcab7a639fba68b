"""What is a fact in each table: what no statement may change, what a person's erasure may take out.

Triggers (`step_7`) refuse the change, seals (`seals`) find it where the triggers were got round, erasure
(`erasure`) takes out the words. A table is here or in `UNSEALED`; a test says so. A new step that makes a
table adds it to `FACT_TABLES` and runs `guards` on it; one that makes a table anew under its name keeps the
ids and the values, and runs `guards` again, because the triggers go with the old table. A new column of a
sealed table is not covered by the seals that are there: it belongs into a table of its own.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Child(NamedTuple):
    """Rows without a number of their own; they are facts of the row that they belong to.

    `columns` begins with what orders the rows of one parent.
    """

    table: str
    parent: str
    columns: tuple[str, ...]


class FactTable(NamedTuple):
    """A table whose rows are facts.

    Attributes:
        facts: columns that never change; numbers, days, words of a fixed list, names of invoices.
        personal: columns that may hold what identifies a person, each with what erasure leaves in it.
        owner: SQL for the id of the customer whom a row is about; below zero or 0 for the ledger's own.
        children: the tables of the rows that belong to each of these.
    """

    facts: tuple[str, ...]
    personal: Mapping[str, str | None] = {}
    owner: str = "customer_id"
    children: tuple[Child, ...] = ()


GONE = "(apagado)"
"""What is left of a text that must not be empty."""

NO_HASH = "0" * 64
"""What is left of a hash over personal data: with everything else known, it would tell a guess apart."""

NO_CONTENT = "{}"
"""What is left of the JSON that something was made from: it cannot be made again."""

_OF_TITLE = "(SELECT customer_id FROM receivable WHERE id = t.receivable_id)"


def _of(table: str, key: str) -> str:
    return f"(SELECT customer_id FROM {table} WHERE id = t.{key})"


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def guards(table: str, each: FactTable) -> tuple[str, ...]:
    """The triggers of a table: no row goes, no fact changes, and words only to what erasure leaves.

    Erasure has kept the commitment of the row before, so that its seal still verifies. `rowid` and its
    other names are columns too. REPLACE deletes what it replaces, and `recursive_triggers` is on.
    """
    made = [
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
        f" BEGIN SELECT raise(ABORT, '{table}: no delete'); END",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {', '.join((*_ROWID, *each.facts))} ON {table}"
        f" BEGIN SELECT raise(ABORT, '{table}: no update'); END",
    ]
    if each.personal:
        left = " AND ".join(f"NEW.{name} IS {left_of(name, rest)}" for name, rest in each.personal.items())
        made.append(
            f"CREATE TRIGGER {table}_only_erasure BEFORE UPDATE OF {', '.join(each.personal)} ON {table}"
            f" WHEN NOT ({left} AND EXISTS (SELECT 1 FROM erased_text"
            f" WHERE table_name = '{table}' AND row_id = OLD.id))"
            f" BEGIN SELECT raise(ABORT, '{table}: only erasure'); END"
        )
    for child in each.children:
        made += child_guards(child.table)
    return tuple(made)


def child_guards(table: str) -> tuple[str, ...]:
    """The triggers of a table whose rows belong to those of another: nothing of them ever changes."""
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT raise(ABORT, '{table}: no {verb.lower()}'); END"
        for verb in ("DELETE", "UPDATE")
    )


def left_of(column: str, rest: str | None, row: str = "OLD") -> str:
    """SQL for what erasure leaves in a column of `row`."""
    return "NULL" if rest is None else f"iif({row}.{column} IS NULL, NULL, '{rest}')"


_ROWID = ("id", "rowid", "oid", "_rowid_")

FACT_TABLES: Mapping[str, FactTable] = {
    # The name of a file may be a person's: each has a salt of its own, whose number is below zero.
    "import_batch": FactTable(
        _columns("kind sha256 profile imported_on recorded_at"), {"file_name": GONE}, "-t.id"
    ),
    # Not here, because they follow from other facts: due_effective, starts_on, settled, charges_left,
    # cancelled_on, void.
    "receivable": FactTable(
        _columns("customer_id number instalment issued due amount category import_id import_line"),
        {"description": None},
    ),
    "cancellation": FactTable(
        _columns("receivable_id cancelled_on recorded_at"), {"reason": GONE}, _OF_TITLE
    ),
    "movement": FactTable(
        _columns(
            "kind customer_id day amount mode components form horizon import_id import_line recorded_at"
        ),
        {"key": None, "reason": None, "author": None},
        children=(Child("movement_target", "movement_id", ("position", "receivable_id")),),
    ),
    "movement_reversal": FactTable(
        _columns("movement_id reversed_on recorded_at"), {"reason": GONE}, _of("movement", "movement_id")
    ),
    "entry": FactTable(
        _columns(
            "movement_id receivable_id kind value_on booked_on expenses interest fine correction principal"
            " recorded_at"
        ),
    ),
    "charge_terms": FactTable(
        _columns("customer_id receivable_id since content recorded_at"),
        {"reason": None},
        f"coalesce(t.customer_id, {_OF_TITLE}, 0)",
    ),
    "index_value": FactTable(_columns("series month percent import_id recorded_at")),
    "legal_fact": FactTable(
        _columns("receivable_id kind day reverses recorded_at"), {"note": None}, _OF_TITLE
    ),
    "policy": FactTable(_columns("sha256 content recorded_at")),
    "dunning_run": FactTable(_columns("day policy_id recorded_at")),
    "dunning_action": FactTable(
        _columns("run_id customer_id day step kind channel template total recorded_at"),
        {"reason": GONE},
        children=(Child("dunning_claim", "action_id", ("receivable_id", "step", "day")),),
    ),
    "dunning_decision": FactTable(
        _columns("action_id day verdict recorded_at"),
        {"reason": None, "author": None},
        _of("dunning_action", "action_id"),
    ),
    # What stays of a letter: that one of this template went out, when, how, and for how much.
    "letter": FactTable(
        _columns("customer_id day origin action_id template template_sha256 channel total recorded_at"),
        {"recipient": None, "subject": GONE, "body": GONE, "sha256": NO_HASH, "content": NO_CONTENT},
        children=(Child("letter_target", "letter_id", ("receivable_id",)),),
    ),
    "payment_slip": FactTable(
        _columns("receivable_id kind booked_on import_id recorded_at"), {"content": None}, _OF_TITLE
    ),
    "contact": FactTable(
        _columns("customer_id day booked_on channel outcome received next_on letter_id reverses recorded_at"),
        {"note": None, "next_action": None, "author": None},
        children=(Child("contact_target", "contact_id", ("receivable_id",)),),
    ),
    "promise": FactTable(
        _columns("customer_id amount day made_on booked_on contact_id recorded_at"),
        {"note": None, "author": None},
        children=(Child("promise_target", "promise_id", ("receivable_id",)),),
    ),
    "promise_withdrawal": FactTable(
        _columns("promise_id withdrawn_on recorded_at"), {"reason": GONE}, _of("promise", "promise_id")
    ),
    "hold": FactTable(
        _columns("customer_id receivable_id kind value since until recorded_at"),
        {"reason": GONE, "author": None},
    ),
    "hold_end": FactTable(_columns("hold_id ended_on recorded_at"), {"reason": GONE}, _of("hold", "hold_id")),
    "agreement": FactTable(
        _columns(
            "customer_id movement_id number signed_on base_on debt charges_off principal_off system rate"
            " simple clause signature policy_id recorded_at"
        ),
        {"author": None, "note": None},
        children=(
            Child(
                "agreement_title",
                "agreement_id",
                _columns("position receivable_id expenses interest fine correction principal"),
            ),
            Child(
                "agreement_instalment",
                "agreement_id",
                _columns("position receivable_id interest amortisation"),
            ),
        ),
    ),
    "agreement_breach": FactTable(_columns("agreement_id movement_id day clause recorded_at")),
    "customer_fact": FactTable(
        _columns("customer_id kind told_on import_id recorded_at"), {"value": None, "source": None}
    ),
    "guarantee": FactTable(_columns("customer_id amount since expires recorded_at"), {"what": GONE}),
    "guarantee_end": FactTable(
        _columns("guarantee_id ended_on recorded_at"), {"reason": GONE}, _of("guarantee", "guarantee_id")
    ),
    "bureau_report": FactTable(
        _columns("customer_id source model score restrictions day booked_on recorded_at"), {"note": None}
    ),
    "credit_limit": FactTable(
        _columns("customer_id component amount since expires recorded_at"), {"reason": GONE, "author": None}
    ),
    "credit_decision": FactTable(
        _columns("customer_id day amount verdict released policy_id recorded_at"),
        {"reason": GONE, "author": None, "content": NO_CONTENT, "sha256": NO_HASH},
    ),
    "risk_model": FactTable(_columns("fitted_on content sha256 recorded_at")),
    "erasure": FactTable(_columns("customer_id erased_on reason recorded_at")),
    "erased_text": FactTable(_columns("table_name row_id commitment")),
    "dunning_withdrawal": FactTable(_columns("run_id withdrawn_on recorded_at"), {"reason": GONE}, "0"),
    "import_withdrawal": FactTable(_columns("import_id withdrawn_on recorded_at"), {"reason": GONE}, "0"),
}

UNSEALED: Mapping[str, str] = {
    "event": "is the chain itself",
    "meta": "holds what the program remembers of itself",
    "customer": "is what is known of a person today, and may be corrected or erased",
    "person_salt": "is destroyed by erasure; without a salt no text of its person verifies",
    "sealed": "says how far the seals go; a check goes by the seals",
}
"""The tables whose rows may change, and why."""
