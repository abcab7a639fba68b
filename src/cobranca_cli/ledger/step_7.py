"""The seventh step of the schema: what is written is refused a change, bound to the events, and erasable.

Seals themselves are events of kind `selo` (`ledger.seals`); here is what they need beside the chain. What
existed before is sealed by the first write after the upgrade. The triggers are made of `fact_tables`, whose
rows of this step never change: see there what a later step must do.
"""

from .fact_tables import FACT_TABLES, guards
from .sql_checks import day_check, word_check

ERASURE_REASONS = ("pedido", "prazo")
"""Why a person is erased: she asked, or what was kept has been kept long enough."""

_TABLES_7 = (
    "import_batch", "receivable", "cancellation", "movement", "movement_reversal", "entry", "charge_terms",
    "index_value", "legal_fact", "policy", "dunning_run", "dunning_action", "dunning_decision", "letter",
    "payment_slip", "contact", "promise", "promise_withdrawal", "hold", "hold_end", "agreement",
    "agreement_breach", "customer_fact", "guarantee", "guarantee_end", "bureau_report", "credit_limit",
    "credit_decision", "risk_model", "erasure", "erased_text",
)  # fmt: skip

STEP_7 = (
    # How far the seals go, table by table: what a write must still seal. A check does not rely on it.
    """CREATE TABLE sealed (
        table_name TEXT PRIMARY KEY,
        last_id INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # The id of a customer; 0 for the ledger's own words, minus the id of an import for the name of its file.
    """CREATE TABLE person_salt (
        customer_id INTEGER PRIMARY KEY,
        salt BLOB NOT NULL CHECK (length(salt) = 32)
    ) STRICT""",
    f"""CREATE TABLE erasure (
        id INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customer,
        erased_on TEXT NOT NULL {day_check("erased_on")},
        reason TEXT NOT NULL {word_check("reason", ERASURE_REASONS)},
        recorded_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX ix_erasure ON erasure (customer_id)",
    # What the seal of a row counts instead of the words that were erased from it.
    """CREATE TABLE erased_text (
        id INTEGER PRIMARY KEY,
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        commitment TEXT NOT NULL CHECK (length(commitment) = 64),
        UNIQUE (table_name, row_id)
    ) STRICT""",
    *(statement for table in _TABLES_7 for statement in guards(table, FACT_TABLES[table])),
)
