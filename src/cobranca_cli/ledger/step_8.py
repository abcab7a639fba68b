"""The eighth step of the schema: what takes back a run of the ladder, or the import of a file, as facts.

A step of a title counts once in its life, unless the run in which it was taken is withdrawn: then it may be
taken again. So the key of `dunning_claim` holds the action too, and a trigger keeps the old promise.

An invoice whose import was taken back stays, cancelled, and leaves its number to another: `void` is then the
import, and 0 of every other invoice.

A key cannot be changed in place. The rows are set aside and the table is made anew, rather than renamed:
with all the triggers there are, a renaming costs as much as half of a new ledger.
"""

from .fact_tables import FACT_TABLES, child_guards, guards
from .indexes import OPEN_ITEM_INDEXES
from .sql_checks import MAX_CENTS, day_check, text_check

_FACT = f"""reason TEXT NOT NULL {text_check("reason", 500)},
        recorded_at TEXT NOT NULL"""

_CLAIM = (
    "CREATE TABLE dunning_claim_7 AS SELECT receivable_id, step, action_id, day FROM dunning_claim",
    "DROP TABLE dunning_claim",
    f"""CREATE TABLE dunning_claim (
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        step TEXT NOT NULL {text_check("step", 20)},
        action_id INTEGER NOT NULL REFERENCES dunning_action,
        day TEXT NOT NULL {day_check("day")},
        PRIMARY KEY (receivable_id, step, action_id)
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO dunning_claim SELECT receivable_id, step, action_id, day FROM dunning_claim_7",
    "DROP TABLE dunning_claim_7",
    "CREATE INDEX ix_dunning_claim ON dunning_claim (action_id)",
    """CREATE TRIGGER dunning_claim_once BEFORE INSERT ON dunning_claim WHEN EXISTS
    (SELECT 1 FROM dunning_claim k JOIN dunning_action a ON a.id = k.action_id
     WHERE k.receivable_id = NEW.receivable_id AND k.step = NEW.step
       AND NOT EXISTS (SELECT 1 FROM dunning_withdrawal w WHERE w.run_id = a.run_id))
    BEGIN SELECT raise(ABORT, 'a title takes a step once'); END""",
    *child_guards("dunning_claim"),
)

_RECEIVABLE_COLUMNS = (
    "id, customer_id, number, instalment, issued, due, due_effective, starts_on, amount, settled,"
    " cancelled_on, description, category, import_id, import_line, charges_left"
)
_RECEIVABLE = (
    f"CREATE TABLE receivable_7 AS SELECT {_RECEIVABLE_COLUMNS} FROM receivable",
    "DROP TABLE receivable",
    f"""CREATE TABLE receivable (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        number TEXT NOT NULL COLLATE NOCASE {text_check("number", 60)},
        instalment TEXT NOT NULL DEFAULT '' COLLATE NOCASE CHECK (length(instalment) <= 20),
        issued TEXT {day_check("issued")},
        due TEXT NOT NULL {day_check("due")},
        due_effective TEXT NOT NULL CHECK (length(due_effective) = 10),
        starts_on TEXT NOT NULL CHECK (length(starts_on) = 10),
        amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND {MAX_CENTS}),
        settled INTEGER NOT NULL DEFAULT 0 CHECK (settled BETWEEN 0 AND amount),
        cancelled_on TEXT {day_check("cancelled_on")},
        description TEXT {text_check("description", 1000)},
        category TEXT {text_check("category", 200)},
        import_id INTEGER REFERENCES import_batch,
        import_line INTEGER,
        charges_left INTEGER NOT NULL DEFAULT 0 CHECK (charges_left >= 0),
        void INTEGER NOT NULL DEFAULT 0 CHECK (void = 0 OR cancelled_on IS NOT NULL),
        CHECK (due_effective >= due),
        UNIQUE (number, instalment, void)
    ) STRICT""",
    f"INSERT INTO receivable ({_RECEIVABLE_COLUMNS}) SELECT {_RECEIVABLE_COLUMNS} FROM receivable_7",
    "DROP TABLE receivable_7",
    *OPEN_ITEM_INDEXES,
    "CREATE INDEX ix_cancelled ON receivable (cancelled_on) WHERE cancelled_on IS NOT NULL",
    "CREATE INDEX ix_charges_left ON receivable (customer_id) WHERE charges_left > 0",
    *guards("receivable", FACT_TABLES["receivable"]),
)

_TABLES_8 = ("dunning_withdrawal", "import_withdrawal")

STEP_8 = (
    *_RECEIVABLE,
    f"""CREATE TABLE dunning_withdrawal (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL UNIQUE REFERENCES dunning_run,
        withdrawn_on TEXT NOT NULL {day_check("withdrawn_on")},
        {_FACT}
    ) STRICT""",
    "CREATE INDEX ix_dunning_action_run ON dunning_action (run_id)",
    "CREATE INDEX ix_letter_action ON letter (action_id) WHERE action_id IS NOT NULL",
    f"""CREATE TABLE import_withdrawal (
        id INTEGER PRIMARY KEY,
        import_id INTEGER NOT NULL UNIQUE REFERENCES import_batch,
        withdrawn_on TEXT NOT NULL {day_check("withdrawn_on")},
        {_FACT}
    ) STRICT""",
    *_CLAIM,
    *(each for table in _TABLES_8 for each in guards(table, FACT_TABLES[table])),
)
