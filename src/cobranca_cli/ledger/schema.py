"""The schema of the ledger as SQL, in numbered steps; the ledger's version is the number of steps taken.

Money is integer cents, days are ISO text, tables are STRICT. A CHECK guards the form of a date (of a day
that the program derives, its length: each full check is 5 % of a bulk load); its truth is the parser's work,
because SQLite accepts `2026-02-31`. A step that has been released never
changes: what comes later is a new step.
"""

APPLICATION_ID = 0x434F4252
"""`COBR` in ASCII: how a file says that it is a ledger of this program."""

MAX_CENTS = 99_999_999_999
"""The largest amount of one invoice: R$ 999.999.999,99."""


def _day(column: str) -> str:
    return f"CHECK ({column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"


def _text(column: str, limit: int) -> str:
    return f"CHECK (length({column}) BETWEEN 1 AND {limit} AND instr({column}, char(0)) = 0)"


OPEN_ITEM = "settled < amount AND cancelled_on IS NULL"
"""The predicate of the partial indexes; a query must repeat it word for word to use them."""

OPEN_ON_DAY = (
    f"{OPEN_ITEM} AND starts_on <= :as_of",
    "cancelled_on > :as_of AND starts_on <= :as_of AND settled < amount",
)
"""What is open on the day `:as_of`: what is open now and existed then, and what was cancelled only later."""

OPEN_ITEM_INDEXES = (
    "CREATE INDEX ix_open_by_customer ON receivable"
    f" (customer_id, due_effective, starts_on, amount, settled) WHERE {OPEN_ITEM}",
    "CREATE INDEX ix_open_by_due ON receivable"
    f" (due_effective, starts_on, customer_id, amount, settled) WHERE {OPEN_ITEM}",
)

STEP_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    f"""CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        recorded_at TEXT NOT NULL,
        kind TEXT NOT NULL {_text("kind", 60)},
        data TEXT NOT NULL,
        previous TEXT NOT NULL CHECK (length(previous) = 64),
        hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
    ) STRICT""",
    f"""CREATE TRIGGER event_only_at_head BEFORE INSERT ON event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
      OR NEW.previous IS NOT coalesce(
          (SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '{"0" * 64}')
    BEGIN SELECT raise(ABORT, 'event chain: only at its head'); END""",
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON event
    BEGIN SELECT raise(ABORT, 'event chain: no update'); END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON event
    BEGIN SELECT raise(ABORT, 'event chain: no delete'); END""",
    f"""CREATE TABLE customer (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL {_text("name", 200)},
        name_key TEXT NOT NULL {_text("name_key", 600)},
        document TEXT UNIQUE CHECK (length(document) IN (11, 14)),
        code TEXT UNIQUE COLLATE NOCASE {_text("code", 60)},
        email TEXT {_text("email", 254)},
        phone TEXT CHECK (length(phone) IN (10, 11)),
        address TEXT {_text("address", 200)},
        city TEXT {_text("city", 200)},
        state TEXT CHECK (length(state) = 2),
        zip TEXT CHECK (length(zip) = 8),
        category TEXT {_text("category", 200)},
        created_on TEXT NOT NULL {_day("created_on")}
    ) STRICT""",
    "CREATE INDEX ix_customer_name ON customer (name_key)",
    f"""CREATE TABLE import_batch (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('faturas', 'clientes')),
        file_name TEXT NOT NULL {_text("file_name", 400)},
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        profile TEXT {_text("profile", 60)},
        imported_on TEXT NOT NULL {_day("imported_on")},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE receivable (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        number TEXT NOT NULL COLLATE NOCASE {_text("number", 60)},
        instalment TEXT NOT NULL DEFAULT '' COLLATE NOCASE CHECK (length(instalment) <= 20),
        issued TEXT {_day("issued")},
        due TEXT NOT NULL {_day("due")},
        due_effective TEXT NOT NULL CHECK (length(due_effective) = 10),
        starts_on TEXT NOT NULL CHECK (length(starts_on) = 10),
        amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND {MAX_CENTS}),
        settled INTEGER NOT NULL DEFAULT 0 CHECK (settled BETWEEN 0 AND amount),
        cancelled_on TEXT {_day("cancelled_on")},
        description TEXT {_text("description", 1000)},
        category TEXT {_text("category", 200)},
        import_id INTEGER REFERENCES import_batch,
        import_line INTEGER,
        CHECK (due_effective >= due),
        UNIQUE (number, instalment)
    ) STRICT""",
    *OPEN_ITEM_INDEXES,
    "CREATE INDEX ix_cancelled ON receivable (cancelled_on) WHERE cancelled_on IS NOT NULL",
    f"""CREATE TABLE cancellation (
        id INTEGER PRIMARY KEY,
        receivable_id INTEGER NOT NULL UNIQUE REFERENCES receivable,
        cancelled_on TEXT NOT NULL {_day("cancelled_on")},
        reason TEXT NOT NULL {_text("reason", 500)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
)

STEPS: tuple[tuple[str, ...], ...] = (STEP_1,)
