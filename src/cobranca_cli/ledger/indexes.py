"""The indexes of what is open: made with the table, and again with one that is made anew."""

OPEN_ITEM = "settled < amount AND cancelled_on IS NULL"
"""The predicate of the partial indexes; a query must repeat it word for word to use them."""

OPEN_ITEM_INDEXES = (
    "CREATE INDEX ix_open_by_customer ON receivable"
    f" (customer_id, due_effective, starts_on, amount, settled) WHERE {OPEN_ITEM}",
    "CREATE INDEX ix_open_by_due ON receivable"
    f" (due_effective, starts_on, customer_id, amount, settled) WHERE {OPEN_ITEM}",
)
