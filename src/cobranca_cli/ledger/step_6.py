"""The sixth step of the schema: the fitted models of how likely an invoice is to be paid very late.

Append-only by use: the last fitted by a day counts on it.
"""

from .sql_checks import day_check

STEP_6 = (
    f"""CREATE TABLE risk_model (
        id INTEGER PRIMARY KEY,
        fitted_on TEXT NOT NULL {day_check("fitted_on")},
        -- weights, what they were fitted on, and how well they did on later invoices, as JSON
        content TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_risk_model ON risk_model (fitted_on)",
)
