"""The fourth step of the schema: agreements, their instalments, and what they do to an account.

An instalment is a receivable like any other. What an agreement replaces is suspended by entries of kind
`acordo`, and revives by entries that take them back; nothing is closed and nothing is lost.
"""

from .sql_checks import day_check, text_check, word_check

MOVEMENT_KINDS = (
    "pagamento", "credito", "desconto", "abatimento", "abono", "perda", "despesa", "acordo", "rompimento",
)  # fmt: skip
"""What may change what a customer owes."""

PAYMENT_MODES = ("legal", "capital", "quitacao")
"""How money is taken up: charges first, principal first, or an agreement settled before its time."""

ENTRY_KINDS_4 = (
    "encargos", "pagamento", "credito", "desconto", "abatimento", "abono", "perda", "tolerancia",
    "recuperacao", "despesa", "acordo", "repasse", "rompimento", "encerramento",
)  # fmt: skip
"""What may change a receivable; the last four are explained in `domain.suspension`."""

SYSTEMS = ("sem-juros", "simples", "price", "sac", "livre")
CLAUSES = ("original", "parcelas", "proporcional")
SIGNATURES = ("testemunhas", "eletronica")

_MOST_CENTS = 9_999_999_999_900

_MOVEMENT_COLUMNS = (
    "id, kind, customer_id, day, amount, mode, components, form, key, reason, author, horizon, import_id,"
    " import_line, recorded_at"
)
_MOVEMENT = (
    # A CHECK cannot be changed in place: the table is made anew under its name.
    f"""CREATE TABLE movement_4 (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL {word_check("kind", MOVEMENT_KINDS)},
        customer_id INTEGER NOT NULL REFERENCES customer,
        day TEXT NOT NULL {day_check("day")},
        amount INTEGER CHECK (amount BETWEEN 1 AND {_MOST_CENTS}),
        mode TEXT {word_check("mode", PAYMENT_MODES)},
        -- of a waiver: which components; of a payment that another system allocated: how (Told); of a
        -- breach: the clause that was applied
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
    f"INSERT INTO movement_4 ({_MOVEMENT_COLUMNS}) SELECT {_MOVEMENT_COLUMNS} FROM movement",
    "DROP TABLE movement",
    "ALTER TABLE movement_4 RENAME TO movement",
    "CREATE INDEX ix_movement_customer ON movement (customer_id, day, id)",
)

_ENTRY_COLUMNS = (
    "id, movement_id, receivable_id, kind, value_on, booked_on, expenses, interest, fine, correction,"
    " principal, recorded_at"
)
_ENTRY = (
    f"""CREATE TABLE entry_4 (
        id INTEGER PRIMARY KEY,
        movement_id INTEGER NOT NULL REFERENCES movement,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        kind TEXT NOT NULL {word_check("kind", ENTRY_KINDS_4)},
        value_on TEXT NOT NULL {day_check("value_on")},
        booked_on TEXT NOT NULL {day_check("booked_on")},
        expenses INTEGER NOT NULL,
        interest INTEGER NOT NULL,
        fine INTEGER NOT NULL,
        correction INTEGER NOT NULL,
        principal INTEGER NOT NULL,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    f"INSERT INTO entry_4 ({_ENTRY_COLUMNS}) SELECT {_ENTRY_COLUMNS} FROM entry",
    "DROP TABLE entry",
    "ALTER TABLE entry_4 RENAME TO entry",
    "CREATE INDEX ix_entry_receivable ON entry (receivable_id)",
    "CREATE INDEX ix_entry_movement ON entry (movement_id)",
    "CREATE INDEX ix_entry_booked ON entry (booked_on, receivable_id, principal)",
)

_AGREEMENT = (
    f"""CREATE TABLE agreement (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        movement_id INTEGER NOT NULL UNIQUE REFERENCES movement,
        number TEXT NOT NULL UNIQUE COLLATE NOCASE {text_check("number", 60)},
        signed_on TEXT NOT NULL {day_check("signed_on")},
        -- the day from which the first month of interest counts
        base_on TEXT NOT NULL {day_check("base_on")},
        debt INTEGER NOT NULL CHECK (debt BETWEEN 1 AND {_MOST_CENTS}),
        charges_off INTEGER NOT NULL CHECK (charges_off >= 0),
        principal_off INTEGER NOT NULL CHECK (principal_off >= 0),
        system TEXT NOT NULL {word_check("system", SYSTEMS)},
        -- percent a month, as text; which of the ways of simple interest
        rate TEXT NOT NULL {text_check("rate", 20)},
        simple TEXT NOT NULL {word_check("simple", ("parcela", "montante", "equivalente", "gauss"))},
        clause TEXT NOT NULL {word_check("clause", CLAUSES)},
        signature TEXT NOT NULL {word_check("signature", SIGNATURES)},
        policy_id INTEGER NOT NULL REFERENCES policy,
        author TEXT {text_check("author", 200)},
        note TEXT {text_check("note", 1000)},
        recorded_at TEXT NOT NULL,
        CHECK (charges_off + principal_off < debt)
    ) STRICT""",
    "CREATE INDEX ix_agreement_customer ON agreement (customer_id)",
    # What each title came to when it was put into the agreement: the weights of what is passed on.
    """CREATE TABLE agreement_title (
        agreement_id INTEGER NOT NULL REFERENCES agreement,
        position INTEGER NOT NULL,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        expenses INTEGER NOT NULL,
        interest INTEGER NOT NULL,
        fine INTEGER NOT NULL,
        correction INTEGER NOT NULL,
        principal INTEGER NOT NULL,
        PRIMARY KEY (agreement_id, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX ix_agreement_title ON agreement_title (receivable_id)",
    # Position 0 is the entry; amount and due date are the receivable's.
    """CREATE TABLE agreement_instalment (
        agreement_id INTEGER NOT NULL REFERENCES agreement,
        position INTEGER NOT NULL CHECK (position >= 0),
        receivable_id INTEGER NOT NULL UNIQUE REFERENCES receivable,
        interest INTEGER NOT NULL CHECK (interest >= 0),
        amortisation INTEGER NOT NULL CHECK (amortisation >= 0),
        PRIMARY KEY (agreement_id, position)
    ) STRICT, WITHOUT ROWID""",
    # Undone by the reversal of its movement, as a dated fact.
    f"""CREATE TABLE agreement_breach (
        id INTEGER PRIMARY KEY,
        agreement_id INTEGER NOT NULL REFERENCES agreement,
        movement_id INTEGER NOT NULL UNIQUE REFERENCES movement,
        day TEXT NOT NULL {day_check("day")},
        clause TEXT NOT NULL {word_check("clause", CLAUSES)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_agreement_breach ON agreement_breach (agreement_id)",
)

STEP_4 = (*_MOVEMENT, *_ENTRY, *_AGREEMENT)
