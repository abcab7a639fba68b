"""Files from outside become drafts and row problems; nothing here knows the ledger."""
