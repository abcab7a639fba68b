"""The schema of the ledger as SQL, in numbered steps; the ledger's version is the number of steps taken.

Money is integer cents, days are ISO text, tables are STRICT. A CHECK guards the form of a date (of a day
that the program derives, its length: each full check is 5 % of a bulk load); its truth is the parser's work,
because SQLite accepts `2026-02-31`. A step that has been released never
changes: what comes later is a new step.
"""

from .indexes import OPEN_ITEM, OPEN_ITEM_INDEXES
from .sql_checks import MAX_CENTS, day_check, text_check, word_check
from .step_3 import STEP_3
from .step_4 import STEP_4
from .step_5 import STEP_5
from .step_6 import STEP_6
from .step_7 import STEP_7
from .step_8 import STEP_8

APPLICATION_ID = 0x434F4252
"""`COBR` in ASCII: how a file says that it is a ledger of this program."""

OPEN_ON_DAY = (
    f"{OPEN_ITEM} AND starts_on <= :as_of",
    "cancelled_on > :as_of AND starts_on <= :as_of AND settled < amount",
)
"""What is open on the day `:as_of` by today's balance: what existed then, and what was cancelled later."""

STEP_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    f"""CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        recorded_at TEXT NOT NULL,
        kind TEXT NOT NULL {text_check("kind", 60)},
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
        name TEXT NOT NULL {text_check("name", 200)},
        name_key TEXT NOT NULL {text_check("name_key", 600)},
        document TEXT UNIQUE CHECK (length(document) IN (11, 14)),
        code TEXT UNIQUE COLLATE NOCASE {text_check("code", 60)},
        email TEXT {text_check("email", 254)},
        phone TEXT CHECK (length(phone) IN (10, 11)),
        address TEXT {text_check("address", 200)},
        city TEXT {text_check("city", 200)},
        state TEXT CHECK (length(state) = 2),
        zip TEXT CHECK (length(zip) = 8),
        category TEXT {text_check("category", 200)},
        created_on TEXT NOT NULL {day_check("created_on")}
    ) STRICT""",
    "CREATE INDEX ix_customer_name ON customer (name_key)",
    f"""CREATE TABLE import_batch (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('faturas', 'clientes')),
        file_name TEXT NOT NULL {text_check("file_name", 400)},
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        profile TEXT {text_check("profile", 60)},
        imported_on TEXT NOT NULL {day_check("imported_on")},
        recorded_at TEXT NOT NULL
    ) STRICT""",
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
        CHECK (due_effective >= due),
        UNIQUE (number, instalment)
    ) STRICT""",
    *OPEN_ITEM_INDEXES,
    "CREATE INDEX ix_cancelled ON receivable (cancelled_on) WHERE cancelled_on IS NOT NULL",
    f"""CREATE TABLE cancellation (
        id INTEGER PRIMARY KEY,
        receivable_id INTEGER NOT NULL UNIQUE REFERENCES receivable,
        cancelled_on TEXT NOT NULL {day_check("cancelled_on")},
        reason TEXT NOT NULL {text_check("reason", 500)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
)

ENTRY_KINDS = (
    "encargos", "pagamento", "credito", "desconto", "abatimento", "abono", "perda", "tolerancia",
    "recuperacao", "despesa",
)  # fmt: skip
"""What may change a receivable; `tolerancia`, `recuperacao` and most `desconto` come with a payment."""


STEP_2 = (
    # A CHECK cannot be changed in place: the table is made anew under its name.
    f"""CREATE TABLE import_batch_2 (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('faturas', 'clientes', 'pagamentos', 'indices')),
        file_name TEXT NOT NULL {text_check("file_name", 400)},
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        profile TEXT {text_check("profile", 60)},
        imported_on TEXT NOT NULL {day_check("imported_on")},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO import_batch_2 SELECT id, kind, file_name, sha256, profile, imported_on, recorded_at"
    " FROM import_batch",
    "DROP TABLE import_batch",
    "ALTER TABLE import_batch_2 RENAME TO import_batch",
    "ALTER TABLE receivable ADD COLUMN charges_left INTEGER NOT NULL DEFAULT 0 CHECK (charges_left >= 0)",
    "CREATE INDEX ix_charges_left ON receivable (customer_id) WHERE charges_left > 0",
    f"""CREATE TABLE movement (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL {
        word_check("kind", ("pagamento", "credito", "desconto", "abatimento", "abono", "perda", "despesa"))
    },
        customer_id INTEGER NOT NULL REFERENCES customer,
        day TEXT NOT NULL {day_check("day")},
        amount INTEGER CHECK (amount BETWEEN 1 AND {MAX_CENTS * 100}),
        mode TEXT CHECK (mode IN ('legal', 'capital')),
        -- of a waiver: which components; of a payment that another system allocated: how (Told)
        components TEXT {text_check("components", 60)},
        form TEXT CHECK (form IN ('pix', 'boleto', 'transferencia', 'dinheiro', 'cartao', 'outro')),
        key TEXT UNIQUE {text_check("key", 200)},
        reason TEXT {text_check("reason", 500)},
        author TEXT {text_check("author", 200)},
        horizon INTEGER NOT NULL,
        import_id INTEGER REFERENCES import_batch,
        import_line INTEGER,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_movement_customer ON movement (customer_id, day, id)",
    """CREATE TABLE movement_target (
        movement_id INTEGER NOT NULL REFERENCES movement,
        position INTEGER NOT NULL,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        PRIMARY KEY (movement_id, position)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE movement_reversal (
        id INTEGER PRIMARY KEY,
        movement_id INTEGER NOT NULL UNIQUE REFERENCES movement,
        reversed_on TEXT NOT NULL {day_check("reversed_on")},
        reason TEXT NOT NULL {text_check("reason", 500)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        movement_id INTEGER NOT NULL REFERENCES movement,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        kind TEXT NOT NULL {word_check("kind", ENTRY_KINDS)},
        value_on TEXT NOT NULL {day_check("value_on")},
        booked_on TEXT NOT NULL {day_check("booked_on")},
        expenses INTEGER NOT NULL,
        interest INTEGER NOT NULL,
        fine INTEGER NOT NULL,
        correction INTEGER NOT NULL,
        principal INTEGER NOT NULL,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_entry_receivable ON entry (receivable_id)",
    "CREATE INDEX ix_entry_movement ON entry (movement_id)",
    "CREATE INDEX ix_entry_booked ON entry (booked_on, receivable_id, principal)",
    f"""CREATE TABLE charge_terms (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER REFERENCES customer,
        receivable_id INTEGER REFERENCES receivable,
        since TEXT NOT NULL {day_check("since")},
        content TEXT NOT NULL,
        reason TEXT {text_check("reason", 500)},
        recorded_at TEXT NOT NULL,
        CHECK (customer_id IS NULL OR receivable_id IS NULL)
    ) STRICT""",
    "CREATE INDEX ix_terms_customer ON charge_terms (customer_id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX ix_terms_receivable ON charge_terms (receivable_id) WHERE receivable_id IS NOT NULL",
    f"""CREATE TABLE index_value (
        id INTEGER PRIMARY KEY,
        series TEXT NOT NULL CHECK (series IN ('ipca', 'igpm', 'inpc', 'selic', 'taxa-legal')),
        month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
        percent TEXT NOT NULL {text_check("percent", 20)},
        import_id INTEGER NOT NULL REFERENCES import_batch,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_index_value ON index_value (series, month, id)",
    f"""CREATE TABLE legal_fact (
        id INTEGER PRIMARY KEY,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        kind TEXT NOT NULL CHECK (kind IN
            ('protesto', 'reconhecimento', 'citacao', 'acao', 'garantia', 'insolvencia', 'duplicata')),
        day TEXT NOT NULL {day_check("day")},
        note TEXT {text_check("note", 500)},
        reverses INTEGER UNIQUE REFERENCES legal_fact,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_legal_fact ON legal_fact (receivable_id)",
)

STEPS: tuple[tuple[str, ...], ...] = (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7, STEP_8)
