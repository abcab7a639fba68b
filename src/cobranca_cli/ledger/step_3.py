"""The third step of the schema: the ladder, its letters, contacts, promises and holds.

Every table here is append-only by use: what was wrong or ended is a row of its own.
"""

from .sql_checks import day_check, text_check, word_check

CHANNELS = ("telefone", "email", "whatsapp", "sms", "carta", "presencial")
"""How a customer can be reached."""

HOLD_KINDS = (
    "pausa", "contestacao", "falecimento", "insolvencia", "superendividamento",
    "canal", "nunca", "degrau", "segmento",
)  # fmt: skip
"""What restrains the ladder: of a title or a customer, for a time or for good; see `domain.holds`."""

_REASON = f"reason TEXT {text_check('reason', 500)}"
_MUST_REASON = f"reason TEXT NOT NULL {text_check('reason', 500)}"
_AUTHOR = f"author TEXT {text_check('author', 200)}"
_STEP = f"step TEXT NOT NULL {text_check('step', 20)}"

_LEGAL_FACT = (
    # A CHECK cannot be changed in place: the table is made anew under its name.
    f"""CREATE TABLE legal_fact_3 (
        id INTEGER PRIMARY KEY,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        kind TEXT NOT NULL CHECK (kind IN
            ('protesto', 'reconhecimento', 'citacao', 'acao', 'garantia', 'insolvencia', 'duplicata',
             'entrega', 'negativacao')),
        day TEXT NOT NULL {day_check("day")},
        note TEXT {text_check("note", 500)},
        reverses INTEGER UNIQUE REFERENCES legal_fact_3,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO legal_fact_3 SELECT id, receivable_id, kind, day, note, reverses, recorded_at"
    " FROM legal_fact",
    "DROP TABLE legal_fact",
    "ALTER TABLE legal_fact_3 RENAME TO legal_fact",
    "CREATE INDEX ix_legal_fact ON legal_fact (receivable_id)",
)

_LADDER = (
    f"""CREATE TABLE policy (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
        content TEXT NOT NULL {text_check("content", 100_000)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE dunning_run (
        id INTEGER PRIMARY KEY,
        day TEXT NOT NULL {day_check("day")},
        policy_id INTEGER NOT NULL REFERENCES policy,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_dunning_run ON dunning_run (day)",
    f"""CREATE TABLE dunning_action (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES dunning_run,
        customer_id INTEGER NOT NULL REFERENCES customer,
        day TEXT NOT NULL {day_check("day")},
        {_STEP},
        kind TEXT NOT NULL {word_check("kind", ("enviar", "ligar", "decidir"))},
        channel TEXT {word_check("channel", CHANNELS)},
        template TEXT {text_check("template", 60)},
        total INTEGER NOT NULL,
        reason TEXT NOT NULL {text_check("reason", 20_000)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_dunning_action ON dunning_action (customer_id, day)",
    # The same step of the same title never twice in its life.
    f"""CREATE TABLE dunning_claim (
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        {_STEP},
        action_id INTEGER NOT NULL REFERENCES dunning_action,
        day TEXT NOT NULL {day_check("day")},
        PRIMARY KEY (receivable_id, step)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX ix_dunning_claim ON dunning_claim (action_id)",
    f"""CREATE TABLE dunning_decision (
        id INTEGER PRIMARY KEY,
        action_id INTEGER NOT NULL UNIQUE REFERENCES dunning_action,
        day TEXT NOT NULL {day_check("day")},
        verdict TEXT NOT NULL {word_check("verdict", ("aprovada", "recusada"))},
        {_REASON},
        {_AUTHOR},
        recorded_at TEXT NOT NULL
    ) STRICT""",
)

_LETTERS = (
    f"""CREATE TABLE letter (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        day TEXT NOT NULL {day_check("day")},
        origin TEXT NOT NULL {word_check("origin", ("regua", "avulsa", "agradecimento"))},
        action_id INTEGER REFERENCES dunning_action,
        template TEXT NOT NULL {text_check("template", 60)},
        template_sha256 TEXT NOT NULL CHECK (length(template_sha256) = 64),
        channel TEXT NOT NULL {word_check("channel", CHANNELS)},
        recipient TEXT {text_check("recipient", 500)},
        subject TEXT NOT NULL {text_check("subject", 200)},
        body TEXT NOT NULL {text_check("body", 1_000_000)},
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        content TEXT NOT NULL,
        total INTEGER NOT NULL,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_letter_customer ON letter (customer_id, day)",
    "CREATE INDEX ix_letter_day ON letter (day)",
    """CREATE TABLE letter_target (
        letter_id INTEGER NOT NULL REFERENCES letter,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        PRIMARY KEY (letter_id, receivable_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX ix_letter_target ON letter_target (receivable_id)",
    f"""CREATE TABLE payment_slip (
        id INTEGER PRIMARY KEY,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        kind TEXT NOT NULL {word_check("kind", ("boleto", "pix"))},
        content TEXT {text_check("content", 600)},
        booked_on TEXT NOT NULL {day_check("booked_on")},
        import_id INTEGER REFERENCES import_batch,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_payment_slip ON payment_slip (receivable_id, kind)",
)

_CONTACTS = (
    f"""CREATE TABLE contact (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        day TEXT NOT NULL {day_check("day")},
        booked_on TEXT NOT NULL {day_check("booked_on")},
        channel TEXT NOT NULL {word_check("channel", CHANNELS)},
        outcome TEXT NOT NULL {text_check("outcome", 40)},
        -- the customer began it: no attempt of ours
        received INTEGER NOT NULL DEFAULT 0 CHECK (received IN (0, 1)),
        note TEXT {text_check("note", 1000)},
        next_action TEXT {text_check("next_action", 200)},
        next_on TEXT {day_check("next_on")},
        letter_id INTEGER REFERENCES letter,
        {_AUTHOR},
        reverses INTEGER UNIQUE REFERENCES contact,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_contact_customer ON contact (customer_id, day)",
    "CREATE INDEX ix_contact_next ON contact (next_on) WHERE next_on IS NOT NULL",
    """CREATE TABLE contact_target (
        contact_id INTEGER NOT NULL REFERENCES contact,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        PRIMARY KEY (contact_id, receivable_id)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE promise (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9999999999900),
        day TEXT NOT NULL {day_check("day")},
        made_on TEXT NOT NULL {day_check("made_on")},
        booked_on TEXT NOT NULL {day_check("booked_on")},
        note TEXT {text_check("note", 1000)},
        contact_id INTEGER REFERENCES contact,
        {_AUTHOR},
        recorded_at TEXT NOT NULL,
        CHECK (day >= made_on AND booked_on >= made_on)
    ) STRICT""",
    "CREATE INDEX ix_promise_customer ON promise (customer_id, day)",
    "CREATE INDEX ix_promise_day ON promise (day)",
    """CREATE TABLE promise_target (
        promise_id INTEGER NOT NULL REFERENCES promise,
        receivable_id INTEGER NOT NULL REFERENCES receivable,
        PRIMARY KEY (promise_id, receivable_id)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE promise_withdrawal (
        id INTEGER PRIMARY KEY,
        promise_id INTEGER NOT NULL UNIQUE REFERENCES promise,
        withdrawn_on TEXT NOT NULL {day_check("withdrawn_on")},
        {_MUST_REASON},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE hold (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        receivable_id INTEGER REFERENCES receivable,
        kind TEXT NOT NULL {word_check("kind", HOLD_KINDS)},
        value TEXT {text_check("value", 40)},
        since TEXT NOT NULL {day_check("since")},
        until TEXT {day_check("until")},
        {_MUST_REASON},
        {_AUTHOR},
        recorded_at TEXT NOT NULL,
        CHECK (until >= since)
    ) STRICT""",
    "CREATE INDEX ix_hold_customer ON hold (customer_id)",
    "CREATE INDEX ix_hold_receivable ON hold (receivable_id) WHERE receivable_id IS NOT NULL",
    f"""CREATE TABLE hold_end (
        id INTEGER PRIMARY KEY,
        hold_id INTEGER NOT NULL UNIQUE REFERENCES hold,
        ended_on TEXT NOT NULL {day_check("ended_on")},
        {_MUST_REASON},
        recorded_at TEXT NOT NULL
    ) STRICT""",
)

STEP_3 = (*_LEGAL_FACT, *_LADDER, *_LETTERS, *_CONTACTS)
