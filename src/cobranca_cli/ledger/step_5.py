"""The fifth step of the schema: what credit is judged by, the limits, the decisions.

Every table is append-only by use: what was wrong or changed is a row of its own, and the last that was known
on a day counts on it.
"""

from .sql_checks import day_check, text_check, word_check

FACT_KINDS = ("fundacao", "setor", "faturamento", "patrimonio", "referencia")
"""What is told of a customer: the day it was founded, its trade, revenue a month and equity in cents, a
reference."""

RESTRICTIONS = ("nenhuma", "resolvida", "ativa", "desconhecida")
"""What a bureau said of debts that it lists."""

COMPONENTS = ("total", "aberto", "vencido", "acordo")
"""Of what exposure a limit is: all of it, what is to come, what is overdue, what is in agreements."""

VERDICTS = ("aprovar", "garantia", "a-vista", "recusar")

_AUTHOR = f"author TEXT {text_check('author', 200)}"
_REASON = f"reason TEXT NOT NULL {text_check('reason', 500)}"
_MOST = 9_999_999_999_900

STEP_5 = (
    f"""CREATE TABLE customer_fact (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        kind TEXT NOT NULL {word_check("kind", FACT_KINDS)},
        -- a day, an amount in cents or a text, as the kind says; NULL takes back what was told
        value TEXT {text_check("value", 500)},
        told_on TEXT NOT NULL {day_check("told_on")},
        source TEXT {text_check("source", 200)},
        import_id INTEGER REFERENCES import_batch,
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_customer_fact ON customer_fact (customer_id, kind, told_on)",
    f"""CREATE TABLE guarantee (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        what TEXT NOT NULL {text_check("what", 200)},
        amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND {_MOST}),
        since TEXT NOT NULL {day_check("since")},
        expires TEXT {day_check("expires")},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_guarantee ON guarantee (customer_id)",
    f"""CREATE TABLE guarantee_end (
        id INTEGER PRIMARY KEY,
        guarantee_id INTEGER NOT NULL UNIQUE REFERENCES guarantee,
        ended_on TEXT NOT NULL {day_check("ended_on")},
        {_REASON},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE bureau_report (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        source TEXT NOT NULL {text_check("source", 60)},
        model TEXT {text_check("model", 60)},
        score INTEGER CHECK (score BETWEEN 0 AND 1000),
        restrictions TEXT NOT NULL {word_check("restrictions", RESTRICTIONS)},
        day TEXT NOT NULL {day_check("day")},
        booked_on TEXT NOT NULL {day_check("booked_on")},
        note TEXT {text_check("note", 1000)},
        recorded_at TEXT NOT NULL,
        CHECK (booked_on >= day)
    ) STRICT""",
    "CREATE INDEX ix_bureau_report ON bureau_report (customer_id, day)",
    # NULL takes the limit away: the policy's own counts again.
    f"""CREATE TABLE credit_limit (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        component TEXT NOT NULL {word_check("component", COMPONENTS)},
        amount INTEGER CHECK (amount BETWEEN 0 AND {_MOST}),
        since TEXT NOT NULL {day_check("since")},
        expires TEXT {day_check("expires")},
        {_REASON},
        {_AUTHOR},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_credit_limit ON credit_limit (customer_id, component, since)",
    f"""CREATE TABLE credit_decision (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        day TEXT NOT NULL {day_check("day")},
        amount INTEGER CHECK (amount BETWEEN 1 AND {_MOST}),
        verdict TEXT NOT NULL {word_check("verdict", VERDICTS)},
        -- an override of what the policy said, with who and why
        released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
        reason TEXT {text_check("reason", 500)},
        {_AUTHOR},
        policy_id INTEGER NOT NULL REFERENCES policy,
        -- everything that it was decided by, as JSON, and its hash
        content TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        recorded_at TEXT NOT NULL,
        CHECK (released = 0 OR reason IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX ix_credit_decision ON credit_decision (customer_id, day)",
)
